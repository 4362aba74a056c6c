// A list as a file and a paper as a download, as a person gets them in the browser.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { after, before, describe, it } from 'node:test'
import { Accounts } from '../../lib/accounts.mjs'
import { openBrowser, phone } from '../../lib/browser.mjs'
import { Client } from '../../lib/client.mjs'
import { Database } from '../../lib/db.mjs'
import { submittedApplication } from '../../lib/orders.mjs'
import { person } from '../../lib/people.mjs'
import { exportWriter } from '../../lib/processes.mjs'
import { sharedStack } from '../../lib/stack.mjs'
import { readSheets } from '../../lib/xlsx.mjs'
import { seed } from '../../load/seed.mjs'

const text = {
	zh: { begin: '导出 Excel', fetch: '下载 .xlsx', cancel: '取消导出', waiting: '等待导出…', done: /已导出 [\d,]+ 行/, away: '收起这次导出',
		heading: ['申请单号', '审核类型'], get: (name) => `下载 ${name}` },
	en: { begin: 'Export Excel', fetch: 'Download .xlsx', cancel: 'Cancel export', waiting: 'Waiting to start…', done: /[\d,]+ rows exported/, away: 'Dismiss this export',
		heading: ['Application number', 'Application type'], get: (name) => `Download ${name}` },
}

let stack, db, accounts, browser
before(async () => {
	stack = await sharedStack()
	db = new Database(stack)
	accounts = new Accounts(stack, db)
	browser = await openBrowser(stack)
	await accounts.bureau('city', 620100)
	await seed(db, { institutions: 40, orders: 1300, from: 620100, before: 620200, step: 600_000 })
})
after(() => stack?.stop())
const writer = () => exportWriter(stack)
const saved = async (page, press) => {
	const [download] = await Promise.all([page.waitForEvent('download'), press()])
	return { name: download.suggestedFilename(), bytes: readFileSync(await download.path()) }
}

for (const language of ['zh', 'en'])
	describe(`files to take away, ${language === 'zh' ? 'in Chinese' : 'in English'}`, () => {
		const say = text[language]

		it('PLAT-7 a list is exported as it is filtered, is found again after a reload, and is put away', async () => {
			const here = await person(browser, stack, await accounts.reviewer('city', 620100), { language })
			const { page } = here
			await page.goto(`${stack.url}reviews?state=waiting&facet_b=wechat`)
			await page.locator('tr[data-row]').first().waitFor()
			const stopped = writer()
			process.kill(stopped, 'SIGSTOP')
			try {
				await page.getByRole('button', { name: say.begin, exact: true }).click()
				await page.getByText(say.waiting).waitFor()
				await page.getByRole('progressbar').waitFor()
				// The server goes on without the page.
				await page.reload()
				await page.getByText(say.waiting).waitFor()
			} finally {
				process.kill(stopped, 'SIGCONT')
			}
			await page.getByText(say.done).waitFor()
			const { name, bytes } = await saved(page, () => page.getByRole('link', { name: say.fetch }).click())
			assert.match(name, /^reviews-\d{8}\.xlsx$/)
			const [{ rows }] = readSheets(bytes)
			assert.deepEqual(rows[0].slice(0, 2), say.heading)
			// Beside what picks it, its number and what one does with it, every column that shows.
			assert.deepEqual(rows[0], (await page.locator('.rows th').allInnerTexts()).map((one) => one.trim()).slice(2, -1))
			assert.equal(rows.length - 1, Number(await db.value(`SELECT COUNT(*) FROM order_desks
				WHERE desk = 2 AND done = 0 AND div4 = 6201 AND state = 1 AND facet_b = 1`)))
			// Before the server has answered, however slow the line.
			const gone = page.waitForResponse((answer) => answer.request().method() === 'DELETE')
			let answer_it
			const held = new Promise((resolve) => { answer_it = resolve })
			await page.route('**/api/exports/*', async (route) => {
				await held
				await route.continue()
			})
			await page.getByRole('button', { name: say.away }).click()
			await page.getByText(say.done).waitFor({ state: 'detached' })
			assert.equal(await page.evaluate(() => document.activeElement.textContent.trim()), say.begin, 'the focus stays')
			answer_it()
			await gone
			await page.reload()
			await page.locator('tr[data-row]').first().waitFor()
			await page.waitForLoadState('networkidle')
			assert.equal(await page.getByText(say.done).count(), 0)
			await here.close()
		})

		it('PLAT-19 an export can be cancelled, and fits a phone', async () => {
			const here = await person(browser, stack, await accounts.reviewer('city', 620100), { language, viewport: phone })
			const { page } = here
			await page.goto(`${stack.url}reviews`)
			const stopped = writer()
			process.kill(stopped, 'SIGSTOP')
			try {
				await page.getByRole('button', { name: say.begin, exact: true }).click()
				await page.getByRole('progressbar').waitFor()
				assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), 'nothing sticks out')
				await page.getByRole('button', { name: say.cancel }).click()
				await page.getByRole('button', { name: say.begin, exact: true }).waitFor()
			} finally {
				process.kill(stopped, 'SIGCONT')
			}
			assert.equal(await page.getByRole('progressbar').count(), 0)
			await here.close()
		})

		it('PLAT-9 a paper can be downloaded from where it is read', async () => {
			const user = await accounts.operator({ division: 620102 })
			const client = await Client.signedIn(stack, user)
			const order = await submittedApplication(client)
			const [{ file_id }] = order.content.agreement
			const here = await person(browser, stack, user, { language })
			await here.page.goto(`${stack.url}orders/${order.order_no}`)
			const link = here.page.getByRole('link', { name: say.get('协议.pdf') })
			await link.waitFor()
			const { name, bytes } = await saved(here.page, () => link.click())
			assert.equal(name, '协议.pdf')
			assert.ok(bytes.equals((await client.get(`/files/${file_id}/content`)).buffer))
			client.close()
			await here.close()
		})

		it('PLAT-7 an institution exports its own orders', async () => {
			const user = await accounts.operator({ division: 620102 })
			const client = await Client.signedIn(stack, user)
			const order = await submittedApplication(client)
			client.close()
			const here = await person(browser, stack, user, { language })
			await here.page.goto(`${stack.url}orders`)
			await here.page.getByRole('button', { name: say.begin, exact: true }).click()
			await here.page.getByText(say.done).waitFor()
			const { bytes } = await saved(here.page, () => here.page.getByRole('link', { name: say.fetch }).click())
			const [{ rows }] = readSheets(bytes)
			assert.deepEqual(rows.slice(1).map(([, order_no]) => order_no), [order.order_no])
			await here.close()
		})
	})
