// The authorisation matrix, made from the routes' own table: every operation ×
// every role × objects of the own, a sibling, a parent, a child and a foreign
// organisation. Who may is written in lib/access.mjs; what a division or an
// institution sees follows from spec 0 alone.
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { randomUUID } from 'node:crypto'
import { access as who_may } from '../../lib/access.mjs'
import { Accounts } from '../../lib/accounts.mjs'
import { Client } from '../../lib/client.mjs'
import { Database } from '../../lib/db.mjs'
import { openMerchant } from '../../lib/feeds.mjs'
import { decide, draftApplication, submittedApplication } from '../../lib/orders.mjs'
import { hold } from '../../lib/processes.mjs'
import { sharedStack } from '../../lib/stack.mjs'

let stack, db, accounts, api, bank
const people = {}
const things = {}
const actors = {}

// Institutions by how they stand to "own"; another city, another province.
const places = { own: 350302, sibling: 350302, parent: 350302, child: 350302, city: 350402, foreign: 350802 }
const province_of = { foreign: 360000 }

const signedIn = (user) => Client.signedIn(stack, user)

// An order approved by all, so that every desk of its division sees it.
async function approvedOrder(place, institution) {
	const person = await accounts.operator({ institution })
	const operator = await signedIn(person)
	let order = await submittedApplication(operator)
	for (const desk of ['city', 'province'])
		order = (await decide(people[place][desk], order, 'approve')).body
	assert.equal(order.status, 'approved')
	const { content: { agreement: [{ file_id }] } } = (await operator.get(`/orders/${order.order_no}`)).body
	// Somebody whose password and roles may come and go.
	const spare = await accounts.operator({ institution })
	const account_id = await db.value('SELECT id FROM accounts WHERE name = ?', spare.account)
	// As if it were what its institution has on file, which districts review.
	const code = `T${order.order_no}`
	await db.query(`INSERT INTO records (kind, list, state, organisation_id, addressee_id, div2, div4, division, identity, code, version, order_id, submission_no, created_at, updated_at)
		SELECT 10, 2, 1, organisation_id, 0, division DIV 10000, division DIV 100, division, UNHEX(SHA2(?, 256)), ?, 1, id, 1, UTC_TIMESTAMP(3), UTC_TIMESTAMP(3) FROM orders WHERE order_no = ?`, code, code, order.order_no)
	await db.query('INSERT INTO certificates (account_id, id_digest, subject, issuer, serial, not_after, registered_at) VALUES (?, UNHEX(SHA2(?, 256)), \'\', \'\', \'\', UTC_TIMESTAMP(3), UTC_TIMESTAMP(3))', account_id, code)
	const enrolment_no = `ZH${order.order_no}`
	await db.query(`INSERT INTO enrolments (enrolment_no, state, code, uscc, institution_name, operator_name, id_no, phone, mail, language, division, created_at)
		VALUES (?, 1, ?, '', '', '', '', '', '', 1, ?, UTC_TIMESTAMP(3))`, enrolment_no, institution.code, institution.division)
	// As if it were sealed, whoever has a key.
	await db.query('UPDATE sealed_files s JOIN files f ON f.id = s.file_id SET s.state = 4, s.sha256 = f.sha256 WHERE f.file_id = ?', file_id)
	const seal_id = await db.value('SELECT s.id FROM sealed_files s JOIN files f ON f.id = s.file_id WHERE f.file_id = ?', file_id)
	const certificate_id = await db.value('SELECT id FROM certificates WHERE account_id = ?', account_id)
	const document_no = await db.value('SELECT d.document_no FROM documents d JOIN orders o ON o.id = d.order_id WHERE o.order_no = ?', order.order_no)
	await db.query(`INSERT INTO settlements (settlement_no, organisation_id, div2, div4, division, bank, account, account_shown, account_tail, account_mac, period_from, period_to, amount, payments, state, at, batch_id)
		VALUES (?, ?, ? DIV 10000, ? DIV 100, ?, '', '', '', '', REPEAT('0', 32), '2026-11-01', '2026-11-30', 1, 1, 1, UTC_TIMESTAMP(3), 1)`, code, institution.id, ...Array(3).fill(institution.division))
	const settlement_id = await db.value('SELECT id FROM settlements WHERE settlement_no = ?', code)
	await db.query(`INSERT INTO payments (payment_no, organisation_id, div2, div4, division, kind, channel, at, total, insurance, batch_id, settlement_id)
		VALUES (?, ?, ? DIV 10000, ? DIV 100, ?, 1, 1, UTC_TIMESTAMP(3), 1, 1, 1, ?)`, code, institution.id, ...Array(3).fill(institution.division), settlement_id)
	const payment_id = await db.value('SELECT id FROM payments WHERE payment_no = ?', code)
	return { order_no: order.order_no, payment_id, settlement_id, document_no, file_id, account_id, certificate_id, enrolment_no, person, code, seal_id }
}

