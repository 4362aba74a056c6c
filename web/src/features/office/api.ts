import { api } from "@/api/client";
import type { Answers } from "@/api/types";

export type OfficeClaim = Answers["office_claim"];
export type Colleague = Answers["colleague"];
export type Absence = Answers["absence"];

export const list_claims = () => api.get<Answers["office_claims"]>("claims");
export const list_colleagues = (list: string) => api.get<{ items: Colleague[] }>("colleagues", { query: { list } });
export const hand_over = (order_no: string, account_id: number) => api.put(`claims/${order_no}`, { account_id });
export const take_back = (order_no: string) => api.delete(`claims/${order_no}`);
export const find_absence = () => api.get<Absence>("absence");
export const be_absent = (account_id: number, last_day: string) => api.put<Absence>("absence", { account_id, last_day });
export const be_back = () => api.delete("absence");
