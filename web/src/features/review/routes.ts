import type { RouteRecordRaw } from "vue-router";

export default [
	{
		path: "/reviews",
		name: "reviews",
		component: () => import("./views/ReviewList.vue"),
		meta: { title: "review.list.title", menu: "reviews" },
	},
	{
		path: "/reviews/:order_no",
		name: "review",
		component: () => import("./views/ReviewDetail.vue"),
		props: true,
		meta: { title: "review.detail.title", menu: "reviews" },
	},
] satisfies RouteRecordRaw[];
