// Entries on their way to a bank that is connected by API: whoever sends them dies, the
// bank is down for hours or for good. Nothing is lost, nothing is decided twice, nobody
// else waits.
import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { Accounts } from '../lib/accounts.mjs'
import { Client } from '../lib/client.mjs'
import { connectedBank, pushNow } from '../lib/connections.mjs'
import { Database } from '../lib/db.mjs'
import { contract, draftEntry } from '../lib/merchants.mjs'
import { decide, submit } from '../lib/orders.mjs'
import { jobRunner } from '../lib/processes.mjs'
import { startStack, top, until } from '../lib/stack.mjs'

let stack, db, accounts, bank
before(async () => {
	stack = await startStack()
	db = new Database(stack)
	accounts = new Accounts(stack, db)
	bank = await connectedBank(stack, accounts)
})
after(() => stack?.stop())

async function entered(at, outcome) {
	const institution = await accounts.institution()
	const client = await Client.signedIn(stack, await accounts.operator({ institution }))
	const draft = await draftEntry(client, institution.name, at.code)
	at.api.choose(draft.order_no, outcome)
	const answer = await submit(client, draft)
	assert.equal(answer.status, 200, JSON.stringify(answer.body))
	return { ...draft, version: answer.body.version, client }
}
const rowOf = ({ order_no }) => db.one('SELECT p.*, j.run_at, j.begun_at, j.attempts AS tries, j.state AS job FROM pushes p JOIN orders o ON o.id = p.order_id JOIN jobs j ON j.kind = 10 AND j.object_id = p.id WHERE o.order_no = ?', order_no)
const becomes = (entry, state) => until(`the push is ${state}`, async () => {
	const row = await rowOf(entry)
	return row.state === String(state) && row
}, 30)
const [queued, sending, acknowledged, , failed] = [1, 2, 3, 4, 5]
const came = ({ order_no }, api = bank.api) => api.requests.filter((one) => one.order_no === order_no)
/** What check says beside whether all is well. */
const check = () => new Promise((resolve) => execFile(join(top, 'ops/stack'), ['ctl', 'check'], { env: { ...process.env, ...stack.env } }, (_, stdout, stderr) => resolve(stdout + stderr)))

describe('MERCH-6 the sender dies', () => {
	it('killed between push and acknowledgement: pushed again under the same id, decided once', async () => {
		const entry = await entered(bank, 'timeout')
		await bank.api.when(() => came(entry).length === 1)
		assert.equal((await rowOf(entry)).state, String(sending))
		process.kill(await until('the sender', () => jobRunner(stack, 'push')), 'SIGKILL')
		bank.api.choose(entry.order_no, 'approve')
		await db.query('UPDATE jobs SET lease_until = UTC_TIMESTAMP(3) - INTERVAL 1 SECOND WHERE kind = 10 AND state = 2')
		await becomes(entry, acknowledged)
		await bank.api.when((api) => api.entries.get(entry.order_no)?.answers.length === 1)
		const ids = came(entry).map(({ push_id }) => push_id)
		assert.deepEqual([ids.length, new Set(ids).size], [2, 1])
		const { history, status } = await entry.client.expect(200, 'GET', `/orders/${entry.order_no}`)
		assert.deepEqual([status, history.filter(({ event }) => event === 'approve').length], ['merchant_opened', 1])
	})

	it('killed after the bank has acknowledged: it comes again, the bank knows it and answers no second time', async () => {
		const entry = await entered(bank, 'hold')
		await becomes(entry, acknowledged)
		// As if the acknowledgement had come to nobody.
		await db.query('UPDATE pushes SET state = 2, acknowledged_at = NULL WHERE push_id = ?', came(entry)[0].push_id)
		await db.query('UPDATE jobs SET state = 2, lease_until = UTC_TIMESTAMP(3) - INTERVAL 1 SECOND WHERE kind = 10 AND object_id = (SELECT id FROM pushes WHERE push_id = ?)', came(entry)[0].push_id)
		await bank.api.when(() => came(entry).length === 2)
		await becomes(entry, acknowledged)
		assert.deepEqual(came(entry).map(({ repeated }) => repeated), [false, true])
		assert.equal(bank.api.entries.get(entry.order_no).pushes.length, 1)
	})
})

