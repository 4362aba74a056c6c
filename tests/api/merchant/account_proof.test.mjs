// Proof of a settlement account by a small payment (MERCH-8): the bank asks and pays,
// the operator says how much has come; three tries, five working days, and the steps
// that both see.
import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, describe, it } from 'node:test'
import { Accounts } from '../../lib/accounts.mjs'
import { Client } from '../../lib/client.mjs'
import { Database } from '../../lib/db.mjs'
import { account, contract, draftEntry, partnerBank, sentOf, withPictures } from '../../lib/merchants.mjs'
import { decide, submit } from '../../lib/orders.mjs'
import { jobRunner, withoutJobs } from '../../lib/processes.mjs'
import { answer, ask, look, paid, pay, recall, wrong, yuan } from '../../lib/proofs.mjs'
import { startStack, until } from '../../lib/stack.mjs'

let stack, db, accounts, bank, colleague, other, stranger
before(async () => {
	stack = await startStack()
	db = new Database(stack)
	accounts = new Accounts(stack, db)
	bank = await partnerBank(stack, accounts)
	other = await partnerBank(stack, accounts)
	colleague = await Client.signedIn(stack, await accounts.person('bank_reviewer', bank))
	stranger = await Client.signedIn(stack, await accounts.operator({ institution: await accounts.institution() }))
})
after(() => stack?.stop())

const see = (client, { order_no }) => client.expect(200, 'GET', `/orders/${order_no}`)
async function entered(more) {
	const institution = await accounts.institution()
	const client = await Client.signedIn(stack, await accounts.operator({ institution }))
	const order = await draftEntry(client, institution.name, bank.code, more?.(institution.name))
	const sent = await submit(client, order)
	assert.equal(sent.status, 200, JSON.stringify(sent.body))
	return { ...order, institution, client, version: sent.body.version, key: order.content.settlement_accounts[0].key }
}
const shown = async (client, order) => (await see(client, order)).account_proofs.find((one) => one.account === order.key)
const steps = async (client, order) => Object.fromEntries((await see(client, order)).milestones.map(({ milestone, state }) => [milestone, state]))
const events = async (client, order) => (await see(client, order)).history.map(({ event }) => event)
const due = ({ order_no }) => db.value('SELECT l.due_at FROM order_desks l JOIN orders o ON o.id = l.order_id WHERE o.order_no = ? AND l.desk_id IS NOT NULL', order_no)
const rowOf = ({ order_no }) => db.query('SELECT p.* FROM account_proofs p JOIN orders o ON o.id = p.order_id WHERE o.order_no = ? ORDER BY p.no', order_no)
const codes = ({ body }) => body.fields?.map(({ field, code }) => `${field} ${code}`).join()
const run_out = (order) => db.query('UPDATE jobs j JOIN account_proofs p ON p.id = j.object_id JOIN orders o ON o.id = p.order_id SET j.run_at = UTC_TIMESTAMP(3) WHERE j.kind = 11 AND o.order_no = ?', order.order_no)
const told = (client, order, notice) => until(notice, async () => (await client.expect(200, 'GET', '/notices?page_size=50')).items.find((one) => one.order_no === order.order_no && one.notice === notice))

