import type { FileRef } from "@/ui/form";

export interface StoredFile extends FileRef {
	order_no: string;
	field: string;
	offset: number;
	chunk_size: number;
	state: "uploading" | "ok" | "refused";
}
