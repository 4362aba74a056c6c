// Text as people type it (PLAT-21): what is taken as it is, what is cleaned,
// what is one and the same to whoever compares, and what is refused by name.
import assert from 'node:assert/strict'
import { after, before, it } from 'node:test'
import { Accounts } from '../lib/accounts.mjs'
import { Client } from '../lib/client.mjs'
import { Database } from '../lib/db.mjs'
import { decide, draftApplication, submit, submittedApplication } from '../lib/orders.mjs'
import { pdf } from '../lib/papers.mjs'
import { sharedStack } from '../lib/stack.mjs'

let stack, accounts, operator, city, person
before(async () => {
	stack = await sharedStack()
	accounts = new Accounts(stack, new Database(stack))
	person = await accounts.operator({ division: 350303 })
	operator = await Client.signedIn(stack, person)
	city = await Client.signedIn(stack, await accounts.reviewer('city', 350300))
})
after(() => stack?.stop())

const as_typed = ['O\'Neill', 'it\'s not stamped', '体温<37.3，血压>140', '协议第"三"页', '详见"互联网+"医疗服务协议', '☑是 ☐否', '★重点★',
	'a\\b`c;d', '😀协议', '体重60㎏', '👨‍👩‍👧', '\uE863名']
const cleaned = [['\u200B掌上\uFEFF就医', '掌上就医'], ['\u202AH3502\u202C', 'H3502'], ['\u202D1380\u202C', '1380'], ['名\t电话', '名 电话'],
	['　两 端\u00A0', '两 端'], ['Cafe\u0301', 'Café'], ['\u212B号', 'Å号'], ['soft\u00ADhyphen', 'softhyphen']]
const NUL = String.fromCharCode(0)
const refused = [[`a${NUL}b`, 2, 'U+0000'], ['\u202Efdp.exe', 1, 'U+202E'], ['两定\u0007', 3, 'U+0007'], ['\uFFFF', 1, 'U+FFFF']]

const draft = (more) => draftApplication(operator, more)

it('PLAT-21 names and notes keep whatever can be printed', async () => {
	for (const text of as_typed) {
		const order = await submittedApplication(operator, { app_name: `${text} ${as_typed.indexOf(text)}`, contact_name: text, note: text })
		assert.equal(order.content.app_name, `${text} ${as_typed.indexOf(text)}`)
		assert.equal(order.content.note, text)
		const seen = await operator.expect(200, 'POST', `/orders/${order.order_no}/reveal`, { body: { field: 'contact_name' } })
		assert.equal(seen.value, text)
	}
})

it('PLAT-21 what is invisible goes, tabs and line breaks of other systems become plain ones', async () => {
	for (const [typed, kept] of [...cleaned, ['一\r\n二\r三', '一\n二\n三']]) {
		const order = await submittedApplication(operator, { note: typed })
		assert.equal(order.content.note, kept)
	}
	for (const [typed, kept] of [...cleaned, ['一\r\n二', '一 二']]) {
		const order = await draft({ app_name: `${typed}·${cleaned.length}` })
		const answer = await submit(operator, order)
		assert.equal(answer.status, 200, JSON.stringify(answer.body))
		const { body } = await operator.get(`/orders/${order.order_no}`)
		assert.equal(body.title, `${kept}·${cleaned.length}`.replace('两 端·', typed.endsWith('\u00A0') ? '两 端\u00A0·' : '两 端·'))
	}
})

it('PLAT-21 a reviewer\'s words keep whatever can be printed', async () => {
	for (const text of as_typed) {
		const order = await submittedApplication(operator)
		const answer = await decide(city, order, 'reject', { reason: text, remark: text,
			remarks: [{ field: 'agreement', code: 'illegible', words: text, remedy: `${text}\r\n${text}` }] })
		assert.equal(answer.status, 200, JSON.stringify(answer.body))
		const { body: { rejection } } = await operator.get(`/orders/${order.order_no}`)
		assert.equal(rejection.reason, text)
		assert.deepEqual(rejection.remarks, [{ field: 'agreement', code: 'illegible', words: text, remedy: `${text}\n${text}` }])
	}
})

