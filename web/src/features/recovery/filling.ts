import { nextTick, ref } from "vue";
import { useI18n } from "vue-i18n";
import { asProblem, type ApiProblem } from "@/api/problem";
import { useWords } from "@/shell/i18n";

/*
 * A short form: what is wrong with each field (said when shown, so that it
 * follows a change of language), what went wrong with the whole, and the way to
 * the first field that needs a change. Fields are called in their order; the
 * element of one is <prefix><name>.
 */
export function useFilling(names: () => readonly string[], prefix = "field-") {
	const { t } = useI18n();
	const { words } = useWords();
	const faults = ref<Record<string, () => string>>({});
	const problem = ref<ApiProblem | null>(null);
	const busy = ref(false);
	const fault = (name: string) => faults.value[name]?.();

	async function point(): Promise<void> {
		await nextTick();
		const first = names().find((name) => faults.value[name]);
		if (first) document.getElementById(prefix + first)?.focus();
	}

	/* check notes what is missing; work is done when nothing is. True: it was; false: it failed; null: it was not tried. */
	async function act(check: (wrong: (name: string, say: () => string) => void) => void, work: () => Promise<void>): Promise<boolean | null> {
		if (busy.value) return null;
		faults.value = {};
		problem.value = null;
		check((name, say) => (faults.value[name] ??= say));
		if (Object.keys(faults.value).length) {
			await point();
			return null;
		}
		busy.value = true;
		try {
			await work();
			return true;
		} catch (thrown) {
			const failed = asProblem(thrown);
			const known = names();
			const left = failed.document.tries_left;
			const tries = () => (left === undefined ? "" : t("recovery.tries_left", { n: left }, left));
			for (const each of failed.fields) if (known.includes(each.field)) faults.value[each.field] = () => words(each.message) + tries();
			if (!Object.keys(faults.value).length) problem.value = failed;
			await point();
			return false;
		} finally {
			busy.value = false;
		}
	}

	return { fault, problem, busy, act };
}
