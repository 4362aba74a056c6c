import { api, READ, type Query } from "@/api/client";
import type { AccountPage, OpenSession } from "./model";

export const list_sessions = () => api.get<{ items: OpenSession[] }>("sessions");
export const end_session = (session_id: string) => api.delete(`sessions/${session_id}`);
export const end_all_sessions = () => api.post<void>("sessions/end-all", {});
/* Names people: in a body, which is kept in no history and no log. */
export const list_accounts = ({ after, page_size, ...query }: Query) => {
	const every: Query = { ...query, page_size: String(page_size), after: Number(after) || null };
	const asked = Object.entries(every).filter(([, value]) => value !== null && value !== undefined && value !== "");
	return api.post<AccountPage>("accounts/search", Object.fromEntries(asked), { patience: READ });
};
export const unlock = (account_id: number) => api.post<void>(`accounts/${account_id}/unlock`, {});