before(async () => {
	stack = await sharedStack()
	db = new Database(stack)
	accounts = new Accounts(stack, db)
	api = (await (await Client.open(stack)).get('/openapi.json')).body
	// A city and a province bureau for each place, and someone there who decides.
	for (const [place, district] of Object.entries({ ...places, foreign: 360102 })) {
		places[place] = district
		const city = Math.floor(district / 100) * 100
		const province = province_of[place] ?? 350000
		people[place] = {
			city: await signedIn(await accounts.reviewer('city', city)),
			province: await signedIn(await accounts.reviewer('province', province)),
		}
	}
	bank = 'BANKNEAR'
	const clearing_bank = await accounts.bank(bank, 350000)
	const institutions = {}
	for (const [place, district] of Object.entries(places))
		institutions[place] = await accounts.institution(district)
	await db.query('UPDATE organisations SET parent_id = ? WHERE id = ?', institutions.parent.id, institutions.own.id)
	await db.query('UPDATE organisations SET parent_id = ? WHERE id = ?', institutions.own.id, institutions.child.id)
	// Who was paid sees it once mobile payment is open.
	await openMerchant(db, institutions.own)
	for (const place of Object.keys(places))
		things[place] = await approvedOrder(place, institutions[place])

	const bureau = {
		district: await accounts.bureau('district', 350302),
		city: await accounts.bureau('city', 350300),
		province: await accounts.bureau('province', 350000),
		nation: await accounts.bureau('nation', 0),
	}
	const where = {
		operator: institutions.own, institution_admin: institutions.own, finance: institutions.own,
		district_reviewer: bureau.district, city_reviewer: bureau.city, city_centre: bureau.city,
		province_reviewer: bureau.province, national_reviewer: bureau.nation,
		platform_admin: bureau.province, bank_reviewer: clearing_bank,
		technical_reviewer: bureau.province, data_centre: bureau.city,
	}
	for (const [role, organisation] of Object.entries(where)) {
		const person = await accounts.person(role, organisation)
		actors[role] = { role, person, client: await signedIn(person) }
	}
})
after(() => stack?.stop())

// Which places each role's eyes reach.
const everywhere = Object.keys(places)
const reach = {
	operator: ['own'],
	institution_admin: ['own'],
	finance: ['own'],
	district_reviewer: [],
	bank_reviewer: [],
	city_reviewer: ['own', 'sibling', 'parent', 'child'],
	province_reviewer: ['own', 'sibling', 'parent', 'child', 'city'],
	national_reviewer: everywhere,
	platform_admin: ['own', 'sibling', 'parent', 'child', 'city'],
}
const money_reach = { ...reach, district_reviewer: ['own', 'sibling', 'parent', 'child'], institution_admin: [], platform_admin: [] }
// Records are read by their institution, the desks that their kind passes, and the bureaus above.
const reach_of = { order: { ...reach, platform_admin: [] }, file: { ...reach, platform_admin: [] }, record: { ...reach, institution_admin: [], finance: [], platform_admin: [],
	district_reviewer: ['own', 'sibling', 'parent', 'child'] },
	// A district's reviewers keep its institutions' accounts in order.
	payment: money_reach, settlement: money_reach,
	enrolment: { ...reach, district_reviewer: ['own', 'sibling', 'parent', 'child'] },
	account: { ...reach, district_reviewer: ['own', 'sibling', 'parent', 'child'] } }

