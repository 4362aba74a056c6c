import type { RouteRecordRaw } from "vue-router";
import { table } from "@/api/describe";
import { useWords } from "@/shell/i18n";

/* Any list that is described, for those that have nothing of their own to show. */
export default [
	{
		path: "/lists/:name",
		name: "list",
		component: () => import("./views/PlainList.vue"),
		props: true,
		meta: { title: (to) => useWords().named(table(String(to.params.name))) },
	},
] satisfies RouteRecordRaw[];
