// Merchant entry: an institution applies to a clearing bank of its province, the bank
// opens under a contract or says what is wrong; what is opened stays so until a change
// of it is approved (MERCH-2 to MERCH-6, MERCH-9).
import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, describe, it } from 'node:test'
import { Accounts } from '../../lib/accounts.mjs'
import { Client } from '../../lib/client.mjs'
import { Database } from '../../lib/db.mjs'
import { account, contract, draftEntry, partnerBank, sentOf, withPictures } from '../../lib/merchants.mjs'
import { draftRecord } from '../../lib/institutions.mjs'
import { decide, submit } from '../../lib/orders.mjs'
import { jpeg, pdf, png } from '../../lib/papers.mjs'
import { startStack } from '../../lib/stack.mjs'

let stack, db, accounts, bank, other
before(async () => {
	stack = await startStack()
	db = new Database(stack)
	accounts = new Accounts(stack, db)
	bank = await partnerBank(stack, accounts)
	other = await partnerBank(stack, accounts)
})
after(() => stack?.stop())

async function merchant(division) {
	const institution = await accounts.institution(division)
	return { institution, client: await Client.signedIn(stack, await accounts.operator({ institution })) }
}
const see = (client, order_no) => client.expect(200, 'GET', `/orders/${order_no}`)
async function sent(client, order) {
	const answer = await submit(client, order)
	assert.equal(answer.status, 200, JSON.stringify(answer.body))
	return { ...order, version: answer.body.version }
}
async function entered(at = bank, more = {}) {
	const { institution, client } = await merchant()
	return { institution, client, ...await sent(client, await draftEntry(client, institution.name, at.code, more)) }
}
async function decided(order_no, verdict = 'approve', words = verdict === 'approve' ? { granted: contract } : { reason: '资料有误', whole: 'other' }, at = bank) {
	const { version } = await see(at.client, order_no)
	const answer = await decide(at.client, { order_no, version }, verdict, words)
	assert.equal(answer.status, 200, JSON.stringify(answer.body))
	return answer.body
}
async function opened(at = bank) {
	const entry = await entered(at)
	await decided(entry.order_no, 'approve', { granted: contract }, at)
	return entry
}
/** A change of what an entry has opened, as it begins. */
async function changeOf({ client, order_no }, more = {}) {
	const order = await client.expect(201, 'POST', '/orders', { body: { kind: 'merchant_change', parent_order_no: order_no }, key: randomUUID() })
	return { ...order, content: { ...sentOf(order.content), why: '更换结算账户', ...more } }
}
async function refused(client, order) {
	const { status, body } = await submit(client, order)
	assert.equal(status, 422, JSON.stringify(body))
	return body.fields.map(({ field, code }) => `${field} ${code}`)
}

