// nginx as the product sets it up, before an application that only records:
// what reaches the daemon, what nginx refuses itself, and how that looks.
import assert from 'node:assert/strict'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync, readFileSync } from 'node:fs'
import { Agent } from 'node:http'
import { connect as connectHttp2 } from 'node:http2'
import { createConnection } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { exchange } from '../lib/client.mjs'
import { fastcgi } from '../lib/fastcgi.mjs'
import { pdf, png } from '../lib/papers.mjs'
import { shipped, startNginx, top, until } from '../lib/stack.mjs'

const page = '<!doctype html><html><head><meta name="liangding-base" content="/">'
	+ '<link rel="icon" href="./favicon.svg"><script type="module" src="./assets/a-1.js">'
	+ '</script></head><body></body></html>'
const ok = 'Content-Type: application/json\r\nX-Content-Type-Options: twice\r\nCache-Control: public\r\n\r\n{}'

let home, app, uploads, health
let answer = () => ok
const settings = (more) => ({ web: join(home, 'web'), files: join(home, 'files'),
	api: join(home, 'api.sock'), uploads: join(home, 'uploads.sock'), health: join(home, 'health.sock'), ...more })

before(async () => {
	home = mkdtempSync(join(tmpdir(), 'liangding-test-'))
	mkdirSync(join(home, 'web/assets'), { recursive: true })
	mkdirSync(join(home, 'files/blobs/ab'), { recursive: true })
	writeFileSync(join(home, 'web/index.html'), page)
	writeFileSync(join(home, 'web/assets/a-1.js'), `export const text = '${'x'.repeat(4000)}'\n`)
	writeFileSync(join(home, 'files/blobs/ab/paper'), pdf())
	writeFileSync(join(home, 'files/blobs/ab/picture'), png())
	mkdirSync(join(home, 'files/exports'))
	writeFileSync(join(home, 'files/exports/list'), 'a list')
	app = await fastcgi(join(home, 'api.sock'), (...args) => answer(...args))
	uploads = await fastcgi(join(home, 'uploads.sock'), () => ok)
	health = await fastcgi(join(home, 'health.sock'), () => ok)
})
after(async () => {
	await app?.stop()
	await uploads?.stop()
	await health?.stop()
	rmSync(home, { recursive: true, force: true })
})

function assertProblem({ status, type, body, headers }, expected, code) {
	assert.equal(status, expected)
	assert.equal(type, 'application/problem+json')
	assert.equal(body.status, expected)
	assert.equal(body.code, code)
	assert.equal(body.type, `urn:liangding:problem:${code}`)
	for (const text of [body.title, body.message.zh, body.message.en, body.remedy.zh, body.remedy.en])
		assert.ok(text.length > 2, JSON.stringify(body))
	assert.match(body.message.zh, /[\u4e00-\u9fff]/)
	assert.match(body.request_id, /^[0-9a-f]{32}$/)
	assert.equal(headers['cache-control'], 'no-store')
	if ([429, 502, 503, 504].includes(expected)) {
		assert.ok(Number(headers['retry-after']) > 0)
		assert.equal(body.retry_after, Number(headers['retry-after']))
	} else {
		assert.equal(headers['retry-after'], undefined)
	}
}

function assertFenced({ headers }) {
	const policy = headers['content-security-policy'].split('; ')
	for (const part of ["default-src 'self'", "img-src 'self' blob: data:", "object-src 'none'",
		"base-uri 'none'", "frame-ancestors 'none'"])
		assert.ok(policy.includes(part), part)
	assert.doesNotMatch(headers['content-security-policy'], /unsafe/)
	assert.equal(headers['x-content-type-options'], 'nosniff')
	assert.equal(headers['x-frame-options'], 'DENY')
	assert.equal(headers['referrer-policy'], 'same-origin')
	assert.match(headers['permissions-policy'], /camera=\(self\)/)
	assert.equal(headers['cross-origin-opener-policy'], 'same-origin')
	assert.equal(headers['cross-origin-resource-policy'], 'same-origin')
	assert.equal(headers['strict-transport-security'], undefined, 'HSTS belongs to https')
}

// Sends bytes as they are and gives the whole answer as text.
function raw(port, text) {
	return new Promise((resolve, reject) => {
		const socket = createConnection({ port, host: '127.0.0.1' })
		let got = ''
		socket.setEncoding('utf8').on('data', (part) => { got += part })
			.on('close', () => resolve(got)).on('error', reject)
		socket.write(text)
	})
}

