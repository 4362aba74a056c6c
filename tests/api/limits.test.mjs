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
		'organisation_exports_an_hour = 3'].join('\n\t') })
	db = new Database(stack)
	accounts = new Accounts(stack, db)
})
after(() => stack?.stop())

const signedIn = async (user) => (await Client.open(stack)).signIn(user)
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
