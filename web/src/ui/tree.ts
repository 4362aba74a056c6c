/* Looking through a tree of codes. */
import type { Tree, TreeRow } from "@/api/describe";

export interface Branch {
	row: TreeRow;
	depth: number;
	/* one to choose, not only a heading */
	takes: boolean;
}

/* As people compare: width, case and blanks do not count (PLAT-21). */
const folded = (text: string) => text.normalize("NFKC").toLowerCase().replace(/[\s·•‧]/g, "");

/* Those that are retired are offered to nobody. */
export function branches(tree: Tree): Branch[] {
	const depths = new Map<string, number>();
	const parents = new Set(tree.rows.map((row) => row.parent));
	return tree.rows.filter(({ retired }) => !retired).map((row) => {
		const depth = row.parent === undefined ? 0 : (depths.get(row.parent) ?? 0) + 1;
		depths.set(row.code, depth);
		return { row, depth, takes: tree.parents || !parents.has(row.code) };
	});
}

/* The rows from the top down to a code's own. */
export function trail_of(tree: Tree, code: string): TreeRow[] {
	const row = tree.rows.find((one) => one.code === code);
	if (!row) return [];
	return [...(row.parent === undefined ? [] : trail_of(tree, row.parent)), row];
}

/*
 * The branches that say every word of what is searched for, by code or in either
 * language, with what they are below and what is below them.
 */
export function search(tree: Tree, query: string): Branch[] {
	const words = query.split(/\s+/).map(folded).filter(Boolean);
	const all = branches(tree);
	if (!words.length) return all;
	const says = ({ code, zh, en }: TreeRow) => words.every((word) => [code, zh, en].some((text) => folded(text).includes(word)));
	const kept = new Set<string>();
	for (const { row } of all) {
		if (row.parent !== undefined && kept.has(row.parent)) kept.add(row.code);
		else if (says(row)) kept.add(row.code);
	}
	for (const code of [...kept]) for (const above of trail_of(tree, code)) kept.add(above.code);
	return all.filter(({ row }) => kept.has(row.code));
}
