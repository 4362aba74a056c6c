// Uploads: chunks that resume, contents that are checked, readers that may.
import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, it } from 'node:test'
import { Accounts } from '../../lib/accounts.mjs'
import { Client, exchange } from '../../lib/client.mjs'
import { Database } from '../../lib/db.mjs'
import { decide, draftApplication, submit, submittedApplication } from '../../lib/orders.mjs'
import {
	activePdfs, attachedPdfs, flatPng, hostile, hugePng, jpeg, longPdf, packed, pdf, pdfWith, png, throughQpdf,
} from '../../lib/papers.mjs'
import { sharedStack } from '../../lib/stack.mjs'

let stack, accounts, operator, order_no
const signedIn = (user) => Client.signedIn(stack, user)
before(async () => {
	stack = await sharedStack()
	accounts = new Accounts(stack, new Database(stack))
	operator = await signedIn(await accounts.operator({ division: 350302 }))
	order_no = (await operator.once('/orders', { kind: 'access_application' })).body.order_no
})
after(() => stack?.stop())

const code = ({ body }) => body.fields?.[0]?.code

it('PLAT-9 takes a file in chunks and gives the same bytes back', async () => {
	const bytes = pdf('three chunks', 2_500_000)
	const answer = await operator.upload(order_no, 'agreement', '协议 (一).pdf', bytes)
	assert.equal(answer.status, 200)
	assert.equal(answer.body.state, 'ok')
	assert.equal(answer.body.media_type, 'application/pdf')
	assert.equal(answer.body.size, bytes.length)
	const content = await operator.get(`/files/${answer.file_id}/content`)
	assert.equal(content.status, 200)
	assert.equal(content.type, 'application/pdf')
	assert.ok(content.buffer.equals(bytes))
	const saved = await operator.get(`/files/${answer.file_id}/content?download=1`)
	assert.match(saved.headers['content-disposition'], /^attachment;/)
	assert.match(saved.headers['content-disposition'], /filename\*=UTF-8''/)
	for (const { headers } of [content, saved]) {
		assert.equal(headers['x-content-type-options'], 'nosniff')
		assert.match(headers['content-security-policy'], /default-src 'none'/)
	}
})

it('PLAT-9 resumes at the offset it tells, and nowhere else', async () => {
	const bytes = pdf('resume', 2_000_000)
	const { file_id, chunk_size } = await operator.expect(201, 'POST', `/orders/${order_no}/files`,
		{ body: { field: 'agreement', name: 'a.pdf', size: bytes.length } })
	const put = (from, to, at = from) => operator.call('PUT', `/files/${file_id}/content`,
		{ bytes: bytes.subarray(from, to), headers: { 'Upload-Offset': String(at) } })
	assert.equal((await put(0, chunk_size)).body.offset, chunk_size)
	for (const wrong of [0, chunk_size - 1, chunk_size + 1]) {
		const answer = await put(chunk_size, bytes.length, wrong)
		assert.equal(answer.status, 409, String(wrong))
		assert.equal(answer.body.code, 'file.offset')
		assert.equal(answer.body.offset, chunk_size)
	}
	// Another client of the same person asks where to go on.
	assert.equal((await operator.get(`/files/${file_id}`)).body.offset, chunk_size)
	// Unfinished, it can neither be read nor submitted.
	assert.equal((await operator.get(`/files/${file_id}/content`)).status, 404)
	const draft = await draftApplication(operator)
	assert.equal((await submit(operator, { ...draft, content: { ...draft.content, agreement: [file_id] } })).status, 422)
	assert.equal((await put(chunk_size, bytes.length)).body.state, 'ok')
	const content = await operator.get(`/files/${file_id}/content`)
	assert.ok(content.buffer.equals(bytes))
})

