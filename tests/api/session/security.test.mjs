// Security as it is seen from outside: the production configuration, over https,
// through the real nginx. One test for each line of the requirements.
import assert from 'node:assert/strict'
import { createHmac } from 'node:crypto'
import { execFileSync, spawn } from 'node:child_process'
import { readFileSync, readdirSync, statSync } from 'node:fs'
import { createConnection } from 'node:net'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { Accounts } from '../../lib/accounts.mjs'
import { Client, exchange, parseCookie } from '../../lib/client.mjs'
import { Database } from '../../lib/db.mjs'
import { draftApplication, submit } from '../../lib/orders.mjs'
import { png } from '../../lib/papers.mjs'
import { children, workers } from '../../lib/processes.mjs'
import { startStack, top, until } from '../../lib/stack.mjs'

const policy = "default-src 'self'; img-src 'self' blob: data:; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
const webs = process.env.WEB || join(top, 'web/dist')
let stack, plain, db, accounts, operator, person, accounts_at_first
const open = (site = stack) => Client.open(site, { db })
const signedIn = async (who) => (await open()).signIn(who)
const get = (path, headers = {}) => exchange(stack.origin, 'GET', path, { headers })

before(async () => {
	stack = await startStack({ TLS: 'yes', MODE: 'production', CAPTCHA_REVEAL: 'no', DEMO: 'no' })
	plain = await stack.nginx({ 'login-rate': '1000r/s', 'captcha-rate': '1000r/s' })
	db = new Database(stack)
	accounts_at_first = await db.value('SELECT COUNT(*) FROM accounts')
	accounts = new Accounts(stack, db)
	person = await accounts.operator({ division: 350302 })
	await accounts.bureau('city', 350300)
	operator = await signedIn(person)
})
after(async () => {
	await plain?.stop()
	await stack?.stop()
})

function assertProblem({ status, type, body }, expected, code) {
	assert.equal(status, expected)
	assert.equal(type, 'application/problem+json')
	assert.equal(body.code, code)
	assert.ok(body.message.zh && body.message.en && body.remedy.zh && body.remedy.en)
}

// Sends bytes as they are to the plain nginx; gives the whole answer as text.
function raw(text) {
	return new Promise((resolve, reject) => {
		const socket = createConnection({ port: plain.port, host: '127.0.0.1' })
		let got = ''
		socket.setEncoding('utf8').on('data', (part) => { got += part })
			.on('close', () => resolve(got)).on('error', (error) => got ? resolve(got) : reject(error))
		socket.write(text)
	})
}

// Every kind of answer, with the path that brings it.
async function everyKind() {
	const asset = readdirSync(join(webs, 'assets')).find((name) => name.endsWith('.js'))
	const file_id = await fileOfMine()
	const authorised = { Authorization: `Bearer ${operator.token}` }
	return {
		'the page': await get('/'),
		'a page of the app': await get('/orders/20261122'),
		'an asset': await get(`/assets/${asset}`),
		'a missing asset': await get('/assets/gone.js'),
		'an answer': await get('/api/me', authorised),
		'an answer without signing in': await get('/api/healthz'),
		'the description': await get('/api/openapi.json'),
		'a refusal of the daemon\'s': await get('/api/me'),
		'an unknown address': await get('/api/nothing', authorised),
		'a method nginx refuses': await exchange(stack.origin, 'POST', '/'),
		'a body too large': await exchange(stack.origin, 'POST', '/api/session', { body: Buffer.alloc(20_000) }),
		'an address too long': await get(`/api/${'a'.repeat(9000)}`),
		'a header too large': await get('/api/me', { 'X-Large': 'a'.repeat(9000) }),
		'a stored file': await get(`/api/files/${file_id}/content`, authorised),
		'the store itself': await get('/_files/00/nothing'),
	}
}
let file_of_mine
async function fileOfMine() {
	if (!file_of_mine) {
		const order = await operator.once('/orders', { kind: 'access_application' })
		file_of_mine = await operator.attach(order.body.order_no, 'others', 'a.png', png())
	}
	return file_of_mine
}

