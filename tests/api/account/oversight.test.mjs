// Accounts as a district keeps them in order (USER-2), the roles of an institution's
// people (USER-5), and how a person's own account comes by roles (ACC-4).
import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, describe, it } from 'node:test'
import { Accounts } from '../../lib/accounts.mjs'
import { newPerson } from '../../lib/app.mjs'
import { Client } from '../../lib/client.mjs'
import { Database } from '../../lib/db.mjs'
import { sentTo, unified } from '../../lib/sms.mjs'
import { startStack, until } from '../../lib/stack.mjs'

let stack, db, accounts, district
const signedIn = (user) => Client.signedIn(stack, user)
before(async () => {
	stack = await startStack()
	db = new Database(stack)
	accounts = new Accounts(stack, db)
	district = await signedIn(await accounts.person('district_reviewer', await accounts.bureau('district', 350302)))
})
after(() => stack?.stop())

const faults = ({ body }) => (body.fields ?? []).map(({ field, code }) => `${field} ${code}`)
const id_of = (account) => db.value('SELECT id FROM accounts WHERE name = ?', account).then(Number)
const close = (client, id, body = {}) => client.call('POST', `/accounts/${id}/closure`, { body })
/** As if its institution had something on file. */
const onFile = (institution) => db.query(`INSERT INTO records (kind, list, state, organisation_id, addressee_id, div2, div4, division, identity, code, version, order_id, submission_no, created_at, updated_at)
	VALUES (10, 2, 1, ?, 0, ?, ?, ?, UNHEX(SHA2(?, 256)), ?, 1, 1, 1, UTC_TIMESTAMP(3), UTC_TIMESTAMP(3))`,
institution.id, Math.floor(institution.division / 10000), Math.floor(institution.division / 100), institution.division, institution.code, institution.code)

