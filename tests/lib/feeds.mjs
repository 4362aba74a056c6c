// The payment platform as its own developers would write it: batches of payments
// and settlements, signed with a key that is for feeds.
import { randomBytes, randomInt } from 'node:crypto'
import { AppBackend, newKey } from './app.mjs'

let serial = randomInt(1_000_000_000)
/** A number that nothing has yet. */
export const newNo = (letter) => `${letter}${process.pid}-${serial++}`

/** A platform with a key of its own on that stack. */
export async function newPlatform(stack, { name = 'payments', purpose = 'feeds', algorithm } = {}) {
	const key = newKey(`feed-${process.pid}-${randomBytes(6).toString('hex')}`, algorithm)
	await stack.command(['ctl', 'app-keys', 'add', key.keyid, name, key.algorithm, purpose], `${key.given}\n`)
	return new AppBackend(stack, key)
}

/** A payment of an institution: 100.00 yuan, 60.00 of them by insurance. */
export const payment = (institution, more = {}) => ({
	payment_no: newNo('P'), institution: institution.code, time: '2026-11-20T10:00:00.000+08:00', kind: 'payment',
	channel: 'wechat', total: 10000, insurance: 6000, personal: 4000, order_no: newNo('O'), bank: '海峡银行', ...more,
})

/** Some of a payment, or all of it, given back. */
export const refund = (of, more = {}) => ({
	...of, payment_no: newNo('R'), kind: 'refund', original_no: of.payment_no, time: '2026-11-20T11:00:00.000+08:00', ...more,
})

/** A settlement of payments and refunds. */
export const settlement = (institution, lines, more = {}) => ({
	settlement_no: newNo('S'), institution: institution.code, bank: '海峡银行', account: '6222020012345678901',
	period_from: '2026-11-01', period_to: '2026-11-30', state: 'pending', time: '2026-11-25T09:00:00+08:00',
	amount: lines.reduce((sum, { kind, total }) => sum + (kind === 'refund' ? -total : total), 0),
	payments: lines.map(({ payment_no }) => ({ payment_no })), ...more,
})

const integer = (value) => Number.isInteger(value) ? value : 0
/** Lines with the header that they add up to. */
export const batch = (lines, more = {}) => ({
	batch_no: newNo('B'), count: lines.length,
	sum: lines.reduce((sum, line) => sum + integer(line?.total ?? line?.amount), 0), lines, ...more,
})

/** A batch as a file has it. */
export const fileOf = (...batches) => batches.map(({ lines, ...header }) => [header, ...lines].map((each) => `${JSON.stringify(each)}\n`).join('')).join('')

/** As if a bank had opened it: an institution's money is shown from then on (MERCH-1). */
export const openMerchant = (db, { id, division, code }) => db.query(`INSERT INTO records (kind, list, state, organisation_id, addressee_id, div2, div4, division, identity, code, version, order_id, submission_no, created_at, updated_at)
	VALUES (20, 3, 1, ?, 0, ?, ?, ?, UNHEX(SHA2(?, 256)), ?, 1, 0, 1, UTC_TIMESTAMP(3), UTC_TIMESTAMP(3))`,
id, Math.floor(division / 10000), Math.floor(division / 100), division, `merchant ${id}`, `M${code.slice(1)}`)
