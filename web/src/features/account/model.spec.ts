import { describe, expect, it } from "vitest";
import { device_name } from "./model";

describe("LOGIN-6 own sessions", () => {
	it.each([
		["Mozilla/5.0 (Windows NT 6.1; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/109.0.0.0 Safari/537.36", "Chrome 109 · Windows"],
		["Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/120.0 Safari/537.36 Edg/120.0", "Edge 120 · Windows"],
		["Mozilla/5.0 (Macintosh; Intel Mac OS X 13_3) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/16.4 Safari/605.1.15", "Safari 16 · macOS"],
		["curl/8.0", "curl/8.0"],
	])("%s", (agent, name) => expect(device_name(agent)).toBe(name));
});
