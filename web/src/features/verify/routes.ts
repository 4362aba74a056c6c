import type { RouteRecordRaw } from "vue-router";
import { words_of_page } from "@/shell/i18n";

export default [
	{
		path: "/verify/:code",
		name: "verify",
		component: () => words_of_page("verify", () => import("./locales/zh.json")).then(() => import("./views/Verify.vue")),
		props: true,
		meta: { title: "shell.page.verify", open: true },
	},
] satisfies RouteRecordRaw[];
