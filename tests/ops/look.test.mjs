// liangding-look, the helper that looks into uploads: the seal around the
// shipped program's template and its children, and what those say of sound,
// hostile and mangled files. It is called as a worker does, by itself.
import assert from 'node:assert/strict'
import { spawn, spawnSync } from 'node:child_process'
import {
	chmodSync, closeSync, copyFileSync, existsSync, mkdtempSync, openSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { constants, tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, it } from 'node:test'
import {
	activePdfs, attachedPdfs, damagedPdfs, flatPng, harmlessPdf, hostile, hugePng, jpeg, longPdf, packed, pdf, pdfWith, png,
	quietPdfs, scannedPdf, scriptedPdf, slippedPdfs, throughQpdf,
} from '../lib/papers.mjs'
import { children, comm } from '../lib/processes.mjs'
import { top, until } from '../lib/stack.mjs'

const program = join(top, 'build/liangding-look')
const directory = mkdtempSync(join(tmpdir(), 'liangding-look-'))
after(() => rmSync(directory, { recursive: true }))

function look(media_type, bytes) {
	const path = join(directory, 'file')
	writeFileSync(path, bytes)
	const input = openSync(path)
	const { stdout, status, signal } = spawnSync(program, [media_type], { stdio: [input, 'pipe', 'ignore'], timeout: 60_000 })
	closeSync(input)
	return { said: String(stdout), status, signal }
}
const says = (media_type, bytes, expected, what) => {
	const { said, status, signal } = look(media_type, bytes)
	assert.deepEqual({ said, status, signal }, { said: `${expected}\n`, status: 0, signal: null }, what)
}
function prove(what, option = '--prove') {
	const input = openSync(program) // a file, as it has one
	const { stdout, status, signal } = spawnSync(program, [option, what], { stdio: [input, 'pipe', 'ignore'] })
	closeSync(input)
	return { said: String(stdout), status, signal }
}

const PDF = 'application/pdf'
const JPEG = 'image/jpeg'
const PNG = 'image/png'

it('PLAT-9 the sealed helper dies of the first thing it has no business with', () => {
	// The seal leaves this much, so what follows died of the attempt itself.
	assert.deepEqual(prove('write'), { said: 'alive\n', status: 0, signal: null })
	// The latter ones its template may, which heard of the file and made it.
	for (const what of ['socket', 'fork', 'open', 'exec', 'kill', 'map', 'clone', 'hear', 'file', 'limit', 'name'])
		assert.deepEqual(prove(what), { said: '', status: null, signal: 'SIGSYS' }, what)
})

it('PLAT-9 its template dies of all but hearing of files and making a child for each', () => {
	assert.deepEqual(prove('write', '--prove-template'), { said: 'alive\n', status: 0, signal: null })
	for (const what of ['socket', 'fork', 'open', 'exec', 'kill', 'map'])
		assert.deepEqual(prove(what, '--prove-template'), { said: '', status: null, signal: 'SIGSYS' }, what)
})

/** One that works until it is ended, its template and the program that called it. */
async function working(options = {}) {
	const caller = spawn(options.program ?? program, ['--prove', 'time'], { stdio: 'ignore', ...options })
	const named = (name) => children(caller.pid).find((pid) => comm(pid) === name)
	const helper = await until('it is at work', () => named('ld-look'))
	return { caller, helper, template: named('ld-template') }
}

it('PLAT-9 nobody of its own user can look into the sealed helper, nor into its template', async () => {
	const folder = mkdtempSync(join(tmpdir(), 'liangding-look-'))
	chmodSync(folder, 0o755)
	const copy = join(folder, 'look')
	copyFileSync(program, copy)
	// Of a process that may be looked into, /proc belongs to its user: not so of root's.
	const { caller, helper, template } = await working({ program: copy, ...process.getuid() === 0 ? { uid: 65534 } : {} })
	try {
		for (const pid of [helper, template])
			await until('its memory is nobody\'s', () => statSync(`/proc/${pid}/mem`).uid === 0)
	} finally {
		caller.kill('SIGKILL')
		rmSync(folder, { recursive: true })
	}
})

it('PLAT-9 who calls takes helper and template along when it is killed, and who is called for one file has no more than that', async () => {
	const { caller, helper, template } = await working()
	if (process.getuid() === 0) {
		assert.deepEqual(readdirSync(`/proc/${helper}/fd`), ['0', '1', '2'])
		assert.deepEqual(readdirSync(`/proc/${template}/fd`), ['0', '1', '2'])
		assert.equal(readFileSync(`/proc/${template}/environ`, 'utf8'), 'LD_BIND_NOW=1\0')
	}
	// Stopped, neither could end by itself.
	process.kill(helper, 'SIGSTOP')
	process.kill(template, 'SIGSTOP')
	caller.kill('SIGKILL')
	try {
		await until('both are gone', () => !existsSync(`/proc/${helper}`) && !existsSync(`/proc/${template}`))
	} finally {
		for (const pid of [helper, template].filter((one) => existsSync(`/proc/${one}`)))
			process.kill(pid, 'SIGKILL')
	}
})

it('PLAT-9 a template whose caller has only let go of it ends, too', async () => {
	const template = spawn(program, ['--serve'], { stdio: ['pipe', 'ignore', 'ignore'] })
	const ended = new Promise((resolve) => template.once('close', resolve))
	template.stdin.end()
	assert.equal(await ended, 0)
})

it('PLAT-9 the sealed helper gets no more memory and no more time than its share', () => {
	assert.deepEqual(prove('memory'), { said: 'denied\n', status: 0, signal: null })
	const { said, signal } = prove('time')
	assert.equal(said, '')
	assert.ok(['SIGKILL', 'SIGXCPU'].includes(signal), signal)
})

it('PLAT-9 sound files pass, and their facts are told', () => {
	says(PDF, pdf(), 'ok 0 0 1')
	says(PDF, pdf('three megabytes', 3 << 20), 'ok 0 0 1')
	says(PDF, harmlessPdf(), 'ok 0 0 1', 'links, a plain form, a jump on opening')
	says(PDF, longPdf(20), 'ok 0 0 20')
	says(PDF, longPdf(500), 'ok 0 0 500')
	says(PDF, throughQpdf(pdf(), ['--linearize']), 'ok 0 0 1')
	says(PDF, throughQpdf(pdf(), ['--object-streams=generate']), 'ok 0 0 1')
	says(JPEG, jpeg(1200, 900), 'ok 1200 900 0')
	says(JPEG, jpeg(1000, 1000, { scans: 10 }), 'ok 1000 1000 0')
	says(JPEG, jpeg(10_000, 5000), 'ok 10000 5000 0')
	says(PNG, png(800, 600), 'ok 800 600 0')
	says(PNG, flatPng(10_000, 5000), 'ok 10000 5000 0')
	// Cameras append things; served as a picture they stay a picture.
	says(JPEG, Buffer.concat([jpeg(), Buffer.from('<script>alert(1)</script>')]), 'ok 64 48 0')
})

it('PLAT-9 slips of writers\' that hide nothing pass', () => {
	for (const [what, bytes] of Object.entries(slippedPdfs()))
		says(PDF, bytes, 'ok 0 0 1', what)
})

it('PLAT-9 what only looks like acting passes', () => {
	for (const [what, bytes] of Object.entries(quietPdfs()))
		says(PDF, bytes, 'ok 0 0 1', what)
})

it('PLAT-9 a file that is not of the type announced is told what it is, or that it is none', () => {
	says(PDF, png(), 'fault is_png')
	says(PDF, jpeg(), 'fault is_jpeg')
	says(JPEG, png(), 'fault is_png')
	says(PNG, jpeg(), 'fault is_jpeg')
	says(JPEG, pdf(), 'fault is_pdf')
	says(JPEG, Buffer.from('RIFF\x24\0\0\0WEBPVP8 \x18\0\0\0\x30\x01\0\x9d\x01\x2a\x01\0\x01\0\x01\x40\x26\x25\xa4\0\x03\x70\0\xfe\xfb\x94\0\0', 'latin1'), 'fault is_webp')
	says(JPEG, Buffer.from('\0\0\0\x18ftypheic\0\0\0\0mif1heic' + '\0'.repeat(40), 'latin1'), 'fault is_heic')
	says(PDF, hostile.junkBeforePdf(), 'fault signature')
	says(PDF, hostile.html(), 'fault signature')
	says(PNG, hostile.compressedBytes(), 'fault signature')
	// Junk that names a PDF is none, whatever it is sent as.
	says(PNG, hostile.junkBeforePdf(), 'fault signature')
})

it('PLAT-9 a PDF that acts by itself is refused, whatever it does and wherever it hides', () => {
	for (const [what, bytes] of Object.entries(activePdfs()))
		says(PDF, bytes, 'fault active_pdf', what)
})

it('PLAT-9 a PDF with files inside is refused', () => {
	for (const [what, bytes] of Object.entries(attachedPdfs()))
		says(PDF, bytes, 'fault attached_pdf', what)
	says(PDF, throughQpdf(pdf(), ['--add-attachment', join(top, 'LICENSE'), '--']), 'fault attached_pdf')
})

it('PLAT-9 a PDF that needs a password is told apart from one that is only restricted, which is looked into', () => {
	const locked = (...args) => throughQpdf(pdf(), ['--allow-weak-crypto', '--encrypt', ...args, '--'])
	const ways = [['256'], ['128', '--use-aes=y'], ['128', '--use-aes=n'], ['40']]
	for (const way of ways) {
		says(PDF, locked('user', 'owner', ...way), 'fault encrypted_pdf', way.join(' '))
		says(PDF, locked('', 'owner', ...way), 'ok 0 0 1', way.join(' '))
	}
	says(PDF, locked('', '', '256', '--allow-insecure'), 'ok 0 0 1', 'encrypted for show')
	// What it hides is found as elsewhere.
	const restricted = (bytes) => throughQpdf(bytes, ['--encrypt', '', 'owner', '256', '--'])
	says(PDF, restricted(scriptedPdf()), 'fault active_pdf')
	says(PDF, restricted(pdfWith({ page: '/X 6 0 R', objects: [packed(Buffer.alloc(300 << 20))] })), 'fault complex')
	says(PDF, restricted(longPdf(501)), 'fault pages')
})

it('PLAT-9 damaged files are refused, wherever they are torn', () => {
	for (const [what, bytes] of Object.entries(damagedPdfs()))
		says(PDF, bytes, 'fault damaged', what)
	says(PDF, pdfWith({ page: '/X 6 0 R', objects: ['['.repeat(200_000)] }), 'fault damaged', 'a deep nest')
	for (const [type, bytes] of [[PDF, pdf()], [JPEG, jpeg(400, 300)], [PNG, png()]])
		for (let i = 1; i < 16; i++) {
			const { said } = look(type, bytes.subarray(0, Math.floor(bytes.length * i / 16)))
			assert.match(said, /^fault (damaged|signature)\n$/, `${type} cut at ${i}/16`)
		}
	says(PNG, hugePng(7000, 7000), 'fault damaged', 'a picture that is only claimed')
})

it('PLAT-9 bombs are refused: pixels, pages, packed bytes, scans, objects', () => {
	says(PNG, hugePng(), 'fault pixels')
	says(PNG, hugePng(8000, 8000), 'fault pixels')
	says(PNG, flatPng(13_000, 13_000), 'fault pixels')
	says(PNG, flatPng(40_000, 8), 'fault pixels')
	says(JPEG, jpeg(13_000, 13_000), 'fault pixels')
	says(JPEG, jpeg(2000, 2000, { scans: 100 }), 'fault complex')
	says(PDF, longPdf(501), 'fault pages')
	says(PDF, pdfWith({ page: '/X 6 0 R', objects: [packed(Buffer.alloc(1000), '/Subtype /Image /Width 60000 /Height 60000')] }), 'fault pixels')
	says(PDF, pdfWith({ page: '/X 6 0 R', objects: [packed(Buffer.alloc(300 << 20))] }), 'fault complex')
	const large = (dictionary) => pdfWith({ page: '/X 6 0 R', objects: [packed(Buffer.alloc(1000), `/Subtype /Image /Width 9922 /Height 7016 ${dictionary}`)] })
	says(PDF, large('/ColorSpace /DeviceRGB /BitsPerComponent 8'), 'fault pixels')
	says(PDF, large('/ColorSpace [/ICCBased 7 0 R] /BitsPerComponent 8'), 'fault pixels')
	says(PDF, large(''), 'fault pixels')
	says(PDF, scannedPdf(30_000, 30_000), 'fault pixels')
	// An A3 copier's scan at 600 dpi, and one in grey.
	says(PDF, scannedPdf(9922, 7016), 'ok 0 0 1')
	says(PDF, scannedPdf(9922, 7016, '/ImageMask true'), 'ok 0 0 1')
	says(PDF, scannedPdf(9922, 7016, '/ColorSpace [/Indexed /DeviceRGB 1 <000000FFFFFF>] /BitsPerComponent 1'), 'ok 0 0 1')
	says(PDF, scannedPdf(9922, 7016, '/ColorSpace /DeviceGray /BitsPerComponent 8', 8), 'ok 0 0 1')
	says(PNG, flatPng(9922, 7016), 'ok 9922 7016 0')
	// One that has more bytes than its bits can take is no scan.
	says(PDF, scannedPdf(9922, 7016, '/ColorSpace /DeviceGray /BitsPerComponent 1', 8), 'fault complex')
	// Called a picture, it may have what its pixels take, and no more.
	const picture = (bytes) => pdfWith({ page: '/X 6 0 R', objects: [packed(Buffer.alloc(bytes), '/Subtype /Image /Width 100 /Height 100')] })
	says(PDF, picture(1 << 20), 'fault complex')
	says(PDF, picture(100 * 100 * 4), 'ok 0 0 1')
	says(PDF, pdfWith({ page: '/X 6 0 R', objects: [`[${'1 '.repeat(2_000_000)}]`] }), 'fault complex')
	const { said } = look(PDF, pdfWith({ page: '/X 6 0 R', objects: [`[${'[]'.repeat(3_000_000)}]`] }))
	assert.match(said, /^fault (damaged|complex)\n$/)
})

it('PLAT-9 files mangled at random are answered in a line, never by a crash', () => {
	// The same sequence in every run; the seed is told with a failure.
	let seed = 20261122
	const random = (n) => {
		seed = (Math.imul(seed, 1103515245) + 12345) >>> 0
		return (seed >>> 8) % n
	}
	const samples = [[PDF, harmlessPdf()], [PDF, throughQpdf(longPdf(3), ['--object-streams=generate'])],
		[PDF, scriptless()], [JPEG, jpeg(200, 100)], [JPEG, jpeg(200, 100, { scans: 3 })], [PNG, png()]]
	for (let round = 0; round < 600; round++) {
		const [type, sound] = samples[round % samples.length]
		const bytes = Buffer.from(sound)
		// The head stays, so that it is looked into at all.
		for (let i = 0; i <= random(12); i++)
			bytes[12 + random(bytes.length - 12)] = random(256)
		const at = `round ${round}, ${type}, seed ${seed}`
		const { said, signal } = look(type, bytes)
		assert.equal(signal, null, `${at}: ${signal} ${constants.signals[signal] ?? ''}`)
		assert.match(said, /^(ok \d+ \d+ \d+|fault [a-z_]+)\n$/, at)
	}
})
const scriptless = () => throughQpdf(harmlessPdf(), ['--linearize'])

it('tells bad usage and a file that is none from a refusal', () => {
	assert.equal(spawnSync(program, []).status, 2)
	assert.equal(spawnSync(program, ['text/html']).status, 2)
	assert.equal(look(PDF, Buffer.alloc(0)).status, 3)
})
