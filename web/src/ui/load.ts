import { ref, shallowRef, watch, type WatchSource } from "vue";
import { asProblem, type ApiProblem } from "@/api/problem";

const asked = ref(0);
/* Every page in sight fetches anew what it shows. */
export const refresh = () => void asked.value++;

/*
 * Something a page shows, fetched when it opens and whenever `on` changes.
 * The last answer stays in sight while the next is fetched; only the latest
 * question's answer counts.
 */
export function useLoad<T>(fetch: () => Promise<T>, on?: WatchSource | WatchSource[]) {
	const data = shallowRef<T | null>(null);
	const problem = shallowRef<ApiProblem | null>(null);
	const busy = ref(false);
	let turn = 0;

	async function load(): Promise<void> {
		const mine = ++turn;
		busy.value = true;
		try {
			const answer = await fetch();
			if (mine !== turn) return;
			data.value = answer;
			problem.value = null;
		} catch (thrown) {
			if (mine === turn) problem.value = asProblem(thrown);
		} finally {
			if (mine === turn) busy.value = false;
		}
	}

	if (on) watch(on, load);
	watch(asked, load);
	void load();
	return { data, problem, busy, load };
}