describe('MERCH-4 MERCH-6 an entry goes to the bank that it names', () => {
	it('waits with that bank and no other; opened under its contract, it is a record with a merchant number', async () => {
		const entry = await entered()
		assert.equal((await see(entry.client, entry.order_no)).status, 'merchant_opening')
		const queue = await bank.client.expect(200, 'GET', `/reviews?list=merchants&state=waiting&order_no=${entry.order_no}`)
		assert.deepEqual(queue.items.map(({ title }) => title), [entry.institution.name])
		await other.client.expect(404, 'GET', `/orders/${entry.order_no}`)
		assert.deepEqual((await other.client.expect(200, 'GET', `/reviews?list=merchants&state=waiting&order_no=${entry.order_no}`)).items, [])
		const nothing = await decide(bank.client, { order_no: entry.order_no, version: entry.version }, 'approve')
		assert.equal(nothing.status, 422)
		assert.deepEqual(nothing.body.fields.map(({ field }) => field), ['granted.rate', 'granted.contract_no', 'granted.valid_from'])
		await decided(entry.order_no, 'approve', { granted: { ...contract, rate: ' ０．３８０％ ' } })
		const seen = await see(entry.client, entry.order_no)
		assert.equal(seen.status, 'merchant_opened')
		assert.match(seen.record.code, /^M350213\d{5}$/)
		assert.deepEqual(seen.history.at(-1).granted, contract)
		const record = await entry.client.expect(200, 'GET', `/records/${seen.record.code}`)
		assert.deepEqual([record.version, record.versions[0].granted], [1, contract])
		await other.client.expect(404, 'GET', `/records/${seen.record.code}`)
	})

	it('rejected with remarks on a part\'s item; corrected it waits again', async () => {
		const entry = await entered()
		const path = `settlement_accounts.${entry.content.settlement_accounts[0].key}.cnaps`
		const none = await decide(bank.client, { order_no: entry.order_no, version: entry.version }, 'reject', { whole: 'other' })
		assert.equal(none.status, 422)
		await decided(entry.order_no, 'reject', { reason: '行号有误', remarks: [{ field: path, code: 'wrong', words: '行号与开户行不符', remedy: '请向开户行查询' }] })
		const seen = await see(entry.client, entry.order_no)
		assert.deepEqual([seen.status, seen.actions.edit, seen.actions.withdraw, seen.open_fields], ['merchant_rejected', true, false, [path]])
		const elsewhere = await submit(entry.client, { ...seen, content: { ...entry.content, capital: 1 } })
		assert.deepEqual(elsewhere.body.fields.map(({ field, code }) => `${field} ${code}`), ['capital locked'])
		const again = structuredClone(entry.content)
		again.settlement_accounts[0].cnaps = '105393000015'
		await sent(entry.client, { ...seen, content: again })
		const changed = await see(bank.client, entry.order_no)
		assert.deepEqual(changed.changes.map(({ field, before, now }) => [field, before, now]), [[path, '303393000016', '105393000015']])
		await decided(entry.order_no)
	})

	it('withdrawn before the bank decides, and applied for again; not withdrawn after that', async () => {
		const entry = await entered()
		const withdrawn = await entry.client.once(`/orders/${entry.order_no}/withdrawal`, { version: entry.version })
		assert.equal(withdrawn.status, 200, JSON.stringify(withdrawn.body))
		const late = await decide(bank.client, { order_no: entry.order_no, version: entry.version }, 'approve', { granted: contract })
		assert.deepEqual([late.status, late.body.code], [409, 'order.withdrawn'])
		const again = await sent(entry.client, { ...entry, version: withdrawn.body.version })
		await decided(entry.order_no)
		const too_late = await entry.client.once(`/orders/${entry.order_no}/withdrawal`, { version: again.version })
		assert.deepEqual([too_late.status, too_late.body.code, too_late.body.decision.verdict], [409, 'order.already_decided', 'approve'])
	})

	it('an institution has one contract: none is begun or sent beside it', async () => {
		const entry = await opened()
		const second = await entry.client.once('/orders', { kind: 'merchant_entry' })
		assert.deepEqual([second.status, second.body.code], [409, 'record.exists'])
	})

	it('two entries of one institution at once: one waits, the other says which', async () => {
		const { institution, client } = await merchant()
		const drafts = [await draftEntry(client, institution.name, bank.code), await draftEntry(client, institution.name, other.code)]
		const answers = await Promise.all(drafts.map((order) => submit(client, order)))
		assert.deepEqual(answers.map(({ status }) => status).sort(), [200, 409])
		const won = drafts[answers.findIndex(({ status }) => status === 200)]
		const lost = answers.find(({ status }) => status === 409).body
		assert.deepEqual([lost.code, lost.order_no], ['order.duplicate', won.order_no])
	})
})

