import { api } from "@/api/client";
import type { Partner } from "./model";

export const list_partners = () => api.get<{ items: Partner[] }>("partners");
export const set_partner = (row: Partner, open: boolean) => api.put<Partner>(`partners/${row.code}`, { open, version: row.version });