for (const prefix of ['', '/liangding', '/a/b_c-d'])
	describe(`nginx below ${prefix || '/'}`, () => {
		let site
		const get = (path, options) => exchange(site.origin, 'GET', path, options)
		before(async () => {
			site = await startNginx(settings({ prefix, 'login-rate': '6000r/m', 'captcha-rate': '1000r/s' }))
		})
		after(() => site?.stop())

		it('serves the page for every address of its own, with its base address', async () => {
			for (const path of ['/', '/index.html', '/orders/20261122', '/reviews?state=waiting']) {
				const { status, buffer, headers } = await get(prefix + path)
				assert.equal(status, 200)
				assert.equal(buffer.toString(), page.replace('content="/"', `content="${prefix}/"`).replaceAll('="./', `="${prefix}/`))
				assert.equal(headers['cache-control'], 'no-cache')
			}
		})

		it('keeps hashed assets for good, and does not answer a missing one with the page', async () => {
			const found = await get(`${prefix}/assets/a-1.js`, { headers: { 'Accept-Encoding': 'gzip' } })
			assert.equal(found.status, 200)
			assert.match(found.headers['cache-control'], /immutable/)
			assert.equal(found.headers['content-encoding'], 'gzip')
			const missing = await get(`${prefix}/assets/gone-1.js`)
			assertProblem(missing, 404, 'not_found')
			assert.doesNotMatch(missing.headers['cache-control'], /immutable/)
		})

		it('fences pages, assets, answers and refusals alike', async () => {
			for (const path of ['/', '/assets/a-1.js', '/assets/gone.js', '/api/me', '/api', '/api/healthz'])
				assertFenced(await get(prefix + path))
		})

		it('hands on the path below the API, the query and the prefix', async () => {
			const { status, headers } = await get(`${prefix}/api/orders/12%20%E4%B8%AD?page=2&q=%2F`)
			assert.equal(status, 200)
			assert.equal(headers['cache-control'], 'no-store')
			const { params } = app.requests.at(-1)
			assert.equal(params.PATH_INFO, '/orders/12 中')
			assert.equal(params.QUERY_STRING, 'page=2&q=%2F')
			assert.equal(params.REQUEST_METHOD, 'GET')
			assert.equal(params.PREFIX, prefix)
			assert.equal(params.REMOTE_ADDR, '127.0.0.1')
			assert.match(params.REQUEST_ID, /^[0-9a-f]{32}$/)
		})

		it('asks the health socket for healthz, no worker', async () => {
			const asked = health.requests.length
			const workers = app.requests.length
			assert.equal((await get(`${prefix}/api/healthz`)).status, 200)
			assert.equal(health.requests.length, asked + 1)
			assert.equal(app.requests.length, workers)
		})

		it('gives uploads to workers of their own, and reading them to everybody\'s', async () => {
			const others = app.requests.length
			assert.equal((await exchange(site.origin, 'PUT', `${prefix}/api/files/abc/content`, { body: 'x' })).status, 200)
			assert.equal(app.requests.length, others)
			assert.equal(uploads.requests.at(-1).params.PATH_INFO, '/files/abc/content')
			assert.equal((await get(`${prefix}/api/files/abc/content?grant_id=1`)).status, 200)
			assert.equal(app.requests.at(-1).params.PATH_INFO, '/files/abc/content')
			assert.equal(app.requests.at(-1).params.QUERY_STRING, 'grant_id=1')
		})

		it('drops what a client says about its own address and about proxies', async () => {
			await get(`${prefix}/api/me`, { headers: {
				'X-Forwarded-For': '10.9.8.7', 'X-Forwarded-Host': 'evil', 'X-Forwarded-Proto': 'https',
				'X-Forwarded-Port': '1', 'X-Forwarded-Prefix': '/x', 'X-Forwarded-Server': 'evil', 'X-Real-IP': '10.9.8.7',
				Forwarded: 'for=10.9.8.7', Proxy: 'http://evil', 'X-Request-Id': 'mine', 'X-Other': 'stays',
			} })
			const { params } = app.requests.at(-1)
			const names = Object.keys(params).filter((name) => /FORWARDED|PROXY|REAL_IP|HTTP_X_REQUEST/.test(name))
			assert.deepEqual(names, [])
			assert.equal(params.HTTP_X_OTHER, 'stays')
		})

		it('refuses a body over 1 MiB as a problem, takes a chunk of 1 MiB', async () => {
			const put = (path, size) => exchange(site.origin, 'PUT', prefix + path, { body: Buffer.alloc(size) })
			assert.equal((await put('/api/orders/1/draft', 1 << 20)).status, 200)
			assertProblem(await put('/api/orders/1/draft', (1 << 20) + 1), 413, 'request.too_large')
			assert.equal((await put('/api/files/abc/content', 1 << 20)).status, 200)
			assert.equal(uploads.requests.at(-1).body.length, 1 << 20)
			assertProblem(await put('/api/files/abc/content', (1 << 20) + 2048), 413, 'request.too_large')
		})

		it('shows stored files only when the daemon says so, and fenced in', async () => {
			assertProblem(await get(`${prefix}/_files/ab/paper`), 404, 'not_found')
			answer = ({ params }) => `Content-Type: ${params.QUERY_STRING}\r\n`
				+ `X-Accel-Redirect: ${prefix}/_files${params.PATH_INFO}\r\n\r\n`
			try {
				const paper = await get(`${prefix}/api/ab/paper?application/pdf`)
				assert.deepEqual(paper.buffer, pdf())
				assert.equal(paper.headers['content-type'], 'application/pdf')
				assert.match(paper.headers['content-security-policy'], /default-src 'none'.*frame-ancestors 'self'/)
				const picture = await get(`${prefix}/api/ab/picture?image/png`)
				assert.deepEqual(picture.buffer, png())
				assert.match(picture.headers['content-security-policy'], /; sandbox$/)
				for (const { headers } of [paper, picture]) {
					assert.equal(headers['x-content-type-options'], 'nosniff')
					assert.equal(headers['x-frame-options'], 'SAMEORIGIN')
					assert.equal(headers['cache-control'], 'private, no-store')
					for (const name of ['last-modified', 'etag'])
						assert.equal(headers[name], undefined, name)
				}
				assertProblem(await get(`${prefix}/api/ab/gone?image/png`), 404, 'not_found')
			} finally {
				answer = () => ok
			}
		})

		it('answers its other refusals as problems too', async () => {
			assertProblem(await get(`${prefix}/api`), 404, 'not_found')
			assertProblem(await exchange(site.origin, 'POST', `${prefix}/`), 405, 'request.method')
			const long = await get(`${prefix}/api/${'a'.repeat(9000)}`)
			assertProblem(long, 414, 'request.address_too_long')
			const bad = await raw(site.port, `GET ${prefix}/ HTTP/1.1\r\nno colon\r\n\r\n`)
			assert.match(bad, /^HTTP\/1\.1 400 /)
			assert.match(bad, /application\/problem\+json/)
			assert.match(bad, /"code":"request\.malformed"/)
		})

		it('PLAT-3 answers what it refuses before an address is known as problems', async () => {
			for (const [request, status, code] of [
				[`TRACE ${prefix}/api/me HTTP/1.1\r\nHost: a\r\n\r\n`, 405, 'request.method'],
				[`POST ${prefix}/api/me HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip\r\n\r\n`, 501, 'request.not_implemented'],
				[`GET ${prefix}/ HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip\r\n\r\n`, 501, 'request.not_implemented'],
				[`GET ${prefix}/api/me HTTP/3.0\r\nHost: a\r\n\r\n`, 505, 'request.http_version'],
				[`GET ${prefix}/ HTTP/1.1\r\nHost: a\r\nX: ${'x'.repeat(40_000)}\r\n\r\n`, 400, 'request.malformed'],
			]) {
				const text = await raw(site.port, request)
				assert.match(text, new RegExp(`^HTTP/1\\.1 ${status} `), request.slice(0, 40))
				assert.match(text, /application\/problem\+json/)
				const body = JSON.parse(text.slice(text.indexOf('{"type"'), text.lastIndexOf('}') + 1))
				assert.deepEqual([body.status, body.code], [status, code])
				assert.match(body.message.zh, /[\u4e00-\u9fff]/)
			}
		})

		it('PLAT-3 answers a version or a part that it does not have as problems, on pages and on files', async () => {
			const unlike = { 'If-Match': '"another"' }
			const agent = new Agent({ keepAlive: false }) // nginx ends the connection after these
			const beyond = { Range: 'bytes=99999999-' }
			answer = ({ params }) => `Content-Type: application/pdf\r\nX-Accel-Redirect: ${prefix}${params.PATH_INFO}\r\n\r\n`
			try {
				for (const path of ['/', '/orders/1', '/assets/a-1.js', '/api/_files/ab/paper', '/api/_exports/list'])
					assertProblem(await get(prefix + path, { headers: unlike, agent }), 412, 'request.precondition')
				for (const path of ['/api/_files/ab/paper', '/api/_exports/list']) {
					const found = await get(prefix + path, { headers: beyond, agent })
					// nginx counts the part after it has said how the file is kept: both are heard.
					assert.match(found.headers['cache-control'], /^private, no-store/)
					assertProblem({ ...found, headers: { ...found.headers, 'cache-control': 'no-store' } }, 416, 'request.range')
				}
				const whole = await get(`${prefix}/assets/a-1.js`, { headers: beyond, agent })
				assert.equal(whole.status, 200, 'a part of an asset is not kept for good as the asset')
			} finally {
				answer = () => ok
			}
		})

		it('passes the daemon\'s own errors on untouched', async () => {
			answer = () => 'Status: 503 Busy\r\nContent-Type: application/problem+json\r\nRetry-After: 7\r\n\r\n{"code":"busy"}'
			try {
				const { status, headers, body } = await get(`${prefix}/api/me`)
				assert.equal(status, 503)
				assert.equal(headers['retry-after'], '7')
				assert.deepEqual(body, { code: 'busy' })
			} finally {
				answer = () => ok
			}
		})

		it('says 502 to a write that broke off, and never repeats it', async () => {
			const before_ = app.requests.length
			answer = (_, socket) => {
				socket.destroy()
				return null
			}
			try {
				assertProblem(await exchange(site.origin, 'POST', `${prefix}/api/orders`, { body: '{}' }), 502, 'unavailable')
			} finally {
				answer = () => ok
			}
			assert.equal(app.requests.length, before_ + 1)
		})

		it('bothers no worker before the whole body is there', async () => {
			const connections = app.connections()
			const socket = createConnection({ port: site.port, host: '127.0.0.1' })
			let got = ''
			socket.setEncoding('utf8').on('data', (part) => { got += part })
			socket.write(`POST ${prefix}/api/orders HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\n\r\n{"`)
			// Another request overtakes it: by then nginx has read the first part.
			assert.equal((await get(`${prefix}/api/me`)).status, 200)
			assert.equal(app.connections(), connections + 1)
			socket.write('"}')
			await until('the answer', () => got.includes('200 OK'))
			assert.equal(app.requests.at(-1).body.toString(), '{""}')
			socket.destroy()
		})
	})

