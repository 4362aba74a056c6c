// What the payment platform sends of payments: what is kept, what is told, and
// that nothing comes twice.
import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { Accounts } from '../../lib/accounts.mjs'
import { AppBackend, newPerson } from '../../lib/app.mjs'
import { Client } from '../../lib/client.mjs'
import { Database } from '../../lib/db.mjs'
import { batch, fileOf, newNo, newPlatform, payment, refund } from '../../lib/feeds.mjs'
import { sharedStack, top } from '../../lib/stack.mjs'

let stack, db, accounts, platform, institution, folder
before(async () => {
	stack = await sharedStack()
	db = new Database(stack)
	accounts = new Accounts(stack, db)
	platform = await newPlatform(stack)
	institution = await accounts.institution(350213)
	folder = mkdtempSync(join(tmpdir(), 'liangding-feeds-'))
})
after(async () => {
	rmSync(folder, { recursive: true, force: true })
	await stack?.stop()
})

const send = (body, how) => platform.call('/feeds/payments', body, how)
const ok = (answer) => {
	assert.equal(answer.status, 200, JSON.stringify(answer.body))
	return answer.body
}
const told = (answer, status, code) => assert.equal(`${answer.status} ${answer.body?.code}`, `${status} ${code}`)
const kept = ({ lines }) => db.query(`SELECT payment_no FROM payments WHERE payment_no IN (${lines.map(() => '?').join()})`, ...lines.map((line) => line.payment_no))
const days = (where) => db.query(`SELECT day, SUM(payments) AS payments, SUM(refunds) AS refunds, SUM(paid) AS paid, SUM(paid_insurance) AS paid_insurance, SUM(refunded) AS refunded,
	SUM(refunded_insurance) AS refunded_insurance FROM payment_days WHERE whose = 1 AND id = ? GROUP BY day ORDER BY day`, where.id).then((rows) => rows.map((row) => Object.fromEntries(Object.entries(row).map(([name, value]) => [name, Number(value)]))))
const everything = () => db.query(`SELECT (SELECT COUNT(*) FROM payments) AS n, (SELECT SUM(total + refunded) FROM payments) AS sum,
	(SELECT COUNT(*) FROM feed_batches) AS batches, (SELECT SUM(paid + refunded + payments) FROM payment_days) AS days`).then(JSON.stringify)
const changesNothing = async (act) => {
	const before = await everything()
	const result = await act()
	assert.equal(await everything(), before)
	return result
}

/** What was told of the only wrong line among good ones: "field code" each. */
async function refusedAs(line, { also = [payment(institution)] } = {}) {
	const sent = batch([...also, line])
	const answer = ok(await send(sent))
	const [wrong, ...others] = answer.lines
	assert.equal(others.length, 0, JSON.stringify(answer.lines))
	assert.equal(wrong.no, also.length + 1)
	assert.equal(answer.accepted.count, also.length)
	assert.equal(answer.accepted.count + answer.refused.count, sent.count)
	assert.equal(answer.accepted.sum + answer.refused.sum, sent.sum)
	for (const { message, remedy } of wrong.fields)
		assert.ok(message.zh && message.en && remedy.zh && remedy.en)
	return wrong.fields.map(({ field, code }) => `${field} ${code}`)
}

