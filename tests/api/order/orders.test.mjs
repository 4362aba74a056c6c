// What an institution does with its orders, from the draft to the resubmission.
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { Accounts } from '../../lib/accounts.mjs'
import { Client } from '../../lib/client.mjs'
import { Database } from '../../lib/db.mjs'
import { application, decide, draftApplication, submit, submittedApplication } from '../../lib/orders.mjs'
import { pdf } from '../../lib/papers.mjs'
import { sharedStack } from '../../lib/stack.mjs'

let stack, db, accounts, operator, city, province
const signedIn = (user) => Client.signedIn(stack, user)
before(async () => {
	stack = await sharedStack()
	db = new Database(stack)
	accounts = new Accounts(stack, db)
	// A city where nothing passes automatically.
	operator = await signedIn(await accounts.operator({ division: 350302 }))
	city = await signedIn(await accounts.reviewer('city', 350300))
	province = await signedIn(await accounts.reviewer('province'))
})
after(() => stack?.stop())

const draft = async () => (await operator.once('/orders', { kind: 'access_application' })).body
const codes = ({ body }) => Object.fromEntries((body.fields ?? []).map(({ field, code }) => [field, code]))
const approved = async (more) => {
	const order = await submittedApplication(operator, more)
	const { body } = await decide(city, order, 'approve')
	const done = await decide(province, body, 'approve')
	assert.equal(done.status, 200)
	return order
}

describe('drafts', () => {
	it('PLAT-4 keeps what was typed, complete or not', async () => {
		const { order_no, version } = await draft()
		const content = { app_name: '掌上厦门', contact_phone: '138' }
		const saved = await operator.put(`/orders/${order_no}/draft`, { version, content })
		assert.ok([200, 422].includes(saved.status))
		const good = { app_name: '掌上厦门', note: '第一行\n第二行' }
		const again = await operator.put(`/orders/${order_no}/draft`, { version: saved.body.version ?? version, content: good })
		assert.equal(again.status, 200)
		const { body } = await operator.get(`/orders/${order_no}`)
		assert.equal(body.status, 'draft')
		assert.equal(body.content.app_name, good.app_name)
		assert.equal(body.content.note, good.note)
		assert.equal(body.version, again.body.version)
	})

	it('PLAT-5 tells of a draft that another tab has saved meanwhile', async () => {
		const { order_no, version } = await draft()
		assert.equal((await operator.put(`/orders/${order_no}/draft`, { version, content: { app_name: '甲' } })).status, 200)
		const stale = await operator.put(`/orders/${order_no}/draft`, { version, content: { app_name: '乙' } })
		assert.equal(stale.status, 409)
		assert.equal(stale.body.code, 'order.changed')
		assert.equal((await operator.get(`/orders/${order_no}`)).body.content.app_name, '甲')
	})

	it('PLAT-1 refuses unknown members and wrong types even in a draft', async () => {
		const { order_no, version } = await draft()
		const answer = await operator.put(`/orders/${order_no}/draft`,
			{ version, content: { surprise: 1, app_name: 5, channel: 'pigeon' } })
		assert.equal(answer.status, 422)
		assert.deepEqual(Object.values(codes(answer)).sort(), ['choice', 'type', 'unknown'])
	})

	it('ACCESS-2 deletes a draft, but nothing that was once submitted', async () => {
		const { order_no } = await draft()
		assert.equal((await operator.delete(`/orders/${order_no}`)).status, 204)
		assert.equal((await operator.get(`/orders/${order_no}`)).status, 404)
		const order = await submittedApplication(operator)
		assert.equal((await operator.delete(`/orders/${order.order_no}`)).status, 409)
		const back = await operator.once(`/orders/${order.order_no}/withdrawal`, { version: order.version })
		assert.equal(back.status, 200)
		const kept = await operator.delete(`/orders/${order.order_no}`)
		assert.equal(kept.status, 409)
		assert.equal(kept.body.code, 'order.wrong_stage')
	})

	it('ACCESS-2 leaves what is under review alone: no draft over it, no file beside it', async () => {
		const order = await submittedApplication(operator)
		const files = { field: 'others', name: 'a.png', size: 100 }
		for (const answer of [await operator.put(`/orders/${order.order_no}/draft`, { version: order.version, content: {} }),
			await operator.post(`/orders/${order.order_no}/files`, files)]) {
			assert.equal(answer.status, 409)
			assert.equal(answer.body.code, 'order.wrong_stage')
		}
	})

	it('ACCESS-2 submits only what is open, and withdraws only what waits', async () => {
		const ready = await draftApplication(operator)
		const withdraw = (version) => operator.once(`/orders/${ready.order_no}/withdrawal`, { version })
		const refused = (answer) => {
			assert.equal(answer.status, 409)
			assert.equal(answer.body.code, 'order.wrong_stage')
		}
		refused(await withdraw(ready.version))
		const sent = (await submit(operator, ready)).body
		refused(await submit(operator, { ...ready, version: sent.version }))
		const back = (await withdraw(sent.version)).body
		refused(await withdraw(back.version))
		assert.equal((await operator.get(`/orders/${ready.order_no}`)).body.version, back.version)
	})

	it('PLAT-9 takes a file only for the field that it was uploaded for', async () => {
		const ready = await draftApplication(operator)
		const elsewhere = await operator.attach(ready.order_no, 'others', '协议.pdf', pdf('agreement'))
		const answer = await submit(operator, { ...ready, content: { ...ready.content, agreement: [elsewhere] } })
		assert.equal(answer.status, 422)
		assert.equal(codes(answer).agreement, 'file')
	})
})

