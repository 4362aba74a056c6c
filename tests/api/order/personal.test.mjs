// Personal data: sealed where it lies, masked where it is shown, revealed to
// whom the table names, on record (PLAT-10, PLAT-6); and what is denied.
import assert from 'node:assert/strict'
import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, it } from 'node:test'
import { Accounts } from '../../lib/accounts.mjs'
import { Client } from '../../lib/client.mjs'
import { Database } from '../../lib/db.mjs'
import { decide, draftApplication, sent, submit, submittedApplication } from '../../lib/orders.mjs'
import { sharedStack, startStack, until } from '../../lib/stack.mjs'

const phone = '13812345678'
const name = '欧阳小明'
const city_code = 350800
const district = 350802

let stack, db, accounts, operator
const as = {}
const signedIn = (user) => Client.signedIn(stack, user)
before(async () => {
	stack = await sharedStack()
	db = new Database(stack)
	accounts = new Accounts(stack, db)
	operator = await signedIn(await accounts.operator({ division: district }))
	as.operator = operator
	as.city_reviewer = await signedIn(await accounts.reviewer('city', city_code))
	as.province_reviewer = await signedIn(await accounts.reviewer('province', 350000))
	as.national_reviewer = await signedIn(await accounts.reviewer('nation'))
})
after(() => stack?.stop())

const mail = 'ouyang@hospital.example.cn'
const personal = { contact_name: name, contact_phone: phone, mail }
const masked = { contact_name: '欧***', contact_phone: '138****5678', mail: 'o*****@hospital.example.cn' }
const audited = (act, object) => db.query('SELECT account_id, act, object, outcome FROM audit_rows WHERE act = ? AND object LIKE ? ORDER BY id',
	act, `%${object}%`)
/** Everything of an order that lies in the database, as text. */
const stored = async (order_no) => JSON.stringify([
	await db.query('SELECT * FROM orders WHERE order_no = ?', order_no),
	await db.query('SELECT v.* FROM order_versions v JOIN orders o ON o.id = v.order_id WHERE order_no = ?', order_no),
	await db.query('SELECT e.* FROM order_events e JOIN orders o ON o.id = e.order_id WHERE order_no = ?', order_no),
	await db.query('SELECT CONVERT(k.answer USING latin1) AS answer FROM idempotency_keys k JOIN orders o ON o.created_by = k.account_id WHERE order_no = ?', order_no),
])
const reveal = (client, order_no, field) => client.post(`/orders/${order_no}/reveal`, { field })

it('PLAT-10 lies sealed: in drafts, submissions, after rejections and in kept answers', async () => {
	const draft = await draftApplication(operator, personal)
	const saved = await operator.put(`/orders/${draft.order_no}/draft`, { version: draft.version, content: draft.content })
	assert.equal(saved.status, 200)
	const hides = async (when) => {
		const text = await stored(draft.order_no)
		assert.ok(text.includes(draft.content.app_name), when)
		for (const secret of [phone, name, mail])
			assert.ok(!text.includes(secret), `${when}: ${secret} lies open`)
	}
	await hides('a draft')
	assert.equal((await operator.get(`/orders/${draft.order_no}`)).body.content.contact_phone, phone, 'PLAT-4: its own draft is read back')
	let order = (await submit(operator, { ...draft, version: saved.body.version })).body
	await hides('submitted')
	order = (await decide(as.city_reviewer, order, 'reject', { whole: 'other', reason: '请补充' })).body
	const seen = (await operator.get(`/orders/${draft.order_no}`)).body
	assert.deepEqual([seen.content.contact_name, seen.content.contact_phone], [name, phone])
	order = (await submit(operator, { ...draft, version: seen.version, content: sent(seen.content) })).body
	await operator.once(`/orders/${draft.order_no}/withdrawal`, { version: order.version })
	await hides('withdrawn')
	// The same text never looks the same twice, so that nobody can compare.
	const [a, b] = await db.query('SELECT content FROM order_versions v JOIN orders o ON o.id = v.order_id WHERE order_no = ?', draft.order_no)
	assert.notEqual(JSON.parse(a.content).contact_phone, JSON.parse(b.content).contact_phone)
})

