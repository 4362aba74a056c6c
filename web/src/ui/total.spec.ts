import { expect, it } from "vitest";
import { total_of, total_text } from "./total";

it("tells a count that is not exact by its sign, and one that found nothing yet not as nothing", () => {
	expect(total_text({ count: 0, exact: true })).toBe("0");
	expect(total_text({ count: 1000, exact: false })).toBe("1000+");
	expect(total_text({ count: 0, exact: false })).toBe("?");
});

it("adds counts up, and is exact only if all are", () => {
	const some = { count: 3, exact: true };
	expect(total_of([some, { count: 0, exact: true }])).toEqual(some);
	expect(total_of([some, { count: 1000, exact: false }, some])).toEqual({ count: 1006, exact: false });
});
