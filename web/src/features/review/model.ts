import type { Answers } from "@/api/types";
import type { Kind, Order } from "@/features/order/model";

export type ReviewRow = Answers["review_item"];
export type ReviewPage = Answers["review_list"];
export type Division = Answers["division"];
export type Decision = Answers["decision"];
export type Verdict = Decision["verdict"];

export type Claim = Answers["claim"];
/* Where an order stands after a decision. */
export type Standing = Answers["order_standing"];

export interface DraftRemark {
	field: string;
	code: string;
	words: string;
	remedy: string;
}

/* How a level words its decision (REVIEW-3): the city gives a reason, those above a remark. */
export function wording(level: string | null | undefined, kind: Kind, action: Order["decision_action"]) {
	const city = level === "city" || level === "district";
	return {
		opinion: action === "file" || (level === "province" && kind === "access_application") ? "file" : "review",
		reject: city ? "disagree" : "reject",
		has_reason: city,
		must: city ? ("reason" as const) : ("remark" as const),
		asks: level === "province",
	};
}
