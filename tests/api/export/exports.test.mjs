// Lists as files (PLAT-7, PLAT-19): what is in them, whose they are, and that a
// writer that dies loses nothing.
import assert from 'node:assert/strict'
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, it } from 'node:test'
import { Accounts } from '../../lib/accounts.mjs'
import { Client } from '../../lib/client.mjs'
import { Database } from '../../lib/db.mjs'
import { draftApplication, submit, submittedApplication } from '../../lib/orders.mjs'
import { exportWriter, freeze } from '../../lib/processes.mjs'
import { sharedStack, until } from '../../lib/stack.mjs'
import { momentOf, readSheets } from '../../lib/xlsx.mjs'
import { seed } from '../../load/seed.mjs'

const province = 640000
const city_code = 640100
const district = 640104
const quiet = 640302

let stack, db, accounts, city, operator
const signedIn = (user) => Client.signedIn(stack, user)
before(async () => {
	stack = await sharedStack()
	db = new Database(stack)
	accounts = new Accounts(stack, db)
	operator = await signedIn(await accounts.operator({ division: district }))
	city = await signedIn(await accounts.reviewer('city', city_code))
	await accounts.bureau('province', province)
	await seed(db, { institutions: 60, orders: 2600, from: city_code, before: city_code + 100, step: 1_800_000 })
})
after(() => stack?.stop())

const begin = (client, list, body) => client.expect(202, 'POST', `/${list}-exports`, { body })
const progress = (client, { export_id }) => client.expect(200, 'GET', `/exports/${export_id}`)
const done = (client, one) => until('the export is done', async () => {
	const now = await progress(client, one)
	assert.notEqual(now.state, 'failed')
	return now.state === 'done' && now
}, 30)
/** What is known of it in the end: as many lines as there were to be, counted or not. */
const counted = async (client, one) => {
	const now = await done(client, one)
	assert.equal(now.total, now.written)
	return now
}
const fetched = async (client, { export_id }) => {
	const answer = await client.get(`/exports/${export_id}/content`)
	assert.equal(answer.status, 200)
	return answer
}
/** Every row of the list, page by page. */
async function whole(client, query) {
	const items = []
	for (let page = await client.expect(200, 'GET', `/reviews?${new URLSearchParams({ ...query, page_size: 50 })}`); ; ) {
		items.push(...page.items)
		if (!page.next)
			return items
		page = await client.expect(200, 'GET', `/reviews?${new URLSearchParams({ ...query, page_size: 50, after: page.next })}`)
	}
}
const jobOf = ({ export_id }) => db.value('SELECT j.id FROM jobs j JOIN exports e ON j.kind = 1 AND j.object_id = e.id WHERE e.export_id = ?', export_id)
const stored = () => readdirSync(join(stack.directory, 'files/exports'))
const writer = () => exportWriter(stack)

