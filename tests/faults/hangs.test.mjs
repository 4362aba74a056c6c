// What hangs instead of dying: the database, the answer to a COMMIT, a worker.
// Each costs those who wait a clear answer in time, and nothing happens twice.
import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { createConnection } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, it } from 'node:test'
import { Accounts } from '../lib/accounts.mjs'
import { Client } from '../lib/client.mjs'
import { Database } from '../lib/db.mjs'
import { databaseProxy } from '../lib/db_proxy.mjs'
import { decide, draftApplication, submit, submittedApplication } from '../lib/orders.mjs'
import { pdf } from '../lib/papers.mjs'
import { busyWorkers, comm, freeze, hold, waiting, withoutJobs, workers } from '../lib/processes.mjs'
import { startStack, until } from '../lib/stack.mjs'

const request_seconds = 9
let home, proxy, stack, db, accounts, operator, city
const signedIn = (user) => Client.signedIn(stack, user)
const count = async (sql, ...values) => Number(await db.value(sql, ...values))

before(async () => {
	home = mkdtempSync(join(tmpdir(), 'liangding-hangs-'))
	const run = join(home, 'run')
	proxy = await databaseProxy(join(home, 'proxy.sock'), () => join(run, 'mariadb.sock'))
	stack = await startStack({ DURABLE: 'yes', DEMO: 'no', WORKERS: '4', RUN_DIR: run, DATABASE_SOCKET: join(home, 'proxy.sock'),
		SETTINGS: `captcha_pool = 400\nrequest_seconds = ${request_seconds}` })
	db = new Database(stack)
	accounts = new Accounts(stack, db)
	operator = await signedIn(await accounts.operator({ division: 350302 }))
	city = await signedIn(await accounts.reviewer('city', 350300))
	await accounts.bureau('province', 350000)
})
after(async () => {
	await stack?.stop()
	await proxy?.stop()
	rmSync(home, { recursive: true, force: true })
})

function assertUnavailable({ status, body, headers, type }) {
	assert.equal(status, 503)
	assert.equal(type, 'application/problem+json')
	assert.equal(body.code, 'unavailable')
	assert.ok(Number(headers['retry-after']) > 0)
}
// That it comes in time needs no clock here: after ten seconds nginx would have answered, with 504.

it('answers 503 in time while the database hangs, and the same keys then give one result each', async () => {
	const drafts = []
	for (let i = 0; i < 8; i++)
		drafts.push({ ...await draftApplication(operator), key: randomUUID() })
	const health = await Client.open(stack)
	const pid = stack.pid('mariadb')
	await freeze(pid)
	try {
		const answers = []
		const asked = [operator.get('/me'), ...drafts.slice(0, 3).map((draft) => submit(operator, draft, draft.key))]
			.map(async (answer) => answers.push(await answer))
		const { status } = await health.get('/healthz')
		assert.equal(status, 200, 'the daemon lives')
		assert.deepEqual(answers, [], 'and waits for no database to say so')
		await Promise.all(asked)
		for (const answer of answers)
			assertUnavailable(answer)
	} finally {
		process.kill(pid, 'SIGCONT')
	}
	await until('the database answers again', async () => (await operator.get('/me')).status === 200)

	// Now it hangs in the middle of whatever they are at; one of them is at something for sure.
	const release = await hold(stack, `SELECT * FROM orders WHERE order_no = '${drafts[0].order_no}' FOR UPDATE`)
	const first = drafts.map((draft) => submit(operator, draft, draft.key))
	await until('someone is at it', () => waiting(db))
	process.kill(pid, 'SIGSTOP')
	// Until somebody is told that it hangs, or nobody was left to be told.
	const told = first.map(async (answer) => (await answer).status === 200 ? new Promise(() => {}) : undefined)
	await Promise.race([...told, Promise.all(first)])
	process.kill(pid, 'SIGCONT')
	await release()
	for (const answer of await Promise.all(first))
		if (answer.status !== 200)
			assertUnavailable(answer)
	for (const draft of drafts) {
		const answer = await until('the result', async () => {
			const { status, body } = await submit(operator, draft, draft.key)
			return status === 200 && body
		})
		assert.equal(answer.order_no, draft.order_no)
		assert.deepEqual((await submit(operator, draft, draft.key)).body, answer)
		for (const table of ['order_versions', 'order_events'])
			assert.equal(await count(`SELECT COUNT(*) FROM ${table} t JOIN orders o ON o.id = t.order_id
				WHERE o.order_no = ?${table === 'order_events' ? ' AND t.event = 1' : ''}`, draft.order_no), 1, table)
	}
})

