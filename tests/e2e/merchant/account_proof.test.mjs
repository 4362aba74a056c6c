// A settlement account proven by a small payment, in the browsers of bank and operator
// (MERCH-8), and what an institution reads before and after it is opened (MERCH-1,
// MERCH-7). In both languages, wide and narrow; SHOTS=directory keeps what was seen.
import assert from 'node:assert/strict'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { Accounts } from '../../lib/accounts.mjs'
import { openBrowser } from '../../lib/browser.mjs'
import { Client } from '../../lib/client.mjs'
import { Database } from '../../lib/db.mjs'
import { draftEntry, partnerBank } from '../../lib/merchants.mjs'
import { decide, submit } from '../../lib/orders.mjs'
import { person } from '../../lib/people.mjs'
import { paid, wrong } from '../../lib/proofs.mjs'
import { startStack, top } from '../../lib/stack.mjs'

let stack, db, accounts, browser
before(async () => {
	stack = await startStack()
	db = new Database(stack)
	accounts = new Accounts(stack, db)
	browser = await openBrowser(stack)
})
after(() => stack?.stop())

const text = {
	zh: { ask: '要求打款验证', show: /^显示/, pay: '确认已打款', paid: '待填写到账金额', asked: '待银行打款', proven: '已验证', failed: '验证未通过', again: '再次要求打款验证', recall: '收回', recalled: '已收回',
		amount: '填写到账金额', send: '提交金额', missing: '请填写到账金额', format: /以元为单位/, wrong: /金额不符，还可填写 2 次/, twice: /还可填写 1 次/, over: /继续审核/, done: '已完成', now: '进行中', unasked: '未要求', todo: '未开始', not_passed: '未通过',
		inactive: '待激活', first: /请核对和完善您机构的基础信息及相关资料后继续使用/, go: '立即前往', details: '账号信息', money: '支付概览', phone: '绑定的手机号', registered: /工商信息/, by_operator: /由本机构经办人查看/, row: /打款验证中，期限/ },
	en: { ask: 'Ask for proof', show: /^Show/, pay: 'It has been paid', paid: 'Waiting for the amount', asked: 'To be paid by the bank', proven: 'Proven', failed: 'Not proven', again: 'Ask for proof once more', recall: 'Take back', recalled: 'Taken back',
		amount: 'Enter the amount', send: 'Send the amount', missing: 'Enter the amount', format: /In yuan/, wrong: /Tries left: 2/, twice: /Tries left: 1/, over: /goes on with its review/, done: 'Done', now: 'Under way', unasked: 'Not asked for', todo: 'To come', not_passed: 'Failed',
		inactive: 'Not active yet', first: /Check and complete your institution’s details/, go: 'Start now', details: 'Account details', money: 'Payments', phone: 'Bound phone', registered: /business registration/i, by_operator: /for your institution’s operators/, row: /put to the proof until/ },
}

async function entered(bank) {
	const institution = await accounts.institution(350211)
	const operator = await accounts.operator({ institution })
	const client = await Client.signedIn(stack, operator)
	const order = await draftEntry(client, institution.name, bank.code)
	const answer = await submit(client, order)
	assert.equal(answer.status, 200, JSON.stringify(answer.body))
	return { institution, operator, client, ...order, version: answer.body.version, key: order.content.settlement_accounts[0].key }
}

