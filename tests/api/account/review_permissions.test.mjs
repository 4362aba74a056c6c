// Permissions to review (USER-3): asked for at the level above, handed to the own
// reviewers, and without one neither the menu nor any route; nobody gives it to oneself
// (USER-4).
import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, describe, it } from 'node:test'
import { Accounts } from '../../lib/accounts.mjs'
import { Client } from '../../lib/client.mjs'
import { Database } from '../../lib/db.mjs'
import { decide, submittedApplication } from '../../lib/orders.mjs'
import { pdf } from '../../lib/papers.mjs'
import { unified } from '../../lib/sms.mjs'
import { startStack } from '../../lib/stack.mjs'

let stack, db, accounts, api
const bureaus = {}
const people = {}
const signedIn = (user) => Client.signedIn(stack, user)
const id_of = (account) => db.value('SELECT id FROM accounts WHERE name = ?', account).then(Number)
const denials = async (client, outcome) => Number(await db.value(`SELECT COUNT(*) FROM audit_rows r JOIN accounts a ON a.id = r.account_id
	WHERE a.name = ? AND r.act = 'denied' AND r.outcome = ?`, client.session.account.name, outcome))
const faults = ({ body }) => (body.fields ?? []).map(({ field, code }) => `${field} ${code}`)

before(async () => {
	stack = await startStack()
	db = new Database(stack)
	accounts = new Accounts(stack, db)
	api = (await (await Client.open(stack)).get('/openapi.json')).body
	for (const [name, [desk, division]] of Object.entries({ city: ['city', 330100], sibling: ['city', 330200], district: ['district', 330102],
		province: ['province', 330000], other: ['province', 320000], foreign: ['province', 340000], nation: ['nation', 0] })) {
		bureaus[name] = await accounts.bureau(desk, division)
		people[name] = await signedIn(await accounts.person('platform_admin', bureaus[name]))
	}
})
after(() => stack?.stop())

/** A bureau's reviewer who has not been handed anything. */
const unpermitted = async (role, bureau) => {
	const person = await accounts.person(role, bureau, { permitted: false })
	return Object.assign(await signedIn(person), { person, id: await id_of(person.account) })
}
const begin = (client, kind = 'city_review_permission') => client.once('/orders', { kind })
const submit = (client, { order_no, version }, content) => client.once(`/orders/${order_no}/submission`, { version, content: { review: 'access', reason: '本市已配备审核人员', ...content } })
/** An application that waits at the level above. */
async function asked(client, kind) {
	const draft = await begin(client, kind)
	assert.equal(draft.status, 201, JSON.stringify(draft.body))
	const sent = await submit(client, draft.body)
	assert.equal(sent.status, 200, JSON.stringify(sent.body))
	return client.expect(200, 'GET', `/orders/${draft.body.order_no}`)
}
const hand = (client, id, lists) => client.call('PUT', `/accounts/${id}/permissions`, { body: { lists } })
const rowsAt = async (client, query = '') => (await client.expect(200, 'GET', `/reviews?state=waiting${query}`)).items.map(({ order_no }) => order_no)

/** Every operation about an order or its file that a reviewer has, and the lists. */
function* reviewing(order_no, file_id) {
	for (const [template, methods] of Object.entries(api.paths))
		for (const [method, operation] of Object.entries(methods)) {
			if (!operation['x-access'].includes('city_reviewer'))
				continue
			if (['order', 'file'].includes(operation['x-object']) || template === '/reviews' || template === '/review-exports')
				yield { name: `${method.toUpperCase()} ${template}`, method: method.toUpperCase(), path: template.replace('{order_no}', order_no).replace('{file_id}', file_id) }
		}
}

