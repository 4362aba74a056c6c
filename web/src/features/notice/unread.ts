/*
 * How much is unread, for whoever has the bell in sight: asked for when one arrives
 * and once a minute while the page is looked at and used: one that lies forgotten
 * keeps no session alive. What the list has read meanwhile is told here, so that both
 * say the same.
 */
import { onScopeDispose, ref } from "vue";
import { count_unread } from "./api";

/* The server counts no further. */
export const MOST = 99;
const EVERY_MS = 60_000;
const FORGOTTEN_MS = 10 * 60_000;
export const unread = ref(0);
export const set_unread = (n: number) => void (unread.value = n);

const USES = ["pointerdown", "focusin", "input", "scroll"] as const;
let used_at = 0;
const used = () => void (used_at = Date.now());

async function ask(): Promise<void> {
	if (document.hidden || Date.now() - used_at > FORGOTTEN_MS) return;
	try {
		unread.value = (await count_unread()).unread;
	} catch {
		/* said by whatever else the page asks for */
	}
}

export function useUnread() {
	used();
	void ask();
	const timer = setInterval(() => void ask(), EVERY_MS);
	const seen = () => {
		used();
		void ask();
	};
	document.addEventListener("visibilitychange", seen);
	for (const event of USES) document.addEventListener(event, used, { passive: true });
	onScopeDispose(() => {
		clearInterval(timer);
		document.removeEventListener("visibilitychange", seen);
		for (const event of USES) document.removeEventListener(event, used);
	});
}