describe('cookies', () => {
	it('are __Host-, Secure, HttpOnly, SameSite=Strict, for the whole host and no other', async () => {
		const client = await open()
		const answer = await client.tryPassword(person.account, person.password)
		const cookies = answer.headers['set-cookie'].map(parseCookie)
		assert.deepEqual(cookies.map(({ name }) => name).sort(), ['__Host-ld-file', '__Host-ld-refresh'])
		for (const cookie of cookies) {
			const { value, 'max-age': age, ...rest } = cookie
			assert.ok(value.length >= 43)
			assert.equal(Number(age), 12 * 3600)
			assert.deepEqual(rest, { name: cookie.name, path: '/', secure: true, httponly: true, samesite: 'Strict' })
		}
	})

	it('count only under their __Host- names, and signing out takes them back', async () => {
		const client = await signedIn(person)
		const cookies = [...client.cookies.values()]
		const renamed = cookies.map(({ name, value }) => `${name.slice('__Host-'.length)}=${value}`).join('; ')
		const refused = await exchange(stack.origin, 'POST', '/api/session/refresh', { body: '{}', headers: {
			Cookie: renamed, Origin: stack.origin, 'Content-Type': 'application/json' } })
		assertProblem(refused, 401, 'session.ended')
		const out = await client.delete('/session')
		assert.equal(out.status, 204)
		const cleared = out.headers['set-cookie'].map(parseCookie)
		assert.deepEqual(cleared.map(({ name }) => name).sort(), cookies.map(({ name }) => name).sort())
		for (const cookie of cleared) {
			assert.equal(cookie.value, '')
			assert.equal(cookie['max-age'], '0')
			assert.ok(cookie.secure && cookie.httponly && cookie.samesite === 'Strict' && cookie.path === '/')
		}
	})
})

describe('headers', () => {
	it('one content policy, word for word, on pages, answers and refusals', async () => {
		for (const [what, { headers }] of Object.entries(await everyKind()))
			if (what !== 'a stored file')
				assert.equal(headers['content-security-policy'], policy, what)
	})

	it('the served page holds no script, style or handler of its own', async () => {
		for (const path of ['/', '/orders/20261122']) {
			const html = (await get(path)).buffer.toString()
			const scripts = html.match(/<script\b[^>]*>[^]*?<\/script>/g)
			assert.ok(scripts.length >= 2)
			for (const script of scripts)
				assert.match(script, /^<script\b[^>]* src="\/[^"]+"[^>]*><\/script>$/)
			assert.doesNotMatch(html, /<style|\sstyle=|\son[a-z]+=|javascript:|<base/i)
		}
	})

	it('HSTS, nosniff, a referrer policy and no framing on every kind of answer', async () => {
		for (const [what, { headers }] of Object.entries(await everyKind())) {
			assert.equal(headers['strict-transport-security'], 'max-age=31536000', what)
			assert.equal(headers['x-content-type-options'], 'nosniff', what)
			const file = what === 'a stored file'
			assert.equal(headers['referrer-policy'], file ? 'no-referrer' : 'same-origin', what)
			assert.equal(headers['x-frame-options'], file ? 'SAMEORIGIN' : 'DENY', what)
			assert.match(headers['content-security-policy'], file ? /frame-ancestors 'self'.*sandbox/ : /frame-ancestors 'none'/, what)
			assert.equal(headers['access-control-allow-origin'], undefined, what)
			assert.equal(headers['x-powered-by'], undefined, what)
			assert.equal(headers.server, 'nginx', what)
		}
	})

	it('nothing of the API is cached, refusals included', async () => {
		for (const [what, { headers }] of Object.entries(await everyKind()))
			if (/^the page|^a page/.test(what))
				assert.equal(headers['cache-control'], 'no-cache', what)
			else if (what === 'an asset')
				assert.match(headers['cache-control'], /immutable/)
			else
				assert.match(headers['cache-control'], /\bno-store\b/, what)
	})

	it('nginx\'s own refusals are problems', async () => {
		const kinds = await everyKind()
		assertProblem(kinds['a method nginx refuses'], 405, 'request.method')
		assertProblem(kinds['a body too large'], 413, 'request.too_large')
		assertProblem(kinds['an address too long'], 414, 'request.address_too_long')
		assertProblem(kinds['a header too large'], 400, 'request.malformed')
		assertProblem(kinds['the store itself'], 404, 'not_found')
	})

	it('no other site is let in by CORS', async () => {
		for (const path of ['/api/me', '/api/session', '/api/orders']) {
			const { status, headers } = await exchange(stack.origin, 'OPTIONS', path, { headers: {
				Origin: 'https://evil.example', 'Access-Control-Request-Method': 'POST' } })
			assert.equal(status, 405, path)
			assert.ok(!Object.keys(headers).some((name) => name.startsWith('access-control')))
		}
	})
})

