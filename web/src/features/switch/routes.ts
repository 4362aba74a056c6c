import type { RouteRecordRaw } from "vue-router";
import { words_of_page } from "@/shell/i18n";

const words = () => words_of_page("switch", () => import("./locales/zh.json"));

export default [
	{
		path: "/settings/review-switches",
		name: "switches",
		component: () => words().then(() => import("./views/ReviewSwitches.vue")),
		meta: { title: "switch.title", menu: "review_switches" },
	},
] satisfies RouteRecordRaw[];
