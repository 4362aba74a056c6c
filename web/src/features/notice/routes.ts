import type { RouteRecordRaw } from "vue-router";
import { words_of_page } from "@/shell/i18n";

const words = () => words_of_page("notice", () => import("./locales/zh.json"));

export default [
	{
		path: "/notices",
		name: "notices",
		component: () => words().then(() => import("./views/Notices.vue")),
		meta: { title: "shell.notices" },
	},
] satisfies RouteRecordRaw[];
