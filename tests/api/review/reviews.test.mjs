// The reviewers' side: what each desk sees after each event, and who may decide.
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { Accounts } from '../../lib/accounts.mjs'
import { Client } from '../../lib/client.mjs'
import { Database } from '../../lib/db.mjs'
import { decide, draftApplication, submit, submittedApplication } from '../../lib/orders.mjs'
import { pdf } from '../../lib/papers.mjs'
import { sharedStack } from '../../lib/stack.mjs'

let stack, db, accounts, operator
const at = {}
const signedIn = (user) => Client.signedIn(stack, user)
before(async () => {
	stack = await sharedStack()
	db = new Database(stack)
	accounts = new Accounts(stack, db)
	// A city of this file's own: its lists and switches belong to no other test.
	operator = await signedIn(await accounts.operator({ division: 350402 }))
	at.city = await signedIn(await accounts.reviewer('city', 350400))
	at.province = await signedIn(await accounts.reviewer('province'))
	at.nation = await signedIn(await accounts.reviewer('nation'))
})
after(() => stack?.stop())

const words = { city: { whole: 'other', reason: '材料不全' }, province: { whole: 'other', remark: '请补充说明' }, nation: { whole: 'other', remark: '联调未通过' } }
async function act(desk, order, verdict) {
	const { version } = (await at[desk].get(`/orders/${order.order_no}`)).body
	const answer = await decide(at[desk], { order_no: order.order_no, version }, verdict,
		verdict === 'reject' ? words[desk] : {})
	assert.equal(answer.status, 200, JSON.stringify(answer.body))
	return answer.body
}

const list = async (client, order_no, view) =>
	(await client.expect(200, 'GET', `/reviews?view=${view}&order_no=${order_no}`)).items
// The row of the truth table: the state in each desk's working list, '-' where
// it is in none, 'a' behind what passed automatically, and the applicant's status.
async function row(order) {
	const cells = []
	for (const desk of ['city', 'province', 'nation']) {
		const [item] = await list(at[desk], order.order_no, 'working')
		cells.push(item ? item.state + (item.automatic ? ' a' : '') : '-')
	}
	const seen = (await operator.get(`/orders/${order.order_no}`)).body
	return [...cells, seen.status].join(' | ')
}
const decided = async (order) => {
	const desks = []
	for (const desk of ['city', 'province', 'nation'])
		if ((await list(at[desk], order.order_no, 'decided')).length)
			desks.push(desk)
	return desks.join(' ')
}
async function acceptance(application) {
	const { body } = await operator.once('/orders', { kind: 'access_acceptance', parent_order_no: application.order_no })
	const test_report = [await operator.attach(body.order_no, 'test_report', '测试报告.pdf', pdf('report'))]
	const answer = await submit(operator, { order_no: body.order_no, version: body.version,
		content: { test_report, test_from: '2026-11-01', test_to: '2026-11-20', tested_cases: '挂号、缴费、退费' } })
	assert.equal(answer.status, 200, JSON.stringify(answer.body))
	return answer.body
}
async function resubmit(order) {
	const { content, version } = (await operator.get(`/orders/${order.order_no}`)).body
	const sent = Object.fromEntries(Object.entries(content).map(([name, value]) =>
		[name, Array.isArray(value) ? value.map(({ file_id }) => file_id) : value]))
	const answer = await submit(operator, { order_no: order.order_no, version, content: sent })
	assert.equal(answer.status, 200, JSON.stringify(answer.body))
	return answer.body
}