describe('asked for and paid', () => {
	it('MERCH-8 the bank asks, sees amount and remark on record, pays; the operator reads the account masked, the remark and until when, and the amount nowhere', async () => {
		const order = await entered()
		assert.deepEqual(await steps(order.client, order), { data_check: 'done', account_proof: 'unasked', bank_review: 'now', signing: 'todo', opening: 'todo' })
		const first_due = await due(order)
		const asked = await ask(bank.client, order, order.key)
		assert.deepEqual([asked.status, asked.body], [201, { no: 1 }])
		const [before] = [await shown(order.client, order)]
		assert.deepEqual([before.state, before.remark, before.until, before.answer], ['asked', null, null, false])
		assert.equal(await due(order), first_due, 'until it is paid it is the bank\'s to do')
		await told(order.client, order, 'account_proof_asked')
		const board = async (client) => (await client.expect(200, 'GET', '/board')).todo.items.find(({ order_no }) => order_no === order.order_no)
		assert.equal(await board(order.client), undefined)
		const looks = () => db.value("SELECT COUNT(*) FROM audit_rows WHERE act = 'account_proof.look' AND object LIKE ?", `%${order.order_no}%`).then(Number)
		const drawn = await look(bank.client, order, 1)
		assert.ok(drawn.amount >= 1 && drawn.amount <= 99)
		assert.match(drawn.remark, /^YZ[2-9A-HJ-NP-Z]{6}$/)
		assert.equal(await looks(), 1)
		assert.equal((await pay(bank.client, order, 1)).status, 204)
		const mine = await shown(order.client, order)
		const { account_no } = order.content.settlement_accounts[0]
		assert.deepEqual([mine.state, mine.remark, mine.tries_left, mine.answer, mine.pay, mine.ask], ['paid', drawn.remark, 3, true, false, false])
		assert.ok(mine.account_no.includes('*') && mine.account_no.endsWith(account_no.slice(-4)), mine.account_no)
		assert.equal(JSON.stringify(await see(order.client, order)).includes(yuan(drawn.amount)), false)
		const theirs = await shown(bank.client, order)
		assert.deepEqual([theirs.remark, theirs.answer, theirs.recall, theirs.actor_name !== null], [null, false, true, true])
		assert.ok(Date.parse(`${await due(order)}Z`) > Date.parse(`${first_due}Z`), 'the desk\'s clock stands still meanwhile')
		assert.equal((await bank.client.expect(200, 'GET', `/reviews?order_no=${order.order_no}`)).items[0].applicant_until, mine.until)
		assert.deepEqual((await steps(order.client, order)).account_proof, 'now')
		const item = await board(order.client)
		assert.deepEqual([item.asked, item.due_at, item.status], [true, mine.until, 'merchant_opening'])
		assert.equal((await bank.client.expect(200, 'POST', '/claims/next', { body: { list: 'merchants' } })).order_no, null, 'nobody is given what the applicant has')
		const notice = await told(order.client, order, 'account_proof_paid')
		assert.ok(notice.message.zh.includes(drawn.remark) && /\*/.test(notice.message.zh), notice.message.zh)
		const [row] = await rowOf(order)
		assert.ok(!row.drawn_sealed.includes(drawn.remark) && /^sealed:/.test(row.drawn_sealed))
		const right = await answer(order.client, order, 1, yuan(drawn.amount))
		assert.deepEqual([right.status, right.body], [200, { right: true, state: 'proven', tries_left: 2 }])
		const now = await shown(bank.client, order)
		assert.deepEqual([now.state, now.ask, now.ended_at !== null], ['proven', false, true])
		assert.equal(await due(order), first_due, 'on the same day as many days are left as there were')
		assert.deepEqual(await steps(bank.client, order), { data_check: 'done', account_proof: 'done', bank_review: 'now', signing: 'todo', opening: 'todo' })
		await told(bank.client, order, 'account_proven')
		assert.deepEqual(await events(bank.client, order), ['submit', 'proof_ask', 'proof_pay', 'proven'])
		assert.equal((await ask(bank.client, await see(bank.client, order), order.key)).body.code, 'account_proof.proven')
		assert.equal((await decide(bank.client, await see(bank.client, order), 'approve', { granted: { ...contract, valid_from: '2026-01-01' } })).status, 200)
		const opened = await see(order.client, order)
		assert.deepEqual(opened.milestones.map(({ state, value }) => [state, value]), [['done', null], ['done', null], ['done', null], ['done', contract.contract_no], ['done', '2026-01-01']])
		assert.equal(opened.account_proofs[0].state, 'proven')
	})

	it('MERCH-8 amounts are drawn from 1 to 99 fen, each as likely; remarks are told apart', async () => {
		const order = await entered()
		const drawn = []
		for (let i = 1; i <= 20; i++) {
			assert.equal((await ask(bank.client, order, order.key)).status, 201)
			drawn.push(await look(bank.client, order, i))
			assert.equal((await recall(bank.client, order, i)).status, 204)
		}
		assert.ok(new Set(drawn.map(({ amount }) => amount)).size > 5)
		assert.equal(new Set(drawn.map(({ remark }) => remark)).size, 20)
		assert.equal((await ask(bank.client, order, order.key)).body.code, 'account_proof.twice', 'not without end')
	})

	it('MERCH-8 only by its bank while it waits there, of an account that it has, one at a time; a colleague\'s claim is respected', async () => {
		const order = await entered()
		assert.equal((await ask(other.client, order, order.key)).status, 404)
		assert.equal((await ask(order.client, order, order.key)).status, 403)
		assert.equal(codes(await ask(bank.client, order, 'a9999')), 'account choice')
		assert.equal((await ask(bank.client, { ...order, version: order.version + 1 }, order.key)).body.code, 'order.changed')
		await colleague.expect(200, 'POST', `/orders/${order.order_no}/claim`)
		const claimed = await ask(bank.client, order, order.key)
		assert.deepEqual([claimed.status, claimed.body.code], [409, 'order.claimed'])
		const key = randomUUID()
		const answers = await Promise.all(Array.from({ length: 10 }, (_, i) => ask(colleague, order, order.key, i < 5 ? key : undefined)))
		assert.equal(answers.filter(({ status }) => status === 201).length >= 1, true)
		assert.equal((await rowOf(order)).length, 1)
		const again = await ask(colleague, order, order.key, key)
		assert.ok(again.status === 201 || again.body.code === 'account_proof.open', again.body.code)
		for (const client of [order.client, stranger])
			assert.equal((await client.call('POST', `/orders/${order.order_no}/account-proofs/1/reveal`)).status, 403)
		assert.equal((await other.client.call('POST', `/orders/${order.order_no}/account-proofs/1/reveal`)).status, 404)
		assert.equal((await pay(other.client, order, 1)).status, 404)
		assert.equal((await pay(bank.client, order, 2)).body.code, 'account_proof.over')
		assert.equal((await pay(bank.client, order, 1)).status, 204)
		assert.equal((await pay(bank.client, order, 1)).body.code, 'account_proof.over')
		// More is not asked for beside it.
		const supplement = await colleague.once(`/orders/${order.order_no}/supplement`, { version: order.version, days: 5, remarks: [{ field: 'capital', code: 'wrong', words: '有误', remedy: '请更正' }] })
		assert.equal(supplement.body.code, 'account_proof.open')
		assert.equal((await see(colleague, order)).actions.supplement, false)
	})

	it('MERCH-8 not while more is asked for, nor once it is decided', async () => {
		const order = await entered()
		await bank.client.expect(200, 'POST', `/orders/${order.order_no}/claim`)
		assert.equal((await bank.client.once(`/orders/${order.order_no}/supplement`, { version: order.version, days: 5, remarks: [{ field: 'capital', code: 'wrong', words: '有误', remedy: '请更正' }] })).status, 200)
		assert.equal((await ask(bank.client, await see(bank.client, order), order.key)).body.code, 'order.wrong_stage')
		const done = await entered()
		assert.equal((await decide(bank.client, done, 'approve', { granted: contract })).status, 200)
		assert.equal((await ask(bank.client, await see(bank.client, done), done.key)).body.code, 'order.wrong_stage')
	})
})

