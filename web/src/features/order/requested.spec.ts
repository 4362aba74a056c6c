import { describe, expect, it } from "vitest";
import type { Field } from "@/api/describe";
import { only_requested } from "./requested";

const text = (name: string, more: Partial<Field> = {}): Field => ({ name, type: "text", zh: name, en: name, required: true, ...more });
const fields: Field[] = [
	text("capital"),
	text("long", { type: "boolean" }),
	text("until", { when: { field: "long", words: ["true"], unless: true } }),
	text("accounts", { type: "group", repeated: true, max_items: 5, fields: [text("no"), text("bank")] }),
];
const sent = { capital: "1", long: true, accounts: [{ key: "a", no: "1", bank: "x" }] };

describe("PLAT-14 what was being changed while an order waited, once it came back", () => {
	it("is as it was submitted again but for what was asked about", () => {
		const draft = { capital: "2", long: true, accounts: [{ key: "a", no: "9", bank: "y" }] };
		expect(only_requested(fields, sent, draft, ["accounts.a.no"])).toEqual({ capital: "1", long: true, accounts: [{ key: "a", no: "9", bank: "x" }] });
	});

	it("an item that was added is gone, one that was taken out is back; with the whole part open they stay", () => {
		const draft = { ...sent, accounts: [{ key: "b", no: "2", bank: "z" }] };
		expect(only_requested(fields, sent, draft, ["capital"])).toEqual(sent);
		expect(only_requested(fields, sent, draft, ["accounts"])).toEqual(draft);
	});

	it("what an opened answer newly asks for stays", () => {
		const draft = { ...sent, long: false, until: "2030-01-01" };
		expect(only_requested(fields, sent, draft, ["long"])).toEqual(draft);
	});

	it("changes neither of the two", () => {
		const before = structuredClone(sent);
		only_requested(fields, sent, { ...sent, capital: "3" }, ["accounts.a.no"]);
		expect(sent).toEqual(before);
	});
});