// The path of an operation for one place's object; null when it names none.
function pathFor(template, thing, place) {
	const division = Math.floor(places[place] / 100) * 100
	return template.replace('{order_no}', thing.order_no).replace('{code}', thing.code).replace('{payment_id}', thing.payment_id).replace('{settlement_id}', thing.settlement_id).replace('{bank}', bank).replace('{file_id}', thing.file_id).replace('{document_no}', thing.document_no).replace('{seal_id}', thing.seal_id)
		.replace('{account_id}', thing.account_id).replace('{certificate_id}', thing.certificate_id).replace('{division}', division)
		.replace('{kind}', 'access_application').replace('{no}', '1').replace('{preference}', 'phrases').replace('{captcha_id}', 'nonesuch').replace('{export_id}', 'nonesuch').replace('{batch_id}', 'nonesuch').replace('{qr_id}', 'nonesuch').replace('{enrolment_no}', thing.enrolment_no)
}

// The bodies are empty on purpose: who may gets as far as a complaint about them.
async function attempt(client, method, path, operation, token) {
	const bytes = operation.requestBody?.content['application/octet-stream']
	return client.call(method.toUpperCase(), path, {
		...bytes ? { bytes: Buffer.from('x'), headers: { 'Upload-Offset': '0' } } : method === 'get' ? {} : { body: {} },
		key: operation.parameters.some(({ name }) => name === 'Idempotency-Key') ? randomUUID() : undefined,
		token,
	})
}

const operations = function* () {
	for (const [template, methods] of Object.entries(api.paths))
		for (const [method, operation] of Object.entries(methods))
			yield { template, method, operation, name: `${method.toUpperCase()} ${template}`,
				access: who_may[`${method.toUpperCase()} ${template}`] ?? [], object: operation['x-object'] }
}

// What each account, or its province, has of its own: the same path is another thing for each.
const accounts_own = new Set(['preference', 'partner'])
// What nobody here has made, or what waits nowhere, so that nobody finds it; api/export/exports, api/review/claims and api/review/batches have the rest.
const nobodys = new Set(['export', 'office_claim', 'batch'])

// These end the very session that asks; each gets one of its own.
const ending = new Set(['DELETE /session', 'POST /sessions/end-all', 'POST /password'])

