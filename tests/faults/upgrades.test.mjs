// A reload and a new program put in under load: nobody notices. And a program
// that cannot run is never put in.
import assert from 'node:assert/strict'
import { copyFileSync, mkdtempSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, it } from 'node:test'
import { Accounts } from '../lib/accounts.mjs'
import { Client } from '../lib/client.mjs'
import { Database } from '../lib/db.mjs'
import { decide, draftApplication, submit } from '../lib/orders.mjs'
import { children, comm, workers } from '../lib/processes.mjs'
import { startStack, top, until } from '../lib/stack.mjs'

const client_count = 64
const reviewer_count = 12
const seconds = 30
let programs, stack, db, accounts

before(async () => {
	programs = mkdtempSync(join(tmpdir(), 'liangding-programs-'))
	for (const name of ['liangding-jobs', 'liangding-look', 'liangdingctl'])
		symlinkSync(join(top, 'build', name), join(programs, name))
	copyFileSync(join(top, 'build/liangdingd'), join(programs, 'liangdingd'))
	stack = await startStack({ DURABLE: 'yes', DEMO: 'no', PROGRAMS: programs })
	db = new Database(stack)
	accounts = new Accounts(stack, db)
	await accounts.bureau('province', 350000)
})
after(async () => {
	await stack?.stop()
	rmSync(programs, { recursive: true, force: true })
})

// As a package manager does it: the new file beside the old one, then its name.
function install(make) {
	make(join(programs, 'new'))
	renameSync(join(programs, 'new'), join(programs, 'liangdingd'))
}
const sound = (path) => copyFileSync(join(top, 'build/liangdingd'), path)
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms))

const signedIn = (user) => Client.signedIn(stack, user)

/** What everybody did and was told: statuses, failures, and the writes acknowledged. */
function ledger() {
	const told = { statuses: new Map(), failures: [], submitted: [], decided: [], drafts: new Map() }
	told.note = (answer, what) => {
		told.statuses.set(answer.status, (told.statuses.get(answer.status) ?? 0) + 1)
		if (answer.status < 200 || answer.status > 299)
			told.failures.push(`${what}: ${answer.status} ${answer.body?.code}`)
		return answer
	}
	return told
}

async function apply(operator, told, waiting) {
	const { note } = told
	note(await operator.get('/me'), 'me')
	const draft = await draftApplication(operator)
	const saved = note(await operator.put(`/orders/${draft.order_no}/draft`,
		{ version: draft.version, content: { app_name: `草稿${draft.order_no.slice(-5)}` } }), 'draft')
	told.drafts.set(draft.order_no, `草稿${draft.order_no.slice(-5)}`)
	note(await operator.get('/orders'), 'list')
	if (Math.random() < 0.5)
		return
	const answer = note(await submit(operator, { ...draft, version: saved.body.version }), 'submission')
	told.drafts.delete(draft.order_no)
	told.submitted.push(draft.order_no)
	waiting.push(answer.body)
	note(await operator.get(`/orders/${draft.order_no}`), 'order')
}

async function review(reviewer, told, waiting) {
	const { note } = told
	note(await reviewer.get('/reviews?state=waiting'), 'reviews')
	const order = waiting.shift()
	if (!order)
		return
	note(await reviewer.get(`/orders/${order.order_no}`), 'order')
	const verdict = Math.random() < 0.5 ? 'approve' : 'reject'
	note(await decide(reviewer, order, verdict, verdict === 'reject' ? { whole: 'other', reason: '材料不全' } : {}), 'decision')
	told.decided.push(order.order_no)
}

