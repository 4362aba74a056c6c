import { describe, expect, it } from "vitest";
import { days_left, deadline } from "./time";

describe("deadlines", () => {
	it("end with their day in Shanghai", () => {
		expect(deadline("2026-11-24T16:00:00.000Z")).toBe("2026-11-24 24:00");
		expect(deadline("2026-11-24T15:30:00.000Z")).toBe("2026-11-24 23:30");
		expect(deadline(null)).toBe("");
	});

	it("are counted in days of Shanghai", () => {
		const now = Date.parse("2026-11-22T10:00:00Z"); // 18:00 there
		expect(days_left("2026-11-22T16:00:00Z", now)).toBe(0);
		expect(days_left("2026-11-23T16:00:00Z", now)).toBe(1);
		expect(days_left("2026-11-22T09:59:00Z", now)).toBe(-1);
		expect(days_left("2026-11-20T16:00:00Z", now)).toBe(-2);
	});
});