describe('USER-2 a district\'s reviewers keep its institutions\' accounts', () => {
	it('finds accounts by institution, those of its own district alone, and no bureau\'s', async () => {
		const institution = await accounts.institution(350302)
		const person = await accounts.operator({ institution })
		const elsewhere = await accounts.operator({ division: 350303 })
		const found = await district.expect(200, 'POST', '/accounts/search', { body: { organisation_name: institution.name } })
		assert.deepEqual(found.items.map(({ name }) => name), [person.account])
		for (const name of [elsewhere.account, district.session.account.name])
			assert.equal((await district.expect(200, 'POST', '/accounts/search', { body: { name } })).items.length, 0, name)
		assert.equal((await district.get(`/accounts/${await id_of(elsewhere.account)}`)).status, 404)
	})

	it('sees whether it holds records; stopping one that does takes a reason and a second confirmation', async () => {
		const institution = await accounts.institution(350302)
		const person = await accounts.operator({ institution })
		const second = await accounts.person('institution_admin', institution)
		assert.ok(second)
		const id = await id_of(person.account)
		assert.equal((await district.expect(200, 'GET', `/accounts/${id}`)).holds_records, false)
		await onFile(institution)
		const seen = await district.expect(200, 'GET', `/accounts/${id}`)
		assert.deepEqual([seen.holds_records, seen.may_reset, seen.may_set, seen.grants, seen.places.map(({ organisation_name }) => organisation_name)], [true, true, false, [], [institution.name]])
		const operator = await signedIn(person)
		assert.deepEqual(faults(await close(district, id)), ['reason required'])
		assert.equal((await close(district, id, { reason: '机构已注销' })).body.code, 'account.holds_records')
		assert.equal((await operator.get('/me')).status, 200)
		assert.equal((await close(district, id, { reason: '机构已注销', confirmed: true })).status, 204)
		assert.equal((await operator.get('/me')).status, 401)
		assert.equal((await district.expect(200, 'GET', `/accounts/${id}`)).closed_reason, '机构已注销')
		assert.equal((await district.call('DELETE', `/accounts/${id}/closure`)).status, 204)
		await signedIn(person)
	})

	it('resets a password by a link to the mail address of record; the old one and every session end; without an address it says so', async () => {
		const person = newPerson()
		const body = { code: 'H35030277777', institution_name: '城厢链接医院', uscc: '12350000MB0A1234X5', operator_name: '林小雨', id_no: person.id_no, phone: person.phone, mail: 'link@example.cn' }
		const { account_id } = await district.expect(201, 'POST', '/institution-accounts', { body, key: randomUUID() })
		const token = async (n) => /activate#([\w-]+)/.exec((await until('a mail', async () => {
			const all = await sentTo(district, body.mail)
			return all.length >= n && all
		}))[0].text)[1]
		await district.expect(200, 'POST', '/activation', { body: { token: await token(1), new_password: 'Blue kettle on a shelf' } })
		const user = { account: body.code, password: 'Blue kettle on a shelf', realm: 'institution' }
		const operator = await signedIn(user)
		const sent = await district.expect(200, 'POST', `/accounts/${account_id}/link`, { body: {} })
		assert.ok(sent.link_until && sent.mail.includes('*') && !sent.mail.includes('link@'))
		assert.equal((await operator.get('/me')).status, 401)
		assert.equal((await operator.tryPassword(user.account, user.password)).status, 401)
		await district.expect(200, 'POST', '/activation', { body: { token: await token(2), new_password: 'Another kettle altogether' } })
		await signedIn({ ...user, password: 'Another kettle altogether' })
		const without = await accounts.operator({ division: 350302 })
		assert.equal((await district.call('POST', `/accounts/${await id_of(without.account)}/link`, { body: {} })).body.code, 'account.no_mail')
	})

	it('keeps the mail address of record: links go there from now on, and those before end', async () => {
		const operator = await accounts.operator({ division: 350302 })
		const id = await id_of(operator.account)
		const contact = (body) => district.call('PUT', `/accounts/${id}/contact`, { body })
		assert.deepEqual(faults(await contact({ mail: 'nowhere' })), ['mail format'])
		assert.equal((await contact({ mail: 'first@example.cn' })).status, 200)
		await district.expect(200, 'POST', `/accounts/${id}/link`, { body: {} })
		const token = /activate#([\w-]+)/.exec((await until('a mail', async () => {
			const all = await sentTo(district, 'first@example.cn')
			return all.length && all
		}))[0].text)[1]
		const seen = (await contact({ mail: 'second@example.cn' })).body
		assert.deepEqual([seen.link_until, seen.mail], [null, 's*****@example.cn'])
		assert.equal((await district.call('POST', '/activation/look', { body: { token } })).status, 409)
		await district.expect(200, 'POST', `/accounts/${id}/link`, { body: {} })
		await until('a mail there', async () => (await sentTo(district, 'second@example.cn')).length === 1)
		const elsewhere = await accounts.operator({ division: 350502 })
		assert.equal((await district.call('PUT', `/accounts/${await id_of(elsewhere.account)}/contact`, { body: { mail: 'a@example.cn' } })).status, 404)
	})

	it('makes no account of its own bureau, gives no role, shows no password, unlocks nobody', async () => {
		const person = await accounts.operator({ division: 350302 })
		const id = await id_of(person.account)
		for (const [method, path] of [['POST', '/accounts'], ['PUT', `/accounts/${id}/roles`], ['POST', `/accounts/${id}/password`], ['POST', `/accounts/${id}/unlock`], ['POST', '/account-grants'], ['GET', '/account-organisations']])
			assert.equal((await district.call(method, path, method === 'GET' ? {} : { body: {} })).status, 403, path)
	})

	it('USER-4 never an account that has roles elsewhere', async () => {
		const institution = await accounts.institution(350302)
		const person = await accounts.operator({ institution })
		await accounts.grant(person.account, 'operator', await accounts.institution(350502))
		const id = await id_of(person.account)
		assert.equal((await district.expect(200, 'GET', `/accounts/${id}`)).may_reset, false)
		// Nor one that reviews, in the same district.
		const both = await accounts.operator({ division: 350302 })
		await accounts.grant(both.account, 'district_reviewer', await accounts.bureau('district', 350302))
		assert.equal((await close(district, await id_of(both.account))).body.code, 'account.elsewhere')
		for (const answer of [await close(district, id), await district.call('POST', `/accounts/${id}/link`, { body: {} })])
			assert.equal(answer.body.code, 'account.elsewhere')
	})
})

describe('USER-5 an institution\'s people', () => {
	it('have a phone and roles beyond the administrator\'s; the phone is sealed and shown masked', async () => {
		const institution = await accounts.institution(350302)
		const admin = await signedIn(await accounts.person('institution_admin', institution))
		const [{ choices }] = (await admin.expect(200, 'GET', '/account-organisations')).items
		assert.deepEqual([...choices].sort(), ['appeals', 'finance', 'institution_admin', 'operator', 'staff'])
		const { phone } = newPerson()
		const made = await admin.expect(201, 'POST', '/accounts', { body: { name: `people-${process.pid}`, display_name: '林小雨', phone, organisation_id: institution.id, roles: ['appeals', 'staff'] } })
		const seen = await admin.expect(200, 'GET', `/accounts/${made.account_id}`)
		assert.equal(seen.phone, `${phone.slice(0, 3)}****${phone.slice(-4)}`)
		assert.ok(!JSON.stringify(await db.query('SELECT * FROM persons')).includes(phone))
		const user = await signedIn({ account: made.name, password: made.password, realm: 'bureau' })
		assert.deepEqual(user.session.grants.map(({ role }) => role).sort(), ['appeals', 'staff'])
		assert.deepEqual(faults(await admin.call('POST', '/accounts', { body: { name: `people2-${process.pid}`, display_name: '林小雨', phone: '123', organisation_id: institution.id, roles: ['staff'] } })), ['phone format'])
	})
})

