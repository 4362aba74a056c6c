import type { RouteRecordRaw } from "vue-router";

export default [
	{
		path: "/settings/review-switches",
		name: "switches",
		component: () => import("./views/ReviewSwitches.vue"),
		meta: { title: "switch.title", menu: "review_switches" },
	},
] satisfies RouteRecordRaw[];
