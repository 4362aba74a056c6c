/* Amounts: fen in the API and in memory, yuan where people type and read. */

const MOST_DIGITS = 12;

/* Decimals of a yuan, and of ten thousand of them. */
const YUAN = 2;
const WAN = 6;

function parse_amount(typed: string, decimals: number): number | null {
	const text = typed.normalize("NFKC").replace(/[\s¥元]/g, "").replace(/。/g, ".");
	const parts = /^(-?)(\d+|\d{1,3}(?:,\d{3})+)(?:\.(\d*))?$/.exec(text);
	if (!parts || (parts[3] ?? "").length > decimals) return null;
	const whole = parts[2]!.replace(/,/g, "").replace(/^0+(?=\d)/, "");
	if (whole.length > MOST_DIGITS + YUAN - decimals) return null;
	const fen = Number(whole + (parts[3] ?? "").padEnd(decimals, "0"));
	return parts[1] && fen ? -fen : fen;
}

function amount_text(fen: number, decimals: number): string {
	const digits = String(Math.abs(fen)).padStart(decimals + 1, "0");
	const whole = digits.slice(0, -decimals).replace(/\B(?=(\d{3})+$)/g, ",");
	return `${fen < 0 ? "-" : ""}${whole}.${digits.slice(-decimals)}`;
}

/* "1,234.5", "￥１２３４．５０" or "1234元" as fen; null for what is no amount. */
export const parse_money = (typed: string) => parse_amount(typed, YUAN);
/* The same in units of ten thousand yuan: "50", "50万" or "50.5 万元". */
export const parse_wan = (typed: string) => parse_amount(typed.replace(/万元?\s*$/, ""), WAN);

/* 123450 as "1,234.50". */
export const money_text = (fen: number) => amount_text(fen, YUAN);
/* 50500000 as "50.5". */
export const wan_text = (fen: number) => amount_text(fen, WAN).replace(/\.?0+$/, "");

/* A whole number as it is typed, in any width; null for what is none. */
export function parse_integer(typed: string): number | null {
	const text = typed.normalize("NFKC").replace(/[\s,]/g, "");
	return /^-?\d{1,15}$/.test(text) ? Number(text) + 0 : null;
}
