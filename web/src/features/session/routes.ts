import type { RouteRecordRaw } from "vue-router";
import { words_of_page } from "@/shell/i18n";
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
		component: () => words_of_page("recovery", () => import("@/features/recovery/locales/zh.json")).then(() => import("./views/Grants.vue")),
		meta: { title: "session.grants.title", hatless: true },
	},
	{
		path: "/password",
		name: "password",
		component: () => import("./views/Password.vue"),
		meta: { title: "session.password.title", hatless: true },
	},
] satisfies RouteRecordRaw[];
