import { describe, expect, it } from "vitest";
import type { Field } from "@/api/describe";
import { check, is_asked, is_empty, is_required, keyboard_of, new_key, position_parts, to_wire, type Content } from "./form";

const text = (more: Partial<Field>): Field => ({ name: "x", type: "text", zh: "x", en: "x", ...more });
const file = { file_id: "7", name: "a.pdf", size: 1, media_type: null };
const when = (field: string, words: string[], unless = false) => ({ field, words, unless });

/* A merchant's settlement accounts, as their proofs go: three parts deep. */
const account: Field[] = [
	text({ name: "of_parent", type: "boolean" }),
	text({ name: "no", required: true }),
	text({ name: "own_name", required: true, when: when("of_parent", ["true"], true) }),
	text({
		name: "proof",
		type: "group",
		required: true,
		when: when("of_parent", ["true"]),
		fields: [text({ name: "kinds", type: "choices", required: true }), text({ name: "scan", type: "attachment", required: true, when: when("kinds", ["card", "letter"]) })],
	}),
];
const record: Field[] = [
	text({ name: "licence", type: "choice", required: true }),
	text({ name: "licence_no", required: true, when: when("licence", ["practice"]) }),
	text({ name: "filing_no", required: true, offered: true, when: when("licence", ["filing"]) }),
	text({ name: "until", type: "date", required: true, when: when("licence_no", ["7"], true) }),
	text({ name: "capital", type: "money" }),
	text({ name: "beds", type: "integer" }),
	text({ name: "accounts", type: "group", repeated: true, required: true, max_items: 2, fields: account, when: when("licence", ["none"], true) }),
];

