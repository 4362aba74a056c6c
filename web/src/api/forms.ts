/*
 * The forms, their trees of codes and who sees what of them, as `liangdingctl
 * describe` gives them. Heavy, and of use on pages with a form alone: nothing
 * that every page begins with may import this.
 */
import { columns, enums, forms, personal, reasons, trees } from "virtual:forms";
import { add_choices, add_columns, type Form, type Reason, type Tree } from "./describe";

add_choices(enums);
add_columns(columns);

export function form(name: string): Form {
	return forms[name] ?? { name, zh: name, en: name, fields: [] };
}

/* Whether a role may ask to see a form's personal field (PLAT-10); its path is without the keys of items. */
export const may_reveal = (name: string, path: string, role: string | undefined) =>
	personal.some((row) => row.form === name && row.field === path && !!role && row.reveals.includes(role));

export const tree = (name: string): Tree => trees[name] ?? { parents: true, rows: [] };

export const reasons_about = (what: "field" | "attachment" | "whole"): Reason[] => reasons.filter((reason) => reason[what]);
export const reason_of = (code: string) => reasons.find((reason) => reason.code === code);
