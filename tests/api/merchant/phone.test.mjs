// The phone of who fills in an entry: shown to be in hand by a code before the
// entry is taken.
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { newPerson } from '../../lib/app.mjs'
import { Accounts } from '../../lib/accounts.mjs'
import { Client } from '../../lib/client.mjs'
import { Database } from '../../lib/db.mjs'
import { draftEntry, partnerBank } from '../../lib/merchants.mjs'
import { submit } from '../../lib/orders.mjs'
import { another, codeTo, later, sentTo } from '../../lib/sms.mjs'
import { sharedStack } from '../../lib/stack.mjs'

let stack, db, accounts, bank
before(async () => {
	stack = await sharedStack()
	db = new Database(stack)
	accounts = new Accounts(stack, db)
	bank = await partnerBank(stack, accounts)
})
after(() => stack?.stop())

/** An entry of an institution of its own, but for the phone: { client, institution, entry, phone }. */
async function unproven(institution) {
	const at = institution ?? await accounts.institution(350213)
	const client = await Client.signedIn(stack, await accounts.operator({ institution: at }))
	const phone = newPerson().phone
	const entry = await draftEntry(client, at.name, bank.code, { operator_phone: phone })
	await db.query('DELETE FROM proven_phones WHERE organisation_id = ?', at.id)
	return { client, institution: at, entry, phone }
}
const path = (entry) => `/orders/${entry.order_no}/phones`
async function asked(client, entry, phone, field = 'operator_phone') {
	await later(db)
	const had = (await sentTo(client, phone)).length
	const answer = await client.post(path(entry), { field, phone, ...await client.captcha() })
	assert.equal(answer.status, 200, JSON.stringify(answer.body))
	return { ticket: answer.body.ticket, code: await codeTo(client, phone, had + 1) }
}
const fault = (answer, field) => answer.body.fields?.find((each) => each.field.endsWith(field))?.code
const checked = async (client, { order_no, content }) =>
	(await client.expect(200, 'POST', `/orders/${order_no}/check`, { body: { content } })).faults.filter(({ field }) => field.endsWith('operator_phone')).map(({ code }) => code)
const proven = async (client, { order_no }) => (await client.expect(200, 'GET', `/orders/${order_no}`)).proven

describe('the operator\'s phone', () => {
	it('MERCH-2 is confirmed by a code before the entry is taken', async () => {
		const { client, entry, phone } = await unproven()
		assert.deepEqual(await checked(client, entry), ['unproven'])
		const refused = await submit(client, entry)
		assert.deepEqual([refused.status, fault(refused, 'operator_phone')], [422, 'unproven'])
		const { ticket, code } = await asked(client, entry, phone)
		const wrong = await client.put(path(entry), { ticket, code: another(code) })
		assert.deepEqual([wrong.status, wrong.body.code, fault(wrong, 'code'), wrong.body.tries_left], [422, 'sms.code_wrong', 'sms_code', 4])
		assert.deepEqual(await checked(client, entry), ['unproven'])
		assert.equal((await client.put(path(entry), { ticket, code })).status, 204)
		assert.equal((await client.put(path(entry), { ticket, code })).body.code, 'sms.code_ended')
		assert.deepEqual(await checked(client, entry), [])
		await client.expect(200, 'PUT', `/orders/${entry.order_no}/draft`, { body: { version: entry.version, content: { ...entry.content, operator_phone: `+86 ${phone}` } } })
		assert.deepEqual(await proven(client, entry), ['operator_phone'])
		const { version } = await client.expect(200, 'GET', `/orders/${entry.order_no}`)
		assert.equal((await submit(client, { ...entry, version })).status, 200)
		assert.equal(await db.value(`SELECT COUNT(*) FROM audit_rows WHERE act = 'phone.proven' AND object = ?`, entry.order_no), '1')
	})

	it('MERCH-2 another number needs another code; a confirmed one is good for the institution\'s next order, and for no other\'s', async () => {
		const one = await unproven()
		const first = await asked(one.client, one.entry, one.phone)
		assert.equal((await one.client.put(path(one.entry), first)).status, 204)
		const other = newPerson().phone
		assert.deepEqual(await checked(one.client, { ...one.entry, content: { ...one.entry.content, operator_phone: other } }), ['unproven'])
		const elsewhere = await unproven()
		assert.deepEqual(await checked(elsewhere.client, { ...elsewhere.entry, content: { ...elsewhere.entry.content, operator_phone: one.phone } }), ['unproven'])
		const { order_no } = await one.client.expect(201, 'POST', '/orders', { body: { kind: 'merchant_entry' }, key: `next-${Date.now()}-x` })
		assert.deepEqual(await checked(one.client, { order_no, content: one.entry.content }), [])
	})

	it('MERCH-2 a confirmation is good for a year: after that the number may be another\'s', async () => {
		const { client, institution, entry, phone } = await unproven()
		assert.equal((await client.put(path(entry), await asked(client, entry, phone))).status, 204)
		const aged = (days) => db.query('UPDATE proven_phones SET proven_at = UTC_TIMESTAMP(3) - INTERVAL ? DAY WHERE organisation_id = ?', days, institution.id)
		await aged(364)
		assert.deepEqual(await checked(client, entry), [])
		await aged(366)
		assert.deepEqual([await checked(client, entry), await proven(client, entry)], [['unproven'], []])
		assert.equal((await client.put(path(entry), await asked(client, entry, phone))).status, 204)
		assert.deepEqual(await checked(client, entry), [])
	})

	it('MERCH-2 a code is good for its own order; a field, number or order that is none is refused', async () => {
		const one = await unproven()
		const two = await unproven()
		const { ticket, code } = await asked(one.client, one.entry, one.phone)
		assert.equal((await two.client.put(path(two.entry), { ticket, code })).body.code, 'sms.code_ended')
		const ask = async (body) => one.client.post(path(one.entry), { field: 'operator_phone', phone: one.phone, ...body, ...await one.client.captcha() })
		await later(db)
		for (const [body, field, why] of [[{ field: 'operator_name' }, 'field', 'choice'], [{ field: 'no_such' }, 'field', 'choice'], [{ phone: '0592-1234567' }, 'phone', 'format']]) {
			const answer = await ask(body)
			assert.deepEqual([answer.status, fault(answer, field)], [422, why])
		}
		const captcha = await one.client.captcha()
		assert.equal(fault(await one.client.post(path(one.entry), { field: 'operator_phone', phone: one.phone, ...captcha, captcha_answer: '????' }), 'captcha_answer'), 'captcha')
		assert.equal((await two.client.post(path(one.entry), { field: 'operator_phone', phone: one.phone, ...await two.client.captcha() })).status, 404)
		await db.query('UPDATE orders SET state = 3 WHERE order_no = ?', one.entry.order_no)
		assert.equal((await ask({})).body.code, 'order.wrong_stage')
	})
})
