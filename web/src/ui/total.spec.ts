import { expect, it } from "vitest";
import { total_text } from "./total";

it("tells a count that is not exact by its sign, and one that found nothing yet not as nothing", () => {
	expect(total_text({ count: 0, exact: true })).toBe("0");
	expect(total_text({ count: 1000, exact: false })).toBe("1000+");
	expect(total_text({ count: 0, exact: false })).toBe("?");
});
