import type { RouteRecordRaw } from "vue-router";
import { words_of_page } from "@/shell/i18n";

const words = () => words_of_page("sent", () => import("./locales/zh.json"));

export default [
	{
		path: "/sent",
		name: "sent",
		component: () => words().then(() => import("./views/Sent.vue")),
		meta: { title: "sent.title", open: true },
	},
] satisfies RouteRecordRaw[];