describe('MERCH-4 a pending entry is edited in its place', () => {
	it('while it is edited the bank still has what was sent, and is told; a decision on what was sent before comes too late', async () => {
		const entry = await entered()
		const before = await see(entry.client, entry.order_no)
		assert.deepEqual([before.actions.edit, before.actions.withdraw, before.amended], [true, true, false])
		const content = { ...entry.content, capital: 800000000 }
		const saved = await entry.client.expect(200, 'PUT', `/orders/${entry.order_no}/draft`, { body: { version: entry.version, content } })
		const mine = await see(entry.client, entry.order_no)
		assert.deepEqual([mine.status, mine.amended, mine.content.capital, mine.submitted.capital], ['merchant_opening', true, 800000000, 500000000])
		const theirs = await see(bank.client, entry.order_no)
		assert.deepEqual([theirs.amended, theirs.content.capital, theirs.state], [true, 500000000, 'waiting'])
		await sent(entry.client, { ...entry, version: saved.version, content })
		const late = await decide(bank.client, { order_no: entry.order_no, version: theirs.version }, 'approve', { granted: contract })
		assert.deepEqual([late.status, late.body.code], [409, 'order.changed'])
		const now = await see(bank.client, entry.order_no)
		assert.deepEqual([now.amended, now.content.capital, now.submission_no, now.changes.map(({ field }) => field)], [false, 800000000, 2, ['capital']])
		const { counts } = await bank.client.expect(200, 'GET', '/reviews?list=merchants&state=waiting')
		const rows = await db.value('SELECT COUNT(*) FROM order_desks WHERE addressee_id = ? AND list = 3 AND state = 1 AND done = 0', bank.id)
		assert.equal(counts.waiting.count, Number(rows))
		await decided(entry.order_no)
	})

	it('once decided it is not edited any more, and says who has decided', async () => {
		const entry = await opened()
		const draft = await entry.client.call('PUT', `/orders/${entry.order_no}/draft`, { body: { version: entry.version + 1, content: entry.content } })
		assert.deepEqual([draft.status, draft.body.code, draft.body.decision.verdict], [409, 'order.already_decided', 'approve'])
		const again = await submit(entry.client, { ...entry, version: entry.version + 1 })
		assert.deepEqual([again.status, again.body.code], [409, 'order.already_decided'])
	})

	it('what was being edited when the bank decided stays aside: the page shows what was decided', async () => {
		const entry = await entered()
		await entry.client.expect(200, 'PUT', `/orders/${entry.order_no}/draft`, { body: { version: entry.version, content: { ...entry.content, capital: 1 } } })
		await decided(entry.order_no)
		const seen = await see(entry.client, entry.order_no)
		assert.deepEqual([seen.status, seen.amended, seen.content.capital], ['merchant_opened', false, 500000000])
	})

	it('sent to another bank instead, it is gone from the first one\'s list', async () => {
		const entry = await entered()
		await sent(entry.client, { ...entry, content: { ...entry.content, clearing_bank: other.code } })
		await bank.client.expect(404, 'GET', `/orders/${entry.order_no}`)
		assert.deepEqual((await bank.client.expect(200, 'GET', `/reviews?list=merchants&state=waiting&order_no=${entry.order_no}`)).items, [])
		const { version } = await see(other.client, entry.order_no)
		const late = await decide(bank.client, { order_no: entry.order_no, version }, 'approve', { granted: contract })
		assert.equal(late.status, 404)
		for (const at of [bank, other]) {
			const { counts } = await at.client.expect(200, 'GET', '/reviews?list=merchants&state=waiting')
			assert.equal(counts.waiting.count, Number(await db.value('SELECT COUNT(*) FROM order_desks WHERE addressee_id = ? AND list = 3 AND state = 1 AND done = 0', at.id)))
		}
		await decided(entry.order_no, 'approve', { granted: contract }, other)
		const paper = entry.content.id_front[0]
		assert.deepEqual([(await bank.client.get(`/files/${paper}`)).status, (await other.client.get(`/files/${paper}`)).status], [404, 200])
	})

	it('edited and decided at the same moment: one of the two, never both', async () => {
		for (let i = 0; i < 6; i++) {
			const entry = await entered()
			const [edit, decision] = await Promise.all([
				submit(entry.client, { ...entry, content: { ...entry.content, capital: 1000 + i } }),
				decide(bank.client, entry, 'approve', { granted: contract }),
			])
			assert.deepEqual([edit.status, decision.status].sort(), [200, 409], JSON.stringify([edit.body, decision.body]))
			const seen = await see(entry.client, entry.order_no)
			assert.equal(seen.status, decision.status === 200 ? 'merchant_opened' : 'merchant_opening')
			assert.equal(seen.content.capital, decision.status === 200 ? 500000000 : 1000 + i)
		}
	})
})

