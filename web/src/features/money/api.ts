import { api, type Query } from "@/api/client";
import type { Answers } from "@/api/types";

export type Money = Answers["money"];
export type Point = Answers["money_point"];

export const read_money = (query: Query) => api.get<Money>("money", { query });
