import type { Answers } from "@/api/types";
import type { Content } from "@/ui/form";

type Described = Answers["order"];

export type Kind = Described["kind"];
export type Status = Described["status"];
export type LevelState = NonNullable<Described["state"]>;
export const order_states = ["draft", "waiting", "approved", "rejected", "withdrawn", "concluded"] as const;
export type OrderState = (typeof order_states)[number];
export type Remark = Answers["remark"];
export type Unlock = Answers["unlock"];
export type Finding = Answers["finding"];
export type Change = Answers["change"];
export type Standing = Answers["order_standing"];
export type RouteStep = Answers["route_step"];
export type OrderEvent = Answers["history_event"];
export type OrderRow = Answers["order_item"];
export type OrderPage = Answers["order_list"];

/* The content as forms see it: any field by its name. */
export type Order = Omit<Described, "content" | "submitted"> & { content: Content; submitted: Content | null };
