// What strangers and insiders try on the ways to an account: words that would be a
// header or another's mail, links that are forged, torn, replayed or led elsewhere,
// codes brought where they do not belong, and secrets that must be found nowhere.
import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { Accounts } from '../../lib/accounts.mjs'
import { newPerson } from '../../lib/app.mjs'
import { Client, exchange } from '../../lib/client.mjs'
import { Database } from '../../lib/db.mjs'
import { readMail, SmtpSink } from '../../lib/gateways.mjs'
import { workers } from '../../lib/processes.mjs'
import { codeTo, later, sentTo } from '../../lib/sms.mjs'
import { freePort, startStack, until } from '../../lib/stack.mjs'

const headers = ['date', 'from', 'to', 'subject', 'message-id', 'mime-version', 'content-type', 'content-transfer-encoding', 'auto-submitted']
const password = 'Blue kettle on a shelf'
let sink, stack, db, accounts, place, district, browser
before(async () => {
	sink = await SmtpSink.open()
	stack = await startStack({ CA_PORT: String(await freePort()), SETTINGS: `smtp_url = smtp://127.0.0.1:${sink.port}\n\tmail_from = noreply@mail.example.cn` })
	db = new Database(stack)
	accounts = new Accounts(stack, db)
	place = await accounts.bureau('district', 350302)
	district = await Client.signedIn(stack, await accounts.person('district_reviewer', place))
	browser = await Client.open(stack)
})
after(async () => {
	await stack?.stop()
	await sink?.close()
})

