// The phone that an account is bound to, and changing it.
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { newPerson } from '../../lib/app.mjs'
import { Accounts } from '../../lib/accounts.mjs'
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

const masked = (phone) => `${phone.slice(0, 3)}****${phone.slice(-4)}`
const fault = (answer, field) => answer.body.fields?.find((each) => each.field === field)?.code
async function asked(client, which, phone) {
	await later(db)
	const had = (await sentTo(client, phone)).length
	const answer = await client.post('/bound-phone/code', { which, ...which === 'new' ? { phone } : {}, ...await client.captcha() })
	assert.equal(answer.status, 200, JSON.stringify(answer.body))
	assert.equal(answer.body.phone, masked(phone))
	return { ticket: answer.body.ticket, code: await codeTo(client, phone, had + 1) }
}
/** Signed in by phone, not by a scan: { person, account, client, phone (the new one) }. */
async function somebody() {
	const one = await unified(stack)
	await withPassword(stack, db, one)
	const client = await Client.open(stack)
	const had = (await sentTo(client, one.person.phone)).length
	const { ticket } = await client.expect(200, 'POST', '/session/phone', { body: { phone: one.person.phone, password, ...await client.captcha() } })
	client.entered(await client.expect(200, 'POST', '/session/phone/code', { body: { ticket, code: await codeTo(client, one.person.phone, had + 1) } }))
	return { ...one, client, phone: newPerson().phone }
}
const change = (client, body) => client.put('/bound-phone', body)
async function proofs({ client, person, phone }) {
	const old = await asked(client, 'old', person.phone)
	return { phone, id_no: person.id_no, old_ticket: old.ticket, old_code: old.code, ...await asked(client, 'new', phone) }
}

