/* Phones of a form that are known to be in hand, and those that have just been shown to be. */
import { ref } from "vue";
import type { Field } from "@/api/describe";
import { words_of_page } from "@/shell/i18n";
import { later } from "@/ui/later";
import { content_of, type Content, type Value } from "@/ui/form";
import { find_at } from "@/ui/paths";

/* Few forms have one. */
export const ProvePhone = later(() =>
	words_of_page("recovery", () => import("@/features/recovery/locales/zh.json")).then(() => import("./components/ProvePhone.vue")));

/* However it is typed. */
const digits = (phone: string) => phone.replace(/\D/g, "").slice(-11);
const text = (value: Value) => (typeof value === "string" ? value.trim() : "");

export function useProven(fields: Field[], content: Content, paths: readonly string[]) {
	const phone_at = (path: string) => text(find_at(fields, content_of(content), path).value);
	const known = ref(new Set(paths.map((path) => digits(phone_at(path)))));
	return {
		phone_at,
		is_proven: (path: string) => known.value.has(digits(phone_at(path))),
		add: (phone: string) => void (known.value = new Set([...known.value, digits(phone)])),
	};
}
