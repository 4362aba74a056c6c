// A column of a list is a row of its table: added there, in a copy of the sources, it is
// described, answered, written into the file and drawn in the page; and what a role
// does not see reaches it in none of these.
import assert from 'node:assert/strict'
import { after, before, it } from 'node:test'
import { Accounts } from '../lib/accounts.mjs'
import { openBrowser } from '../lib/browser.mjs'
import { Client } from '../lib/client.mjs'
import { copySources } from '../lib/copy.mjs'
import { Database } from '../lib/db.mjs'
import { decide, submittedApplication } from '../lib/orders.mjs'
import { person } from '../lib/people.mjs'
import { startStack, until } from '../lib/stack.mjs'
import { readSheets } from '../lib/xlsx.mjs'

const row = `COL(int64_t, submission_no, .sql = "submission_no",
    .zh = "提交次数", .en = "Times submitted", .width = 8)
`
const cities_row = `COL(const char *, phone, .sql = "i.phone",
    .zh = "机构电话", .en = "Phone", .width = 14,
    .flags = COLUMN_NULLABLE, .sees = MAY(CITY_REVIEWER))
`
const last = (list) => ({ order: 'COL(int64_t, version, .sql = "version")\n', review: 'COL(int64_t, version, .sql = "o.version")\n' })[list]

let copy, stack, db, accounts, browser
const users = {}
before(async () => {
	copy = copySources()
	copy.change('fcgi/app/order/order_list.def', last('order'), row + last('order'))
	copy.change('fcgi/app/review/review_list.def', last('review'), cities_row + last('review'))
	copy.build()
	copy.pages()
	stack = await startStack({ DEMO: 'no', PROGRAMS: copy.programs, WEB: copy.web })
	db = new Database(stack)
	accounts = new Accounts(stack, db)
	browser = await openBrowser(stack)
	users.operator = await accounts.operator({ division: 350213 })
	users.city = await accounts.reviewer('city', 350200)
	users.province = await accounts.reviewer('province', 350000)
})
after(async () => {
	await stack?.stop()
	copy?.drop()
})

/** What the file of a list says, its heading first. */
async function exported(client, list, body) {
	const one = await client.expect(202, 'POST', `/${list}-exports`, { body: { query: {}, ...body } })
	await until('the export is done', async () => (await client.expect(200, 'GET', `/exports/${one.export_id}`)).state === 'done')
	const [{ rows }] = readSheets((await client.get(`/exports/${one.export_id}/content`)).buffer)
	return rows
}

it('PLAT-7 a column is one row of one table: described, answered, exported and drawn in both languages', async () => {
	const operator = await Client.signedIn(stack, users.operator)
	const { order_no } = await submittedApplication(operator)
	const described = (await operator.get('/openapi.json')).body
	assert.equal(described.components.schemas.order_item.properties.submission_no.type, 'integer')
	assert.deepEqual(described['x-liangding-lists'].order.columns.find(({ name }) => name === 'submission_no'),
		{ name: 'submission_no', zh: '提交次数', en: 'Times submitted', width: 8, cell: 'text' })
	const { items } = await operator.expect(200, 'GET', '/orders')
	assert.deepEqual(items.map((item) => [item.order_no, item.submission_no]), [[order_no, 1]])
	for (const [language, heading] of [['zh', '提交次数'], ['en', 'Times submitted']]) {
		const rows = await exported(operator, 'order', { language, columns: 'order_no,submission_no' })
		assert.deepEqual(rows.map((cells) => cells.map(String)), [[language === 'zh' ? '申请单号' : 'Application number', heading], [order_no, '1']])
		const { page, close } = await person(browser, stack, users.operator, { language })
		await page.goto(`${stack.url}orders`)
		await page.getByRole('columnheader', { name: heading, exact: true }).waitFor()
		assert.equal((await page.locator('tr[data-row] .is-submission_no').innerText()).trim(), '1')
		await close()
	}
})

it('PLAT-7 PLAT-10 a column that one role sees is null to others, in no file of theirs and on no page', async () => {
	const operator = await Client.signedIn(stack, users.operator)
	const order = await submittedApplication(operator)
	const city = await Client.signedIn(stack, users.city)
	assert.equal((await decide(city, order, 'approve')).status, 200)
	await db.query('UPDATE organisations SET phone = ? WHERE id = (SELECT MIN(organisation_id) FROM orders)', '0592-1234567')
	for (const [name, phone] of [['city', '0592-1234567'], ['province', null]]) {
		const client = await Client.signedIn(stack, users[name])
		const { items } = await client.expect(200, 'GET', '/reviews')
		assert.ok(items.length, name)
		assert.deepEqual(items.map((item) => item.phone), items.map(() => phone), name)
		const rows = await exported(client, 'review', { language: 'zh' })
		assert.equal(rows[0].includes('机构电话'), phone !== null, name)
		assert.equal(JSON.stringify(rows).includes('0592-1234567'), phone !== null, name)
		const { page, close } = await person(browser, stack, users[name], { language: 'zh' })
		await page.goto(`${stack.url}reviews`)
		await page.locator('tr[data-row]').first().waitFor()
		assert.equal(await page.getByRole('columnheader', { name: '机构电话', exact: true }).count(), phone === null ? 0 : 1, name)
		await close()
	}
})