describe('a batch', () => {
	it('MONEY-4 is kept whole and answered with what it came to', async () => {
		const there = await accounts.institution(350213)
		const sent = batch([payment(there), payment(there, { total: 1, insurance: 0, personal: 1, channel: 'alipay', order_no: undefined, bank: undefined })])
		const answer = ok(await send(sent))
		assert.deepEqual(answer, { batch_no: sent.batch_no, accepted: { count: 2, sum: 10001 }, refused: { count: 0, sum: 0 }, lines: [] })
		const [row] = await db.query(`SELECT kind, channel, at, total, insurance, order_no, bank FROM payments WHERE payment_no = ?`, sent.lines[0].payment_no)
		assert.deepEqual(row, { kind: '1', channel: '1', at: '2026-11-20 02:00:00.000', total: '10000', insurance: '6000', order_no: sent.lines[0].order_no, bank: '海峡银行' })
		assert.deepEqual(await days(there), [{ day: 20261120, payments: 2, refunds: 0, paid: 10001, paid_insurance: 6000, refunded: 0, refunded_insurance: 0 }])
		assert.equal(await db.value(`SELECT outcome FROM audit_rows WHERE act = 'feed.payments' AND object = ?`, sent.batch_no), 'ok')
	})

	it('MONEY-4 sent again it changes nothing and is answered the same, also with wrong lines', async () => {
		const sent = batch([payment(institution), payment(institution, { insurance: 1 })])
		const first = ok(await send(sent))
		assert.equal(first.refused.count, 1)
		assert.deepEqual(ok(await changesNothing(() => send(sent))), first)
		assert.deepEqual(await db.query(`SELECT outcome FROM audit_rows WHERE act = 'feed.payments' AND object = ? ORDER BY id`, sent.batch_no), [{ outcome: 'ok' }, { outcome: 'repeated' }])
	})

	it('MONEY-4 twenty at a time are one', async () => {
		const there = await accounts.institution(350213)
		const sent = batch([payment(there), payment(there), refund(payment(there))])
		const answers = await Promise.all(Array.from({ length: 20 }, () => send(sent)))
		for (const answer of answers)
			assert.deepEqual(ok(answer), answers[0].body)
		assert.equal((await kept(sent)).length, 2)
		assert.equal((await days(there))[0].payments, 2)
	})

	it('MONEY-4 twenty of one institution at a time add up to the fen', async () => {
		const there = await accounts.institution(350213)
		const all = Array.from({ length: 20 }, (_, i) => batch(Array.from({ length: 15 }, (_, k) => payment(there, { total: 100 + i + k, insurance: 50, personal: 50 + i + k, time: `2026-11-${10 + k % 5}T12:00:00Z` }))))
		for (const answer of await Promise.all(all.map((one) => send(one))))
			assert.equal(ok(answer).refused.count, 0)
		const sum = (rows, name) => rows.reduce((total, row) => total + row[name], 0)
		const rows = await days(there)
		assert.equal(rows.length, 5)
		assert.equal(sum(rows, 'payments'), 300)
		assert.equal(sum(rows, 'paid'), sum(all, 'sum'))
	})

	it('MONEY-4 with the number of another it is refused', async () => {
		const first = batch([payment(institution)])
		ok(await send(first))
		told(await changesNothing(() => send(batch([payment(institution)], { batch_no: first.batch_no }))), 409, 'feed.another_batch')
	})

	it('MONEY-4 one that does not add up to its header is refused whole, and may come again', async () => {
		const lines = [payment(institution), payment(institution)]
		const batch_no = newNo('B')
		for (const [header, fields] of [[{ count: 3 }, ['count']], [{ sum: 19999 }, ['sum']], [{ count: 1, sum: 10000 }, ['count', 'sum']], [{ sum: -20000 }, ['sum']]]) {
			const answer = await changesNothing(() => send(batch(lines, { batch_no, ...header })))
			told(answer, 422, 'form.invalid')
			assert.deepEqual(answer.body.fields.map(({ field, code }) => `${field} ${code}`), fields.map((field) => `${field} adds_up`))
		}
		// Half of it: torn on the way.
		const half = await changesNothing(() => send({ ...batch(lines, { batch_no }), lines: lines.slice(0, 1) }))
		told(half, 422, 'form.invalid')
		assert.equal(ok(await send(batch(lines, { batch_no }))).accepted.count, 2)
	})

	it('MONEY-4 one without end in its sum, without lines, with what is no line or too many', async () => {
		const huge = payment(institution, { total: 9223372036854775000n })
		const raw = (body) => JSON.stringify(body, (_, value) => typeof value === 'bigint' ? `#${value}#` : value).replace(/"#(\d+)#"/g, '$1')
		const body = raw({ ...batch([]), count: 2, sum: 1, lines: [huge, huge] })
		told(await changesNothing(() => platform.call('/feeds/payments', JSON.parse(body), { body, sent: body })), 422, 'form.invalid')
		for (const wrong of [{ ...batch([]), count: 1 }, batch([1]), batch([null]), batch([[]]), { ...batch([payment(institution)]), lines: {} }, { ...batch([payment(institution)]), more: 1 }, {}])
			told(await changesNothing(() => send(wrong)), 422, 'form.invalid')
		const many = await changesNothing(() => send(batch(Array.from({ length: 2001 }, () => ({})))))
		told(many, 422, 'form.invalid')
		assert.ok(many.body.fields.some(({ field, code }) => field === 'lines' && code === 'too_many'))
	})

	it('MONEY-4 two thousand lines of a hundred institutions fit into one', async () => {
		const there = await Promise.all(Array.from({ length: 20 }, () => accounts.institution(350213)))
		const sent = batch(Array.from({ length: 2000 }, (_, i) => payment(there[i % there.length])))
		const answer = ok(await send(sent))
		assert.deepEqual(answer.accepted, { count: 2000, sum: 20_000_000 })
		assert.equal((await kept(sent)).length, 2000)
	})
})