describe('what a client says about itself', () => {
	it('changes nothing: its address is where it came from', async () => {
		const client = await open()
		const lies = { 'X-Forwarded-For': '10.9.8.7', 'X-Real-IP': '10.9.8.7', Forwarded: 'for=10.9.8.7',
			'X-Forwarded-Proto': 'http', 'X-Forwarded-Host': 'evil.example', Proxy: 'http://10.9.8.7/',
			'X-Request-Id': 'id-of-mine', REMOTE_ADDR: '10.9.8.7', X_Forwarded_For: '10.9.8.7' }
		const answer = await client.post('/session', { realm: person.realm, account: person.account,
			password: person.password, ...await client.captcha() }, { headers: lies })
		assert.equal(answer.status, 200)
		assert.match(answer.headers['x-request-id'], /^[0-9a-f]{32}$/)
		client.entered(answer.body)
		const { items } = await client.expect(200, 'GET', '/sessions', { headers: lies })
		assert.equal(items.find(({ current }) => current).address, '127.0.0.1')
		assert.ok(!stack.file('daemon.log').includes('id-of-mine'))
	})

	it('a token in the address opens nothing, and the logs hold no query', async () => {
		const token = operator.token
		for (const query of [`access_token=${token}`, `token=${token}`, `Authorization=Bearer%20${token}`])
			assertProblem(await get(`/api/me?${query}`), 401, 'session.ended')
		assert.equal((await get('/api/orders?title=MarkerOfMine', { Authorization: `Bearer ${token}` })).status, 200)
		const logs = stack.file('nginx/access.log') + stack.file('nginx/error.log') + stack.file('daemon.log')
		assert.ok(logs.includes('/api/orders'))
		for (const word of ['MarkerOfMine', token, 'access_token'])
			assert.ok(!logs.includes(word), word)
	})
})

