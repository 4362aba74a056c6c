import type { Kind, LevelState, OrderRow, Total } from "@/features/order/model";

export interface ReviewRow extends Omit<OrderRow, "updated_at"> {
	state: LevelState;
	automatic: boolean;
	institution_code: string;
	institution_name: string;
	division: string;
	division_name: string;
	credential_channel?: string | null;
	last_verdict: "approve" | "reject" | null;
}

export interface ReviewPage {
	items: ReviewRow[];
	total: Total;
	page: number;
	page_size: number;
	counts: { waiting: number; approved: number; rejected: number; decided: number };
	waiting: Total;
}

export interface Division {
	code: string;
	name: string;
	level: string;
	leaf: boolean;
}

export type Verdict = "approve" | "reject";

export interface DraftRemark {
	field: string;
	words: string;
	remedy: string;
}

export interface Decision {
	version: number;
	verdict: Verdict;
	reason?: string;
	remark?: string;
	remarks?: { field: string; words: string; remedy?: string }[];
}

/* How a level words its decision (REVIEW-3): the city gives a reason, those above a remark. */
export function wording(level: string | null | undefined, kind: Kind, action: "review" | "file" | null) {
	const city = level === "city" || level === "district";
	return {
		opinion: action === "file" || (level === "province" && kind === "access_application") ? "file" : "review",
		reject: city ? "disagree" : "reject",
		has_reason: city,
		must: city ? ("reason" as const) : ("remark" as const),
		seals: level === "province",
	};
}
