// The audit log as the platform administrator of a division searches it (PLAT-6): who,
// what, to whom, when; nothing of other divisions; a lock is an act of its own.
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { Accounts } from '../../lib/accounts.mjs'
import { Client } from '../../lib/client.mjs'
import { Database } from '../../lib/db.mjs'
import { submittedApplication } from '../../lib/orders.mjs'
import { startStack, until } from '../../lib/stack.mjs'

let stack, db, accounts
const admins = {}
const signedIn = (user) => Client.signedIn(stack, user)
before(async () => {
	stack = await startStack()
	db = new Database(stack)
	accounts = new Accounts(stack, db)
	for (const [name, desk, division] of [['nation', 'nation', 0], ['fujian', 'province', 350000], ['putian', 'city', 350300], ['quanzhou', 'city', 350500], ['chengxiang', 'district', 350302], ['beijing', 'province', 110000]])
		admins[name] = await signedIn(await accounts.person('platform_admin', await accounts.bureau(desk, division)))
})
after(() => stack?.stop())

const sealed = () => until('all rows are sealed', async () => await db.value('SELECT COUNT(*) FROM audit_rows a LEFT JOIN audit_sealed s ON s.row_id = a.id WHERE s.row_id IS NULL') === '0')
const search = (who, query = {}) => admins[who].expect(200, 'POST', '/audit/search', { body: query })
const told = ({ items }) => items.map(({ act, outcome }) => `${act} ${outcome}`)

