// Files for uploads, made here: sound PDFs and PNGs, and hostile ones.
import { execFileSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
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
		.replace('xref\n0 ', () => `${added}xref\n0 `))
}

/** A stream object of these bytes, packed. */
export function packed(bytes, dictionary = '') {
	const data = deflateSync(bytes, { level: 9 }).toString('latin1')
	return `<< ${dictionary} /Filter /FlateDecode /Length ${data.length} >>\nstream\n${data}\nendstream`
}

let blanks
/** A PDF of two kilobytes that costs whoever unpacks it a gigabyte of blanks, one by one. */
export function bomb() {
	blanks ??= deflateSync(deflateSync(Buffer.alloc(1 << 30, ' '), { level: 9 }), { level: 9 }).toString('latin1')
	return pdfWith({ page: '/X 6 0 R', objects: [
		`<< /Filter [/FlateDecode /FlateDecode /ASCIIHexDecode] /Length ${blanks.length} >>\nstream\n${blanks}\nendstream`] })
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
	...Object.fromEntries([
		['an address', '<< /S /URI /URI (http://example.invalid) >>'],
		['a file of a network share', '<< /S /GoToR /F (\\\\\\\\host\\\\share\\\\a.pdf) /D [0 /Fit] >>'],
		['a file beside it', '<< /S /GoToR /F (a.pdf) /D [0 /Fit] >>'],
		['an article of another file', '<< /S /Thread /F (a.pdf) /D 0 >>'],
		['a command of the viewer', '<< /S /Named /N /Print >>'],
		['something nobody knows yet', '<< /S /Surprise >>'],
		['an address after a page', '<< /S /GoTo /D [3 0 R /Fit] /Next << /S /URI /URI (http://example.invalid) >> >>'],
		['an address after two pages', '<< /S /GoTo /D (a) /Next [<< /S /GoTo /D (b) >> << /S /GoTo /D (c) /Next << /S /URI /URI (a) >> >>] >>'],
	].flatMap(([what, action]) => [
		[`${what}, on opening`, pdfWith({ catalogue: `/OpenAction ${action}` })],
		[`${what}, behind a reference`, pdfWith({ catalogue: '/OpenAction 6 0 R', objects: [action] })],
		[`${what}, on closing`, pdfWith({ catalogue: `/AA << /WC ${action} >>` })],
		[`${what}, in a list of triggers`, pdfWith({ page: `/AA [<< /O ${action} >>]` })],
		[`${what}, in a list of places`, pdfWith({ catalogue: `/OpenAction [ ${action} ]` })],
		[`${what}, as its page is shown`, pdfWith({ page: `/AA << /O ${action} >>` })],
		[`${what}, as a mark is touched`, pdfWith({ page: '/Annots [<< /Type /Annot /Subtype /Link /Rect [0 0 9 9] /AA << /E 6 0 R >> >>]', objects: [action] })],
		[`${what}, as a field is left`, pdfWith({ catalogue: `/AcroForm << /Fields [6 0 R] >>`, objects: [`<< /FT /Tx /T (a) /AA << /Bl ${action} >> >>`] })],
	])),
	'pages turned by an action': pdfWith({ page: '/PresSteps << /Type /NavNode /NA << /S /URI /URI (a) >> >>' }),
	'a click that goes to another file': link('<< /S /GoToR /F (a.pdf) /D [0 /Fit] >>'),
	'a click that reads on in another file': link('<< /S /Thread /F (a.pdf) /D 0 >>'),
	'a page of another file': pdfWith({ page: '/X 6 0 R', objects: [packed(Buffer.from('0 0 9 9 re f'), '/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Ref << /F (a.pdf) /Page 0 >>')] }),
	'a picture of another file': pdfWith({ page: '/X 6 0 R', objects: [packed(Buffer.from('0 0 9 9 re f'), '/Type /XObject /Subtype /Form /BBox [0 0 9 9] /OPI << /1.3 << /Version 1.3 /F (a.tif) >> >>')] }),
	'a file at an address': specification('/FS /URL /F (a.pdf)'),
	'a file of a host': specification('/F (//host/share/a.pdf)'),
	'a file of a host in UTF-16': specification('/UF <FEFF005C005C0068005C0061>'),
	'a file by its address': specification('/F (http://example.invalid/a)'),
	'scripts in a tree of trees': pdfWith({ catalogue: '/Names << /JavaScript << /Kids [<< /Names [] >> << /Kids [<< /Names [(a) null] >>] >>] >> >>' }),
	'a form of XFA in parts': pdfWith({ catalogue: '/AcroForm << /Fields [] /XFA [(template) 6 0 R] >>', objects: [packed(Buffer.from('<xdp/>'))] }),
})
const attachment = '<< /Type /Filespec /F (a.exe) /EF << /F 7 0 R >> >>'
export const attachedPdfs = () => ({
	'an embedded file': pdfWith({ catalogue: '/Names << /EmbeddedFiles << /Names [(a) 6 0 R] >> >>', objects: [attachment, packed(Buffer.from('MZ'), '/Type /EmbeddedFile')] }),
	'a file pinned to the page': pdfWith({ page: '/Annots [<< /Type /Annot /Subtype /FileAttachment /Rect [0 0 9 9] /FS 6 0 R >>]', objects: [attachment, packed(Buffer.from('MZ'))] }),
	'a file specification anywhere': pdfWith({ page: '/PieceInfo << /X 6 0 R >>', objects: [attachment, packed(Buffer.from('MZ'))] }),
	'a folder of files': pdfWith({ catalogue: '/Collection << /Type /Collection /View /T >>' }),
	'a stream that lies in another file': pdfWith({ page: '/X 6 0 R', objects: ['<< /F (/etc/passwd) /Length 0 >>\nstream\n\nendstream'] }),
})

