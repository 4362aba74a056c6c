import { api } from "@/api/client";
import type { Answers } from "@/api/types";
import { locale } from "@/shell/i18n";
import type { Session } from "@/features/session/model";

/* A code on its way: what it is brought back with. */
export type Issued = Answers["sms_code_issued"];
export type BoundPhone = Answers["bound_phone"];
export interface Drawn {
	captcha_id: string;
	captcha_answer: string;
}

const anonymous = { anonymous: true };
const spoken = <T extends object>(body: T) => ({ ...body, language: locale.value });

export const ask_to_sign_in = (login: Drawn & { phone: string; password: string }) => api.post<Issued>("session/phone", spoken(login), anonymous);
export const sign_in_by_code = (ticket: string, code: string) => api.post<Session>("session/phone/code", { ticket, code }, anonymous);

export type Forgotten = Drawn & { phone: string } & (
	| { forgotten: "password"; account: string }
	| { forgotten: "personal_password"; id_no: string }
	| { forgotten: "account"; uscc: string }
);
export const ask_to_recover = (body: Forgotten) => api.post<Issued>("recovery/code", spoken(body), anonymous);
export const set_password = (ticket: string, code: string, new_password: string) =>
	api.post<Answers["recovery_done"]>("recovery/password", { ticket, code, new_password }, anonymous);
export const find_accounts = (ticket: string, code: string) => api.post<Answers["recovery_accounts"]>("recovery/account", { ticket, code }, anonymous);

export const bound_phone = () => api.get<BoundPhone>("bound-phone");
export const ask_for_phone = (body: Drawn & { which: "old" | "new"; phone?: string }) => api.post<Issued>("bound-phone/code", spoken(body));
export const change_phone = (body: { phone: string; id_no: string; old_ticket?: string; old_code?: string; ticket: string; code: string }) =>
	api.put<BoundPhone>("bound-phone", body);
