// Everyone's first page, deadlines, and what an account keeps for itself
// (PLAT-16, PLAT-12, PLAT-7).
import assert from 'node:assert/strict'
import { join } from 'node:path'
import { after, before, it } from 'node:test'
import { Accounts } from '../../lib/accounts.mjs'
import { Client } from '../../lib/client.mjs'
import { Database } from '../../lib/db.mjs'
import { decide, sent, submit, submittedApplication } from '../../lib/orders.mjs'
import { sharedStack, top, until } from '../../lib/stack.mjs'

let stack, db, accounts, operator, city, province
const signedIn = (user) => Client.signedIn(stack, user)
before(async () => {
	stack = await sharedStack()
	db = new Database(stack)
	accounts = new Accounts(stack, db)
	// A province of this file's own.
	operator = await signedIn(await accounts.operator({ division: 220102 }))
	city = await signedIn(await accounts.reviewer('city', 220100))
	province = await signedIn(await accounts.reviewer('province', 220000))
})
after(() => stack?.stop())

const board = (client) => client.expect(200, 'GET', '/board')
const told = async (client) => {
	const { duties, ...sections } = await board(client)
	// Nothing of what there is to apply for leaves any (tests/engine/jobs).
	assert.deepEqual(duties, { items: [], total: { count: 0, exact: true } })
	return Object.fromEntries(Object.entries(sections).map(([name, { items, total }]) => [name, [total.count, ...items.map(({ order_no }) => order_no)]]))
}

it('PLAT-16 a bureau sees what waits by its deadline, and what it passed on', async () => {
	const orders = []
	for (let i = 0; i < 4; i++)
		orders.push(await submittedApplication(operator))
	const [late, soon, calm, gone] = orders.map(({ order_no }) => order_no)
	const due = (order_no, interval) => db.query(`UPDATE order_desks SET due_at = UTC_TIMESTAMP(3) + INTERVAL ? HOUR
		WHERE desk = 2 AND done = 0 AND order_id = (SELECT id FROM orders WHERE order_no = ?)`, interval, order_no)
	await due(late, -3)
	await due(soon, 20)
	await due(calm, 90)
	await due(gone, 91)
	assert.deepEqual(await told(city), { overdue: [1, late], due_soon: [1, soon], todo: [2, calm, gone], in_progress: [0] })
	await decide(city, orders[3], 'approve')
	assert.deepEqual(await told(city), { overdue: [1, late], due_soon: [1, soon], todo: [1, calm], in_progress: [1, gone] })
	assert.deepEqual((await told(province)).todo, [1, gone])
	const [above] = (await board(city)).in_progress.items
	assert.deepEqual([above.status, above.desk, above.due_at !== null], ['waiting_province_filing', 'province', true])
	const [item] = (await board(province)).todo.items
	assert.deepEqual([item.status, item.desk, item.action], ['waiting_province_filing', 'province', 'file'])
	// Its institution: what is with the bureaus, and what of it is late.
	const own = await told(operator)
	assert.deepEqual(own.overdue, [1, late])
	assert.equal(own.in_progress[0], 3)
	// A neighbouring city sees nothing of it.
	const other = await signedIn(await accounts.reviewer('city', 220200))
	assert.deepEqual(await told(other), { overdue: [0], due_soon: [0], todo: [0], in_progress: [0] })
})

it('PLAT-16 an institution sees what it has to do: returned orders first, then drafts', async () => {
	const own = await signedIn(await accounts.operator({ division: 220102 }))
	const order = await submittedApplication(own)
	const { body: draft } = await own.once('/orders', { kind: 'access_application' })
	assert.deepEqual((await told(own)).todo, [1, draft.order_no])
	await decide(city, order, 'reject', { whole: 'other', reason: '请更正' })
	assert.deepEqual((await told(own)).todo, [2, order.order_no, draft.order_no])
})

it('PLAT-16 each returned order says its first reason, each one at review who has it and how to ask', async () => {
	const own = await signedIn(await accounts.operator({ division: 220103 }))
	const bureau = await accounts.bureau('city', 220100)
	await db.changeLasting('UPDATE organisations SET phone = ? WHERE id = ?', '0431-12393', bureau.id)
	const [whole, parts, waits] = [await submittedApplication(own), await submittedApplication(own), await submittedApplication(own)]
	await decide(city, whole, 'reject', { whole: 'other', reason: '暂不受理' })
	await decide(city, parts, 'reject', { reason: '请按意见修改', remarks: [
		{ field: 'agreement', code: 'illegible', words: '第三页不清晰', remedy: '请重新扫描' }, { field: 'mail', code: 'wrong', words: '后一条', remedy: '更正' }] })
	const board = await own.expect(200, 'GET', '/board')
	const said = ({ items }) => Object.fromEntries(items.map(({ order_no, reason, field, office_name, office_phone }) => [order_no, [reason, field, office_name, office_phone]]))
	assert.deepEqual(said(board.todo), { [whole.order_no]: ['暂不受理', null, null, null], [parts.order_no]: ['第三页不清晰', 'agreement', null, null] })
	const [, , name, phone] = said(board.in_progress)[waits.order_no]
	assert.deepEqual([name, phone], [await db.value('SELECT name FROM organisations WHERE id = ?', bureau.id), '0431-12393'])
	const { route } = await own.expect(200, 'GET', `/orders/${waits.order_no}`)
	assert.deepEqual([route[0].organisation_name, route[0].organisation_phone], [name, '0431-12393'])
})

