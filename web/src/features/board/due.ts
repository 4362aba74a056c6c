import type { ComposerTranslation } from "vue-i18n";
import { days_left } from "@/ui/time";

/* How long there is until a deadline, or how late it is. */
export function due_words(t: ComposerTranslation, due_at: string): string {
	const days = days_left(due_at);
	if (days < 0) return t("board.late_by", { n: -days }, -days);
	return days === 0 ? t("board.due_today") : t("board.due_in", { n: days }, days);
}