describe('MERCH-5 settlement accounts', () => {
	it('none at all: says that one is needed', async () => {
		const { institution, client } = await merchant()
		for (const none of [undefined, []]) {
			const order = await draftEntry(client, institution.name, bank.code)
			const { status, body } = await submit(client, { ...order, content: { ...order.content, settlement_accounts: none } })
			assert.equal(status, 422)
			assert.deepEqual(body.fields.map(({ field, code, message }) => [field, code, message.zh]), [['settlement_accounts', 'at_least_one', '至少需要一个结算账户']])
		}
	})

	it('in the institution\'s name, or its parent\'s with a proof; each once; with the pictures of its kind', async () => {
		const { institution, client } = await merchant()
		const order = await draftEntry(client, institution.name, bank.code)
		const { order_no } = order
		const one = order.content.settlement_accounts[0]
		const as = async (more) => refused(client, { ...order, content: { ...order.content, settlement_accounts: [one, await withPictures(client, order_no, account(institution.name, { key: 'x1', ...more }))] } })
		assert.deepEqual(await as({ account_name: '别家医院' }), ['settlement_accounts.x1.account_name not_own_name'])
		assert.deepEqual(await as({ account_no: one.account_no }), ['settlement_accounts.x1.account_no same_account'])
		assert.deepEqual(await as({ of_parent: true, parent_name: '鹭岛医疗集团' }), ['settlement_accounts.x1.account_name not_parents_name'])
		for (const cnaps of ['30339300001', '3033930000167', '30339300001X'])
			assert.deepEqual((await as({ cnaps })).map((one) => one.split(' ')[0]), ['settlement_accounts.x1.cnaps'])
		const content = { ...order.content, settlement_accounts: [one,
			await withPictures(client, order_no, account('鹭岛医疗集团', { key: 'x2', of_parent: true, parent_name: '鹭岛医疗集团', proof_kind: 'card' }))] }
		for (const picture of ['card_back', 'parent_proof']) {
			const less = structuredClone(content)
			delete less.settlement_accounts[1][picture]
			assert.deepEqual(await refused(client, { ...order, content: less }), [`settlement_accounts.x2.${picture} required`])
		}
		await sent(client, { ...order, content })
	})

	it('one of a pending entry is not taken out of it, whichever it is; added to, and after a withdrawal taken out', async () => {
		const { institution, client } = await merchant()
		const draft = await draftEntry(client, institution.name, bank.code, { settlement_accounts: [account(institution.name), account(institution.name)] })
		const entry = await sent(client, draft)
		const [first, second] = entry.content.settlement_accounts
		const less = { ...entry, content: { ...entry.content, settlement_accounts: [first] } }
		const { status, body } = await submit(client, less)
		assert.deepEqual([status, body.fields.map(({ field, code }) => [field, code])], [422, [[`settlement_accounts.${second.key}`, 'held']]])
		assert.match(body.fields[0].message.zh, /在途业务中的结算账户不能删除/)
		const third = await withPictures(client, entry.order_no, account(institution.name))
		const more = await sent(client, { ...entry, content: { ...entry.content, settlement_accounts: [first, second, third] } })
		const withdrawn = await client.once(`/orders/${entry.order_no}/withdrawal`, { version: more.version })
		await sent(client, { ...less, version: withdrawn.body.version })
	})

	it('taken out and changed at the same moment: the database has one of the two whole', async () => {
		const { institution, client } = await merchant()
		const entry = await sent(client, await draftEntry(client, institution.name, bank.code, { settlement_accounts: [account(institution.name), account(institution.name)] }))
		await decided(entry.order_no)
		const change = await changeOf({ client, order_no: entry.order_no })
		const [first, second] = change.content.settlement_accounts
		const answers = await Promise.all([[first], [second], [first, { ...second, bank_name: '海峡银行泉州分行' }]].map((settlement_accounts) =>
			submit(client, { ...change, content: { ...change.content, settlement_accounts } })))
		assert.equal(answers.filter(({ status }) => status === 200).length, 1)
		assert.ok(answers.every(({ status, body }) => status === 200 || status === 409 || body.fields.every(({ code }) => code === 'held')), JSON.stringify(answers))
		const { content } = await see(client, change.order_no)
		assert.ok(content.settlement_accounts.length >= 1)
	})
})

