/*
 * Rows as they are copied out of a spreadsheet, or as it saves them: columns
 * apart by tabs or commas, texts with either of them in quotes (RFC 4180).
 */
import { applicant_fields, no_applicant, type Applicant } from "./api";

export function cells_of(text: string): string[][] {
	const apart = text.includes("\t") ? "\t" : ",";
	const rows: string[][] = [];
	let row: string[] = [], cell = "", quoted = false;
	const end_cell = () => {
		row.push(cell.trim());
		cell = "";
	};
	const end_row = () => {
		end_cell();
		if (row.some(Boolean)) rows.push(row);
		row = [];
	};
	for (let i = 0; i < text.length; i++) {
		const c = text[i]!;
		if (quoted) {
			if (c !== '"') cell += c;
			else if (text[i + 1] === '"') cell += text[++i];
			else quoted = false;
		} else if (c === '"' && cell === "") quoted = true;
		else if (c === apart) end_cell();
		else if (c === "\n") end_row();
		else if (c !== "\r") cell += c;
	}
	end_row();
	return rows;
}

/* In the order of the template; a first row of headings, which has no code, is left out. */
export function applicants_of(text: string): Applicant[] {
	return cells_of(text.replace(/^\uFEFF/, ""))
		.filter((row, i) => i > 0 || /\d/.test(row[0] ?? ""))
		.map((row) => Object.assign(no_applicant(), Object.fromEntries(applicant_fields.map((name, i) => [name, row[i] ?? ""]))));
}

/*
 * A workbook's first sheet, as if its cells had been pasted. A number with more digits
 * than a spreadsheet keeps of one is no longer what was typed: it is left out, to be asked for.
 */
async function text_of_workbook(file: File): Promise<string> {
	const { default: read } = await import("read-excel-file");
	const cell = (value: unknown) => {
		const text = value === null || (typeof value === "number" && !Number.isSafeInteger(value)) ? "" : String(value);
		return /[\t\n"]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
	};
	return (await read(file)).map((row) => row.map(cell).join("\t")).join("\n");
}

export async function text_of_file(file: File): Promise<string> {
	const bytes = await file.arrayBuffer();
	const is_zip = new DataView(bytes).byteLength > 4 && new DataView(bytes).getUint32(0) === 0x504b0304;
	return is_zip ? text_of_workbook(file) : text_of(bytes);
}

/* As Excel in Chinese saves one: UTF-8 where it says so or is so, else GB 18030. */
function text_of(bytes: ArrayBuffer): string {
	try {
		return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
	} catch {
		return new TextDecoder("gb18030").decode(bytes);
	}
}