it('PLAT-12 the deadline is the end of the fifth working day, by the calendar of the state', async () => {
	const order = await submittedApplication(operator)
	const seen = await operator.expect(200, 'GET', `/orders/${order.order_no}`)
	const [item] = (await city.expect(200, 'GET', `/reviews?order_no=${order.order_no}`)).items
	assert.equal(item.due_at, seen.due_at)
	const days = new Map((await db.query('SELECT DATE_FORMAT(day, \'%Y-%m-%d\') AS day, works FROM calendar_days')).map(({ day, works }) => [day, works === '1']))
	const local = new Date(new Date(seen.submitted_at).getTime() + 8 * 3600_000)
	const day = new Date(Date.UTC(local.getUTCFullYear(), local.getUTCMonth(), local.getUTCDate()))
	for (let left = 5; left > 0;) {
		day.setUTCDate(day.getUTCDate() + 1)
		const weekend = [0, 6].includes(day.getUTCDay())
		left -= (days.get(day.toISOString().slice(0, 10)) ?? !weekend) ? 1 : 0
	}
	assert.equal(seen.due_at, new Date(day.getTime() + 24 * 3600_000 - 8 * 3600_000).toISOString())
	await decide(city, order, 'approve')
	assert.equal((await city.expect(200, 'GET', `/reviews?order_no=${order.order_no}`)).items[0].due_at, null)
	assert.ok((await province.expect(200, 'GET', `/reviews?order_no=${order.order_no}`)).items[0].due_at)
})

it('PLAT-12 a year without its days off is noted before deadlines reach into it', async () => {
	const ahead = new Date(Date.now() + (31 * 24 + 8) * 3600_000).getUTCFullYear()
	const noted = () => stack.file('daemon.log').split('event=calendar.missing').length - 1
	const before_ = noted()
	await stack.configure({})
	assert.equal(noted(), before_)
	await db.changeLasting('DELETE FROM calendar_days WHERE YEAR(day) = ?', ahead)
	try {
		await stack.configure({})
		await until('the note', () => noted() > before_)
		assert.match(stack.file('daemon.log'), new RegExp(`event=calendar.missing detail=.*${ahead}`))
	} finally {
		await stack.ctl('calendar', 'load', join(top, 'migrations/calendar.tsv'))
	}
})

it('PLAT-7 saved filters, chosen columns and own phrases are the account\'s own, in the shape they must have', async () => {
	const user = await accounts.reviewer('city', 220100)
	const one = await signedIn(user)
	const path = '/preferences/review_filters'
	assert.deepEqual((await one.get(path)).body, { name: 'review_filters', value: null })
	const value = { items: [{ name: '微信待审', query: 'state=waiting&facet_b=wechat' }] }
	assert.equal((await one.put(path, { value })).status, 200)
	const elsewhere = await signedIn(user)
	assert.deepEqual((await elsewhere.get(path)).body.value, value)
	assert.deepEqual((await city.get(path)).body.value, null, 'nobody else\'s')
	// Each list has its own.
	for (const list of ['review', 'order', 'account']) {
		const columns = { items: [{ key: list }] }
		assert.equal((await one.put(`/preferences/${list}_columns`, { value: columns })).status, 200)
		assert.deepEqual((await elsewhere.get(`/preferences/${list}_columns`)).body.value, columns)
		assert.deepEqual((await elsewhere.get(`/preferences/${list}_filters`)).body.value, list === 'review' ? value : null)
		assert.equal((await one.put(`/preferences/${list}_columns`, { value: { items: [{ name: 'x', query: 'y' }] } })).status, 422)
		// As many as a list can have, with the two of its page.
		const many = (length) => ({ value: { items: Array.from({ length }, (_, i) => ({ key: `column_${i}` })) } })
		assert.equal((await one.put(`/preferences/${list}_columns`, many(34))).status, 200)
		assert.equal((await one.put(`/preferences/${list}_columns`, many(35))).status, 422)
	}
	assert.equal((await one.put('/preferences/phrases', { value: { items: [{ code: 'expired', words: '协议过期', remedy: '请续签' }] } })).status, 200)
	for (const bad of [{}, { items: [{ name: '', query: 'x' }] }, { items: [{ name: 'x' }] }, { items: 'x' }, { items: [], more: 1 },
		{ items: Array.from({ length: 21 }, () => ({ name: 'x', query: 'y' })) }, { items: [{ name: 'x'.repeat(31), query: 'y' }] }])
		assert.equal((await one.put(path, { value: bad })).status, 422, JSON.stringify(bad))
	// Of one list of orders, by its name; no other list, and nothing else, has such.
	assert.equal((await one.put('/preferences/order_filters.access', { value })).status, 200)
	assert.deepEqual((await elsewhere.get('/preferences/order_filters.access')).body, { name: 'order_filters.access', value })
	assert.equal((await elsewhere.get('/preferences/order_filters')).body.value, null)
	for (const other of ['order_filters.no_such', 'order_filters.', 'account_filters.access', 'phrases.access'])
		assert.equal((await one.get(`/preferences/${other}`)).status, 404, other)
	assert.equal((await one.get('/preferences/no_such')).status, 404)
	assert.equal((await one.put('/preferences/no_such', { value: {} })).status, 404)
	assert.deepEqual((await one.get(path)).body.value, value)
	// The last of them can go too.
	assert.equal((await one.put(path, { value: { items: [] } })).status, 200)
	assert.deepEqual((await one.get(path)).body.value, { items: [] })
})

