import { api } from "@/api/client";
import type { Answers } from "@/api/types";

export type Notice = Answers["notice_item"];
export type NoticePage = Answers["notice_list"];
export type Choices = Answers["notice_choices"];

export const list_notices = (after: number | null, unread: boolean) => api.get<NoticePage>("notices", { query: { ...(after ? { after } : {}), ...(unread ? { unread: "true" } : {}) } });
export const count_unread = () => api.get<{ unread: number }>("notices/unread");
/* One, or all up to it; what is left unread. */
export const mark_read = (id: number, up_to = false) => api.post<{ unread: number }>("notices/read", { id, ...(up_to ? { up_to } : {}) });
export const find_choices = () => api.get<Choices>("notice-choices");
export const choose = ({ language, mail, sms }: Choices) => api.put<Choices>("notice-choices", { language, mail, sms });
