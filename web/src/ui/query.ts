import { computed } from "vue";
import { useRoute, useRouter, type LocationQueryRaw, type RouteLocationRaw } from "vue-router";

/* A list's filters, page and page size live in the URL, and only there. */
export function useListQuery() {
	const route = useRoute();
	const router = useRouter();

	const text = (name: string) => {
		const value = route.query[name];
		return typeof value === "string" ? value : "";
	};
	const number = (name: string, spare: number) => {
		const value = Number(text(name));
		return Number.isInteger(value) && value > 0 ? value : spare;
	};
	const page = computed(() => number("page", 1));
	const size = computed(() => {
		const wanted = number("page_size", 10);
		return [10, 20, 50].includes(wanted) ? wanted : 10;
	});

	/* This list with some of its query changed; a change of filter turns back to page 1. */
	function to(change: Record<string, string | number | null | undefined>, keep_page = false): RouteLocationRaw {
		const query: LocationQueryRaw = { ...route.query };
		delete query.after;
		delete query.before;
		if (!keep_page) delete query.page;
		for (const [name, value] of Object.entries(change)) {
			if (value === null || value === undefined || value === "") delete query[name];
			else query[name] = String(value);
		}
		return { name: route.name ?? undefined, params: route.params, query };
	}

	return {
		text,
		page,
		size,
		to,
		/* To page n; a neighbour is reached by the cursor that the list gave, at any depth. */
		go(n: number, list?: { next?: string | number | null; previous?: string | number | null } | null) {
			const after = list && n === page.value + 1 ? list.next : null;
			const before = list && n === page.value - 1 && n > 1 ? list.previous : null;
			void router.push(to({ page: n > 1 ? n : null, after, before }, true));
		},
		resize: (n: number) => void router.push(to({ page_size: n === 10 ? null : n })),
		/* A page beyond the end, of an old link or a list that shrank: to the last one. */
		settle(list: { items: unknown[]; total: { count: number }; searched?: number | null } | null) {
			if (list && !list.searched && !list.items.length && list.total.count && page.value > 1)
				void router.replace(to({ page: text("after") || text("before") ? null : Math.ceil(list.total.count / size.value) }, true));
		},
		apply: (change: Record<string, string>) => void router.push(to(change)),
	};
}