describe('a wrong line is told with its number and why, and the others are kept', () => {
	it('MONEY-4 an institution that is none', async () => {
		assert.deepEqual(await refusedAs(payment({ code: 'H35021399999' })), ['institution no_institution'])
		assert.deepEqual(await refusedAs(payment({ code: 'X1' })), ['institution format'])
		const bank = `BK${String(process.pid).slice(-6)}`
		await accounts.bank(bank, 350000)
		assert.deepEqual(await refusedAs(payment({ code: bank })), ['institution format'])
	})

	it('MONEY-4 an impossible amount', async () => {
		const amounts = [
			[{ total: -10000, insurance: -6000, personal: -4000 }, ['total too_small', 'insurance too_small', 'personal too_small']],
			[{ total: 0, insurance: 0, personal: 0 }, ['total too_small']],
			[{ total: 10_000_000_000, insurance: 0, personal: 10_000_000_000 }, ['total too_large', 'personal too_large']],
			[{ total: 100_000_000_000_000, insurance: 0, personal: 0 }, ['total too_large']],
			[{ total: 100.5 }, ['total type']],
			[{ total: '10000' }, ['total type']],
			[{ total: undefined }, ['total required']],
			[{ insurance: 6001 }, ['total adds_up']],
			[{ total: 10001 }, ['total adds_up']],
		]
		for (const [more, expected] of amounts)
			assert.deepEqual(await refusedAs(payment(institution, more)), expected, JSON.stringify(more))
	})

	it('MONEY-4 a time that is not real, or not yet', async () => {
		for (const time of ['2026-02-29T10:00:00Z', '2026-11-20T24:00:00Z', '2026-11-20T10:60:00Z', '2026-11-20 10:00:00Z', '2026-11-20T10:00:00', '2026-11-20T10:00:00+0800', '2026-11-20T23:59:60Z', '20261120', '2026-13-01T00:00:00Z'])
			assert.deepEqual(await refusedAs(payment(institution, { time })), ['time format'], time)
		assert.deepEqual(await refusedAs(payment(institution, { time: new Date(Date.now() + 3_600_000).toISOString() })), ['time in_future'])
		assert.deepEqual(await refusedAs(payment(institution, { time: '2999-01-01T00:00:00Z' })), ['time in_future'])
	})

	it('MONEY-4 a payment number that is there, in another batch or the same', async () => {
		const one = payment(institution)
		ok(await send(batch([one])))
		assert.deepEqual(await refusedAs(payment(institution, { payment_no: one.payment_no })), ['payment_no taken'])
		const twin = payment(institution)
		assert.deepEqual(await refusedAs(payment(institution, { payment_no: twin.payment_no }), { also: [twin, ...Array.from({ length: 120 }, () => payment(institution))] }), ['payment_no taken'])
		assert.equal(await db.value('SELECT COUNT(*) FROM payments WHERE payment_no = ?', twin.payment_no), '1')
	})

	it('MONEY-4 the same number from twenty batches at a time is kept once', async () => {
		const there = await accounts.institution(350213)
		const one = payment(there)
		const answers = await Promise.all(Array.from({ length: 20 }, () => send(batch([one, payment(there)]))))
		assert.equal(answers.reduce((n, answer) => n + ok(answer).accepted.count, 0), 21)
		assert.equal((await days(there))[0].payments, 21)
	})

	it('MONEY-4 a refund without its payment, before it, or above what is left of it', async () => {
		const paid = payment(institution)
		ok(await send(batch([paid])))
		const other = await accounts.institution(350213)
		assert.deepEqual(await refusedAs(refund(paid, { original_no: newNo('P') })), ['original_no no_original'])
		assert.deepEqual(await refusedAs(refund(paid, { original_no: undefined })), ['original_no required'])
		assert.deepEqual(await refusedAs(refund(paid, { institution: other.code })), ['original_no no_original'])
		assert.deepEqual(await refusedAs(refund(paid, { time: '2026-11-20T09:59:59.999+08:00' })), ['time before_original'])
		assert.deepEqual(await refusedAs(refund(paid, { total: 10001, insurance: 6001 })), ['insurance above_original'])
		assert.deepEqual(await refusedAs(refund(paid, { total: 10001, personal: 4001 })), ['personal above_original'])
		const part = refund(paid, { total: 6000, insurance: 6000, personal: 0 })
		assert.equal(ok(await send(batch([part]))).accepted.count, 1)
		assert.deepEqual(await refusedAs(refund(paid, { total: 1, insurance: 1, personal: 0 })), ['insurance above_original'])
		assert.deepEqual(await refusedAs(refund(part)), ['original_no no_original'])
		assert.equal(ok(await send(batch([refund(paid, { total: 4000, insurance: 0, personal: 4000 })]))).accepted.count, 1)
		assert.deepEqual(await db.one('SELECT refunded, refunded_insurance FROM payments WHERE payment_no = ?', paid.payment_no), { refunded: '10000', refunded_insurance: '6000' })
	})

	it('MONEY-4 of twenty refunds at a time no more than the payment goes', async () => {
		const there = await accounts.institution(350213)
		const paid = payment(there)
		// Before its own payment in the batch, which does not matter.
		ok(await send(batch([refund(paid, { total: 1000, insurance: 600, personal: 400 }), paid])))
		const answers = await Promise.all(Array.from({ length: 20 }, () => send(batch([refund(paid, { total: 1000, insurance: 600, personal: 400 })]))))
		assert.equal(answers.reduce((n, answer) => n + ok(answer).accepted.count, 0), 9)
		assert.deepEqual(await days(there), [{ day: 20261120, payments: 1, refunds: 10, paid: 10000, paid_insurance: 6000, refunded: 10000, refunded_insurance: 6000 }])
	})

	it('MONEY-4 what no line may hold', async () => {
		assert.deepEqual(await refusedAs(payment(institution, { kind: 'gift' })), ['kind choice'])
		assert.deepEqual(await refusedAs(payment(institution, { channel: 'cash' })), ['channel choice'])
		assert.deepEqual(await refusedAs(payment(institution, { payment_no: 'P 1' })), ['payment_no format'])
		assert.deepEqual(await refusedAs(payment(institution, { payment_no: 'P'.repeat(65) })), ['payment_no too_long'])
		assert.deepEqual(await refusedAs(payment(institution, { bonus: 1 })), ['bonus unknown'])
		assert.deepEqual(await refusedAs({}), ['payment_no required', 'institution required', 'time required', 'kind required', 'channel required', 'total required', 'insurance required', 'personal required'])
	})
})

