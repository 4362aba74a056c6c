import { api, type Query } from "@/api/client";
import type { Order, OrderPage } from "./model";

export const list_orders = (query: Query) => api.get<OrderPage>("orders", { query });
export const find_order = (order_no: string) => api.get<Order>(`orders/${order_no}`);
export const create_order = (
	body: { kind: "access_application" } | { kind: "access_acceptance"; application_order_no: string },
	key: string,
) => api.post<Order>("orders", body, { key });
export const save_draft = (
	order_no: string,
	version: number,
	content: Record<string, unknown>,
	keepalive = false,
) =>
	api.put<{ version: number; saved_at: string }>(`orders/${order_no}/draft`, { version, content }, { keepalive });
export const submit_order = (
	order_no: string,
	version: number,
	content: Record<string, unknown>,
	key: string,
) => api.post<Order>(`orders/${order_no}/submission`, { version, content }, { key });
export const withdraw_order = (order_no: string, version: number, key: string) =>
	api.post<Order>(`orders/${order_no}/withdrawal`, { version }, { key });
export const delete_order = (order_no: string) => api.delete(`orders/${order_no}`);