describe('MERCH-4 MERCH-9 a change of what is opened', () => {
	it('begins with what is in force, goes the same way, and that stays in force until it is approved', async () => {
		const entry = await opened()
		const { code } = (await see(entry.client, entry.order_no)).record
		const change = await changeOf(entry)
		assert.deepEqual(change.content.settlement_accounts.map(({ key }) => key), entry.content.settlement_accounts.map(({ key }) => key))
		const added = await withPictures(entry.client, change.order_no, account(entry.institution.name))
		const content = { ...change.content, settlement_accounts: [...change.content.settlement_accounts, added] }
		const waiting = await sent(entry.client, { ...change, content })
		const on_file = async () => (await entry.client.expect(200, 'GET', `/records/${code}`))
		assert.deepEqual([(await on_file()).version, (await on_file()).content.settlement_accounts.length], [1, 1])
		const second = await entry.client.once('/orders', { kind: 'merchant_change', parent_order_no: entry.order_no })
		assert.deepEqual([second.status, second.body.code], [409, 'order.not_ready'])
		await decided(change.order_no, 'reject')
		assert.equal((await on_file()).version, 1)
		const rejected = await see(entry.client, change.order_no)
		const again = await sent(entry.client, { ...waiting, version: rejected.version, content })
		const withdrawn = await entry.client.once(`/orders/${change.order_no}/withdrawal`, { version: again.version })
		assert.equal((await on_file()).version, 1)
		assert.equal((await see(entry.client, entry.order_no)).status, 'merchant_opened')
		await sent(entry.client, { ...again, version: withdrawn.body.version })
		await decided(change.order_no, 'approve', { granted: { ...contract, rate: '0.3', contract_no: 'HT-2026-002' } })
		const now = await on_file()
		assert.deepEqual([now.version, now.content.settlement_accounts.length, now.versions.map(({ granted }) => granted.contract_no)], [2, 2, ['HT-2026-002', 'HT-2026-001']])
		assert.ok(now.versions[0].changes.some(({ field }) => field.startsWith(`settlement_accounts.${added.key}`)))
	})

	it('to another bank: that one decides, and the old contract holds meanwhile', async () => {
		const entry = await opened()
		const { code } = (await see(entry.client, entry.order_no)).record
		const change = await sent(entry.client, await changeOf(entry, { clearing_bank: other.code }))
		await bank.client.expect(404, 'GET', `/orders/${change.order_no}`)
		await decided(change.order_no, 'approve', { granted: { ...contract, contract_no: 'QZ-1' } }, other)
		const record = await entry.client.expect(200, 'GET', `/records/${code}`)
		assert.deepEqual([record.version, record.content.clearing_bank, record.versions[0].granted.contract_no], [2, other.code, 'QZ-1'])
	})

	it('whoever decides sees all that would become of the contract, however often it was sent again', async () => {
		const entry = await opened()
		const change = await changeOf(entry)
		const added = await withPictures(entry.client, change.order_no, account(entry.institution.name))
		const content = { ...change.content, settlement_accounts: [...change.content.settlement_accounts, added] }
		const first = await sent(entry.client, { ...change, content })
		await sent(entry.client, { ...first, content: { ...content, capital: 500000001 } })
		const seen = await see(bank.client, change.order_no)
		assert.deepEqual([seen.submission_no, seen.against_record], [2, true])
		const fields = seen.changes.map(({ field }) => field)
		for (const field of ['capital', `settlement_accounts.${added.key}.account_no`, 'why'])
			assert.ok(fields.includes(field), `${field} of ${fields}`)
	})

	it('a bank reads its own: not what another has signed or said, nor its papers, nor who is at work on it', async () => {
		const entry = await opened()
		const { code } = (await see(entry.client, entry.order_no)).record
		const papers = entry.content.id_front[0]
		const change = await sent(entry.client, await changeOf(entry, { clearing_bank: other.code }))
		const file = (who, id) => who.client.call('GET', `/files/${id}`)
		assert.deepEqual([(await file(bank, papers)).status, (await file(other, papers)).status], [200, 200], 'with one, and sent to the other')
		assert.equal((await see(other.client, change.order_no)).record, null)
		await other.client.expect(200, 'POST', `/orders/${change.order_no}/claim`)
		await decided(change.order_no, 'approve', { granted: { ...contract, contract_no: 'QZ-2' } }, other)
		const record = await other.client.expect(200, 'GET', `/records/${code}`)
		assert.deepEqual(record.versions.map(({ granted, order_no }) => [granted?.contract_no ?? null, order_no]), [['QZ-2', change.order_no], [null, null]])
		const old = await see(bank.client, entry.order_no)
		assert.deepEqual([old.record, old.history.at(-1).granted.contract_no], [null, contract.contract_no])
		const mine = await see(entry.client, change.order_no)
		assert.equal(mine.history.at(-1).granted.contract_no, 'QZ-2')
		const third = await partnerBank(stack, accounts)
		assert.equal((await file(third, papers)).status, 404)

		// Rejected by one, sent to the other: neither reads the other's words.
		const moved = await entered()
		await decided(moved.order_no, 'reject', { reason: '资料有误', whole: 'other' })
		const back = await see(moved.client, moved.order_no)
		await sent(moved.client, { ...moved, version: back.version, content: { ...moved.content, clearing_bank: other.code } })
		await other.client.expect(200, 'POST', `/orders/${moved.order_no}/claim`)
		const theirs = await see(other.client, moved.order_no)
		assert.deepEqual(theirs.history.filter(({ event }) => event === 'reject').map(({ reason, whole, organisation_name }) => [reason, whole, organisation_name]), [[null, null, `银行${bank.code}`]])
		assert.equal(theirs.claim.mine, true)
		const left = await see(bank.client, moved.order_no)
		assert.deepEqual([left.claim, left.history.find(({ event }) => event === 'reject').reason], [null, '资料有误'])
		await decided(moved.order_no, 'approve', { granted: contract }, other)
		assert.equal((await see(bank.client, moved.order_no)).history.at(-1).granted, null)
		const scan = moved.content.id_back[0]
		assert.deepEqual([(await file(other, scan)).status, (await file(bank, scan)).status], [200, 200], 'each has had it in its list')
	})

	it('a contract that was signed while another entry was being sent stays alone', async () => {
		for (let i = 0; i < 4; i++) {
			const { institution, client } = await merchant()
			const first = await draftEntry(client, institution.name, bank.code)
			const second = await draftEntry(client, institution.name, bank.code)
			const waiting = await sent(client, first)
			const [decision, answer] = await Promise.all([decide(bank.client, waiting, 'approve', { granted: contract }), submit(client, second)])
			assert.equal(decision.status, 200, JSON.stringify(decision.body))
			assert.equal(answer.status, 409, JSON.stringify(answer.body))
			assert.ok(['order.duplicate', 'record.exists'].includes(answer.body.code), answer.body.code)
		}
	})

	it('a division whose merchant numbers are spent: nothing is signed, and what to do is said', async () => {
		const { institution, client } = await merchant(350982)
		const entry = await sent(client, await draftEntry(client, institution.name, bank.code))
		await db.query('INSERT INTO serials (kind, division, day, n) VALUES (20, 350982, 0, 99999)')
		const { version } = await see(bank.client, entry.order_no)
		const answer = await decide(bank.client, { order_no: entry.order_no, version }, 'approve', { granted: contract })
		assert.deepEqual([answer.body.code, (await see(client, entry.order_no)).status], ['record.codes_spent', 'merchant_opening'])
		await db.query('DELETE FROM serials WHERE kind = 20 AND division = 350982')
	})

	it('is on file under its merchant number and credit code, for its institution and its bank alone', async () => {
		const entry = await opened()
		const { uscc } = entry.content
		for (const [who, n] of [[entry.client, 1], [bank.client, 1], [other.client, 0]])
			assert.equal((await who.expect(200, 'GET', `/records?uscc=${uscc}`)).items.length, n)
	})

	it('a bank that is a partner no more is not chosen, but keeps what it has signed', async () => {
		const old = await partnerBank(stack, accounts)
		const entry = await opened(old)
		await db.query('UPDATE partners SET open = 0 WHERE organisation_id = ?', old.id)
		const { institution, client } = await merchant()
		assert.deepEqual(await refused(client, await draftEntry(client, institution.name, old.code)), ['clearing_bank choice'])
		const change = await sent(entry.client, await changeOf(entry))
		await decided(change.order_no, 'approve', { granted: contract }, old)
	})
})

