/* A list's question, which lives in the address but for whom it names, and its answer. */
import { computed, ref, watch } from "vue";
import { useRoute, useRouter } from "vue-router";
import type { Query } from "@/api/client";
import { useSession } from "@/shell/session";
import { kept } from "@/ui/kept";
import { useLoad } from "@/ui/load";
import { useListQuery } from "@/ui/query";
import { names_of, type Filter, type ListAnswer, type ListName } from "./model";

/*
 * places: what else of the address is asked, as the tabs and the sorting have
 * it; home: what of it says which list this is, whatever is asked of it.
 */
export function useList<Row, Page extends ListAnswer<Row>>(list: ListName, filters: () => Filter[], places: string[], ask: (query: Query) => Promise<Page>, home: string[] = []) {
	const route = useRoute();
	const router = useRouter();
	const query = useListQuery();
	const account = useSession().me?.account.name ?? "";
	const personal = ref(kept.get<Record<string, string>>(account, `list.${list}`) ?? {});
	const is_personal = (name: string) => filters().some((one) => one.name === name && one.personal);
	const text = (name: string) => (is_personal(name) ? personal.value[name] ?? "" : query.text(name));
	const names = computed(() => filters().flatMap(names_of));
	const values = computed(() => Object.fromEntries(names.value.map((name) => [name, text(name)])));
	const filtered = computed(() => Object.values(values.value).some(Boolean));
	/* What the list shows, whichever of its pages one is on; what the address asks besides, the server names. */
	const PAGING = ["page", "page_size", "after", "before"];
	const asked = computed<Query>(() => {
		const others = Object.keys(route.query).filter((name) => !PAGING.includes(name) && !is_personal(name));
		return Object.fromEntries([...new Set([...names.value, ...places, ...others])].map((name) => [name, text(name)]).filter(([, value]) => value));
	});
	const loaded = useLoad(() => ask({ ...asked.value, page: query.page.value, page_size: query.size.value, after: query.text("after"), before: query.text("before") }), [() => route.query, personal]);
	watch(loaded.data, query.settle);

	function apply(change: Record<string, string>): void {
		const part = (own: boolean) => Object.fromEntries(Object.entries(change).filter(([name]) => is_personal(name) === own));
		const named = part(true);
		if (Object.entries(named).some(([name, value]) => value !== text(name))) {
			personal.value = named;
			kept.set(account, `list.${list}`, named);
		}
		query.apply(part(false));
	}

	/* Without any condition, also those of an address that nobody can fulfil. */
	function reset(): void {
		personal.value = {};
		kept.drop(account, `list.${list}`);
		void router.push({ name: route.name ?? undefined, params: route.params, query: Object.fromEntries(home.map((name) => [name, query.text(name)]).filter(([, value]) => value)) });
	}

	/* A heading that turns the order: by what it rises and falls, and what a list has by itself. */
	function sort_by(rising: string, falling: string | null, own: string) {
		const now = query.text("sort") || own;
		const to = now === rising && falling ? falling : now === falling || !falling ? rising : falling;
		return {
			direction: now === rising ? ("ascending" as const) : now === falling ? ("descending" as const) : undefined,
			to: query.to({ sort: to === own ? null : to }),
		};
	}
	/* most begin with the newest */
	const sort = computed(() => sort_by("oldest", "newest", "newest"));
	return { query, values, filtered, asked, apply, reset, sort, sort_by, ...loaded };
}
export type List<Row, Page extends ListAnswer<Row>> = ReturnType<typeof useList<Row, Page>>;
