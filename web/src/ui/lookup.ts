/*
 * Codes that the server keeps a list of: which there are, and what each is
 * called. A list is asked for when it is first needed, and once more by a form.
 */
import { reactive } from "vue";
import { api } from "@/api/client";
import { asProblem, type ApiProblem } from "@/api/problem";

export interface LookupRow {
	code: string;
	name: string;
	/* it may be chosen */
	open: boolean;
}
interface Known {
	rows: LookupRow[] | null;
	problem: ApiProblem | null;
	busy: boolean;
}

const AGAIN_MS = 5000;
const lists = reactive(new Map<string, Known>());
const asked = new Map<string, number>();

export async function look_up(path: string): Promise<void> {
	asked.set(path, Date.now());
	if (!lists.has(path)) lists.set(path, { rows: null, problem: null, busy: false });
	const list = lists.get(path)!;
	if (list.busy) return;
	list.busy = true;
	try {
		list.rows = (await api.get<{ items: LookupRow[] }>(path)).items;
		list.problem = null;
	} catch (thrown) {
		list.problem = asProblem(thrown);
	} finally {
		list.busy = false;
	}
}

export const lookup = (path: string): Known | undefined => lists.get(path);

/* Whoever comes next may have others. */
export function forget_lookups(): void {
	lists.clear();
	asked.clear();
}

/* Its name; until that is known, and where it has none, the code itself. What could
 * not be fetched is asked for again, but not with every drawing. */
export function lookup_name(path: string, code: string): string {
	const list = lists.get(path);
	if (!list?.rows && Date.now() - (asked.get(path) ?? 0) > AGAIN_MS) {
		asked.set(path, Date.now());
		queueMicrotask(() => void look_up(path));
	}
	return list?.rows?.find((row) => row.code === code)?.name ?? code;
}