describe('MERCH-2 the clearing bank is one of the province\'s partners', () => {
	it('another province\'s, an unknown one, an institution\'s code: refused', async () => {
		const far = await partnerBank(stack, accounts, { province: 460000 })
		const { institution, client } = await merchant()
		for (const code of [far.code, 'NOBANK', institution.code])
			assert.deepEqual(await refused(client, await draftEntry(client, institution.name, code)), ['clearing_bank choice'])
		const listed = await client.expect(200, 'GET', '/partners')
		assert.ok(listed.items.some(({ code, open }) => code === bank.code && open))
		assert.ok(!listed.items.some(({ code }) => code === far.code))
	})

	it('the province\'s administrator keeps which, others do not; on record, each change once', async () => {
		const admin = await Client.signedIn(stack, await accounts.person('platform_admin', await accounts.bureau('province', 350000)))
		const city = await Client.signedIn(stack, await accounts.person('platform_admin', await accounts.bureau('city', 350200)))
		const { client } = await merchant()
		const fresh = { ...await accounts.bank('BKNEW1', 350000), code: 'BKNEW1' }
		const row = (await admin.expect(200, 'GET', '/partners')).items.find(({ code }) => code === fresh.code)
		assert.deepEqual([row.open, row.version, row.may_change, row.changed_by], [false, 0, true, null])
		const path = `/partners/${fresh.code}`
		assert.ok(!(await client.expect(200, 'GET', '/partners')).items.some(({ code }) => code === fresh.code))
		for (const who of [client, city, bank.client])
			assert.equal((await who.call('PUT', path, { body: { open: true, version: 0 } })).status, 403)
		const answers = await Promise.all([1, 2, 3].map(() => admin.call('PUT', path, { body: { open: true, version: 0 } })))
		assert.deepEqual(answers.map(({ status }) => status).sort(), [200, 409, 409])
		assert.equal(answers.find(({ status }) => status === 409).body.code, 'partner.changed')
		const seen = (await client.expect(200, 'GET', '/partners')).items.find(({ code }) => code === fresh.code)
		assert.deepEqual([seen.open, seen.changed_by, seen.may_change], [true, null, false])
		const off = await Promise.all([1, 2].map(() => admin.call('PUT', path, { body: { open: false, version: 1 } })))
		assert.deepEqual(off.map(({ status }) => status).sort(), [200, 409])
		assert.equal(Number(await db.value("SELECT COUNT(*) FROM audit_rows WHERE act = 'partner.set' AND object LIKE ?", `%${fresh.code}%`)), 2)
		await admin.expect(404, 'PUT', '/partners/NOSUCH', { body: { open: true, version: 0 } })
	})
})

