// Getting back in: a forgotten password, a forgotten account. No answer tells
// whether there is one.
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { newPerson, standsFor } from '../../lib/app.mjs'
import { Accounts } from '../../lib/accounts.mjs'
import { Client } from '../../lib/client.mjs'
import { Database } from '../../lib/db.mjs'
import { hold, waiting } from '../../lib/processes.mjs'
import { another, codeTo, later, sentTo, unified, withPassword } from '../../lib/sms.mjs'
import { sharedStack, until } from '../../lib/stack.mjs'

const new_password = 'a kettle that nobody forgets'
let stack, db, accounts, browser
before(async () => {
	stack = await sharedStack()
	db = new Database(stack)
	accounts = new Accounts(stack, db)
	browser = await Client.open(stack)
})
after(() => stack?.stop())

const ask = async (body, captcha) => browser.post('/recovery/code', { ...body, ...captcha ?? await browser.captcha() })
const reset = (ticket, code, given = new_password) => browser.post('/recovery/password', { ticket, code, new_password: given })
const fault = (answer, field) => answer.body.fields?.find((each) => each.field === field)?.code
let serial = 0
/** An institution's operator of record with a phone: { user, person, institution, uscc }. */
async function operator() {
	const person = newPerson()
	const institution = await accounts.institution()
	const uscc = `12350213MA${String(Date.now() % 1e5 * 100 + serial++ % 100).padStart(7, '0')}X`
	await db.query('UPDATE organisations SET uscc = ? WHERE id = ?', uscc, institution.id)
	const user = await accounts.operator({ institution })
	await standsFor(stack, db, user.account, person)
	return { user, person, institution, uscc }
}
/** Asks, and reads the code off the phone. */
async function asked(body, phone = body.phone) {
	await later(db)
	const had = (await sentTo(browser, phone)).length
	const answer = await ask(body)
	assert.equal(answer.status, 200, JSON.stringify(answer.body))
	return { ticket: answer.body.ticket, code: await codeTo(browser, phone, had + 1) }
}

describe('a forgotten password', () => {
	it('ACC-2 LOGIN-6 of an institution\'s account: account, phone and a code set a new one, and every session ends', async () => {
		const { user, person } = await operator()
		const signed = await Client.signedIn(stack, user)
		const { ticket, code } = await asked({ forgotten: 'password', account: user.account.toLowerCase(), phone: person.phone })
		const answer = await reset(ticket, code)
		assert.deepEqual([answer.status, answer.body], [200, { account: user.account, kind: 'institution' }])
		assert.equal((await signed.get('/me')).status, 401)
		assert.equal((await browser.tryPassword(user.account, user.password)).status, 401)
		const again = await Client.open(stack)
		assert.equal((await again.tryPassword(user.account, new_password)).status, 200)
		assert.equal(again.session.must_change_password, false)
		assert.equal((await reset(ticket, code)).body.code, 'sms.code_ended')
		const acts = await db.query(`SELECT act, object, outcome FROM audit_rows WHERE act LIKE 'recovery%' AND account_id = (SELECT id FROM accounts WHERE name = ?) ORDER BY id`, user.account)
		assert.deepEqual(acts.map(({ act, object, outcome }) => [act, object, outcome]), [['recovery.code', 'password', 'ok'], ['recovery.password', '-', 'ok']])
	})

	it('ACC-2 of a person\'s own account: phone, ID number and a code', async () => {
		const one = await unified(stack)
		const { ticket, code } = await asked({ forgotten: 'personal_password', phone: one.person.phone, id_no: one.person.id_no })
		const answer = await reset(ticket, code)
		assert.deepEqual([answer.status, answer.body.kind], [200, 'unified'])
		assert.equal((await one.client.get('/me')).status, 401)
	})

	it('ACC-2 is set once when the code comes many times at once', async () => {
		const { user, person } = await operator()
		const { ticket, code } = await asked({ forgotten: 'password', account: user.account, phone: person.phone })
		const given = [1, 2].map((n) => `${new_password} ${n}`)
		const release = await hold(stack, `SELECT * FROM accounts WHERE name = '${user.account}' FOR UPDATE`)
		const going = given.map((one) => reset(ticket, code, one))
		await until('both wait', () => waiting(db, 2))
		await release()
		const answers = await Promise.all(going)
		assert.deepEqual(answers.map(({ status }) => status).sort(), [200, 422])
		const [first, second] = given.map((one, i) => [one, answers[i].status])
		for (const [one, status] of [first, second])
			assert.equal((await (await Client.open(stack)).tryPassword(user.account, one)).status, status === 200 ? 200 : 401)
	})

	it('LOGIN-2 ACC-2 a lock ends with it', async () => {
		const { user, person } = await operator()
		for (let i = 0; i < 5; i++)
			await browser.tryPassword(user.account, 'wrong wrong')
		assert.equal((await browser.tryPassword(user.account, user.password)).status, 423)
		const { ticket, code } = await asked({ forgotten: 'password', account: user.account, phone: person.phone })
		assert.equal((await reset(ticket, code)).status, 200)
		assert.equal((await (await Client.open(stack)).tryPassword(user.account, new_password)).status, 200)
	})

	it('LOGIN-4 a password that is refused leaves the code good', async () => {
		const { user, person } = await operator()
		const { ticket, code } = await asked({ forgotten: 'password', account: user.account, phone: person.phone })
		for (const [given, why] of [['password1', 'common'], [user.account, 'common'], ['short', 'too_short']])
			assert.equal(fault(await reset(ticket, code, given), 'new_password'), why)
		assert.equal((await reset(ticket, another(code))).body.code, 'sms.code_wrong')
		assert.equal((await reset(ticket, code)).status, 200)
	})

	it('ACC-2 is not for a closed account, nor for a bureau\'s people', async () => {
		const { user, person } = await operator()
		const { ticket, code } = await asked({ forgotten: 'password', account: user.account, phone: person.phone })
		await db.query('UPDATE accounts SET state = 2, facts = facts + 1 WHERE name = ?', user.account)
		assert.equal((await reset(ticket, code)).body.code, 'account.closed')
		const reviewer = await accounts.reviewer('city')
		const clerk = newPerson()
		await standsFor(stack, db, reviewer.account, clerk)
		for (const [account, { phone }] of [[user.account, person], [reviewer.account, clerk]]) {
			await later(db)
			const had = (await sentTo(browser, phone)).length
			assert.equal((await ask({ forgotten: 'password', account, phone })).status, 200)
			await sentAll()
			assert.equal((await sentTo(browser, phone)).length, had)
		}
	})
})