describe('writes', () => {
	const kind = '{"kind":"access_application"}'
	const write = (headers, { path = '/api/orders', method = 'POST', body = method === 'POST' ? kind : undefined } = {}) =>
		exchange(stack.origin, method, path, { body, headers: { Authorization: `Bearer ${operator.token}`,
			'Content-Type': 'application/json', 'Idempotency-Key': `key-${Math.random()}`.replace('.', ''), Origin: stack.origin, ...headers } })

	it('need no type where there is no body', async () => {
		const { body: { order_no } } = await write({})
		const bare = (path, method) => exchange(stack.origin, method, path, { headers: { Authorization: `Bearer ${operator.token}`, Origin: stack.origin } })
		assert.equal((await bare(`/api/orders/${order_no}`, 'DELETE')).status, 204)
		assert.equal((await bare('/api/captchas', 'POST')).status, 201)
		assertProblem(await bare('/api/session/grant', 'POST'), 400, 'request.bad_json')
		assertProblem(await exchange(stack.origin, 'POST', '/api/captchas', { headers: { Origin: 'https://evil.example' } }), 403, 'request.cross_site')
	})

	it('need a type that no form can send', async () => {
		for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x',
			'application/octet-stream', 'application/json5', 'text/json', '', 'application/jsonx'])
			assertProblem(await write({ 'Content-Type': type }), 415, 'request.content_type')
		assert.equal((await write({ 'Content-Type': 'application/json; charset=utf-8' })).status, 201)
		const put = { path: `/api/files/${await fileOfMine()}/content`, method: 'PUT', body: 'x' }
		for (const type of ['application/json', 'text/plain', 'image/png'])
			assertProblem(await write({ 'Content-Type': type, 'Upload-Offset': '0' }, put), 415, 'request.content_type')
		assert.equal((await write({ 'Content-Type': 'application/octet-stream', 'Upload-Offset': '0' }, put)).status, 409)
	})

	it('come from our own origin or are refused, whatever the method', async () => {
		const { port } = stack
		for (const origin of ['https://evil.example', 'null', `http://127.0.0.1:${port}`, 'https://127.0.0.1',
			`https://127.0.0.1:${port}.evil.example`, `https://127.0.0.1:${port + 1}`, `https://localhost:${port}`, `${stack.origin}/`]) {
			assertProblem(await write({ Origin: origin }), 403, 'request.cross_site')
			assertProblem(await write({ Origin: origin }, { path: '/api/session', method: 'DELETE', body: undefined }), 403, 'request.cross_site')
			assertProblem(await write({ Origin: origin }, { path: '/api/session/refresh', body: '{}' }), 403, 'request.cross_site')
		}
		// In production a Host of the same name makes it no better.
		assertProblem(await write({ Origin: 'http://evil.example', Host: 'evil.example' }), 403, 'request.cross_site')
		assertProblem(await write({ Origin: 'https://evil.example', Host: 'evil.example' }), 403, 'request.cross_site')
		assert.equal((await write({})).status, 201)
	})

	it('without an Origin are judged by Sec-Fetch-Site', async () => {
		const without = (site, options) => {
			const headers = { Authorization: `Bearer ${operator.token}`, 'Content-Type': 'application/json', 'Idempotency-Key': `key-${Math.random()}`.replace('.', '') }
			if (site)
				headers['Sec-Fetch-Site'] = site
			return exchange(stack.origin, 'POST', '/api/orders', { body: '{"kind":"access_application"}', headers, ...options })
		}
		for (const site of ['cross-site', 'same-site', 'anything'])
			assertProblem(await without(site), 403, 'request.cross_site')
		for (const site of ['same-origin', 'none', null])
			assert.equal((await without(site)).status, 201, String(site))
	})

	it('that live on a cookie alone need to say where they come from', async () => {
		const client = await signedIn(person)
		const refresh = (headers) => exchange(stack.origin, 'POST', '/api/session/refresh', { body: '{}', headers: {
			'Content-Type': 'application/json', Cookie: client.cookieHeader('/api'), ...headers } })
		assertProblem(await refresh({}), 403, 'request.cross_site')
		assertProblem(await refresh({ 'Sec-Fetch-Site': 'same-site' }), 403, 'request.cross_site')
		assert.equal((await refresh({ 'Sec-Fetch-Site': 'same-origin' })).status, 200)
		assert.equal((await refresh({ Origin: stack.origin })).status, 200)
	})
})

