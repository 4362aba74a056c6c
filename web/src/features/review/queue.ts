/*
 * The orders a reviewer is going through: the list that was left, with its
 * filters and its order, one page after another; without one, what waits.
 * There is one "next". It passes over what is decided by now and what a
 * colleague has claimed, and what it leads to is fetched ahead.
 */
import { ref } from "vue";
import type { LocationQuery } from "vue-router";
import { ApiProblem } from "@/api/problem";
import type { Query } from "@/api/client";
import { fetch_ahead } from "@/features/file/cache";
import { lists_to_choose } from "@/features/kinds/words";
import { find_order } from "@/features/order/api";
import type { Order } from "@/features/order/model";
import { papers_of } from "@/features/order/papers";
import { useSession } from "@/shell/session";
import { kept } from "@/ui/kept";
import type { Total } from "@/ui/total";
import { list_reviews } from "./api";
import type { ReviewPage } from "./model";

interface Step {
	order_no: string;
	/* as the list saw it */
	free: boolean;
}
interface Walk {
	/* where to go back to */
	back: LocationQuery;
	asked: Query;
	steps: Step[];
	/* how many stand before the first of them, and how many there are in all */
	before: number;
	total: Total | null;
	page: number;
	page_size: number;
	next: string | null;
	/* from which order one came to which */
	came: Record<string, string>;
}
/* of the list of that name; without one, of the desk's only one */
const nowhere = (home: { list?: string } = {}): Walk => ({ back: { state: "waiting", ...home }, asked: { state: "waiting", ...home }, steps: [], before: 0, total: null, page: 0, page_size: 20, next: null, came: {} });
export const walk = ref<Walk>(nowhere());

/* Whoever signs in next in this tab has a walk of their own; a reload brings it back. */
let walker: string | null = null;
function arrive(): string {
	const me = useSession().me?.account.name ?? "";
	if (me !== walker) {
		walker = me;
		ready = null;
		walk.value = kept.get<Walk>(me, "walk") ?? nowhere();
	}
	return me;
}
const keep = () => kept.set(arrive(), "walk", walk.value);

const steps_of = (page: ReviewPage): Step[] =>
	page.items.map((row) => ({ order_no: row.order_no, free: row.standing === "waiting" && (!row.claimed_by || row.claimed_by_me) }));

/* The list that is being left. */
export function set_walk(page: ReviewPage, asked: Query, back: LocationQuery): void {
	arrive();
	const before = (page.page - 1) * page.page_size;
	walk.value = { back, asked, steps: steps_of(page), before, total: page.total, page: page.page, page_size: page.page_size, next: page.next, came: {} };
	keep();
}

let beginning: Promise<void> | null = null;
/* The page asks for it, and so does whoever looks ahead: once for both. */
export function ensure_walk(order_no: string): Promise<void> {
	beginning ??= begin(order_no).finally(() => (beginning = null));
	return beginning;
}
async function begin(order_no: string): Promise<void> {
	arrive();
	if (walk.value.steps.some((step) => step.order_no === order_no)) return;
	const fresh = nowhere(home_of(await order_here(order_no)));
	const page = await list_reviews({ ...fresh.asked, page: 1, page_size: fresh.page_size });
	set_walk(page, fresh.asked, fresh.back);
	if (walk.value.steps.some((step) => step.order_no === order_no)) return;
	/* one that is not in it comes before it */
	walk.value.steps.unshift({ order_no, free: false });
	walk.value.before = -1;
	keep();
}

const at = (order_no: string) => walk.value.steps.findIndex((step) => step.order_no === order_no);
/* Back to where one was; before the first, up the list. */
export const previous = (order_no: string): string | null => walk.value.came[order_no] ?? walk.value.steps[at(order_no) - 1]?.order_no ?? null;
export function go_on(from: string, to: string): void {
	walk.value.came[to] = from;
	keep();
}

/* A list of what is decided is read through; any other is worked off. */
const is_read = () => walk.value.asked.view === "decided" || (!!walk.value.asked.state && walk.value.asked.state !== "waiting");

async function turn_page(): Promise<boolean> {
	const here = walk.value;
	if (!here.next) return false;
	const page = await list_reviews({ ...here.asked, page: here.page + 1, page_size: here.page_size, after: here.next });
	if (here !== walk.value) return false;
	const seen = new Set(here.steps.map((step) => step.order_no));
	here.steps.push(...steps_of(page).filter((step) => !seen.has(step.order_no)));
	here.page++;
	here.next = page.next;
	here.total = page.total;
	keep();
	return true;
}

/* As it is now; null if there is nothing to do with it. */
async function look(order_no: string): Promise<Order | null> {
	try {
		const order = await find_order(order_no);
		return is_read() || (order.actions.decide && (!order.claim || order.claim.mine)) ? order : null;
	} catch (thrown) {
		if (thrown instanceof ApiProblem && [403, 404, 409].includes(thrown.status)) return null;
		throw thrown;
	}
}

let ready: { at: number; order: Order } | null = null;
const FRESH_MS = 10_000;

/* The next to look at after this one; its document is here for open_order. */
export async function find_next(order_no: string): Promise<string | null> {
	await ensure_walk(order_no);
	let n = at(order_no) + 1;
	do {
		for (; n < walk.value.steps.length; n++) {
			const step = walk.value.steps[n]!;
			if (!is_read() && !step.free) continue;
			const order = await look(step.order_no);
			if (!order) continue;
			ready = { at: Date.now(), order };
			return step.order_no;
		}
	} while (await turn_page());
	return null;
}

/* Fetches what will probably be looked at next, its first papers too. */
export async function look_ahead(order_no: string): Promise<string | null> {
	const next = await find_next(order_no);
	if (next && ready?.order.order_no === next) fetch_ahead(papers_of(ready.order, (thing) => thing.zh).map(({ id, size }) => ({ id, size })));
	return next;
}

/* The order, already here if it was looked at a moment ago; each once. */
export function open_order(order_no: string): Promise<Order> {
	arrive();
	const found = ready;
	ready = null;
	const order = found?.order.order_no === order_no && Date.now() - found.at < FRESH_MS ? Promise.resolve(found.order) : find_order(order_no);
	opening = { order_no, order };
	return order;
}

/* What is being opened says which list it stands in; asked only where there is a choice. */
let opening: { order_no: string; order: Promise<Order> } | null = null;
const several = () => lists_to_choose(useSession().grant?.reviews).length > 0;
const order_here = async (order_no: string) => (!several() ? null : opening?.order_no === order_no ? opening.order : find_order(order_no));
/* An address of the order's list says so where the desk has several. */
export const home_of = (order: { list: string } | null): { list?: string } => (order && several() ? { list: order.list } : {});
