/* What an approval has given out: forms and the keys that they carry. */
import { api, cookie_url } from "@/api/client";
import { kinds } from "@/api/describe";
import type { Answers } from "@/api/types";
import { i18n } from "@/shell/i18n";
import zh from "./locales/zh.json";
import type { Standing } from "@/features/order/model";

/* They come with the pages that show it. */
i18n.global.mergeLocaleMessage("zh", { issue: zh });

export type Issued = Answers["issued"];
export type Form = Answers["document"];
export type Credential = Answers["credential"];

/* Its approval has given something out. */
export const has_issued = ({ kind, order_state }: { kind: string; order_state: string }) =>
	(order_state === "approved" || order_state === "concluded") && !!kinds.find(({ name }) => name === kind)?.issues;
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
