/* Chosen columns belong to the account; unchosen, the list is as its page declares it. */
import { computed } from "vue";
import { useI18n } from "vue-i18n";
import { usePreference } from "@/features/preference/preference";
import { useSession } from "@/shell/session";
import { toast } from "@/ui/toast";
import type { ListColumn, ListName } from "./model";

export function useColumns(list: ListName, every: () => ListColumn[]) {
	const { t } = useI18n();
	const chosen = usePreference(`${list}_columns`, useSession().me?.account.name ?? "");
	const hidden = computed(() => {
		const keys = chosen.items.value?.map(({ key }) => key);
		return every().filter(({ key, fixed, unusual }) => !fixed && (keys?.length ? !keys.includes(key) : unusual)).map(({ key }) => key);
	});
	const columns = computed(() => every().filter(({ key }) => !hidden.value.includes(key)));
	const keep = (keys: string[]) => void chosen.keep(keys.map((key) => ({ key }))).catch(() => toast(t("list.tools.not_kept"), "bad"));
	return {
		hidden,
		columns,
		hide: (keys: string[]) => keep(every().map(({ key }) => key).filter((key) => !keys.includes(key))),
		reset: () => keep([]),
	};
}