/** One of many clients: requests from 127.0.0.`n`. */
const from = (n) => new Agent({ localAddress: `127.0.0.${n}` })

/** Begins count bodies that never come whole from an address; gives how they ended so far. */
async function slowBodies(site, count, localAddress, length = 'Content-Length: 1000', drop = ' ') {
	const answers = { status: new Map(), held: () => sockets.filter((socket) => !socket.answered && !socket.closed).length }
	const sockets = Array.from({ length: count }, () => {
		const socket = createConnection({ port: site.port, host: '127.0.0.1', localAddress })
		socket.setEncoding('latin1').on('error', () => {}).on('data', (text) => {
			const status = Number(text.match(/^HTTP\/1\.1 (\d+)/)?.[1])
			socket.answered ||= Boolean(status)
			if (status)
				answers.status.set(status, (answers.status.get(status) ?? 0) + 1)
		})
		socket.write(`POST /api/orders HTTP/1.1\r\nHost: x\r\n${length}\r\n\r\n${drop}`)
		return socket
	})
	// As slow as can be, and never pausing for as long as ends it.
	const drip = setInterval(() => {
		for (const socket of sockets)
			if (socket.writable)
				socket.write(drop)
	}, 1000)
	await until(`${localAddress}: each is held or told to wait`, () => sockets.every((socket) => socket.connecting === false))
	return { answers, stop: () => {
		clearInterval(drip)
		for (const socket of sockets)
			socket.destroy()
	} }
}

