// A person's own account: phone and password, then the code that comes by SMS.
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { newPerson } from '../../lib/app.mjs'
import { Client } from '../../lib/client.mjs'
import { Database } from '../../lib/db.mjs'
import { another, codeTo, later, personal_password as password, sentTo, unified, withPassword } from '../../lib/sms.mjs'
import { sharedStack, until } from '../../lib/stack.mjs'

let stack, db
before(async () => {
	stack = await sharedStack()
	db = new Database(stack)
})
after(() => stack?.stop())

const ask = async (client, phone, given = password, more = {}) =>
	client.post('/session/phone', { phone, password: given, ...await client.captcha(), ...more }, { token: null })
const bring = (client, ticket, code) => client.post('/session/phone/code', { ticket, code }, { token: null })
const fault = (answer, field = 'code') => answer.body.fields?.find((each) => each.field === field)?.code
/** Somebody with a password; a browser of theirs. */
async function somebody() {
	const one = await unified(stack)
	await withPassword(stack, db, one)
	return { ...one, browser: await Client.open(stack), sent: (await sentTo(one.client, one.person.phone)).length }
}

describe('phone login', () => {
	it('LOGIN-3 phone, password and captcha bring a code; the code signs in', async () => {
		const { person, account, browser, sent } = await somebody()
		const asked = await ask(browser, person.phone.replace(/^(...)(....)/, '+86 $1 $2 '))
		assert.equal(asked.status, 200, JSON.stringify(asked.body))
		const { ticket, phone, expires_in, again_in } = asked.body
		assert.deepEqual([phone, expires_in, again_in], [`${person.phone.slice(0, 3)}****${person.phone.slice(-4)}`, 300, 60])
		const code = await codeTo(browser, person.phone, sent + 1)
		const answer = await bring(browser, ticket, code)
		assert.equal(answer.status, 200, JSON.stringify(answer.body))
		assert.deepEqual([answer.body.account.name, answer.body.account.kind], [account, 'unified'])
		browser.entered(answer.body)
		assert.equal((await browser.get('/me')).status, 200)
		// Once.
		const again = await bring(await Client.open(stack), ticket, code)
		assert.deepEqual([again.status, again.body.code], [422, 'sms.code_ended'])
		assert.equal((await bring(await Client.open(stack), ticket, another(code))).body.code, 'sms.code_ended')
		const { text } = (await sentTo(browser, person.phone))[0]
		assert.match(text, /5 分钟内有效，用于登录/)
		assert.equal(await db.value(`SELECT COUNT(*) FROM audit_rows a JOIN accounts b ON b.id = a.account_id WHERE a.act IN ('login.phone', 'login.code') AND a.outcome = 'ok' AND b.name = ?`, account), '2')
	})

	it('LOGIN-3 says the same of a wrong password, a number that nobody has, and one whose account has no password', async () => {
		const { person, browser } = await somebody()
		const bare = await unified(stack)
		const answers = []
		for (const [phone, given] of [[person.phone, 'another kettle'], [newPerson().phone, password], [bare.person.phone, password], [bare.person.phone, '-']])
			answers.push(await ask(browser, phone, given))
		for (const { status, body } of answers) {
			assert.equal(status, 401)
			assert.equal(body.code, 'login.refused')
		}
		const bodies = answers.map(({ body }) => JSON.stringify({ ...body, request_id: '', tries_left: '' }))
		assert.equal(new Set(bodies).size, 1)
		assert.deepEqual(answers.map(({ body }) => body.tries_left), [4, 4, 4, 3])
		assert.equal((await sentTo(browser, bare.person.phone)).length, 0)
	})

	it('LOGIN-2 LOGIN-3 five wrong passwords lock it, whoever the number is', async () => {
		const { person, browser, sent } = await somebody()
		for (const phone of [person.phone, newPerson().phone]) {
			for (let i = 0; i < 4; i++)
				assert.equal((await ask(browser, phone, 'wrong wrong')).status, 401)
			assert.equal((await ask(browser, phone, 'wrong wrong')).status, 423)
			assert.equal((await ask(browser, phone)).status, 423)
		}
		assert.equal((await sentTo(browser, person.phone)).length, sent)
	})

	it('LOGIN-2 LOGIN-3 counts right when fifty try at once, and no code goes out', async () => {
		const { person, browser, sent } = await somebody()
		const captchas = []
		for (let i = 0; i < 50; i++)
			captchas.push(await browser.captcha())
		const answers = await Promise.all(captchas.map((captcha, i) => browser.post('/session/phone',
			{ phone: person.phone, password: i % 10 === 9 ? 'wrong wrong' : `wrong ${i}`, ...captcha }, { token: null })))
		const count = (status) => answers.filter((answer) => answer.status === status).length
		assert.equal(count(401) + count(423) + count(503), 50)
		assert.ok(count(401) <= 4, `${count(401)} refusals before the lock`)
		assert.ok(count(423) >= 1)
		assert.equal((await ask(browser, person.phone)).status, 423)
		assert.equal((await sentTo(browser, person.phone)).length, sent)
	})

	it('LOGIN-1 no other way lets a person in by password alone', async () => {
		const { account, browser } = await somebody()
		for (const realm of ['bureau', 'institution'])
			assert.notEqual((await browser.tryPassword(account, password, realm)).status, 200)
	})

	it('LOGIN-3 an account that was closed, before or after the code, is not let in', async () => {
		const { person, account, browser, sent } = await somebody()
		const { ticket } = (await ask(browser, person.phone)).body
		const code = await codeTo(browser, person.phone, sent + 1)
		await db.query('UPDATE accounts SET state = 2, facts = facts + 1 WHERE name = ?', account)
		assert.deepEqual([(await bring(browser, ticket, code)).body.code, (await ask(browser, person.phone)).body.code], ['account.closed', 'account.closed'])
	})

	it('LOGIN-3 the captcha is checked first and spent', async () => {
		const { person, browser } = await somebody()
		const captcha = await browser.captcha()
		const body = { phone: person.phone, password, ...captcha }
		assert.equal(fault(await browser.post('/session/phone', { ...body, captcha_answer: '????' }), 'captcha_answer'), 'captcha')
		assert.equal(fault(await browser.post('/session/phone', body), 'captcha_answer'), 'captcha')
	})
})

