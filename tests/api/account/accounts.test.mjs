// The list of accounts (PLAT-7, LOGIN-2): every filter, count, order and page
// against a model of the rows, for administrators of every reach.
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { Accounts } from '../../lib/accounts.mjs'
import { Client } from '../../lib/client.mjs'
import { Database } from '../../lib/db.mjs'
import { sharedStack, until } from '../../lib/stack.mjs'
import { momentOf, readSheets } from '../../lib/xlsx.mjs'

// A province of this file's own.
const province = 630000
const city = 630100
const other_city = 632200
const district = 630102

let stack, db, accounts
/** Administrators by what they reach, and everybody there: { name, organisation, roles, state, city }. */
const admins = {}
const all = []
const signedIn = (user) => Client.signedIn(stack, user)

before(async () => {
	stack = await sharedStack()
	db = new Database(stack)
	accounts = new Accounts(stack, db)
	const hospital = await accounts.institution(district, '河湟医院')
	const pharmacy = await accounts.institution(district, '昆仑药房')
	const elsewhere = await accounts.institution(other_city + 1, '河湟医院')
	const bureaus = { city: await accounts.bureau('city', city), other: await accounts.bureau('city', other_city), province: await accounts.bureau('province', province) }
	const add = async (role, organisation, of) => {
		const person = await accounts.person(role, organisation)
		all.push({ ...person, roles: [role], organisations: [organisation.id], city: of, state: 'active' })
		return person
	}
	admins.hospital = await add('institution_admin', hospital, city)
	admins.city = await add('platform_admin', bureaus.city, city)
	admins.province = await add('platform_admin', bureaus.province, province)
	admins.elsewhere = await add('platform_admin', bureaus.other, other_city)
	for (let i = 0; i < 12; i++)
		await add('operator', hospital, city)
	for (let i = 0; i < 5; i++)
		await add('finance', pharmacy, city)
	await add('city_reviewer', bureaus.city, city)
	for (let i = 0; i < 3; i++)
		await add('operator', elsewhere, other_city)
	// Someone of two roles at two institutions, who is one line.
	const both = all.find(({ roles }) => roles[0] === 'operator')
	await accounts.grant(both.account, 'finance', pharmacy)
	both.roles.push('finance')
	both.organisations.push(pharmacy.id)
	const operators = all.filter(({ roles, city: of }) => roles[0] === 'operator' && of === city)
	for (const one of operators.slice(3, 5)) {
		await db.query('UPDATE accounts SET state = 2 WHERE name = ?', one.account)
		one.state = 'closed'
	}
	const client = await Client.open(stack)
	for (const one of [operators[6], all.find(({ city: of, roles }) => of === other_city && roles[0] === 'operator')]) {
		for (let i = 0; i < 5; i++)
			await client.tryPassword(one.account, 'not the password')
		one.state = 'locked'
	}
	// A lock that ended, and one of a name that nobody has, are none.
	for (let i = 0; i < 5; i++)
		await client.tryPassword(operators[7].account, 'not the password')
	await db.query('UPDATE login_tries SET locked_until = UTC_TIMESTAMP(3) - INTERVAL 1 SECOND WHERE account_id = (SELECT id FROM accounts WHERE name = ?)', operators[7].account)
	for (let i = 0; i < 5; i++)
		await client.tryPassword('H63010299999', 'not the password')
	for (const [name, user] of Object.entries(admins))
		admins[name] = await signedIn(user)
	for (const one of all)
		[{ id: one.id, display_name: one.display_name }] = await db.query('SELECT id, display_name FROM accounts WHERE name = ?', one.account)
	admins.ids = { hospital: hospital.id, pharmacy: pharmacy.id }
	admins.names = { [hospital.id]: hospital.name, [pharmacy.id]: pharmacy.name, [elsewhere.id]: elsewhere.name,
		...Object.fromEntries(await Promise.all(Object.values(bureaus).map(async ({ id }) => [id, await db.value('SELECT name FROM organisations WHERE id = ?', id)]))) }
})
after(() => stack?.stop())