describe('answered', () => {
	it('MERCH-8 three wrong: failed, and the bank may ask once more; then it decides by what there is', async () => {
		const order = await entered()
		for (const round of [1, 2]) {
			const { no, amount } = await paid(bank.client, order, order.key)
			for (const left of [2, 1, 0]) {
				const { status, body } = await answer(order.client, order, no, wrong(amount, left + 1))
				assert.deepEqual([status, body], [200, { right: false, state: left ? 'paid' : 'failed', tries_left: left }])
			}
			assert.equal((await answer(order.client, order, no, yuan(amount))).body.code, 'account_proof.over')
			const seen = await shown(bank.client, order)
			assert.deepEqual([seen.state, seen.ask], ['failed', round === 1])
			assert.equal((await steps(order.client, order)).account_proof, 'failed')
		}
		await told(bank.client, order, 'account_unproven')
		assert.equal((await ask(bank.client, order, order.key)).body.code, 'account_proof.twice')
		assert.equal((await decide(bank.client, await see(bank.client, order), 'approve', { granted: contract })).status, 200)
	})

	it('MERCH-8 three tries are three of the account number: an edit, a withdrawal, another branch name or another entry begins no new ones', async () => {
		const order = await entered()
		const guess = async (at, key, n = 2) => {
			const { no, amount } = await paid(bank.client, at, key)
			for (let i = 1; i <= n; i++)
				assert.equal((await answer(order.client, at, no, wrong(amount, i))).body.right, false)
		}
		// Closed by the applicant after guesses, and written otherwise each time.
		await guess(order, order.key)
		const [first] = order.content.settlement_accounts
		const content = { ...order.content, settlement_accounts: [{ ...first, bank_name: `${first.bank_name}营业部` }] }
		const amended = await submit(order.client, { ...order, content })
		assert.equal(amended.status, 200, JSON.stringify(amended.body))
		const again = { ...order, content, version: amended.body.version }
		assert.equal((await shown(bank.client, again)).ask, true)
		await guess(again, order.key)
		assert.equal((await order.client.once(`/orders/${order.order_no}/withdrawal`, { version: again.version })).status, 200)
		// The same number in an entry of its own.
		const third = await draftEntry(order.client, order.institution.name, bank.code, { settlement_accounts: [account(order.institution.name, { account_no: first.account_no })] })
		const sent = await submit(order.client, third)
		assert.equal(sent.status, 200, JSON.stringify(sent.body))
		third.version = sent.body.version
		const key = third.content.settlement_accounts[0].key
		assert.equal((await see(bank.client, third)).account_proofs[0].ask, false)
		assert.equal((await ask(bank.client, third, key)).body.code, 'account_proof.twice')
		// A month later it is another matter.
		await db.query('UPDATE account_proofs SET ended_at = ended_at - INTERVAL 31 DAY WHERE institution_id = ?', order.institution.id)
		assert.equal((await ask(bank.client, third, key)).status, 201)
	})

	it('MERCH-8 closed without a guess it has cost nothing', async () => {
		const order = await entered()
		for (const capital of [700000000, 800000000, 900000000]) {
			await paid(bank.client, order, order.key)
			const sent = await submit(order.client, { ...order, content: { ...order.content, capital } })
			assert.equal(sent.status, 200, JSON.stringify(sent.body))
			order.version = sent.body.version
		}
		assert.equal((await ask(bank.client, order, order.key)).status, 201)
	})

	it('MERCH-8 how an amount is typed: full width, yuan sign and 元 are read, what is unclear is told and costs no try', async () => {
		const order = await entered()
		const { no, amount } = await paid(bank.client, order, order.key)
		for (const unclear of ['0.370', '37', '0,37', '0', '0.00', '1.00', '.37', '-0.37', '0.3x', '三角七分', ''])
			assert.match(codes(await answer(order.client, order, no, unclear)), /^amount (format|required)$/, unclear)
		const { body } = await answer(order.client, order, no, '37')
		assert.match(JSON.stringify(body.fields[0]), /0\.01 至 0\.99.+0\.37/)
		assert.equal((await shown(order.client, order)).tries_left, 3)
		const full = yuan(amount).replace(/[0-9.]/g, (c) => c === '.' ? '．' : String.fromCharCode(c.charCodeAt(0) + 0xfee0))
		assert.equal((await answer(order.client, order, no, ` ￥${full} 元 `)).body.right, true)
	})

	it('MERCH-8 by its institution\'s operator alone, once it is paid and until it is over', async () => {
		const order = await entered()
		assert.equal((await ask(bank.client, order, order.key)).status, 201)
		assert.equal((await answer(order.client, order, 1, '0.37')).body.code, 'account_proof.over')
		const { amount } = await look(bank.client, order, 1)
		await pay(bank.client, order, 1)
		assert.equal((await answer(stranger, order, 1, yuan(amount))).status, 404)
		assert.equal((await answer(bank.client, order, 1, yuan(amount))).status, 403)
		const finance = await Client.signedIn(stack, await accounts.person('finance', order.institution))
		assert.equal((await answer(finance, order, 1, yuan(amount))).status, 403)
		assert.equal((await answer(order.client, order, 2, yuan(amount))).body.code, 'account_proof.over')
		assert.equal((await recall(other.client, order, 1)).status, 404)
		assert.equal((await shown(order.client, order)).tries_left, 3)
		assert.equal((await recall(bank.client, order, 1)).status, 204)
		assert.equal((await answer(order.client, order, 1, yuan(amount))).body.code, 'account_proof.over')
		assert.deepEqual([(await shown(order.client, order)).state, (await events(order.client, order)).at(-1)], ['recalled', 'proof_recall'])
	})

	it('MERCH-8 MERCH-9 the same answer again under its key is one try, and answers as before; another amount under it is told', async () => {
		const order = await entered()
		const { no, amount } = await paid(bank.client, order, order.key)
		const key = randomUUID()
		const first = await answer(order.client, order, no, wrong(amount), key)
		for (let i = 0; i < 5; i++)
			assert.deepEqual((await answer(order.client, order, no, wrong(amount), key)).body, first.body)
		const reused = await answer(order.client, order, no, yuan(amount), key)
		assert.deepEqual([reused.status, reused.body.code], [422, 'idempotency.key_reused'])
		assert.equal((await shown(order.client, order)).tries_left, 2)
	})

	it('MERCH-8 twenty wrong tries at once are three', async () => {
		const order = await entered()
		const { no, amount } = await paid(bank.client, order, order.key)
		const answers = await Promise.all(Array.from({ length: 20 }, (_, i) => answer(order.client, order, no, wrong(amount, i + 1))))
		assert.deepEqual(answers.filter(({ status }) => status === 200).map(({ body }) => body.tries_left).sort(), [0, 1, 2])
		assert.deepEqual([...new Set(answers.filter(({ status }) => status !== 200).map(({ body }) => body.code))], ['account_proof.over'])
		assert.deepEqual((await rowOf(order)).map(({ state, tries }) => [Number(state), Number(tries)]), [[5, 3]])
		assert.deepEqual((await events(order.client, order)).filter((one) => one === 'unproven').length, 1)
	})
})

