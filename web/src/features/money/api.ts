import { api, type Query } from "@/api/client";
import type { Answers } from "@/api/types";

export type Money = Answers["money"];
export type Sum = Answers["money_sum"];
export type Point = Answers["money_point"];
export type Payment = Answers["payment_item"];
export type PaymentPage = Answers["payment_list"];
export type Settlement = Answers["settlement_item"];
export type SettlementPage = Answers["settlement_list"];

export const read_money = (query: Query) => api.get<Money>("money", { query });
export const read_payment = (id: string) => api.get<Answers["payment_document"]>(`payments/${encodeURIComponent(id)}`);
export const read_settlement = (id: string) => api.get<Answers["settlement_document"]>(`settlements/${encodeURIComponent(id)}`);
