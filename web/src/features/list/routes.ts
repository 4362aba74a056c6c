import type { RouteRecordRaw } from "vue-router";
import { is_table, table } from "@/api/describe";
import { i18n, useWords } from "@/shell/i18n";

/* Any list that is described, for those that have nothing of their own to show. */
export default [
	{
		path: "/lists/:name",
		name: "list",
		component: () => import("./views/PlainList.vue"),
		props: true,
		meta: {
			title: ({ params: { name } }) => (is_table(String(name)) ? useWords().named(table(String(name))) : i18n.global.t("shell.nowhere.title")),
		},
	},
] satisfies RouteRecordRaw[];
