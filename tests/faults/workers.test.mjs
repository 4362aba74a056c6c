// Workers that die or hang in the middle of something.
import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, it } from 'node:test'
import { Accounts } from '../lib/accounts.mjs'
import { Client } from '../lib/client.mjs'
import { Database } from '../lib/db.mjs'
import { submittedApplication } from '../lib/orders.mjs'
import { askApplication } from '../lib/fastcgi.mjs'
import { children, comm, exportWriter, hold as holdRows, uploadWorkers, waiting, workers as workersOf } from '../lib/processes.mjs'
import { startStack, until } from '../lib/stack.mjs'

const worker_count = 8
let stack, db, accounts, operator, city
before(async () => {
	stack = await startStack({ DURABLE: 'yes', DEMO: 'no', WORKERS: String(worker_count) })
	db = new Database(stack)
	accounts = new Accounts(stack, db)
	operator = await Client.signedIn(stack, await accounts.operator({ division: 350302 }))
	city = await Client.signedIn(stack, await accounts.reviewer('city', 350300))
	await accounts.bureau('province', 350000)
})
after(() => stack?.stop())

const workers = () => workersOf(stack)
const hold = (sql) => holdRows(stack, sql)
const someoneWaits = () => waiting(db)

it('PLAT-5 a worker killed in the middle of a decision leaves nothing, and the same key then decides once', async () => {
	const order = await submittedApplication(operator)
	const id = await db.value('SELECT id FROM orders WHERE order_no = ?', order.order_no)
	const key = randomUUID()
	const body = { version: order.version, verdict: 'approve' }
	// The desks come after the order, the version and the history: all are pending then.
	const release = await hold(`SELECT * FROM order_desks WHERE order_id = ${id} FOR UPDATE`)
	const asked = city.call('POST', `/orders/${order.order_no}/decision`, { body, key, nginx: true })
	await until('the decision waits inside its transaction', someoneWaits)
	for (const pid of workers())
		process.kill(pid, 'SIGKILL')
	assert.equal((await asked).status, 502)
	await release()
	await until('the transaction is rolled back', async () => !(await someoneWaits()))
	const rows = async () => ({
		events: Number(await db.value('SELECT COUNT(*) FROM order_events WHERE order_id = ? AND event = 4', id)),
		state: Number(await db.value('SELECT state FROM order_desks WHERE order_id = ? AND desk = 2 AND done = 0', id)),
		keys: Number(await db.value('SELECT COUNT(*) FROM idempotency_keys WHERE name = ?', key)),
		version: Number(await db.value('SELECT version FROM orders WHERE id = ?', id)),
	})
	assert.deepEqual(await rows(), { events: 0, state: 1, keys: 0, version: order.version })
	const again = await city.call('POST', `/orders/${order.order_no}/decision`, { body, key })
	assert.equal(again.status, 200)
	const replayed = await city.call('POST', `/orders/${order.order_no}/decision`, { body, key })
	assert.deepEqual(replayed.body, again.body)
	assert.deepEqual(await rows(), { events: 1, state: 2, keys: 1, version: order.version + 1 })
})

it('replaces a killed worker, ten times in a row, without a pause (how soon is for make bench)', async () => {
	for (let i = 0; i < 10; i++) {
		const before_kill = workers()
		process.kill(before_kill[0], 'SIGKILL')
		await until('another has its place', () => workers().length >= before_kill.length && !workers().includes(before_kill[0]))
	}
	assert.ok(!/event=master.pause/.test(stack.file('daemon.log')))
})

it('a worker that is told to stop hears a body to its end before it goes', async () => {
	for (const socket of ['api', 'uploads']) {
		const told = socket === 'api' ? workers() : uploadWorkers(stack)
		const answer = await askApplication(join(stack.sockets, `${socket}.sock`), { REQUEST_METHOD: 'POST', PATH_INFO: '/captchas',
			CONTENT_LENGTH: 2, CONTENT_TYPE: 'application/json', HTTP_ORIGIN: stack.origin, REMOTE_ADDR: '127.0.0.1' }, Buffer.from('{}'), 1,
		async () => {
			// Who is at work goes on; the idle ones are gone.
			for (const pid of told)
				process.kill(pid, 'SIGTERM')
			await until('the idle ones have gone', () => told.filter((pid) => comm(pid)).length <= 1)
		})
		assert.match(answer, /^Status: 201 /, socket)
		await until('the last one has gone, too', () => !told.some((pid) => comm(pid)))
	}
	await until('every worker is at its place', () => workers().length === worker_count)
})

it('a connection whose first bytes are late, as on a busy machine, is heard', async () => {
	const asked = () => askApplication(join(stack.sockets, 'api.sock'), { REQUEST_METHOD: 'POST', PATH_INFO: '/captchas',
		CONTENT_LENGTH: 2, CONTENT_TYPE: 'application/json', HTTP_ORIGIN: stack.origin, REMOTE_ADDR: '127.0.0.1' }, Buffer.from('{}'), 2, null,
	// Longer than libfcgi would wait: its own 2 s, or the 100 ms it was once told.
	() => new Promise((resolve) => setTimeout(resolve, 2500)))
	for (const answer of await Promise.all(Array.from({ length: worker_count }, asked)))
		assert.match(answer, /^Status: 201 /)
})

it('a connection that is asked to stay is closed: it would hold a worker, or be forgotten open', { timeout: 30_000 }, async () => {
	const asked = () => askApplication(join(stack.sockets, 'api.sock'), { REQUEST_METHOD: 'GET', PATH_INFO: '/me', REMOTE_ADDR: '127.0.0.1' },
		Buffer.alloc(0), 0, null, null, true)
	for (const answer of await Promise.all(Array.from({ length: 2 * worker_count }, asked)))
		assert.match(answer, /^Status: 401 /)
})

