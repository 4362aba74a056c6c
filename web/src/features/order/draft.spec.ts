import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { ApiProblem } from "@/api/problem";
import { useDraft } from "./draft";
import type { Order } from "./model";

const { save, find } = vi.hoisted(() => ({ save: vi.fn(), find: vi.fn() }));
vi.mock("./api", () => ({ save_draft: save, find_order: find }));

const order = (order_no: string) => ({ order_no, version: 1, content: { app_name: "a" } }) as unknown as Order;
const fields = [{ name: "app_name", type: "text" as const, zh: "x", en: "x" }];

beforeEach(() => {
	vi.useFakeTimers();
	save.mockReset();
	find.mockReset();
	let version = 1;
	save.mockImplementation(async () => ({ version: ++version, saved_at: "2026-11-22T00:00:00Z" }));
});
afterEach(() => vi.useRealTimers());

describe("PLAT-4 drafts are never lost", () => {
	it("saves a moment after the last key, once", async () => {
		const draft = useDraft(order("1"), fields, "me");
		draft.set("app_name", "b");
		await vi.advanceTimersByTimeAsync(1000);
		draft.set("app_name", "bc");
		await vi.advanceTimersByTimeAsync(1000);
		expect(save).not.toHaveBeenCalled();
		await vi.advanceTimersByTimeAsync(600);
		expect(save).toHaveBeenCalledTimes(1);
		expect(save.mock.calls[0]!.slice(0, 3)).toEqual(["1", 1, { app_name: "bc" }]);
		expect(draft.version.value).toBe(2);
		expect(draft.dirty.value).toBe(false);
	});

	it("keeps what lies in parts, and puts a part back as it was", async () => {
		const inner = [{ name: "no", type: "text" as const, zh: "x", en: "x" }];
		const part = [{ name: "accounts", type: "group" as const, repeated: true, zh: "x", en: "x", fields: inner }];
		const of = { ...order("5"), content: { accounts: [{ key: "a", no: "1" }] } } as unknown as Order;
		const draft = useDraft(of, part, "me");
		draft.set("accounts.a.no", "2");
		draft.unlock("accounts.a", "why");
		await vi.advanceTimersByTimeAsync(1600);
		expect(save.mock.calls[0]!.slice(2, 4)).toEqual([{ accounts: [{ key: "a", no: "2" }] }, [{ field: "accounts.a", reason: "why" }]]);
		expect(of.content).toEqual({ accounts: [{ key: "a", no: "1" }] });
		draft.lock("accounts.a", { key: "a", no: "1" });
		await vi.advanceTimersByTimeAsync(1600);
		expect(save.mock.calls[1]!.slice(2, 4)).toEqual([{ accounts: [{ key: "a", no: "1" }] }, []]);
	});

	it("tries again when the line is back", async () => {
		save.mockRejectedValueOnce(new ApiProblem(0));
		const draft = useDraft(order("2"), fields, "me");
		draft.set("app_name", "b");
		await vi.advanceTimersByTimeAsync(1600);
		expect(draft.problem.value?.code).toBe("network");
		await vi.advanceTimersByTimeAsync(5100);
		expect(draft.problem.value).toBeNull();
		expect(draft.dirty.value).toBe(false);
	});

	it("keeps through an ended session what could not be saved, for the same account only", async () => {
		save.mockRejectedValue(new ApiProblem(401));
		const draft = useDraft(order("3"), fields, "me");
		draft.set("app_name", "typed");
		await vi.advanceTimersByTimeAsync(1600);
		draft.stop();
		expect(useDraft(order("3"), fields, "other").content.app_name).toBe("a");
		draft.set("app_name", "typed");
		expect(useDraft(order("3"), fields, "me").content.app_name).toBe("typed");
	});

	it("saves what was typed while a save was under way", async () => {
		let finish: (answer: unknown) => void = () => {};
		save.mockImplementationOnce(() => new Promise((done) => (finish = done)));
		const draft = useDraft(order("4"), fields, "me");
		draft.set("app_name", "b");
		await vi.advanceTimersByTimeAsync(1600);
		draft.set("app_name", "bc");
		finish({ version: 2, saved_at: "2026-11-22T00:00:00Z" });
		await vi.advanceTimersByTimeAsync(1600);
		expect(save).toHaveBeenCalledTimes(2);
		expect(save.mock.calls[1]!.slice(1, 3)).toEqual([2, { app_name: "bc" }]);
	});

	/* Typed and kept, never saved: the save fails as it does when the tab goes away. */
	async function typed(order_no: string): Promise<void> {
		save.mockRejectedValueOnce(new ApiProblem(401)).mockRejectedValueOnce(new ApiProblem(401));
		const draft = useDraft(order(order_no), fields, "me");
		draft.set("app_name", "typed");
		await vi.advanceTimersByTimeAsync(1600);
		draft.stop();
		await vi.advanceTimersByTimeAsync(0);
	}
	const at = (order_no: string, more: object) => ({ ...order(order_no), ...more }) as Order;

	it("what the server has got already is not unsaved", async () => {
		await typed("5");
		save.mockClear();
		const draft = useDraft(at("5", { version: 2, content: { app_name: "typed" } }), fields, "me");
		await vi.advanceTimersByTimeAsync(1600);
		expect(draft.dirty.value).toBe(false);
		expect(save).not.toHaveBeenCalled();
	});

	it("what was saved elsewhere meanwhile is a choice, not a loss", async () => {
		await typed("6");
		const theirs = at("6", { version: 2, content: { app_name: "theirs" } });
		save.mockRejectedValueOnce(new ApiProblem(409, { code: "order.changed" }));
		find.mockResolvedValueOnce(theirs);
		const draft = useDraft(theirs, fields, "me");
		expect(draft.content.app_name).toBe("typed");
		await vi.advanceTimersByTimeAsync(1600);
		expect(save.mock.lastCall!.slice(1, 3)).toEqual([1, { app_name: "typed" }]);
		expect(draft.changed_elsewhere.value).toBe(true);
		expect(draft.content.app_name).toBe("typed");
	});

	it("a save whose answer was lost is no one else's", async () => {
		await typed("7");
		save.mockRejectedValueOnce(new ApiProblem(409, { code: "order.changed" }));
		find.mockResolvedValueOnce(at("7", { version: 2, content: { app_name: "typed" } }));
		const draft = useDraft(order("7"), fields, "me");
		await vi.advanceTimersByTimeAsync(1600);
		expect(draft.problem.value).toBeNull();
		expect(draft.dirty.value).toBe(false);
		expect(draft.version.value).toBe(2);
	});

	it.each([
		["is there when the page opens again", 2],
		["arrives only after that", 1],
	])("what this tab sent at a reload is its own, though more was typed since; it %s", async (_, seen) => {
		const no = `9${seen}`;
		const before = useDraft(order(no), fields, "me");
		before.set("app_name", "sent");
		save.mockReturnValueOnce(new Promise(() => {})); /* the reload cuts its answer off */
		before.leave();
		before.set("app_name", "typed");
		vi.clearAllTimers(); /* that page is gone */
		const sent = at(no, { version: 2, content: { app_name: "sent" } });
		save.mockReset();
		if (seen === 1) {
			save.mockRejectedValueOnce(new ApiProblem(409, { code: "order.changed" }));
			find.mockResolvedValueOnce(sent);
		}
		save.mockResolvedValueOnce({ version: 3, saved_at: "2026-11-22T00:00:00.000Z" });
		const draft = useDraft(seen === 2 ? sent : order(no), fields, "me");
		await vi.advanceTimersByTimeAsync(1700);
		expect(save.mock.lastCall!.slice(1, 3)).toEqual([2, { app_name: "typed" }]);
		expect(draft.changed_elsewhere.value).toBe(false);
		expect(draft.version.value).toBe(3);
	});

	it("words for an earlier submission are not put into the next", async () => {
		await typed("8");
		const draft = useDraft(at("8", { version: 4, submission_no: 1, content: { app_name: "returned" } }), fields, "me");
		expect(draft.content.app_name).toBe("returned");
	});
});
