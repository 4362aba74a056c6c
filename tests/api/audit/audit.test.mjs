// What is done, refused and read is on record (PLAT-6): every act once, every
// denial with its reason, a reviewer's looks a day at a time; escaped, and
// without anything personal.
import assert from 'node:assert/strict'
import { after, before, it } from 'node:test'
import { Accounts } from '../../lib/accounts.mjs'
import { Client, exchange } from '../../lib/client.mjs'
import { Database } from '../../lib/db.mjs'
import { decide, draftApplication, submit, submittedApplication } from '../../lib/orders.mjs'
import { pdf } from '../../lib/papers.mjs'
import { sharedStack } from '../../lib/stack.mjs'

let stack, db, accounts, person, operator, city, province, admin
const signedIn = (user) => Client.signedIn(stack, user)
before(async () => {
	stack = await sharedStack()
	db = new Database(stack)
	accounts = new Accounts(stack, db)
	person = await accounts.operator({ division: 350305 })
	operator = await signedIn(person)
	city = await signedIn(await accounts.reviewer('city', 350300))
	province = await signedIn(await accounts.reviewer('province', 350000))
	admin = await signedIn(await accounts.person('platform_admin', await accounts.bureau('province', 350000)))
})
after(() => stack?.stop())

const newest = async () => Number(await db.value('SELECT IFNULL(MAX(id), 0) FROM audit_rows'))
/** The rows that act() leaves, as "act object outcome". */
async function left(act) {
	const from = await newest()
	const result = await act()
	const rows = await db.query('SELECT act, object, outcome FROM audit_rows WHERE id > ? ORDER BY id', from)
	return { rows: rows.map((row) => `${row.act} ${row.object} ${row.outcome}`), result }
}
const leaves = async (act, ...expected) => assert.deepEqual((await left(act)).rows, expected)

it('PLAT-6 every act leaves one row: who begins, submits, withdraws, deletes, claims, decides, switches', async () => {
	let draft
	const { rows } = await left(async () => {
		draft = (await operator.once('/orders', { kind: 'access_application' })).body
	})
	assert.deepEqual(rows, [`order.create ${draft.order_no} ok`])
	await leaves(() => operator.delete(`/orders/${draft.order_no}`), `order.delete ${draft.order_no} ok`)
	const order = await draftApplication(operator)
	let version
	await leaves(async () => {
		({ body: { version } } = await submit(operator, order))
	}, `order.submit ${order.order_no} ok`)
	await leaves(() => operator.once(`/orders/${order.order_no}/withdrawal`, { version }), `order.withdraw ${order.order_no} ok`)
	const other = await submittedApplication(operator)
	await leaves(() => city.post(`/orders/${other.order_no}/claim`), `order.claim ${other.order_no} ok`)
	await leaves(() => city.delete(`/orders/${other.order_no}/claim`), `order.release ${other.order_no} ok`)
	const key = 'the-same-intent-twice'
	await leaves(() => decide(city, other, 'approve', {}, key), `order.decide ${other.order_no} approve`)
	await leaves(() => decide(city, other, 'approve', {}, key)) // told again what was answered: nothing was done
	await leaves(() => operator.post('/session/grant', { grant_id: operator.session.grant.grant_id }), `grant.switch ${operator.session.grant.grant_id} ok`)
	const file = await operator.attach(order.order_no, 'others', '材料.pdf', pdf('x'))
	await leaves(() => operator.delete(`/files/${file}`), `file.delete ${file} ok`)
	await leaves(() => city.post('/review-exports', { query: {} }), 'export.ask reviews ok')
	// What failed was not done.
	await leaves(() => operator.once(`/orders/${other.order_no}/withdrawal`, { version: other.version }))
})

