// Words half typed in a Chinese input method: Enter and Esc are the input method's
// until it is done. Each step ends with a real key, so that what was not done
// before shows in what is done then.
import assert from 'node:assert/strict'
import { after, before, it } from 'node:test'
import { Accounts } from '../lib/accounts.mjs'
import { openBrowser } from '../lib/browser.mjs'
import { Client } from '../lib/client.mjs'
import { Database } from '../lib/db.mjs'
import { decide, submittedApplication } from '../lib/orders.mjs'
import { person } from '../lib/people.mjs'
import { sharedStack, until } from '../lib/stack.mjs'

const text = {
	zh: { keep: '存为常用查询', saved: '常用查询', change: /^修改此项/, reject: /^不同意/ },
	en: { keep: 'Save this search', saved: 'Saved searches', change: /^Change/, reject: /^Reject/ },
}

let stack, accounts, browser, user, reviewer, operator, city
before(async () => {
	stack = await sharedStack()
	accounts = new Accounts(stack, new Database(stack))
	browser = await openBrowser(stack)
	await accounts.bureau('province', 540000)
	user = await accounts.operator({ division: 540102 })
	reviewer = await accounts.reviewer('city', 540100)
	operator = await Client.signedIn(stack, user)
	city = await Client.signedIn(stack, reviewer)
})
after(() => stack?.stop())

/** Types into what has the focus by an input method: { half, key, whole }. */
async function inputMethod({ page, context }) {
	const cdp = await context.newCDPSession(page)
	const codes = { Enter: 13, Escape: 27 }
	return {
		half: (letters) => cdp.send('Input.imeSetComposition', { text: letters, selectionStart: letters.length, selectionEnd: letters.length }),
		key: async (key, windowsVirtualKeyCode = 229) => {
			await cdp.send('Input.dispatchKeyEvent', { type: 'rawKeyDown', key, code: key, windowsVirtualKeyCode })
			await cdp.send('Input.dispatchKeyEvent', { type: 'keyUp', key, code: key, windowsVirtualKeyCode: codes[key] })
		},
		whole: (words) => cdp.send('Input.insertText', { text: words }),
	}
}

for (const language of ['zh', 'en']) {
	const say = text[language]

	it(`PLAT-20 a reviewer's words are typed to the end (${language})`, async () => {
		const order = await submittedApplication(operator)
		const who = await person(browser, stack, reviewer, { language })
		const { page, close } = who
		const typed = await inputMethod(who)
		await page.goto(`${stack.url}reviews?state=waiting`)

		// A filter of the list.
		const filter = page.locator('#filter-title')
		await filter.click()
		await typed.half('zhangshang')
		await typed.key('Enter')
		await typed.whole(order.content.app_name)
		assert.equal(new URL(page.url()).searchParams.get('title'), null)
		await page.keyboard.press('Enter')
		await page.waitForURL((url) => url.searchParams.get('title') === order.content.app_name)

		// The name of a saved search: neither Enter nor Esc ends the dialog.
		await page.getByRole('button', { name: say.keep }).click()
		const name = page.locator('#saved-name')
		await name.click()
		await page.keyboard.type('A')
		await typed.half('shenhe')
		await typed.key('Enter')
		await typed.key('Escape')
		await typed.whole('审核')
		assert.equal(await name.inputValue(), 'A审核')
		await page.keyboard.press('Enter')
		await until('it is saved under its whole name, and no other', async () =>
			(await page.getByLabel(say.saved, { exact: true }).locator('option').allInnerTexts()).slice(1).join() === 'A审核')

		// The opinion: Ctrl+Enter while composing submits nothing.
		await page.goto(`${stack.url}reviews/${order.order_no}`)
		await page.getByRole('radio', { name: say.reject }).check()
		const reason = page.locator('#decision-reason')
		await reason.click()
		await typed.half('cailiao')
		await typed.key('Enter')
		await typed.key('Escape')
		await typed.whole('材料不符')
		assert.match(await reason.inputValue(), /材料不符$/)
		assert.equal((await city.get(`/orders/${order.order_no}`)).body.version, order.version)
		await close()
	})

	it(`PLAT-14 the reason that opens a field is typed to the end (${language})`, async () => {
		const order = await submittedApplication(operator)
		assert.equal((await decide(city, order, 'reject', { reason: '请更正', remarks: [{ field: 'mail', code: 'wrong', words: '有误', remedy: '请更正' }] })).status, 200)
		const who = await person(browser, stack, user, { language })
		const { page, close } = who
		const typed = await inputMethod(who)
		await page.goto(`${stack.url}orders/${order.order_no}/edit`)
		await page.locator('div#field-note').getByRole('button', { name: say.change }).click()
		await page.keyboard.type('B')
		await typed.half('buchong')
		await typed.key('Enter')
		await typed.key('Escape')
		await typed.whole('补充')
		assert.equal(await page.locator('#unlock-note').inputValue(), 'B补充')
		await page.keyboard.press('Enter')
		await page.locator('textarea#field-note').waitFor()
		await until('the whole reason is kept', async () =>
			(await operator.get(`/orders/${order.order_no}`)).body.unlocks?.some(({ reason }) => reason === 'B补充'))
		await close()
	})
}
