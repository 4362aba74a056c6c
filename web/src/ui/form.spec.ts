import { describe, expect, it } from "vitest";
import type { Field } from "@/api/describe";
import { check, is_required, keyboard_of, to_wire } from "./form";

const text = (more: Partial<Field>): Field => ({ name: "x", type: "text", zh: "x", en: "x", ...more });
const file = { file_id: "7", name: "a.pdf", size: 1, media_type: null };

describe("PLAT-1 the described form", () => {
	it("requires what another field's value calls for", () => {
		const field = text({ required_when: { field: "kind", equals: "a" } });
		expect(is_required(field, { kind: "a" })).toBe(true);
		expect(is_required(field, { kind: "b" })).toBe(false);
		expect(is_required(field, {})).toBe(false);
	});

	const cases: [string, Partial<Field>, string | undefined, string[]][] = [
		["empty and required", { required: true }, " ", ["required"]],
		["empty and not required", {}, "", []],
		["a choice not made", { type: "choice", required: true }, undefined, ["choose"]],
		["a paper not attached", { type: "attachment", required: true }, undefined, ["attach"]],
		["there, whatever it is", { required: true, format: "mail", max: 2 }, "not a mail address", []],
	];
	it.each(cases)("tells: %s", (_name, more, value, codes) => {
		expect(check([text(more)], { x: value }).map((fault) => fault.code)).toEqual(codes);
	});

	it.each([
		["a mail address", { format: "mail" }, { type: "email", inputmode: "email", autocomplete: "email" }],
		["a phone number", { format: "phone" }, { type: "tel", inputmode: "tel" }],
		["somebody's phone number", { format: "phone", personal: true }, { inputmode: "tel", autocomplete: "off" }],
		["a number", { type: "integer" }, { inputmode: "numeric" }],
		["words", {}, {}],
	] as [string, Partial<Field>, object][])("brings the keyboard for %s", (_name, more, keyboard) => {
		expect(keyboard_of(text(more))).toMatchObject(keyboard);
	});

	it("sends files by id and leaves out what is empty", () => {
		const fields = [text({}), text({ name: "y" }), text({ name: "f", type: "attachment" })];
		expect(to_wire(fields, { x: " a ", y: "", f: [file] })).toEqual({ x: "a", f: ["7"] });
	});
});