describe('USER-3 without the permission', () => {
	it('a reviewer finds no entry in the menu, an empty board, and 403 on every route of that list, on record', async () => {
		const reviewer = await unpermitted('city_reviewer', bureaus.city)
		const operator = await signedIn(await accounts.operator({ division: 330102 }))
		const order = await submittedApplication(operator)
		const { menu, reviews, desk } = reviewer.session.grant
		assert.deepEqual([menu.includes('reviews'), menu.includes('board'), reviews, desk], [false, true, [], 'city'])
		const { grant } = await reviewer.expect(200, 'GET', '/me')
		assert.deepEqual([grant.menu, grant.reviews, grant.desk], [menu, [], 'city'])
		const board = await reviewer.expect(200, 'GET', '/board')
		assert.deepEqual(Object.values(board).map(({ total }) => total.count), [0, 0, 0, 0, 0])
		let tried = 0
		for (const { name, method, path } of reviewing(order.order_no, order.content.agreement[0].file_id)) {
			const body = { '/review-exports': { language: 'zh', query: {} } }[path] ?? {}
			const { status, body: told } = await reviewer.call(method, path, { ...method === 'GET' ? {} : { body }, key: randomUUID() })
			assert.deepEqual([status, told.code], [403, 'review.not_permitted'], name)
			assert.ok(told.remedy.zh && told.remedy.en, name)
			tried++
		}
		assert.ok(tried >= 10, `${tried} routes`)
		assert.equal((await reviewer.get('/reviews?list=access')).body.code, 'review.not_permitted')
		assert.equal(await denials(reviewer, 'review.not_permitted'), tried + 1)
		// What it has no say in at all stays unknown to it, and what is on file it reads as before.
		const elsewhere = await submittedApplication(await signedIn(await accounts.operator({ division: 330203 })))
		assert.equal((await reviewer.get(`/orders/${elsewhere.order_no}`)).status, 404)
		assert.equal((await reviewer.get('/records')).status, 200)
		assert.equal((await operator.expect(200, 'GET', `/orders/${order.order_no}`)).status, 'waiting_city')
	})

	it('a permission of one bureau is none at another', async () => {
		const person = await accounts.reviewer('city', 330200)
		await accounts.grant(person.account, 'city_reviewer', bureaus.city, { permitted: false })
		const client = await signedIn(person)
		const grants = client.session.grants.map(({ reviews }) => reviews)
		assert.deepEqual(grants, [['access'], []])
		for (const [i, status] of [200, 403].entries()) {
			const entered = await client.expect(200, 'POST', '/session/grant', { body: { grant_id: client.session.grants[i].grant_id } })
			assert.equal((await client.call('GET', '/reviews', { token: entered.access_token })).status, status)
		}
	})
})

