// Acceptance of what was built, and going live (ACCESS-5, ACCESS-6): what an
// application leaves to be done, the nation's joint testing on record, production
// keys, and the confirmation that concludes both.
import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, describe, it } from 'node:test'
import { Accounts } from '../../lib/accounts.mjs'
import { Client } from '../../lib/client.mjs'
import { Database } from '../../lib/db.mjs'
import { approvedApplication, download, issued, keysOf, passed, read, ready, rotate, submittedAcceptance } from '../../lib/issued.mjs'
import { decide, sent } from '../../lib/orders.mjs'
import { pdf } from '../../lib/papers.mjs'
import { sharedStack } from '../../lib/stack.mjs'

let stack, db, accounts, city, province, nation, people
const signedIn = (person) => Client.signedIn(stack, person)
before(async () => {
	stack = await sharedStack()
	db = new Database(stack)
	accounts = new Accounts(stack, db)
	;[city, province, nation] = await Promise.all(['city', 'province', 'nation'].map(async (desk) => signedIn(await accounts.reviewer(desk))))
	people = { city, province }
})
after(() => stack?.stop())

const order = (client, order_no) => client.expect(200, 'GET', `/orders/${order_no}`)
const duties = async (client) => (await client.expect(200, 'GET', '/board')).duties.items
const confirm = (client, { order_no, version }, key) => client.once(`/orders/${order_no}/confirmation`, { version }, key)
const note = (client, { order_no }, body = {}, key) => client.once(`/orders/${order_no}/notes`, { dated: '2026-03-18', words: '支付与退款用例联调通过', ...body }, key)
const newOperator = async () => signedIn(await accounts.operator({ institution: await accounts.institution() }))
/** As after the nation's approval, the production form ready: { application, acceptance }. */
async function accepted(operator) {
	const application = await approvedApplication(operator, people)
	const acceptance = await passed(await submittedAcceptance(operator, application.order_no), [city, province, nation])
	assert.equal(acceptance.status, 'approved')
	await ready(operator, acceptance.order_no)
	return { application, acceptance }
}