describe('limits', () => {
	it('tries to sign in and captchas are limited with 429, a problem with a time to wait', async () => {
		const strict = await stack.nginx({ 'login-rate': '1r/m', 'login-burst': 1, 'captcha-rate': '1r/m', 'captcha-burst': 1 })
		try {
			const post = (path) => exchange(strict.origin, 'POST', path, { body: '{}', headers: { 'Content-Type': 'application/json' } })
			for (const path of ['/api/session', '/api/captchas']) {
				const answers = [await post(path), await post(path), await post(path)]
				assert.deepEqual(answers.map(({ status }) => status === 429), [false, false, true], path)
				assertProblem(answers[2], 429, 'rate.limited')
				assert.ok(Number(answers[2].headers['retry-after']) > 0)
			}
			assert.equal((await exchange(strict.origin, 'GET', '/api/healthz')).status, 200)
		} finally {
			await strict.stop()
		}
	})

	it('a body is as large as its route needs and no larger', async () => {
		const put = (path, size, type = 'application/json', method = 'POST') => exchange(stack.origin, method, path, {
			body: Buffer.alloc(size, ' '), headers: { 'Content-Type': type, Authorization: `Bearer ${operator.token}`,
				'Idempotency-Key': 'a-key-of-mine', 'Upload-Offset': '0' } })
		for (const path of ['/api/session', '/api/session/refresh', '/api/session/grant', '/api/session/phone', '/api/session/phone/code',
			'/api/password', '/api/captchas', '/api/recovery/code', '/api/recovery/password', '/api/bound-phone/code', '/api/qr', '/api/app/qr/x/scan',
			'/api/enrolments', '/api/enrolments/code', '/api/activation', '/api/activation/look', '/api/bound-accounts']) {
			assertProblem(await put(path, 16 * 1024 + 1), 413, 'request.too_large')
			assert.notEqual((await put(path, 16 * 1024)).status, 413, path)
		}
		assertProblem(await put('/api/orders', (1 << 20) + 1), 413, 'request.too_large')
		assert.equal((await put('/api/orders', 1 << 20)).status, 400)
		const file = `/api/files/${await fileOfMine()}/content`
		assert.equal((await put(file, 1 << 20, 'application/octet-stream', 'PUT')).status, 409)
		assertProblem(await put(file, (1 << 20) + 2048, 'application/octet-stream', 'PUT'), 413, 'request.too_large')
	})

	it('a body that does not tell its size is measured all the same', async () => {
		const chunk = `8000\r\n${' '.repeat(0x8000)}\r\n`
		const answer = await raw('POST /api/session HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n'
			+ `Transfer-Encoding: chunked\r\nConnection: close\r\n\r\n${chunk}0\r\n\r\n`)
		assert.match(answer, /^HTTP\/1\.1 413 /)
		assert.match(answer, /"code":"request\.too_large"/)
	})

	it('hashing is capped: a flood costs 503s, never more than two hashes\' memory', async () => {
		const client = await open()
		const captchas = []
		for (let i = 0; i < 60; i++)
			captchas.push(await client.captcha())
		let most = 0
		let going = true
		const anonymous = (pid) => Number(/RssAnon:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0)
		const watch = async () => {
			while (going) {
				most = Math.max(most, workers(stack).filter((pid) => anonymous(pid) > 15_000).length)
				await new Promise((resolve) => setTimeout(resolve, 2))
			}
		}
		const watching = watch()
		const answers = await Promise.all(captchas.map((captcha, i) => client.post('/session',
			{ realm: 'bureau', account: `flood-${i}`, password: 'whatever it is', ...captcha }, { token: null })))
		going = false
		await watching
		for (const { status } of answers)
			assert.ok([401, 503].includes(status), String(status))
		assert.ok(most >= 1 && most <= 2, `${most} workers hashed at once`)
	})

	it('LOGIN-1 a wrong password costs the workers as much for an account that there is not as for one that there is', async () => {
		// Processor time, not the clock's: other work on the machine does not count. Nearly all of it is the hash.
		const spent = () => workers(stack).reduce((sum, pid) => sum + Number(readFileSync(`/proc/${pid}/schedstat`, 'utf8').split(' ')[0]), 0)
		const client = await open()
		const costs = { [person.account]: 0, H99999999998: 0 }
		for (let i = 0; i < 12; i++) {
			if (i % 4 === 0) // four wrong ones are free
				await db.query('DELETE FROM login_tries')
			for (const account of Object.keys(costs)) {
				const captcha = await client.captcha()
				const before_ = spent()
				assert.equal((await client.post('/session', { realm: 'institution', account, password: 'not the password', ...captcha }, { token: null })).status, 401)
				costs[account] += spent() - before_
			}
		}
		await db.query('DELETE FROM login_tries')
		const [known, unknown] = Object.values(costs)
		assert.ok(unknown > known * 0.6 && known > unknown * 0.6, `${known / 12e6} and ${unknown / 12e6} ms a try`)
	})

	it('64 slow clients starve nobody, and are cut off after ten seconds', async () => {
		const asset = readdirSync(join(webs, 'assets')).map((name) => ({ name, size: statSync(join(webs, 'assets', name)).size }))
			.sort((a, b) => b.size - a.size)[0]
		const slow = { headers: 'GET /api/me HTTP/1.1\r\nHost: x\r\nX-Sl', body: 'POST /api/session HTTP/1.1\r\nHost: x\r\n'
			+ 'Content-Type: application/json\r\nContent-Length: 100\r\n\r\n{"',
		reader: `GET /assets/${asset.name} HTTP/1.1\r\nHost: x\r\n\r\n`.repeat(Math.ceil(12e6 / asset.size)) }
		const kinds = Object.keys(slow)
		let alive = 0
		// Whether nginx still has any connection of those from these ports.
		const held = (ports) => readFileSync('/proc/net/tcp', 'utf8').split('\n').map((line) => line.trim().split(/\s+/))
			.filter(([, local, , state]) => state === '01' && parseInt(local?.split(':')[1], 16) === plain.port)
			.some(([, , remote]) => ports.includes(parseInt(remote.split(':')[1], 16)))
		const readers = []
		const ended = Array.from({ length: 64 }, (_, i) => new Promise((resolve) => {
			const kind = kinds[i % 3]
			const socket = createConnection({ port: plain.port, host: '127.0.0.1' })
			alive++
			socket.on('error', () => {}).on('close', () => {
				alive--
				resolve(kind)
			})
			socket.write(slow[kind])
			// A reader that stops reading after its first taste.
			if (kind === 'reader')
				socket.once('data', () => {
					socket.pause()
					readers.push(socket)
				})
			else
				socket.resume()
		}))
		for (let i = 0; i < 100; i++) {
			const { status } = await exchange(plain.origin, 'GET', '/api/me', { headers: { Authorization: `Bearer ${operator.token}` } })
			assert.equal(status, 200)
		}
		// All were answered while the slow ones were at it; those are ended by nginx alone.
		assert.ok(alive > 0)
		// A reader's end is only noticed by who looks.
		await until('all readers have begun', () => readers.length === 21)
		await until('they are cut off', () => !held(readers.map(({ localPort }) => localPort)), 120)
		for (const socket of readers)
			socket.resume()
		assert.equal((await Promise.all(ended)).length, 64)
		const conf = readFileSync(join(plain.directory, 'liangding.conf'), 'utf8')
		for (const limit of ['client_header_timeout', 'client_body_timeout', 'send_timeout'])
			assert.match(conf, new RegExp(`^\\s*${limit} 10s;`, 'm'))
		const cut = execFileSync('sh', ['-c', `grep -c 'assets/${asset.name}' "$1/access.log" || true`, '-', plain.directory], { encoding: 'utf8' })
		assert.ok(Number(cut) < 22 * Math.ceil(12e6 / asset.size), 'no slow reader got all it asked for')
	})
})

