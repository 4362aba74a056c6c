// Bills and settlements as finance people and bureaus work with them, on a desk and
// on a phone, in both languages; SHOTS=directory keeps what was seen.
import assert from 'node:assert/strict'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { readFile } from 'node:fs/promises'
import { after, before, describe, it } from 'node:test'
import { Accounts } from '../../lib/accounts.mjs'
import { openBrowser } from '../../lib/browser.mjs'
import { readCsv } from '../../lib/csv.mjs'
import { Database } from '../../lib/db.mjs'
import { batch, newPlatform, openMerchant, payment, refund, settlement } from '../../lib/feeds.mjs'
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
	zh: { bills: '账单查询', settlements: '结算查询', sum: /支付 62 笔.*退款 1 笔/s, see: '查看账单', search: '查询', filters: /筛选/, csv: '导出 CSV', fetch: '下载 .csv', refunds: /已退款 25\.00 元，可退余额/, unsettled: '未结算', agrees: '与结算金额一致', differs: /相差 -0\.01 元/, parts: /查看账单明细（3 笔）/, paid: /已结算/, institution: '机构编码', unopened: /待激活/, go: '立即前往', none: '还没有账单', no_match: '没有符合条件的记录', from: '开始', wrong: '筛选条件无效，请重置', back: '返回账单查询' },
	en: { bills: 'Transactions', settlements: 'Settlements', sum: /Payments: 62.*Refunds: 1/s, see: 'See the transactions', search: 'Search', filters: /Filter/, csv: 'Export CSV', fetch: 'Download .csv', refunds: /25\.00 yuan refunded/, unsettled: 'Not settled yet', agrees: 'Matches the settled amount', differs: /Differs from the settled amount by -0\.01/, parts: /View transactions \(3\)/, paid: /Paid/, institution: /^Institution code/, unopened: /Not active yet/, go: 'Start now', none: 'Nothing has been paid yet', no_match: 'Nothing matches', wrong: /filter/i, back: 'Back to the transactions' },
}

async function feed(path, lines) {
	const { body } = await platform.call(`/feeds/${path}`, batch(lines))
	assert.equal(body.refused.count, 0, JSON.stringify(body))
	return lines
}

