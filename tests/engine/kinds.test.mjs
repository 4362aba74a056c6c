// The engine on a kind that exists for it alone (tests/kinds/trial): desks of one
// level, an addressee, a decider's own form, parts within parts, records and codes.
// Needs the programs of `make trial`.
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { Accounts } from '../lib/accounts.mjs'
import { Client } from '../lib/client.mjs'
import { Database } from '../lib/db.mjs'
import { decide, submit, submittedApplication } from '../lib/orders.mjs'
import { pdf } from '../lib/papers.mjs'
import { startStack, top } from '../lib/stack.mjs'

let stack, db, accounts, operator, stranger
const at = {}
const signedIn = (user) => Client.signedIn(stack, user)

before(async () => {
	execFileSync('make', ['trial'], { cwd: top, stdio: 'ignore' })
	stack = await startStack({ DEMO: 'no', PROGRAMS: join(top, 'build/trial') })
	db = new Database(stack)
	accounts = new Accounts(stack, db)
	operator = await signedIn(await accounts.operator({ division: 350213 }))
	stranger = await signedIn(await accounts.operator({ division: 350213 }))
	at.city = await signedIn(await accounts.reviewer('city', 350200))
	at.province = await signedIn(await accounts.reviewer('province', 350000))
	at.centre = await signedIn(await accounts.person('city_centre', await accounts.office('city_centre', 350200)))
	at.bank = await signedIn(await accounts.person('bank_reviewer', await accounts.bank('BANKA', 350000)))
	at.other_bank = await signedIn(await accounts.person('bank_reviewer', await accounts.bank('BANKB', 350000)))
	at.district = await signedIn(await accounts.person('district_reviewer', await accounts.bureau('district', 350213)))
})
after(() => stack?.stop())

let serial = 0
const contract = { contract_no: 'HT-2026-1', fee: 12050, valid_from: '2026-12-01' }
const words = { city: { whole: 'other', reason: '不全' }, centre: { whole: 'other', remark: '不全' }, bank: { whole: 'other', reason: '不全' }, other_bank: { whole: 'other', reason: '不全' } }

/** A draft with its nested paper: { order_no, version, content }. */
async function draft(client, more = {}) {
	const order = await client.expect(201, 'POST', '/orders', { body: { kind: 'trial_registration' }, key: crypto.randomUUID() })
	const card = await client.attach(order.order_no, 'accounts.a1.owners.o1.card', '证件.pdf', pdf())
	const content = { name: `心电监护仪${serial++}`, class: 'small', bank: 'BANKA', price: 1234500, uses: ['ward', 'home'], subjects: ['03.01', '04.01'],
		accounts: [{ key: 'a1', bank_name: '海峡银行', account_no: '6222020200112233', owners: [{ key: 'o1', name: '欧阳若曦', card: [card] }] }], ...more }
	return { order_no: order.order_no, version: order.version, content }
}
async function submitted(client, more) {
	const order = await draft(client, more)
	const answer = await submit(client, order)
	assert.equal(answer.status, 200, JSON.stringify(answer.body))
	return { ...order, version: answer.body.version }
}
const see = (client, order_no) => client.expect(200, 'GET', `/orders/${order_no}`)
async function judge(desk, order_no, verdict, more = {}) {
	const { version } = await see(at[desk], order_no)
	return decide(at[desk], { order_no, version }, verdict, { ...verdict === 'reject' ? words[desk] : {}, ...more })
}
async function passed(desk, order_no, more) {
	const answer = await judge(desk, order_no, 'approve', more)
	assert.equal(answer.status, 200, JSON.stringify(answer.body))
}
async function onFile(client, more) {
	const { order_no } = await submitted(client, more)
	await passed('city', order_no)
	await passed('centre', order_no)
	await passed('bank', order_no, { granted: contract })
	return see(client, order_no)
}
const listed = async (client, query = '') => (await client.expect(200, 'GET', `/reviews?list=trial&page_size=50&${query}`)).items.map(({ order_no }) => order_no)
const codes = (answer) => Object.fromEntries((answer.body.fields ?? []).map(({ field, code }) => [field, code]))

