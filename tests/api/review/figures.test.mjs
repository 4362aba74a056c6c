// A desk's figures (REVIEW-8): what it has decided by month and how long that took, held
// against the events they come from; what waits and what is late.
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { Accounts } from '../../lib/accounts.mjs'
import { Client } from '../../lib/client.mjs'
import { Database } from '../../lib/db.mjs'
import { decide, submittedApplication } from '../../lib/orders.mjs'
import { jobRunner } from '../../lib/processes.mjs'
import { startStack, until } from '../../lib/stack.mjs'

let stack, db, accounts, at, offices
const signedIn = (user) => Client.signedIn(stack, user)
before(async () => {
	stack = await startStack({ SETTINGS: 'sweep_seconds = 1' })
	db = new Database(stack)
	accounts = new Accounts(stack, db)
	offices = { near: await accounts.bureau('city', 350600), far: await accounts.bureau('city', 350700) }
	at = { near: await signedIn(await accounts.reviewer('city', 350600)), far: await signedIn(await accounts.reviewer('city', 350700)), province: await signedIn(await accounts.reviewer('province')),
		operator: await signedIn(await accounts.operator({ division: 350602 })), elsewhere: await signedIn(await accounts.operator({ division: 350702 })) }
})
after(() => stack?.stop())

const seen = (client, { order_no }) => client.expect(200, 'GET', `/orders/${order_no}`)
async function decided(client, order, verdict) {
	assert.equal((await decide(client, await seen(client, order), verdict, verdict === 'reject' ? { whole: 'other', reason: '不全', remark: '不全' } : {})).status, 200)
	return order
}
/** As if all of an order had happened so many hours earlier, its decision so long after its submission. */
async function aged(order, hours, took) {
	const id = await db.value('SELECT id FROM orders WHERE order_no = ?', order.order_no)
	await db.query('UPDATE order_events SET at = UTC_TIMESTAMP(3) - INTERVAL ? HOUR WHERE order_id = ? AND event IN (1, 2)', hours + took, id)
	await db.query('UPDATE order_events SET at = UTC_TIMESTAMP(3) - INTERVAL ? HOUR WHERE order_id = ? AND event IN (4, 5)', hours, id)
}
const figures = async (client) => (await client.expect(200, 'GET', '/figures')).items
const added = () => until('all is added up', async () => await db.value('SELECT last_id >= (SELECT MAX(id) FROM order_events WHERE at < UTC_TIMESTAMP(3) - INTERVAL 60 SECOND) FROM figure_cursor') === '1', 60)
const raw = async (office, verdict) => Number(await db.value(`SELECT COUNT(*) FROM order_events WHERE organisation_id = ? AND desk = 2 AND event = ? AND account_id <> 0`, office.id, verdict === 'approve' ? 4 : 5))
const sum = (months, name) => months.reduce((n, month) => n + month[name], 0)

