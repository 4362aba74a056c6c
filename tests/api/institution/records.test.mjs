// Institution records: filled in once, reviewed by the district, put on file with a
// code; what is wrong is said, and nobody else's becomes one's own.
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { Accounts } from '../../lib/accounts.mjs'
import { Client } from '../../lib/client.mjs'
import { Database } from '../../lib/db.mjs'
import { draftRecord } from '../../lib/institutions.mjs'
import { decide, submit } from '../../lib/orders.mjs'
import { startStack } from '../../lib/stack.mjs'

let stack, db, accounts, district
before(async () => {
	stack = await startStack()
	db = new Database(stack)
	accounts = new Accounts(stack, db)
	district = await Client.signedIn(stack, await accounts.person('district_reviewer', await accounts.bureau('district', 350212)))
})
after(() => stack?.stop())

/** An operator of an institution that has no code yet. */
async function newcomer(division = 350212) {
	const institution = await accounts.institution(division)
	await db.query('UPDATE organisations SET code = NULL WHERE id = ?', institution.id)
	const user = await accounts.operator({ institution })
	return { client: await Client.signedIn(stack, user), institution }
}
const see = (client, order_no) => client.expect(200, 'GET', `/orders/${order_no}`)
async function submitted(client, kind, more) {
	const order = await draftRecord(client, kind, more)
	const answer = await submit(client, order)
	assert.equal(answer.status, 200, JSON.stringify(answer.body))
	return { ...order, version: answer.body.version }
}
async function approved(order_no) {
	const { version } = await see(district, order_no)
	const answer = await decide(district, { order_no, version }, 'approve')
	assert.equal(answer.status, 200, JSON.stringify(answer.body))
	return answer.body
}
async function refusedFields(client, kind, more) {
	const { status, body } = await submit(client, await draftRecord(client, kind, more))
	assert.equal(status, 422, JSON.stringify(body))
	return body.fields.map(({ field, code }) => `${field} ${code}`)
}

for (const [kind, what, letter] of [['medical_registration', 'a medical institution', 'H'], ['pharmacy_registration', 'a pharmacy', 'P']])
	describe(`INST-${letter === 'H' ? 1 : 2} ${what}`, () => {
		it('INST-3 INST-4 waits with its district; approved it is on file, with a code that its account and orders have from then on', async () => {
			const { client, institution } = await newcomer()
			const order = await submitted(client, kind)
			assert.equal((await see(client, order.order_no)).status, 'record_waiting')
			const waiting = await district.expect(200, 'GET', `/reviews?list=institutions&state=waiting&order_no=${order.order_no}`)
			assert.deepEqual(waiting.items.map(({ title }) => title), [order.content.name])
			await approved(order.order_no)
			const seen = await see(client, order.order_no)
			assert.equal(seen.status, 'on_file')
			assert.match(seen.record.code, new RegExp(`^${letter}350212\\d{5}$`))
			const { grant } = await client.expect(200, 'GET', '/me')
			assert.equal(grant.organisation.name, order.content.name)
			assert.equal(await db.value('SELECT code FROM organisations WHERE id = ?', institution.id), seen.record.code)
			assert.equal((await see(client, order.order_no)).institution.name, order.content.name)
		})

		it('INST-3 returned with remarks; corrected it waits again', async () => {
			const { client } = await newcomer()
			const order = await submitted(client, kind)
			const { version } = await see(district, order.order_no)
			const remarks = [{ field: 'address', code: 'wrong', words: '与许可证不符', remedy: '请按许可证填写' }]
			const answer = await decide(district, { order_no: order.order_no, version }, 'reject', { reason: '地址有误', remarks })
			assert.equal(answer.status, 200, JSON.stringify(answer.body))
			const returned = await see(client, order.order_no)
			assert.equal(returned.status, 'record_returned')
			const again = await submit(client, { order_no: order.order_no, version: returned.version, content: { ...order.content, address: '厦门市同安区祥和路86号' } })
			assert.equal(again.status, 200, JSON.stringify(again.body))
			await approved(order.order_no)
		})

		it('says what is wrong beyond the form: a licence that has ended, an account that is another\'s', async () => {
			const { client } = await newcomer()
			const yesterday = new Date(Date.now() + 8 * 3600_000 - 86400_000).toISOString().slice(0, 10)
			assert.deepEqual(await refusedFields(client, kind, { valid_to: yesterday, account_name: '别家医院' }),
				['account_name not_own_name', 'valid_to ended'])
			assert.deepEqual(await refusedFields(client, kind, { no_basic_account: true, parent_name: '厦门第一医院', account_name: '厦门第二医院' }),
				['account_name not_parents_name'])
			const today = new Date(Date.now() + 8 * 3600_000).toISOString().slice(0, 10)
			await submitted(client, kind, { valid_to: today, no_basic_account: true, parent_name: '厦门第一医院', account_name: '厦门 第一医院' })
		})

		it('PLAT-10 keeps people\'s data and the account sealed, and shows the district masks', async () => {
			const { client } = await newcomer()
			const order = await submitted(client, kind)
			const stored = await db.value('SELECT content FROM order_versions v JOIN orders o ON o.id = v.order_id WHERE o.order_no = ?', order.order_no)
			const seen = (await see(district, order.order_no)).content
			for (const name of kind === 'medical_registration' ? ['account_no', 'office_mail', 'deputy_phone', 'head_name']
				: ['account_no', 'legal_paper_no', 'principal_phone', 'contact_name']) {
				assert.ok(!stored.includes(order.content[name].replaceAll(' ', '')), name)
				assert.match(seen[name], /\*/, name)
			}
		})
	})

