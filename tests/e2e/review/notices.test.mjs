// What one is told, read where it is told: the bell counts, a notice leads to its order,
// choices are kept; on a desktop and a phone, in both languages (PLAT-8).
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { Accounts } from '../../lib/accounts.mjs'
import { openBrowser, phone } from '../../lib/browser.mjs'
import { Client } from '../../lib/client.mjs'
import { Database } from '../../lib/db.mjs'
import { decide, submittedApplication } from '../../lib/orders.mjs'
import { accessible, person } from '../../lib/people.mjs'
import { sharedStack, until } from '../../lib/stack.mjs'

const text = {
	zh: { none: '还没有消息', bell: '消息', unread: (n) => `${n} 条未读消息`, all_read: '全部标为已读', nothing: '没有未读的消息', how: '通知方式', save: '保存', saved: '已保存通知方式', mail: /^邮件/, no_mail: '没有登记邮箱，请联系管理员', rejected: /驳回了申请审核/, handed: /转交给您办理/ },
	en: { none: 'There are no notices yet', bell: 'Notices', unread: (n) => n === 1 ? '1 unread notice' : `${n} unread notices`, all_read: 'Mark all as read', nothing: 'There is nothing unread', how: 'How you are told', save: 'Save', saved: 'Saved', mail: /^Mail/, no_mail: 'No address on record: ask your administrator', rejected: /has rejected/, handed: /has handed/ },
}
const districts = { zh: [630300, 630302], en: [650300, 650302] }

let stack, db, accounts, browser
before(async () => {
	stack = await sharedStack()
	db = new Database(stack)
	accounts = new Accounts(stack, db)
	browser = await openBrowser(stack)
})
after(() => stack?.stop())
const shot = async (page, name) => process.env.SHOTS && page.screenshot({ path: `${process.env.SHOTS}/notices-${name}.png`, fullPage: true })
const told = () => until('all were told', async () => await db.value('SELECT COUNT(*) FROM jobs WHERE kind = 7 AND state IN (1, 2)') === '0')

for (const language of ['zh', 'en'])
	describe(`notices in ${language}`, () => {
		const say = text[language]
		const [division, district] = districts[language]
		let user, operator, city, colleague, reviewer
		before(async () => {
			await accounts.bureau('province', Math.floor(division / 10000) * 10000)
			user = await accounts.operator({ institution: await accounts.institution(district) })
			operator = await Client.signedIn(stack, user)
			city = await Client.signedIn(stack, await accounts.reviewer('city', division))
			reviewer = await accounts.reviewer('city', division)
			colleague = Number(await db.value('SELECT id FROM accounts WHERE name = ?', reviewer.account))
		})
		after(() => {
			operator?.close()
			city?.close()
		})

		it('PLAT-8 the bell counts, a notice leads to its order and is read with that, all at once with one button', async () => {
			const { page, close } = await person(browser, stack, user, { language })
			await page.getByRole('link', { name: say.bell, exact: true }).click()
			await page.getByText(say.none).waitFor()
			await shot(page, `none-${language}`)
			const orders = []
			for (let i = 0; i < 3; i++) {
				const order = await submittedApplication(operator, { app_name: `掌上${'很长的名字'.repeat(i * 3 + 1)}` })
				assert.equal((await decide(city, order, i ? 'approve' : 'reject', i ? {} : { whole: 'other', reason: '协议已过期，请重新签订后上传' })).status, 200)
				orders.push(order)
			}
			await told()
			await page.reload()
			await page.getByRole('link', { name: say.unread(3), exact: true }).waitFor()
			await accessible(page)
			await shot(page, `some-${language}`)
			await page.locator('li a', { hasText: say.rejected }).click()
			await page.waitForURL((url) => url.pathname.endsWith(`/orders/${orders[0].order_no}`))
			await page.getByRole('link', { name: say.unread(2), exact: true }).click()
			await page.locator('a[href$="unread=true"]').click()
			await until('two unread', async () => await page.locator('li .words').count() === 2)
			await page.getByRole('button', { name: say.all_read }).press('Enter')
			await page.getByText(say.nothing).waitFor()
			await page.getByRole('link', { name: say.bell, exact: true }).waitFor()
			await close()
		})

		it('PLAT-8 a page that lies forgotten asks no more, and so keeps no session alive; whoever comes back is told', async () => {
			const { page, close } = await person(browser, stack, user, { language })
			let asked = 0
			page.on('request', (request) => void (request.url().endsWith('/notices/unread') && asked++))
			await page.clock.install()
			await page.reload()
			await page.getByRole('link', { name: say.bell, exact: true }).waitFor()
			await page.clock.runFor(9 * 60_000)
			await until('it asks while somebody was just there', () => asked > 5)
			await page.clock.runFor(5 * 60_000)
			const before = asked
			await page.clock.runFor(20 * 60_000)
			assert.equal(asked, before)
			await page.getByRole('link', { name: say.bell, exact: true }).focus()
			await page.clock.runFor(61_000)
			await until('it asks again', () => asked > before)
			await close()
		})

		it('PLAT-8 a reviewer is led to the decision, on a phone; how one is told is chosen where the account is', async () => {
			const order = await submittedApplication(operator)
			await city.expect(200, 'POST', `/orders/${order.order_no}/claim`)
			assert.equal((await city.put(`/claims/${order.order_no}`, { account_id: colleague })).status, 204)
			await told()
			const { page, close } = await person(browser, stack, reviewer, { language, viewport: phone })
			await page.getByRole('link', { name: say.unread(1), exact: true }).click()
			await page.locator('li a', { hasText: say.handed }).waitFor()
			await shot(page, `phone-${language}-390`)
			await page.locator('li a', { hasText: say.handed }).click()
			await page.waitForURL((url) => url.pathname.endsWith(`/reviews/${order.order_no}`))
			await page.goto(`${stack.url}notices`)
			await page.getByRole('link', { name: say.how }).click()
			await page.getByText(say.no_mail).waitFor()
			await page.getByRole('radio', { name: language === 'zh' ? 'English' : '中文' }).check()
			await page.getByRole('button', { name: say.save, exact: true }).click()
			await page.getByText(say.saved).first().waitFor()
			assert.equal(await db.value('SELECT language FROM notice_choices WHERE account_id = ?', colleague), language === 'zh' ? '2' : '1')
			await accessible(page)
			await shot(page, `choices-${language}-390`)
			await close()
		})
	})
