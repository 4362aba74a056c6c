import { createPinia, setActivePinia } from "pinia";
import { beforeEach, describe, expect, it, vi } from "vitest";
import type { Me } from "@/features/session/model";
import { useSession } from "@/shell/session";
import { fetch_ahead, file_bytes, forget_papers } from "./cache";

const fetched = vi.hoisted(() => [] as string[]);
let weight = 10;
vi.mock("./api", () => ({
	fetch_bytes: async (id: string) => {
		fetched.push(id);
		if (id === "gone") throw new Error("no line");
		return { size: weight } as Blob;
	},
}));
const me = (name: string, grant_id: number) =>
	({ account: { name }, grants: [], grant: { grant_id }, must_change_password: false }) as unknown as Me;

setActivePinia(createPinia());
const session = useSession();
beforeEach(() => {
	forget_papers();
	fetched.length = 0;
	weight = 10;
	session.me = me("city1", 1);
});

describe("papers kept in the page", () => {
	it("are fetched once while the account and its hat stay the same", async () => {
		expect(await file_bytes("a")).toBe(await file_bytes("a"));
		session.me = me("city1", 1);
		await file_bytes("a");
		expect(fetched).toEqual(["a"]);
	});

	it.each([
		["a sign-out", () => (session.me = null)],
		["another account", () => (session.me = me("city2", 1))],
		["another hat", () => (session.me = me("city1", 2))],
	])("are gone after %s", async (_, change) => {
		const before = await file_bytes("a");
		change();
		expect(await file_bytes("a")).not.toBe(before);
		expect(fetched).toEqual(["a", "a"]);
	});

	it("are asked for again when they did not come", async () => {
		await expect(file_bytes("gone")).rejects.toThrow("no line");
		await expect(file_bytes("gone")).rejects.toThrow("no line");
		expect(fetched).toEqual(["gone", "gone"]);
	});

	it("make room, the one longest unused first", async () => {
		weight = 40 * 1024 * 1024;
		for (const id of ["a", "b", "a", "c"]) await file_bytes(id);
		await file_bytes("a");
		expect(fetched).toEqual(["a", "b", "c"]);
		await file_bytes("b");
		expect(fetched).toEqual(["a", "b", "c", "b"]);
	});

	it("come ahead as far as they are light, the first whatever it weighs", async () => {
		const heavy = 20 * 1024 * 1024;
		await fetch_ahead([{ id: "a", size: heavy }, { id: "b", size: 1 }]);
		expect(fetched).toEqual(["a"]);
		await fetch_ahead([{ id: "c", size: 1 }, { id: "d", size: 1 }, { id: "e", size: heavy }]);
		expect(fetched).toEqual(["a", "c", "d"]);
	});
});
