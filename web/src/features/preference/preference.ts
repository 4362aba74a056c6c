/*
 * What an account keeps for itself on the server: read once a page load,
 * shown at once when changed, and written in the background.
 */
import { ref, type Ref } from "vue";
import { api } from "@/api/client";
import { asProblem, type ApiProblem } from "@/api/problem";

export interface SavedFilter {
	name: string;
	query: string;
}
export interface Phrase {
	code: string;
	words: string;
	remedy?: string;
}
interface Items {
	review_filters: SavedFilter;
	review_columns: { key: string };
	phrases: Phrase;
}

interface Kept {
	account: string;
	items: Ref<unknown[] | null>;
	problem: Ref<ApiProblem | null>;
}
const known = new Map<string, Kept>();

export function usePreference<Name extends keyof Items>(name: Name, account: string) {
	let kept = known.get(name);
	if (!kept || kept.account !== account) {
		const fresh: Kept = { account, items: ref(null), problem: ref(null) };
		known.set(name, fresh);
		kept = fresh;
		api.get<{ value: { items: unknown[] } | null }>(`preferences/${name}`)
			.then((answer) => (fresh.items.value ??= answer.value?.items ?? []))
			.catch((thrown: unknown) => (fresh.problem.value = asProblem(thrown)));
	}
	const items = kept.items as Ref<Items[Name][] | null>;
	const { problem } = kept;

	async function keep(next: Items[Name][]): Promise<void> {
		const before = items.value;
		items.value = next;
		try {
			await api.put(`preferences/${name}`, { value: { items: next } });
			problem.value = null;
		} catch (thrown) {
			items.value = before;
			problem.value = asProblem(thrown);
			throw thrown;
		}
	}
	return { items, problem, keep };
}
