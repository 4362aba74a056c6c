// A bureau's home (REVIEW-8): numbers that lead to the list behind them, a chart that comes
// when there is something to draw, and the same in a table; both languages.
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { Accounts } from '../../lib/accounts.mjs'
import { openBrowser, phone } from '../../lib/browser.mjs'
import { Database } from '../../lib/db.mjs'
import { accessible, person } from '../../lib/people.mjs'
import { sharedStack, until } from '../../lib/stack.mjs'

const text = {
	zh: { chart: /近 12 个月每月的审核量/, table: '按月查看数字', median: /一半在 3 天内办结/, heading: '接入审核：本级办理情况', waiting: '待审核' },
	en: { chart: /decisions a month over 12 months/, table: 'The numbers, month by month', median: /half are decided within 3 days/, heading: 'Access review: at your desk', waiting: 'Waiting' },
}
const cities = { zh: 630500, en: 652800 }

let stack, db, accounts, browser
before(async () => {
	stack = await sharedStack()
	db = new Database(stack)
	accounts = new Accounts(stack, db)
	browser = await openBrowser(stack)
})
after(() => stack?.stop())
const shot = async (page, name) => process.env.SHOTS && page.screenshot({ path: `${process.env.SHOTS}/figures-${name}.png`, fullPage: true })

for (const language of ['zh', 'en'])
	describe(`figures in ${language}`, () => {
		const say = text[language]
		it('REVIEW-8 draws what was decided month by month, and each number leads to the list behind it', async () => {
			await accounts.bureau('province', Math.floor(cities[language] / 10000) * 10000)
			const bureau = await accounts.bureau('city', cities[language])
			const user = await accounts.reviewer('city', cities[language])
			const { page, close } = await person(browser, stack, user, { language })
			await page.getByText(say.heading).waitFor()
			assert.equal(await page.locator('.chart').count(), 0, 'nothing decided, nothing drawn')
			const now = new Date(Date.now() + 8 * 3_600_000)
			for (let i = 0; i < 9; i++) {
				const month = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - i, 15)).toISOString().slice(0, 7).replace('-', '')
				await db.query('INSERT INTO figures (organisation_id, desk, kind, month, verdict, bucket, n) VALUES (?, 2, 1, ?, 1, 52, ?), (?, 2, 1, ?, 2, 60, ?)', bureau.id, Number(month), 40 + i * 7, bureau.id, Number(month), 3 + i)
			}
			await page.reload()
			const chart = page.getByRole('img', { name: say.chart })
			await chart.waitFor()
			await until('bars are drawn', async () => await chart.locator('svg path').count() > 10)
			await page.getByText(say.median).waitFor()
			await accessible(page)
			await shot(page, `board-${language}`)
			await page.getByText(say.table).press('Enter')
			await until('the table', async () => await page.locator('details table tbody tr').count() === 12)
			const month = now.toISOString().slice(0, 7)
			await page.locator('details tr', { hasText: month }).getByRole('link').first().click()
			await page.waitForURL((url) => url.searchParams.get('decided_from') === `${month}-01` && url.searchParams.get('verdict') === 'approve')
			await page.goBack()
			const last_day = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + 1, 0)).toISOString().slice(0, 10)
			const behind = [['state', 'waiting'], ['sort', 'due'], ['verdict', 'approve'], ['verdict', 'reject']]
			for (const [i, [name, value]] of behind.entries()) {
				await page.locator('.numbers').getByRole('link').nth(i).click()
				await page.waitForURL((url) => url.pathname.endsWith('/reviews') && url.searchParams.get(name) === value && (i < 2 || url.searchParams.get('decided_to') === last_day))
				await page.goBack()
				await chart.waitFor()
			}
			await page.locator('.numbers').getByRole('link').first().click()
			await page.waitForURL(/reviews/)
			await page.emulateMedia({ colorScheme: 'dark' })
			await page.goBack()
			await chart.waitFor()
			await shot(page, `dark-${language}`)
			await close()
			const small = await person(browser, stack, user, { language, viewport: phone })
			await small.page.getByRole('img', { name: say.chart }).waitFor()
			assert.ok(await small.page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), 'nothing sticks out')
			await shot(small.page, `board-${language}-390`)
			await small.close()
		})
	})