it('PLAT-2 who may begin a kind is said by its row: others are told so, and it goes on record', async () => {
	const pharmacy = await signedIn(await accounts.person('operator', await accounts.institution(350213, '测试药店', 'P')))
	const begin = (client, kind) => client.once('/orders', { kind })
	const described = (await operator.get('/openapi.json')).body['x-liangding-review'].kinds
	assert.deepEqual(described.find(({ name }) => name === 'trial_supply').applies, { roles: ['operator'], institutions: ['pharmacy'], seats: null })
	assert.deepEqual(described.find(({ name }) => name === 'trial_registration').applies, { roles: ['operator'], institutions: null, seats: null })
	const denials = () => db.value(`SELECT COUNT(*) FROM audit_rows WHERE outcome = 'order.not_for_you'`)
	assert.equal(await denials(), '0')
	const drafts = () => db.value('SELECT COUNT(*) FROM orders WHERE kind = 202')
	const refused = await begin(operator, 'trial_supply')
	assert.deepEqual([refused.status, refused.body.code], [403, 'order.not_for_you'])
	assert.equal(await drafts(), '0')
	assert.equal(await denials(), '1')
	assert.equal((await begin(pharmacy, 'trial_supply')).status, 201)
	assert.equal(await drafts(), '1')
	for (const client of [operator, pharmacy])
		assert.equal((await begin(client, 'trial_registration')).status, 201)
	// What an institution is, its session says; an office is none.
	for (const [client, what] of [[operator, 'medical'], [pharmacy, 'pharmacy'], [at.city, null]])
		assert.equal(client.session.grant.organisation.institution_kind, what)
})

