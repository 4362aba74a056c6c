import type { Change } from "@/features/order/model";
import { earlier_papers, papers_of } from "@/features/order/papers";
import type { RecordDocument } from "./api";

type Named = (thing: { zh: string; en: string }) => string;

/* The papers in force, and behind them those of earlier versions that are not any more. */
export function papers_on_file(record: RecordDocument, named: Named, version: (n: number) => string) {
	const { content, content_kind, versions } = record;
	const all = papers_of({ kind: content_kind, content }, named);
	for (const { no, kind, changes } of versions)
		all.push(...earlier_papers({ kind, content, changes: changes as Change[] }, named, () => version(no - 1)));
	return all.filter(({ id }, at) => all.findIndex((one) => one.id === id) === at);
}
