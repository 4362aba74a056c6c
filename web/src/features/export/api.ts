import { api, cookie_url, type Query } from "@/api/client";
import type { Answers } from "@/api/types";

export type Export = Answers["export"];
export type ListName = "reviews" | "orders";

const begins = { reviews: "review-exports", orders: "order-exports" } as const;
export const begin_export = (list: ListName, query: Query, columns: string[] | null, language: string) =>
	api.post<Export>(begins[list], { query, ...(columns ? { columns: columns.join(",") } : {}), language });
export const find_exports = () => api.get<Answers["exports"]>("exports");
export const find_export = (export_id: string) => api.get<Export>(`exports/${export_id}`);
export const drop_export = (export_id: string) => api.delete(`exports/${export_id}`);
/* Followed by the browser itself, whose cookie it goes by, so that any size can be fetched. */
export const export_url = (export_id: string) => cookie_url(`exports/${export_id}/content`);
