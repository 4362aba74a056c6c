// An applicant takes something back: an application while nobody has decided it, one
// that somebody decides in that very moment, a draft.
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { Accounts } from '../../lib/accounts.mjs'
import { openBrowser } from '../../lib/browser.mjs'
import { Client } from '../../lib/client.mjs'
import { Database } from '../../lib/db.mjs'
import { decide, draftApplication, submittedApplication } from '../../lib/orders.mjs'
import { person } from '../../lib/people.mjs'
import { sharedStack, until } from '../../lib/stack.mjs'

const text = {
	zh: { withdraw: '撤回', done: '已撤回', edit: '修改后重新提交', too_late: '申请单已被处理', approved: '同意', delete: '删除草稿', really: '删除', gone: '草稿已删除', list: '我的申请' },
	en: { withdraw: 'Withdraw', done: 'Application withdrawn', edit: 'Edit and resubmit', too_late: 'This application has already been decided', approved: 'Approved', delete: 'Delete draft', really: 'Delete', gone: 'Draft deleted', list: 'My applications' },
}

let stack, accounts, browser
before(async () => {
	stack = await sharedStack()
	accounts = new Accounts(stack, new Database(stack))
	browser = await openBrowser(stack)
})
after(() => stack?.stop())

for (const language of ['zh', 'en'])
	describe(`taken back, ${language === 'zh' ? 'in Chinese' : 'in English'}`, () => {
		const say = text[language]
		let user, client, city
		before(async () => {
			await accounts.bureau('province', 350000)
			user = await accounts.operator({ division: 350213 })
			client = await Client.signedIn(stack, user)
			city = await Client.signedIn(stack, await accounts.reviewer('city', 350200))
		})
		const opened = async (order_no, options) => {
			const here = await person(browser, stack, user, { language, ...options })
			await here.page.goto(`${stack.url}orders`)
			await here.page.goto(`${stack.url}orders/${order_no}`)
			await here.page.locator('section.next').waitFor()
			return here
		}
		const answer = (page, name) => page.getByRole('dialog').getByRole('button', { name, exact: true }).click()

		it('ACCESS-2 PLAT-23 after a withdrawal the page says that it is done, the number and what to do next; once reloaded, too, and Back shows no error', async () => {
			const { order_no } = await submittedApplication(client)
			const { page, close } = await opened(order_no)
			await page.getByRole('button', { name: say.withdraw, exact: true }).click()
			await answer(page, say.withdraw)
			const next = page.locator('section.next').filter({ hasText: say.done })
			for (const again of [false, true]) {
				if (again)
					await page.reload()
				await next.waitFor()
				assert.ok((await next.innerText()).includes(order_no))
				await next.getByRole('link', { name: say.edit }).waitFor()
			}
			await page.goBack()
			await page.getByRole('heading', { name: say.list, level: 1 }).waitFor()
			assert.equal((await client.get(`/orders/${order_no}`)).body.status, 'withdrawn')
			await close()
		})

		it('PLAT-5 who withdraws what is being decided reads who was faster, and sees how it stands now', async () => {
			const order = await submittedApplication(client)
			const { page, close } = await opened(order.order_no, { allow: [/409/] })
			await page.getByRole('button', { name: say.withdraw, exact: true }).click()
			assert.equal((await decide(city, await city.expect(200, 'GET', `/orders/${order.order_no}`), 'approve')).status, 200)
			await answer(page, say.withdraw)
			const said = page.getByRole('alert').filter({ hasText: say.too_late })
			await said.locator('.decided-by').getByText(say.approved, { exact: true }).waitFor()
			const { history } = await client.expect(200, 'GET', `/orders/${order.order_no}`)
			assert.ok((await said.innerText()).includes(history.at(-1).actor_name))
			await until('there is nothing to withdraw any more', async () => await page.getByRole('button', { name: say.withdraw, exact: true }).count() === 0)
			await close()
		})

		it('ACCESS-2 a draft that was deleted: the list says so, and Back leads to the list, not to an error', async () => {
			const { order_no } = await draftApplication(client)
			const { page, close } = await opened(order_no)
			await page.getByRole('link', { name: language === 'zh' ? '继续填写' : 'Continue', exact: true }).click()
			await page.locator('#field-app_name').waitFor()
			await page.goBack()
			await page.getByRole('button', { name: say.delete, exact: true }).click()
			await answer(page, say.really)
			await page.locator('.toast').getByText(say.gone, { exact: true }).waitFor()
			await page.getByRole('heading', { name: say.list, level: 1 }).waitFor()
			await page.goForward()
			await page.goBack()
			await page.getByRole('heading', { name: say.list, level: 1 }).waitFor()
			assert.equal(await page.getByRole('alert').count(), 0)
			assert.equal((await client.get(`/orders/${order_no}`)).status, 404)
			await close()
		})
	})
