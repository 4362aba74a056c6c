/* Amounts: fen in the API and in memory, yuan where people type and read. */

const MOST_DIGITS = 12;

/* "1,234.5", "￥１２３４．５０" or "1234元" as fen; null for what is no amount. */
export function parse_money(typed: string): number | null {
	const text = typed.normalize("NFKC").replace(/[\s¥元]/g, "").replace(/。/g, ".");
	const parts = /^(-?)(\d+|\d{1,3}(?:,\d{3})+)(?:\.(\d{0,2}))?$/.exec(text);
	if (!parts) return null;
	const yuan = parts[2]!.replace(/,/g, "").replace(/^0+(?=\d)/, "");
	if (yuan.length > MOST_DIGITS) return null;
	const fen = Number(yuan + (parts[3] ?? "").padEnd(2, "0"));
	return parts[1] && fen ? -fen : fen;
}

/* 123450 as "1,234.50". */
export function money_text(fen: number): string {
	const digits = String(Math.abs(fen)).padStart(3, "0");
	const yuan = digits.slice(0, -2).replace(/\B(?=(\d{3})+$)/g, ",");
	return `${fen < 0 ? "-" : ""}${yuan}.${digits.slice(-2)}`;
}

/* A whole number as it is typed, in any width; null for what is none. */
export function parse_integer(typed: string): number | null {
	const text = typed.normalize("NFKC").replace(/[\s,]/g, "");
	return /^-?\d{1,15}$/.test(text) ? Number(text) + 0 : null;
}
