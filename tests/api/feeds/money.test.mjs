// What pages and bureaus see of the payments that were sent: to the fen, and whose.
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { Accounts } from '../../lib/accounts.mjs'
import { Client } from '../../lib/client.mjs'
import { Database } from '../../lib/db.mjs'
import { batch, newPlatform, openMerchant, payment, refund } from '../../lib/feeds.mjs'
import { sharedStack } from '../../lib/stack.mjs'

let stack, db, accounts, platform
before(async () => {
	stack = await sharedStack()
	db = new Database(stack)
	accounts = new Accounts(stack, db)
	platform = await newPlatform(stack)
})
after(() => stack?.stop())

const signedIn = (user) => Client.signedIn(stack, user)
async function feed(...lines) {
	const { status, body } = await platform.call('/feeds/payments', batch(lines))
	assert.deepEqual([status, body.refused.count], [200, 0], JSON.stringify(body))
	return lines
}
async function opened(division = 350213) {
	const institution = await accounts.institution(division)
	await openMerchant(db, institution)
	return institution
}
const ask = (client, from, to, more = {}) => client.expect(200, 'GET', `/money?${new URLSearchParams({ from, to, ...more })}`)
const told = (answer, status, code) => assert.equal(`${answer.status} ${answer.body?.code}`, `${status} ${code}`)

/** The same, added up here from the lines that were sent, by their days in Shanghai. */
function sum(lines, from, to) {
	const all = { total: 0, insurance: 0, personal: 0, payments: 0, refunds: 0, refunded: 0 }
	for (const line of lines) {
		const day = new Date(Date.parse(line.time) + 8 * 3_600_000).toISOString().slice(0, 10)
		if (day < from || day > to)
			continue
		const sign = line.kind === 'refund' ? -1 : 1
		all.total += sign * line.total
		all.insurance += sign * line.insurance
		all.personal += sign * line.personal
		all[line.kind === 'refund' ? 'refunds' : 'payments']++
		all.refunded += sign < 0 ? line.total : 0
	}
	return all
}

describe('MONEY-1 what was paid', () => {
	it('MONEY-1 MONEY-5 sums, days and the time before are those of what was sent, to the fen, refunds subtracted', async () => {
		const institution = await opened()
		const client = await signedIn(await accounts.operator({ institution }))
		const lines = []
		for (let i = 0; i < 400; i++) {
			const day = new Date(Date.UTC(2026, 7, 1) + i * 6.1 * 3_600_000)
			const one = payment(institution, { time: day.toISOString(), total: 100 + i * 37, insurance: 100 + i, personal: i * 36 })
			lines.push(one)
			if (i % 9 === 0)
				lines.push(refund(one, { time: new Date(day.getTime() + 26 * 3_600_000).toISOString(), total: 50, insurance: 30, personal: 20, ...i === 0 ? { total: 20, insurance: 20, personal: 0 } : {} }))
		}
		await feed(...lines)
		const ranges = [['2026-08-05', '2026-08-05', 'day', '2026-08-04', '2026-08-04'], ['2026-08-10', '2026-08-14', 'week', '2026-08-03', '2026-08-07'],
			['2026-08-11', '2026-08-20', 'own', '2026-08-01', '2026-08-10'], ['2026-01-01', '2026-11-20', 'year', '2025-01-01', '2025-11-20'], ['2026-09-01', '2026-09-30', undefined, '2026-08-02', '2026-08-31']]
		for (const [from, to, period, before_from, before_to] of ranges) {
			const answer = await ask(client, from, to, period ? { period } : {})
			assert.deepEqual([answer.from, answer.to, answer.before_from, answer.before_to], [from, to, before_from, before_to])
			assert.deepEqual(answer.now, sum(lines, from, to), period)
			assert.deepEqual(answer.before, sum(lines, before_from, before_to), period)
			for (const name of ['total', 'insurance', 'personal', 'payments'])
				assert.equal(answer.points.reduce((all, point) => all + point[name], 0), answer.now[name], name)
			assert.equal(answer.division, null)
			assert.deepEqual(answer.areas, [])
			for (const { at, total } of answer.points)
				assert.equal(total, sum(lines, at.length > 7 ? at : `${at}-01`, at.length > 7 ? at : `${at}-31`).total, at)
		}
		// Days without a payment stand there, too; more than two months are drawn by months.
		assert.deepEqual((await ask(client, '2026-07-30', '2026-08-02')).points.map(({ at }) => at), ['2026-07-30', '2026-07-31', '2026-08-01', '2026-08-02'])
		assert.equal((await ask(client, '2026-07-01', '2026-08-31')).grain, 'day')
		const months = await ask(client, '2026-07-01', '2026-09-01')
		assert.deepEqual([months.grain, months.points.map(({ at }) => at)], ['month', ['2026-07', '2026-08', '2026-09']])
	})

	it('MONEY-1 a year is held against the year before, the 29th of February against none', async () => {
		const institution = await opened()
		const client = await signedIn(await accounts.operator({ institution }))
		const answer = await ask(client, '2024-01-01', '2024-02-29', { period: 'year' })
		assert.deepEqual([answer.before_from, answer.before_to], ['2023-01-01', '2023-02-28'])
		assert.deepEqual(answer.now, { total: 0, insurance: 0, personal: 0, payments: 0, refunds: 0, refunded: 0 })
		await feed(payment(institution, { time: '2023-02-28T12:00:00+08:00' }))
		const alone = await ask(client, '2024-02-29', '2024-02-29', { period: 'year' })
		assert.deepEqual([alone.before_from, alone.before_to, alone.before.total], ['2023-02-28', '2023-02-28', 10000])
	})

	it('MONEY-1 a time that is none, or too long', async () => {
		const client = await signedIn(await accounts.operator({ institution: await opened() }))
		const faults = async (query) => {
			const answer = await client.get(`/money?${query}`)
			told(answer, 422, 'form.invalid')
			return answer.body.fields.map(({ field, code }) => `${field} ${code}`)
		}
		assert.deepEqual(await faults(''), ['from required', 'to required'])
		assert.deepEqual(await faults('from=2026-02-30&to=2026-03-01'), ['from date'])
		assert.deepEqual(await faults('from=2026-03-02&to=2026-03-01'), ['to order'])
		assert.deepEqual(await faults('from=2020-01-01&to=2026-03-01'), ['to too_long_a_time'])
		assert.deepEqual(await faults('from=2026-01-01&to=2026-03-01&period=month'), ['period choice'])
	})
})

