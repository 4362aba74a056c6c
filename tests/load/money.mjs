// What pages and files of an institution with a million payments cost: server time of
// the home page and of bill pages from the first to the last, files of all of them,
// and how much memory the program that writes and those that serve take.
//   PAYMENTS=1000000 ROUNDS=20 node tests/load/money.mjs
import { Accounts } from '../lib/accounts.mjs'
import { Client } from '../lib/client.mjs'
import { Database } from '../lib/db.mjs'
import { openMerchant } from '../lib/feeds.mjs'
import { growth } from '../lib/processes.mjs'
import { startStack, until } from '../lib/stack.mjs'

const total = Number(process.env.PAYMENTS ?? 1_000_000)
const rounds = Number(process.env.ROUNDS ?? 20)
const stack = await startStack({ DURABLE: 'no', DEMO: 'no', BUFFER_POOL: '512M', REDO_LOG: '512M', REQUEST_RATE: '10000r/s' })

try {
	const db = new Database(stack)
	const accounts = new Accounts(stack, db)
	const institution = await accounts.institution(350213)
	await openMerchant(db, institution)
	const { id, division } = institution
	// A year and a half of them; three in a hundred are refunds.
	await db.query(`INSERT INTO payments (payment_no, organisation_id, div2, div4, division, kind, channel, at, total, insurance, original_id, order_no, bank, batch_id)
		SELECT CONCAT('P', LPAD(seq, 12, '0')), ?, ?, ?, ?, IF(seq % 33 = 0, 2, 1), 1 + seq % 3, '2025-05-01' + INTERVAL seq * 47000000 MICROSECOND, 100 + seq % 50000, 60, IF(seq % 33 = 0, 1, NULL), CONCAT('O', seq), '海峡银行', 1
		FROM seq_1_to_${total}`, id, Math.floor(division / 10000), Math.floor(division / 100), division)
	for (const [whose, of] of [[1, id], [2, division]])
		await db.query(`INSERT INTO payment_days SELECT ?, ?, DATE_FORMAT(at + INTERVAL 8 HOUR, '%Y%m%d') AS day, channel, SUM(kind = 1), SUM(kind = 2), SUM(IF(kind = 1, total, 0)), SUM(IF(kind = 1, insurance, 0)), SUM(IF(kind = 2, total, 0)), SUM(IF(kind = 2, insurance, 0)) FROM payments GROUP BY day, channel`, whose, of)
	await db.query('ANALYZE TABLE payments')
	const client = await Client.signedIn(stack, await accounts.person('finance', institution))
	const bureau = await Client.signedIn(stack, await accounts.person('district_reviewer', await accounts.bureau('district', division)))

	const measured = async (name, path, who = client) => {
		const times = []
		for (let i = 0; i < rounds; i++) {
			const began = performance.now()
			const { status, body } = await who.get(path)
			times.push(performance.now() - began)
			if (status !== 200)
				throw new Error(`${name}: ${status} ${JSON.stringify(body)}`)
		}
		times.sort((a, b) => a - b)
		console.log(`${name.padEnd(58)} p50 ${times[times.length >> 1].toFixed(1).padStart(6)} ms   slowest ${times.at(-1).toFixed(1).padStart(6)} ms`)
	}
	const last = Math.ceil(total / 50)
	const first = await client.expect(200, 'GET', '/payments?page_size=50')
	console.log(`${first.total.count} payments and refunds of one institution; ${rounds} requests each, one at a time, seen from outside nginx`)
	await measured('home page, this year', '/money?from=2026-01-01&to=2026-10-31&period=year')
	await measured('home page, everything', '/money?from=2025-05-01&to=2026-11-20&period=own')
	await measured('bills, page 1', '/payments?page_size=50')
	await measured('bills, page 500', '/payments?page_size=50&page=500')
	const middle = await db.value('SELECT CONCAT(ROUND(UNIX_TIMESTAMP(at) * 1000), "-", id) FROM payments WHERE id = ?', Math.floor(total / 2))
	await measured('bills, the middle, by its cursor', `/payments?page_size=50&page=${last >> 1}&after=${middle}`)
	await measured('bills, the last page', `/payments?page_size=50&page=${last}`)
	await measured('bills, within two days, to the second', '/payments?page_size=50&at_from=2026-05-03T10:20:30&at_to=2026-05-04T11:12:13')
	await measured('bills, refunds of a channel', '/payments?page_size=50&kind=refund&channel=alipay')
	await measured('bills, a channel that nobody used', '/payments?page_size=50&channel=ecny')
	await measured('bills, one by its number', '/payments?payment_no=P000000500000')
	await measured('bills of its district, page 1', '/payments?page_size=50', bureau)

	for (const format of ['csv', 'xlsx']) {
		let seconds, bytes
		const grown = await growth(stack, async () => {
			const one = await client.expect(202, 'POST', '/payment-exports', { body: { query: {}, format } })
			const done = await until('it is written', async () => {
				const now = await client.expect(200, 'GET', `/exports/${one.export_id}`)
				if (now.state === 'failed')
					throw new Error('it failed')
				return now.state === 'done' && now
			}, 600)
			seconds = (Date.parse(done.finished_at) - Date.parse(done.created_at)) / 1000
			const answer = await client.get(`/exports/${one.export_id}/content`)
			bytes = answer.buffer.length
			if (done.written !== first.total.count)
				throw new Error(`${done.written} lines`)
		})
		console.log(`${format}: ${first.total.count} lines, ${(bytes / 1e6).toFixed(0)} MB in ${seconds.toFixed(1)} s; ${grown}`)
	}
} finally {
	await stack.stop()
}