let serial = 0
function applicant(more = {}) {
	const person = newPerson()
	const n = String(++serial).padStart(5, '0')
	return { code: `H350302${n}`, institution_name: `城厢测试医院${n}`, uscc: '12350000MB0A1234X5', operator_name: '林小雨', id_no: person.id_no, phone: person.phone, mail: `attacked${n}@example.cn`, ...more }
}
const issue = (body, headers = {}) => district.call('POST', '/institution-accounts', { body, key: randomUUID(), headers })
const mailTo = (address) => sink.mails.find(({ to }) => to.includes(`<${address}>`))
const faults = ({ body }) => (body.fields ?? []).map(({ field, code }) => `${field} ${code}`)
/** A refusal without what is each one's own. */
const same = (body) => ({ ...body, request_id: undefined, instance: undefined, tries_left: undefined })
const look = (token) => browser.post('/activation/look', { token }, { token: null })
const activate = (token, new_password = password) => browser.post('/activation', { token, new_password }, { token: null })
async function link(more) {
	const body = applicant(more)
	const issued = await issue(body)
	assert.equal(issued.status, 201, JSON.stringify(issued.body))
	const { account_id } = issued.body
	const { text } = readMail((await mailTo(body.mail)).data)
	return { body, account_id, token: /activate#([\w-]+)/.exec(text)[1], text }
}
async function codeFor(phone) {
	await later(db)
	const had = (await sentTo(browser, phone)).length
	const { ticket } = await browser.expect(200, 'POST', '/enrolments/code', { body: { phone, ...await browser.captcha() } })
	return { ticket, sms_code: await codeTo(browser, phone, had + 1) }
}
async function ask(body) {
	return browser.post('/enrolments', { ...body, ...await codeFor(body.phone) }, { token: null })
}

describe('words in a mail', () => {
	const evil = '甲\r\nBcc: thief@a.cn\r\n\r\n<b>'

	it('PLAT-8 names with line breaks make no header, no second mail and no other recipient', async () => {
		const { body, text } = await link({ institution_name: evil, operator_name: evil })
		const mail = await mailTo(body.mail)
		assert.deepEqual(mail.to, [`<${body.mail}>`])
		assert.deepEqual(Object.keys(readMail(mail.data).headers), headers)
		// One line it is, and stays words.
		assert.match(text, /^甲 +Bcc: thief@a\.cn +<b>：\n/)
		assert.equal(sink.mails.all.filter(({ to, data }) => to.length !== 1 || to.some((each) => /thief/.test(each)) || /^bcc/im.test(data)).length, 0)
		assert.ok(!sink.lines.some((line) => /thief/.test(line)))
	})

	it('PLAT-8 a reason of several lines, with SMTP\'s own words in it, is one mail\'s text', async () => {
		const body = applicant({ institution_name: evil })
		const { enrolment_no } = (await ask(body)).body
		const before = sink.mails.all.length
		const reason = '不符\n.\nMAIL FROM:<thief@example.com>\n\n.\nQUIT'
		assert.equal((await district.call('POST', `/enrolments/${enrolment_no}/decision`, { body: { verdict: 'reject', reason } })).status, 200)
		const mail = await mailTo(body.mail)
		assert.deepEqual(Object.keys(readMail(mail.data).headers), headers)
		assert.ok(readMail(mail.data).text.includes(reason))
		assert.equal(sink.mails.all.length, before + 1)
		assert.ok(!sink.lines.some((line) => /thief/.test(line)))
	})

	it('PLAT-8 an address is one address', async () => {
		const before = await db.value('SELECT COUNT(*) FROM outbox')
		for (const mail of ['a@example.cn\r\nBcc: thief@example.com', 'a@example.cn,thief@example.com', 'a@example.cn>\r\nRCPT TO:<thief@example.com', '"a b"@example.cn', 'a@example.cn thief@example.com', '<a@example.cn>', 'a@[127.0.0.1]', 'a@localhost', '@example.cn', 'a%0d%0ab@example.cn\n'])
			assert.deepEqual(faults(await issue(applicant({ mail }))), mail.startsWith('a%') ? [] : ['mail format'], mail)
		assert.equal(await db.value('SELECT COUNT(*) FROM outbox'), String(Number(before) + 1), 'but for the percent signs, which an address may have')
	})

	it('ACC-1 a link leads to the platform\'s own address, whatever host a request claims', async () => {
		const body = applicant()
		assert.equal((await issue(body, { 'X-Forwarded-Host': 'evil.example', Forwarded: 'host=evil.example', 'X-Original-URL': 'https://evil.example/' })).status, 201)
		const other = applicant()
		const target = `${stack.base}/institution-accounts`
		const answer = await exchange(stack.origin, 'POST', target, { body: JSON.stringify(other), headers: { Host: 'evil.example', Origin: stack.origin, 'Sec-Fetch-Site': 'same-origin',
			'Content-Type': 'application/json', Authorization: `Bearer ${district.token}`, 'Idempotency-Key': randomUUID() } })
		assert.equal(answer.status, 201)
		for (const { mail } of [body, other]) {
			const { text } = readMail((await mailTo(mail)).data)
			assert.ok(text.includes(`${stack.url}activate#`) && !text.includes('evil'), text)
		}
	})
})

describe('links that set a password', () => {
	it('ACC-1 forged, torn, of other kinds, spent, of a closed account: one answer, and nothing changes', async () => {
		const { token } = await link()
		const spent = await link()
		assert.equal((await activate(spent.token)).status, 200)
		const closed = await link()
		await db.query('UPDATE accounts SET state = 2 WHERE id = ?', closed.account_id)
		const before = await db.query('SELECT id, password_hash FROM accounts ORDER BY id')
		const flipped = `${token[0] === 'A' ? 'B' : 'A'}${token.slice(1)}`
		let told
		for (const bad of [flipped, token.slice(0, -1), `${token}A`, token.toLowerCase() === token ? token.toUpperCase() : token.toLowerCase(), 'A', '%', '\' OR 1 = 1 -- ', 'A'.repeat(32), spent.token, closed.token, [...token].reverse().join('')])
			for (const answer of [await look(bad), await activate(bad, 'another kettle of mine')]) {
				const body = same(answer.body)
				told ??= body
				assert.deepEqual([answer.status, body], [409, told], bad)
			}
		for (const bad of ['', null, 7, [token], { token }, 'A'.repeat(41), `${token}\u0000`])
			for (const answer of [await look(bad), await activate(bad)])
				assert.ok([400, 422].includes(answer.status), `${JSON.stringify(bad)} ${answer.status}`)
		assert.deepEqual(await db.query('SELECT id, password_hash FROM accounts ORDER BY id'), before)
		assert.equal((await activate(token)).status, 200, 'the real one still works')
	})

	it('ACC-1 clicked 30 times at once it sets one password', async () => {
		const { token, body } = await link()
		const answers = await Promise.all(Array.from({ length: 30 }, (_, i) => activate(token, `${password} no ${i}`)))
		const good = answers.flatMap(({ status }, i) => status === 200 ? [i] : [])
		assert.equal(good.length, 1)
		assert.ok(answers.every(({ status }) => [200, 409, 503].includes(status)), JSON.stringify(answers.map(({ status }) => status)))
		await Client.signedIn(stack, { account: body.code, password: `${password} no ${good[0]}`, realm: 'institution' })
	})

	it('LOGIN-6 ends every session and lock that there was', async () => {
		const { token, body, account_id } = await link()
		assert.equal((await activate(token)).status, 200)
		const client = await Client.signedIn(stack, { account: body.code, password, realm: 'institution' })
		await district.expect(200, 'POST', `/accounts/${account_id}/link`, { body: {} })
		const mails = () => sink.mails.all.filter(({ to }) => to.includes(`<${body.mail}>`))
		await until('another link', () => mails().length === 2)
		const second = /activate#([\w-]+)/.exec(readMail(mails()[1].data).text)[1]
		// As if somebody had come in by a scan meanwhile.
		await db.query('UPDATE sessions SET ended_at = NULL WHERE account_id = ?', account_id)
		assert.equal((await client.get('/me')).status, 200)
		assert.equal((await activate(second, 'A kettle on another shelf')).status, 200)
		assert.equal((await client.get('/me')).status, 401)
		assert.equal((await client.post('/session/refresh', {}, { token: null })).status, 401)
	})

	it('bodies of 9 MB, of bytes, of forms, of a million brackets: refused on each way in, and no worker dies', async () => {
		const old = workers(stack)
		const send = (path, body, type = 'application/json') => exchange(stack.origin, 'POST', stack.base + path, { body, headers: { 'Content-Type': type, Origin: stack.origin } })
			.then(({ status }) => status, ({ code }) => code)
		for (const path of ['/enrolments', '/enrolments/code', '/activation', '/activation/look', '/recovery/code', '/recovery/password', '/session/phone', '/session/phone/code']) {
			assert.ok([413, 'EPIPE', 'ECONNRESET'].includes(await send(path, Buffer.alloc(9 << 20, 'A'))), path)
			assert.equal(await send(path, '['.repeat(16_000)), 400, path)
			assert.equal(await send(path, '{"token":"\ud800"}'.replace('\ud800', '\\ud800')), 400, path)
			assert.equal(await send(path, Buffer.from([0xff, 0xfe, 0])), 400, path)
			assert.equal(await send(path, 'token=1', 'application/x-www-form-urlencoded'), 415, path)
			assert.equal(await send(path, '{}', 'text/plain'), 415, path)
		}
		assert.deepEqual(workers(stack), old)
	})
})

describe('asking for an account', () => {
	it('ACC-6 a code is good here alone: one of a recovery does not ask, and this one recovers nothing', async () => {
		const { body, token } = await link()
		await activate(token)
		await later(db)
		const had = (await sentTo(browser, body.phone)).length
		const forgotten = await browser.expect(200, 'POST', '/recovery/code', { body: { forgotten: 'password', account: body.code, phone: body.phone, ...await browser.captcha() } })
		const code = await codeTo(browser, body.phone, had + 1)
		assert.equal((await browser.post('/enrolments', { ...applicant({ phone: body.phone }), ticket: forgotten.ticket, sms_code: code }, { token: null })).body.code, 'sms.code_ended')
		const mine = await codeFor(body.phone)
		assert.equal((await browser.post('/recovery/password', { ticket: mine.ticket, code: mine.sms_code, new_password: 'A third kettle sings' }, { token: null })).body.code, 'sms.code_ended')
		assert.equal((await browser.post('/session/phone/code', { ticket: mine.ticket, code: mine.sms_code }, { token: null })).body.code, 'sms.code_ended')
	})

	it('ACC-6 tells nothing of a code before the phone is shown to be the sender\'s, and of a person nothing at all', async () => {
		const known = await link()
		const stranger = newPerson()
		// Whose phone it is: the same answer for one on record and one of nobody.
		const answers = []
		for (const phone of [known.body.phone, stranger.phone]) {
			await later(db)
			const { ticket, ...rest } = await browser.expect(200, 'POST', '/enrolments/code', { body: { phone, ...await browser.captcha() } })
			assert.match(ticket, /^[\w-]{20,}$/)
			answers.push({ ...rest, phone: Boolean(rest.phone) })
		}
		assert.deepEqual(answers[0], answers[1])
		// Whether a code has an account: only after the SMS code was right.
		const mine = await codeFor(stranger.phone)
		const wrong = { ticket: mine.ticket, sms_code: String((Number(mine.sms_code) + 1) % 1e6).padStart(6, '0') }
		const told = []
		for (const body of [applicant({ code: known.body.code, phone: stranger.phone }), applicant({ phone: stranger.phone })]) {
			told.push(same((await browser.post('/enrolments', { ...body, ...wrong }, { token: null })).body))
		}
		assert.equal(told[0].code, 'sms.code_wrong')
		assert.deepEqual(told[0], told[1])
	})

	it('ACC-6 sent 20 times at once it is one request; decided 20 times at once it is one account and one mail', async () => {
		const body = applicant()
		const proof = await codeFor(body.phone)
		const asked = await Promise.all(Array.from({ length: 20 }, () => browser.post('/enrolments', { ...body, ...proof }, { token: null })))
		assert.equal(asked.filter(({ status }) => status === 201).length, 1, asked.map(({ status, body }) => `${status} ${body.code ?? ''}`).join())
		assert.equal(await db.value('SELECT COUNT(*) FROM enrolments WHERE code = ?', body.code), '1')
		const { enrolment_no } = asked.find(({ status }) => status === 201).body
		const decided = await Promise.all(Array.from({ length: 20 }, () => district.call('POST', `/enrolments/${enrolment_no}/decision`, { body: { verdict: 'approve' } })))
		assert.equal(decided.filter(({ status }) => status === 200).length, 1, JSON.stringify(decided.map(({ status }) => status)))
		await mailTo(body.mail)
		assert.equal(await db.value('SELECT COUNT(*) FROM accounts WHERE name = ?', body.code), '1')
		assert.equal(await db.value('SELECT COUNT(*) FROM activations n JOIN accounts a ON a.id = n.account_id WHERE a.name = ?', body.code), '1')
	})
})

describe('secrets', () => {
	/** Every row of every table, as far as it is text. */
	async function everything() {
		const tables = await db.query('SELECT table_name AS name FROM information_schema.tables WHERE table_schema = DATABASE()')
		const all = []
		for (const { name } of tables)
			all.push(JSON.stringify(await db.query(`SELECT * FROM \`${name}\``)))
		return all.join('\n')
	}
	const logs = () => execFileSync('sh', ['-c', 'cat "$1"/*.log "$1"/nginx/*.log', '-', stack.directory], { encoding: 'utf8', maxBuffer: 1 << 28 })

	it('CA-1 a private key that is sent by mistake is refused in words of its own, and nothing of it is kept', async () => {
		const city = await accounts.bureau('city', 350300)
		const admin = await Client.signedIn(stack, await accounts.person('platform_admin', city))
		const { account_id } = (await admin.call('POST', '/accounts', { body: { name: `keys-${process.pid}`, display_name: '林小雨', organisation_id: city.id, roles: ['city_reviewer'] } })).body
		const file = (name) => readFileSync(join(stack.directory, 'ca', name), 'utf8')
		const rsa = execFileSync('openssl', ['genrsa', '-traditional', '2048'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] })
		const locked = execFileSync('openssl', ['genpkey', '-algorithm', 'EC', '-pkeyopt', 'ec_paramgen_curve:P-256', '-aes256', '-pass', 'pass:x'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] })
		const keys = [file('unknown.key'), rsa, locked]
		for (const key of keys)
			for (const text of [key, `${file('unknown.pem')}${key}`, `${key}${file('unknown.pem')}`, `${file('unknown.pem')}${key}`.replace(/\n/g, '\r\n')]) {
				const answer = await admin.call('POST', `/accounts/${account_id}/certificates`, { body: { certificate: text } })
				assert.deepEqual([answer.status, faults(answer)], [422, ['certificate certificate_private']])
				assert.match(answer.body.fields[0].message.en, /nothing of it was kept/)
			}
		assert.deepEqual((await admin.get(`/accounts/${account_id}/certificates`)).body.items, [])
		const kept = `${await everything()}\n${logs()}`
		for (const key of keys) {
			const line = key.split('\n')[2]
			assert.ok(line.length > 40)
			assert.ok(!kept.includes(line), 'a line of a key')
		}
		assert.equal((await admin.call('POST', `/accounts/${account_id}/certificates`, { body: { certificate: file('unknown.pem') } })).status, 201, 'the certificate alone is taken')
	})

	it('USER-4 a certificate is removed by way of its own account alone', async () => {
		const city = await accounts.bureau('city', 350300)
		const admin = await Client.signedIn(stack, await accounts.person('platform_admin', city))
		const make = async (n) => (await admin.call('POST', '/accounts', { body: { name: `own-${n}-${process.pid}`, display_name: '林小雨', organisation_id: city.id, roles: ['city_reviewer'] } })).body.account_id
		const [mine, other] = [await make(1), await make(2)]
		const id = await db.value('SELECT id FROM certificates ORDER BY id LIMIT 1')
		for (const account of [mine, other])
			assert.equal((await admin.call('DELETE', `/accounts/${account}/certificates/${id}`)).status, 404)
		assert.equal(await db.value('SELECT COUNT(*) FROM certificates WHERE id = ?', id), '1')
	})

	it('PLAT-10 links, codes, passwords and who asks are in no log and lie in no row in clear', async () => {
		const first = await link()
		await look(first.token)
		await activate('A'.repeat(32))
		await activate(first.token, 'A kettle that nobody logs')
		const body = applicant()
		const proof = await codeFor(body.phone)
		assert.equal((await browser.post('/enrolments', { ...body, ...proof }, { token: null })).status, 201)
		const told = logs()
		assert.ok(told.includes('/api/activation') && told.includes('/api/enrolments'))
		const rows = await everything()
		for (const [what, secret] of Object.entries({ token: first.token, password: 'A kettle that nobody logs', ticket: proof.ticket, phone: body.phone, mail: body.mail, id_no: body.id_no, name: body.operator_name })) {
			assert.ok(!told.includes(secret), `${what} in a log`)
			// A ticket is the row's name, worth nothing without its code; names are no secret to the database.
			if (!['ticket', 'name'].includes(what))
				assert.ok(!rows.includes(secret), `${what} in a row`)
		}
		assert.ok(!new RegExp(`(?<![\\d.])${proof.sms_code}(?![\\d.])`).test(told), 'code in a log')
	})
})