describe('the acceptance', () => {
	it('ACCESS-5 PLAT-23 an approved application is left to be accepted, on the board, until that is asked for', async () => {
		const operator = await newOperator()
		const { order_no } = await approvedApplication(operator, people)
		const [duty, ...others] = await duties(operator)
		assert.deepEqual([duty.duty, duty.order_no, duty.due_at, duty.late, others.length], ['access_acceptance', order_no, null, false, 0])
		const acceptance = await submittedAcceptance(operator, order_no)
		assert.deepEqual(await duties(operator), [])
		await operator.once(`/orders/${acceptance.order_no}/withdrawal`, { version: acceptance.version })
		assert.equal((await duties(operator))[0].duty, 'access_acceptance')
	})

	it('ACCESS-5 asks for a test report, the test period and the tested cases', async () => {
		const operator = await newOperator()
		const { order_no: parent_order_no } = await approvedApplication(operator, people)
		const { order_no, version } = (await operator.once('/orders', { kind: 'access_acceptance', parent_order_no })).body
		const answer = await operator.once(`/orders/${order_no}/submission`, { version, content: { test_from: '2026-03-20', test_to: '2026-03-02' } })
		assert.equal(answer.status, 422)
		assert.deepEqual(answer.body.fields.map(({ field, code }) => `${field} ${code}`).sort(), ['test_report required', 'test_to order', 'tested_cases required'])
		const text = await operator.post(`/orders/${order_no}/files`, { field: 'test_report', name: '测试报告.txt', size: 6 })
		assert.deepEqual([text.status, text.body.fields[0].code], [422, 'extension'])
		/* one that is begun is the only one */
		assert.equal((await operator.once('/orders', { kind: 'access_acceptance', parent_order_no })).body.code, 'order.not_ready')
	})

	it('ACCESS-5 a rejected one is corrected and sent again, and the test keys stay', async () => {
		const operator = await newOperator()
		const application = await approvedApplication(operator, people)
		await ready(operator, application.order_no)
		const keys = await keysOf(operator, application.order_no)
		let acceptance = await passed(await submittedAcceptance(operator, application.order_no), [city, province])
		acceptance = (await decide(nation, acceptance, 'reject', { remark: '测试报告不完整', remarks: [{ field: 'test_report', code: 'incomplete', words: '缺少退款用例', remedy: '补充后重新上传' }] })).body
		assert.equal(acceptance.status, 'rejected_nation')
		assert.deepEqual(await keysOf(operator, application.order_no), keys)
		assert.deepEqual((await issued(operator, acceptance.order_no)).documents, [])
		assert.equal((await issued(operator, application.order_no)).documents[0].standing, 'valid')
		const seen = await order(operator, acceptance.order_no)
		const content = { ...sent(seen.content), test_report: [await operator.attach(acceptance.order_no, 'test_report', '测试报告二.pdf', pdf('again'))] }
		const again = await operator.once(`/orders/${acceptance.order_no}/submission`, { version: seen.version, content })
		assert.equal(again.body.status, 'waiting_city')
		assert.equal((await passed(again.body, [city, province, nation])).status, 'approved')
	})

	it('REVIEW-3 application and acceptances lead to each other, as far as one sees them', async () => {
		const operator = await newOperator()
		const application = await approvedApplication(operator, people)
		const acceptance = await submittedAcceptance(operator, application.order_no)
		const children = async (client) => (await order(client, application.order_no)).children.map(({ order_no, status }) => [order_no, status])
		assert.equal((await order(operator, acceptance.order_no)).parent.order_no, application.order_no)
		assert.deepEqual(await children(operator), [[acceptance.order_no, 'waiting_city']])
		assert.deepEqual(await children(city), [[acceptance.order_no, 'waiting_city']])
		for (const above of [province, nation])
			assert.deepEqual(await children(above), [], 'REVIEW-2')
		await passed(acceptance, [city, province])
		assert.deepEqual(await children(nation), [[acceptance.order_no, 'waiting_nation']])
		assert.equal((await order(nation, acceptance.order_no)).parent.order_no, application.order_no)
	})

	it('ACCESS-5 the nation records joint testing, dated, before it waits there and while it does, and decides nothing by that', async () => {
		const operator = await newOperator()
		const application = await approvedApplication(operator, people)
		assert.equal((await order(nation, application.order_no)).actions.note, true)
		const key = randomUUID()
		const first = await note(nation, application, {}, key)
		assert.equal(first.status, 200)
		assert.equal((await note(nation, application, {}, key)).status, 200, 'the same intent again')
		const { history, version } = await order(operator, application.order_no)
		assert.equal(version, application.version, 'it is no decision')
		const [said, ...more] = history.filter(({ event }) => event === 'note')
		assert.equal(more.length, 0)
		assert.deepEqual([said.dated, said.remark, said.desk], ['2026-03-18', '支付与退款用例联调通过', 'nation'])
		assert.equal(await db.value('SELECT COUNT(*) FROM audit_rows WHERE act = \'order.note\' AND object = ?', application.order_no), '1')

		// Never so many that what decides is not found behind them.
		await db.query(`INSERT INTO order_events (order_id, at, event, desk, organisation_id, organisation_name, account_id, actor_name, submission_no, remark)
			SELECT e.order_id, e.at, e.event, e.desk, e.organisation_id, e.organisation_name, e.account_id, e.actor_name, e.submission_no, 'again' FROM order_events e JOIN orders o ON o.id = e.order_id
			JOIN (SELECT id FROM order_events ORDER BY id LIMIT 49) AS many WHERE o.order_no = ? AND e.remark = ?`, application.order_no, said.remark)
		assert.deepEqual([(await note(nation, application)).status, (await note(nation, application)).body.code], [409, 'order.notes_too_many'])

		let acceptance = await submittedAcceptance(operator, application.order_no)
		assert.equal((await note(nation, acceptance)).status, 404, 'it has not reached it')
		for (const client of [city, province])
			assert.equal((await note(client, acceptance)).status, client === city ? 409 : 404)
		assert.equal((await note(operator, acceptance)).status, 403)
		acceptance = await passed(acceptance, [city, province])
		assert.equal((await note(nation, acceptance)).status, 200)
		assert.equal((await order(nation, acceptance.order_no)).actions.decide, true)
		for (const client of [city, province])
			assert.deepEqual([(await note(client, acceptance)).body.code, (await order(client, acceptance.order_no)).actions.note], ['order.wrong_stage', false])
		const future = await note(nation, acceptance, { dated: '2999-01-01' })
		assert.deepEqual([future.status, future.body.fields.map(({ field, code }) => [field, code])], [422, [['dated', 'future']]])
		assert.equal((await note(nation, acceptance, { words: '  ' })).status, 422)
		assert.equal((await decide(nation, acceptance, 'approve')).body.status, 'approved')
		assert.equal((await note(nation, acceptance)).body.code, 'order.wrong_stage')
	})
})

