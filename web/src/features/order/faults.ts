/*
 * What a submission of the form as it stands would be refused for, by the
 * server's own rules: asked when a field is left and before the answers are
 * checked. Beside a field it shows once that was left, everywhere once somebody
 * wanted to go on. What only this page knows comes on top.
 */
import { computed, onBeforeUnmount, reactive, ref, shallowRef } from "vue";
import { useI18n } from "vue-i18n";
import type { Field } from "@/api/describe";
import { asProblem, type ApiProblem, type FieldFault } from "@/api/problem";
import { useWords } from "@/shell/i18n";
import type { Fault } from "@/ui/ErrorSummary.vue";
import { check, is_empty, to_wire, type LocalFault } from "@/ui/form";
import { find_at, path_within, places, title_of, type Place } from "@/ui/paths";
import { check_order } from "./api";
import type { useDraft } from "./draft";

const LEFT_MS = 150;
const TYPED_MS = 700;

/* said when shown, so that they follow a change of language */
interface Found {
	/* a path */
	field: string;
	say: () => Omit<Fault, "field">;
}

export function useFaults(order_no: string, fields: Field[], draft: ReturnType<typeof useDraft>, uploading: () => Set<string>) {
	const { t } = useI18n();
	const { words, named, in_sentence } = useWords();
	/* the server's last word; null: none yet */
	const told = shallowRef<Found[] | null>(null);
	/* changed since that was asked for, and when */
	const touched = reactive(new Map<string, number>());
	const left = reactive(new Set<string>());
	/* somebody wanted to go on: all of it shows */
	const all = ref(false);
	/* each time they are held up anew */
	const turn = ref(0);
	let clock = 0;
	let asked = 0;
	let timer: ReturnType<typeof setTimeout> | undefined;

	/* every place there is now, in the form's order */
	const here = computed(() => places(fields, draft.content));
	const paths = computed(() => new Set(here.value.map((place) => place.path)));

	/* The place that a fault is about; of an item that is gone, the part it was in. */
	const field_of = (fault: string) => {
		const reason = /^unlocks\.(\d+)/.exec(fault);
		let path = (reason ? draft.reasoned()[Number(reason[1])]?.field : fault.replace(/^content\./, "")) ?? "";
		while (path.includes(".") && !paths.value.has(path)) path = path.slice(0, path.lastIndexOf("."));
		return path;
	};
	const as_found = (faults: FieldFault[]): Found[] =>
		faults.map((fault) => ({ field: field_of(fault.field), say: () => ({ text: words(fault.message), remedy: words(fault.remedy) }) }));

	const local = computed(() => new Map(check(fields, draft.content).map((fault) => [fault.path, fault])));
	const told_here = ({ path, code, field }: LocalFault): Found => ({ field: path, say: () => ({ text: t(`ui.check.${code}`, { label: in_sentence(field, code === "choose" ? "a" : "the") }) }) });

	/* Missing is told by the page, in words that fit the kind of field. */
	function faults_of({ path, field }: Place): Found[] {
		if (uploading().has(path)) return [{ field: path, say: () => ({ text: t("ui.check.uploading", { label: named(field) }) }) }];
		const owed = draft.unlocks.find((one) => one.field === path && !one.reason.trim());
		if (owed) return [{ field: path, say: () => ({ text: t("order.lock.reason_missing") }) }];
		const gap = local.value.get(path);
		if (gap) return [told_here(gap)];
		return (told.value ?? []).filter((one) => one.field === path && !(touched.has(path) && were_empty.has(path)));
	}
	/* empty when the server was asked: what it said then is over as soon as something is there */
	const were_empty = new Set<string>();

	const now = computed(() => {
		/* what the form does not know; of a place that is gone, nothing is wrong any more */
		const elsewhere = (told.value ?? []).filter((one) => !paths.value.has(one.field) && !find_at(fields, {}, one.field).field);
		return [...here.value.flatMap(faults_of), ...elsewhere];
	});
	/* In a list of them, what lies in a part says where. */
	function in_list({ field, say }: Found): Fault {
		const above = here.value.find((place) => place.path === field)?.trail;
		const said = say();
		const parts = above && above.length > 1 ? title_of(above.slice(0, -1), named) + t("ui.colon") : "";
		return { field, ...said, text: parts + said.text };
	}
	const faults = computed<Fault[]>(() => (all.value ? now.value.map(in_list) : []));

	/* What is being typed does not complain, nor does what was only passed by. */
	function fault_on(name: string): string | undefined {
		if (touched.has(name)) return undefined;
		if (!all.value && (!left.has(name) || is_empty(find_at(fields, draft.content, name).value))) return undefined;
		const fault = now.value.find((one) => one.field === name)?.say();
		return fault && [fault.text, fault.remedy].filter(Boolean).join(" · ");
	}
	/* Of a part that is shown as a whole: the first of what is wrong in it. */
	function fault_in(path: string): string | undefined {
		const fault = all.value && !fault_on(path) ? now.value.find((one) => path_within(one.field, path)) : undefined;
		return fault ? in_list(fault).text : fault_on(path);
	}
	const is_faulty = (path: string) => now.value.some((one) => path_within(one.field, path));

	async function ask(): Promise<void> {
		clearTimeout(timer);
		const mine = ++asked;
		const since = clock;
		const empty = here.value.filter((place) => is_empty(place.value)).map((place) => place.path);
		const answer = await check_order(order_no, to_wire(fields, draft.content), draft.reasoned());
		if (mine !== asked) return;
		were_empty.clear();
		empty.forEach((name) => were_empty.add(name));
		told.value = as_found(answer.faults);
		for (const [name, at] of touched) if (at <= since) touched.delete(name);
	}
	/* In passing: without an answer all stays as it was told last. */
	function soon(ms: number): void {
		clearTimeout(timer);
		timer = setTimeout(() => void ask().catch(() => {}), ms);
	}

	function blame(found: FieldFault[]): void {
		asked++;
		told.value = as_found(found);
		touched.clear();
		hold_up();
	}
	function hold_up(): void {
		all.value = true;
		turn.value++;
	}

	/* Whether nothing is in the way; or why nobody knows. */
	async function passes(): Promise<boolean | ApiProblem> {
		try {
			await ask();
		} catch (thrown) {
			return asProblem(thrown);
		}
		all.value = now.value.length > 0;
		if (all.value) turn.value++;
		return !all.value;
	}

	soon(0);
	onBeforeUnmount(() => {
		asked++;
		clearTimeout(timer);
	});
	return {
		faults,
		turn,
		now,
		fault_on,
		fault_in,
		is_faulty,
		blame,
		hold_up,
		passes,
		/* changed; a choice, a day or a paper is as good as left */
		touch(name: string, typed: boolean): void {
			touched.set(name, ++clock);
			if (!typed) left.add(name);
			soon(typed ? TYPED_MS : LEFT_MS);
		},
		leave(name: string, event: FocusEvent): void {
			if (event.relatedTarget instanceof Node && (event.currentTarget as Node).contains(event.relatedTarget)) return;
			left.add(name);
			soon(LEFT_MS);
		},
	};
}