describe('submitting', () => {
	it('PLAT-3 names every faulty field of an application at once', async () => {
		const order = await draft()
		const empty = await submit(operator, { ...order, content: {} })
		assert.equal(empty.status, 422)
		const missing = codes(empty)
		for (const field of ['business_type', 'channel', 'app_name', 'app_type', 'mail', 'credential_channel',
			'contact_name', 'contact_phone', 'agreement'])
			assert.equal(missing[field], 'required', field)
		for (const field of ['note', 'declaration', 'request', 'others', 'supplement'])
			assert.equal(missing[field], undefined, field)
		for (const fault of empty.body.fields)
			for (const text of [fault.message.zh, fault.message.en, fault.remedy.zh, fault.remedy.en])
				assert.ok(text)

		const wrong = await submit(operator, { ...order, content: application({ mail: 'not an address',
			contact_phone: '12345', app_name: '长'.repeat(51), channel: 'pigeon' }) })
		assert.deepEqual(codes(wrong), { agreement: 'required', mail: 'format', contact_phone: 'format',
			app_name: 'too_long', channel: 'choice' })
	})

	it('ACCESS-1 asks for the supplement with mobile payment only', async () => {
		const paid = await draftApplication(operator, { business_type: 'mobile_payment', supplement: undefined })
		const answer = await submit(operator, paid)
		assert.equal(answer.status, 422)
		assert.deepEqual(codes(answer), { supplement: 'required' })
		paid.content.supplement = [await operator.attach(paid.order_no, 'supplement', '补充协议.pdf', pdf())]
		assert.equal((await submit(operator, paid)).status, 200)
	})

	it('ACCESS-1 takes institution and division from the account', async () => {
		const order = await submittedApplication(operator)
		assert.equal(order.institution.division, '350302')
		assert.equal(order.institution.code, operator.session.grant.organisation.code)
		assert.equal(order.status, 'waiting_city')
		assert.equal(order.submission_no, 1)
		assert.deepEqual(order.history.map(({ event }) => event), ['submit'])
	})

	it('ACCESS-3 numbers orders by day and division, rising', async () => {
		const [a, b] = [await draft(), await draft()]
		const today = new Date(Date.now() + 8 * 3600_000).toISOString().slice(0, 10).replaceAll('-', '')
		for (const { order_no } of [a, b])
			assert.match(order_no, new RegExp(`^${today}350302\\d{5}$`))
		assert.ok(a.order_no < b.order_no)
	})

	it('ACCESS-2 refuses a second open application of the same kind, channel and name', async () => {
		const first = await submittedApplication(operator, { app_name: '同名应用' })
		const second = await draftApplication(operator, { app_name: '同名应用' })
		const answer = await submit(operator, second)
		assert.equal(answer.status, 409)
		assert.equal(answer.body.code, 'order.duplicate')
		assert.equal(answer.body.order_no, first.order_no)
		// Another institution may, and so may the same one on another channel.
		const elsewhere = await signedIn(await accounts.operator({ division: 350302 }))
		await submittedApplication(elsewhere, { app_name: '同名应用' })
		await submittedApplication(operator, { app_name: '同名应用', channel: 'alipay' })
		// Withdrawn, it is no longer in the way.
		assert.equal((await operator.once(`/orders/${first.order_no}/withdrawal`, { version: first.version })).status, 200)
		assert.equal((await submit(operator, second)).status, 200)
	})

	it('ACCESS-2 withdraws until the first decision', async () => {
		const order = await submittedApplication(operator)
		assert.equal(order.actions.withdraw, true)
		const { body } = await decide(city, order, 'approve')
		const late = await operator.once(`/orders/${order.order_no}/withdrawal`, { version: body.version })
		assert.equal(late.status, 409)
		assert.equal((await operator.get(`/orders/${order.order_no}`)).body.status, 'waiting_province_filing')
	})

	it('ACCESS-2 corrects a rejected order and starts again at the city', async () => {
		const order = await submittedApplication(operator)
		const rejected = (await decide(city, order, 'reject', { reason: '联系人电话有误',
			remarks: [{ field: 'contact_phone', code: 'wrong', words: '请填写联系人手机', remedy: '改为本人手机号' }] })).body
		const seen = (await operator.get(`/orders/${order.order_no}`)).body
		assert.equal(seen.status, 'rejected_city')
		assert.equal(seen.rejection.desk, 'city')
		assert.equal(seen.rejection.reason, '联系人电话有误')
		assert.deepEqual(seen.rejection.remarks.map(({ field, words }) => [field, words]), [['contact_phone', '请填写联系人手机']])
		assert.equal(seen.content.app_name, order.content.app_name)

		const content = Object.fromEntries(Object.entries(seen.content).map(([name, value]) =>
			[name, Array.isArray(value) ? value.map((file) => file.file_id) : value]))
		const again = await submit(operator, { order_no: order.order_no, version: rejected.version,
			content: { ...content, contact_phone: '13900139000' } })
		assert.equal(again.status, 200)
		assert.equal(again.body.status, 'waiting_city')
		assert.equal(again.body.submission_no, 2)
		const now = (await operator.get(`/orders/${order.order_no}`)).body
		assert.equal(now.rejection, null)
		assert.deepEqual(now.history.map(({ event }) => event), ['submit', 'reject', 'resubmit'])
	})

	it('PLAT-5 asks for a key, and gives the same answer for the same key', async () => {
		const order = await draftApplication(operator)
		const path = `/orders/${order.order_no}/submission`
		const body = { version: order.version, content: order.content }
		for (const key of [null, 'short', 'x'.repeat(65), 'with blank']) {
			const answer = await operator.post(path, body, { key })
			assert.equal(answer.status, 400, String(key))
			assert.equal(answer.body.code, 'idempotency.key_required')
		}
		const first = await operator.once(path, body, 'a-key-of-mine-1')
		const second = await operator.once(path, body, 'a-key-of-mine-1')
		assert.equal(first.status, 200)
		assert.equal(second.status, 200)
		assert.deepEqual(second.body, first.body)
		const other = await operator.once(path, { ...body, version: body.version + 7 }, 'a-key-of-mine-1')
		assert.equal(other.status, 422)
		assert.equal(other.body.code, 'idempotency.key_reused')
		// Another account's same key is another key.
		const stranger = await signedIn(await accounts.operator({ division: 350302 }))
		assert.equal((await stranger.once('/orders', { kind: 'access_application' }, 'a-key-of-mine-1')).status, 201)
	})
})