describe('PLAT-6 searching the audit log', () => {
	it('whom it was about, who did it, what it was: each finds the same row, with all that is known of it', async () => {
		const person = await accounts.operator({ division: 350302 })
		const operator = await signedIn(person)
		const { order_no } = await submittedApplication(operator)
		await sealed()
		const found = await search('putian', { object: order_no, act: 'order.submit' })
		assert.deepEqual(told(found), ['order.submit ok'])
		const [row] = found.items
		assert.deepEqual([row.account_name, row.object, row.address, row.organisation_name.length > 0], [person.account, order_no, '127.0.0.1', true])
		assert.ok(Math.abs(new Date(row.at) - Date.now()) < 600e3)
		assert.deepEqual(told(await search('putian', { account: person.account, sort: 'oldest' })), ['login ok', 'order.create ok', 'order.submit ok'])
		assert.deepEqual(told(await search('putian', { account: person.account, act: 'order.create' })), ['order.create ok'])
		assert.deepEqual(found.total, { count: 1, exact: true })
	})

	it('is of the own division: of a district, a city, a province; the nation sees all, another city nothing', async () => {
		const person = await accounts.operator({ division: 350302 })
		await signedIn(person)
		await sealed()
		for (const [who, n] of Object.entries({ nation: 1, fujian: 1, putian: 1, chengxiang: 1, quanzhou: 0, beijing: 0 }))
			assert.equal((await search(who, { account: person.account })).items.length, n, who)
		// Without any condition, too.
		for (const [who, [first, last]] of Object.entries({ putian: [350300, 350399], chengxiang: [350302, 350302], fujian: [350000, 359999] })) {
			const { items } = await search(who, { page_size: '50' })
			assert.ok(items.length > 0, who)
			assert.equal(await db.value(`SELECT COUNT(*) FROM audit_sealed WHERE row_id IN (${items.map(({ row_id }) => row_id)}) AND division BETWEEN ? AND ?`, first, last), String(items.length), who)
		}
	})

	it('a lock is an act of its own, once, however often it is tried again', async () => {
		const person = await accounts.operator({ division: 350302 })
		const client = await Client.open(stack)
		for (let i = 0; i < 7; i++)
			await client.tryPassword(person.account, 'wrong-password')
		await sealed()
		const id = await db.value('SELECT id FROM accounts WHERE name = ?', person.account)
		assert.deepEqual(told(await search('putian', { object: id })), ['account.lock ok'])
		assert.equal((await search('putian', { account: person.account, act: 'login' })).items.filter(({ outcome }) => outcome === 'refused').length, 7)
	})

	it('what was refused is found by what it was about; what strangers tried is the nation\'s alone', async () => {
		const there = await submittedApplication(await signedIn(await accounts.operator({ division: 350302 })))
		const other = await accounts.operator({ division: 350502 })
		await (await signedIn(other)).get(`/orders/${there.order_no}`)
		await sealed()
		const found = await search('quanzhou', { object: there.order_no })
		assert.deepEqual(told(found), ['denied foreign'])
		assert.equal(found.items[0].object, `GET /orders/:order_no ${there.order_no}`)
		const stranger = await Client.open(stack)
		await stranger.tryPassword('H35030299999', 'wrong-password')
		await sealed()
		const id = await db.value('SELECT MAX(id) FROM audit_rows WHERE account_id = 0')
		assert.ok((await search('nation', { act: 'login', page_size: '50' })).items.some(({ row_id }) => row_id === Number(id)))
		assert.ok(!(await search('fujian', { act: 'login', page_size: '50' })).items.some(({ row_id }) => row_id === Number(id)))
	})

	it('by time: the day it was, and no other', async () => {
		const person = await accounts.operator({ division: 350302 })
		await signedIn(person)
		await sealed()
		const day = (days) => new Date(Date.now() + 8 * 3600e3 + days * 86400e3).toISOString().slice(0, 10)
		for (const [query, n] of [[{ at_from: day(0) }, 1], [{ at_to: day(0) }, 1], [{ at_from: day(-1), at_to: day(1) }, 1], [{ at_from: day(1) }, 0], [{ at_to: day(-1) }, 0], [{ at_from: day(-3), at_to: day(-1) }, 0]])
			assert.equal((await search('putian', { account: person.account, ...query })).items.length, n, JSON.stringify(query))
		const wrong = await admins.putian.call('POST', '/audit/search', { body: { at_from: day(0), at_to: day(-1) } })
		assert.equal(wrong.status, 422)
	})

	it('pages by cursor, newest and oldest first, each row once', async () => {
		await db.query(`INSERT INTO audit_rows (at, account_id, organisation_id, act, object, outcome, address)
			SELECT UTC_TIMESTAMP(3), 1, (SELECT MIN(id) FROM organisations WHERE division = 350500), 'order.claim', CONCAT('n', seq), 'ok', '' FROM seq_1_to_130`)
		await sealed()
		for (const sort of ['newest', 'oldest']) {
			const seen = []
			for (let after; ;) {
				const page = await search('quanzhou', { act: 'order.claim', sort, page_size: '50', ...after ? { after } : {} })
				seen.push(...page.items.map(({ object }) => object))
				if (!(after = page.next))
					break
			}
			const all = Array.from({ length: 130 }, (_, i) => `n${i + 1}`)
			assert.deepEqual(seen, sort === 'oldest' ? all : all.reverse())
		}
		const third = await search('quanzhou', { act: 'order.claim', page: 3, page_size: '50' })
		assert.deepEqual([third.items.length, third.items[0].object], [30, 'n30'])
		assert.equal(third.total.count, 130)
		const deep = await admins.nation.call('POST', '/audit/search', { body: { page: 501 } })
		assert.deepEqual([deep.status, deep.body.fields[0].code], [422, 'too_deep'])
	})

	it('an act or an outcome of a newer program is shown as it stands there', async () => {
		await db.query('INSERT INTO audit_rows (at, account_id, organisation_id, act, object, outcome, address) VALUES (UTC_TIMESTAMP(3), 1, (SELECT MIN(id) FROM organisations WHERE division = 350500), \'rocket.launch\', \'rocket-7\', \'away\', \'\')')
		await sealed()
		const [row] = (await search('quanzhou', { object: 'rocket-7' })).items
		assert.deepEqual([row.act, row.outcome, row.outcome_word], [null, null, 'away'])
	})
})

it('PLAT-6 every act of a route and every outcome that was noted here has its words', async () => {
	await sealed()
	const rows = await db.query('SELECT DISTINCT act, outcome FROM audit_rows WHERE act <> \'rocket.launch\'')
	const schemas = admins.nation.description.document.components.schemas
	const acts = new Set(schemas.audit_item.properties.act.enum), outcomes = new Set(schemas.audit_item.properties.outcome.enum)
	for (const { act, outcome } of rows) {
		assert.ok(acts.has(act), act)
		assert.ok(outcomes.has(outcome), outcome)
	}
})
