import { api } from "@/api/client";
import type { AccountDocument, Administered, Issued, OpenSession } from "./model";

export const list_sessions = () => api.get<{ items: OpenSession[] }>("sessions");
export const end_session = (session_id: string) => api.delete(`sessions/${session_id}`);
export const end_all_sessions = () => api.post<void>("sessions/end-all", {});
export const unlock = (account_id: number) => api.post<void>(`accounts/${account_id}/unlock`, {});

export const list_administered = () => api.get<{ items: Administered[] }>("account-organisations");
export const find_account = (account_id: number) => api.get<AccountDocument>(`accounts/${account_id}`);
export const create_account = (body: { name: string; display_name: string; organisation_id: number; roles: string[]; password?: string }) => api.post<Issued>("accounts", body);
export const reset_password = (account_id: number) => api.post<Issued>(`accounts/${account_id}/password`, {});
export const close_account = (account_id: number) => api.post<void>(`accounts/${account_id}/closure`, {});
export const reopen_account = (account_id: number) => api.delete(`accounts/${account_id}/closure`);
export const set_roles = (account_id: number, organisation_id: number, roles: string[]) => api.put<AccountDocument>(`accounts/${account_id}/roles`, { organisation_id, roles });