describe("PLAT-1 the described form", () => {
	it.each([
		[{ licence: "practice" }, ["licence", "licence_no", "filing_no", "until", "accounts"], ["licence", "licence_no", "until", "accounts"]],
		[{ licence: "filing" }, ["licence", "filing_no", "accounts"], ["licence", "filing_no", "accounts"]],
		[{ licence: "none" }, ["licence", "filing_no"], ["licence"]],
		[{}, ["licence", "filing_no", "accounts"], ["licence", "accounts"]],
		/* what hangs on a field that is not asked is not asked, whatever is left in that */
		[{ licence: "none", licence_no: "7" }, ["licence", "filing_no"], ["licence"]],
	] as [Content, string[], string[]][])("asks and requires by what is beside: %j", (content, asked, required) => {
		const plain = record.filter((field) => !["capital", "beds"].includes(field.name));
		expect(plain.filter((field) => is_asked(record, field, content)).map(({ name }) => name)).toEqual(asked);
		expect(plain.filter((field) => is_required(record, field, content)).map(({ name }) => name)).toEqual(required);
	});

	const cases: [string, Partial<Field>, Content["x"], string[]][] = [
		["empty and required", { required: true }, " ", ["required"]],
		["empty and not required", {}, "", []],
		["a choice not made", { type: "choice", required: true }, undefined, ["choose"]],
		["none of several", { type: "choices", required: true }, [], ["choose"]],
		["some of several", { type: "choices", required: true }, ["a"], []],
		["no code of a tree", { type: "tree", required: true }, undefined, ["choose"]],
		["a box not ticked", { type: "boolean", required: true }, undefined, []],
		["a paper not attached", { type: "attachment", required: true }, undefined, ["attach"]],
		["no amount", { type: "money", required: true }, "", ["required"]],
		["an amount of nothing", { type: "money", required: true }, 0, []],
		["what is no amount", { type: "money" }, "1,2", ["money"]],
		["what is no number", { type: "integer" }, "x", ["number"]],
		["a number", { type: "integer" }, 7, []],
		["a part without items", { type: "group", repeated: true, required: true }, [], ["add"]],
		["a part that may be without", { type: "group", repeated: true, required: true, may_be_empty: true }, [], []],
		["there, whatever it is", { required: true, format: "mail", max: 2 }, "not a mail address", []],
	];
	it.each(cases)("tells: %s", (_name, more, value, codes) => {
		expect(check([text(more)], { x: value }).map((fault) => fault.code)).toEqual(codes);
	});

	it("tells what is missing however deep, each under its path", () => {
		const content: Content = {
			licence: "filing",
			filing_no: "8",
			accounts: [{ key: "a", of_parent: true, no: "1", proof: { kinds: ["card"] } }, { key: "b", own_name: "x" }, { key: "c", no: "1", of_parent: true }],
		};
		expect(check(record, content).map(({ path, code }) => `${path}:${code}`)).toEqual(["accounts.a.proof.scan:attach", "accounts.b.no:required", "accounts.c.proof.kinds:choose"]);
	});

	it("leaves an optional group alone until something is in it", () => {
		const group = [text({ name: "g", type: "group", fields: account })];
		expect(check(group, {})).toEqual([]);
		expect(check(group, { g: { of_parent: false } })).toEqual([]);
		expect(check(group, { g: { own_name: "x" } }).map(({ path }) => path)).toEqual(["g.no"]);
	});

	it.each([
		["a mail address", { format: "mail" }, { type: "email", inputmode: "email", autocomplete: "email" }],
		["a phone number", { format: "phone" }, { type: "tel", inputmode: "tel" }],
		["somebody's phone number", { format: "phone", personal: true }, { inputmode: "tel", autocomplete: "off" }],
		["a number", { type: "integer" }, { inputmode: "numeric" }],
		["an amount", { type: "money" }, { inputmode: "decimal" }],
		["words", {}, {}],
	] as [string, Partial<Field>, object][])("brings the keyboard for %s", (_name, more, keyboard) => {
		expect(keyboard_of(text(more))).toMatchObject(keyboard);
	});

	it("sends files by id and leaves out what is empty", () => {
		const fields = [text({}), text({ name: "y" }), text({ name: "f", type: "attachment" })];
		expect(to_wire(fields, { x: " a ", y: "", f: [file] })).toEqual({ x: "a", f: ["7"] });
	});

	it("sends parts as they are, items with their keys, and keeps what is not asked", () => {
		const content: Content = {
			licence: "none",
			licence_no: "7",
			capital: 12345,
			beds: "x",
			accounts: [{ key: "a", of_parent: false, no: " 1 ", proof: {} }, { key: "b", proof: { scan: [file] } }, { key: "c" }],
		};
		expect(to_wire(record, content)).toEqual({
			licence: "none",
			licence_no: "7",
			capital: 12345,
			beds: "x",
			accounts: [{ key: "a", no: "1" }, { key: "b", proof: { scan: ["7"] } }, { key: "c" }],
		});
	});

	it("answers for a box only where an answer is owed", () => {
		const box = (required: boolean) => [text({ type: "boolean", required })];
		expect(to_wire(box(false), { x: false })).toEqual({});
		expect(to_wire(box(true), {})).toEqual({ x: false });
		expect(to_wire(box(false), { x: true })).toEqual({ x: true });
	});

	it("takes a part for empty as long as nothing is typed in it", () => {
		expect(is_empty({ key: "a", of_parent: false, proof: { scan: [] } })).toBe(true);
		expect(is_empty({ key: "a", proof: { no: "1" } })).toBe(false);
	});

	it("gives items keys as the server takes them, each its own", () => {
		const items: { key: string }[] = [];
		for (let n = 0; n < 200; n++) items.push({ key: new_key(items) });
		expect(new Set(items.map(({ key }) => key)).size).toBe(200);
		expect(items.every(({ key }) => /^[a-z0-9]{1,16}$/.test(key))).toBe(true);
	});
});

describe("INST-1 a place on the map", () => {
	it.each([
		["118.089425,24.479834", ["118.089425", "24.479834"]],
		[" 118.089425， 24.479834 ", ["118.089425", "24.479834"]],
		["１１８.０８　２４.４７", ["118.08", "24.47"]],
		["118.08,", ["118.08", ""]],
		[",24.47", ["", "24.47"]],
		["", ["", ""]],
	])("%j is read as its two numbers", (text, parts) => expect(position_parts(text)).toEqual(parts));
});
