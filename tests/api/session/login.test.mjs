// Signing in with a password, and the session it opens.
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { Accounts } from '../../lib/accounts.mjs'
import { Client, parseCookie } from '../../lib/client.mjs'
import { Database } from '../../lib/db.mjs'
import { holdSlots } from '../../lib/processes.mjs'
import { sharedStack, top, until } from '../../lib/stack.mjs'

let stack, db, accounts
const browser = () => Client.open(stack)
before(async () => {
	stack = await sharedStack()
	db = new Database(stack)
	accounts = new Accounts(stack, db)
})
after(() => stack?.stop())

const forgive = () => db.query('DELETE FROM login_tries')
const fault = (answer, field) => answer.body.fields?.find((each) => each.field === field)?.code
const claims = (token) => token.split('.').slice(0, 2)
	.map((part) => JSON.parse(Buffer.from(part, 'base64url').toString()))

describe('password login', () => {
	it('LOGIN-1 takes account, password and captcha, whose case does not matter', async () => {
		const user = await accounts.operator()
		const client = await browser()
		const { captcha_id, captcha_answer } = await client.captcha()
		const swapped = captcha_answer.replace(/[a-z]/gi, (c) => c === c.toUpperCase() ? c.toLowerCase() : c.toUpperCase())
		const answer = await client.post('/session', { realm: 'institution', account: user.account,
			password: user.password, captcha_id, captcha_answer: swapped })
		assert.equal(answer.status, 200)
		assert.equal(answer.body.account.name, user.account)
		assert.equal(answer.body.must_change_password, false)
		assert.equal(answer.body.grant.role, 'operator')
		client.entered(answer.body)
		assert.equal((await client.get('/me')).status, 200)
	})

	it('LOGIN-1 minds the case of the password', async () => {
		const user = await accounts.operator()
		const client = await browser()
		const other = user.password.replace(/[a-z]/i, (c) => c === c.toUpperCase() ? c.toLowerCase() : c.toUpperCase())
		assert.notEqual(other, user.password)
		assert.equal((await client.tryPassword(user.account, other)).status, 401)
	})

	it('LOGIN-1 spends a captcha by its first use, right or wrong', async () => {
		const user = await accounts.operator()
		const client = await browser()
		const sign = (captcha) => client.post('/session', { realm: 'institution', account: user.account,
			password: user.password, ...captcha })
		const used = await client.captcha()
		assert.equal((await sign(used)).status, 200)
		const again = await sign(used)
		assert.equal(again.status, 422)
		assert.equal(fault(again, 'captcha_answer'), 'captcha')

		const missed = await client.captcha()
		const wrong = await sign({ ...missed, captcha_answer: '????' })
		assert.equal(wrong.status, 422)
		assert.equal((await sign(missed)).status, 422)
		assert.equal((await client.get(`/captchas/${missed.captcha_id}/image`)).status, 404)
	})

	it('LOGIN-1 lets a captcha live five minutes', async () => {
		const user = await accounts.operator()
		const client = await browser()
		const age = (id, seconds) => db.query(
			'UPDATE captchas SET issued_at = issued_at - INTERVAL ? SECOND WHERE token = ?', seconds, id)
		const sign = (captcha) => client.post('/session', { realm: 'institution', account: user.account,
			password: user.password, ...captcha })
		const young = await client.captcha()
		await age(young.captcha_id, 290)
		assert.equal((await sign(young)).status, 200)
		const old = await client.captcha()
		await age(old.captcha_id, 301)
		const answer = await sign(old)
		assert.equal(answer.status, 422)
		assert.equal(fault(answer, 'captcha_answer'), 'captcha')
	})

	it('LOGIN-1 shows the captcha as a picture, a new one each time', async () => {
		const client = await browser()
		const seen = new Set()
		for (let i = 0; i < 3; i++) {
			const body = await client.expect(201, 'POST', '/captchas', { body: {} })
			assert.equal(body.expires_in, 300)
			assert.ok(body.image.endsWith(`captchas/${body.captcha_id}/image`))
			const picture = await client.get(`/captchas/${body.captcha_id}/image`)
			assert.equal(picture.type, 'image/png')
			assert.equal(picture.buffer.toString('latin1', 1, 4), 'PNG')
			assert.deepEqual([picture.buffer.readUInt32BE(16), picture.buffer.readUInt32BE(20)], [160, 56])
			seen.add(picture.buffer.toString('base64'))
		}
		assert.equal(seen.size, 3)
	})

	it('LOGIN-1 tells a wrong shape of an institution account at once', async () => {
		const client = await browser()
		for (const account of ['H3502130040', 'X35021300406', 'H350213004061', 'P3502130040a', '']) {
			const answer = await client.tryPassword(account, 'some words here')
			assert.equal(answer.status, 422, account)
			assert.ok(fault(answer, 'account'), account)
		}
		// Bureaus name their accounts as they like.
		assert.equal((await client.tryPassword('no-such-reviewer', 'some words here', 'bureau')).status, 401)
	})

	it('LOGIN-1 answers a wrong account and a wrong password alike', async () => {
		await forgive()
		const user = await accounts.operator()
		const client = await browser()
		const strip = ({ body }) => ({ ...body, request_id: '' })
		for (let i = 0; i < 6; i++) {
			const known = await client.tryPassword(user.account, 'not the password')
			const unknown = await client.tryPassword('H99999999999', 'not the password')
			assert.equal(known.status, i < 4 ? 401 : 423)
			assert.equal(unknown.status, known.status)
			const [a, b] = [strip(known), strip(unknown)]
			if (known.status === 423) {
				assert.ok(Math.abs(a.retry_after - b.retry_after) <= 1)
				b.retry_after = a.retry_after
			}
			assert.deepEqual(b, a)
			const names = ({ headers }) => Object.keys(headers).sort()
			assert.deepEqual(names(unknown), names(known))
		}
		await forgive()
	})

	it('LOGIN-1 tells both alike that every place for hashing is taken', async () => {
		await forgive()
		const user = await accounts.operator()
		const client = await browser()
		const release = await holdSlots(stack.file('liangding.conf').match(/^run_directory = (.*)/m)[1], 'hash')
		try {
			for (const account of [user.account, 'H99999999998']) {
				const { status, body } = await client.tryPassword(account, 'not the password')
				assert.deepEqual([status, body.code], [503, 'busy'], account)
			}
		} finally {
			await release()
		}
		for (const account of [user.account, 'H99999999998'])
			assert.equal((await client.tryPassword(account, 'not the password')).status, 401)
		await forgive()
	})

	it('LOGIN-2 locks for ten minutes at the fifth wrong password, counting down', async () => {
		const user = await accounts.operator()
		const client = await browser()
		const left = []
		for (let i = 0; i < 4; i++) {
			const answer = await client.tryPassword(user.account, 'not the password')
			assert.equal(answer.status, 401)
			assert.equal(answer.body.code, 'login.refused')
			left.push(answer.body.tries_left)
		}
		assert.deepEqual(left, [4, 3, 2, 1])
		const fifth = await client.tryPassword(user.account, 'not the password')
		assert.equal(fifth.status, 423)
		assert.equal(fifth.body.code, 'login.locked')
		assert.ok(fifth.body.retry_after > 590 && fifth.body.retry_after <= 600)
		assert.equal(Number(fifth.headers['retry-after']), fifth.body.retry_after)
		// The right password does not help now, and in ten minutes it does.
		assert.equal((await client.tryPassword(user.account, user.password)).status, 423)
		await db.query('UPDATE login_tries SET locked_until = locked_until - INTERVAL 601 SECOND')
		assert.equal((await client.tryPassword(user.account, user.password)).status, 200)
	})

	it('LOGIN-2 forgets wrong tries after a right one', async () => {
		const user = await accounts.operator()
		const client = await browser()
		for (let round = 0; round < 2; round++) {
			for (let i = 0; i < 4; i++)
				assert.equal((await client.tryPassword(user.account, 'not the password')).status, 401)
			assert.equal((await client.tryPassword(user.account, user.password)).status, 200)
		}
	})

	it('LOGIN-2 counts right when fifty try at once', async () => {
		const user = await accounts.operator()
		const client = await browser()
		const captchas = []
		for (let i = 0; i < 50; i++)
			captchas.push(await client.captcha())
		const answers = await Promise.all(captchas.map((captcha) => client.post('/session',
			{ realm: 'institution', account: user.account, password: 'not the password', ...captcha })))
		const count = (status) => answers.filter((answer) => answer.status === status).length
		// A hash that must wait too long answers 503 and is no try.
		assert.equal(count(401) + count(423) + count(503), 50)
		assert.ok(count(401) <= 4, `${count(401)} refusals before the lock`)
		assert.ok(count(423) >= 1)
		assert.equal((await client.tryPassword(user.account, user.password)).status, 423)
	})

	it('LOGIN-2 lets the institution\'s and the division\'s administrators unlock, nobody else', async () => {
		const institution = await accounts.institution(350302)
		const admins = {
			own: await accounts.person('institution_admin', institution),
			city: await accounts.person('platform_admin', await accounts.bureau('city', 350300)),
			other: await accounts.person('institution_admin', await accounts.institution(350302)),
			elsewhere: await accounts.person('platform_admin', await accounts.bureau('city', 350200)),
			reviewer: await accounts.reviewer('city', 350300),
		}
		const user = await accounts.operator({ institution })
		const account_id = await db.value('SELECT id FROM accounts WHERE name = ?', user.account)
		const attempt = await browser()
		const lock = async () => {
			for (let i = 0; i < 5; i++)
				await attempt.tryPassword(user.account, 'not the password')
			assert.equal((await attempt.tryPassword(user.account, user.password)).status, 423)
		}
		await lock()
		for (const who of ['other', 'elsewhere', 'reviewer']) {
			const client = await (await browser()).signIn(admins[who])
			assert.ok([403, 404].includes((await client.post(`/accounts/${account_id}/unlock`)).status), who)
		}
		assert.equal((await attempt.tryPassword(user.account, user.password)).status, 423)
		for (const who of ['own', 'city']) {
			const client = await (await browser()).signIn(admins[who])
			const { items } = await client.expect(200, 'POST', '/accounts/search', { body: { name: user.account } })
			assert.deepEqual(items.map(({ name }) => name), [user.account])
			assert.ok(items[0].locked_until)
			assert.equal((await client.post(`/accounts/${items[0].account_id}/unlock`)).status, 204)
			assert.equal((await attempt.tryPassword(user.account, user.password)).status, 200)
			await lock()
		}
		const stranger = await (await browser()).signIn(admins.other)
		assert.deepEqual((await stranger.expect(200, 'POST', '/accounts/search', { body: { name: user.account } })).items, [])
	})

	it('LOGIN-2 leaves the session of a locked account alone', async () => {
		const user = await accounts.operator()
		const inside = await (await browser()).signIn(user)
		const outside = await browser()
		for (let i = 0; i < 5; i++)
			await outside.tryPassword(user.account, 'not the password')
		assert.equal((await outside.tryPassword(user.account, user.password)).status, 423)
		assert.equal((await inside.get('/me')).status, 200)
		const refreshed = await inside.post('/session/refresh')
		assert.equal(refreshed.status, 200)
	})
})

