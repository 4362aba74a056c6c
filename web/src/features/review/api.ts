import { api, type Query } from "@/api/client";
import type { Order } from "@/features/order/model";
import type { Decision, Division, ReviewPage } from "./model";

export const list_reviews = (query: Query) => api.get<ReviewPage>("reviews", { query });
export const decide = (order_no: string, decision: Decision, key: string) =>
	api.post<Order>(`orders/${order_no}/decision`, decision, { key });
export const list_divisions = (parent?: string) =>
	api.get<{ items: Division[] }>("divisions", { query: { parent } });
