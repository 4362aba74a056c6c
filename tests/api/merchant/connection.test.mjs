// A bank that is connected by API (MERCH-6): what is pushed to it and how, how often;
// that its signed callback decides by a browser's rules, once; and whom it is refused.
import assert from 'node:assert/strict'
import { createHash, randomBytes, randomUUID } from 'node:crypto'
import { after, before, describe, it } from 'node:test'
import { Accounts } from '../../lib/accounts.mjs'
import { Client } from '../../lib/client.mjs'
import { connectedBank, newBankKey, platformKey, pushNow } from '../../lib/connections.mjs'
import { Database } from '../../lib/db.mjs'
import { contract, draftEntry, partnerBank } from '../../lib/merchants.mjs'
import { decide, submit } from '../../lib/orders.mjs'
import { answer, yuan } from '../../lib/proofs.mjs'
import { startStack, until } from '../../lib/stack.mjs'
import { privateKey } from '../../../ops/bank.mjs'

let stack, db, accounts, bank, other
before(async () => {
	stack = await startStack()
	db = new Database(stack)
	accounts = new Accounts(stack, db)
	bank = await connectedBank(stack, accounts)
	other = await connectedBank(stack, accounts)
})
after(() => stack?.stop())

const see = (client, order_no) => client.expect(200, 'GET', `/orders/${order_no}`)
async function sent(client, order) {
	const answer = await submit(client, order)
	assert.equal(answer.status, 200, JSON.stringify(answer.body))
	return { ...order, version: answer.body.version }
}
/** An entry that is sent to a bank, which does that with it. */
async function entered(outcome = 'hold', { at = bank, more = {} } = {}) {
	const institution = await accounts.institution()
	const client = await Client.signedIn(stack, await accounts.operator({ institution }))
	const draft = await draftEntry(client, institution.name, at.code, more)
	at.api?.choose(draft.order_no, outcome)
	return { institution, client, ...await sent(client, draft) }
}
const pushOf = (entry, at = bank, version = entry.version) => at.api.when((api) => api.entries.get(entry.order_no)?.pushes.find((one) => one.version === version))
const answered = (entry, n = 1, at = bank) => at.api.when((api) => api.entries.get(entry.order_no)?.answers.length >= n && api.entries.get(entry.order_no).answers)
const rowOf = ({ order_no }) => db.one('SELECT p.* FROM pushes p JOIN orders o ON o.id = p.order_id WHERE o.order_no = ? ORDER BY p.id DESC LIMIT 1', order_no)
const becomes = (entry, state) => until(`the push is ${state}`, async () => (await rowOf(entry))?.state === String(state), 30)
const [queued, acknowledged, overtaken] = [1, 3, 4]
/** An entry that the bank has, acknowledged. */
async function handed(how) {
	const entry = await entered('hold', how)
	const push = await pushOf(entry, how?.at)
	await becomes(entry, acknowledged)
	return { ...entry, push }
}
const approval = (push, more = {}) => ({ version: push.version, verdict: 'approve', granted: contract, ...more })
const call = (push, decision, how, at = bank) => at.api.call('POST', push.decision_url, decision, how)
const told = ({ status, body }, expected, code) => assert.equal(`${status} ${body?.code ?? ''}`, `${expected} ${code ?? ''}`, JSON.stringify(body))
/** Every value in a tree with its path. */
function* leaves(tree, path = '') {
	if (tree === null || typeof tree !== 'object')
		return yield [path.slice(1), tree]
	for (const [name, value] of Object.entries(tree))
		yield* leaves(value, `${path}.${name}`)
}
const events = async (entry) => (await see(entry.client, entry.order_no)).history.map(({ event }) => event)
const audited = ({ order_no }, act) => db.query('SELECT outcome FROM audit_rows WHERE act = ? AND object LIKE CONCAT(?, \'%\') ORDER BY id', act, order_no)
	.then((rows) => rows.map(({ outcome }) => outcome))

