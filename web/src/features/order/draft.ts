/*
 * A form being filled in. Saves itself a moment after the last key; one save
 * at a time; what a save could not carry (no line, session ended) is kept
 * here until it can, also across a new login in the same tab.
 */
import { computed, reactive, ref } from "vue";
import { asProblem, type ApiProblem } from "@/api/problem";
import type { Field } from "@/api/describe";
import { to_wire, type Content, type Value } from "@/ui/form";
import { copy_of, put_at } from "@/ui/paths";
import { find_order, save_draft } from "./api";
import { kept, on_leaving } from "@/ui/kept";
import type { Order, Unlock } from "./model";

const QUIET = 1500;
const RETRY = 5000;

interface Unsaved {
	version: number;
	submission_no: number;
	content: Content;
	unlocks: Unlock[];
	/* what was sent and not answered: a reload cuts answers off */
	sent?: string[];
}

/* more than are ever under way */
const SENT_MOST = 4;

const reasoned_of = (unlocks: Unlock[]) =>
	unlocks.filter((one) => one.reason.trim()).map(({ field, reason }) => ({ field, reason: reason.trim() }));

export function useDraft(order: Order, fields: Field[], account: string) {
	const content = reactive<Content>(copy_of(order.content));
	const unlocks = reactive<Unlock[]>([...(order.unlocks ?? [])]);
	const version = ref(order.version);
	const saved_at = ref<string | null>(null);
	const problem = ref<ApiProblem | null>(null);
	const dirty = ref(false);
	const saving = ref(false);
	let timer: ReturnType<typeof setTimeout> | undefined;
	let flight: Promise<void> | null = null;
	let stopped = false;
	let sent: string[] = [];

	const place = `draft.${order.order_no}`;
	/* Whether the server's order holds just this: then nothing is unsaved, whoever's answer got lost. */
	const told = (content: Content, unlocks: Unlock[]) => JSON.stringify([to_wire(fields, content), reasoned_of(unlocks)]);
	const told_by = (stored: Order) => told(stored.content, stored.unlocks ?? []);
	const holds = (stored: Order, mine: string) => told_by(stored) === mine;

	/*
	 * Words for an earlier submission are of no use any more. If this one was
	 * saved elsewhere meanwhile, the save says so and the user chooses.
	 */
	const before = kept.get<Unsaved>(account, place);
	if (before && before.submission_no === order.submission_no && !holds(order, told(before.content, before.unlocks))) {
		Object.assign(content, copy_of(before.content));
		unlocks.splice(0, unlocks.length, ...before.unlocks);
		sent = before.sent ?? [];
		/* what the server has is what this tab sent a moment ago */
		version.value = sent.includes(told_by(order)) ? order.version : before.version;
		touch();
	} else kept.drop(account, place);

	function keep(): void {
		kept.set(account, place, { version: version.value, submission_no: order.submission_no, content, unlocks, sent } satisfies Unsaved);
	}

	function touch(wait = QUIET): void {
		dirty.value = true;
		keep();
		clearTimeout(timer);
		if (!stopped) timer = setTimeout(() => void save(), wait);
	}

	function set(path: string, value: Value): void {
		put_at(content, path, value);
		touch();
	}

	/* All of it anew. */
	function replace(now: Content): void {
		for (const name of Object.keys(content)) delete content[name];
		Object.assign(content, now);
		touch();
	}

	/* Changing what was not asked about needs a reason; none locks it again, as it was. */
	function unlock(field: string, reason: string): void {
		const at = unlocks.findIndex((one) => one.field === field);
		if (at >= 0) unlocks[at]!.reason = reason;
		else unlocks.push({ field, reason });
		touch();
	}

	function lock(field: string, value: Value): void {
		const at = unlocks.findIndex((one) => one.field === field);
		if (at >= 0) unlocks.splice(at, 1);
		set(field, copy_of(value));
	}

	const reasoned = () => reasoned_of(unlocks);

	/*
	 * A save whose answer a reload cut off looks like somebody else's. It is not, if it
	 * saved just this; and what this tab sent before that may be written over.
	 */
	async function whose(mine: string): Promise<"this" | "earlier" | "another's"> {
		const stored = await find_order(order.order_no).catch(() => null);
		const known = stored && (holds(stored, mine) ? "this" : sent.includes(told_by(stored)) ? "earlier" : null);
		if (!known) return "another's";
		version.value = stored.version;
		if (known === "this") saved_at.value = new Date().toISOString();
		return known;
	}

	function settle(): void {
		problem.value = null;
		sent = [];
		if (dirty.value) keep();
		else kept.drop(account, place);
	}

	async function once(keepalive: boolean): Promise<void> {
		dirty.value = false;
		saving.value = true;
		const mine = told(content, unlocks);
		sent = [...sent, mine].slice(-SENT_MOST);
		keep();
		try {
			const answer = await save_draft(order.order_no, version.value, to_wire(fields, content), reasoned(), keepalive);
			version.value = answer.version;
			saved_at.value = answer.saved_at;
			settle();
		} catch (thrown) {
			const failed = asProblem(thrown);
			const held = failed.code === "order.changed" ? await whose(mine) : null;
			if (held === "this") return settle();
			dirty.value = true;
			if (held === "earlier") return touch(0);
			problem.value = failed;
			const passing = problem.value.status === 0 || problem.value.status >= 500 || problem.value.status === 429;
			if (passing && !stopped) touch(RETRY);
		} finally {
			saving.value = false;
		}
	}

	/* Saves what is unsaved; several callers share one save in flight. */
	async function save(keepalive = false): Promise<boolean> {
		clearTimeout(timer);
		while (flight) await flight;
		if (dirty.value) {
			flight = once(keepalive).finally(() => {
				flight = null;
			});
			await flight;
		}
		return !dirty.value;
	}

	const forget = on_leaving(() => save());

	/* The page goes away: no waiting for anyone. */
	function leave(): void {
		if (dirty.value && !flight) void once(true);
	}

	function stop(): void {
		stopped = true;
		forget();
		clearTimeout(timer);
		if (dirty.value) void save(true);
	}

	function submitted(): void {
		clearTimeout(timer);
		dirty.value = false;
		kept.drop(account, place);
	}

	const changed_elsewhere = computed(() => problem.value?.code === "order.changed");
	return { content, unlocks, reasoned, unlock, lock, version, saved_at, problem, dirty, saving, changed_elsewhere, set, replace, touch, save, leave, stop, submitted };
}
