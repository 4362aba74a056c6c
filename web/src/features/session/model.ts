import type { Answers } from "@/api/types";

export type Grant = Answers["grant"];
export type Account = Answers["account_ref"];
/* Who is signed in, wearing which hat, and which others there are. */
export type Me = Pick<Answers["session"], "account" | "grants" | "grant" | "must_change_password">;
export type Session = Answers["session"];
export type Captcha = Answers["captcha"];
export type Qr = Answers["qr_new"];
export type QrState = Answers["qr"];
export type Realm = Answers["login"]["realm"];

export const institution_account = /^[HP]\d{11}$/;
/* A person's own account is called so by the server; they sign in by their phone. */
const own_account = /^U[\w-]{12}$/;

/* Where whoever is called so signs in. */
export const realm_of = (account: string): Realm | "personal" =>
	institution_account.test(account) ? "institution" : own_account.test(account) ? "personal" : "bureau";

/*
 * How hard a password is to guess, judged by its length and variety only;
 * the server alone knows the common ones. 0 too short … 4 strong.
 */
export function password_strength(password: string): 0 | 1 | 2 | 3 | 4 {
	const length = [...password].length;
	if (length < 8) return 0;
	const variety = new Set(password).size;
	const effective = Math.min(length, variety * 1.6);
	if (effective < 9) return 1;
	if (effective < 12) return 2;
	if (effective < 16) return 3;
	return 4;
}