it('PLAT-21 what is refused is named with its place; a draft leaves it out', async () => {
	for (const [typed, place, character] of refused) {
		const order = await draft({ note: typed })
		const answer = await submit(operator, order)
		assert.equal(answer.status, 422)
		const [fault, ...others] = answer.body.fields
		assert.deepEqual([fault.field, fault.code, others], ['note', 'characters', []])
		for (const words of [fault.message.zh, fault.message.en])
			assert.ok(words.includes(character) && words.includes(String(place)), words)
		const saved = await operator.put(`/orders/${order.order_no}/draft`, { version: order.version, content: order.content })
		assert.equal(saved.status, 200)
		const { body } = await operator.get(`/orders/${order.order_no}`)
		assert.ok(!body.content.note.match(/[\p{Cc}\uFFFF\u202E]/u), JSON.stringify(body.content.note))
	}
})

it('PLAT-21 phones and mail addresses are kept in one form however they are typed', async () => {
	for (const [typed, kept] of [['138 0013 8000', '13800138000'], ['+86 138 0013 8000', '13800138000'], ['１３８００１３８０００', '13800138000'],
		['0592－1234567', '0592-1234567'], ['（0592）1234567', '0592-1234567'], ['\u202D13800138000\u202C', '13800138000'], ['400-820-8820', '400-820-8820']]) {
		const order = await submittedApplication(operator, { contact_phone: typed, mail: 'ｙｉｂａｏ＠hospital.cn' })
		const { value } = await operator.expect(200, 'POST', `/orders/${order.order_no}/reveal`, { body: { field: 'contact_phone' } })
		assert.equal(value, kept)
		assert.equal(order.content.mail, 'yibao@hospital.cn')
	}
})

it('PLAT-21 LOGIN-1 account and captcha are taken in full width', async () => {
	const wide = (text) => text.replace(/[!-~]/g, (c) => String.fromCharCode(c.charCodeAt(0) + 0xFEE0))
	const client = await Client.open(stack)
	const { captcha_id, captcha_answer } = await client.captcha()
	const answer = await client.post('/session', { realm: 'institution', account: wide(person.account.toLowerCase()), password: person.password,
		captcha_id, captcha_answer: ` ${wide(captcha_answer)} ` }, { token: null })
	assert.equal(answer.status, 200, JSON.stringify(answer.body))
	client.close()
})

it('PLAT-21 ACCESS-2 one name typed in several ways is one application', async () => {
	const pairs = [['MyApp', 'ＭｙＡｐｐ'], ['MyApp', 'MYAPP'], ['Café', 'Cafe\u0301'], ['就医 助手', '就医  助手'], ['Å号', '\u212B号'],
		['买买提·江', '买买提•江'], ['买买提·江', '买买提‧江'], ['二期', '二\u200B期']]
	for (const [i, [one, other]] of pairs.entries()) {
		const first = await submittedApplication(operator, { app_name: `${one}${i}甲` })
		const answer = await submit(operator, await draft({ app_name: `${other}${i}甲` }))
		assert.equal(answer.status, 409, `${one} ${other}`)
		assert.equal(answer.body.code, 'order.duplicate')
		assert.equal(answer.body.order_no, first.order_no)
	}
})

