import { api, type Query } from "@/api/client";
import type { Answers } from "@/api/types";
import type { Batch, BatchAsked, Claim, Decision, Division, ReviewPage, Standing } from "./model";

export const list_reviews = (query: Query) => api.get<ReviewPage>("reviews", { query });
export const decide = (order_no: string, decision: Decision, key: string) =>
	api.post<Standing>(`orders/${order_no}/decision`, decision, { key });
export const list_divisions = (parent?: string) =>
	api.get<{ items: Division[] }>("divisions", { query: { parent } });
export const claim = (order_no: string) => api.post<Claim>(`orders/${order_no}/claim`, {});
export const release = (order_no: string) => api.delete(`orders/${order_no}/claim`);
/* The one that waits longest and that nobody has, or none. */
export const claim_next = (list: string) => api.post<{ order_no: string | null }>("claims/next", { list });
export const decide_batch = (batch: BatchAsked, key: string) => api.post<Batch>("review-batches", batch, { key });
export const find_batch = (batch_id: string) => api.get<Batch>(`review-batches/${batch_id}`);
export const list_batches = () => api.get<{ items: Answers["batch_head"][] }>("review-batches");
/* A dated remark, which decides nothing. */
export const note = (order_no: string, body: { dated: string; words: string }, key: string) =>
	api.post<Standing>(`orders/${order_no}/notes`, body, { key });
/* More without a rejection, and no more after all. */
export const ask_for_more = (order_no: string, body: Answers["supplement_ask"], key: string) => api.post<Standing>(`orders/${order_no}/supplement`, body, { key });
export const ask_no_more = (order_no: string) => api.delete(`orders/${order_no}/supplement`);
