import type { RouteRecordRaw } from "vue-router";

export default [
	{
		path: "/merchant",
		name: "merchants",
		component: () => import("./views/Merchant.vue"),
		meta: { title: "kinds.page.merchants.title", menu: "merchants" },
	},
] satisfies RouteRecordRaw[];