it('PLAT-6 every refusal leaves one row with its reason: another\'s object wherever it is named', async () => {
	const stranger = await signedIn(await accounts.operator({ division: 350702 }))
	const denied = (what, why) => `denied ${what} ${why}`
	const { body: { export_id } } = await city.post('/review-exports', { query: {} })
	await leaves(() => province.get(`/exports/${export_id}`), denied(`GET /exports/:export_id ${export_id}`, 'foreign'))
	await leaves(() => province.get('/exports/nosuch'))
	const session = (await operator.get('/sessions')).body.items.find(({ current }) => current).session_id
	await leaves(() => stranger.delete(`/sessions/${session}`), denied(`DELETE /sessions/:session_id ${session}`, 'foreign'))
	await leaves(() => stranger.delete('/sessions/999999999999'))
	const far = await accounts.operator({ division: 110101 })
	const account = await db.value('SELECT id FROM accounts WHERE name = ?', far.account)
	await leaves(() => admin.post(`/accounts/${account}/unlock`), denied(`POST /accounts/:account_id/unlock ${account}`, 'foreign'))
	const draft = await draftApplication(operator)
	const mine = await draftApplication(stranger)
	await leaves(() => submit(stranger, { ...mine, content: { ...mine.content, agreement: draft.content.agreement } }),
		denied(`POST /orders/:order_no/submission ${mine.order_no}`, 'foreign'))
	await leaves(() => stranger.post(`/orders/${mine.order_no}/check`, { content: { ...mine.content, agreement: draft.content.agreement } }),
		denied(`POST /orders/:order_no/check ${mine.order_no}`, 'foreign'))
	await leaves(() => city.get('/reviews?division=350200'), denied('GET /reviews ', 'foreign'))
	await leaves(() => stranger.get(`/orders/${draft.order_no}`), denied(`GET /orders/:order_no ${draft.order_no}`, 'foreign'))
})

it('PLAT-6 wrong captchas, old passwords, forged tokens and other sites\' writes are on record', async () => {
	const denied = (what, why) => `denied ${what} ${why}`
	const nobody = await Client.open(stack)
	const { captcha_id } = await nobody.captcha()
	await leaves(() => nobody.post('/session', { realm: 'institution', account: person.account, password: 'x'.repeat(10), captcha_id, captcha_answer: 'nope' }, { token: null }),
		denied('POST /session ', 'captcha'))
	const other = await signedIn(await accounts.operator())
	await leaves(() => other.post('/password', { old_password: 'not the one', new_password: 'a new one, long enough' }), denied('POST /password ', 'old_password'))
	await leaves(() => nobody.get('/me', { token: `${operator.token.slice(0, -3)}AAA` }), denied('GET /me ', 'forged_token'))
	await leaves(() => nobody.get('/me', { token: null }))
	await leaves(() => operator.post('/orders', { kind: 'access_application' }, { origin: 'https://evil.example', key: 'from-elsewhere-1' }),
		denied('POST /orders ', 'request.cross_site'))
})

it('PLAT-6 what is written down cannot be mistaken for another line', async () => {
	const raw = (path) => exchange(stack.origin, 'DELETE', `${stack.base}${path}`, { headers: { Authorization: `Bearer ${city.token}`, Origin: stack.origin } })
	await leaves(() => raw('/orders/x%1B%5B2J%0Dy%E2%80%AE%5C'), 'denied DELETE /orders/:order_no x\\u{1B}[2J\\u{D}y\\u{202E}\\u{5C} access.denied')
})

it('PLAT-6 a reviewer\'s looks at an order and its papers are kept, one row a day each; an applicant\'s own are not', async () => {
	const order = await submittedApplication(operator)
	const file = order.content.agreement[0].file_id
	const reads = () => db.query(`SELECT a.name, r.what FROM order_reads r JOIN orders o ON o.id = r.order_id JOIN accounts a ON a.id = r.account_id
		WHERE o.order_no = ? ORDER BY r.what`, order.order_no)
	await operator.get(`/orders/${order.order_no}`)
	await operator.get(`/files/${file}/content`)
	assert.deepEqual(await reads(), [])
	// More at once than there are workers, so that each has looked.
	for (const path of [`/orders/${order.order_no}`, `/files/${file}/content`])
		assert.ok((await Promise.all(Array.from({ length: 30 }, () => city.get(path)))).every(({ status }) => status === 200))
	const name = city.session.account.name
	assert.deepEqual((await reads()).map((row) => [row.name, row.what]), [[name, '1'], [name, '2']])
	assert.equal((await city.get(`/reviews?order_no=${order.order_no}`)).status, 200)
	assert.equal((await reads()).length, 2, 'a list is none')
	assert.equal((await province.get(`/orders/${order.order_no}`)).status, 404)
	assert.equal((await reads()).length, 2, 'nor one that was refused')
})
