// A reviewer's way through what waits: one next that follows the list that was
// left, papers that are there before they are asked for, and what others did meanwhile.
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { Accounts } from '../../lib/accounts.mjs'
import { openBrowser } from '../../lib/browser.mjs'
import { Client } from '../../lib/client.mjs'
import { Database } from '../../lib/db.mjs'
import { decide, draftApplication, submit, submittedApplication } from '../../lib/orders.mjs'
import { drawn, person } from '../../lib/people.mjs'
import { sharedStack, until } from '../../lib/stack.mjs'

const text = {
	zh: {
		no_more: '列表中没有下一件了', withdrawn: '申请单已被申请机构撤回', decided: '申请单已被处理', approved: '同意', next: '办理下一件',
		invalid: '筛选条件无效，请重置', reset: '重置', names: '审核状态不适用于此列表', tabs: [/^已办\s*2$/, /^已办 · 同意\s*1$/, /^已办 · 驳回\s*1$/], agreed: '已同意', refused: '已驳回',
		late: '已逾期', today: '今天到期', due: '办理期限', prefix: '输入开头几位即可', mine: '我正在办理',
	},
	en: {
		no_more: 'There is no next application in this list', withdrawn: 'The institution has withdrawn this application', decided: 'This application has already been decided', approved: 'Approved', next: 'Next application',
		invalid: 'These filters are not valid. Reset them', reset: 'Reset', names: 'Status does not apply to this list', tabs: [/^Decided\s*2$/, /^Decided: approved\s*1$/, /^Decided: rejected\s*1$/], agreed: 'Approved', refused: 'Rejected',
		late: 'Overdue', today: 'Due today', due: 'Due', prefix: 'First few characters', mine: 'You are working on this',
	},
}
// Cities of each language's own, so that the lists hold nothing else.
const divisions = { zh: [630100, 630102], en: [650100, 650102] }

let stack, db, accounts, browser
before(async () => {
	stack = await sharedStack()
	db = new Database(stack)
	accounts = new Accounts(stack, db)
	browser = await openBrowser(stack)
})
after(() => stack?.stop())
const client_of = async (user) => Client.signedIn(stack, user)

