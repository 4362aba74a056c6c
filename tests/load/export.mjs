// How long a list of a hundred thousand orders takes as a file, and how much memory
// the program that writes it: with all its columns, asked for by a reviewer.
//   ORDERS=100000 node tests/load/export.mjs
import { Accounts } from '../lib/accounts.mjs'
import { Client } from '../lib/client.mjs'
import { Database } from '../lib/db.mjs'
import { growth } from '../lib/processes.mjs'
import { startStack, until } from '../lib/stack.mjs'
import { seed } from './seed.mjs'

const orders = Number(process.env.ORDERS ?? 100_000)
const stack = await startStack({ DURABLE: 'no', DEMO: 'no', BUFFER_POOL: '512M', REDO_LOG: '512M' })
try {
	const db = new Database(stack)
	const accounts = new Accounts(stack, db)
	await accounts.bureau('province', 350000)
	await accounts.bureau('nation', 0)
	// Of ten stories nine and more stand in a city's lists.
	await seed(db, { institutions: 400, orders, from: 350200, before: 350300, step: 300_000 })
	const city = await Client.signedIn(stack, await accounts.reviewer('city', 350200))
	for (const format of ['xlsx', 'csv', 'xlsx']) {
		let done
		const grown = await growth(stack, async () => {
			const one = await city.expect(202, 'POST', '/review-exports', { body: { query: {}, format } })
			done = await until('it is written', async () => {
				const now = await city.expect(200, 'GET', `/exports/${one.export_id}`)
				if (now.state === 'failed')
					throw new Error('it failed')
				return now.state === 'done' && now
			}, 120)
		})
		console.log(`${format}: ${done.written} orders, ${(done.size / 1e6).toFixed(1)} MB in ${((Date.parse(done.finished_at) - Date.parse(done.created_at)) / 1000).toFixed(2)} s; ${grown}`)
	}
} finally {
	await stack.stop()
}
