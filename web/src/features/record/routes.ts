import type { RouteRecordRaw } from "vue-router";
import { words_of_page } from "@/shell/i18n";

const words = () => words_of_page("record", () => import("./locales/zh.json"));

export default [
	{
		path: "/records/:code",
		name: "record",
		component: () => words().then(() => import("./views/RecordDetail.vue")),
		props: true,
		meta: { title: "record.title", menu: "records" },
	},
] satisfies RouteRecordRaw[];
