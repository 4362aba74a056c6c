// The decision, for who takes three hundred a day: the button in sight, no hand
// off the keyboard, nothing that jumps or lies over a paper.
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { Accounts } from '../../lib/accounts.mjs'
import { openBrowser, phone } from '../../lib/browser.mjs'
import { Client } from '../../lib/client.mjs'
import { Database } from '../../lib/db.mjs'
import { submittedApplication } from '../../lib/orders.mjs'
import { person } from '../../lib/people.mjs'
import { sharedStack, until } from '../../lib/stack.mjs'

const screen = { width: 1440, height: 900 }
const text = {
	zh: { add: '选择要提意见的栏目', add_act: '添加', phrase: '该项内容与材料不一致，请核对后修改' },
	en: { add: 'Select a field to remark on', add_act: 'Add', phrase: 'This does not agree with the documents.' },
}

let stack, accounts, browser, reviewer, city, operator
before(async () => {
	stack = await sharedStack()
	accounts = new Accounts(stack, new Database(stack))
	browser = await openBrowser(stack)
	await accounts.bureau('province', 620000)
	reviewer = await accounts.reviewer('city', 620100)
	city = await Client.signedIn(stack, reviewer)
	operator = await Client.signedIn(stack, await accounts.operator({ division: 620102 }))
})
after(() => stack?.stop())
const inside = (box, { width, height }) => box.x >= 0 && box.y >= 0 && box.x + box.width <= width && box.y + box.height <= height
const apart = (a, b) => a.x + a.width <= b.x || b.x + b.width <= a.x || a.y + a.height <= b.y || b.y + b.height <= a.y

for (const language of ['zh', 'en'])
	describe(`the decision box, ${language === 'zh' ? 'in Chinese' : 'in English'}`, () => {
		const say = text[language]

		it('REVIEW-3 a field is chosen by Enter, the button stays in sight, Ctrl+Enter submits, the focus goes on', async () => {
			const [first, second] = [await submittedApplication(operator), await submittedApplication(operator)]
			const { page, close } = await person(browser, stack, reviewer, { language, viewport: screen })
			await page.goto(`${stack.url}reviews/${first.order_no}`)
			await page.locator('#decision-submit').waitFor()
			await page.keyboard.press('r')
			const add = page.locator('.remarks .add select')
			const remarks = page.locator('.remarks .remark')

			// Walking the list by arrows adds nothing; Enter does, and so does the button.
			await add.focus()
			await page.keyboard.press('ArrowDown')
			await page.getByRole('button', { name: say.add_act, exact: true }).waitFor()
			await page.keyboard.press('ArrowDown')
			assert.equal(await remarks.count(), 0)
			const chosen = await add.inputValue()
			assert.notEqual(chosen, '')
			await page.keyboard.press('Enter')
			await page.locator(`#remark-${chosen}`).waitFor()
			assert.equal(await remarks.count(), 1)
			await add.focus()
			await page.keyboard.press('ArrowDown')
			await page.getByRole('button', { name: say.add_act, exact: true }).click()
			await until('two remarks', async () => await remarks.count() === 2)

			// As many remarks as there are fields: the button never leaves the screen.
			for (let n = 2; n < 12; n++) {
				await add.selectOption({ index: 1 })
				await until(`${n + 1} remarks`, async () => await remarks.count() === n + 1)
				assert.ok(inside(await page.locator('#decision-submit').boundingBox(), screen), `${n + 1} remarks`)
			}
			for (const select of await remarks.locator('> select').all())
				await select.selectOption({ index: 2 })
			for (const remark of await remarks.locator('textarea').all())
				if (!await remark.inputValue())
					await remark.fill('不清楚')
			for (const remedy of await remarks.locator('input').all())
				if (!await remedy.inputValue())
					await remedy.fill('请更正')
			assert.ok(inside(await page.locator('#decision-submit').boundingBox(), screen))

			// From within a text, and the focus lands on the next order.
			await page.locator('#decision-reason').fill('见各栏意见')
			await page.keyboard.press('Control+Enter')
			await page.locator('.settled .good').waitFor()
			await until('the focus is on the next', () => page.evaluate(() => document.activeElement.matches('.settled .btn')))
			assert.equal((await city.get(`/orders/${first.order_no}`)).body.status, 'rejected_city')
			await page.keyboard.press('Enter')
			await page.locator('#decision-submit').waitFor()
			assert.ok(second.order_no)
			await close()
		})

		it('REVIEW-3 a reason brings a sentence of its own', async () => {
			const order = await submittedApplication(operator)
			const { page, close } = await person(browser, stack, reviewer, { language, viewport: screen })
			await page.goto(`${stack.url}reviews/${order.order_no}`)
			await page.locator('#decision-submit').waitFor()
			await page.keyboard.press('r')
			await page.locator('.remarks .add select').selectOption('mail')
			await page.locator('#remark-mail').selectOption('wrong')
			const words = await page.locator('.remarks .remark textarea').inputValue()
			assert.ok(words.startsWith(say.phrase), words)
			const name = await page.locator('#remark-mail option:checked').innerText()
			assert.ok(!words.includes(name), `${name}: ${words}`)
			await close()
		})

		for (const viewport of [screen, phone])
			it(`PLAT-9 no word of what happened lies over a paper, and its tools have their place before it comes (${viewport.width})`, async () => {
				const order = await submittedApplication(operator)
				const { page, close } = await person(browser, stack, reviewer, { language, viewport })
				let let_go
				const held = new Promise((resolve) => (let_go = resolve))
				await page.route(/\/files\/[^/]+\/content/, async (route) => {
					await held
					await route.continue()
				})
				await page.goto(`${stack.url}reviews/${order.order_no}`)
				const tools = page.locator('.viewer [role=toolbar]')
				await tools.waitFor()
				const before = await tools.boundingBox()
				let_go()
				await page.locator('.pdf canvas').first().waitFor()
				assert.deepEqual(await tools.boundingBox(), before)
				// Wherever the page is scrolled to.
				for (const place of ['.claim', '.viewer']) {
					await page.locator(place).first().evaluate((element) => element.scrollIntoView())
					await page.evaluate(() => document.activeElement.blur())
					await page.keyboard.press('c')
					const toast = page.locator('.toast')
					await toast.waitFor()
					await until('the toast stands', async () => apart(await toast.boundingBox(), await page.locator('.viewer').boundingBox()))
					assert.ok(inside(await toast.boundingBox(), viewport))
					await toast.waitFor({ state: 'detached' })
				}
				await close()
			})
	})
