// A line that loses what was asked, as in a lift or on a train: no answer and no
// error either. Pages ask again, go on by themselves, and offer a way meanwhile.
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { Accounts } from '../lib/accounts.mjs'
import { openBrowser } from '../lib/browser.mjs'
import { Client } from '../lib/client.mjs'
import { Database } from '../lib/db.mjs'
import { person } from '../lib/people.mjs'
import { sharedStack, until } from '../lib/stack.mjs'

const text = {
	zh: { reopen: '重新打开', retry: '重试', away: '无法连接服务器' },
	en: { reopen: 'Reload', retry: 'Try again', away: 'Cannot reach the server' },
}
const broken = [/ERR_|Failed to load resource/]

let stack, accounts, browser, client, user, order_no
before(async () => {
	stack = await sharedStack()
	accounts = new Accounts(stack, new Database(stack))
	browser = await openBrowser(stack)
	user = await accounts.operator({ division: 350303 })
	client = await Client.signedIn(stack, user)
	order_no = (await client.once('/orders', { kind: 'access_application' })).body.order_no
})
after(() => stack?.stop())

// Loses the first requests for an address; the others go on.
async function lose(page, address, lost = 1) {
	let asked = 0
	await page.route(address, (route) => ++asked > lost ? route.continue() : undefined)
	return () => asked
}
const code = /assets\/OrderEdit-.*\.js$/
const order = (url) => url.pathname.endsWith(`/api/orders/${order_no}`)

for (const language of ['zh', 'en'])
	describe(`a line that loses, ${language === 'zh' ? 'in Chinese' : 'in English'}`, () => {
		const say = text[language]

		it('PLAT-19 a page whose code was lost opens anew by itself while nothing is shown', async () => {
			const { page, close } = await person(browser, stack, user, { language })
			const asked = await lose(page, code)
			await page.goto(`${stack.url}orders/${order_no}/edit`)
			await page.locator('#field-note').waitFor()
			assert.equal(asked(), 2)
			await close()
		})

		it('PLAT-19 on the way from another page it says so, and opens anew when asked', async () => {
			const { page, close } = await person(browser, stack, user, { language })
			await page.goto(`${stack.url}orders`)
			const asked = await lose(page, code)
			await page.locator(`a[href$="${order_no}/edit"]`).first().click()
			await page.getByRole('button', { name: say.reopen }).click()
			await page.locator('#field-note').waitFor()
			assert.equal(asked(), 2)
			await close()
		})

		it('PLAT-19 a question without an answer is asked again', async () => {
			const { page, close } = await person(browser, stack, user, { language })
			const asked = await lose(page, order)
			await page.goto(`${stack.url}orders/${order_no}/edit`)
			await page.locator('#field-note').waitFor()
			assert.equal(asked(), 2)
			await close()
		})

		it('PLAT-19 a page that found no line has a way to try, and goes on by itself', async () => {
			const { page, close } = await person(browser, stack, user, { language, allow: broken })
			await page.goto(`${stack.url}orders`)
			let down = true
			await page.route(order, (route) => down ? route.abort('internetdisconnected') : route.continue())
			await page.locator(`a[href$="${order_no}/edit"]`).first().click()
			await page.getByRole('button', { name: say.retry }).waitFor()
			down = false
			await page.locator('#field-note').waitFor()
			// Without knowing who asks there is no page at all: it waits, and then it is there.
			await page.route(/\/api\/session\/refresh$/, (route) => down ? route.abort('internetdisconnected') : route.continue())
			down = true
			await page.reload()
			await page.getByRole('heading', { name: say.away }).waitFor()
			down = false
			await page.getByRole('button', { name: say.retry }).click()
			await page.locator('#field-note').waitFor()
			await until('it is the address that was wanted', () => page.url() === `${stack.url}orders/${order_no}/edit`)
			await close()
		})
	})
