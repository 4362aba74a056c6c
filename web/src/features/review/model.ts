import { step_of } from "@/api/describe";
import type { Answers } from "@/api/types";
import type { Kind, Order } from "@/features/order/model";

export type ReviewRow = Answers["review_item"];
export type ReviewPage = Answers["review_list"];
export type Division = Answers["division"];
/* granted: as the step's own form has it */
export type Decision = Omit<Answers["decision"], "granted"> & { granted?: Record<string, unknown> };
export type Verdict = Decision["verdict"];

export type Claim = Answers["claim"];
/* Several decided with one opinion, and what became of each. */
export type Batch = Answers["batch"];
export type BatchAsked = Answers["batch_new"];
/* Where an order stands after a decision. */
export type Standing = Answers["order_standing"];

export interface DraftRemark {
	field: string;
	code: string;
	words: string;
	remedy: string;
}

/* How a desk words its decision (REVIEW-3): by what it owes with a rejection. */
export function wording(desk: string | null | undefined, kind: Kind, action: Order["decision_action"]) {
	const step = step_of(kind, desk ?? "");
	const reasons = step?.owes === "reason";
	return {
		opinion: action === "file" ? "file" : "review",
		reject: reasons ? "disagree" : "reject",
		has_reason: reasons,
		must: reasons ? ("reason" as const) : ("remark" as const),
		asks: !!step?.seals,
	};
}
