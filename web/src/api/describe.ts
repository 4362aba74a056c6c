/* The dictionaries and forms, as `liangdingctl describe` gives them. */
import { enums, forms } from "virtual:describe";

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
		| "mail"
		| "phone"
		| "date"
		| "attachment"
		| "group"
		| "integer"
		| "boolean";
	zh: string;
	en: string;
	help_zh?: string;
	help_en?: string;
	/* what a right value looks like */
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

export const choices = (name: string): Choice[] => enums[name] ?? [];

export function choice_label(name: string, value: string | null | undefined, locale: Locale): string {
	if (!value) return "";
	return choices(name).find((choice) => choice.value === value)?.[locale] ?? value;
}

export function form(name: string): Form {
	return forms[name] ?? { name, zh: name, en: name, fields: [] };
}
