/*
 * A page that does not open because its code was lost on the way. An import has
 * no end of its own and cannot be asked for a second time, so the address is
 * opened anew: by itself where nothing has been shown or typed yet, else when
 * the user presses.
 */
import { ref } from "vue";
import type { Router } from "vue-router";

const PATIENCE_MS = 6000;
const ONCE = "liangding.reopened";

/* the address that does not open, for as long as it does not */
export const stalled = ref<string | null>(null);
export const reopen = () => void (stalled.value && window.location.assign(stalled.value));

/* Whether this tab has not yet opened the address anew by itself. */
function first_time(address: string): boolean {
	try {
		if (sessionStorage.getItem(ONCE) === address) return false;
		sessionStorage.setItem(ONCE, address);
		return true;
	} catch {
		return false;
	}
}

export function watch_opening(router: Router): void {
	let arrived = 0;
	let timer: ReturnType<typeof setInterval> | undefined;
	/* as long as something comes, the line is slow and not lost */
	if ("PerformanceObserver" in window)
		new PerformanceObserver(() => (arrived = performance.now())).observe({ type: "resource" });

	function end(): void {
		clearInterval(timer);
		stalled.value = null;
	}
	router.beforeEach((to, from) => {
		end();
		arrived = performance.now();
		timer = setInterval(() => {
			if (performance.now() - arrived < PATIENCE_MS) return;
			stalled.value = router.resolve(to.fullPath).href;
			if (!from.matched.length && navigator.onLine && first_time(stalled.value)) reopen();
		}, 500);
	});
	router.afterEach((to) => {
		end();
		try {
			if (to.matched.length) sessionStorage.removeItem(ONCE);
		} catch {
			/* nothing was kept */
		}
	});
	router.onError(end);
}
