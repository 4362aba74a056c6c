// How long a million payments take through the real endpoint: nginx, signature,
// checks, rows, days. Batches are made and signed beforehand in part: what the
// platform does itself is told apart from what it waits for.
//   PAYMENTS=1000000 AT_A_TIME=2 LINES=2000 DURABLE=no node tests/load/feeds.mjs
import { Accounts } from '../lib/accounts.mjs'
import { Database } from '../lib/db.mjs'
import { batch, newPlatform, payment, refund } from '../lib/feeds.mjs'
import { startStack } from '../lib/stack.mjs'

const total = Number(process.env.PAYMENTS ?? 1_000_000)
const lines = Number(process.env.LINES ?? 2000)
const at_a_time = Number(process.env.AT_A_TIME ?? 2)
const institutions = 200
const stack = await startStack({ DURABLE: process.env.DURABLE ?? 'no', DEMO: 'no', WORKERS: '4', BUFFER_POOL: '512M', REDO_LOG: '512M' })
try {
	const db = new Database(stack)
	const accounts = new Accounts(stack, db)
	const platform = await newPlatform(stack)
	const where = []
	for (let i = 0; i < institutions; i++)
		where.push(await accounts.institution(350200 + i % 6))
	let made = 0
	// A year of them, three in a hundred given back, in the order of their time as they come.
	const next = () => {
		const all = []
		while (all.length < lines && made < total) {
			const one = payment(where[made % institutions], { time: new Date(Date.UTC(2025, 10, 1) + made * 31_000).toISOString(), total: 100 + made % 50000, insurance: 60, personal: 40 + made % 50000 })
			all.push(one)
			made++
			if (made % 33 === 0 && made < total && all.length < lines) {
				all.push(refund(one, { time: new Date(Date.UTC(2025, 10, 1) + made * 31_000).toISOString() }))
				made++
			}
		}
		return platform.prepare('/feeds/payments', batch(all))
	}
	let own = 0, refused = 0, slowest = 0
	const began = performance.now()
	await Promise.all(Array.from({ length: at_a_time }, async () => {
		while (made < total) {
			const start = performance.now()
			const request = next()
			const sent = performance.now()
			own += sent - start
			const { status, body } = await platform.send(request)
			slowest = Math.max(slowest, performance.now() - sent)
			if (status !== 200)
				throw new Error(`${status} ${JSON.stringify(body)}`)
			refused += body.refused.count
		}
	}))
	const seconds = (performance.now() - began) / 1000
	const [row] = await db.query('SELECT COUNT(*) AS n, SUM(IF(kind = 1, total, -total)) AS sum FROM payments')
	const [days] = await db.query('SELECT SUM(payments + refunds) AS n, SUM(paid - refunded) AS sum FROM payment_days WHERE whose = 1')
	console.log(`${row.n} payments and refunds in ${seconds.toFixed(1)} s (${Math.round(row.n / seconds)} a second), ${at_a_time} batches of ${lines} at a time, durable ${process.env.DURABLE ?? 'no'}; `
		+ `the platform's own part ${(own / 1000).toFixed(1)} s, the slowest answer ${(slowest / 1000).toFixed(2)} s; ${refused} refused; days ${days.n === row.n && days.sum === row.sum ? 'add up' : 'DIFFER'}`)
} finally {
	await stack.stop()
}