describe('going live', () => {
	it('ACCESS-6 the nation\'s approval gives production keys and the form that carries them', async () => {
		const operator = await newOperator()
		const { application, acceptance } = await accepted(operator)
		const paper = await ready(operator, acceptance.order_no)
		assert.equal(paper.kind, 'production_form')
		const keys = await keysOf(operator, acceptance.order_no)
		const test = await keysOf(operator, application.order_no)
		for (const name of Object.keys(keys))
			assert.notEqual(keys[name], test[name], name)
		const { text, info, signatures, codes } = read(await download(operator, paper))
		for (const words of ['生产环境反馈单', acceptance.order_no, application.order_no, keys.app_id, keys.app_secret, keys.data_key, 'https://pay.example.cn/mbs/gateway'])
			assert.ok(text.includes(words), words)
		assert.match(info, /^Title: +生产环境反馈单$/m)
		assert.match(signatures, /Signature is Valid/)
		assert.equal(codes.length, 1)
	})

	it('ACCESS-6 PLAT-23 its operator confirms that it works, and the application is live, everywhere it is told of', async () => {
		const operator = await newOperator()
		const { application, acceptance } = await accepted(operator)
		const [duty, ...others] = await duties(operator)
		assert.deepEqual([duty.duty, duty.order_no, others.length], ['access_live', acceptance.order_no, 0])
		assert.equal((await order(operator, acceptance.order_no)).actions.confirm, true)
		for (const client of [city, province, nation])
			assert.equal((await order(client, acceptance.order_no)).actions.confirm, false)
		const done = await confirm(operator, acceptance)
		assert.deepEqual([done.status, done.body.status, done.body.version], [200, 'confirmed_live', acceptance.version + 1])
		assert.deepEqual(await duties(operator), [])
		const live = await order(operator, application.order_no)
		assert.deepEqual([live.status, live.order_state, live.actions.begin], ['live', 'concluded', null])
		for (const { order_no } of [application, acceptance]) {
			const { history } = await order(operator, order_no)
			const last = history.at(-1)
			assert.equal(last.event, 'confirm')
			assert.ok(Date.parse(last.at) > Date.now() - 60_000)
		}
		const list = await operator.expect(200, 'GET', '/orders?state=concluded')
		assert.deepEqual(list.items.map(({ order_no, status }) => [order_no, status]).sort(), [[application.order_no, 'live'], [acceptance.order_no, 'confirmed_live']].sort())
		assert.deepEqual([list.counts.concluded, list.counts.approved, list.total.count], [2, 0, 2])
		/* reviewers keep their own verdict, and read that it is live */
		const seen = await order(city, application.order_no)
		assert.deepEqual([seen.state, seen.status], ['approved', 'live'])
		assert.equal(await db.value('SELECT COUNT(*) FROM audit_rows WHERE act = \'order.confirm\' AND object = ?', acceptance.order_no), '1')
	})

	it('ACCESS-6 PLAT-5 confirmed twice at once it is once; the same intent is answered alike', async () => {
		const operator = await newOperator()
		const { application, acceptance } = await accepted(operator)
		const key = randomUUID()
		const answers = await Promise.all([...Array.from({ length: 4 }, () => confirm(operator, acceptance, key)), ...Array.from({ length: 4 }, () => confirm(operator, acceptance))])
		const good = answers.filter(({ status }) => status === 200)
		assert.ok(good.length >= 1)
		for (const { status, body } of answers)
			assert.ok(status === 200 || ['order.wrong_stage', 'order.changed'].includes(body.code), `${status} ${body.code}`)
		for (const { body } of good)
			assert.deepEqual(body, good[0].body)
		for (const { order_no } of [application, acceptance])
			assert.equal((await order(operator, order_no)).history.filter(({ event }) => event === 'confirm').length, 1)
		assert.equal(Number(await db.value('SELECT version FROM orders WHERE order_no = ?', application.order_no)), application.version + 1)
		assert.equal((await confirm(operator, { ...acceptance, version: acceptance.version + 1 })).body.code, 'order.wrong_stage')
	})

	it('ACCESS-6 nobody else confirms, nothing that was not given out, and no application by itself', async () => {
		const operator = await newOperator()
		const application = await approvedApplication(operator, people)
		assert.equal((await confirm(operator, application)).body.code, 'order.wrong_stage')
		const waiting = await submittedAcceptance(operator, application.order_no)
		assert.equal((await confirm(operator, waiting)).body.code, 'order.wrong_stage')
		const acceptance = await passed(waiting, [city, province, nation])
		await ready(operator, acceptance.order_no)
		assert.equal((await confirm(await newOperator(), acceptance)).status, 404)
		for (const client of [city, province, nation])
			assert.equal((await confirm(client, acceptance)).status, 403)
		assert.equal((await confirm(operator, { ...acceptance, version: acceptance.version - 1 })).body.code, 'order.changed')
		/* replaced keys come with a form that has to be there first */
		await db.query('UPDATE documents SET state = 1 WHERE order_id = (SELECT id FROM orders WHERE order_no = ?)', acceptance.order_no)
		assert.equal((await confirm(operator, acceptance)).body.code, 'document.unfinished')
		await db.query('UPDATE documents SET state = 2 WHERE order_id = (SELECT id FROM orders WHERE order_no = ?)', acceptance.order_no)
		assert.equal((await confirm(operator, acceptance)).status, 200)
	})

	it('ACCESS-6 ACCESS-4 the keys of what is live are replaced like others, and it stays live', async () => {
		const operator = await newOperator()
		const { application, acceptance } = await accepted(operator)
		assert.equal((await confirm(operator, acceptance)).status, 200)
		const keys = await keysOf(operator, acceptance.order_no)
		assert.equal((await rotate(operator, acceptance.order_no, 1)).status, 200)
		await ready(operator, acceptance.order_no)
		assert.notEqual((await keysOf(operator, acceptance.order_no)).app_secret, keys.app_secret)
		assert.equal((await order(operator, application.order_no)).status, 'live')
		assert.equal((await operator.once('/orders', { kind: 'access_acceptance', parent_order_no: application.order_no })).body.code, 'order.not_ready')
	})
})
