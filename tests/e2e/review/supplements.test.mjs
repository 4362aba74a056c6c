// More asked for without a rejection (PLAT-15): by the reviewer beside the papers, supplied
// by the institution where it was named, and back; in both languages.
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { Accounts } from '../../lib/accounts.mjs'
import { openBrowser, phone } from '../../lib/browser.mjs'
import { Client } from '../../lib/client.mjs'
import { Database } from '../../lib/db.mjs'
import { submittedApplication } from '../../lib/orders.mjs'
import { accessible, person } from '../../lib/people.mjs'
import { sharedStack, until } from '../../lib/stack.mjs'

const text = {
	zh: { open: '要求补正', about: '电子凭证接入渠道联系电话', add: '添加', missing: '请至少指出一处需要补正的内容', days: '10 天', done: '已要求补正，机构会收到通知', waits: '等待申请机构补正', row: /补正中，期限/, status: '补正中', next: /请在 .+ 前补正指出的内容/, supply: '补正', recall: '收回补正要求', recalled: '已收回补正要求', check: '检查并提交', submit: '确认提交', sent: /提交成功/ },
	en: { open: 'Ask for more', about: 'Contact phone', add: 'Add', missing: 'Name at least one thing that is to be supplied', days: '10 days', done: 'Asked: the institution is told', waits: 'The institution is to send more', row: /More asked for until/, status: 'More is asked for', next: /Supply what is named below/, supply: 'Send what is asked for', recall: 'Take this back', recalled: 'Taken back', check: 'Check and submit', submit: 'Submit', sent: /[Ss]ubmitted/ },
}
const districts = { zh: [630400, 630402], en: [654000, 654002] }

let stack, db, accounts, browser
before(async () => {
	stack = await sharedStack()
	db = new Database(stack)
	accounts = new Accounts(stack, db)
	browser = await openBrowser(stack)
})
after(() => stack?.stop())
const shot = async (page, name) => process.env.SHOTS && page.screenshot({ path: `${process.env.SHOTS}/supplement-${name}.png`, fullPage: true })

for (const language of ['zh', 'en'])
	describe(`a supplement in ${language}`, () => {
		const say = text[language]
		const [city, district] = districts[language]
		let users, operator, client
		before(async () => {
			await accounts.bureau('province', Math.floor(city / 10000) * 10000)
			users = { city: await accounts.reviewer('city', city), operator: await accounts.operator({ institution: await accounts.institution(district) }) }
			operator = await Client.signedIn(stack, users.operator)
			client = await Client.signedIn(stack, users.city)
		})
		after(() => {
			operator?.close()
			client?.close()
		})

		it('PLAT-15 is asked for, shown to both with its deadline, supplied where it was named, and decided', async () => {
			const order = await submittedApplication(operator)
			const reviewer = await person(browser, stack, users.city, { language })
			await reviewer.page.goto(`${stack.url}reviews/${order.order_no}`)
			await reviewer.page.getByRole('button', { name: say.open }).click()
			await reviewer.page.locator('form.box button[type=submit]').click()
			await reviewer.page.getByText(say.missing).first().waitFor()
			// Named where it stands among the answers.
			await reviewer.page.locator('button.add', { hasText: say.about }).click()
			await reviewer.page.locator('#remark-contact_phone').waitFor()
			await reviewer.page.locator('[id="remark-contact_phone"]').evaluate((element) => element.scrollIntoView())
			await reviewer.page.locator('form.box select').first().selectOption('wrong')
			await reviewer.page.locator('#supplement-days').selectOption({ label: say.days })
			await shot(reviewer.page, `ask-${language}`)
			await reviewer.page.locator('form.box button[type=submit]').click()
			await reviewer.page.getByText(say.done).waitFor()
			await reviewer.page.getByText(say.waits).waitFor()
			await accessible(reviewer.page)
			await shot(reviewer.page, `waits-${language}`)
			await reviewer.page.goto(`${stack.url}reviews?state=waiting`)
			await reviewer.page.getByText(say.row).waitFor()

			const applicant = await person(browser, stack, users.operator, { language, viewport: phone })
			await applicant.page.getByRole('link', { name: say.supply }).first().waitFor()
			await applicant.page.goto(`${stack.url}orders/${order.order_no}`)
			await applicant.page.getByText(say.next).waitFor()
			await shot(applicant.page, `applicant-${language}-390`)
			await applicant.page.getByRole('link', { name: say.supply, exact: true }).click()
			await applicant.page.locator('#field-contact_phone').fill('13900139000')
			await accessible(applicant.page)
			await applicant.page.getByRole('button', { name: say.check }).click()
			await applicant.page.getByRole('button', { name: say.submit, exact: true }).click()
			await applicant.page.getByText(say.sent).first().waitFor()
			await applicant.close()

			await until('it came back', async () => (await client.expect(200, 'GET', `/orders/${order.order_no}`)).supplement === null)
			await reviewer.page.goto(`${stack.url}reviews/${order.order_no}`)
			await reviewer.page.locator('#decision-submit').waitFor()
			assert.equal(await reviewer.page.getByRole('button', { name: say.open }).count(), 0, 'once a step')
			await shot(reviewer.page, `back-${language}`)
			await reviewer.close()
		})

		it('PLAT-15 is taken back by who asked', async () => {
			const order = await submittedApplication(operator)
			const { version } = (await client.expect(200, 'POST', `/orders/${order.order_no}/claim`), await client.expect(200, 'GET', `/orders/${order.order_no}`))
			assert.equal((await client.once(`/orders/${order.order_no}/supplement`, { version, days: 3, remarks: [{ field: 'mail', code: 'wrong', words: '邮箱退信', remedy: '请核对' }] })).status, 200)
			const { page, close } = await person(browser, stack, users.city, { language })
			await page.goto(`${stack.url}reviews/${order.order_no}`)
			await page.getByRole('button', { name: say.recall }).click()
			await page.getByText(say.recalled).first().waitFor()
			await page.locator('#decision-submit').waitFor()
			await close()
		})
	})