describe('authorisation', () => {
	it('every operation says who may, as is written, with roles that exist', () => {
		const roles = new Set(api['x-liangding-enums'].role.map(({ value }) => value))
		assert.deepEqual([...operations()].map(({ name }) => name).sort(), Object.keys(who_may).sort())
		for (const { name, access, operation } of operations()) {
			assert.deepEqual([...operation['x-access']].sort(), [...access].sort(), name)
			for (const who of access)
				assert.ok(who.startsWith('anyone') || who === 'signed_in' || ['app', 'feed', 'connection'].includes(who) || roles.has(who), `${name}: ${who}`)
		}
	})

	it('without signing in: only what anyone may', async () => {
		const nobody = await Client.open(stack)
		for (const { name, template, method, operation, access } of operations()) {
			const answer = await attempt(nobody, method, pathFor(template, things.own, 'own').replace('{session_id}', '1'), operation, null)
			if (access.some((who) => who.startsWith('anyone')))
				assert.ok(answer.status !== 403, `${name}: ${answer.status}`)
			else
				assert.equal(answer.status, 401, name)
			// What lives on a cookie refuses for want of one.
			if (name === 'POST /session/refresh')
				assert.equal(answer.body.code, 'session.ended')
		}
	})

	it('every role × every operation × objects near and far', async () => {
		let tried = 0
		for (const actor of Object.values(actors))
			for (const { name, template, method, operation, access, object } of operations()) {
				if (ending.has(name) || template.includes('{session_id}') || access.includes('anyone') || access.join() === 'anyone_in_demo')
					continue
				const may = access.includes('signed_in') || access.includes(actor.role)
				for (const place of object ? everywhere : ['own']) {
					const path = pathFor(template, things[place], place)
					const { status, body } = await attempt(actor.client, method, path, operation)
					const told = `${actor.role} ${name} ${place}: ${status} ${body?.code ?? ''}`
					tried++
					// Nobody who signs in is an app's backend, the payment platform, or a bank's.
					if (['app', 'feed', 'connection'].some((who) => access.includes(who)))
						assert.deepEqual([status, body.code], [401, 'app.signature_missing'], told)
					else if (!may)
						assert.equal(status, 403, told)
					else if (nobodys.has(object))
						assert.equal(status, 404, told)
					else if (object && !accounts_own.has(object) && !(reach_of[object] ?? reach)[actor.role].includes(place))
						assert.equal(status, 404, told)
					else
						assert.ok(![401, 403, 404, 500].includes(status), told)
				}
			}
		assert.ok(tried > 800, `${tried} combinations`)
	})

	it('a grant of another account, and an ended one, count for nothing', async () => {
		const { person } = actors.operator
		const other = await signedIn(await accounts.operator())
		const foreign = await db.value('SELECT g.id FROM grants g JOIN accounts a ON a.id = g.account_id WHERE a.name = ?', person.account)
		assert.equal((await other.post('/session/grant', { grant_id: Number(foreign) })).status, 403)
		const leaving = await accounts.operator()
		const client = await signedIn(leaving)
		assert.equal((await client.get('/orders')).status, 200)
		await accounts.change(leaving.account, 'UPDATE grants SET state = 2 WHERE account_id = (SELECT id FROM accounts WHERE name = ?)', leaving.account)
		assert.equal((await client.get('/orders')).status, 401)
		const grant_id = Number(await db.value('SELECT g.id FROM grants g JOIN accounts a ON a.id = g.account_id WHERE a.name = ?', leaving.account))
		const again = await signedIn(leaving)
		assert.deepEqual(again.session.grants, [])
		assert.equal((await again.post('/session/grant', { grant_id })).status, 403)
		// Nor does an administrator of the organisation find it any longer.
		const admin = await signedIn(await accounts.person('platform_admin', await accounts.bureau('province', 350000)))
		assert.deepEqual((await admin.post('/accounts/search', { name: leaving.account })).body.items, [])
	})

	describe('what a worker remembers about who asks', () => {
		let institution, person, client, account, file
		// More at once than there are workers, so that each of them is asked.
		const all = async (see, path = '/me', options) => {
			for (const { status, body } of await Promise.all(Array.from({ length: 40 }, () => client.call('GET', path, options))))
				see(status, body)
		}
		const answers = (expected, path, options) => all((status) => assert.equal(status, expected), path, options)
		const by_cookie = (expected) => answers(expected, `/files/${file}/content?grant_id=${client.session.grant.grant_id}`, { token: null })
		before(async () => {
			institution = await accounts.institution()
			person = await accounts.operator({ institution })
			account = await db.value('SELECT id FROM accounts WHERE name = ?', person.account)
			client = await signedIn(person)
			const draft = await draftApplication(client)
			file = draft.content.agreement[0]
		})

		it('a change of the account, the grant or the organisation is seen at once by all of them', async () => {
			const name = `改名药店${randomUUID().slice(0, 8)}`
			await answers(200)
			await by_cookie(200)
			await accounts.change(person.account, 'UPDATE organisations SET name = ? WHERE id = ?', name, institution.id)
			await all((status, { grant }) => assert.equal(grant.organisation.name, name))
			await accounts.change(person.account, 'UPDATE accounts SET display_name = ? WHERE id = ?', '王改名', account)
			await all((status, body) => assert.equal(body.account.display_name, '王改名'))
			await accounts.change(person.account, 'UPDATE accounts SET must_change_password = 1 WHERE id = ?', account)
			await answers(403, '/orders')
			await accounts.change(person.account, 'UPDATE accounts SET must_change_password = 0 WHERE id = ?', account)
			await answers(200, '/orders')
			await accounts.change(person.account, 'UPDATE grants SET state = 2 WHERE account_id = ?', account)
			await answers(401)
			await by_cookie(403)
			await accounts.change(person.account, 'UPDATE grants SET state = 1 WHERE account_id = ?', account)
			await answers(200)
			await by_cookie(200)
		})

		it('one that is not committed yet counts from when it is, for sessions opened meanwhile, too', async () => {
			const release = await hold(stack, `UPDATE grants SET state = 2 WHERE account_id = ${account}; UPDATE accounts SET facts = facts + 1 WHERE id = ${account}`, { release: 'COMMIT' })
			client = await signedIn(person)
			await answers(200)
			await release()
			await answers(401)
			await accounts.change(person.account, 'UPDATE grants SET state = 1 WHERE account_id = ?', account)
			await answers(200)
		})

		it('what others change concerns them alone', async () => {
			const facts = () => db.value('SELECT facts FROM accounts WHERE id = ?', account)
			const before_ = await facts()
			const other = await accounts.operator()
			await accounts.change(other.account, 'UPDATE accounts SET display_name = ? WHERE name = ?', '别人', other.account)
			await accounts.change(other.account, 'DELETE FROM grants WHERE account_id = (SELECT id FROM accounts WHERE name = ?)', other.account)
			assert.equal(await facts(), before_)
		})

		it('an organisation, a grant, an account that is deleted is gone at once', async () => {
			await accounts.change(person.account, 'DELETE FROM organisations WHERE id = ?', institution.id)
			await answers(401)
			await accounts.change(person.account, `INSERT INTO organisations (id, kind, desk, name, name_key, division, created_at) VALUES (?, 1, 0, '又有', '又有', 350213, UTC_TIMESTAMP(3))`, institution.id)
			await answers(200)
			await accounts.change(person.account, 'DELETE FROM grants WHERE account_id = ?', account)
			await answers(401)
			await db.query('DELETE FROM accounts WHERE id = ?', account)
			await answers(401)
		})
	})

	it('a closed account is out at once, and neither signs in nor goes on by its cookie', async () => {
		const person = await accounts.operator()
		const client = await signedIn(person)
		assert.equal((await client.get('/me')).status, 200)
		await db.query('UPDATE accounts SET state = 2 WHERE name = ?', person.account)
		assert.equal((await client.get('/me')).status, 401)
		assert.equal((await client.post('/session/refresh', {}, { token: null })).status, 401)
		const again = await (await Client.open(stack)).tryPassword(person.account, person.password)
		assert.equal(again.status, 403)
		assert.equal(again.body.code, 'account.closed')
	})

	it('an organisation of another kind sees no order, whatever the role of its people', async () => {
		const name = `银行${randomUUID().slice(0, 8)}`
		await db.query(`INSERT INTO organisations (kind, desk, name, name_key, division, created_at)
			VALUES (3, 2, ?, '', 350300, UTC_TIMESTAMP(3))`, name)
		const id = await db.value('SELECT id FROM organisations WHERE name = ?', name)
		const client = await signedIn(await accounts.person('city_reviewer', { id }))
		assert.equal((await actors.city_reviewer.client.get(`/orders/${things.own.order_no}`)).status, 200)
		for (const path of [`/orders/${things.own.order_no}`, `/files/${things.own.file_id}`])
			assert.equal((await client.get(path)).status, 404, path)
	})

	it('a role decides for the desk of its own alone', async () => {
		const order = await submittedApplication(await signedIn(things.own.person))
		// The province's role at a city's bureau, where the order waits.
		const misplaced = await signedIn(await accounts.person('province_reviewer', await accounts.bureau('city', 350300)))
		const answer = await decide(misplaced, order, 'approve')
		assert.equal(answer.status, 403)
		assert.equal(answer.body.code, 'access.denied')
		assert.equal((await decide(people.own.city, order, 'approve')).status, 200)
	})

	it('what was withdrawn can no longer be decided, at any version', async () => {
		const operator = await signedIn(things.own.person)
		const order = await submittedApplication(operator)
		const withdrawn = (await operator.once(`/orders/${order.order_no}/withdrawal`, { version: order.version })).body
		for (const { version } of [order, withdrawn])
			{
				const late = await decide(people.own.city, { order_no: order.order_no, version }, 'approve')
				assert.deepEqual([late.status, late.body.code], [409, 'order.withdrawn'])
			}
		for (const [who, code] of [['city', 'order.withdrawn'], ['province', 'not_found']])
			assert.equal((await people.own[who].get(`/orders/${order.order_no}`)).body.code, code, who)
		assert.equal((await operator.get(`/orders/${order.order_no}`)).body.status, 'withdrawn')
	})

	it('what was decided at a desk is not decided there again, at any version', async () => {
		const operator = await signedIn(things.own.person)
		const colleague = await signedIn(await accounts.reviewer('city', 350300))
		for (const verdict of ['approve', 'reject']) {
			const order = await submittedApplication(operator)
			const decided = (await decide(people.own.city, order, verdict, verdict === 'reject' ? { whole: 'other', reason: '材料不全' } : {})).body
			for (const { version } of [order, decided]) {
				const again = await decide(colleague, { order_no: order.order_no, version }, 'approve')
				assert.equal(again.status, 409, verdict)
				assert.equal(again.body.code, 'order.already_decided', verdict)
			}
			assert.equal((await operator.get(`/orders/${order.order_no}`)).body.version, decided.version)
		}
	})

	it('nobody accepts another\'s application, or an acceptance', async () => {
		const begin = (client, parent_order_no) => client.once('/orders', { kind: 'access_acceptance', parent_order_no })
		const own = await signedIn(things.own.person)
		const foreign = await begin(own, things.sibling.order_no)
		assert.equal(foreign.status, 422)
		assert.equal(foreign.body.fields[0].field, 'parent_order_no')
		const sibling = await signedIn(things.sibling.person)
		const acceptance = await begin(sibling, things.sibling.order_no)
		assert.equal(acceptance.status, 201)
		assert.equal((await begin(sibling, acceptance.body.order_no)).status, 422)
	})

	it('lists hold nothing from outside: orders, their counts, accounts, switches', async () => {
		const own = (await actors.operator.client.get('/orders?page_size=50')).body
		const mine = Number(await db.value('SELECT COUNT(*) FROM orders WHERE organisation_id = (SELECT organisation_id FROM orders WHERE order_no = ?)', things.own.order_no))
		assert.ok(own.items.some(({ order_no }) => order_no === things.own.order_no))
		assert.equal(own.items.length, mine)
		for (const [place, { order_no }] of Object.entries(things))
			assert.equal(own.items.some((each) => each.order_no === order_no), place === 'own', place)
		assert.equal(Object.values(own.counts).filter((n) => typeof n === 'number').reduce((sum, n) => sum + n, 0), mine)
		for (const [role, sees] of Object.entries({ city_reviewer: reach.city_reviewer, province_reviewer: reach.province_reviewer })) {
			for (const kind of ['', '&kind=access_application']) {
				const { body } = await actors[role].client.get(`/reviews?state=approved&page_size=50${kind}`)
				const desk = role === 'city_reviewer' ? 2 : 3
				const area = role === 'city_reviewer' ? [350300, 350399] : [350000, 359999]
				const there = Number(await db.value(`SELECT COUNT(*) FROM order_desks l JOIN orders o ON o.id = l.order_id
					WHERE l.desk = ? AND l.state = 2 AND o.division BETWEEN ? AND ?${kind && ' AND o.kind = 1'}`, desk, ...area))
				assert.equal(body.counts.approved.count, there, role)
				for (const place of everywhere.filter((each) => !sees.includes(each)))
					assert.ok(!body.items.some(({ order_no }) => order_no === things[place].order_no), `${role} ${place}`)
			}
		}
		const { items } = (await actors.platform_admin.client.get('/review-switches')).body
		assert.ok(items.length)
		for (const { division } of items)
			assert.match(division, /^35/)
		for (const [place, { person }] of Object.entries(things)) {
			const found = (client) => client.post('/accounts/search', { name: person.account }).then(({ body }) => body.items.length === 1)
			assert.equal(await found(actors.institution_admin.client), place === 'own', place)
			assert.equal(await found(actors.platform_admin.client), reach.platform_admin.includes(place), place)
		}
	})

	it('sessions: one\'s own only', async () => {
		const mine = await signedIn(await accounts.operator())
		const theirs = await signedIn(await accounts.operator())
		const [{ session_id }] = (await theirs.get('/sessions')).body.items
		assert.equal((await mine.delete(`/sessions/${session_id}`)).status, 404)
		assert.equal((await theirs.get('/me')).status, 200)
		const [{ session_id: own }] = (await mine.get('/sessions')).body.items
		assert.equal((await mine.delete(`/sessions/${own}`)).status, 204)
		assert.equal((await mine.get('/me')).status, 401)
	})

	it('a write from another site is refused whoever asks', async () => {
		const { client } = actors.operator
		for (const headers of [{ Origin: 'https://evil.example' }, { Origin: 'null' }])
			assert.equal((await client.call('POST', '/orders', { body: { kind: 'access_application' }, key: randomUUID(), headers })).status, 403)
		const crossed = await client.call('POST', '/orders', { body: { kind: 'access_application' }, key: randomUUID(),
			origin: null, headers: { 'Sec-Fetch-Site': 'cross-site' } })
		assert.equal(crossed.status, 403)
		const form = await client.call('POST', '/orders', { body: { kind: 'access_application' }, key: randomUUID(),
			headers: { 'Content-Type': 'text/plain' } })
		assert.equal(form.status, 415)
	})
})