describe('MERCH-6 the bank is down', () => {
	it('it is tried less and less often; after a day it has failed, check says so, and the order waits in the browser', async () => {
		const down = await connectedBank(stack, accounts)
		await down.api.close()
		const entry = await entered(down, 'approve')
		const pauses = []
		for (let i = 1; i <= 10; i++) {
			const row = await until(`attempt ${i}`, async () => {
				const seen = await rowOf(entry)
				return seen.tries === String(i) && seen.job === '1' && seen
			})
			assert.equal(row.last_error, 'curl.7')
			pauses.push(Math.round((Date.parse(`${row.run_at}Z`) - Date.parse(`${row.begun_at}Z`)) / 1000))
			if (i < 10)
				await pushNow(db)
		}
		assert.deepEqual(pauses, [10, 20, 40, 80, 160, 320, 640, 1280, 1800, 1800])
		assert.doesNotMatch(await check(), /connections:/)
		await db.query('UPDATE pushes SET expires_at = UTC_TIMESTAMP(3) WHERE order_id = (SELECT id FROM orders WHERE order_no = ?)', entry.order_no)
		await pushNow(db)
		assert.deepEqual((await becomes(entry, failed)).last_error, 'expired')
		assert.match(await check(), /note: connections: 1 orders wait and were not handed over/)
		assert.match(await stack.ctl('connections'), new RegExp(`^${down.code} +open +0 +0 +1 `, 'm'))
		const outcomes = await db.query('SELECT outcome FROM audit_rows WHERE act = \'connection.push\' AND object = ? ORDER BY id', entry.order_no)
		assert.deepEqual([outcomes.at(0).outcome, outcomes.at(-1).outcome], ['sent', 'not_acknowledged'])
		// Operations have it tried again, under the same id.
		assert.match(await stack.ctl('connections', 'retry', entry.order_no), /^1 tried again/)
		await until('it is tried', async () => {
			const { last_error, job } = await rowOf(entry)
			return last_error === 'curl.7' && job === '1'
		})
		await db.query('UPDATE pushes SET expires_at = UTC_TIMESTAMP(3) WHERE order_id = (SELECT id FROM orders WHERE order_no = ?)', entry.order_no)
		await pushNow(db)
		await becomes(entry, failed)
		// Its people have it all the time.
		const queue = await down.client.expect(200, 'GET', `/reviews?list=merchants&state=waiting&order_no=${entry.order_no}`)
		assert.equal(queue.items.length, 1)
		assert.equal((await decide(down.client, entry, 'approve', { granted: contract })).status, 200)
		assert.doesNotMatch(await check(), /connections:/)
		await assert.rejects(stack.ctl('connections', 'retry', entry.order_no), /nothing that failed and still waits/)
	})

	it('one that hangs delays no other bank by more than its turn', async () => {
		await stack.configure({ gateway_seconds: 2 })
		const slow = await connectedBank(stack, accounts)
		const hung = []
		for (let i = 0; i < 3; i++)
			hung.push(await entered(slow, 'timeout'))
		await slow.api.when((api) => api.requests.length > 0)
		const entry = await entered(bank, 'hold')
		await becomes(entry, acknowledged)
		// At most one of the other's was begun between it and its turn.
		const mine = await rowOf(entry)
		const others = await db.query('SELECT begun_at FROM jobs WHERE kind = 10 AND account_id = ?', slow.id)
		assert.ok(others.filter(({ begun_at }) => begun_at > mine.created_at && begun_at < mine.begun_at).length <= 1)
		await until('those that hang are tried later', async () => (await rowOf(hung[0])).state === String(queued))
	})

	it('without a key of the platform\'s nothing leaves; check says so; with one it does', async () => {
		await stack.configure({ connection_keyid: null, connection_key_file: null })
		const entry = await entered(bank, 'hold')
		await until('it waits', async () => (await rowOf(entry)).last_error === 'not_configured')
		assert.equal(came(entry).length, 0)
		assert.match(await check(), /connection_keyid is not set/)
		await stack.configure({ connection_keyid: 'liangding', connection_key_file: join(stack.directory, 'connection.key') })
		await pushNow(db)
		await becomes(entry, acknowledged)
	})
})