for (const language of ['zh', 'en'])
	describe(`the queue, ${language === 'zh' ? 'in Chinese' : 'in English'}`, () => {
		const say = text[language]
		const [city, district] = divisions[language]
		let reviewer, colleague, operator
		before(async () => {
			await accounts.bureau('province', Math.floor(city / 10000) * 10000)
			reviewer = await accounts.reviewer('city', city)
			colleague = await client_of(await accounts.reviewer('city', city))
			operator = await client_of(await accounts.operator({ division: district }))
		})
		after(() => {
			colleague?.close()
			operator?.close()
		})
		const see = (client, order_no) => client.expect(200, 'GET', `/orders/${order_no}`)
		const at = (page, order_no) => page.waitForURL((url) => url.pathname.endsWith(`/reviews/${order_no}`))

		it('REVIEW-1 PLAT-9 one next follows the list page after page, passes over what is not to be done, and its papers are there', async () => {
			const made = []
			for (let n = 0; n < 13; n++)
				made.push((await submittedApplication(operator, { app_name: n === 12 ? `Elsewhere ${language}` : `队列 ${language} ${n}` })).order_no)
			const { page, close } = await person(browser, stack, reviewer, { language, allow: [/409/] })
			const papers = []
			page.on('response', (answer) => /\/api\/files\/[^/]+\/content/.test(answer.url()) && papers.push(answer.url()))
			await page.goto(new URL(`reviews?state=waiting&title=${encodeURIComponent(`队列 ${language}`)}`, stack.url).href)
			await until('a page', async () => await page.locator('tr[data-row]').count() === 10)
			const listed = (await page.locator('tr[data-row] .is-order_no').allInnerTexts()).map((one) => one.trim())
			assert.deepEqual(listed, made.slice(0, 10), 'what is due first stands first')
			assert.equal(await page.locator('th[aria-sort=ascending]').innerText(), say.due)

			await page.keyboard.press('j')
			await page.keyboard.press('Enter')
			await at(page, made[0])
			await page.locator('#decision-submit').waitFor()
			// Meanwhile: claimed by a colleague, decided by one, withdrawn.
			await colleague.expect(200, 'POST', `/orders/${made[1]}/claim`, { body: {} })
			assert.equal((await decide(colleague, await see(colleague, made[2]), 'approve')).status, 200)
			const { version } = await see(operator, made[3])
			assert.equal((await operator.once(`/orders/${made[3]}/withdrawal`, { version })).status, 200)
			await page.keyboard.press('j')
			await at(page, made[4])
			await until('the paper is drawn', () => drawn(page.locator('.pdf canvas').first()))

			// The next one's paper comes before it is asked for, and going back takes no line.
			const file_of = async (order_no) => (await see(colleague, order_no)).content.agreement[0].file_id
			const ahead = await file_of(made[5])
			await until('the next paper', () => papers.some((url) => url.includes(ahead)))
			const fetched = () => papers.filter((url) => url.includes(ahead)).length
			await page.keyboard.press('j')
			await at(page, made[5])
			await until('the paper is drawn', () => drawn(page.locator('.pdf canvas').first()))
			await page.keyboard.press('k')
			await at(page, made[4])
			await page.keyboard.press('j')
			await at(page, made[5])
			await until('the paper is drawn', () => drawn(page.locator('.pdf canvas').first()))
			assert.equal(fetched(), 1)
			await page.keyboard.press('k')
			await at(page, made[4])
			await page.keyboard.press('k')
			await at(page, made[0])

			// A decision leads to the same next.
			await page.locator('#decision-submit').waitFor()
			await page.keyboard.press('a')
			await until('the button has the focus', () => page.evaluate(() => document.activeElement.id === 'decision-submit'))
			await page.keyboard.press('Enter')
			await until('the focus is on the next', () => page.evaluate(() => document.activeElement.matches('.settled .btn')))
			assert.equal(await page.locator('.settled .btn').innerText(), say.next)
			assert.ok((await page.locator('.settled').innerText()).includes(made[0]))
			await page.keyboard.press('Enter')
			for (const order_no of made.slice(4, 12)) {
				await at(page, order_no)
				await page.locator('#decision-submit').waitFor()
				await page.keyboard.press('j')
			}
			// The twelfth is on the second page, and the last: the thirteenth is not of the list.
			await page.locator('.toast').getByText(say.no_more, { exact: true }).waitFor()
			await at(page, made[11])

			await close()
		})

		it('REVIEW-3 a decision on what was withdrawn or decided meanwhile says so, and leads on', async () => {
			for (const [what, act] of [
				['withdrawn', async (order) => operator.once(`/orders/${order.order_no}/withdrawal`, { version: (await see(operator, order.order_no)).version })],
				['decided', async (order) => decide(colleague, await see(colleague, order.order_no), 'approve')],
			]) {
				const order = await submittedApplication(operator)
				const { page, close } = await person(browser, stack, reviewer, { language, allow: [/409/] })
				await page.goto(new URL(`reviews/${order.order_no}`, stack.url).href)
				await page.locator('#decision-submit').waitFor()
				assert.equal((await act(order)).status, 200)
				await page.keyboard.press('a')
				await until('the button has the focus', () => page.evaluate(() => document.activeElement.id === 'decision-submit'))
				await page.keyboard.press('Enter')
				const said = page.getByRole('alert').filter({ hasText: say[what] })
				await said.waitFor()
				if (what === 'decided')
					await said.locator('.decided-by').getByText(say.approved, { exact: true }).waitFor()
				await until('the focus is on the next', () => page.evaluate(() => document.activeElement.matches('.settled .btn')))
				assert.equal(await page.locator('#decision-submit').count(), 0)
				await close()
			}
		})

		it('REVIEW-1 REVIEW-11 what is decided is filtered and counted by the desk\'s own verdict; a filter that cannot be is named', async () => {
			const own = await accounts.reviewer('city', city + 100)
			const decider = await client_of(own)
			const applicant = await client_of(await accounts.operator({ division: city + 102 }))
			const [first, second, third] = [await submittedApplication(applicant), await submittedApplication(applicant), await submittedApplication(applicant)]
			assert.equal((await decide(decider, await see(decider, first.order_no), 'approve')).status, 200)
			assert.equal((await decide(decider, await see(decider, second.order_no), 'reject', { reason: '不符合', whole: 'not_eligible' })).status, 200)
			await decider.expect(200, 'POST', `/orders/${third.order_no}/claim`, { body: {} })
			// Late by its deadline, as tomorrow would see it.
			await db.query('UPDATE order_desks SET due_at = UTC_TIMESTAMP(3) - INTERVAL 1 DAY WHERE order_id = (SELECT id FROM orders WHERE order_no = ?)', third.order_no)

			const { page, close } = await person(browser, stack, own, { language, allow: [/422/] })
			const rows = page.locator('tr[data-row]')
			await page.goto(new URL('reviews?state=waiting', stack.url).href)
			await until('what waits', async () => await rows.count() === 1)
			await rows.first().getByText(say.late, { exact: true }).waitFor()
			await rows.first().getByText(say.mine, { exact: true }).waitFor()
			// The first characters are enough, and the page says so; a phone brings digits.
			const number = page.locator('#filter-order_no')
			assert.deepEqual([await number.getAttribute('placeholder'), await number.getAttribute('inputmode')], [say.prefix, 'numeric'])
			assert.equal(await page.locator('#filter-institution_code').getAttribute('autocapitalize'), 'characters')
			await number.fill(third.order_no.slice(0, 15))
			await page.keyboard.press('Enter')
			await page.waitForURL(/order_no=/)
			await until('what waits', async () => await rows.count() === 1)

			await page.goto(new URL('reviews?view=decided', stack.url).href)
			await until('both', async () => await rows.count() === 2)
			for (const tab of say.tabs)
				await page.locator('nav.tabs').getByRole('link', { name: tab }).waitFor()
			for (const [tab, order, standing] of [[say.tabs[1], first, say.agreed], [say.tabs[2], second, say.refused]]) {
				await page.locator('nav.tabs').getByRole('link', { name: tab }).click()
				await until(`${standing} alone`, async () => await rows.count() === 1 && (await rows.first().innerText()).includes(order.order_no))
				await rows.first().getByText(standing, { exact: true }).waitFor()
			}

			await page.goto(new URL('reviews?view=decided&state=waiting', stack.url).href)
			await page.getByText(say.invalid, { exact: true }).waitFor()
			await page.locator('.state').getByText(say.names).waitFor()
			await page.locator('.state').getByRole('button', { name: say.reset }).click()
			await until('everything', async () => await rows.count() === 3)
			assert.equal(new URL(page.url()).search, '')
			await page.goto(new URL('reviews?colour=red', stack.url).href)
			await page.getByText(say.invalid, { exact: true }).waitFor()
			decider.close()
			applicant.close()
			await close()
		})

		it('PLAT-14 a resubmission is shown with what it changes, and warned about where nothing is', async () => {
			const applicant = await accounts.operator({ division: district })
			const client = await client_of(applicant)
			const draft = await draftApplication(client)
			assert.equal((await submit(client, draft)).status, 200)
			assert.equal((await decide(colleague, await see(colleague, draft.order_no), 'reject', { reason: '请更正', remarks: [{ field: 'app_name', code: 'wrong', words: '名称不对', remedy: '请更正' }] })).status, 200)
			const { page, close } = await person(browser, stack, applicant, { language })
			const warned = language === 'zh' ? '与被驳回的版本相比没有任何修改' : 'Nothing has changed since it was rejected'

			// The board begins with it, and with its first reason.
			await page.goto(new URL('board', stack.url).href)
			const first = page.locator('.block').first().locator('li').first()
			await first.waitFor()
			assert.match((await first.innerText()).replace(/\s+/g, ' '), language === 'zh' ? /申请接入应用名称：.*名称不对/ : /App name: .*名称不对/)
			await page.goto(new URL(`orders/${draft.order_no}/edit?step=check`, stack.url).href)
			await page.locator('.findings').getByText(warned, { exact: true }).waitFor()
			await page.goto(new URL(`orders/${draft.order_no}/edit`, stack.url).href)
			await page.locator('#field-app_name').fill('改正后的名称')
			await page.getByRole('button', { name: language === 'zh' ? '检查并提交' : 'Check and submit' }).click()
			const changes = page.locator('.changes')
			await changes.waitFor()
			assert.ok((await changes.locator('.before').innerText()).includes(draft.content.app_name))
			assert.ok((await changes.locator('.now').innerText()).includes('改正后的名称'))
			assert.equal(await page.locator('.findings').getByText(warned, { exact: true }).count(), 0)
			client.close()
			await close()
		})
	})

it('PLAT-11 what may be left empty is heard with a pause before it', async () => {
	const { page, close } = await person(browser, stack, await accounts.operator({ division: 630102 }))
	await page.goto(new URL('orders/new', stack.url).href)
	await page.locator('form button[type=submit]').click()
	await page.getByRole('textbox', { name: '备注，选填', exact: true }).waitFor()
	await close()
})
