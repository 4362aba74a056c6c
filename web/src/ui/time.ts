/* Times are stored in UTC and shown in Asia/Shanghai, whatever the browser. */
const zone = "Asia/Shanghai";

function parts(iso: string): Record<string, string> | null {
	const date = new Date(iso);
	if (Number.isNaN(date.getTime())) return null;
	const formatter = new Intl.DateTimeFormat("en-GB", {
		timeZone: zone,
		year: "numeric",
		month: "2-digit",
		day: "2-digit",
		hour: "2-digit",
		minute: "2-digit",
		second: "2-digit",
		hourCycle: "h23",
	});
	return Object.fromEntries(formatter.formatToParts(date).map((part) => [part.type, part.value]));
}

export function date_time(iso: string | null | undefined): string {
	const p = iso ? parts(iso) : null;
	return p ? `${p.year}-${p.month}-${p.day} ${p.hour}:${p.minute}` : "";
}

export function date_time_second(iso: string | null | undefined): string {
	const p = iso ? parts(iso) : null;
	return p ? `${date_time(iso)}:${p.second}` : "";
}

export function clock(iso: string | null | undefined): string {
	const p = iso ? parts(iso) : null;
	return p ? `${p.hour}:${p.minute}` : "";
}

/* Today by the clock alone, another day with its date. */
export const soon = (iso: string | null | undefined) => (date_time(iso).slice(0, 10) === date_time(new Date().toISOString()).slice(0, 10) ? clock(iso) : date_time(iso));

/* A deadline is the end of a day: that day's 24:00, not the next one's 00:00. */
export function deadline(iso: string | null | undefined): string {
	const p = iso ? parts(iso) : null;
	if (!p || `${p.hour}:${p.minute}` !== "00:00") return date_time(iso);
	const day = parts(new Date(new Date(iso!).getTime() - 1).toISOString())!;
	return `${day.year}-${day.month}-${day.day} 24:00`;
}

/* Whole days until a moment, by the days of Shanghai; below 0 it has passed. */
export function days_left(iso: string, now = Date.now()): number {
	const day = (ms: number) => Math.floor((ms + 8 * 3600_000 - 1) / 86400_000);
	return new Date(iso).getTime() < now ? Math.min(-1, day(new Date(iso).getTime()) - day(now)) : day(new Date(iso).getTime()) - day(now);
}

export const is_late = (iso: string | null | undefined) => !!iso && new Date(iso).getTime() < Date.now();

export function file_size(bytes: number): string {
	if (bytes < 1024) return `${bytes} B`;
	if (bytes < 1024 * 1024) return `${(bytes / 1024).toFixed(0)} KB`;
	return `${(bytes / 1024 / 1024).toFixed(1)} MB`;
}
