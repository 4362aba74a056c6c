// Files for uploads, made here: sound PDFs and PNGs, and hostile ones.
import { deflateSync } from 'node:zlib'
import { PNG } from 'pngjs'

/** A PDF of one page saying text (ASCII), with at least `size` bytes. */
export function pdf(text = 'liangding', size = 0) {
	const safe = text.replace(/[\\()]/g, '\\$&')
	const drawing = `BT /F1 18 Tf 72 720 Td (${safe}) Tj ET`
	const objects = [
		'<< /Type /Catalog /Pages 2 0 R >>',
		'<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
		'<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R'
			+ ' /Resources << /Font << /F1 5 0 R >> >> >>',
		`<< /Length ${drawing.length} >>\nstream\n${drawing}\nendstream`,
		'<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>',
	]
	let bytes = '%PDF-1.4\n%\u00e2\u00e3\u00cf\u00d3\n'
	const offsets = []
	for (const [i, object] of objects.entries()) {
		offsets.push(bytes.length)
		bytes += `${i + 1} 0 obj\n${object}\nendobj\n`
	}
	// A comment is legal between objects and makes the file any size.
	while (bytes.length < size)
		bytes += `%${'x'.repeat(Math.min(200, size - bytes.length))}\n`
	const xref = bytes.length
	bytes += `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n`
		+ offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`).join('')
		+ `trailer\n<< /Size ${objects.length + 1} /Root 1 0 R >>\nstartxref\n${xref}\n%%EOF\n`
	return Buffer.from(bytes, 'latin1')
}

/** A PDF whose catalogue runs a script when it is opened. */
export function scriptedPdf() {
	const text = pdf().toString('latin1')
		.replace('/Pages 2 0 R >>', '/Pages 2 0 R /OpenAction << /S /JavaScript /JS (app.alert(1)) >> >>')
	return rebuilt(text)
}

// The cross-reference table of a changed text, anew.
function rebuilt(text) {
	const body = text.slice(0, text.lastIndexOf('\nxref\n') + 1)
	const offsets = [...body.matchAll(/^(\d+) 0 obj$/gm)].map((match) => match.index)
	return Buffer.from(`${body}xref\n0 ${offsets.length + 1}\n0000000000 65535 f \n`
		+ offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`).join('')
		+ `trailer\n<< /Size ${offsets.length + 1} /Root 1 0 R >>\nstartxref\n${body.length}\n%%EOF\n`, 'latin1')
}

/** A picture with a gradient. */
export function png(width = 64, height = 48) {
	const image = new PNG({ width, height })
	for (let y = 0; y < height; y++)
		for (let x = 0; x < width; x++)
			image.data.set([(x * 255) / width, (y * 255) / height, 128, 255], (y * width + x) * 4)
	return PNG.sync.write(image)
}

/** A PNG head that claims an enormous picture. */
export function hugePng() {
	const small = png(8, 8)
	small.writeUInt32BE(60000, 16)
	small.writeUInt32BE(60000, 20)
	return small
}

export const hostile = {
	empty: () => Buffer.alloc(0),
	junkBeforePdf: () => Buffer.concat([Buffer.from('MZ junk\n'), pdf()]),
	notAPdf: () => Buffer.from('just some words, no document\n'),
	html: () => Buffer.from('<!doctype html><script>alert(1)</script>'),
	compressedBytes: () => deflateSync(Buffer.alloc(4096)),
	tornPng: () => png().subarray(0, 60),
}
