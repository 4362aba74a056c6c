/*
 * How much is unread, for whoever has the bell in sight: asked for when one arrives
 * and once a minute while the page is looked at. What the list has read meanwhile is
 * told here, so that both say the same.
 */
import { onScopeDispose, ref } from "vue";
import { count_unread } from "./api";

/* The server counts no further. */
export const MOST = 99;
const EVERY_MS = 60_000;
const unread = ref(0);
export const set_unread = (n: number) => void (unread.value = n);

async function ask(): Promise<void> {
	if (document.hidden) return;
	try {
		unread.value = (await count_unread()).unread;
	} catch {
		/* said by whatever else the page asks for */
	}
}

export function useUnread() {
	void ask();
	const timer = setInterval(() => void ask(), EVERY_MS);
	const seen = () => void ask();
	document.addEventListener("visibilitychange", seen);
	onScopeDispose(() => {
		clearInterval(timer);
		document.removeEventListener("visibilitychange", seen);
	});
	return { unread, ask };
}
