// Bad input of merchant entries: every field of an entry, of a settlement account in it,
// of a change and of what the bank fills in, spoiled in every way; drafts keep what can be.
import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, describe, it } from 'node:test'
import { Accounts } from '../../lib/accounts.mjs'
import { spoiler } from '../../lib/bad_input.mjs'
import { Client } from '../../lib/client.mjs'
import { Database } from '../../lib/db.mjs'
import { account, contract, draftEntry, partnerBank, sentOf, withPictures } from '../../lib/merchants.mjs'
import { decide, submit } from '../../lib/orders.mjs'
import { sharedStack } from '../../lib/stack.mjs'

let stack, db, accounts, forms, spoil, bank
before(async () => {
	stack = await sharedStack()
	db = new Database(stack)
	accounts = new Accounts(stack, db)
	forms = (await (await Client.open(stack)).get('/openapi.json')).body['x-liangding-forms']
	;({ spoil } = spoiler(db, forms))
	bank = await partnerBank(stack, accounts)
})
after(() => stack?.stop())

async function merchant() {
	const institution = await accounts.institution(350583)
	return { institution, client: await Client.signedIn(stack, await accounts.operator({ institution })) }
}
/** Those fields of a form or part that are asked for where the content is so. */
const asked = (fields, content) => fields.filter(({ when }) => !when || when.words.includes(String(content[when.field] ?? false)) !== when.unless)
const ok = (answer) => assert.equal(answer.status, 200, JSON.stringify(answer.body))
const send = (client, order) => (content) => client.once(`/orders/${order.order_no}/submission`, { version: order.version, content })

describe('PLAT-3 MERCH-2 MERCH-5 an entry, field by field', () => {
	it('the entry; spoiled in all those ways it is still the one that can be sent', async () => {
		const { institution, client } = await merchant()
		const draft = await draftEntry(client, institution.name, bank.code)
		await spoil('merchant_entry', () => structuredClone(draft.content), send(client, draft), { fields: asked(forms.merchant_entry.fields, draft.content) })
		ok(await submit(client, draft))
	})

	for (const [what, more] of [['its own, by a permit', {}], ['its parent\'s, by a card', { of_parent: true, parent_name: '刺桐医疗集团', account_name: '刺桐医疗集团', proof_kind: 'card' }]])
		it(`MERCH-5 a settlement account in it: ${what}`, async () => {
			const { institution, client } = await merchant()
			const draft = await draftEntry(client, institution.name, bank.code)
			const one = await withPictures(client, draft.order_no, account(institution.name, { key: 'x9', ...more }))
			const { fields } = forms.merchant_entry.fields.find(({ name }) => name === 'settlement_accounts')
			await spoil('settlement_account', () => structuredClone(one),
				(item) => send(client, draft)({ ...draft.content, settlement_accounts: [...draft.content.settlement_accounts, item] }),
				{ fields: asked(fields, one), prefix: 'settlement_accounts.x9.' })
			ok(await submit(client, { ...draft, content: { ...draft.content, settlement_accounts: [...draft.content.settlement_accounts, one] } }))
		})

	it('MERCH-5 keys that are doubled or none; more accounts than ten', async () => {
		const { institution, client } = await merchant()
		const draft = await draftEntry(client, institution.name, bank.code)
		const [one] = draft.content.settlement_accounts
		const eleven = Array.from({ length: 11 }, (_, i) => ({ ...one, key: `k${i}` }))
		for (const [settlement_accounts, code] of [[[one, one], 'item_key'], [[{ ...one, key: '..' }], 'item_key'], [eleven, 'too_many']]) {
			const { status, body } = await send(client, draft)({ ...draft.content, settlement_accounts })
			assert.equal(status, 422)
			assert.ok(body.fields.some((fault) => fault.field.startsWith('settlement_accounts') && fault.code === code), JSON.stringify(body.fields))
		}
	})

	it('MERCH-6 MERCH-9 what the bank fills in, and a change of what it has opened', async () => {
		const { institution, client } = await merchant()
		const entry = await draftEntry(client, institution.name, bank.code)
		ok(await submit(client, entry))
		const { version } = await bank.client.expect(200, 'GET', `/orders/${entry.order_no}`)
		await spoil('merchant_contract', () => structuredClone(contract),
			(granted) => decide(bank.client, { order_no: entry.order_no, version }, 'approve', { granted }), { prefix: 'granted.' })
		for (const rate of ['-1', '100.1', '0.12345', '0,38', '1e1', '.5'])
			assert.equal((await decide(bank.client, { order_no: entry.order_no, version }, 'approve', { granted: { ...contract, rate } })).status, 422, rate)
		ok(await decide(bank.client, { order_no: entry.order_no, version }, 'approve', { granted: contract }))
		const begun = await client.expect(201, 'POST', '/orders', { body: { kind: 'merchant_change', parent_order_no: entry.order_no }, key: randomUUID() })
		const change = { ...begun, content: { ...sentOf(begun.content), why: '更换账户' } }
		await spoil('merchant_change', () => structuredClone(change.content), send(client, change), { fields: asked(forms.merchant_change.fields, change.content) })
		ok(await submit(client, change))
	})
})
