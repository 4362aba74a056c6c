// Who has what in an office (REVIEW-7, REVIEW-9): the next one taken, what a
// colleague has claimed respected, handed over, taken back, and given away for an
// absence.
import assert from 'node:assert/strict'
import { after, before, beforeEach, describe, it } from 'node:test'
import { Accounts } from '../../lib/accounts.mjs'
import { Client } from '../../lib/client.mjs'
import { Database } from '../../lib/db.mjs'
import { decide, submittedApplication } from '../../lib/orders.mjs'
import { sharedStack } from '../../lib/stack.mjs'

const area = 350600
let stack, db, accounts, bureau, operator, people
const signedIn = (user) => Client.signedIn(stack, user)
before(async () => {
	stack = await sharedStack()
	db = new Database(stack)
	accounts = new Accounts(stack, db)
	bureau = await accounts.bureau('city', area)
	operator = await signedIn(await accounts.operator({ division: 350602 }))
})
after(() => stack?.stop())

/** Three reviewers of the office and its administrator, with nothing waiting: an office like any, each time. */
beforeEach(async () => {
	await db.query('UPDATE order_desks SET claim_until = NULL, claim_account_id = NULL, due_at = DATE_ADD(due_at, INTERVAL 1 YEAR) WHERE desk_id = ?', bureau.id)
	people = {}
	for (const name of ['one', 'two', 'three'])
		people[name] = await reviewer()
	people.admin = await signedIn(await accounts.person('platform_admin', bureau))
})
async function reviewer() {
	const user = await accounts.person('city_reviewer', bureau)
	const client = await signedIn(user)
	client.id = Number(await db.value('SELECT id FROM accounts WHERE name = ?', user.account))
	client.user = user
	client.called = await db.value('SELECT display_name FROM accounts WHERE name = ?', user.account)
	return client
}
const claimOf = async (client, { order_no }) => (await client.expect(200, 'GET', `/orders/${order_no}`)).claim
const take = (client) => client.expect(200, 'POST', '/claims/next', { body: { list: 'access' } }).then(({ order_no }) => order_no)
const hand = (client, { order_no }, account_id) => client.put(`/claims/${order_no}`, { account_id })
const dueFirst = ({ order_no }, days) => db.query(`UPDATE order_desks SET due_at = UTC_TIMESTAMP(3) - INTERVAL ? DAY
	WHERE desk_id = ? AND order_id = (SELECT id FROM orders WHERE order_no = ?)`, days, bureau.id, order_no)
const fault = ({ body }) => body.fields?.map(({ field, code }) => `${field} ${code}`).join()

describe('the next one', () => {
	it('REVIEW-9 is the one that is due longest and that nobody has; twenty at once take twenty', async () => {
		const orders = []
		for (let i = 0; i < 4; i++)
			orders.push(await submittedApplication(operator))
		await dueFirst(orders[2], 9)
		await dueFirst(orders[0], 8)
		assert.equal(await take(people.one), orders[2].order_no)
		assert.equal((await claimOf(people.two, orders[2])).actor_name, people.one.called)
		assert.equal(await take(people.two), orders[0].order_no)
		for (let i = 0; i < 18; i++)
			orders.push(await submittedApplication(operator))
		const left = [orders[1], orders[3], ...orders.slice(4)]
		for (const order of left)
			await dueFirst(order, 7)
		const three = [people.one, people.two, people.three]
		const taken = await Promise.all(left.map((_, i) => take(three[i % 3])))
		assert.deepEqual(taken.sort(), left.map(({ order_no }) => order_no).sort())
		assert.equal(await db.value(`SELECT COUNT(*) FROM audit_rows WHERE act = 'claim.next' AND object = ?`, orders[2].order_no), '1')
	})

	it('REVIEW-9 none is told as none; a list that is not reviewed here and who may not review are refused', async () => {
		await db.query('UPDATE order_desks SET claim_until = UTC_TIMESTAMP(3) + INTERVAL 1 HOUR WHERE desk_id = ? AND state = 1', bureau.id)
		assert.equal(await take(people.one), null)
		assert.equal(fault(await people.one.post('/claims/next', { list: 'merchant' })), 'list choice')
		const without = await signedIn(await accounts.person('city_reviewer', bureau, { permitted: false }))
		assert.equal((await without.post('/claims/next', { list: 'access' })).body.code, 'review.not_permitted')
	})

	it('REVIEW-9 passes over what the same person has decided at another step', async () => {
		const order = await submittedApplication(operator)
		await dueFirst(order, 30)
		await db.query(`INSERT INTO order_events (order_id, at, event, desk, organisation_id, organisation_name, account_id, actor_name, submission_no)
			SELECT id, UTC_TIMESTAMP(3), 4, 3, 1, '-', ?, '-', 1 FROM orders WHERE order_no = ?`, people.one.id, order.order_no)
		assert.notEqual(await take(people.one), order.order_no)
		assert.equal(await take(people.two), order.order_no)
	})
})

