/*
 * How a kind's fields are grouped for a reader. A field the groups do not
 * name yet still shows, under the last heading.
 */
import { form, type Field } from "@/api/describe";
import type { Kind } from "./model";

export interface Section {
	/* key under order.section */
	key: string;
	fields: Field[];
}

const groups: Record<Kind, Record<string, string[]>> = {
	access_application: {
		business: ["business_type", "channel"],
		app: ["app_name", "app_type"],
		contact: ["mail", "credential_channel", "contact_name", "contact_phone"],
		papers: ["agreement", "supplement", "declaration", "request", "others"],
		more: ["note"],
	},
	access_acceptance: {
		testing: ["test_from", "test_to", "tested_cases"],
		papers: ["test_report"],
		more: ["note"],
	},
};

export function sections_of(kind: Kind): Section[] {
	const fields = form(kind).fields;
	const named = new Set(Object.values(groups[kind] ?? {}).flat());
	const sections = Object.entries(groups[kind] ?? {}).map(([key, names]) => ({
		key,
		fields: names.flatMap((name) => fields.filter((field) => field.name === name)),
	}));
	for (const field of fields) {
		if (named.has(field.name)) continue;
		const key = field.type === "attachment" ? "papers" : "more";
		const home = sections.find((section) => section.key === key);
		if (home) home.fields.push(field);
		else sections.push({ key: "more", fields: [field] });
	}
	return sections.filter((section) => section.fields.length);
}

export const plain_fields = (kind: Kind) => form(kind).fields.filter((field) => field.type !== "attachment");
export const paper_fields = (kind: Kind) => form(kind).fields.filter((field) => field.type === "attachment");
