import type { RouteRecordRaw } from "vue-router";
import { words_of_page } from "@/shell/i18n";

const words = () => words_of_page("money", () => import("./locales/zh.json"));

export default [
	{
		path: "/money",
		name: "money",
		component: () => words().then(() => import("./views/Money.vue")),
		meta: { title: "money.title" },
	},
] satisfies RouteRecordRaw[];
