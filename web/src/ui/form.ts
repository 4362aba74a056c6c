/*
 * The rules of a described form as far as the browser can tell them: what is
 * required now, what is plainly wrong. The server has the last word.
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

const mail = /^[^\s@]+@[^\s@]+\.[^\s@]+$/;
const mobile = /^1[3-9]\d{9}$/;

function fault_of(field: Field, content: Content): string | null {
	const value = content[field.name];
	if (is_empty(value)) {
		if (!is_required(field, content)) return null;
		if (field.type === "attachment") return "attach";
		return field.type === "choice" || field.type === "date" ? "choose" : "required";
	}
	if (typeof value !== "string") return null;
	if (field.max && length_of(value) > field.max) return "too_long";
	if (field.min && length_of(value) < field.min) return "too_short";
	if (field.type === "mail" && !mail.test(value)) return "mail";
	if (field.type === "phone" && !mobile.test(value)) return "phone";
	return null;
}

export function check(fields: Field[], content: Content): LocalFault[] {
	return fields.flatMap((field) => {
		const code = fault_of(field, content);
		return code ? [{ field: field.name, code, field_of: field }] : [];
	});
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
