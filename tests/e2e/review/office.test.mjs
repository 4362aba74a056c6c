// What a reviewer's office does together, by keyboard where that is how it is done:
// the next one taken, several decided at once, handed over, decided over a claim,
// given away for an absence (REVIEW-7, REVIEW-9).
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { Accounts } from '../../lib/accounts.mjs'
import { openBrowser, phone } from '../../lib/browser.mjs'
import { Client } from '../../lib/client.mjs'
import { Database } from '../../lib/db.mjs'
import { submittedApplication } from '../../lib/orders.mjs'
import { accessible, person } from '../../lib/people.mjs'
import { withoutJobs } from '../../lib/processes.mjs'
import { sharedStack, until } from '../../lib/stack.mjs'

const text = {
	zh: { take: '领取下一件', none: '现在没有无人领取的待审申请单', mine: /我正在办理/, approve: '批量同意', reject: '批量驳回', selected: '已选 3 件', submit: '同意 3 件', refuse: '不同意 2 件', so_far: '同意：已办 2 件，未办成 1 件，等待 0 件', rejected: '不同意：已办 2 件', close: '关闭',
		why: '请选择整体驳回的原因', reason: '不同意时必须填写理由', hand: '转交', handed: '已转交给', over: '仍然由我办理，并记入历史', tick: /请先勾选/, submit_one: '提交：同意', done: '提交成功', claimed: '办理时已由同事领取：', changed: '申请单已发生变化', earlier: /近一天的批量审核/, goes_on: '关闭本页不影响办理，稍后可在列表上方查看结果。',
		away: '设置外出', choose: '请选择同事', day: '请选择外出的最后一天', set: '已设置外出，转交了 1 件申请单', back: '我回来了', is_back: '已结束外出', office: '工作分配', take_back: '收回', taken: '已收回，其他人可以领取', result: '批量审核结果' },
	en: { take: 'Take the next one', none: 'Nothing waits that nobody has claimed', mine: /You are working on this/, approve: 'Approve all', reject: 'Reject all', selected: '3 selected', submit: 'Approve: 3', refuse: 'Disapprove: 2', so_far: 'Approve: 2 decided, 1 not, 0 to come', rejected: 'Reject: 2 decided', close: 'Close',
		why: 'Select a reason for rejecting entirely', reason: 'Enter a reason for rejecting', hand: 'Hand over', handed: 'Handed to', over: 'Decide it anyway, on record', tick: /tick this first/, submit_one: 'Submit: Approve', done: 'Submitted', claimed: 'A colleague had claimed it:', changed: 'has changed', earlier: /Decided together since yesterday/, goes_on: 'You may close this: the work goes on, and the list leads back here.',
		away: 'Be away', choose: 'Choose a colleague', day: 'Choose the last day', set: 'Set. 1 application was handed over', back: 'I am back', is_back: 'You are back', office: 'Office work', take_back: 'Take back', taken: 'Taken back: anybody may claim it', result: 'What became of them' },
}
const divisions = { zh: [630800, 630802], en: [650800, 650802] }

let stack, db, accounts, browser
before(async () => {
	stack = await sharedStack()
	db = new Database(stack)
	accounts = new Accounts(stack, db)
	browser = await openBrowser(stack)
})
after(() => stack?.stop())
const shot = async (page, name) => process.env.SHOTS && page.screenshot({ path: `${process.env.SHOTS}/office-${name}.png`, fullPage: true })

