/* What an institution has of mobile payment: its contract, and what it has applied for. */
import { find_order, list_orders } from "@/features/order/api";
import type { Order, OrderEvent, OrderRow } from "@/features/order/model";

export interface Standing {
	/* the entry itself, or null where none was begun */
	entry: Order | null;
	/* of what is opened: the change under way, or the last one that was */
	change: Order | null;
}

const PAGE = 50;
const rows_of = async (kind: string) => (await list_orders({ kind, page: 1, page_size: PAGE })).items as OrderRow[];
/* what counts of several: what is opened, what waits, what is to be corrected, what is begun */
const weights = ["approved", "waiting", "rejected", "draft", "withdrawn"];
const first_of = (rows: OrderRow[]) => [...rows].sort((a, b) => weights.indexOf(a.state) - weights.indexOf(b.state))[0];

export async function find_standing(): Promise<Standing> {
	const entry = first_of(await rows_of("merchant_entry"));
	if (!entry) return { entry: null, change: null };
	const opened = entry.state === "approved";
	/* the newest tells: older ones were decided before it was begun */
	const change = opened ? (await rows_of("merchant_change"))[0] : undefined;
	const [one, other] = await Promise.all([find_order(entry.order_no), change ? find_order(change.order_no) : null]);
	return { entry: one, change: other };
}

/* What the bank has signed last of it. */
export const signed_of = (order: Order): OrderEvent | undefined => [...order.history].reverse().find(({ event, granted }) => event === "approve" && granted !== null);
