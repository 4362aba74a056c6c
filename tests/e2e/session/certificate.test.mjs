// Signing in with a certificate in a real browser (CA-1): the button, the browser's
// own TLS with the certificate, and back to where one was; and what a page says when
// the certificate is not good.
import assert from 'node:assert/strict'
import { join } from 'node:path'
import { readFileSync } from 'node:fs'
import { after, before, describe, it } from 'node:test'
import { Accounts } from '../../lib/accounts.mjs'
import { openBrowser, openPage, phone } from '../../lib/browser.mjs'
import { Client } from '../../lib/client.mjs'
import { Database } from '../../lib/db.mjs'
import { person } from '../../lib/people.mjs'
import { freePort, startStack } from '../../lib/stack.mjs'

const text = {
	zh: { tab: 'CA登录', enter: '选择证书登录', again: '重新选择证书', expired: '这张证书已过期', none: '浏览器没有出示证书', unknown: '这张证书没有登记在任何账号上',
		revoked: '这张证书已被吊销', account: '账号登录', add: '登记证书', added: '证书已登记，可以用它登录', remove: '移除', removed: '证书已移除', manage: '管理', field: '证书内容（PEM）' },
	en: { tab: 'Certificate', enter: 'Choose a certificate', again: 'Choose another certificate', expired: 'This certificate has expired', none: 'The browser showed no certificate', unknown: 'This certificate is not registered to any account',
		revoked: 'This certificate has been revoked', account: 'Account', add: 'Register a certificate', added: 'Registered. The certificate can be used to sign in', remove: 'Remove', removed: 'The certificate was removed', manage: 'Manage', field: 'Certificate (PEM)' },
}

let stack, browser, ca_port, db, accounts
before(async () => {
	ca_port = await freePort()
	stack = await startStack({ CA_PORT: String(ca_port) })
	db = new Database(stack)
	accounts = new Accounts(stack, db)
	browser = await openBrowser(stack)
})
after(() => stack?.stop())

const path = (name) => join(stack.directory, 'ca', name)
async function open(language, name, options = {}) {
	const clientCertificates = name ? [{ origin: `https://127.0.0.1:${ca_port}`, certPath: path(`${name}.pem`), keyPath: path(`${name}.key`) }] : undefined
	const opened = await openPage(browser, { ignoreHTTPSErrors: true, clientCertificates, ...options })
	await opened.page.addInitScript((chosen) => localStorage.setItem('liangding.language', chosen), language)
	return opened
}
const shot = async (page, name) => process.env.SHOTS && page.screenshot({ path: `${process.env.SHOTS}/certificate-${name}.png` })

for (const language of ['zh', 'en'])
	describe(`certificates, ${language === 'zh' ? 'in Chinese' : 'in English'}`, () => {
		const say = text[language]

		it('CA-1 signs in by the keyboard, and comes back to the page that asked for it', async () => {
			const { page, close } = await open(language, 'xiamen-city', { allow: [/401/] })
			await page.goto(`${stack.url}reviews?state=waiting&page=1`)
			await page.locator('#tab-account').focus()
			await page.keyboard.press('ArrowLeft')
			await page.getByRole('button', { name: say.enter }).waitFor()
			await shot(page, `tab-${language}`)
			await page.keyboard.press('Tab')
			await page.keyboard.press('Enter')
			await page.waitForURL(/\/reviews\?state=waiting/)
			await page.locator('header.bar').waitFor()
			assert.match(await page.locator('header.bar .who').innerText(), /周慧敏/)
			await close()
		})

		for (const [name, word] of [[null, 'none'], ['expired', 'expired'], ['revoked', 'revoked'], ['unknown', 'unknown']])
			it(`CA-1 ${name ?? 'no certificate'}: the page says what is wrong and what to do, and nothing moves`, async () => {
				const { page, close } = await open(language, name, word === 'expired' ? { viewport: phone } : {})
				await page.goto(`${stack.url}login`)
				const top = async () => (await page.locator('.tabs').boundingBox()).y
				await page.locator('#tab-ca').click()
				await page.getByRole('button', { name: say.enter }).waitFor()
				await page.getByRole('button', { name: say.enter }).click()
				await page.getByRole('alert').getByText(say[word]).waitFor()
				await page.getByRole('button', { name: say.again }).waitFor()
				await shot(page, `${word}-${language}`)
				const before = await top()
				await page.locator('#tab-account').click()
				await page.locator('#field-account').waitFor()
				assert.equal(await top(), before)
				await close()
			})

		it('CA-1 a platform administrator registers a certificate from its file and removes it', async () => {
			const place = await accounts.bureau('city', 350200)
			const admin = await accounts.person('platform_admin', place)
			const client = await Client.signedIn(stack, admin)
			const name = `ca-${language}-${process.pid}`
			await client.expect(201, 'POST', '/accounts', { body: { name, display_name: '林小雨', organisation_id: place.id, roles: ['city_reviewer'] } })
			const { page, close } = await person(browser, stack, admin, { language, allow: [/401|422/] })
			await page.goto(`${stack.url}accounts`)
			await page.getByRole('button', { name: `${say.manage} ${name}` }).click()
			const section = page.locator('.certificates')
			await section.getByRole('button', { name: say.add }).click()
			await section.getByLabel(say.field).fill('hello')
			await section.getByRole('button', { name: say.add }).click()
			await section.getByText(/BEGIN CERTIFICATE/).last().waitFor()
			// As Windows saves one: DER.
			const der = Buffer.from(readFileSync(path('unknown.pem'), 'utf8').replace(/-----[^-]+-----|\s/g, ''), 'base64')
			await section.locator('input[type=file]').setInputFiles({ name: 'a.cer', mimeType: 'application/x-x509-ca-cert', buffer: der })
			await section.getByRole('button', { name: say.add }).click()
			await page.getByText(say.added).waitFor()
			await section.getByText('unknown', { exact: true }).waitFor()
			await shot(page, `admin-${language}`)
			await section.getByRole('button', { name: say.remove }).click()
			await section.getByRole('button', { name: say.remove }).click()
			await page.getByText(say.removed).waitFor()
			assert.deepEqual(await db.query('SELECT c.id FROM certificates c JOIN accounts a ON a.id = c.account_id WHERE a.name = ?', name), [])
			await close()
		})
	})
