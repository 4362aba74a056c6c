/* How many there are, or at least how many: "12", "1000+", "?" when none was found yet. */
export interface Total {
	count: number;
	exact: boolean;
}
/* Of all together. */
export const total_of = (totals: Total[]): Total => ({ count: totals.reduce((sum, { count }) => sum + count, 0), exact: totals.every(({ exact }) => exact) });

export function total_text(total: Total): string {
	if (total.exact) return `${total.count}`;
	return total.count > 0 ? `${total.count}+` : "?";
}