describe('MERCH-3 pictures are jpg of 2 MB at most, by what they are', () => {
	it('a PDF or PNG under that name, a damaged one, one too large: refused with what to do', async () => {
		const { client } = await merchant()
		const { order_no } = await client.expect(201, 'POST', '/orders', { body: { kind: 'merchant_entry' }, key: randomUUID() })
		const field = 'settlement_accounts.a1.permit'
		const upload = async (name, bytes) => {
			const begun = await client.call('POST', `/orders/${order_no}/files`, { body: { field, name, size: bytes.length } })
			if (begun.status !== 201)
				return begun.body.fields.map(({ code }) => code)
			const put = await client.call('PUT', `/files/${begun.body.file_id}/content`, { bytes, headers: { 'Upload-Offset': '0' } })
			return put.status === 200 ? 'ok' : put.body.fields.map(({ code }) => code)
		}
		assert.equal(await upload('开户许可证.jpg', jpeg(1200, 1000)), 'ok')
		assert.deepEqual(await upload('开户许可证.jpg', pdf()), ['is_pdf'])
		assert.deepEqual(await upload('开户许可证.jpg', png()), ['is_png'])
		assert.deepEqual(await upload('开户许可证.pdf', pdf()), ['extension'])
		assert.deepEqual(await upload('开户许可证.jpg', jpeg(1200, 1000).subarray(0, 400)), ['damaged'])
		const large = await client.call('POST', `/orders/${order_no}/files`, { body: { field, name: 'a.jpg', size: 2 * 1024 * 1024 + 1 } })
		assert.deepEqual(large.body.fields.map(({ code }) => code), ['file_size'])
	})
})

