import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it, vi } from "vitest";
import type { Field, Form } from "./describe";

vi.mock("virtual:forms", () => ({
	trees: {},
	columns: {},
	forms: {},
	enums: {},
	personal: [
		{ form: "merchant_entry", field: "accounts.account_no", reveals: ["bank_reviewer"] },
		{ form: "access_application", field: "contact_phone", reveals: ["operator"] },
	],
}));
import { may_reveal } from "./forms";

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const forms: Form[] = Object.values(JSON.parse(readFileSync(here("./openapi.json"), "utf8"))["x-liangding-forms"]);
const all = (fields: Field[]): Field[] => fields.flatMap((field) => [field, ...all(field.fields ?? [])]);

describe("PLAT-1 the description", () => {
	it("has a drawing for every example it names, painted in the page's own colours", () => {
		const named = forms.flatMap((form) => all(form.fields)).flatMap(({ example }) => example ?? []);
		expect(named).toContain("agreement");
		for (const name of named) {
			const file = here(`../ui/examples/${name}.svg`);
			expect(existsSync(file), name).toBe(true);
			expect(readFileSync(file, "utf8")).not.toMatch(/<style|<script|style=|href=|(fill|stroke)="(?!var\(--c-|none)/);
		}
	});

	it("puts every field of a form with headings under one of them", () => {
		const headed = forms.filter((form) => form.sections);
		expect(headed.map(({ name }) => name)).toContain("access_application");
		for (const form of headed) expect(form.sections!.flatMap((section) => section.fields)).toEqual(form.fields.map(({ name }) => name));
	});

	it("PLAT-10 says by form and path who may ask for a value", () => {
		expect(may_reveal("merchant_entry", "accounts.account_no", "bank_reviewer")).toBe(true);
		expect(may_reveal("merchant_entry", "account_no", "bank_reviewer")).toBe(false);
		expect(may_reveal("access_application", "accounts.account_no", "bank_reviewer")).toBe(false);
		expect(may_reveal("merchant_entry", "contact_phone", "operator")).toBe(false);
		expect(may_reveal("access_application", "contact_phone", undefined)).toBe(false);
	});
});
