import type { Total } from "@/features/order/model";

export interface OpenSession {
	session_id: string | number;
	device: string;
	address: string;
	created_at: string;
	last_seen_at: string;
	current: boolean;
}

export interface AccountRow {
	account_id: string | number;
	name: string;
	display_name: string;
	organisation_name: string;
	roles: string[];
	state: "active" | "closed";
	locked_until: string | null;
}

export interface AccountPage {
	items: AccountRow[];
	/* a plain number or a total like the other lists' */
	total: Total | number;
	page: number;
	page_size: number;
}

const browsers: [RegExp, string][] = [
	[/Edg\/(\d+)/, "Edge"],
	[/Firefox\/(\d+)/, "Firefox"],
	[/Chrome\/(\d+)/, "Chrome"],
	[/Version\/(\d+).*Safari/, "Safari"],
];
const systems: [RegExp, string][] = [
	[/Windows/, "Windows"],
	[/iPhone|iPad/, "iOS"],
	[/Mac OS X/, "macOS"],
	[/Android/, "Android"],
	[/Linux/, "Linux"],
];

/* A browser's own long name of itself, as people call it. */
export function device_name(agent: string): string {
	const browser = browsers.find(([pattern]) => pattern.test(agent));
	const system = systems.find(([pattern]) => pattern.test(agent));
	const version = browser && browser[0].exec(agent)?.[1];
	return (
		[browser && `${browser[1]} ${version}`, system?.[1]].filter(Boolean).join(" · ") ||
		agent.slice(0, 60)
	);
}

export const is_locked = (row: AccountRow, now = Date.now()) =>
	!!row.locked_until && new Date(row.locked_until).getTime() > now;