describe('MERCH-1 until a merchant is opened', () => {
	it('MERCH-1 money answers 403 with what to do, and stays out of the menu; then it is there', async () => {
		const institution = await accounts.institution(350213)
		await feed(payment(institution))
		for (const role of ['operator', 'finance']) {
			const user = await accounts.person(role, institution)
			const client = await signedIn(user)
			const answer = await client.get('/money?from=2026-11-20&to=2026-11-20')
			told(answer, 403, 'money.unopened')
			assert.match(answer.body.message.zh, /待激活/)
			assert.equal(answer.body.remedy.zh, '请核对和完善您机构的基础信息及相关资料后继续使用')
			assert.ok(!(await client.expect(200, 'GET', '/me')).grant.menu.includes('money'))
			assert.ok(!client.session.grant.menu.includes('money'))
		}
		await openMerchant(db, institution)
		for (const role of ['operator', 'finance']) {
			const client = await signedIn(await accounts.person(role, institution))
			assert.equal((await ask(client, '2026-11-20', '2026-11-20')).now.total, 10000)
			assert.ok((await client.expect(200, 'GET', '/me')).grant.menu.includes('money'))
			assert.ok(client.session.grant.menu.includes('money'))
		}
		// What its own people look at is no matter for the record.
		assert.equal(await db.value(`SELECT COUNT(*) FROM audit_rows WHERE act = 'money.read' AND organisation_id = ?`, institution.id), '0')
	})
})

describe('bureaus', () => {
	it('MONEY-1 read their division\'s and those within it, on record, and no other', async () => {
		// A province that no other test feeds.
		const [near, beside, far] = [await accounts.institution(370302), await accounts.institution(370303), await accounts.institution(370402)]
		await feed(payment(near), payment(near, { total: 10001, personal: 4001 }))
		const [one] = await feed(payment(beside))
		await feed(payment(far), refund(one, { total: 2500, insurance: 1500, personal: 1000 }))
		const day = ['2026-11-20', '2026-11-20']
		const office = { district: [370302, 'district_reviewer'], city: [370300, 'city_reviewer'], province: [370000, 'province_reviewer'] }
		const expected = { district: [20001, []], city: [27501, [['370302', 20001], ['370303', 7500]]], province: [37501, [['370300', 27501], ['370400', 10000]]] }
		for (const [desk, [division, role]] of Object.entries(office)) {
			const bureau = await accounts.bureau(desk, division)
			const client = await signedIn(await accounts.person(role, bureau))
			const before_ = Number(await db.value(`SELECT COUNT(*) FROM audit_rows WHERE act = 'money.read' AND organisation_id = ?`, bureau.id))
			const answer = await ask(client, ...day)
			assert.deepEqual([answer.now.total, answer.areas.map(({ code, total }) => [code, total])], expected[desk], desk)
			assert.equal(answer.division, String(division))
			assert.ok(answer.division_name)
			assert.ok(client.session.grant.menu.includes('money'))
			assert.deepEqual(await db.query(`SELECT object, outcome FROM audit_rows WHERE act = 'money.read' AND organisation_id = ? ORDER BY id LIMIT 9 OFFSET ${before_}`, bureau.id), [{ object: String(division), outcome: 'ok' }])
			for (const foreign of [360000, 370400, 350213].filter((code) => desk !== 'province' || code !== 370400)) {
				const refused = await client.get(`/money?from=${day[0]}&to=${day[1]}&division=${foreign}`)
				told(refused, 422, 'form.invalid')
				assert.deepEqual(refused.body.fields.map(({ field, code }) => `${field} ${code}`), ['division choice'])
			}
			assert.ok(Number(await db.value(`SELECT COUNT(*) FROM audit_rows WHERE act = 'denied' AND organisation_id = ? AND outcome = 'foreign'`, bureau.id)) >= 2)
			if (desk === 'province')
				assert.equal((await ask(client, ...day, { division: '370303' })).now.total, 7500)
		}
		const nation = await signedIn(await accounts.person('national_reviewer', await accounts.bureau('nation', 0)))
		const all = await ask(nation, ...day)
		assert.equal(all.areas.find(({ code }) => code === '370000').total, 37501)
		assert.equal(all.division, '000000')
	})

	it('MONEY-1 nobody else: banks, centres, administrators', async () => {
		const bank = await accounts.bank(`BM${String(process.pid).slice(-6)}`, 350000)
		const others = [['bank_reviewer', bank], ['platform_admin', await accounts.bureau('province', 350000)], ['institution_admin', await opened()]]
		for (const [role, where] of others)
			told(await (await signedIn(await accounts.person(role, where))).get('/money?from=2026-11-20&to=2026-11-20'), 403, 'access.denied')
	})
})