it('PLAT-10 the table of role and field: masked but for those who see it, revealed to those it names, each look on record', async () => {
	const { document } = operator.description
	const rows = document['x-liangding-personal'].filter(({ form }) => form === 'access_application')
	const reveals = new Map(rows.map((row) => [row.field, row.reveals]))
	const sees = new Map(rows.map((row) => [row.field, row.sees]))
	assert.deepEqual(Object.fromEntries(sees), { mail: ['operator', 'district_reviewer', 'city_reviewer'], contact_name: [], contact_phone: [] })
	const personal_in = (fields, above) => fields.flatMap(({ name: of, personal: is, fields: inner = [] }) =>
		[...is ? [above + of] : [], ...personal_in(inner, `${above}${of}.`)])
	// Whom a search names is asked in its body, and is no field of an order's.
	const declared = Object.values(document['x-liangding-forms']).filter(({ name }) => !name.endsWith('_query'))
		.flatMap(({ name: of, fields }) => personal_in(fields, `${of}.`))
	assert.deepEqual(declared.sort(), document['x-liangding-personal'].map(({ form, field }) => `${form}.${field}`).sort(), 'every personal field has its row')
	const order = await submittedApplication(operator, personal)
	for (const role of ['operator', 'city_reviewer', 'province_reviewer', 'national_reviewer']) {
		if (role === 'province_reviewer')
			await decide(as.city_reviewer, { order_no: order.order_no, version: order.version }, 'approve')
		if (role === 'national_reviewer')
			await decide(as.province_reviewer, (await as.province_reviewer.get(`/orders/${order.order_no}`)).body, 'approve')
		const seen = (await as[role].get(`/orders/${order.order_no}`)).body
		for (const field of reveals.keys()) {
			assert.equal(seen.content[field], sees.get(field).includes(role) ? personal[field] : masked[field], `${role} ${field}`)
			const before_look = (await audited('order.reveal', `${order.order_no} ${field}`)).length
			const answer = await reveal(as[role], order.order_no, field)
			const may = reveals.get(field).includes(role)
			assert.equal(answer.status, may ? 200 : 403, `${role} ${field}`)
			const looks = await audited('order.reveal', `${order.order_no} ${field}`)
			assert.equal(looks.length, before_look + (may ? 1 : 0))
			if (may)
				assert.deepEqual(answer.body, { field, value: personal[field] })
			else
				assert.equal((await audited('denied', order.order_no)).at(-1).outcome, 'access.denied')
		}
	}
	assert.deepEqual([...reveals.get('contact_phone')].sort(), ['city_reviewer', 'district_reviewer', 'operator'])
})

it('PLAT-10 nobody else reveals: another institution, another city, a field that is none', async () => {
	const order = await submittedApplication(operator, personal)
	for (const stranger of [await accounts.operator({ division: district }), await accounts.reviewer('city', 350900)]) {
		const client = await signedIn(stranger)
		assert.equal((await reveal(client, order.order_no, 'contact_phone')).status, 404)
	}
	for (const field of ['app_name', 'no_such_field', ''])
		assert.equal((await reveal(operator, order.order_no, field)).status, 422, field)
	const denials = await audited('denied', order.order_no)
	assert.equal(denials.length, 2)
	assert.ok(denials.every(({ outcome, account_id }) => outcome === 'foreign' && Number(account_id) > 0))
})

it('PLAT-10 masked text that comes back does not replace what it stands for', async () => {
	const draft = await draftApplication(operator, { ...personal, ...masked })
	const answer = await submit(operator, draft)
	assert.equal(answer.status, 422)
	assert.deepEqual(answer.body.fields.map(({ field, code }) => `${field} ${code}`).sort(), ['contact_name masked', 'contact_phone format', 'mail format'])
})

