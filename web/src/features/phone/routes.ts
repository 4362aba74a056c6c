import type { RouteRecordRaw } from "vue-router";
import { words_of_page } from "@/shell/i18n";

const words = () => words_of_page("phone", () => import("./locales/zh.json"));

export default [
	{
		path: "/phone",
		name: "phone",
		component: () => words().then(() => import("./views/Phone.vue")),
		meta: { title: "phone.title", open: true },
	},
	/* what a code holds, opened by a camera that knows no app */
	{
		path: "/qr/:id",
		name: "qr",
		component: () => words().then(() => import("./views/Scanned.vue")),
		meta: { title: "phone.scanned.title", open: true },
	},
] satisfies RouteRecordRaw[];
