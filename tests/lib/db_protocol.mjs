// A question to MariaDB over its socket: connect, say who one is, ask, take what
// comes, leave. The client's program would take ten times as long to start. The
// protocol: https://mariadb.com/kb/en/clientserver-protocol/
import { createHash } from 'node:crypto'
import { createConnection } from 'node:net'

const LONG_PASSWORD = 1, WITH_DATABASE = 8, PROTOCOL_41 = 0x200, TRANSACTIONS = 0x2000, SECURE = 0x8000
const MULTI_STATEMENTS = 0x10000, MULTI_RESULTS = 0x20000, PLUGIN = 0x80000
const UTF8MB4_GENERAL_CI = 45
const MORE_RESULTS = 8 // of a status
const PACKET_MAX = 0xffffff
const OK = 0, NULL = 0xfb, EOF = 0xfe, ERROR = 0xff

const sha1 = (...parts) => parts.reduce((hash, part) => hash.update(part), createHash('sha1')).digest()

// The answer of mysql_native_password.
function scramble(password, salt) {
	if (!password)
		return Buffer.alloc(0)
	const once = sha1(password)
	const mask = sha1(salt.subarray(0, 20), sha1(once))
	return Buffer.from(once.map((byte, i) => byte ^ mask[i]))
}

/** Walks through one packet's fields. */
class Reader {
	constructor(packet, at = 0) {
		this.packet = packet
		this.at = at
	}

	get left() {
		return this.packet.length - this.at
	}

	take(length) {
		this.at += length
		return this.packet.subarray(this.at - length, this.at)
	}

	number(bytes) {
		return this.take(bytes).readUIntLE(0, bytes)
	}

	upToZero() {
		const end = this.packet.indexOf(0, this.at)
		const bytes = this.take((end < 0 ? this.packet.length : end) - this.at)
		this.at++
		return bytes
	}

	/** A number that tells its own width; null for NULL. */
	counted() {
		const first = this.number(1)
		if (first < NULL)
			return first
		return first === NULL ? null : this.number({ 0xfc: 2, 0xfd: 3, 0xfe: 6 }[first] ?? 1)
	}

	text() {
		const length = this.counted()
		return length === null ? null : this.take(length).toString('utf8')
	}
}

function failure(packet) {
	const reader = new Reader(packet, 1)
	const code = reader.number(2)
	return new Error(`ERROR ${code} (${reader.packet.toString('latin1', 4, 9)}): ${reader.packet.toString('utf8', 9)}`)
}

function answerTo(greeting, { user, password }) {
	const reader = new Reader(greeting, 1)
	reader.upToZero()
	reader.take(4)
	const first = reader.take(8)
	reader.take(1 + 2 + 1 + 2 + 2 + 1 + 10)
	const secret = scramble(password, Buffer.concat([first, reader.take(12)]))
	const head = Buffer.alloc(32)
	head.writeUInt32LE(LONG_PASSWORD | WITH_DATABASE | PROTOCOL_41 | TRANSACTIONS | SECURE | MULTI_STATEMENTS | MULTI_RESULTS | PLUGIN, 0)
	head.writeUInt32LE(PACKET_MAX, 4)
	head[8] = UTF8MB4_GENERAL_CI
	return Buffer.concat([head, Buffer.from(`${user}\0`), Buffer.from([secret.length]), secret,
		Buffer.from('liangding\0mysql_native_password\0')])
}

/** The dialogue, a generator: yields what to send and is given each packet that comes. */
function* dialogue(who, sql) {
	let packet = yield null
	if (packet[0] === ERROR)
		throw failure(packet)
	packet = yield answerTo(packet, who)
	while (packet[0] === EOF) {
		// Another way to say who one is; the socket knows its user by itself.
		const reader = new Reader(packet, 1)
		const plugin = reader.upToZero().toString()
		packet = yield plugin === 'mysql_native_password' ? scramble(who.password, reader.take(20)) : Buffer.alloc(0)
	}
	if (packet[0] !== OK)
		throw failure(packet)
	packet = yield { command: Buffer.concat([Buffer.from([3]), Buffer.from(sql)]) }
	let rows = []
	for (;; packet = yield null) {
		if (packet[0] === ERROR)
			throw failure(packet)
		const reader = new Reader(packet)
		const columns = reader.counted()
		let status
		if (columns === 0) {
			reader.counted() // affected
			reader.counted() // the last id
			status = reader.number(2)
		} else {
			const names = []
			for (let i = 0; i < columns; i++) {
				const column = new Reader(yield null)
				for (let skipped = 0; skipped < 4; skipped++)
					column.text()
				names.push(column.text())
			}
			yield null
			rows = []
			for (packet = yield null; packet[0] !== EOF || packet.length > 8; packet = yield null) {
				if (packet[0] === ERROR)
					throw failure(packet)
				const row = new Reader(packet)
				rows.push(Object.fromEntries(names.map((name) => [name, row.text()])))
			}
			status = new Reader(packet, 3).number(2)
		}
		if (!(status & MORE_RESULTS))
			return rows
	}
}

/** What sql gives: rows of strings and nulls, of the last statement that gives any. */
export function ask({ socket: path, user, password }, sql) {
	return new Promise((resolve, reject) => {
		const steps = dialogue({ user, password }, sql)
		const socket = createConnection({ path })
		let pieces = []
		let got = 0
		let buffer = Buffer.alloc(0)
		let order = 0
		const end = (finish, value) => {
			socket.destroy()
			finish(value)
		}
		const send = (body) => {
			if (body.length >= PACKET_MAX)
				throw new Error('too long a statement')
			const head = Buffer.alloc(4)
			head.writeUIntLE(body.length, 0, 3)
			head[3] = order
			socket.write(Buffer.concat([head, body]))
		}
		const step = (packet) => {
			const { value, done } = steps.next(packet)
			if (done)
				return end(resolve, value)
			if (value?.command)
				order = 0
			if (value)
				send(value.command ?? value)
			return undefined
		}
		const take = () => {
			buffer = Buffer.concat(pieces)
			pieces = []
			while (!socket.destroyed && buffer.length >= 4 && buffer.length >= 4 + buffer.readUIntLE(0, 3)) {
				const length = buffer.readUIntLE(0, 3)
				if (length === PACKET_MAX)
					throw new Error('too long a row')
				order = (buffer[3] + 1) & 0xff
				const packet = buffer.subarray(4, 4 + length)
				buffer = buffer.subarray(4 + length)
				step(packet)
			}
			pieces = [buffer]
			got = buffer.length
		}
		step()
		socket.on('data', (bytes) => {
			pieces.push(bytes)
			got += bytes.length
			try {
				if (got >= 4)
					take()
			} catch (error) {
				end(reject, error)
			}
		}).on('error', (error) => end(reject, error))
			.on('close', () => reject(new Error('the database hung up')))
	})
}
