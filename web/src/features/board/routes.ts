import type { RouteRecordRaw } from "vue-router";

export default [
	{
		path: "/board",
		name: "board",
		component: () => import("./views/Board.vue"),
		meta: { title: "board.title", menu: "board" },
	},
] satisfies RouteRecordRaw[];
