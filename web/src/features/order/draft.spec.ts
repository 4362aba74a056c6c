import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { ApiProblem } from "@/api/problem";
import { useDraft } from "./draft";
import type { Order } from "./model";

const save = vi.hoisted(() => vi.fn());
vi.mock("./api", () => ({ save_draft: save }));

const order = (order_no: string) => ({ order_no, version: 1, content: { app_name: "a" } }) as unknown as Order;
const fields = [{ name: "app_name", type: "text" as const, zh: "x", en: "x" }];

beforeEach(() => {
	vi.useFakeTimers();
	save.mockReset();
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
});
