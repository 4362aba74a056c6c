// Electronic seals in the browser: what the province is told before it approves,
// and both copies of a paper, as the applicant and the reviewers see and open
// them; one that has failed, one that is void.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { after, before, describe, it } from 'node:test'
import { Accounts } from '../../lib/accounts.mjs'
import { openBrowser, phone } from '../../lib/browser.mjs'
import { Client } from '../../lib/client.mjs'
import { Database } from '../../lib/db.mjs'
import { decide, submittedApplication } from '../../lib/orders.mjs'
import { person } from '../../lib/people.mjs'
import { withoutJobs } from '../../lib/processes.mjs'
import { signatures } from '../../lib/seals.mjs'
import { sharedStack, until } from '../../lib/stack.mjs'

const text = {
	zh: { agree: '同意', confirmation: '审核通过后，将自动为审核材料加盖省局电子签章！', confirm: '同意并生效', done: '提交成功', waiting: '签章中', sealed: '已签章', copy: '签章件', copied: '协议（签章件）.pdf',
		title: '电子签章', failed: '签章失败', again: '重新签章', void: '签章已作废', void_copy: '已作废的签章件', paper: (name) => `${name}（签章件）`, download: '下载', agreement: '定点医药机构协议' },
	en: { agree: 'Approve', confirmation: 'the papers get the province’s electronic seal automatically', confirm: 'Approve', done: 'Submitted', waiting: 'Being sealed', sealed: 'Sealed', copy: 'Sealed copy', copied: '协议（签章件）.pdf',
		title: 'Electronic seal', failed: 'Sealing failed', again: 'Seal again', void: 'Seal void', void_copy: 'Void sealed copy', paper: (name) => `${name} (sealed copy)`, download: 'Download', agreement: 'Designation agreement' },
}

let stack, db, accounts, browser
before(async () => {
	stack = await sharedStack()
	db = new Database(stack)
	accounts = new Accounts(stack, db)
	browser = await openBrowser(stack)
})
after(() => stack?.stop())

for (const language of ['zh', 'en'])
	describe(`electronic seals, ${language === 'zh' ? 'in Chinese' : 'in English'}`, () => {
		const say = text[language]
		let user, operator, city, province
		before(async () => {
			user = await accounts.operator({ division: 350213 })
			operator = await Client.signedIn(stack, user)
			city = await Client.signedIn(stack, await accounts.reviewer('city', 350200))
			province = await accounts.reviewer('province', 350000)
		})
		const reviewed = async () => {
			const order = await submittedApplication(operator)
			await decide(city, order, 'approve')
			return order.order_no
		}
		const version = async (order_no) => (await operator.get(`/orders/${order_no}`)).body.version
		const seals = async (order_no) => (await operator.expect(200, 'GET', `/orders/${order_no}/seals`)).items
		const become = (order_no, state) => until(`its seals are ${state}`, async () => {
			const all = await seals(order_no)
			return all.length > 0 && all.every((each) => each.state === state)
		}, 30)
		const standing = (page) => page.locator('section').filter({ has: page.getByRole('heading', { name: say.title, exact: true }) })
		const opened = async (who, path, options) => {
			const here = await person(browser, stack, who, { language, ...options })
			await here.page.goto(`${stack.url}${path}`)
			return here
		}
		const copies = (page, name = say.copy) => page.locator('.seals').getByRole('button', { name: new RegExp(`^${name}`) })

		it('REVIEW-5 the province is told before it approves; the seal shows as being made, then as a copy that opens beside the original and downloads', async () => {
			const order_no = await reviewed()
			const here = await opened(province, `reviews/${order_no}`)
			const applicant = await opened(user, `orders/${order_no}`)
			await applicant.page.locator('section.next').waitFor()
			await withoutJobs(stack, db, async () => {
				await here.page.getByRole('radio', { name: say.agree, exact: true }).check()
				await here.page.locator('#decision-submit').click()
				const dialog = here.page.getByRole('dialog')
				await dialog.getByText(say.confirmation).waitFor()
				await dialog.getByRole('button', { name: say.confirm, exact: true }).click()
				await here.page.locator('.settled').getByText(say.done).waitFor()
				await standing(here.page).getByText(say.waiting, { exact: true }).waitFor()
				await applicant.page.reload()
				await applicant.page.locator('.seals').getByText(say.waiting, { exact: true }).waitFor()
			})
			// Both pages come to know it by themselves.
			for (const { page } of [here, applicant]) {
				await standing(page).getByText(say.sealed, { exact: true }).waitFor()
				await copies(page).click()
				await page.locator('.viewer .papers button[aria-pressed=true]').filter({ hasText: say.paper('') .trim() }).waitFor()
				await page.locator('.viewer canvas').first().waitFor()
				const download = page.waitForEvent('download')
				await page.locator('.viewer').getByRole('link', { name: new RegExp(say.download) }).click()
				const file = await download
				assert.equal(file.suggestedFilename(), say.copied)
				assert.ok(signatures(readFileSync(await file.path()))[0].valid)
				assert.equal(await page.locator('.viewer .papers button').count(), 2)
			}
			await here.close()
			await applicant.close()
		})

		it('REVIEW-5 what has failed says so to all, and the province alone has it tried again', async () => {
			const order_no = await reviewed()
			await decide(await Client.signedIn(stack, province), { order_no, version: await version(order_no) }, 'approve')
			await become(order_no, 'done')
			const [{ id }] = await seals(order_no)
			await db.query('UPDATE sealed_files SET state = 5, sha256 = NULL, sealed_at = NULL WHERE id = ?', id)
			const applicant = await opened(user, `orders/${order_no}`, { viewport: phone })
			await standing(applicant.page).getByText(say.failed, { exact: true }).waitFor()
			assert.equal(await applicant.page.getByRole('button', { name: say.again }).count(), 0)
			const here = await opened(province, `reviews/${order_no}`)
			await here.page.getByRole('button', { name: say.again, exact: true }).click()
			await standing(here.page).getByText(say.sealed, { exact: true }).waitFor()
			assert.equal(await here.page.getByRole('button', { name: say.again }).count(), 0)
			await applicant.page.reload()
			await copies(applicant.page).waitFor()
			assert.deepEqual(await applicant.page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth), 0, 'it fits a phone')
			await here.close()
			await applicant.close()
		})

		it('REVIEW-6 a seal that has become void says so and still opens', async () => {
			const order_no = await reviewed()
			await decide(await Client.signedIn(stack, province), { order_no, version: await version(order_no) }, 'approve')
			await become(order_no, 'done')
			await db.query('UPDATE sealed_files s JOIN orders o ON o.id = s.order_id SET s.state = 6, s.voided_at = UTC_TIMESTAMP(3) WHERE o.order_no = ?', order_no)
			const { page, close } = await opened(user, `orders/${order_no}`)
			await standing(page).getByText(say.void, { exact: true }).waitFor()
			await copies(page, say.void_copy).click()
			await page.locator('.viewer canvas').first().waitFor()
			await close()
		})
	})
