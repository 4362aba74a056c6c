// Two things at once, and the same thing again: what must not happen in between.
import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, describe, it } from 'node:test'
import { Accounts } from '../../lib/accounts.mjs'
import { Client } from '../../lib/client.mjs'
import { Database } from '../../lib/db.mjs'
import { decide, draftApplication, sent, submit, submittedApplication } from '../../lib/orders.mjs'
import { pdf } from '../../lib/papers.mjs'
import { hold, waiting } from '../../lib/processes.mjs'
import { sharedStack, until } from '../../lib/stack.mjs'

let stack, db, accounts, operator, city, province, nation
const signedIn = (user) => Client.signedIn(stack, user)
before(async () => {
	stack = await sharedStack()
	db = new Database(stack)
	accounts = new Accounts(stack, db)
	operator = await signedIn(await accounts.operator({ division: 450302 }))
	city = await signedIn(await accounts.reviewer('city', 450300))
	province = await signedIn(await accounts.reviewer('province', 450000))
	nation = await signedIn(await accounts.reviewer('nation', 0))
})
after(() => stack?.stop())

const refresh = (client, cookie, body = {}) => client.call('POST', '/session/refresh', { body, headers: { Cookie: cookie } })
const cookieOf = (client) => [...client.cookies.values()].find(({ name }) => /refresh/.test(name))

it('LOGIN-6 a guessed refresh cookie ends nobody\'s session', async () => {
	const client = await signedIn(await accounts.operator())
	const { name, value } = cookieOf(client)
	const stranger = await Client.open(stack)
	const guess = `${name}=${value.split('.')[0]}.${'A'.repeat(43)}`
	assert.equal((await refresh(stranger, guess)).status, 401)
	assert.equal((await client.get('/me')).status, 200)
	assert.equal((await refresh(client, `${name}=${value}`)).status, 200)
})

it('LOGIN-6 many tabs at once, each with the cookie of its moment, all go on', async () => {
	const client = await signedIn(await accounts.operator())
	const { name, value } = cookieOf(client)
	const tabs = await Promise.all(Array.from({ length: 12 }, () => refresh(client, `${name}=${value}`)))
	assert.deepEqual(tabs.map(({ status }) => status), Array(12).fill(200))
	const next = `${name}=${cookieOf(client).value}`
	assert.equal((await refresh(client, next)).status, 200)
	// One that was queued behind them all still carries the first.
	assert.equal((await refresh(client, `${name}=${value}`)).status, 200)
	assert.equal((await client.get('/me')).status, 200)
})

it('LOGIN-6 a refresh that is refused changes no cookie', async () => {
	const client = await signedIn(await accounts.operator())
	const { name, value } = cookieOf(client)
	const refused = await refresh(client, `${name}=${value}`, { grant_id: 999999 })
	assert.equal(refused.status, 403)
	assert.equal(refused.headers['set-cookie'], undefined)
	assert.equal((await refresh(client, `${name}=${value}`)).status, 200)
})

it('ACCESS-2 a draft is either submitted or deleted, never both', async () => {
	for (let i = 0; i < 12; i++) {
		const draft = await draftApplication(operator)
		const [sent, gone] = await Promise.all([submit(operator, draft), operator.delete(`/orders/${draft.order_no}`)])
		assert.ok((sent.status === 200) !== (gone.status === 204), `${sent.status} ${gone.status}`)
		assert.equal((await operator.get(`/orders/${draft.order_no}`)).status, sent.status === 200 ? 200 : 404)
	}
	assert.equal(await db.value('SELECT COUNT(*) FROM order_desks l LEFT JOIN orders o ON o.id = l.order_id WHERE o.id IS NULL'), '0')
})

it('PLAT-9 a file is either removed or submitted, never both', async () => {
	for (let i = 0; i < 12; i++) {
		const draft = await draftApplication(operator)
		const [sent, gone] = await Promise.all([submit(operator, draft), operator.delete(`/files/${draft.content.agreement[0]}`)])
		assert.ok((sent.status === 200) !== (gone.status === 204), `${sent.status} ${gone.status}`)
		if (sent.status === 200)
			assert.equal((await city.get(`/orders/${draft.order_no}`)).body.content.agreement.length, 1)
	}
})

