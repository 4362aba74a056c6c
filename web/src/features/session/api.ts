import { api, url } from "@/api/client";
import type { Captcha, Realm, Session } from "./model";

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
export const sign_out = () => api.delete("session");
/* The token that a lost answer has replaced is good for ten seconds more. */
const PATIENCE = [8_000, 32_000];
export const renew = (grant_id?: number) =>
	api.post<Session>("session/refresh", grant_id ? { grant_id } : {}, { anonymous: true, patience: PATIENCE });
export const enter = (grant_id: number) => api.post<Session>("session/grant", { grant_id });
export const change_password = (old_password: string, new_password: string) =>
	api.post<Session>("password", { old_password, new_password });
