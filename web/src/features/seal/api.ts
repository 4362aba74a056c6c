import { api } from "@/api/client";
import type { Answers } from "@/api/types";

export type Seal = Answers["sealed"];

export const find_seals = (order_no: string) => api.get<Answers["seal_list"]>(`orders/${order_no}/seals`);
export const seal_again = (order_no: string) => api.post<Answers["seal_list"]>(`orders/${order_no}/seals`, {});
