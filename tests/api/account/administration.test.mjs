// Accounts as administrators keep them: made, given roles, reset, closed, reopened, each
// in its own place; nobody raises the own rights or takes an organisation's last
// administrator away (USER-1, USER-2, USER-4).
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { Accounts } from '../../lib/accounts.mjs'
import { Client } from '../../lib/client.mjs'
import { Database } from '../../lib/db.mjs'
import { startStack } from '../../lib/stack.mjs'

let stack, db, accounts
before(async () => {
	stack = await startStack()
	db = new Database(stack)
	accounts = new Accounts(stack, db)
})
after(() => stack?.stop())

const signedIn = (user) => Client.signedIn(stack, user)
let serial = 0
const fresh = () => `user-${process.pid}-${serial++}`
async function institution() {
	const place = await accounts.institution(350213)
	return { place, admin: await signedIn(await accounts.person('institution_admin', place)) }
}
const create = (client, place, more = {}) => client.call('POST', '/accounts', { body: { name: fresh(), display_name: '林小雨', organisation_id: place.id, roles: ['finance'], ...more } })
async function made(client, place, more) {
	const answer = await create(client, place, more)
	assert.equal(answer.status, 201, JSON.stringify(answer.body))
	return answer.body
}
const login = (account, password) => signedIn({ account, password, realm: 'bureau' })
const faults = ({ body }) => (body.fields ?? []).map(({ field, code }) => `${field} ${code}`)
const acts = (act, object) => db.query('SELECT outcome FROM audit_rows WHERE act = ? AND object LIKE ? ORDER BY id', act, `%${object}%`)