it('PLAT-10 a sealed text opens nowhere but in its place', async () => {
	const one = await submittedApplication(operator, personal)
	const two = await submittedApplication(operator, { contact_name: '张三', contact_phone: '13900139000' })
	const content = async (order_no) => JSON.parse(await db.value(
		'SELECT content FROM order_versions v JOIN orders o ON o.id = v.order_id WHERE order_no = ?', order_no))
	const [from, to] = [await content(one.order_no), await content(two.order_no)]
	await db.query('UPDATE order_versions v JOIN orders o ON o.id = v.order_id SET v.content = ? WHERE order_no = ?',
		JSON.stringify({ ...to, contact_phone: from.contact_phone }), two.order_no)
	const before_look = (await audited('order.reveal', two.order_no)).length
	const answer = await reveal(operator, two.order_no, 'contact_phone')
	assert.deepEqual([answer.status, answer.body.code], [503, 'secret.unreadable'])
	assert.equal((await audited('order.reveal', two.order_no)).length, before_look, 'nothing was shown')
	assert.equal((await reveal(operator, two.order_no, 'contact_name')).body.value, '张三')
})

it('PLAT-10 without its key nothing is taken for kept: no draft, no submission, no blank instead of a value', async () => {
	const own = await signedIn(await accounts.operator({ division: district }))
	const draft = await draftApplication(own, personal)
	const saved = (await own.put(`/orders/${draft.order_no}/draft`, { version: draft.version, content: draft.content })).body
	const organisation = await db.value('SELECT organisation_id FROM orders WHERE order_no = ?', draft.order_no)
	const master = await db.value('SELECT master FROM data_keys WHERE organisation_id = ?', organisation)
	await db.query('UPDATE data_keys SET master = \'gone\' WHERE organisation_id = ?', organisation)
	try {
		for (const answer of [await own.put(`/orders/${draft.order_no}/draft`, { version: saved.version, content: { ...draft.content, note: 'x' } }),
			await submit(own, { ...draft, version: saved.version }), await own.get(`/orders/${draft.order_no}`)])
			assert.deepEqual([answer.status, answer.body.code], [503, 'secret.unreadable'])
		const row = await db.one('SELECT state, version FROM orders WHERE order_no = ?', draft.order_no)
		assert.deepEqual(row, { state: '1', version: String(saved.version) })
	} finally {
		await db.query('UPDATE data_keys SET master = ? WHERE organisation_id = ?', master, organisation)
	}
	assert.equal((await own.get(`/orders/${draft.order_no}`)).body.content.contact_phone, phone)
	assert.equal((await submit(own, { ...draft, version: saved.version })).status, 200)
})

it('PLAT-10 the master key is rotated by command: new data under the new one, old data readable, old master gone', async (t) => {
	const own = await startStack({ DEMO: 'no' })
	t.after(() => own.stop())
	const own_db = new Database(own)
	const own_accounts = new Accounts(own, own_db)
	const client = await Client.signedIn(own, await own_accounts.operator({ division: district }))
	t.after(() => client.close())
	await own_accounts.bureau('city', city_code)
	const keys = join(own.directory, 'jwt.keys')
	const masters = () => own.file('jwt.keys').split('\n').filter((line) => line.startsWith('data ')).map((line) => line.split(' ')[1])
	const reload = async () => {
		const known = own.file('daemon.log').split('master.reload').length
		process.kill(own.pid('daemon'), 'SIGHUP')
		await until('reloaded', () => own.file('daemon.log').split('master.reload').length > known)
	}
	const shown = async ({ order_no }) => (await reveal(client, order_no, 'contact_phone')).body.value
	const order = await submittedApplication(client, personal)
	const [old] = masters()
	await own.ctl('keys', 'add-master', keys)
	const [fresh] = masters()
	assert.notEqual(fresh, old)
	await reload()
	assert.equal(await shown(order), phone, 'the old master still opens')
	await assert.rejects(own.ctl('secrets', 'retire'), /rewrap/)
	const digest = () => own_db.value('SELECT GROUP_CONCAT(MD5(content)) FROM order_versions')
	const untouched = await digest()
	await own.ctl('secrets', 'rewrap')
	assert.deepEqual((await own_db.query('SELECT DISTINCT master FROM data_keys')).map(({ master }) => master), [fresh])
	assert.equal(await digest(), untouched, 'the data itself stays as it is')
	assert.match(await own.ctl('secrets', 'status'), new RegExp(`${fresh} 1 \\(newest\\)`))
	await own.ctl('secrets', 'retire')
	assert.deepEqual(masters(), [fresh])
	// A host that missed it may have sealed under the old one since: that is not lost.
	assert.match(readFileSync(`${keys}.retired`, 'utf8'), new RegExp(`^data ${old} `, 'm'))
	assert.equal(statSync(`${keys}.retired`).mode & 0o077, 0)
	await reload()
	assert.equal(await shown(order), phone)
	// New data keys: what is sealed from now on is under them, the old stays readable.
	await own.ctl('secrets', 'renew')
	const later = await submittedApplication(client, personal)
	const no = async ({ order_no }) => Number(JSON.parse(await own_db.value(`SELECT content FROM order_versions v
		JOIN orders o ON o.id = v.order_id WHERE order_no = ?`, order_no)).contact_phone.split(':')[1])
	assert.equal(await no(later), await no(order) + 1)
	for (const each of [order, later])
		assert.equal(await shown(each), phone)
})

