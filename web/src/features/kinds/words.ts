/*
 * What the pages call a kind or a list of orders. A kind that says it in its own
 * words has them in locales/ of its folder here, under its name below "kind" or
 * "list"; what it does not say is said as for any kind. A list that has a page for
 * its applicants has the page here too, and its words below "page".
 */
import { kinds, lists, lists_of, steps, type OrderList } from "@/api/describe";
import { i18n, useWords } from "@/shell/i18n";

const { t, te } = i18n.global;
const { label, named } = useWords();
const own = (path: string) => (te(`kinds.${path}`) ? t(`kinds.${path}`) : undefined);

/* A kind's own words; none: what is said of any, if anything is. */
export const kind_words = (kind: string, key: string) => own(`kind.${kind}.${key}`);
export const kind_name = (kind: string) => kind_words(kind, "name") ?? label("kind", kind);
export const kind_title = (kind: string) => kind_words(kind, "edit") ?? named(kinds.find(({ name }) => name === kind)?.form ?? { zh: kind, en: kind });

/* What leads to filling one in, as it stands. */
export function edit_words({ kind, order_state, amended, supplement }: { kind: string; order_state: string; amended: boolean; supplement?: unknown }): string {
	if (supplement) return t("order.supply");
	const said: Record<string, string> = { draft: "continue", rejected: "correct", waiting: amended ? "continue" : "amend" };
	const key = said[order_state] ?? "edit_again";
	return kind_words(kind, `act.${key}`) ?? t(`order.${key}`);
}

/* What happens to one after it is submitted, a line each. */
export function kind_course(kind: string): string[] {
	const lines: string[] = [];
	for (let line; (line = kind_words(kind, `after.${lines.length + 1}`)); ) lines.push(line);
	if (lines.length) return lines;
	return steps.filter((step) => step.kind === kind && step.action !== "view").map((step) => t(`order.route.${step.desk}.${step.action}`));
}

/* Over a desk's list, and in its menu. */
export const reviews_title = (list: OrderList | undefined) => (list ? (own(`list.${list.name}.reviews`) ?? named(list)) : t("shell.reviews"));
export const reviews_entry = (list: OrderList | undefined) => (list ? named(list) : t("shell.reviews"));
/* The page that a list's applicants have for it. */
export const page_title = (list: OrderList | undefined) => (list ? (own(`list.${list.name}.page`) ?? named(list)) : "");
/* Of all that one has applied for: where that is of one list only, in its words. */
export const orders_title = () => (lists.length === 1 && own(`list.${lists[0]!.name}.orders`)) || t("order.list.title");

/* Those that somebody reviews, if there is something to choose. */
export const lists_to_choose = (reviews?: readonly string[] | null) => {
	const here = lists_of(reviews);
	return here.length > 1 ? here : [];
};
