import { api, cookie_url, type Query } from "@/api/client";
import type { Answers } from "@/api/types";
import type { ListName } from "@/features/list/model";

export type Export = Answers["export"];
export type Format = NonNullable<Export["format"]>;
export const begin_export = (list: ListName, query: Query, columns: string[], language: string, format: Format) =>
	api.post<Export>(`${list}-exports`, { query, columns: columns.join(","), language, format });
export const begin_dossier = (order_no: string, language: string, key: string) =>
	api.post<Export>(`orders/${order_no}/dossiers`, { language }, { key });
export const find_exports = () => api.get<Answers["exports"]>("exports");
export const find_export = (export_id: string) => api.get<Export>(`exports/${export_id}`);
export const drop_export = (export_id: string) => api.delete(`exports/${export_id}`);
/* Followed by the browser itself, whose cookie it goes by, so that any size can be fetched. */
export const export_url = (export_id: string) => cookie_url(`exports/${export_id}/content`);