it('PLAT-9 an offset that is no number is a malformed request, and changes nothing', async () => {
	const bytes = pdf('offset')
	const { file_id } = await operator.expect(201, 'POST', `/orders/${order_no}/files`,
		{ body: { field: 'agreement', name: 'a.pdf', size: bytes.length } })
	for (const offset of ['x', '-1', '+0', '0x0', '0 0', '1e3', '9'.repeat(19), undefined]) {
		const { status, body } = await operator.call('PUT', `/files/${file_id}/content`,
			{ bytes, headers: offset === undefined ? {} : { 'Upload-Offset': offset } })
		assert.deepEqual([status, body.code], [400, 'request.malformed'], String(offset))
	}
	assert.equal((await operator.get(`/files/${file_id}`)).body.offset, 0)
	assert.equal((await operator.call('PUT', `/files/${file_id}/content`, { bytes, headers: { 'Upload-Offset': '0' } })).body.state, 'ok')
})

it('PLAT-5 PLAT-9 an upload begun twice under one key is one, under two it is two', async () => {
	const { order_no: own } = (await operator.once('/orders', { kind: 'access_application' })).body
	const path = `/orders/${own}/files`
	const body = { field: 'others', name: 'a.png', size: png().length }
	const key = 'begin-one-upload'
	const first = await operator.post(path, body, { key })
	const again = await operator.post(path, body, { key })
	assert.deepEqual([first.status, again.status, again.body], [201, 201, first.body])
	assert.equal(again.headers['idempotency-replayed'], 'true')
	assert.equal((await operator.get(`/orders/${own}/uploads`)).body.items.length, 1)
	const other = await operator.post(path, { ...body, size: 99 }, { key })
	assert.deepEqual([other.status, other.body.code], [422, 'idempotency.key_reused'])
	assert.equal((await operator.post(path, body, { key: 'short' })).status, 400)
	assert.notEqual((await operator.post(path, body, { key: 'begin-another-upload' })).body.file_id, first.body.file_id)
	assert.equal((await operator.get(`/orders/${own}/uploads`)).body.items.length, 2)
})

it('PLAT-9 the same bytes of two institutions tell neither of the other', async () => {
	const bytes = pdf('sent by two')
	const stranger = await signedIn(await accounts.operator({ division: 350302 }))
	const theirs = (await stranger.once('/orders', { kind: 'access_application' })).body.order_no
	const answers = []
	for (const [client, no] of [[operator, order_no], [stranger, theirs]]) {
		const { file_id } = await client.upload(no, 'agreement', 'a.pdf', bytes)
		answers.push(await client.get(`/files/${file_id}/content`, { headers: { 'If-Modified-Since': new Date(Date.now() + 60_000).toUTCString() } }))
	}
	for (const { status, buffer, headers } of answers) {
		assert.equal(status, 200)
		assert.ok(buffer.equals(bytes))
		assert.equal(headers['last-modified'], undefined)
		assert.equal(headers.etag, undefined)
	}
	const names = ({ headers }) => Object.keys(headers).sort()
	assert.deepEqual(names(answers[0]), names(answers[1]))
})

it('PLAT-9 names the kinds of file that a field takes in words', async () => {
	const remedy = async (field, name, bytes) => (await operator.upload(order_no, field, name, bytes)).body.fields[0].remedy
	assert.deepEqual(await remedy('agreement', 'a.pdf', hostile.notAPdf()),
		{ zh: '请重新选择可正常打开的 PDF 文件', en: 'Choose a PDF file that opens normally' })
	assert.deepEqual(await remedy('others', 'a.png', hostile.notAPdf()),
		{ zh: '请重新选择可正常打开的 PDF、JPG、PNG 文件', en: 'Choose a PDF, JPG or PNG file that opens normally' })
	assert.match((await remedy('others', 'a.jpg', png())).zh, /PNG.*\.png/)
})

it('PLAT-9 refuses what is not what its name and field say', async () => {
	const cases = [
		['agreement', 'a.pdf', png(), ['is_png']],
		['agreement', 'a.pdf', hostile.junkBeforePdf(), ['signature', 'type']],
		['agreement', 'a.pdf', hostile.notAPdf(), ['signature', 'type']],
		['agreement', 'a.pdf', hostile.html(), ['signature', 'type']],
		['others', 'a.png', pdf(), ['is_pdf']],
		['others', 'a.jpg', png(), ['is_png']],
		['others', 'a.png', hostile.tornPng(), ['damaged']],
	]
	for (const [field, name, bytes, allowed] of cases) {
		const answer = await operator.upload(order_no, field, name, bytes)
		assert.equal(answer.status, 422, `${field} ${name}`)
		assert.equal(answer.body.code, 'file.refused')
		assert.ok(allowed.includes(code(answer)), `${field} ${name}: ${code(answer)}`)
		assert.equal((await operator.get(`/files/${answer.file_id}/content`)).status, 404)
	}
	assert.equal((await operator.upload(order_no, 'others', 'a.png', png())).body.state, 'ok')
})