describe('USER-1 an institution\'s administrator', () => {
	it('makes a user: the password that was made is shown once, is changed at the first login, and is in no log or row', async () => {
		const { place, admin } = await institution()
		const user = await made(admin, place)
		assert.match(user.password, /^[A-Za-z2-9]{12}$/)
		const seen = await admin.expect(200, 'GET', `/accounts/${user.account_id}`)
		assert.deepEqual([seen.name, seen.state, seen.own, seen.may_reset, seen.grants.map(({ roles }) => roles)], [user.name, 'active', false, true, [['finance']]])
		assert.ok(!JSON.stringify(seen).includes(user.password))
		const client = await login(user.name, user.password)
		assert.equal(client.session.must_change_password, true)
		for (const table of ['audit_rows', 'idempotency_keys', 'accounts'])
			assert.ok(!JSON.stringify(await db.query(`SELECT * FROM ${table}`)).includes(user.password), table)
		for (const log of ['nginx/access.log', 'daemon.log'])
			assert.ok(!stack.file(log).includes(user.password), log)
		assert.deepEqual((await acts('account.create', user.account_id)).map(({ outcome }) => outcome), ['ok'])
	})

	it('with a password of its own choice; weak ones, names that are taken or wrong, roles that are no institution\'s: refused', async () => {
		const { place, admin } = await institution()
		const user = await made(admin, place, { password: 'Blue kettle on a shelf' })
		assert.equal(user.password, null)
		await login(user.name, 'Blue kettle on a shelf')
		for (const [more, expected] of [[{ password: 'short' }, 'password too_short'], [{ password: 'password' }, 'password common'], [{ name: user.name }, 'name taken'],
			[{ name: 'a b' }, 'name too_short'], [{ name: '张三李四' }, 'name format'], [{ name: '-abcd' }, 'name format'], [{ roles: ['city_reviewer'] }, 'roles choice'], [{ roles: [] }, 'roles required'],
			[{ roles: ['platform_admin'] }, 'roles choice']]) {
			const answer = await create(admin, place, more)
			assert.equal(answer.status, 422, JSON.stringify(more))
			assert.deepEqual(faults(answer), [expected])
		}
	})

	it('only in its own organisation', async () => {
		const { place, admin } = await institution()
		const { place: elsewhere, admin: other } = await institution()
		assert.deepEqual((await admin.expect(200, 'GET', '/account-organisations')).items.map(({ organisation_id, choices }) => [organisation_id, choices]),
			[[place.id, ['operator', 'institution_admin', 'finance', 'appeals', 'staff']]])
		assert.deepEqual(faults(await create(admin, elsewhere)), ['organisation_id choice'])
		const user = await made(other, elsewhere)
		for (const [method, path, body] of [['GET', ''], ['POST', '/password'], ['POST', '/closure', {}], ['DELETE', '/closure'], ['PUT', '/roles', { organisation_id: place.id, roles: ['finance'] }]])
			assert.equal((await admin.call(method, `/accounts/${user.account_id}${path}`, body ? { body } : {})).status, 404, `${method} ${path}`)
		assert.deepEqual((await acts('denied', user.account_id)).map(({ outcome }) => outcome), Array(5).fill('foreign'))
	})

	it('resets a password: the old one and its sessions are over, a lock too', async () => {
		const { place, admin } = await institution()
		const user = await made(admin, place, { password: 'Blue kettle on a shelf' })
		const client = await login(user.name, 'Blue kettle on a shelf')
		const { password } = await admin.expect(200, 'POST', `/accounts/${user.account_id}/password`)
		assert.equal((await client.get('/me')).status, 401)
		await assert.rejects(login(user.name, 'Blue kettle on a shelf'))
		assert.equal((await login(user.name, password)).session.must_change_password, true)
	})

	it('closes an account, at once, and reopens it', async () => {
		const { place, admin } = await institution()
		const user = await made(admin, place, { password: 'Blue kettle on a shelf' })
		const client = await login(user.name, 'Blue kettle on a shelf')
		await admin.expect(204, 'POST', `/accounts/${user.account_id}/closure`, { body: {} })
		assert.equal((await client.get('/me')).status, 401)
		await assert.rejects(login(user.name, 'Blue kettle on a shelf'), /account.closed/)
		assert.equal((await admin.expect(200, 'GET', `/accounts/${user.account_id}`)).state, 'closed')
		await admin.expect(204, 'DELETE', `/accounts/${user.account_id}/closure`)
		await login(user.name, 'Blue kettle on a shelf')
	})

	it('gives and takes roles; whoever is signed in loses them at once', async () => {
		const { place, admin } = await institution()
		const user = await made(admin, place, { password: 'Blue kettle on a shelf', roles: ['operator'] })
		const client = await login(user.name, 'Blue kettle on a shelf')
		await client.expect(200, 'POST', '/password', { body: { old_password: 'Blue kettle on a shelf', new_password: 'Green kettle on a shelf' } })
		const roles = (list) => admin.call('PUT', `/accounts/${user.account_id}/roles`, { body: { organisation_id: place.id, roles: list } })
		assert.deepEqual((await roles(['finance', 'institution_admin'])).body.grants[0].roles, ['institution_admin', 'finance'])
		assert.ok([401, 403].includes((await client.get('/orders')).status))
		const again = await login(user.name, 'Green kettle on a shelf')
		assert.deepEqual(again.session.grants.map(({ role }) => role).sort(), ['finance', 'institution_admin'])
		assert.deepEqual(faults(await roles([])), ['roles required'])
		assert.deepEqual(faults(await roles(['nation_reviewer'])), ['roles choice'])
	})
})

