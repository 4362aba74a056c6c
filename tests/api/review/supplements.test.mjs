// Asking for more without rejecting (PLAT-15): whose clock runs, what may be changed,
// how it ends, and that it happens once a step.
import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, describe, it } from 'node:test'
import { Accounts } from '../../lib/accounts.mjs'
import { Client } from '../../lib/client.mjs'
import { Database } from '../../lib/db.mjs'
import { decide, sent, submit, submittedApplication } from '../../lib/orders.mjs'
import { jobRunner } from '../../lib/processes.mjs'
import { sharedStack, until } from '../../lib/stack.mjs'

const area = 350900
let stack, db, accounts, at, colleague
const signedIn = (user) => Client.signedIn(stack, user)
before(async () => {
	stack = await sharedStack()
	db = new Database(stack)
	accounts = new Accounts(stack, db)
	const institution = await accounts.institution(350902)
	colleague = await accounts.reviewer('city', area)
	at = { operator: await signedIn(await accounts.operator({ institution })), city: await signedIn(await accounts.reviewer('city', area)), colleague: await signedIn(colleague),
		province: await signedIn(await accounts.reviewer('province')), stranger: await signedIn(await accounts.operator({ division: 350902 })) }
})
after(() => stack?.stop())

const path = ({ order_no }) => `/orders/${order_no}/supplement`
const remarks = [{ field: 'contact_phone', code: 'wrong', words: '电话打不通', remedy: '请填写可接通的电话' }]
const seen = (client, { order_no }) => client.expect(200, 'GET', `/orders/${order_no}`)
const claimed = async (client, order) => (await client.expect(200, 'POST', `/orders/${order.order_no}/claim`), seen(client, order))
const ask = (client, order, more = {}) => client.once(path(order), { version: order.version, days: 5, words: '请补充联系方式', remarks, ...more }, randomUUID())
/** An application that the city asks more on, as its institution sees it. */
async function asked(more) {
	const order = await claimed(at.city, await submittedApplication(at.operator))
	const first_due = await dueOf(order)
	const answer = await ask(at.city, order, more)
	assert.equal(answer.status, 200, JSON.stringify(answer.body))
	return { ...await seen(at.operator, order), first_due }
}
const fault = ({ body }) => body.fields?.map(({ field, code }) => `${field} ${code}`).join()
const events = ({ history }) => history.map(({ event }) => event)
const send = (order, content) => submit(at.operator, { ...order, content: { ...sent(order.content), ...content } })
const dueOf = ({ order_no }) => db.value('SELECT due_at FROM order_desks l JOIN orders o ON o.id = l.order_id WHERE o.order_no = ? AND l.desk_id IS NOT NULL', order_no)
const row = async (client, { order_no }) => (await client.expect(200, 'GET', `/reviews?order_no=${order_no}`)).items[0]
const ran = (order) => db.query('UPDATE jobs j JOIN supplements s ON s.id = j.object_id JOIN orders o ON o.id = s.order_id SET j.run_at = UTC_TIMESTAMP(3) WHERE j.kind = 9 AND o.order_no = ?', order.order_no)

