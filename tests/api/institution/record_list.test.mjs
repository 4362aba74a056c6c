// What is on file as a list: whose it is, how it stands, found by name, codes and
// last day, page by page, and as a file (PLAT-7, INST-3, INST-5).
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { Accounts } from '../../lib/accounts.mjs'
import { Client } from '../../lib/client.mjs'
import { Database } from '../../lib/db.mjs'
import { draftChange, draftRecord, newcomer, putOnFile, sendRecord, settle } from '../../lib/institutions.mjs'
import { sharedStack, until } from '../../lib/stack.mjs'
import { readSheets } from '../../lib/xlsx.mjs'

// A city of this file's own, so that counts are.
const district_code = 350702
const other_code = 350703
const returned = { reason: '依据不符', remarks: [{ field: 'proof_papers', code: 'other_document', words: '不是变更通知书', remedy: '请上传变更通知书' }] }

let stack, db, accounts
const desks = {}
const signedIn = (user) => Client.signedIn(stack, user)
const list = (client, query = {}) => client.expect(200, 'GET', `/records?${new URLSearchParams(query)}`)
const codes = async (client, query) => (await list(client, query)).items.map(({ code }) => code)
const see = (client, order_no) => client.expect(200, 'GET', `/orders/${order_no}`)
const row = async (client, code) => (await list(client, { code })).items[0]

before(async () => {
	stack = await sharedStack()
	db = new Database(stack)
	accounts = new Accounts(stack, db)
	for (const [name, role, desk, division] of [['district', 'district_reviewer', 'district', district_code], ['other', 'district_reviewer', 'district', other_code],
		['city', 'city_reviewer', 'city', 350700], ['province', 'province_reviewer', 'province', 350000], ['nation', 'national_reviewer', 'nation', 0],
		['elsewhere', 'city_reviewer', 'city', 350800]])
		desks[name] = await signedIn(await accounts.person(role, await accounts.bureau(desk, division)))
})
after(() => stack?.stop())
const onFile = (more = {}) => putOnFile(stack, db, accounts, desks[more.division === other_code ? 'other' : 'district'], { division: district_code, ...more })

describe('INST-3 INST-5 the states of a record', () => {
	it('not submitted, waiting, returned, on file, changing: each in its own word, for the order, its lists and the record', async () => {
		const { client } = await newcomer(stack, db, accounts, district_code)
		const mine = async (order_no) => (await client.expect(200, 'GET', `/orders?order_no=${order_no}`)).items[0].status
		const is = async (order_no, status) => assert.deepEqual([(await see(client, order_no)).status, await mine(order_no)], [status, status])
		const order = await draftRecord(client, 'pharmacy_registration')
		await is(order.order_no, 'record_draft')
		await sendRecord(client, order)
		await is(order.order_no, 'record_waiting')
		const { record: { code } } = await settle(desks.district, client, order)
		await is(order.order_no, 'on_file')
		const theirs = async () => (await desks.district.expect(200, 'GET', `/reviews?list=institutions&order_no=${order.order_no}`)).items[0].status
		const stands = async (state, status) => {
			await is(order.order_no, status)
			assert.equal(await theirs(), status)
			for (const client_ of [client, desks.district, desks.city]) {
				assert.deepEqual([(await row(client_, code)).state, (await row(client_, code)).status], [state, status])
				const record = await client_.expect(200, 'GET', `/records/${code}`)
				assert.deepEqual([record.state, record.status], [state, status])
			}
		}
		await stands('on_file', 'on_file')
		const change = await draftChange(client, order.order_no, 'pharmacy_change')
		await stands('on_file', 'on_file')
		const sent = await sendRecord(client, change)
		await stands('changing', 'record_changing')
		assert.equal((await client.expect(200, 'GET', `/records/${code}`)).change_no, change.order_no)
		await is(change.order_no, 'record_waiting')
		await client.once(`/orders/${change.order_no}/withdrawal`, { version: sent.version })
		await stands('on_file', 'on_file')
		await sendRecord(client, { ...change, version: (await see(client, change.order_no)).version })
		await stands('changing', 'record_changing')
		await settle(desks.district, client, change, 'reject', returned)
		await stands('on_file', 'on_file')
		await is(change.order_no, 'record_returned')
		await sendRecord(client, { ...change, version: (await see(client, change.order_no)).version })
		await settle(desks.district, client, change)
		await stands('on_file', 'on_file')
		assert.equal((await row(client, code)).version, 2)
	})
})

