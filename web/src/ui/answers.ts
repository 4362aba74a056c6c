/* Any answer as words to read. */
import { useI18n } from "vue-i18n";
import type { Field } from "@/api/describe";
import { tree } from "@/api/forms";
import { useWords } from "@/shell/i18n";
import { content_of, files_of, is_content, items_of, words_of, type Value } from "./form";
import { lookup_name } from "./lookup";
import { money_text, wan_text } from "./money";
import { places, title_of } from "./paths";
import { trail_of } from "./tree";

/* Those are in the reader's language, others in that of who typed them. */
const told_by_us: Field["type"][] = ["choice", "choices", "tree", "boolean", "group"];
export const is_ours = (field: Field) => told_by_us.includes(field.type);

export function useAnswers() {
	const { t } = useI18n();
	const { label, named } = useWords();

	const tree_name = (field: Field, code: string) => {
		const trail = trail_of(tree(field.tree ?? ""), code);
		return trail.length ? `${code} ${trail.map(named).join(" / ")}` : code;
	};
	/* A part by what is in it, a line each. */
	const part_text = (field: Field, value: Value): string => {
		const inner = field.fields ?? [];
		const lines = (content: Value, above: string) =>
			places(inner, content_of(content))
				.filter((place) => place.what === "value" && text_of(place.field, place.value))
				.map((place) => `${above}${title_of(place.trail, named)}${t("ui.colon")}${text_of(place.field, place.value)}`);
		if (is_content(value)) return lines(value, "").join("\n");
		return items_of(value).flatMap((item, at) => lines(item, `${at + 1} · `)).join("\n");
	};
	function text_of(field: Field, value: Value): string {
		if (field.type === "boolean") return t(value === true ? "ui.yes" : "ui.no");
		if (value === null || value === undefined || value === "") return "";
		if (field.type === "group") return part_text(field, value);
		if (field.type === "attachment") return files_of(value).map((file) => file.name).join(t("ui.and"));
		if (field.type === "choices") return words_of(value).map((word) => label(field.enum ?? "", word)).join(t("ui.and"));
		if (field.type === "tree") return words_of(value).map((code) => tree_name(field, code)).join("\n");
		if (field.type === "money" && typeof value === "number") return field.wan ? t("ui.wan", { amount: wan_text(value) }) : t("ui.yuan", { amount: money_text(value) });
		if (field.lookup) return lookup_name(field.lookup, String(value));
		if (field.unit) return `${String(value)} ${field.unit}`;
		return field.enum ? label(field.enum, String(value)) : String(value);
	}
	return { text_of, tree_name };
}
