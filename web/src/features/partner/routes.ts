import type { RouteRecordRaw } from "vue-router";

export default [
	{
		path: "/settings/partners",
		name: "partners",
		component: () => import("./views/Partners.vue"),
		meta: { title: "partner.title", menu: "partners" },
	},
] satisfies RouteRecordRaw[];
