/*
 * What somebody typed and nobody has stored yet: kept in the tab's own
 * storage under the account's name, so that a reload, an expired session or
 * signing out and in again loses nothing. Gone with the tab.
 */
import { watch } from "vue";

const NAME = "liangding.kept";
/* for browsers that store nothing */
const memory = new Map<string, string>();

function read(name: string): unknown {
	let text = memory.get(name) ?? null;
	try {
		text ??= sessionStorage.getItem(`${NAME}.${name}`);
	} catch {
		/* the page's memory alone keeps it */
	}
	return text === null ? null : JSON.parse(text);
}

export const kept = {
	get: <T>(account: string, name: string) => read(`${account}.${name}`) as T | null,
	set(account: string, name: string, value: unknown): void {
		memory.set(`${account}.${name}`, JSON.stringify(value));
		try {
			sessionStorage.setItem(`${NAME}.${account}.${name}`, JSON.stringify(value));
		} catch {
			/* see above */
		}
	},
	drop(account: string, name: string): void {
		memory.delete(`${account}.${name}`);
		try {
			sessionStorage.removeItem(`${NAME}.${account}.${name}`);
		} catch {
			/* see above */
		}
	},
};

/* Keeps what `take` gives while it holds anything; drop() ends that. */
export function useKept<T>(account: string, name: string, take: () => T | null) {
	const stop = watch(
		take,
		(value) => {
			if (value === null) kept.drop(account, name);
			else kept.set(account, name, value);
		},
		{ deep: true },
	);
	return {
		before: kept.get<T>(account, name),
		drop(): void {
			stop();
			kept.drop(account, name);
		},
	};
}

/* What still saves itself: all of it is asked to before the session is given up. */
const savers = new Set<() => Promise<unknown>>();
const PATIENCE = 3000;

export function on_leaving(save: () => Promise<unknown>): () => void {
	savers.add(save);
	return () => void savers.delete(save);
}

export async function save_all(): Promise<void> {
	const saved = Promise.allSettled([...savers].map((save) => save()));
	await Promise.race([saved, new Promise((late) => setTimeout(late, PATIENCE))]);
}