const reaches = {
	hospital: (one) => one.organisations.includes(admins.ids.hospital),
	city: (one) => one.city === city,
	province: () => true,
	elsewhere: (one) => one.city === other_city,
}
const tests = {
	name: (one, value) => one.account.includes(value) || one.display_name.includes(value),
	organisation_name: (one, value) => one.organisations.some((id) => admins.names[id].includes(value)),
	role: (one, value) => one.roles.includes(value),
	state: (one, value) => one.state === value,
}
const expected = (who, { sort, ...filters }) => {
	const found = all.filter(reaches[who]).filter((one) => Object.entries(filters).every(([name, value]) => tests[name](one, value)))
		.sort((a, b) => Number(b.id) - Number(a.id))
	return sort === 'oldest' ? found.reverse() : found
}
const ask = (who, query) => admins[who].expect(200, 'POST', '/accounts/search', { body: query })
const names = (items) => items.map(({ name }) => name)

describe('PLAT-7 the list of accounts', () => {
	it('PLAT-7 each filter of each administrator finds exactly its accounts, in order, with a count per state and a total', async () => {
		const [sample] = all.filter(({ roles }) => roles.includes('finance'))
		const filters = [{}, { name: sample.account }, { name: sample.display_name }, { name: sample.account.slice(-6) }, { name: '测试员' }, { name: '%' }, { name: 'nobody' },
			{ organisation_name: '河湟' }, { organisation_name: '昆仑药房' }, { organisation_name: '_' }, { role: 'operator' }, { role: 'platform_admin' }, { role: 'bank_reviewer' },
			{ role: 'operator', organisation_name: '河湟', name: 'H' }]
		for (const who of Object.keys(reaches))
			for (const filter of filters)
				for (const more of [{}, { state: 'active' }, { state: 'locked' }, { state: 'closed' }, { sort: 'oldest' }]) {
					// At the hospital, what one of its people does at the pharmacy is nobody's business.
					if (who === 'hospital' && (filter.organisation_name === '昆仑药房' || filter.role === 'finance'))
						continue
					const query = { ...filter, ...more }
					const told = `${who} ${JSON.stringify(query)}`
					const want = expected(who, query)
					const got = await ask(who, { ...query, page_size: '50' })
					assert.deepEqual(names(got.items), want.map(({ account }) => account), told)
					assert.deepEqual(got.items.map(({ state }) => state), want.map(({ state }) => state), told)
					assert.deepEqual(got.total, { count: want.length, exact: true }, told)
					const per_state = Object.fromEntries(['active', 'locked', 'closed'].map((state) => [state, { count: expected(who, { ...filter, state }).length, exact: true }]))
					assert.deepEqual(got.counts, per_state, told)
				}
	})

	it('PLAT-7 someone of two roles at two institutions is one line; each administrator sees what is theirs of it', async () => {
		const both = all.find(({ organisations }) => organisations.length === 2)
		const shown = async (who, query = {}) => (await ask(who, { name: both.account, ...query })).items
			.map(({ organisation_name, roles }) => [organisation_name.split('、').sort(), roles.sort()])
		const two = [Object.values(both.organisations).map((id) => admins.names[id]).sort(), ['finance', 'operator']]
		assert.deepEqual(await shown('city'), [two])
		assert.deepEqual(await shown('city', { role: 'finance' }), [two])
		assert.deepEqual(await shown('hospital'), [[[admins.names[admins.ids.hospital]], ['operator']]])
		assert.deepEqual(await shown('hospital', { role: 'finance' }), [])
		assert.deepEqual(await shown('hospital', { organisation_name: '昆仑药房' }), [])
		assert.deepEqual(await shown('elsewhere'), [])
	})

	it('PLAT-7 who oversees the nation sees everybody: capped counts, a page at once, and all of them page by page', async () => {
		const nation = await signedIn(await accounts.person('platform_admin', await accounts.bureau('nation', 0)))
		const cap = 1000
		// Every seventh has two grants; some grants have ended, some of the people are closed, locked, or both.
		await db.query(`INSERT INTO accounts (name, kind, display_name, name_key, password_hash, must_change_password, state, created_at)
				SELECT CONCAT('many-', seq), 1, CONCAT('众', seq % 11), CONCAT('many-', seq, '\n众', seq % 11), 'x', 0, IF(seq % 13 = 0, 2, 1), UTC_TIMESTAMP(3) FROM seq_1_to_4200;
			CREATE TEMPORARY TABLE many AS SELECT id, CAST(SUBSTR(name, 6) AS UNSIGNED) AS seq FROM accounts WHERE name LIKE 'many-%';
			INSERT INTO grants (account_id, organisation_id, role, state, created_at)
				SELECT id, ?, 1 + (seq DIV 3) % 2, IF(seq % 17 = 0, 2, 1), UTC_TIMESTAMP(3) FROM many;
			INSERT INTO grants (account_id, organisation_id, role, state, created_at)
				SELECT id, ?, 3, 1, UTC_TIMESTAMP(3) FROM many WHERE seq % 7 = 0;
			INSERT INTO login_tries (name_mac, account_id, failures, locked_until, updated_at)
				SELECT RPAD(id, 32, ' '), id, 5, UTC_TIMESTAMP(3) + INTERVAL IF(seq % 19 = 0, -1, 1) HOUR, UTC_TIMESTAMP(3) FROM many WHERE seq % 9 = 0 OR seq % 19 = 0`,
		admins.ids.hospital, admins.ids.pharmacy)
		try {
			const rows = (await db.query(`SELECT a.name, a.display_name, IF(a.state = 2, 'closed', IF(t.account_id IS NULL, 'active', 'locked')) AS state,
					GROUP_CONCAT(g.role ORDER BY g.role) AS roles FROM accounts a JOIN grants g ON g.account_id = a.id AND g.state = 1
					LEFT JOIN login_tries t ON t.account_id = a.id AND t.locked_until > UTC_TIMESTAMP(3)
				GROUP BY a.id, a.name, a.display_name, a.state, t.account_id ORDER BY a.id DESC`)).map((row) => ({ ...row, roles: row.roles.split(',') }))
			const states = ['active', 'closed', 'locked']
			const fits = { name: (row, value) => row.name.includes(value) || row.display_name.includes(value),
				role: (row, value) => row.roles.includes({ operator: '1', finance: '3' }[value]) }
			for (const state of states) // each with one grant, with two, and with one of them that has ended
				for (const roles of ['1', '2', '3', '1,3', '2,3'])
					assert.ok(rows.some((row) => row.state === state && row.name.startsWith('many-') && row.roles.join() === roles), `${state} ${roles}`)
			for (const filter of [{}, { role: 'operator' }, { role: 'finance' }, { name: '众3' }, { name: '众3', role: 'finance' }, { name: 'many-' }, { name: 'nobody' }]) {
				const found = rows.filter((row) => Object.entries(filter).every(([name, value]) => fits[name](row, value)))
				const counts = Object.fromEntries(states.map((state) => [state, found.filter((row) => row.state === state).length]))
				const capped = Object.fromEntries(states.map((state) => [state, Math.min(cap, counts[state])]))
				for (const state of [undefined, ...states])
					for (const sort of ['newest', 'oldest']) {
						const query = { ...filter, ...state && { state }, sort, page_size: '50' }
						const told = JSON.stringify(query)
						const want = found.filter((row) => !state || row.state === state).map(({ name }) => name)
						if (sort === 'oldest')
							want.reverse()
						const get = (more) => nation.expect(200, 'POST', '/accounts/search', { body: { ...query, ...more } })
						let page = await get({})
						assert.deepEqual(page.counts, Object.fromEntries(states.map((state) => [state, { count: capped[state], exact: counts[state] <= cap }])), told)
						assert.deepEqual(page.total, { count: (state ? [state] : states).reduce((sum, each) => sum + capped[each], 0),
							exact: (state ? [state] : states).every((each) => counts[each] <= cap) }, told)
						const second = await get({ page: 2 })
						assert.deepEqual(names(second.items), want.slice(50, 100), `${told}: page 2`)
						for (const { name, state: shown } of page.items)
							assert.equal(shown, found.find((row) => row.name === name).state, `${told}: ${name}`)
						const walked = names(page.items)
						while (page.next) {
							page = await get({ after: page.next })
							walked.push(...names(page.items))
						}
						assert.deepEqual(walked, want, told)
					}
			}
			const many = await nation.expect(200, 'POST', '/accounts/search', { body: { page: 301, page_size: '10' } })
			assert.deepEqual(names(many.items), rows.slice(3000, 3010).map(({ name }) => name), 'a page that only a number leads to')
			assert.deepEqual((await nation.expect(200, 'POST', '/accounts/search', { body: { page: 1000000 } })).items, [])
		} finally {
			await db.query(`DELETE FROM login_tries WHERE account_id IN (SELECT id FROM accounts WHERE name LIKE 'many-%');
				DELETE FROM grants WHERE account_id IN (SELECT id FROM accounts WHERE name LIKE 'many-%');
				DELETE FROM accounts WHERE name LIKE 'many-%'`)
		}
	})

	it('PLAT-7 an institution of no division is no bureau of the nation: its administrator sees its own', async () => {
		const institution = await accounts.institution(0, '无区划医院')
		const admin = await accounts.person('institution_admin', institution)
		const own = await (await signedIn(admin)).expect(200, 'POST', '/accounts/search', { body: {} })
		assert.deepEqual(names(own.items), [admin.account])
		assert.deepEqual([own.total, own.counts.active], [{ count: 1, exact: true }, { count: 1, exact: true }])
	})

	it('PLAT-7 pages hold every account once; a lock is told with its end, and is over when it is opened', async () => {
		const want = expected('province', {}).map(({ account }) => account)
		const got = []
		for (let page = 1; got.length < want.length; page++) {
			const { items, page_size } = await ask('province', { page, page_size: '10' })
			assert.equal(page_size, 10)
			assert.ok(items.length, `page ${page}`)
			got.push(...names(items))
		}
		assert.deepEqual(got, want)
		const { items: [locked], counts } = await ask('elsewhere', { state: 'locked' })
		assert.ok(Math.abs(new Date(locked.locked_until) - Date.now() - 600_000) < 120_000, locked.locked_until)
		assert.equal((await admins.elsewhere.post(`/accounts/${locked.account_id}/unlock`)).status, 204)
		const later = await ask('elsewhere', {})
		assert.deepEqual(later.counts, { ...counts, active: { count: counts.active.count + 1, exact: true }, locked: { count: 0, exact: true } })
		const [open] = later.items.filter(({ account_id }) => account_id === locked.account_id)
		assert.deepEqual([open.state, open.locked_until], ['active', null])
		all.find(({ account }) => account === locked.name).state = 'active'
	})
})