describe('steps at desks', () => {
	it('PLAT-2 two desks of one level, then the bank it is addressed to and no other; each sees it when it comes', async () => {
		const { order_no } = await submitted(operator)
		const lists = async () => Object.fromEntries(await Promise.all(['city', 'centre', 'bank', 'other_bank'].map(async (desk) =>
			[desk, (await listed(at[desk])).includes(order_no)])))
		assert.deepEqual(await lists(), { city: true, centre: false, bank: false, other_bank: false })
		for (const desk of ['centre', 'bank', 'other_bank', 'province'])
			assert.equal((await at[desk].get(`/orders/${order_no}`)).status, 404, desk)
		await passed('city', order_no)
		assert.deepEqual(await lists(), { city: true, centre: true, bank: false, other_bank: false })
		const { status, route, due_at } = await see(operator, order_no)
		assert.equal(status, 'trial_waiting_centre')
		assert.deepEqual(route.map(({ desk, state, days, counted }) => [desk, state, days, counted]), [['city', 'done', 2, 'working'],
			['city_centre', 'current', 3, 'calendar'], ['bank', 'todo', 1, 'working']])
		// The day of receipt is day 0, and the third ends at midnight in Shanghai.
		const today = Math.floor((Date.parse((await see(operator, order_no)).history.at(-1).at) + 8 * 3600_000) / 86_400_000)
		assert.equal(Date.parse(due_at), (today + 4) * 86_400_000 - 8 * 3600_000)
		await passed('centre', order_no)
		assert.deepEqual(await lists(), { city: true, centre: true, bank: true, other_bank: false })
		for (const client of [at.other_bank, stranger])
			assert.equal((await client.get(`/orders/${order_no}`)).status, 404)
		const paper = (await see(at.bank, order_no)).content.accounts[0].owners[0].card[0].file_id
		assert.equal((await at.bank.get(`/files/${paper}`)).status, 200)
		assert.equal((await at.other_bank.get(`/files/${paper}`)).status, 404)
	})

	it('REVIEW-6 the bank rejects: the city reads it, the centre and the bank no longer do, and all comes again', async () => {
		const { order_no } = await submitted(operator)
		await passed('city', order_no)
		await passed('centre', order_no)
		assert.equal((await judge('bank', order_no, 'reject')).status, 200)
		const seen = await see(operator, order_no)
		assert.equal(seen.status, 'trial_rejected_bank')
		assert.deepEqual(seen.route.map(({ state }) => state), ['done', 'done', 'rejected'])
		assert.ok((await listed(at.city, 'state=rejected')).includes(order_no))
		for (const desk of ['centre', 'bank'])
			assert.ok(!(await listed(at[desk])).includes(order_no), desk)
		for (const desk of ['centre', 'bank'])
			assert.ok((await listed(at[desk], 'view=decided')).includes(order_no), desk)
		const { content, version } = seen
		content.accounts[0].owners[0].card = content.accounts[0].owners[0].card.map(({ file_id }) => file_id)
		assert.equal((await submit(operator, { order_no, version, content })).status, 200)
		assert.ok((await listed(at.city, 'state=waiting')).includes(order_no))
	})

	it('REVIEW-6 what an approval on the way brings about is taken back by a rejection behind it, and by no other', async () => {
		const counts = async () => (await Promise.all([211, 212].map((kind) => db.value('SELECT IFNULL(SUM(n), 0) FROM serials WHERE kind = ?', kind)))).map(Number)
		const [made, off] = await counts()
		const { order_no } = await submitted(operator)
		await passed('city', order_no)
		assert.deepEqual(await counts(), [made, off], 'not by the step before')
		await passed('centre', order_no)
		assert.deepEqual(await counts(), [made + 1, off])
		assert.equal((await judge('bank', order_no, 'reject')).status, 200)
		assert.deepEqual(await counts(), [made + 1, off + 1])
		// The next submission has brought nothing about yet; its own step's rejection takes nothing back either.
		for (const desk of ['city', 'centre']) {
			const { version, content } = await see(operator, order_no)
			content.accounts[0].owners[0].card = content.accounts[0].owners[0].card.map(({ file_id }) => file_id)
			assert.equal((await submit(operator, { order_no, version, content })).status, 200)
			if (desk === 'centre')
				await passed('city', order_no)
			assert.equal((await judge(desk, order_no, 'reject')).status, 200)
			assert.deepEqual(await counts(), [made + 1, off + 1], desk)
		}
	})

	it('REVIEW-4 what passes by itself brings about what its step does, once, as by hand', async () => {
		const brought = async () => Number(await db.value('SELECT IFNULL(SUM(n), 0) FROM serials WHERE kind = 211'))
		const pharmacy = await signedIn(await accounts.person('operator', await accounts.institution(350213, '测试药店', 'P')))
		const supply = async (name) => {
			const { order_no, version } = (await pharmacy.once('/orders', { kind: 'trial_supply' })).body
			assert.equal((await submit(pharmacy, { order_no, version, content: { name } })).status, 200)
			return order_no
		}
		const stands = async (order_no) => {
			const { status, history } = await see(pharmacy, order_no)
			return [status, history.filter(({ event }) => event === 'auto_approve').map(({ desk }) => desk)]
		}
		const admin = await signedIn(await accounts.person('platform_admin', await accounts.bureau('province', 350000)))
		const path = '/review-switches/350200/trial_supply'
		const { version } = (await admin.expect(200, 'GET', '/review-switches')).items
			.find(({ division, kind }) => division === '350200' && kind === 'trial_supply')
		const had = await brought()
		const [passes, waits] = [await supply('通过的药'), await supply('等待的药')]
		const on = await admin.expect(200, 'PUT', path, { body: { automatic: true, version } })
		try {
			await passed('city', passes)
		} finally {
			await admin.expect(200, 'PUT', path, { body: { automatic: false, version: on.version } })
		}
		assert.equal(await brought(), had + 1)
		assert.deepEqual(await stands(passes), ['approved', ['city_centre']])
		await passed('city', waits)
		assert.equal(await brought(), had + 1)
		await passed('centre', waits)
		assert.equal(await brought(), had + 2)
		assert.deepEqual(await stands(waits), ['approved', []])
	})

	it('REVIEW-6 what a desk has brought about is taken back when the desk is there no more, not when it came later', async () => {
		const off = async () => Number(await db.value('SELECT IFNULL(SUM(n), 0) FROM serials WHERE kind = 212'))
		const before_ = await off()
		const centre = await db.value('SELECT id FROM organisations WHERE desk = 5 AND division = 350200')
		const there = (sole) => db.changeLasting('UPDATE organisations SET sole = ? WHERE id = ?', sole, centre)
		const gone = await submitted(operator)
		await passed('city', gone.order_no)
		await passed('centre', gone.order_no)
		const skipped = await submitted(operator)
		await there(null)
		try {
			assert.equal((await judge('bank', gone.order_no, 'reject')).status, 200)
			assert.equal(await off(), before_ + 1)
			await passed('city', skipped.order_no)
		} finally {
			await there(1)
		}
		assert.equal((await judge('bank', skipped.order_no, 'reject')).status, 200)
		assert.equal(await off(), before_ + 1)
	})

	it('PLAT-2 what hangs on an order goes to whom that was addressed to, and to no other', async () => {
		const { order_no } = await submitted(operator, { bank: 'BANKB' })
		for (const [desk, more] of [['city'], ['centre'], ['other_bank', { granted: contract }]])
			await passed(desk, order_no, more)
		const { body } = await operator.once('/orders', { kind: 'trial_recall', parent_order_no: order_no })
		assert.equal((await submit(operator, { ...body, content: { why: '设备停用' } })).status, 200)
		assert.ok((await listed(at.other_bank, 'kind=trial_recall')).includes(body.order_no))
		assert.ok(!(await listed(at.bank, 'kind=trial_recall')).includes(body.order_no))
		assert.equal((await at.bank.get(`/orders/${body.order_no}`)).status, 404)
		await passed('other_bank', body.order_no)
		assert.equal((await see(operator, body.order_no)).status, 'approved')
	})

	it('REVIEW-11 sent to another bank after a rejection: the first keeps what it decided on, and no more of it', async () => {
		const { order_no, content } = await submitted(operator)
		await passed('city', order_no)
		await passed('centre', order_no)
		assert.equal((await judge('bank', order_no, 'reject')).status, 200)
		const { version } = await see(operator, order_no)
		assert.equal((await submit(operator, { order_no, version, content: { ...content, bank: 'BANKB', price: 99 } })).status, 200)
		await passed('city', order_no)
		await passed('centre', order_no)
		assert.ok(!(await listed(at.bank)).includes(order_no))
		assert.ok((await listed(at.bank, 'view=decided')).includes(order_no))
		assert.equal((await see(at.bank, order_no)).content.price, content.price)
		assert.equal((await see(at.other_bank, order_no)).content.price, 99)
		const late = await decide(at.bank, { order_no, version: (await see(at.other_bank, order_no)).version }, 'approve', { granted: contract })
		assert.deepEqual([late.status, late.body.code], [409, 'order.changed'])
		assert.equal((await see(at.bank, order_no)).actions.decide, false)
		await passed('other_bank', order_no, { granted: contract })
		for (const [desk, verdict] of [['bank', 'reject'], ['other_bank', 'approve']]) {
			const page = await at[desk].expect(200, 'GET', '/reviews?view=decided&page_size=50')
			assert.equal(page.items.find((row) => row.order_no === order_no).last_verdict, verdict)
			assert.equal(page.counts.decided.count, page.items.length, desk)
		}
	})

	it('PLAT-16 the board says what waits at the desks behind one\'s own, in the order of the steps', async () => {
		const count = async (desk) => (await at[desk].expect(200, 'GET', '/board')).in_progress.total.count
		const before_ = [await count('city'), await count('centre')]
		const { order_no } = await submitted(operator)
		await passed('city', order_no)
		assert.deepEqual([await count('city'), await count('centre')], [before_[0] + 1, before_[1]])
		assert.ok((await at.city.expect(200, 'GET', '/board')).in_progress.items.length > 0)
		await passed('centre', order_no)
		assert.deepEqual([await count('city'), await count('centre')], [before_[0] + 1, before_[1] + 1])
	})

	it('PLAT-17 before it is submitted: nobody is passed over for want of an addressee, and the check says who is not there', async () => {
		const order = await draft(operator, { bank: 'BANKX' })
		assert.deepEqual((await see(operator, order.order_no)).route.map(({ state }) => state), ['todo', 'todo', 'todo'])
		const { faults } = await operator.expect(200, 'POST', `/orders/${order.order_no}/check`, { body: { content: order.content } })
		assert.deepEqual(faults.map(({ field, code }) => [field, code]), [['bank', 'choice']])
	})

	it('an order of a kind that this program does not know is in nobody\'s way', async () => {
		const { order_no } = await submitted(operator)
		await db.query('UPDATE orders SET kind = 77 WHERE order_no = ?', order_no)
		await db.query('UPDATE order_desks SET kind = 77 WHERE order_id = (SELECT id FROM orders WHERE order_no = ?)', order_no)
		assert.ok(!(await operator.expect(200, 'GET', '/orders?page_size=50')).items.some((row) => row.order_no === order_no))
		assert.ok(!(await listed(at.city)).includes(order_no))
		for (const client of [operator, at.city]) {
			assert.equal((await client.get('/board')).status, 200)
			assert.equal((await client.get(`/orders/${order_no}`)).status, 503)
		}
		await db.query('UPDATE order_desks SET kind = 200 WHERE order_id = (SELECT id FROM orders WHERE order_no = ?)', order_no)
		await db.query('UPDATE orders SET kind = 200 WHERE order_no = ?', order_no)
	})

	it('PLAT-2 a bank that does not exist is a fault of its field; nobody else may decide', async () => {
		const wrong = await submit(operator, await draft(operator, { bank: 'BANKX' }))
		assert.equal(wrong.status, 422)
		assert.deepEqual(codes(wrong), { bank: 'choice' })
		const { order_no, version } = await submitted(operator)
		for (const desk of ['centre', 'bank', 'province', 'district'])
			assert.ok([403, 404].includes((await decide(at[desk], { order_no, version }, 'approve')).status), desk)
	})
})

