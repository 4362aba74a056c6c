// What ends in the middle of a batch leaves nothing of it, and the same once more
// brings it about: the worker, or the command that reads a file.
import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, it } from 'node:test'
import { Accounts } from '../lib/accounts.mjs'
import { Database } from '../lib/db.mjs'
import { batch, fileOf, newPlatform, payment, refund, settlement } from '../lib/feeds.mjs'
import { hold as holdRows, waiting, workers } from '../lib/processes.mjs'
import { startStack, top, until } from '../lib/stack.mjs'

let stack, db, accounts, platform, institution, folder
before(async () => {
	stack = await startStack({ DURABLE: 'yes', DEMO: 'no', WORKERS: '4' })
	db = new Database(stack)
	accounts = new Accounts(stack, db)
	platform = await newPlatform(stack)
	institution = await accounts.institution(350302)
	folder = mkdtempSync(join(tmpdir(), 'liangding-feeds-'))
})
after(async () => {
	rmSync(folder, { recursive: true, force: true })
	await stack?.stop()
})

const hold = (sql) => holdRows(stack, sql)
const someoneWaits = () => waiting(db)
const all = () => db.one(`SELECT (SELECT COUNT(*) FROM payments) AS payments, (SELECT IFNULL(SUM(IF(kind = 1, total, -total)), 0) FROM payments) AS sum,
	(SELECT COUNT(*) FROM feed_batches) AS batches, (SELECT IFNULL(SUM(paid - refunded), 0) FROM payment_days WHERE whose = 1) AS days,
	(SELECT IFNULL(SUM(paid - refunded), 0) FROM payment_days WHERE whose = 2) AS areas,
	(SELECT IFNULL(SUM(refunded), 0) FROM payments) AS refunded, (SELECT COUNT(*) FROM settlements) AS settlements`)
const sums = ({ sum, days, areas }) => assert.deepEqual([days, areas], [sum, sum])

it('MONEY-4 a worker killed in the middle of a batch leaves nothing of it, and the batch is then kept once', async () => {
	const first = payment(institution)
	assert.equal((await platform.call('/feeds/payments', batch([first]))).status, 200)
	const before = await all()
	// The days come last: payments, refund and what is left of the payment are pending then.
	const release = await hold(`SELECT * FROM payment_days WHERE whose = 1 AND id = ${institution.id} FOR UPDATE`)
	const sent = batch([...Array.from({ length: 150 }, () => payment(institution)), refund(first)])
	const asked = platform.call('/feeds/payments', sent)
	await until('the batch waits inside its transaction', someoneWaits)
	for (const pid of workers(stack))
		process.kill(pid, 'SIGKILL')
	assert.equal((await asked).status, 502)
	await release()
	await until('the transaction is rolled back', async () => !(await someoneWaits()))
	assert.deepEqual(await all(), before)
	const again = await until('a worker is there', async () => {
		const answer = await platform.call('/feeds/payments', sent)
		return answer.status === 200 && answer
	})
	assert.deepEqual(again.body.accepted, { count: 151, sum: sent.sum })
	const now = await all()
	assert.equal(Number(now.payments), Number(before.payments) + 151)
	sums(now)
	assert.deepEqual((await platform.call('/feeds/payments', sent)).body, again.body)
	assert.deepEqual(await all(), now)
})

it('MONEY-4 the command killed in the middle of a file converges when it is run again', async () => {
	const batches = Array.from({ length: 12 }, () => batch(Array.from({ length: 60 }, () => payment(institution))))
	const path = join(folder, 'payments.jsonl')
	writeFileSync(path, fileOf(...batches))
	const before = await all()
	const command = () => spawn(join(top, 'build/liangdingctl'), ['-c', join(stack.directory, 'liangding.conf'), 'feed', 'payments', path], { stdio: ['ignore', 'pipe', 'inherit'] })
	// Twice: in its first batch, and once some are there.
	for (const some of [0, 5]) {
		if (some) {
			writeFileSync(path, fileOf(...batches.slice(0, some)))
			await new Promise((resolve) => command().once('close', resolve).stdout.resume())
			writeFileSync(path, fileOf(...batches))
		}
		const release = await hold(`SELECT * FROM payment_days WHERE whose = 1 AND id = ${institution.id} FOR UPDATE`)
		const running = command()
		running.stdout.resume()
		await until('a batch waits inside its transaction', someoneWaits)
		running.kill('SIGKILL')
		await new Promise((resolve) => running.once('close', resolve))
		await release()
		await until('the transaction is rolled back', async () => !(await someoneWaits()))
		const now = await all()
		assert.equal(Number(now.batches) - Number(before.batches), some)
		assert.equal(Number(now.payments) - Number(before.payments), 60 * some)
		sums(now)
	}
	let said = ''
	const running = command()
	running.stdout.setEncoding('utf8').on('data', (text) => said += text)
	assert.equal(await new Promise((resolve) => running.once('close', resolve)), 0)
	assert.deepEqual(said.trim().split('\n').map((line) => JSON.parse(line).accepted.count), Array(12).fill(60))
	const now = await all()
	assert.equal(Number(now.payments) - Number(before.payments), 720)
	sums(now)
})

it('MONEY-4 a settlement whose worker is killed has none of its payments, and then all', async () => {
	const payments = Array.from({ length: 130 }, () => payment(institution))
	assert.equal((await platform.call('/feeds/payments', batch(payments))).status, 200)
	const release = await hold(`SELECT * FROM payments WHERE payment_no = '${payments[129].payment_no}' FOR UPDATE`)
	const sent = batch([settlement(institution, payments)])
	const asked = platform.call('/feeds/settlements', sent)
	await until('the settlement waits inside its transaction', someoneWaits)
	for (const pid of workers(stack))
		process.kill(pid, 'SIGKILL')
	assert.equal((await asked).status, 502)
	await release()
	await until('the transaction is rolled back', async () => !(await someoneWaits()))
	assert.equal((await all()).settlements, '0')
	assert.equal(await db.value('SELECT COUNT(*) FROM payments WHERE settlement_id IS NOT NULL'), '0')
	const again = await until('a worker is there', async () => {
		const answer = await platform.call('/feeds/settlements', sent)
		return answer.status === 200 && answer
	})
	assert.equal(again.body.accepted.count, 1)
	assert.equal(await db.value('SELECT COUNT(*) FROM payments WHERE settlement_id IS NOT NULL'), '130')
})
