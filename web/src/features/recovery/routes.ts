import type { RouteRecordRaw } from "vue-router";
import { words_of_page } from "@/shell/i18n";

const words = () => words_of_page("recovery", () => import("./locales/zh.json"));

export default [
	{
		path: "/recovery/password",
		name: "forgotten-password",
		component: () => words().then(() => import("./views/ForgottenPassword.vue")),
		meta: { title: "session.login.forgotten_password", open: true },
	},
	{
		path: "/recovery/account",
		name: "forgotten-account",
		component: () => words().then(() => import("./views/ForgottenAccount.vue")),
		meta: { title: "session.login.forgotten_account", open: true },
	},
	{
		path: "/account/phone",
		name: "bound-phone",
		component: () => words().then(() => import("./views/BoundPhone.vue")),
		meta: { title: "recovery.phone.title", hatless: true },
	},
] satisfies RouteRecordRaw[];
