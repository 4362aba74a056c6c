// Seals on PDFs, as tools of others see them: poppler's pdfsig, qpdf, OpenSSL,
// and what pdftoppm draws.
import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PNG } from 'pngjs'
import { pdfWith } from './papers.mjs'

/** What use(path of the bytes, a directory) gives; both are gone then. */
function within(bytes, use) {
	const directory = mkdtempSync(join(tmpdir(), 'liangding-seal-'))
	try {
		const path = join(directory, 'a.pdf')
		writeFileSync(path, bytes)
		return use(path, directory)
	} finally {
		rmSync(directory, { recursive: true })
	}
}

/** The signatures that pdfsig finds: [{ valid, whole, name, range }]. */
export const signatures = (bytes) => within(bytes, (path) =>
	spawnSync('pdfsig', ['-nocert', path], { encoding: 'utf8', env: { ...process.env, TZ: 'UTC', LC_ALL: 'C.UTF-8' } }).stdout
		.split(/^Signature #\d+:$/m).slice(1).map((text) => ({
			valid: /Signature Validation: Signature is Valid\./.test(text),
			whole: /Total document signed/.test(text),
			name: text.match(/Common Name: (.*)/)?.[1],
			time: text.match(/Signing Time: (.*)/)?.[1],
		})))

/** What is wrong with the PDF's structure in qpdf's eyes; '' when nothing is. */
export const faults = (bytes) => within(bytes, (path) => {
	const { status, stderr, stdout } = spawnSync('qpdf', ['--check', path], { encoding: 'utf8' })
	return status === 0 ? '' : stderr + stdout
})

/** The ranges and the DER of every signature, by the file's own words, in its order. */
export const parts = (bytes) => [...bytes.toString('latin1')
	.matchAll(/\/ByteRange \[0 (\d+) (\d+) (\d+)\s*\] \/Contents <([0-9a-f]+)>/g)].map(([, a, b, c, digits]) => {
	const der = Buffer.from(digits, 'hex')
	return {
		signed: Buffer.concat([bytes.subarray(0, Number(a)), bytes.subarray(Number(b), Number(b) + Number(c))]),
		// A SEQUENCE of so many bytes; noughts fill the rest.
		der: der.subarray(0, 4 + der.readUInt16BE(2)),
		whole: Number(b) + Number(c) === bytes.length,
	}
})

/** Whether OpenSSL verifies the last signature against the authority. */
export const verifies = (bytes, authority) => within(bytes, (path, directory) => {
	const { signed, der, whole } = parts(bytes).at(-1)
	writeFileSync(join(directory, 'signed'), signed)
	writeFileSync(join(directory, 'der'), der)
	return whole && spawnSync('openssl', ['cms', '-verify', '-binary', '-inform', 'DER', '-in', join(directory, 'der'),
		'-content', join(directory, 'signed'), '-CAfile', authority, '-out', '/dev/null']).status === 0
})

/** The PDF's last page as a picture, 72 dots an inch unless told. */
export const drawn = (bytes, dpi = 72) => within(bytes, (path, directory) => {
	const pages = Number(execFileSync('pdfinfo', [path], { encoding: 'utf8' }).match(/^Pages: +(\d+)/m)[1])
	execFileSync('pdftoppm', ['-png', '-r', String(dpi), '-cropbox', '-f', String(pages), '-singlefile', path, join(directory, 'page')])
	return PNG.sync.read(readFileSync(join(directory, 'page.png')))
})

/** Where the picture is red: { left, top, right, bottom, mask(x, y) }, or null. */
export function red({ width, height, data }) {
	const is = (x, y) => data[(y * width + x) * 4] > 150 && data[(y * width + x) * 4 + 1] < 120
	const box = { left: width, top: height, right: -1, bottom: -1, is }
	for (let y = 0; y < height; y++)
		for (let x = 0; x < width; x++)
			if (is(x, y)) {
				box.left = Math.min(box.left, x)
				box.right = Math.max(box.right, x)
				box.top = Math.min(box.top, y)
				box.bottom = Math.max(box.bottom, y)
			}
	return box.right < 0 ? null : box
}

/** A PDF that somebody else has signed, by OpenSSL alone. */
export const signedPdf = () => within('', (_, directory) => {
	const file = (name) => join(directory, name)
	execFileSync('openssl', ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-subj', '/CN=Hospital',
		'-addext', 'keyUsage=digitalSignature', '-keyout', file('key'), '-out', file('pem')], { stdio: 'ignore' })
	const room = 8000
	const numbers = '0000000000'
	let text = pdfWith({
		catalogue: '/AcroForm 8 0 R',
		page: '/Annots 7 0 R',
		objects: [
			`<< /Type /Sig /Filter /Adobe.PPKLite /SubFilter /adbe.pkcs7.detached /ByteRange [0 ${numbers} ${numbers} ${numbers}] /Contents <${'0'.repeat(room)}> >>`,
			'[9 0 R]',
			'<< /Fields [9 0 R] /SigFlags 3 >>',
			'<< /Type /Annot /Subtype /Widget /FT /Sig /T (Hospital) /V 6 0 R /P 3 0 R /F 132 /Rect [446 30 565 149] >>',
		],
	}).toString('latin1')
	const hole = text.indexOf('/Contents <') + '/Contents '.length
	for (const n of [hole, hole + room + 2, text.length - hole - room - 2])
		text = text.replace(numbers, String(n).padStart(10, '0'))
	writeFileSync(file('signed'), Buffer.from(text.slice(0, hole) + text.slice(hole + room + 2), 'latin1'))
	execFileSync('openssl', ['cms', '-sign', '-binary', '-in', file('signed'), '-signer', file('pem'), '-inkey', file('key'),
		'-outform', 'DER', '-out', file('der')])
	return Buffer.from(text.slice(0, hole + 1) + readFileSync(file('der')).toString('hex').padEnd(room, '0') + text.slice(hole + room + 1), 'latin1')
})

/** A PDF whose table leaves what is packed to a stream beside it, for older readers. */
export function hybridPdf() {
	const text = pdfWith({ page: '/X 6 0 R' }).toString('latin1')
	const body = text.slice(0, text.lastIndexOf('\nxref\n') + 1)
	const at = (id) => body.indexOf(`\n${id} 0 obj\n`) + 1
	// 7 holds 6, which the table calls free; 8 is the stream that knows.
	const packed = '6 0 (inside)'
	const holder = `7 0 obj\n<< /Type /ObjStm /N 1 /First 4 /Length ${packed.length} >>\nstream\n${packed}\nendstream\nendobj\n`
	const table = Buffer.from([2, 0, 0, 7, 0, 1, 0, body.length >> 8, body.length & 255, 0])
	const stream = `8 0 obj\n<< /Type /XRef /W [1 3 1] /Index [6 2] /Size 9 /Root 1 0 R /Length 10 >>\nstream\n${table.toString('latin1')}\nendstream\nendobj\n`
	const before = body + holder + stream
	const lines = [1, 2, 3, 4, 5].map((id) => `${String(at(id)).padStart(10, '0')} 00000 n \n`).join('')
	return Buffer.from(`${before}xref\n0 9\n0000000000 65535 f \n${lines}0000000000 65535 f \n0000000000 65535 f \n`
		+ `${String(before.indexOf('8 0 obj')).padStart(10, '0')} 00000 n \n`
		+ `trailer\n<< /Size 9 /Root 1 0 R /XRefStm ${before.indexOf('8 0 obj')} >>\nstartxref\n${before.length}\n%%EOF\n`, 'latin1')
}