it('INST-1 what is asked follows the licence: a filed clinic, a military institution', async () => {
	const { client } = await newcomer()
	const filed = { licence_kind: 'clinic_filing', filing_no: '闽厦中医备2024001', licence_no: undefined, valid_from: undefined, valid_to: undefined }
	await submitted(client, 'medical_registration', filed)
	assert.deepEqual(await refusedFields(client, 'medical_registration', { ...filed, filing_no: undefined }), ['filing_no required'])
	const military = { licence_kind: 'military', licence_no: undefined, valid_from: undefined, valid_to: undefined, licence_address: undefined }
	const order = await submitted(client, 'medical_registration', military)
	assert.equal((await see(client, order.order_no)).content.licence_papers, undefined)
})

it('INST-1 INST-2 refuses what no record can hold, field by field', async () => {
	const { client } = await newcomer()
	for (const [more, expected] of [
		[{ beds: -1 }, 'beds too_small'],
		[{ beds: 20001 }, 'beds too_large'],
		[{ subjects: ['03.99'] }, 'subjects choice'],
		[{ subjects: [] }, 'subjects required'],
		[{ uscc: '91350200MA2XY1234' }, 'uscc format'],
		[{ position: '24.723116,118.152341' }, 'position format'],
		[{ position: '118.1523411,24.723116' }, 'position format'],
		[{ account_no: '6222-abc' }, 'account_no format'],
		[{ valid_from: '2039-01-01' }, 'valid_to order'],
		[{ grade: 'grade_4' }, 'grade choice'],
	])
		assert.deepEqual(await refusedFields(client, 'medical_registration', more), [expected], JSON.stringify(more))
	for (const [more, expected] of [
		[{ capital: -1 }, 'capital too_small'],
		[{ capital: 1.5 }, 'capital type'],
		[{ principal_phone: '12345' }, 'principal_phone format'],
		[{ operation: 'wholesale' }, 'operation choice'],
	])
		assert.deepEqual(await refusedFields(client, 'pharmacy_registration', more), [expected], JSON.stringify(more))
})

it('INST-4 one identity is one record: the second of two institutions is refused, and its number is not lost', async () => {
	const [one, other] = [await newcomer(350211), await newcomer(350211)]
	const desk = await Client.signedIn(stack, await accounts.person('district_reviewer', await accounts.bureau('district', 350211)))
	const first = await submitted(one.client, 'pharmacy_registration')
	const second = await submitted(other.client, 'pharmacy_registration', { uscc: first.content.uscc })
	const judge = async ({ order_no }) => decide(desk, { order_no, version: (await see(desk, order_no)).version }, 'approve')
	const answers = await Promise.all([judge(first), judge(second)])
	assert.deepEqual(answers.map(({ status }) => status).sort(), [200, 409], JSON.stringify(answers.map(({ body }) => body.code)))
	assert.equal(answers.find(({ status }) => status === 409).body.code, 'record.taken')
	const third = await submitted((await newcomer(350211)).client, 'pharmacy_registration')
	assert.equal((await judge(third)).status, 200)
	const codes = (await db.query('SELECT code FROM records WHERE division = 350211 AND kind = 12 ORDER BY code')).map(({ code }) => code)
	assert.deepEqual(codes, ['P35021100001', 'P35021100002'])
})

it('INST-4 two hundred approvals at once over three divisions: codes without gaps, none double', async () => {
	const divisions = [350203, 350205, 350206]
	const desks = new Map()
	for (const division of divisions)
		desks.set(division, await Client.signedIn(stack, await accounts.person('district_reviewer', await accounts.bureau('district', division))))
	const waiting = []
	for (const division of divisions)
		for (let i = 0; i < 67; i++) {
			const { client } = await newcomer(division)
			const kind = i % 2 ? 'pharmacy_registration' : 'medical_registration'
			const { order_no, version } = await submitted(client, kind)
			waiting.push({ division, order_no, version })
			client.close()
		}
	const answers = await Promise.all(waiting.map(({ division, order_no, version }) => decide(desks.get(division), { order_no, version }, 'approve')))
	assert.deepEqual([...new Set(answers.map(({ status }) => status))], [200])
	for (const division of divisions)
		for (const [kind, letter, count] of [[10, 'H', 34], [12, 'P', 33]]) {
			const codes = (await db.query('SELECT code FROM records WHERE division = ? AND kind = ? ORDER BY code', division, kind)).map(({ code }) => code)
			assert.deepEqual(codes, Array.from({ length: count }, (_, i) => `${letter}${division}${String(i + 1).padStart(5, '0')}`))
		}
})