it('USER-2 a bank\'s administrator keeps the bank\'s people, and nothing of its division', async () => {
	const bank = await accounts.bank(`BKT${process.pid}`.slice(0, 10), 350000)
	const admin = await signedIn(await accounts.person('platform_admin', bank))
	assert.deepEqual(admin.session.grant.menu, ['accounts'])
	for (const [method, path] of [['GET', '/enrolments'], ['POST', '/institution-accounts'], ['POST', '/audit/search'], ['GET', '/review-switches']])
		assert.equal((await admin.call(method, path, method === 'GET' ? {} : { body: {}, key: randomUUID() })).status, 403, path)
	assert.deepEqual((await admin.expect(200, 'GET', '/account-organisations')).items.map(({ organisation_id }) => organisation_id), [bank.id])
	const bureau = await accounts.bureau('province', 350000)
	assert.deepEqual(faults(await admin.call('POST', '/accounts', { body: { name: `bank-${process.pid}`, display_name: '林小雨', organisation_id: bureau.id, roles: ['platform_admin'] } })), ['organisation_id choice'])
})

describe('ACC-4 a person\'s own account', () => {
	const bind = async (client, account, password) => client.call('POST', '/bound-accounts', { body: { account, password, ...await client.captcha() } })

	it('takes over an old account\'s grants by its password, once; the old one ends with its sessions', async () => {
		const who = await unified(stack)
		assert.deepEqual(who.client.session.grants, [])
		const institution = await accounts.institution(350302)
		const old = await accounts.person('finance', institution)
		await accounts.grant(old.account, 'institution_admin', institution)
		const session = await signedIn(old)
		const answer = await bind(who.client, old.account, old.password)
		assert.equal(answer.status, 200, JSON.stringify(answer.body))
		assert.deepEqual(answer.body.grants.map(({ role }) => role).sort(), ['finance', 'institution_admin'])
		assert.equal((await session.get('/me')).status, 401)
		await assert.rejects(signedIn(old), /account.closed/)
		assert.equal((await bind(who.client, old.account, old.password)).body.code, 'account.closed')
	})

	it('a wrong password counts as a try and locks; an institution\'s account and another person\'s stay theirs', async () => {
		const who = await unified(stack)
		const old = await accounts.person('finance', await accounts.institution(350302))
		for (let left = 4; left > 0; left--)
			assert.equal((await bind(who.client, old.account, 'wrong-password')).body.tries_left, left)
		assert.equal((await bind(who.client, old.account, 'wrong-password')).status, 423)
		assert.equal((await bind(who.client, old.account, old.password)).status, 423)
		const shared = await accounts.operator({ division: 350302 })
		assert.equal((await bind(who.client, shared.account, shared.password)).body.code, 'account.not_old')
		const another = await unified(stack)
		assert.equal((await bind(who.client, another.account, 'whatever-it-is')).status, 401)
		const bureau = await signedIn(await accounts.reviewer('city', 350300))
		assert.equal((await bind(bureau, shared.account, shared.password)).status, 403)
	})

	it('is given roles by an administrator who knows phone and name; knowing one of them finds nobody', async () => {
		const who = await unified(stack)
		const institution = await accounts.institution(350302)
		const admin = await signedIn(await accounts.person('institution_admin', institution))
		const add = (more) => admin.call('POST', '/account-grants', { body: { phone: who.person.phone, display_name: who.person.name, organisation_id: institution.id, roles: ['operator'], ...more } })
		assert.deepEqual(faults(await add({ display_name: '别人' })), ['phone nobody'])
		assert.deepEqual(faults(await add({ phone: newPerson().phone })), ['phone nobody'])
		assert.deepEqual(faults(await add({ roles: ['city_reviewer'] })), ['roles choice'])
		assert.deepEqual(faults(await add({ organisation_id: (await accounts.institution(350302)).id })), ['organisation_id choice'])
		assert.equal((await add()).status, 200)
		// It is theirs: its roles here are all that is taken away.
		const id = await id_of(who.account)
		assert.equal((await admin.expect(200, 'GET', `/accounts/${id}`)).may_reset, false)
		for (const answer of [await close(admin, id), await admin.call('POST', `/accounts/${id}/password`, { body: {} })])
			assert.equal(answer.body.code, 'account.elsewhere')
		const roles = (list) => admin.expect(200, 'PUT', `/accounts/${id}/roles`, { body: { organisation_id: institution.id, roles: list } })
		await roles([])
		assert.deepEqual((await who.client.expect(200, 'POST', '/session/refresh', { body: {} })).grants, [])
		assert.equal((await add()).status, 200)
		const session = await who.client.expect(200, 'POST', '/session/refresh', { body: {} })
		assert.deepEqual(session.grants.map(({ role, organisation }) => [role, organisation.name]), [['operator', institution.name]])
	})
})
