/*
 * A list's columns and filters as its page has them, out of the description:
 * what is written there once shows here, in both languages.
 */
import { choices, facets_of, type Choice, type Facet, type Form, type Locale, type OrderList, type Table, type TableColumn } from "@/api/describe";
import type { Filter, ListColumn } from "./model";

/* Whose page it is, and what a title and the facets are in it, where that is said. */
export interface Drawing {
	locale: Locale;
	role: string | undefined;
	/* of orders: of which list, if of one alone; lists of anything else have none of their columns */
	orders?: OrderList | undefined;
}

const facet_of = (orders: OrderList | undefined, name: string): Facet | undefined => (name === "title" ? (orders?.title ?? undefined) : facets_of(orders).find(([one]) => one === name)?.[1]);
const is_facet = (name: string) => name === "facet_a" || name === "facet_b";

/* A figure is about so wide, and a cell has so much room beside it. */
const FIGURE = 7.4;
const ROOM = 24;
/* Names longer than this share what the others leave. */
const SHORT = 20;
/* Of many columns each has less room, and a time stands in two lines. */
const MANY = 11;
export const is_crowded = (columns: unknown[]) => columns.length > MANY;
const CROWDED: Partial<Record<TableColumn["cell"], number>> = { time: 100, second: 100, name: 150 };

function width_of({ cell, width }: TableColumn, crowded: boolean): number | undefined {
	const own = Math.round(width * FIGURE + ROOM);
	if (crowded) return Math.min(own, CROWDED[cell] ?? own);
	return cell === "name" && width > SHORT ? undefined : own;
}

export function columns_of(table: Table, { locale, role, orders }: Drawing): ListColumn[] {
	return table.columns
		.filter(({ name, sees }) => (!sees || (!!role && sees.includes(role))) && (!is_facet(name) || facet_of(orders, name)))
		.map((row) => {
			const facet = facet_of(orders, row.name);
			return {
				key: row.name,
				text: (facet ? (table.headings ? facet.heading : facet) : row)[locale],
				row,
				enum: facet?.enum ?? row.enum,
				fixed: row.fixed,
				align: row.cell === "money" || row.cell === "count" ? ("right" as const) : undefined,
				unusual: row.unusual && !(role && row.usual?.includes(role)),
				wrap: row.cell === "name" ? ("anywhere" as const) : row.cell === "word" && row.width <= SHORT / 2 ? ("never" as const) : undefined,
			};
		});
}
/* Their widths, beside so many others. */
export const fitted = (columns: ListColumn[]): ListColumn[] => columns.map((column) => (column.row ? { ...column, width: width_of(column.row, is_crowded(columns)) } : column));

/* What a list's query asks besides its filters. */
const ASKED = ["page", "page_size", "sort", "after", "before"];

/* The query's fields as filters; of a kind of orders, those that the list has. but: what the page has tabs for. */
export function filters_of(form: Form, table: Table, { locale, orders }: Drawing, but: string[]): Filter[] {
	const worded = (all: Choice[]) => all.map((choice) => ({ value: choice.value, text: choice[locale] }));
	return form.fields.flatMap((field): Filter[] => {
		const { name } = field;
		const [, days] = /^(.*)_from$/.exec(name) ?? [];
		const facet = facet_of(orders, name);
		if (ASKED.includes(name) || but.includes(name) || name.endsWith("_to")) return [];
		if (is_facet(name)) return facet ? [{ name, text: facet[locale], choices: worded(choices(facet.enum ?? "")) }] : [];
		if (days) return [{ name: days, text: (table.columns.find((row) => row.name === `${days}_at`) ?? field)[locale], kind: field.type === "time" ? "times" : "dates" }];
		/* nothing to choose from */
		if (name === "list" && choices(field.enum ?? "").length < 2) return [];
		const offered = field.enum === undefined ? undefined : choices(field.enum).filter(({ value }) => field.enum !== "kind" || !orders || orders.kinds.includes(value));
		return [{ name, text: (facet ?? field)[locale], ...(offered ? { choices: worded(offered) } : {}), ...(field.personal ? { personal: true } : {}) }];
	});
}
