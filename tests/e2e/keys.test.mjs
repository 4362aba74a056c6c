// A reviewer's keyboard on the list, and what they set up there: the keys act on
// the marked order, never in place of a link or button that has the focus.
import assert from 'node:assert/strict'
import { after, before, it } from 'node:test'
import { Accounts } from '../lib/accounts.mjs'
import { openBrowser } from '../lib/browser.mjs'
import { Client } from '../lib/client.mjs'
import { Database } from '../lib/db.mjs'
import { submittedApplication } from '../lib/orders.mjs'
import { person } from '../lib/people.mjs'
import { sharedStack, until } from '../lib/stack.mjs'

const text = {
	zh: {
		help: '快捷键', close: '关闭', next_paper: '下一份材料', to_list: '返回列表', claimed: '已领取', search: '查询',
		keep: '存为常用查询', name: '查询名称', save: '保存', kept: '已保存常用查询', saved: '常用查询', drop: '删除此查询', called: '掌上就医的',
		columns: '显示的列', column: '审核类型', defaults: '恢复默认', waiting: /^待审核/, reset: '重置', print: '打印',
	},
	en: {
		help: 'Keyboard shortcuts', close: 'Close', next_paper: 'Next document', to_list: 'Back to the list', claimed: 'Claimed', search: 'Search',
		keep: 'Save this search', name: 'Name', save: 'Save', kept: 'Search saved', saved: 'Saved searches', drop: 'Delete this search', called: 'Mobile',
		columns: 'Columns', column: 'Application type', defaults: 'Default columns', waiting: /^Waiting/, reset: 'Reset', print: 'Print',
	},
}
const divisions = { zh: [510100, 510104], en: [520100, 520102] }

let stack, accounts, browser
before(async () => {
	stack = await sharedStack()
	accounts = new Accounts(stack, new Database(stack))
	browser = await openBrowser(stack)
})
after(() => stack?.stop())

