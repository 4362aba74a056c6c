/* What a list is made of, said by its page and shown by features/list. */
import type { TableColumn } from "@/api/describe";
import type { Answers } from "@/api/types";
import type { Column } from "@/ui/DataTable.vue";

/* As preferences and exports name it. */
export type ListName = string;

export interface ListAnswer<Row> {
	/* by the words of "state" */
	counts?: Record<string, Answers["total"] | number>;
	items: Row[];
	total: Answers["total"];
	/* where the neighbours begin, as the list says it */
	next?: string | number | null;
	previous?: string | number | null;
	searched?: number | null;
}

/* A filter by its name in the address; dates, and times to the second, have two: _from and _to. */
export interface Filter {
	name: string;
	text: string;
	/* of a choice; a filter of the page's own kind comes as the slot of its name */
	choices?: { value: string; text: string }[];
	kind?: "dates" | "times" | "own";
	/* names a person: kept in this tab, and out of addresses and saved searches */
	personal?: boolean;
}
export const names_of = ({ name, kind }: Filter) => (kind === "dates" || kind === "times" ? [`${name}_from`, `${name}_to`] : [name]);

export interface ListColumn extends Column {
	/* shows always */
	fixed?: boolean;
	/* shows only when it is chosen */
	unusual?: boolean;
	/* as it is described; none: the page's own */
	row?: TableColumn;
	/* the words that it shows */
	enum?: string;
}

/* Keys of the page's own: what each does with the marked row. */
export interface RowKey<Row> {
	keys: string[];
	does: string;
	act: (row: Row) => void;
}