describe('PLAT-10 people and accounts of an entry', () => {
	it('are sealed where they lie, masked for the bank, and shown to it on record', async () => {
		const entry = await entered()
		const one = entry.content.settlement_accounts[0]
		const stored = await db.value('SELECT content FROM order_versions v JOIN orders o ON o.id = v.order_id WHERE o.order_no = ?', entry.order_no)
		for (const secret of [one.account_no, entry.content.legal_id_no, entry.content.legal_person, entry.content.operator_phone])
			assert.ok(!stored.includes(secret))
		const seen = await see(bank.client, entry.order_no)
		assert.match(seen.content.settlement_accounts[0].account_no, /\*/)
		assert.match(seen.content.legal_id_no, /\*/)
		const path = `settlement_accounts.${one.key}.account_no`
		assert.equal((await bank.client.expect(200, 'POST', `/orders/${entry.order_no}/reveal`, { body: { field: path } })).value, one.account_no)
		assert.ok(Number(await db.value("SELECT COUNT(*) FROM audit_rows WHERE act = 'order.reveal' AND object LIKE ?", `%${entry.order_no}%`)) >= 1)
		const foreign = await other.client.call('POST', `/orders/${entry.order_no}/reveal`, { body: { field: path } })
		assert.equal(foreign.status, 404)
		const masked = await submit(entry.client, { ...entry, content: { ...entry.content, legal_id_no: seen.content.legal_id_no } })
		assert.ok(masked.body.fields.some(({ field, code }) => field === 'legal_id_no' && ['masked', 'format'].includes(code)))
	})

	it('are in no answer that is kept for a repeat: of a change that begins with them, too; the repeat has them', async () => {
		const entry = await opened()
		const key = randomUUID()
		const begin = () => entry.client.call('POST', '/orders', { body: { kind: 'merchant_change', parent_order_no: entry.order_no }, key })
		const first = await begin()
		const { legal_id_no, legal_person, operator_phone } = entry.content
		assert.equal(first.body.content.legal_id_no, legal_id_no)
		const hex = (text) => Buffer.from(text).toString('hex').toUpperCase()
		const kept = (await db.query('SELECT HEX(answer) AS answer FROM idempotency_keys WHERE name = ?', key))[0].answer
		for (const secret of [legal_id_no, legal_person, operator_phone, entry.order_no])
			assert.ok(!kept.includes(hex(secret)), secret)
		assert.deepEqual((await begin()).body, first.body)
	})

	it('MERCH-6 a bank that sits in another province finds by name what it has signed; by a new name, too', async () => {
		const far = { ...await accounts.bank(`FAR${process.pid % 100000}`, 460000), code: `FAR${process.pid % 100000}` }
		await db.query(`INSERT INTO partners (province, organisation_id, open, version, changed_by, changed_at) VALUES (350000, ?, 1, 1, 0, UTC_TIMESTAMP(3))`, far.id)
		const client = await Client.signedIn(stack, await accounts.person('bank_reviewer', far))
		const entry = await entered(far)
		await decided(entry.order_no, 'approve', { granted: contract }, { ...far, client })
		const found = async (name) => (await client.expect(200, 'GET', `/records?title=${encodeURIComponent(name)}`)).items.length
		assert.equal(await found(entry.institution.name), 1)
		// Its record is put on file under another name.
		const district = await Client.signedIn(stack, await accounts.person('district_reviewer', await accounts.bureau('district', 350213)))
		const name = `翔安改名医院${process.pid}`
		const record = await draftRecord(entry.client, 'medical_registration', { name })
		assert.equal((await submit(entry.client, record)).status, 200)
		const { version } = await district.expect(200, 'GET', `/orders/${record.order_no}`)
		assert.equal((await decide(district, { order_no: record.order_no, version }, 'approve')).status, 200)
		assert.equal(await found(name), 1)
	})

	it('an identity card that ended yesterday is refused; a credit code that is not the one on file is worth a look', async () => {
		const { institution, client } = await merchant()
		const yesterday = new Date(Date.now() - 86400_000 + 8 * 3600_000).toISOString().slice(0, 10)
		const order = await draftEntry(client, institution.name, bank.code, { id_long_term: false, id_valid_to: yesterday })
		assert.deepEqual(await refused(client, order), ['id_valid_to ended'])
		assert.deepEqual(await refused(client, { ...order, content: { ...order.content, id_long_term: true, id_valid_to: undefined, id_valid_from: '2099-01-01' } }), ['id_valid_from ahead'])
		await db.query("UPDATE organisations SET uscc = '91350200MA0000000X' WHERE id = ?", institution.id)
		const good = await sent(client, { ...order, content: { ...order.content, id_long_term: true, id_valid_to: undefined } })
		const { findings } = await bank.client.expect(200, 'GET', `/orders/${good.order_no}/findings`)
		assert.ok(findings.some(({ code, field }) => code === 'code_differs' && field === 'uscc'))
	})
})