describe('nginx and one client that wants it all', () => {
	it('4,200 slow bodies from one address stop nobody else', async () => {
		const site = await startNginx(settings(shipped))
		const storm = await slowBodies(site, 4200, '127.0.0.2')
		const agent = from(3)
		try {
			for (let i = 0; i < 99; i++)
				assert.equal((await exchange(site.origin, 'GET', '/api/healthz', { agent })).status, 200, `question ${i}`)
			assert.equal((await exchange(site.origin, 'POST', '/api/orders', { agent, body: '{}' })).status, 200)
			// All but two hundred were told to wait; those that are held still get their pages.
			await until('the others are refused', () => storm.answers.status.get(429) === 4000, 30)
			assert.equal((await exchange(site.origin, 'GET', '/api/me', { agent: from(2) })).status, 200)
			assertProblem(await exchange(site.origin, 'POST', '/api/orders', { agent: from(2), body: '{}' }), 429, 'rate.limited')
		} finally {
			storm.stop()
			await site.stop()
		}
	})

	it('slow bodies from ever so many addresses leave reading to all', async () => {
		const site = await startNginx(settings({ ...shipped, 'all-bodies': 300 }))
		const storms = await Promise.all(Array.from({ length: 20 }, (_, i) => slowBodies(site, 40, `127.0.1.${i + 1}`)))
		const told = () => storms.reduce((sum, { answers }) => sum + (answers.status.get(429) ?? 0), 0)
		try {
			await until('all but three hundred are refused', () => told() === 500)
			for (const path of ['/api/healthz', '/api/me', '/', '/assets/a-1.js'])
				assert.equal((await exchange(site.origin, 'GET', path, { agent: from(3) })).status, 200, path)
		} finally {
			for (const storm of storms)
				storm.stop()
			await site.stop()
		}
	})

	const floor = { 'floor-module': join(top, 'build/body_floor.so'), 'body-floor': 20, 'body-grace': '1s' }

	it('bodies that dribble, of ever so many addresses, are ended, so that others can write; one that comes is heard', async () => {
		const site = await startNginx(settings({ ...shipped, ...floor, 'all-bodies': 300 }))
		const post = (length, begin) => {
			const socket = createConnection({ port: site.port, host: '127.0.0.1', localAddress: '127.0.0.4' })
			let said = ''
			socket.setEncoding('latin1').on('error', () => {}).on('data', (text) => { said += text })
			socket.write(`POST /api/orders HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: ${length}\r\n\r\n${begin}`)
			return { write: (text) => socket.write(text), said: () => said, ended: new Promise((resolve) => socket.on('close', resolve)) }
		}
		// Slow, but ahead of the floor for the next minutes.
		const patient = post(6000, ' '.repeat(5999))
		const chunked = await slowBodies(site, 5, '127.0.0.5', 'Transfer-Encoding: chunked', '1\r\n \r\n')
		const storms = await Promise.all(Array.from({ length: 20 }, (_, i) => slowBodies(site, 40, `127.0.1.${i + 1}`)))
		const held = () => storms.reduce((sum, { answers }) => sum + answers.held(), chunked.answers.held())
		try {
			await until('those held are ended', () => held() === 0, 30)
			assert.equal((await exchange(site.origin, 'POST', '/api/orders', { agent: from(3), body: '{}' })).status, 200)
			patient.write('}')
			await patient.ended
			assert.match(patient.said(), /^HTTP\/1\.1 200 /)
		} finally {
			for (const storm of [...storms, chunked])
				storm.stop()
			await site.stop()
		}
	})

	it('by HTTP/2 a body that dribbles is ended, too, and its connection\'s others go on', async () => {
		const http2 = (text) => text.replace(/listen (.*\d+);/, 'listen $1 http2;')
		const site = await startNginx(settings({ ...floor, adjust: http2 }))
		const client = connectHttp2(site.origin)
		client.on('error', () => {})
		const begin = (text) => {
			const stream = client.request({ ':method': 'POST', ':path': '/api/orders' }, { endStream: false })
			stream.on('error', () => {}).write(text)
			return Object.assign(stream, {
				status: new Promise((resolve) => stream.on('response', (headers) => resolve(headers[':status']))) })
		}
		const patient = begin(' '.repeat(5999))
		const slow = begin('{')
		const drip = setInterval(() => slow.writable && slow.write(' '), 300)
		try {
			await until('it is ended', () => slow.closed, 30)
			patient.resume().end('}')
			assert.equal(await patient.status, 200)
		} finally {
			clearInterval(drip)
			client.destroy()
			await site.stop()
		}
	})

	it('by HTTP/2 a client\'s share counts whatever may bring a body, said or not; reading is left to all', async () => {
		const http2 = (text) => text.replace(/listen (.*\d+);/, 'listen $1 http2;')
		const site = await startNginx(settings({ bodies: 5, 'all-bodies': 6, adjust: http2 }))
		const sessions = []
		const session = (n) => {
			const opened = connectHttp2(site.origin, {
				createConnection: () => createConnection({ port: site.port, host: '127.0.0.1', localAddress: `127.0.0.${n}` }) })
			sessions.push(opened.on('error', () => {}))
			return opened
		}
		// Begins a request and leaves its end open; resolves with the status if there is one.
		const begin = (client, method, path = '/api/orders') => {
			const stream = client.request({ ':method': method, ':path': path }, { endStream: false })
			stream.on('error', () => {})
			stream.status = null
			return Object.assign(stream, { answered: new Promise((resolve) =>
				stream.on('response', (headers) => resolve(stream.status = headers[':status']))) })
		}
		const whole = (client, method, path) => {
			const stream = begin(client, method, path)
			stream.end(method === 'POST' ? '{}' : undefined)
			return stream.answered
		}
		try {
			const greedy = session(2)
			const slow = [...Array.from({ length: 4 }, () => begin(greedy, 'POST')), ...Array.from({ length: 4 }, () => begin(greedy, 'GET'))]
			await until('all but five are told to wait', () => slow.filter(({ status }) => status === 429).length === 3)
			assert.deepEqual(slow.map(({ status }) => status), [null, null, null, null, null, 429, 429, 429])
			assert.equal(await whole(session(3), 'POST'), 200)
			// What says it is reading is in nobody's way: four POST of six, and ever so many GET.
			for (let n = 4; n < 12; n++) {
				const reader = session(n)
				begin(reader, 'GET')
				// What is answered came after it.
				await new Promise((resolve) => reader.ping(resolve))
			}
			assert.equal(await whole(session(12), 'GET', '/api/me'), 200)
			assert.equal(await whole(session(13), 'POST'), 200)
		} finally {
			for (const each of sessions)
				each.destroy()
			await site.stop()
		}
	})

	it('who asks too fast is told to wait, and nobody else is', async () => {
		const site = await startNginx(settings({ 'request-rate': '1r/m', 'request-burst': 3 }))
		try {
			const ask = (agent, path = '/api/me') => exchange(site.origin, 'GET', path, { agent })
			const statuses = []
			for (let i = 0; i < 6; i++)
				statuses.push((await ask(from(2))).status)
			assert.deepEqual(statuses, [200, 200, 200, 200, 429, 429])
			for (const path of ['/api/session/refresh', '/api/captchas', '/api/healthz', '/api/files/abc/content'])
				assertProblem(await ask(from(2), path), 429, 'rate.limited')
			assert.equal((await ask(from(3))).status, 200)
			// The pages are no requests of the API.
			assert.equal((await ask(from(2), '/')).status, 200)
		} finally {
			await site.stop()
		}
	})

	it('no more are answered at a time than one address may', async () => {
		const site = await startNginx(settings({ connections: 5 }))
		const held = []
		answer = (_, socket) => {
			held.push(socket)
			return null
		}
		try {
			const asked = Array.from({ length: 8 }, () => exchange(site.origin, 'GET', '/api/me', { agent: from(2) }))
			const first = await Promise.all(Array.from({ length: 3 }, () => Promise.race(asked)))
			assertProblem(first[0], 429, 'rate.limited')
			await until('five are at it', () => held.length === 5)
			assert.equal((await exchange(site.origin, 'GET', '/api/healthz', { agent: from(3) })).status, 200)
			for (const socket of held)
				socket.destroy()
			const statuses = (await Promise.all(asked)).map(({ status }) => status).sort()
			assert.deepEqual(statuses, [429, 429, 429, 502, 502, 502, 502, 502])
		} finally {
			answer = () => ok
			await site.stop()
		}
	})

	it('an IPv6 subscriber is one client with all addresses of its network', async () => {
		const site = await startNginx(settings({ 'request-rate': '1r/m', 'request-burst': 1,
			adjust: (text) => text.replace('http {', 'http {\n\tset_real_ip_from 127.0.0.1;\n\treal_ip_header X-Test-Address;') }))
		const ask = async (address) => (await exchange(site.origin, 'GET', '/api/me', { headers: { 'X-Test-Address': address } })).status
		try {
			for (const [one, same] of [['2001:db8:1:2::1', '2001:db8:1:2:ffff:eeee:dddd:cccc'], ['2001:db8:1:3:1::', '2001:db8:1:3::7'],
				['2001:db8::1', '2001:db8:0:0:9:9:9:9'], ['2001:db8:7::1', '2001:db8:7:0:1:2:3:4'], ['fe80::1', 'fe80::2:0:0:1']])
				assert.deepEqual([await ask(one), await ask(same), await ask(one), await ask(same)], [200, 200, 429, 429], one)
			for (const address of ['2001:db8:1:4::1', '2001:db8:2::1', '::1', '192.0.2.1', '192.0.2.2', '::ffff:192.0.2.3', '::ffff:192.0.2.4'])
				assert.equal(await ask(address), 200, address)
		} finally {
			await site.stop()
		}
	})
})

