import { onScopeDispose, ref, shallowRef, watch, type WatchSource } from "vue";
import { asProblem, type ApiProblem } from "@/api/problem";

const asked = ref(0);
/* Every page in sight fetches anew what it shows. */
export const refresh = () => void asked.value++;

const AGAIN_MS = 5000;

/*
 * Something a page shows, fetched when it opens and whenever `on` changes.
 * The last answer stays in sight while the next is fetched; only the latest
 * question's answer counts. While there is no line, it is asked for again.
 */
export function useLoad<T>(fetch: () => Promise<T>, on?: WatchSource | WatchSource[]) {
	const data = shallowRef<T | null>(null);
	const problem = shallowRef<ApiProblem | null>(null);
	const busy = ref(false);
	let turn = 0;
	let timer: ReturnType<typeof setTimeout> | undefined;
	const again = () => void (problem.value?.status === 0 && load());

	async function load(): Promise<void> {
		const mine = ++turn;
		clearTimeout(timer);
		busy.value = true;
		try {
			const answer = await fetch();
			if (mine !== turn) return;
			data.value = answer;
			problem.value = null;
		} catch (thrown) {
			if (mine !== turn) return;
			problem.value = asProblem(thrown);
			timer = setTimeout(again, AGAIN_MS);
		} finally {
			if (mine === turn) busy.value = false;
		}
	}

	if (on) watch(on, load);
	watch(asked, load);
	window.addEventListener("online", again);
	onScopeDispose(() => {
		turn++;
		clearTimeout(timer);
		window.removeEventListener("online", again);
	});
	void load();
	return { data, problem, busy, load };
}
