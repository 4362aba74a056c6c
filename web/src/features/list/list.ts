/* A list's question, which lives in the address, and its answer. */
import { computed, watch } from "vue";
import { useRoute } from "vue-router";
import type { Query } from "@/api/client";
import { useLoad } from "@/ui/load";
import { useListQuery } from "@/ui/query";
import { names_of, type Filter, type ListAnswer } from "./model";

/* places: what else of the address is asked, as the tabs and the sorting have it. */
export function useList<Row, Page extends ListAnswer<Row>>(filters: () => Filter[], places: string[], ask: (query: Query) => Promise<Page>) {
	const route = useRoute();
	const query = useListQuery();
	const names = computed(() => filters().flatMap(names_of));
	const values = computed(() => Object.fromEntries(names.value.map((name) => [name, query.text(name)])));
	const filtered = computed(() => Object.values(values.value).some(Boolean));
	/* what the list shows, whichever of its pages one is on */
	const asked = computed<Query>(() => Object.fromEntries([...names.value, ...places].map((name) => [name, query.text(name)]).filter(([, value]) => value)));
	const loaded = useLoad(() => ask({ ...asked.value, page: query.page.value, page_size: query.size.value, after: query.text("after"), before: query.text("before") }), () => route.query);
	watch(loaded.data, query.settle);

	/* A heading that turns the order; a list begins with the newest. */
	const sort = computed(() => {
		const oldest = query.text("sort") === "oldest";
		return { direction: oldest ? ("ascending" as const) : ("descending" as const), to: query.to({ sort: oldest ? null : "oldest" }) };
	});
	return { query, values, filtered, asked, sort, ...loaded };
}
export type List<Row, Page extends ListAnswer<Row>> = ReturnType<typeof useList<Row, Page>>;