describe('acceptance', () => {
	it('ACCESS-5 follows an approved application, one at a time', async () => {
		const early = await submittedApplication(operator)
		const create = (order_no) => operator.once('/orders', { kind: 'access_acceptance', parent_order_no: order_no })
		assert.equal((await create(early.order_no)).body.code, 'order.not_ready')

		const order = await approved()
		const first = await create(order.order_no)
		assert.equal(first.status, 201)
		assert.equal(first.body.parent.order_no, order.order_no)
		const second = await create(order.order_no)
		assert.equal(second.status, 409)
		assert.equal(second.body.code, 'order.not_ready')
	})

	it('ACCESS-5 needs the test report and a period that ends after it begins', async () => {
		const { order_no, version } = (await operator.once('/orders', { kind: 'access_acceptance',
			parent_order_no: (await approved()).order_no })).body
		const empty = await submit(operator, { order_no, version, content: {} })
		for (const field of ['test_report', 'test_from', 'test_to', 'tested_cases'])
			assert.equal(codes(empty)[field], 'required', field)
		const test_report = [await operator.attach(order_no, 'test_report', '测试报告.pdf', pdf('report'))]
		const content = { test_report, test_from: '2026-11-10', test_to: '2026-11-01', tested_cases: '退费' }
		const reversed = await submit(operator, { order_no, version, content })
		assert.equal(reversed.status, 422)
		assert.deepEqual(Object.keys(codes(reversed)), ['test_to'])
		const unreal = await submit(operator, { order_no, version, content: { ...content, test_to: '2026-11-31' } })
		assert.deepEqual(codes(unreal), { test_to: 'date' })
		const good = await submit(operator, { order_no, version, content: { ...content, test_to: '2026-11-20' } })
		assert.equal(good.status, 200)
		assert.equal(good.body.status, 'waiting_city')
	})
})

