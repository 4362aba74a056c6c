import type { RouteRecordRaw } from "vue-router";

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
		component: () => import("./views/AccountList.vue"),
		meta: { title: "account.list.title", menu: "accounts" },
	},
] satisfies RouteRecordRaw[];