it('PLAT-9 refuses hostile and damaged files, each with its own words, and keeps nothing of them', async () => {
	const [acting] = Object.values(activePdfs())
	const [carrying] = Object.values(attachedPdfs())
	const cases = [
		['a.pdf', throughQpdf(pdf(), ['--encrypt', 'user', 'owner', '256', '--']), 'encrypted_pdf'],
		['a.pdf', png(), 'is_png'],
		['a.jpg', png(), 'is_png'],
		['a.png', pdf(), 'is_pdf'],
		['a.pdf', acting, 'active_pdf'],
		['a.pdf', carrying, 'attached_pdf'],
		['a.pdf', pdf().subarray(0, 400), 'damaged'],
		['a.pdf', longPdf(501), 'pages'],
		['a.pdf', pdfWith({ page: '/X 6 0 R', objects: [packed(Buffer.alloc(300 << 20))] }), 'complex'],
		['a.png', hugePng(), 'pixels'],
		['a.png', flatPng(13_000, 13_000), 'pixels'],
		['a.jpg', jpeg(400, 300).subarray(0, 200), 'damaged'],
		['a.jpg', jpeg(2000, 2000, { scans: 100 }), 'complex'],
	]
	const remedies = new Set()
	for (const [name, bytes, expected] of cases) {
		const answer = await operator.upload(order_no, 'others', name, bytes)
		assert.equal(answer.status, 422, expected)
		assert.equal(answer.body.code, 'file.refused')
		const [{ field, code: told, message, remedy }] = answer.body.fields
		assert.deepEqual([field, told], ['others', expected])
		for (const words of [message, remedy]) {
			assert.match(words.zh, /[\u4e00-\u9fff]/)
			assert.match(words.en, /^[\x20-\x7e]+$/)
		}
		remedies.add(`${message.en} ${remedy.en}`)
		assert.equal((await operator.get(`/files/${answer.file_id}`)).status, 404, expected)
		assert.ok(!existsSync(join(stack.directory, 'files/spool', answer.file_id)), expected)
	}
	assert.equal(remedies.size, new Set(cases.map(([, , expected]) => expected)).size)
})

it('PLAT-9 PLAT-17 tells a picture\'s sides and a PDF\'s pages with the file and in the order', async () => {
	const facts = ({ media_type, width, height, pages }) => ({ media_type, width, height, pages })
	const expected = [
		['a.jpg', jpeg(1200, 900), { media_type: 'image/jpeg', width: 1200, height: 900, pages: null }],
		['a.png', png(40, 30), { media_type: 'image/png', width: 40, height: 30, pages: null }],
		['a.pdf', longPdf(20), { media_type: 'application/pdf', width: null, height: null, pages: 20 }],
	]
	const draft = await draftApplication(operator)
	const others = []
	for (const [name, bytes, its] of expected) {
		const answer = await operator.upload(draft.order_no, 'others', name, bytes)
		assert.deepEqual(facts(answer.body), its)
		assert.deepEqual(facts((await operator.get(`/files/${answer.file_id}`)).body), its)
		others.push(answer.file_id)
	}
	assert.equal((await submit(operator, { ...draft, content: { ...draft.content, others } })).status, 200)
	const order = await operator.expect(200, 'GET', `/orders/${draft.order_no}`)
	assert.deepEqual(order.content.others.map(facts), expected.map(([, , its]) => its))
	assert.deepEqual(facts(order.content.agreement[0]), { media_type: 'application/pdf', width: null, height: null, pages: 1 })
	// Not looked into yet, there is nothing to tell.
	const begun = await operator.expect(201, 'POST', `/orders/${order_no}/files`, { body: { field: 'others', name: 'b.png', size: 99 } })
	assert.deepEqual(facts(begun), { media_type: null, width: null, height: null, pages: null })
	await operator.delete(`/files/${begun.file_id}`)
})

