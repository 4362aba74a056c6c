import { describe, expect, it, vi } from "vitest";
import { hold, release, unfinished_of } from "./unfinished";

const server = vi.hoisted(() => ({ asked: 0, ids: [] as string[], lost: false }));
vi.mock("./api", () => ({
	unfinished: async () => {
		server.asked++;
		if (server.lost) throw new Error("no line");
		return { items: server.ids.map((file_id) => ({ file_id })) };
	},
}));
const offered = (order_no: string, ids: string[]) =>
	vi.waitFor(() => expect(unfinished_of(order_no).items.map((one) => one.file_id)).toEqual(ids));

describe("PLAT-19 what an order offers to go on with", () => {
	it("is asked for once by all of its fields", async () => {
		server.ids = ["a", "b"];
		unfinished_of("1");
		await offered("1", ["a", "b"]);
		expect(server.asked).toBe(1);
	});

	it("is nothing that this page is at work on, until it leaves it", async () => {
		hold("2", "a");
		await offered("2", ["b"]);
		hold("2", "b");
		await offered("2", []);
		release("2", "a");
		await offered("2", ["a"]);
	});

	it("is nothing where the answer fails", async () => {
		server.lost = true;
		unfinished_of("3");
		await new Promise((soon) => setTimeout(soon));
		await offered("3", []);
	});
});
