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

export function clock(iso: string | null | undefined): string {
	const p = iso ? parts(iso) : null;
	return p ? `${p.hour}:${p.minute}` : "";
}

export function file_size(bytes: number): string {
	if (bytes < 1024) return `${bytes} B`;
	if (bytes < 1024 * 1024) return `${(bytes / 1024).toFixed(0)} KB`;
	return `${(bytes / 1024 / 1024).toFixed(1)} MB`;
}