describe('a claim', () => {
	it('REVIEW-7 is respected: deciding a colleague\'s takes saying so, and goes on record in the office alone', async () => {
		const order = await submittedApplication(operator)
		await people.one.expect(200, 'POST', `/orders/${order.order_no}/claim`)
		const refused = await decide(people.two, order, 'approve')
		assert.deepEqual([refused.status, refused.body.code, refused.body.claimed_by], [409, 'order.claimed', people.one.called])
		const done = await decide(people.two, order, 'approve', { over_claim: true })
		assert.equal(done.status, 200, JSON.stringify(done.body))
		const event = ({ history }) => history.find(({ event: what }) => what === 'approve')
		assert.equal(event(await people.one.expect(200, 'GET', `/orders/${order.order_no}`)).claimed_by, people.one.called)
		assert.equal(event(await operator.expect(200, 'GET', `/orders/${order.order_no}`)).claimed_by, null)
		const province = await signedIn(await accounts.reviewer('province'))
		assert.equal(event(await province.expect(200, 'GET', `/orders/${order.order_no}`)).claimed_by, null)
	})

	it('REVIEW-7 one\'s own and one that has lapsed hold nobody up, and leave no word', async () => {
		for (const lapsed of [false, true]) {
			const order = await submittedApplication(operator)
			await people.one.expect(200, 'POST', `/orders/${order.order_no}/claim`)
			if (lapsed)
				await db.query('UPDATE order_desks SET claim_until = UTC_TIMESTAMP(3) WHERE order_id = (SELECT id FROM orders WHERE order_no = ?)', order.order_no)
			assert.equal((await decide(lapsed ? people.two : people.one, order, 'approve', { over_claim: true })).status, 200)
			assert.equal((await people.one.expect(200, 'GET', `/orders/${order.order_no}`)).history.find(({ event }) => event === 'approve').claimed_by, null)
		}
	})

	it('REVIEW-9 is handed to a colleague by who has it, for longer than half an hour, and renewing shortens nothing', async () => {
		const order = await submittedApplication(operator)
		await people.one.expect(200, 'POST', `/orders/${order.order_no}/claim`)
		assert.equal((await hand(people.one, order, people.two.id)).status, 204)
		const claim = await claimOf(people.two, order)
		assert.equal(claim.mine, true)
		assert.ok(Date.parse(claim.until) - Date.now() > 2 * 86_400_000)
		const again = await people.two.expect(200, 'POST', `/orders/${order.order_no}/claim`)
		assert.equal(again.until, claim.until)
		assert.deepEqual([(await hand(people.one, order, people.one.id)).body.code, (await people.one.delete(`/claims/${order.order_no}`)).body.code],
			['claim.not_yours', 'claim.not_yours'])
		assert.equal(await db.value(`SELECT COUNT(*) FROM audit_rows WHERE act = 'claim.hand' AND object = ?`, order.order_no), '1')
	})

	it('REVIEW-9 the office\'s administrator sees who has what, hands it on, hands out what nobody has, and takes it back', async () => {
		const [mine, free] = [await submittedApplication(operator), await submittedApplication(operator)]
		await people.one.expect(200, 'POST', `/orders/${mine.order_no}/claim`)
		const seen = (await people.admin.expect(200, 'GET', '/claims')).items.map(({ order_no, actor_name, list, kind }) => [order_no, actor_name, list, kind])
		assert.deepEqual(seen, [[mine.order_no, people.one.called, 'access', 'access_application']])
		assert.equal((await hand(people.admin, mine, people.two.id)).status, 204)
		assert.equal((await hand(people.admin, free, people.three.id)).status, 204)
		assert.deepEqual((await people.one.expect(200, 'GET', '/claims')).items.map(({ order_no, account_id }) => [order_no, account_id]).sort(),
			[[mine.order_no, people.two.id], [free.order_no, people.three.id]].sort())
		assert.equal((await people.admin.delete(`/claims/${mine.order_no}`)).status, 204)
		assert.equal(await claimOf(people.two, mine), null)
	})

	it('REVIEW-9 goes to nobody who is elsewhere, does not decide such orders, is away or is nobody; another office\'s is not found', async () => {
		const order = await submittedApplication(operator)
		await people.one.expect(200, 'POST', `/orders/${order.order_no}/claim`)
		const there = await signedIn(await accounts.reviewer('city', 350700))
		const strangers = [await accounts.reviewer('city', 350700), await accounts.person('city_reviewer', bureau, { permitted: false }), await accounts.person('platform_admin', bureau)]
		for (const { account } of strangers)
			assert.equal(fault(await hand(people.one, order, Number(await db.value('SELECT id FROM accounts WHERE name = ?', account)))), 'account_id colleague')
		assert.equal(fault(await hand(people.one, order, 999_999_999)), 'account_id colleague')
		await people.two.expect(200, 'PUT', '/absence', { body: { account_id: people.three.id, last_day: day(1) } })
		assert.equal(fault(await hand(people.one, order, people.two.id)), 'account_id absent')
		const closed = await reviewer()
		await accounts.change(closed.user.account, 'UPDATE accounts SET state = 2 WHERE name = ?', closed.user.account)
		assert.equal(fault(await hand(people.one, order, closed.id)), 'account_id colleague')
		const administrator_there = await signedIn(await accounts.person('platform_admin', await accounts.bureau('city', 350700)))
		for (const client of [there, administrator_there])
			assert.deepEqual([(await hand(client, order, people.one.id)).status, (await client.delete(`/claims/${order.order_no}`)).status], [404, 404])
		assert.equal((await claimOf(people.one, order)).mine, true)
	})
})