describe('USER-3 a city asks its province', () => {
	let order, reviewer

	it('its platform administrator alone, for what its desk reviews', async () => {
		reviewer = await unpermitted('city_reviewer', bureaus.city)
		assert.equal((await begin(reviewer)).body.code, 'access.denied')
		assert.equal((await begin(people.district)).body.code, 'access.denied')
		assert.equal((await begin(people.nation)).body.code, 'access.denied')
		assert.equal((await begin(people.province)).body.code, 'order.not_for_you')
		assert.equal((await begin(people.city, 'province_review_permission')).body.code, 'order.not_for_you')
		assert.equal((await begin(people.city, 'access_application')).body.code, 'order.not_for_you')
		assert.equal((await begin(await signedIn(await accounts.operator({ division: 330102 })))).body.code, 'order.not_for_you')
		const draft = (await begin(people.city)).body
		assert.deepEqual(faults(await submit(people.city, draft, { review: undefined })), ['review required'])
		assert.deepEqual(faults(await submit(people.city, draft, { review: 'merchants' })), ['review choice'])
		assert.deepEqual(faults(await submit(people.city, draft, { reason: ' ' })), ['reason required'])
		const letter = await people.city.attach(draft.order_no, 'letter', '申请函.pdf', pdf('letter'))
		const sent = await submit(people.city, draft, { letter: [letter] })
		assert.equal(sent.status, 200, JSON.stringify(sent.body))
		order = await people.city.expect(200, 'GET', `/orders/${draft.order_no}`)
		assert.deepEqual([order.status, order.facet_a, order.title, order.institution.code, order.actions.withdraw, order.actions.decide], ['permission_waiting_province', 'access', '测试医保局330100', null, true, false])
		assert.equal((await people.city.get('/orders')).body.items[0].order_no, order.order_no)
		assert.deepEqual((await people.city.expect(200, 'GET', '/board')).in_progress.items.map(({ order_no }) => order_no), [order.order_no])
		const twice = (await begin(people.city)).body
		assert.equal((await submit(people.city, twice)).body.code, 'order.duplicate')
	})

	it('only that province\'s platform administrators find it', async () => {
		assert.deepEqual(await rowsAt(people.province, '&list=permissions'), [order.order_no])
		assert.deepEqual((await people.province.expect(200, 'GET', '/board')).todo.items.map(({ order_no }) => order_no), [order.order_no])
		const seen = await people.province.expect(200, 'GET', `/orders/${order.order_no}`)
		assert.deepEqual([seen.actions.decide, seen.decision_action, seen.content.letter.length], [true, 'review', 1])
		assert.equal((await people.province.get(`/files/${seen.content.letter[0].file_id}`)).status, 200)
		const theirs = [people.foreign, people.nation, people.sibling, await signedIn(await accounts.reviewer('province', 330000)), reviewer]
		for (const client of theirs) {
			assert.equal((await client.get(`/orders/${order.order_no}`)).status, 404)
			assert.equal((await client.get(`/files/${seen.content.letter[0].file_id}`)).status, 404)
			assert.ok([403, 404].includes((await decide(client, order, 'approve')).status))
		}
		assert.deepEqual(await rowsAt(people.foreign), [])
		assert.deepEqual(await rowsAt(people.nation), [])
		// Of other lists a platform administrator still sees nothing.
		assert.equal((await people.province.get('/reviews?list=access')).status, 422)
		assert.equal((await people.province.get('/records')).status, 403)
	})

	it('USER-4 nobody decides on the own application, hands on what the bureau has not, or to oneself', async () => {
		assert.equal((await decide(people.city, order, 'approve')).status, 403)
		const own = await asked(people.other, 'province_review_permission')
		for (const path of ['decision', 'claim'])
			assert.equal((await people.other.once(`/orders/${own.order_no}/${path}`, path === 'claim' ? {} : { version: own.version, verdict: 'approve' })).status, 404, path)
		assert.equal(await denials(people.other, 'foreign'), 2)
		assert.equal((await people.other.once(`/orders/${own.order_no}/withdrawal`, { version: own.version })).status, 200)

		const early = await hand(people.city, reviewer.id, ['access'])
		assert.deepEqual([early.status, early.body.code], [409, 'permission.not_held'])
		assert.equal(await denials(people.city, 'not_held'), 1)
		assert.equal((await reviewer.get('/reviews')).status, 403)
		const both = await accounts.person('platform_admin', bureaus.sibling)
		await accounts.grant(both.account, 'city_reviewer', bureaus.sibling, { permitted: false })
		await db.query('INSERT INTO review_permissions (organisation_id, list, granted_at) VALUES (?, 1, UTC_TIMESTAMP(3)) ON DUPLICATE KEY UPDATE list = 1', bureaus.sibling.id)
		const client = await signedIn(both)
		const entered = await client.expect(200, 'POST', '/session/grant', { body: { grant_id: client.session.grants.find(({ role }) => role === 'platform_admin').grant_id } })
		const answer = await client.call('PUT', `/accounts/${await id_of(both.account)}/permissions`, { body: { lists: ['access'] }, token: entered.access_token })
		assert.deepEqual([answer.status, answer.body.code], [403, 'account.own'])
		assert.equal(await denials(client, 'own_account'), 1)
		// Neither a reviewer nor an institution's administrator hands anything on.
		for (const one of [reviewer, await signedIn(await accounts.person('institution_admin', await accounts.institution(330102)))])
			assert.equal((await hand(one, reviewer.id, ['access'])).status, 403)
	})

	it('is refused with a reason, asks again, and is given it once', async () => {
		assert.deepEqual(faults(await decide(people.province, order, 'reject')), ['reason required', 'remarks no_reason'])
		const refused = await decide(people.province, order, 'reject', { reason: '理由不足', remarks: [{ field: 'reason', code: 'incomplete', words: '请写明人员', remedy: '补充审核人员名单' }] })
		assert.equal(refused.status, 200, JSON.stringify(refused.body))
		const back = await people.city.expect(200, 'GET', `/orders/${order.order_no}`)
		assert.deepEqual([back.status, back.open_fields, back.rejection.reason], ['permission_refused_province', ['reason'], '理由不足'])
		assert.equal((await people.city.expect(200, 'GET', '/board')).todo.items[0].field, 'reason')
		assert.equal((await hand(people.city, reviewer.id, ['access'])).body.code, 'permission.not_held')
		const letter = back.content.letter.map(({ file_id }) => file_id)
		assert.equal((await submit(people.city, back, { letter, reason: '已配备两名审核人员' })).status, 200)
		order = await people.city.expect(200, 'GET', `/orders/${order.order_no}`)

		const second = await signedIn(await accounts.person('platform_admin', bureaus.province))
		const answers = await Promise.all([people.province, second].map((client) => decide(client, order, 'approve')))
		assert.deepEqual(answers.map(({ status }) => status).sort(), [200, 409])
		const late = answers.find(({ status }) => status === 409).body
		assert.deepEqual([late.code, late.decision.desk, late.decision.verdict], ['order.already_decided', 'province_admin', 'approve'])
		const rows = await db.query('SELECT list FROM review_permissions WHERE organisation_id = ?', bureaus.city.id)
		assert.equal(rows.length, 1)
		const given = await people.city.expect(200, 'GET', `/orders/${order.order_no}`)
		assert.deepEqual([given.status, given.order_state, given.record], ['permission_given', 'approved', null])
		// It alone does nothing yet: nobody has been handed it.
		assert.equal((await reviewer.get('/reviews')).status, 403)
		const again = (await begin(people.city)).body
		assert.deepEqual(faults(await submit(people.city, again)), ['review held_already'])
	})

	it('its administrator hands it to a reviewer, for whom it holds at once, and takes it back', async () => {
		const operator = await signedIn(await accounts.operator({ division: 330102 }))
		const access = await submittedApplication(operator)
		const before = await people.city.expect(200, 'GET', `/accounts/${reviewer.id}`)
		const own = ({ grants }) => grants.find(({ organisation_id }) => organisation_id === bureaus.city.id)
		assert.deepEqual([own(before).permissions, own(before).permitted], [['access'], []])
		assert.deepEqual((await hand(people.city, reviewer.id, ['nonesuch'])).body.fields.map(({ code }) => code), ['choice'])
		const handed = await hand(people.city, reviewer.id, ['access'])
		assert.equal(handed.status, 200, JSON.stringify(handed.body))
		assert.deepEqual(own(handed.body).permitted, ['access'])
		// More at once than there are workers: none of them goes by what it remembers.
		for (const { status } of await Promise.all(Array.from({ length: 20 }, () => reviewer.get('/reviews'))))
			assert.equal(status, 200)
		assert.ok((await reviewer.expect(200, 'GET', '/me')).grant.menu.includes('reviews'))
		assert.ok((await rowsAt(reviewer)).includes(access.order_no))
		assert.ok((await reviewer.expect(200, 'GET', '/board')).todo.items.some(({ order_no }) => order_no === access.order_no))
		assert.equal((await hand(people.city, reviewer.id, ['access'])).status, 200)
		assert.equal((await decide(reviewer, access, 'approve')).status, 200)

		assert.equal((await hand(people.city, reviewer.id, [])).status, 200)
		for (const { status } of await Promise.all(Array.from({ length: 20 }, () => reviewer.get('/reviews'))))
			assert.equal(status, 403)
		assert.equal((await reviewer.get(`/orders/${access.order_no}`)).body.code, 'review.not_permitted')
		const acts = await db.query('SELECT outcome FROM audit_rows WHERE act = \'account.permissions\' AND object = ?', String(reviewer.id))
		assert.deepEqual(acts.map(({ outcome }) => outcome), ['ok', 'ok', 'ok'])
	})

	it('a role that was taken comes back without it', async () => {
		assert.equal((await hand(people.city, reviewer.id, ['access'])).status, 200)
		const other = await accounts.institution(330102)
		await accounts.grant(reviewer.person.account, 'operator', other)
		const roles = (list) => people.city.call('PUT', `/accounts/${reviewer.id}/roles`, { body: { organisation_id: bureaus.city.id, roles: list } })
		for (const list of [[], ['city_reviewer']])
			assert.equal((await roles(list)).status, 200)
		const client = await signedIn(reviewer.person)
		assert.deepEqual(client.session.grants.find(({ role }) => role === 'city_reviewer').reviews, [])
	})

	it('ACC-4 goes with the role to the person\'s own account', async () => {
		const old = await accounts.reviewer('city', 330200)
		const { client } = await unified(stack)
		const bound = await client.expect(200, 'POST', '/bound-accounts', { body: { account: old.account, password: old.password, ...await client.captcha() } })
		assert.deepEqual(bound.grants.map(({ role, reviews }) => [role, reviews]), [['city_reviewer', ['access']]])
	})

	it('only to its own bureau\'s reviewers', async () => {
		const elsewhere = await unpermitted('city_reviewer', bureaus.sibling)
		assert.equal((await hand(people.city, elsewhere.id, ['access'])).status, 404)
		// The province administers that account, and does not review for its city.
		await db.query('INSERT IGNORE INTO review_permissions (organisation_id, list, granted_at) VALUES (?, 1, UTC_TIMESTAMP(3))', bureaus.province.id)
		const above = await hand(people.province, elsewhere.id, ['access'])
		assert.deepEqual([above.status, above.body.code], [409, 'permission.no_reviewer'])
		assert.equal(await denials(people.province, 'no_reviewer'), 1)
		const seen = await people.province.expect(200, 'GET', `/accounts/${elsewhere.id}`)
		assert.ok(seen.grants.length > 0 && seen.grants.every(({ permissions, permitted }) => permissions === null && permitted === null))
		assert.equal((await elsewhere.get('/reviews')).status, 403)
	})
})