it('REVIEW-7 a claim is seen by colleagues, belongs to one, is given up, and lapses', async () => {
	const colleague = await signedIn(await accounts.reviewer('city', 220100))
	const { order_no } = await submittedApplication(operator)
	const path = `/orders/${order_no}/claim`
	const taken = await city.post(path)
	assert.deepEqual([taken.status, taken.body.mine], [200, true])
	const left = new Date(taken.body.until) - Date.now()
	assert.ok(left > 29 * 60_000 && left < 31 * 60_000)
	const seen = (await colleague.get(`/orders/${order_no}`)).body.claim
	assert.deepEqual([seen.mine, seen.actor_name], [false, taken.body.actor_name])
	const [row] = (await colleague.expect(200, 'GET', `/reviews?order_no=${order_no}`)).items
	assert.equal(row.claimed_by, taken.body.actor_name)
	const refused = await colleague.post(path)
	assert.deepEqual([refused.status, refused.body.code, refused.body.claimed_by], [409, 'order.claimed', taken.body.actor_name])
	assert.equal((await colleague.delete(path)).status, 204)
	assert.equal((await colleague.post(path)).status, 409, 'nobody gives up another\'s claim')
	assert.equal((await city.post(path)).status, 200, 'renewed')
	assert.equal((await city.delete(path)).status, 204)
	assert.equal((await colleague.post(path)).status, 200)
	await db.query('UPDATE order_desks SET claim_until = UTC_TIMESTAMP(3) - INTERVAL 1 SECOND WHERE claim_until IS NOT NULL AND order_id = (SELECT id FROM orders WHERE order_no = ?)', order_no)
	assert.equal((await city.get(`/orders/${order_no}`)).body.claim, null)
	assert.equal((await city.post(path)).body.mine, true)
	// Many at once: one of them has it.
	await city.delete(path)
	const answers = await Promise.all(Array.from({ length: 10 }, (_, i) => (i % 2 ? city : colleague).post(path)))
	const winners = new Set(answers.map(({ status }, i) => status === 200 && i % 2).filter((who) => who !== false))
	assert.equal(winners.size, 1)
	// Who looks only, and other desks, claim nothing.
	assert.equal((await province.post(path)).status, 404)
	// Whoever holds it, a decision ends it: what comes back is nobody's.
	const waiting = await city.expect(200, 'GET', `/orders/${order_no}`)
	assert.ok(waiting.claim)
	assert.equal((await decide(city, waiting, 'reject', { reason: '协议过期', whole: 'other', over_claim: true })).status, 200)
	const returned = await operator.expect(200, 'GET', `/orders/${order_no}`)
	assert.equal((await submit(operator, { ...returned, content: sent(returned.content) })).status, 200)
	const again = await city.expect(200, 'GET', `/orders/${order_no}`)
	assert.deepEqual([again.state, again.claim], ['waiting', null])
	assert.equal((await city.expect(200, 'GET', `/reviews?order_no=${order_no}`)).items[0].claimed_by, null)
})

it('the demo tells nothing that has not happened yet', async () => {
	for (const [table, column] of [['order_events', 'at'], ['orders', 'updated_at'], ['orders', 'submitted_at'], ['order_versions', 'submitted_at'], ['files', 'created_at']])
		assert.equal(await db.value(`SELECT COUNT(*) FROM ${table} WHERE ${column} > UTC_TIMESTAMP(3)`), '0', `${table}.${column}`)
	assert.ok(Number(await db.value('SELECT COUNT(*) FROM order_events')) > 100)
})
