import { readFileSync, readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";

const src = fileURLToPath(new URL("../..", import.meta.url));
const described = JSON.parse(readFileSync(`${src}api/openapi.json`, "utf8"))["x-liangding-review"];
const names = (rows: { name: string }[]) => rows.map(({ name }) => name);
const walk = (folder: string): string[] =>
	readdirSync(`${src}${folder}`, { withFileTypes: true }).flatMap((entry) => (entry.isDirectory() ? walk(`${folder}${entry.name}/`) : [`${folder}${entry.name}`]));
const files = walk("");

describe("a kind of order in the pages", () => {
	it("is named in its own folder and nowhere else", () => {
		const pages = files.filter((file) => /\.(vue|ts|json|css)$/.test(file) && !/^api\/|\.spec\.ts$|^features\/kinds\/\w+\//.test(file));
		expect(pages).toContain("features/order/views/OrderNew.vue");
		const found = pages.flatMap((file) => {
			const text = readFileSync(src + file, "utf8");
			return names(described.kinds).filter((kind) => text.includes(kind)).map((kind) => `${file}: ${kind}`);
		});
		expect(found).toEqual([]);
	});

	const own = files.filter((file) => /^features\/kinds\/\w+\/locales\/zh\.json$/.test(file));
	it.each(own)("%s speaks of what the description has", (file) => {
		const words = JSON.parse(readFileSync(src + file, "utf8"));
		expect(names(described.kinds)).toEqual(expect.arrayContaining(Object.keys(words.kind ?? {})));
		expect(names(described.lists)).toEqual(expect.arrayContaining(Object.keys(words.list ?? {})));
		expect(names(described.lists.filter(({ page }: { page: boolean }) => page))).toEqual(expect.arrayContaining(Object.keys(words.page ?? {})));
		expect(Object.keys(words).filter((key) => !["kind", "list", "page"].includes(key))).toEqual([]);
	});
});
