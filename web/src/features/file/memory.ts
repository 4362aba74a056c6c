/*
 * By what an unfinished upload knows its file again after the page was left:
 * besides name and size, which the server tells, the time it was last changed.
 * And which files somebody took out again, that they are not offered anew.
 */
import type { StoredFile } from "./model";

const NAME = "liangding.uploads";
const MOST = 50;
const TAKEN_OUT = -1;

function read(): Record<string, number> {
	try {
		const kept: unknown = JSON.parse(localStorage.getItem(NAME) ?? "{}");
		return kept && typeof kept === "object" ? (kept as Record<string, number>) : {};
	} catch {
		return {};
	}
}

function write(signs: Record<string, number>): void {
	try {
		localStorage.setItem(NAME, JSON.stringify(Object.fromEntries(Object.entries(signs).slice(-MOST))));
	} catch {
		/* without storage an upload begins again */
	}
}

export function keep_sign(file_id: string, file: File): void {
	write({ ...read(), [file_id]: file.lastModified });
}

export function forget_sign(file_id: string): void {
	const signs = read();
	delete signs[file_id];
	write(signs);
}

export function take_out(file_id: string): void {
	write({ ...read(), [file_id]: TAKEN_OUT });
}

export const is_taken_out = (file_id: string): boolean => read()[file_id] === TAKEN_OUT;

export const is_same = (stored: StoredFile, file: File): boolean =>
	stored.name === file.name && stored.size === file.size && read()[stored.file_id] === file.lastModified;