describe('passwords', () => {
	it('LOGIN-4 lets an issued password do nothing but be changed', async () => {
		const user = await accounts.operator({ must_change: true })
		const client = await browser()
		const session = await client.tryPassword(user.account, user.password)
		assert.equal(session.status, 200)
		assert.equal(session.body.must_change_password, true)
		for (const path of ['/orders', '/divisions']) {
			const answer = await client.get(path)
			assert.equal(answer.status, 403, path)
			assert.equal(answer.body.code, 'account.password_change_required')
		}
		assert.equal((await client.once('/orders', { kind: 'access_application' })).status, 403)
		assert.equal((await client.get('/me')).status, 200)

		const changed = await client.post('/password', { old_password: user.password, new_password: 'green tea and rain' })
		assert.equal(changed.status, 200)
		assert.equal(changed.body.must_change_password, false)
		client.entered(changed.body)
		assert.equal((await client.get('/orders')).status, 200)
	})

	it('LOGIN-4 asks for 8 to 64 characters, no common ones, and for nothing else', async () => {
		const user = await accounts.operator()
		const client = await (await browser()).signIn(user)
		const change = (new_password, old_password = user.password) =>
			client.post('/password', { old_password, new_password })
		for (const [password, code] of [['seven77', 'too_short'], ['x'.repeat(65), 'too_long'],
			['password', 'common'], ['12345678', 'common'], [user.password, 'same']]) {
			const answer = await change(password)
			assert.equal(answer.status, 422, password)
			assert.equal(fault(answer, 'new_password'), code, password)
		}
		const wrong = await change('green tea and rain', 'not the password')
		assert.ok([401, 422].includes(wrong.status))

		// Lower case and blanks only; then Chinese, counted in characters.
		let old = user.password
		for (const password of ['plain lower words', '清晨的雨落在茶园里', 'ab'.repeat(32)]) {
			const answer = await change(password, old)
			assert.equal(answer.status, 200, password)
			client.entered(answer.body)
			old = password
		}
		// All 64 characters count.
		const other = await browser()
		assert.equal((await other.tryPassword(user.account, `${old.slice(0, 63)}x`)).status, 401)
		assert.equal((await other.tryPassword(user.account, old)).status, 200)
	})

	it('LOGIN-5 keeps passwords as argon2id only', async () => {
		// "-" stands for none: who signs in by other ways alone.
		const hashes = await db.query("SELECT password_hash FROM accounts WHERE password_hash <> '-'")
		assert.ok(hashes.length)
		for (const { password_hash } of hashes)
			assert.match(password_hash, /^-$|^\$argon2id\$v=19\$m=\d+,t=\d+,p=\d+\$[A-Za-z0-9+/]+\$[A-Za-z0-9+/]+$/)
	})
})