for (const language of ['zh', 'en'])
	for (const width of [1440, 390])
		describe(`MONEY-2 MONEY-3 bills and settlements, ${language}, ${width} px`, () => {
			const say = text[language]
			const small = width < 720
			const open = (user, ...allow) => person(browser, stack, user, { language, viewport: { width, height: 900 }, allow })
			async function look(page, name) {
				assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), `${name} is wider than the window`)
				await accessible(page)
				if (!process.env.SHOTS)
					return
				mkdirSync(join(top, process.env.SHOTS), { recursive: true })
				await page.screenshot({ path: join(top, process.env.SHOTS, `${name}-${language}-${width}.png`), fullPage: true })
			}
			const rows = (page) => page.locator('tr[data-row]')

			it('MONEY-3 MONEY-5 from the home page to the bills, a second of them, one with its refund, and a file', async () => {
				const institution = await accounts.institution(350213)
				await openMerchant(db, institution)
				const paid = payment(institution, { time: '2026-11-19T10:20:30+08:00', total: 123456789, insurance: 100000000, personal: 23456789, channel: 'ecny' })
				const lines = [paid, payment(institution, { time: '2026-11-19T10:20:31+08:00', channel: 'alipay' })]
				for (let i = 0; i < 60; i++)
					lines.push(payment(institution, { time: `2026-11-18T${String(8 + i % 10).padStart(2, '0')}:${String(i).padStart(2, '0')}:07+08:00` }))
				lines.push(refund(paid, { total: 2500, insurance: 1500, personal: 1000 }))
				await feed('payments', lines)
				await feed('settlements', [settlement(institution, lines.slice(2, 10))])
				const { page, close } = await open(await accounts.person('finance', institution), /422/)
				await page.goto(`${stack.url}money?period=own&from=2026-11-16&to=2026-11-22`)
				await page.getByRole('link', { name: say.see }).click()
				await page.getByRole('heading', { name: say.bills, level: 1 }).waitFor()
				await page.locator('.sum', { hasText: say.sum }).waitFor()
				assert.match(await page.locator('.sum').innerText(), /1,240,642\.89.*1,003,645\.00/s)
				await rows(page).filter({ hasText: '-25.00' }).waitFor()
				await look(page, 'bills')
				if (small)
					await page.getByRole('button', { name: say.filters }).click()
				const [from, to] = [page.locator('#filter-at_from'), page.locator('#filter-at_to')]
				for (const [field, time] of [[from, '2026-11-19 10:20:30'], [to, '2026-11-19 10:20:30']]) {
					await field.fill(time)
					await field.press('Enter')
				}
				await page.getByRole('button', { name: say.search, exact: true }).click()
				await page.waitForURL(/at_from=2026-11-19T10(:|%3A)20(:|%3A)30&at_to=2026-11-19T10(:|%3A)20(:|%3A)30/)
				await page.locator('.sum', { hasText: '1,234,567.89' }).waitFor()
				assert.equal(await rows(page).count(), 1)
				await page.getByRole('link', { name: paid.payment_no }).click()
				await page.getByText(say.refunds).waitFor()
				await page.getByText(say.unsettled).waitFor()
				await look(page, 'bill')
				await page.locator('.parts').getByRole('link').click()
				await page.getByRole('link', { name: paid.payment_no }).waitFor()
				await look(page, 'bill-refund')
				// The way back is the search that it came from.
				await page.getByText(say.back).click()
				await page.goBack()
				await page.goBack()
				await page.getByText(say.back).click()
				await page.waitForURL(/at_from=2026-11-19/)
				// A day that is typed as the end is whole.
				if (small && !(await to.isVisible()))
					await page.getByRole('button', { name: say.filters }).click()
				for (const [field, time] of [[from, '2026-11-19'], [to, '2026-11-19']]) {
					await field.fill(time)
					await field.press('Enter')
				}
				await page.getByRole('button', { name: say.search, exact: true }).click()
				await page.waitForURL(/at_from=2026-11-19T00(:|%3A)00(:|%3A)00&at_to=2026-11-19T23(:|%3A)59(:|%3A)59/)
				await page.locator('.sum', { hasText: '1,234,667.89' }).waitFor()
				await page.goto(`${stack.url}bills`)
				await page.getByRole('button', { name: say.csv }).click()
				const link = page.getByRole('link', { name: say.fetch })
				await link.waitFor()
				const download = page.waitForEvent('download')
				await link.click()
				const file = await (await download).path()
				assert.equal(readCsv(await readFile(file)).length, 1 + lines.length)
				await look(page, 'bills-written')
				await page.goto(`${stack.url}bills?channel=unionpay`)
				await page.getByText(say.no_match).waitFor()
				await look(page, 'bills-no-match')
				await page.goto(`${stack.url}bills?at_from=2026-11-31`)
				await page.locator('main [role=alert]').waitFor()
				await look(page, 'bills-wrong')
				await close()
			})

			it('MONEY-2 settlements by their states, one that agrees with its parts and opens them, one that does not', async () => {
				const institution = await accounts.institution(350213)
				await openMerchant(db, institution)
				const lines = await feed('payments', Array.from({ length: 12 }, (_, i) => payment(institution, { time: `2026-11-${String(10 + i).padStart(2, '0')}T10:00:00+08:00` })))
				const given = await feed('settlements', [0, 1, 2, 3].map((i) => settlement(institution, lines.slice(3 * i, 3 * i + 3), { state: ['paid', 'pending', 'failed', 'paid'][i] })))
				await db.query('UPDATE settlements SET amount = amount - 1 WHERE settlement_no = ?', given[3].settlement_no)
				const { page, close } = await open(await accounts.person('finance', institution))
				await page.getByRole('navigation').getByRole('link', { name: say.settlements, exact: true }).click()
				await page.locator('.sum', { hasText: '1,199.99' }).waitFor()
				await look(page, 'settlements')
				await page.getByRole('link', { name: say.paid }).first().click()
				await page.locator('.sum', { hasText: '599.99' }).waitFor()
				assert.equal(await rows(page).count(), 2)
				await page.getByRole('link', { name: given[0].settlement_no }).click()
				await page.getByText(say.agrees).waitFor()
				await look(page, 'settlement')
				await page.getByRole('link', { name: say.parts }).click()
				await page.locator('.sum', { hasText: '300.00' }).waitFor()
				assert.equal(await rows(page).count(), 3)
				await page.goBack()
				await page.goBack()
				await page.getByRole('link', { name: given[3].settlement_no }).click()
				await page.getByText(say.differs).waitFor()
				await look(page, 'settlement-differs')
				await close()
			})

			it('MERCH-1 MONEY-3 nothing yet, and before a merchant is opened: it says so and leads there', async () => {
				const institution = await accounts.institution(350213)
				const before = await open(await accounts.operator({ institution }), /403/)
				for (const path of ['bills', 'settlements', 'bills/1', 'settlements/1']) {
					await before.page.goto(`${stack.url}${path}`)
					if (path.includes('/'))
						await before.page.locator('main [role=alert]').waitFor()
					else
						await before.page.getByText(say.unopened).waitFor()
				}
				await before.page.goto(`${stack.url}bills`)
				await before.page.getByRole('link', { name: say.go, exact: true }).waitFor()
				await look(before.page, 'bills-unopened')
				await before.close()
				await openMerchant(db, institution)
				const { page, close } = await open(await accounts.operator({ institution }))
				await page.getByRole('navigation').getByRole('link', { name: say.bills, exact: true }).click()
				await page.getByText(say.none).waitFor()
				await look(page, 'bills-none')
				await close()
			})

			it('MONEY-3 a bureau finds an institution\'s bills among those of its division', async () => {
				const division = 360900 + (language === 'zh' ? 2 : 4) + (small ? 1 : 0)
				const places = [await accounts.institution(division), await accounts.institution(division)]
				await feed('payments', places.flatMap((place) => [payment(place), payment(place)]))
				const { page, close } = await open(await accounts.person('district_reviewer', await accounts.bureau('district', division)))
				await page.getByRole('navigation').getByRole('link', { name: say.bills, exact: true }).click()
				await page.locator('.sum', { hasText: '400.00' }).waitFor()
				await rows(page).filter({ hasText: places[1].name }).first().waitFor()
				await look(page, 'bills-bureau')
				if (small)
					await page.getByRole('button', { name: say.filters }).click()
				await page.getByRole('textbox', { name: say.institution }).fill(places[0].code)
				await page.getByRole('button', { name: say.search, exact: true }).click()
				await page.locator('.sum', { hasText: '200.00' }).waitFor()
				await close()
			})
		})