describe('over', () => {
	it('MERCH-8 run out: failed once, whoever dies; both are told and the bank goes on', async () => {
		const order = await entered()
		const first_due = await due(order)
		const { no, amount } = await paid(bank.client, order, order.key)
		await run_out(order)
		process.kill(await jobRunner(stack, 'short'), 'SIGKILL')
		await until('it has lapsed', async () => (await shown(order.client, order)).state === 'lapsed', 60)
		assert.equal((await answer(order.client, order, no, yuan(amount))).body.code, 'account_proof.over')
		assert.deepEqual((await events(order.client, order)), ['submit', 'proof_ask', 'proof_pay', 'proof_lapse'])
		assert.equal(await due(order), first_due)
		for (const client of [order.client, bank.client])
			await told(client, order, 'account_unproven')
		assert.equal((await shown(bank.client, order)).ask, true)
		assert.equal((await decide(bank.client, await see(bank.client, order), 'approve', { granted: contract })).status, 200)
	})

	it('MERCH-8 PLAT-12 five working days from the payment, by the calendar of days off', async () => {
		const order = await entered()
		await paid(bank.client, order, order.key)
		const off = new Set((await db.query('SELECT DATE_FORMAT(day, "%Y-%m-%d") AS day, works FROM calendar_days')).map(({ day, works }) => `${day} ${works}`))
		const day = new Date(Date.now() + 8 * 3_600_000)
		for (let n = 0; n < 5;) {
			day.setUTCDate(day.getUTCDate() + 1)
			const name = day.toISOString().slice(0, 10)
			n += off.has(`${name} 1`) || (![0, 6].includes(day.getUTCDay()) && !off.has(`${name} 0`)) ? 1 : 0
		}
		const end = new Date(Date.UTC(day.getUTCFullYear(), day.getUTCMonth(), day.getUTCDate() + 1) - 8 * 3_600_000).toISOString()
		assert.equal((await shown(order.client, order)).until, end)
	})

	it('MERCH-8 past its time nothing is answered, though nobody has ended it yet', () => withoutJobs(stack, db, async () => {
		const order = await entered()
		const { no, amount } = await paid(bank.client, order, order.key)
		await db.query('UPDATE account_proofs p JOIN orders o ON o.id = p.order_id SET p.until = UTC_TIMESTAMP(3) WHERE o.order_no = ?', order.order_no)
		assert.equal((await answer(order.client, order, no, yuan(amount))).body.code, 'account_proof.over')
	}))

	it('MERCH-8 answered in the moment it runs out it is one of both', async () => {
		for (let i = 0; i < 4; i++) {
			const order = await entered()
			const { no, amount } = await paid(bank.client, order, order.key)
			const [answered] = await Promise.all([answer(order.client, order, no, yuan(amount)), run_out(order)])
			const state = await until('it has ended', async () => { const { state } = await shown(order.client, order); return state !== 'paid' && state })
			assert.equal(state, answered.status === 200 ? 'proven' : 'lapsed')
			assert.equal((await events(order.client, order)).length, 4)
		}
	})

	it('MERCH-8 a decision closes it, so does a withdrawal, so does a new version; its job is gone', async () => {
		const ways = {
			decided: (order) => decide(bank.client, order, 'reject', { reason: '资料有误', whole: 'other' }),
			withdrawn: (order) => order.client.once(`/orders/${order.order_no}/withdrawal`, { version: order.version }),
			amended: (order) => submit(order.client, { ...order, content: { ...order.content, capital: 700000000 } }),
		}
		for (const [how, act] of Object.entries(ways)) {
			const order = await entered()
			const { no, amount } = await paid(bank.client, order, order.key)
			const done = await act(order)
			assert.equal(done.status, 200, `${how} ${JSON.stringify(done.body)}`)
			assert.equal((await rowOf(order))[0].state, '8', how)
			assert.equal(await db.value('SELECT COUNT(*) FROM jobs j JOIN account_proofs p ON p.id = j.object_id JOIN orders o ON o.id = p.order_id WHERE j.kind = 11 AND o.order_no = ?', order.order_no), '0', how)
			assert.equal((await answer(order.client, order, no, yuan(amount))).body.code, 'account_proof.over', how)
			assert.equal((await pay(bank.client, order, no)).status >= 404, true, how)
		}
	})

	it('MERCH-8 asked for and decided at once, or paid and decided: nothing stays open', async () => {
		for (let i = 0; i < 6; i++) {
			const order = await entered()
			const both = await Promise.all([i % 2 ? ask(bank.client, order, order.key) : paid(bank.client, order, order.key).catch(() => ({})),
				decide(colleague, order, 'approve', { granted: contract })])
			assert.equal(both[1].status, 200, JSON.stringify(both[1].body))
			assert.deepEqual((await rowOf(order)).filter(({ ended_at }) => ended_at === null), [])
			assert.equal(await db.value('SELECT COUNT(*) FROM order_desks l JOIN orders o ON o.id = l.order_id WHERE o.order_no = ? AND l.applicant_until IS NOT NULL', order.order_no), '0')
		}
	})

	it('MERCH-8 an account that was proven and is changed is another; one beside it stays proven, in a change of the contract too', async () => {
		const order = await entered((name) => ({ settlement_accounts: [account(name), account(name)] }))
		for (const { key } of order.content.settlement_accounts) {
			const { no, amount } = await paid(bank.client, order, key)
			assert.equal((await answer(order.client, order, no, yuan(amount))).body.right, true)
		}
		const content = structuredClone(order.content)
		content.settlement_accounts[0].cnaps = '105393000015'
		const sent = await submit(order.client, { ...order, content })
		assert.equal(sent.status, 200, JSON.stringify(sent.body))
		const states = async (client, one) => (await see(client, one)).account_proofs.map(({ state }) => state)
		assert.deepEqual(await states(bank.client, order), ['none', 'proven'])
		const now = await see(bank.client, order)
		const { no, amount } = await paid(bank.client, now, order.key)
		assert.equal((await answer(order.client, order, no, yuan(amount))).body.right, true)
		assert.equal((await decide(bank.client, await see(bank.client, order), 'approve', { granted: contract })).status, 200)
		const begun = await order.client.expect(201, 'POST', '/orders', { body: { kind: 'merchant_change', parent_order_no: order.order_no }, key: randomUUID() })
		const more = await withPictures(order.client, begun.order_no, account(order.institution.name))
		const changed = { ...sentOf(begun.content), why: '增加账户' }
		changed.settlement_accounts.push(more)
		const answered = await submit(order.client, { ...begun, content: changed })
		assert.equal(answered.status, 200, JSON.stringify(answered.body))
		assert.deepEqual(await states(bank.client, begun), ['proven', 'proven', 'none'])
		assert.deepEqual(await states(order.client, begun), ['proven', 'proven', 'none'])
		// What one bank has asked is no other bank's to read.
		const moved = await entered()
		await paid(bank.client, moved, moved.key)
		assert.equal((await submit(moved.client, { ...moved, content: { ...moved.content, clearing_bank: other.code } })).status, 200)
		assert.deepEqual(await states(other.client, moved), ['none'])
	})

	it('MERCH-8 the operator is told once more when a day is left', async () => {
		const order = await entered()
		await paid(bank.client, order, order.key)
		await db.query('UPDATE account_proofs p JOIN orders o ON o.id = p.order_id SET p.until = DATE_FORMAT(UTC_TIMESTAMP() + INTERVAL 8 HOUR + INTERVAL 2 DAY, "%Y-%m-%d 00:00:00") - INTERVAL 8 HOUR WHERE o.order_no = ?', order.order_no)
		await db.query('INSERT INTO jobs (lane, kind, object_id, account_id, state, run_at, created_at) VALUES (2, 8, 0, 0, 1, UTC_TIMESTAMP(3), UTC_TIMESTAMP(3))')
		await told(order.client, order, 'account_proof_soon')
	})
})