/** All that was queued has gone out. */
const sentAll = () => until('all is sent', async () => await db.value('SELECT COUNT(*) FROM outbox WHERE state NOT IN (3, 4, 5)') === '0')

describe('nobody learns who exists', () => {
	it('ACC-2 ACC-3 answers alike, and counts, keeps and queues alike; but a code comes only to who is known', async () => {
		const { user, person, uscc } = await operator()
		const one = await unified(stack)
		const stranger = newPerson()
		const cases = [
			[{ forgotten: 'password', account: user.account, phone: person.phone }, true],
			[{ forgotten: 'password', account: user.account, phone: stranger.phone }, false],
			[{ forgotten: 'password', account: 'H99350213999', phone: person.phone }, false],
			[{ forgotten: 'personal_password', phone: one.person.phone, id_no: one.person.id_no }, true],
			[{ forgotten: 'personal_password', phone: one.person.phone, id_no: stranger.id_no }, false],
			[{ forgotten: 'personal_password', phone: stranger.phone, id_no: one.person.id_no }, false],
			/* an institution's operator has no account of that kind */
			[{ forgotten: 'personal_password', phone: person.phone, id_no: person.id_no }, false],
			[{ forgotten: 'account', uscc, phone: person.phone }, true],
			[{ forgotten: 'account', uscc, phone: stranger.phone }, false],
			[{ forgotten: 'account', uscc: '91350200MA2XY1234X', phone: person.phone }, false],
		]
		const shapes = new Set()
		for (const [body, known] of cases) {
			await later(db)
			await sentAll()
			const had = (await sentTo(browser, body.phone)).length
			const [codes, jobs] = [await db.value('SELECT COUNT(*) FROM sms_codes'), await db.value('SELECT IFNULL(MAX(id), 0) FROM jobs')]
			const answer = await ask(body)
			assert.equal(answer.status, 200, JSON.stringify(answer.body))
			shapes.add(JSON.stringify({ ...answer.body, ticket: answer.body.ticket.length }))
			assert.equal(await db.value('SELECT COUNT(*) FROM sms_codes'), String(Number(codes) + 1))
			assert.equal(await db.value('SELECT COUNT(*) FROM jobs WHERE id > ? AND kind = 3', jobs), '1')
			assert.equal((await ask(body)).body.code, 'sms.too_often', 'counted')
			await sentAll()
			assert.equal((await sentTo(browser, body.phone)).length, had + (known ? 1 : 0), JSON.stringify(body))
			if (!known) {
				const tried = await (body.forgotten === 'account' ? browser.post('/recovery/account', { ticket: answer.body.ticket, code: '000000' }) : reset(answer.body.ticket, '000000'))
				assert.deepEqual([tried.status, tried.body.code, tried.body.tries_left], [422, 'sms.code_wrong', 4])
			}
		}
		assert.equal(shapes.size, 1, [...shapes].join('\n'))
	})

	it('ACC-2 a code for nobody never fits, even when guessed right', async () => {
		await later(db)
		const { ticket } = (await ask({ forgotten: 'password', account: 'H99350213998', phone: newPerson().phone })).body
		const { ticket: good, code } = await (async () => {
			const { user, person } = await operator()
			return asked({ forgotten: 'password', account: user.account, phone: person.phone })
		})()
		// The row of the one for nobody, with the hash that fits.
		await db.query('UPDATE sms_codes SET subject_id = 0 WHERE ticket = ?', good)
		assert.equal((await reset(good, code)).body.code, 'sms.code_wrong')
		assert.notEqual(ticket, good)
	})

	it('ACC-2 the captcha is checked first and spent, whoever is asked for', async () => {
		const { user, person } = await operator()
		for (const body of [{ forgotten: 'password', account: user.account, phone: person.phone }, { forgotten: 'password', account: 'H99350213997', phone: newPerson().phone }]) {
			const captcha = await browser.captcha()
			assert.equal(fault(await ask(body, { ...captcha, captcha_answer: '????' }), 'captcha_answer'), 'captcha')
			assert.equal(fault(await ask(body, captcha), 'captcha_answer'), 'captcha')
		}
	})

	it('PLAT-3 what is no phone, account or number is told at once, each at its field', async () => {
		const told = (answer) => answer.body.fields?.map(({ field, code }) => `${field} ${code}`).sort()
		assert.deepEqual(told(await ask({ forgotten: 'password', account: '', phone: '0592-1234567' })), ['account required', 'phone format'])
		assert.deepEqual(told(await ask({ forgotten: 'personal_password', phone: '139', id_no: '350203198001010012' })), ['id_no format', 'phone format'])
		assert.deepEqual(told(await ask({ forgotten: 'account', phone: newPerson().phone, uscc: '1' })), ['uscc format'])
	})
})

