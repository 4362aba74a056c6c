import type { FileRef } from "@/ui/form";
import type { Paper } from "@/ui/FileViewer.vue";
import { download_url } from "@/features/file/api";
import { paper_fields } from "./sections";
import type { Order } from "./model";

export const files_of = (order: Order, field: string): FileRef[] => {
	const value = order.content[field];
	return Array.isArray(value) ? value : [];
};

/* An order's papers in the form's own order, as the viewer wants them. */
export function papers_of(order: Order, named: (thing: { zh: string; en: string }) => string): (Paper & { field: string })[] {
	return paper_fields(order.kind).flatMap((field) =>
		files_of(order, field.name).map((file, at, all) => ({
			id: file.file_id,
			field: field.name,
			title: all.length > 1 ? `${named(field)} ${at + 1}` : named(field),
			name: file.name,
			size: file.size,
			media_type: file.media_type,
			download: download_url(file.file_id),
		})),
	);
}
