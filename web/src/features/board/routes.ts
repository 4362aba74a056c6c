import type { RouteRecordRaw } from "vue-router";

export default [
	{
		path: "/board",
		name: "board",
		component: () => import("./views/Board.vue"),
		meta: { title: "shell.menu.board", menu: "board" },
	},
] satisfies RouteRecordRaw[];