it('PLAT-6 denials of who is known are on record: wrong role, foreign object, two stages by one person', async () => {
	const order = await submittedApplication(operator)
	const count = async () => Number(await db.value('SELECT COUNT(*) FROM audit_rows WHERE act = \'denied\''))
	const known = await count()
	assert.equal((await operator.get('/reviews')).status, 403)
	assert.equal((await as.city_reviewer.once('/orders', { kind: 'access_application' })).status, 403)
	const stranger = await signedIn(await accounts.operator({ division: 350702 }))
	assert.equal((await stranger.get(`/orders/${order.order_no}`)).status, 404)
	assert.equal((await stranger.get('/orders/no_such_order')).status, 404) // nothing there: no denial
	assert.equal((await stranger.get(`/orders/${encodeURIComponent('单'.repeat(70))}`)).status, 404)
	assert.equal((await stranger.once('/orders', { kind: 'access_acceptance', parent_order_no: order.order_no })).status, 422)
	assert.equal((await stranger.get('/reviews')).status, 403)
	const rows = (await db.query('SELECT object, outcome FROM audit_rows WHERE act = \'denied\' ORDER BY id DESC LIMIT 5')).reverse()
	assert.equal(await count(), known + 5)
	assert.deepEqual(rows.map(({ object, outcome }) => `${object.trim()} ${outcome}`), [
		'GET /reviews access.denied', 'POST /orders access.denied', `GET /orders/:order_no ${order.order_no} foreign`,
		'POST /orders foreign', 'GET /reviews access.denied'])
})

it('PLAT-6 logins, refused ones too, and decisions are on record: who, when, what, outcome, from where', async () => {
	const user = await accounts.operator({ division: district })
	const id = Number(await db.value('SELECT id FROM accounts WHERE name = ?', user.account))
	const acts = async () => (await db.query('SELECT act, outcome, address, at FROM audit_rows WHERE account_id = ? ORDER BY id', id))
		.map(({ act, outcome, address }) => `${act} ${outcome} ${address}`)
	const client = await Client.open(stack)
	assert.equal((await client.tryPassword(user.account, 'not this one')).status, 401)
	await client.signIn(user)
	const order = await submittedApplication(client)
	assert.equal((await client.delete('/session')).status, 204)
	assert.deepEqual(await acts(), ['login refused 127.0.0.1', 'login ok 127.0.0.1',
		'order.create ok 127.0.0.1', 'order.submit ok 127.0.0.1', 'logout ok 127.0.0.1'])
	await decide(as.city_reviewer, order, 'reject', { whole: 'other', reason: '请更正' })
	const [row] = await audited('order.decide', order.order_no)
	assert.equal(row.outcome, 'reject')
	assert.ok(Number(row.account_id) > 0)
	// Nobody's password, token or typed name is in any row.
	const all = JSON.stringify(await db.query('SELECT * FROM audit_rows'))
	for (const secret of [user.password, 'not this one', client.token, phone, name])
		assert.ok(!all.includes(secret), 'an audit row tells too much')
})
