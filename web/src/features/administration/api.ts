import { api } from "@/api/client";
import type { AccountDocument, Administered, Issued } from "./model";

export const unlock = (account_id: number) => api.post<void>(`accounts/${account_id}/unlock`, {});
export const list_administered = () => api.get<{ items: Administered[] }>("account-organisations");
export const find_account = (account_id: number) => api.get<AccountDocument>(`accounts/${account_id}`);
export const create_account = (body: { name: string; display_name: string; organisation_id: number; roles: string[]; phone?: string; password?: string }) => api.post<Issued>("accounts", body);
export const reset_password = (account_id: number) => api.post<Issued>(`accounts/${account_id}/password`, {});
export const close_account = (account_id: number, body: { reason?: string; confirmed?: boolean }) => api.post<void>(`accounts/${account_id}/closure`, body);
export const set_contact = (account_id: number, body: { mail: string; phone?: string }) => api.put<AccountDocument>(`accounts/${account_id}/contact`, body);
export const send_link = (account_id: number) => api.post<AccountDocument>(`accounts/${account_id}/link`, {});
export const add_person = (body: { phone: string; display_name: string; organisation_id: number; roles: string[] }) => api.post<AccountDocument>("account-grants", body);
export const reopen_account = (account_id: number) => api.delete(`accounts/${account_id}/closure`);
export const set_roles = (account_id: number, organisation_id: number, roles: string[]) => api.put<AccountDocument>(`accounts/${account_id}/roles`, { organisation_id, roles });
export const set_permissions = (account_id: number, lists: string[]) => api.put<AccountDocument>(`accounts/${account_id}/permissions`, { lists });
