// Signing in by a scan, played by a browser (a client with cookies) and an app's
// backend that signs: every state, and everything that must change nothing.
import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { createPublicKey, generateKeyPairSync } from 'node:crypto'
import { chownSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { promisify } from 'node:util'
import { AppBackend, covered, demoKey, newKey, newPerson, standsFor } from '../../lib/app.mjs'
import { Accounts } from '../../lib/accounts.mjs'
import { Client } from '../../lib/client.mjs'
import { Database } from '../../lib/db.mjs'
import { hold, waiting } from '../../lib/processes.mjs'
import { sharedStack, startStack, top, until } from '../../lib/stack.mjs'

let stack, db, accounts, app, serial = 0
before(async () => {
	stack = await sharedStack()
	db = new Database(stack)
	accounts = new Accounts(stack, db)
	app = new AppBackend(stack)
})
after(() => stack?.stop())

const addKey = async (key, name = 'other') => {
	await stack.command(['ctl', 'app-keys', 'add', key.keyid, name, key.algorithm], `${key.given}\n`)
	return key
}
const freshKey = (algorithm) => newKey(`test-${process.pid}-${++serial}`, algorithm)

/** A browser with a code: { client, id, state(), session() }. */
async function browser() {
	const client = await Client.open(stack)
	const { id, url, state } = await client.expect(201, 'POST', '/qr', { body: {} })
	assert.equal(state, 'waiting')
	return { client, id, url, state: async () => (await client.expect(200, 'GET', `/qr/${id}`)),
		session: (body = {}, options) => client.post(`/qr/${id}/session`, body, options) }
}

/** An operator whom the app vouches for: the account and the app's claims. */
async function operator(more = {}) {
	const person = newPerson(more)
	const user = await accounts.operator()
	await standsFor(stack, db, user.account, person)
	return { person, user }
}

const told = (answer, status, code) => {
	assert.equal(`${answer.status} ${answer.body?.code}`, `${status} ${code}`)
	for (const part of ['message', 'remedy'])
		for (const language of ['zh', 'en'])
			assert.ok(answer.body[part][language].length > 2, `${code} ${part} ${language}`)
}
const ok = (answer) => {
	assert.equal(answer.status, 200, JSON.stringify(answer.body))
	return answer.body
}
const row = (id) => db.one('SELECT state, reason, tries, number, subject, HEX(id_mac) AS mac, expires_at FROM qr_codes WHERE id = ?', id)
/** act() leaves the code, sessions and persons as they were. */
async function changesNothing(id, act) {
	const look = async () => JSON.stringify([await row(id), await db.value('SELECT COUNT(*) FROM sessions'), await db.value('SELECT GROUP_CONCAT(account_id, IFNULL(subject, 0) ORDER BY account_id) FROM persons')])
	const before = await look()
	const answer = await act()
	assert.equal(await look(), before)
	return answer
}
const age = (id, seconds) => db.query('UPDATE qr_codes SET expires_at = expires_at - INTERVAL ? SECOND WHERE id = ?', seconds, id)

describe('the states of a code', () => {
	it('QR-6 while many wait, each is told that it does, and others are answered', async () => {
		const { user } = await operator()
		const me = await Client.signedIn(stack, user)
		const pages = await Promise.all(Array.from({ length: 60 }, browser))
		for (let round = 0; round < 3; round++) {
			const [states, seen] = await Promise.all([Promise.all(pages.map((page) => page.state())), Promise.all(Array.from({ length: 10 }, () => me.get('/me')))])
			assert.deepEqual([...new Set(states.map(({ state }) => state))], ['waiting'])
			assert.deepEqual([...new Set(seen.map(({ status }) => status))], [200])
		}
	})

	it('QR-1 QR-2 QR-4 QR-8 waiting, scanned, confirmed, consumed: one session of the operator', async () => {
		const { person, user } = await operator()
		const page = await browser()
		assert.equal(page.url, `${stack.url}qr/${page.id}`)
		assert.ok(Buffer.from(page.id, 'base64url').length >= 16)
		const first = await page.state()
		assert.equal(first.state, 'waiting')
		assert.ok(first.expires_in > 100 && first.expires_in <= 120)
		assert.equal(first.number, undefined)
		const consent = ok(await app.scan(page.id, person))
		assert.equal(consent.state, 'scanned')
		assert.match(consent.system.zh, /服务平台/)
		assert.equal(consent.address, '127.0.0.1')
		assert.ok(consent.browser.zh && consent.browser.en && consent.place.en && consent.asked_at)
		assert.ok(!JSON.stringify(consent).includes('number'), 'the number is for the page alone')
		const scanned = await page.state()
		assert.equal(scanned.state, 'scanned')
		assert.equal(scanned.who, '陈**')
		assert.ok(scanned.number >= 10 && scanned.number <= 99)
		assert.deepEqual(ok(await app.confirm(page.id, person, scanned.number)), { state: 'confirmed' })
		assert.equal((await page.state()).state, 'confirmed')
		const session = ok(await page.session())
		assert.equal(session.account.name, user.account)
		assert.equal(session.grant.role, 'operator')
		page.client.token = session.access_token
		assert.equal((await page.client.get('/me')).body.account.name, user.account)
		assert.equal((await row(page.id)).state, '4')
		assert.equal(await db.value(`SELECT COUNT(*) FROM audit_rows WHERE act = 'login.qr' AND object = ?`, page.id), '1')
	})

	it('QR-1 declined on the phone', async () => {
		const { person } = await operator()
		const page = await browser()
		ok(await app.scan(page.id, person))
		assert.deepEqual(ok(await app.cancel(page.id, person)), { state: 'cancelled' })
		assert.equal((await page.state()).state, 'cancelled')
		for (const act of [() => app.confirm(page.id, person, 11), () => app.cancel(page.id, person), () => app.scan(page.id, person), () => page.session()])
			told(await changesNothing(page.id, act), 409, 'qr.cancelled')
	})

	it('QR-8 three wrong numbers refuse it, the right one too late', async () => {
		const { person } = await operator()
		const page = await browser()
		ok(await app.scan(page.id, person))
		const { number } = await page.state()
		const wrong = number === 99 ? 10 : number + 1
		for (const left of [2, 1]) {
			const answer = await app.confirm(page.id, person, wrong)
			told(answer, 422, 'qr.number_wrong')
			assert.equal(answer.body.tries_left, left)
			assert.equal((await page.state()).state, 'scanned')
		}
		told(await app.confirm(page.id, person, wrong), 403, 'qr.numbers_used_up')
		const { state, reason } = await page.state()
		assert.deepEqual([state, reason], ['refused', 'numbers'])
		told(await changesNothing(page.id, () => app.confirm(page.id, person, number)), 409, 'qr.refused')
		told(await changesNothing(page.id, () => page.session()), 409, 'qr.refused')
	})

	it('QR-8 wrong numbers at a time count one by one', async () => {
		const { person } = await operator()
		const page = await browser()
		ok(await app.scan(page.id, person))
		const { number } = await page.state()
		const wrong = number === 99 ? 10 : number + 1
		const codes = (await Promise.all(Array.from({ length: 12 }, () => app.confirm(page.id, person, wrong)))).map(({ body }) => body.code).sort()
		assert.deepEqual(codes, [...Array(2).fill('qr.number_wrong'), 'qr.numbers_used_up', ...Array(9).fill('qr.refused')].sort())
	})

	it('QR-1 expired from each state; what comes late changes nothing', async () => {
		const { person } = await operator()
		const steps = [
			async () => {},
			async (page) => ok(await app.scan(page.id, person)),
			async (page) => ok(await app.confirm(page.id, person, (await page.state()).number)),
		]
		for (let n = 1; n <= steps.length; n++) {
			const page = await browser()
			for (const step of steps.slice(0, n))
				await step(page)
			await age(page.id, 121)
			const { state, expires_in, number } = await page.state()
			assert.deepEqual([state, expires_in, number], ['expired', 0, undefined])
			for (const act of [() => app.scan(page.id, person), () => app.confirm(page.id, person, 11), () => app.cancel(page.id, person), () => page.session()])
				told(await changesNothing(page.id, act), 409, 'qr.expired')
		}
	})

	it('QR-3 100 late calls of a code that is over, each signed anew, in any order: told, and the state stays', async () => {
		const { person } = await operator()
		const over = {
			'qr.expired': async (page) => age(page.id, 121),
			'qr.consumed': async (page) => {
				ok(await app.scan(page.id, person))
				ok(await app.confirm(page.id, person, (await page.state()).number))
				ok(await page.session())
			},
			'qr.cancelled': async (page) => {
				ok(await app.scan(page.id, person))
				ok(await app.cancel(page.id, person))
			},
		}
		for (const [code, end] of Object.entries(over)) {
			const page = await browser()
			await end(page)
			await changesNothing(page.id, async () => {
				const calls = [() => app.scan(page.id, person), () => app.confirm(page.id, person, 11), () => app.cancel(page.id, person)]
				for (const answer of await Promise.all(Array.from({ length: 100 }, (_, i) => calls[i % 3]())))
					told(answer, 409, code)
			})
		}
	})

	it('QR-4 a browser may call itself anything', async () => {
		const { person } = await operator()
		for (const agent of ['\xff\xfe', `Edg/${'9'.repeat(3000)}`, "';--"]) {
			const client = await Client.open(stack)
			const { id } = await client.expect(201, 'POST', '/qr', { body: {}, headers: { 'User-Agent': agent } })
			assert.match(ok(await app.scan(id, person)).browser.en, /unknown system/)
		}
	})

	it('what is over can still be read for a while', async () => {
		const page = await browser()
		await db.query('UPDATE qr_codes SET created_at = created_at - INTERVAL 30 MINUTE, expires_at = expires_at - INTERVAL 30 MINUTE WHERE id = ?', page.id)
		assert.equal((await page.state()).state, 'expired')
	})
})

describe('only who asked for it', () => {
	it('QR-2 another browser, none, and a guess find nothing; nor does a cross-site page', async () => {
		const { person } = await operator()
		const page = await browser()
		const other = await browser()
		const nobody = await Client.open(stack)
		for (const client of [other.client, nobody]) {
			told(await client.get(`/qr/${page.id}`), 404, 'not_found')
			told(await client.post(`/qr/${page.id}/session`), 404, 'not_found')
		}
		ok(await app.scan(page.id, person))
		ok(await app.confirm(page.id, person, (await page.state()).number))
		for (const client of [other.client, nobody])
			told(await changesNothing(page.id, () => client.post(`/qr/${page.id}/session`)), 404, 'not_found')
		told(await changesNothing(page.id, () => page.session({}, { origin: 'https://elsewhere.example' })), 403, 'request.cross_site')
		told(await changesNothing(page.id, () => page.session({}, { origin: null })), 403, 'request.cross_site')
		told(await page.client.get('/qr/nonesuch'), 404, 'not_found')
		ok(await page.session())
	})

	it('QR-2 the cookie is the browser\'s alone and the row has its digest only', async () => {
		const page = await browser()
		const cookie = page.client.cookies.get('ld-qr')
		assert.equal(cookie.httponly, true)
		assert.equal(cookie.samesite, 'Strict')
		assert.ok(Buffer.from(cookie.value, 'base64url').length >= 32)
		const stored = Object.values(await db.one('SELECT * FROM qr_codes WHERE id = ?', page.id)).join(' ')
		assert.ok(!stored.includes(cookie.value))
	})

	it('QR-2 of 20 at a time that come for the session one gets it', async () => {
		const { person, user } = await operator()
		const page = await browser()
		ok(await app.scan(page.id, person))
		ok(await app.confirm(page.id, person, (await page.state()).number))
		const cookie = page.client.cookies.get('ld-qr')
		// The first have all read that it is confirmed before one may take it.
		const release = await hold(stack, `SELECT id FROM qr_codes WHERE id = '${page.id}' FOR UPDATE`)
		const asked = Array.from({ length: 20 }, () => page.session({}, { headers: { Cookie: `ld-qr=${cookie.value}` } }))
		await until('several wait', () => waiting(db, 3))
		await release()
		const answers = await Promise.all(asked)
		assert.deepEqual(answers.map(({ status, body }) => body.code ?? status).sort(), [200, ...Array(19).fill('qr.consumed')].sort())
		assert.equal(await db.value('SELECT COUNT(*) FROM sessions s JOIN accounts a ON a.id = s.account_id WHERE a.name = ?', user.account), '1')
	})
})

describe('calls of an app\'s backend', () => {
	it('QR-3 in the wrong order, twice, by another person or app: told, and nothing changes', async () => {
		const { person } = await operator()
		const page = await browser()
		const other = new AppBackend(stack, await addKey(freshKey()))
		told(await changesNothing(page.id, () => page.session()), 409, 'qr.not_confirmed')
		told(await changesNothing(page.id, () => app.confirm(page.id, person, 11)), 409, 'qr.not_scanned')
		told(await changesNothing(page.id, () => app.cancel(page.id, person)), 409, 'qr.not_scanned')
		ok(await app.scan(page.id, person))
		const { number } = await page.state()
		told(await changesNothing(page.id, () => app.scan(page.id, person)), 409, 'qr.already_scanned')
		told(await changesNothing(page.id, () => app.scan(page.id, newPerson())), 409, 'qr.already_scanned')
		told(await changesNothing(page.id, () => app.confirm(page.id, newPerson(), number)), 403, 'qr.another_person')
		told(await changesNothing(page.id, () => app.cancel(page.id, newPerson())), 403, 'qr.another_person')
		told(await changesNothing(page.id, () => other.confirm(page.id, person, number)), 403, 'qr.another_person')
		told(await changesNothing(page.id, () => page.session()), 409, 'qr.not_confirmed')
		ok(await app.confirm(page.id, person, number))
		for (const act of [() => app.confirm(page.id, person, number), () => app.cancel(page.id, person), () => app.scan(page.id, person)])
			told(await changesNothing(page.id, act), 409, 'qr.already_confirmed')
		ok(await page.session())
		for (const act of [() => app.confirm(page.id, person, number), () => page.session({}, { headers: { Cookie: 'ld-qr=gone' } })])
			assert.ok([404, 409].includes((await changesNothing(page.id, act)).status))
		told(await app.scan('A'.repeat(22), person), 404, 'not_found')
	})

	it('QR-3 100 replays of each call, in any order, at a time: the state never goes back', async () => {
		const { person } = await operator()
		const page = await browser()
		const scan = app.prepare(`/app/qr/${page.id}/scan`, person)
		ok(await app.send(scan))
		const { number } = await page.state()
		const confirm = app.prepare(`/app/qr/${page.id}/confirm`, { subject: person.subject, number: String(number) })
		ok(await app.send(confirm))
		const cancel = app.prepare(`/app/qr/${page.id}/cancel`, { subject: person.subject })
		told(await app.send(cancel), 409, 'qr.already_confirmed')
		await changesNothing(page.id, async () => {
			const answers = await Promise.all(Array.from({ length: 300 }, (_, i) => app.send([confirm, scan, cancel][i % 3])))
			for (const answer of answers)
				told(answer, 409, 'app.nonce_used')
		})
		ok(await page.session())
		for (const each of [scan, confirm, cancel])
			told(await changesNothing(page.id, () => app.send(each)), 409, 'app.nonce_used')
	})

	it('QR-3 one call sent 50 times at a time acts once', async () => {
		const { person } = await operator()
		const page = await browser()
		const scan = app.prepare(`/app/qr/${page.id}/scan`, person)
		const answers = await Promise.all(Array.from({ length: 50 }, () => app.send(scan)))
		assert.deepEqual(answers.map(({ body }) => body.code ?? body.state).sort(), [...Array(49).fill('app.nonce_used'), 'scanned'].sort())
	})

	it('QR-3 a nonce is spent by a call that was refused for the code\'s state', async () => {
		const { person } = await operator()
		const page = await browser()
		const early = app.prepare(`/app/qr/${page.id}/cancel`, { subject: person.subject })
		told(await app.send(early), 409, 'qr.not_scanned')
		ok(await app.scan(page.id, person))
		told(await changesNothing(page.id, () => app.send(early)), 409, 'app.nonce_used')
	})

	it('QR-3 five minutes of skew, either way, and no more', async () => {
		const { person } = await operator()
		const now = Number(await db.value('SELECT UNIX_TIMESTAMP()'))
		for (const off of [-310, 310, -86400, 86400]) {
			const page = await browser()
			told(await changesNothing(page.id, () => app.scan(page.id, person, { created: now + off })), 401, 'app.signature_expired')
		}
		for (const off of [-280, 280])
			ok(await app.scan((await browser()).id, person, { created: now + off }))
		told(await app.scan((await browser()).id, person, { created: now, more: `;expires=${now - 5}` }), 401, 'app.signature_expired')
	})

	it('QR-3 both algorithms; a key is added, rotated and revoked', async () => {
		const { person } = await operator()
		const name = `rotating-${process.pid}`
		for (const algorithm of ['ed25519', 'hmac-sha256']) {
			const [first, second] = [await addKey(freshKey(algorithm), name), await addKey(freshKey(algorithm), name)]
			const page = await browser()
			const backend = new AppBackend(stack, first)
			ok(await backend.scan(page.id, person))
			// From one key to the next in the middle: it is the same app.
			await stack.command(['ctl', 'app-keys', 'revoke', first.keyid])
			const { number } = await page.state()
			told(await changesNothing(page.id, () => backend.confirm(page.id, person, number)), 401, 'app.key_revoked')
			ok(await backend.confirm(page.id, person, number, { key: second }))
			ok(await page.session())
			const stdout = await stack.command(['ctl', 'app-keys', 'list'])
			assert.match(stdout, new RegExp(`${first.keyid} +${name} +${algorithm} +sign-in +revoked`))
			assert.match(stdout, new RegExp(`${second.keyid} +${name} +${algorithm} +sign-in +current`))
			assert.ok(!stdout.includes(first.given) || algorithm === 'ed25519')
			await assert.rejects(stack.command(['ctl', 'app-keys', 'revoke', first.keyid]))
			await assert.rejects(addKey(second, name))
		}
		const secrets = await db.query(`SELECT secret FROM app_keys WHERE algorithm = 2`)
		for (const { secret } of secrets)
			assert.match(secret, /^sealed:/)
	})

	it('QR-3 whatever is not signed, or signed for something else: told, and nothing changes', async () => {
		const { person } = await operator()
		const page = await browser()
		const path = `/app/qr/${page.id}/scan`
		const foreign = freshKey()
		const hmac = await addKey(freshKey('hmac-sha256'))
		const public_as_secret = { keyid: 'demo-app', secret: Buffer.alloc(32) }
		const without = (name) => covered.filter((each) => each !== name)
		const cases = [
			[{ headers: { Signature: null } }, 401, 'app.signature_missing'],
			[{ headers: { 'Signature-Input': null } }, 401, 'app.signature_missing'],
			[{ headers: { 'Content-Digest': null } }, 401, 'app.signature_wrong'],
			[{ key: foreign }, 401, 'app.key_unknown'],
			[{ key: { ...foreign, keyid: 'demo-app' } }, 401, 'app.signature_wrong'],
			[{ key: { ...foreign, keyid: hmac.keyid } }, 401, 'app.signature_wrong'],
			[{ key: { keyid: hmac.keyid, secret: Buffer.alloc(0) } }, 401, 'app.signature_wrong'],
			[{ key: public_as_secret }, 401, 'app.signature_wrong'],
			[{ more: ';alg="hmac-sha256"' }, 401, 'app.signature_wrong'],
			[{ more: ';alg="none"' }, 401, 'app.signature_wrong'],
			[{ method: 'GET' }, 401, 'app.signature_wrong'],
			[{ path: `${stack.base}/app/qr/${page.id}/cancel` }, 401, 'app.signature_wrong'],
			[{ authority: 'elsewhere.example' }, 401, 'app.signature_wrong'],
			[{ headers: { Host: 'elsewhere.example' }, authority: 'elsewhere.example' }, 401, 'app.signature_wrong'],
			[{ sent: JSON.stringify({ ...person, name: '李四' }) }, 400, 'app.digest_wrong'],
			[{ sent: '' }, 400, 'app.digest_wrong'],
			...covered.map((name) => [{ components: without(name) }, 400, 'app.signature_incomplete']),
			[{ query: '?a=1' }, 400, 'app.signature_incomplete'],
			[{ nonce: 'short' }, 400, 'app.signature_incomplete'],
			[{ parameters: '("@method" "@path" "@authority" "content-digest");keyid="demo-app";nonce="0123456789abcdef"' }, 400, 'app.signature_incomplete'],
			[{ parameters: '("@method" "@path" "@authority" "content-digest");created=1;keyid="demo-app"' }, 400, 'app.signature_incomplete'],
			[{ more: ';other=1' }, 400, 'app.signature_malformed'],
			[{ headers: { Signature: 'app=:AAAA' } }, 400, 'app.signature_malformed'],
			[{ headers: { Signature: `app=:${'A'.repeat(3000)}:` } }, 400, 'app.signature_malformed'],
			[{ headers: { 'Signature-Input': '('.repeat(3000) } }, 400, 'app.signature_malformed'],
			[{ components: [...covered, 'x-other'] }, 401, 'app.signature_wrong'],
		]
		for (const [how, status, code] of cases)
			await changesNothing(page.id, async () => told(await app.call(path, person, how), status, code))
		told(await app.scan(page.id, { ...person, id_no: '350203198001010014' }), 422, 'form.invalid')
		told(await app.scan(page.id, { ...person, more: 1 }), 422, 'form.invalid')
		ok(await app.call(path, person, { components: [...covered, 'content-type'], more: ';alg="ed25519"' }))
	})
})

describe('limits', () => {
	it('QR-8 20 codes a minute for an address, exactly, however many ask at a time', async () => {
		const own = await startStack({ SETTINGS: 'captcha_pool = 1', DEMO: 'no' })
		try {
			const clients = await Promise.all(Array.from({ length: 4 }, () => Client.open(own)))
			const ask = () => Promise.all(Array.from({ length: 50 }, (_, i) => clients[i % 4].post('/qr')))
			const answers = await ask()
			assert.equal(answers.filter(({ status }) => status === 201).length, 20)
			for (const answer of answers.filter(({ status }) => status !== 201)) {
				told(answer, 429, 'qr.too_often')
				assert.ok(answer.body.retry_after >= 1 && answer.body.retry_after <= 61)
				assert.equal(answer.headers['retry-after'], String(answer.body.retry_after))
			}
			const there = new Database(own)
			assert.equal(await there.value('SELECT COUNT(*) FROM qr_codes'), '20')
			await there.query('UPDATE rates SET began_at = began_at - INTERVAL 61 SECOND WHERE act = 5')
			assert.equal((await ask()).filter(({ status }) => status === 201).length, 20)
		} finally {
			await own.stop()
		}
	})

	it('codes, nonces and counts are swept once they are over, and not before', async () => {
		const own = await startStack({ SETTINGS: 'sweep_seconds = 0', DEMO: 'no' })
		try {
			const there = new Database(own)
			const at = (minutes) => `UTC_TIMESTAMP(3) - INTERVAL ${minutes} MINUTE`
			for (const [id, minutes] of [['kept', 59], ['gone', 61]])
				await there.query(`INSERT INTO qr_codes (id, secret_digest, state, device, address, created_at, expires_at) VALUES (?, ?, 1, '-', '-', ${at(minutes)}, ${at(minutes)})`, id, id)
			for (const [nonce, minutes] of [['kept', 14], ['gone', 16]])
				await there.query(`INSERT INTO app_nonces (keyid, nonce, used_at) VALUES ('k', ?, ${at(minutes)})`, nonce)
			await there.query(`INSERT INTO rates (act, subject, began_at, n) VALUES (5, 1, ${at(59)}, 1), (5, 2, ${at(61)}, 1), (4, 3, ${at(61)}, 1)`)
			await until('swept', async () => await there.value('SELECT COUNT(*) FROM rates') === '2'
				&& await there.value('SELECT GROUP_CONCAT(id) FROM qr_codes') === 'kept'
				&& await there.value('SELECT GROUP_CONCAT(nonce) FROM app_nonces') === 'kept')
		} finally {
			await own.stop()
		}
	})
})

describe('the demonstration\'s key', () => {
	it('QR-7 signs for the simulator in the demo only, and what it signs is taken', async () => {
		const page = await browser()
		const { person } = await operator()
		const body = JSON.stringify(person)
		const { content_digest, signature_input, signature } = ok(await page.client.post('/phone/signature', { path: `app/qr/${page.id}/scan`, body }))
		const headers = { 'Content-Digest': content_digest, 'Signature-Input': signature_input, Signature: signature }
		assert.equal((await page.client.post(`/app/qr/${page.id}/scan`, person, { headers })).status, 200)
		told(await page.client.post('/phone/signature', { path: 'session', body }), 404, 'not_found')
	})

	it('QR-7 switched on in production it signs with a key of its own, which is an app\'s; the demonstration\'s is refused', async () => {
		const directory = mkdtempSync(join(tmpdir(), 'liangding-phone-'))
		const file = join(directory, 'phone.key')
		const { privateKey, publicKey } = generateKeyPairSync('ed25519')
		writeFileSync(file, `${Buffer.from(privateKey.export({ format: 'jwk' }).d, 'base64url').toString('base64')}\n`, { mode: 0o600 })
		if (process.getuid() === 0) {
			chownSync(directory, 65534, 65534)
			chownSync(file, 65534, 65534)
		}
		const own = await startStack({ MODE: 'production', TLS: 'yes', CAPTCHA_REVEAL: 'no', DEMO: 'no', SETTINGS: `phone_keyid = simulator\n\tphone_key_file = ${file}` })
		try {
			const client = await Client.open(own)
			const { id, phone } = await client.expect(201, 'POST', '/qr', { body: {} })
			assert.equal(phone, 'phone')
			const person = newPerson()
			const body = JSON.stringify(person)
			const scan = async () => {
				const { content_digest, signature_input, signature } = ok(await client.post('/phone/signature', { path: `app/qr/${id}/scan`, body }))
				return client.post(`/app/qr/${id}/scan`, person, { headers: { 'Content-Digest': content_digest, 'Signature-Input': signature_input, Signature: signature } })
			}
			told(await scan(), 401, 'app.key_unknown')
			const raw = publicKey.export({ format: 'der', type: 'spki' }).subarray(-32)
			await own.command(['ctl', 'app-keys', 'add', 'simulator', 'simulator', 'ed25519'], `${raw.toString('base64')}\n`)
			assert.equal((await scan()).status, 200)
			writeFileSync(file, `${Buffer.from('liangding demonstration key only').toString('base64')}\n`)
			await assert.rejects(own.ctl('jobs'), /demonstration's key/)
		} finally {
			await own.stop()
			rmSync(directory, { recursive: true, force: true })
		}
	})

	it('QR-7 production does not start with it, nor does its check pass; nothing signs there', async () => {
		const own = await startStack({ MODE: 'production', TLS: 'yes', CAPTCHA_REVEAL: 'no', DEMO: 'no' })
		try {
			const there = new Database(own)
			const client = await Client.open(own)
			told(await client.post('/phone/signature', { path: 'app/qr/x/scan', body: '{}' }), 401, 'session.ended')
			assert.equal((await client.expect(201, 'POST', '/qr', { body: {} })).phone, undefined)
			// As a host that migrates from elsewhere has it: the check runs as the daemon's user.
			const file = join(own.directory, 'check.conf')
			const settings = readFileSync(join(own.directory, 'liangding.conf'), 'utf8')
			writeFileSync(file, settings.split('\n').filter((line) => !/^owner_/.test(line.trim())).join('\n'), { mode: 0o600 })
			const check = async () => {
				const { stdout, stderr } = await promisify(execFile)(join(top, 'build/liangdingctl'), ['-c', file, 'check', '--dir', join(top, 'migrations')]).catch((error) => error)
				return stdout + stderr
			}
			const started = () => own.command(['restart-daemon'])
			assert.doesNotMatch(await check(), /app-keys/)
			const demo = createPublicKey(demoKey.private).export({ format: 'der', type: 'spki' }).subarray(-32)
			await assert.rejects(own.command(['ctl', 'app-keys', 'add', 'other-name', 'demo', 'ed25519'], `${demo.toString('base64')}\n`), /everybody/)
			await there.query(`INSERT INTO app_keys (keyid, app, algorithm, purpose, public_key, state, created_at) VALUES ('other-name', 'demo', 1, 1, UNHEX(?), 1, UTC_TIMESTAMP(3))`, demo.toString('hex'))
			assert.match(await check(), /app_keys: .*app-keys revoke/)
			await own.ctl('app-keys', 'revoke', 'other-name')
			assert.doesNotMatch(await check(), /app-keys/)
			await started()
			await there.query(`UPDATE app_keys SET state = 1`)
			// Last, for it takes the whole stack down.
			await assert.rejects(started(), /app_keys holds the demonstration's key/)
		} finally {
			await own.stop()
		}
	})
})

describe('who may', () => {
	it('QR-5 without an active credential an operator is refused, and the page says why', async () => {
		for (const { person } of [await operator({ credential_active: false }), { person: newPerson({ credential_active: false }) }]) {
			const page = await browser()
			told(await app.scan(page.id, person), 403, 'qr.credential_inactive')
			const { state, reason } = await page.state()
			assert.deepEqual([state, reason], ['refused', 'credential'])
			told(await changesNothing(page.id, () => app.confirm(page.id, person, 11)), 409, 'qr.refused')
		}
	})

	it('QR-5 a bureau\'s reviewer scans in without one', async () => {
		const person = newPerson({ credential_active: false })
		const user = await accounts.reviewer('city')
		await standsFor(stack, db, user.account, person)
		const page = await browser()
		ok(await app.scan(page.id, person))
		ok(await app.confirm(page.id, person, (await page.state()).number))
		const session = ok(await page.session())
		assert.deepEqual([session.account.name, session.grant.role], [user.account, 'city_reviewer'])
	})

	it('QR-5 a closed account does not, nor one that is closed after the confirmation', async () => {
		const { person, user } = await operator()
		const close = () => db.query('UPDATE accounts SET state = 2 WHERE name = ?', user.account)
		const late = await browser()
		ok(await app.scan(late.id, person))
		ok(await app.confirm(late.id, person, (await late.state()).number))
		await close()
		told(await late.session(), 403, 'qr.account_closed')
		const page = await browser()
		told(await app.scan(page.id, person), 403, 'qr.account_closed')
		assert.equal((await page.state()).reason, 'closed')
	})

	it('QR-5 somebody new gets a unified account, once, with nothing to read in it', async () => {
		const person = newPerson()
		const names = []
		for (let i = 0; i < 2; i++) {
			const page = await browser()
			ok(await app.scan(page.id, person))
			ok(await app.confirm(page.id, person, (await page.state()).number))
			const session = ok(await page.session())
			assert.deepEqual([session.account.kind, session.grants], ['unified', []])
			names.push(session.account.name)
		}
		assert.equal(names[0], names[1])
		const stored = JSON.stringify(await db.query('SELECT a.*, p.* FROM accounts a JOIN persons p ON p.account_id = a.id WHERE a.name = ?', names[0]))
		for (const secret of [person.phone, person.id_no])
			assert.ok(!stored.includes(secret))
		const codes = JSON.stringify(await db.query('SELECT * FROM qr_codes WHERE subject = ?', person.subject))
		for (const secret of [person.phone, person.id_no, person.name])
			assert.ok(!codes.includes(secret))
	})

	it('QR-5 of two first scans at a time one makes the account', async () => {
		const person = newPerson()
		const pages = await Promise.all([browser(), browser(), browser(), browser()])
		await Promise.all(pages.map(async (page) => {
			ok(await app.scan(page.id, person))
			ok(await app.confirm(page.id, person, (await page.state()).number))
		}))
		const names = await Promise.all(pages.map(async (page) => ok(await page.session()).account.name))
		assert.equal(new Set(names).size, 1)
	})

	it('QR-5 a new subject with a known ID number re-attaches: grants stay, other sessions end', async () => {
		const { person, user } = await operator()
		const first = await browser()
		ok(await app.scan(first.id, person))
		ok(await app.confirm(first.id, person, (await first.state()).number))
		assert.equal((await first.state()).reattached, false)
		first.client.token = ok(await first.session()).access_token
		const again = { ...newPerson(), id_no: person.id_no }
		const page = await browser()
		ok(await app.scan(page.id, again))
		assert.equal((await first.client.get('/me')).status, 200)
		ok(await app.confirm(page.id, again, (await page.state()).number))
		assert.equal((await first.client.get('/me')).status, 401)
		assert.equal((await page.state()).reattached, true)
		const session = ok(await page.session())
		assert.deepEqual([session.account.name, session.grant.role], [user.account, 'operator'])
		assert.equal(await db.value('SELECT subject FROM persons p JOIN accounts a ON a.id = p.account_id WHERE a.name = ?', user.account), again.subject)
		assert.equal(await db.value(`SELECT COUNT(*) FROM audit_rows WHERE act = 'person.reattach' AND object = (SELECT id FROM accounts WHERE name = ?)`, user.account), '1')
	})

	it('QR-5 whoever has several accounts chooses among the roles of all', async () => {
		const { person, user } = await operator()
		const other = await accounts.operator()
		await standsFor(stack, db, other.account, person)
		const page = await browser()
		ok(await app.scan(page.id, person))
		assert.equal((await page.state()).choices, undefined)
		ok(await app.confirm(page.id, person, (await page.state()).number))
		const { choices } = await page.state()
		assert.equal(choices.length, 2)
		told(await changesNothing(page.id, () => page.session()), 409, 'qr.grant_needed')
		const foreign = await accounts.operator()
		const foreign_grant = Number(await db.value('SELECT g.id FROM grants g JOIN accounts a ON a.id = g.account_id WHERE a.name = ?', foreign.account))
		told(await changesNothing(page.id, () => page.session({ grant_id: foreign_grant })), 403, 'access.denied')
		const session = ok(await page.session({ grant_id: choices[1].grant_id }))
		assert.equal(session.account.name, other.account)
		assert.notEqual(session.account.name, user.account)
	})
})