it('a process of ours leaves no dump and gains no rights', () => {
	const pid = stack.pid('daemon')
	for (const each of [pid, ...children(pid)]) {
		assert.match(readFileSync(`/proc/${each}/status`, 'utf8'), /^NoNewPrivs:\s+1$/m, comm(each))
		assert.match(readFileSync(`/proc/${each}/limits`, 'utf8'), /^Max core file size\s+0\s+0/m, comm(each))
	}
})

it('all processes killed at once are all replaced at once, and one that dies as soon as it starts waits', async () => {
	const log = () => readFileSync(join(stack.directory, 'daemon.log'), 'utf8')
	for (let i = 0; i < 5; i++) {
		const all = children(stack.pid('daemon'))
		assert.ok(all.length > 10)
		for (const pid of all)
			process.kill(pid, 'SIGKILL')
		await until('all are replaced', () => {
			const now = children(stack.pid('daemon'))
			return now.length === all.length && !now.some((pid) => all.includes(pid))
		})
	}
	assert.ok(!/event=master.pause detail=(worker|uploads|health)/.test(log()))
	// One that is killed whenever it has come.
	await until('the place waits', () => {
		const writer = exportWriter(stack)
		if (writer)
			process.kill(writer, 'SIGKILL')
		return /event=master.pause detail=long-jobs/.test(log())
	})
	await until('it is filled again', () => exportWriter(stack))
})

it('healthz answers within a second while every worker is blocked', async () => {
	const health = await Client.open(stack)
	// The ones that the test before killed have all been replaced by now.
	await until('every worker is at its place', () => workers().length === worker_count)
	const stopped = workers()
	for (const pid of stopped)
		process.kill(pid, 'SIGSTOP')
	try {
		let answered = false
		const other = (await Client.open(stack)).call('GET', '/me', { nginx: true }).finally(() => { answered = true })
		const { status, body } = await health.get('/healthz')
		assert.equal(status, 200)
		assert.deepEqual(body, { status: 'ok' })
		assert.ok(!answered, 'it waits for none of them')
		assert.equal((await other).status, 504)
		assert.equal((await health.call('GET', '/readyz', { nginx: true })).status, 504)
	} finally {
		for (const pid of stopped)
			process.kill(pid, 'SIGCONT')
	}
	await until('all is well again', async () => (await health.get('/readyz')).status === 200)
})

it('logs each request once, with its id, route and outcome, and no personal data', async () => {
	const { headers } = await operator.get(`/orders?title=${encodeURIComponent('不该出现的名字')}`)
	const id = headers['x-request-id']
	const log = readFileSync(join(stack.directory, 'daemon.log'), 'utf8')
	const lines = log.split('\n').filter((line) => line.includes(`id=${id}`))
	assert.equal(lines.length, 1)
	assert.match(lines[0], /event=request .*method=GET route=\/orders status=200 account=\d+ grant=\d+ ms=\d+/)
	for (const secret of ['不该出现的名字', '13800138000', '王小明', encodeURIComponent('不该出现的名字')])
		assert.ok(!log.includes(secret), secret)
})

it('a row that someone holds costs those who want it an answer of 503, and everybody else nothing much', async () => {
	const { body: draft } = await operator.once('/orders', { kind: 'access_application' })
	const release = await hold(`SELECT * FROM orders WHERE order_no = '${draft.order_no}' FOR UPDATE`)
	try {
		const stuck = Array.from({ length: worker_count }, () => operator.put(`/orders/${draft.order_no}/draft`,
			{ version: draft.version, content: {} }))
		await until('someone waits for the row', someoneWaits)
		const other = await operator.get('/me')
		assert.equal(other.status, 200)
		for (const { status, body } of await Promise.all(stuck)) {
			assert.equal(status, 503)
			// In time: after ten seconds nginx would have answered, with 504.
			assert.equal(body.code, 'unavailable')
		}
	} finally {
		await release()
	}
	assert.equal((await operator.put(`/orders/${draft.order_no}/draft`, { version: draft.version, content: {} })).status, 200)
})

it('LOGIN-1 a lock on its way does not make a right captcha a wrong one', async () => {
	const person = await accounts.operator()
	const client = await Client.open(stack)
	await client.tryPassword(person.account, 'a wrong one') // so that there is a row to hold
	const release = await hold('SELECT * FROM login_tries FOR UPDATE')
	const answer = await client.tryPassword(person.account, person.password)
	await release()
	assert.equal(answer.status, 503)
	assert.equal((await client.tryPassword(person.account, person.password)).status, 200)
})

// Last: afterwards nobody is left to ask.
it('finishes what it has begun when asked to stop, and then stops', async () => {
	const order = await submittedApplication(operator)
	const id = await db.value('SELECT id FROM orders WHERE order_no = ?', order.order_no)
	const master = stack.pid('daemon')
	const release = await hold(`SELECT * FROM order_desks WHERE order_id = ${id} FOR UPDATE`)
	const asked = city.call('POST', `/orders/${order.order_no}/decision`,
		{ body: { version: order.version, verdict: 'approve' }, key: randomUUID() })
	await until('the decision waits inside its transaction', someoneWaits)
	process.kill(master, 'SIGTERM')
	// Asked again and again, the worker that is busy stays.
	await until('the idle workers are gone', () => workers().length === 1)
	await release()
	assert.equal((await asked).status, 200)
	assert.equal(await db.value('SELECT state FROM order_desks WHERE order_id = ? AND desk = 2 AND done = 0', id), '2')
	await until('the daemon has ended', () => comm(master) === '')
})