describe('PLAT-7 the list of what is on file', () => {
	const made = {}
	before(async () => {
		made.hospital = await onFile({ name: '延平山海中心医院', account_name: '延平山海中心医院', valid_to: '2031-05-31' })
		made.pharmacy = await onFile({ kind: 'pharmacy_registration', name: '延平山海大药房', account_name: '延平山海大药房', valid_to: '2027-06-30' })
		made.neighbour = await onFile({ division: other_code, name: '建阳山海医院', account_name: '建阳山海医院', valid_to: '2030-01-01' })
	})
	const all = () => [made.pharmacy.code, made.hospital.code]

	it('has for each bureau those of its division, for an institution its own, for others none', async () => {
		const named = { title: '山海' }
		assert.deepEqual(await codes(desks.district, named), all())
		assert.deepEqual(await codes(desks.other, named), [made.neighbour.code])
		for (const above of ['city', 'province', 'nation'])
			assert.deepEqual(await codes(desks[above], named), [made.neighbour.code, ...all()], above)
		assert.deepEqual(await codes(desks.elsewhere, named), [])
		assert.deepEqual(await codes(made.hospital.client), [made.hospital.code])
		for (const query of [{ code: made.neighbour.code }, { uscc: made.neighbour.order.content.uscc }]) {
			assert.deepEqual(await codes(desks.district, query), [])
			assert.deepEqual(await codes(made.hospital.client, query), [])
		}
	})

	it('tells of each what it is, its codes, until when it is valid and since when it is in force', async () => {
		const one = await row(desks.district, made.pharmacy.code)
		assert.deepEqual([one.title, one.kind, one.uscc, one.valid_until, one.version, one.institution_name],
			['延平山海大药房', 'pharmacy_registration', made.pharmacy.order.content.uscc, '2027-06-30', 1, '延平山海大药房'])
		assert.ok(one.created_at && one.updated_at)
	})

	it('is found by name, code, credit code, sort, state and last day, and by several of them', async () => {
		const { code, order: { content: { uscc } } } = made.hospital
		for (const [query, expected] of [
			[{ title: '中心医院' }, [code]], [{ title: '山 海 中' }, [code]], [{ title: '没有' }, []],
			[{ code }, [code]], [{ code: code.slice(0, 7).toLowerCase(), title: '山海' }, [code]], [{ uscc, title: '山海' }, [code]], [{ uscc: uscc.slice(0, 10), title: '中心' }, [code]],
			[{ title: '山海', kind: 'pharmacy_registration' }, [made.pharmacy.code]],
			[{ title: '山海', state: 'changing' }, []], [{ title: '山海', state: 'on_file' }, all()],
			[{ valid_from: '2031-05-31', valid_to: '2031-05-31' }, [code]], [{ title: '山海', valid_to: '2031-05-30' }, [made.pharmacy.code]],
			[{ title: '山海', valid_from: '2027-07-01' }, [code]], [{ title: '山海', sort: 'oldest' }, all().reverse()],
			[{ title: '山海', list: 'institutions' }, all()],
		])
			assert.deepEqual(await codes(desks.district, query), expected, JSON.stringify(query))
	})

	it('a change of the name is found by the new one, and shows it', async () => {
		const { client, order, code } = await onFile({ name: '延平旧名医院', account_name: '延平旧名医院' })
		const change = await draftChange(client, order.order_no, 'medical_change', { name: '延平新名医院', account_name: '延平新名医院', valid_to: '2033-03-31' })
		await sendRecord(client, change)
		assert.deepEqual(await codes(desks.district, { title: '旧名' }), [code])
		assert.equal((await row(desks.district, code)).title, '延平旧名医院', 'old values stay in force')
		assert.deepEqual(await codes(desks.district, { state: 'changing', title: '延平' }), [code])
		await settle(desks.district, client, change)
		assert.deepEqual(await codes(desks.district, { title: '新名' }), [code])
		assert.deepEqual(await codes(desks.district, { title: '旧名' }), [])
		const now = await row(desks.district, code)
		assert.deepEqual([now.title, now.valid_until, now.version], ['延平新名医院', '2033-03-31', 2])
	})

	it('refuses what it does not know', async () => {
		for (const [query, field] of [[{ list: 'access' }, 'list'], [{ state: 'draft' }, 'state'], [{ kind: 'medical_change' }, 'kind'],
			[{ valid_from: '2031-02-30' }, 'valid_from'], [{ valid_from: '2031-02-02', valid_to: '2031-02-01' }, 'valid_to'], [{ page: 501 }, 'page'], [{ after: 'x' }, 'after'], [{ nonesuch: 1 }, 'nonesuch']])
			assert.deepEqual((await desks.district.expect(422, 'GET', `/records?${new URLSearchParams(query)}`)).fields.map((fault) => fault.field), [field], JSON.stringify(query))
	})

	it('goes page by page, whatever is added meanwhile, both ways, with the counts of each state', async () => {
		const extra = Array.from({ length: 23 }, (_, i) => i)
		// Rows as an approval leaves them: of these only the list is asked.
		for (const i of extra)
			await db.query(`INSERT INTO records (kind, list, state, organisation_id, addressee_id, div2, div4, division, identity, code, title, title_key, version, order_id, submission_no, created_at, updated_at)
				SELECT kind, list, ?, organisation_id, 0, div2, div4, division, UNHEX(SHA2(?, 256)), ?, ?, ?, 1, order_id, 1, created_at, updated_at FROM records WHERE code = ?`,
			i % 5 ? 1 : 2, `page${i}`, `Q${district_code}${String(i).padStart(5, '0')}`, `翻页${i}`, `翻页${i}`, made.hospital.code)
		const query = { code: `Q${district_code}`, page_size: 10 }
		const first = await list(desks.district, query)
		assert.deepEqual([first.items.length, first.total, first.counts], [10, { count: 23, exact: true }, { on_file: { count: 18, exact: true }, changing: { count: 5, exact: true } }])
		const seen = [...first.items]
		await db.query('UPDATE records SET state = state WHERE code = ?', seen[0].code)
		for (let page = first; page.next; seen.push(...page.items))
			page = await list(desks.district, { ...query, after: page.next })
		const expected = extra.map((i) => `Q${district_code}${String(i).padStart(5, '0')}`)
		assert.deepEqual(seen.map(({ code }) => code), [...expected].reverse())
		assert.deepEqual(await codes(desks.district, { ...query, page: 3 }), expected.slice(0, 3).reverse())
		const oldest = await list(desks.district, { ...query, sort: 'oldest' })
		assert.deepEqual(oldest.items.map(({ code }) => code), expected.slice(0, 10))
		assert.deepEqual(await codes(desks.district, { ...query, sort: 'oldest', after: oldest.next }), expected.slice(10, 20))
		assert.equal((await list(desks.district, { ...query, state: 'changing' })).items.length, 5)
	})

	it('is a file, in both languages, of what its reader sees', async () => {
		for (const [language, heading, kind, status] of [['zh', ['名称', '备案编号', '状态', '类型'], '零售药店信息', '已入库'], ['en', ['Name', 'Record code', 'Status', 'Type'], 'Pharmacy record', 'On file']]) {
			const { export_id } = await desks.district.expect(202, 'POST', '/record-exports', { body: { query: { title: '山海' }, columns: 'title,code,status,kind,valid_until', language } })
			await until('the export is done', async () => (await desks.district.expect(200, 'GET', `/exports/${export_id}`)).state === 'done', 30)
			const answer = await desks.district.get(`/exports/${export_id}/content`)
			assert.match(answer.headers['content-disposition'], /^attachment; filename="records-\d{8}\.xlsx"$/)
			const [{ rows }] = readSheets(answer.buffer)
			assert.deepEqual(rows[0].slice(0, 4), heading)
			assert.deepEqual(rows.slice(1).map((cells) => cells[1]), all())
			assert.deepEqual([rows[1][2], rows[1][3], rows[1][4]], [status, kind, '2027-06-30'])
		}
		const foreign = await desks.other.expect(202, 'POST', '/record-exports', { body: { query: { code: made.hospital.code } } })
		await until('the export is done', async () => (await desks.other.expect(200, 'GET', `/exports/${foreign.export_id}`)).state === 'done', 30)
		assert.equal(readSheets((await desks.other.get(`/exports/${foreign.export_id}/content`)).buffer)[0].rows.length, 1)
	})

	it('is in the menu of those who read it, and nobody else\'s', async () => {
		const menu = async (client) => (await client.expect(200, 'GET', '/me')).grant.menu
		for (const client of [made.hospital.client, desks.district, desks.city, desks.nation])
			assert.ok((await menu(client)).includes('records'))
		for (const [role, organisation] of [['institution_admin', made.hospital.institution], ['city_centre', await accounts.office('city_centre', 350700)],
			['platform_admin', await accounts.bureau('city', 350700)]]) {
			const client = await signedIn(await accounts.person(role, organisation))
			assert.ok(!(await menu(client)).includes('records'), role)
			assert.equal((await client.get('/records')).status, 403, role)
		}
		// A bank has those that it has signed itself, and nothing of the bureaus'.
		const bank = await signedIn(await accounts.person('bank_reviewer', await accounts.bank('B350700', 350000)))
		assert.deepEqual((await bank.expect(200, 'GET', '/records')).items, [])
		assert.equal((await bank.get(`/records/${made.hospital.code}`)).status, 404)
	})

	it('a bureau above reads the record with its papers, personal data masked; not the order that brought it', async () => {
		const record = await desks.city.expect(200, 'GET', `/records/${made.hospital.code}`)
		assert.match(record.content.office_phone, /\*/)
		const [{ file_id }] = record.content.legal_papers
		assert.equal((await desks.city.get(`/files/${file_id}`)).status, 200)
		for (const stranger of [desks.elsewhere, desks.other])
			assert.deepEqual([(await stranger.get(`/records/${made.hospital.code}`)).status, (await stranger.get(`/files/${file_id}`)).status], [404, 404])
		assert.equal((await desks.city.get(`/orders/${made.hospital.order.order_no}`)).status, 404)
		// What has not been put on file is the district's alone.
		const { client } = await newcomer(stack, db, accounts, district_code)
		const order = await sendRecord(client, await draftRecord(client, 'medical_registration'))
		const [waiting] = (await see(client, order.order_no)).content.legal_papers
		assert.deepEqual([(await desks.district.get(`/files/${waiting.file_id}`)).status, (await desks.city.get(`/files/${waiting.file_id}`)).status], [200, 404])
	})
})

