// A FastCGI application for tests of nginx alone: it records every request and
// answers what the test says.
import { createConnection, createServer } from 'node:net'

function record(type, id, content) {
	const head = Buffer.alloc(8)
	head.writeUInt8(1, 0)
	head.writeUInt8(type, 1)
	head.writeUInt16BE(id, 2)
	head.writeUInt16BE(content.length, 4)
	return Buffer.concat([head, content])
}

function* pairs(bytes) {
	let at = 0
	const length = () => {
		if (bytes[at] < 128)
			return bytes[at++]
		at += 4
		return bytes.readUInt32BE(at - 4) & 0x7fffffff
	}
	while (at < bytes.length) {
		const name = length()
		const value = length()
		yield [bytes.toString('utf8', at, at + name), bytes.toString('utf8', at + name, at + name + value)]
		at += name + value
	}
}

/**
 * answer(request, socket) gives the CGI answer as text, or null: say nothing.
 * A request is { params, body }. Gives { requests, connections(), stop }.
 */
export async function fastcgi(path, answer) {
	const requests = []
	let connections = 0
	const open = new Set()
	const server = createServer((socket) => {
		connections++
		open.add(socket)
		socket.on('close', () => open.delete(socket)).on('error', () => {})
		let input = Buffer.alloc(0)
		const params = []
		const body = []
		socket.on('data', (part) => {
			input = Buffer.concat([input, part])
			while (input.length >= 8) {
				const length = input.readUInt16BE(4)
				const whole = 8 + length + input.readUInt8(6)
				if (input.length < whole)
					return
				const type = input.readUInt8(1)
				const id = input.readUInt16BE(2)
				const content = input.subarray(8, 8 + length)
				input = input.subarray(whole)
				if (type === 4)
					params.push(content)
				if (type === 5 && length)
					body.push(content)
				if (type !== 5 || length)
					continue
				const request = { params: Object.fromEntries(pairs(Buffer.concat(params))),
					body: Buffer.concat(body) }
				requests.push(request)
				const text = answer(request, socket)
				if (text !== null)
					socket.end(Buffer.concat([record(6, id, Buffer.from(text)),
						record(6, id, Buffer.alloc(0)), record(3, id, Buffer.alloc(8))]))
			}
		})
	})
	await new Promise((resolve, reject) => server.once('error', reject).listen(path, resolve))
	return {
		requests,
		connections: () => connections,
		stop: () => new Promise((resolve) => {
			for (const socket of open)
				socket.destroy()
			server.close(resolve)
		}),
	}
}

/**
 * The other side: one request straight to an application's socket, past nginx.
 * Of body only the first `until` bytes are sent, then the line is cut, or what
 * `meanwhile` does is waited for before the rest follows; what `first` does is,
 * before anything is sent. With keep the connection is asked to stay. Gives the CGI
 * answer as text once it is closed, '' when there was none.
 */
export function askApplication(path, params, body = Buffer.alloc(0), until = body.length, meanwhile = null, first = null, keep = false) {
	const text = (value) => Buffer.from(String(value))
	const length = (n) => n < 128 ? Buffer.from([n]) : Buffer.from([(n >> 24) | 128, n >> 16, n >> 8, n])
	const all = Buffer.concat(Object.entries(params).flatMap(([name, value]) =>
		[length(text(name).length), length(text(value).length), text(name), text(value)]))
	const parts = (from, to) => {
		const records = []
		for (let at = from; at < to; at += 32768)
			records.push(record(5, 1, body.subarray(at, Math.min(to, at + 32768))))
		return records
	}
	return new Promise((resolve, reject) => {
		let answer = Buffer.alloc(0)
		const socket = createConnection(path)
		socket.on('error', (error) => ['EPIPE', 'ECONNRESET'].includes(error.code) ? resolve('') : reject(error))
		socket.on('data', (part) => {
			answer = Buffer.concat([answer, part])
		})
		socket.on('close', () => {
			let said = ''
			for (let at = 0; at + 8 <= answer.length;) {
				const size = answer.readUInt16BE(at + 4)
				if (answer.readUInt8(at + 1) === 6)
					said += answer.toString('utf8', at + 8, at + 8 + size)
				at += 8 + size + answer.readUInt8(at + 6)
			}
			resolve(said)
		})
		const send = () => socket.write(Buffer.concat([record(1, 1, Buffer.from([0, 1, Number(keep), 0, 0, 0, 0, 0])),
			record(4, 1, all), record(4, 1, Buffer.alloc(0)), ...parts(0, until)]), async () => {
			if (meanwhile) {
				await meanwhile()
				socket.write(Buffer.concat([...parts(until, body.length), record(5, 1, Buffer.alloc(0))]))
			} else if (until < body.length)
				socket.destroy()
			else
				socket.write(record(5, 1, Buffer.alloc(0)))
		})
		Promise.resolve(first?.()).then(send, reject)
	})
}
