import type { RouteRecordRaw } from "vue-router";

export default [
	{
		path: "/records/:code",
		name: "record",
		component: () => import("./views/RecordDetail.vue"),
		props: true,
		meta: { title: "record.title", menu: "records" },
	},
] satisfies RouteRecordRaw[];
