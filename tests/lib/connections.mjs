// Banks that are connected by API, each with a simulator of its own (ops/bank.mjs).
import { randomBytes } from 'node:crypto'
import { Bank } from '../../ops/bank.mjs'
import { newKey } from './app.mjs'
import { partnerBank } from './merchants.mjs'

const seed = (key) => key.export({ format: 'der', type: 'pkcs8' }).subarray(-32).toString('base64')

/** Has a key of that organisation registered. */
export async function newBankKey(stack, code) {
	const key = newKey(`bank-${process.pid}-${randomBytes(6).toString('hex')}`)
	await stack.command(['ctl', 'app-keys', 'add', key.keyid, code, 'ed25519', 'decisions'], `${key.given}\n`)
	return { keyid: key.keyid, key: seed(key.private) }
}

/** What the platform signs pushes with, as a bank is told. */
export async function platformKey(stack) {
	const [keyid, algorithm, key] = (await stack.ctl('connections', 'key')).trim().split(' ')
	if (algorithm !== 'ed25519')
		throw new Error(`signed by ${algorithm}`)
	return { keyid, key }
}

/** A partner bank that is connected: as partnerBank() says, with its simulator as api. */
export async function connectedBank(stack, accounts, { connect = true } = {}) {
	const bank = await partnerBank(stack, accounts)
	const api = await Bank.open({ ...await newBankKey(stack, bank.code), platform: await platformKey(stack) })
	stack.onStop(() => api.close())
	if (connect)
		await stack.ctl('connections', 'set', bank.code, api.url)
	return { ...bank, api }
}

/** Pushes that wait for their next attempt are due now. */
export const pushNow = (db) => db.query('UPDATE jobs SET run_at = UTC_TIMESTAMP(3) - INTERVAL 1 SECOND WHERE kind = 10 AND state = 1')
