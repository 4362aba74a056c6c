import { createPinia, setActivePinia } from "pinia";
import { beforeEach, describe, expect, it, vi } from "vitest";
import type * as Fixture from "@/features/kinds/kinds.fixture";

const { list_reviews, find_order } = vi.hoisted(() => ({ list_reviews: vi.fn(), find_order: vi.fn() }));
vi.mock("virtual:describe", async () => (await vi.importActual<typeof Fixture>("@/features/kinds/kinds.fixture")).described);
vi.mock("virtual:forms", async () => (await vi.importActual<typeof Fixture>("@/features/kinds/kinds.fixture")).described);
vi.mock("./api", () => ({ list_reviews }));
vi.mock("@/features/order/api", () => ({ find_order }));
vi.mock("@/features/file/cache", () => ({ fetch_ahead: () => {} }));

import { useSession } from "@/shell/session";
import { ensure_walk, find_next, home_of, open_order, walk } from "./queue";

const row = (order_no: string) => ({ order_no, standing: "waiting", claimed_by: null, claimed_by_me: false });
const page = (...rows: string[]) => ({ items: rows.map(row), page: 1, page_size: 20, total: { count: rows.length, exact: true }, next: null });
let walkers = 0;
function sit(desk: string): void {
	setActivePinia(createPinia());
	useSession().me = { account: { name: `walker${++walkers}` }, grant: { reviews: desk === "city" ? ["deals", "gifts"] : ["deals"] }, grants: [] } as never;
}
const asked = () => list_reviews.mock.calls.map(([query]) => (query as { list?: string }).list);

beforeEach(() => {
	list_reviews.mockReset();
	find_order.mockReset().mockImplementation((order_no: string) => Promise.resolve({ order_no, list: order_no.startsWith("G") ? "gifts" : "deals", actions: { decide: true }, claim: null }));
});

describe("the walk through a desk's orders", () => {
	it("goes through the list that the order stands in, and leads back to it", async () => {
		sit("city");
		list_reviews.mockResolvedValue(page("G1", "G2"));
		const order = await open_order("G1");
		expect(await find_next("G1")).toBe("G2");
		expect(asked()).toEqual(["gifts"]);
		expect(walk.value.back).toEqual({ state: "waiting", list: "gifts" });
		expect(home_of(order)).toEqual({ list: "gifts" });
		/* the order itself is asked for once, the next to look at it */
		expect(find_order.mock.calls.map(([order_no]) => order_no)).toEqual(["G1", "G2"]);
	});

	it("begins anew with an order of another list", async () => {
		sit("city");
		list_reviews.mockImplementation(({ list }: { list: string }) => Promise.resolve(list === "gifts" ? page("G1") : page("D1")));
		await ensure_walk("G1");
		await ensure_walk("D1");
		expect(asked()).toEqual(["gifts", "deals"]);
		expect(walk.value.steps.map(({ order_no }) => order_no)).toEqual(["D1"]);
	});

	it("names no list where the desk has one", async () => {
		sit("bank");
		list_reviews.mockResolvedValue(page("D1"));
		await ensure_walk("D1");
		expect(asked()).toEqual([undefined]);
		expect(walk.value.back).toEqual({ state: "waiting" });
		expect(find_order).not.toHaveBeenCalled();
		expect(home_of({ list: "deals" })).toEqual({});
	});
});