for (const [how, told] of Object.entries({ lose: 'the answer to a COMMIT is lost',
	cut: 'the connection breaks while a COMMIT is under way', before: 'the connection breaks before a COMMIT' }))
	it(`${told}: 503, and the same key then gives the one result`, () => withoutJobs(stack, db, async () => {
		const order = await submittedApplication(operator)
		const id = await db.value('SELECT id FROM orders WHERE order_no = ?', order.order_no)
		const key = randomUUID()
		const spoilt = proxy.spoilt()
		proxy.spoil(how)
		assertUnavailable(await decide(city, order, 'approve', {}, key))
		assert.equal(proxy.spoilt(), spoilt + 1)
		assert.equal(await count('SELECT COUNT(*) FROM order_events WHERE order_id = ? AND event = 4', id), how === 'before' ? 0 : 1)
		const again = await decide(city, order, 'approve', {}, key)
		assert.equal(again.status, 200)
		assert.equal(again.headers['idempotency-replayed'], how === 'before' ? undefined : 'true')
		assert.deepEqual((await decide(city, order, 'approve', {}, key)).body, again.body)
		assert.equal(await count('SELECT COUNT(*) FROM order_events WHERE order_id = ? AND event = 4', id), 1)
		assert.equal(await count('SELECT version FROM orders WHERE id = ?', id), order.version + 1)
		assert.equal(await count('SELECT COUNT(*) FROM idempotency_keys WHERE name = ?', key), 1)
	}))

it('a sign-in whose COMMIT goes unanswered can be tried again, and counts as no wrong try', () => withoutJobs(stack, db, async () => {
	const person = await accounts.operator()
	for (const how of ['lose', 'before']) {
		const client = await Client.open(stack)
		const captcha = await client.captcha()
		const sign = (fresh) => client.post('/session', { realm: person.realm, account: person.account,
			password: person.password, ...fresh })
		const spoilt = proxy.spoilt()
		proxy.spoil(how)
		const lost = await sign(captcha)
		assertUnavailable(lost)
		assert.equal(lost.headers['set-cookie'], undefined)
		assert.equal(proxy.spoilt(), spoilt + 1)
		assert.equal((await sign(captcha)).status, 422, 'the captcha is spent')
		const signed = await sign(await client.captcha())
		assert.equal(signed.status, 200)
	}
	assert.equal(await count('SELECT COUNT(*) FROM login_tries'), 0)
}))

it('PLAT-9 an upload whose COMMIT goes unanswered goes on where the server is', () => withoutJobs(stack, db, async () => {
	const { body: { order_no } } = await operator.once('/orders', { kind: 'access_application' })
	for (const how of ['lose', 'before']) {
		const bytes = pdf('agreement', 1_400_000)
		const file = await operator.expect(201, 'POST', `/orders/${order_no}/files`,
			{ body: { field: 'agreement', name: 'a.pdf', size: bytes.length } })
		const put = (offset) => operator.call('PUT', `/files/${file.file_id}/content`,
			{ bytes: bytes.subarray(offset, offset + file.chunk_size), headers: { 'Upload-Offset': String(offset) } })
		proxy.spoil(how)
		assertUnavailable(await put(0))
		const again = await put(0)
		assert.equal(again.status, how === 'lose' ? 409 : 200)
		assert.equal(again.body.offset, file.chunk_size)
		proxy.spoil(how)
		assertUnavailable(await put(file.chunk_size))
		// As the page does: go on from the offset told, be it the beginning.
		let { body: told } = await put(file.chunk_size)
		for (let i = 0; i < 3 && told.state !== 'ok' && told.offset < bytes.length; i++)
			told = (await put(told.offset)).body
		assert.equal((await operator.get(`/files/${file.file_id}`)).body.state, 'ok')
		const stored = await operator.get(`/files/${file.file_id}/content`)
		assert.ok(stored.buffer.equals(bytes))
	}
}))

