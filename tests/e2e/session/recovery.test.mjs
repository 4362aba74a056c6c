// Signing in by phone, getting back in, changing the bound phone, by people at
// their browsers in both languages. Codes are read where the demonstration shows
// what it has sent.
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { newPerson, standsFor } from '../../lib/app.mjs'
import { Accounts } from '../../lib/accounts.mjs'
import { openBrowser, openPage, phone as small } from '../../lib/browser.mjs'
import { Client } from '../../lib/client.mjs'
import { Database } from '../../lib/db.mjs'
import { accessible } from '../../lib/people.mjs'
import { another, codeTo, later, personal_password, sentTo, unified, withPassword } from '../../lib/sms.mjs'
import { sharedStack } from '../../lib/stack.mjs'

const new_password = 'a kettle that nobody forgets'
const say = {
	zh: { personal: '个人', sign_in: '登录', ask: '获取短信验证码', forgotten_password: '忘记密码', forgotten_account: '忘记账号', institution: '机构账号',
		own: '个人统一账号', set: '设置新密码', done: '新密码已设置', show: '查看账号', wrong: '短信验证码不正确，还可输入 4 次', next: '下一步', change: '更换手机号', bind: '更换绑定的手机号', changed: '手机号已更换' },
	en: { personal: 'Personal', sign_in: 'Sign in', ask: 'Get a code by SMS', forgotten_password: 'Forgotten your password', forgotten_account: 'Forgotten your account', institution: 'An institution’s',
		own: 'Personal', set: 'Set the new password', done: 'The new password is set', show: 'Show the account', wrong: 'The SMS code is wrong. 4 tries left.', next: 'Next', change: 'Change the phone', bind: 'Change the bound phone', changed: 'The phone was changed' },
}
let stack, db, accounts, browser, reader
before(async () => {
	stack = await sharedStack()
	db = new Database(stack)
	accounts = new Accounts(stack, db)
	browser = await openBrowser(stack)
	reader = await Client.open(stack)
})
after(() => stack?.stop())

async function open(language, path = '', options = {}) {
	const opened = await openPage(browser, { allow: [/401|422/], ...options })
	await opened.context.addInitScript((chosen) => localStorage.setItem('liangding.language', chosen), language)
	opened.captcha = opened.page.waitForResponse((answer) => /\/api\/captchas$/.test(answer.url()) && answer.status() === 201)
	await opened.page.goto(`${stack.url}${path}`)
	return opened
}
/** What the person reads off the picture in sight. */
const draw = async (page) => page.locator('#field-captcha_answer').fill((await page.locator('.captcha + .hint code, .hint code').last().innerText()).trim())
const press = (page, name) => page.getByRole('button', { name, exact: true }).click()
const focused = (page) => page.evaluate(() => document.activeElement?.id)

