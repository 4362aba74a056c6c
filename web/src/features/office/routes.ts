import type { RouteRecordRaw } from "vue-router";
import { words_of_page } from "@/shell/i18n";

/* Claims are called there as where they are made. */
const words = () => Promise.all([words_of_page("office", () => import("./locales/zh.json")), words_of_page("review", () => import("../review/locales/zh.json"))]);

export default [
	{
		path: "/office",
		name: "office",
		component: () => words().then(() => import("./views/Office.vue")),
		meta: { title: "office.title", menu: "office" },
	},
] satisfies RouteRecordRaw[];
