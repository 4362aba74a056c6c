// The production configuration in a real browser: https, __Host- cookies, no
// captcha told. The certificate is the stack's own, hence ignoreHTTPSErrors.
import assert from 'node:assert/strict'
import { after, before, it } from 'node:test'
import { Accounts } from '../lib/accounts.mjs'
import { openBrowser, openPage } from '../lib/browser.mjs'
import { Client } from '../lib/client.mjs'
import { Database } from '../lib/db.mjs'
import { submittedApplication } from '../lib/orders.mjs'
import { drawn, fillSignIn, words } from '../lib/people.mjs'
import { startStack, until } from '../lib/stack.mjs'

let stack, db, accounts, browser
before(async () => {
	stack = await startStack({ TLS: 'yes', MODE: 'production', CAPTCHA_REVEAL: 'no', DEMO: 'no' })
	db = new Database(stack)
	accounts = new Accounts(stack, db)
	browser = await openBrowser(stack)
})
after(() => stack?.stop())

it('LOGIN-6 signs in with cookies bound to host and https, keeps them over a reload, opens files with them, and takes them back', async () => {
	const person = await accounts.operator({ division: 350302 })
	await accounts.bureau('city', 350300)
	const client = await (await Client.open(stack, { db })).signIn(person)
	const order = await submittedApplication(client)

	const { page, context, close } = await openPage(browser, { ignoreHTTPSErrors: true, allow: [/401/] })
	const captcha = page.waitForResponse((answer) => /\/api\/captchas$/.test(answer.url()) && answer.status() === 201)
	await page.goto(stack.url)
	const issued = await (await captcha).json()
	assert.equal(issued.answer, undefined, 'production tells no captcha')
	// What the person reads off the picture.
	const answer = await db.value('SELECT answer FROM captchas WHERE token = ?', issued.captcha_id)
	await fillSignIn(page, person, words.zh, answer)
	await page.waitForURL(/\/board/)

	const cookies = await context.cookies()
	assert.deepEqual(cookies.map(({ name }) => name).sort(), ['__Host-ld-file', '__Host-ld-refresh'])
	for (const { name, secure, httpOnly, sameSite, path, domain } of cookies)
		assert.deepEqual({ secure, httpOnly, sameSite, path, domain },
			{ secure: true, httpOnly: true, sameSite: 'Strict', path: '/', domain: '127.0.0.1' }, name)
	assert.equal(await page.evaluate(() => document.cookie), '')

	await page.reload()
	await page.locator('header.bar').waitFor()
	await page.goto(`${stack.url}orders/${order.order_no}`)
	// A stored picture or paper needs no token: the file cookie and the grant say who asks.
	const [{ file_id }] = (await client.get(`/orders/${order.order_no}`)).body.content.agreement
	const fetched = await page.evaluate(async (path) => {
		const seen = await fetch(path)
		return { status: seen.status, type: seen.headers.get('content-type'), size: (await seen.arrayBuffer()).byteLength }
	}, `/api/files/${file_id}/content?grant_id=${client.session.grant.grant_id}`)
	assert.equal(fetched.status, 200)
	assert.equal(fetched.type, 'application/pdf')
	// And the page shows it.
	await page.getByText('协议.pdf').first().click()
	const canvas = page.locator('.pdf canvas').first()
	await canvas.waitFor()
	await until('the paper is drawn', () => drawn(canvas))
	await page.keyboard.press('Escape')

	await page.goto(stack.url)
	await page.locator('header.bar').waitFor()
	await page.locator('header.bar .who').click()
	await page.getByRole('button', { name: '退出登录', exact: true }).click()
	await page.locator('#field-account').waitFor()
	assert.deepEqual(await context.cookies(), [])
	const gone = await page.evaluate(async (path) => (await fetch(path)).status,
		`/api/files/${file_id}/content?grant_id=${client.session.grant.grant_id}`)
	assert.equal(gone, 401)
	await close()
})

it('LOGIN-6 a cookie under a plain name is none of ours', async () => {
	const person = await accounts.operator({ division: 350302 })
	const client = await (await Client.open(stack, { db })).signIn(person)
	const { page, context, close } = await openPage(browser, { ignoreHTTPSErrors: true, allow: [/401/] })
	await context.addCookies([...client.cookies.values()].map(({ name, value }) =>
		({ name: name.replace('__Host-', ''), value, url: stack.url })))
	await page.goto(stack.url)
	await page.locator('#field-account').waitFor()
	await close()
})
