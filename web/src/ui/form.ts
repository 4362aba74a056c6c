/*
 * What the browser itself can tell of a described form: what is required now and
 * missing, and which keyboard a field wants. What is wrong, the server says.
 */
import type { Field } from "@/api/describe";

export interface FileRef {
	file_id: string;
	name: string;
	size: number;
	media_type: string | null;
}

export type Value = string | number | boolean | FileRef[] | null | undefined;
export type Content = Record<string, Value>;

export interface LocalFault {
	field: string;
	/* key under ui.check */
	code: string;
	field_of: Field;
}

export const length_of = (text: string) => [...text].length;

export function is_required(field: Field, content: Content): boolean {
	if (field.required) return true;
	const rule = field.required_when;
	return !!rule && content[rule.field] === rule.equals;
}

export function is_empty(value: Value): boolean {
	if (Array.isArray(value)) return value.length === 0;
	return value === null || value === undefined || (typeof value === "string" && value.trim() === "");
}

function fault_of(field: Field, content: Content): string | null {
	if (!is_empty(content[field.name]) || !is_required(field, content)) return null;
	if (field.type === "attachment") return "attach";
	return field.type === "choice" || field.type === "date" ? "choose" : "required";
}

export function check(fields: Field[], content: Content): LocalFault[] {
	return fields.flatMap((field) => {
		const code = fault_of(field, content);
		return code ? [{ field: field.name, code, field_of: field }] : [];
	});
}

/* What a phone brings to a field, by its format (fcgi/lib/format.h). */
interface Keyboard {
	type?: "email" | "tel";
	inputmode?: "email" | "tel" | "numeric";
	autocomplete?: string;
	autocapitalize?: "off" | "characters";
	spellcheck?: false;
}
const keyboards: Record<string, Keyboard> = {
	mail: { type: "email", inputmode: "email", autocomplete: "email", autocapitalize: "off", spellcheck: false },
	phone: { type: "tel", inputmode: "tel", autocomplete: "tel" },
	code: { autocapitalize: "off", spellcheck: false },
	digits: { inputmode: "numeric", autocomplete: "off" },
	upper_code: { autocapitalize: "characters", spellcheck: false },
	account: { autocapitalize: "characters", spellcheck: false },
};
/* Who is typed in is seldom who types: the browser does not offer the last one's. */
export function keyboard_of(field: Field): Keyboard {
	const own = field.type === "integer" ? { inputmode: "numeric" as const } : keyboards[field.format ?? ""];
	return { ...own, ...(field.personal ? { autocomplete: "off" } : {}) };
}

/* How the server wants it: files by id, nothing for what is empty. */
export function to_wire(fields: Field[], content: Content): Record<string, unknown> {
	const wire: Record<string, unknown> = {};
	for (const field of fields) {
		const value = content[field.name];
		if (field.type === "attachment") {
			if (Array.isArray(value) && value.length) wire[field.name] = value.map((file) => file.file_id);
		} else if (!is_empty(value)) wire[field.name] = typeof value === "string" ? value.trim() : value;
	}
	return wire;
}
