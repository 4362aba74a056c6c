// A city's platform administrator asks for the permission to review, the province's gives
// it, the city's hands it to a reviewer, who found neither entry nor list before and works
// the moment the page is opened again; by clicks, in both languages (USER-3).
import assert from 'node:assert/strict'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, it } from 'node:test'
import { Accounts } from '../../lib/accounts.mjs'
import { openBrowser } from '../../lib/browser.mjs'
import { Client } from '../../lib/client.mjs'
import { Database } from '../../lib/db.mjs'
import { submittedApplication } from '../../lib/orders.mjs'
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
	zh: { none: '还没有审核权限', ask_first: /本单位还没有审核权限/, board: '我的待办', begin: '新建申请', kind: '市级审核权限申请', start: '开始填写', what: '接入审核', reason: '本市已配备审核人员', check: '检查并提交', missing: /申请理由/,
		submit: '确认提交', sent: '提交成功', list: '审核权限申请', approve: '同意', given: '已批准', manage: (name) => `管理 ${name}`, tick: '接入审核', save: '保存审核权限',
		saved: '审核权限已保存，立即生效', done: '完成' },
	en: { none: 'No permission to review yet', ask_first: /Your bureau has no permission to review yet/, board: 'My to-do list', begin: 'New application', kind: 'A city’s permission to review', start: 'Start', what: 'Access review', reason: 'Two reviewers have been trained', check: 'Check and submit', missing: /reason/,
		submit: 'Submit', sent: 'Application submitted', list: 'Review permissions', approve: 'Approve', given: 'Given', manage: (name) => `Manage ${name}`, tick: 'Access review', save: 'Save permissions',
		saved: 'Saved. The permissions hold from now on', done: 'Done' },
}

const cities = { zh: [340000, 340100, 340102], en: [360000, 360100, 360102] }
for (const language of ['zh', 'en'])
	it(`USER-3 asked for, given, handed on, used, ${language}`, async () => {
		const say = text[language]
		const [province, city, district] = cities[language]
		const higher = await accounts.bureau('province', province)
		const bureau = await accounts.bureau('city', city)
		const user = await accounts.person('city_reviewer', bureau, { permitted: false })
		const order = await submittedApplication(await Client.signedIn(stack, await accounts.operator({ division: district })))
		const open = (who) => person(browser, stack, who, { language, viewport: { width: 1440, height: 900 } })
		const look = async (page, name) => {
			if (!process.env.SHOTS)
				return
			mkdirSync(join(top, process.env.SHOTS), { recursive: true })
			for (const width of [1440, 390]) {
				await page.setViewportSize({ width, height: 900 })
				await page.screenshot({ path: join(top, process.env.SHOTS, `${name}-${language}-${width}.png`), fullPage: true })
			}
			await page.setViewportSize({ width: 1440, height: 900 })
		}
		const menu = (page, name) => page.locator('header.bar nav').getByText(name, { exact: true })
		const dialog = (page) => page.locator('dialog[open]')

		const reviewer = await open(user)
		await reviewer.page.getByText(say.none, { exact: true }).waitFor()
		assert.equal(await menu(reviewer.page, say.what).count(), 0)
		await look(reviewer.page, 'permission-none')

		const admin = await open(await accounts.person('platform_admin', bureau))
		const manage = async () => {
			await admin.page.goto(`${stack.url}accounts`)
			await admin.page.getByRole('button', { name: say.manage(user.account) }).click()
		}
		await manage()
		await dialog(admin.page).getByText(say.ask_first).waitFor()
		assert.equal(await dialog(admin.page).getByRole('button', { name: say.save }).count(), 0)
		await admin.page.goto(`${stack.url}board`)
		await admin.page.getByRole('link', { name: say.begin }).first().click()
		await admin.page.getByRole('radio', { name: say.kind }).check()
		await look(admin.page, 'permission-new')
		await admin.page.getByRole('button', { name: say.start }).click()
		await admin.page.getByRole('radio', { name: say.what }).check()
		await admin.page.getByRole('button', { name: say.check }).click()
		await admin.page.getByRole('alert').getByText(say.missing).first().waitFor()
		await admin.page.locator('#field-reason').fill(say.reason)
		await look(admin.page, 'permission-form')
		await admin.page.getByRole('button', { name: say.check }).click()
		await admin.page.getByRole('button', { name: say.submit, exact: true }).click()
		await admin.page.getByText(say.sent, { exact: true }).waitFor()
		await look(admin.page, 'permission-sent')
		const order_no = admin.page.url().match(/orders\/(\d+)/)[1]

		const above = await open(await accounts.person('platform_admin', higher))
		await menu(above.page, say.list).click()
		await above.page.locator('tr[data-row]', { hasText: order_no }).getByRole('link').first().click()
		await above.page.getByText(say.reason, { exact: true }).first().waitFor()
		await above.page.getByRole('radio', { name: say.approve, exact: true }).check()
		await look(above.page, 'permission-decide')
		await above.page.locator('#decision-submit').click()
		await above.page.getByText(say.given, { exact: true }).first().waitFor()

		await manage()
		await dialog(admin.page).getByLabel(say.tick).check()
		await look(admin.page, 'permission-hand')
		await dialog(admin.page).getByRole('button', { name: say.save }).click()
		await admin.page.getByText(say.saved).waitFor()
		assert.ok(await dialog(admin.page).getByRole('button', { name: say.save }).isDisabled())

		await reviewer.page.reload()
		await menu(reviewer.page, say.what).click()
		await reviewer.page.locator('tr[data-row]', { hasText: order.order_no }).waitFor()
		for (const one of [reviewer, admin, above])
			await one.close()
	})
