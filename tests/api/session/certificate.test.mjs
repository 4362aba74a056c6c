// Signing in with a certificate (CA-1): on the port that asks for one, by a bureau
// account that has registered it; whatever is wrong leads to a page that says so.
import assert from 'node:assert/strict'
import { copyFileSync, readFileSync, renameSync } from 'node:fs'
import { request } from 'node:https'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { Accounts } from '../../lib/accounts.mjs'
import { Client, parseCookie } from '../../lib/client.mjs'
import { Database } from '../../lib/db.mjs'
import { freePort, startStack } from '../../lib/stack.mjs'

let stack, db, accounts, ca_port, directory
before(async () => {
	ca_port = await freePort()
	stack = await startStack({ CA_PORT: String(ca_port) })
	directory = join(stack.directory, 'ca')
	db = new Database(stack)
	accounts = new Accounts(stack, db)
})
after(() => stack?.stop())

const file = (name) => readFileSync(join(directory, name), 'utf8')
const pem = (name) => file(`${name}.pem`)
const entry = '/api/session/certificate'

/** One request to the certificates' port, with the certificate of that name or none. */
function enter(name, { path = entry, method = 'POST', headers = {}, port = ca_port, body } = {}) {
	const own = name ? { cert: pem(name), key: file(`${name}.key`) } : {}
	return new Promise((resolve, reject) => {
		const asked = request({ host: '127.0.0.1', port, path, method, rejectUnauthorized: false, agent: false,
			headers: { origin: stack.origin, ...headers }, ...own }, (answer) => {
			answer.resume().once('end', () => resolve({ status: answer.statusCode, location: answer.headers.location,
				cookies: answer.headers['set-cookie'] ?? [] }))
		})
		asked.once('error', reject).end(body)
	})
}
const outcome = ({ location }) => new URL(location).searchParams.get('ca')
const refused = async (name, word, options) => {
	const answer = await enter(name, options)
	assert.deepEqual([answer.status, answer.location, answer.cookies], [303, `${stack.url}login?ca=${word}`, []])
}
const take = (client, answer) => answer.cookies.map(parseCookie).forEach((cookie) => client.cookies.set(cookie.name, cookie))
const acts = (act) => db.query('SELECT account_id, outcome FROM audit_rows WHERE act = ? ORDER BY id DESC LIMIT 1', act)

async function bureau() {
	const place = await accounts.bureau('city', 350200)
	return { place, admin: await Client.signedIn(stack, await accounts.person('platform_admin', place)) }
}

describe('CA-1 signing in with a certificate', () => {
	it('a registered one opens a session of its account, in the cookies of the site', async () => {
		const answer = await enter('xiamen-city')
		assert.deepEqual([answer.status, answer.location], [303, `${stack.url}login?ca=ok`])
		const client = await Client.open(stack)
		for (const each of answer.cookies)
			assert.match(each, /HttpOnly; SameSite=Strict/)
		take(client, answer)
		const session = await client.post('/session/refresh', {})
		assert.equal(session.status, 200)
		assert.equal(session.body.account.name, 'xiamen-city')
		const [noted] = await acts('login.certificate')
		assert.deepEqual([noted.account_id, noted.outcome], [await db.value('SELECT id FROM accounts WHERE name = \'xiamen-city\''), 'ok'])
	})

	for (const [name, word] of [[null, 'none'], ['expired', 'expired'], ['early', 'early'], ['revoked', 'revoked'], ['stranger', 'untrusted'], ['server', 'untrusted'], ['unknown', 'unknown']])
		it(`${name ?? 'no certificate'}: ${word}, told on the sign-in page`, () => refused(name, word))

	it('of a closed account: closed, and on record', async () => {
		const id = await db.value('SELECT id FROM accounts WHERE name = \'nation\'')
		await db.query('UPDATE accounts SET state = 2 WHERE id = ?', id)
		await refused('nation', 'closed')
		assert.deepEqual(await acts('login.certificate').then(([row]) => [row.account_id, row.outcome]), [id, 'closed'])
		await db.query('UPDATE accounts SET state = 1 WHERE id = ?', id)
		assert.equal(outcome(await enter('nation')), 'ok')
	})

	it('a list that is past its time lets nobody in, and a new one counts at once; liangdingctl check tells', async () => {
		const list = join(directory, 'lists.pem')
		copyFileSync(list, `${list}.kept`)
		copyFileSync(join(directory, 'stale.pem'), `${list}.new`)
		renameSync(`${list}.new`, list)
		await refused('xiamen-city', 'list')
		await assert.rejects(stack.ctl('check'), /past its next update/)
		renameSync(`${list}.kept`, list)
		assert.equal(outcome(await enter('xiamen-city')), 'ok')
	})

	it('headers that imitate what nginx hands on do nothing, on either port', async () => {
		const escaped = encodeURIComponent(pem('xiamen-city'))
		const imitations = Object.fromEntries(['client-certificate', 'client_certificate', 'x-client-certificate', 'ssl-client-cert', 'x-ssl-client-cert', 'x-ssl-client-verify', 'x-client-verify']
			.map((name) => [name, /verify/.test(name) ? 'SUCCESS' : escaped]))
		await refused(null, 'none', { headers: imitations })
		const client = await Client.open(stack)
		const answer = await client.call('POST', '/session/certificate', { headers: { origin: stack.origin, ...imitations } })
		assert.equal(answer.status, 404, 'only where certificates are asked for')
		assert.equal(client.cookies.size, 0)
	})

	it('from another site, with a body, by another method, elsewhere: nobody is signed in, and nothing but the page is shown', async () => {
		await refused('xiamen-city', 'failed', { headers: { origin: 'https://elsewhere.example' } })
		await refused('xiamen-city', 'failed', { headers: { origin: 'null' } })
		await refused('xiamen-city', 'failed', { body: 'a=b', headers: { 'content-type': 'application/x-www-form-urlencoded' } })
		await refused('xiamen-city', 'failed', { body: 'x'.repeat(5000) })
		await refused('xiamen-city', 'failed', { method: 'GET' })
		for (const path of ['/', '/api/me', '/api/session', '/api/healthz', '/_files/x', '/index.html'])
			assert.deepEqual(await enter('xiamen-city', { path, method: 'GET' }), { status: 303, location: `${stack.url}login`, cookies: [] }, path)
	})

	it('while no worker answers: failed, and the page', async () => {
		const port = await freePort()
		const site = await stack.nginx({ api: join(stack.directory, 'nobody.sock'), 'ca-listen': `127.0.0.1:${port}`, 'ca-url': `https://127.0.0.1:${port}`,
			'ca-authorities': join(directory, 'authority.pem'), 'public-url': stack.url,
			'ca-certificate': join(stack.directory, 'tls.pem'), 'ca-certificate-key': join(stack.directory, 'tls.key') })
		try {
			await refused('xiamen-city', 'failed', { port })
		} finally {
			await site.stop()
		}
	})
})

