/* The dictionaries and forms, as `liangdingctl describe` gives them. */
import { enums, forms, personal, reasons, stages } from "virtual:describe";

export interface Choice {
	value: string;
	zh: string;
	en: string;
	help_zh?: string;
	help_en?: string;
}

export interface Field {
	name: string;
	type:
		| "text"
		| "textarea"
		| "choice"
		| "date"
		| "attachment"
		| "group"
		| "integer"
		| "boolean";
	zh: string;
	en: string;
	help_zh?: string;
	help_en?: string;
	/* a name of fcgi/lib/format.h, and what a right value looks like */
	format?: string;
	format_zh?: string;
	format_en?: string;
	required?: boolean;
	required_when?: { field: string; equals: string };
	max?: number;
	min?: number;
	enum?: string;
	personal?: boolean;
	repeated?: boolean;
	max_items?: number;
	fields?: Field[];
	accept?: string[];
	extensions?: string[];
	max_size?: number;
	max_files?: number;
}

export interface Form {
	name: string;
	zh: string;
	en: string;
	fields: Field[];
}

export type Locale = "zh" | "en";

/* Why an order is rejected, and the phrases a reviewer starts from (PLAT-3). */
export interface Reason {
	code: string;
	field: boolean;
	attachment: boolean;
	whole: boolean;
	words: { zh: string; en: string };
	remedy: { zh: string; en: string };
}

export const reasons_about = (what: "field" | "attachment" | "whole"): Reason[] => reasons.filter((reason) => reason[what]);
export const reason_of = (code: string) => reasons.find((reason) => reason.code === code);

/* A step of a kind's route; missed: what happens once its deadline has passed. */
export const stage_of = (kind: string, level: string) => stages.find((stage) => stage.kind === kind && stage.level === level);

/* Whether a role may ask to see a personal field (PLAT-10). */
export const may_reveal = (field: string, role: string | undefined) =>
	personal.some((row) => row.field === field && !!role && row.reveals.includes(role));

export const choices = (name: string): Choice[] => enums[name] ?? [];

export function choice_label(name: string, value: string | null | undefined, locale: Locale): string {
	if (!value) return "";
	return choices(name).find((choice) => choice.value === value)?.[locale] ?? value;
}

export function form(name: string): Form {
	return forms[name] ?? { name, zh: name, en: name, fields: [] };
}