for (const language of ['zh', 'en'])
	describe(`in ${language}`, () => {
		const words = say[language]

		it('LOGIN-3 a person signs in by phone and password, then the code; a wrong one is told at its field', async () => {
			const one = await unified(stack)
			await withPassword(stack, db, one)
			const had = (await sentTo(reader, one.person.phone)).length
			const { page, close } = await open(language)
			await page.getByRole('radio', { name: words.personal, exact: true }).check()
			await page.locator('#field-phone').fill(one.person.phone)
			await page.locator('#field-password').fill(personal_password)
			await draw(page)
			await press(page, words.ask)
			await page.locator('#field-code').waitFor()
			assert.equal(await focused(page), 'field-code')
			await accessible(page)
			const code = await codeTo(reader, one.person.phone, had + 1)
			await page.locator('#field-code').fill(another(code))
			await page.locator('#field-code').press('Enter')
			await page.getByText(words.wrong).waitFor()
			assert.equal(await focused(page), 'field-code')
			await page.locator('#field-code').fill(code)
			await page.locator('#field-code').press('Enter')
			await page.locator('header.bar').waitFor()
			await close()
		})

		it('ACC-2 an operator who has forgotten the password sets a new one and signs in with it', async () => {
			const person = newPerson()
			const user = await accounts.operator()
			await standsFor(stack, db, user.account, person)
			await later(db)
			const { page, close } = await open(language, '', { viewport: small })
			await page.getByRole('link', { name: words.forgotten_password }).click()
			await page.locator('#field-account').waitFor()
			await press(page, words.ask)
			assert.equal(await focused(page), 'field-account')
			await page.locator('#field-account').fill(user.account)
			await page.locator('#field-phone').fill(person.phone)
			await page.locator('.hint code').waitFor()
			await draw(page)
			await press(page, words.ask)
			await page.locator('#field-code').waitFor()
			await accessible(page)
			assert.doesNotMatch(await page.locator('main').innerText(), new RegExp(person.phone))
			await page.locator('#field-code').fill(await codeTo(reader, person.phone))
			await page.locator('#field-new_password').fill(new_password)
			await page.locator('#field-new_password_again').fill(`${new_password}!`)
			await press(page, words.set)
			assert.equal(await focused(page), 'field-new_password_again')
			await page.locator('#field-new_password_again').fill(new_password)
			await press(page, words.set)
			await page.getByText(words.done).waitFor()
			await close()
			assert.equal((await reader.tryPassword(user.account, new_password)).status, 200)
			reader.token = null
		})

		it('ACC-3 the account is found by credit code, phone and code', async () => {
			const person = newPerson()
			const institution = await accounts.institution()
			const user = await accounts.operator({ institution })
			await standsFor(stack, db, user.account, person)
			const uscc = `12350213MA${user.account.slice(-7)}X`
			await db.query('UPDATE organisations SET uscc = ? WHERE id = ?', uscc, institution.id)
			await later(db)
			const { page, close } = await open(language)
			await page.getByRole('link', { name: words.forgotten_account }).click()
			await page.locator('#field-uscc').fill(uscc)
			await page.locator('#field-phone').fill(person.phone)
			await page.locator('.hint code').waitFor()
			await draw(page)
			await press(page, words.ask)
			await page.locator('#field-code').waitFor()
			await page.locator('#field-code').fill(await codeTo(reader, person.phone))
			await press(page, words.show)
			await page.getByText(user.account).waitFor()
			await accessible(page)
			await close()
		})

		it('ACC-5 the bound phone is changed with the old phone\'s code, the new one\'s and the ID number', async () => {
			const one = await unified(stack)
			await withPassword(stack, db, one)
			const next = newPerson().phone
			const had = (await sentTo(reader, one.person.phone)).length
			const { page, close } = await open(language)
			await page.getByRole('radio', { name: words.personal, exact: true }).check()
			await page.locator('#field-phone').fill(one.person.phone)
			await page.locator('#field-password').fill(personal_password)
			await draw(page)
			await press(page, words.ask)
			await page.locator('#field-code').fill(await codeTo(reader, one.person.phone, had + 1))
			await page.locator('#field-code').press('Enter')
			await page.locator('header.bar').waitFor()
			await later(db)
			await page.goto(`${stack.url}account`)
			await page.getByRole('link', { name: words.bind }).click()
			await page.locator('.hint code').waitFor()
			await draw(page)
			await press(page, words.ask)
			await page.locator('#field-old_code').fill(await codeTo(reader, one.person.phone, had + 2))
			await press(page, words.next)
			await page.locator('#field-phone').fill(next)
			await page.locator('.hint code').waitFor()
			await draw(page)
			await press(page, words.ask)
			await page.locator('#field-code').fill(await codeTo(reader, next))
			await page.locator('#field-id_no').fill(one.person.id_no)
			await accessible(page)
			await press(page, words.change)
			await page.getByText(words.changed).waitFor()
			await close()
		})
	})