for (const language of ['zh', 'en'])
	for (const width of [1440, 390])
		describe(`MERCH-8 ${language}, ${width} px`, () => {
			const say = text[language]
			let bank
			before(async () => (bank = await partnerBank(stack, accounts)))
			const open = (user, more) => person(browser, stack, user, { language, viewport: { width, height: 900 }, ...more })
			async function look(page, name) {
				const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
				assert.ok(wide <= 0, `${name} is ${wide} px too wide`)
				if (!process.env.SHOTS)
					return
				mkdirSync(join(top, process.env.SHOTS), { recursive: true })
				await page.screenshot({ path: join(top, process.env.SHOTS, `${name}-${language}-${width}.png`), fullPage: true })
			}
			const states = (page) => page.locator('.milestones .spoken').allInnerTexts()

			it('MERCH-8 asked for, paid and answered: each side reads what to do, and the steps by themselves', async () => {
				const order = await entered(bank)
				const at = await open(bank.user)
				await at.page.goto(`${stack.url}reviews/${order.order_no}?list=merchants`)
				const proofs = at.page.locator('.proofs')
				await proofs.getByRole('button', { name: say.ask }).waitFor()
				assert.deepEqual(await states(at.page), [say.done, say.unasked, say.now, say.todo, say.todo])
				await look(at.page, 'proof-bank-before')
				await proofs.getByRole('button', { name: say.ask }).click()
				await proofs.getByText(say.asked, { exact: true }).waitFor()
				assert.equal(await proofs.getByText(/YZ/).count(), 0)
				await proofs.getByRole('button', { name: say.show }).click()
				const drawn = /(0\.\d\d) (YZ\w{6})/.exec(await proofs.getByText(/YZ/).innerText())
				await look(at.page, 'proof-bank-asked')
				const mine = await open(order.operator)
				await mine.page.goto(`${stack.url}orders/${order.order_no}`)
				await mine.page.locator('.proofs').getByText(say.asked, { exact: true }).waitFor()
				await look(mine.page, 'proof-operator-asked')
				await proofs.getByRole('button', { name: say.pay }).click()
				await at.page.locator('dialog[open]').getByRole('button', { name: say.pay }).click()
				await proofs.getByText(say.paid, { exact: true }).waitFor()
				await look(at.page, 'proof-bank-paid')
				await at.page.goto(`${stack.url}reviews?list=merchants&state=waiting`)
				await at.page.getByText(say.row).first().waitFor()
				// From the board, to where the amount is entered.
				await mine.page.goto(`${stack.url}board`)
				await look(mine.page, 'proof-board')
				await mine.page.getByRole('link', { name: say.amount }).click()
				await mine.page.getByText(drawn[2]).first().waitFor()
				const field = mine.page.locator(`#amount-${order.key}`)
				await look(mine.page, 'proof-operator-paid')
				await mine.page.getByRole('button', { name: say.send }).click()
				await mine.page.locator('.fault', { hasText: say.missing }).waitFor()
				await mine.close()
				const again = await open(order.operator, { allow: [/422/] })
				await again.page.goto(`${stack.url}merchant`)
				await again.page.locator('.row').getByRole('link', { name: say.amount }).waitFor()
				assert.equal((await states(again.page))[1], say.now)
				await look(again.page, 'proof-result-paid')
				await again.page.locator('.row').getByRole('link', { name: say.amount }).click()
				const input = again.page.locator(`#amount-${order.key}`)
				const send = again.page.getByRole('button', { name: say.send })
				await input.fill('37')
				await send.click()
				await again.page.locator('.fault', { hasText: say.format }).waitFor()
				await look(again.page, 'proof-operator-format')
				await input.fill(wrong(Math.round(Number(drawn[1]) * 100)))
				await send.click()
				await again.page.locator('.fault', { hasText: say.wrong }).waitFor()
				await look(again.page, 'proof-operator-wrong')
				await input.fill(drawn[1])
				await send.click()
				await again.page.locator('.proofs').getByText(say.proven, { exact: true }).waitFor()
				assert.deepEqual(await states(again.page), [say.done, say.done, say.now, say.todo, say.todo])
				await look(again.page, 'proof-operator-proven')
				assert.equal(await field.count().catch(() => 0), 0)
				await again.close()
				await at.page.goto(`${stack.url}reviews/${order.order_no}?list=merchants`)
				await at.page.locator('.proofs').getByText(say.proven, { exact: true }).waitFor()
				await look(at.page, 'proof-bank-proven')
				await at.close()
			})

			it('MERCH-8 three wrong: both read that it failed; the bank asks once more and takes that back', async () => {
				const order = await entered(bank)
				const { amount } = await paid(bank.client, order, order.key)
				const mine = await open(order.operator)
				await mine.page.goto(`${stack.url}orders/${order.order_no}`)
				for (const left of [say.wrong, say.twice, null]) {
					await mine.page.locator(`#amount-${order.key}`).fill(wrong(amount, left === null ? 3 : left === say.wrong ? 1 : 2))
					await mine.page.getByRole('button', { name: say.send }).click()
					await (left ? mine.page.locator('.fault', { hasText: left }) : mine.page.locator('.proofs .failed').getByText(say.over)).waitFor()
				}
				assert.equal((await states(mine.page))[1], say.not_passed)
				await look(mine.page, 'proof-operator-failed')
				await mine.close()
				const at = await open(bank.user)
				await at.page.goto(`${stack.url}reviews/${order.order_no}?list=merchants`)
				await at.page.locator('.proofs').getByText(say.failed, { exact: true }).waitFor()
				await look(at.page, 'proof-bank-failed')
				await at.page.getByRole('button', { name: say.again }).click()
				await at.page.locator('.proofs').getByText(say.asked, { exact: true }).waitFor()
				await at.page.getByRole('button', { name: say.recall, exact: true }).click()
				await at.page.locator('.proofs').getByText(say.recalled, { exact: true }).waitFor()
				await at.close()
			})

			it('MERCH-1 MERCH-7 not active yet: told so, the rest is open, money and account details are not; once opened both are there', async () => {
				const institution = await accounts.institution(350211)
				const operator = await accounts.operator({ institution })
				const fresh = await open(operator)
				await fresh.page.goto(`${stack.url}board`)
				const told = fresh.page.locator('.unopened')
				await told.getByText(say.inactive, { exact: true }).waitFor()
				await told.getByText(say.first).waitFor()
				await look(fresh.page, 'inactive-board')
				const menu = fresh.page.locator('header.bar nav')
				assert.equal(await menu.getByText(say.details, { exact: true }).count(), 0)
				await told.getByRole('link', { name: say.go }).click()
				await fresh.page.getByRole('link', { name: say.go }).waitFor()
				await look(fresh.page, 'inactive-merchant')
				// The other modules are open.
				await fresh.page.goto(`${stack.url}orders`)
				await fresh.page.getByRole('main').locator('h1').waitFor()
				await fresh.close()
				const client = await Client.signedIn(stack, operator)
				assert.equal((await client.get('/money?period=week&from=2026-11-01&to=2026-11-07')).body.code, 'money.unopened')
				const order = await draftEntry(client, institution.name, bank.code)
				const { version } = (await submit(client, order)).body
				assert.equal((await decide(bank.client, { order_no: order.order_no, version }, 'approve', { granted: { rate: '0.38', contract_no: 'HT-7', valid_from: '2026-11-01' } })).status, 200)
				const { page, close } = await open(operator)
				await page.goto(`${stack.url}merchant`)
				await page.locator('.milestones').waitFor()
				assert.deepEqual(await states(page), [say.done, say.unasked, say.done, say.done, say.done])
				await look(page, 'opened-merchant')
				await page.locator('header.bar nav').getByText(say.details, { exact: true }).click()
				await page.getByText('HT-7').first().waitFor()
				await page.getByText(say.phone, { exact: true }).waitFor()
				assert.equal(await page.getByText(order.content.legal_id_no).count(), 0)
				await look(page, 'account-details')
				const row = page.locator('div, li', { hasText: '138' }).filter({ has: page.getByRole('button', { name: say.show }) }).last()
				await row.getByRole('button', { name: say.show }).first().click()
				await close()
				const finance = await open(await accounts.person('finance', institution))
				await finance.page.locator('header.bar nav').getByText(say.details, { exact: true }).click()
				await finance.page.getByText(say.by_operator).waitFor()
				assert.equal(await finance.page.getByText('HT-7').count(), 0)
				await look(finance.page, 'account-details-finance')
				await finance.close()
			})
		})