it('PLAT-19 lists an order\'s uploads that no submission names, to its institution alone', async () => {
	const { order_no: own } = (await operator.once('/orders', { kind: 'access_application' })).body
	const uploads = async () => (await operator.get(`/orders/${own}/uploads`)).body.items
	assert.deepEqual(await uploads(), [])
	const bytes = pdf('half', 1_500_000)
	const { file_id, chunk_size } = await operator.expect(201, 'POST', `/orders/${own}/files`,
		{ body: { field: 'agreement', name: '协议.pdf', size: bytes.length } })
	const put = (from, to) => operator.call('PUT', `/files/${file_id}/content`,
		{ bytes: bytes.subarray(from, to), headers: { 'Upload-Offset': String(from) } })
	await put(0, chunk_size)
	assert.deepEqual((await uploads()).map(({ file_id: id, name, size, offset, state, order_no: of }) => ({ id, name, size, offset, state, of })),
		[{ id: file_id, name: '协议.pdf', size: bytes.length, offset: chunk_size, state: 'uploading', of: own }])
	const stranger = await signedIn(await accounts.operator({ division: 350302 }))
	assert.equal((await stranger.get(`/orders/${own}/uploads`)).status, 404)
	const city = await signedIn(await accounts.reviewer('city', 350300))
	assert.equal((await city.get(`/orders/${own}/uploads`)).status, 403)
	assert.equal((await put(chunk_size, bytes.length)).body.state, 'ok')
	// Whole, but no draft of a page that was closed in that moment names it.
	assert.deepEqual((await uploads()).map(({ file_id: id, state, media_type }) => [id, state, media_type]), [[file_id, 'ok', 'application/pdf']])
	const submitted = await submittedApplication(operator)
	assert.deepEqual((await operator.get(`/orders/${submitted.order_no}/uploads`)).body.items, [])
})

it('PLAT-9 refuses at once a size or a field that cannot be, and an extension at the latest at its end', async () => {
	const ask = (body, to = order_no) => operator.post(`/orders/${to}/files`, { field: 'agreement', name: 'a.pdf', size: 1000, ...body })
	for (const body of [{ size: 0 }, { size: 20 * 1024 * 1024 + 1 }, { field: 'app_name' }, { field: 'surprise' },
		{ name: '' }, { name: `${'x'.repeat(300)}.pdf` }])
		assert.equal((await ask(body)).status, 422, JSON.stringify(body).slice(0, 60))
	assert.equal((await ask({}, '2020010135030200019')).status, 404)
	assert.equal((await ask({ size: 20 * 1024 * 1024 })).status, 201)
	for (const name of ['a.exe', 'a', 'a.png', 'a.pdf.exe', '.pdf.']) {
		const asked = await ask({ name, size: pdf().length })
		const answer = asked.status === 422 ? asked : await operator.upload(order_no, 'agreement', name, pdf())
		assert.equal(answer.status, 422, name)
		assert.equal(code(answer), 'extension', name)
	}
})

it('PLAT-9 keeps a name of evil intent away from paths and headers', async () => {
	for (const name of ['../../../../etc/passwd.pdf', 'a"b\r\nX-Evil: 1.pdf', '\u202Efdp.exe.pdf', 'a/b.pdf']) {
		const asked = await operator.post(`/orders/${order_no}/files`, { field: 'agreement', name, size: pdf().length })
		if (asked.status === 422)
			continue
		const answer = await operator.upload(order_no, 'agreement', name, pdf())
		const saved = await operator.get(`/files/${answer.file_id}/content?download=1`)
		assert.equal(saved.headers['x-evil'], undefined)
		assert.match(saved.headers['content-disposition'], /^attachment; filename\*=UTF-8''[\w.!~%-]+$/)
	}
})

