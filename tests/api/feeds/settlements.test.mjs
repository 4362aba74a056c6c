// What the payment platform sends of settlements: they are what their payments
// come to, or they are refused.
import assert from 'node:assert/strict'
import { after, before, it } from 'node:test'
import { Accounts } from '../../lib/accounts.mjs'
import { Database } from '../../lib/db.mjs'
import { batch, newPlatform, payment, refund, settlement } from '../../lib/feeds.mjs'
import { sharedStack } from '../../lib/stack.mjs'

let stack, db, accounts, platform, institution
before(async () => {
	stack = await sharedStack()
	db = new Database(stack)
	accounts = new Accounts(stack, db)
	platform = await newPlatform(stack)
	institution = await accounts.institution(350213)
})
after(() => stack?.stop())

const ok = (answer) => {
	assert.equal(answer.status, 200, JSON.stringify(answer.body))
	return answer.body
}
const send = async (...lines) => ok(await platform.call('/feeds/settlements', batch(lines)))
async function paid(...lines) {
	assert.equal(ok(await platform.call('/feeds/payments', batch(lines))).refused.count, 0)
	return lines
}
const some = (n = 3, where = institution, more = {}) => paid(...Array.from({ length: n }, () => payment(where, more)))
const refusedAs = async (line) => {
	const { lines, refused } = await send(line)
	assert.equal(refused.count, 1)
	assert.equal(refused.sum, Number.isInteger(line.amount) ? line.amount : 0)
	return lines[0].fields.map(({ field, code }) => `${field} ${code}`)
}
const row = (no) => db.one('SELECT id, state, amount, payments, account, account_shown, period_from, period_to, at FROM settlements WHERE settlement_no = ?', no)
const settled = async (no) => Number(await db.value('SELECT COUNT(*) FROM payments p JOIN settlements s ON s.id = p.settlement_id WHERE s.settlement_no = ?', no))

it('MONEY-4 PLAT-10 is kept with its payments, refunds subtracted, its account sealed', async () => {
	const payments = await some()
	const [back] = await paid(refund(payments[0], { total: 2500, insurance: 1500, personal: 1000 }))
	const one = settlement(institution, [...payments, back])
	assert.equal(one.amount, 27500)
	const { accepted } = await send(one)
	assert.deepEqual(accepted, { count: 1, sum: 27500 })
	const { account, account_shown, id, ...rest } = await row(one.settlement_no)
	assert.deepEqual(rest, { state: '1', amount: '27500', payments: '4', period_from: '2026-11-01', period_to: '2026-11-30', at: '2026-11-25 01:00:00.000' })
	assert.match(account, /^sealed:/)
	assert.equal(account_shown, '622************8901')
	assert.ok(Number(id) > 0)
	assert.equal(await settled(one.settlement_no), 4)
	assert.deepEqual(await db.query('SELECT settlement_no FROM settlements WHERE account LIKE ? OR account_shown LIKE ?', `%${one.account}%`, `%${one.account}%`), [])
})

it('MONEY-4 a great one, of more payments than a statement takes', async () => {
	const payments = (await Promise.all(Array.from({ length: 3 }, () => some(411)))).flat()
	const one = settlement(institution, payments)
	assert.equal((await send(one)).accepted.count, 1)
	assert.equal(await settled(one.settlement_no), 1233)
})

it('MONEY-4 is refused where its amount is not that of its payments, or a payment is not to be had', async () => {
	const payments = await some()
	const other = await accounts.institution(350213)
	const [foreign] = await some(1, other)
	const [early] = await some(1, institution, { time: '2026-10-31T23:59:59.999+08:00' })
	const [late] = await some(1, institution, { time: '2026-11-01T00:00:00+08:00' })
	assert.deepEqual(await refusedAs(settlement(institution, payments, { amount: 29999 })), ['amount adds_up'])
	for (const lines of [[...payments, foreign], [...payments, early], [...payments, payment(institution)]])
		assert.deepEqual(await refusedAs(settlement(institution, lines)), ['payments not_to_settle'])
	assert.deepEqual(await refusedAs(settlement(institution, [...payments, payments[0]])), ['payments twice'])
	assert.deepEqual(await refusedAs(settlement(institution, [], { amount: 0 })), ['payments at_least_one'])
	assert.equal((await send(settlement(institution, [...payments, late]))).accepted.count, 1)
	assert.deepEqual(await refusedAs(settlement(institution, payments)), ['payments not_to_settle'])
})

