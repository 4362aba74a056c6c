/*
 * The orders a reviewer is going through, in the order of the list that was
 * left, or else what waits, the oldest first.
 */
import { ref } from "vue";
import type { LocationQuery } from "vue-router";
import { find_order } from "@/features/order/api";
import type { Order } from "@/features/order/model";
import { useSession } from "@/shell/session";
import { kept } from "@/ui/kept";
import { list_reviews } from "./api";

export const queue = ref<string[]>([]);
export const list_query = ref<LocationQuery>({});

interface Walk {
	queue: string[];
	query: LocationQuery;
}
/* Whoever signs in next in this tab has a walk of their own; a reload brings it back. */
let walker: string | null = null;
function walk_of(): string {
	const me = useSession().me?.account.name ?? "";
	if (me !== walker) {
		walker = me;
		ahead.clear();
		const before = kept.get<Walk>(me, "walk");
		queue.value = before?.queue ?? [];
		list_query.value = before?.query ?? {};
	}
	return me;
}

export function set_queue(order_nos: string[], query: LocationQuery): void {
	const me = walk_of();
	queue.value = order_nos;
	list_query.value = query;
	kept.set(me, "walk", { queue: order_nos, query } satisfies Walk);
}

export async function ensure_queue(order_no: string): Promise<void> {
	walk_of();
	if (queue.value.includes(order_no)) return;
	const page = await list_reviews({ view: "working", state: "waiting", sort: "oldest", page: 1, page_size: 50 });
	const waiting = page.items.map((row) => row.order_no);
	queue.value = waiting.includes(order_no) ? waiting : [order_no, ...waiting];
}

export function neighbour(order_no: string, by: 1 | -1): string | null {
	const at = queue.value.indexOf(order_no);
	return at < 0 ? null : (queue.value[at + by] ?? null);
}

/* What to look at after a decision: asked anew, since others decide too. */
export async function next_waiting(order_no: string): Promise<string | null> {
	const page = await list_reviews({ view: "working", state: "waiting", sort: "oldest", page: 1, page_size: 10 });
	return page.items.find((row) => row.order_no !== order_no)?.order_no ?? null;
}

const FRESH = 60_000;
const ahead = new Map<string, { at: number; order: Promise<Order> }>();

/* Fetches the order that will probably be looked at next. */
export function preload(order_no: string | null): void {
	walk_of();
	if (!order_no || ahead.has(order_no)) return;
	ahead.clear();
	const order = find_order(order_no);
	order.catch(() => ahead.delete(order_no));
	ahead.set(order_no, { at: Date.now(), order });
}

/* The order, already here if it was fetched ahead a moment ago; each once. */
export function open_order(order_no: string): Promise<Order> {
	walk_of();
	const found = ahead.get(order_no);
	ahead.delete(order_no);
	return found && Date.now() - found.at < FRESH ? found.order : find_order(order_no);
}