/** PDFs with links, a plain form and a jump on opening: nothing to refuse. */
export const harmlessPdf = () => pdfWith({
	catalogue: '/OpenAction << /S /GoTo /D [3 0 R /Fit] >> /AcroForm << /Fields [] >> /Names << /Dests << /Names [(a) [3 0 R /Fit]] >> >>',
	page: '/Annots [<< /Type /Annot /Subtype /Link /Rect [0 0 9 9] /A << /S /URI /URI (https://example.invalid) >> >>]',
	objects: [],
})

/** PDFs that look like those of activePdfs() and do nothing. */
export const quietPdfs = () => ({
	'links and a jump on opening': harmlessPdf(),
	'a link to a file of a host, clicked': link('<< /S /URI /URI (file://host/share/a.pdf) >>'),
	'a place to open at': pdfWith({ catalogue: '/OpenAction [3 0 R /FitH 842]' }),
	'the name of a place to open at': pdfWith({ catalogue: '/OpenAction (chapter)' }),
	'pages one after the other': pdfWith({ catalogue: '/OpenAction << /S /GoTo /D [3 0 R /Fit] /Next [<< /S /GoTo /D (a) >>] >>' }),
	'triggers that turn pages, or none': pdfWith({ catalogue: '/AA << >>', page: '/AA << /O << /S /GoTo /D [3 0 R /Fit] >> >>' }),
	'an empty list of scripts': pdfWith({ catalogue: '/Names << /JavaScript << /Names [] >> >>' }),
	'a list of scripts without any': pdfWith({ catalogue: '/Names << /JavaScript 6 0 R >>', objects: ['<< >>'] }),
	'a tree of empty lists of scripts': pdfWith({ catalogue: '/Names << /JavaScript << /Kids [6 0 R << /Kids [] >>] >> >>', objects: ['<< /Limits [() ()] /Names [] >>'] }),
	'no form of XFA': pdfWith({ catalogue: '/AcroForm << /Fields [] /XFA [] >>' }),
	'an empty form of XFA': pdfWith({ catalogue: '/AcroForm << /Fields [] /XFA 6 0 R >>', objects: ['<< /Length 0 >>\nstream\n\nendstream'] }),
	'the name of a file beside it': specification('/F (../a.pdf) /UF (a.pdf)'),
	'references in its structure': pdfWith({ page: '/PieceInfo << /X << /Ref [3 0 R] /Collection (a) /S /Private >> >>' }),
	'a thread of its own articles': link('<< /S /Thread /D 0 >>'),
})

/** Slips of writers' that hide nothing: whoever reads them sees the same. */
export function slippedPdfs() {
	const text = pdf().toString('latin1')
	const bytes = (slipped) => Buffer.from(slipped, 'latin1')
	const startxref = (by) => text.replace(/startxref\n(\d+)/, (_, at) => `startxref\n${Number(at) + by}`)
	return {
		'/Size one too large': bytes(text.replace('/Size 6', '/Size 7')),
		'/Size far too large': bytes(text.replace('/Size 6', '/Size 900')),
		'/Size too small for what nothing needs': bytes(pdfWith({ objects: ['(a)', '(b)'] }).toString('latin1').replace('/Size 8', '/Size 6')),
		'/Size too small for what is said about it': bytes(pdfWith({ objects: ['<< /Title (a) >>'] }).toString('latin1').replace('/Size 7', '/Size 6 /Info 6 0 R')),
		'/Size too small for the packed table itself': packedSize(-1),
		'an object that is empty': pdfWith({ page: '/X 6 0 R', objects: [''] }),
		'a blank line before the table': bytes(rebuilt(text).toString('latin1').replace('xref\n0', '\n\nxref\n0')),
		'blank lines before a table and the one before it': appended(rebuilt(text).toString('latin1').replace('xref\n0', '\r\n\r\nxref\n0')),
		'a table told a line early': bytes(startxref(-1)),
		'objects told a line early': bytes(text.replace(/(\d{10}) 00000 n/g, (_, at) => `${String(at - 1).padStart(10, '0')} 00000 n`)),
		'no line after its end': bytes(text.trimEnd()),
		'its end twice': bytes(`${text}%%EOF\n`),
		'a page of a web server behind it': bytes(`${text}<!-- ${'served '.repeat(60)} -->`),
		'a text mark before it': Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), pdf()]),
		'blank lines before it': bytes(`\r\n\r\n${text}`),
		'blanks of all kinds before it': bytes(`\0\f \t\n${text}`),
		'an object without its end mark': rebuilt(text.replace(/endobj\n(?=5 0 obj)/, '')),
		'a stream behind a bare return': rebuilt(text.replace('stream\nBT', 'stream\rBT')),
		'a stream behind blanks': rebuilt(text.replace('stream\nBT', 'stream  \nBT')),
		'a page without its type': rebuilt(text.replace('/Type /Page /Parent', '/Parent')),
	}
}