it(`${seconds} s of ${client_count} clients with five reloads and three new programs: nothing but 2xx, and every write is there`, async (t) => {
	const people = []
	for (let i = 0; i < client_count; i++)
		people.push(await signedIn(i < reviewer_count ? await accounts.reviewer('city', 350300)
			: await accounts.operator({ division: 350302 })))
	const told = ledger()
	const waiting = []
	const end = Date.now() + seconds * 1000
	const load = people.map(async (person, i) => {
		while (Date.now() < end) {
			await (i < reviewer_count ? review : apply)(person, told, waiting)
			await pause(20 + Math.random() * 60)
		}
	})
	const master = stack.pid('daemon')
	const generations = new Set()
	const changes = async () => {
		for (const what of ['reload', 'upgrade', 'reload', 'reload', 'upgrade', 'reload', 'upgrade', 'reload']) {
			await pause(2000)
			const old = workers(stack)
			if (what === 'upgrade') {
				install(sound)
				await stack.command(['upgrade-daemon'])
			} else {
				process.kill(master, 'SIGHUP')
			}
			await until(`all workers are new after ${what}`, () => {
				const now = workers(stack)
				return now.length >= 8 && !now.some((pid) => old.includes(pid))
			}, 10)
			generations.add(workers(stack).join())
		}
	}
	await Promise.all([changes(), ...load])

	t.diagnostic(`answers by status: ${JSON.stringify(Object.fromEntries(told.statuses))}; `
		+ `${told.submitted.length} submitted, ${told.decided.length} decided`)
	assert.deepEqual(told.failures, [])
	assert.equal(generations.size, 8)
	assert.equal(stack.pid('daemon'), master, 'the same process all along')
	assert.ok(told.submitted.length > 50 && told.decided.length > 20,
		`${told.submitted.length} submitted, ${told.decided.length} decided`)
	const rows = async (sql) => new Set((await db.query(sql)).map(({ order_no }) => order_no))
	const submitted = await rows('SELECT o.order_no FROM order_versions v JOIN orders o ON o.id = v.order_id')
	const decided = await rows('SELECT o.order_no FROM order_events e JOIN orders o ON o.id = e.order_id WHERE e.desk = 2 AND e.event IN (4, 5)')
	assert.deepEqual(told.submitted.filter((order_no) => !submitted.has(order_no)), [])
	assert.deepEqual(told.decided.filter((order_no) => !decided.has(order_no)), [])
	for (const { order_no, draft } of await db.query('SELECT order_no, draft FROM orders WHERE state = 1'))
		if (told.drafts.has(order_no))
			assert.equal(JSON.parse(draft).app_name, told.drafts.get(order_no))
	const events = await db.query('SELECT order_id, event, desk, COUNT(*) AS n FROM order_events WHERE event < 6 GROUP BY order_id, event, desk HAVING n > 1')
	assert.deepEqual(events, [], 'nothing happened twice')
	const log = stack.file('daemon.log')
	assert.equal(log.match(/event=master\.reload detail=done/g).length, 5)
	assert.equal(log.match(/event=master\.start/g).length, 4)
	assert.doesNotMatch(log, /event=master\.(replace|kill|fork)/)
})

it('a program that cannot start is not put in, and the old one goes on', async () => {
	const client = await signedIn(await accounts.operator())
	const master = stack.pid('daemon')
	const broken = {
		'one that refuses': (path) => writeFileSync(path, '#!/bin/sh\necho this program is ill >&2\nexit 3\n', { mode: 0o755 }),
		'one that may not run': (path) => writeFileSync(path, 'nothing', { mode: 0o644 }),
		'one that is no program': (path) => writeFileSync(path, '\x7fELF and no more', { mode: 0o755 }),
	}
	for (const [what, make] of Object.entries(broken)) {
		const old = workers(stack)
		install(make)
		await assert.rejects(stack.command(['upgrade-daemon']), /the old program goes on/, what)
		assert.equal((await client.get('/me')).status, 200, what)
		assert.deepEqual(workers(stack), old, what)
	}
	// One that passes its own trial and is gone when it is needed.
	const old = workers(stack)
	install((path) => writeFileSync(path, `#!/bin/sh\nrm -f ${join(programs, 'liangdingd')}\n`, { mode: 0o755 }))
	await assert.rejects(stack.command(['upgrade-daemon']), /the old program goes on/)
	assert.deepEqual(workers(stack), old)
	assert.equal((await client.get('/me')).status, 200)
	// It still reloads, replaces who dies, and takes a sound one.
	process.kill(old[0], 'SIGKILL')
	await until('another worker', () => workers(stack).length === old.length && !workers(stack).includes(old[0]))
	process.kill(master, 'SIGHUP')
	await until('new workers', () => !workers(stack).some((pid) => old.includes(pid)))
	install(sound)
	await stack.command(['upgrade-daemon'])
	assert.equal((await client.get('/me')).status, 200)
	assert.equal(stack.pid('daemon'), master)
})

it('a wrong configuration leaves all as it was, at a reload and at an upgrade', async () => {
	const client = await signedIn(await accounts.operator())
	const path = join(stack.directory, 'liangding.conf')
	const right = stack.file('liangding.conf')
	await until('the old workers are gone', () => children(stack.pid('daemon')).length === 18)
	const old = workers(stack)
	writeFileSync(path, `${right}\nworkers = many\n`)
	try {
		process.kill(stack.pid('daemon'), 'SIGHUP')
		await until('it is told', () => /kept_the_old_configuration|kept the old configuration/.test(stack.file('daemon.log')))
		await assert.rejects(stack.command(['upgrade-daemon']), /the old program goes on/)
	} finally {
		writeFileSync(path, right)
	}
	assert.deepEqual(workers(stack), old)
	assert.equal((await client.get('/me')).status, 200)
})

it('an upgraded daemon stops as any other', async () => {
	const master = stack.pid('daemon')
	const all = children(master)
	process.kill(master, 'SIGTERM')
	await until('all have gone', () => comm(master) === '' && all.every((pid) => comm(pid) === ''), 20)
})
