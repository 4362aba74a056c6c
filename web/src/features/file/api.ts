import { files_of, type Content } from "@/ui/form";
import { value_at } from "@/ui/paths";
import { api, cookie_url } from "@/api/client";
import type { Answers } from "@/api/types";
import type { FileList, StoredFile } from "./model";

/* key: of the one upload this begins, however often it is asked for */
export const announce = (order_no: string, field: string, name: string, size: number, key: string) =>
	api.post<StoredFile>(`orders/${order_no}/files`, { field, name, size }, { key });
export const send_chunk = (file_id: string, offset: number, chunk: Blob, signal: AbortSignal) =>
	api.put<StoredFile>(`files/${file_id}/content`, chunk, {
		headers: { "Upload-Offset": String(offset) },
		signal,
	});
export const find_file = (file_id: string) => api.get<StoredFile>(`files/${file_id}`);
export const unfinished = (order_no: string) => api.get<FileList>(`orders/${order_no}/uploads`);
/* Whether the order as it is stored now holds the file. */
export const is_named = async (order_no: string, field: string, file_id: string): Promise<boolean> => {
	const { content } = await api.get<Answers["order"]>(`orders/${order_no}`);
	return files_of(value_at(content as Content, field)).some((one) => one.file_id === file_id);
};
export const drop_file = (file_id: string) => api.delete(`files/${file_id}`);
export const fetch_bytes = (file_id: string, signal?: AbortSignal) =>
	api.blob(`files/${file_id}/content`, { signal });
export const download_url = (file_id: string) => cookie_url(`files/${file_id}/content`, { download: 1 });
