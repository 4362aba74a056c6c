// The backend of the insurance app, as its own developers would write it: signs by
// RFC 9421 and RFC 9530, and can be told to do so wrongly.
import { createHash, createHmac, createPrivateKey, generateKeyPairSync, randomBytes, sign } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { exchange } from './client.mjs'

const pkcs8 = Buffer.from('302e020100300506032b657004220420', 'hex')
export const ed25519 = (seed) => createPrivateKey({ key: Buffer.concat([pkcs8, seed]), format: 'der', type: 'pkcs8' })

/** The key that the demonstration has. */
export const demoKey = { keyid: 'demo-app', private: ed25519(Buffer.from('liangding demonstration key only')) }

/** A new key and what `app-keys add` is given of it. */
export function newKey(keyid, algorithm = 'ed25519') {
	if (algorithm === 'hmac-sha256') {
		const secret = randomBytes(48)
		return { keyid, algorithm, secret, given: secret.toString('base64') }
	}
	const pair = generateKeyPairSync('ed25519')
	return { keyid, algorithm, private: pair.privateKey, given: pair.publicKey.export({ format: 'der', type: 'spki' }).subarray(-32).toString('base64') }
}

export const digest = (body) => `sha-256=:${createHash('sha256').update(body).digest('base64')}:`
export const covered = ['@method', '@path', '@authority', 'content-digest']

/** What is signed, and the headers that carry it. */
export function signed(key, { method, path, authority, body, created, nonce, components = covered, parameters, more = '' }) {
	const values = { '@method': method, '@path': path, '@authority': authority, 'content-digest': digest(body), 'content-type': 'application/json' }
	const params = parameters ?? `(${components.map((name) => `"${name}"`).join(' ')});created=${created};keyid="${key.keyid}";nonce="${nonce}"${more}`
	const base = [...components.map((name) => `"${name}": ${values[name]}`), `"@signature-params": ${params}`].join('\n')
	const bytes = key.secret ? createHmac('sha256', key.secret).update(base).digest() : sign(null, Buffer.from(base), key.private)
	return { base, headers: { 'Content-Digest': values['content-digest'], 'Signature-Input': `app=${params}`, Signature: `app=:${bytes.toString('base64')}:` } }
}

export class AppBackend {
	constructor(stack, key = demoKey) {
		this.stack = stack
		this.key = key
	}

	/** A request, ready to be sent any number of times. how: what is signed otherwise; headers, sent, method: what is sent otherwise. */
	prepare(path, body, { headers, sent, key = this.key, query = '', ...how } = {}) {
		const text = JSON.stringify(body)
		const target = `${this.stack.base}${path}`
		const { headers: own } = signed(key, {
			method: 'POST', path: target, authority: new URL(this.stack.origin).host, body: text,
			created: Math.floor(Date.now() / 1000), nonce: randomBytes(18).toString('base64url'), ...how,
		})
		const bytes = Buffer.from(sent ?? text)
		const all = { 'Content-Type': 'application/json', 'Content-Length': bytes.length, ...own, ...headers }
		for (const [name, value] of Object.entries(all))
			if (value === null)
				delete all[name]
		return { target: target + query, headers: all, bytes }
	}

	send({ target, headers, bytes }) {
		return exchange(this.stack.origin, 'POST', target, { headers, body: bytes })
	}

	call(path, body, how) {
		return this.send(this.prepare(path, body, how))
	}

	scan(id, person, how) {
		return this.call(`/app/qr/${id}/scan`, person, how)
	}

	confirm(id, { subject }, number, how) {
		return this.call(`/app/qr/${id}/confirm`, { subject, number: String(number) }, how)
	}

	cancel(id, { subject }, how) {
		return this.call(`/app/qr/${id}/cancel`, { subject }, how)
	}
}

let serial = randomBytes(3).readUIntBE(0, 3)
const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
/** An ID number that nobody has yet (GB 11643). */
export function newIdNo() {
	serial++
	const day = new Date(Date.UTC(1950, 0, 1 + Math.floor(serial / 1000) % 18000)).toISOString().slice(0, 10).replaceAll('-', '')
	const body = `350203${day}${String(serial % 1000).padStart(3, '0')}`
	return body + '10X98765432'[weights.reduce((sum, weight, i) => sum + weight * body[i], 0) % 11]
}

/** What the app vouches for of somebody new. */
export function newPerson(more = {}) {
	return { subject: `app-${randomBytes(9).toString('base64url')}`, name: '陈扫码', phone: `139${randomBytes(4).readUInt32BE().toString().padStart(8, '0').slice(-8)}`,
		id_no: newIdNo(), credential_active: true, ...more }
}

/** Puts on record, as the product would, whom an account stands for. */
export async function standsFor(stack, db, account, { id_no, phone }) {
	const line = readFileSync(join(stack.directory, 'jwt.keys'), 'utf8').split('\n').find((each) => each.startsWith('mac '))
	const mac = (text) => createHmac('sha256', Buffer.from(line.split(' ')[2], 'base64url')).update(text).digest('hex')
	await db.query(`INSERT INTO persons (account_id, id_mac, id_sealed, phone_mac, updated_at)
		SELECT id, UNHEX(?), '-', UNHEX(?), UTC_TIMESTAMP(3) FROM accounts WHERE name = ?`,
	mac(`id_no:${id_no}`), phone ? mac(`phone:${phone}`) : null, account)
}
