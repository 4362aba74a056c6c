// Stands between the daemon and its database, on a unix socket, and passes
// everything on, until a test asks it to spoil the next COMMIT.
import { createConnection, createServer } from 'node:net'

const query_command = 3

/**
 * upstream(): the path of the database's socket. Gives { spoil, spoilt, stop }:
 * spoil(how) arms it once. 'lose': the COMMIT arrives, its answer never does;
 * 'cut': it arrives and the connection breaks; 'before': it breaks before that.
 * spoilt() tells how many COMMITs were.
 */
export async function databaseProxy(path, upstream) {
	let armed = null
	let spoilt = 0
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
		client.on('data', (part) => {
			rest = Buffer.concat([rest, part])
			while (rest.length >= 4) {
				const length = 4 + rest.readUIntLE(0, 3)
				if (rest.length < length)
					return
				const packet = rest.subarray(0, length)
				rest = rest.subarray(length)
				if (passes(packet.subarray(4)))
					database.write(packet)
			}
		})
	})
	await new Promise((resolve, reject) => server.once('error', reject).listen(path, resolve))
	return {
		spoil: (how) => { armed = how },
		spoilt: () => spoilt,
		stop: () => new Promise((resolve) => {
			for (const socket of open)
				socket.destroy()
			server.close(resolve)
		}),
	}
}