it('PLAT-9 lets only those read who may read the order', async () => {
	const draft = await draftApplication(operator)
	const [file_id] = draft.content.agreement
	const path = `/files/${file_id}/content`
	const city = await signedIn(await accounts.reviewer('city', 350300))
	const province = await signedIn(await accounts.reviewer('province'))
	const elsewhere = await signedIn(await accounts.reviewer('city', 350200))
	const stranger = await signedIn(await accounts.operator({ division: 350302 }))
	const statuses = async () => Promise.all([operator, city, province, elsewhere, stranger]
		.map(async (client) => (await client.get(path)).status))
	assert.deepEqual(await statuses(), [200, 404, 404, 404, 404])
	const order = (await submit(operator, draft)).body
	assert.deepEqual(await statuses(), [200, 200, 404, 404, 404])
	assert.equal((await decide(city, order, 'approve')).status, 200)
	assert.deepEqual(await statuses(), [200, 200, 200, 404, 404])
	assert.equal((await operator.get(path, { token: null })).status, 401)
	// What was submitted stays, whatever is asked.
	assert.equal((await operator.delete(`/files/${file_id}`)).status, 409)
	assert.equal((await stranger.delete(`/files/${file_id}`)).status, 404)
	assert.deepEqual(await statuses(), [200, 200, 200, 404, 404])
})

it('PLAT-9 takes no more than was announced', async () => {
	const announced = await operator.expect(201, 'POST', `/orders/${order_no}/files`, { body: { field: 'others', name: 'a.png', size: 50 } })
	const put = (bytes, offset) => operator.call('PUT', `/files/${announced.file_id}/content`, { bytes, headers: { 'Upload-Offset': String(offset) } })
	assert.equal((await put(png().subarray(0, 51), 0)).status, 413)
	assert.equal((await put(png().subarray(0, 30), 0)).status, 200)
	assert.equal((await put(png().subarray(30, 51), 30)).status, 413)
	assert.equal((await operator.get(`/files/${announced.file_id}`)).body.offset, 30)
})

it('PLAT-9 reviewers read what a submission names, not what was put beside it since', async () => {
	const city = await signedIn(await accounts.reviewer('city', 350300))
	const order = await submittedApplication(operator)
	assert.equal((await decide(city, order, 'reject', { whole: 'other', reason: '材料不全' })).status, 200)
	const file_id = await operator.attach(order.order_no, 'others', 'b.png', png())
	assert.equal((await city.get(`/orders/${order.order_no}`)).status, 200)
	for (const path of [`/files/${file_id}`, `/files/${file_id}/content`]) {
		assert.equal((await operator.get(path)).status, 200)
		assert.equal((await city.get(path)).status, 404)
	}
})

it('PLAT-9 gives files to the page\'s own pictures and viewers by the file cookie', async () => {
	const file_id = await operator.attach(order_no, 'others', 'a.png', png())
	const { grant_id } = operator.session.grant
	const target = `${stack.base}/files/${file_id}/content?grant_id=${grant_id}`
	const cookie = operator.cookieHeader(target)
	const seen = await exchange(stack.origin, 'GET', target, { headers: { Cookie: cookie } })
	assert.equal(seen.status, 200)
	assert.ok(seen.buffer.equals(png()))
	assert.equal((await exchange(stack.origin, 'GET', target)).status, 401)
	// The same cookie opens nothing else, and nothing for another's grant; nor
	// does the number of a session without its secret.
	for (const path of ['/me', '/orders', `/files/${file_id}`])
		assert.equal((await exchange(stack.origin, 'GET', `${stack.base}${path}?grant_id=${grant_id}`, { headers: { Cookie: cookie } })).status, 401, path)
	const stranger = await signedIn(await accounts.operator({ division: 350302 }))
	const lent = target.replace(/grant_id=.*/, `grant_id=${grant_id}`)
	assert.ok([401, 403, 404].includes((await exchange(stack.origin, 'GET', lent, { headers: { Cookie: stranger.cookieHeader(target) } })).status))
	const guess = cookie.replace(/(file=\d+)\.[^;]*/, `$1.${'A'.repeat(43)}`)
	assert.notEqual(guess, cookie)
	assert.equal((await exchange(stack.origin, 'GET', target, { headers: { Cookie: guess } })).status, 401)
})