it('MONEY-4 PLAT-12 a payment belongs to its day in Shanghai, to the millisecond', async () => {
	const there = await accounts.institution(350213)
	const at = { '2026-11-20T23:59:59.999+08:00': 20261120, '2026-11-21T00:00:00.000+08:00': 20261121, '2026-11-19T15:59:59.999Z': 20261119, '2026-11-19T16:00:00Z': 20261120, '2026-11-18T23:30:00.5-01:30': 20261119 }
	ok(await send(batch(Object.keys(at).map((time) => payment(there, { time })))))
	assert.deepEqual((await days(there)).map(({ day, payments }) => [day, payments]), [[20261119, 2], [20261120, 2], [20261121, 1]])
	assert.equal(await db.value('SELECT COUNT(*) FROM payments WHERE organisation_id = ? AND at = ?', there.id, '2026-11-20 15:59:59.999'), '1')
})

describe('who may feed', () => {
	it('MONEY-4 nobody without a signature, nor with one over something else', async () => {
		const body = batch([payment(institution)])
		told(await changesNothing(() => send(body, { headers: { Signature: null } })), 401, 'app.signature_missing')
		told(await changesNothing(() => send(body, { sent: JSON.stringify(batch([payment(institution)])) })), 400, 'app.digest_wrong')
		told(await changesNothing(() => send(body, { created: 1 })), 401, 'app.signature_expired')
		const once = platform.prepare('/feeds/payments', body)
		ok(await platform.send(once))
		told(await changesNothing(() => platform.send(once)), 409, 'app.nonce_used')
		const operator = await Client.signedIn(stack, await accounts.operator())
		told(await operator.post('/feeds/payments', body), 401, 'app.signature_missing')
	})

	it('MONEY-4 QR-3 an app\'s key feeds nothing, a feed\'s key confirms no sign-in, both on record', async () => {
		const app = new AppBackend(stack)
		const body = batch([payment(institution)])
		told(await changesNothing(() => app.call('/feeds/payments', body)), 403, 'app.key_for_another_purpose')
		told(await changesNothing(() => app.call('/feeds/settlements', body)), 403, 'app.key_for_another_purpose')
		const page = await (await Client.open(stack)).expect(201, 'POST', '/qr', { body: {} })
		told(await platform.scan(page.id, newPerson()), 403, 'app.key_for_another_purpose')
		assert.equal(await db.value('SELECT state FROM qr_codes WHERE id = ?', page.id), '1')
		assert.ok(Number(await db.value(`SELECT COUNT(*) FROM audit_rows WHERE act = 'denied' AND outcome = 'app_purpose'`)) >= 1)
	})

	it('MONEY-4 a revoked key no longer; one with a secret does', async () => {
		const other = await newPlatform(stack, { algorithm: 'hmac-sha256' })
		ok(await other.call('/feeds/payments', batch([payment(institution)])))
		await stack.ctl('app-keys', 'revoke', other.key.keyid)
		told(await changesNothing(() => other.call('/feeds/payments', batch([payment(institution)]))), 401, 'app.key_revoked')
	})
})

