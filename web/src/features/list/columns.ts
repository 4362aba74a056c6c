/* Chosen columns belong to the account; unchosen, the list is as its page declares it. */
import { computed, shallowRef, watch } from "vue";
import { useI18n } from "vue-i18n";
import { scoped, usePreference } from "@/features/preference/preference";
import { useSession } from "@/shell/session";
import { toast } from "@/ui/toast";
import type { ListColumn, ListName } from "./model";

/* scope: of which list of orders, where a page shows more than one */
export function useColumns(list: ListName, scope: () => string | undefined, every: () => ListColumn[]) {
	const { t } = useI18n();
	const account = useSession().me?.account.name ?? "";
	const find = () => usePreference(scoped(`${list}_columns`, scope()), account);
	const chosen = shallowRef(find());
	watch(scope, () => (chosen.value = find()));
	const hidden = computed(() => {
		const keys = chosen.value.items.value?.map(({ key }) => key);
		return every().filter(({ key, fixed, unusual }) => !fixed && (keys?.length ? !keys.includes(key) : unusual)).map(({ key }) => key);
	});
	const columns = computed(() => every().filter(({ key }) => !hidden.value.includes(key)));
	const keep = (keys: string[]) => void chosen.value.keep(keys.map((key) => ({ key }))).catch(() => toast(t("list.tools.not_kept"), "bad"));
	return {
		hidden,
		columns,
		hide: (keys: string[]) => keep(every().map(({ key }) => key).filter((key) => !keys.includes(key))),
		reset: () => keep([]),
	};
}