describe('MERCH-6 an entry is pushed to the bank that is connected', () => {
	it('signed, as the bank may read it, with files that it fetches; the history says that it has it', async () => {
		const entry = await handed()
		const { push } = entry
		const seen = await see(bank.client, entry.order_no)
		assert.deepEqual([push.order_no, push.version, push.submission_no, push.kind, push.list], [entry.order_no, entry.version, 1, 'merchant_entry', 'merchants'])
		assert.deepEqual(push.institution, seen.institution)
		assert.deepEqual([push.submitted_at, push.due_at], [seen.submitted_at, seen.due_at])
		// What its people would have to ask to see, masked in the browser, is there in full.
		const [account] = push.content.settlement_accounts
		assert.deepEqual([account.account_no, push.content.legal_person, push.content.legal_id_no, push.content.operator_phone],
			[entry.content.settlement_accounts[0].account_no, entry.content.legal_person, entry.content.legal_id_no, entry.content.operator_phone])
		assert.match(seen.content.legal_id_no, /\*/)
		const [shown, full] = [[...leaves(seen.content)], [...leaves(push.content)]]
		assert.deepEqual(full.map(([path]) => path), shown.map(([path]) => path))
		const masked = full.filter(([, value], i) => value !== shown[i][1])
		assert.deepEqual(masked.map(([path]) => path.replace(/\.0\./, '.')).sort(), ['legal_id_no', 'legal_person', 'operator_mail', 'operator_name', 'operator_phone', 'settlement_accounts.account_no'])
		assert.deepEqual(push.files.map(({ field }) => field).sort(), ['id_back', 'id_front', 'paper', `settlement_accounts.${account.key}.permit`].sort())
		for (const file of push.files) {
			const { status, bytes, headers } = await bank.api.call('GET', file.url)
			assert.deepEqual([status, headers.get('content-type'), bytes.length, createHash('sha256').update(bytes).digest('hex')], [200, file.media_type, file.size, file.sha256])
		}
		const last = (await see(entry.client, entry.order_no)).history.at(-1)
		assert.deepEqual([last.event, last.organisation_name, last.actor_name, last.via, last.desk], ['hand_over', seen.route[0].organisation_name, '', 'connection', null])
		assert.deepEqual(await audited(entry, 'connection.push'), ['sent', 'acknowledged'])
		// By the simulator as it took the entry, and once more here.
		assert.equal((await audited(entry, 'connection.fetch')).length, 2 * push.files.length)
		assert.equal(await db.value('SELECT COUNT(*) FROM audit_rows WHERE act LIKE \'connection.%\' AND organisation_id = ?', other.id), '0')
		assert.equal(other.api.entries.has(entry.order_no), false)
	})

	it('approved by its callback as in its browser: contract, record, events, notice, figures', async () => {
		const entry = await entered('approve')
		const [{ status, body }] = await answered(entry)
		assert.equal(status, 200)
		assert.deepEqual([body.order_no, body.status, body.state], [entry.order_no, 'merchant_opened', 'approved'])
		const seen = await see(entry.client, entry.order_no)
		const last = seen.history.at(-1)
		assert.deepEqual([seen.status, last.event, last.actor_name, last.via, last.granted.contract_no], ['merchant_opened', 'approve', '', 'connection', `API-${entry.order_no}`])
		const record = await entry.client.expect(200, 'GET', `/records/${seen.record.code}`)
		assert.equal(record.versions[0].granted.rate, '0.38')
		assert.deepEqual(await audited(entry, 'connection.decide'), ['approve'])
		await until('its operator is told', async () => (await entry.client.expect(200, 'GET', '/notices')).items.some(({ order_no }) => order_no === entry.order_no))
		// A clerk of the bank finds it as decided.
		const late = await decide(bank.client, { order_no: entry.order_no, version: entry.version }, 'approve', { granted: contract })
		assert.deepEqual([late.status, late.body.code, late.body.decision.via, late.body.decision.actor_name], [409, 'order.already_decided', 'connection', ''])
		await db.query('UPDATE order_events SET at = at - INTERVAL 1 HOUR WHERE order_id = (SELECT id FROM orders WHERE order_no = ?)', entry.order_no)
		await until('it counts', async () => Number(await db.value('SELECT IFNULL(SUM(n), 0) FROM figures WHERE organisation_id = ? AND verdict = 1', bank.id)) > 0, 60)
	})

	it('rejected field by field; corrected it is pushed anew, and what came first is not decided any more', async () => {
		const entry = await entered('reject')
		const [{ status }] = await answered(entry)
		assert.equal(status, 200)
		const seen = await see(entry.client, entry.order_no)
		const path = `settlement_accounts.${entry.content.settlement_accounts[0].key}.cnaps`
		assert.deepEqual([seen.status, seen.open_fields, seen.rejection.remarks.map(({ field }) => field)], ['merchant_rejected', [path], [path]])
		const first = await pushOf(entry)
		const content = structuredClone(entry.content)
		content.settlement_accounts[0].cnaps = '105393000015'
		bank.api.choose(entry.order_no, 'hold')
		const again = await sent(entry.client, { ...seen, content })
		const push = await pushOf(again)
		assert.deepEqual([push.submission_no, push.content.settlement_accounts[0].cnaps], [2, '105393000015'])
		assert.notEqual(push.push_id, first.push_id)
		told(await call(push, approval(first)), 409, 'order.changed')
		assert.equal((await call(push, bank.api.rejection(first))).status, 200, 'what it said of the first is answered as it was')
		assert.equal((await see(entry.client, entry.order_no)).status, 'merchant_opening')
		told(await call(push, approval(push)), 200)
	})

	it('not acknowledged it is tried again under the same id, and done once', async () => {
		for (const [outcome, error] of [['unavailable', 'http.503'], ['timeout', 'curl.28']]) {
			await stack.configure({ gateway_seconds: 1 })
			const entry = await entered(outcome)
			await until(`it is tried later: ${error}`, async () => (await rowOf(entry)).last_error === error)
			assert.equal((await rowOf(entry)).state, String(queued))
			assert.ok(!(await events(entry)).includes('hand_over'))
			if (outcome === 'timeout')
				bank.api.choose(entry.order_no, 'approve')
			await until('it is acknowledged', async () => {
				await pushNow(db)
				return (await rowOf(entry)).state === String(acknowledged)
			})
			await answered(entry)
			const ids = bank.api.requests.filter(({ order_no }) => order_no === entry.order_no).map(({ push_id }) => push_id)
			assert.deepEqual([ids.length, new Set(ids).size], [outcome === 'timeout' ? 2 : 3, 1])
			assert.equal((await see(entry.client, entry.order_no)).status, 'merchant_opened')
			assert.equal((await events(entry)).filter((event) => event === 'approve').length, 1)
		}
	})

	it('changed, withdrawn or decided by then it is not pushed any more', async () => {
		for (const act of [
			(entry) => sent(entry.client, { ...entry, content: { ...entry.content, capital: 1 } }),
			(entry) => entry.client.once(`/orders/${entry.order_no}/withdrawal`, { version: entry.version }),
			(entry) => decide(bank.client, entry, 'approve', { granted: contract }),
			(entry) => sent(entry.client, { ...entry, content: { ...entry.content, clearing_bank: other.code } }),
		]) {
			const entry = await entered('timeout')
			const first = await until('it was tried', async () => {
				const row = await rowOf(entry)
				return row.last_error === 'curl.28' && row
			})
			bank.api.choose(entry.order_no, 'hold')
			const n = bank.api.requests.length
			await act(entry)
			await pushNow(db)
			await until('it is overtaken', async () => await db.value('SELECT state FROM pushes WHERE id = ?', first.id) === String(overtaken))
			assert.ok(!bank.api.requests.slice(n).some(({ push_id }) => push_id === first.push_id))
		}
	})

	it('what waits already when a bank is connected goes over, too; closed, nothing does, and no callback decides', async () => {
		const late = await connectedBank(stack, accounts, { connect: false })
		const entry = await entered('hold', { at: late })
		assert.equal(await rowOf(entry).catch(() => undefined), undefined)
		assert.match(await stack.ctl('connections', 'set', late.code, late.api.url), /1 orders that wait are handed over/)
		const push = await pushOf(entry, late)
		await becomes(entry, acknowledged)
		assert.match(await stack.ctl('connections', 'set', late.code, late.api.url), / 0 orders/)
		assert.match(await stack.ctl('connections', 'close', late.code), /closed/)
		await assert.rejects(stack.ctl('connections', 'close', late.code), /no connection that is open/)
		told(await call(push, approval(push), {}, late), 403, 'connection.closed')
		told(await late.api.call('GET', push.files[0].url), 403, 'connection.closed')
		const next = await entered('hold', { at: late })
		assert.equal(await db.value('SELECT COUNT(*) FROM pushes p JOIN orders o ON o.id = p.order_id WHERE o.order_no = ?', next.order_no), '0')
		const { version } = await see(late.client, next.order_no)
		assert.equal((await decide(late.client, { order_no: next.order_no, version }, 'approve', { granted: contract })).status, 200)
		await stack.ctl('connections', 'set', late.code, late.api.url)
		told(await call(push, approval(push), {}, late), 200)
	})

	it('goes to https alone, or to this machine; who may be connected, and with what key', async () => {
		for (const [url, fault] of [['ftp://bank.example.cn/push', /https/], ['https://bank.example.cn', /path/], ['https://bank.example.cn/push?a=1', /no query/],
			['https://user@bank.example.cn/push', /no user/], [`https://bank.example.cn/${'a'.repeat(200)}`, /too long/]])
			await assert.rejects(stack.ctl('connections', 'set', bank.code, url), fault)
		await assert.rejects(stack.ctl('connections', 'set', 'NOBODY', 'https://bank.example.cn/push'), /no organisation that orders are addressed to/)
		const institution = await accounts.institution()
		await assert.rejects(stack.ctl('connections', 'set', institution.code, 'https://bank.example.cn/push'), /no organisation that orders are addressed to/)
		await assert.rejects(newBankKey(stack, institution.code), /no organisation that orders are addressed to/)
		await assert.rejects(stack.command(['ctl', 'app-keys', 'add', 'shared', bank.code, 'hmac-sha256', 'decisions'], `${randomBytes(32).toString('base64')}\n`), /usage/)
		assert.match(await stack.ctl('connections'), new RegExp(`^${bank.code} +open .* ${bank.api.url} `, 'm'))
	})
})

