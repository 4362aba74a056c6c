import type { Content } from "@/ui/form";
import type { Tone } from "@/ui/StatusTag.vue";

export type Kind = "access_application" | "access_acceptance";
export type Status =
	| "draft"
	| "waiting_city"
	| "waiting_province_filing"
	| "waiting_province"
	| "waiting_nation"
	| "approved"
	| "rejected_city"
	| "rejected_province"
	| "rejected_nation"
	| "withdrawn";
export type LevelState = "waiting" | "approved" | "rejected";
export const order_states = ["draft", "waiting", "approved", "rejected", "withdrawn"] as const;
export type OrderState = (typeof order_states)[number];

export interface Remark {
	field: string;
	words: string;
	remedy: string | null;
}

export interface RouteStep {
	level: string;
	action: "review" | "file" | "view";
	organisation_name: string | null;
	state: "done" | "current" | "todo" | "skipped" | "rejected";
	automatic: boolean;
	at: string | null;
	working_days?: number;
}

export interface OrderEvent {
	at: string;
	event: "submit" | "resubmit" | "withdraw" | "approve" | "reject" | "auto_approve" | "skip";
	level: string | null;
	organisation_name: string;
	actor_name: string;
	reason: string | null;
	remark: string | null;
	remarks: Remark[];
	submission_no: number;
	rule: string | null;
}

export interface Rejection {
	level: string;
	organisation_name: string;
	at: string;
	reason: string | null;
	remark: string | null;
	remarks: Remark[];
}

export interface Order {
	order_no: string;
	kind: Kind;
	version: number;
	status: Status;
	state: LevelState | null;
	automatic: boolean;
	business_type: string | null;
	channel: string | null;
	app_name: string | null;
	submitted_at: string | null;
	created_at: string;
	submission_no: number;
	institution: { code: string; name: string; division: string; division_name: string };
	application: { order_no: string; app_name: string } | null;
	content: Content;
	route: RouteStep[];
	history: OrderEvent[];
	rejection: Rejection | null;
	actions: Record<"edit" | "submit" | "withdraw" | "delete" | "decide" | "create_acceptance", boolean>;
	decision_action: "review" | "file" | null;
}

export interface OrderRow {
	order_no: string;
	kind: Kind;
	status: Status;
	business_type: string | null;
	channel: string | null;
	app_name: string | null;
	submitted_at: string | null;
	updated_at: string;
	version: number;
}

export interface Total {
	count: number;
	exact: boolean;
}

export interface OrderPage {
	items: OrderRow[];
	total: Total;
	page: number;
	page_size: number;
	counts: Record<OrderState, number>;
}

export function status_tone(status: Status): Tone {
	if (status === "approved") return "ok";
	if (status.startsWith("rejected")) return "bad";
	if (status.startsWith("waiting")) return "wait";
	return "idle";
}

export function state_tone(state: LevelState | string | null): Tone {
	if (state === "approved" || state === "approve") return "ok";
	if (state === "rejected" || state === "reject") return "bad";
	return state === "waiting" ? "wait" : "idle";
}

export const total_text = (total: Total) => (total.exact ? `${total.count}` : `${total.count}+`);