describe('tokens', () => {
	const part = (value) => Buffer.from(JSON.stringify(value)).toString('base64url')
	const read = (text) => JSON.parse(Buffer.from(text, 'base64url').toString())

	// Signed as ours are, with the very key, so that only what is changed can be why.
	function forge({ head = {}, body = {}, hash = 'sha256', key } = {}) {
		const [h, b] = operator.token.split('.')
		const [, kid, secret] = stack.file('jwt.keys').split('\n').find((line) => line.startsWith('jwt ')).split(' ')
		const text = `${part({ ...read(h), kid, ...head })}.${part({ ...read(b), ...body })}`
		const signature = hash === null ? '' : createHmac(hash, key ?? Buffer.from(secret, 'base64url')).update(text).digest('base64url')
		return `${text}.${signature}`
	}
	const me = (token) => exchange(stack.origin, 'GET', '/api/me', { headers: { Authorization: `Bearer ${token}` } })
	const now = Math.floor(Date.now() / 1000)

	it('one forged with nothing changed is good: the forger knows the key', async () => {
		assert.equal((await me(forge())).status, 200)
	})

	for (const [what, change] of Object.entries({
		'no algorithm': { head: { alg: 'none' }, hash: null },
		'no algorithm, but a signature': { head: { alg: 'none' } },
		'HS512 with the right key': { head: { alg: 'HS512' }, hash: 'sha512' },
		'HS384 with the right key': { head: { alg: 'HS384' }, hash: 'sha384' },
		'an empty key': { key: '' },
		'another key': { key: 'x'.repeat(32) },
		'a key id that there is not': { head: { kid: 'nonesuch' } },
		'no key id': { head: { kid: undefined } },
		'another issuer': { body: { iss: 'somebody' } },
		'no issuer': { body: { iss: undefined } },
		'another audience': { body: { aud: 'another-api' } },
		'another type': { body: { typ: 'refresh' } },
		'an end in the past': { body: { iat: now - 400, exp: now - 100 } },
		'an end of just now': { body: { iat: now - 301, exp: now - 1 } },
		'no end': { body: { exp: undefined } },
		'more in it than ours ever have, too long': { body: { more: 'x'.repeat(4000) } },
		'an end before its beginning': { body: { iat: now + 500, exp: now + 400 } },
		'a session that there is not': { body: { sid: 999999999 } },
		'a negative session': { body: { sid: -1 } },
		'a grant of nobody': { body: { gid: 999999999 } },
	}))
		it(`one with ${what} is refused`, async () => {
			assertProblem(await me(forge(change)), 401, 'session.ended')
		})

	it('one of 6 KB is refused by the daemon, one of 9 MB by nginx, and no worker dies of it', async () => {
		const old = workers(stack)
		assertProblem(await me(`${operator.token}${'A'.repeat(6000)}`), 401, 'session.ended')
		const answer = await raw(`GET /api/me HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${'A'.repeat(9 << 20)}\r\n\r\n`)
			.catch((error) => `${error.code}`)
		assert.match(answer, /^HTTP\/1\.1 400 |^ECONNRESET|^EPIPE/)
		assert.deepEqual(workers(stack), old)
		assert.equal((await operator.get('/me')).status, 200)
	})
})

