/*
 * A form being filled in. Saves itself a moment after the last key; one save
 * at a time; what a save could not carry (no line, session ended) is kept
 * here until it can, also across a new login in the same tab.
 */
import { computed, reactive, ref } from "vue";
import type { ApiProblem} from "@/api/problem";
import { asProblem } from "@/api/problem";
import type { Field } from "@/api/describe";
import { to_wire, type Content, type Value } from "@/ui/form";
import { save_draft } from "./api";
import type { Order } from "./model";

const QUIET = 1500;
const RETRY = 5000;

interface Kept {
	account: string;
	version: number;
	content: Content;
}
const kept = new Map<string, Kept>();

export function useDraft(order: Order, fields: Field[], account: string) {
	const content = reactive<Content>({ ...order.content });
	const version = ref(order.version);
	const saved_at = ref<string | null>(null);
	const problem = ref<ApiProblem | null>(null);
	const dirty = ref(false);
	const saving = ref(false);
	let timer: ReturnType<typeof setTimeout> | undefined;
	let flight: Promise<void> | null = null;
	let stopped = false;

	const before = kept.get(order.order_no);
	if (before && before.account === account && before.version === order.version) {
		Object.assign(content, before.content);
		touch();
	} else kept.delete(order.order_no);

	function keep(): void {
		kept.set(order.order_no, { account, version: version.value, content: { ...content } });
	}

	function touch(wait = QUIET): void {
		dirty.value = true;
		keep();
		clearTimeout(timer);
		if (!stopped) timer = setTimeout(() => void save(), wait);
	}

	function set(name: string, value: Value): void {
		content[name] = value;
		touch();
	}

	async function once(keepalive: boolean): Promise<void> {
		dirty.value = false;
		saving.value = true;
		try {
			const answer = await save_draft(order.order_no, version.value, to_wire(fields, content), keepalive);
			version.value = answer.version;
			saved_at.value = answer.saved_at;
			problem.value = null;
			if (dirty.value) keep();
			else kept.delete(order.order_no);
		} catch (thrown) {
			dirty.value = true;
			problem.value = asProblem(thrown);
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

	/* The page goes away: no waiting for anyone. */
	function leave(): void {
		if (dirty.value && !flight) void once(true);
	}

	function stop(): void {
		stopped = true;
		clearTimeout(timer);
		if (dirty.value) void save(true);
	}

	function submitted(): void {
		clearTimeout(timer);
		dirty.value = false;
		kept.delete(order.order_no);
	}

	const changed_elsewhere = computed(() => problem.value?.code === "order.changed");
	return { content, version, saved_at, problem, dirty, saving, changed_elsewhere, set, touch, save, leave, stop, submitted };
}
