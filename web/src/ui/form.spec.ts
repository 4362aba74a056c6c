import { describe, expect, it } from "vitest";
import type { Field } from "@/api/describe";
import { check, is_required, to_wire } from "./form";

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
		["too long, counted in characters", { max: 2 }, "𠮷𠮷𠮷", ["too_long"]],
		["as long as allowed", { max: 3 }, "𠮷𠮷𠮷", []],
		["a choice not made", { type: "choice", required: true }, undefined, ["choose"]],
		["not a mail address", { type: "mail" }, "a@b", ["mail"]],
		["a landline", { type: "phone" }, "05921234567", ["phone"]],
		["a mobile", { type: "phone" }, "13900000000", []],
	];
	it.each(cases)("tells: %s", (_name, more, value, codes) => {
		expect(check([text(more)], { x: value }).map((fault) => fault.code)).toEqual(codes);
	});

	it("sends files by id and leaves out what is empty", () => {
		const fields = [text({}), text({ name: "y" }), text({ name: "f", type: "attachment" })];
		expect(to_wire(fields, { x: " a ", y: "", f: [file] })).toEqual({ x: "a", f: ["7"] });
	});
});