it('PLAT-21 PLAT-7 searches find a name however it is typed, and take any text', async () => {
	const { order_no, institution } = await submittedApplication(operator, { app_name: '中医app Ⅱ期·它的（新）' })
	const found = async (client, path, name, text) => (await client.expect(200, 'GET', `${path}?${name}=${encodeURIComponent(text)}&page_size=50`))
		.items.map((item) => item.order_no)
	for (const text of ['APP', 'ａｐｐ', 'II期', 'ⅱ期', '它的(新)', 'ii期•它', 'app  Ⅱ', '\u200B中医'])
		for (const [client, path] of [[operator, '/orders'], [city, '/reviews']])
			assert.ok((await found(client, path, 'title', text)).includes(order_no), `${path} ${text}`)
	for (const text of ['\'', '"', '<b>', '\\', '%', '_', '😀', '\' OR 1=1 --', ';'])
		for (const [client, path] of [[operator, '/orders'], [city, '/reviews']])
			assert.ok(!(await found(client, path, 'title', `无${text}`)).length, `${path} ${text}`)
	for (const text of [institution.code, institution.code.toLowerCase(), institution.code.slice(0, 9), ` ${institution.code}`])
		assert.ok((await found(city, '/reviews', 'institution_code', text)).includes(order_no), text)
	assert.deepEqual(await found(city, '/reviews', 'institution_code', `${institution.code}0`.slice(1)), [])
	for (const text of [order_no, order_no.slice(0, 12), `${order_no.slice(0, 8)} ${order_no.slice(8)}`])
		for (const [client, path] of [[operator, '/orders'], [city, '/reviews']])
			assert.ok((await found(client, path, 'order_no', text)).includes(order_no), `${path} ${text}`)
})

it('PLAT-7 a time range that ends before it begins is a fault of the filter', async () => {
	for (const [client, path] of [[operator, '/orders'], [city, '/reviews']]) {
		const answer = await client.get(`${path}?submitted_from=2026-03-02&submitted_to=2026-03-01`)
		assert.equal(answer.status, 422)
		assert.deepEqual(answer.body.fields.map(({ field, code }) => [field, code]), [['submitted_to', 'order']])
		assert.equal((await client.get(`${path}?submitted_from=2026-03-01&submitted_to=2026-03-01`)).status, 200)
	}
	for (const page of ['+1', '%201', '1.0', '1e0'])
		assert.equal((await operator.get(`/orders?page=${page}`)).status, 422, page)
})

it('PLAT-21 PLAT-9 a file keeps the name that people gave it, and is downloaded under it', async () => {
	const { order_no } = await draft()
	for (const [typed, kept] of [['it\'s.pdf'], ['协议;定稿.pdf'], ['😀协议.pdf'], ['★重要★协议.pdf'], ['协议..pdf'], ['2024:05 协议.pdf'], ['a`b.pdf'],
		['\u200E协议.pdf', '协议.pdf'], ['../x.pdf', 'x.pdf'], ['C:\\文档\\协议.pdf', '协议.pdf'], ['名\t一.pdf', '名 一.pdf']].map(([a, b = a]) => [a, b])) {
		const { body } = await operator.upload(order_no, 'others', typed, pdf(typed))
		assert.equal(body.name, kept)
		const answer = await operator.get(`/files/${body.file_id}/content?download=1`)
		assert.equal(answer.headers['content-disposition'], `attachment; filename*=UTF-8''${encodeURIComponent(kept)
			.replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`)}`)
		await operator.expect(204, 'DELETE', `/files/${body.file_id}`)
	}
	for (const name of ['\u202Efdp.exe.pdf', `a${NUL}.pdf`, '..', 'x/']) {
		const answer = await operator.post(`/orders/${order_no}/files`, { field: 'others', name, size: 10 })
		assert.equal(answer.status, 422, name)
		assert.equal(answer.body.fields[0].field, 'name')
	}
})

it('PLAT-22 text of marks without end costs nobody else anything', async () => {
	const { order_no, version, content } = await draft()
	const marks = `a${'\u0300'.repeat(100_000)}${'\u0316'.repeat(100_000)}`
	const answers = await Promise.all(Array.from({ length: 10 }, () => operator.put(`/orders/${order_no}/draft`, { version, content: { ...content, note: marks } })))
	assert.ok(answers.every(({ status, body }) => status === 422 && body.fields[0].code === 'too_long'))
	// What fits keeps thirty of them.
	const order = await submittedApplication(operator, { note: `b${'\u0316\u0301'.repeat(200)}` })
	assert.equal([...order.content.note.normalize('NFD')].length, 31)
})