describe('MERCH-6 its callback decides with the rules of its browser', () => {
	it('answered twice: the same is answered as the first time and changes nothing, another one is too late', async () => {
		const entry = await entered('twice')
		const [first, second] = await answered(entry, 2)
		assert.equal(first.status, 200)
		assert.deepEqual(second, first)
		const push = await pushOf(entry)
		// Written in another order, and as one writes it, it is the same.
		const { rate, contract_no, valid_from } = bank.api.approval(push).granted
		const same = await call(push, { granted: { valid_from, contract_no, rate: ` ${rate}0％` }, verdict: 'approve', version: push.version })
		assert.deepEqual([same.status, same.body], [200, first.body])
		told(await call(push, approval(push, { granted: { ...contract, rate: '0.5' } })), 409, 'order.already_decided')
		told(await call(push, bank.api.rejection(push)), 409, 'order.already_decided')
		assert.equal((await events(entry)).filter((event) => event === 'approve').length, 1)
		assert.deepEqual(await audited(entry, 'connection.decide'), ['approve', 'decided_before', 'decided_before'])
	})

	it('twenty at once decide once, all with the same answer', async () => {
		const entry = await handed()
		const answers = await Promise.all(Array.from({ length: 20 }, () => call(entry.push, approval(entry.push))))
		assert.deepEqual(answers.map(({ status }) => status), Array(20).fill(200), JSON.stringify(answers.map(({ body }) => body)))
		for (const { body } of answers)
			assert.deepEqual(body, answers[0].body)
		assert.deepEqual((await events(entry)).filter((event) => event === 'approve'), ['approve'])
		assert.equal(await db.value('SELECT COUNT(*) FROM records WHERE organisation_id = ?', entry.institution.id), '1')
	})

	it('twenty at once, half of them otherwise: one of the two, and the others are too late', async () => {
		const entry = await handed()
		const said = [approval(entry.push), bank.api.rejection(entry.push)]
		const answers = await Promise.all(Array.from({ length: 20 }, (_, i) => call(entry.push, said[i % 2])))
		const [yes, no] = [0, 1].map((half) => answers.filter((_, i) => i % 2 === half))
		const opened = (await see(entry.client, entry.order_no)).status === 'merchant_opened'
		assert.ok((opened ? yes : no).every(({ status }) => status === 200), JSON.stringify(answers.map(({ status, body }) => [status, body.code])))
		assert.ok((opened ? no : yes).every(({ status, body }) => status === 409 && body.code === 'order.already_decided'))
		assert.equal((await events(entry)).filter((event) => ['approve', 'reject'].includes(event)).length, 1)
	})

	it('with a clerk of its own at the same moment: one of the two', async () => {
		for (let i = 0; i < 5; i++) {
			const entry = await handed()
			const [by_api, by_hand] = await Promise.all([call(entry.push, approval(entry.push)), decide(bank.client, entry, 'approve', { granted: contract })])
			assert.deepEqual([by_api.status, by_hand.status].sort(), [200, 409], JSON.stringify([by_api.body, by_hand.body]))
			assert.equal((by_api.status === 409 ? by_api : by_hand).body.code, 'order.already_decided')
		}
	})

	it('late, once it was changed, withdrawn or decided: told so, and nothing of it', async () => {
		const changed = await entered('late')
		await pushOf(changed)
		const now = await sent(changed.client, { ...changed, content: { ...changed.content, capital: 800000000 } })
		const [{ status, code }] = await answered(changed)
		assert.deepEqual([status, code], [409, 'order.changed'])
		const push = await pushOf(now)
		assert.deepEqual([push.content.capital, push.submission_no], [800000000, 2])
		told(await call(push, approval(push)), 200)
		const withdrawn = await handed()
		await withdrawn.client.once(`/orders/${withdrawn.order_no}/withdrawal`, { version: withdrawn.version })
		told(await call(withdrawn.push, approval(withdrawn.push)), 409, 'order.withdrawn')
		const decided = await handed()
		await decide(bank.client, decided, 'reject', { reason: '资料有误', whole: 'other' })
		told(await call(decided.push, approval(decided.push)), 409, 'order.already_decided')
		for (const version of [decided.push.version + 7, 1])
			told(await call(withdrawn.push, approval({ version })), 409, 'order.withdrawn')
	})

	it('a draft that is not sent in changes nothing of what it was pushed', async () => {
		const entry = await handed()
		await entry.client.expect(200, 'PUT', `/orders/${entry.order_no}/draft`, { body: { version: entry.version, content: { ...entry.content, capital: 1 } } })
		told(await call(entry.push, approval(entry.push)), 200)
		assert.equal((await see(entry.client, entry.order_no)).content.capital, 500000000)
	})

	it('edited and decided at the same moment: one of the two, never both', async () => {
		for (let i = 0; i < 5; i++) {
			const entry = await handed()
			const [edit, decision] = await Promise.all([submit(entry.client, { ...entry, content: { ...entry.content, capital: 1000 + i } }), call(entry.push, approval(entry.push))])
			assert.deepEqual([edit.status, decision.status].sort(), [200, 409], JSON.stringify([edit.body, decision.body]))
		}
	})

	it('what a colleague has claimed it leaves alone, unless it says otherwise, which is on record', async () => {
		const entry = await handed()
		await bank.client.expect(200, 'POST', `/orders/${entry.order_no}/claim`, { body: {} })
		const refused = await call(entry.push, approval(entry.push))
		told(refused, 409, 'order.claimed')
		assert.ok(refused.body.claimed_by)
		told(await call(entry.push, approval(entry.push, { over_claim: true })), 200)
		const seen = await see(bank.client, entry.order_no)
		assert.equal(seen.history.at(-1).claimed_by, refused.body.claimed_by)
	})

	it('wrong fields are told, all of them, as in the browser', async () => {
		const entry = await handed()
		for (const [decision, fields] of [
			[{ verdict: 'approve' }, ['granted.rate required', 'granted.contract_no required', 'granted.valid_from required']],
			[{ verdict: 'approve', granted: { ...contract, rate: 'free', valid_from: 'soon' } }, ['granted.rate percent', 'granted.valid_from date']],
			[{ verdict: 'reject' }, ['reason required', 'remarks no_reason']],
			[{ verdict: 'reject', reason: '有误', granted: contract, whole: 'other' }, ['granted not_here']],
			[{ verdict: 'reject', reason: '有误', remarks: [{ field: 'nothing', code: 'wrong', words: '有误', remedy: '请改' }] }, ['remarks.0.field choice']],
			[{ verdict: 'proof' }, ['verdict choice']],
			[{ verdict: 'approve', granted: contract, more: 1 }, ['more unknown']],
		]) {
			const answer = await call(entry.push, { version: entry.push.version, ...decision })
			const browser = await decide(bank.client, entry, decision.verdict, decision)
			assert.deepEqual([answer.status, browser.status], [422, 422], JSON.stringify([answer.body, browser.body]))
			assert.deepEqual(answer.body.fields.map(({ field, code }) => `${field} ${code}`), browser.body.fields.map(({ field, code }) => `${field} ${code}`))
			assert.deepEqual(answer.body.fields.map(({ field }) => field), fields.map((each) => each.split(' ')[0]))
		}
		told(await call(entry.push, approval(entry.push)), 200)
	})

	it('MERCH-8 asks for proof of an account, pays it, and approves once the operator has said how much came', async () => {
		const entry = await entered('proof')
		const push = await pushOf(entry)
		const { proof } = await bank.api.when((api) => api.entries.get(entry.order_no)?.proof && api.entries.get(entry.order_no))
		assert.equal(proof.state, 'paid')
		assert.ok(proof.amount >= 1 && proof.amount <= 99)
		const seen = await see(entry.client, entry.order_no)
		const shown = seen.account_proofs.find(({ account }) => account === proof.account)
		assert.deepEqual([shown.state, shown.answer, shown.remark], ['paid', true, proof.remark])
		const asked = seen.history.find(({ event }) => event === 'proof_ask')
		assert.deepEqual([asked.via, asked.organisation_name], ['connection', seen.history.find(({ event }) => event === 'hand_over').organisation_name])
		// Not again while one is open, nor of what is none; another bank has none of it.
		const base = push.decision_url.replace(/decision$/, 'account-proofs')
		// The same again is answered as before, and asks and pays for nothing more.
		const once_more = await bank.api.call('POST', base, { version: push.version, account: proof.account })
		assert.deepEqual([once_more.status, once_more.body], [201, { no: proof.no }])
		assert.equal((await bank.api.call('POST', `${base}/${proof.no}/payment`)).status, 204)
		assert.equal(await db.value('SELECT COUNT(*) FROM account_proofs p JOIN orders o ON o.id = p.order_id WHERE o.order_no = ?', entry.order_no), '1')
		told(await bank.api.call('POST', base, { version: push.version + 1, account: proof.account }), 409, 'order.changed')
		for (const [method, path] of [['GET', base], ['POST', `${base}/${proof.no}/reveal`], ['POST', `${base}/${proof.no}/payment`]])
			assert.equal((await other.api.call(method, path)).status, 404)
		assert.equal((await answer(entry.client, entry, proof.no, yuan(proof.amount))).status, 200)
		await bank.api.act(entry.order_no, 'proof')
		assert.equal(bank.api.entries.get(entry.order_no).proof.state, 'proven')
		assert.equal((await see(entry.client, entry.order_no)).status, 'merchant_opened')
		told(await bank.api.call('POST', `${base}/${proof.no}/payment`), 409, 'order.already_decided')
		// What nobody's hand has asked for is told to all who decide there.
		await until('the bank is told', async () => (await bank.client.expect(200, 'GET', '/notices?page_size=50')).items.some((one) => one.order_no === entry.order_no && one.notice === 'account_proven'))
		// Every look at the amount is on record, and whose it was.
		const looks = await db.query('SELECT act, account_id, organisation_id FROM audit_rows WHERE object LIKE ? AND act LIKE \'account_proof.%\' AND outcome = \'ok\' ORDER BY id', `%${entry.order_no}%`)
		assert.deepEqual(looks.map(({ act }) => act).slice(0, 3), ['account_proof.ask', 'account_proof.look', 'account_proof.pay'])
		for (const { account_id, organisation_id } of looks.slice(0, 3))
			assert.deepEqual([Number(account_id), Number(organisation_id)], [0, bank.id])
	})

	it('while more is asked for it waits; recalled, sent in or run out of time, it is pushed anew', async () => {
		for (const [back, submission_no] of [
			[async ({ order_no }) => (await bank.client.expect(200, 'DELETE', `/orders/${order_no}/supplement`, {})).version, 1],
			[async (entry, now) => (await sent(entry.client, { ...entry, version: now.version, content: { ...entry.content, capital: 1 } })).version, 2],
			[async ({ order_no }, now) => {
				await db.query('UPDATE jobs j JOIN supplements s ON s.id = j.object_id JOIN orders o ON o.id = s.order_id SET j.run_at = UTC_TIMESTAMP(3) WHERE j.kind = 9 AND o.order_no = ?', order_no)
				return now.version + 1
			}, 1],
		]) {
			const entry = await handed()
			await bank.client.expect(200, 'POST', `/orders/${entry.order_no}/claim`, { body: {} })
			const asked = await bank.client.once(`/orders/${entry.order_no}/supplement`, { version: entry.version, days: 5, words: '请补充开户证明',
				remarks: [{ field: 'capital', code: 'wrong', words: '注册资本有误', remedy: '请核对' }] })
			assert.equal(asked.status, 200, JSON.stringify(asked.body))
			told(await call(entry.push, approval(entry.push, { over_claim: true })), 409, 'order.supplement')
			const push = await pushOf(entry, bank, await back(entry, asked.body))
			assert.deepEqual([push.submission_no, push.content.capital], [submission_no, submission_no === 1 ? 500000000 : 1])
			assert.notEqual(push.push_id, entry.push.push_id)
			// It is the clerk's who had asked.
			told(await call(push, approval(push)), 409, 'order.claimed')
			told(await call(push, approval(push, { over_claim: true })), 200)
		}
	})
})

