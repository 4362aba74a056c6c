import { api } from "@/api/client";
import type { Certificates } from "./model";

const of = (account_id: number) => `accounts/${account_id}/certificates`;
export const list_certificates = (account_id: number) => api.get<Certificates>(of(account_id));
export const add_certificate = (account_id: number, certificate: string) => api.post<Certificates>(of(account_id), { certificate });
export const remove_certificate = (account_id: number, id: number) => api.delete(`${of(account_id)}/${id}`);
