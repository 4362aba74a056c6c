/*
 * The orders a reviewer is going through, in the order of the list that was
 * left, or else what waits, the oldest first.
 */
import { ref } from "vue";
import type { LocationQuery } from "vue-router";
import { list_reviews } from "./api";

export const queue = ref<string[]>([]);
export const list_query = ref<LocationQuery>({});

export function set_queue(order_nos: string[], query: LocationQuery): void {
	queue.value = order_nos;
	list_query.value = query;
}

export async function ensure_queue(order_no: string): Promise<void> {
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
