import { describe, expect, it } from "vitest";
import { bounded, scale_of, stepped, turned, upright } from "./sight";

describe("PLAT-9 how a paper is looked at", () => {
	it("steps to the next size from wherever it is", () => {
		expect(stepped(1, 1)).toBe(1.25);
		expect(stepped(1, -1)).toBe(0.75);
		expect(stepped(0.83, 1)).toBe(1);
		expect(stepped(0.83, -1)).toBe(0.75);
		expect(stepped(0.999, 1)).toBe(1.25);
		expect(stepped(1.003, -1)).toBe(0.75);
		expect(stepped(6, 1)).toBe(6);
		expect(stepped(0.1, -1)).toBe(0.1);
		expect(stepped(0.02, 1)).toBe(0.1);
	});

	it("turns by quarters and comes round", () => {
		expect(turned(270, 90)).toBe(0);
		expect(turned(0, -90)).toBe(270);
		expect(upright({ width: 2, height: 3 }, 90)).toEqual({ width: 3, height: 2 });
		expect(upright({ width: 2, height: 3 }, 180)).toEqual({ width: 2, height: 3 });
	});

	it("fits the width, or all of the page", () => {
		const room = { width: 800, height: 600 };
		expect(scale_of("width", { width: 400, height: 4000 }, room)).toBe(2);
		expect(scale_of("page", { width: 400, height: 4000 }, room)).toBe(0.15);
		expect(scale_of("page", { width: 1600, height: 600 }, room)).toBe(0.5);
		expect(scale_of(1.5, { width: 400, height: 4000 }, room)).toBe(1.5);
		expect(scale_of("width", { width: 0, height: 0 }, room)).toBe(1);
		expect(scale_of("page", { width: 9, height: 90_000 }, room)).toBe(bounded(0));
	});
});