describe('from a file', () => {
	let serial = 0
	const write = (text) => {
		const path = join(folder, `${serial++}.jsonl`)
		writeFileSync(path, text)
		return path
	}
	const feed = (path) => stack.ctl('feed', 'payments', path).then((text) => text.trim().split('\n').map((line) => JSON.parse(line)))
	const failing = (path) => new Promise((resolve) => {
		execFile(join(top, 'ops/stack'), ['ctl', 'feed', 'payments', path], { env: { ...process.env, ...stack.env } }, (error, out, err) => resolve({ code: error?.code ?? 0, out, err }))
	})

	it('MONEY-4 batches are kept as by the API, and again they change nothing; both ways they are one', async () => {
		const all = [batch([payment(institution), payment(institution, { total: 1 })]), batch([payment(institution)])]
		const path = write(`\n${fileOf(...all)}`)
		const first = await feed(path)
		assert.deepEqual(first.map(({ accepted, refused }) => [accepted.count, refused.count]), [[1, 1], [1, 0]])
		assert.deepEqual(first[0].lines.map(({ no, fields: [{ code }] }) => [no, code]), [[2, 'adds_up']])
		assert.deepEqual(await changesNothing(() => feed(path)), first)
		assert.deepEqual(ok(await changesNothing(() => send(all[0]))), first[0])
		assert.equal(await db.value('SELECT app FROM feed_batches WHERE batch_no = ?', all[1].batch_no), 'file')
		assert.equal(await db.value(`SELECT COUNT(*) FROM audit_rows WHERE act = 'feed.payments' AND object = ?`, all[1].batch_no), '2')
	})

	it('MONEY-4 one that does not add up keeps the others not out; a torn file ends where it is torn', async () => {
		const [wrong, right, torn] = [batch([payment(institution)], { sum: 1 }), batch([payment(institution)]), batch([payment(institution), payment(institution)])]
		const path = write(fileOf(wrong, right) + fileOf(torn).split('\n').slice(0, 2).join('\n'))
		const { code, out, err } = await failing(path)
		assert.equal(code, 1)
		assert.equal(JSON.parse(out).batch_no, right.batch_no)
		assert.match(err, /:2: .*\n {2}sum: /)
		assert.match(err, /ends inside a batch/)
		assert.equal((await kept(torn)).length, 0)
		writeFileSync(path, fileOf(right, torn))
		assert.deepEqual((await feed(path)).map(({ accepted }) => accepted.count), [1, 2])
	})

	it('MONEY-4 what is no such file is told', async () => {
		for (const text of ['{"batch_no":"x"}\n', 'payment_no,total\nP1,100\n', '[]\n', '{"batch_no":"x","count":1,"sum":1,"lines":[]}\n{}\n']) {
			const { code, err } = await changesNothing(() => failing(write(text)))
			assert.equal(code, 1, text)
			assert.match(err, /no header/)
		}
		assert.equal((await failing(join(folder, 'nonesuch'))).code, 1)
	})
})