describe('USER-3 a province asks the nation', () => {
	it('whose administrators decide, and hand their own on without asking anybody', async () => {
		const reviewer = await unpermitted('province_reviewer', bureaus.foreign)
		const order = await asked(people.foreign, 'province_review_permission')
		assert.equal(order.status, 'permission_waiting_nation')
		// What it has begun itself stands on its board beside what it is to decide.
		const draft = (await begin(people.foreign, 'province_review_permission')).body
		const city = await signedIn(await accounts.person('platform_admin', await accounts.bureau('city', 340100)))
		const theirs = await asked(city)
		const { todo, in_progress } = await people.foreign.expect(200, 'GET', '/board')
		assert.deepEqual([todo.items, in_progress.items].map((items) => items.map(({ order_no }) => order_no)), [[theirs.order_no, draft.order_no], [order.order_no]])
		assert.deepEqual([todo.total.count, in_progress.total.count], [2, 1])
		assert.equal((await people.province.get(`/orders/${order.order_no}`)).status, 404)
		assert.deepEqual(await rowsAt(people.nation), [order.order_no])
		assert.equal((await decide(people.nation, order, 'approve')).status, 200)
		assert.equal((await hand(people.foreign, reviewer.id, ['access'])).status, 200)
		assert.equal((await reviewer.get('/reviews')).status, 200)

		const national = await unpermitted('national_reviewer', bureaus.nation)
		assert.equal((await national.get('/reviews')).status, 403)
		assert.equal((await hand(people.nation, national.id, ['access'])).status, 200)
		assert.equal((await national.get('/reviews')).status, 200)
	})
})
