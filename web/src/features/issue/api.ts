/* What an approval has given out: forms and the keys that they carry. */
import { api, cookie_url } from "@/api/client";
import type { Answers } from "@/api/types";
import type { Standing } from "@/features/order/model";

export type Issued = Answers["issued"];
export type Form = Answers["document"];
export type Credential = Answers["credential"];

export const find_issued = (order_no: string) => api.get<Issued>(`orders/${order_no}/issued`);
/* One key in full; the look goes on record. */
export const reveal_key = (order_no: string, no: number, key: string) =>
	api.post<Answers["credential_revealed"]>(`orders/${order_no}/credential/reveal`, { no, key });
export const rotate_keys = (order_no: string, no: number, key: string) =>
	api.post<Issued>(`orders/${order_no}/credential/rotation`, { no }, { key });
export const confirm_order = (order_no: string, version: number, key: string) =>
	api.post<Standing>(`orders/${order_no}/confirmation`, { version }, { key });
/* Followed by the browser itself, whose cookie it goes by. */
export const form_url = (document_no: string) => cookie_url(`documents/${document_no}/content`);
