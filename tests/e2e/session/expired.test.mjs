// The login page of who was thrown out by time, and of who makes a mistake: it knows
// who is coming back, says that nothing was lost, and stays where it is.
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { Accounts } from '../../lib/accounts.mjs'
import { desktop, openBrowser, openPage, phone } from '../../lib/browser.mjs'
import { Client } from '../../lib/client.mjs'
import { Database } from '../../lib/db.mjs'
import { fillSignIn, person, signIn, words } from '../../lib/people.mjs'
import { sharedStack, until } from '../../lib/stack.mjs'

const text = {
	zh: { ended: /登录已失效，填写的内容没有丢失/, saved: /已保存 \d\d:\d\d/, missing: '请输入密码', shape: /H 或 P 加 11 位数字/, captcha: /验证码不正确或已过期/, tries: /还可尝试 4 次/, sign_out: '退出登录' },
	en: { ended: /Your session has ended, and nothing was lost/, saved: /Saved \d\d:\d\d/, missing: 'Enter your password', shape: /H or P and 11 digits/, captcha: /wrong or has expired/, tries: /4 tries left/, sign_out: 'Sign out' },
}
const is_captcha = (answer) => /\/api\/captchas$/.test(answer.url()) && answer.status() === 201
const focused = (page) => page.evaluate(() => document.activeElement.id)

let stack, db, accounts, browser
before(async () => {
	stack = await sharedStack()
	db = new Database(stack)
	accounts = new Accounts(stack, db)
	browser = await openBrowser(stack)
})
after(() => stack?.stop())

const expire = (account) => db.query(`UPDATE sessions SET ended_at = UTC_TIMESTAMP(3)
	WHERE account_id = (SELECT id FROM accounts WHERE name = ?)`, account)

for (const language of ['zh', 'en'])
	describe(`coming back, ${language === 'zh' ? 'in Chinese' : 'in English'}`, () => {
		const say = text[language]

		/** The login page as it stands, for who has been thrown out. */
		async function returning(page, user) {
			await page.getByText(say.ended).waitFor()
			assert.equal(await page.locator('#field-account').inputValue(), user.account)
			assert.equal(await page.locator('#field-password').inputValue(), '')
			await until('the password is asked for', async () => await focused(page) === 'field-password')
		}

		it('LOGIN-6 PLAT-4 after an expiry the account is there, the password is asked for, and nothing was lost', async () => {
			const user = await accounts.operator({ division: 350213 })
			const client = await Client.signedIn(stack, user)
			const { order_no } = (await client.once('/orders', { kind: 'access_application' })).body
			const { page, close } = await person(browser, stack, user, { language, allow: [/401/] })
			await page.goto(`${stack.url}orders/${order_no}/edit`)
			await page.locator('#field-app_name').fill('到期前的应用')
			await page.getByText(say.saved).waitFor()
			await expire(user.account)
			const captcha = page.waitForResponse(is_captcha)
			await page.locator('#field-note').fill('到期时写下的话')
			const { answer } = await (await captcha).json()
			await returning(page, user)
			await fillSignIn(page, user, words[language], answer)
			await page.waitForURL((url) => url.pathname.endsWith(`/orders/${order_no}/edit`))
			await until('all of it is there', async () => await page.locator('#field-app_name').inputValue() === '到期前的应用' && await page.locator('#field-note').inputValue() === '到期时写下的话')
			// Opened anew, when it is over already: the same.
			await page.getByText(say.saved).waitFor()
			await expire(user.account)
			await page.reload()
			await returning(page, user)
			client.close()
			await close()
		})

		it('LOGIN-6 a bureau\'s account comes back as one; who has signed out is nobody\'s business', async () => {
			const user = await accounts.person('district_reviewer', await accounts.bureau('district', 350213))
			const { page, close } = await person(browser, stack, user, { language, allow: [/401/] })
			await expire(user.account)
			await page.reload()
			await returning(page, user)
			assert.ok(await page.getByRole('radio', { name: words[language].bureau, exact: true }).isChecked())
			await signIn(page, user, words[language], `${stack.url}login`)
			await page.locator('header.bar .who').click()
			await page.getByRole('button', { name: say.sign_out, exact: true }).click()
			await until('an empty page, for whoever comes', async () => await page.locator('#field-account').inputValue() === '' && await focused(page) === 'field-account')
			assert.equal(await page.getByText(say.ended).count(), 0)
			await close()
		})

		for (const [device, viewport] of Object.entries({ desktop, phone }))
			it(`LOGIN-1 nothing moves when an error appears: ${device}`, async () => {
				const user = await accounts.operator()
				const { page, context, close } = await openPage(browser, { viewport, allow: [/401|422/] })
				await context.addInitScript((chosen) => localStorage.setItem('liangding.language', chosen), language)
				const first = page.waitForResponse(is_captcha)
				await page.goto(stack.url)
				let captcha = await (await first).json()
				await page.locator('.captcha img').waitFor()
				const places = () => page.evaluate(() => [...document.querySelectorAll('.box h1, .tabs, .tabs button, .realms, .box input:not([type=radio]), .captcha img, button[type=submit], .foot')]
					.map((each) => [each.className || each.id, each.getBoundingClientRect()]).map(([name, { x, y, width, height }]) => `${name} ${x} ${y + scrollY} ${width} ${height}`))
				const fill = async (password, answer) => {
					await page.locator('#field-account').fill(user.account)
					await page.locator('#field-password').fill(password)
					await page.locator('#field-captcha_answer').fill(answer)
				}
				const next = async () => {
					const another = page.waitForResponse(is_captcha)
					await page.locator('button[type=submit]').click()
					captcha = await (await another).json()
				}
				const before = await places()
				assert.ok(before.length > 9)
				await page.locator('#field-account').fill('H12')
				await page.locator('button[type=submit]').click()
				await page.getByText(say.shape).waitFor()
				await page.getByText(say.missing).waitFor()
				assert.deepEqual(await places(), before)
				// A fault's words lie over nothing.
				for (const fault of await page.locator('.box .fault').all())
					assert.ok(await fault.evaluate((each) => each.scrollHeight <= 30 && each.scrollWidth <= each.clientWidth), await fault.innerText())
				await fill(user.password, '0000')
				await next()
				await page.getByText(say.captcha).waitFor()
				assert.deepEqual(await places(), before)
				await fill('not the password', captcha.answer)
				await next()
				await page.getByText(say.tries).waitFor()
				assert.deepEqual(await places(), before)
				assert.equal(await focused(page), 'field-password')
				await close()
			})
	})
