import type { FileRef, Value } from "@/ui/form";
import type { Paper } from "@/ui/FileViewer.vue";
import { download_url } from "@/features/file/api";
import { paper_fields } from "./sections";
import type { Order } from "./model";

type Named = (thing: { zh: string; en: string }) => string;
type FieldPaper = Paper & { field: string };

const files_of = (value: Value): FileRef[] => (Array.isArray(value) ? value : []);

const papers = (field: string, title: string, files: FileRef[]): FieldPaper[] =>
	files.map((file, at, all) => ({
		id: file.file_id,
		field,
		title: all.length > 1 ? `${title} ${at + 1}` : title,
		name: file.name,
		size: file.size,
		media_type: file.media_type,
		download: download_url(file.file_id),
	}));

/* An order's papers in the form's own order, as the viewer wants them. */
export function papers_of(order: Order, named: Named): FieldPaper[] {
	return paper_fields(order.kind).flatMap((field) => papers(field.name, named(field), files_of(order.content[field.name])));
}

/* The papers that are only compared with: those of the last submission, and those on record. */
export function earlier_papers(order: Order, named: Named, side: (name: "before" | "on_record") => string): FieldPaper[] {
	const seen = new Set(papers_of(order, named).map(({ id }) => id));
	return order.changes.flatMap((change) => {
		const field = paper_fields(order.kind).find(({ name }) => name === change.field);
		if (!field) return [];
		return (["before", "on_record"] as const)
			.flatMap((name) => papers(field.name, `${side(name)} · ${named(field)}`, files_of(change[name] as Value)))
			.filter(({ id }) => !seen.has(id) && seen.add(id));
	});
}
