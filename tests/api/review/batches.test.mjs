// Several orders decided with one opinion (REVIEW-7): each on its own, with a result
// of its own, by a job that nobody's closed browser stops (PLAT-19).
import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, describe, it } from 'node:test'
import { Accounts } from '../../lib/accounts.mjs'
import { Client } from '../../lib/client.mjs'
import { Database } from '../../lib/db.mjs'
import { draftEntry, partnerBank } from '../../lib/merchants.mjs'
import { decide, submit, submittedApplication } from '../../lib/orders.mjs'
import { jobRunner, withoutJobs } from '../../lib/processes.mjs'
import { provePhone } from '../../lib/sms.mjs'
import { sharedStack, until } from '../../lib/stack.mjs'

const area = 350500
let stack, db, accounts, operator, city, colleague, province
const signedIn = (user) => Client.signedIn(stack, user)
before(async () => {
	stack = await sharedStack()
	db = new Database(stack)
	accounts = new Accounts(stack, db)
	operator = await signedIn(await accounts.operator({ division: 350502 }))
	city = await signedIn(await accounts.reviewer('city', area))
	colleague = await signedIn(await accounts.reviewer('city', area))
	province = await signedIn(await accounts.reviewer('province'))
})
after(() => stack?.stop())

const some = async (n) => {
	const orders = []
	for (let i = 0; i < n; i++)
		orders.push(await submittedApplication(operator))
	return orders
}
const named = (orders) => orders.map(({ order_no, version }) => ({ order_no, version }))
const ask = (client, orders, verdict, words = {}, key = randomUUID()) => client.once('/review-batches', { verdict, orders: named(orders), ...words }, key)
/** Asked for, and gone through. */
async function batch(client, orders, verdict, words) {
	const asked = await ask(client, orders, verdict, words)
	assert.equal(asked.status, 202, JSON.stringify(asked.body))
	return finished(client, asked.body.batch_id)
}
const finished = (client, batch_id) => until('the batch is done', async () => {
	const now = await client.expect(200, 'GET', `/review-batches/${batch_id}`)
	return now.state === 'done' && now
})
const outcomes = ({ items }) => items.map(({ outcome }) => outcome)
const decisions = ({ order_no }) => db.value(`SELECT COUNT(*) FROM order_events e JOIN orders o ON o.id = e.order_id WHERE o.order_no = ? AND e.event IN (4, 5)`, order_no)
const fault = ({ body }) => body.fields?.map(({ field, code }) => `${field} ${code}`).join()

