// Proofs of accounts when something fails on the way (MERCH-9): a try is counted with its
// answer or not at all, however often it is sent again.
import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, it } from 'node:test'
import { Accounts } from '../lib/accounts.mjs'
import { Client } from '../lib/client.mjs'
import { Database } from '../lib/db.mjs'
import { databaseProxy } from '../lib/db_proxy.mjs'
import { draftEntry, partnerBank } from '../lib/merchants.mjs'
import { submit } from '../lib/orders.mjs'
import { freeze, withoutJobs } from '../lib/processes.mjs'
import { answer, paid, wrong, yuan } from '../lib/proofs.mjs'
import { startStack, until } from '../lib/stack.mjs'

let home, proxy, stack, db, accounts, bank
before(async () => {
	home = mkdtempSync(join(tmpdir(), 'liangding-proofs-'))
	const run = join(home, 'run')
	proxy = await databaseProxy(join(home, 'proxy.sock'), () => join(run, 'mariadb.sock'))
	stack = await startStack({ DURABLE: 'yes', RUN_DIR: run, DATABASE_SOCKET: join(home, 'proxy.sock') })
	db = new Database(stack)
	accounts = new Accounts(stack, db)
	bank = await partnerBank(stack, accounts)
})
after(async () => {
	await stack?.stop()
	await proxy?.stop()
	rmSync(home, { recursive: true, force: true })
})

async function asked() {
	const institution = await accounts.institution()
	const client = await Client.signedIn(stack, await accounts.operator({ institution }))
	const order = await draftEntry(client, institution.name, bank.code)
	const { body } = await submit(client, order)
	return { client, order: { ...order, version: body.version }, ...await paid(bank.client, { ...order, version: body.version }, order.content.settlement_accounts[0].key) }
}
const tries = ({ order_no }) => db.value('SELECT p.tries FROM account_proofs p JOIN orders o ON o.id = p.order_id WHERE o.order_no = ?', order_no).then(Number)

for (const [how, told] of Object.entries({ lose: 'the answer to its COMMIT is lost', cut: 'the connection breaks while its COMMIT is under way', before: 'the connection breaks before its COMMIT' }))
	it(`MERCH-9 a wrong try of which ${told} is 503 and, sent again under its key, one try`, async () => {
		const { client, order, no, amount } = await asked()
		await withoutJobs(stack, db, async () => {
			const key = randomUUID()
			const spoilt = proxy.spoilt()
			proxy.spoil(how)
			assert.equal((await answer(client, order, no, wrong(amount), key)).status, 503)
			assert.equal(proxy.spoilt(), spoilt + 1)
			assert.equal(await tries(order), how === 'before' ? 0 : 1)
			for (let i = 0; i < 3; i++)
				assert.deepEqual((await answer(client, order, no, wrong(amount), key)).body, { right: false, state: 'paid', tries_left: 2 })
			assert.equal(await tries(order), 1)
		})
		assert.equal((await answer(client, order, no, yuan(amount))).body.right, true)
	})

it('MERCH-9 tries while the database is away count for nothing: three are left once it is back', async () => {
	const { client, order, no, amount } = await asked()
	const pid = stack.pid('mariadb')
	await freeze(pid)
	try {
		const answers = await Promise.all([1, 2, 3, 4].map((i) => answer(client, order, no, wrong(amount, i)).catch(({ message }) => ({ status: message }))))
		for (const { status } of answers)
			assert.ok([502, 503, 504].includes(status), String(status))
	} finally {
		process.kill(pid, 'SIGCONT')
	}
	await until('the database answers', async () => (await client.get('/me')).status === 200)
	const had = await tries(order)
	// What had reached it before it stood still may have been done, each at most once; what was answered with an error and rolled back is none.
	assert.equal(had, 0)
	assert.deepEqual((await answer(client, order, no, yuan(amount))).body, { right: true, state: 'proven', tries_left: 2 })
})