describe('REVIEW-6 truth table', () => {
	it('REVIEW-6 application: city rejects, resubmitted, province rejects, resubmitted, filed', async () => {
		const order = await submittedApplication(operator)
		assert.equal(await row(order), 'waiting | - | - | waiting_city')
		await act('city', order, 'reject')
		assert.equal(await row(order), 'rejected | - | - | rejected_city')
		assert.equal(await decided(order), 'city')
		await resubmit(order)
		assert.equal(await row(order), 'waiting | - | - | waiting_city')
		await act('city', order, 'approve')
		assert.equal(await row(order), 'approved | waiting | - | waiting_province_filing')
		await act('province', order, 'reject')
		assert.equal(await row(order), 'rejected | - | - | rejected_province')
		assert.equal(await decided(order), 'city province')
		await resubmit(order)
		assert.equal(await row(order), 'waiting | - | - | waiting_city')
		assert.equal(await decided(order), 'city province')
		await act('city', order, 'approve')
		await act('province', order, 'approve')
		assert.equal(await row(order), 'approved | approved | approved | approved')
		// The nation may look at it, and has nothing to decide.
		const seen = (await at.nation.get(`/orders/${order.order_no}`)).body
		assert.equal(seen.actions.decide, false)
		const refused = await decide(at.nation, seen, 'approve')
		assert.ok([403, 404, 409].includes(refused.status))
	})

	it('REVIEW-6 application withdrawn: in nobody\'s list', async () => {
		const order = await submittedApplication(operator)
		const { status } = await operator.once(`/orders/${order.order_no}/withdrawal`, { version: order.version })
		assert.equal(status, 200)
		assert.equal(await row(order), '- | - | - | withdrawn')
		assert.equal(await decided(order), '')
	})

	it('REVIEW-6 acceptance: nation rejects, everything resubmitted and approved', async () => {
		const application = await submittedApplication(operator)
		await act('city', application, 'approve')
		await act('province', application, 'approve')
		const order = await acceptance(application)
		assert.equal(await row(order), 'waiting | - | - | waiting_city')
		await act('city', order, 'approve')
		assert.equal(await row(order), 'approved | waiting | - | waiting_province')
		await act('province', order, 'approve')
		assert.equal(await row(order), 'approved | approved | waiting | waiting_nation')
		await act('nation', order, 'reject')
		assert.equal(await row(order), 'rejected | - | - | rejected_nation')
		assert.equal(await decided(order), 'city province nation')
		const seen = (await operator.get(`/orders/${order.order_no}`)).body
		assert.equal(seen.rejection.desk, 'nation')
		assert.equal(seen.rejection.remark, words.nation.remark)
		await resubmit(order)
		assert.equal(await row(order), 'waiting | - | - | waiting_city')
		assert.equal(await decided(order), 'city province nation')
		for (const desk of ['city', 'province', 'nation'])
			await act(desk, order, 'approve')
		assert.equal(await row(order), 'approved | approved | approved | approved')
	})

	it('REVIEW-6 acceptance: province rejects', async () => {
		const application = await submittedApplication(operator)
		await act('city', application, 'approve')
		await act('province', application, 'approve')
		const order = await acceptance(application)
		await act('city', order, 'approve')
		await act('province', order, 'reject')
		assert.equal(await row(order), 'rejected | - | - | rejected_province')
		assert.equal(await decided(order), 'city province')
	})

	it('REVIEW-4 automatic passing: only where it is switched on, recorded as such, later decisions only', async () => {
		const admin = await signedIn(await accounts.person('platform_admin', await accounts.bureau('province', 350000)))
		// A city would raise its own rights (USER-4): it may look, no more.
		const own = await signedIn(await accounts.person('platform_admin', await accounts.bureau('city', 350400)))
		const switches = (await own.expect(200, 'GET', '/review-switches')).items
		assert.ok(switches.length > 0 && switches.every(({ may_change }) => !may_change))
		assert.equal((await own.put('/review-switches/350400/access_application', { automatic: true, version: 0 })).status, 403)
		const earlier = await submittedApplication(operator)
		await act('city', earlier, 'approve')
		const path = '/review-switches/350400/access_application'
		const find = async () => (await admin.expect(200, 'GET', '/review-switches')).items
			.find((each) => each.division === '350400' && each.kind === 'access_application')
		const off = await find()
		assert.equal(off.automatic, false)
		const on = await admin.put(path, { automatic: true, version: off.version })
		assert.equal(on.status, 200)
		try {
			const order = await submittedApplication(operator)
			await act('city', order, 'approve')
			assert.equal(await row(order), 'approved | approved a | approved a | approved')
			const { history } = (await operator.get(`/orders/${order.order_no}`)).body
			const automatic = history.filter(({ event }) => event === 'auto_approve')
			assert.ok(automatic.length >= 1)
			for (const each of automatic)
				assert.deepEqual([each.rule, each.rule_set_by, each.rule_set_at], ['review_switch', admin.session.account.display_name, on.body.changed_at])
			assert.equal(await row(earlier), 'approved | waiting | - | waiting_province_filing')
			// Acceptances have a switch of their own.
			const second = await acceptance(order)
			await act('city', second, 'approve')
			assert.equal(await row(second), 'approved | waiting | - | waiting_province')
			const stale = await admin.put(path, { automatic: false, version: off.version })
			assert.equal(stale.status, 409)
		} finally {
			await admin.put(path, { automatic: false, version: (await find()).version })
		}
		const after_ = await submittedApplication(operator)
		await act('city', after_, 'approve')
		assert.equal(await row(after_), 'approved | waiting | - | waiting_province_filing')
	})
})

