import type { LocationQuery, RouteLocationNormalized, RouteRecordRaw } from "vue-router";
import { list_of, lists_of } from "@/api/describe";
import { lists_to_choose, reviews_title } from "@/features/kinds/words";
import { words_of_page } from "@/shell/i18n";
import { useSession } from "@/shell/session";

const reviews = () => useSession().grant?.reviews;
/* The list that an address asks for, or else one's first. */
export const list_here = (query: LocationQuery) => list_of(String(query.list ?? "")) ?? lists_of(reviews())[0];

/* Where one reviews several lists, its addresses say which. */
const say_which = (to: RouteLocationNormalized) => {
	const [first] = lists_to_choose(reviews());
	return !first || to.query.list ? true : { ...to, query: { list: first.name, ...to.query }, replace: true };
};

/* They hand over, too. */
const words = () => Promise.all([words_of_page("review", () => import("./locales/zh.json")), words_of_page("office", () => import("../office/locales/zh.json")), words_of_page("proof", () => import("../proof/locales/zh.json"))]);

export default [
	{
		path: "/reviews",
		name: "reviews",
		component: () => words().then(() => import("./views/ReviewList.vue")),
		beforeEnter: say_which,
		meta: { title: (to) => reviews_title(list_here(to.query)), menu: "reviews" },
	},
	{
		path: "/reviews/:order_no",
		name: "review",
		component: () => words().then(() => import("./views/ReviewDetail.vue")),
		props: true,
		meta: { title: "review.detail.title", menu: "reviews", ahead: [] },
	},
] satisfies RouteRecordRaw[];
