import type { Answers } from "@/api/types";

export type OpenSession = Answers["session_row"];
export type AccountRow = Answers["account_item"];
export type AccountDocument = Answers["account_document"];
export type Administered = Answers["organisation_roles"];
export type Issued = Answers["account_issued"];
export type AccountPage = Answers["account_list"];

export const institution_roles = ["operator", "institution_admin", "finance"];

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
