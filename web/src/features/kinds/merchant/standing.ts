/* What an institution has of mobile payment: its contract, and what it has applied for. */
import { form } from "@/api/forms";
import { find_order, list_orders } from "@/features/order/api";
import type { Order, OrderRow } from "@/features/order/model";
import { find_record, type RecordDocument } from "@/features/record/api";
import { sections_of } from "@/features/order/sections";
import { check, type Content } from "@/ui/form";

/* One line of the result: what is in force, or what is under way. */
export interface Line {
	order: Order;
	/* as the bank has it, not as it is being changed */
	content: Content;
	granted: Record<string, string> | null;
	/* the contract in force */
	contract: RecordDocument | null;
	/* whose steps are shown: of a contract, what has brought it about */
	steps: Order;
}

export interface Standing {
	/* the entry that was begun and never sent */
	draft: Order | null;
	/* the wizard's step that something is missing in; 4: it was sent */
	step: number;
	lines: Line[];
}

const PAGE = 50;
const rows_of = async (kind: string) => (await list_orders({ kind, page: 1, page_size: PAGE })).items as OrderRow[];
/* what counts of several: what is opened, what waits, what is to be corrected, what is begun */
const weights = ["approved", "waiting", "rejected", "draft", "withdrawn"];
const first_of = (rows: OrderRow[]) => [...rows].sort((a, b) => weights.indexOf(a.state) - weights.indexOf(b.state))[0];
const content_of = (order: Order) => (order.submitted ?? order.content) as Content;

/* The form's sections under the wizard's steps (MERCH-2). */
const steps: Record<string, number> = { basic: 1, accounts: 2, business: 2, entry: 3 };
function step_of(order: Order): number {
	const missing = new Set(check(form(order.kind).fields, order.content as Content).map(({ path }) => path.split(".")[0]));
	const section = sections_of(order.kind).find(({ fields }) => fields.some(({ name }) => missing.has(name)));
	return section ? (steps[section.key] ?? 3) : 3;
}

export async function find_standing(): Promise<Standing> {
	const row = first_of(await rows_of("merchant_entry"));
	if (!row) return { draft: null, step: 1, lines: [] };
	const entry = await find_order(row.order_no);
	if (row.state === "draft") return { draft: entry, step: step_of(entry), lines: [] };
	if (row.state !== "approved" || !entry.record?.code) return { draft: null, step: 4, lines: [{ order: entry, content: content_of(entry), granted: null, contract: null, steps: entry }] };
	const newest = (await rows_of("merchant_change"))[0];
	const [contract, change] = await Promise.all([
		find_record(entry.record.code),
		newest && newest.state !== "approved" ? find_order(newest.order_no) : null,
	]);
	const signed_by = contract.versions[0]?.order_no;
	const steps = signed_by && signed_by !== entry.order_no ? await find_order(signed_by) : entry;
	const lines: Line[] = [{ order: entry, content: contract.content as Content, granted: (contract.versions[0]?.granted ?? null) as Line["granted"], contract, steps }];
	if (change) lines.push({ order: change, content: content_of(change), granted: null, contract: null, steps: change });
	return { draft: null, step: 4, lines };
}
