// Files for uploads, made here: sound PDFs and PNGs, and hostile ones.
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
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

/** pdf() with more in its catalogue, on its page, and with objects from number 6 on. */
export function pdfWith({ catalogue = '', page = '', objects = [] } = {}) {
	const added = objects.map((object, i) => `${i + 6} 0 obj\n${object}\nendobj\n`).join('')
	return rebuilt(pdf().toString('latin1')
		.replace('/Pages 2 0 R >>', `/Pages 2 0 R ${catalogue} >>`)
		.replace('/Contents 4 0 R', `/Contents 4 0 R ${page}`)
		.replace('xref\n0 ', `${added}xref\n0 `))
}

/** A stream object of these bytes, packed. */
export function packed(bytes, dictionary = '') {
	const data = deflateSync(bytes, { level: 9 }).toString('latin1')
	return `<< ${dictionary} /Filter /FlateDecode /Length ${data.length} >>\nstream\n${data}\nendstream`
}

/** A PDF of n pages. */
export function longPdf(n) {
	const kids = Array.from({ length: n }, (_, i) => `${i + 6} 0 R`).join(' ')
	const text = pdfWith({ objects: Array.from({ length: n }, () =>
		'<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>') })
		.toString('latin1').replace('/Kids [3 0 R] /Count 1', `/Kids [${kids}] /Count ${n}`)
	return rebuilt(text)
}

/** bytes of a PDF through Debian's qpdf with these arguments. */
export function throughQpdf(bytes, args) {
	const directory = mkdtempSync(join(tmpdir(), 'liangding-pdf-'))
	try {
		writeFileSync(join(directory, 'in.pdf'), bytes)
		execFileSync('qpdf', [join(directory, 'in.pdf'), ...args, join(directory, 'out.pdf')])
		return readFileSync(join(directory, 'out.pdf'))
	} finally {
		rmSync(directory, { recursive: true })
	}
}

/** A PDF whose catalogue runs a script when it is opened. */
export const scriptedPdf = () =>
	pdfWith({ catalogue: '/OpenAction << /S /JavaScript /JS (app.alert(1)) >>' })

/** PDFs that do or carry something, by what it is. */
export const activePdfs = () => ({
	'a script on opening': scriptedPdf(),
	'a script under a spelt-out name': pdfWith({ catalogue: '/OpenAction << /#53 /J#61vaScript /J#53 (app.alert(1)) >>' }),
	'a script behind a reference': pdfWith({ page: '/AA << /O 6 0 R >>', objects: ['<< /S 7 0 R /JS (1) >>', '/JavaScript'] }),
	'a script in a packed object': throughQpdf(scriptedPdf(), ['--object-streams=generate']),
	'named scripts': pdfWith({ catalogue: '/Names << /JavaScript << /Names [(a) 6 0 R] >> >>', objects: ['<< /JS (1) >>'] }),
	'a program to launch': pdfWith({ page: '/Annots [<< /Type /Annot /Subtype /Link /Rect [0 0 9 9] /A << /S /Launch /F (cmd.exe) >> >>]' }),
	'a form that sends itself': pdfWith({ catalogue: '/OpenAction << /S /SubmitForm /F (http://example.invalid) >>' }),
	'an import': pdfWith({ catalogue: '/OpenAction << /S /ImportData /F (a.fdf) >>' }),
	'a film that plays': pdfWith({ catalogue: '/OpenAction << /S /Rendition /OP 0 >>' }),
	'a form of XFA': pdfWith({ catalogue: '/AcroForm << /Fields [] /XFA 6 0 R >>', objects: [packed(Buffer.from('<xdp/>'))] }),
	'rich media': pdfWith({ page: '/Annots [<< /Type /Annot /Subtype /RichMedia /Rect [0 0 9 9] >>]' }),
	'a script at the end of a chain of actions': pdfWith({ catalogue: '/OpenAction << /S /GoTo /D [3 0 R /Fit] /Next [<< /S /URI /URI (a) /Next << /S /JavaScript /JS (1) >> >>] >>' }),
})
const attachment = '<< /Type /Filespec /F (a.exe) /EF << /F 7 0 R >> >>'
export const attachedPdfs = () => ({
	'an embedded file': pdfWith({ catalogue: '/Names << /EmbeddedFiles << /Names [(a) 6 0 R] >> >>', objects: [attachment, packed(Buffer.from('MZ'), '/Type /EmbeddedFile')] }),
	'a file pinned to the page': pdfWith({ page: '/Annots [<< /Type /Annot /Subtype /FileAttachment /Rect [0 0 9 9] /FS 6 0 R >>]', objects: [attachment, packed(Buffer.from('MZ'))] }),
	'a file specification anywhere': pdfWith({ page: '/PieceInfo << /X 6 0 R >>', objects: [attachment, packed(Buffer.from('MZ'))] }),
	'a stream that lies in another file': pdfWith({ page: '/X 6 0 R', objects: ['<< /F (/etc/passwd) /Length 0 >>\nstream\n\nendstream'] }),
})

