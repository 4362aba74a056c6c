import type { RouteRecordRaw } from "vue-router";
import { words_of_page } from "@/shell/i18n";

const words = () => words_of_page("partner", () => import("./locales/zh.json"));

export default [
	{
		path: "/settings/partners",
		name: "partners",
		component: () => words().then(() => import("./views/Partners.vue")),
		meta: { title: "partner.title", menu: "partners" },
	},
] satisfies RouteRecordRaw[];