describe('who may see and decide', () => {
	it('REVIEW-2 hides an order from desks it has not reached and from other divisions', async () => {
		const order = await submittedApplication(operator)
		const path = `/orders/${order.order_no}`
		assert.equal((await at.city.get(path)).status, 200)
		assert.equal((await at.province.get(path)).status, 404)
		assert.equal((await at.nation.get(path)).status, 404)
		const strangers = [await accounts.reviewer('city', 350300), await accounts.reviewer('province', 360000),
			await accounts.operator({ division: 350402 })]
		for (const user of strangers) {
			const client = await signedIn(user)
			assert.equal((await client.get(path)).status, 404, user.account)
			const { status } = user.realm === 'bureau' ? await decide(client, order, 'approve')
				: await client.once(`${path}/withdrawal`, { version: order.version })
			assert.equal(status, 404, user.account)
		}
		assert.equal(await row(order), 'waiting | - | - | waiting_city')
	})

	it('REVIEW-3 makes the words of a rejection mandatory', async () => {
		const order = await submittedApplication(operator)
		const bare = await decide(at.city, order, 'reject')
		assert.equal(bare.status, 422)
		assert.deepEqual(bare.body.fields.map(({ field, code }) => [field, code]), [['reason', 'required'], ['remarks', 'no_reason']])
		assert.equal((await decide(at.city, order, 'reject', { reason: '   ' })).status, 422)
		const passed = await act('city', order, 'approve')
		const province = await decide(at.province, passed, 'reject', { reason: 'only a reason' })
		assert.equal(province.status, 422)
		assert.ok(province.body.fields.some(({ field }) => field === 'remark'))
		assert.equal(await row(order), 'approved | waiting | - | waiting_province_filing')
	})

	it('PLAT-5 refuses a decision on a version that is no longer there', async () => {
		const order = await submittedApplication(operator)
		const stale = await decide(at.city, { order_no: order.order_no, version: order.version + 3 }, 'approve')
		assert.equal(stale.status, 409)
		await act('city', order, 'approve')
		const second = await decide(at.city, order, 'approve')
		assert.equal(second.status, 409)
		assert.equal(second.body.code, 'order.already_decided')
		assert.equal(second.body.decision.verdict, 'approve')
		assert.equal(second.body.decision.desk, 'city')
	})

	it('REVIEW-2 lets nobody decide two stages of one order', async () => {
		const user = await accounts.reviewer('city', 350400)
		await accounts.grant(user.account, 'province_reviewer', await accounts.bureau('province', 350000))
		const client = await Client.open(stack)
		await client.signIn({ ...user, role: 'city_reviewer' })
		const order = await submittedApplication(operator)
		const passed = await decide(client, order, 'approve')
		assert.equal(passed.status, 200)
		await client.signIn({ ...user, role: 'province_reviewer' })
		const answer = await decide(client, passed.body, 'approve')
		assert.equal(answer.status, 403)
		assert.equal(answer.body.code, 'order.same_person')
	})

	it('REVIEW-1 refuses the reviewers\' pages to operators and the other way round', async () => {
		assert.equal((await operator.get('/reviews')).status, 403)
		assert.equal((await operator.get('/review-switches')).status, 403)
		assert.equal((await at.city.get('/review-switches')).status, 403)
		assert.equal((await at.city.once('/orders', { kind: 'access_application' })).status, 403)
		assert.equal((await at.city.post('/accounts/search')).status, 403)
	})
})

