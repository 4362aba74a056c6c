/* How many there are, or at least how many: "12", "1000+", "?" when none was found yet. */
export interface Total {
	count: number;
	exact: boolean;
}
export function total_text(total: Total): string {
	if (total.exact) return `${total.count}`;
	return total.count > 0 ? `${total.count}+` : "?";
}
