import type { Answers } from "@/api/types";
import type { Content } from "@/ui/form";
import type { Tone } from "@/ui/StatusTag.vue";

type Described = Answers["order"];

export type Kind = Described["kind"];
export type Status = Described["status"];
export type LevelState = NonNullable<Described["state"]>;
export const order_states = ["draft", "waiting", "approved", "rejected", "withdrawn"] as const;
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

/* What a status says in a kind's own words, an order's state says for all. */
const tones = { draft: "idle", waiting: "wait", approved: "ok", rejected: "bad", withdrawn: "idle" } as const;
export const state_tone = (state: OrderState): Tone => tones[state];

/* Of the vocabulary "standing": where an order stands for one desk. */
export function standing_tone(standing: string): Tone {
	if (standing === "waiting") return "wait";
	return standing === "rejected" || standing === "refused" ? "bad" : "ok";
}
