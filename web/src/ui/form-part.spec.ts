/* What FormRows and FormPart make of a description, as a server renders it: no browser is needed to read it. */
import { createSSRApp, h } from "vue";
import { renderToString } from "vue/server-renderer";
import { beforeAll, describe, expect, it, vi } from "vitest";

const { enums, trees } = vi.hoisted(() => ({ enums: {} as Record<string, unknown>, trees: {} as Record<string, unknown> }));
vi.mock("virtual:describe", () => ({ enums, tables: {}, reasons: [], stages: [] }));
vi.mock("virtual:forms", () => ({ trees, columns: {}, forms: {}, enums: {}, personal: [] }));

import { i18n, set_locale } from "@/shell/i18n";
import FormField from "./FormField.vue";
import FormRows from "./FormRows.vue";
import type { Filling } from "./filling";
import { filled, record, subjects, words } from "./form-part.fixture";
import type { Content } from "./form";

Object.assign(enums, words);
trees.t_subjects = subjects;

/* the calendar is a library's, and wants a browser */
const fields = record.fields.filter((field) => field.type !== "date");
const filling: Filling = { set: () => {}, fault_on: () => undefined, remarks_on: () => undefined, is_locked: () => false, is_open: () => true };

async function draw(content: Content, more: Partial<Filling> = {}): Promise<string> {
	const app = createSSRApp({
		render: () =>
			h(FormRows, { fields, content, filling: { ...filling, ...more } }, {
				field: ({ field, path, value, required }: { field: never; path: string; value: never; required: boolean }) =>
					more.is_locked?.(path) ? h("p", { id: `locked-${path}` }) : h(FormField, { field, path, modelValue: value, required, fault: more.fault_on?.(path) }),
			}),
	});
	return renderToString(app.use(i18n));
}
const ids = (html: string) => [...html.matchAll(/\bid="((?:field|locked)-[^"]+)"/g)].map((match) => match[1]!).filter((id) => !/-(help|fault|unit|list|option)\b/.test(id));

describe("PLAT-1 a form drawn out of its description alone", () => {
	beforeAll(() => void vi.stubGlobal("document", { documentElement: {} }));

	it("draws groups, items and what lies in them under their paths", async () => {
		const html = await draw(filled);
		expect(ids(html)).toEqual(expect.arrayContaining(["field-subjects", "field-capital", "field-credential", "field-keeper", "field-keeper.phone", "field-accounts", "field-accounts.k7f3", "field-accounts.k7f3.proof.kinds", "field-accounts.b2.account_no"]));
		/* the parent's account needs no proof */
		expect(html).not.toContain("field-accounts.b2.proof");
		expect(html).toContain("结算账户 2");
	});

	it("draws what is asked and nothing else", async () => {
		expect(await draw({ licence: "none" })).not.toContain("field-licence_no");
		expect(await draw({ licence: "filing" })).toContain("field-licence_no");
		expect(await draw({ licence: "filing" })).not.toContain("field-subjects");
	});

	it("gives each type its control", async () => {
		const html = await draw(filled);
		expect(html).toMatch(/id="field-capital"[^>]*value="1,234,500.00"/);
		expect(html).toMatch(/id="field-beds"[^>]*value="12x"/);
		expect(html).toMatch(/id="field-credential"[^>]*type="checkbox"[^>]*checked/);
		expect(html).toMatch(/id="field-accounts.k7f3.proof.kinds"[^>]*type="checkbox"[^>]*checked/);
		/* two of at most two: the third cannot be ticked */
		expect(html).toMatch(/type="checkbox" disabled/);
		expect(html).toMatch(/role="combobox"/);
		expect(html).toContain("内科 / 呼吸内科专业");
	});

	it("adds up to as many as there may be, and takes out what is open", async () => {
		const accounts = ["a", "b", "c"].map((key) => ({ key }));
		expect(await draw({ accounts: accounts.slice(0, 2) })).toContain("添加结算账户");
		expect(await draw({ accounts })).not.toContain("添加结算账户");
		expect(await draw({ accounts })).toContain("删除结算账户 3");
		const partly = await draw({ accounts }, { is_open: (path) => path === "accounts.b", is_locked: (path) => path.startsWith("accounts.") && !path.startsWith("accounts.b") });
		expect(partly).not.toContain("删除结算账户 1");
		expect(partly).toContain("删除结算账户 2");
		expect(ids(partly)).toEqual(expect.arrayContaining(["locked-accounts.a", "field-accounts.b", "locked-accounts.c"]));
	});

	it("says what is wrong beside the part it is about", async () => {
		const html = await draw({}, { fault_on: (path) => (path === "accounts" ? "!!" : undefined) });
		expect(html).toMatch(/id="field-accounts"[^>]*aria-describedby="field-accounts-help field-accounts-fault"/);
		expect(html).toMatch(/id="field-accounts-fault"[^>]*>.*?!!/s);
	});

	it("shows the example beside the field that has one", async () => {
		expect(await draw({})).toMatch(/<svg[^>]*viewBox="0 0 300 400"/);
	});

	it("PLAT-11 speaks both languages", async () => {
		await set_locale("en");
		const html = await draw({ ...filled, keeper: {} });
		expect(html).toContain("Settlement account 2");
		expect(html).toContain("Internal medicine / Respiratory medicine");
		expect(html).not.toMatch(/[一-鿿]{2,}(?!\.jpg)/);
		await set_locale("zh");
	});
});