describe('CA-1 registering a certificate', () => {
	const add = (client, user, certificate) => client.call('POST', `/accounts/${user.account_id}/certificates`, { body: { certificate } })
	const made = async ({ place, admin }) => (await admin.call('POST', '/accounts', { body: { name: `ca-${process.pid}-${Math.random().toString(36).slice(2, 8)}`, display_name: '林小雨', organisation_id: place.id, roles: ['city_reviewer'] } })).body

	it('the platform administrator registers one, it signs in, and once it is removed it does not and its sessions are over', async () => {
		const here = await bureau()
		const user = await made(here)
		const answer = await add(here.admin, user, pem('unknown'))
		assert.equal(answer.status, 201, JSON.stringify(answer.body))
		const [row] = answer.body.items
		assert.equal(row.subject, 'CN=unknown,O=医疗保障局,C=CN')
		assert.match(row.issuer, /^CN=authority,/)
		const entered = await enter('unknown')
		assert.equal(outcome(entered), 'ok')
		const client = await Client.open(stack)
		take(client, entered)
		assert.equal((await client.post('/session/refresh', {})).body.account.name, user.name)
		assert.equal((await here.admin.call('DELETE', `/accounts/${user.account_id}/certificates/${row.certificate_id}`)).status, 204)
		await refused('unknown', 'unknown')
		assert.equal((await client.post('/session/refresh', {})).status, 401)
		assert.equal((await here.admin.call('DELETE', `/accounts/${user.account_id}/certificates/${row.certificate_id}`)).status, 404)
	})

	it('what cannot be read, is not good, or is another\'s already: refused, each in its own words', async () => {
		const here = await bureau()
		const user = await made(here)
		for (const [text, code] of [['hello', 'broken'], [pem('unknown').slice(0, 200), 'broken'], [file('unknown.key'), 'private'], [pem('expired'), 'expired'], [pem('revoked'), 'revoked'],
			[pem('stranger'), 'untrusted'], [pem('server'), 'untrusted'], [pem('authority'), 'untrusted'], [pem('xiamen-city'), 'taken']]) {
			const answer = await add(here.admin, user, text)
			assert.deepEqual([answer.status, answer.body.fields?.[0]?.code], [422, `certificate_${code}`], code)
		}
		assert.equal((await add(here.admin, user, `${pem('unknown')}${'x'.repeat(9000)}`)).status, 422)
		assert.deepEqual((await here.admin.get(`/accounts/${user.account_id}/certificates`)).body, { offered: true, items: [] })
	})

	it('USER-4 not for oneself, not for those of another city, and not for an institution\'s', async () => {
		const here = await bureau()
		const mine = await db.value('SELECT id FROM accounts WHERE name = ?', here.admin.session.account.name)
		const own = await add(here.admin, { account_id: mine }, pem('unknown'))
		assert.deepEqual([own.status, own.body.code], [403, 'account.own'])
		const user = await made(here)
		const elsewhere = await accounts.bureau('city', 350500)
		const other = await Client.signedIn(stack, await accounts.person('platform_admin', elsewhere))
		for (const answer of [await add(other, user, pem('unknown')), await other.get(`/accounts/${user.account_id}/certificates`)])
			assert.equal(answer.status, 404)
		const place = await accounts.institution(350203)
		const user_there = await accounts.person('finance', place)
		assert.equal((await here.admin.get(`/accounts/${await db.value('SELECT id FROM accounts WHERE name = ?', user_there.account)}/certificates`)).body.offered, false)
		const institution = await accounts.operator({ division: 350203 })
		const id = await db.value('SELECT id FROM accounts WHERE name = ?', institution.account)
		const refusal = await add(here.admin, { account_id: id }, pem('unknown'))
		assert.ok([404, 409].includes(refusal.status), String(refusal.status))
		await refused('unknown', 'unknown')
	})
})

it('CA-1 a platform without authorities offers none, and its entry leads nowhere', async () => {
	await stack.configure({ ca_authorities: null, ca_lists: null })
	const { admin, place } = await bureau()
	const user = (await admin.call('POST', '/accounts', { body: { name: `off-${process.pid}`, display_name: '林小雨', organisation_id: place.id, roles: ['city_reviewer'] } })).body
	assert.equal((await admin.get(`/accounts/${user.account_id}/certificates`)).body.offered, false)
	const answer = await admin.call('POST', `/accounts/${user.account_id}/certificates`, { body: { certificate: pem('unknown') } })
	assert.deepEqual([answer.status, answer.body.code], [409, 'certificate.off'])
	await refused('xiamen-city', 'none')
})
