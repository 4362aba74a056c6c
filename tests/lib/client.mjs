// A browser's side of the API: cookies, captcha, sign-in, uploads; through
// nginx, as everyone else. Every answer is held against GET /api/openapi.json.
import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import http from 'node:http'
import https from 'node:https'
import { Description } from './openapi.mjs'

// A test stack's certificate is signed by itself.
const transport = (origin) => origin.startsWith('https:')
	? { library: https, options: { rejectUnauthorized: false } } : { library: http, options: {} }

/** One exchange, bytes as they are: { status, headers, type, buffer, body }. */
export function exchange(origin, method, target, { headers = {}, body, agent } = {}) {
	const { hostname, port } = new URL(origin)
	return new Promise((resolve, reject) => {
		const { library, options } = transport(origin)
		const request = library.request({ ...options, hostname, port, method, path: target, headers, agent }, (answer) => {
			const parts = []
			answer.on('data', (part) => parts.push(part)).on('error', reject).on('end', () => {
				const buffer = Buffer.concat(parts)
				const type = (answer.headers['content-type'] ?? '').split(';')[0].trim()
				let parsed
				if (/[/+]json$/.test(type) && buffer.length)
					try {
						parsed = JSON.parse(buffer.toString('utf8'))
					} catch (error) {
						return reject(new Error(`${method} ${target}: not JSON: ${error.message}`))
					}
				resolve({ status: answer.statusCode, headers: answer.headers, type, buffer, body: parsed })
			})
		})
		request.on('error', reject)
		request.end(body)
	})
}

// A Set-Cookie line as name, value and attributes (names in lower case).
export function parseCookie(line) {
	const [pair, ...attributes] = line.split(';').map((each) => each.trim())
	const cut = pair.indexOf('=')
	const cookie = { name: pair.slice(0, cut), value: pair.slice(cut + 1), path: '/' }
	for (const attribute of attributes) {
		const [name, value] = attribute.split('=')
		cookie[name.toLowerCase()] = value ?? true
	}
	return cookie
}

const descriptions = new Map()
async function descriptionOf({ origin, base }) {
	if (!descriptions.has(origin)) {
		const answer = await exchange(origin, 'GET', `${base}/openapi.json`)
		// In production it is only for who is signed in; that file is the same (tests/api/description).
		const document = answer.status === 401
			? JSON.parse(readFileSync(new URL('../../web/src/api/openapi.json', import.meta.url), 'utf8')) : answer.body
		if (![200, 401].includes(answer.status))
			throw new Error(`GET ${base}/openapi.json answers ${answer.status}`)
		descriptions.set(origin, new Description(document))
	}
	return descriptions.get(origin)
}

export class Client {
	/**
	 * site: a stack, which closes it when it stops, or one of its extra nginx, where
	 * close() is the caller's; db: where it does not reveal captchas.
	 */
	static async open(site, { db } = {}) {
		const client = new Client()
		client.site = site
		client.db = db
		client.description = await descriptionOf(site)
		client.cookies = new Map()
		client.token = null
		client.agent = new (transport(site.origin).library.Agent)({ keepAlive: true, maxSockets: 64 })
		site.onStop?.(() => client.close())
		return client
	}

	/** open() and signIn(). */
	static async signedIn(site, user, options) {
		return (await Client.open(site, options)).signIn(user)
	}

	close() {
		this.agent.destroy()
	}

	cookieHeader(target) {
		return [...this.cookies.values()].filter(({ path }) => target.startsWith(path))
			.map(({ name, value }) => `${name}=${value}`).join('; ')
	}