for (const language of ['zh', 'en'])
	it(`REVIEW-1 a list is walked, searched and set up by keyboard (${language})`, async () => {
		const say = text[language]
		const [city, district] = divisions[language]
		await accounts.bureau('province', Math.floor(city / 10000) * 10000)
		const reviewer = await accounts.reviewer('city', city)
		const operator = await Client.signedIn(stack, await accounts.operator({ division: district }))
		for (let i = 0; i < 3; i++)
			await submittedApplication(operator, { app_name: i ? `掌上就医${i}` : 'Unnamed' })
		operator.close()

		const { page, close } = await person(browser, stack, reviewer, { language })
		const list = new URL('reviews?state=waiting', stack.url).href
		const rows = page.locator('tr[data-row]')
		const numbers = () => page.locator('tr[data-row] .is-order_no').allInnerTexts().then((texts) => texts.map((one) => one.trim()))
		const open = async (query = '') => {
			await page.goto(list + query)
			await until('three orders', async () => await rows.count() === 3)
			return numbers()
		}
		const marked = (n) => until(`row ${n} is marked`, () => page.locator(`tr[data-row="${n}"].marked`).count())
		const press = (...keys) => keys.reduce((before, key) => before.then(() => page.keyboard.press(key)), Promise.resolve())
		const at_review = (order_no) => page.waitForURL((url) => url.pathname.endsWith(`/reviews/${order_no}`))
		const leave = () => page.evaluate(() => document.activeElement.blur())

		// Down and up, and no further than the ends.
		const shown = await open()
		await press('j')
		await marked(0)
		await press('j', 'ArrowDown', 'j', 'j')
		await marked(2)
		await press('k')
		await marked(1)
		await press('k', 'ArrowUp', 'k')
		await marked(0)

		// Enter opens the marked order, o as well, wherever the focus is left.
		await press('j', 'Enter')
		await at_review(shown[1])
		await press('u')
		await page.waitForURL(list)
		await until('three orders', async () => await rows.count() === 3)
		await press('j', 'j', 'j')
		await marked(2)
		await leave()
		await press('Enter')
		await at_review(shown[2])
		await open()
		await press('j', 'o')
		await at_review(shown[0])

		// A link or a button that has the focus answers Enter itself.
		await open()
		await press('j')
		await marked(0)
		await rows.nth(2).getByRole('link').last().focus()
		await press('Enter')
		await at_review(shown[2])
		await open()
		await press('j')
		await page.getByRole('button', { name: say.columns, exact: true }).focus()
		await press('Enter')
		await page.getByRole('dialog', { name: say.columns }).waitFor()
		assert.equal(page.url(), list)
		await press('Escape')

		// a and r open it with the decision begun; / goes to the search; ? tells the keys of this page.
		for (const [key, verdict] of [['a', 'approve'], ['r', 'reject']]) {
			await open()
			await press('j', key)
			await at_review(shown[0])
			await until(`${verdict} is chosen`, () => page.locator(`.verdicts input[value=${verdict}]`).isChecked())
		}
		await press('?')
		const keys = page.getByRole('dialog', { name: say.help })
		await keys.getByText(say.next_paper, { exact: true }).waitFor()
		assert.equal(await keys.locator('kbd', { hasText: /^Enter$/ }).count(), 0, 'Enter does nothing here')
		await page.waitForTimeout(50)
		await press('Escape')
		await open()
		await press('?')
		await keys.locator('kbd', { hasText: 'Enter' }).waitFor()
		assert.equal(await keys.getByText(say.next_paper, { exact: true }).count(), 0, 'papers are not here')
		await keys.getByRole('button', { name: say.close }).click()
		await press('/')
		assert.equal(await page.evaluate(() => document.activeElement.id), 'filter-order_no')
		// What is typed is typed: j is a letter here.
		await page.keyboard.type('j')
		assert.equal(await page.locator('#filter-order_no').inputValue(), 'j')
		assert.equal(await page.locator('tr.marked').count(), 0)

		// c claims the marked order, which stays marked.
		await open()
		await press('j', 'j', 'c')
		await page.locator('.toast').getByText(say.claimed, { exact: true }).waitFor()
		await rows.nth(1).locator('.claimed').waitFor()
		await marked(1)

		// A search is kept, applied and deleted; what is typed besides stays.
		await page.locator('#filter-institution_name').fill('测试')
		await page.locator('#filter-title').fill('掌上')
		await page.getByRole('button', { name: say.search, exact: true }).click()
		await page.waitForURL(/title=/)
		await page.getByRole('button', { name: say.keep }).click()
		await page.getByRole('textbox', { name: say.name, exact: true }).fill(say.called)
		await page.getByRole('button', { name: say.save, exact: true }).click()
		await page.getByText(say.kept, { exact: true }).waitFor()
		await open()
		const saved = page.getByRole('combobox', { name: say.saved })
		await page.locator('#filter-order_no').fill('半句')
		await saved.selectOption(say.called)
		await page.waitForURL((url) => url.searchParams.get('title') === '掌上')
		await until('two of three', async () => await rows.count() === 2)
		assert.equal(await page.locator('#filter-title').inputValue(), '掌上')
		assert.equal(await page.locator('#filter-order_no').inputValue(), '半句')
		await page.getByRole('button', { name: say.drop }).focus()
		await press('Enter')
		await saved.waitFor({ state: 'detached' })
		assert.ok(await page.evaluate(() => !!document.activeElement.closest('.tools')), 'the focus is still among the tools')
		await page.reload()
		await page.getByRole('button', { name: say.keep }).waitFor()
		assert.equal(await saved.count(), 0)

		// A column is hidden, also after a reload, and comes back.
		await open()
		const heading = page.getByRole('columnheader', { name: say.column, exact: true })
		await heading.waitFor()
		const columns = page.getByRole('button', { name: say.columns, exact: true })
		const box = page.getByRole('checkbox', { name: say.column, exact: true })
		await columns.click()
		await box.uncheck()
		await heading.waitFor({ state: 'detached' })
		await page.getByRole('dialog').getByRole('button', { name: say.close }).last().click()
		await page.reload()
		await until('three orders', async () => await rows.count() === 3)
		await heading.waitFor({ state: 'detached' })
		await columns.click()
		assert.ok(!await box.isChecked())
		await page.getByRole('button', { name: say.defaults }).click()
		await heading.waitFor({ state: 'attached' })
		await page.getByRole('dialog').getByRole('button', { name: say.close }).last().click()
		await page.reload()
		await heading.waitFor()
		await close()
	})

it('REVIEW-1 two tabs keep their searches beside each other, and twenty are enough', async () => {
	const reviewer = await accounts.reviewer('city', 510100)
	const here = await person(browser, stack, reviewer)
	const second = await here.context.newPage()
	const keep = async (page, name) => {
		await page.getByRole('button', { name: text.zh.keep }).click()
		await page.getByRole('textbox', { name: text.zh.name, exact: true }).fill(name)
		await page.getByRole('button', { name: text.zh.save, exact: true }).click()
	}
	await here.page.goto(new URL('reviews?facet_b=wechat', stack.url).href)
	await second.goto(new URL('reviews?facet_b=alipay', stack.url).href)
	await here.page.getByRole('button', { name: text.zh.keep }).waitFor()
	await second.getByRole('button', { name: text.zh.keep }).waitFor()
	await keep(here.page, '微信的')
	await here.page.getByText(text.zh.kept, { exact: true }).waitFor()
	await keep(second, '支付宝的')
	await second.getByText(text.zh.kept, { exact: true }).waitFor()
	await here.page.reload()
	const saved = here.page.getByRole('combobox', { name: text.zh.saved })
	await saved.waitFor()
	assert.deepEqual((await saved.locator('option').allInnerTexts()).slice(1).sort(), ['微信的', '支付宝的'].sort())

	const client = await Client.signedIn(stack, reviewer)
	await client.expect(200, 'PUT', '/preferences/review_filters', { body: { value: {
		items: Array.from({ length: 20 }, (_, i) => ({ name: `第${i}个`, query: `title=${i}` })) } } })
	client.close()
	await second.goto(new URL('reviews?title=one-more', stack.url).href)
	await keep(second, '第二十一个')
	await second.getByText('常用查询最多 20 个，请先删去不用的').waitFor()
	await here.close()
})