describe('a forgotten account', () => {
	it('ACC-3 is found by the credit code, the operator\'s phone and a code', async () => {
		const { user, person, institution, uscc } = await operator()
		const { ticket, code } = await asked({ forgotten: 'account', uscc: ` ${uscc.toLowerCase()} `, phone: person.phone })
		assert.equal((await reset(ticket, code)).body.code, 'sms.code_ended', 'no password by such a code')
		const other = await asked({ forgotten: 'password', account: user.account, phone: person.phone })
		assert.equal((await browser.post('/recovery/account', other)).body.code, 'sms.code_ended', 'nor the other way round')
		assert.equal((await reset(other.ticket, other.code)).status, 200, 'and it is still good for what it was asked for')
		const { items } = await browser.expect(200, 'POST', '/recovery/account', { body: { ticket, code } })
		assert.deepEqual(items, [{ account: user.account, organisation_name: institution.name }])
		assert.equal((await browser.post('/recovery/account', { ticket, code })).body.code, 'sms.code_ended')
	})

	it('ACC-3 tells of no other institution of that person\'s, and of nobody else\'s account', async () => {
		const first = await operator()
		const second = await accounts.institution()
		await db.query('UPDATE organisations SET uscc = ? WHERE id = ?', '91350200MA2XY9999X', second.id)
		const other = await accounts.operator({ institution: second })
		await standsFor(stack, db, other.account, first.person)
		const colleague = await accounts.operator({ institution: first.institution })
		await standsFor(stack, db, colleague.account, newPerson())
		const { ticket, code } = await asked({ forgotten: 'account', uscc: first.uscc, phone: first.person.phone })
		const { items } = await browser.expect(200, 'POST', '/recovery/account', { body: { ticket, code } })
		assert.deepEqual(items.map(({ account }) => account), [first.user.account])
	})
})

it('ACC-2 a password set so signs in where it should', async () => {
	const one = await unified(stack)
	await withPassword(stack, db, one)
	const answer = await browser.post('/session/phone', { phone: one.person.phone, password: 'a personal kettle sings', ...await browser.captcha() })
	assert.equal(answer.status, 200)
})
