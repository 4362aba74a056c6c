/* A list's question, which lives in the address but for whom it names, and its answer. */
import { computed, ref, watch } from "vue";
import { useRoute } from "vue-router";
import type { Query } from "@/api/client";
import { useSession } from "@/shell/session";
import { kept } from "@/ui/kept";
import { useLoad } from "@/ui/load";
import { useListQuery } from "@/ui/query";
import { names_of, type Filter, type ListAnswer, type ListName } from "./model";

/* places: what else of the address is asked, as the tabs and the sorting have it. */
export function useList<Row, Page extends ListAnswer<Row>>(list: ListName, filters: () => Filter[], places: string[], ask: (query: Query) => Promise<Page>) {
	const route = useRoute();
	const query = useListQuery();
	const account = useSession().me?.account.name ?? "";
	const personal = ref(kept.get<Record<string, string>>(account, `list.${list}`) ?? {});
	const is_personal = (name: string) => filters().some((one) => one.name === name && one.personal);
	const text = (name: string) => (is_personal(name) ? personal.value[name] ?? "" : query.text(name));
	const names = computed(() => filters().flatMap(names_of));
	const values = computed(() => Object.fromEntries(names.value.map((name) => [name, text(name)])));
	const filtered = computed(() => Object.values(values.value).some(Boolean));
	/* what the list shows, whichever of its pages one is on */
	const asked = computed<Query>(() => Object.fromEntries([...names.value, ...places].map((name) => [name, text(name)]).filter(([, value]) => value)));
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

	/* A heading that turns the order; a list begins with the newest. */
	const sort = computed(() => {
		const oldest = query.text("sort") === "oldest";
		return { direction: oldest ? ("ascending" as const) : ("descending" as const), to: query.to({ sort: oldest ? null : "oldest" }) };
	});
	return { query, values, filtered, asked, apply, sort, ...loaded };
}
export type List<Row, Page extends ListAnswer<Row>> = ReturnType<typeof useList<Row, Page>>;