it('a worker that hangs in a transaction holds others up no longer than their patience, and is replaced', async () => {
	const order = await submittedApplication(operator)
	const other = await submittedApplication(operator)
	const id = await db.value('SELECT id FROM orders WHERE order_no = ?', order.order_no)
	const key = randomUUID()
	const body = { version: order.version, verdict: 'approve' }
	await until('nobody is busy', () => busyWorkers(stack).length === 0)
	const release = await hold(stack, `SELECT * FROM order_desks WHERE order_id = ${id} FOR UPDATE`)
	const began = Date.now()
	const asked = city.call('POST', `/orders/${order.order_no}/decision`, { body, key, nginx: true })
	await until('the decision waits inside its transaction', () => waiting(db))
	const [stuck, ...more] = busyWorkers(stack)
	assert.deepEqual(more, [])
	process.kill(stuck, 'SIGSTOP')
	await release()

	// It holds the order's row now. Who wants that row is told so in time.
	const second = await signedIn(await accounts.reviewer('city', 350300))
	assertUnavailable(await decide(second, order, 'reject', { whole: 'other', reason: '材料不全' }))
	assert.equal((await decide(city, other, 'approve')).status, 200, 'other orders go on')
	assert.ok(workers(stack).includes(stuck))

	await until('the worker that hangs is replaced', () => comm(stuck) === '' && workers(stack).length === 4, request_seconds + 60)
	// Not before its time: a busy machine only makes it later.
	assert.ok(Date.now() - began >= request_seconds * 1000 - 500)
	assert.equal((await asked).status, 502)
	assert.match(stack.file('daemon.log'), new RegExp(`event=master\\.kill detail=.*pid.${stuck}`))
	assert.equal(await count('SELECT COUNT(*) FROM order_events WHERE order_id = ? AND event = 4', id), 0)
	const again = await until('the same key decides', async () => {
		const answer = await decide(city, order, 'approve', {}, key)
		return answer.status === 200 && answer
	})
	assert.equal(again.body.version, order.version + 1)
	assert.equal(await count('SELECT COUNT(*) FROM order_events WHERE order_id = ? AND event = 4', id), 1)
})

it('a connection that stays silent costs its worker, which is replaced, and nobody else anything', async () => {
	const silent = createConnection(join(stack.sockets, 'api.sock'))
	try {
		const held = await until('a worker has taken it', () => busyWorkers(stack)[0])
		for (let i = 0; i < 8; i++)
			await operator.expect(200, 'GET', '/me')
		await until('its worker is ended', () => !comm(held), 2 * request_seconds)
		await until('every worker is at its place', () => workers(stack).length === 4)
	} finally {
		silent.destroy()
	}
})

it('a worker busy with requests one after the other is not taken for one that hangs', async () => {
	const before_ = workers(stack)
	const end = Date.now() + (request_seconds + 1) * 1000
	const load = Array.from({ length: 6 }, async () => {
		while (Date.now() < end)
			assert.equal((await operator.get('/orders')).status, 200)
	})
	await Promise.all(load)
	assert.deepEqual(workers(stack), before_)
})

it('a sign-in held up while another forgives the try it has counted still takes the right password', async () => {
	const user = await accounts.operator({ division: 350302 })
	const old = workers(stack)
	for (const pid of old)
		process.kill(pid, 'SIGKILL')
	await until('new workers, which have yet to prepare it', () =>
		workers(stack).length === 4 && workers(stack).every((pid) => !old.includes(pid)))
	let forgiven = 0
	proxy.before('FROM login_tries WHERE name_mac', async () => {
		forgiven += await count('SELECT COUNT(*) FROM login_tries')
		await db.query('DELETE FROM login_tries')
	})
	const client = await Client.open(stack)
	assert.equal((await client.tryPassword(user.account, user.password)).status, 200)
	assert.equal(forgiven, 1)
})