describe('asked for', () => {
	it('PLAT-15 stops the desk\'s clock and begins the applicant\'s: both see until when, and 待审核 it remains', async () => {
		const before = await claimed(at.city, await submittedApplication(at.operator))
		const due = await dueOf(before)
		assert.equal((await ask(at.city, before)).status, 200)
		const mine = await seen(at.operator, before)
		assert.deepEqual([mine.status, mine.order_state, mine.actions.edit, mine.actions.submit], ['supplement', 'waiting', true, true])
		const day = new Date(Date.now() + 8 * 3_600_000)
		const end = new Date(Date.UTC(day.getUTCFullYear(), day.getUTCMonth(), day.getUTCDate() + 6) - 8 * 3_600_000).toISOString()
		assert.equal(mine.supplement.until, end)
		assert.deepEqual(mine.rejection.remarks.map(({ field, words }) => `${field} ${words}`), ['contact_phone 电话打不通'])
		assert.deepEqual(mine.open_fields, ['contact_phone'])
		const theirs = await seen(at.city, before)
		assert.deepEqual([theirs.state, theirs.actions.decide, theirs.actions.supplement, theirs.supplement.until, theirs.supplement.mine], ['waiting', false, false, end, true])
		assert.equal((await row(at.city, before)).applicant_until, end)
		assert.equal((await at.city.expect(200, 'GET', `/reviews?order_no=${before.order_no}&state=waiting`)).items.length, 1)
		assert.ok(Date.parse(`${await dueOf(before)}Z`) > Date.parse(`${due}Z`), 'the deadline moves by what the applicant has')
		const item = (await at.operator.expect(200, 'GET', '/board')).todo.items.find(({ order_no }) => order_no === before.order_no)
		assert.deepEqual([item.asked, item.due_at, item.reason, item.field], [true, end, '电话打不通', 'contact_phone'])
	})

	it('PLAT-15 only by who holds the claim, of fields there are, once at a step; by nobody else', async () => {
		const order = await submittedApplication(at.operator)
		assert.equal((await ask(at.city, await seen(at.city, order))).body.code, 'supplement.unclaimed')
		const mine = await claimed(at.city, order)
		assert.equal((await ask(at.colleague, mine)).body.code, 'supplement.unclaimed')
		assert.equal((await ask(at.province, mine)).status, 404)
		assert.equal((await ask(at.operator, mine)).status, 403)
		assert.equal(fault(await ask(at.city, mine, { remarks: [] })), 'remarks at_least_one')
		assert.equal(fault(await ask(at.city, mine, { remarks: [{ ...remarks[0], field: 'nonesuch' }] })), 'remarks.0.field choice')
		assert.equal(fault(await ask(at.city, mine, { days: 31 })), 'days too_large')
		assert.equal((await ask(at.city, { ...mine, version: mine.version + 1 })).body.code, 'order.changed')
		assert.equal((await ask(at.city, mine)).status, 200)
		const again = await seen(at.city, order)
		assert.equal((await ask(at.city, again)).body.code, 'order.wrong_stage')
		assert.equal((await at.city.delete(path(order))).status, 200)
		assert.equal((await ask(at.city, await seen(at.city, order))).body.code, 'supplement.once')
		assert.deepEqual(events(await seen(at.operator, order)).slice(-2), ['supplement', 'recall'])
	})

	it('PLAT-5 twenty times at once it is one; nobody decides meanwhile, in a batch neither', async () => {
		const order = await claimed(at.city, await submittedApplication(at.operator))
		const answers = await Promise.all(Array.from({ length: 20 }, () => ask(at.city, order)))
		assert.equal(answers.filter(({ status }) => status === 200).length, 1)
		assert.equal(await db.value('SELECT COUNT(*) FROM supplements s JOIN orders o ON o.id = s.order_id WHERE o.order_no = ?', order.order_no), '1')
		const now = await seen(at.city, order)
		assert.equal((await decide(at.city, now, 'approve')).body.code, 'order.supplement')
		const { body } = await at.city.once('/review-batches', { verdict: 'approve', orders: [{ order_no: now.order_no, version: now.version }] })
		const done = await until('the batch is done', async () => {
			const batch = await at.city.expect(200, 'GET', `/review-batches/${body.batch_id}`)
			return batch.state === 'done' && batch
		})
		assert.equal(done.items[0].outcome, 'order.supplement')
	})
})

