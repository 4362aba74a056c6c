import type { RouteRecordRaw } from "vue-router";

export default [
	{
		path: "/account",
		name: "account",
		component: () => import("./views/MyAccount.vue"),
		meta: { title: "account.mine.title", hatless: true },
	},
] satisfies RouteRecordRaw[];
