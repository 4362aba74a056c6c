// What is wrong with a form is said where and when it is typed, by the server's own
// rules, and is over as soon as it is mended.
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { Accounts } from '../../lib/accounts.mjs'
import { openBrowser, phone } from '../../lib/browser.mjs'
import { Client } from '../../lib/client.mjs'
import { Database } from '../../lib/db.mjs'
import { draftApplication } from '../../lib/orders.mjs'
import { person } from '../../lib/people.mjs'
import { sharedStack, until } from '../../lib/stack.mjs'

const check = { zh: '检查并提交', en: 'Check and submit' }

let stack, accounts, browser, client, user
before(async () => {
	stack = await sharedStack()
	accounts = new Accounts(stack, new Database(stack))
	browser = await openBrowser(stack)
	user = await accounts.operator({ division: 350304 })
	client = await Client.signedIn(stack, user)
})
after(() => stack?.stop())

// A draft as stored, with some of it changed.
async function draft(change) {
	const { order_no, version, content } = await draftApplication(client)
	await client.expect(200, 'PUT', `/orders/${order_no}/draft`, { body: { version, content: { ...content, ...change } } })
	return { order_no, content: { ...content, ...change } }
}
const told = async (order_no, content, language) => Object.fromEntries(
	(await client.expect(200, 'POST', `/orders/${order_no}/check`, { body: { content } })).faults.map(({ field, message }) => [field, message[language]]))

for (const language of ['zh', 'en'])
	describe(`a form that is checked, ${language === 'zh' ? 'in Chinese' : 'in English'}`, () => {
		const open = async (order_no, options = {}) => {
			const who = await person(browser, stack, user, { language, ...options })
			await who.page.goto(`${stack.url}orders/${order_no}/edit`)
			await who.page.locator('#field-mail').waitFor()
			return who
		}
		const progress = async (page) => (await page.locator('.tasks .progress').innerText()).match(/\d+/g).map(Number).sort((a, b) => a - b)
		const faults = (page) => page.locator('.fields p.fault')

		it('PLAT-3 a format is checked when its field is left, by the server\'s rule and in its words', async () => {
			const { order_no, content } = await draft({ mail: '', contact_phone: '' })
			const { page, close } = await open(order_no)
			// Passed by, nothing is said; typed wrong, it is, and of this field alone.
			await page.locator('#field-mail').focus()
			await page.keyboard.press('Tab')
			await page.locator('#field-mail').fill('yibao@hospital')
			await page.locator('#field-note').focus()
			const said = (await told(order_no, { ...content, mail: 'yibao@hospital' }, language)).mail
			await page.locator('#field-mail-fault').filter({ hasText: said }).waitFor()
			assert.equal(await faults(page).count(), 1)
			assert.equal(await page.locator('.summary').count(), 0)
			await page.locator('#field-mail').fill('yibao@hospital.cn')
			await page.locator('#field-note').focus()
			await until('it is mended', async () => await faults(page).count() === 0)
			// As people type it.
			const checked = page.waitForResponse((answer) => answer.url().endsWith('/check') && answer.request().postData().includes('0592'))
			await page.locator('#field-contact_phone').fill('（0592）1234567')
			await page.locator('#field-note').focus()
			assert.deepEqual((await (await checked).json()).faults, [])
			assert.equal(await faults(page).count(), 0)
			await close()
		})

		it('PLAT-3 all of it is said before the answers are checked, and the summary shrinks as it is mended', async () => {
			const { order_no } = await draft({ mail: 'x', contact_phone: '12', app_name: '', channel: '' })
			const { page, close } = await open(order_no)
			await page.getByRole('button', { name: check[language] }).click()
			const lines = page.locator('.summary li')
			await until('four lines', async () => await lines.count() === 4)
			const title = page.locator('.summary h2')
			assert.match(await title.innerText(), /4/)
			await page.locator('#field-mail').fill('yibao@hospital.cn')
			// Not when it is left only: it shrinks while one goes on typing elsewhere.
			await until('three lines', async () => await lines.count() === 3)
			assert.match(await title.innerText(), /3/)
			assert.equal(await page.evaluate(() => document.activeElement.id), 'field-mail')
			await page.locator('#field-app_name').fill('掌上就医')
			await page.locator('#field-channel').check()
			await until('one line', async () => await lines.count() === 1)
			await page.locator('#field-contact_phone').fill('138 0013 8000')
			await until('none', async () => await page.locator('.summary').count() === 0)
			await page.getByRole('button', { name: check[language] }).click()
			await page.waitForURL(/step=check/)
			await close()
		})

		it('PLAT-3 the task list counts what is valid, also after a refusal', async () => {
			const { order_no } = await draft({ mail: 'x' })
			const { page, close } = await open(order_no, { allow: [/422/] })
			await until('one part is open', async () => {
				const [done, all] = await progress(page)
				return done === all - 1
			})
			await page.locator('#field-mail').fill('yibao@hospital.cn')
			await page.locator('#field-note').focus()
			await until('all parts are done', async () => {
				const [done, all] = await progress(page)
				return done === all
			})
			await page.getByRole('button', { name: check[language] }).click()
			await page.waitForURL(/step=check/)
			// The server refuses what passed a moment ago.
			await page.route(/\/submission$/, (route) => route.fulfill({
				status: 422, contentType: 'application/problem+json',
				body: JSON.stringify({ status: 422, code: 'form.invalid', message: { zh: '有误', en: 'wrong' }, fields: [{ field: 'agreement', code: 'file', message: { zh: '协议打不开', en: 'The agreement does not open' } }] }),
			}))
			await page.locator('.side .primary').click()
			await page.locator('.summary li').waitFor()
			const [done, all] = await progress(page)
			assert.equal(done, all - 1)
			await close()
		})

		it('PLAT-20 a phone brings the keyboard for what is typed', async () => {
			const { order_no } = await draft({})
			const { page, close } = await open(order_no, { viewport: phone })
			const brought = (name) => page.locator(`#field-${name}`).evaluate(({ type, inputMode }) => [type, inputMode])
			assert.deepEqual(await brought('mail'), ['email', 'email'])
			assert.deepEqual(await brought('contact_phone'), ['tel', 'tel'])
			assert.equal(await page.locator('#field-contact_phone').getAttribute('autocomplete'), 'off')
			await close()
		})
	})