describe('MERCH-6 nobody else decides', () => {
	const nothing = async (entry) => assert.equal((await see(entry.client, entry.order_no)).status, 'merchant_opening')

	it('a key of nobody, of another purpose, revoked; a wrong signature, body, host or time; twice', async () => {
		const entry = await handed()
		const { decision_url } = entry.push
		const say = (how) => call(entry.push, approval(entry.push), how)
		told(await say({ unsigned: true }), 401, 'app.signature_missing')
		told(await say({ sign: { keyid: 'nobody' } }), 401, 'app.key_unknown')
		told(await say({ sign: { keyid: other.api.keyid } }), 401, 'app.signature_wrong')
		told(await say({ sent: JSON.stringify(approval(entry.push, { granted: { ...contract, rate: '0.01' } })) }), 400, 'app.digest_wrong')
		told(await say({ sign: { url: 'http://elsewhere.example.cn' + new URL(decision_url).pathname } }), 401, 'app.signature_wrong')
		told(await say({ sign: { url: decision_url.replace('decision', 'decisions') } }), 401, 'app.signature_wrong')
		for (const seconds of [-400, 400])
			told(await say({ sign: { created: Math.floor(Date.now() / 1000) + seconds } }), 401, 'app.signature_expired')
		told(await say({ sign: { nonce: 'short' } }), 400, 'app.signature_incomplete')
		const feed = await newBankKey(stack, bank.code)
		await db.query('UPDATE app_keys SET purpose = 2 WHERE keyid = ?', feed.keyid)
		told(await say({ sign: { keyid: feed.keyid, key: privateKey(feed.key) } }), 403, 'app.key_for_another_purpose')
		const gone = await newBankKey(stack, bank.code)
		await stack.ctl('app-keys', 'revoke', gone.keyid)
		told(await say({ sign: { keyid: gone.keyid, key: privateKey(gone.key) } }), 401, 'app.key_revoked')
		await nothing(entry)
		const nonce = randomBytes(18).toString('base64url')
		told(await call(entry.push, { version: entry.push.version, verdict: 'reject' }, { sign: { nonce } }), 422, 'form.invalid')
		told(await say({ sign: { nonce } }), 409, 'app.nonce_used')
		await nothing(entry)
		// A second key of the bank's is as good as the first: so keys are changed.
		const second = await newBankKey(stack, bank.code)
		told(await say({ sign: { keyid: second.keyid, key: privateKey(second.key) } }), 200)
	})

	it('another bank, also with its own key of that purpose: neither the order nor its files', async () => {
		const entry = await handed()
		told(await call(entry.push, approval(entry.push), {}, other), 404, 'not_found')
		for (const { url } of entry.push.files)
			told(await other.api.call('GET', url), 404, 'not_found')
		await nothing(entry)
		assert.ok(Number(await db.value('SELECT COUNT(*) FROM audit_rows WHERE act = \'denied\' AND outcome = \'foreign\' AND organisation_id = ?', other.id)) > 0)
		// Sent to that one instead, it is its alone.
		const moved = await sent(entry.client, { ...entry, content: { ...entry.content, clearing_bank: other.code } })
		const push = await pushOf(moved, other)
		told(await call(entry.push, approval(entry.push)), 404, 'not_found')
		told(await bank.api.call('GET', entry.push.files[0].url), 404, 'not_found')
		told(await call(push, approval(push), {}, other), 200)
	})

	it('one who is signed in, at the bank, too', async () => {
		const entry = await handed()
		const answer = await bank.client.call('POST', `/connection/orders/${entry.order_no}/decision`, { body: approval(entry.push), key: randomUUID() })
		told(answer, 401, 'app.signature_missing')
		await nothing(entry)
	})

	it('a bank that is not connected is asked nothing: its people decide', async () => {
		const plain = await partnerBank(stack, accounts)
		const entry = await entered('hold', { at: plain })
		assert.equal(await db.value('SELECT COUNT(*) FROM pushes WHERE organisation_id = ?', plain.id), '0')
		assert.equal((await decide(plain.client, entry, 'approve', { granted: contract })).status, 200)
	})

	it('nothing personal, and no body, is in a log', async () => {
		const entry = await handed()
		const { content } = entry
		for (const name of ['daemon.log', 'nginx/error.log'])
			for (const secret of [content.settlement_accounts[0].account_no, content.legal_id_no, content.operator_phone, 'settlement_accounts', contract.contract_no, bank.api.url])
				assert.ok(!stack.file(name).includes(secret), `${secret} in ${name}`)
		assert.match((await platformKey(stack)).keyid, /^liangding$/)
	})
})