	/**
	 * One call below the API's base. options: body (JSON), bytes (octets), key
	 * (Idempotency-Key; null: none), token (null: none), headers, origin (null:
	 * not a browser), nginx: true (nginx itself answers).
	 */
	async call(method, path, options = {}) {
		const target = this.site.base + path
		const write = method !== 'GET' && method !== 'HEAD'
		const headers = {}
		let body
		if (options.body !== undefined) {
			body = Buffer.from(JSON.stringify(options.body))
			headers['Content-Type'] = 'application/json'
		} else if (options.bytes !== undefined) {
			body = options.bytes
			headers['Content-Type'] = 'application/octet-stream'
		} else if (write) {
			headers['Content-Type'] = 'application/json'
		}
		if (write)
			headers['Content-Length'] = body?.length ?? 0
		if (write && options.origin !== null) {
			headers.Origin = options.origin ?? this.site.origin
			headers['Sec-Fetch-Site'] = 'same-origin'
		}
		if (options.key)
			headers['Idempotency-Key'] = options.key
		const token = options.token === undefined ? this.token : options.token
		if (token)
			headers.Authorization = `Bearer ${token}`
		const cookies = this.cookieHeader(target)
		if (cookies)
			headers.Cookie = cookies
		Object.assign(headers, options.headers)

		const answer = await exchange(this.site.origin, method, target, { headers, body, agent: this.agent })
		for (const line of answer.headers['set-cookie'] ?? []) {
			const cookie = parseCookie(line)
			if (cookie.value === '' || cookie['max-age'] === '0')
				this.cookies.delete(cookie.name)
			else
				this.cookies.set(cookie.name, cookie)
		}
		const seen = { method, path: path.split('?')[0], status: answer.status,
			type: answer.type, body: answer.body, bytes: answer.buffer.length }
		if (options.nginx)
			this.description.checkProblem(seen)
		else
			this.description.check(seen)
		return answer
	}

	/** call(), and the status must be the one expected; gives the body. */
	async expect(status, method, path, options) {
		const answer = await this.call(method, path, options)
		if (answer.status !== status)
			throw new Error(`${method} ${path}: ${answer.status} instead of ${status}: ${JSON.stringify(answer.body)}`)
		return answer.body
	}

	get(path, options) {
		return this.call('GET', path, options)
	}

	post(path, body = {}, options = {}) {
		return this.call('POST', path, { ...options, body })
	}

	put(path, body, options = {}) {
		return this.call('PUT', path, { ...options, body })
	}

	delete(path, options) {
		return this.call('DELETE', path, options)
	}

	/** A write that asks for an Idempotency-Key; a fresh one unless told. */
	once(path, body = {}, key = randomUUID()) {
		return this.post(path, body, { key })
	}

	async captcha() {
		const { captcha_id, answer: revealed } = await this.expect(201, 'POST', '/captchas', { body: {} })
		const answer = revealed ?? await this.db?.value('SELECT answer FROM captchas WHERE token = ?', captcha_id)
		if (!answer)
			throw new Error('this stack does not reveal captchas')
		return { captcha_id, captcha_answer: answer }
	}

	/** One try to sign in, with a good captcha; gives the whole answer. */
	async tryPassword(account, password, realm = 'institution') {
		const answer = await this.post('/session',
			{ realm, account, password, ...await this.captcha() }, { token: null })
		if (answer.status === 200)
			this.entered(answer.body)
		return answer
	}

	entered(session) {
		this.session = session
		this.token = session.access_token
	}

	/** Signs in, and into the grant of that role where there are several. */
	async signIn({ account, password, realm, role }) {
		const answer = await this.tryPassword(account, password, realm)
		if (answer.status !== 200)
			throw new Error(`${account} cannot sign in: ${JSON.stringify(answer.body)}`)
		if (role && this.session.grant?.role !== role) {
			const grant = this.session.grants.find((each) => each.role === role)
			if (!grant)
				throw new Error(`${account} has no grant as ${role}`)
			this.entered(await this.expect(200, 'POST', '/session/grant', { body: { grant_id: grant.grant_id } }))
		}
		return this
	}

	/** Uploads bytes as a field's file, chunk by chunk; gives the last answer. */
	async upload(order_no, field, name, bytes) {
		const file = await this.expect(201, 'POST', `/orders/${order_no}/files`,
			{ body: { field, name, size: bytes.length } })
		let offset = 0
		let answer
		do {
			const chunk = bytes.subarray(offset, offset + file.chunk_size)
			answer = await this.call('PUT', `/files/${file.file_id}/content`,
				{ bytes: chunk, headers: { 'Upload-Offset': String(offset) } })
			offset += chunk.length
		} while (answer.status === 200 && offset < bytes.length)
		return { ...answer, file_id: file.file_id }
	}

	/** upload() that must be accepted; gives the file's id. */
	async attach(order_no, field, name, bytes) {
		const answer = await this.upload(order_no, field, name, bytes)
		if (answer.body?.state !== 'ok')
			throw new Error(`${name} was not accepted: ${JSON.stringify(answer.body)}`)
		return answer.file_id
	}
}