describe('sessions', () => {
	it('LOGIN-5 renews a hash of another cost at the next login', async () => {
		const { id, division } = await accounts.bureau('city', 350300)
		const name = `older-${Date.now()}`
		const password = 'a password from long ago'
		// The same product, configured otherwise, as it may have been years ago.
		const config = join(stack.directory, 'older.conf')
		const settings = stack.file('liangding.conf')
		const now = settings.match(/password_memory_kib = (\d+)\s+password_passes = (\d+)/).slice(1)
		writeFileSync(config, settings.replace(/password_memory_kib = .*/, 'password_memory_kib = 64'), { mode: 0o600 })
		execFileSync(join(top, 'build', 'liangdingctl'), ['-c', config, 'account', 'create', name, '旧账号', 'city_reviewer', String(division)],
			{ input: `${password}\n` })
		const hash = () => db.value('SELECT password_hash FROM accounts WHERE name = ?', name)
		assert.ok((await hash()).startsWith(`$argon2id$v=19$m=64,t=${now[1]},p=1$`))
		assert.ok(id)
		const client = await Client.open(stack)
		assert.equal((await client.tryPassword(name, password, 'bureau')).status, 200)
		assert.notEqual(now[0], '64')
		assert.ok((await hash()).startsWith(`$argon2id$v=19$m=${now[0]},t=${now[1]},p=1$`))
		assert.equal((await client.tryPassword(name, password, 'bureau')).status, 200)
	})

	it('LOGIN-6 gives a short-lived token with fixed algorithm and named claims', async () => {
		const client = await (await browser()).signIn(await accounts.operator())
		const [head, body] = claims(client.token)
		assert.equal(head.alg, 'HS256')
		assert.ok(head.kid)
		for (const name of ['exp', 'iat', 'aud', 'sid'])
			assert.ok(name in body, name)
		assert.equal(body.exp - body.iat, 300)
		assert.equal(client.session.expires_in, 300)
		assert.equal(client.session.idle_timeout, 1800)
	})

	it('LOGIN-6 sets cookies that scripts and other sites do not get, and stores only their hash', async () => {
		const client = await browser()
		const answer = await client.tryPassword(...Object.values(await accounts.operator()))
		const cookies = answer.headers['set-cookie'].map(parseCookie)
		assert.equal(cookies.length, 2)
		const everything = JSON.stringify(await db.query('SELECT * FROM sessions'))
		for (const cookie of cookies) {
			assert.equal(cookie.httponly, true)
			assert.equal(cookie.samesite, 'Strict')
			assert.ok(cookie.value.length >= 22)
			assert.ok(!everything.includes(cookie.value))
		}
		assert.ok(!JSON.stringify(answer.body).includes(cookies[0].value))
	})

	it('LOGIN-6 rotates the refresh cookie; an old one, replayed, ends the family', async () => {
		const user = await accounts.operator()
		const client = await (await browser()).signIn(user)
		const old = new Map(client.cookies)
		const first = await client.post('/session/refresh', {}, { token: null })
		assert.equal(first.status, 200)
		client.entered(first.body)
		assert.notDeepEqual([...client.cookies].map(([, c]) => c.value), [...old].map(([, c]) => c.value))

		// A lost answer: the predecessor is still good for ten seconds.
		const twin = await browser()
		twin.cookies = new Map(old)
		assert.equal((await twin.post('/session/refresh', {}, { token: null })).status, 200)

		// Later it is theft.
		const thief = await browser()
		thief.cookies = new Map(old)
		await db.query('UPDATE sessions SET previous_until = previous_until - INTERVAL 1 MINUTE')
		const replay = await thief.post('/session/refresh', {}, { token: null })
		assert.equal(replay.status, 401)
		assert.equal(replay.body.code, 'session.ended')
		for (const each of [client, twin]) {
			assert.equal((await each.post('/session/refresh', {}, { token: null })).status, 401)
			assert.equal((await client.get('/me')).status, 401)
		}
	})

	it('LOGIN-6 lists own sessions and ends each of them at once', async () => {
		const user = await accounts.operator()
		const here = await (await browser()).signIn(user)
		const there = await browser()
		await there.signIn(user)
		const { items } = await here.expect(200, 'GET', '/sessions')
		assert.equal(items.length, 2)
		assert.equal(items.filter((each) => each.current).length, 1)
		for (const each of items)
			assert.equal(each.address, '127.0.0.1')
		const other = items.find((each) => !each.current)
		assert.equal((await here.delete(`/sessions/${other.session_id}`)).status, 204)
		assert.equal((await there.get('/me')).status, 401)
		assert.equal((await there.post('/session/refresh', {}, { token: null })).status, 401)
		assert.equal((await here.get('/me')).status, 200)
		// Somebody else's session is none of mine.
		const stranger = await (await browser()).signIn(await accounts.operator())
		const mine = items.find((each) => each.current)
		assert.equal((await stranger.delete(`/sessions/${mine.session_id}`)).status, 404)
		assert.equal((await here.get('/me')).status, 200)
	})

	it('LOGIN-6 signs out here, and everywhere', async () => {
		const user = await accounts.operator()
		const [a, b, c] = [await browser(), await browser(), await browser()]
		for (const each of [a, b, c])
			await each.signIn(user)
		assert.equal((await a.delete('/session')).status, 204)
		assert.equal((await a.get('/me')).status, 401)
		assert.equal((await b.get('/me')).status, 200)
		assert.equal((await b.post('/sessions/end-all')).status, 204)
		for (const each of [b, c])
			assert.equal((await each.get('/me')).status, 401)
	})

	it('LOGIN-6 ends the other sessions when the password changes', async () => {
		const user = await accounts.operator()
		const here = await (await browser()).signIn(user)
		const there = await (await browser()).signIn(user)
		const changed = await here.post('/password', { old_password: user.password, new_password: 'wind over the old wall' })
		assert.equal(changed.status, 200)
		here.entered(changed.body)
		assert.equal((await here.get('/me')).status, 200)
		assert.equal((await there.get('/me')).status, 401)
		assert.equal((await there.post('/session/refresh', {}, { token: null })).status, 401)
	})

	it('LOGIN-6 ends a session that was idle for 30 minutes or is 12 hours old', async () => {
		const ages = {
			idle: 'last_seen_at = last_seen_at - INTERVAL 31 MINUTE',
			old: 'ends_at = ends_at - INTERVAL 12 HOUR',
		}
		for (const [what, change] of Object.entries(ages)) {
			const user = await accounts.operator()
			const client = await (await browser()).signIn(user)
			await db.query(`UPDATE sessions s JOIN accounts a ON a.id = s.account_id SET s.${change} WHERE a.name = ?`, user.account)
			const answer = await client.get('/me')
			assert.equal(answer.status, 401, what)
			assert.equal(answer.body.code, 'session.ended')
			assert.equal((await client.post('/session/refresh', {}, { token: null })).status, 401, what)
		}
	})

	it('LOGIN-6 a session in use is not idle', async () => {
		const user = await accounts.operator()
		const client = await (await browser()).signIn(user)
		const age = (minutes) => db.query(`UPDATE sessions s JOIN accounts a ON a.id = s.account_id
			SET s.last_seen_at = s.last_seen_at - INTERVAL ? MINUTE WHERE a.name = ?`, minutes, user.account)
		for (let i = 0; i < 3; i++) {
			await age(20)
			assert.equal((await client.get('/me')).status, 200, String(i))
		}
	})

	it('LOGIN-6 believes no token but its own', async () => {
		const client = await (await browser()).signIn(await accounts.operator())
		const [head, body] = claims(client.token)
		const part = (value) => Buffer.from(JSON.stringify(value)).toString('base64url')
		const signature = client.token.split('.')[2]
		const { createHmac } = await import('node:crypto')
		const signed = (h, b, key, hash = 'sha256') => {
			const text = `${part(h)}.${part(b)}`
			return `${text}.${createHmac(hash, key).update(text).digest('base64url')}`
		}
		const forged = {
			'no algorithm': `${part({ ...head, alg: 'none' })}.${part(body)}.`,
			'another account': `${part(head)}.${part({ ...body, sid: Number(body.sid) + 1 })}.${signature}`,
			'an empty key': signed(head, body, ''),
			'a guessed key': signed(head, body, 'secret'),
			'HS512': signed({ ...head, alg: 'HS512' }, body, 'secret', 'sha512'),
			'no signature': client.token.slice(0, client.token.lastIndexOf('.') + 1),
			'a cut signature': client.token.slice(0, -4),
			'nothing': '.',
			'a very long one': `${client.token}${'A'.repeat(4100)}`,
		}
		for (const [what, token] of Object.entries(forged)) {
			const { status } = await client.get('/me', { token })
			assert.equal(status, 401, what)
		}
		assert.equal((await client.get('/me', { token: null })).status, 401)
		assert.equal((await client.get('/me')).status, 200)
	})

	it('LOGIN-7 rotates keys without signing anyone out', async () => {
		const user = await accounts.operator()
		const client = await (await browser()).signIn(user)
		const old = client.token
		await stack.ctl('keys', 'rotate', join(stack.directory, 'jwt.keys'))
		process.kill(stack.pid('daemon'), 'SIGHUP')
		const fresh = await until('a token under the new key', async () => {
			const other = await (await browser()).signIn(user)
			return claims(other.token)[0].kid !== claims(old)[0].kid && other
		})
		assert.equal((await fresh.get('/me')).status, 200)
		assert.equal((await client.get('/me', { token: old })).status, 200)
		const refreshed = await client.post('/session/refresh')
		assert.equal(refreshed.status, 200)
		assert.equal(claims(refreshed.body.access_token)[0].kid, claims(fresh.token)[0].kid)
	})
})
