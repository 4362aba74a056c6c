import { describe, expect, it } from "vitest";
import { begin_of, days_of, growth, QUICK } from "./period";

describe("MONEY-1 the times that are added up", () => {
	it.each([
		["day", "2026-11-27", "2026-11-27"],
		["week", "2026-11-27", "2026-11-23"],
		["week", "2026-11-23", "2026-11-23"],
		["week", "2026-11-29", "2026-11-23"],
		["week", "2027-01-01", "2026-12-28"],
		["year", "2026-11-27", "2026-01-01"],
		["own", "2026-03-01", "2026-01-31"],
	] as const)("a %s until %s begins on %s", (period, today, begins) => {
		expect(begin_of(period, today)).toBe(begins);
	});

	it("growth is in tenths of a percent, and none where there was nothing before", () => {
		expect(growth(150, 100)).toBe(500);
		expect(growth(100, 300)).toBe(-667);
		expect(growth(-100, 100)).toBe(-2000);
		expect(growth(100, 0)).toBeNull();
		expect(growth(100, -5)).toBeNull();
	});
});

it("the times of bills that are asked for most", () => {
	const days = (today: string) => Object.fromEntries(QUICK.map((one) => [one, days_of(one, today).join(" ")]));
	expect(days("2026-03-01")).toEqual({ today: "2026-03-01 2026-03-01", yesterday: "2026-02-28 2026-02-28", seven: "2026-02-23 2026-03-01", month: "2026-03-01 2026-03-01", last_month: "2026-02-01 2026-02-28" });
	expect(days("2026-01-31").last_month).toBe("2025-12-01 2025-12-31");
});
