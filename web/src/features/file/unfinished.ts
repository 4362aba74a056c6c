/*
 * The uploads of an order that broke off before this page: asked for once,
 * shown by each of its fields.
 */
import { reactive } from "vue";
import * as calls from "./api";
import type { StoredFile } from "./model";

const orders = new Map<string, { items: StoredFile[]; asked: number }>();
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
			.then(({ items }) => (mine.items = items))
			.catch(() => {});
	}
	return kept;
}

export function forget_unfinished(order_no: string, file_id: string): void {
	const kept = orders.get(order_no);
	if (kept) kept.items = kept.items.filter((one) => one.file_id !== file_id);
}