describe('inside', () => {
	it('there is no account that nobody made', () => {
		assert.equal(accounts_at_first, '0')
	})

	it('the sockets are for the daemon\'s user and group alone, the secrets for the user', () => {
		for (const name of ['api.sock', 'uploads.sock', 'health.sock'])
			assert.equal(statSync(join(stack.sockets, name)).mode & 0o777, 0o660, name)
		for (const name of ['jwt.keys', 'daemon.password', 'owner.password', 'liangding.conf'])
			assert.equal(statSync(join(stack.directory, name)).mode & 0o077, 0, name)
		assert.equal(statSync(join(stack.directory, 'files')).mode & 0o007, 0)
	})

	it('the daemon\'s database account changes no table and rewrites no history', async () => {
		const daemon = new Database(stack, { user: 'liangding', password: stack.file('daemon.password').trim() })
		assert.ok(Number(await daemon.value('SELECT COUNT(*) FROM accounts')) > 0)
		for (const sql of ['CREATE TABLE mine (id INT)', 'DROP TABLE orders', 'ALTER TABLE accounts ADD x INT',
			'CREATE INDEX mine ON orders (state)', 'TRUNCATE TABLE audit_rows', 'UPDATE audit_rows SET outcome = "ok"',
			'DELETE FROM audit_rows', 'UPDATE order_events SET event = 4', 'DELETE FROM order_events',
			'UPDATE order_versions SET content = "{}"', 'DELETE FROM order_versions', 'UPDATE divisions SET code = 1',
			'SELECT * FROM mysql.user', 'SELECT 1 INTO OUTFILE "/tmp/liangding-mine"', 'CREATE USER mine',
			'GRANT SELECT ON orders TO liangding_owner@localhost', 'SET GLOBAL max_connections = 1', 'CREATE DATABASE mine'])
			await assert.rejects(daemon.query(sql), /denied|Access/i, sql)
	})

	it('a whole run leaves no password, token, captcha, name or number in any log', async () => {
		const client = await open()
		const captcha = await client.captcha()
		const words = ['A wrong Passw0rd of mine', person.password, captcha.captcha_answer + captcha.captcha_id]
		await client.post('/session', { realm: person.realm, account: person.account, password: words[0], ...captcha }, { token: null })
		await client.signIn(person)
		words.push(client.token, ...[...client.cookies.values()].map(({ value }) => value))
		const content = { contact_name: '欧阳不该出现', contact_phone: '13912345678', mail: 'secret-of-mine@example.cn' }
		const draft = await draftApplication(client, content)
		await submit(client, draft)
		await client.post('/orders', { kind: '11010519491231002X' })
		const refreshed = await client.post('/session/refresh')
		words.push(refreshed.body.access_token, ...[...client.cookies.values()].map(({ value }) => value))
		const changed = await client.post('/password', { old_password: person.password, new_password: 'Wind over an old wall' })
		assert.equal(changed.status, 200)
		words.push('Wind over an old wall', ...Object.values(content), '11010519491231002X')
		const logs = execFileSync('sh', ['-c', 'cat "$1"/*.log "$1"/nginx/*.log', '-', stack.directory], { encoding: 'utf8', maxBuffer: 1 << 28 })
		assert.ok(logs.includes('route=/orders/:order_no/submission') && logs.includes('/api/session'))
		const told = words.flatMap((word) => [word, encodeURIComponent(word), Buffer.from(word).toString('hex')])
		assert.deepEqual(told.filter((word) => logs.includes(word)), [])
		person = { ...person, password: 'Wind over an old wall' }
	})

	it('no process of the daemon\'s carries a secret in its arguments or environment', () => {
		const secrets = [stack.file('daemon.password').trim(), ...stack.file('jwt.keys').split(/\s+/).filter((word) => word.length > 20)]
		const master = stack.pid('daemon')
		for (const pid of [master, ...children(master)]) {
			const seen = readFileSync(`/proc/${pid}/cmdline`, 'utf8') + readFileSync(`/proc/${pid}/environ`, 'utf8')
			for (const secret of secrets)
				assert.ok(!seen.includes(secret), String(pid))
		}
	})
})