it('ACCESS-2 withdraws until the first decision, however long the history', async () => {
	let order = await submittedApplication(operator)
	let refused
	for (let i = 0; i < 60 && !refused; i++) {
		const withdrawn = (await operator.once(`/orders/${order.order_no}/withdrawal`, { version: order.version })).body
		const { content } = (await operator.get(`/orders/${order.order_no}`)).body
		const again = await submit(operator, { order_no: order.order_no, version: withdrawn.version, content: sent(content) })
		if (again.status !== 200)
			refused = again
		else
			order = again.body
	}
	assert.equal(refused.body.code, 'order.too_often')
	const other = await submittedApplication(operator)
	const decided = (await decide(city, other, 'approve')).body
	for (const version of [other.version, decided.version]) {
		const late = await operator.once(`/orders/${other.order_no}/withdrawal`, { version })
		assert.deepEqual([late.status, late.body.code, late.body.decision.verdict], [409, 'order.already_decided', 'approve'])
		assert.ok(late.body.decision.organisation_name && late.body.decision.actor_name)
	}
})

it('ACCESS-5 one acceptance of an application, whatever was begun beside it', async () => {
	let order = await submittedApplication(operator)
	for (const desk of [city, province])
		order = (await decide(desk, order, 'approve')).body
	const begin = () => operator.once('/orders', { kind: 'access_acceptance', parent_order_no: order.order_no })
	const content = async ({ order_no }) => ({ test_from: '2026-11-01', test_to: '2026-11-20', tested_cases: '退费',
		test_report: [await operator.attach(order_no, 'test_report', '报告.pdf', pdf('report'))] })
	const both = await Promise.all([begin(), begin()])
	assert.deepEqual(both.map(({ status }) => status).sort(), [201, 409])
	let first = both.find(({ status }) => status === 201).body
	const first_content = await content(first)
	first = (await submit(operator, { ...first, content: first_content })).body
	first = (await operator.once(`/orders/${first.order_no}/withdrawal`, { version: first.version })).body
	const second = (await begin()).body
	const second_content = await content(second)
	// Withdrawn, the first may not come back beside the second.
	const back = await submit(operator, { ...first, content: first_content })
	assert.equal(back.status, 409)
	assert.equal(back.body.code, 'order.not_ready')
	let taken = (await submit(operator, { ...second, content: second_content })).body
	for (const desk of [city, province, nation])
		taken = (await decide(desk, taken, 'approve')).body
	assert.equal(taken.status, 'approved')
	assert.equal((await begin()).status, 409)
})

it('REVIEW-3 blanks are no reason, whatever their script', async () => {
	const order = await submittedApplication(operator)
	for (const reason of ['　', '\u00A0\u2003 ', '\u3000\n\u3000']) {
		const answer = await decide(city, order, 'reject', { reason })
		assert.equal(answer.status, 422)
		assert.equal(answer.body.fields[0].field, 'reason')
	}
})

it('PLAT-5 a key belongs to the grant it was used under', async () => {
	const bureau = await accounts.bureau('province', 450000)
	const person = await accounts.person('city_reviewer', await accounts.bureau('city', 450300))
	await accounts.grant(person.account, 'province_reviewer', bureau)
	const as_city = await signedIn({ ...person, role: 'city_reviewer' })
	const as_province = await signedIn({ ...person, role: 'province_reviewer' })
	const order = await submittedApplication(operator)
	const key = randomUUID()
	const body = { version: order.version, verdict: 'approve' }
	assert.equal((await as_city.call('POST', `/orders/${order.order_no}/decision`, { body, key })).status, 200)
	const other = await as_province.call('POST', `/orders/${order.order_no}/decision`, { body, key })
	assert.equal(other.status, 422)
	assert.equal(other.body.code, 'idempotency.key_reused')
})

