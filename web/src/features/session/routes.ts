import type { RouteRecordRaw } from "vue-router";

export default [
	{
		path: "/login",
		name: "login",
		component: () => import("./views/Login.vue"),
		meta: { title: "session.login.title", open: true },
	},
	{
		path: "/grants",
		name: "grants",
		component: () => import("./views/Grants.vue"),
		meta: { title: "session.grants.title", hatless: true },
	},
	{
		path: "/password",
		name: "password",
		component: () => import("./views/Password.vue"),
		meta: { title: "session.password.title", hatless: true },
	},
] satisfies RouteRecordRaw[];