for (const language of ['zh', 'en'])
	describe(`an office, ${language === 'zh' ? 'in Chinese' : 'in English'}`, () => {
		const say = text[language]
		const [city, district] = divisions[language]
		let users, colleague, operator, called, bureau
		before(async () => {
			await accounts.bureau('province', Math.floor(city / 10000) * 10000)
			bureau = await accounts.bureau('city', city)
			users = [await accounts.reviewer('city', city), await accounts.reviewer('city', city)]
			colleague = await Client.signedIn(stack, users[1])
			called = await db.value('SELECT display_name FROM accounts WHERE name = ?', users[1].account)
			operator = await Client.signedIn(stack, await accounts.operator({ division: district }))
		})
		after(() => {
			colleague?.close()
			operator?.close()
		})
		const some = async (n) => {
			const made = []
			for (let i = 0; i < n; i++)
				made.push(await submittedApplication(operator, { app_name: `一起 ${language} ${city} ${Date.now()}${i}` }))
			return made
		}
		const open = (options = {}) => person(browser, stack, users[0], { language, allow: [/409|422/], ...options })
		const rows = (page) => page.locator('tr[data-row]')
		const list = async (page, n) => {
			await page.goto(`${stack.url}reviews?state=waiting`)
			await until(`${n} rows`, async () => await rows(page).count() === n)
		}
		const stateOf = async ({ order_no }) => (await colleague.expect(200, 'GET', `/orders/${order_no}`)).state

		it('REVIEW-9 takes the next with one key, claimed for oneself; and says when there is none', async () => {
			const [first, second] = await some(2)
			const { page, close } = await open()
			await list(page, 2)
			await page.keyboard.press('n')
			await page.waitForURL((url) => url.pathname.endsWith(first.order_no))
			await page.getByText(say.mine).first().waitFor()
			await colleague.expect(200, 'POST', `/orders/${second.order_no}/claim`)
			await list(page, 2)
			await page.getByRole('button', { name: say.take }).click()
			await page.getByText(say.none).waitFor()
			await close()
			await db.query('UPDATE order_desks SET claim_until = NULL WHERE desk_id = ?', bureau.id)
		})

		it('REVIEW-7 decides several with one opinion by keyboard, each with its result, which is there later too', async () => {
			await some(2)
			const { page, close } = await open()
			await list(page, 4)
			for (const key of ['j', 'x', 'j', 'x', 'j', 'x'])
				await page.keyboard.press(key)
			await page.getByText(say.selected).waitFor()
			const picked = (await rows(page).locator('.is-order_no').allInnerTexts()).slice(0, 3).map((each) => ({ order_no: each.trim() }))
			// Meanwhile somebody else is faster with one of them.
			const { version } = await colleague.expect(200, 'GET', `/orders/${picked[1].order_no}`)
			assert.equal((await colleague.once(`/orders/${picked[1].order_no}/decision`, { version, verdict: 'approve' })).status, 200)
			await page.getByRole('button', { name: say.approve }).press('Enter')
			await shot(page, `batch-${language}`)
			await page.getByRole('button', { name: say.submit }).press('Enter')
			await page.getByText(say.so_far).waitFor()
			await accessible(page)
			await shot(page, `outcome-${language}`)
			assert.deepEqual([await stateOf(picked[0]), await stateOf(picked[2])], ['approved', 'approved'])
			await page.getByRole('dialog').getByRole('button', { name: say.close }).last().click()
			await until('the list is fresh', async () => await rows(page).count() === 1)
			await page.reload()
			await page.getByText(say.earlier).waitFor()
			await page.locator('.earlier button').first().click()
			await page.getByText(say.so_far).waitFor()
			await close()
		})

		it('REVIEW-7 PLAT-19 a page that is closed at once loses nothing: the list leads to what became of them', async () => {
			await some(2)
			const { page, close } = await open()
			await list(page, 3)
			for (const key of ['j', 'x', 'j', 'x'])
				await page.keyboard.press(key)
			await withoutJobs(stack, db, async () => {
				await page.getByRole('button', { name: say.approve }).press('Enter')
				await page.locator('button[form=batch-form]').press('Enter')
				await page.getByText(say.goes_on).waitFor()
				await page.getByRole('dialog').getByRole('button', { name: say.close }).last().click()
				await page.locator('.earlier button').first().waitFor()
				assert.equal(await page.locator('.picked').count(), 0, 'they are asked for, and picked no more')
			})
			await page.locator('.earlier button').first().click()
			await page.getByText(new RegExp(language === 'zh' ? '已办 2 件' : '2 decided')).waitFor()
			await page.getByRole('dialog').getByRole('button', { name: say.close }).last().click()
			await until('the list is fresh', async () => await rows(page).count() === 1)
			await close()
		})

		it('REVIEW-7 a rejection of several asks for its reason before it is sent', async () => {
			await some(1)
			const { page, close } = await open({ viewport: phone })
			await list(page, 2)
			for (const tick of await rows(page).locator('input[type=checkbox]').all())
				await tick.check()
			await page.getByRole('button', { name: say.reject }).click()
			await page.locator('button[form=batch-form]').click()
			await page.getByText(say.why).first().waitFor()
			await page.getByText(say.reason).first().waitFor()
			await shot(page, `reject-${language}-390`)
			await page.locator('#batch-whole').selectOption('other')
			await page.locator('#batch-reason').fill('协议已过期')
			await page.locator('button[form=batch-form]').click()
			await page.getByText(new RegExp(language === 'zh' ? '已办 2 件' : '2 decided')).waitFor()
			await close()
		})

		it('REVIEW-9 hands one over, and respects what the colleague then has', async () => {
			const [order] = await some(1)
			const { page, close } = await open()
			await page.goto(`${stack.url}reviews/${order.order_no}`)
			await page.locator('#decision-submit').waitFor()
			await page.keyboard.press('c')
			await page.getByText(say.mine).first().waitFor()
			await page.getByRole('button', { name: say.hand }).click()
			await page.locator('button[form=hand-form]').click()
			await page.getByText(say.choose).waitFor()
			await page.getByRole('radio', { name: called }).check()
			await shot(page, `hand-${language}`)
			await page.locator('button[form=hand-form]').click()
			await page.getByText(say.handed).waitFor()
			await page.getByText(called).first().waitFor()
			await page.keyboard.press('a')
			await page.keyboard.press('Control+Enter')
			await page.getByText(say.tick).waitFor()
			await shot(page, `over-${language}`)
			await page.getByLabel(say.over).check()
			await page.locator('#decision-submit').click()
			await page.getByText(say.done).first().waitFor()
			await page.getByText(say.claimed).waitFor()
			await close()
		})

		it('REVIEW-9 an absence hands over what one has; the administrator sees who has what and takes it back', async () => {
			const [order] = await some(1)
			const { page, close } = await open()
			await page.goto(`${stack.url}reviews/${order.order_no}`)
			await page.locator('#decision-submit').waitFor()
			await page.keyboard.press('c')
			await page.getByText(say.mine).first().waitFor()
			await page.goto(`${stack.url}office`)
			await page.getByRole('button', { name: say.away }).click()
			await page.getByText(say.day).waitFor()
			const day = new Date(Date.now() + 8 * 3_600_000 + 2 * 86_400_000).toISOString().slice(0, 10)
			await page.locator('#field-last_day').fill(day)
			await page.locator('#field-last_day').press('Enter')
			await page.locator('#field-account_id').selectOption({ label: called })
			await page.getByRole('button', { name: say.away }).click()
			await page.getByText(say.set).waitFor()
			await accessible(page)
			await shot(page, `office-${language}`)
			assert.equal((await colleague.expect(200, 'GET', `/orders/${order.order_no}`)).claim.mine, true)
			await page.getByRole('button', { name: say.back }).click()
			await page.getByText(say.is_back).waitFor()
			await close()
			const admin = await person(browser, stack, await accounts.person('platform_admin', bureau), { language, viewport: phone })
			await admin.page.goto(`${stack.url}office`)
			await admin.page.getByRole('button', { name: `${say.take_back} ${order.order_no}` }).waitFor()
			await shot(admin.page, `admin-${language}-390`)
			await admin.page.getByRole('button', { name: `${say.take_back} ${order.order_no}` }).click()
			await admin.page.getByText(say.taken).waitFor()
			await admin.close()
		})
	})
