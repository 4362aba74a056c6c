// Bad input: every field of every form, as the description lists them, sent
// missing, null, of a wrong type, too long, with NUL, a control character and
// one that turns text round, and, where no words are asked for, with emoji, SQL
// and HTML. Each time a 4xx problem that names the field, and nothing stored.
import assert from 'node:assert/strict'
import { after, before, it } from 'node:test'
import { randomUUID } from 'node:crypto'
import { Accounts } from '../../lib/accounts.mjs'
import { assertNamed, attacks, draftMayHold, NUL, secretMayHold, spoiler } from '../../lib/bad_input.mjs'
import { Client } from '../../lib/client.mjs'
import { Database } from '../../lib/db.mjs'
import { draftApplication, decide, submittedApplication } from '../../lib/orders.mjs'
import { ready } from '../../lib/issued.mjs'
import { sharedStack } from '../../lib/stack.mjs'

let stack, db, accounts, forms, operator, city, admin, nobody, spoil, footprint

before(async () => {
	stack = await sharedStack()
	db = new Database(stack)
	accounts = new Accounts(stack, db)
	nobody = await Client.open(stack)
	forms = (await nobody.get('/openapi.json')).body['x-liangding-forms']
	;({ spoil, footprint } = spoiler(db, forms))
	operator = await nobodyElse(await accounts.operator({ division: 350302 }))
	city = await nobodyElse(await accounts.reviewer('city', 350300))
	admin = await nobodyElse(await accounts.person('platform_admin', await accounts.bureau('province', 350000)))
})
after(() => stack?.stop())

const nobodyElse = async (person) => Client.signedIn(stack, person)

it('PLAT-3 sign-in', async () => {
	const { account, password } = await accounts.operator()
	// The captcha is not asked for before the rest is sound.
	await spoil('login', () => ({ realm: 'institution', account, password, captcha_id: 'x', captcha_answer: 'ABCD' }),
		(body) => nobody.post('/session', body), { skip: secretMayHold })
})

it('PLAT-3 password', async () => {
	const { password } = await accounts.known()
	await spoil('password', () => ({ old_password: password, new_password: 'a new one, long enough' }),
		(body) => operator.post('/password', body),
		{ skip: secretMayHold })
})

it('PLAT-3 grants', async () => {
	await spoil('grant_choice', () => ({ grant_id: 1 }), (body) => operator.post('/session/grant', body),
		{ skip: (way) => way === 'too long' })
})

it('PLAT-3 a new order', async () => {
	await spoil('order_new', () => ({ kind: 'access_acceptance', parent_order_no: '2026010135030200001' }),
		(body) => operator.once('/orders', body))
})

it('PLAT-3 an application, field by field', async () => {
	const draft = await draftApplication(operator, { business_type: 'mobile_payment' })
	await spoil('access_application', () => structuredClone(draft.content),
		(content) => operator.once(`/orders/${draft.order_no}/submission`, { version: draft.version, content }))
	await spoil('order_submission', () => ({ version: draft.version, content: draft.content }),
		(body) => operator.once(`/orders/${draft.order_no}/submission`, body))
})

it('PLAT-3 a draft keeps what was typed, but not what has no shape', async () => {
	const draft = await draftApplication(operator)
	await spoil('access_application', () => structuredClone(draft.content),
		(content) => operator.put(`/orders/${draft.order_no}/draft`, { version: draft.version, content }),
		{ skip: (way, field) => way === 'missing' || draftMayHold(way, field) })
	await spoil('order_draft', () => ({ version: draft.version, content: draft.content }),
		(body) => operator.put(`/orders/${draft.order_no}/draft`, body))
})

it('PLAT-3 an acceptance, field by field', async () => {
	let order = await submittedApplication(operator)
	order = (await decide(city, order, 'approve')).body
	const province = await nobodyElse(await accounts.reviewer('province', 350000))
	order = (await decide(province, order, 'approve')).body
	/* what follows from the approval is there before anything is counted */
	await ready(operator, order.order_no)
	const { body: acceptance } = await operator.once('/orders', { kind: 'access_acceptance', parent_order_no: order.order_no })
	await spoil('access_acceptance', () => ({ test_from: '2026-03-01', test_to: '2026-03-02', tested_cases: '全部', test_report: ['x'] }),
		(content) => operator.once(`/orders/${acceptance.order_no}/submission`, { version: acceptance.version, content }))
})

