// Institution records: filled in once, reviewed by the district, put on file with a
// code; what is wrong is said, and nobody else's becomes one's own.
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { Accounts } from '../../lib/accounts.mjs'
import { Client } from '../../lib/client.mjs'
import { Database } from '../../lib/db.mjs'
import { creditCode, draftRecord } from '../../lib/institutions.mjs'
import { decide, submit } from '../../lib/orders.mjs'
import { pdf } from '../../lib/papers.mjs'
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
		[{ legal_paper_no: '110105194912310021' }, 'legal_paper_no resident_id'],
	])
		assert.deepEqual(await refusedFields(client, 'pharmacy_registration', more), [expected], JSON.stringify(more))
	await submitted(client, 'pharmacy_registration', { legal_paper: 'passport', legal_paper_no: 'E12345678' })
})

describe('INST-5 a change of what is on file', () => {
	async function onFile(kind = 'medical_registration') {
		const { client, institution } = await newcomer()
		const order = await submitted(client, kind)
		await approved(order.order_no)
		const seen = await see(client, order.order_no)
		return { client, institution, order, seen, code: seen.record.code }
	}
	const beginChange = (client, parent_order_no, kind = 'medical_change') => client.once('/orders', { kind, parent_order_no })
	const proof = async (client, order_no) => ({ proof_kind: 'notice', proof_papers: [await client.attach(order_no, 'proof_papers', '变更通知书.pdf', pdf('proof'))] })
	const ids = (content) => Object.fromEntries(Object.entries(content).map(([name, value]) =>
		[name, Array.isArray(value) && value[0]?.file_id ? value.map(({ file_id }) => file_id) : value]))

	it('begins with what is in force, its papers too; approved it is the next version, the code stays, the name is the new one everywhere', async () => {
		const { client, order, seen, code } = await onFile()
		assert.equal(seen.actions.begin, 'medical_change')
		const { body: draft } = await beginChange(client, order.order_no)
		for (const name of ['name', 'uscc', 'beds', 'subjects', 'office_phone', 'position'])
			assert.deepEqual(draft.content[name], name === 'office_phone' ? order.content.office_phone : seen.content[name], name)
		assert.deepEqual(draft.content.licence_papers, seen.content.licence_papers)
		const content = { ...ids(draft.content), beds: 150, name: `${order.content.name}（新院区）`, account_name: `${order.content.name}（新院区）`, ...await proof(client, draft.order_no) }
		assert.equal((await submit(client, { order_no: draft.order_no, version: draft.version, content })).status, 200)
		// The reviewer compares with what is on record, and opens the papers that stayed.
		const waiting = await see(district, draft.order_no)
		const changes = Object.fromEntries(waiting.changes.map(({ field, on_record, now }) => [field, [on_record, now]]))
		assert.deepEqual(changes.beds, [120, 150])
		assert.equal(changes.uscc, undefined)
		assert.equal((await district.get(`/files/${waiting.content.licence_papers[0].file_id}`)).status, 200)
		// Until then all stays as it was.
		assert.equal((await see(client, order.order_no)).record.version, 1)
		assert.equal((await see(client, order.order_no)).actions.begin, null, 'one at a time')
		await approved(draft.order_no)
		const now = await see(client, draft.order_no)
		assert.deepEqual(now.record, { code, version: 2 })
		const compared = async () => Object.fromEntries((await see(district, draft.order_no)).changes.map(({ field, before, on_record, now }) => [field, [before, on_record, now]]))
		assert.deepEqual((await compared()).beds, [120, 120, 150], 'approved, it still says what it changed')
		assert.equal((await client.expect(200, 'GET', '/me')).grant.organisation.name, content.name)
		// On file with every version and what it changed, for its own and for who reviews it, and for nobody else.
		const record = await client.expect(200, 'GET', `/records/${code}`)
		assert.deepEqual([record.version, record.content.beds, record.begin, record.order_no], [2, 150, 'medical_change', order.order_no])
		assert.deepEqual(record.versions.map(({ no, order_no }) => [no, order_no]), [[2, draft.order_no], [1, order.order_no]])
		assert.deepEqual(record.versions[0].changes.map(({ field }) => field).sort(), ['account_name', 'beds', 'name', 'proof_kind', 'proof_papers'])
		assert.deepEqual(record.versions[1].changes, [])
		const read = await district.expect(200, 'GET', `/records/${code}`)
		assert.equal(read.begin, null)
		assert.match(read.content.office_phone, /\*/)
		const elsewhere = await Client.signedIn(stack, await accounts.person('district_reviewer', await accounts.bureau('district', 350213)))
		for (const stranger of [(await newcomer()).client, elsewhere])
			assert.equal((await stranger.get(`/records/${code}`)).status, 404)
		// The old values are history, and a second change begins with the new ones, without the earlier proof.
		assert.equal((await see(client, order.order_no)).content.beds, 120)
		const { body: second } = await beginChange(client, order.order_no)
		assert.equal(second.content.beds, 150)
		assert.equal(second.content.proof_papers, undefined)
		const more = { ...ids(second.content), beds: 180, ...await proof(client, second.order_no) }
		assert.equal((await submit(client, { order_no: second.order_no, version: second.version, content: more })).status, 200)
		await approved(second.order_no)
		assert.deepEqual((await compared()).beds, [120, 120, 150], 'nor does a later one turn it round')
	})

	it('needs proof; the identity may change and the code stays; rejected or withdrawn nothing has changed', async () => {
		const { client, institution, order, code } = await onFile('pharmacy_registration')
		assert.equal(await db.value('SELECT uscc FROM organisations WHERE id = ?', institution.id), order.content.uscc)
		const { body: draft } = await beginChange(client, order.order_no, 'pharmacy_change')
		const without = await submit(client, { order_no: draft.order_no, version: draft.version, content: ids(draft.content) })
		assert.deepEqual(without.body.fields.map(({ field, code: why }) => `${field} ${why}`), ['proof_kind required', 'proof_papers required'])
		const content = { ...ids(draft.content), uscc: creditCode(), ...await proof(client, draft.order_no) }
		const sent = await submit(client, { order_no: draft.order_no, version: draft.version, content })
		assert.equal(sent.status, 200, JSON.stringify(sent.body))
		const remarks = [{ field: 'uscc', code: 'wrong', words: '与执照不符', remedy: '请核对' }]
		assert.equal((await decide(district, { order_no: draft.order_no, version: (await see(district, draft.order_no)).version }, 'reject', { reason: '不符', remarks })).status, 200)
		assert.equal((await see(client, order.order_no)).record.version, 1)
		const again = await submit(client, { order_no: draft.order_no, version: (await see(client, draft.order_no)).version, content: { ...content, uscc: creditCode() } })
		assert.equal(again.status, 200, JSON.stringify(again.body))
		await approved(draft.order_no)
		const changed = await see(client, draft.order_no)
		assert.deepEqual(changed.record, { code, version: 2 })
		assert.equal(await db.value('SELECT uscc FROM organisations WHERE id = ?', institution.id), changed.content.uscc)
	})

	it('withdrawn, it cannot undo what another has changed since', async () => {
		const { client, order } = await onFile()
		const { body: draft } = await beginChange(client, order.order_no)
		const content = { ...ids(draft.content), beds: 130, ...await proof(client, draft.order_no) }
		const { body: sent } = await submit(client, { order_no: draft.order_no, version: draft.version, content })
		const { body: back } = await client.once(`/orders/${draft.order_no}/withdrawal`, { version: sent.version })
		// With nothing changed since, it may come again.
		const { body: again } = await submit(client, { order_no: draft.order_no, version: back.version, content })
		const { body: out } = await client.once(`/orders/${draft.order_no}/withdrawal`, { version: again.version })
		const { body: other } = await beginChange(client, order.order_no)
		const fuller = { ...ids(other.content), beds: 160, ...await proof(client, other.order_no) }
		assert.equal((await submit(client, { order_no: other.order_no, version: other.version, content: fuller })).status, 200)
		await approved(other.order_no)
		const stale = await submit(client, { order_no: draft.order_no, version: out.version, content })
		assert.deepEqual([stale.status, stale.body.code], [409, 'record.stale'])
	})

	it('is one\'s own alone, of what is on file, and one at a time', async () => {
		const { client, order } = await onFile()
		const stranger = await onFile()
		assert.deepEqual((await beginChange(stranger.client, order.order_no)).body.fields.map(({ field, code }) => [field, code]), [['parent_order_no', 'choice']])
		assert.equal((await beginChange(client, order.order_no, 'pharmacy_change')).status, 403)
		const fresh = await newcomer()
		const waiting = await submitted(fresh.client, 'medical_registration')
		assert.equal((await beginChange(fresh.client, waiting.order_no)).body.code, 'order.not_ready')
		const both = await Promise.all([beginChange(client, order.order_no), beginChange(client, order.order_no)])
		assert.deepEqual(both.map(({ status }) => status).sort(), [201, 409])
	})
})

