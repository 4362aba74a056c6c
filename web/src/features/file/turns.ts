/* A few uploads at a time, the others wait for their turn. */
const AT_A_TIME = 2;
let busy = 0;
const waiting: (() => void)[] = [];

function next(): void {
	while (busy < AT_A_TIME && waiting.length) {
		busy++;
		waiting.shift()!();
	}
}

/* Resolves when it is its turn (or the wait was given up) with the way to leave. */
export function take_turn(signal: AbortSignal): Promise<() => void> {
	return new Promise((resolve) => {
		const enter = () => {
			signal.removeEventListener("abort", give_up);
			resolve(() => {
				busy--;
				next();
			});
		};
		const give_up = () => {
			const at = waiting.indexOf(enter);
			if (at < 0) return;
			waiting.splice(at, 1);
			resolve(() => {});
		};
		waiting.push(enter);
		signal.addEventListener("abort", give_up, { once: true });
		next();
	});
}
