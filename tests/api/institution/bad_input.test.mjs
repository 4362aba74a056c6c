// Bad input of institution records: every field of their four forms spoiled in every
// way, papers that are not what they are called, and two that want the same at once.
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { Accounts } from '../../lib/accounts.mjs'
import { spoiler } from '../../lib/bad_input.mjs'
import { Client } from '../../lib/client.mjs'
import { Database } from '../../lib/db.mjs'
import { draftChange, draftRecord, newcomer, putOnFile, sendRecord } from '../../lib/institutions.mjs'
import { decide, submit } from '../../lib/orders.mjs'
import { jpeg, pdf, png } from '../../lib/papers.mjs'
import { sharedStack } from '../../lib/stack.mjs'

const division = 350623

let stack, db, accounts, forms, spoil, district
before(async () => {
	stack = await sharedStack()
	db = new Database(stack)
	accounts = new Accounts(stack, db)
	forms = (await (await Client.open(stack)).get('/openapi.json')).body['x-liangding-forms']
	;({ spoil } = spoiler(db, forms))
	district = await Client.signedIn(stack, await accounts.person('district_reviewer', await accounts.bureau('district', division)))
})
after(() => stack?.stop())

/** Those fields of a form that are asked for where the content is so. */
const asked = (kind, content) => forms[kind].fields.filter(({ when }) => !when || when.words.includes(String(content[when.field])) !== when.unless)
const variants = {
	'a practice licence': {},
	'a filed clinic, the parent\'s account': { licence_kind: 'clinic_filing', filing_no: '闽漳中医备2024001', licence_no: undefined, valid_from: undefined, valid_to: undefined,
		no_basic_account: true, parent_name: '漳浦第一医院', account_name: '漳浦第一医院' },
	'military': { licence_kind: 'military', licence_no: undefined, valid_from: undefined, valid_to: undefined, licence_address: undefined },
}

describe('PLAT-3 INST-1 INST-2 a record, field by field', () => {
	for (const [kind, name] of [...Object.keys(variants).map((one) => ['medical_registration', one]), ['pharmacy_registration', 'a practice licence'], ['pharmacy_registration', 'a filed clinic, the parent\'s account']])
		it(`${kind}, ${name}`, async () => {
			const { client } = await newcomer(stack, db, accounts, division)
			const more = Object.fromEntries(Object.entries(variants[name]).filter(([field]) => kind.startsWith('medical') || ['no_basic_account', 'parent_name', 'account_name'].includes(field)))
			const draft = await draftRecord(client, kind, more)
			await spoil(kind, () => structuredClone(draft.content),
				(content) => client.once(`/orders/${draft.order_no}/submission`, { version: draft.version, content }), { fields: asked(kind, draft.content) })
			// Spoiled in all those ways, it is still the one that can be sent.
			await sendRecord(client, draft)
		})

	for (const kind of ['medical_change', 'pharmacy_change'])
		it(`INST-5 ${kind}`, async () => {
			const { client, order } = await putOnFile(stack, db, accounts, district, { division, kind: kind.replace('change', 'registration') })
			const draft = await draftChange(client, order.order_no, kind)
			await spoil(kind, () => structuredClone(draft.content),
				(content) => client.once(`/orders/${draft.order_no}/submission`, { version: draft.version, content }), { fields: asked(kind, draft.content) })
			await sendRecord(client, draft)
		})

	it('what is not asked for is not kept where it is given', async () => {
		const { client } = await newcomer(stack, db, accounts, division)
		const draft = await draftRecord(client, 'medical_registration')
		await sendRecord(client, { ...draft, content: { ...draft.content, filing_no: '闽漳中医备2024001', parent_name: '漳浦第一医院' } })
		const { content } = await client.expect(200, 'GET', `/orders/${draft.order_no}`)
		assert.deepEqual([content.filing_no, content.parent_name, content.licence_no], [undefined, undefined, draft.content.licence_no])
	})
})

/** What an upload ends with: refused by its name and size, or once its bytes are seen. */
async function sent(client, order_no, name, bytes) {
	const begun = await client.post(`/orders/${order_no}/files`, { field: 'licence_papers', name, size: bytes.length })
	return begun.status !== 201 ? begun
		: client.call('PUT', `/files/${begun.body.file_id}/content`, { bytes, headers: { 'Upload-Offset': '0' } })
}

