/*
 * A file that the server writes, of a list or of an order: asked for, watched while the server writes it, offered
 * until it is fetched or put away. What was begun before is found again, for
 * the server goes on without the page.
 */
import { onBeforeUnmount, ref, shallowRef } from "vue";
import type { Query } from "@/api/client";
import { asProblem, type ApiProblem } from "@/api/problem";
import type { ListName } from "@/features/list/model";
import { begin_dossier, begin_export, drop_export, find_export, find_exports, type Export, type Format } from "./api";

const LOOK_MS = 700;
const BROKEN_MS = 4000;

export const goes_on = (one: Export) => one.state === "waiting" || one.state === "running";
/* How far it is, 0 to 1; null while nobody knows how long it becomes. */
export const part = (one: Export) => (one.total ? Math.min(1, one.written / one.total) : null);

/* The list of orders that something is asked of, where it names one. */
const orders_of = (query: Record<string, unknown>) => String(query.list ?? "");

/* query: what the page asks for now; another list's exports are not shown. */
export const useExport = (list: ListName, query: Query) =>
	useWritten(
		(asked: Query, columns: string[], language: string, format: Format) => begin_export(list, asked, columns, language, format),
		(one) => one.list === list && orders_of(one.query) === orders_of(query),
	);
export const useDossier = (order_no: string) =>
	useWritten(
		(language: string, key: string) => begin_dossier(order_no, language, key),
		(one) => one.order_no === order_no,
	);

/* ask: begins one; is_here: whether the page shows it. */
function useWritten<Asked extends unknown[]>(ask: (...asked: Asked) => Promise<Export>, is_here: (one: Export) => boolean) {
	const current = shallowRef<Export | null>(null);
	const problem = shallowRef<ApiProblem | null>(null);
	/* the line is broken; the server writes on */
	const unsure = ref(false);
	let timer = 0;
	let left = false;

	function watch_it(ms = LOOK_MS): void {
		clearTimeout(timer);
		if (!left && current.value && goes_on(current.value)) timer = window.setTimeout(look, ms);
	}

	async function look(): Promise<void> {
		const one = current.value;
		if (!one) return;
		try {
			const now = await find_export(one.export_id);
			if (current.value?.export_id !== one.export_id) return;
			current.value = now;
			unsure.value = false;
			watch_it();
		} catch (thrown) {
			const failed = asProblem(thrown);
			if (failed.status === 404) current.value = null;
			else {
				unsure.value = true;
				watch_it(BROKEN_MS);
			}
		}
	}

	/* The one before goes once the next is promised. */
	async function begin(...asked: Asked): Promise<void> {
		const before = current.value;
		problem.value = null;
		try {
			current.value = await ask(...asked);
			watch_it();
			if (before) await drop_export(before.export_id).catch(() => {});
		} catch (thrown) {
			problem.value = asProblem(thrown);
			/* begun in another tab: here it can be watched and cancelled too */
			if (problem.value.code === "export.too_many") await find();
		}
	}

	async function drop(): Promise<void> {
		const one = current.value;
		if (!one) return;
		clearTimeout(timer);
		current.value = null;
		problem.value = null;
		try {
			await drop_export(one.export_id);
		} catch (thrown) {
			/* it goes on as it did */
			const failed = asProblem(thrown);
			if (failed.status === 404) return;
			problem.value = failed;
			current.value ??= one;
			watch_it();
		}
	}

	async function find(): Promise<void> {
		const found = await find_exports().catch(() => null);
		if (left || current.value || !found) return;
		current.value = found.items.find(is_here) ?? null;
		watch_it();
	}

	onBeforeUnmount(() => {
		left = true;
		clearTimeout(timer);
	});
	void find();
	return { current, problem, unsure, begin, drop };
}