it('INST-4 a division whose codes are spent: nothing is put on file, and both languages say what to do; no number is lost', async () => {
	const { client } = await newcomer(stack, db, accounts, other_code)
	const order = await sendRecord(client, await draftRecord(client, 'medical_registration'))
	const serial = () => db.value('SELECT n FROM serials WHERE kind = 10 AND division = ? AND day = 0', other_code)
	const before_ = await serial()
	const decide = async () => desks.other.once(`/orders/${order.order_no}/decision`, { version: (await see(desks.other, order.order_no)).version, verdict: 'approve' })
	await db.query('UPDATE serials SET n = 99999 WHERE kind = 10 AND division = ? AND day = 0', other_code)
	const { status, body } = await decide()
	assert.deepEqual([status, body.code], [409, 'record.codes_spent'])
	assert.match(body.message.zh, /用完/)
	assert.match(body.message.en, /no codes left/)
	assert.match(body.remedy.zh, /平台管理员/)
	assert.match(body.remedy.en, /administrator/)
	assert.equal(await serial(), '99999')
	assert.equal((await see(client, order.order_no)).status, 'record_waiting')
	await db.query('UPDATE serials SET n = 99998 WHERE kind = 10 AND division = ? AND day = 0', other_code)
	assert.equal((await decide()).status, 200)
	assert.equal((await see(client, order.order_no)).record.code, `H${other_code}99999`)
	await db.query('UPDATE serials SET n = ? WHERE kind = 10 AND division = ? AND day = 0', before_, other_code)
})