it('PLAT-9 a paper that is not what it is called, of a sort that is not taken, or too large is refused, and says so', async () => {
	const { client } = await newcomer(stack, db, accounts, division)
	const { order_no, version, content } = await draftRecord(client, 'medical_registration')
	const large = 10 * 1024 * 1024
	for (const [name, bytes, code] of [
		['licence.jpg', pdf('licence'), 'is_pdf'], ['licence.pdf', jpeg(), 'is_jpeg'], ['licence.jpg', png(), 'is_png'],
		['licence.pdf', Buffer.from('licence'), 'signature'], ['licence.jpg', jpeg().subarray(0, 40), 'damaged'],
		['licence.png', png(), 'extension'], ['licence', pdf('x'), 'extension'], ['licence.pdf.exe', pdf('x'), 'extension'],
		['licence.pdf', pdf('x', large + 1), 'file_size'], ['licence.pdf', Buffer.alloc(0), 'empty'],
	]) {
		const answer = await sent(client, order_no, name, bytes)
		const told = `${name}, ${bytes.length} bytes: ${answer.status} ${JSON.stringify(answer.body)}`
		assert.equal(answer.status, 422, told)
		const [fault] = answer.body.fields
		assert.deepEqual([fault.field, fault.code], ['licence_papers', code], told)
		for (const words of [fault.message.zh, fault.message.en, fault.remedy.zh, fault.remedy.en])
			assert.ok(words, told)
	}
	// Nor does what was uploaded for one field serve for another, or what nobody uploaded.
	for (const papers of [content.legal_papers, ['nonesuch'], [...content.licence_papers, ...content.licence_papers]]) {
		const { status, body } = await submit(client, { order_no, version, content: { ...content, licence_papers: papers } })
		assert.deepEqual([status, body.fields?.map(({ field, code }) => `${field} ${code}`)], [422, ['licence_papers file']])
	}
	await sendRecord(client, { order_no, version, content })
})

it('INST-1 INST-2 a licence is valid on its last day, and not on the day after', async () => {
	const day = (ago) => new Date(Date.now() + 8 * 3600_000 - ago * 86400_000).toISOString().slice(0, 10)
	for (const kind of ['medical_registration', 'pharmacy_registration']) {
		const { client } = await newcomer(stack, db, accounts, division)
		const draft = await draftRecord(client, kind)
		const { status, body } = await submit(client, { ...draft, content: { ...draft.content, valid_to: day(1) } })
		assert.deepEqual([status, body.fields?.map(({ field, code }) => `${field} ${code}`)], [422, ['valid_to ended']])
		await sendRecord(client, { ...draft, content: { ...draft.content, valid_to: day(0) } })
	}
})

describe('INST-4 two institutions of one identity at once', () => {
	for (const kind of ['medical_registration', 'pharmacy_registration'])
		it(`${kind}: one of them is on file, the other is told, and no code is lost`, async () => {
			const letter = kind.startsWith('medical') ? 'H' : 'P'
			const count = () => db.value('SELECT COUNT(*) FROM records WHERE division = ? AND code LIKE ?', division, `${letter}%`).then(Number)
			const before_ = await count()
			const all = []
			let shared
			for (let i = 0; i < 6; i++) {
				const { client } = await newcomer(stack, db, accounts, division)
				const order = await sendRecord(client, await draftRecord(client, kind, shared))
				const { uscc, name, licence_no } = order.content
				shared ??= letter === 'H' ? { uscc, name, licence_no, account_name: name } : { uscc }
				all.push({ client, order })
			}
			const answers = await Promise.all(all.map(async ({ order: { order_no } }) =>
				decide(district, { order_no, version: (await district.expect(200, 'GET', `/orders/${order_no}`)).version }, 'approve')))
			assert.deepEqual(answers.map(({ status, body }) => status === 200 ? '200' : body.code).sort(), ['200', ...Array(5).fill('record.taken')])
			assert.equal(await count(), before_ + 1)
			// The others still wait; the next code follows without a gap.
			const refused = answers.findIndex(({ status }) => status !== 200)
			assert.equal((await all[refused].client.expect(200, 'GET', `/orders/${all[refused].order.order_no}`)).status, 'record_waiting')
			const { code } = await putOnFile(stack, db, accounts, district, { division, kind })
			const codes = (await db.query('SELECT code FROM records WHERE division = ? AND code LIKE ? ORDER BY code', division, `${letter}%`)).map((row) => row.code)
			assert.equal(codes.at(-1), code)
			assert.deepEqual(codes.map((one) => Number(one.slice(7))), codes.map((_, i) => i + 1))
		})
})
