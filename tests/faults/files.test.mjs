// Uploads that are torn, a store that is full, workers and helpers that die in
// between, sweeps that run across uploads, a scanner that is away. A stack of
// this file's own, its store on a small file system of its own.
import assert from 'node:assert/strict'
import { execFileSync, spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
	existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs'
import { createConnection } from 'node:net'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'
import { after, before, it } from 'node:test'
import { Accounts } from '../lib/accounts.mjs'
import { Client } from '../lib/client.mjs'
import { Database } from '../lib/db.mjs'
import { askApplication } from '../lib/fastcgi.mjs'
import { submittedApplication } from '../lib/orders.mjs'
import { activePdfs, bomb, damagedPdfs, jpeg, pdf, png } from '../lib/papers.mjs'
import { children, comm, exportWriter, freeze, hold, uploadWorkers } from '../lib/processes.mjs'
import { startStack, top, until } from '../lib/stack.mjs'

const MiB = 1 << 20
const name = `test-${process.pid}-files`
const store = mkdtempSync(join(tmpdir(), 'liangding-store-'))
const asRoot = (program, ...args) => process.getuid() === 0
	? execFileSync(program, args) : execFileSync('sudo', ['-n', program, ...args])
let stack, db, accounts, operator, city, order_no

before(async () => {
	// Small, and with few names: both run out in tests below.
	asRoot('mount', '-t', 'tmpfs', '-o', `size=48m,nr_inodes=2000,mode=0700,uid=${process.getuid()}`, 'liangding', store)
	const directory = join(top, 'run', name)
	mkdirSync(directory, { recursive: true })
	symlinkSync(store, join(directory, 'files'))
	stack = await startStack({ DURABLE: 'yes', DEMO: 'no', RUN_NAME: name, WORKERS: '4',
		SETTINGS: 'captcha_pool = 100\n\tsweep_seconds = 0' })
	db = new Database(stack)
	accounts = new Accounts(stack, db)
	operator = await Client.signedIn(stack, await accounts.operator({ division: 350302 }))
	city = await Client.signedIn(stack, await accounts.reviewer('city', 350300))
	order_no = (await operator.once('/orders', { kind: 'access_application' })).body.order_no
})
after(async () => {
	await stack?.stop()
	asRoot('umount', store)
	rmSync(store, { recursive: true })
})

// --- what there is ------------------------------------------------------------
const spooled = () => readdirSync(join(store, 'spool'))
const blobs = () => readdirSync(join(store, 'blobs')).flatMap((folder) =>
	readdirSync(join(store, 'blobs', folder)).map((rest) => folder + rest))
const digest = (bytes) => createHash('sha256').update(bytes).digest('hex')
const rows = (file_id) => db.value('SELECT COUNT(*) FROM files WHERE file_id = ?', file_id).then(Number)
const workers = () => uploadWorkers(stack)
const helpers = () => workers().flatMap(children).filter((pid) => comm(pid) === 'ld-look')
const templates = () => workers().flatMap(children).filter((pid) => comm(pid) === 'ld-template')
const log = () => stack.file('daemon.log')

const begin = (size, field = 'agreement', file = 'a.pdf', no = order_no) =>
	operator.expect(201, 'POST', `/orders/${no}/files`, { body: { field, name: file, size } })
const put = (file, bytes, offset, more = {}) => operator.call('PUT', `/files/${file.file_id}/content`,
	{ bytes: bytes.subarray(offset, offset + file.chunk_size), headers: { 'Upload-Offset': String(offset) }, ...more })
/** Sends what is missing, from where the server says. */
async function goOn(file, bytes) {
	let { offset, state } = await operator.expect(200, 'GET', `/files/${file.file_id}`)
	for (let i = 0; state === 'uploading' && i < 50; i++) {
		const { status, body } = await put(file, bytes, offset)
		assert.ok([200, 409].includes(status), JSON.stringify(body))
		offset = body.offset
		state = body.state ?? 'uploading'
	}
	assert.equal(state, 'ok')
	const content = await operator.get(`/files/${file.file_id}/content`)
	assert.ok(content.buffer.equals(bytes), 'the same bytes')
}
async function refusedFull(answer) {
	assert.equal(answer.status, 507, JSON.stringify(answer.body))
	assert.equal(answer.body.code, 'file.store_full')
	assert.match(answer.body.message.zh, /[\u4e00-\u9fff]/)
}
/** Writes until nothing more fits; gives the way back. */
function fill() {
	const path = join(store, 'filler')
	try {
		execFileSync('dd', ['if=/dev/zero', `of=${path}`, 'bs=4k'], { stdio: 'ignore' })
	} catch {
		// dd says that it could not write everything: as it should be
	}
	return () => rmSync(path)
}

// --- torn ----------------------------------------------------------------------
it('PLAT-9 PLAT-19 an upload cut at any byte of a chunk stands where it stood, unseen, and goes on', async () => {
	const bytes = pdf('torn', 1_500_000)
	const file = await begin(bytes.length)
	await put(file, bytes, 0)
	const body = bytes.subarray(file.chunk_size)
	const head = Buffer.from([`PUT ${stack.base}/files/${file.file_id}/content HTTP/1.1`, 'Host: 127.0.0.1',
		`Authorization: Bearer ${operator.token}`, `Origin: ${stack.origin}`, 'Content-Type: application/octet-stream',
		`Upload-Offset: ${file.chunk_size}`, `Content-Length: ${body.length}`, '', ''].join('\r\n'))
	const whole = Buffer.concat([head, body])
	const cuts = [1, head.length - 1, head.length, head.length + 1, whole.length - 2, whole.length - 1,
		...Array.from({ length: 24 }, (_, i) => Math.floor((whole.length * (i + 1)) / 25))]
	for (const cut of cuts) {
		await new Promise((resolve, reject) => {
			const socket = createConnection({ port: stack.port, host: '127.0.0.1' })
			socket.on('error', reject).on('close', resolve)
			socket.write(whole.subarray(0, cut), () => socket.destroy())
		})
		const { body: now } = await operator.get(`/files/${file.file_id}`)
		assert.deepEqual([now.state, now.offset], ['uploading', file.chunk_size], `cut at ${cut}`)
	}
	assert.equal((await operator.get(`/files/${file.file_id}/content`)).status, 404)
	assert.equal((await city.get(`/files/${file.file_id}`)).status, 404)
	assert.ok(!blobs().includes(digest(bytes)))
	await goOn(file, bytes)
})

it('PLAT-9 of a body that ends too soon at the daemon what came is kept, and the upload goes on from there', async () => {
	const bytes = png(600, 600)
	const file = await begin(bytes.length, 'others', 'a.png')
	const cut = async (from, to, length = bytes.length - from) => {
		const params = { REQUEST_METHOD: 'PUT', PATH_INFO: `/files/${file.file_id}/content`, CONTENT_TYPE: 'application/octet-stream',
			CONTENT_LENGTH: length, HTTP_AUTHORIZATION: `Bearer ${operator.token}`, HTTP_UPLOAD_OFFSET: from,
			HTTP_ORIGIN: stack.origin, REMOTE_ADDR: '127.0.0.1', QUERY_STRING: '', REQUEST_ID: 'x', PREFIX: '' }
		return askApplication(join(stack.sockets, 'uploads.sock'), params, bytes.subarray(from, from + length), to - from)
	}
	let offset = 0
	for (let i = 1; i < 20; i++) {
		const to = Math.floor((bytes.length * i) / 20)
		// The daemon hears of the cut a little later than we do it, and while
		// it lets go of the piece before it tells this one to come again.
		const now = await until(`what came up to ${to} counts`, async () => {
			await cut(offset, to)
			const { body } = await operator.get(`/files/${file.file_id}`)
			return body.offset > offset && body
		})
		assert.equal(now.state, 'uploading')
		assert.equal(now.offset, to)
		offset = to
	}
	// What was meant to come again is told where it stands.
	const told = new RegExp(`"code":"file.offset".*"offset":${offset}\\b`)
	await until('it is told where it stands', async () => told.test(await cut(0, bytes.length)))
	await until('the rest has come', async () => /"state":"ok"/.test(await cut(offset, bytes.length)))
	assert.ok((await operator.get(`/files/${file.file_id}/content`)).buffer.equals(bytes))
})

it('PLAT-9 a store that is read-only answers 503, shows in readyz, loses nothing and is used again', async () => {
	const bytes = pdf('read-only', 1_500_000)
	const file = await begin(bytes.length)
	await put(file, bytes, 0)
	const kept_id = await operator.attach(order_no, 'agreement', 'kept.pdf', pdf('readable'))
	const ready = () => operator.get('/readyz', { token: null })
	assert.equal((await ready()).status, 200)
	asRoot('mount', '-o', 'remount,ro', store)
	try {
		for (const answer of [await put(file, bytes, file.chunk_size), await ready(),
			await operator.post(`/orders/${order_no}/files`, { field: 'agreement', name: 'a.pdf', size: 1000 }),
			await operator.post('/order-exports', { query: {} })]) {
			assert.deepEqual([answer.status, answer.body.code], [503, 'file.store_unavailable'])
			assert.ok(Number(answer.headers['retry-after']) > 0)
		}
		assert.equal((await operator.get('/healthz', { token: null })).status, 200)
		assert.equal((await operator.get(`/files/${kept_id}/content`)).status, 200)
		assert.equal((await operator.get(`/files/${file.file_id}`)).body.offset, file.chunk_size)
	} finally {
		asRoot('mount', '-o', 'remount,rw', store)
	}
	assert.equal((await ready()).status, 200)
	await goOn(file, bytes)
})

it('REVIEW-10 PLAT-19 a store that is full once a dossier is to be written: it fails and says why, nothing is left, and the next is made', async () => {
	const { order_no } = await submittedApplication(operator)
	const ask = async () => (await operator.once(`/orders/${order_no}/dossiers`, {}))
	await refusedFull(await ask())
	const room = (size) => asRoot('mount', '-o', `remount,size=${size}`, store)
	room('200m')
	const become = (one, state) => until(`it is ${state}`, async () => (await operator.expect(200, 'GET', `/exports/${one.export_id}`)).state === state)
	const writer = exportWriter(stack)
	process.kill(writer, 'SIGSTOP')
	let one
	try {
		one = (await ask()).body
		room('48m')
	} finally {
		process.kill(writer, 'SIGCONT')
	}
	await become(one, 'failed')
	assert.equal(await db.value('SELECT j.last_error FROM jobs j JOIN exports e ON j.kind = 1 AND j.object_id = e.id WHERE e.export_id = ?', one.export_id), 'file.store_full')
	assert.deepEqual(readdirSync(join(store, 'exports')), [])
	room('200m')
	try {
		one = (await ask()).body
		await become(one, 'done')
		assert.deepEqual(readdirSync(join(store, 'exports')), [one.export_id])
	} finally {
		await operator.delete(`/exports/${one.export_id}`)
		room('48m')
	}
})

async function kill_workers() {
	const old = workers()
	for (const pid of old)
		process.kill(pid, 'SIGKILL')
	await until('other workers', () => workers().length === old.length && !workers().some((pid) => old.includes(pid)))
}
const waits = (state) => async () => Number(await db.value(`SELECT COUNT(*) FROM information_schema.processlist
	WHERE user = 'liangding' AND (${state})`)) > 0

it('PLAT-9 a worker killed after the look and before the seal leaves an upload that goes on', async () => {
	const bytes = pdf('before the seal', 1_200_000)
	const file = await begin(bytes.length)
	await put(file, bytes, 0)
	const release = await hold(stack, `SELECT id FROM files WHERE file_id = '${file.file_id}' FOR UPDATE`)
	const asked = put(file, bytes, file.chunk_size, { nginx: true })
	await until('the last chunk waits to be noted', waits("info LIKE 'UPDATE files SET received%'"))
	assert.ok(!blobs().includes(digest(bytes)), 'not sealed before its row is its own')
	await kill_workers()
	await release()
	assert.equal((await asked).status, 502)
	const { body: now } = await operator.get(`/files/${file.file_id}`)
	assert.deepEqual([now.state, now.offset], ['uploading', file.chunk_size])
	assert.equal((await operator.get(`/files/${file.file_id}/content`)).status, 404)
	await goOn(file, bytes)
})

it('PLAT-9 a worker killed between seal and commit leaves nothing that is seen; the bytes are swept, the upload begins again', async () => {
	await stack.configure({ orphan_keep_seconds: 3600 })
	const bytes = pdf('before the commit', 1_200_000)
	const file = await begin(bytes.length)
	await put(file, bytes, 0)
	const release = await hold(stack, 'BACKUP STAGE BLOCK_COMMIT', { begin: 'BACKUP STAGE START', release: 'BACKUP STAGE END' })
	const asked = put(file, bytes, file.chunk_size, { nginx: true })
	await until('the bytes lie in the store', () => blobs().includes(digest(bytes)), 5)
	await until('the commit waits', waits("info = 'COMMIT'"), 5)
	await kill_workers()
	// The database has the COMMIT already: it is to die with the worker.
	for (const { id } of await db.query("SELECT id FROM information_schema.processlist WHERE info = 'COMMIT'"))
		await db.query('KILL ?', Number(id))
	await release()
	assert.equal((await asked).status, 502)
	assert.equal(await rows(file.file_id), 1)
	assert.equal(await db.value('SELECT COUNT(*) FROM blobs WHERE sha256 = UNHEX(?)', digest(bytes)), '0')
	const { body: now } = await operator.get(`/files/${file.file_id}`)
	assert.equal(now.state, 'uploading')
	assert.equal((await operator.get(`/files/${file.file_id}/content`)).status, 404)
	// Nobody names these bytes, nor does a row: the walk through the folders finds them.
	await stack.configure({ orphan_keep_seconds: 0 })
	await until('the orphan is swept', () => !blobs().includes(digest(bytes)))
	await goOn(file, bytes)
	await stack.configure({ orphan_keep_seconds: 3600 })
})

it('PLAT-9 unfinished uploads are swept when nobody goes on with them, and what is under way is not', async () => {
	const bytes = pdf('left alone', 1_200_000)
	const file = await begin(bytes.length)
	await put(file, bytes, 0)
	writeFileSync(join(store, 'spool/without-a-row'), 'x')
	// Its order is deleted, its part stays behind.
	const { body: gone } = await operator.once('/orders', { kind: 'access_application' })
	const lost = await begin(bytes.length, 'agreement', 'b.pdf', gone.order_no)
	await put(lost, bytes, 0)
	assert.equal((await operator.delete(`/orders/${gone.order_no}`)).status, 204)
	// The sweep has been round once more when it has taken an orphan for the second time.
	await stack.configure({ orphan_keep_seconds: 0 })
	for (const orphan of [png(41, 41), png(42, 42)]) {
		const { file_id } = await operator.upload(order_no, 'others', 'orphan.png', orphan)
		assert.equal((await operator.delete(`/files/${file_id}`)).status, 204)
		await until('the orphan is swept', () => !blobs().includes(digest(orphan)))
	}
	await stack.configure({ orphan_keep_seconds: 3600 })
	assert.equal(spooled().length, 3, 'kept for its time')
	await stack.configure({ upload_keep_seconds: 3 })
	const alive = await begin(bytes.length)
	await until('rows and parts are gone', async () =>
		await rows(file.file_id) === 0 && !spooled().some((id) => [file.file_id, lost.file_id, 'without-a-row'].includes(id)))
	await put(alive, bytes, 0)
	assert.equal((await operator.get(`/files/${file.file_id}`)).status, 404)
	assert.equal(await rows(alive.file_id), 1)
	await stack.configure({ upload_keep_seconds: 86400 })
	await goOn(alive, bytes)
})

it('PLAT-9 a sweep that runs all the time never takes bytes that a file names', async () => {
	await stack.configure({ orphan_keep_seconds: 0 })
	const swept = () => log().split('event=sweep.blob').length
	const before_race = swept()
	// Two contents only, so that uploads, removals and the sweep meet at them.
	const contents = [png(31, 31), png(32, 32)]
	let rounds = 0
	await Promise.all(Array.from({ length: 6 }, async (_, i) => {
		const { body: { order_no: own } } = await operator.once('/orders', { kind: 'access_application' })
		while (rounds <= 150 || swept() - before_race <= 10) {
			const bytes = contents[(i + rounds++) % 2]
			const answer = await operator.upload(own, 'others', 'a.png', bytes)
			assert.equal(answer.body?.state, 'ok', JSON.stringify(answer.body))
			const content = await operator.get(`/files/${answer.file_id}/content`)
			assert.equal(content.status, 200)
			assert.ok(content.buffer.equals(bytes))
			await new Promise((resolve) => setTimeout(resolve, Math.random() * 40))
			assert.equal((await operator.get(`/files/${answer.file_id}/content`)).status, 200)
			assert.equal((await operator.delete(`/files/${answer.file_id}`)).status, 204)
			await new Promise((resolve) => setTimeout(resolve, Math.random() * 60))
		}
	}))
	await until('both are swept at last', () => !contents.some((bytes) => blobs().includes(digest(bytes))))
	assert.equal(await db.value(`SELECT COUNT(*) FROM blobs b WHERE NOT EXISTS
		(SELECT 1 FROM files f WHERE f.sha256 = b.sha256)`), '0')
	await stack.configure({ orphan_keep_seconds: 3600 })
})

// --- full ----------------------------------------------------------------------
it('PLAT-9 a full store answers 507 at every step, keeps neither row nor part, and reads go on', async () => {
	const kept = pdf('kept', MiB)
	const kept_id = await operator.attach(order_no, 'agreement', 'kept.pdf', kept)
	const bytes = pdf('no room', 2.5 * MiB)
	const reads = async () => {
		const content = await operator.get(`/files/${kept_id}/content`)
		assert.equal(content.status, 200)
		assert.ok(content.buffer.equals(kept))
		assert.equal((await operator.get(`/orders/${order_no}`)).status, 200)
	}
	const before_all = { spooled: spooled(), blobs: blobs().sort(), files: await db.value('SELECT COUNT(*) FROM files') }
	const nothing_new = async (file) => {
		assert.deepEqual({ spooled: spooled(), blobs: blobs().sort(), files: await db.value('SELECT COUNT(*) FROM files') }, before_all)
		if (file)
			assert.equal((await operator.get(`/files/${file.file_id}`)).status, 404)
	}

	// What cannot fit beside what is there is not begun.
	const ballast = join(store, 'ballast')
	writeFileSync(ballast, Buffer.alloc(30 * MiB))
	await refusedFull(await operator.post(`/orders/${order_no}/files`, { field: 'agreement', name: 'a.pdf', size: 20 * MiB }))
	await nothing_new()
	rmSync(ballast)

	// The first chunk, and one in the middle.
	for (const chunks of [0, 1]) {
		const file = await begin(bytes.length)
		for (let i = 0; i < chunks; i++)
			assert.equal((await put(file, bytes, i * file.chunk_size)).status, 200)
		const empty = fill()
		await refusedFull(await put(file, bytes, chunks * file.chunk_size))
		await reads()
		await nothing_new(file)
		await refusedFull(await operator.post(`/orders/${order_no}/files`, { field: 'agreement', name: 'a.pdf', size: MiB }))
		empty()
	}

	// No name left: neither for the part, nor for the folder of the blob.
	for (const chunks of [0, 2]) {
		const file = await begin(bytes.length)
		for (let i = 0; i < chunks; i++)
			assert.equal((await put(file, bytes, i * file.chunk_size)).status, 200)
		const names = join(store, 'names')
		mkdirSync(names)
		assert.throws(() => {
			for (let i = 0; ; i++)
				writeFileSync(join(names, String(i)), '')
		}, /ENOSPC/)
		const folder = join(store, 'blobs', digest(bytes).slice(0, 2))
		assert.ok(!existsSync(folder), 'a folder that is yet to be made')
		await refusedFull(await put(file, bytes, chunks * file.chunk_size))
		await reads()
		rmSync(names, { recursive: true })
		await nothing_new(file)
	}

	// With room again the same file goes up.
	const answer = await operator.upload(order_no, 'agreement', 'a.pdf', bytes)
	assert.equal(answer.body.state, 'ok')
	await reads()
})

it('PLAT-9 an institution\'s files have a limit that holds when many begin at once', async () => {
	await stack.configure({ organisation_bytes_max: 5 * MiB })
	try {
		const other = await Client.signedIn(stack, await accounts.operator({ division: 350302 }))
		const { body: { order_no: own } } = await other.once('/orders', { kind: 'access_application' })
		const ask = () => other.post(`/orders/${own}/files`, { field: 'others', name: 'a.png', size: MiB })
		const answers = await Promise.all(Array.from({ length: 16 }, ask))
		const count = (status) => answers.filter((answer) => answer.status === status).length
		assert.deepEqual([count(201), count(409)], [5, 11])
		const refused = answers.find(({ status }) => status === 409)
		assert.equal(refused.body.code, 'file.organisation_full')
		assert.match(refused.body.message.zh, /上限/)
		assert.match(refused.body.remedy.en, /Remove/)
		const { file_id } = answers.find(({ status }) => status === 201).body
		assert.equal((await other.delete(`/files/${file_id}`)).status, 204)
		assert.equal((await ask()).status, 201)
		assert.equal((await ask()).status, 409)
		// Another institution's files do not count here.
		const third = await Client.signedIn(stack, await accounts.operator({ division: 350302 }))
		const { body: { order_no: theirs } } = await third.once('/orders', { kind: 'access_application' })
		assert.equal((await third.post(`/orders/${theirs}/files`, { field: 'others', name: 'a.png', size: MiB })).status, 201)
	} finally {
		await stack.configure({ organisation_bytes_max: 1 << 30 })
	}
})

it('PLAT-9 an upload whose end the disk has lost begins again; a hole is no file', async () => {
	const bytes = pdf('a hole', 2.5 * MiB)
	const file = await begin(bytes.length)
	await put(file, bytes, 0)
	await put(file, bytes, MiB)
	truncateSync(join(store, 'spool', file.file_id), MiB + 1000)
	const answer = await put(file, bytes, 2 * MiB)
	assert.equal(answer.status, 409)
	assert.deepEqual([answer.body.code, answer.body.offset], ['file.offset', 0])
	await goOn(file, bytes)
	assert.ok((await operator.get(`/files/${file.file_id}/content`)).buffer.equals(bytes))
	await operator.delete(`/files/${file.file_id}`)
})

it('PLAT-9 a piece that comes again while it is looked at is told to wait', async () => {
	const bytes = jpeg(8000, 6000, { scans: 20 })
	const file = await begin(bytes.length, 'others', 'a.jpg')
	const last = Math.floor((bytes.length - 1) / MiB) * MiB
	for (let offset = 0; offset < last; offset += MiB)
		await put(file, bytes, offset)
	const asked = put(file, bytes, last)
	await until('the helper looks', () => helpers().length)
	const answer = await put(file, bytes, last)
	assert.deepEqual([answer.status, answer.body.code], [503, 'busy'])
	assert.equal((await asked).status, 200)
	await operator.delete(`/files/${file.file_id}`)
})

// --- hostile -------------------------------------------------------------------
it('PLAT-9 a helper that somebody kills costs neither the file nor the worker', async () => {
	const old = workers()
	const bytes = jpeg(10_000, 5000, { scans: 60 }) // a second's work
	const file = await begin(bytes.length, 'others', 'a.jpg')
	const asked = (async () => {
		let answer
		for (let offset = 0; offset < bytes.length; offset += file.chunk_size)
			answer = await put(file, bytes, offset)
		return answer
	})()
	const [helper] = await until('the helper looks', () => helpers().length && helpers())
	const [template] = children(workers().find((pid) => children(pid).includes(helper))).filter((pid) => comm(pid) === 'ld-template')
	process.kill(helper, 'SIGKILL')
	const answer = await asked
	assert.equal(answer.status, 503)
	assert.equal(answer.body.code, 'busy')
	assert.ok(Number(answer.headers['retry-after']) > 0)
	assert.deepEqual(workers(), old)
	// Nobody learns by such deaths how its memory lies: the next is another's.
	assert.equal(comm(template), '')
	await goOn(file, bytes)
	await operator.delete(`/files/${file.file_id}`)
	assert.match(log(), /event=look\.killed detail=image\/jpeg/)
	assert.ok(!log().includes('a.jpg'), 'no file\'s name in the log')
})

it('PLAT-9 a helper\'s template that is killed, hangs or goes with its worker costs no file', async () => {
	const upload = async (what) => {
		const answer = await operator.upload(order_no, 'agreement', 'a.pdf', pdf(what))
		assert.equal(answer.status, 200, JSON.stringify(answer.body))
		await operator.delete(`/files/${answer.file_id}`)
	}
	await upload('before')
	for (const signal of ['SIGKILL', 'SIGSTOP']) {
		// Every worker that has one loses it.
		const lost = templates()
		assert.ok(lost.length)
		for (const pid of lost)
			process.kill(pid, signal)
		for (let i = 0; i < 8; i++)
			await upload(`${signal} ${i}`)
		await until('another is there', () => templates().some((pid) => !lost.includes(pid)))
	}
	// While a file is looked at: who looks is the worker's own and goes on.
	const bytes = jpeg(8000, 6000, { scans: 20 })
	const asked = operator.upload(order_no, 'others', 'a.jpg', bytes)
	await until('the helper looks', () => helpers().length)
	for (const pid of templates())
		process.kill(pid, 'SIGKILL')
	const answer = await asked
	assert.deepEqual([answer.status, answer.body.state], [200, 'ok'])
	await operator.delete(`/files/${answer.file_id}`)

	const gone = (pids) => () => pids.every((pid) => !['ld-template', 'ld-look'].includes(comm(pid)))
	await upload('of a killed worker')
	const orphans = templates()
	assert.ok(orphans.length)
	await kill_workers()
	await until('killed workers\' templates are gone', gone(orphans))
	await upload('of a reloaded one')
	const old = templates()
	assert.ok(old.length)
	await stack.configure({})
	await until('replaced workers\' templates are gone', gone(old))
})

it('PLAT-9 a template serves a hundred files, and then another does', async () => {
	const files_max = 100
	await stack.configure({}) // workers that have none yet
	const [, ...others] = workers()
	await Promise.all(others.map(freeze))
	const used = []
	try {
		for (let i = 0; i <= files_max; i++) {
			const { status, file_id } = await operator.upload(order_no, 'others', 'a.png', png(20, 20))
			assert.equal(status, 200)
			used.push(...templates())
			await operator.delete(`/files/${file_id}`)
		}
	} finally {
		for (const pid of others)
			process.kill(pid, 'SIGCONT')
	}
	assert.equal(used.length, files_max + 1)
	assert.equal(used.lastIndexOf(used[0]), files_max - 1)
})

/** An operator of a new institution, with an order of its own. */
async function another() {
	const client = await Client.signedIn(stack, await accounts.operator({ division: 350302 }))
	return { client, order_no: (await client.once('/orders', { kind: 'access_application' })).body.order_no }
}
/** upload() that comes again with its last chunk as long as it is told to. */
async function insist({ client, order_no: no }, field, file, bytes, answers = []) {
	const begun = await client.upload(no, field, file, bytes)
	let answer = begun
	answers.push(answer.status)
	for (let i = 0; answer.status === 503 && i < 60; i++) {
		assert.equal(answer.body.code, 'busy')
		await new Promise((resolve) => setTimeout(resolve, 100))
		const offset = Math.floor((bytes.length - 1) / MiB) * MiB
		answer = await client.call('PUT', `/files/${begun.file_id}/content`,
			{ bytes: bytes.subarray(offset), headers: { 'Upload-Offset': String(offset) } })
		answers.push(answer.status)
	}
	return { ...answer, file_id: begun.file_id }
}
/** How many helpers at most were at work while act() was. */
async function mostHelpers(act) {
	let most = 0
	let looking = true
	const watch = (async () => {
		while (looking) {
			most = Math.max(most, helpers().length)
			await new Promise((resolve) => setTimeout(resolve, 5))
		}
	})()
	await act()
	looking = false
	await watch
	return most
}

it('PLAT-9 an institution\'s files are looked into two at a time, several institutions\' at once, and all of them in the end', async () => {
	const bytes = jpeg(8000, 6000, { scans: 20 }) // some tenths of a second each
	const all = async (owners) => {
		const answers = await Promise.all(owners.map((owner, i) => insist(owner, 'others', `${i}.jpg`, bytes)))
		assert.deepEqual(answers.map(({ status }) => status), owners.map(() => 200))
		for (const [i, { file_id }] of answers.entries())
			await owners[i].client.delete(`/files/${file_id}`)
	}
	const owners = await Promise.all([another(), another(), another()])
	assert.equal(await mostHelpers(() => all(Array(6).fill(owners[0]))), 2)
	const most = await mostHelpers(() => all([...owners, ...owners]))
	assert.ok(most > 2 && most <= workers().length, `${most} at a time`)
})

const kills = () => log().split('event=look.killed').length
const cpuBomb = (i) => Buffer.concat([bomb(), Buffer.from(`% ${i}\n`)])

it('PLAT-9 one institution\'s twelve connections and their bombs hold up nobody else\'s upload', async () => {
	const [evil, good] = await Promise.all([another(), another()])
	let done = false
	let sent = 0
	const refused = new Set()
	const storm = Promise.all(Array.from({ length: 12 }, async () => {
		while (!done) {
			const { status, body, file_id } = await evil.client.upload(evil.order_no, 'others', 'a.pdf', cpuBomb(sent++))
			refused.add(`${status} ${body.fields?.[0].code ?? body.code}`)
			await evil.client.delete(`/files/${file_id}`)
		}
	}))
	await until('a bomb is looked into', () => helpers().length)
	try {
		for (let i = 0; i < 8; i++) {
			const answer = await good.client.upload(good.order_no, 'others', `${i}.pdf`, pdf(`good ${i}`))
			assert.equal(answer.status, 200, JSON.stringify(answer.body))
		}
	} finally {
		done = true
		await storm
	}
	for (const each of refused)
		assert.ok(['422 complex', '503 busy'].includes(each), each)
	assert.ok(refused.has('503 busy') && sent > 12, `${sent} bombs: ${[...refused]}`)
})

it('PLAT-9 hostile files of many kinds at once leave neither helpers nor dead ones behind', async () => {
	const evil = await Promise.all([another(), another(), another()])
	const sent = [...Object.values(damagedPdfs()).slice(0, 8), ...Object.values(activePdfs()).slice(0, 8), cpuBomb('one'), cpuBomb('two'), Buffer.from('no PDF')]
	const answers = await Promise.all(sent.map((bytes, i) => insist(evil[i % 3], 'others', `${i}.pdf`, bytes)))
	assert.deepEqual(answers.map(({ status }) => status), sent.map(() => 422))
	assert.deepEqual(helpers(), [])
	const left = workers().flatMap(children)
	assert.ok(left.length <= workers().length, 'a template each, at most')
	assert.ok(left.every((pid) => comm(pid) === 'ld-template' && !/\) Z /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'))), 'none is dead')
	const { body } = await operator.upload(order_no, 'agreement', 'a.pdf', pdf('after them'))
	assert.equal(body.state, 'ok')
})

it('PLAT-9 bytes that no look comes to an end with are refused unseen from then on, whoever sends them', async () => {
	const [one, other] = await Promise.all([another(), another()])
	const bytes = cpuBomb('the same')
	const answers = []
	const answer = await insist(one, 'others', 'a.pdf', bytes, answers)
	assert.equal(answer.status, 422)
	assert.equal(answer.body.fields[0].code, 'complex')
	assert.ok(answers.filter((status) => status === 503).length < 3, `${answers}`)
	const looks = kills()
	for (const who of [one, other]) {
		const again = await who.client.upload(who.order_no, 'others', 'b.pdf', bytes)
		assert.deepEqual([again.status, again.body.fields[0].code], [422, 'complex'])
	}
	assert.equal(kills(), looks)
})

it('PLAT-9 uploads that all hang hold nobody else up, and go on', async () => {
	const files = await Promise.all(Array.from({ length: 6 }, (_, i) => begin(pdf(`hangs ${i}`).length)))
	const stopped = workers()
	for (const pid of stopped)
		process.kill(pid, 'SIGSTOP')
	const asked = files.map((file, i) => put(file, pdf(`hangs ${i}`), 0))
	try {
		for (let i = 0; i < 20; i++)
			assert.equal((await operator.get('/me')).status, 200)
		assert.equal((await operator.get(`/files/${files[0].file_id}`)).body.offset, 0)
	} finally {
		for (const pid of stopped)
			process.kill(pid, 'SIGCONT')
	}
	assert.deepEqual((await Promise.all(asked)).map(({ status }) => status), files.map(() => 200))
	for (const file of files)
		await operator.delete(`/files/${file.file_id}`)
})

it('PLAT-9 a missing helper is our fault, not the file\'s', async () => {
	const bytes = png(20, 20)
	await stack.configure({ look_program: '/bin/false' })
	const file = await begin(bytes.length, 'others', 'a.png')
	const answer = await put(file, bytes, 0)
	assert.equal(answer.status, 500)
	assert.equal(answer.body.code, 'internal')
	await stack.configure({ look_program: join(top, 'build/liangding-look') })
	await goOn(file, bytes)
})

// --- scanner -------------------------------------------------------------------
it('PLAT-9 with a clamd nothing passes that it has not cleared: what it names, and while it is away, slow or too small', async () => {
	const directory = mkdtempSync(join(tmpdir(), 'liangding-clamd-'))
	const socket = join(directory, 'clamd.sock')
	mkdirSync(join(directory, 'db'))
	// A database of one signature, ours: these bytes anywhere in any file.
	const marker = 'liangding-test-signature-7c1f'
	writeFileSync(join(directory, 'db/test.ndb'), `Liangding.Test:0:*:${Buffer.from(marker).toString('hex')}\n`)
	writeFileSync(join(directory, 'clamd.conf'), [`DatabaseDirectory ${join(directory, 'db')}`, `LocalSocket ${socket}`,
		'Foreground yes', 'StreamMaxLength 2M', `User ${userInfo().username}`, ''].join('\n'))
	const start = async () => {
		const child = spawn('clamd', ['-c', join(directory, 'clamd.conf')],
			{ stdio: 'ignore', env: { ...process.env, PATH: `${process.env.PATH}:/usr/sbin` } })
		await until('clamd answers', () => new Promise((resolve) => {
			const line = createConnection(socket)
			line.on('error', () => resolve(false)).on('data', (text) => resolve(/PONG/.test(String(text))))
			line.on('connect', () => line.write('zPING\0'))
		}), 60)
		return child
	}
	const stop = (child) => new Promise((resolve) => {
		child.once('close', resolve)
		child.kill('SIGKILL')
	})
	let clamd = await start()
	try {
		await stack.configure({ clamd_socket: socket })
		await operator.attach(order_no, 'agreement', 'clean.pdf', pdf('clean'))

		const found = await operator.upload(order_no, 'agreement', 'a.pdf', pdf(marker))
		assert.equal(found.status, 422)
		assert.equal(found.body.fields[0].code, 'malware')
		assert.equal(await rows(found.file_id), 0)
		assert.ok(!blobs().includes(digest(pdf(marker))))
		assert.match(log(), /event=scan\.found detail=.*Liangding\.Test/)

		const refused = async (file, bytes) => {
			const answer = await put(file, bytes, 0)
			assert.equal(answer.status, 503)
			assert.equal(answer.body.code, 'file.scanner_unavailable')
			assert.ok(Number(answer.headers['retry-after']) > 0)
			assert.equal((await operator.get(`/files/${file.file_id}`)).body.state, 'uploading')
			assert.equal((await operator.get(`/files/${file.file_id}/content`)).status, 404)
		}
		const bytes = pdf('while it is away', 100_000)
		const file = await begin(bytes.length)
		process.kill(clamd.pid, 'SIGSTOP')
		await refused(file, bytes)
		await stop(clamd)
		await refused(file, bytes)
		rmSync(socket, { force: true })
		await refused(file, bytes)
		clamd = await start()
		// The part that was there is enough: only its end is sent again.
		await goOn(file, bytes)

		// Larger than it takes: no clear answer, so no.
		const large = pdf('too large for it', 2.5 * MiB)
		const big = await begin(large.length)
		await put(big, large, 0)
		await put(big, large, big.chunk_size)
		const answer = await put(big, large, 2 * big.chunk_size)
		assert.equal(answer.status, 503)
	} finally {
		await stack.configure({ clamd_socket: null })
		await stop(clamd)
		rmSync(directory, { recursive: true })
	}
})

it('PLAT-9 after all of it an order with files is submitted as ever', async () => {
	const { content } = await submittedApplication(operator)
	assert.equal((await city.get(`/files/${content.agreement[0].file_id}/content`)).status, 200)
})
