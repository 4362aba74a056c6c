/*
 * What the browser itself can tell of a described form: what is asked and
 * required now, what is missing or not yet a number, and which keyboard a field
 * wants. What else is wrong, the server says. All of it goes down into groups
 * and the items of repeated parts; their paths are those of paths.ts.
 */
import type { Field } from "@/api/describe";

export interface FileRef {
	file_id: string;
	name: string;
	size: number;
	media_type: string | null;
}

/* An item of a repeated part; its key names it in paths, whatever comes or goes. */
export interface Item {
	key: string;
	[name: string]: Value;
}
export interface Content {
	[name: string]: Value;
}
export type Value = string | number | boolean | string[] | FileRef[] | Item[] | Content | null | undefined;

export interface LocalFault {
	path: string;
	/* key under ui.check */
	code: string;
	field: Field;
}

export const length_of = (text: string) => [...text].length;
export const is_content = (value: Value): value is Content => typeof value === "object" && value !== null && !Array.isArray(value);
export const content_of = (value: Value): Content => (is_content(value) ? value : {});
export const items_of = (value: Value): Item[] => (Array.isArray(value) ? (value as Item[]) : []);
export const files_of = (value: Value): FileRef[] => (Array.isArray(value) ? (value as FileRef[]) : []);
export const words_of = (value: Value): string[] => (Array.isArray(value) ? (value as string[]) : []);

/* Whether what .when says holds beside the field (fcgi/lib/form_map.c). */
function condition_holds(fields: Field[], field: Field, beside: Content): boolean {
	const { when } = field;
	if (!when) return true;
	const other = fields.find((one) => one.name === when.field);
	if (!other || !is_asked(fields, other, beside)) return false;
	const value = beside[when.field];
	const said = Array.isArray(value) ? words_of(value) : [typeof value === "boolean" ? String(value) : value];
	return when.words.some((word) => said.includes(word)) !== when.unless;
}
export const is_asked = (fields: Field[], field: Field, beside: Content): boolean => !!field.offered || condition_holds(fields, field, beside);
export const is_required = (fields: Field[], field: Field, beside: Content): boolean => !!field.required && condition_holds(fields, field, beside);

export function is_empty(value: Value): boolean {
	if (Array.isArray(value)) return value.length === 0;
	/* a box that is not ticked is as good as none */
	if (is_content(value)) return Object.entries(value).every(([name, one]) => name === "key" || one === false || is_empty(one));
	return value === null || value === undefined || (typeof value === "string" && value.trim() === "");
}

/* A key that no other item has: letters and digits (fcgi/lib/form.c). */
export function new_key(others: Item[]): string {
	for (;;) {
		const key = `k${[...crypto.getRandomValues(new Uint8Array(4))].map((byte) => (byte % 36).toString(36)).join("")}`;
		if (!others.some((one) => one.key === key)) return key;
	}
}

const missing: Partial<Record<Field["type"], string>> = { attachment: "attach", choice: "choose", choices: "choose", tree: "choose", date: "choose", group: "add" };

function fault_of(field: Field, value: Value, required: boolean): string | null {
	if (is_empty(value)) {
		const excused = !required || field.type === "boolean" || !!field.may_be_empty;
		return excused ? null : field.lookup ? "choose" : (missing[field.type] ?? "required");
	}
	if (typeof value === "string" && field.type === "money") return field.wan ? "wan" : "money";
	return typeof value === "string" && field.type === "integer" ? "number" : null;
}

export function check(fields: Field[], content: Content, prefix = ""): LocalFault[] {
	return fields.flatMap((field): LocalFault[] => {
		if (!is_asked(fields, field, content)) return [];
		const path = prefix + field.name;
		const value = content[field.name];
		const required = is_required(fields, field, content);
		const inner = field.fields ?? [];
		if (field.type === "group" && !field.repeated)
			return required || !is_empty(value) ? check(inner, content_of(value), `${path}.`) : [];
		const code = fault_of(field, value, required);
		const own = code ? [{ path, code, field }] : [];
		if (field.type !== "group") return own;
		return [...own, ...items_of(value).flatMap((item) => check(inner, item, `${path}.${item.key}.`))];
	});
}

/* What a phone brings to a field, by its format (fcgi/lib/format.h). */
interface Keyboard {
	type?: "email" | "tel";
	inputmode?: "email" | "tel" | "numeric" | "decimal";
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
	uscc: { autocapitalize: "characters", spellcheck: false },
	resident_id: { autocapitalize: "characters", spellcheck: false },
	bank_account: { inputmode: "numeric", autocomplete: "off" },
	cnaps: { inputmode: "numeric", autocomplete: "off" },
	percent: { inputmode: "decimal", autocomplete: "off" },
};
/* Who is typed in is seldom who types: the browser does not offer the last one's. */
export function keyboard_of(field: Field): Keyboard {
	const numbers: Partial<Record<Field["type"], Keyboard>> = { integer: { inputmode: "numeric" }, money: { inputmode: "decimal", autocomplete: "off" } };
	return { ...(numbers[field.type] ?? keyboards[field.format ?? ""]), ...(field.personal ? { autocomplete: "off" } : {}) };
}

/* The two numbers of a place, as they were typed: "118.09,24.48", in any width; ",24.48" has
 * only the second. */
export function position_parts(text: string): [string, string] {
	const [east = "", north = ""] = text.normalize("NFKC").trim().split(/\s*[,、]\s*|\s+/u);
	return [east, north];
}

/* A value as the server wants it; undefined: nothing to send. */
export function wire_of(field: Field, value: Value, required = false): unknown {
	const inner = field.fields ?? [];
	if (field.type === "group" && Array.isArray(value))
		return value.length ? items_of(value).map((item) => ({ key: item.key, ...to_wire(inner, item) })) : undefined;
	if (field.type === "group") {
		if (is_empty(value)) return undefined;
		const { key } = content_of(value);
		return { ...(key === undefined ? {} : { key }), ...to_wire(inner, content_of(value)) };
	}
	/* not ticked is an answer only where one is owed */
	if (field.type === "boolean") return value === true || (required ? false : undefined);
	if (is_empty(value)) return undefined;
	if (field.type === "attachment") return files_of(value).map((file) => file.file_id);
	return typeof value === "string" ? value.trim() : value;
}

/* All of it; what is not asked, too: a draft keeps it, and a submission leaves it out. */
export function to_wire(fields: Field[], content: Content): Record<string, unknown> {
	const wire: Record<string, unknown> = {};
	for (const field of fields) {
		const value = wire_of(field, content[field.name], is_required(fields, field, content));
		if (value !== undefined) wire[field.name] = value;
	}
	return wire;
}
