// What an institution was paid, as its finance people and its bureau see it, on a
// desk and on a phone; and what they read before a merchant is opened. In both
// languages; SHOTS=directory keeps what was seen.
import assert from 'node:assert/strict'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { Accounts } from '../../lib/accounts.mjs'
import { openBrowser } from '../../lib/browser.mjs'
import { Database } from '../../lib/db.mjs'
import { batch, newPlatform, openMerchant, payment, refund } from '../../lib/feeds.mjs'
import { accessible, person } from '../../lib/people.mjs'
import { sharedStack, top } from '../../lib/stack.mjs'

let stack, db, accounts, browser, platform
before(async () => {
	stack = await sharedStack()
	db = new Database(stack)
	accounts = new Accounts(stack, db)
	browser = await openBrowser(stack)
	platform = await newPlatform(stack)
})
after(() => stack?.stop())

const text = {
	zh: { title: '支付概览', own: '自定义', none: '这段时间没有支付', table: '以表格查看', unopened: /待激活/, remedy: '请核对和完善您机构的基础信息及相关资料后继续使用', go: '立即前往', merchant: '开通医保混合支付', by_operator: /由本机构经办人/, back: '回到本单位的区划' },
	en: { title: 'Payments', own: 'Own range', none: 'Nothing was paid in this time', table: 'Show as a table', unopened: /Not active yet/, remedy: /Check and complete your institution/, go: 'Start now', merchant: 'Open mobile payment', by_operator: /An operator of your institution/, back: 'Back to your own division' },
}

for (const language of ['zh', 'en'])
	for (const width of [1440, 390])
		describe(`MONEY-1 what was paid, ${language}, ${width} px`, () => {
			const say = text[language]
			const open = (user, ...allow) => person(browser, stack, user, { language, viewport: { width, height: 900 }, allow })
			async function look(page, name) {
				assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), `${name} is wider than the window`)
				await accessible(page)
				if (!process.env.SHOTS)
					return
				mkdirSync(join(top, process.env.SHOTS), { recursive: true })
				await page.screenshot({ path: join(top, process.env.SHOTS, `${name}-${language}-${width}.png`), fullPage: true })
			}

			it('MONEY-1 MONEY-5 finance begins there: sums in yuan, the time before, a chart and its table', async () => {
				const institution = await accounts.institution(350213)
				await openMerchant(db, institution)
				const paid = payment(institution, { time: '2026-11-19T10:00:00+08:00', total: 123456789, insurance: 100000000, personal: 23456789 })
				const sent = batch([paid, payment(institution), refund(paid, { total: 2500, insurance: 1500, personal: 1000 }), payment(institution, { time: '2026-11-10T10:00:00+08:00', total: 61735000, insurance: 0, personal: 61735000 })])
				assert.equal((await platform.call('/feeds/payments', sent)).body.refused.count, 0)
				const { page, close } = await open(await accounts.person('finance', institution), /422/)
				await page.getByRole('heading', { name: say.title, level: 1 }).waitFor()
				await page.goto(`${stack.url}money?period=own&from=2026-11-16&to=2026-11-22`)
				await page.locator('.is-total .now', { hasText: '1,234,642.89' }).waitFor()
				assert.equal(await page.locator('.is-insurance .now').innerText(), '1,000,045.00')
				assert.equal(await page.locator('.is-personal .now').innerText(), '234,597.89')
				assert.equal(await page.locator('.is-payments .now').innerText(), '2')
				assert.match(await page.locator('.is-total').innerText(), /617,350\.00/)
				assert.equal(await page.locator('.is-total .grown').innerText(), '+100.0%')
				assert.match(await page.locator('.words').innerText(), /25\.00.*2026-11-09 – 2026-11-15/)
				assert.equal(await page.locator('svg[role=img] g').count(), 7)
				await page.getByText(say.table).click()
				const rows = await page.locator('figure tbody tr').allInnerTexts()
				assert.equal(rows.length, 7)
				assert.match(rows[3], /2026-11-19\s+1,234,567\.89\s+1,000,000\.00\s+234,567\.89\s+1/)
				await look(page, 'money')
				await page.goto(`${stack.url}money?period=own&from=2020-01-01&to=2020-01-31`)
				await page.getByText(say.none).waitFor()
				await look(page, 'money-none')
				await page.goto(`${stack.url}money?period=own&from=2020-02-01&to=2020-01-31`)
				await page.locator('main [role=alert]').waitFor()
				await look(page, 'money-wrong')
				await close()
			})

			it('MERCH-1 before a merchant is opened it says 待激活, and leads there', async () => {
				const institution = await accounts.institution(350213)
				const finance = await open(await accounts.person('finance', institution), /403/)
				await finance.page.getByText(say.unopened).waitFor()
				await finance.page.getByText(say.by_operator).waitFor()
				assert.equal(await finance.page.getByRole('navigation').getByRole('link', { name: say.title, exact: true }).count(), 0)
				await finance.close()
				const { page, close } = await open(await accounts.operator({ institution }), /403/)
				assert.equal(await page.getByRole('navigation').getByRole('link', { name: say.title, exact: true }).count(), 0)
				await page.goto(`${stack.url}money`)
				await page.getByText(say.unopened).waitFor()
				await page.getByText(say.remedy).waitFor()
				await look(page, 'money-unopened')
				await page.getByRole('link', { name: say.go, exact: true }).click()
				await page.getByRole('heading', { name: say.merchant, level: 1 }).waitFor()
				await close()
			})

			it('MONEY-1 a bureau goes from its division into those within it, and back', async () => {
				const division = 360000 + 100 * (language === 'zh' ? 7 : 8) + (width === 390 ? 3 : 2)
				const institution = await accounts.institution(division)
				assert.equal((await platform.call('/feeds/payments', batch([payment(institution)]))).body.refused.count, 0)
				const { page, close } = await open(await accounts.person('city_reviewer', await accounts.bureau('city', Math.floor(division / 100) * 100)))
				await page.getByRole('navigation').getByRole('link', { name: say.title, exact: true }).click()
				await page.getByRole('heading', { name: say.title, level: 1 }).waitFor()
				await page.goto(`${stack.url}money?period=own&from=2026-11-20&to=2026-11-20`)
				const row = page.locator('.areas tbody tr', { hasText: '100.00' }).last()
				await row.waitFor()
				await look(page, 'money-areas')
				await row.getByRole('link').click()
				await page.locator('.is-total .now', { hasText: '100.00' }).waitFor()
				await page.waitForURL(/division=/)
				await page.getByText(say.back).click()
				await page.locator('.areas').waitFor()
				await close()
			})
		})