describe('figures', () => {
	it('REVIEW-8 count what the desk decided in its month, equal to the events, and not what others decided', async () => {
		const now = new Date(Date.now() + 8 * 3_600_000)
		for (let i = 0; i < 5; i++)
			await aged(await decided(at.near, await submittedApplication(at.operator), i < 3 ? 'approve' : 'reject'), 1, 2 + i)
		await aged(await decided(at.far, await submittedApplication(at.elsewhere), 'approve'), 1, 90)
		await added()
		const [list, ...others] = await figures(at.near)
		assert.deepEqual([list.list, others.map(({ list: name }) => name).includes('access')], ['access', false])
		assert.equal(list.months.length, 12)
		const month = new Date(now - 3_600_000).toISOString().slice(0, 7)
		assert.deepEqual(list.months.find((one) => one.month === month), { month, approved: 3, rejected: 2 })
		assert.deepEqual([sum(list.months, 'approved'), sum(list.months, 'rejected')], [await raw(offices.near, 'approve'), await raw(offices.near, 'reject')])
		// Three of five took no longer than four hours.
		assert.deepEqual(list.kinds, [{ kind: 'access_application', decided: 5, hours: 4 }])
		assert.deepEqual((await figures(at.far))[0].kinds, [{ kind: 'access_application', decided: 1, hours: 90 }])
	})

	it('REVIEW-8 a later step\'s time begins with the step before it', async () => {
		const order = await submittedApplication(at.operator)
		await decided(at.near, order, 'approve')
		const id = await db.value('SELECT id FROM orders WHERE order_no = ?', order.order_no)
		const before = (await figures(at.province))[0].kinds.find(({ kind }) => kind === 'access_application')?.decided ?? 0
		await decided(at.province, order, 'approve')
		await db.query('UPDATE order_events SET at = UTC_TIMESTAMP(3) - INTERVAL IF(event = 1, 300, IF(desk = 2, 200, 100)) HOUR WHERE order_id = ?', id)
		await added()
		const now = (await figures(at.province))[0].kinds.find(({ kind }) => kind === 'access_application')
		assert.equal(now.decided, before + 1)
		assert.equal(await db.value('SELECT SUM(n) FROM figures WHERE desk = 3 AND bucket = 48 + (100 - 48) DIV 6'), '1')
	})

	it('REVIEW-8 PLAT-15 what the applicant was given to supply more is not the desk\'s time', async () => {
		const order = await submittedApplication(at.elsewhere)
		const id = await db.value('SELECT id FROM orders WHERE order_no = ?', order.order_no)
		await decided(at.far, order, 'reject')
		await db.query(`INSERT INTO supplements (order_id, desk, organisation_id, account_id, actor_name, asked_at, until, days_left, ended_at, how)
			SELECT ?, 2, ?, 1, '-', UTC_TIMESTAMP(3) - INTERVAL 35 HOUR, UTC_TIMESTAMP(3), 1, UTC_TIMESTAMP(3) - INTERVAL 11 HOUR, 1`, id, offices.far.id)
		await aged(order, 5, 31)
		await added()
		// 31 hours, 24 of them the applicant's.
		assert.equal(await db.value('SELECT SUM(n) FROM figures WHERE organisation_id = ? AND verdict = 2 AND bucket = 7', offices.far.id), '1')
	})

	it('REVIEW-8 two runners and one killed add each event up once', async () => {
		const orders = []
		for (let i = 0; i < 6; i++)
			orders.push(await decided(at.near, await submittedApplication(at.operator), 'approve'))
		for (const order of orders)
			await aged(order, 1, 1)
		process.kill(await jobRunner(stack, 'short'), 'SIGKILL')
		await added()
		const [list] = await figures(at.near)
		assert.equal(sum(list.months, 'approved'), await raw(offices.near, 'approve'))
	})

	it('REVIEW-8 tell what waits and what of it is late, as the list does; a month leads to what was decided in it', async () => {
		const [late, soon] = [await submittedApplication(at.operator), await submittedApplication(at.operator)]
		await db.query('UPDATE order_desks SET due_at = UTC_TIMESTAMP(3) - INTERVAL 1 HOUR WHERE desk_id IS NOT NULL AND order_id = (SELECT id FROM orders WHERE order_no = ?)', late.order_no)
		const [list] = await figures(at.near)
		assert.deepEqual([list.waiting, list.late], [{ count: 2, exact: true }, { count: 1, exact: true }])
		const page = await at.near.expect(200, 'GET', '/reviews?list=access&state=waiting')
		assert.deepEqual([page.total.count, page.items.map(({ order_no }) => order_no)], [2, [late.order_no, soon.order_no]])
		const month = list.months.find(({ approved }) => approved > 0)
		const last = new Date(Date.UTC(Number(month.month.slice(0, 4)), Number(month.month.slice(5)), 0)).toISOString().slice(0, 10)
		const behind = await at.near.expect(200, 'GET', `/reviews?list=access&view=decided&verdict=approve&decided_from=${month.month}-01&decided_to=${last}`)
		assert.ok(behind.total.count > 0)
	})

	it('REVIEW-1 the day of a decision filters 已办 alone', async () => {
		const today = new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10)
		const page = await at.near.expect(200, 'GET', `/reviews?view=decided&decided_from=${today}&decided_to=${today}`)
		assert.equal(page.total.count, Number(await db.value('SELECT COUNT(*) FROM order_desks WHERE desk = 2 AND done = 1 AND div4 = 3506 AND at >= DATE(UTC_TIMESTAMP() + INTERVAL 8 HOUR) - INTERVAL 8 HOUR')))
		assert.ok(page.total.count > 0)
		assert.equal((await at.near.expect(200, 'GET', '/reviews?view=decided&decided_to=2020-01-01')).total.count, 0)
		const refused = await at.near.get(`/reviews?state=waiting&decided_from=${today}`)
		assert.deepEqual([refused.status, refused.body.fields.map(({ field, code }) => `${field} ${code}`)], [422, ['decided_from not_here']])
	})
})
