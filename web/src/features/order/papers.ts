import { form } from "@/api/forms";
import { files_of, type FileRef, type Value } from "@/ui/form";
import { find_at, name_at, places, title_of } from "@/ui/paths";
import type { Paper } from "@/ui/FileViewer.vue";
import { download_url } from "@/features/file/api";
import type { Order } from "./model";

type Named = (thing: { zh: string; en: string }) => string;
type FieldPaper = Paper & { field: string };

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
export function papers_of(order: Pick<Order, "kind" | "content">, named: Named): FieldPaper[] {
	return places(form(order.kind).fields, order.content)
		.filter((place) => place.field.type === "attachment")
		.flatMap((place) => papers(place.path, title_of(place.trail, named), files_of(place.value)));
}

/* The papers that are only compared with: those of the last submission, and those on record. */
export function earlier_papers(order: Pick<Order, "kind" | "content" | "changes">, named: Named, side: (name: "before" | "on_record") => string): FieldPaper[] {
	const seen = new Set(papers_of(order, named).map(({ id }) => id));
	const { fields } = form(order.kind);
	return order.changes.flatMap((change) => {
		if (find_at(fields, order.content, change.field).field?.type !== "attachment") return [];
		const title = name_at(fields, [order.content], change.field, named);
		return (["before", "on_record"] as const)
			.flatMap((name) => papers(change.field, `${side(name)} · ${title}`, files_of(change[name] as Value)))
			.filter(({ id }) => !seen.has(id) && seen.add(id));
	});
}
