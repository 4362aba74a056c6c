// What costs or shows much in bulk has limits of its own, an hour long. A stack of
// this file's own, where they are low.
import assert from 'node:assert/strict'
import { after, before, it } from 'node:test'
import { Accounts } from '../lib/accounts.mjs'
import { Client } from '../lib/client.mjs'
import { Database } from '../lib/db.mjs'
import { submittedApplication } from '../lib/orders.mjs'
import { startStack } from '../lib/stack.mjs'

let stack, db, accounts
before(async () => {
	stack = await startStack({ DEMO: 'no', SETTINGS: ['captcha_pool = 100', 'reveals_an_hour = 3', 'exports_an_hour = 2',
		'organisation_exports_an_hour = 3', 'orders_an_hour = 120'].join('\n\t') })
	db = new Database(stack)
	accounts = new Accounts(stack, db)
})
after(() => stack?.stop())

const signedIn = (user) => Client.signedIn(stack, user)
/** The hour in which something was counted is over. */
const anHourLater = () => db.query('UPDATE rates SET began_at = began_at - INTERVAL 1 HOUR')

function assertTooOften({ status, headers, body }, code) {
	assert.deepEqual([status, body.code], [429, code])
	const seconds = Number(headers['retry-after'])
	assert.ok(seconds > 3000 && seconds <= 3601, `${seconds} s`)
	assert.equal(body.retry_after, seconds)
	assert.match(body.remedy.zh, new RegExp(`请在 ${Math.ceil(seconds / 60)} 分钟后`))
	assert.match(body.remedy.en, new RegExp(`in ${Math.ceil(seconds / 60)} minutes`))
}

it('PLAT-10 an account looks at so many personal fields an hour, and each look is on record', async () => {
	const operator = await signedIn(await accounts.operator({ division: 350302 }))
	const city = await signedIn(await accounts.reviewer('city', 350300))
	const orders = []
	for (let i = 0; i < 2; i++)
		orders.push(await submittedApplication(operator, { contact_phone: '13812345678' }))
	const reveal = (client, i, field = 'contact_phone') => client.post(`/orders/${orders[i % 2].order_no}/reveal`, { field })
	for (let i = 0; i < 3; i++)
		assert.equal((await reveal(city, i)).body.value, '13812345678')
	for (let i = 0; i < 3; i++)
		assertTooOften(await reveal(city, i), 'reveal.too_often')
	// A field that is none does not count, and neither does a refusal.
	assert.equal((await reveal(operator, 0, 'app_name')).status, 422)
	for (let i = 0; i < 3; i++)
		assert.equal((await reveal(operator, i)).status, 200)
	assertTooOften(await reveal(operator, 0), 'reveal.too_often')
	assert.equal(await db.value("SELECT COUNT(*) FROM audit_rows WHERE act = 'order.reveal'"), '6')
	assert.equal((await city.get(`/orders/${orders[0].order_no}`)).status, 200)
	await anHourLater()
	assert.equal((await reveal(city, 0)).status, 200)
	assert.equal((await reveal(city, 0)).status, 200)
})

it('PLAT-7 an account and an organisation ask for so many exports an hour, whatever became of them', async () => {
	const ask = async (client) => {
		const answer = await client.post('/review-exports', { query: { state: 'waiting' } })
		if (answer.status === 202)
			assert.equal((await client.delete(`/exports/${answer.body.export_id}`)).status, 204)
		return answer
	}
	const [one, colleague, elsewhere] = await Promise.all([[350300], [350300], [350200]]
		.map(async ([division]) => signedIn(await accounts.reviewer('city', division))))
	for (let i = 0; i < 2; i++)
		assert.equal((await ask(one)).status, 202)
	assertTooOften(await ask(one), 'export.too_often')
	assert.equal((await ask(colleague)).status, 202)
	assertTooOften(await ask(colleague), 'export.too_often')
	assert.equal((await ask(elsewhere)).status, 202)
	await anHourLater()
	assert.equal((await ask(one)).status, 202)
})

it('PLAT-7 of many asked at once no more are taken than may be', async () => {
	const city = await signedIn(await accounts.reviewer('city', 350400))
	const answers = await Promise.all(Array.from({ length: 8 }, () => city.post('/review-exports', { query: { state: 'waiting' } })))
	assert.equal(answers.filter(({ status }) => status === 202).length, 2)
	for (const answer of answers.filter(({ status }) => status !== 202))
		assert.ok([409, 429].includes(answer.status), String(answer.status))
})

it('PLAT-22 an institution begins so many orders an hour, and holds so many drafts however many are begun at once', async () => {
	const operator = await signedIn(await accounts.operator({ division: 350304 }))
	const begin = () => operator.once('/orders', { kind: 'access_application' })
	const answers = await Promise.all(Array.from({ length: 115 }, begin))
	assert.equal(answers.filter(({ status }) => status === 201).length, 100)
	assert.ok(answers.every(({ status, body }) => status === 201 || body.code === 'order.too_many_drafts'))
	// What was refused did not count; what is begun and deleted does.
	let over
	for (let i = 0; i < 25 && !over; i++) {
		const { body: { items } } = await operator.get('/orders?page_size=10')
		assert.equal((await operator.delete(`/orders/${items[0].order_no}`)).status, 204)
		const answer = await begin()
		if (answer.status !== 201)
			over = answer
	}
	assertTooOften(over, 'order.begun_too_often')
	await anHourLater()
	assert.equal((await begin()).status, 201)
})

it('PLAT-6 PLAT-22 strangers do not fill the record: so many rows a minute, then how many more there were', async () => {
	const nobody = await Client.open(stack)
	const rows = () => db.value(`SELECT COUNT(*) FROM audit_rows WHERE account_id = 0`).then(Number)
	const before_ = await rows()
	for (let i = 0; i < 20; i++)
		await Promise.all(Array.from({ length: 40 }, () => nobody.get('/me', { token: 'eyJhbGciOi.eyJzdWIiOi.c2lnbmF0dXJl' })))
	// Eight workers, twenty rows each a minute; a minute may end meanwhile.
	assert.ok(await rows() - before_ <= 8 * 20 * 2 + 8, `${await rows() - before_} rows`)
	assert.ok(await rows() > before_)
	const known = await rows()
	for (const token of ['undefined', 'x', 'a.b.c', ''])
		await nobody.get('/me', { token: token || null })
	assert.equal(await rows(), known, 'what is no token at all is none that was forged')
})
