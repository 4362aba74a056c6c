import type { RouteRecordRaw } from "vue-router";
import { words_of_page } from "@/shell/i18n";

const words = () => words_of_page("money", () => import("./locales/zh.json"));

export default [
	{
		path: "/money",
		name: "money",
		component: () => words().then(() => import("./views/Money.vue")),
		meta: { title: "money.title" },
	},
	{
		path: "/bills",
		name: "bills",
		component: () => words().then(() => import("./views/Bills.vue")),
		meta: { title: "shell.menu.bills", menu: "bills" },
	},
	{
		path: "/bills/:payment_id",
		name: "payment",
		component: () => words().then(() => import("./views/Bill.vue")),
		props: true,
		meta: { title: "money.bill.title", menu: "bills" },
	},
	{
		path: "/settlements",
		name: "settlements",
		component: () => words().then(() => import("./views/Settlements.vue")),
		meta: { title: "shell.menu.settlements", menu: "settlements" },
	},
	{
		path: "/settlements/:settlement_id",
		name: "settlement",
		component: () => words().then(() => import("./views/Settlement.vue")),
		props: true,
		meta: { title: "money.settlement.title", menu: "settlements" },
	},
] satisfies RouteRecordRaw[];
