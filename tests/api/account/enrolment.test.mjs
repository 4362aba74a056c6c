// How an institution gets its account: a bureau issues it (ACC-1), or the institution
// asks and its district decides (ACC-6); a link sets the password, once; whoever
// stands in it administers the institution (ACC-7).
import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, describe, it } from 'node:test'
import { Accounts } from '../../lib/accounts.mjs'
import { newPerson } from '../../lib/app.mjs'
import { Client } from '../../lib/client.mjs'
import { Database } from '../../lib/db.mjs'
import { codeTo, later, sentTo } from '../../lib/sms.mjs'
import { startStack, until } from '../../lib/stack.mjs'

let stack, db, accounts, district, browser
const signedIn = (user) => Client.signedIn(stack, user)
before(async () => {
	stack = await startStack()
	db = new Database(stack)
	accounts = new Accounts(stack, db)
	district = await signedIn(await accounts.person('district_reviewer', await accounts.bureau('district', 350302)))
	browser = await Client.open(stack)
})
after(() => stack?.stop())

let serial = 0
function applicant(more = {}) {
	const person = newPerson()
	const n = String(++serial).padStart(5, '0')
	return { code: `H350302${n}`, institution_name: `城厢测试医院${n}`, uscc: '12350000MB0A1234X5', operator_name: person.name ?? '林小雨', id_no: person.id_no, phone: person.phone, mail: `operator${n}@example.cn`, ...more }
}
const issue = (client, body, key = randomUUID()) => client.call('POST', '/institution-accounts', { body, key })
const faults = ({ body }) => (body.fields ?? []).map(({ field, code }) => `${field} ${code}`)
const linkIn = (text) => /activate#([\w-]+)/.exec(text)[1]
/** The link in the newest mail to an address, once there are so many. */
async function linkTo(mail, n = 1) {
	const all = await until(`${n} mails`, async () => {
		const found = await sentTo(browser, mail)
		return found.length >= n && found
	})
	return linkIn(all[0].text)
}
const activate = (token, new_password = 'Blue kettle on a shelf') => browser.post('/activation', { token, new_password }, { token: null })
const login = (account) => signedIn({ account, password: 'Blue kettle on a shelf', realm: 'institution' })

