/*
 * The uploads of an order that no submission names and no page is at work on:
 * those that broke off, and those that came whole while the page was leaving.
 * Asked for once, shown by each of its fields.
 */
import { reactive } from "vue";
import * as calls from "./api";
import type { StoredFile } from "./model";

const orders = new Map<string, { items: StoredFile[]; asked: number }>();
/* under way in this page, or done with here: its field shows them itself */
const held = new Set<string>();
const FRESH_MS = 2000;

/* The list fills when the answer is there; a failure leaves it empty. */
export function unfinished_of(order_no: string): { items: StoredFile[] } {
	let kept = orders.get(order_no);
	if (!kept) {
		kept = reactive({ items: [], asked: 0 });
		orders.set(order_no, kept);
	}
	/* every field of the page asks at the same time */
	if (Date.now() - kept.asked > FRESH_MS) {
		const mine = kept;
		mine.asked = Date.now();
		mine.items = [];
		void calls
			.unfinished(order_no)
			.then(({ items }) => (mine.items = items.filter((one) => !held.has(one.file_id))))
			.catch(() => {});
	}
	return kept;
}

export function hold(order_no: string, file_id: string): void {
	held.add(file_id);
	const kept = orders.get(order_no);
	if (kept) kept.items = kept.items.filter((one) => one.file_id !== file_id);
}

/* Left where it stands: who comes next asks anew. */
export function release(order_no: string, file_id: string): void {
	held.delete(file_id);
	const kept = orders.get(order_no);
	if (kept) kept.asked = 0;
}