it('PLAT-3 a decision and its remarks', async () => {
	const order = await submittedApplication(operator)
	const send = (body) => city.once(`/orders/${order.order_no}/decision`, body)
	const sound = () => ({ version: order.version, verdict: 'reject', whole: 'other', reason: '材料不全', remark: '请补充' })
	await spoil('decision', sound, send)
	await spoil('remark', () => ({ field: 'agreement', code: 'illegible', words: '不清晰', remedy: '请重新扫描' }),
		(remark) => send({ ...sound(), remarks: [remark] }), { prefix: 'remarks.0.',
			fields: forms.decision.fields.find(({ name }) => name === 'remarks').fields })
	const unknown = await send({ ...sound(), remarks: [{ field: 'no_such_field', code: 'other', words: '不清晰', remedy: '请更正' }] })
	assertNamed(unknown, 'remarks.0.field', 'a remark on a field that is none')
	// Written out: a decision with nothing wrong is taken.
	assert.equal((await send(sound())).status, 200)
})

it('PLAT-3 uploads', async () => {
	const { body: { order_no } } = await operator.once('/orders', { kind: 'access_application' })
	const before_all = await footprint()
	for (const field of forms.file_new.fields)
		for (const [way, value] of Object.entries({ ...attacks, missing: () => undefined })) {
			const body = { field: 'agreement', name: 'a.pdf', size: 1000, [field.name]: value(field) }
			const answer = await operator.post(`/orders/${order_no}/files`, body)
			assert.ok([400, 422].includes(answer.status), `file_new.${field.name} ${way}: ${answer.status}`)
			assert.ok(answer.body.fields.length, `file_new.${field.name} ${way}`)
		}
	assert.equal(await footprint(), before_all)
})

it('PLAT-3 settings', async () => {
	await accounts.bureau('city', 350300)
	await spoil('review_switch_change', () => ({ automatic: true, version: 0 }),
		(body) => admin.put('/review-switches/350300/access_application', body),
		{ skip: (way) => way === 'too long' })
})

it('PLAT-3 searches', async () => {
	for (const [client, path, form] of [[operator, '/orders', 'order_query'], [city, '/reviews', 'review_query']])
		for (const field of forms[form].fields) {
			const bad = ['x'.repeat(3000), '😀', '\u202E', '<b>', '\' OR 1=1 --', '%00', '%FF', '%zz', '-1', '99999999999999999999']
			for (const text of bad) {
				const raw = text.startsWith('%') ? text : encodeURIComponent(text)
				const answer = await client.get(`${path}?${field.name}=${raw}`)
				const plain = field.type === 'text' && !['x'.repeat(3000), '\u202E', '%00', '%FF', '%zz'].includes(text)
				if (plain && answer.status === 200)
					continue // a search for such a text finds nothing, and that is right
				assert.ok(answer.status >= 400 && answer.status < 500, `${path}?${field.name}=${raw.slice(0, 20)}: ${answer.status}`)
			}
			const nul = await client.get(`${path}?${field.name}=a%00b`)
			assert.deepEqual([nul.status, nul.body.fields[0].field, nul.body.fields[0].code], [422, field.name, 'characters'], `${path}?${field.name}=a%00b`)
			assert.ok((await client.get(`${path}?${field.name}=`)).status === 200, `${path}?${field.name}=`)
			assert.equal((await client.get(`${path}?${field.name}=a&${field.name}=b`)).status, 400)
		}
	for (const field of forms.account_query.fields)
		for (const bad of ['x'.repeat(3000), `a${NUL}b`, { a: 1 }, [], true, 1.5])
			assertNamed(await admin.post('/accounts/search', { [field.name]: bad }), field.name, `${field.name}: ${JSON.stringify(bad).slice(0, 20)}`)
})

it('PLAT-5 keys that are none', async () => {
	for (const key of ['short', 'x'.repeat(65), 'with blank in it', '<script>', 'ключключ'.slice(0, 4)]) {
		const answer = await operator.call('POST', '/orders', { body: { kind: 'access_application' },
			headers: { 'Idempotency-Key': encodeURIComponent(key) === key ? key : 'a b' } })
		assert.equal(answer.status, 400, key)
		assert.equal(answer.body.code, 'idempotency.key_required')
	}
})

it('strict JSON: what other readers let pass', async () => {
	const send = (text) => operator.call('POST', '/orders', { key: randomUUID(),
		headers: { 'Content-Type': 'application/json' }, bytes: Buffer.from(text, 'latin1') })
	const before_all = await footprint()
	for (const text of ['', '[]', 'null', '{', '{"kind":"access_application",}', '{"kind":"access_application"} x',
		'{"kind":"access_application","kind":"access_application"}', '{"kind":"access_application"/**/}',
		'{"kind":"\\u0000"}', '{"kind":"\\ud800"}', '{"kind":"\xC0\x80"}', '['.repeat(5000), `{"a":${'['.repeat(40)}${']'.repeat(40)}}`]) {
		const answer = await send(text)
		assert.ok([400, 422].includes(answer.status), `${text.slice(0, 40)}: ${answer.status}`)
	}
	assert.equal(await footprint(), before_all)
})
