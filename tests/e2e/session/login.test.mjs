// The page in a real browser: it loads cleanly under its content policy, speaks
// both languages, fits a phone, and signs people in and out, below a prefix too.
import assert from 'node:assert/strict'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import AxeBuilder from '@axe-core/playwright'
import { Accounts } from '../../lib/accounts.mjs'
import { desktop, openBrowser, openPage, phone } from '../../lib/browser.mjs'
import { Database } from '../../lib/db.mjs'
import { sharedStack, startStack, top } from '../../lib/stack.mjs'

let stack, accounts, browser
before(async () => {
	stack = await sharedStack()
	accounts = new Accounts(stack, new Database(stack))
	browser = await openBrowser(stack)
})
after(() => stack?.stop())

// SHOTS=directory keeps a picture of every page looked at.
async function shot(page, name) {
	if (!process.env.SHOTS)
		return
	const directory = join(top, process.env.SHOTS)
	mkdirSync(directory, { recursive: true })
	await page.screenshot({ path: join(directory, `${name}.png`), fullPage: true })
}

async function assertAccessible(page) {
	const { violations } = await new AxeBuilder({ page })
		.withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa']).analyze()
	assert.deepEqual(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target).join(', ')}`), [])
}

async function fillIn(page, { account, password, realm }) {
	if (realm === 'bureau')
		await page.getByText(/医保局·银行|Bureau or bank/).first().click()
	await page.locator('#field-account').fill(account)
	await page.locator('#field-password').fill(password)
}

for (const [device, viewport] of Object.entries({ desktop, phone }))
	for (const locale of ['zh-CN', 'en-US'])
		it(`PLAT-11 the login page is clean and accessible: ${device}, ${locale}`, async () => {
			const { page, close } = await openPage(browser, { viewport, locale })
			await page.goto(stack.url)
			await page.locator('#field-captcha_answer').waitFor()
			await page.waitForLoadState('networkidle')
			// Chinese is the default whatever the browser speaks.
			if (locale === 'en-US')
				await page.getByRole('button', { name: 'English' }).click()
			await page.getByRole('heading', { name: locale === 'en-US' ? 'Sign in' : '登录' }).waitFor()
			const text = await page.locator('body').innerText()
			if (locale === 'zh-CN')
				assert.match(text, /登录/)
			else
				assert.doesNotMatch(text.replace(/中文|两定/g, ''), /[\u4e00-\u9fff]/)
			const { width, scroll } = await page.evaluate(() => ({
				width: innerWidth, scroll: document.documentElement.scrollWidth }))
			assert.ok(scroll <= width, `${scroll} px wide on ${width}`)
			// On a phone PLAT-11 looks at it (pages.test.mjs).
			if (device === 'desktop')
				await assertAccessible(page)
			await shot(page, `login-${device}-${locale}`)
			await close()
		})

describe('signing in', () => {
	// What the server answers to POST captchas is what the person reads off the picture.
	async function signIn(page, user, answer = (text) => text) {
		const captcha = page.waitForResponse((response) =>
			/\/api\/captchas$/.test(response.url()) && response.status() === 201)
		await page.goto(user.url ?? stack.url)
		const { answer: text } = await (await captcha).json()
		await fillIn(page, user)
		await page.locator('#field-captcha_answer').fill(answer(text))
		await page.locator('button[type=submit]').click()
	}

	it('LOGIN-1 tells a wrong shape at once, without asking the server', async () => {
		const { page, close } = await openPage(browser)
		await page.goto(stack.url)
		await page.locator('#field-account').fill('H123')
		await page.locator('#field-password').focus()
		await page.getByText(/H 或 P 加 11 位数字/).waitFor()
		await close()
	})

	it('LOGIN-1 signs an operator in, and out again', async () => {
		const { page, close } = await openPage(browser, { allow: [/401/] })
		await signIn(page, await accounts.operator())
		await page.waitForURL(/\/board/)
		await page.waitForLoadState('networkidle')
		await assertAccessible(page)
		await shot(page, 'orders-empty')
		// A reload keeps the session: the token is in memory only, the cookie is not.
		await page.reload()
		await page.waitForURL(/\/board/)
		assert.equal(await page.evaluate(() => JSON.stringify({ ...localStorage, ...sessionStorage }).includes('eyJ')), false)
		assert.equal(await page.evaluate(() => document.cookie), '')
		await close()
	})

	it('LOGIN-2 says how many tries are left', async () => {
		const { page, close } = await openPage(browser, { allow: [/401/] })
		await signIn(page, { ...await accounts.operator(), password: 'not the password' })
		await page.getByText(/还可尝试 4 次/).waitFor()
		await shot(page, 'login-refused')
		await close()
	})

	it('LOGIN-1 says that the captcha was wrong and shows another', async () => {
		const { page, close } = await openPage(browser, { allow: [/422/] })
		await signIn(page, await accounts.operator(), () => '0000')

		await page.getByText(/验证码不正确或已过期/).waitFor()
		await close()
	})

	it('LOGIN-4 leads an issued password to the change of it', async () => {
		const { page, close } = await openPage(browser, { allow: [/403/] })
		await signIn(page, await accounts.operator({ must_change: true }))
		await page.waitForURL(/password/)
		await shot(page, 'password')
		await close()
	})

	it('everything works below a prefix too', async () => {
		const other = await startStack({ PREFIX: '/liangding', DEMO: 'no' })
		try {
			const theirs = new Accounts(other, new Database(other))
			const { page, close } = await openPage(browser, { allow: [/401/] })
			await signIn(page, { ...await theirs.operator(), url: other.url })
			await page.waitForURL(/\/liangding\/board/)
			await page.reload()
			await page.waitForURL(/\/liangding\/board/)
			await close()
		} finally {
			await other.stop()
		}
	})
})
