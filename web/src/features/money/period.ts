/* Times that are added up, as days of Shanghai; the week begins on Monday. */
export const PERIODS = ["day", "week", "year", "own"] as const;
export type Period = (typeof PERIODS)[number];

const DAY_MS = 86400_000;
const text = (ms: number) => new Date(ms).toISOString().slice(0, 10);
const OWN_DAYS = 30;

/* From when a period has lasted until that day, itself included. */
export function begin_of(period: Period, today: string): string {
	const ms = Date.parse(`${today}T00:00:00Z`);
	if (period === "week") return text(ms - ((new Date(ms).getUTCDay() + 6) % 7) * DAY_MS);
	if (period === "year") return `${today.slice(0, 4)}-01-01`;
	return period === "own" ? text(ms - (OWN_DAYS - 1) * DAY_MS) : today;
}

/* By how much it is more than before, in tenths of a percent; null where there was nothing. */
export const growth = (now: number, before: number): number | null => (before > 0 ? Math.round(((now - before) / before) * 1000) : null);

/* Times of the bills' list, both days included. */
export const QUICK = ["today", "yesterday", "seven", "month", "last_month"] as const;
export type Quick = (typeof QUICK)[number];
export function days_of(quick: Quick, today: string): [string, string] {
	const ms = Date.parse(`${today}T00:00:00Z`);
	if (quick === "today") return [today, today];
	if (quick === "yesterday") return [text(ms - DAY_MS), text(ms - DAY_MS)];
	if (quick === "seven") return [text(ms - 6 * DAY_MS), today];
	const first = `${today.slice(0, 7)}-01`;
	if (quick === "month") return [first, today];
	const last = text(Date.parse(`${first}T00:00:00Z`) - DAY_MS);
	return [`${last.slice(0, 7)}-01`, last];
}
