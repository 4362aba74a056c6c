import { api, url } from "@/api/client";
import type { FileList, StoredFile } from "./model";

export const announce = (order_no: string, field: string, name: string, size: number) =>
	api.post<StoredFile>(`orders/${order_no}/files`, { field, name, size });
export const send_chunk = (file_id: string, offset: number, chunk: Blob, signal: AbortSignal) =>
	api.put<StoredFile>(`files/${file_id}/content`, chunk, {
		headers: { "Upload-Offset": String(offset) },
		signal,
	});
export const find_file = (file_id: string) => api.get<StoredFile>(`files/${file_id}`);
export const unfinished = (order_no: string) => api.get<FileList>(`orders/${order_no}/uploads`);
export const drop_file = (file_id: string) => api.delete(`files/${file_id}`);
export const file_bytes = (file_id: string, signal: AbortSignal) =>
	api.blob(`files/${file_id}/content`, { signal });
export const download_url = (file_id: string) => url(`files/${file_id}/content`, { download: 1 });