describe('a batch', () => {
	it('REVIEW-7 approves each on its own, in history and in the audit log', async () => {
		const orders = await some(3)
		const asked = await ask(city, orders, 'approve', { remark: '材料齐全' })
		assert.deepEqual([asked.status, asked.body.total, asked.body.items.map(({ order_no }) => order_no)], [202, 3, orders.map(({ order_no }) => order_no)])
		const done = await finished(city, asked.body.batch_id)
		assert.deepEqual([done.done, done.failed, outcomes(done)], [3, 0, ['ok', 'ok', 'ok']])
		for (const { order_no } of orders) {
			const seen = await city.expect(200, 'GET', `/orders/${order_no}`)
			const event = seen.history.find(({ event: what }) => what === 'approve')
			assert.deepEqual([seen.state, event.remark], ['approved', '材料齐全'])
			assert.equal(await db.value(`SELECT COUNT(*) FROM audit_rows WHERE act = 'order.decide' AND object = ? AND outcome = 'approve' AND address <> ''`, order_no), '1')
			assert.equal((await province.expect(200, 'GET', `/orders/${order_no}`)).state, 'waiting')
		}
		assert.equal((await city.expect(200, 'GET', '/review-batches')).items[0].batch_id, asked.body.batch_id)
	})

	it('REVIEW-7 rejects with a reason for the whole, which the applicant reads', async () => {
		const orders = await some(2)
		const done = await batch(city, orders, 'reject', { whole: 'other', reason: '协议已过期，请重新签订' })
		assert.deepEqual(outcomes(done), ['ok', 'ok'])
		const seen = await operator.expect(200, 'GET', `/orders/${orders[1].order_no}`)
		assert.deepEqual([seen.status, seen.rejection.reason, seen.rejection.whole], ['rejected_city', '协议已过期，请重新签订', 'other'])
	})

	it('REVIEW-7 one bad among good is told why, and the good are decided: changed, decided, claimed, withdrawn, another\'s, none', async () => {
		const [good, changed, decided, claimed, withdrawn, last] = await some(6)
		const far = await submittedApplication(await signedIn(await accounts.operator({ division: 350122 })))
		assert.equal((await decide(colleague, decided, 'approve')).status, 200)
		await colleague.expect(200, 'POST', `/orders/${claimed.order_no}/claim`)
		assert.equal((await operator.once(`/orders/${withdrawn.order_no}/withdrawal`, { version: withdrawn.version })).status, 200)
		const done = await batch(city, [good, { ...changed, version: changed.version + 1 }, decided, claimed, withdrawn, far, { order_no: '20260101350502999991', version: 1 }, last], 'approve')
		assert.deepEqual(outcomes(done), ['ok', 'order.changed', 'order.already_decided', 'order.claimed', 'order.withdrawn', 'not_found', 'not_found', 'ok'])
		const called = done.items[3].by_name
		assert.ok(called && called === (await city.expect(200, 'GET', `/orders/${claimed.order_no}`)).claim.actor_name)
		assert.ok(done.items[2].by_name)
		assert.deepEqual(done.items.map(({ title }) => Boolean(title)), [true, false, false, false, false, false, false, true], 'what was not decided is not named')
		for (const item of done.items)
			assert.equal(Boolean(item.message?.zh && item.message.en && item.remedy.zh && item.remedy.en), item.outcome !== 'ok', item.outcome)
		assert.equal(await decisions(far), '0')
		assert.equal(await db.value(`SELECT COUNT(*) FROM audit_rows WHERE act = 'denied' AND object = ?`, far.order_no), '1')
		const over = await batch(city, [claimed], 'approve', { over_claim: true })
		assert.deepEqual(outcomes(over), ['ok'])
	})

	it('REVIEW-7 nothing ticked, too many, one twice, a reason that is missing: refused before anything is decided', async () => {
		const [order] = await some(1)
		assert.equal(fault(await ask(city, [], 'approve')), 'orders at_least_one')
		assert.equal(fault(await ask(city, Array.from({ length: 101 }, (_, i) => ({ order_no: String(i), version: 1 })), 'approve')), 'orders too_many')
		assert.equal(fault(await ask(city, [order, order], 'approve')), 'orders twice')
		assert.equal(fault(await ask(city, [order], 'reject')), 'whole required,reason required')
		assert.equal(fault(await ask(province, [order], 'reject', { whole: 'other' })), 'remark required')
		assert.equal(fault(await ask(city, [order], 'approve', { whole: 'other' })), 'whole not_rejected')
		assert.equal(fault(await ask(city, [{ order_no: order.order_no }], 'approve')), 'orders.0.version required')
		assert.equal((await operator.once('/review-batches', { verdict: 'approve', orders: named([order]) })).status, 403)
		assert.equal(await decisions(order), '0')
	})

	it('PLAT-5 asked for twenty times at once with one key it is one batch; two of two people decide each once', async () => {
		const orders = await some(3)
		const key = randomUUID()
		const asked = await Promise.all(Array.from({ length: 20 }, () => ask(city, orders, 'approve', {}, key)))
		assert.deepEqual([...new Set(asked.map(({ status, body }) => `${status} ${body.batch_id}`))].length, 1)
		const other = await ask(colleague, orders, 'approve')
		const [mine, theirs] = [await finished(city, asked[0].body.batch_id), await finished(colleague, other.body.batch_id)]
		for (const [i, order] of orders.entries()) {
			assert.deepEqual([mine.items[i].outcome, theirs.items[i].outcome].sort(), ['ok', 'order.already_decided'])
			assert.equal(await decisions(order), '1')
		}
	})

	it('PLAT-19 is gone on with by the next runner when the one at it is killed, and decides nothing twice', async () => {
		const orders = await some(12)
		const asked = await withoutJobs(stack, db, async () => {
			const answer = await ask(city, orders, 'approve')
			// As if it had died in the midst of it: some dealt with, the lease run out.
			await db.query('UPDATE batch_items i JOIN batches b ON b.id = i.batch_id SET i.outcome = \'order.changed\' WHERE b.batch_id = ? AND i.no <= 4', answer.body.batch_id)
			return answer
		})
		process.kill(await jobRunner(stack, 'short'), 'SIGKILL')
		// It may have had the job in hand by then.
		await db.query('UPDATE jobs j JOIN batches b ON j.kind = 6 AND b.id = j.object_id SET j.lease_until = UTC_TIMESTAMP(3) - INTERVAL 1 SECOND WHERE b.batch_id = ? AND j.lease_until IS NOT NULL', asked.body.batch_id)
		const done = await finished(city, asked.body.batch_id)
		assert.deepEqual(outcomes(done), [...Array(4).fill('order.changed'), ...Array(8).fill('ok')])
		for (const [i, order] of orders.entries())
			assert.equal(await decisions(order), i < 4 ? '0' : '1')
	})

	it('REVIEW-7 whoever has lost the right meanwhile decides nothing; nobody reads another\'s batch', async () => {
		const orders = await some(2)
		const user = await accounts.reviewer('city', area)
		const leaving = await signedIn(user)
		const { batch_id } = await withoutJobs(stack, db, async () => {
			const asked = await ask(leaving, orders, 'approve')
			assert.equal((await city.get(`/review-batches/${asked.body.batch_id}`)).status, 404)
			await accounts.change(user.account, 'UPDATE grants SET state = 2 WHERE account_id = (SELECT id FROM accounts WHERE name = ?)', user.account)
			return asked.body
		})
		await until('it was gone through', async () => await db.value('SELECT COUNT(*) FROM batch_items i JOIN batches b ON b.id = i.batch_id WHERE b.batch_id = ? AND i.outcome IS NULL', batch_id) === '0')
		assert.deepEqual(await db.query('SELECT DISTINCT i.outcome FROM batch_items i JOIN batches b ON b.id = i.batch_id WHERE b.batch_id = ?', batch_id), [{ outcome: 'access.denied' }])
		for (const order of orders)
			assert.equal(await decisions(order), '0')
	})

	it('REVIEW-7 what an approval fills in is for one order alone', async () => {
		const bank = await partnerBank(stack, accounts)
		const institution = await accounts.institution(350213)
		const client = await signedIn(await accounts.operator({ institution }))
		const entry = await draftEntry(client, institution.name, bank.code)
		await provePhone(stack, entry.order_no, entry.content.operator_phone)
		const sent = await submit(client, entry)
		assert.equal(sent.status, 200, JSON.stringify(sent.body))
		const done = await batch(bank.client, [sent.body], 'approve')
		assert.deepEqual(outcomes(done), ['order.one_by_one'])
	})
})
