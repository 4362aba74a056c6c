import type { RouteRecordRaw } from "vue-router";
import { words_of_page } from "@/shell/i18n";

const words = () => words_of_page("proof", () => import("../../proof/locales/zh.json"));

export default [
	{
		path: "/merchant",
		name: "merchants",
		component: () => words().then(() => import("./views/Merchant.vue")),
		meta: { title: "kinds.page.merchants.title", menu: "merchants" },
	},
	{
		path: "/merchant/account",
		name: "merchant-account",
		component: () => words().then(() => import("./views/MerchantAccount.vue")),
		meta: { title: "kinds.page.merchants.account.title", menu: "account_details" },
	},
] satisfies RouteRecordRaw[];
