/*
 * Fetches the code of pages ahead that one is likely to open next: those of one's
 * own menu that say so, once the page one is at has come to rest. On a slow line
 * they then take no longer than what they show. A line that is to be spared is.
 */
import type { Router } from "vue-router";

const REST_MS = 300;

type Load = () => Promise<unknown>;
/* None of this is missed: a page that is not there yet is fetched when it is opened. */
const quietly = (load: Load) => load().catch(() => undefined);

const spares = () => (navigator as { connection?: { saveData?: boolean } }).connection?.saveData === true;
const rested = (act: () => void) => setTimeout(() => ("requestIdleCallback" in window ? requestIdleCallback(act) : act()), REST_MS);

export function fetch_ahead(router: Router, menu: () => string[]): void {
	const done = new Set<unknown>();
	let timer: ReturnType<typeof setTimeout> | undefined;

	async function fetch_next(): Promise<void> {
		for (const { meta, components, name } of router.getRoutes()) {
			const page = components?.default;
			if (!meta.ahead || done.has(name) || !menu().includes(meta.menu ?? "")) continue;
			done.add(name);
			for (const load of [...(typeof page === "function" ? [page as Load] : []), ...meta.ahead]) await quietly(load);
		}
	}
	router.beforeEach(() => clearTimeout(timer));
	router.afterEach(() => {
		if (!spares()) timer = rested(() => void fetch_next());
	});
}
