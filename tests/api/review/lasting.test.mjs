// What workers remember from one decision to the next is no older than the order
// they decide on: offices, the calendar, switches.
import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, it } from 'node:test'
import { Accounts } from '../../lib/accounts.mjs'
import { Client } from '../../lib/client.mjs'
import { Database } from '../../lib/db.mjs'
import { decide, submittedApplication } from '../../lib/orders.mjs'
import { sharedStack } from '../../lib/stack.mjs'

let stack, db, accounts, operator, city, province
const signedIn = (user) => Client.signedIn(stack, user)
before(async () => {
	stack = await sharedStack()
	db = new Database(stack)
	accounts = new Accounts(stack, db)
	operator = await signedIn(await accounts.operator({ division: 330303 }))
	city = await signedIn(await accounts.reviewer('city', 330300))
	province = await signedIn(await accounts.reviewer('province', 330000))
	await accounts.bureau('nation', 0)
})
after(() => stack?.stop())

/** So many at once that every worker has its share of them. */
const byAll = (act) => Promise.all(Array.from({ length: 40 }, act))
const orders = (count) => Promise.all(Array.from({ length: count }, () => submittedApplication(operator)))

it('REVIEW-2 whoever sits at a desk now is named by every worker', async () => {
	const { order_no } = await submittedApplication(operator)
	const named = (who) => byAll(async () => {
		const { route } = await city.expect(200, 'GET', `/orders/${order_no}`)
		assert.equal(route.find(({ desk }) => desk === 'province').organisation_name, who)
	})
	const { id, name } = await db.one('SELECT id, name FROM organisations WHERE desk = 3 AND division = 330000 AND sole = 1')
	await named(name)
	await db.changeLasting('UPDATE organisations SET name = ? WHERE id = ?', '改了名的医保局', id)
	await named('改了名的医保局')
	await db.changeLasting('UPDATE organisations SET sole = NULL WHERE id = ?', id)
	await named(null)
	await db.changeLasting('UPDATE organisations SET sole = 1, name = ? WHERE id = ?', name, id)
	await named(name)
})

it('PLAT-12 a day off that is loaded counts from the next decision on', async () => {
	const due = async (order) => {
		assert.equal((await decide(city, order, 'approve')).status, 200)
		return (await province.expect(200, 'GET', `/orders/${order.order_no}`)).due_at
	}
	const all = await orders(24)
	const [before_, ...same] = await Promise.all(all.slice(0, 12).map(due))
	for (const at of same)
		assert.equal(at, before_)
	// The last day of the term is a working day: taken off, the term ends later.
	const off = new Date(Date.parse(before_) + 8 * 3600_000 - 86400_000).toISOString().slice(0, 10)
	const works = await db.query('SELECT works FROM calendar_days WHERE day = ?', off)
	const path = join(stack.directory, 'off.tsv')
	writeFileSync(path, `${off}\t0\n`)
	await stack.ctl('calendar', 'load', path)
	try {
		for (const at of await Promise.all(all.slice(12).map(due)))
			assert.ok(at > before_, `${at} after ${before_}`)
	} finally {
		await db.changeLasting('DELETE FROM calendar_days WHERE day = ?', off)
		for (const row of works)
			await db.changeLasting('INSERT INTO calendar_days (day, works) VALUES (?, ?)', off, row.works)
	}
})

it('REVIEW-4 a switch that is set counts from the next decision on', async () => {
	const admin = await signedIn(await accounts.person('platform_admin', await accounts.bureau('province', 330000)))
	const path = '/review-switches/330300/access_application'
	const state = async (order) => {
		assert.equal((await decide(city, order, 'approve')).status, 200)
		return (await operator.expect(200, 'GET', `/orders/${order.order_no}`)).status
	}
	const all = await orders(36)
	const states = async (some) => [...new Set(await Promise.all(some.map(state)))]
	assert.deepEqual(await states(all.slice(0, 12)), ['waiting_province_filing'])
	const found = (await admin.get('/review-switches')).body.items.find(({ division, kind }) => division === '330300' && kind === 'access_application')
	const on = await admin.expect(200, 'PUT', path, { body: { automatic: true, version: found.version } })
	assert.deepEqual(await states(all.slice(12, 24)), ['approved'])
	await admin.expect(200, 'PUT', path, { body: { automatic: false, version: on.version } })
	assert.deepEqual(await states(all.slice(24)), ['waiting_province_filing'])
})
