import type { Answers } from "@/api/types";

export type OpenSession = Answers["session_row"];

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