describe('nginx under strain', () => {
	it('limits tries to sign in or get back in, codes by SMS and captchas with 429 and a time to wait', async () => {
		// What is counted together has a site of its own, so that each is seen to count.
		for (const path of ['/api/session', '/api/session/phone', '/api/session/phone/code', '/api/recovery/code', '/api/recovery/password', '/api/bound-phone/code', '/api/enrolments', '/api/enrolments/code',
			'/api/activation', '/api/activation/look', '/api/bound-accounts', '/api/captchas']) {
			const site = await startNginx(settings({ 'login-rate': '1r/m', 'login-burst': 2,
				'captcha-rate': '1r/m', 'captcha-burst': 2 }))
			try {
				const statuses = []
				let last
				for (let i = 0; i < 4; i++) {
					last = await exchange(site.origin, 'POST', path, { body: '{}' })
					statuses.push(last.status)
				}
				assert.deepEqual(statuses, [200, 200, 200, 429], path)
				assertProblem(last, 429, 'rate.limited')
				assertFenced(last)
				// Signing out and refreshing do not count as tries.
				assert.equal((await exchange(site.origin, 'DELETE', '/api/session')).status, 200)
				assert.equal((await exchange(site.origin, 'POST', '/api/session/refresh')).status, 200)
				// Nor does whoever reads and decides what was asked for.
				assert.equal((await exchange(site.origin, 'GET', '/api/enrolments')).status, 200)
				assert.equal((await exchange(site.origin, 'POST', '/api/enrolments/ZH350302000001/decision')).status, 200)
			} finally {
				await site.stop()
			}
		}
	})

	it('QR-8 limits codes to scan and the sessions from them, and never how often a page asks', async () => {
		const site = await startNginx(settings({ 'captcha-rate': '1r/m', 'captcha-burst': 2 }))
		try {
			const statuses = []
			for (const path of ['/api/qr', '/api/qr/some/session', '/api/qr', '/api/qr'])
				statuses.push((await exchange(site.origin, 'POST', path, { body: '{}' })).status)
			assert.deepEqual(statuses, [200, 200, 200, 429])
			for (let i = 0; i < 20; i++)
				assert.equal((await exchange(site.origin, 'GET', '/api/qr/some')).status, 200)
			assert.equal((await exchange(site.origin, 'POST', '/api/app/qr/some/scan', { body: '{}' })).status, 200)
		} finally {
			await site.stop()
		}
	})

	it('says 502 where nobody listens, and 504 within 10 s where nobody answers', async () => {
		const gone = await startNginx(settings({ api: join(home, 'nobody.sock') }))
		try {
			assertProblem(await exchange(gone.origin, 'GET', '/api/me'), 502, 'unavailable')
		} finally {
			await gone.stop()
		}
		const site = await startNginx(settings())
		answer = () => null
		try {
			assertProblem(await exchange(site.origin, 'POST', '/api/orders', { body: '{}' }), 504, 'timeout')
			const limits = [...readFileSync(join(site.directory, 'fastcgi.conf'), 'utf8').matchAll(/fastcgi_read_timeout (\w+);/g)].map(([, limit]) => limit)
			assert.ok(limits.length && limits.every((limit) => limit === '10s'), limits.join())
		} finally {
			answer = () => ok
			await site.stop()
		}
	})
})
