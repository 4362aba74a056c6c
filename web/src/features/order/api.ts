import { api, READ, type Query } from "@/api/client";
import type { Answers } from "@/api/types";
import type { Drawn, Issued } from "@/features/recovery/api";
import { locale } from "@/shell/i18n";
import type { Finding, Kind, Order, OrderPage, Standing, Unlock } from "./model";

export const list_orders = (query: Query) => api.get<OrderPage>("orders", { query });
export const find_order = (order_no: string) => api.get<Order>(`orders/${order_no}`);
export const create_order = (
	body: { kind: Kind; parent_order_no?: string },
	key: string,
) => api.post<Order>("orders", body, { key });
export const save_draft = (
	order_no: string,
	version: number,
	content: Record<string, unknown>,
	unlocks: Unlock[],
	keepalive = false,
) =>
	api.put<{ version: number; saved_at: string }>(`orders/${order_no}/draft`, { version, content, unlocks }, { keepalive });
export const submit_order = (
	order_no: string,
	version: number,
	content: Record<string, unknown>,
	unlocks: Unlock[],
	key: string,
) => api.post<Standing>(`orders/${order_no}/submission`, { version, content, unlocks }, { key });
/* What a submission of this would be refused for; nothing is written. */
export const check_order = (order_no: string, content: Record<string, unknown>, unlocks: Unlock[]) =>
	api.post<Answers["order_checked"]>(`orders/${order_no}/check`, { content, unlocks }, { patience: READ });
export const withdraw_order = (order_no: string, version: number, key: string) =>
	api.post<Standing>(`orders/${order_no}/withdrawal`, { version }, { key });
/* Addresses of what was deleted here stay in the tab's history. */
const deleted = new Set<string>();
export const is_deleted = (order_no: string) => deleted.has(order_no);
export async function delete_order(order_no: string): Promise<void> {
	await api.delete(`orders/${order_no}`);
	deleted.add(order_no);
}

export const find_findings = (order_no: string) => api.get<{ findings: Finding[] }>(`orders/${order_no}/findings`);
/* Shows a personal field in full; the look goes on record. */
export const reveal = (order_no: string, field: string) => api.post<{ field: string; value: string }>(`orders/${order_no}/reveal`, { field });
export const ask_to_prove = (order_no: string, body: Drawn & { field: string; phone: string }) =>
	api.post<Issued>(`orders/${order_no}/phones`, { ...body, language: locale.value });
export const prove_phone = (order_no: string, ticket: string, code: string) => api.put<void>(`orders/${order_no}/phones`, { ticket, code });
