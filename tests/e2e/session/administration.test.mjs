// An administrator makes an account, resets its password, changes its roles, closes and
// reopens it, by clicks and keys, in both languages (USER-1, USER-4).
import assert from 'node:assert/strict'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, it } from 'node:test'
import { Accounts } from '../../lib/accounts.mjs'
import { openBrowser } from '../../lib/browser.mjs'
import { Client } from '../../lib/client.mjs'
import { Database } from '../../lib/db.mjs'
import { person } from '../../lib/people.mjs'
import { startStack, top } from '../../lib/stack.mjs'

let stack, accounts, browser
before(async () => {
	stack = await startStack()
	accounts = new Accounts(stack, new Database(stack))
	browser = await openBrowser(stack)
})
after(() => stack?.stop())

const text = {
	zh: { new: '新建账号', create: '创建账号', finance: '财务', operator: '经办人', once: /只显示这一次/, done: '完成', manage: (name) => `管理 ${name}`, reset: '重置密码', sure: (what) => `确认${what}`,
		save: '保存角色', saved: '角色已保存', close: '停用', closed: '账号已停用', reopen: '启用', reopened: '账号已启用', own: /由本单位另一位管理员更改/, taken: /账号已被使用/ },
	en: { new: 'New account', create: 'Create the account', finance: 'Finance', operator: 'Operator', once: /Shown this once/, done: 'Done', manage: (name) => `Manage ${name}`, reset: 'Reset password', sure: (what) => `${what}: confirm`,
		save: 'Save roles', saved: 'Roles saved', close: 'Close account', closed: 'The account is closed', reopen: 'Reopen account', reopened: 'The account is open again', own: /changed by another administrator/, taken: /Account is taken/ },
}

for (const language of ['zh', 'en'])
	it(`USER-1 USER-4 an account from its making to its closing and back, ${language}`, async () => {
		const say = text[language]
		const institution = await accounts.institution(350213)
		const admin = await accounts.person('institution_admin', institution)
		const { page, close } = await person(browser, stack, admin, { language, viewport: { width: 1440, height: 900 }, allow: [/422/] })
		const look = async (name) => {
			if (!process.env.SHOTS)
				return
			mkdirSync(join(top, process.env.SHOTS), { recursive: true })
			for (const width of [1440, 390]) {
				await page.setViewportSize({ width, height: 900 })
				await page.screenshot({ path: join(top, process.env.SHOTS, `${name}-${language}-${width}.png`) })
			}
			await page.setViewportSize({ width: 1440, height: 900 })
		}
		const login = (name, password) => Client.signedIn(stack, { account: name, password, realm: 'bureau' })
		const name = `finance-${language}-${process.pid}`
		const dialog = page.locator('dialog[open]')
		await page.goto(`${stack.url}accounts`)
		await page.getByRole('button', { name: say.new }).click()
		await dialog.locator('#account-name').fill(admin.account)
		await dialog.locator('#account-person').fill('林小雨')
		await dialog.getByLabel(say.finance).check()
		await dialog.getByRole('button', { name: say.create }).click()
		await dialog.getByText(say.taken).waitFor()
		await look('account-new')
		await dialog.locator('#account-name').fill(name)
		await page.keyboard.press('Enter')
		await dialog.getByText(say.once).waitFor()
		await look('account-issued')
		const first = await dialog.locator('code').innerText()
		assert.equal((await login(name, first)).session.must_change_password, true)
		await dialog.getByRole('button', { name: say.done }).click()

		await page.getByRole('button', { name: say.manage(name) }).click()
		await dialog.getByLabel(say.operator).check()
		await dialog.getByRole('button', { name: say.save }).click()
		await page.getByText(say.saved).waitFor()
		await look('account-manage')
		await dialog.getByRole('button', { name: say.close, exact: true }).click()
		await look('account-close')
		await dialog.getByRole('button', { name: say.sure(say.close) }).click()
		await page.getByText(say.closed).waitFor()
		await assert.rejects(login(name, first))
		await dialog.getByRole('button', { name: say.reopen, exact: true }).click()
		await page.getByText(say.reopened).waitFor()
		await dialog.getByRole('button', { name: say.reset, exact: true }).click()
		await dialog.getByRole('button', { name: say.sure(say.reset) }).click()
		await dialog.getByText(say.once).waitFor()
		const second = await dialog.locator('code').innerText()
		assert.notEqual(second, first)
		assert.deepEqual((await login(name, second)).session.grants.map(({ role }) => role).sort(), ['finance', 'operator'])
		await page.keyboard.press('Escape')
		await dialog.waitFor({ state: 'detached' })

		// The own account says why nothing is to be changed here.
		await page.getByRole('button', { name: say.manage(admin.account) }).click()
		await dialog.getByText(say.own).waitFor()
		assert.equal(await dialog.getByRole('button', { name: say.reset }).count(), 0)
		await close()
	})