describe('USER-4 nobody raises the own rights, or takes the last administrator away', () => {
	it('the own account is changed by another: password, closure and roles are refused, and it goes on record', async () => {
		const { place } = await institution()
		const user = await accounts.person('institution_admin', place)
		const admin = await signedIn(user)
		const id = Number(await db.value('SELECT id FROM accounts WHERE name = ?', user.account))
		for (const [method, path, body] of [['POST', '/password'], ['POST', '/closure', {}], ['PUT', '/roles', { organisation_id: place.id, roles: ['operator', 'institution_admin'] }]]) {
			const answer = await admin.call(method, `/accounts/${id}${path}`, body ? { body } : {})
			assert.deepEqual([answer.status, answer.body.code], [403, 'account.own'], path)
		}
		assert.equal((await acts('denied', id)).filter(({ outcome }) => outcome === 'own_account').length, 3)
	})

	it('two administrators shut each other out at the same moment: one stays', async () => {
		for (let i = 0; i < 5; i++) {
			const place = await accounts.institution(350213)
			const users = [await accounts.person('institution_admin', place), await accounts.person('institution_admin', place)]
			const clients = [await signedIn(users[0]), await signedIn(users[1])]
			const ids = await Promise.all(users.map(async ({ account }) => Number(await db.value('SELECT id FROM accounts WHERE name = ?', account))))
			const act = i % 2
				? (n) => clients[n].call('PUT', `/accounts/${ids[1 - n]}/roles`, { body: { organisation_id: place.id, roles: ['finance'] } })
				: (n) => clients[n].call('POST', `/accounts/${ids[1 - n]}/closure`, { body: {} })
			const answers = await Promise.all([act(0), act(1)])
			const left = Number(await db.value('SELECT COUNT(*) FROM grants g JOIN accounts a ON a.id = g.account_id WHERE g.organisation_id = ? AND g.role = 2 AND g.state = 1 AND a.state = 1', place.id))
			assert.equal(left, 1, JSON.stringify(answers.map(({ status, body }) => [status, body?.code])))
		}
	})

	it('a platform administrator takes no institution\'s last one away', async () => {
		const { place } = await institution()
		const user = await accounts.person('institution_admin', await accounts.institution(350213))
		const id = Number(await db.value('SELECT id FROM accounts WHERE name = ?', user.account))
		const city = await signedIn(await accounts.person('platform_admin', await accounts.bureau('city', 350200)))
		const answer = await city.call('POST', `/accounts/${id}/closure`, { body: {} })
		assert.deepEqual([answer.status, answer.body.code], [409, 'account.last_admin'])
		assert.equal((await acts('denied', id)).at(-1).outcome, 'last_admin')
		assert.ok(place)
	})

	it('an account that has grants beyond the own division is not taken over: its roles here are all that changes', async () => {
		const city_bureau = await accounts.bureau('city', 350200)
		const city = await signedIn(await accounts.person('platform_admin', city_bureau))
		const user = await accounts.reviewer('city', 350200)
		await accounts.grant(user.account, 'province_reviewer', await accounts.bureau('province', 350000))
		const id = Number(await db.value('SELECT id FROM accounts WHERE name = ?', user.account))
		const seen = await city.expect(200, 'GET', `/accounts/${id}`)
		assert.deepEqual([seen.may_reset, seen.grants.map(({ roles }) => roles)], [false, [['city_reviewer']]])
		for (const path of ['/password', '/closure']) {
			const answer = await city.call('POST', `/accounts/${id}${path}`, { body: {} })
			assert.deepEqual([answer.status, answer.body.code], [403, 'account.elsewhere'])
		}
		const none = await city.call('PUT', `/accounts/${id}/roles`, { body: { organisation_id: city_bureau.id, roles: [] } })
		assert.equal(none.status, 200, JSON.stringify(none.body))
		assert.deepEqual(await db.query('SELECT role FROM grants g WHERE account_id = ? AND state = 1', id), [{ role: '7' }])
	})
})

describe('USER-2 a bureau\'s administrator', () => {
	it('makes reviewers of its own bureau and those below, with the roles of each desk; not of others, nor an institution\'s people', async () => {
		const city_bureau = await accounts.bureau('city', 350900)
		const district_bureau = await accounts.bureau('district', 350902)
		const admin = await signedIn(await accounts.person('platform_admin', city_bureau))
		const { items } = await admin.expect(200, 'GET', '/account-organisations')
		const of = new Map(items.map(({ organisation_id, choices }) => [organisation_id, choices]))
		assert.deepEqual([of.get(city_bureau.id), of.get(district_bureau.id)], [['city_reviewer', 'platform_admin'], ['district_reviewer', 'platform_admin']])
		const user = await made(admin, district_bureau, { roles: ['district_reviewer'], password: 'Blue kettle on a shelf' })
		assert.equal((await login(user.name, 'Blue kettle on a shelf')).session.grants[0].role, 'district_reviewer')
		assert.deepEqual(faults(await create(admin, district_bureau, { roles: ['city_reviewer'] })), ['roles choice'])
		for (const place of [await accounts.bureau('province', 350000), await accounts.bureau('city', 350700), await accounts.institution(350902)])
			assert.deepEqual(faults(await create(admin, place, { roles: ['platform_admin'] })), ['organisation_id choice'])
	})
})
