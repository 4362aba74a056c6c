/* The dictionaries, as `liangdingctl describe` gives them. */
import { enums, kinds, lists, steps, tables } from "virtual:describe";

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
		| "choices"
		| "tree"
		| "date"
		| "time"
		| "attachment"
		| "group"
		| "integer"
		| "money"
		| "boolean";
	zh: string;
	en: string;
	help_zh?: string;
	help_en?: string;
	/* a name of fcgi/lib/format.h, and what a right value looks like */
	format?: string;
	format_zh?: string;
	format_en?: string;
	required?: boolean;
	/* asked only where that one has one of the words; unless: none of them */
	when?: { field: string; words: string[]; unless: boolean };
	/* it may be given elsewhere, too: when says only where it is required */
	offered?: boolean;
	/* a day beside this one */
	not_before?: string;
	/* a picture of one, in ui/examples */
	example?: string;
	/* a code: which there are, as the API's path of that name tells (ui/lookup.ts) */
	lookup?: string;
	/* behind the value */
	unit?: string;
	/* a phone that a code by SMS must have shown to be in hand */
	proven?: boolean;
	/* an amount in units of ten thousand yuan */
	wan?: boolean;
	/* an item of a submission that waits is taken out by no other */
	held?: boolean;
	max?: number;
	min?: number;
	enum?: string;
	tree?: string;
	personal?: boolean;
	repeated?: boolean;
	max_items?: number;
	may_be_empty?: boolean;
	fields?: Field[];
	/* what one of a repeated part's items is called */
	one?: { zh: string; en: string };
	accept?: string[];
	extensions?: string[];
	max_size?: number;
	max_files?: number;
}

export interface Section {
	name: string;
	zh: string;
	en: string;
	/* begins with what is known of who fills it in */
	known?: boolean;
	/* by name */
	fields: string[];
}

export interface Form {
	name: string;
	zh: string;
	en: string;
	sections?: Section[];
	fields: Field[];
}

/* Codes, each below the one it names; a row stands behind the one it is below. */
export interface TreeRow {
	code: string;
	parent?: string;
	zh: string;
	en: string;
	/* what has it says so; nothing new may have it */
	retired?: boolean;
}
export interface Tree {
	/* what has others below it may be chosen, too */
	parents: boolean;
	rows: TreeRow[];
}

export type Locale = "zh" | "en";

export interface RouteRow {
	kind: string;
	desk: string;
	action: string;
	days: number;
	counted: "working" | "calendar" | null;
	/* as an order's status says it; null where nobody decides */
	waiting: string | null;
	rejected: string | null;
	/* the form that an approval fills in */
	grants: string | null;
	/* an approval puts the office's electronic seal on the papers, and is asked for once more */
	seals: boolean;
	owes: "reason" | "remark" | null;
	/* what a dated remark of that desk is called, where it makes one */
	notes?: { zh: string; en: string };
	missed: { zh: string; en: string };
}

/* A kind of order; parent: the kind that it hangs on; applies: who may begin one, null: any institution, wherever its organisation sits. */
export interface KindRow {
	name: string;
	list: string;
	parent: string | null;
	/* its status while a change of what it has put on file is under review */
	changing: string | null;
	/* its status once it is concluded; null: it never is */
	concluded: string | null;
	/* the paper that its approval gives out, by its name in document_kind */
	issues: string | null;
	/* what its form is called */
	form: { zh: string; en: string };
	applies: { roles: string[]; institutions: string[] | null; seats: string[] | null };
}

/* What stands for the title and the facets of a list's orders; heading: over their columns. */
export interface Facet {
	zh: string;
	en: string;
	enum: string | null;
	heading: { zh: string; en: string };
}

/* Kinds of orders that are worked off together. */
export interface OrderList {
	name: string;
	zh: string;
	en: string;
	title: Facet | null;
	facet_a: Facet | null;
	facet_b: Facet | null;
	kinds: string[];
	desks: string[];
	/* desks whose reviewers need a permission (USER-3) */
	permitted?: string[];
	/* in its applicants' menu */
	page?: boolean;
}

/* A list: how it is asked, what tells its rows apart, and its columns (lib/shape.h). */
export interface TableColumn {
	name: string;
	zh: string;
	en: string;
	/* of what it holds, in figures */
	width: number;
	cell: "text" | "number" | "name" | "status" | "word" | "time" | "second" | "money" | "count" | "boolean";
	enum?: string;
	/* nobody hides it; it shows only to who chooses it, but for some roles */
	fixed?: boolean;
	unusual?: boolean;
	usual?: string[];
	/* others get none of it */
	sees?: string[];
	/* no file has it */
	page_only?: boolean;
	/* what its heading turns the list's order to */
	rises?: string;
	falls?: string;
	/* the page that it leads to, by its row's key */
	opens?: string;
}
export interface Table {
	zh: string;
	en: string;
	path: string;
	/* asked in a body, which is kept in no history */
	posts: boolean;
	key: string;
	/* what it says while there has never been anything in it */
	none: { zh: string; en: string } | null;
	/* over its columns of facets stand their headings, not their names */
	headings: boolean;
	columns: TableColumn[];
}

/* Why an order is rejected, and the phrases a reviewer starts from (PLAT-3). */
export interface Reason {
	code: string;
	field: boolean;
	attachment: boolean;
	whole: boolean;
	words: { zh: string; en: string };
	remedy: { zh: string; en: string };
}


/* A step of a kind's route; missed: what happens once its deadline has passed. */
export const step_of = (kind: string, desk: string) => steps.find((step) => step.kind === kind && step.desk === desk);

/* Their columns come with the forms (forms.ts). */
const columns_late: Record<string, TableColumn[]> = {};
export const add_columns = (more: Record<string, TableColumn[]>) => Object.assign(columns_late, more);
export const is_table = (name: string) => Object.hasOwn(tables, name);
export const table = (name: string): Table => ({ ...(tables[name] ?? { zh: name, en: name, path: `/${name}`, posts: false, key: "", none: null, headings: false }), columns: columns_late[name] ?? [] });

/* Every kind of order. */
export { kinds, lists, steps };

/* What a role may begin for an institution, or for a bureau that sits there. */
export const kinds_for = (role: string | undefined, institution: string | null | undefined, seat?: string | null) =>
	kinds.filter(({ applies }) => !!role && applies.roles.includes(role) && (!applies.institutions || !institution || applies.institutions.includes(institution)) && (!applies.seats || applies.seats.includes(seat ?? "")));

export const list_of = (name: string) => lists.find((list) => list.name === name);
/* Those facets that a list has, by name. */
export const facets_of = (list?: OrderList): ["facet_a" | "facet_b", Facet][] =>
	(["facet_a", "facet_b"] as const).flatMap((name) => (list?.[name] ? [[name, list[name]] as ["facet_a" | "facet_b", Facet]] : []));
/* The lists that somebody reviews. */
export const lists_of = (reviews?: readonly string[] | null) => lists.filter((list) => !!reviews?.includes(list.name));

/* Those of forms and of lists that few see come with the forms (forms.ts). */
const late: Record<string, Choice[]> = {};
export const add_choices = (more: Record<string, Choice[]>) => Object.assign(late, more);
export const choices = (name: string): Choice[] => enums[name] ?? late[name] ?? [];

export function choice_label(name: string, value: string | null | undefined, locale: Locale): string {
	if (!value) return "";
	return choices(name).find((choice) => choice.value === value)?.[locale] ?? value;
}