it('PLAT-9 an upload whose beginning is lost is told to begin again', async () => {
	const { body: { order_no } } = await operator.once('/orders', { kind: 'access_application' })
	const bytes = pdf('begun again', 1_100_000)
	const file = await operator.expect(201, 'POST', `/orders/${order_no}/files`, { body: { field: 'agreement', name: 'a.pdf', size: bytes.length } })
	const put = (offset, to) => operator.call('PUT', `/files/${file.file_id}/content`, { bytes: bytes.subarray(offset, to), headers: { 'Upload-Offset': String(offset) } })
	assert.equal((await put(0, file.chunk_size)).body.offset, file.chunk_size)
	const { rmSync } = await import('node:fs')
	rmSync(`${stack.directory}/files/spool/${file.file_id}`)
	const lost = await put(file.chunk_size)
	assert.equal(lost.status, 409)
	assert.equal(lost.body.offset, 0)
	await put(0, file.chunk_size)
	assert.equal((await put(file.chunk_size)).body.state, 'ok')
})

it('LOGIN-2 what an administrator finds in the list can be unlocked', async () => {
	const institution = await accounts.institution(450302)
	const other = await accounts.institution(450302)
	const both = await accounts.operator({ institution: other })
	await accounts.grant(both.account, 'operator', institution)
	const admin = await signedIn(await accounts.person('institution_admin', institution))
	const { items } = (await admin.post('/accounts/search')).body
	const found = items.find(({ name }) => name === both.account)
	assert.ok(found)
	assert.equal((await admin.post(`/accounts/${found.account_id}/unlock`)).status, 204)
	assert.equal((await admin.post(`/accounts/${found.account_id}xxxx${'x'.repeat(80)}/unlock`)).status, 404)
})

it('PLAT-5 a key stands for one act: not for another order, other words or another act', async () => {
	const [one, two] = [await draftApplication(operator), await draftApplication(operator)]
	const key = randomUUID()
	const first = await submit(operator, one, key)
	assert.equal(first.status, 200)
	const again = await submit(operator, one, key)
	assert.equal(again.headers['idempotency-replayed'], 'true')
	assert.deepEqual(again.body, first.body)
	const reused = async (answer) => {
		const { status, body } = await answer
		assert.equal(status, 422)
		assert.equal(body.code, 'idempotency.key_reused')
	}
	await reused(submit(operator, { ...one, content: { ...one.content, note: 'other words' } }, key))
	await reused(operator.once(`/orders/${one.order_no}/withdrawal`, { version: first.body.version }, key))
	// The very same words about another order.
	const withdraw = randomUUID()
	const other = (await submit(operator, two)).body
	assert.equal(other.version, first.body.version)
	assert.equal((await operator.once(`/orders/${one.order_no}/withdrawal`, { version: first.body.version }, withdraw)).status, 200)
	await reused(operator.once(`/orders/${two.order_no}/withdrawal`, { version: first.body.version }, withdraw))
	assert.equal((await operator.get(`/orders/${two.order_no}`)).body.status, 'waiting_city')
	assert.equal((await operator.call('POST', '/orders', { body: { kind: 'access_application' } })).status, 400, 'no key at all')
})

// Both have read the same version before either writes: the row is held so long.
async function together(sql, acts) {
	const release = await hold(stack, sql)
	const answers = []
	try {
		for (const act of acts) {
			answers.push(act())
			await until('it waits to write', () => waiting(db, answers.length), 1)
		}
	} finally {
		await release()
	}
	return Promise.all(answers)
}
const atOnce = async (sql, acts) => (await together(sql, acts)).map(({ status }) => status).sort()

