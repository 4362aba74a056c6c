import type { RouteRecordRaw } from "vue-router";
import { words_of_page } from "@/shell/i18n";

const words = () =>
	Promise.all([
		words_of_page("administration", () => import("./locales/zh.json")),
		words_of_page("certificate", () => import("@/features/certificate/locales/zh.json")),
	]);

export default [
	{
		path: "/accounts",
		name: "accounts",
		component: () => words().then(() => import("./views/AccountList.vue")),
		meta: { title: "shell.menu.accounts", menu: "accounts" },
	},
] satisfies RouteRecordRaw[];
