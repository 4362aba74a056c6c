// What breaks, and what users notice of it. A stack of this file's own, because
// its processes are killed.
import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { after, before, it } from 'node:test'
import { Accounts } from '../lib/accounts.mjs'
import { Client } from '../lib/client.mjs'
import { Database } from '../lib/db.mjs'
import { decide, draftApplication, submit, submittedApplication } from '../lib/orders.mjs'
import { startStack, until } from '../lib/stack.mjs'

let stack, db, accounts, operator
const signedIn = (user) => Client.signedIn(stack, user)
before(async () => {
	stack = await startStack({ DURABLE: 'yes', DEMO: 'no' })
	db = new Database(stack)
	accounts = new Accounts(stack, db)
	operator = await signedIn(await accounts.operator())
})
after(() => stack?.stop())

const children = (pid) => readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ').filter(Boolean).map(Number)
const workers = () => children(stack.pid('daemon'))
	.filter((pid) => !/jobs/.test(readFileSync(`/proc/${pid}/cmdline`, 'utf8')))
// nginx's own 502 is no answer of the daemon's, so the shape all problems share.
const asks = (client, path = '/me') => client.call('GET', path).catch((error) => {
	if (/undocumented status|content type/.test(error.message))
		return client.call('GET', path, { nginx: true })
	throw error
})

it('replaces killed workers and goes on answering', async () => {
	const victims = workers()
	assert.ok(victims.length >= 2)
	for (const pid of victims)
		process.kill(pid, 'SIGKILL')
	await until('other workers', () => {
		const now = workers()
		return now.length >= victims.length && !now.some((pid) => victims.includes(pid))
	}, 5)
	const { status } = await operator.get('/me')
	assert.equal(status, 200)
})

it('fails no request while SIGHUP replaces the workers', async () => {
	const old = workers()
	let going = true
	const statuses = new Map()
	const load = Array.from({ length: 4 }, async () => {
		while (going) {
			const { status } = await operator.get('/me')
			statuses.set(status, (statuses.get(status) ?? 0) + 1)
		}
	})
	try {
		process.kill(stack.pid('daemon'), 'SIGHUP')
		await until('all workers are new, and have been asked', () => !workers().some((pid) => old.includes(pid)) && (statuses.get(200) ?? 0) > 10, 20)
	} finally {
		going = false
		await Promise.all(load)
	}
	assert.deepEqual([...statuses.keys()], [200])
})

it('PLAT-5 makes one record of the same submit sent fifty times at once', async () => {
	const draft = await draftApplication(operator)
	const key = randomUUID()
	const answers = await Promise.all(Array.from({ length: 50 }, () => submit(operator, draft, key)))
	for (const { status, body } of answers) {
		assert.equal(status, 200)
		assert.deepEqual(body, answers[0].body)
	}
	assert.equal(await db.value(`SELECT COUNT(*) FROM order_versions v JOIN orders o ON o.id = v.order_id
		WHERE o.order_no = ?`, draft.order_no), '1')
	const other = await submit(operator, { ...draft, content: { ...draft.content, note: 'other' } }, key)
	assert.equal(other.status, 422)
	assert.equal(other.body.code, 'idempotency.key_reused')
})

it('PLAT-5 lets one of two reviewers decide, and tells the other who did', async () => {
	const [one, two] = await Promise.all([accounts.reviewer('city'), accounts.reviewer('city')])
		.then((both) => Promise.all(both.map(signedIn)))
	for (let round = 0; round < 5; round++) {
		const order = await submittedApplication(operator)
		const answers = await Promise.all([
			decide(one, order, 'approve'), decide(two, order, 'reject', { whole: 'other', reason: '材料不全' })])
		assert.deepEqual(answers.map(({ status }) => status).sort(), [200, 409])
		const loser = answers.find(({ status }) => status === 409)
		assert.equal(loser.body.code, 'order.already_decided')
		assert.equal(loser.body.decision.desk, 'city')
		assert.ok(loser.body.decision.actor_name)
		assert.equal(await db.value(`SELECT COUNT(*) FROM order_events e JOIN orders o ON o.id = e.order_id
			WHERE o.order_no = ? AND e.desk = 2`, order.order_no), '1')
	}
})

it('answers 503 while the database is away, and serves within 2 s of its return', async () => {
	const ledger = []
	for (let i = 0; i < 3; i++)
		ledger.push((await submittedApplication(operator)).order_no)
	const pid = stack.pid('mariadb')
	const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').slice(0, -1)
	process.kill(pid, 'SIGSTOP')
	try {
		const answer = await asks(operator)
		assert.ok([503, 504].includes(answer.status), String(answer.status))
		assert.ok(Number(answer.headers['retry-after']) > 0)
	} finally {
		process.kill(pid, 'SIGCONT')
	}
	await until('the database answers again', async () => (await asks(operator)).status === 200, 5)
	assert.ok(command.length)

	// What was acknowledged is there after a crash.
	process.kill(pid, 'SIGKILL')
	await until('a refusal', async () => [502, 503].includes((await asks(operator)).status), 10)
	await stack.command(['restart-database'])
	await until('the first success', async () => (await asks(operator)).status === 200, 2)
	for (const order_no of ledger)
		assert.equal((await operator.get(`/orders/${order_no}`)).status, 200)
})

it('PLAT-9 keeps nothing of an upload that broke off, and lets it go on', async () => {
	const { body: { order_no } } = await operator.once('/orders', { kind: 'access_application' })
	const bytes = Buffer.concat([Buffer.from('%PDF-1.4\n'), Buffer.alloc(1_500_000, 'x')])
	const file = await operator.expect(201, 'POST', `/orders/${order_no}/files`,
		{ body: { field: 'agreement', name: 'a.pdf', size: bytes.length } })
	const path = `/files/${file.file_id}/content`
	const first = await operator.call('PUT', path, { bytes: bytes.subarray(0, file.chunk_size), headers: { 'Upload-Offset': '0' } })
	assert.equal(first.body.offset, file.chunk_size)
	const again = await operator.call('PUT', path, { bytes: bytes.subarray(0, file.chunk_size), headers: { 'Upload-Offset': '0' } })
	assert.equal(again.status, 409)
	assert.equal(again.body.offset, file.chunk_size)
	assert.equal((await operator.get(path)).status, 404)
})

it('writes no password, token or captcha into its logs', async () => {
	const user = await accounts.operator()
	const client = await signedIn(user)
	await client.tryPassword(user.account, 'a-wrong-Passw0rd-of-mine')
	const logs = execFileSync('sh', ['-c', 'cat "$1"/*.log "$1"/nginx/*.log', '-', stack.directory],
		{ encoding: 'utf8', maxBuffer: 1 << 28 })
	assert.ok(logs.includes('/session'), 'the log knows the route')
	for (const secret of [user.password, 'a-wrong-Passw0rd-of-mine', client.token,
		...[...client.cookies.values()].map(({ value }) => value)])
		assert.ok(!logs.includes(secret))
})