describe('a code', () => {
	const asked = async (who) => {
		await later(db)
		const had = (await sentTo(who.browser, who.person.phone)).length
		const { ticket } = (await ask(who.browser, who.person.phone)).body
		return { ticket, code: await codeTo(who.browser, who.person.phone, had + 1) }
	}

	it('ACC-2 has five tries, however many come at a time', async () => {
		const who = await somebody()
		const one = await asked(who)
		for (const left of [4, 3, 2, 1]) {
			const answer = await bring(who.browser, one.ticket, another(one.code))
			assert.deepEqual([answer.status, answer.body.code, fault(answer), answer.body.tries_left], [422, 'sms.code_wrong', 'sms_code', left])
		}
		assert.equal((await bring(who.browser, one.ticket, one.code)).status, 200)

		const two = await asked(who)
		const codes = (await Promise.all(Array.from({ length: 12 }, () => bring(who.browser, two.ticket, another(two.code))))).map(({ body }) => body.code)
		assert.deepEqual([codes.filter((each) => each === 'sms.code_wrong').length, codes.filter((each) => each === 'sms.code_ended').length], [5, 7])
		assert.equal((await bring(who.browser, two.ticket, two.code)).body.code, 'sms.code_ended')
	})

	it('ACC-2 signs in once when it comes many times at once', async () => {
		const who = await somebody()
		const { ticket, code } = await asked(who)
		const answers = await Promise.all(Array.from({ length: 5 }, () => bring(who.browser, ticket, code)))
		assert.deepEqual(answers.map(({ status }) => status).sort(), [200, 422, 422, 422, 422])
	})

	it('ACC-2 lives five minutes', async () => {
		const who = await somebody()
		const { ticket, code } = await asked(who)
		await db.query('UPDATE sms_codes SET expires_at = expires_at - INTERVAL 299 SECOND WHERE ticket = ?', ticket)
		assert.equal((await bring(who.browser, ticket, another(code))).body.code, 'sms.code_wrong')
		await db.query('UPDATE sms_codes SET expires_at = UTC_TIMESTAMP(3) WHERE ticket = ?', ticket)
		assert.equal((await bring(who.browser, ticket, code)).body.code, 'sms.code_ended')
	})

	it('ACC-2 is good for its own ticket and purpose alone', async () => {
		const who = await somebody()
		const one = await asked(who)
		const two = await asked(who)
		if (one.code !== two.code)
			assert.equal((await bring(who.browser, one.ticket, two.code)).body.code, 'sms.code_wrong')
		const misused = await who.browser.post('/recovery/password', { ...one, new_password: 'quite another kettle' })
		assert.deepEqual([misused.status, misused.body.code], [422, 'sms.code_ended'])
		assert.equal((await bring(who.browser, 'no-such-ticket', one.code)).body.code, 'sms.code_ended')
		assert.equal((await bring(who.browser, two.ticket, two.code)).status, 200)
	})

	it('ACC-2 is kept as a keyed hash, and nowhere in a log', async () => {
		const who = await somebody()
		const { ticket, code } = await asked(who)
		const row = JSON.stringify(await db.query('SELECT * FROM sms_codes WHERE ticket = ?', ticket)) + JSON.stringify(await db.query('SELECT * FROM outbox ORDER BY id DESC LIMIT 1'))
		assert.ok(!row.includes(code) && !row.includes(who.person.phone))
		assert.doesNotMatch(stack.file('daemon.log'), new RegExp(`\\b${code}\\b|${who.person.phone}`))
	})

	it('ACC-2 goes to a number once a minute and ten times a day, and says when to come back', async () => {
		const who = await somebody()
		assert.equal((await ask(who.browser, who.person.phone)).status, 200)
		const early = await ask(who.browser, who.person.phone)
		assert.deepEqual([early.status, early.body.code], [429, 'sms.too_often'])
		assert.ok(Number(early.headers['retry-after']) > 50 && Number(early.headers['retry-after']) <= 61)
		await later(db)
		for (let i = 0; i < 10; i++) {
			assert.equal((await ask(who.browser, who.person.phone)).status, 200, `${i + 1}`)
			await db.query('UPDATE rates SET began_at = began_at - INTERVAL 61 SECOND WHERE act = 6')
		}
		const over = await ask(who.browser, who.person.phone)
		assert.deepEqual([over.status, over.body.code], [429, 'sms.too_often'])
		assert.ok(Number(over.headers['retry-after']) > 80_000)
		// The next day.
		await db.query('UPDATE rates SET began_at = began_at - INTERVAL 1 DAY WHERE act IN (6, 7)')
		assert.equal((await ask(who.browser, who.person.phone)).status, 200)
	})

	it('ACC-2 goes out so often a day from one address', async () => {
		const who = await somebody()
		await db.query('UPDATE rates SET n = 100000 WHERE act = 8')
		await ask(who.browser, who.person.phone)
		await db.query('UPDATE rates SET n = 100000 WHERE act = 8')
		await db.query('DELETE FROM rates WHERE act = 6')
		assert.equal((await ask(who.browser, who.person.phone)).body.code, 'sms.too_often')
		await later(db)
	})

	it('PLAT-11 comes in the language of who asks', async () => {
		const who = await somebody()
		await later(db)
		const had = (await sentTo(who.browser, who.person.phone)).length
		await ask(who.browser, who.person.phone, password, { language: 'en' })
		await codeTo(who.browser, who.person.phone, had + 1)
		const { text } = await until('it is there', async () => (await sentTo(who.browser, who.person.phone))[0])
		assert.match(text, /^\[liangding\] \d{6} is your code for signing in, valid for 5 minutes\./)
	})
})
