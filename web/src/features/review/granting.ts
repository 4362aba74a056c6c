/*
 * What an approval fills in, where its step has a form for it: drawn and checked
 * as any form is, under the server's own paths ("granted.rate"). Where a step
 * grants nothing there is no form, and nothing of this shows or is sent.
 */
import { computed, reactive, type Ref } from "vue";
import { useI18n } from "vue-i18n";
import { step_of, type Form } from "@/api/describe";
import { form } from "@/api/forms";
import { useWords } from "@/shell/i18n";
import type { Fault } from "@/ui/ErrorSummary.vue";
import type { Filling } from "@/ui/filling";
import { check, to_wire, type Content, type LocalFault } from "@/ui/form";
import { find_at, path_within, put_at, title_of } from "@/ui/paths";

const WHERE = "granted";
const inner = (path: string) => path.slice(WHERE.length + 1);

export function granted_form(kind: string, desk: string | null | undefined): Form | null {
	const name = desk && step_of(kind, desk)?.grants;
	return name ? form(name) : null;
}

/* said when shown, so that they follow a change of language */
export type Said = Record<string, () => string>;

/* faults: those of the whole decision, by path; what is filled in anew has none. */
export function useGranting(granted: Form | null, faults: Ref<Said>) {
	const { t } = useI18n();
	const { named, in_sentence } = useWords();
	const fields = granted?.fields ?? [];
	const content = reactive<Content>({});

	const filling: Filling = {
		set(path, value) {
			put_at(content, inner(path), value);
			for (const at of Object.keys(faults.value)) if (path_within(at, path)) delete faults.value[at];
		},
		fault_on: (path) => faults.value[path]?.(),
		remarks_on: () => undefined,
		is_locked: () => false,
		is_open: () => true,
	};
	const told = ({ code, field }: LocalFault) => t(`ui.check.${code}`, { label: in_sentence(field, code === "choose" ? "a" : "the") });
	/* In a list of them, what lies in a part says where. */
	function in_list(path: string, text: string): string {
		const { trail } = path_within(path, WHERE) ? find_at(fields, content, inner(path)) : { trail: [] };
		return (trail.length > 1 ? title_of(trail.slice(0, -1), named) + t("ui.colon") : "") + text;
	}

	return {
		fields,
		content,
		filling,
		prefix: `${WHERE}.`,
		/* what is missing, or no number yet */
		check: (): Said => Object.fromEntries(check(fields, content, `${WHERE}.`).map((fault) => [fault.path, () => told(fault)])),
		/* what there is to send; nothing where nothing is granted */
		wire: () => (granted ? { [WHERE]: to_wire(fields, content) } : {}),
		faults: computed<Fault[]>(() => Object.entries(faults.value).map(([field, say]) => ({ field, text: in_list(field, say()) }))),
	};
}
