export interface Organisation {
	name: string;
	code: string | null;
	kind: string;
	level: "nation" | "province" | "city" | "district" | null;
	division: string;
	division_name: string;
}

export interface Grant {
	grant_id: number;
	role: string;
	organisation: Organisation;
	menu: string[];
}

export interface Account {
	name: string;
	display_name: string;
	kind: "institution" | "unified" | "bureau" | "bank";
}

export interface Me {
	account: Account;
	grants: Grant[];
	grant: Grant | null;
	must_change_password: boolean;
}

export interface Session extends Me {
	access_token: string;
	expires_in: number;
	idle_timeout: number;
}

export interface Captcha {
	captcha_id: string;
	image: string;
	expires_in: number;
	answer?: string;
}

export type Realm = "institution" | "bureau";

export const institution_account = /^[HP]\d{11}$/;

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
