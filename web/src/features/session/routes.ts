import type { RouteRecordRaw } from "vue-router";
/* the first page of nearly everybody: with the shell, without a round trip more */
import Login from "./views/Login.vue";

export default [
	{
		path: "/login",
		name: "login",
		component: Login,
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