const day = (ahead) => new Date(Date.now() + 8 * 3_600_000 + ahead * 86_400_000).toISOString().slice(0, 10)
describe('an absence', () => {
	it('REVIEW-9 hands all that one has to a colleague at once, is seen by the others, and ends', async () => {
		const orders = [await submittedApplication(operator), await submittedApplication(operator)]
		for (const { order_no } of orders)
			await people.one.expect(200, 'POST', `/orders/${order_no}/claim`)
		const colleagues = (await people.one.expect(200, 'GET', '/colleagues?list=access')).items
		assert.deepEqual(['one', 'two', 'three'].map((name) => colleagues.find(({ account_id }) => account_id === people[name].id)?.me), [true, false, false])
		const away = await people.one.expect(200, 'PUT', '/absence', { body: { account_id: people.two.id, last_day: day(3) } })
		assert.deepEqual([away.handed, away.display_name], [2, people.two.called])
		for (const order of orders)
			assert.equal((await claimOf(people.two, order)).mine, true)
		assert.deepEqual(await people.one.expect(200, 'GET', '/absence'), { ...away, handed: 0 })
		const row = (await people.three.expect(200, 'GET', '/colleagues?list=access')).items.find(({ account_id }) => account_id === people.one.id)
		assert.equal(row.absent_until, away.until)
		assert.equal(fault(await people.three.put('/absence', { account_id: people.one.id, last_day: day(1) })), 'account_id absent')
		assert.equal((await people.one.delete('/absence')).status, 204)
		assert.equal((await people.one.expect(200, 'GET', '/absence')).account_id, null)
	})

	it('REVIEW-9 to oneself, into the past, for a year or on no day is refused', async () => {
		const set = (body) => people.one.put('/absence', body)
		assert.equal(fault(await set({ account_id: people.one.id, last_day: day(1) })), 'account_id colleague')
		assert.equal(fault(await set({ account_id: people.two.id, last_day: day(-1) })), 'last_day past')
		assert.equal(fault(await set({ account_id: people.two.id, last_day: day(91) })), 'last_day too_far')
		assert.equal(fault(await set({ account_id: people.two.id, last_day: '2026-02-30' })), 'last_day date')
		assert.equal((await set({ account_id: people.two.id, last_day: day(0) })).status, 200)
	})
})