/** PDFs that one reader shows otherwise than another, or not at all. */
export function damagedPdfs() {
	const text = pdf().toString('latin1')
	const bytes = (slipped) => Buffer.from(slipped, 'latin1')
	return {
		'a version that is none': rebuilt(text.replace('%PDF-1.4', '%PDF-1.')),
		'two beginnings, and addresses by the second': bytes(`%PDF-x.y\n${text}`),
		'a key twice': rebuilt(text.replace('/Contents 4 0 R', '/Contents 4 0 R /Contents 5 0 R')),
		'a key twice, alike': rebuilt(text.replace('/Count 1', '/Count 1 /Count 1')),
		'a table elsewhere': bytes(text.replace(/startxref\n\d+/, 'startxref\n7')),
		'a table told too late': bytes(text.replace(/startxref\n(\d+)/, (_, at) => `startxref\n${Number(at) + 1}`)),
		'objects told too late': bytes(text.replace(/(\d{10}) 00000 n/g, (_, at) => `${String(Number(at) + 3).padStart(10, '0')} 00000 n`)),
		'no table': bytes(text.replace(/xref\n0[^]*trailer/, 'trailer')),
		'a stream longer than told': rebuilt(text.replace(/Length (\d+)/, (_, length) => `Length ${length - 5}`)),
		'a stream shorter than told': rebuilt(text.replace(/Length (\d+)/, (_, length) => `Length ${Number(length) + 50}`)),
		'/Size too small for what is shown': bytes(text.replace('/Size 6', '/Size 5')),
		'/Size of next to nothing': bytes(text.replace('/Size 6', '/Size 2')),
		'/Size beyond what readers take': bytes(text.replace('/Size 6', '/Size 99999999')),
		'/Size too small in a packed table': packedSize(-4),
		'/Size too large for a packed table': packedSize(1),
		'pages in a circle': bytes(text.replace('/Kids [3 0 R]', '/Kids [2 0 R]')),
		'a mark that counts among its bytes': rebuiltAround(Buffer.from([0xef, 0xbb, 0xbf]), text),
		'kilobytes behind its end': bytes(text + 'x'.repeat(8000)),
	}
}

const packedSize = (by) => Buffer.from(throughQpdf(pdf(), ['--object-streams=generate']).toString('latin1')
	.replace(/\/Size (\d+)/, (_, size) => `/Size ${Number(size) + by}`), 'latin1')
const link = (action) => pdfWith({ page: `/Annots [<< /Type /Annot /Subtype /Link /Rect [0 0 9 9] /A ${action} >>]` })
const specification = (members) => pdfWith({ page: `/PieceInfo << /X << /Type /Filespec ${members} >> >>` })

/** A scanned page: one picture of one bit a pixel. */
export const scannedPdf = (width, height, dictionary = '/ColorSpace /DeviceGray /BitsPerComponent 1', bits = 1) => pdfWith({
	page: '/X 6 0 R',
	objects: [packed(Buffer.alloc(Math.ceil(width * bits / 8) * height), `/Type /XObject /Subtype /Image /Width ${width} /Height ${height} ${dictionary}`)],
})

/** A scanned page that is drawn over the whole sheet, 300 dpi and one bit, of some 1.1 MB. */
export const scan = () => rebuilt(pdfWith({ objects: [
	packed(randomBytes(310 * 3508), '/Type /XObject /Subtype /Image /Width 2480 /Height 3508 /ColorSpace /DeviceGray /BitsPerComponent 1'),
	packed(Buffer.from('q 595 0 0 842 0 0 cm /S Do Q')),
] }).toString('latin1').replace('/Contents 4 0 R', '/Contents 7 0 R').replace('/Resources <<', '/Resources << /XObject << /S 6 0 R >>'))

// One that was changed later: a table behind the other, blank lines before both.
const appended = (text) => {
	const before = Number(text.match(/startxref\n(\d+)/)[1])
	return Buffer.from(`${text}6 0 obj\n(later)\nendobj\n\r\n\r\nxref\n6 1\n${String(text.length).padStart(10, '0')} 00000 n \n`
		+ `trailer\n<< /Size 7 /Root 1 0 R /Prev ${before} >>\nstartxref\n${text.length + '6 0 obj\n(later)\nendobj\n'.length}\n%%EOF\n`, 'latin1')
}

// The addresses of one that has been counted with something before it.
const rebuiltAround = (before, text) => rebuilt(before.toString('latin1') + text)

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