describe('lists', () => {
	it('REVIEW-1 counts what waits under all filters but the state', async () => {
		const name = `计数${process.pid}`
		const orders = []
		for (let i = 0; i < 3; i++)
			orders.push(await submittedApplication(operator, { app_name: `${name}-${i}` }))
		await act('city', orders[0], 'approve')
		const query = `/reviews?view=working&title=${encodeURIComponent(name)}`
		const all = (await at.city.get(query)).body
		assert.deepEqual(all.counts.waiting, { count: 2, exact: true })
		assert.equal(all.total.count, 3)
		const passed = (await at.city.get(`${query}&state=approved`)).body
		assert.deepEqual(passed.counts.waiting, { count: 2, exact: true })
		assert.deepEqual(passed.items.map(({ order_no }) => order_no), [orders[0].order_no])
		assert.equal(passed.items[0].institution_name, operator.session.grant.organisation.name)
	})

	it('REVIEW-1 finds by each filter, and by nothing else', async () => {
		const order = await submittedApplication(operator, { business_type: 'mobile_payment', channel: 'unionpay' })
		await act('city', order, 'approve')
		const { code, name } = operator.session.grant.organisation
		const today = new Date(Date.now() + 8 * 3600_000).toISOString().slice(0, 10)
		const right = { order_no: order.order_no, kind: 'access_application', state: 'waiting', facet_b: 'unionpay',
			facet_a: 'mobile_payment', title: order.title, institution_name: name, institution_code: code,
			division: '350402', submitted_from: today, submitted_to: today }
		const wrong = { kind: 'access_acceptance', state: 'rejected', facet_b: 'wechat', facet_a: 'identity_check',
			title: '没有这个名字', institution_name: '没有这家医院', institution_code: 'H35040299999',
			division: '350300', submitted_from: '2099-01-01', submitted_to: '2001-01-01' }
		const find = async (filters) => (await at.province.expect(200, 'GET',
			`/reviews?${new URLSearchParams(filters)}`)).items.map(({ order_no }) => order_no)
		assert.deepEqual(await find(right), [order.order_no])
		for (const [key, value] of Object.entries(wrong))
			assert.deepEqual(await find({ ...right, submitted_from: '2001-01-01', submitted_to: '2099-12-31', [key]: value }), [], key)
		for (const division of ['350000', '350400'])
			assert.deepEqual(await find({ ...right, division }), [order.order_no], division)
	})
})

it('REVIEW-11 shows a desk in its 已办 what it decided on, not what has not reached it', async () => {
	const operator = await signedIn(await accounts.operator({ division: 350302 }))
	const city = await signedIn(await accounts.reviewer('city', 350300))
	const province = await signedIn(await accounts.reviewer('province', 350000))
	const draft = await draftApplication(operator, { note: '第一次' })
	let order = (await submit(operator, draft)).body
	order = (await decide(city, order, 'approve')).body
	order = (await decide(province, order, 'reject', { whole: 'other', remark: '请更正' })).body
	const { version } = (await operator.get(`/orders/${order.order_no}`)).body
	await submit(operator, { order_no: order.order_no, version, content: { ...draft.content, note: '第二次' } })
	assert.equal((await city.get(`/orders/${order.order_no}`)).body.content.note, '第二次')
	assert.equal((await province.get(`/orders/${order.order_no}`)).body.content.note, '第一次')
})