describe('the bound phone', () => {
	it('ACC-5 whoever has a phone on record and no ID number is told so, and nothing breaks', async () => {
		const accounts = new Accounts(stack, db)
		const institution = await accounts.institution(350302)
		const admin = await Client.signedIn(stack, await accounts.person('institution_admin', institution))
		const { phone } = newPerson()
		const made = await admin.expect(201, 'POST', '/accounts', { body: { name: `phone-${process.pid}`, display_name: '林小雨', phone, organisation_id: institution.id, roles: ['finance'], password: 'Blue kettle on a shelf' } })
		const user = await Client.signedIn(stack, { account: made.name, password: 'Blue kettle on a shelf', realm: 'bureau' })
		user.entered((await user.post('/password', { old_password: 'Blue kettle on a shelf', new_password: 'Another kettle altogether' })).body)
		assert.equal((await user.expect(200, 'GET', '/bound-phone')).phone, null)
		for (const answer of [await user.post('/bound-phone/code', { which: 'old', ...await user.captcha() }), await change(user, { phone: newPerson().phone, id_no: newPerson().id_no, ticket: 'x', code: '123456' })])
			assert.equal(answer.body.code, 'phone.none')
	})

	it('ACC-5 is changed by the ID number, the old phone\'s code and the new one\'s; others\' sessions end, the old phone is told', async () => {
		const who = await somebody()
		assert.deepEqual(await who.client.expect(200, 'GET', '/bound-phone'), { phone: masked(who.person.phone), by_app: false })
		const elsewhere = await Client.open(stack)
		await later(db)
		const had = (await sentTo(elsewhere, who.person.phone)).length
		const { ticket } = await elsewhere.expect(200, 'POST', '/session/phone', { body: { phone: who.person.phone, password, ...await elsewhere.captcha() } })
		elsewhere.entered(await elsewhere.expect(200, 'POST', '/session/phone/code', { body: { ticket, code: await codeTo(elsewhere, who.person.phone, had + 1) } }))

		const answer = await change(who.client, await proofs(who))
		assert.deepEqual([answer.status, answer.body], [200, { phone: masked(who.phone), by_app: false }])
		assert.equal((await elsewhere.get('/me')).status, 401)
		assert.equal((await who.client.get('/me')).status, 200)
		const told = await until('the old phone is told', async () => (await sentTo(who.client, who.person.phone)).find(({ text }) => text.includes('改绑')))
		assert.ok(told.text.includes(masked(who.phone)) && !told.text.includes(who.phone))
		await later(db)
		const sign = async (phone) => who.client.post('/session/phone', { phone, password, ...await who.client.captcha() }, { token: null })
		assert.deepEqual([(await sign(who.phone)).status, (await sign(who.person.phone)).status], [200, 401])
		assert.equal(await db.value(`SELECT COUNT(*) FROM audit_rows a JOIN accounts b ON b.id = a.account_id WHERE a.act = 'phone.change' AND b.name = ?`, who.account), '1')
	})

	it('ACC-5 the app\'s confirmation stands for the old phone, for ten minutes after a scan', async () => {
		const who = { ...await unified(stack), phone: newPerson().phone }
		assert.equal((await who.client.expect(200, 'GET', '/bound-phone')).by_app, true)
		const body = { phone: who.phone, id_no: who.person.id_no, ...await asked(who.client, 'new', who.phone) }
		await db.query(`UPDATE sessions SET created_at = created_at - INTERVAL 10 MINUTE WHERE account_id = (SELECT id FROM accounts WHERE name = ?)`, who.account)
		assert.equal(fault(await change(who.client, body), 'old_code'), 'required')
		await db.query(`UPDATE sessions SET created_at = created_at + INTERVAL 10 MINUTE WHERE account_id = (SELECT id FROM accounts WHERE name = ?)`, who.account)
		assert.equal((await change(who.client, body)).status, 200)
	})

	it('ACC-5 each proof is needed: nothing changes without one of them', async () => {
		const who = await somebody()
		const good = await proofs(who)
		const stranger = await somebody()
		const theirs = await proofs(stranger)
		const bad = [
			[{ ...good, id_no: stranger.person.id_no }, 422, 'phone.id_wrong', 'id_no'],
			[{ ...good, old_ticket: undefined, old_code: undefined }, 422, 'form.invalid', 'old_code'],
			[{ ...good, old_code: another(good.old_code) }, 422, 'sms.code_wrong', 'old_code'],
			[{ ...good, code: another(good.code) }, 422, 'sms.code_wrong', 'code'],
			/* another's codes, the codes of the other step, another number */
			[{ ...good, old_ticket: theirs.old_ticket, old_code: theirs.old_code }, 422, 'sms.code_ended'],
			[{ ...good, ticket: theirs.ticket, code: theirs.code, phone: stranger.phone }, 422, 'sms.code_ended'],
			[{ ...good, old_ticket: good.ticket, old_code: good.code }, 422, 'sms.code_ended'],
			[{ ...good, phone: newPerson().phone }, 422, 'sms.code_ended'],
		]
		for (const [body, status, code, field] of bad) {
			await db.query('DELETE FROM rates WHERE act = 9')
			await db.query('UPDATE sms_codes SET tries = 0')
			const answer = await change(who.client, body)
			assert.deepEqual([answer.status, answer.body.code], [status, code], JSON.stringify(answer.body))
			if (field)
				assert.ok(fault(answer, field), field)
			assert.equal((await who.client.expect(200, 'GET', '/bound-phone')).phone, masked(who.person.phone))
		}
		await db.query('DELETE FROM rates WHERE act = 9')
		await db.query('UPDATE sms_codes SET tries = 0')
		assert.equal((await change(who.client, good)).status, 200)
	})

	it('ACC-5 an ID number is not to be guessed: five tries an hour', async () => {
		const who = await somebody()
		const good = await proofs(who)
		for (let i = 0; i < 5; i++)
			assert.equal((await change(who.client, { ...good, id_no: newPerson().id_no })).body.code, 'phone.id_wrong')
		const over = await change(who.client, good)
		assert.deepEqual([over.status, over.body.code], [429, 'phone.id_too_often'])
		await db.query('UPDATE rates SET began_at = began_at - INTERVAL 1 HOUR WHERE act = 9')
		assert.equal((await change(who.client, good)).status, 200)
	})

	it('ACC-5 who has none on record is told so', async () => {
		const client = await Client.signedIn(stack, await new Accounts(stack, db).operator())
		assert.deepEqual(await client.expect(200, 'GET', '/bound-phone'), { phone: null, by_app: false })
		for (const body of [{ which: 'old' }, { which: 'new', phone: newPerson().phone }])
			assert.equal((await client.post('/bound-phone/code', { ...body, ...await client.captcha() })).body.code, 'phone.none')
	})
})
