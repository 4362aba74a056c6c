import { api } from "@/api/client";
import type { OpenSession } from "./model";

export const list_sessions = () => api.get<{ items: OpenSession[] }>("sessions");
export const end_session = (session_id: string) => api.delete(`sessions/${session_id}`);
export const end_all_sessions = () => api.post<void>("sessions/end-all", {});