/** PDFs with links, a plain form and a jump on opening: nothing to refuse. */
export const harmlessPdf = () => pdfWith({
	catalogue: '/OpenAction << /S /GoTo /D [3 0 R /Fit] >> /AcroForm << /Fields [] >> /Names << /Dests << /Names [(a) [3 0 R /Fit]] >> >>',
	page: '/Annots [<< /Type /Annot /Subtype /Link /Rect [0 0 9 9] /A << /S /URI /URI (https://example.invalid) >> >>]',
	objects: [],
})

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

/** A PNG that claims these sides and holds next to nothing. */
export function hugePng(width = 60000, height = 60000) {
	const small = png(8, 8)
	small.writeUInt32BE(width, 16)
	small.writeUInt32BE(height, 20)
	small.writeUInt32BE(crc32(small.subarray(12, 29)), 29)
	return small
}

/** A black PNG of one bit a pixel: its pixels cost the file next to nothing. */
export function flatPng(width, height) {
	const chunk = (name, data) => {
		const all = Buffer.alloc(12 + data.length)
		all.writeUInt32BE(data.length)
		all.write(name, 4, 'latin1')
		data.copy(all, 8)
		all.writeUInt32BE(crc32(all.subarray(4, 8 + data.length)), 8 + data.length)
		return all
	}
	const head = Buffer.alloc(13)
	head.writeUInt32BE(width)
	head.writeUInt32BE(height, 4)
	head[8] = 1
	return Buffer.concat([png(1, 1).subarray(0, 8), chunk('IHDR', head),
		chunk('IDAT', deflateSync(Buffer.alloc(height * (1 + Math.ceil(width / 8))))), chunk('IEND', Buffer.alloc(0))])
}

function crc32(bytes) {
	let crc = ~0
	for (const byte of bytes) {
		crc ^= byte
		for (let i = 0; i < 8; i++)
			crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0)
	}
	return ~crc >>> 0
}

/**
 * A grey JPEG. scans: one that paints itself as often, as progressive ones do.
 */
export function jpeg(width = 64, height = 48, { scans = 0 } = {}) {
	const segment = (marker, ...data) => Buffer.from([0xff, marker, (data.length + 2) >> 8, (data.length + 2) & 255, ...data])
	const two = (n) => [n >> 8, n & 255]
	// One code each, of one bit: no difference (DC), end of block (AC).
	const code = (kind) => segment(0xc4, kind, 1, ...Array(15).fill(0), 0)
	const blocks = Math.ceil(width / 8) * Math.ceil(height / 8)
	const bits = (each) => {
		const data = Buffer.alloc(Math.ceil((blocks * each) / 8))
		const spare = data.length * 8 - blocks * each
		data[data.length - 1] |= (1 << spare) - 1
		return data
	}
	const paint = scans
		? Array.from({ length: scans }, () => [segment(0xda, 1, 1, 0, 0, 0, 0), bits(1)])
		: [[segment(0xda, 1, 1, 0, 0, 63, 0), bits(2)]]
	return Buffer.concat([Buffer.from([0xff, 0xd8]),
		segment(0xe0, ...Buffer.from('JFIF\0'), 1, 1, 0, 0, 1, 0, 1, 0, 0),
		segment(0xdb, 0, ...Array(64).fill(1)),
		segment(scans ? 0xc2 : 0xc0, 8, ...two(height), ...two(width), 1, 1, 0x11, 0),
		code(0x00), code(0x10), ...paint.flat(), Buffer.from([0xff, 0xd9])])
}

export const hostile = {
	empty: () => Buffer.alloc(0),
	junkBeforePdf: () => Buffer.concat([Buffer.from('MZ junk\n'), pdf()]),
	notAPdf: () => Buffer.from('just some words, no document\n'),
	html: () => Buffer.from('<!doctype html><script>alert(1)</script>'),
	compressedBytes: () => deflateSync(Buffer.alloc(4096)),
	tornPng: () => png().subarray(0, 60),
}
