/* A list's question, which lives in the address but for whom it names, and its answer. */
import { computed, ref, watch } from "vue";
import { useI18n } from "vue-i18n";
import { useRoute, useRouter } from "vue-router";
import { choices, lists, table as table_of, type OrderList } from "@/api/describe";
import { form } from "@/api/forms";
import { api, READ, type Query } from "@/api/client";
import { useWords } from "@/shell/i18n";
import { useSession } from "@/shell/session";
import { kept } from "@/ui/kept";
import { useLoad } from "@/ui/load";
import { useListQuery } from "@/ui/query";
import { total_of, type Total } from "@/ui/total";
import type { Tab } from "@/ui/StateTabs.vue";
import { names_of, type Filter, type ListAnswer, type ListColumn, type ListName } from "./model";
import { columns_of, filters_of, type Drawing } from "./table";

/* What of a list is not as the description alone has it. */
export interface Own {
	/* whose title and facets its rows have */
	orders?: () => OrderList | undefined;
	/* what else of the address is asked, as the tabs have it */
	places?: string[];
	/* what of it says which list this is, whatever is asked of it */
	home?: string[];
	filters?: (described: Filter[]) => Filter[];
	columns?: (described: ListColumn[]) => ListColumn[];
	/* its order, unless another is asked for: most begin with the newest */
	sort?: () => string;
}

export function useList<Row, Page extends ListAnswer<Row>>(name: ListName, own: Own = {}) {
	const route = useRoute();
	const router = useRouter();
	const query = useListQuery();
	const session = useSession();
	const { t } = useI18n();
	const { locale, named } = useWords();
	const account = session.me?.account.name ?? "";
	const table = table_of(name);
	const asks = form(`${name}_query`);
	const places = own.places ?? ["state"];
	const home = own.home ?? [];
	const described = <T>(from: T[], change?: (all: T[]) => T[]) => (change ? change(from) : from);
	const drawing = computed<Drawing>(() => ({ locale: locale.value, role: session.grant?.role, orders: own.orders?.() }));

	const filters = computed(() => described(filters_of(asks, table, drawing.value, [...places, ...home, ...(lists.length > 1 ? [] : ["list"])]), own.filters));
	const personal = ref(kept.get<Record<string, string>>(account, `list.${name}`) ?? {});
	const is_personal = (name: string) => filters.value.some((one) => one.name === name && one.personal);
	const text = (name: string) => (is_personal(name) ? personal.value[name] ?? "" : query.text(name));
	const names = computed(() => filters.value.flatMap(names_of));
	const values = computed(() => Object.fromEntries(names.value.map((name) => [name, text(name)])));
	const filtered = computed(() => Object.values(values.value).some(Boolean));
	/* What the list shows, whichever of its pages one is on; what the address asks besides, the server names. */
	const PAGING = ["page", "page_size", "after", "before"];
	const asked = computed<Query>(() => {
		const others = Object.keys(route.query).filter((name) => !PAGING.includes(name) && !is_personal(name));
		return Object.fromEntries([...new Set([...names.value, ...places, "sort", ...others])].map((name) => [name, text(name)]).filter(([, value]) => value));
	});
	const loaded = useLoad(() => ask({ ...asked.value, page: query.page.value, page_size: query.size.value, after: query.text("after"), before: query.text("before") }), [() => route.query, personal]);
	const { data } = loaded;
	watch(data, query.settle);

	/* In the address, or, where it may name people, in a body. */
	function ask(whole: Query): Promise<Page> {
		const path = table.path.slice(1);
		if (!table.posts) return api.get<Page>(path, { query: whole });
		const is_number = (name: string) => asks.fields.some((field) => field.name === name && field.type === "integer");
		const body = Object.entries(whole).filter(([, value]) => value !== null && value !== undefined && value !== "").map(([name, value]) => [name, is_number(name) ? Number(value) : String(value)]);
		return api.post<Page>(path, Object.fromEntries(body), { patience: READ });
	}

	function apply(change: Record<string, string>): void {
		const part = (own: boolean) => Object.fromEntries(Object.entries(change).filter(([name]) => is_personal(name) === own));
		const named = part(true);
		if (Object.entries(named).some(([name, value]) => value !== text(name))) {
			personal.value = named;
			kept.set(account, `list.${name}`, named);
		}
		query.apply(part(false));
	}

	/* Without any condition, also those of an address that nobody can fulfil. */
	function reset(): void {
		personal.value = {};
		kept.drop(account, `list.${name}`);
		void router.push({ name: route.name ?? undefined, params: route.params, query: Object.fromEntries(home.map((name) => [name, query.text(name)]).filter(([, value]) => value)) });
	}

	/* A heading that turns the order: by what it rises and falls, and what the list has by itself. */
	function sort_by(rising: string, falling?: string) {
		const first = own.sort?.() ?? "newest";
		const now = query.text("sort") || first;
		const to = now === rising && falling ? falling : now === falling || !falling ? rising : falling;
		return {
			direction: now === rising ? ("ascending" as const) : now === falling ? ("descending" as const) : undefined,
			to: query.to({ sort: to === first ? null : to }),
		};
	}
	const columns = computed(() =>
		described(
			columns_of(table, drawing.value).map((column) => ({ ...column, ...(column.row?.rises ? { sort: sort_by(column.row.rises, column.row.falls) } : {}) })),
			own.columns,
		),
	);

	const total = (one: Total | number) => (typeof one === "number" ? { count: one, exact: true } : one);
	/* One a state, behind all together. */
	const tabs = computed<Tab[]>(() => {
		const counts = data.value?.counts;
		const states = choices(asks.fields.find((field) => field.name === "state")?.enum ?? "");
		return [
			{ key: "", text: t("list.all"), total: counts && total_of(states.map(({ value }) => total(counts[value] ?? 0))), to: query.to({ state: null }) },
			...states.map((state) => ({ key: state.value, text: named(state), total: counts && total(counts[state.value] ?? 0), to: query.to({ state: state.value }) })),
		];
	});
	const identify = (row: Row) => String((row as Record<string, unknown>)[table.key]);
	return { name, table, query, filters, columns, tabs, values, filtered, asked, apply, reset, identify, ...loaded };
}
export type List<Row, Page extends ListAnswer<Row>> = ReturnType<typeof useList<Row, Page>>;
