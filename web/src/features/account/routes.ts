import type { RouteRecordRaw } from "vue-router";
import { words_of_page } from "@/shell/i18n";

const words = () => words_of_page("certificate", () => import("@/features/certificate/locales/zh.json"));

export default [
	{
		path: "/account",
		name: "account",
		component: () => import("./views/MyAccount.vue"),
		meta: { title: "account.mine.title", hatless: true },
	},
	{
		path: "/accounts",
		name: "accounts",
		component: () => words().then(() => import("./views/AccountList.vue")),
		meta: { title: "account.list.title", menu: "accounts" },
	},
] satisfies RouteRecordRaw[];