it('PLAT-11 only what keeps yesterday\'s talk secret is spoken: forward secrecy and authenticated ciphers', async () => {
	const speak = (...args) => new Promise((resolve) => {
		const child = spawn('openssl', ['s_client', '-connect', `127.0.0.1:${stack.port}`, ...args], { stdio: ['pipe', 'pipe', 'pipe'] })
		let text = ''
		for (const stream of [child.stdout, child.stderr])
			stream.setEncoding('utf8').on('data', (part) => {
				text += part
			})
		child.on('close', () => resolve(text))
		child.stdin.on('error', () => {}).end('Q\n')
	})
	for (const [args, cipher] of [
		[['-tls1_3'], /Cipher is TLS_/],
		[['-tls1_2', '-cipher', 'ECDHE-RSA-AES128-GCM-SHA256'], /Cipher is ECDHE-RSA-AES128-GCM-SHA256/],
		[['-tls1_2', '-cipher', 'ECDHE-RSA-CHACHA20-POLY1305'], /Cipher is ECDHE-RSA-CHACHA20-POLY1305/]])
		assert.match(await speak(...args), cipher)
	for (const args of [
		['-tls1_2', '-cipher', 'AES128-GCM-SHA256'], // RSA key exchange
		['-tls1_2', '-cipher', 'AES256-SHA256'],
		['-tls1_2', '-cipher', 'ECDHE-RSA-AES128-SHA256'], // CBC
		['-tls1_2', '-cipher', 'ECDHE-RSA-AES256-SHA'],
		['-tls1_1', '-cipher', 'ALL:@SECLEVEL=0']])
		assert.match(await speak(...args), /Cipher is \(NONE\)/, args.join(' '))
})

it('PLAT-11 no process of the daemon is root, before or after a reload, and its files are only its own', async () => {
	const master = stack.pid('daemon')
	const ids = (pid, what) => readFileSync(`/proc/${pid}/status`, 'utf8').match(new RegExp(`^${what}:\\s+(.*)$`, 'm'))[1].split(/\s+/)
	const all = () => [master, ...children(master)]
	for (const when of ['started', 'reloaded']) {
		for (const pid of all())
			for (const what of ['Uid', 'Gid'])
				assert.ok(!ids(pid, what).includes('0'), `${what} of ${pid}, ${when}`)
		await stack.configure({ sweep_seconds: 29 })
	}
	for (const pid of all())
		assert.ok(!ids(pid, 'Groups').includes('0'), 'nor of a group of root\'s')
	assert.equal((await (await open()).get('/readyz')).status, 200)
	for (const name of ['liangding.conf', 'jwt.keys', 'daemon.password'])
		assert.equal(statSync(join(stack.directory, name)).mode & 0o027, 0, name)
	await stack.command(['upgrade-daemon'])
	assert.equal(stack.pid('daemon'), master)
	assert.ok(!ids(master, 'Uid').includes('0'))
	assert.equal((await (await open()).get('/readyz')).status, 200)
})
