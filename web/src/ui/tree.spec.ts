import { describe, expect, it } from "vitest";
import type { Tree } from "@/api/describe";
import { branches, search, trail_of } from "./tree";

const subjects: Tree = {
	parents: false,
	rows: [
		{ code: "03", zh: "内科", en: "Internal medicine" },
		{ code: "03.01", parent: "03", zh: "呼吸内科专业", en: "Respiratory medicine" },
		{ code: "03.02", parent: "03", zh: "消化内科专业", en: "Gastroenterology" },
		{ code: "50", zh: "中医科", en: "Traditional Chinese medicine" },
		{ code: "50.01", parent: "50", zh: "内科专业", en: "TCM internal" },
	],
};
const found = (query: string) => search(subjects, query).map(({ row }) => row.code);

describe("INST-1 a tree of codes is searched", () => {
	it("shows all of it at first, each as deep as it lies", () => {
		expect(branches(subjects).map(({ row, depth, takes }) => `${row.code} ${depth} ${takes}`)).toEqual(["03 0 false", "03.01 1 true", "03.02 1 true", "50 0 false", "50.01 1 true"]);
		expect(branches({ ...subjects, parents: true })[0]!.takes).toBe(true);
		expect(found(" ")).toHaveLength(5);
	});

	it.each([
		["03.02", ["03", "03.02"]],
		["０３．０２", ["03", "03.02"]],
		["消化", ["03", "03.02"]],
		["GASTRO", ["03", "03.02"]],
		["呼吸 专业", ["03", "03.01"]],
		["专业 呼吸 消化", []],
		/* what is below what is found can be chosen there */
		["中医", ["50", "50.01"]],
		["内科", ["03", "03.01", "03.02", "50", "50.01"]],
		["x", []],
	])("finds by %s", (query, codes) => expect(found(query)).toEqual(codes));

	it("offers what is retired to nobody, and still knows what it is", () => {
		const some: Tree = { ...subjects, rows: subjects.rows.map((row) => (row.code === "03.02" ? { ...row, retired: true } : row)) };
		expect(search(some, "消化")).toEqual([]);
		expect(branches(some).map(({ row }) => row.code)).toEqual(["03", "03.01", "50", "50.01"]);
		expect(trail_of(some, "03.02").map(({ zh }) => zh)).toEqual(["内科", "消化内科专业"]);
	});

	it("knows the way to a code", () => {
		expect(trail_of(subjects, "50.01").map(({ zh }) => zh)).toEqual(["中医科", "内科专业"]);
		expect(trail_of(subjects, "99")).toEqual([]);
	});
});