describe('lists', () => {
	it('PLAT-7 each list has its own orders, counts and facets; a desk finds those that it has a step in', async () => {
		const application = await submittedApplication(operator)
		const { order_no } = await submitted(operator, { class: 'large', licence_no: 'X1' })
		const trial = await at.city.expect(200, 'GET', '/reviews?list=trial&state=waiting&page_size=50')
		const access = await at.city.expect(200, 'GET', '/reviews?list=access&state=waiting&page_size=50')
		assert.ok(trial.items.every(({ kind }) => kind.startsWith('trial_')) && trial.items.some((row) => row.order_no === order_no))
		assert.ok(access.items.every(({ kind }) => kind.startsWith('access_')) && access.items.some((row) => row.order_no === application.order_no))
		assert.deepEqual([trial.total.count, access.total.count], [trial.items.length, access.items.length])
		// In whatever order they are read.
		for (const query of ['', 'sort=oldest', 'view=decided'])
		{
			const { items } = await at.city.expect(200, 'GET', `/reviews?list=access&page_size=50&${query}`)
			assert.ok(items.every(({ kind }) => kind.startsWith('access_')) && (items.length > 0 || query === 'view=decided'), query)
		}
		assert.deepEqual(await listed(at.city, 'state=waiting&facet_a=large'), [order_no])
		const row = trial.items.find((each) => each.order_no === order_no)
		assert.deepEqual([row.facet_a, row.facet_b, row.status], ['large', null, 'trial_waiting_city'])
		// The words of another list's facet, a list that does not come to the desk.
		for (const [desk, query, field] of [['city', 'list=trial&facet_a=mobile_payment', 'facet_a'], ['city', 'list=trial&facet_b=wechat', 'facet_b'],
			['bank', 'list=access', 'list'], ['province', 'list=trial', 'list'], ['city', 'list=nothing', 'list']])
			assert.deepEqual(codes(await at[desk].get(`/reviews?${query}`)), { [field]: 'choice' }, query)
		assert.equal((await at.district.get('/reviews')).status, 403)
		assert.deepEqual((await at.district.expect(200, 'GET', '/me')).grant.menu, [])
		// With no list named, the first that comes there.
		assert.ok((await at.bank.expect(200, 'GET', '/reviews?page_size=50')).items.every(({ kind }) => kind === 'trial_registration'))
		const own = await operator.expect(200, 'GET', '/orders?list=trial&facet_a=large&page_size=50')
		assert.deepEqual(own.items.map((each) => each.order_no), [order_no])
	})

	it('PLAT-7 what is addressed is counted and listed by the addressee, and by division within that', async () => {
		const { order_no } = await submitted(operator)
		await passed('city', order_no)
		await passed('centre', order_no)
		for (const query of ['state=waiting', 'state=waiting&division=350213', 'state=waiting&submitted_from=2020-01-01', 'state=waiting&sort=newest', `state=waiting&title=${encodeURIComponent('监护')}`]) {
			const page = await at.bank.expect(200, 'GET', `/reviews?${query}&page_size=50`)
			assert.ok(page.items.some((row) => row.order_no === order_no), query)
			assert.equal(page.counts.waiting.count, page.items.length, query)
		}
		assert.deepEqual(await listed(at.bank, 'division=350102'), [])
		const other = await at.other_bank.expect(200, 'GET', '/reviews?state=waiting&page_size=50')
		assert.deepEqual([other.items.length, other.counts.waiting.count], [0, 0])
		const rows = await db.query('SELECT addressee_id, state, COUNT(*) AS n FROM order_desks WHERE list = 100 AND desk = 6 AND state > 0 GROUP BY 1, 2 ORDER BY 1, 2')
		const counters = await db.query('SELECT scope, state, SUM(n) AS n FROM order_counts WHERE list = 100 AND desk = 6 GROUP BY 1, 2 HAVING n <> 0 ORDER BY 1, 2')
		assert.deepEqual(counters.map((each) => Object.values(each).join()), rows.map((each) => Object.values(each).join()))
		const board = await at.bank.expect(200, 'GET', '/board')
		assert.ok(JSON.stringify(board).includes(order_no))
	})
})

