import { api, url } from "@/api/client";
import type { Captcha, Qr, QrState, Realm, Session } from "./model";

export interface Login {
	realm: Realm;
	account: string;
	password: string;
	captcha_id: string;
	captcha_answer: string;
}

export const ask_captcha = () => api.post<Captcha>("captchas", {}, { anonymous: true });
export const captcha_url = (captcha: Captcha) => url(captcha.image);
export const sign_in = (login: Login) => api.post<Session>("session", login, { anonymous: true });
export const ask_qr = () => api.post<Qr>("qr", {}, { anonymous: true });
/* One try each: whoever waits asks again soon. */
export const look_at_qr = (id: string) => api.get<QrState>(`qr/${id}`, { anonymous: true, patience: [8_000] });
export const sign_in_by_qr = (id: string, grant_id?: number) =>
	api.post<Session>(`qr/${id}/session`, grant_id ? { grant_id } : {}, { anonymous: true });
export const sign_out = () => api.delete("session");
/* The token that a lost answer has replaced is good for ten seconds more. */
const PATIENCE = [8_000, 32_000];
export const renew = (grant_id?: number) =>
	api.post<Session>("session/refresh", grant_id ? { grant_id } : {}, { anonymous: true, patience: PATIENCE });
export const enter = (grant_id: number) => api.post<Session>("session/grant", { grant_id });
export const change_password = (old_password: string, new_password: string) =>
	api.post<Session>("password", { old_password, new_password });
export const bind_account = (body: { account: string; password: string; captcha_id: string; captcha_answer: string }) => api.post<Session>("bound-accounts", body);
