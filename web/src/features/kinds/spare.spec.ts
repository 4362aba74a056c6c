import { describe, expect, it, vi } from "vitest";
import type * as Fixture from "./kinds.fixture";

vi.mock("virtual:describe", async () => (await vi.importActual<typeof Fixture>("./kinds.fixture")).described);
vi.mock("virtual:forms", async () => (await vi.importActual<typeof Fixture>("./kinds.fixture")).described);
import { kind_course, kind_name, kind_title, kind_words, lists_to_choose, orders_title, reviews_entry, reviews_title } from "./words";
import { kinds_for, list_of } from "@/api/describe";
import { scoped } from "@/features/preference/preference";

describe("a kind that has no words of its own", () => {
	it("is called as the description calls it", () => {
		expect(kind_name("deal")).toBe("签约");
		expect(kind_title("deal")).toBe("签约申请表");
		expect(kind_words("deal", "help")).toBeUndefined();
	});

	it("goes the way that its steps say", () => {
		expect(kind_course("deal")).toEqual(["市级审核", "清算行审核"]);
	});
});

it("PLAT-2 what one may begin is a kind that is for one's role and institution", () => {
	const names = (role: string | undefined, institution?: string | null, seat?: string | null) => kinds_for(role, institution, seat).map(({ name }) => name);
	expect(names("operator", "pharmacy")).toEqual(["deal", "gift"]);
	expect(names("operator", "medical")).toEqual(["deal"]);
	/* who has no code yet may become either */
	expect(names("operator", null)).toEqual(["deal", "gift"]);
	expect(names("finance", "pharmacy")).toEqual(["gift"]);
	expect(names("finance", "medical")).toEqual([]);
	expect(names(undefined, "pharmacy")).toEqual([]);
	/* a bureau's, by where that sits */
	expect(names("platform_admin", null, "city")).toEqual(["leave"]);
	expect(names("platform_admin", null, "province")).toEqual([]);
	expect(names("platform_admin")).toEqual([]);
});

describe("several lists", () => {
	it("are to choose from where somebody reviews more than one", () => {
		expect(lists_to_choose(["gifts", "deals", "gone"]).map(reviews_entry)).toEqual(["签约审核", "捐赠审核"]);
		expect(lists_to_choose(["deals"])).toEqual([]);
		expect(lists_to_choose(null)).toEqual([]);
		expect(reviews_title(list_of("gifts"))).toBe("捐赠审核");
		expect(orders_title()).toBe("我的申请");
	});

	it("keep what is saved apart", () => {
		expect(scoped("review_columns", undefined)).toBe("review_columns");
		expect(scoped("review_columns", "gifts")).toBe("review_columns.gifts");
	});
});