describe('what the decider fills in', () => {
	it('PLAT-1 an approval at that step needs its form, and nothing else takes it', async () => {
		const { order_no } = await submitted(operator)
		assert.deepEqual(codes(await judge('city', order_no, 'approve', { granted: contract })), { granted: 'not_here' })
		await passed('city', order_no)
		await passed('centre', order_no)
		for (const [granted, faults] of [[undefined, { 'granted.contract_no': 'required', 'granted.fee': 'required', 'granted.valid_from': 'required' }],
			[{ ...contract, fee: -1 }, { 'granted.fee': 'too_small' }], [{ ...contract, surprise: 1 }, { 'granted.surprise': 'unknown' }]])
			assert.deepEqual(codes(await judge('bank', order_no, 'approve', { granted })), faults)
		assert.deepEqual(codes(await judge('bank', order_no, 'reject', { granted: contract })), { granted: 'not_here' })
		assert.equal((await see(operator, order_no)).status, 'trial_waiting_bank')
		await passed('bank', order_no, { granted: contract })
		const seen = await see(operator, order_no)
		assert.deepEqual(seen.history.at(-1).granted, contract)
		assert.equal(seen.status, 'trial_on_file')
	})
})

describe('accounts that can be proven', () => {
	it('MERCH-8 at the step that its kind\'s row says, by who sits there; others read nothing of it, and where a kind says nothing nothing is asked', async () => {
		const { order_no } = await submitted(operator)
		const at_desk = async (client) => client.expect(200, 'GET', `/orders/${order_no}`)
		const ask = async (client) => client.once(`/orders/${order_no}/account-proofs`, { version: (await at_desk(client)).version, account: 'a1' })
		assert.equal((await ask(at.city)).body.code, 'order.wrong_stage')
		assert.deepEqual((await at_desk(at.city)).account_proofs, [])
		await passed('city', order_no)
		await passed('centre', order_no)
		assert.equal((await ask(at.bank)).status, 201)
		const shown = (await at_desk(at.bank)).account_proofs
		assert.deepEqual(shown.map(({ account, state, account_name }) => [account, state, account_name]), [['a1', 'asked', null]])
		assert.deepEqual((await at_desk(at.city)).account_proofs, [])
		assert.equal((await operator.expect(200, 'GET', `/orders/${order_no}`)).account_proofs.length, 1)
		assert.deepEqual((await at_desk(at.bank)).milestones, [])
		await passed('bank', order_no, { granted: contract })
		assert.equal((await operator.expect(200, 'GET', `/orders/${order_no}`)).account_proofs[0].state, 'closed')
		const plain = await submittedApplication(operator)
		const city = await at.city.expect(200, 'GET', `/orders/${plain.order_no}`)
		assert.equal((await at.city.once(`/orders/${plain.order_no}/account-proofs`, { version: city.version, account: 'a1' })).body.code, 'order.wrong_stage')
	})
})

