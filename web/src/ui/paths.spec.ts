import { describe, expect, it } from "vitest";
import type { Field } from "@/api/describe";
import type { Content } from "./form";
import { copy_of, find_at, name_at, path_within, places, put_at, title_of, value_at } from "./paths";

const one = (name: string, zh: string, more: Partial<Field> = {}): Field => ({ name, zh, en: name, type: "text", ...more });
const proof = one("proof", "证明", { type: "group", fields: [one("scan", "扫描件", { type: "attachment" })] });
const fields: Field[] = [
	one("kind", "种类", { type: "choice" }),
	one("accounts", "结算账户", { type: "group", repeated: true, when: { field: "kind", words: ["b"], unless: true }, fields: [one("no", "账号"), proof] }),
];
const content = (): Content => ({ kind: "a", accounts: [{ key: "k1", no: "1" }, { key: "k2", no: "2", proof: { scan: [] } }] });
const named = (thing: { zh: string }) => thing.zh;

describe("PLAT-1 places of a form, however deep", () => {
	it("goes through all that is asked, in the form's order", () => {
		expect(places(fields, content()).map(({ path, what, trail }) => `${what} ${path} ${title_of(trail, named)}`)).toEqual([
			"value kind 种类",
			"list accounts 结算账户",
			"item accounts.k1 结算账户 1",
			"value accounts.k1.no 结算账户 1 · 账号",
			"group accounts.k1.proof 结算账户 1 · 证明",
			"value accounts.k1.proof.scan 结算账户 1 · 证明 · 扫描件",
			"item accounts.k2 结算账户 2",
			"value accounts.k2.no 结算账户 2 · 账号",
			"group accounts.k2.proof 结算账户 2 · 证明",
			"value accounts.k2.proof.scan 结算账户 2 · 证明 · 扫描件",
		]);
		expect(places(fields, { ...content(), kind: "b" }).map(({ path }) => path)).toEqual(["kind"]);
	});

	it.each([
		["accounts.k2.no", "结算账户 2 · 账号", "accounts.no", true],
		["accounts.k2.proof.scan", "结算账户 2 · 证明 · 扫描件", "accounts.proof.scan", true],
		["accounts.k2", "结算账户 2", "accounts", true],
		["accounts.gone.no", "结算账户 · 账号 (gone)", "accounts.no", true],
		["accounts", "结算账户", "accounts", true],
	])("names %s", (path, name, plain, asked) => {
		expect(name_at(fields, [content()], path, named, true)).toBe(name);
		expect(find_at(fields, content(), path)).toMatchObject({ plain, asked });
		expect(find_at(fields, { ...content(), kind: "b" }, path).asked).toBe(false);
	});

	it("counts an item where it still was", () => {
		expect(name_at(fields, [{ kind: "a", accounts: [] }, content()], "accounts.k2.no", named, true)).toBe("结算账户 2 · 账号");
	});

	it.each(["nothing", "kind.x", "accounts.k1.x", "accounts.k1.no.x"])("knows that %s is none of the form's", (path) => {
		expect(find_at(fields, content(), path).field).toBeUndefined();
		expect(name_at(fields, [content()], path, named)).toBe(path);
	});

	it("puts a value where it belongs, and takes an item out", () => {
		const now = content();
		put_at(now, "kind", "c");
		put_at(now, "accounts.k1.proof.scan", []);
		put_at(now, "accounts.k2.no", "3");
		put_at(now, "accounts.gone.no", "4");
		expect(now).toEqual({ kind: "c", accounts: [{ key: "k1", no: "1", proof: { scan: [] } }, { key: "k2", no: "3", proof: { scan: [] } }] });
		put_at(now, "accounts.k1", undefined);
		expect(value_at(now, "accounts.k2.no")).toBe("3");
		expect(value_at(now, "accounts.k1.no")).toBeUndefined();
	});

	it("copies without sharing", () => {
		const before = content();
		const copy = copy_of(before);
		put_at(copy, "accounts.k1.no", "9");
		expect(value_at(before, "accounts.k1.no")).toBe("1");
	});

	it("tells what lies within", () => {
		expect(path_within("accounts.k1.no", "accounts.k1")).toBe(true);
		expect(path_within("accounts.k10.no", "accounts.k1")).toBe(false);
		expect(path_within("accounts", "accounts")).toBe(true);
	});
});
