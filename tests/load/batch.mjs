// How long a bulk decision on a hundred orders takes: its job, by the database's
// clock, and from the question to its end.
//   ROUNDS=5 DURABLE=yes node tests/load/batch.mjs
import { Accounts } from '../lib/accounts.mjs'
import { Client } from '../lib/client.mjs'
import { Database } from '../lib/db.mjs'
import { submittedApplication } from '../lib/orders.mjs'
import { startStack, until } from '../lib/stack.mjs'

const size = 100
const stack = await startStack({ DURABLE: process.env.DURABLE ?? 'no' })
try {
	const db = new Database(stack)
	const accounts = new Accounts(stack, db)
	const city = await Client.signedIn(stack, await accounts.reviewer('city', 350200))
	await accounts.bureau('province', 350000)
	const operator = await Client.signedIn(stack, await accounts.operator({ division: 350213 }))
	for (let round = 0; round < Number(process.env.ROUNDS ?? 5); round++) {
		const orders = []
		for (let i = 0; i < size; i++)
			orders.push(await submittedApplication(operator))
		const { body } = await city.once('/review-batches', { verdict: 'approve', orders: orders.map(({ order_no, version }) => ({ order_no, version })) })
		const done = await until('it is done', async () => {
			const now = await city.expect(200, 'GET', `/review-batches/${body.batch_id}`)
			return now.state === 'done' && now
		}, 60)
		const [row] = await db.query(`SELECT TIMESTAMPDIFF(MICROSECOND, j.begun_at, j.finished_at) / 1000 AS work,
			TIMESTAMPDIFF(MICROSECOND, j.created_at, j.finished_at) / 1000 AS all_of_it
			FROM jobs j JOIN batches b ON b.id = j.object_id WHERE j.kind = 6 AND b.batch_id = ?`, body.batch_id)
		console.log(`${done.done} of ${size} approved: ${Number(row.work).toFixed(0)} ms of its job, ${Number(row.all_of_it).toFixed(0)} ms from the question to the last`)
	}
} finally {
	await stack.stop()
}
