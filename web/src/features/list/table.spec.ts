import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it, vi } from "vitest";
import type { Facet, Form, OrderList, Table, TableColumn } from "@/api/describe";

vi.mock("virtual:describe", () => {
	const words = (...values: string[]) => values.map((value) => ({ value, zh: `${value}。`, en: value }));
	return { enums: { kind: words("deal", "gift"), size: words("small", "large") }, trees: {}, tables: {}, forms: {}, lists: [], kinds: [], steps: [], reasons: [], personal: [] };
});
import { columns_of, filters_of, fitted, is_crowded } from "./table";

const column = (name: string, more: Partial<TableColumn> = {}): TableColumn => ({ name, zh: `${name}。`, en: name, width: 10, cell: "text", ...more });
const table = (...columns: TableColumn[]): Table => ({ zh: "表", en: "Table", path: "/rows", posts: false, key: "no", none: null, headings: false, columns });
const facet = (text: string, words: string | null, heading = text): Facet => ({ zh: `${text}。`, en: text, enum: words, heading: { zh: `${heading}。`, en: heading } });
const orders = { name: "deals", zh: "", en: "", title: facet("Device", null), facet_a: facet("Size", "size", "How large"), facet_b: null, kinds: ["deal"], desks: [] } satisfies OrderList;
const keys = (all: { key: string }[]) => all.map(({ key }) => key);
const texts = (all: { text: string }[]) => all.map(({ text }) => text);

describe("PLAT-7 a list's columns out of its table", () => {
	const rows = table(column("no", { fixed: true }), column("title"), column("facet_a"), column("facet_b"), column("late", { unusual: true, usual: ["national_reviewer"] }), column("phone", { sees: ["operator"] }));

	it("are those of the role, in its language, with what the orders' own list calls them", () => {
		const drawn = (role: string | undefined, more = {}) => columns_of(rows, { locale: "en", role, orders, ...more });
		expect(texts(drawn("operator"))).toEqual(["no", "Device", "Size", "late", "phone"]);
		expect(texts(drawn("operator", { locale: "zh" }))).toEqual(["no。", "Device。", "Size。", "late。", "phone。"]);
		expect(keys(drawn("finance"))).toEqual(["no", "title", "facet_a", "late"]);
		expect(keys(drawn(undefined))).toEqual(["no", "title", "facet_a", "late"]);
		expect(texts(drawn("operator", { orders: undefined }))).toEqual(["no", "title", "late", "phone"]);
		expect(texts(columns_of({ ...rows, headings: true }, { locale: "en", role: "operator", orders }))).toEqual(["no", "Device", "How large", "late", "phone"]);
		expect(drawn("operator").map(({ enum: words }) => words)).toEqual([undefined, undefined, "size", undefined, undefined]);
	});

	it("show what is unusual only to those whose it is, or who choose it; what is fixed stays", () => {
		const unusual = (role: string) => columns_of(rows, { locale: "en", role }).filter((one) => one.unusual).map(({ key }) => key);
		expect(unusual("operator")).toEqual(["late"]);
		expect(unusual("national_reviewer")).toEqual([]);
		expect(columns_of(rows, { locale: "en", role: "operator" }).filter((one) => one.fixed).map(({ key }) => key)).toEqual(["no"]);
	});

	it("are as wide as what they hold; long names share what is left; many are narrower", () => {
		const few = columns_of(table(column("no", { width: 20, cell: "number" }), column("at", { width: 16, cell: "time" }), column("name", { width: 32, cell: "name" }), column("who", { width: 14, cell: "name" })), { locale: "en", role: "operator" });
		expect(fitted(few).map(({ width }) => width)).toEqual([172, 142, undefined, 128]);
		const many = [...few, ...Array.from({ length: 8 }, (_, i) => ({ key: `own${i}`, text: "", width: 9 }))];
		expect(is_crowded(few)).toBe(false);
		expect(fitted(many).slice(0, 5).map(({ width }) => width)).toEqual([172, 100, 150, 128, 9]);
	});
});

describe("PLAT-7 a list's filters out of its query's form", () => {
	const field = (name: string, more = {}) => ({ name, type: "text" as const, zh: `${name}。`, en: name, ...more });
	const form: Form = {
		name: "rows_query",
		zh: "",
		en: "",
		fields: [field("state", { type: "choice", enum: "size" }), field("name", { personal: true }), field("kind", { type: "choice", enum: "kind" }), field("facet_a"), field("facet_b"), field("title"), field("made_from", { type: "date" }), field("made_to", { type: "date" }), ...["sort", "page", "page_size", "after", "before"].map((name) => field(name))],
	};
	const drawn = (more = {}) => filters_of(form, table(column("made_at", { en: "Made at" })), { locale: "en", role: "operator", ...more }, ["state"]);

	it("are its fields, but for those of paging, order and tabs; two days are one", () => {
		expect(drawn().map(({ name, text, kind }) => [name, text, kind])).toEqual([["name", "name", undefined], ["kind", "kind", undefined], ["title", "title", undefined], ["made", "Made at", "dates"]]);
		expect(drawn()[0]).toMatchObject({ personal: true });
	});

	it("have the words of their vocabularies, of a list of orders its own", () => {
		const values = (name: string, more = {}) => drawn(more).find((one) => one.name === name)?.choices?.map(({ value }) => value);
		expect(values("kind")).toEqual(["deal", "gift"]);
		expect(values("kind", { orders })).toEqual(["deal"]);
		expect(values("facet_a", { orders })).toEqual(["small", "large"]);
		expect(texts(drawn({ orders }))).toEqual(["name", "kind", "Size", "Device", "Made at"]);
		expect(values("name")).toBeUndefined();
	});
});

describe("PLAT-7 the product's own lists", () => {
	const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));
	const all = JSON.parse(readFileSync(here("../../api/openapi.json"), "utf8"));
	it.each(Object.entries<Table>(all["x-liangding-lists"]))("%s names only members of its items, and what its query sorts by", (name, { columns, key, path, posts }) => {
		const items = all.components.schemas[`${name}_item`].properties;
		for (const one of [key, ...columns.map((row) => row.name)]) expect(items, one).toHaveProperty(one);
		const asked: { name: string; enum: string; personal: boolean }[] = all["x-liangding-forms"][`${name}_query`].fields;
		expect(all.paths[path]).toHaveProperty(posts ? "post" : "get");
		/* an address names nobody */
		if (asked.some(({ personal }) => personal)) expect(posts).toBe(true);
		const sorts = all["x-liangding-enums"][asked.find((field) => field.name === "sort")!.enum].map(({ value }: { value: string }) => value);
		for (const { rises, falls } of columns) for (const sort of [rises, falls]) if (sort) expect(sorts).toContain(sort);
	});
});