describe('ACC-1 a bureau issues an institution\'s account', () => {
	it('ACC-7 a link is mailed that sets the password, once; no password is', async () => {
		const body = applicant()
		const answer = await issue(district, body)
		assert.equal(answer.status, 201, JSON.stringify(answer.body))
		assert.equal(answer.body.account, body.code)
		assert.ok(!JSON.stringify(answer.body).includes(body.mail))
		const token = await linkTo(body.mail)
		const [mail] = await sentTo(browser, body.mail)
		assert.ok(mail.text.includes(body.code) && mail.text.includes(`${stack.url}activate#`) && !/密码是|password is/.test(mail.text))
		const seen = await browser.expect(200, 'POST', '/activation/look', { body: { token } })
		assert.deepEqual([seen.account, seen.kind], [body.code, 'institution'])
		assert.equal((await browser.tryPassword(body.code, '-')).status, 401, 'nothing opens it before')
		for (const [password, code] of [['short', 'too_short'], ['password', 'common']])
			assert.deepEqual(faults(await activate(token, password)), [`new_password ${code}`])
		assert.equal((await activate(token)).status, 200)
		const operator = await login(body.code)
		assert.equal(operator.session.must_change_password, false)
		for (const again of [await activate(token), await browser.post('/activation/look', { token })])
			assert.deepEqual([again.status, again.body.code], [409, 'link.ended'])
		assert.deepEqual(operator.session.grants.map(({ role }) => role).sort(), ['institution_admin', 'operator'])
	})

	it('of two who use one link at once, one does', async () => {
		const body = applicant()
		await issue(district, body)
		const token = await linkTo(body.mail)
		// Both have seen that the link is good before either uses it.
		const holding = db.query('DO GET_LOCK(\'link\', 0); SELECT SLEEP(600)').catch(() => {})
		const holder = await until('the lock is held', () => db.value('SELECT IS_USED_LOCK(\'link\')'))
		const locked = db.query('START TRANSACTION; SELECT * FROM activations WHERE spent = 0 FOR UPDATE; DO GET_LOCK(\'link\', 600); COMMIT')
		await until('its row is locked', async () => await db.value('SELECT COUNT(*) FROM information_schema.processlist WHERE info LIKE \'DO GET_LOCK%\'') === '1')
		const both = [activate(token), activate(token)]
		await until('both wait for it', async () => await db.value('SELECT COUNT(*) FROM information_schema.processlist WHERE info LIKE \'UPDATE activations%\'') === '2')
		await db.query('KILL ?', Number(holder))
		assert.deepEqual((await Promise.all(both)).map(({ status }) => status).sort(), [200, 409])
		await Promise.all([holding, locked])
	})

	it('a link ends after 72 hours, with a new one, and when the password is set otherwise', async () => {
		const body = applicant()
		const { account_id } = (await issue(district, body)).body
		const first = await linkTo(body.mail)
		await district.expect(200, 'POST', `/accounts/${account_id}/link`, { body: {} })
		const second = await linkTo(body.mail, 2)
		assert.notEqual(second, first)
		assert.equal((await activate(first)).status, 409)
		await db.query('UPDATE activations SET expires_at = expires_at - INTERVAL 72 HOUR WHERE account_id = ?', account_id)
		assert.equal((await activate(second)).status, 409)
		assert.equal((await browser.post('/activation/look', { token: second })).status, 409)
		await district.expect(200, 'POST', `/accounts/${account_id}/link`, { body: {} })
		const third = await linkTo(body.mail, 3)
		const place = await accounts.bureau('city', 350300)
		const admin = await signedIn(await accounts.person('platform_admin', place))
		const reset = await admin.expect(200, 'POST', `/accounts/${account_id}/password`, { body: {} })
		assert.equal((await activate(third)).status, 409)
		await signedIn({ account: body.code, password: reset.password, realm: 'institution' })
	})

	it('the same intent twice is one account and one mail', async () => {
		const body = applicant()
		const key = randomUUID()
		const [one, two] = [await issue(district, body, key), await issue(district, body, key)]
		assert.deepEqual([one.status, two.status, two.body.account_id], [201, 201, one.body.account_id])
		assert.equal(await db.value('SELECT COUNT(*) FROM activations WHERE account_id = ?', one.body.account_id), '1')
	})

	it('what is wrong is told field by field, and nothing is made', async () => {
		const before = await db.value('SELECT COUNT(*) FROM accounts')
		const taken = applicant()
		await issue(district, taken)
		for (const [more, expected] of [[{ code: 'X1' }, 'code format'], [{ code: 'H99990200001' }, 'code division'], [{ code: 'H35050200001' }, 'code elsewhere'], [{ code: taken.code }, 'code taken'],
			[{ uscc: '12' }, 'uscc format'], [{ id_no: '110101199001011234' }, 'id_no format'], [{ phone: '12345' }, 'phone format'], [{ mail: 'a@b@c' }, 'mail format'], [{ operator_name: '' }, 'operator_name required']])
			assert.deepEqual(faults(await issue(district, applicant(more))), [expected])
		assert.equal(await db.value('SELECT COUNT(*) FROM accounts'), String(Number(before) + 1))
		assert.equal(await db.value('SELECT COUNT(*) FROM organisations WHERE code = \'H35050200001\''), '0')
	})

	it('an institution that is on record gets the account; its own people stay', async () => {
		const institution = await accounts.institution(350302)
		await accounts.operator({ institution })
		const body = applicant({ code: institution.code, institution_name: '别的名字' })
		await db.query('UPDATE organisations SET uscc = ? WHERE id = ?', '91350213MA31ABCDX2', institution.id)
		assert.deepEqual(faults(await issue(district, body)), ['uscc on_record'])
		body.uscc = '91350213MA31ABCDX2'
		const { account_id } = (await issue(district, body)).body
		assert.equal(await db.value('SELECT organisation_id FROM grants WHERE account_id = ? LIMIT 1', account_id), String(institution.id))
		assert.equal(await db.value('SELECT name FROM organisations WHERE id = ?', institution.id), institution.name)
	})

	it('nothing personal lies in clear, in a row or a log', async () => {
		const body = applicant()
		await issue(district, body)
		const token = await linkTo(body.mail)
		for (const table of ['persons', 'activations', 'audit_rows', 'idempotency_keys', 'jobs', 'accounts', 'outbox'])
			for (const text of [body.phone, body.mail, body.id_no, token])
				assert.ok(!JSON.stringify(await db.query(`SELECT * FROM ${table}`)).includes(text), `${table} ${text}`)
		for (const log of ['nginx/access.log', 'daemon.log'])
			for (const text of [body.phone, body.mail, body.id_no, token])
				assert.ok(!stack.file(log).includes(text), `${log} ${text}`)
	})
})

