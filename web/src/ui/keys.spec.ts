import { describe, expect, it, vi } from "vitest";
import { answer, composing } from "./keys";

const press = (key: string, more: Partial<KeyboardEvent> = {}) =>
	({ key, keyCode: 13, isComposing: false, ctrlKey: false, metaKey: false, altKey: false, preventDefault: vi.fn(), stopPropagation: vi.fn(), ...more }) as unknown as KeyboardEvent;

describe("PLAT-20 keys and input methods", () => {
	it.each([
		["composing", { isComposing: true }],
		["229 alone", { keyCode: 229 }],
	])("an Enter that ends a word is not the page's: %s", (_name, more) => {
		const enter = vi.fn();
		const event = press("Enter", more);
		answer(event, { Enter: enter });
		expect(composing(event)).toBe(true);
		expect(enter).not.toHaveBeenCalled();
		expect(event.preventDefault).not.toHaveBeenCalled();
	});

	it.each([
		["Enter", {}, "Enter"],
		["Enter", { ctrlKey: true }, "Ctrl+Enter"],
		["Enter", { metaKey: true }, "Ctrl+Enter"],
		["?", { shiftKey: true }, "?"],
	] as [string, Partial<KeyboardEvent>, string][])("%s with %o is %s", (key, more, name) => {
		const act = vi.fn();
		const event = press(key, more);
		answer(event, { [name]: act });
		expect(act).toHaveBeenCalledOnce();
		expect(event.preventDefault).toHaveBeenCalledOnce();
	});

	it("what says false has not answered", () => {
		const event = press("Escape");
		answer(event, { Escape: () => false });
		expect(event.preventDefault).not.toHaveBeenCalled();
		answer(press("constructor"), {});
	});
});
