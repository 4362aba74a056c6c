// Two tabs of one browser: what one does with the session, the other is told.
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { Accounts } from '../../lib/accounts.mjs'
import { openBrowser } from '../../lib/browser.mjs'
import { Client } from '../../lib/client.mjs'
import { Database } from '../../lib/db.mjs'
import { fillSignIn, person, signIn } from '../../lib/people.mjs'
import { sharedStack, until } from '../../lib/stack.mjs'

const text = {
	zh: { changed: '登录状态已改变', go_on: '以当前登录的账号继续', again: '原账号重新登录', sign_out: '退出登录', saved: /已保存 \d\d:\d\d/ },
	en: { changed: 'Your session has changed', go_on: 'Continue with the account now signed in', again: 'Sign in again with the earlier account', sign_out: 'Sign out', saved: /Saved \d\d:\d\d/ },
}

const is_captcha = (answer) => /\/api\/captchas$/.test(answer.url()) && answer.status() === 201

let stack, accounts, browser
before(async () => {
	stack = await sharedStack()
	accounts = new Accounts(stack, new Database(stack))
	browser = await openBrowser(stack)
})
after(() => stack?.stop())

for (const language of ['zh', 'en'])
	describe(`two tabs, ${language === 'zh' ? 'in Chinese' : 'in English'}`, () => {
		const say = text[language]

		// Two people of different institutions, the first of whom is filling in a draft.
		async function begin() {
			const [first, second] = [await accounts.operator({ division: 350213 }), await accounts.operator({ division: 350211 })]
			const client = await Client.signedIn(stack, first)
			const { order_no } = (await client.once('/orders', { kind: 'access_application' })).body
			const one = await person(browser, stack, first, { language, allow: [/401|403/] })
			await one.page.goto(`${stack.url}orders/${order_no}/edit`)
			await one.page.locator('#field-app_name').fill('甲院的应用')
			await one.page.getByText(say.saved).waitFor()
			const tab = await one.context.newPage()
			tab.setDefaultTimeout(15_000)
			await tab.goto(`${stack.url}account`)
			await tab.locator('header.bar').waitFor()
			return { ...one, tab, first, second, client, order_no }
		}
		const sign_out = async (tab) => {
			await tab.locator('header.bar .who').click()
			const captcha = tab.waitForResponse(is_captcha)
			await tab.getByRole('button', { name: say.sign_out, exact: true }).click()
			// What the login page asks for by itself is not to be taken for what comes next.
			await (await captcha).finished()
		}
		// Nothing of the earlier account: neither in sight nor in the title or the address.
		const nothing_of = async (page, ...words) => {
			const shown = `${await page.locator('body').innerText()} ${await page.title()} ${page.url()}`
			for (const word of words)
				assert.ok(!shown.includes(word), `${word} in ${shown}`)
		}

		it('LOGIN-6 a sign-out elsewhere empties the page; its owner finds the words again', async () => {
			const { page, tab, first, client, order_no, say: words, close } = await begin()
			await sign_out(tab)
			await page.getByRole('heading', { name: say.changed }).waitFor()
			assert.equal(await page.locator('header.bar').count(), 0)
			await nothing_of(page, '甲院的应用', order_no, first.account)
			// Signed in again in the other tab, this one opens where it was.
			await signIn(tab, first, words, stack.url)
			await page.locator('#field-app_name').waitFor()
			assert.equal(await page.locator('#field-app_name').inputValue(), '甲院的应用')
			client.close()
			await close()
		})

		it('LOGIN-6 another sign-in elsewhere empties the page; the words wait for their owner, and the other never sees them', async () => {
			const { page, tab, first, second, client, order_no, say: words, close } = await begin()
			// Typed while nothing can be saved: it is in this tab alone.
			await page.route(/\/draft$/, (route) => route.abort())
			await page.locator('#field-note').fill('甲院未保存的话')
			await sign_out(tab)
			await page.getByRole('heading', { name: say.changed }).waitFor()
			await page.unroute(/\/draft$/)
			await signIn(tab, second, words, stack.url)
			await page.getByRole('button', { name: say.go_on }).waitFor()
			await nothing_of(page, '甲院', order_no, first.account)
			// As whoever is signed in now: their own pages, nothing refused.
			const refused = []
			page.on('response', (answer) => /\/api\//.test(answer.url()) && answer.status() >= 400 && refused.push(answer.url()))
			await page.getByRole('button', { name: say.go_on }).click()
			await page.locator('header.bar').waitFor()
			await nothing_of(page, '甲院', order_no, first.account)
			assert.deepEqual(refused, [])
			// The owner comes back to this tab.
			await sign_out(page)
			await signIn(page, first, words, `${stack.url}login`)
			await page.goto(`${stack.url}orders/${order_no}/edit`)
			await until('the words are there', async () => await page.locator('#field-note').inputValue() === '甲院未保存的话')
			await until('they are saved', async () => (await client.get(`/orders/${order_no}`)).body.content.note === '甲院未保存的话')
			client.close()
			await close()
		})

		it('LOGIN-6 the owner signs in again in the very tab and is where they were', async () => {
			const { page, tab, first, client, order_no, say: words, close } = await begin()
			await page.route(/\/draft$/, (route) => route.abort())
			await page.locator('#field-note').fill('甲院未保存的话')
			await sign_out(tab)
			const captcha = page.waitForResponse(is_captcha)
			await page.getByRole('link', { name: say.again }).click()
			const { answer } = await (await captcha).json()
			await page.unroute(/\/draft$/)
			await fillSignIn(page, first, words, answer)
			await page.waitForURL((url) => url.pathname.endsWith(`/orders/${order_no}/edit`))
			assert.equal(await page.locator('#field-note').inputValue(), '甲院未保存的话')
			client.close()
			await close()
		})

		it('LOGIN-6 a page loaded anew under another account says so, and is never refused without end', async () => {
			const { page, tab, second, client, order_no, say: words, close } = await begin()
			// As a tab that hears nothing while it sleeps.
			await page.goto(`${stack.url}favicon.svg`)
			await sign_out(tab)
			await signIn(tab, second, words, stack.url)
			await page.goto(`${stack.url}orders/${order_no}/edit`)
			await page.getByRole('heading', { name: say.changed }).waitFor()
			await page.getByRole('button', { name: say.go_on }).click()
			await page.locator('header.bar').waitFor()
			await page.goto(`${stack.url}orders`)
			await page.locator('header.bar').waitFor()
			assert.equal(await page.getByRole('heading', { name: say.changed }).count(), 0)
			client.close()
			await close()
		})

		it('LOGIN-6 a browser that tells its tabs nothing finds out at the next renewal', async () => {
			const { page, tab, first, second, client, order_no, say: words, close } = await begin()
			await page.addInitScript(() => {
				for (const [target, type] of [[window, 'storage'], [document, 'visibilitychange']])
					target.addEventListener(type, (event) => event.stopImmediatePropagation())
			})
			await page.reload()
			await page.locator('#field-note').waitFor()
			await sign_out(tab)
			await signIn(tab, second, words, stack.url)
			await page.locator('#field-note').fill('甲院继续写的话')
			await page.getByRole('heading', { name: say.changed }).waitFor()
			await nothing_of(page, '甲院', order_no, first.account)
			// Back leads to no page of the earlier account either.
			await page.goBack()
			await page.locator('header.bar').waitFor()
			await nothing_of(page, '甲院', order_no, first.account)
			client.close()
			await close()
		})
	})