describe('lists', () => {
	it('PLAT-7 filters, counts and pages an institution\'s own orders', async () => {
		const own = await signedIn(await accounts.operator({ division: 350302 }))
		const names = []
		for (let i = 0; i < 12; i++)
			names.push((await submittedApplication(own, { app_name: `列表应用${i}号`, channel: i % 2 ? 'wechat' : 'alipay' })).order_no)
		const first = (await own.get('/orders?page=1&page_size=10')).body
		assert.equal(first.items.length, 10)
		assert.deepEqual(first.total, { count: 12, exact: true })
		assert.equal(first.counts.waiting, 12)
		const rest = (await own.get('/orders?page=2&page_size=10')).body
		assert.deepEqual([...first.items, ...rest.items].map(({ order_no }) => order_no).sort(), [...names].sort())
		const wechat = (await own.get('/orders?facet_b=wechat')).body
		assert.equal(wechat.total.count, 6)
		assert.ok(wechat.items.every(({ facet_b }) => facet_b === 'wechat'))
		assert.equal((await own.get(`/orders?title=${encodeURIComponent('应用11')}`)).body.items.length, 1)
		assert.equal((await own.get('/orders?state=approved')).body.items.length, 0)
		assert.equal((await own.get('/orders?page_size=7')).status, 422)
		assert.equal((await own.get('/orders?surprise=1')).status, 422)
		const oldest = (await own.get('/orders?sort=oldest&page_size=50')).body.items.map(({ order_no }) => order_no)
		assert.deepEqual(oldest, names)
		assert.deepEqual((await own.get('/orders?sort=newest&page_size=50')).body.items.map(({ order_no }) => order_no), names.reverse())
	})
})

it('PLAT-3 PLAT-17 a check tells what a submission would be refused for, and writes nothing', async () => {
	const draft = await draftApplication(operator)
	const before = await db.value('SELECT CONCAT(version, state, IFNULL(draft, 0)) FROM orders WHERE order_no = ?', draft.order_no)
	for (const change of [{}, { mail: 'x' }, { mail: 'x', contact_phone: '12', app_name: '' }, { agreement: [] }, { agreement: ['nofile'] },
		{ contact_phone: '138****8000' }, { business_type: 'mobile_payment' }, { surprise: 1 }]) {
		const content = { ...draft.content, ...change }
		const { faults } = await operator.expect(200, 'POST', `/orders/${draft.order_no}/check`, { body: { content } })
		if (!Object.keys(change).length) {
			assert.deepEqual(faults, [])
			continue
		}
		const refused = await operator.once(`/orders/${draft.order_no}/submission`, { version: draft.version, content })
		assert.equal(refused.status, 422)
		assert.deepEqual(faults, refused.body.fields)
		assert.ok(faults.length)
	}
	assert.equal(await db.value('SELECT CONCAT(version, state, IFNULL(draft, 0)) FROM orders WHERE order_no = ?', draft.order_no), before)
	const submitted = await submittedApplication(operator)
	assert.equal((await operator.post(`/orders/${submitted.order_no}/check`, { content: draft.content })).body.code, 'order.wrong_stage')
})

it('PLAT-22 ACCESS-3 drafts are capped, numbers grow beyond five digits, and none left is said', async () => {
	const hoarder = await accounts.operator({ division: 350304 })
	const client = await signedIn(hoarder)
	const serial = (n) => db.query('UPDATE serials SET n = ? WHERE kind = 0 AND division = 350304', n)
	const begin = () => client.once('/orders', { kind: 'access_application' })
	const first = (await begin()).body.order_no
	await serial(99_999)
	const grown = (await begin()).body.order_no
	assert.equal(grown, `${first.slice(0, 14)}100000`)
	assert.equal((await client.get(`/orders/${grown}`)).status, 200)
	await serial(9_999_999)
	const spent = await begin()
	assert.deepEqual([spent.status, spent.body.code], [503, 'order.numbers_spent'])
	await serial(2)
	const { organisation_id } = await db.one('SELECT organisation_id FROM orders WHERE order_no = ?', first)
	await db.query(`INSERT INTO orders (order_no, kind, organisation_id, division, state, desk, version, submission_no, facet_a, facet_b, created_by, created_at, updated_at)
		SELECT CONCAT('2032', ?, LPAD(seq, 7, '0')), 1, ?, 350304, 1, 0, 1, 0, 1, 1, 0, UTC_TIMESTAMP(3), UTC_TIMESTAMP(3) FROM seq_1_to_98`, organisation_id, organisation_id)
	const full = await begin()
	assert.deepEqual([full.status, full.body.code], [409, 'order.too_many_drafts'])
	assert.equal((await client.delete(`/orders/${grown}`)).status, 204)
	assert.equal((await begin()).status, 201)
})
