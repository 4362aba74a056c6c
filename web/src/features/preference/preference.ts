/*
 * What an account keeps for itself on the server: read once a page load,
 * shown at once when changed, and written in the background.
 */
import { ref, type Ref } from "vue";
import { api } from "@/api/client";
import { asProblem, type ApiProblem } from "@/api/problem";
import type { ListName } from "@/features/list/model";

export interface SavedFilter {
	name: string;
	query: string;
}
export interface Phrase {
	code: string;
	words: string;
	remedy?: string;
}
type Items = Record<`${ListName}_filters`, SavedFilter> & Record<`${ListName}_columns`, { key: string }> & { phrases: Phrase };
type Name = keyof Items;
/* of one list of orders, by its name; without, of the page */
type Scoped<N extends Name> = N | `${N}.${string}`;
export const scoped = <N extends Name>(name: N, scope: string | undefined): Scoped<N> => (scope ? `${name}.${scope}` : name);

/* How many the server keeps of each. */
export const MOST_FILTERS = 20;
export const MOST_PHRASES = 50;

interface Kept {
	account: string;
	items: Ref<unknown[] | null>;
	/* why they could not be read */
	problem: Ref<ApiProblem | null>;
}
const known = new Map<string, Kept>();

const read = (name: string) => api.get<{ value: { items: unknown[] } | null }>(`preferences/${name}`).then((answer) => answer.value?.items ?? []);

/* What could not be read is asked for again by the next page, or by `load`. */
async function fill(name: string, kept: Kept): Promise<void> {
	known.set(name, kept);
	kept.problem.value = null;
	try {
		const items = await read(name);
		kept.items.value ??= items;
	} catch (thrown) {
		kept.problem.value = asProblem(thrown);
		if (known.get(name) === kept) known.delete(name);
	}
}

export function usePreference<N extends Name>(name: Scoped<N>, account: string) {
	let kept = known.get(name);
	if (!kept || kept.account !== account) {
		kept = { account, items: ref(null), problem: ref(null) };
		void fill(name, kept);
	}
	const mine = kept;
	const items = mine.items as Ref<Items[N][] | null>;

	async function keep(next: Items[N][]): Promise<void> {
		const before = items.value;
		items.value = next;
		try {
			await api.put(`preferences/${name}`, { value: { items: next } });
		} catch (thrown) {
			items.value = before;
			throw thrown;
		}
	}

	/* Of what is stored now, for another tab may have kept something too; nothing if `make` finds no room. */
	async function change(make: (stored: Items[N][]) => Items[N][] | null): Promise<boolean> {
		items.value = (await read(name)) as Items[N][];
		const next = make(items.value);
		if (next) await keep(next);
		return !!next;
	}
	return { items, problem: mine.problem, load: () => fill(name, mine), keep, change };
}
