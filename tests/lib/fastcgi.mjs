// A FastCGI application for tests of nginx alone: it records every request and
// answers what the test says.
import { createServer } from 'node:net'

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