it('PLAT-5 the same key several times at once: one effect, and the answer of the first', async () => {
	const row = ({ order_no }) => `SELECT * FROM orders WHERE order_no = '${order_no}' FOR UPDATE`
	const order = await submittedApplication(operator)
	const decisions = () => db.value(`SELECT COUNT(*) FROM order_events e JOIN orders o ON o.id = e.order_id
		WHERE o.order_no = ? AND e.event = 4`, order.order_no)
	const key = randomUUID()
	const approve = () => decide(city, order, 'approve', {}, key)
	const answers = await together(row(order), [approve, approve, approve])
	assert.deepEqual(answers.map(({ status }) => status), [200, 200, 200])
	assert.equal(answers.filter(({ headers }) => headers['idempotency-replayed'] === 'true').length, 2)
	for (const { body } of answers)
		assert.deepEqual(body, answers[0].body)
	assert.equal(await decisions(), '1')
	// Late with other words: they are told that the key is taken, not that somebody was faster.
	const other = await submittedApplication(operator)
	const reused = randomUUID()
	const [first, second] = (await together(row(other), [() => decide(city, other, 'approve', {}, reused),
		() => decide(city, other, 'reject', { whole: 'other', reason: '材料不全' }, reused)])).sort((a, b) => a.status - b.status)
	assert.equal(first.status, 200)
	assert.deepEqual([second.status, second.body.code], [422, 'idempotency.key_reused'])
})

describe('PLAT-5 the version decides between two who read the same one', () => {
	const row = ({ order_no }) => `SELECT * FROM orders WHERE order_no = '${order_no}' FOR UPDATE`

	it('version of a draft: saved twice', async () => {
		const draft = await draftApplication(operator)
		const save = (note) => () => operator.put(`/orders/${draft.order_no}/draft`, { version: draft.version, content: { ...draft.content, note } })
		assert.deepEqual(await atOnce(row(draft), [save('one'), save('two')]), [200, 409])
	})

	it('version of a draft: submitted twice, saved and submitted, deleted and saved', async () => {
		const twice = await draftApplication(operator)
		assert.deepEqual(await atOnce(row(twice), [() => submit(operator, twice), () => submit(operator, twice)]), [200, 409])
		for (const act of [(draft) => submit(operator, draft), (draft) => operator.delete(`/orders/${draft.order_no}`)]) {
			const draft = await draftApplication(operator)
			const save = () => operator.put(`/orders/${draft.order_no}/draft`, { version: draft.version, content: draft.content })
			const statuses = await atOnce(row(draft), [save, () => act(draft)])
			assert.equal(statuses.filter((status) => status < 300).length, 1, String(statuses))
		}
	})

	it('version of an order under review: two decisions, a decision and a withdrawal', async () => {
		const colleague = await signedIn(await accounts.reviewer('city', 450300))
		const order = await submittedApplication(operator)
		const reject = { whole: 'other', reason: '材料不全' }
		assert.deepEqual(await atOnce(row(order), [() => decide(city, order, 'approve'), () => decide(colleague, order, 'reject', reject)]), [200, 409])
		const other = await submittedApplication(operator)
		assert.deepEqual(await atOnce(row(other), [() => decide(city, other, 'approve'),
			() => operator.once(`/orders/${other.order_no}/withdrawal`, { version: other.version })]), [200, 409])
	})

	it('version of a switch: set twice', async () => {
		await accounts.bureau('province', 450000)
		const admin = await signedIn(await accounts.person('platform_admin', await accounts.bureau('province', 450000)))
		const path = '/review-switches/450300/access_application'
		const set = (automatic, version) => admin.put(path, { automatic, version })
		const found = async () => (await admin.get('/review-switches')).body.items.find(({ division, kind }) => division === '450300' && kind === 'access_application')
		let { version } = await found()
		if (version === 0)
			({ version } = (await set(false, 0)).body)
		const statuses = await atOnce('SELECT * FROM review_switches WHERE division = 450300 AND kind = 1 FOR UPDATE',
			[() => set(false, version), () => set(false, version)])
		assert.deepEqual(statuses, [200, 409])
		assert.equal((await set(false, version)).status, 409)
		assert.equal((await set(false, 0)).status, 409)
	})
})
