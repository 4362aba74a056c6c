/* A kind's fields under the headings that its form has. */
import type { Field } from "@/api/describe";
import { form } from "@/api/forms";
import type { Kind } from "./model";

export interface Section {
	key: string;
	zh: string;
	en: string;
	fields: Field[];
}

export function sections_of(kind: Kind): Section[] {
	const { name, zh, en, sections, fields } = form(kind);
	return (sections ?? [{ name, zh, en, fields: fields.map((field) => field.name) }]).map((section) => ({
		key: section.name,
		zh: section.zh,
		en: section.en,
		fields: fields.filter((field) => section.fields.includes(field.name)),
	}));
}