describe('PLAT-7 accounts as a file', () => {
	const done = (client, { export_id }) => until('the export is done', async () => {
		const now = await client.expect(200, 'GET', `/exports/${export_id}`)
		assert.notEqual(now.state, 'failed')
		return now.state === 'done' && now
	}, 30)

	it('PLAT-7 what the list shows is in the file, in order, in the reader\'s language, and no more', async () => {
		const { body: { 'x-liangding-enums': { role: words } } } = await admins.city.get('/openapi.json')
		for (const [language, sheet, heading, state, roles] of [
			['zh', '用户管理', ['账号', '姓名', '所属单位', '角色', '状态', '锁定至', '创建时间'], { active: '正常', locked: '已锁定', closed: '已停用' }, '经办人、财务'],
			['en', 'Accounts', ['Account', 'Name', 'Organisation', 'Roles', 'Status', 'Locked until', 'Created at'], { active: 'Active', locked: 'Locked', closed: 'Closed' }, 'Operator, Finance']]) {
			const { items } = await ask('city', { sort: 'oldest', page_size: '50' })
			const said = (role) => words.find(({ value }) => value === role)[language]
			const one = await admins.city.expect(202, 'POST', '/account-exports', { body: { query: { sort: 'oldest' }, language } })
			const { written, total } = await done(admins.city, one)
			assert.deepEqual([written, total], [items.length, items.length])
			const answer = await admins.city.get(`/exports/${one.export_id}/content`)
			assert.match(answer.headers['content-disposition'], /^attachment; filename="accounts-\d{8}\.xlsx"$/)
			const [{ name, rows }] = readSheets(answer.buffer)
			assert.equal(name, sheet)
			assert.deepEqual(rows[0], heading)
			assert.deepEqual(rows.slice(1).map((row) => row.slice(0, 3)), items.map((item) => [item.name, item.display_name, item.organisation_name]))
			assert.deepEqual(rows.slice(1).map((row) => row[4]), items.map((item) => state[item.state]))
			assert.deepEqual(rows.slice(1).map((row) => row[5] && momentOf(row[5]).toISOString()), items.map((item) => item.locked_until ?? undefined))
			assert.deepEqual(rows.slice(1).map((row) => momentOf(row[6]).toISOString()), items.map((item) => item.created_at))
			assert.deepEqual(rows.slice(1).map((row) => row[3]), items.map((item) => item.roles.map((role) => said(role)).join(language === 'zh' ? '、' : ', ')))
			assert.equal(rows.slice(1).filter((row) => row[3] === roles).length, 1)
		}
	})

	it('PLAT-7 an administrator exports whom they oversee, with filters and columns; nobody else exports accounts', async () => {
		const one = await admins.hospital.expect(202, 'POST', '/account-exports', { body: { query: { state: 'closed' }, columns: 'name,act,state' } })
		await done(admins.hospital, one)
		const [{ rows }] = readSheets((await admins.hospital.get(`/exports/${one.export_id}/content`)).buffer)
		assert.deepEqual(rows, [['账号', '状态'], ...expected('hospital', { state: 'closed' }).map(({ account }) => [account, '已停用'])])
		assert.deepEqual((await admins.hospital.get('/exports')).body, { items: [await admins.hospital.expect(200, 'GET', `/exports/${one.export_id}`)] })
		assert.equal((await admins.city.get(`/exports/${one.export_id}/content`)).status, 404)
		const [{ object }] = await db.query('SELECT object FROM audit_rows WHERE act = \'export.fetch\' ORDER BY id DESC LIMIT 1')
		assert.equal(object, 'accounts')

		for (const user of [await accounts.operator({ division: district }), await accounts.reviewer('city', city), await accounts.person('finance', { id: admins.ids.hospital })])
			assert.equal((await (await signedIn(user)).post('/account-exports', { query: {} })).status, 403)
		for (const path of ['/order-exports', '/review-exports'])
			assert.equal((await admins.hospital.post(path, { query: {} })).status, 403)
		for (const [query, field] of [[{ state: 'waiting' }, 'query.state'], [{ role: 'king' }, 'query.role'], [{ kind: 'access_application' }, 'query.kind']]) {
			const refused = await admins.city.post('/account-exports', { query })
			assert.deepEqual([refused.status, refused.body.fields[0].field], [422, field])
		}
	})
})

it('PLAT-7 whom an administrator looks for stands in no address, and so in no log', async () => {
	const who = all[0]
	assert.equal((await ask('province', { name: who.display_name, page_size: '50' })).items.some(({ name }) => name === who.account), true)
	await until('the search is logged', () => stack.file('nginx/access.log').includes('/api/accounts/search'))
	for (const log of ['nginx/access.log', 'daemon.log'])
		for (const name of [who.display_name, encodeURIComponent(who.display_name), who.account])
			assert.ok(!stack.file(log).includes(name), `${name} in ${log}`)
})
