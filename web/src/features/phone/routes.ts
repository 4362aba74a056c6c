import type { RouteRecordRaw } from "vue-router";

export default [
	{
		path: "/phone",
		name: "phone",
		component: () => import("./views/Phone.vue"),
		meta: { title: "phone.title", open: true },
	},
	/* what a code holds, opened by a camera that knows no app */
	{
		path: "/qr/:id",
		name: "qr",
		component: () => import("./views/Scanned.vue"),
		meta: { title: "phone.scanned.title", open: true },
	},
] satisfies RouteRecordRaw[];
