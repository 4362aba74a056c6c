import type { RouteRecordRaw } from "vue-router";

export default [
	{
		path: "/office",
		name: "office",
		component: () => import("./views/Office.vue"),
		meta: { title: "office.title", menu: "office" },
	},
] satisfies RouteRecordRaw[];
