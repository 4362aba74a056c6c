import { describe, expect, it } from "vitest";
import { wording } from "./model";

describe("REVIEW-3 the opinion box", () => {
	it.each([
		["city", "access_application", "review", "disagree", "reason", false],
		["city", "access_acceptance", "review", "disagree", "reason", false],
		["province", "access_application", "file", "reject", "remark", true],
		["province", "access_acceptance", "review", "reject", "remark", true],
		["nation", "access_acceptance", "review", "reject", "remark", false],
	] as const)("%s, %s", (desk, kind, opinion, reject, must, asks) => {
		const action = opinion === "file" ? "file" : "review";
		expect(wording(desk, kind, action)).toMatchObject({ opinion, reject, must, asks });
	});
});
