// Merchant entries as their operators fill them in, and the banks that decide them.
import { randomUUID } from 'node:crypto'
import { Client } from './client.mjs'
import { creditCode } from './institutions.mjs'
import { jpeg } from './papers.mjs'
import { provePhone } from './sms.mjs'

export const contract = { rate: '0.38', contract_no: 'HT-2026-001', valid_from: '2026-12-01' }
let serial = 0

/** A bank that is a partner of the province, and who decides there: { id, code, user, client }. */
export async function partnerBank(stack, accounts, { code = `BK${String(process.pid).slice(-5)}${serial++}`, province = 350000, open = true } = {}) {
	const bank = { ...await accounts.bank(code, province), code }
	await accounts.db.query(`INSERT INTO partners (province, organisation_id, open, version, changed_by, changed_at)
		VALUES (?, ?, ?, 1, 0, UTC_TIMESTAMP(3))`, province, bank.id, open ? 1 : 0)
	const user = await accounts.person('bank_reviewer', bank)
	return { ...bank, user, client: await Client.signedIn(stack, user) }
}

/** What an entry asks for but for its pictures. */
export const entryContent = (name, bank, more = {}) => ({
	operator_name: '陈思敏', operator_phone: '13800138000', operator_mail: 'yibao@haiwan.cn',
	settlement_accounts: [account(name)],
	paper_kind: 'business_licence', uscc: creditCode(), capital: 500000000,
	legal_person: '林志远', legal_id_no: '11010519491231002X', id_valid_from: '2020-01-01', id_long_term: true,
	clearing_bank: bank, channels: ['wechat'], ...more,
})

/** A settlement account but for its pictures; each has a number of its own. */
export const account = (name, more = {}) => ({
	key: `a${serial++}`, account_name: name, bank_name: '海峡银行厦门分行', account_no: `62220200${String(process.pid).slice(-5).padStart(5, '0')}${String(serial++).padStart(5, '0')}`,
	cnaps: '303393000016', proof_kind: 'permit', ...more,
})

const pictures = ['paper', 'id_front', 'id_back']

/** An account with the pictures that it owes. */
export async function withPictures(client, order_no, one) {
	const owed = [...one.proof_kind === 'card' ? ['card_front', 'card_back'] : ['permit'], ...one.of_parent ? ['parent_proof'] : []]
	const made = { ...one }
	for (const field of owed)
		made[field] = [await client.attach(order_no, `settlement_accounts.${one.key}.${field}`, `${field}.jpg`, jpeg(1200 + serial++, 1100))]
	return made
}

/** A draft with its pictures: { order_no, version, content }. */
export async function draftEntry(client, name, bank, more = {}) {
	const { order_no, version } = await client.expect(201, 'POST', '/orders', { body: { kind: 'merchant_entry' }, key: randomUUID() })
	const content = entryContent(name, bank, more)
	await provePhone(client.site, order_no, content.operator_phone)
	for (const field of pictures)
		content[field] ??= [await client.attach(order_no, field, `${field}.jpg`, jpeg(1200 + serial++, 1100))]
	content.settlement_accounts = await Promise.all(content.settlement_accounts.map((one) => withPictures(client, order_no, one)))
	for (const [field, value] of Object.entries(content))
		if (value === undefined)
			delete content[field]
	return { order_no, version, content }
}

const idsOf = (value) => Array.isArray(value) ? value[0]?.file_id ? value.map(({ file_id }) => file_id) : value.map(idsOf)
	: value !== null && typeof value === 'object' ? Object.fromEntries(Object.entries(value).map(([name, one]) => [name, idsOf(one)])) : value
/** Seen content as it is sent: files by their ids, however deep. */
export const sentOf = (content) => idsOf(content)
