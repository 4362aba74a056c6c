// What a .csv file says (RFC 4180), read without the code that wrote it.
import assert from 'node:assert/strict'

/** Rows of texts; the mark at the front and the ends of lines are checked. */
export function readCsv(bytes) {
	const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
	assert.equal(text[0], '\uFEFF')
	const rows = []
	let at = 1
	while (at < text.length) {
		const row = []
		for (;;) {
			let cell = ''
			if (text[at] === '"') {
				for (at++; text[at] !== '"' || text[at + 1] === '"'; at++) {
					assert.ok(at < text.length, 'an open quote')
					if (text[at] === '"')
						at++
					cell += text[at]
				}
				at++
			} else {
				for (; !',\r\n'.includes(text[at]); at++) {
					assert.ok(at < text.length && text[at] !== '"', 'a bare cell')
					cell += text[at]
				}
			}
			row.push(cell)
			if (text[at] !== ',')
				break
			at++
		}
		assert.equal(text.slice(at, at + 2), '\r\n')
		at += 2
		rows.push(row)
	}
	return rows
}
