// Stands between the daemon and its database, on a unix socket, and passes
// everything on, until a test asks it to spoil the next COMMIT or to do
// something else before a statement.
import { createConnection, createServer } from 'node:net'

const query_command = 3, prepare_command = 22

/**
 * upstream(): the path of the database's socket. Gives { spoil, spoilt, before, stop }:
 * spoil(how) arms it once. 'lose': the COMMIT arrives, its answer never does;
 * 'cut': it arrives and the connection breaks; 'before': it breaks before that.
 * spoilt() tells how many COMMITs were. before(text, action): the next statement
 * with this text that a connection prepares waits for action()'s promise.
 */
export async function databaseProxy(path, upstream) {
	let armed = null
	let spoilt = 0
	let awaited = null
	const open = new Set()
	const server = createServer((client) => {
		const database = createConnection(upstream())
		let mute = false
		let rest = Buffer.alloc(0)
		for (const socket of [client, database]) {
			open.add(socket)
			socket.on('error', () => {}).on('close', () => open.delete(socket))
		}
		client.on('close', () => database.destroy())
		database.on('close', () => client.destroy())
		database.on('data', (part) => mute || client.write(part))

		// True when this packet goes on to the database.
		const passes = (payload) => {
			if (!armed || payload[0] !== query_command || payload.toString('latin1', 1) !== 'COMMIT')
				return true
			const how = armed
			armed = null
			spoilt++
			mute = true
			if (how === 'cut')
				database.once('data', () => client.destroy())
			if (how === 'before')
				client.destroy()
			return how !== 'before'
		}
		const mustWait = (payload) =>
			awaited && payload[0] === prepare_command && payload.includes(awaited.text)
		const send = async () => {
			while (rest.length >= 4) {
				const length = 4 + rest.readUIntLE(0, 3)
				if (rest.length < length)
					return
				const packet = rest.subarray(0, length)
				rest = rest.subarray(length)
				if (mustWait(packet.subarray(4))) {
					const { action } = awaited
					awaited = null
					await action()
				}
				if (passes(packet.subarray(4)))
					database.write(packet)
			}
		}
		let sent = Promise.resolve()
		client.on('data', (part) => {
			sent = sent.then(() => {
				rest = Buffer.concat([rest, part])
				return send()
			})
		})
	})
	await new Promise((resolve, reject) => server.once('error', reject).listen(path, resolve))
	return {
		spoil: (how) => { armed = how },
		spoilt: () => spoilt,
		before: (text, action) => { awaited = { text, action } },
		stop: () => new Promise((resolve) => {
			for (const socket of open)
				socket.destroy()
			server.close(resolve)
		}),
	}
}
