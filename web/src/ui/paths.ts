/*
 * Where a value lies in a form's content, however deep: "contact_phone",
 * "settlement_accounts.k7f3.account_no", an item by its key. The names are those
 * of fcgi/lib/form_map.c.
 */
import type { Field } from "@/api/describe";
import { content_of, is_asked, is_content, is_required, items_of, type Content, type Item, type Value } from "./form";

/* A part that a place lies in, or the place itself; n: the how manieth item. */
export interface Step {
	field: Field;
	n?: number;
}

export interface Place {
	path: string;
	/* of an item: its part's */
	field: Field;
	what: "value" | "group" | "list" | "item";
	value: Value;
	required: boolean;
	/* from the form's top down to this */
	trail: Step[];
}

export const path_within = (path: string, other: string) => path === other || path.startsWith(`${other}.`);

/* Everything that is asked, in the form's order, parts before what is in them. */
export function places(fields: Field[], content: Content, prefix = "", above: Step[] = []): Place[] {
	return fields.flatMap((field): Place[] => {
		if (!is_asked(fields, field, content)) return [];
		const path = prefix + field.name;
		const value = content[field.name];
		const trail = [...above, { field }];
		const own = { path, field, value, trail, required: is_required(fields, field, content) };
		const inner = field.fields ?? [];
		if (field.type !== "group") return [{ ...own, what: "value" }];
		if (!field.repeated) return [{ ...own, what: "group" }, ...places(inner, content_of(value), `${path}.`, trail)];
		return [
			{ ...own, what: "list" },
			...items_of(value).flatMap((item, at): Place[] => {
				const steps = [...above, { field, n: at + 1 }];
				const here = `${path}.${item.key}`;
				return [{ path: here, field, what: "item", value: item, required: false, trail: steps }, ...places(inner, item, `${here}.`, steps)];
			}),
		];
	});
}

type Named = (thing: { zh: string; en: string }) => string;
export const title_of = (trail: Step[], named: Named) => trail.map((step) => (step.n ? `${named(step.field.one ?? step.field)} ${step.n}` : named(step.field))).join(" · ");

interface Found {
	field?: Field;
	value: Value;
	asked: boolean;
	trail: Step[];
	/* without the keys of items */
	plain: string;
	/* the key of an item that the content does not have */
	unknown?: string;
}

/* What a path leads to; no field: nothing of this form. */
export function find_at(fields: Field[], content: Content, path: string): Found {
	const names = path.split(".");
	const found: Found = { value: content, asked: true, trail: [], plain: "" };
	let level = fields;
	while (names.length) {
		const name = names.shift()!;
		const field = level.find((one) => one.name === name);
		if (!field || (names.length && field.type !== "group")) return { ...found, field: undefined, asked: false };
		const beside = content_of(found.value);
		found.asked &&= is_asked(level, field, beside);
		found.field = field;
		found.value = beside[name];
		found.plain += (found.plain && ".") + name;
		const step: Step = { field };
		found.trail.push(step);
		if (names.length && field.repeated) {
			const key = names.shift()!;
			const at = items_of(found.value).findIndex((item) => item.key === key);
			found.value = items_of(found.value)[at];
			if (at >= 0) step.n = at + 1;
			else found.unknown = key;
		}
		level = field.fields ?? [];
	}
	return found;
}

/* "结算账户 2 · 账号"; an item that is in none of the contents is named by its key if that is asked for. */
export function name_at(fields: Field[], contents: Content[], path: string, named: Named, with_key = false): string {
	const all = (contents.length ? contents : [{}]).map((content) => find_at(fields, content, path));
	const found = all.find((one) => one.field && !one.unknown) ?? all[0]!;
	if (!found.field) return path;
	const key = with_key && found.unknown ? ` (${found.unknown})` : "";
	return title_of(found.trail, named) + key;
}

/* What lies at a path, of whatever form. */
export function value_at(content: Content, path: string): Value {
	let here: Value = content;
	for (const name of path.split(".")) here = Array.isArray(here) ? items_of(here).find((item) => item.key === name) : content_of(here)[name];
	return here;
}

/* Puts a value there, in place; groups on the way come to be. An item that is gone stays gone. */
export function put_at(content: Content, path: string, value: Value): void {
	const names = path.split(".");
	let here: Content = content;
	for (;;) {
		const name = names.shift()!;
		const there = here[name];
		if (!names.length) {
			here[name] = value;
			return;
		}
		if (Array.isArray(there)) {
			const key = names.shift()!;
			const at = items_of(there).findIndex((item) => item.key === key);
			if (at < 0) return;
			if (!names.length) {
				items_of(there).splice(at, 1, ...(is_content(value) ? [value as Item] : []));
				return;
			}
			here = items_of(there)[at]!;
		} else {
			if (!is_content(there)) here[name] = {};
			here = here[name] as Content;
		}
	}
}

/* A copy that shares nothing with it. */
export const copy_of = <T extends Value | Content>(value: T): T => (value === undefined ? value : (JSON.parse(JSON.stringify(value)) as T));