it('PLAT-7 what a list shows under its filters is in the file, in order, in the reader\'s language', async () => {
	for (const [language, heading, waiting, mobile] of [['zh', '申请单号', '待审核', '医保移动支付业务'], ['en', 'Application number', 'Waiting', 'Mobile insurance payment']]) {
		const query = { state: 'waiting', facet_a: 'mobile_payment', sort: 'oldest' }
		const want = await whole(city, query)
		assert.ok(want.length > 200, `${want.length} rows`)
		const begun = await begin(city, 'review', { query, language })
		assert.deepEqual([begun.state, begun.written, begun.size], ['waiting', 0, null])
		const end = await done(city, begun)
		assert.deepEqual([end.written, end.total], [want.length, want.length])
		const answer = await fetched(city, begun)
		assert.equal(answer.type, 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet')
		assert.match(answer.headers['content-disposition'], /^attachment; filename="reviews-\d{8}\.xlsx"$/)
		assert.equal(answer.headers['cache-control'], 'private, no-store')
		assert.equal(answer.buffer.length, end.size)
		const [{ rows }] = readSheets(answer.buffer)
		assert.equal(rows[0][0], heading)
		assert.deepEqual(rows.slice(1).map(([order_no]) => order_no), want.map(({ order_no }) => order_no))
		const at = (label) => rows[0].indexOf(label)
		const [first] = want
		assert.deepEqual([rows[1][2], rows[1][3], rows[1][4], rows[1][6]], [waiting, first.title, mobile, first.institution_name])
		assert.equal(momentOf(rows[1][at(language === 'zh' ? '提交时间' : 'Submitted at')]).toISOString(), first.submitted_at)
		assert.equal(rows[1][at(language === 'zh' ? '审核时间' : 'Decided at')], undefined)
	}
})

it('PLAT-7 the columns that are shown are those in the file; a search finds what the list finds', async () => {
	const query = { view: 'decided', title: '智慧药房' }
	const one = await begin(city, 'review', { query, columns: 'order_no,institution_name', language: 'zh' })
	const { written } = await counted(city, one)
	const want = await whole(city, query)
	const [{ name, rows }] = readSheets((await fetched(city, one)).buffer)
	assert.equal(name, '审核列表')
	assert.deepEqual(rows, [['申请单号', '定点医药机构名称'], ...want.map((item) => [item.order_no, item.institution_name])])
	assert.equal(written, want.length)
})

it('PLAT-7 REVIEW-1 over a facet stands in the file what stands over it in the page', async () => {
	const nation = await signedIn(await accounts.reviewer('nation', 0))
	for (const [language, named, headed] of [['zh', '第三方渠道', '拟定电子凭证接入渠道'], ['en', 'Channel', 'Credential channel']])
		for (const [client, list, heading] of [[operator, 'order', named], [nation, 'review', headed]]) {
			const one = await begin(client, list, { query: { list: 'access' }, columns: 'facet_b', language })
			await done(client, one)
			const [{ rows }] = readSheets((await fetched(client, one)).buffer)
			assert.deepEqual(rows[0], [heading], list)
		}
})

it('PLAT-7 an institution exports its own orders; what looks like a formula stays text', async () => {
	const mine = await submittedApplication(operator, { app_name: '=1+2|A1' })
	await operator.once('/orders', { kind: 'access_application' })
	const one = await begin(operator, 'order', { query: {} })
	await done(operator, one)
	const [{ rows }] = readSheets((await fetched(operator, one)).buffer)
	const { items } = await operator.expect(200, 'GET', '/orders?page_size=50')
	assert.deepEqual(rows.slice(1).map(([, order_no]) => order_no), items.map(({ order_no }) => order_no))
	assert.equal(rows.find(([, order_no]) => order_no === mine.order_no)[0], '=1+2|A1')
})

// Three pages of the writer's, the last one full, and a list that changes behind the
// first while it is written: the database itself sees to that.
const rows_of = {
	order: async (institution) => {
		await db.query(`INSERT INTO orders (order_no, kind, organisation_id, division, state, desk, version, submission_no, facet_a, facet_b, created_by, created_at, updated_at)
			SELECT CONCAT('2031', ?, LPAD(seq, 7, '0')), 1, ?, ?, 1, 0, 1, 0, 1, 1, 0, UTC_TIMESTAMP(3), UTC_TIMESTAMP(3) FROM seq_1_to_1800`, institution.id, institution.id, quiet)
		return { role: 'operator', column: 'order_no', query: { state: 'draft' }, table: 'orders', others: 5,
			rows: await db.query('SELECT id, order_no AS name FROM orders WHERE organisation_id = ? ORDER BY id', institution.id) }
	},
	account: async (institution) => {
		const { hash } = await accounts.known()
		await db.query(`INSERT INTO accounts (name, kind, display_name, name_key, password_hash, must_change_password, state, created_at)
			SELECT CONCAT('many-', ?, '-', seq), 1, '众人', CONCAT('many-', seq, '\n众人'), ?, 0, 1, UTC_TIMESTAMP(3) FROM seq_1_to_1800`, institution.id, hash)
		await db.query(`INSERT INTO grants (account_id, organisation_id, role, state, created_at)
			SELECT id, ?, 1, 1, UTC_TIMESTAMP(3) FROM accounts WHERE name LIKE ?`, institution.id, `many-${institution.id}-%`)
		return { role: 'institution_admin', column: 'name', query: { state: 'active', role: 'operator' }, table: 'accounts', others: 2,
			rows: await db.query('SELECT id, name FROM accounts WHERE name LIKE ? ORDER BY id', `many-${institution.id}-%`) }
	},
}
for (const list of ['order', 'account'])
	for (const [sort, what] of [['newest', 'go'], ['oldest', 'come']])
		it(`PLAT-7 ${list}s that ${what} while the list is written leave out none of the others and repeat none (${sort} first)`, async () => {
			const institution = await accounts.institution(quiet)
			const { role, column, query, table, others, rows } = await rows_of[list](institution)
			const client = await signedIn(await accounts.person(role, institution))
			if (sort === 'newest')
				rows.reverse()
			const change = (state, some) => `UPDATE ${table} SET state = ${state} WHERE id IN (${some.map(({ id }) => id).join(', ')})`
			// 300 are behind the first page when it is written, and 300 are no part of the list at first.
			const movers = rows.slice(0, 300)
			const want = what === 'come' ? rows.slice(300) : rows.slice(0, 1500)
			await db.query(change(others, rows.filter((row) => !want.includes(row))))
			const stopped = writer()
			process.kill(stopped, 'SIGSTOP')
			let one
			try {
				one = await begin(client, list, { query: { ...query, sort }, columns: column })
				await db.query(`CREATE TRIGGER meanwhile BEFORE UPDATE ON jobs FOR EACH ROW
					${change(what === 'come' ? 1 : others, movers)} AND NEW.progress = 500 AND NEW.id = ${await jobOf(one)}`)
			} finally {
				process.kill(stopped, 'SIGCONT')
			}
			try {
				await done(client, one)
			} finally {
				await db.query('DROP TRIGGER IF EXISTS meanwhile')
			}
			assert.equal(Number(await db.value(`SELECT COUNT(*) FROM ${table} WHERE state = ${what === 'come' ? 1 : others} AND id IN (${movers.map(({ id }) => id).join(', ')})`)), 300, 'they did')
			const [{ rows: [, ...written] }] = readSheets((await fetched(client, one)).buffer)
			assert.deepEqual(written.map(([name]) => name), want.map(({ name }) => name))
		})

it('PLAT-7 a wrong question is refused by field; an area beyond the own is none', async () => {
	const ask = (body) => city.post('/review-exports', body)
	for (const [body, field, code] of [[{}, 'query', 'required'], [{ query: { state: 'no_such' } }, 'query.state', 'choice'],
		[{ query: { no_such: '1' } }, 'query.no_such', 'unknown'],
		[{ query: { page: [] } }, 'query.page', 'type'], [{ query: { division: true } }, 'query.division', 'type'], [{ query: { division: {} } }, 'query.division', 'type'],
		[{ query: { state: 1 } }, 'query.state', 'type'], [{ query: { title: ['x'] } }, 'query.title', 'type'], [{ query: { submitted_from: 5 } }, 'query.submitted_from', 'type'], [{ query: {}, language: 'fr' }, 'language', 'choice'],
		[{ query: {}, columns: 'order_no; DROP' }, 'columns', 'format'], [{ query: { division: '110000' } }, 'query.division', 'choice']]) {
		const answer = await ask(body)
		assert.equal(answer.status, 422, JSON.stringify(body))
		assert.deepEqual(answer.body.fields.map((each) => [each.field, each.code]), [[field, code]])
	}
})

it('PLAT-7 an export is its account\'s alone, is listed for it, and goes when it is told to', async () => {
	const one = await begin(city, 'review', { query: { state: 'rejected' } })
	assert.equal((await begin(operator, 'order', { query: {} })).state, 'waiting')
	await done(city, one)
	const colleague = await signedIn(await accounts.reviewer('city', city_code))
	for (const method of ['GET', 'DELETE'])
		assert.equal((await colleague.call(method, `/exports/${one.export_id}`)).status, 404)
	assert.equal((await colleague.get(`/exports/${one.export_id}/content`)).status, 404)
	assert.deepEqual((await colleague.get('/exports')).body, { items: [] })
	const mine = (await city.get('/exports')).body
	assert.deepEqual([mine.items[0].list, mine.items[0].export_id], ['review', one.export_id])
	assert.deepEqual(mine.items[0].query, { state: 'rejected' }, 'what was asked of the list')
	assert.ok(mine.items.every(({ list }) => list === 'review'))
	const [{ address }] = await db.query('SELECT address FROM audit_rows WHERE act = \'export.ask\' AND object = \'reviews\' ORDER BY id DESC LIMIT 1')
	assert.equal(address, '127.0.0.1')
	assert.ok(stored().includes(one.export_id))
	assert.equal((await city.delete(`/exports/${one.export_id}`)).status, 204)
	assert.ok(!stored().includes(one.export_id))
	assert.equal((await city.get(`/exports/${one.export_id}`)).status, 404)
})

it('PLAT-19 what waits or runs can be seen and cancelled, and three at a time are enough', async () => {
	process.kill(writer(), 'SIGSTOP')
	const stopped = writer()
	const begun = []
	try {
		for (let i = 0; i < 3; i++)
			begun.push(await begin(city, 'review', { query: {} }))
		const refused = await city.post('/review-exports', { query: {} })
		assert.deepEqual([refused.status, refused.body.code], [409, 'export.too_many'])
		assert.match(refused.body.remedy.zh, /取消/)
		const early = await city.get(`/exports/${begun[0].export_id}/content`)
		assert.deepEqual([early.status, early.body.code], [409, 'export.unfinished'])
		assert.equal((await city.delete(`/exports/${begun[0].export_id}`)).status, 204)
		assert.equal((await city.post('/review-exports', { query: { state: 'rejected' } })).status, 202)
	} finally {
		process.kill(stopped, 'SIGCONT')
	}
	for (const one of begun.slice(1))
		await done(city, one)
	await until('nothing is under way', async () => (await city.get('/exports')).body.items.every(({ state }) => state === 'done'))
	assert.ok(!stored().some((name) => name.startsWith(begun[0].export_id)))
})

it('PLAT-19 a writer killed in the middle is replaced, and the file is whole; who lost the right gets none', async () => {
	await seed(db, { institutions: 60, orders: 20_000, from: city_code + 100, before: city_code + 200, step: 60_000 })
	const user = await accounts.reviewer('city', city_code + 100)
	const reviewer = await signedIn(user)
	const one = await begin(reviewer, 'review', { query: { view: 'decided' } })
	await until('it is being written', async () => (await progress(reviewer, one)).written > 0)
	process.kill(writer(), 'SIGKILL')
	assert.notEqual((await progress(reviewer, one)).state, 'done')
	// The hold of the dead one runs out.
	await db.query('UPDATE jobs SET lease_until = UTC_TIMESTAMP(3) - INTERVAL 1 SECOND WHERE id = ? AND state = 2', await jobOf(one))
	const { written } = await done(reviewer, one)
	assert.equal(written, 14_000)
	const [{ rows }] = readSheets((await fetched(reviewer, one)).buffer)
	assert.equal(new Set(rows.slice(1).map(([order_no]) => order_no)).size, 14_000)

	const late = writer()
	process.kill(late, 'SIGSTOP')
	const lost = await begin(reviewer, 'review', { query: {} })
	await accounts.change(user.account, 'UPDATE grants SET state = 2 WHERE account_id = (SELECT id FROM accounts WHERE name = ?)', user.account)
	process.kill(late, 'SIGCONT')
	await until('it has failed', async () => await db.value('SELECT state FROM jobs WHERE id = ?', await jobOf(lost)) === '4')
	assert.ok(!stored().some((name) => name.startsWith(lost.export_id)))
})

it('USER-3 nor does who may not review the list any more', async () => {
	const person = await accounts.reviewer('city')
	const reviewer = await signedIn(person)
	const stopped = writer()
	process.kill(stopped, 'SIGSTOP')
	let lost
	try {
		lost = await begin(reviewer, 'review', { query: {} })
		await accounts.change(person.account, 'DELETE p FROM grant_permissions p JOIN grants g ON g.id = p.grant_id JOIN accounts a ON a.id = g.account_id WHERE a.name = ?', person.account)
	} finally {
		process.kill(stopped, 'SIGCONT')
	}
	await until('it has failed', async () => await db.value('SELECT state FROM jobs WHERE id = ?', await jobOf(lost)) === '4')
	assert.ok(!stored().some((name) => name.startsWith(lost.export_id)))
	// The writer itself goes on, and a new one is not begun.
	assert.equal((await reviewer.call('POST', '/review-exports', { body: { query: {} } })).body.code, 'review.not_permitted')
	const other = await begin(await signedIn(await accounts.reviewer('city')), 'review', { query: {} })
	await until('the next is written', async () => await db.value('SELECT state FROM jobs WHERE id = ?', await jobOf(other)) === '3')
	assert.equal(writer(), stopped)
})

it('PLAT-19 a writer that stalls and comes back when another has taken over leaves that one\'s work alone', async () => {
	const reviewer = await signedIn(await accounts.reviewer('city', city_code + 100))
	const one = await begin(reviewer, 'review', { query: { view: 'decided' } })
	const id = await jobOf(one)
	const stalled = writer()
	await until('it is being written', async () => (await progress(reviewer, one)).written > 0)
	await freeze(stalled)
	try {
		assert.equal((await progress(reviewer, one)).state, 'running')
		await db.query('UPDATE jobs SET lease_no = lease_no + 1, progress = 7, lease_until = UTC_TIMESTAMP(3) + INTERVAL 1 HOUR WHERE id = ?', id)
	} finally {
		process.kill(stalled, 'SIGCONT')
	}
	// What comes behind it is done by the same writer: it has let go by then.
	const other = await signedIn(await accounts.operator({ division: quiet }))
	await done(other, await begin(other, 'order', { query: {} }))
	const { state, written, size } = await progress(reviewer, one)
	assert.deepEqual([state, written, size], ['running', 7, null])
	assert.ok(!stored().some((name) => name.startsWith(one.export_id)), 'nothing of its own is left')
	await db.query('UPDATE jobs SET lease_until = UTC_TIMESTAMP(3) - INTERVAL 1 SECOND WHERE id = ?', id)
	assert.equal((await done(reviewer, one)).written, 14_000)
	assert.equal((await fetched(reviewer, one)).buffer.length, (await progress(reviewer, one)).size)
})

it('PLAT-19 a file that is whole and could not be put on record is soon tried again', async () => {
	const client = await signedIn(await accounts.operator({ division: quiet }))
	let one
	await db.query("CREATE TRIGGER meanwhile BEFORE UPDATE ON exports FOR EACH ROW SIGNAL SQLSTATE '40001' SET MYSQL_ERRNO = 1213, MESSAGE_TEXT = 'no'")
	try {
		one = await begin(client, 'order', { query: {} })
		await until('it was tried', async () => await db.value('SELECT last_error FROM jobs WHERE id = ?', await jobOf(one)) === 'retry')
		assert.equal((await progress(client, one)).state, 'waiting')
	} finally {
		await db.query('DROP TRIGGER meanwhile')
	}
	await db.query('UPDATE jobs SET run_at = UTC_TIMESTAMP(3) WHERE id = ?', await jobOf(one))
	assert.equal((await fetched(client, await done(client, one))).buffer.length, (await progress(client, one)).size)
})

it('PLAT-19 a list that only a newer program knows waits for that one; once it is written anybody hands it out', async () => {
	const client = await signedIn(await accounts.operator({ division: quiet }))
	const stopped = writer()
	await freeze(stopped)
	let one
	try {
		one = await begin(client, 'order', { query: {} })
		await db.query('UPDATE exports SET list = 99 WHERE export_id = ?', one.export_id)
	} finally {
		process.kill(stopped, 'SIGCONT')
	}
	const id = await jobOf(one)
	await until('it was looked at', async () => await db.value('SELECT last_error FROM jobs WHERE id = ?', id) === 'export.unknown_list')
	assert.equal((await progress(client, one)).state, 'waiting')
	// As if that one had written it.
	await db.query('UPDATE exports SET list = 2 WHERE export_id = ?', one.export_id)
	await db.query('UPDATE jobs SET run_at = UTC_TIMESTAMP(3) WHERE id = ?', id)
	await done(client, one)
	await db.query('UPDATE exports SET list = 99 WHERE export_id = ?', one.export_id)
	const { headers } = await fetched(client, one)
	assert.match(headers['content-disposition'], /^attachment; filename="export-\d{8}\.xlsx"$/)
	assert.equal((await client.delete(`/exports/${one.export_id}`)).status, 204)
})

it('PLAT-7 where nobody counts beforehand how many there are, the end says it', async () => {
	const reviewer = await signedIn(await accounts.reviewer('city', city_code + 100))
	const many = await begin(reviewer, 'review', { query: { view: 'decided', submitted_from: '2000-01-01', title: '智慧' } })
	assert.ok((await counted(reviewer, many)).written > 1000)
})

it('PLAT-22 accounts take turns: one that asks for three at once does not keep another\'s waiting', async () => {
	const [many, one, two] = await Promise.all([1, 2, 3].map(async () => signedIn(await accounts.operator({ division: quiet }))))
	const stopped = writer()
	await freeze(stopped)
	const asked = []
	try {
		for (const [who, client] of [['many', many], ['many', many], ['many', many], ['one', one], ['two', two], ['one', one]])
			asked.push({ who, client, ...await begin(client, 'order', { query: {} }) })
	} finally {
		process.kill(stopped, 'SIGCONT')
	}
	for (const each of asked)
		await done(each.client, each)
	const begun = await Promise.all(asked.map(async (each) => ({ who: each.who, at: await db.value('SELECT begun_at FROM jobs WHERE id = ?', await jobOf(each)) })))
	assert.deepEqual(begun.sort((a, b) => a.at < b.at ? -1 : 1).map(({ who }) => who), ['many', 'one', 'two', 'many', 'one', 'many'])
})

it('PLAT-7 the newest few are kept, and what only looks long is kept short', async () => {
	const user = await signedIn(await accounts.reviewer('city', city_code))
	const made = []
	for (let i = 0; i < 7; i++) {
		made.push(await begin(user, 'review', { query: { state: 'rejected', title: `${' '.repeat(70_000)}便民` } }))
		await done(user, made.at(-1))
	}
	const { items: reviews } = (await user.get('/exports')).body
	assert.deepEqual(reviews.map(({ export_id }) => export_id), made.slice(2).reverse().map(({ export_id }) => export_id))
	assert.ok(!stored().includes(made[0].export_id))
})

it('PLAT-7 after a day an export is swept, row and file', async () => {
	const one = await begin(city, 'review', { query: { state: 'rejected' } })
	await done(city, one)
	const path = join(stack.directory, 'files/exports', one.export_id)
	assert.ok(existsSync(path))
	await db.query('UPDATE exports SET created_at = UTC_TIMESTAMP(3) - INTERVAL 25 HOUR WHERE export_id = ?', one.export_id)
	await stack.configure({ sweep_seconds: 1 })
	try {
		await until('it is swept', async () => !existsSync(path) && (await city.get(`/exports/${one.export_id}`)).status === 404)
	} finally {
		await stack.configure({ sweep_seconds: null })
	}
})

it('PLAT-21 PLAT-7 a sheet says what was typed, markup, escapes and formulas included', async () => {
	const client = await signedIn(await accounts.operator({ division: 350306 }))
	const names = ['_x0041_', '<b>&amp;"\'</b>', '=1+1', '_x005F_x0041_ 😀']
	for (const app_name of names)
		assert.equal((await submit(client, await draftApplication(client, { app_name }))).status, 200)
	const begun = await begin(client, 'order', { query: { sort: 'oldest' } })
	await done(client, begun)
	const [{ rows }] = readSheets((await fetched(client, begun)).buffer)
	assert.deepEqual(rows.slice(1).map((row) => row[0]), names)
})