describe('forms, all the way down', () => {
	it('PLAT-1 faults are named by their paths: nothing nested is passed over', async () => {
		const order = await draft(operator)
		const other = await draft(operator)
		const account = order.content.accounts[0]
		const owner = account.owners[0]
		for (const [accounts_, faults] of [
			[[], { accounts: 'at_least_one' }],
			[[{ ...account, owners: [] }], { 'accounts.a1.owners': 'at_least_one' }],
			[[{ ...account, owners: [{ ...owner, card: [] }] }], { 'accounts.a1.owners.o1.card': 'required' }],
			[[{ ...account, owners: [{ ...owner, card: other.content.accounts[0].owners[0].card }] }], { 'accounts.a1.owners.o1.card': 'file' }],
			[[{ ...account, account_no: '6222****2233' }], { 'accounts.a1.account_no': 'masked' }],
			[[account, { ...account, key: 'a2', owners: [{ ...owner, key: 'o1' }] }], { 'accounts.a2.owners.o1.card': 'file' }],
		])
			assert.deepEqual(codes(await submit(operator, { ...order, content: { ...order.content, accounts: accounts_ } })), faults)
		for (const [more, faults] of [[{ class: 'large' }, { licence_no: 'required' }], [{ uses: ['ward', 'ward'] }, { uses: 'twice' }],
			[{ subjects: ['03'] }, { subjects: 'not_leaf' }], [{ subjects: ['04.01', '04.09'] }, { subjects: 'retired' }], [{ price: '12.50' }, { price: 'type' }]])
			assert.deepEqual(codes(await submit(operator, { ...order, content: { ...order.content, ...more } })), faults)
		// What is not asked is not kept.
		const answer = await submit(operator, { ...order, content: { ...order.content, licence_no: 'X9' } })
		assert.equal(answer.status, 200)
		assert.ok(!('licence_no' in (await see(operator, order.order_no)).content))
	})

	it('PLAT-10 nested personal data is sealed where it lies, masked for who need not see it, revealed by right and on record', async () => {
		const { order_no } = await submitted(operator)
		const stored = JSON.stringify(await db.query('SELECT content FROM order_versions v JOIN orders o ON o.id = v.order_id WHERE o.order_no = ?', order_no))
			+ JSON.stringify(await db.query('SELECT draft FROM orders'))
		for (const text of ['6222020200112233', '欧阳若曦'])
			assert.ok(!stored.includes(text), text)
		const seen = (await see(at.city, order_no)).content.accounts[0]
		assert.match(seen.account_no, /\*/)
		assert.match(seen.owners[0].name, /\*/)
		const reveal = (client, field) => client.post(`/orders/${order_no}/reveal`, { field })
		assert.equal((await reveal(at.city, 'accounts.a1.owners.o1.name')).body.value, '欧阳若曦')
		assert.equal((await reveal(at.city, 'accounts.a1.account_no')).body.value, '6222020200112233')
		await passed('city', order_no)
		assert.equal((await reveal(at.centre, 'accounts.a1.account_no')).status, 403)
		for (const field of ['accounts.a1.bank_name', 'accounts', 'account_no'])
			assert.equal((await reveal(at.city, field)).status, 422, field)
	})

	it('PLAT-14 a remark, an unlock and a change name an item that others come and go beside', async () => {
		const { order_no, content } = await submitted(operator)
		const path = 'accounts.a1.owners.o1.name'
		// An item that there is not cannot be what is wrong.
		for (const field of ['accounts.zz.account_no', 'accounts.a1.owners.zz', 'accounts.a1.owners.zz.name'])
			assert.deepEqual(codes(await judge('city', order_no, 'reject', { whole: undefined, remarks: [{ field, code: 'wrong', words: '不对', remedy: '请改' }] })),
				{ 'remarks.0.field': 'choice' }, field)
		const answer = await judge('city', order_no, 'reject', { whole: undefined, remarks: [{ field: path, code: 'wrong', words: '与证件不符', remedy: '请更正' }] })
		assert.equal(answer.status, 200, JSON.stringify(answer.body))
		const { version, open_fields } = await see(operator, order_no)
		assert.deepEqual(open_fields, [path])
		const account = content.accounts[0]
		const mended = { ...content, accounts: [{ ...account, owners: [{ ...account.owners[0], name: '欧阳若希' }] }] }
		// Another account beside it is a change that nobody asked for.
		const more = { ...mended, accounts: [...mended.accounts, { key: 'b2', bank_name: '二行', account_no: '6222020200998877', owners: [] }] }
		assert.equal((await submit(operator, { order_no, version, content: more })).status, 422)
		assert.equal((await submit(operator, { order_no, version, content: mended })).status, 200)
		const { changes } = await see(at.city, order_no)
		assert.deepEqual(changes.map(({ field }) => field), [path])
		assert.ok(changes.every((each) => !JSON.stringify(each).includes('欧阳若希')), 'masked there, too')
	})
})