it('INST-4 an institution is on file once: nothing more is begun or sent, and of two approved at once one is refused', async () => {
	const { client } = await newcomer()
	const drafts = [await draftRecord(client, 'medical_registration'), await draftRecord(client, 'medical_registration'), await draftRecord(client, 'medical_registration')]
	for (const draft of drafts.slice(0, 2))
		assert.equal((await submit(client, draft)).status, 200)
	const judge = async ({ order_no }) => decide(district, { order_no, version: (await see(district, order_no)).version }, 'approve')
	const answers = await Promise.all(drafts.slice(0, 2).map(judge))
	assert.deepEqual(answers.map(({ status, body }) => status === 200 ? 200 : body.code).sort(), [200, 'record.exists'].sort())
	assert.equal((await submit(client, drafts[2])).body.code, 'record.exists')
	assert.equal((await client.once('/orders', { kind: 'medical_registration' })).body.code, 'record.exists')
})

it('INST-4 one institution is of one sort: of both begun without a code only one goes on file, and its code is the one that stays', async () => {
	const { client, institution } = await newcomer()
	const kinds = ['medical_registration', 'pharmacy_registration']
	const late = { medical_registration: await draftRecord(client, kinds[0]), pharmacy_registration: await draftRecord(client, kinds[1]) }
	const sent = await Promise.all(kinds.map((kind) => submitted(client, kind)))
	const seen = await Promise.all(sent.map(({ order_no }) => see(district, order_no)))
	const answers = await Promise.all(seen.map(({ order_no, version }) => decide(district, { order_no, version }, 'approve')))
	assert.deepEqual(answers.map(({ status, body }) => status === 200 ? '200' : body.code).sort(), ['200', 'record.other_sort'])
	const records = await db.query('SELECT kind, code FROM records WHERE organisation_id = ?', institution.id)
	assert.equal(records.length, 1)
	assert.equal(await db.value('SELECT code FROM organisations WHERE id = ?', institution.id), records[0].code)
	const refused = kinds[answers.findIndex(({ status }) => status !== 200)]
	assert.equal(records[0].code[0], refused === kinds[0] ? 'P' : 'H')
	assert.equal((await submit(client, late[refused])).body.code, 'record.other_sort')
	assert.equal((await client.once('/orders', { kind: refused })).body.code, 'order.not_for_you')
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