it('MONEY-4 what no line may hold', async () => {
	const payments = await some(1)
	const wrong = [
		[{ institution: 'H35021399999' }, ['institution no_institution']],
		[{ amount: -1 }, ['amount too_small']],
		[{ amount: 1e14 }, ['amount too_large']],
		[{ account: '12ab' }, ['account format']],
		[{ state: 'lost' }, ['state choice']],
		[{ time: '2026-02-30T00:00:00Z' }, ['time format']],
		[{ period_to: '2026-10-31' }, ['period_to order']],
		[{ period_from: '2026-11-31' }, ['period_from date']],
		[{ payments: [payments[0].payment_no] }, ['payments type']],
	]
	for (const [more, expected] of wrong)
		assert.deepEqual(await refusedAs(settlement(institution, payments, more)), expected, JSON.stringify(more))
	assert.equal(await db.value('SELECT settlement_id FROM payments WHERE payment_no = ?', payments[0].payment_no), null)
})

it('MONEY-4 its state goes on, nothing else of it changes, and what is paid stays paid', async () => {
	const payments = await some()
	const one = settlement(institution, payments)
	await send(one)
	assert.deepEqual(await refusedAs(one), ['settlement_no taken'])
	const [another] = await some(1)
	for (const [more, member] of [[{ amount: 1 }, 'amount'], [{ bank: '另一银行' }, 'bank'], [{ account: '6222020012345678902' }, 'account'], [{ period_to: '2026-11-29' }, 'period_to'], [{ period_from: '2026-11-02' }, 'period_from'],
		[{ payments: one.payments.slice(1) }, 'payments'], [{ payments: [...one.payments.slice(1), { payment_no: another.payment_no }] }, 'payments'], [{ institution: (await accounts.institution()).code }, 'institution']])
		assert.deepEqual(await refusedAs({ ...one, ...more, state: 'paid' }), [`${member} not_as_before`])
	for (const [state, time] of [['failed', '2026-11-26T01:00:00Z'], ['pending', '2026-11-26T02:00:00Z'], ['paid', '2026-11-26T03:00:00.25Z']]) {
		assert.equal((await send({ ...one, state, time })).accepted.count, 1)
		assert.equal((await row(one.settlement_no)).state, { pending: '1', paid: '2', failed: '3' }[state])
	}
	assert.equal((await row(one.settlement_no)).at, '2026-11-26 03:00:00.250')
	const slow = settlement(institution, await some())
	await send({ ...slow, state: 'failed', time: '2026-11-26T02:00:00Z' })
	assert.deepEqual(await refusedAs({ ...slow, time: '2026-11-26T01:59:59.999Z' }), ['time outdated'], 'what was overtaken on its way')
	assert.deepEqual(await refusedAs({ ...slow, state: 'paid', time: '2999-01-01T00:00:00Z' }), ['time in_future'])
	assert.deepEqual(await refusedAs({ ...one, state: 'failed' }), ['state final'])
	assert.deepEqual(await refusedAs({ ...one, state: 'paid' }), ['settlement_no taken'])
	assert.equal(await settled(one.settlement_no), 3)
})

it('MONEY-4 twenty at a time are one; twenty others over the same payments, too', async () => {
	const payments = await some()
	const sent = batch([settlement(institution, payments)])
	const answers = await Promise.all(Array.from({ length: 20 }, () => platform.call('/feeds/settlements', sent)))
	for (const answer of answers)
		assert.deepEqual(ok(answer), answers[0].body)
	assert.equal(answers[0].body.accepted.count, 1)
	const again = await some()
	const others = await Promise.all(Array.from({ length: 20 }, () => send(settlement(institution, again))))
	assert.equal(others.reduce((n, { accepted }) => n + accepted.count, 0), 1)
	assert.equal(Number(await db.value('SELECT COUNT(DISTINCT settlement_id) FROM payments WHERE payment_no IN (?, ?, ?)', ...again.map(({ payment_no }) => payment_no))), 1)
	assert.equal(await db.value('SELECT COUNT(*) FROM settlements s WHERE s.payments <> (SELECT COUNT(*) FROM payments p WHERE p.settlement_id = s.id)'), '0')
})

it('MONEY-4 a batch that does not add up to its header is refused whole', async () => {
	const payments = await some(1)
	const answer = await platform.call('/feeds/settlements', batch([settlement(institution, payments)], { sum: 1 }))
	assert.deepEqual([answer.status, answer.body.fields.map(({ field, code }) => `${field} ${code}`)], [422, ['sum adds_up']])
})
