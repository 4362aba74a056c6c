import { readFileSync, readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";

type Tree = { [key: string]: string | Tree };

const root = fileURLToPath(new URL("..", import.meta.url));
const walk = (folder: string): string[] =>
	readdirSync(folder, { withFileTypes: true }).flatMap((entry) =>
		entry.isDirectory() ? walk(`${folder}${entry.name}/`) : [`${folder}${entry.name}`],
	);
const files = walk(root);
const namespaces = files.filter((file) => file.endsWith("locales/zh.json")).map((file) => file.slice(0, -"zh.json".length));
const read = (file: string): Tree => JSON.parse(readFileSync(file, "utf8"));

function flat(tree: Tree, prefix = ""): Map<string, string> {
	return new Map(
		Object.entries(tree).flatMap(([key, value]): [string, string][] =>
			typeof value === "string" ? [[prefix + key, value]] : [...flat(value, `${prefix}${key}.`)],
		),
	);
}
const holes = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map((match) => match[1]).sort();
const name_of = (folder: string) => folder.split("/").at(-3)!;
/* those of kinds are one namespace */
const space_of = (folder: string) => (folder.split("/").at(-4) === "kinds" ? "kinds" : name_of(folder));

describe("PLAT-11 two languages", () => {
	it.each(namespaces.map((folder) => [name_of(folder), folder]))("%s has the same keys in both", (_name, folder) => {
		const zh = flat(read(`${folder}zh.json`));
		const en = flat(read(`${folder}en.json`));
		expect([...en.keys()].sort()).toEqual([...zh.keys()].sort());
		for (const [key, text] of zh) expect(holes(en.get(key)!), key).toEqual(holes(text));
	});

	it.each(namespaces.map((folder) => [name_of(folder), folder]))("%s: English holds no Chinese", (_name, folder) => {
		for (const [key, text] of flat(read(`${folder}en.json`))) expect(text, key).not.toMatch(/\p{Script=Han}/u);
	});

	const known = new Set(namespaces.flatMap((folder) => [...flat(read(`${folder}zh.json`)).keys()].map((key) => `${space_of(folder)}.${key}`)));
	const sources = files.filter((file) => /\.(vue|ts)$/.test(file) && !file.endsWith(".spec.ts"));

	it("every key a page names exists", () => {
		const missing = sources.flatMap((file) =>
			[...readFileSync(file, "utf8").matchAll(/\bt\(\s*["'`]([a-z_]+(?:\.[\w]+)+)["'`]/g)]
				.map((match) => match[1]!)
				.filter((key) => !known.has(key))
				.map((key) => `${file.slice(root.length)}: ${key}`),
		);
		expect(missing).toEqual([]);
	});

	it("pages hold no Chinese of their own", () => {
		const found = sources
			.filter((file) => file.endsWith(".vue"))
			.filter((file) => {
				const text = readFileSync(file, "utf8").replace(/\/\*[\s\S]*?\*\/|<!--[\s\S]*?-->|<(\w+)[^>]*lang="zh"[^>]*>[^<]*<\/\1>/g, "").replace(/"中文"/g, "");
				return /\p{Script=Han}/u.test(text);
			})
			.map((file) => file.slice(root.length));
		expect(found).toEqual([]);
	});
});
