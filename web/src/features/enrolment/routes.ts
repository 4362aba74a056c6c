import type { RouteRecordRaw } from "vue-router";
import { words_of_page } from "@/shell/i18n";

const words = () =>
	Promise.all([
		words_of_page("enrolment", () => import("./locales/zh.json")),
		words_of_page("recovery", () => import("@/features/recovery/locales/zh.json")),
	]);

export default [
	{
		path: "/activate",
		name: "activate",
		component: () => words().then(() => import("./views/Activate.vue")),
		meta: { title: "shell.page.activate", open: true },
	},
	{
		path: "/enrol",
		name: "enrol",
		component: () => words().then(() => import("./views/Enrol.vue")),
		meta: { title: "shell.page.enrol", open: true },
	},
	{
		path: "/enrolments",
		name: "enrolments",
		component: () => words().then(() => import("./views/Enrolments.vue")),
		meta: { title: "shell.menu.enrolments", menu: "enrolments" },
	},
	{
		path: "/enrolments/:enrolment_no",
		name: "enrolment",
		component: () => words().then(() => import("./views/Enrolment.vue")),
		props: true,
		meta: { title: "shell.page.enrolment", menu: "enrolments" },
	},
] satisfies RouteRecordRaw[];
