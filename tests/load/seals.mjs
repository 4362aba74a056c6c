// How long an order of ten PDFs of 2 MB, and one of small ones, takes to be sealed:
// what its jobs took in all, by the database's clock, and until the last was done.
//   ROUNDS=5 node tests/load/seals.mjs
import { Accounts } from '../lib/accounts.mjs'
import { Client } from '../lib/client.mjs'
import { Database } from '../lib/db.mjs'
import { decide, draftApplication, submit } from '../lib/orders.mjs'
import { pdf, scan } from '../lib/papers.mjs'
import { startStack, until } from '../lib/stack.mjs'

const papers = 10
const stack = await startStack({ DURABLE: process.env.DURABLE ?? 'no' })
try {
	const db = new Database(stack)
	const accounts = new Accounts(stack, db)
	const city = await Client.signedIn(stack, await accounts.reviewer('city', 350200))
	const province = await Client.signedIn(stack, await accounts.reviewer('province', 350000))
	const operator = await Client.signedIn(stack, await accounts.operator({ division: 350213 }))
	const kinds = { 'text, 2 MB': () => pdf('bench', 2_000_000), 'scans, 1.1 MB': scan, 'text, 1 kB': () => pdf() }
	for (const [what, make] of Object.entries(kinds))
		for (let round = 0; round < Number(process.env.ROUNDS ?? 5); round++) {
			const draft = await draftApplication(operator)
			draft.content.agreement = [await operator.attach(draft.order_no, 'agreement', '0.pdf', make())]
			for (let i = 1; i < papers; i++)
				(draft.content.others ??= []).push(await operator.attach(draft.order_no, 'others', `${i}.pdf`, make()))
			const { body } = await submit(operator, draft)
			const passed = await decide(city, body, 'approve')
			await decide(province, passed.body, 'approve')
			await until('all are sealed', async () => {
				const { items } = (await operator.get(`/orders/${draft.order_no}/seals`)).body
				return items.length === papers && items.every(({ state }) => state === 'done')
			}, 60)
			const [row] = await db.query(`SELECT SUM(TIMESTAMPDIFF(MICROSECOND, j.begun_at, j.finished_at)) / 1000 AS work,
				TIMESTAMPDIFF(MICROSECOND, MIN(j.created_at), MAX(j.finished_at)) / 1000 AS all_of_it
				FROM jobs j JOIN sealed_files s ON s.id = j.object_id JOIN orders o ON o.id = s.order_id
				WHERE j.kind = 4 AND o.order_no = ?`, draft.order_no)
			console.log(`${papers} of ${what}: ${Number(row.work).toFixed(0)} ms of jobs, ${Number(row.all_of_it).toFixed(0)} ms from the approval to the last`)
		}
} finally {
	await stack.stop()
}