describe('sent', () => {
	it('PLAT-15 PLAT-14 changes what was named alone, comes back in its own place with the days that were left, and shows what changed', async () => {
		const order = await asked()
		assert.equal(fault(await send(order, { contact_phone: '13900139000', mail: 'other@example.cn' })), 'mail locked')
		const answer = await send(order, { contact_phone: '13900139000' })
		assert.equal(answer.status, 200, JSON.stringify(answer.body))
		const now = await seen(at.city, order)
		assert.deepEqual([now.state, now.submission_no, now.supplement, now.actions.decide, now.claim.mine], ['waiting', 2, null, true, true])
		const handed = await asked()
		await at.city.expect(204, 'PUT', `/claims/${handed.order_no}`, { body: { account_id: await db.value('SELECT id FROM accounts WHERE name = ?', colleague.account).then(Number) } })
		assert.equal((await send(handed, { contact_phone: '13900139002' })).status, 200)
		assert.equal((await seen(at.colleague, handed)).claim.mine, true, 'whoever has it by then keeps it')
		assert.deepEqual(now.changes.map(({ field, remarks: [remark] }) => `${field} ${remark.words}`), ['contact_phone 电话打不通'])
		assert.deepEqual(events(now), ['submit', 'supplement', 'supply'])
		assert.equal(await dueOf(order), order.first_due, 'on the same day as many days are left as there were')
		assert.equal((await decide(at.city, now, 'approve')).status, 200)
	})

	it('PLAT-15 at a later step what earlier ones have approved stays approved', async () => {
		const order = await submittedApplication(at.operator)
		assert.equal((await decide(at.city, await seen(at.city, order), 'approve')).status, 200)
		const due = await dueOf(order)
		const there = await claimed(at.province, order)
		assert.equal((await ask(at.province, there)).status, 200)
		assert.equal((await send(await seen(at.operator, order), { contact_phone: '13900139001' })).status, 200)
		const city = await seen(at.city, order)
		assert.deepEqual([city.state, city.order_state], ['approved', 'waiting'])
		const now = await seen(at.province, order)
		assert.deepEqual([now.state, now.actions.decide], ['waiting', true])
		assert.equal(await dueOf(order), due, 'the same day: as many days are left as there were')
		assert.ok(now.route.find(({ desk }) => desk === 'city').at, 'the route keeps when the city decided')
		// Once it is rejected above, the city is told, as of any that it had approved.
		assert.equal((await decide(at.province, now, 'reject', { whole: 'other', remark: '仍不清楚' })).status, 200)
		assert.equal((await seen(at.city, order)).state, 'rejected')
		await until('the city is told', async () => (await at.city.expect(200, 'GET', '/notices?page_size=50')).items.some(({ order_no, notice }) => order_no === order.order_no && notice === 'overturned'))
		const returned = await seen(at.operator, order)
		assert.equal(returned.status, 'rejected_province')
		assert.equal((await submit(at.operator, { ...returned, content: sent(returned.content) })).status, 200)
		assert.equal((await seen(at.operator, order)).status, 'waiting_city')
	})

	it('PLAT-15 a withdrawal ends it; a draft that is typed meanwhile is kept', async () => {
		const order = await asked()
		await at.operator.expect(200, 'PUT', `/orders/${order.order_no}/draft`, { body: { version: order.version, content: { ...sent(order.content), contact_phone: '1390013' } } })
		const typed = await seen(at.operator, order)
		assert.equal(typed.content.contact_phone, '1390013')
		assert.equal((await at.operator.once(`/orders/${order.order_no}/withdrawal`, { version: typed.version })).status, 200)
		assert.equal(await db.value('SELECT how FROM supplements s JOIN orders o ON o.id = s.order_id WHERE o.order_no = ?', order.order_no), '4')
		assert.equal((await seen(at.operator, order)).supplement, null)
		assert.equal(await db.value('SELECT COUNT(*) FROM jobs j JOIN supplements s ON s.id = j.object_id JOIN orders o ON o.id = s.order_id WHERE j.kind = 9 AND o.order_no = ?', order.order_no), '0')
	})
})

describe('run out', () => {
	it('PLAT-15 returns to the reviewer as it is, once, whoever dies; the institution can change it no more', async () => {
		const order = await asked()
		await ran(order)
		process.kill(await jobRunner(stack, 'short'), 'SIGKILL')
		await until('it came back', async () => (await seen(at.operator, order)).supplement === null, 60)
		const mine = await seen(at.operator, order)
		assert.deepEqual([mine.status, mine.actions.edit, events(mine)], ['waiting_city', false, ['submit', 'supplement', 'lapse']])
		assert.equal((await send(order, { contact_phone: '13900139000' })).status, 409)
		const theirs = await seen(at.city, order)
		assert.deepEqual([theirs.actions.decide, theirs.claim.mine], [true, true])
		assert.equal((await decide(at.city, theirs, 'approve')).status, 200)
	})

	it('PLAT-15 sent in the same moment it is one of both, never both', async () => {
		for (let i = 0; i < 4; i++) {
			const order = await asked()
			const [answer] = await Promise.all([send(order, { contact_phone: '13900139000' }), ran(order)])
			await until('it has ended', async () => await db.value('SELECT how IS NOT NULL FROM supplements s JOIN orders o ON o.id = s.order_id WHERE o.order_no = ?', order.order_no) === '1')
			const how = await db.value('SELECT how FROM supplements s JOIN orders o ON o.id = s.order_id WHERE o.order_no = ?', order.order_no)
			assert.equal(answer.status === 200 ? '1' : '2', how)
			assert.equal(events(await seen(at.city, order)).length, 3)
		}
	})
})

describe('told', () => {
	it('PLAT-8 the institution what is asked and by when, who asked that it came, both that it did not', async () => {
		const order = await asked()
		await send(order, { contact_phone: '13900139000' })
		const names = async (client) => (await client.expect(200, 'GET', '/notices?page_size=50')).items.filter(({ order_no }) => order_no === order.order_no)
		const mine = await until('told', async () => { const all = await names(at.operator); return all.length && all })
		assert.match(mine[0].message.zh, /要求补正申请审核“.+”：“请补充联系方式”。请在 \d{4}-\d\d-\d\d 24:00 前补正并提交。$/)
		const theirs = await until('told', async () => { const all = await names(at.city); return all.length && all })
		assert.equal(theirs[0].notice, 'supplied')
		const late = await asked()
		await ran(late)
		for (const client of [at.operator, at.city])
			await until('both are told that it did not come', async () => (await client.expect(200, 'GET', '/notices?page_size=50')).items.some(({ order_no, notice }) => order_no === late.order_no && notice === 'supplement_lapsed'))
	})
})
