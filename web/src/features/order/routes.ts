import type { NavigationGuard, RouteRecordRaw } from "vue-router";
import { orders_title } from "@/features/kinds/words";
import { words_of_page } from "@/shell/i18n";
import { is_deleted } from "./api";

/* Back, to what was deleted here a moment ago. */
const unless_deleted: NavigationGuard = (to) => (is_deleted(String(to.params.order_no)) ? { name: "orders", replace: true } : true);

export default [
	{
		path: "/orders",
		name: "orders",
		component: () => import("./views/OrderList.vue"),
		meta: { title: orders_title, menu: "orders" },
	},
	{
		path: "/orders/new",
		name: "order-new",
		component: () => import("./views/OrderNew.vue"),
		meta: { title: "order.new.title", menu: "orders" },
	},
	{
		path: "/orders/:order_no",
		name: "order",
		component: () => words_of_page("proof", () => import("../proof/locales/zh.json")).then(() => import("./views/OrderDetail.vue")),
		props: true,
		beforeEnter: unless_deleted,
		meta: { title: "order.detail.title", menu: "orders", ahead: [] },
	},
	{
		path: "/orders/:order_no/edit",
		name: "order-edit",
		component: () => import("./views/OrderEdit.vue"),
		props: true,
		beforeEnter: unless_deleted,
		meta: { title: "order.edit.title", menu: "orders", ahead: [() => import("@/ui/DateField.vue"), () => import("@/ui/TreeField.vue")] },
	},
] satisfies RouteRecordRaw[];
