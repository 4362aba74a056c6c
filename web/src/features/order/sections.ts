/* A kind's fields under the headings that its form has. */
import type { Field } from "@/api/describe";
import { form } from "@/api/forms";
import type { Kind } from "./model";

export interface Section {
	key: string;
	zh: string;
	en: string;
	/* begins with what is known of who fills it in */
	known?: boolean;
	fields: Field[];
}

export function sections_of(kind: Kind): Section[] {
	const { name, zh, en, sections, fields } = form(kind);
	return (sections ?? [{ name, zh, en, known: false, fields: fields.map((field) => field.name) }]).map((section) => ({
		key: section.name,
		zh: section.zh,
		en: section.en,
		known: section.known,
		fields: fields.filter((field) => section.fields.includes(field.name)),
	}));
}
