// What an .xlsx file says, read without the library that wrote it: the zip's
// directory (APPNOTE 4.3), its parts inflated, the sheets' cells in place.
import { execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { inflateRawSync } from 'node:zlib'

function unzip(bytes) {
	const end = bytes.lastIndexOf(Buffer.from('PK\x05\x06'))
	let at = bytes.readUInt32LE(end + 16)
	const parts = new Map()
	for (let n = bytes.readUInt16LE(end + 10); n > 0; n--) {
		const [method, packed] = [bytes.readUInt16LE(at + 10), bytes.readUInt32LE(at + 20)]
		const [name, extra, comment] = [28, 30, 32].map((offset) => bytes.readUInt16LE(at + offset))
		const local = bytes.readUInt32LE(at + 42)
		const from = local + 30 + bytes.readUInt16LE(local + 26) + bytes.readUInt16LE(local + 28)
		const part = bytes.subarray(from, from + packed)
		parts.set(bytes.toString('utf8', at + 46, at + 46 + name), method === 8 ? inflateRawSync(part) : part)
		at += 46 + name + extra + comment
	}
	return parts
}

const entities = { amp: '&', lt: '<', gt: '>', quot: '"', apos: '\'' }
// As spreadsheet programs read a text: entities first, then _xHHHH_ (ECMA-376, ST_Xstring).
const plain = (text) => text.replace(/&(amp|lt|gt|quot|apos);/g, (_, name) => entities[name])
	.replace(/_x([0-9A-Fa-f]{4})_/g, (_, code) => String.fromCharCode(parseInt(code, 16)))
const column = (letters) => [...letters].reduce((n, letter) => n * 26 + letter.charCodeAt(0) - 64, 0) - 1

/** [{ name, rows }]: rows of texts, numbers and undefined. */
export function readSheets(bytes) {
	const parts = unzip(bytes)
	const names = [...String(parts.get('xl/workbook.xml')).matchAll(/<sheet name="([^"]*)"/g)].map(([, name]) => plain(name))
	return names.map((name, i) => ({ name, rows: [...String(parts.get(`xl/worksheets/sheet${i + 1}.xml`)).matchAll(/<row [^>]*>(.*?)<\/row>/gs)]
		.map(([, cells]) => {
			const row = []
			for (const [, at, more, inside] of cells.matchAll(/<c r="([A-Z]+)\d+"([^>]*)>(.*?)<\/c>/gs)) {
				const text = inside.match(/<is><t[^>]*>(.*?)<\/t><\/is>/s)
				row[column(at)] = /t="inlineStr"/.test(more) ? plain(text?.[1] ?? '') : Number(inside.match(/<v>(.*?)<\/v>/)[1])
			}
			return row
		}) }))
}

/** A cell's day count as a moment; what it shows is Shanghai's clock. */
export const momentOf = (days) => new Date(Math.round((days - 25569) * 86_400_000) - 8 * 3_600_000)

/**
 * Rows as a workbook, written by libxlsxwriter: all texts, but a number where { row, column }
 * says so, from 0, as Excel makes of long digits.
 */
export function workbook(stack, rows, { row: number_row, column: number_column } = {}) {
	const base = join(stack.directory, `workbook-${process.pid}`)
	const text = (value) => `"${[...Buffer.from(value)].map((byte) => `\\${byte.toString(8).padStart(3, '0')}`).join('')}"`
	const cells = rows.flatMap((row, y) => row.map((value, x) => y === number_row && x === number_column
		? `worksheet_write_number(s, ${y}, ${x}, ${value.replace(/\D/g, '0')}.0, NULL);` : `worksheet_write_string(s, ${y}, ${x}, ${text(value)}, NULL);`))
	writeFileSync(`${base}.c`, `#include <xlsxwriter.h>
int main(void) { lxw_workbook *b = workbook_new("${base}.xlsx"); lxw_worksheet *s = workbook_add_worksheet(b, NULL); ${cells.join('\n')} return workbook_close(b); }\n`)
	execFileSync('gcc', ['-o', base, `${base}.c`, '-lxlsxwriter'])
	execFileSync(base)
	return readFileSync(`${base}.xlsx`)
}