describe('ACC-6 an institution asks for an account', () => {
	async function ask(body, { code, ticket } = {}) {
		if (!ticket) {
			await later(db)
			const had = (await sentTo(browser, body.phone)).length
			const answer = await browser.post('/enrolments/code', { phone: body.phone, ...await browser.captcha() }, { token: null })
			assert.equal(answer.status, 200, JSON.stringify(answer.body))
			ticket = answer.body.ticket
			code ??= await codeTo(browser, body.phone, had + 1)
		}
		return browser.post('/enrolments', { ...body, ticket, sms_code: code }, { token: null })
	}
	const decide = (client, no, body) => client.call('POST', `/enrolments/${no}/decision`, { body })

	it('its district sees it, masked, and issues the account; the operator sets the password', async () => {
		const body = applicant()
		const answer = await ask(body)
		assert.equal(answer.status, 201, JSON.stringify(answer.body))
		const no = answer.body.enrolment_no
		const list = await district.expect(200, 'GET', '/enrolments?state=waiting')
		assert.ok(list.items.some(({ enrolment_no, code }) => enrolment_no === no && code === body.code))
		const seen = await district.expect(200, 'GET', `/enrolments/${no}`)
		assert.deepEqual([seen.code, seen.state, seen.known, seen.operator_name], [body.code, 'waiting', false, body.operator_name])
		for (const text of [body.phone, body.id_no, body.mail])
			assert.ok(!JSON.stringify(seen).includes(text), text)
		assert.equal((await decide(district, no, { verdict: 'approve' })).body.state, 'approved')
		assert.equal((await activate(await linkTo(body.mail))).status, 200)
		await login(body.code)
		const again = await decide(district, no, { verdict: 'approve' })
		assert.deepEqual([again.status, again.body.code], [409, 'enrolment.decided'])
	})

	it('a refusal needs a reason, which is mailed; asking again is possible', async () => {
		const body = applicant({ language: 'en' })
		const { body: { enrolment_no: no } } = await ask(body)
		assert.deepEqual(faults(await decide(district, no, { verdict: 'reject' })), ['reason required'])
		assert.equal((await decide(district, no, { verdict: 'reject', reason: '编码与登记不符' })).body.state, 'refused')
		assert.match((await until('a mail', async () => (await sentTo(browser, body.mail))[0])).text, /was not issued/, 'in the language of who asked')
		await until('the reason is mailed', async () => (await sentTo(browser, body.mail)).some(({ text }) => text.includes('编码与登记不符')))
		assert.equal((await ask(body)).status, 201)
	})

	it('a wrong code, another phone\'s, a spent one, one that waits already, an account that is there: refused', async () => {
		const body = applicant()
		await later(db)
		const had = (await sentTo(browser, body.phone)).length
		const { ticket } = await browser.expect(200, 'POST', '/enrolments/code', { body: { phone: body.phone, ...await browser.captcha() } })
		const code = await codeTo(browser, body.phone, had + 1)
		const wrong = String((Number(code) + 1) % 1e6).padStart(6, '0')
		assert.equal((await ask(body, { ticket, code: wrong })).body.code, 'sms.code_wrong')
		assert.deepEqual(faults(await ask({ ...body, phone: newPerson().phone }, { ticket, code })), ['phone sms_phone'])
		assert.equal((await ask(body, { ticket, code })).status, 201)
		assert.equal((await ask(applicant({ phone: body.phone }), { ticket, code })).body.code, 'sms.code_ended')
		assert.deepEqual(faults(await ask(body)), ['code taken'])
		const there = applicant()
		await issue(district, there)
		assert.deepEqual(faults(await ask(applicant({ code: there.code }))), ['code taken'])
		assert.equal((await browser.post('/enrolments/code', { phone: body.phone, ...await browser.captcha(), captcha_answer: '????' })).status, 422)
	})

	it('is nobody\'s but the district\'s, its city\'s and province\'s: others find nothing', async () => {
		const { body: { enrolment_no: no } } = await ask(applicant())
		const other = await signedIn(await accounts.person('district_reviewer', await accounts.bureau('district', 350502)))
		for (const answer of [await other.get(`/enrolments/${no}`), await decide(other, no, { verdict: 'approve' })])
			assert.equal(answer.status, 404)
		assert.ok(!(await other.expect(200, 'GET', '/enrolments')).items.some(({ enrolment_no }) => enrolment_no === no))
		const above = await signedIn(await accounts.person('platform_admin', await accounts.bureau('province', 350000)))
		assert.equal((await above.get(`/enrolments/${no}`)).status, 200)
	})

	it('of two who decide at once, one does', async () => {
		const body = applicant()
		const { body: { enrolment_no: no } } = await ask(body)
		const second = await signedIn(await accounts.person('district_reviewer', await accounts.bureau('district', 350302)))
		const both = await Promise.all([decide(district, no, { verdict: 'approve' }), decide(second, no, { verdict: 'reject', reason: '不符' })])
		assert.deepEqual(both.map(({ status }) => status).sort(), [200, 409])
		assert.equal(await db.value('SELECT COUNT(*) FROM accounts WHERE name = ?', body.code), both[0].status === 200 ? '1' : '0')
	})

	it('what asks lies sealed', async () => {
		const body = applicant()
		assert.equal((await ask(body)).status, 201)
		const rows = JSON.stringify(await db.query('SELECT * FROM enrolments'))
		for (const text of [body.phone, body.mail, body.id_no])
			assert.ok(!rows.includes(text))
	})
})