describe('records', () => {
	it('INST-4 an approval puts the order on file with a code; a change keeps the code and is the next version', async () => {
		const seen = await onFile(operator)
		assert.match(seen.record.code, /^T350213\d{5}$/)
		assert.equal(seen.record.version, 1)
		const begun = await operator.expect(201, 'POST', '/orders', { body: { kind: 'trial_change' }, key: crypto.randomUUID() })
		const change = (client, order, code) => submit(client, { ...order, content: { code, name: `改名${serial++}` } })
		assert.equal((await change(operator, begun, seen.record.code.toLowerCase())).status, 200)
		// One change of it at a time.
		const second = await operator.expect(201, 'POST', '/orders', { body: { kind: 'trial_change' }, key: crypto.randomUUID() })
		assert.equal((await change(operator, second, seen.record.code)).body.code, 'order.duplicate')
		await passed('centre', begun.order_no)
		assert.deepEqual((await see(operator, begun.order_no)).record, { code: seen.record.code, version: 2 })
		assert.deepEqual((await see(operator, seen.order_no)).record, { code: seen.record.code, version: 2 })
		const versions = await db.query('SELECT v.no, o.order_no FROM record_versions v JOIN records r ON r.id = v.record_id JOIN orders o ON o.id = v.order_id WHERE r.code = ? ORDER BY v.no', seen.record.code)
		assert.deepEqual(versions.map(({ order_no }) => order_no), [seen.order_no, begun.order_no])
		// Nobody changes what is another's.
		const foreign = await stranger.expect(201, 'POST', '/orders', { body: { kind: 'trial_change' }, key: crypto.randomUUID() })
		assert.deepEqual(codes(await change(stranger, foreign, seen.record.code)), { code: 'choice' })
	})

	it('INST-5 a change that was made on an earlier version of the record is returned, not put over a newer one', async () => {
		const seen = await onFile(operator)
		const begun = await operator.expect(201, 'POST', '/orders', { body: { kind: 'trial_change' }, key: crypto.randomUUID() })
		assert.equal((await submit(operator, { ...begun, content: { code: seen.record.code, name: `改名${serial++}` } })).status, 200)
		// Registered once more meanwhile: the same record, its next version.
		assert.deepEqual((await onFile(operator, { name: seen.content.name })).record, { code: seen.record.code, version: 2 })
		const answer = await judge('centre', begun.order_no, 'approve')
		assert.deepEqual([answer.status, answer.body.code], [409, 'record.changed'])
		assert.equal((await judge('centre', begun.order_no, 'reject')).status, 200)
		const { version, content } = await see(operator, begun.order_no)
		assert.equal((await submit(operator, { order_no: begun.order_no, version, content })).status, 200)
		await passed('centre', begun.order_no)
		assert.equal((await see(operator, begun.order_no)).record.version, 3)
	})

	it('INST-4 an identity that another institution has on file refuses the approval, and all stays as it was', async () => {
		const { content } = await onFile(operator)
		const { order_no } = await submitted(stranger, { name: `  ${content.name.toUpperCase()} ` })
		await passed('city', order_no)
		await passed('centre', order_no)
		const before_ = await db.query('SELECT (SELECT COUNT(*) FROM records) AS records, (SELECT SUM(n) FROM serials WHERE kind = 200) AS n, (SELECT COUNT(*) FROM order_events) AS events')
		const answer = await judge('bank', order_no, 'approve', { granted: contract })
		assert.deepEqual([answer.status, answer.body.code], [409, 'record.taken'])
		assert.deepEqual(await db.query('SELECT (SELECT COUNT(*) FROM records) AS records, (SELECT SUM(n) FROM serials WHERE kind = 200) AS n, (SELECT COUNT(*) FROM order_events) AS events'), before_)
		assert.equal((await see(stranger, order_no)).status, 'trial_waiting_bank')
		assert.equal((await judge('bank', order_no, 'reject')).status, 200)
	})

	it('INST-4 200 approvals at once over three divisions: codes without gaps, and none twice', async () => {
		const places = [350203, 350211, 350213]
		const people = await Promise.all(places.map(async (division) => signedIn(await accounts.operator({ division }))))
		const orders = []
		await Promise.all(people.map(async (client, i) => {
			for (let n = 0; n < [67, 67, 66][i]; n++) {
				const { order_no } = await submitted(client)
				await passed('city', order_no)
				await passed('centre', order_no)
				orders.push({ order_no, ...await see(at.bank, order_no) })
			}
		}))
		const answers = await Promise.all(orders.map(({ order_no, version }) => decide(at.bank, { order_no, version }, 'approve', { granted: contract })))
		assert.deepEqual([...new Set(answers.map(({ status }) => status))], [200])
		for (const division of places) {
			const found = (await db.query('SELECT code FROM records WHERE division = ? ORDER BY code', division)).map(({ code }) => code)
			assert.ok(found.length >= 66)
			assert.deepEqual(found, found.map((_, i) => `T${division}${String(i + 1).padStart(5, '0')}`))
		}
	})
})
