// The merchant centre's result in every state, with the buttons of that state and no
// others, and where its dead ends lead (MERCH-4, MERCH-1). In both languages, wide and narrow.
import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, describe, it } from 'node:test'
import { Accounts } from '../../lib/accounts.mjs'
import { openBrowser } from '../../lib/browser.mjs'
import { Client } from '../../lib/client.mjs'
import { Database } from '../../lib/db.mjs'
import { contract, draftEntry, partnerBank, sentOf } from '../../lib/merchants.mjs'
import { decide, submit } from '../../lib/orders.mjs'
import { person } from '../../lib/people.mjs'
import { startStack } from '../../lib/stack.mjs'

let stack, db, accounts, browser, bank
before(async () => {
	stack = await startStack()
	db = new Database(stack)
	accounts = new Accounts(stack, db)
	browser = await openBrowser(stack)
	bank = await partnerBank(stack, accounts)
})
after(() => stack?.stop())

const text = {
	zh: { go: '立即前往', on: '继续填写', opening: '开通中', opened: '已开通', rejected: '已驳回', withdrawn: '已撤回', amend: '变更信息', withdraw: '撤回申请', again: '重新申请', change: '变更申请', draft: '草稿', amended: /修改/, why: '资料有误', retry: '重试', sign_in: '登录' },
	en: { go: 'Start now', on: 'Continue', opening: 'Being opened', opened: 'Opened', rejected: 'Rejected', withdrawn: 'Withdrawn', amend: 'Change the entry', withdraw: 'Withdraw the application', again: 'Apply again', change: 'Apply for a change', draft: 'Draft', amended: /chang/i, why: '资料有误', retry: 'Try again', sign_in: 'Sign in' },
}

async function operatorOf(division = 350211) {
	const institution = await accounts.institution(division)
	const operator = await accounts.operator({ institution })
	return { institution, operator, client: await Client.signedIn(stack, operator) }
}
async function send(client, order) {
	const { status, body } = await submit(client, order)
	assert.equal(status, 200, JSON.stringify(body))
	return { ...order, version: body.version }
}
async function entered() {
	const who = await operatorOf()
	return { ...who, ...await send(who.client, await draftEntry(who.client, who.institution.name, bank.code)) }
}
async function decided({ order_no }, verdict) {
	const { version } = await bank.client.expect(200, 'GET', `/orders/${order_no}`)
	const answer = await decide(bank.client, { order_no, version }, verdict, verdict === 'approve' ? { granted: contract } : { reason: '资料有误', whole: 'other' })
	assert.equal(answer.status, 200, JSON.stringify(answer.body))
}
async function changeOf({ client, order_no }) {
	const order = await client.expect(201, 'POST', '/orders', { body: { kind: 'merchant_change', parent_order_no: order_no }, key: randomUUID() })
	return { ...order, content: { ...sentOf(order.content), why: '更换经办人', operator_name: '林晓云' } }
}
async function openedEntry() {
	const entry = await entered()
	await decided(entry, 'approve')
	return entry
}

for (const language of ['zh', 'en'])
	for (const width of [1440, 390])
		describe(`MERCH-4 every state, ${language}, ${width} px`, () => {
			const say = text[language]
			const at = async (operator) => {
				const opened = await person(browser, stack, operator, { language, viewport: { width, height: 900 } })
				await opened.page.goto(`${stack.url}merchant`)
				return opened
			}
			/** Each line of the result: its state and its buttons. */
			async function lines(page) {
				await page.locator('article.row').first().waitFor()
				const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
				assert.ok(wide <= 0, `${wide} px too wide`)
				return Promise.all((await page.locator('article.row').all()).map(async (row) =>
					[(await row.locator('h3').innerText()).split('\n').at(-1).trim().split(' ').slice(-2).join(' '), (await row.locator('.acts a, .acts button').allInnerTexts()).map((each) => each.trim())]))
			}
			async function states(page, ...expected) {
				const seen = await lines(page)
				assert.equal(seen.length, expected.length)
				expected.forEach(([state, ...acts], i) => {
					assert.ok(seen[i][0].endsWith(state), `${seen[i][0]} is not ${state}`)
					assert.deepEqual(seen[i][1], acts, state)
				})
			}

			it('not begun and begun: one button, that goes on', async () => {
				const { operator, client } = await operatorOf()
				const { page, close } = await at(operator)
				await page.getByRole('link', { name: say.go, exact: true }).waitFor()
				await client.expect(201, 'POST', '/orders', { body: { kind: 'merchant_entry' }, key: randomUUID() })
				await page.reload()
				await page.locator('.first').getByRole('link', { name: say.on, exact: true }).click()
				await page.locator('#field-operator_name').waitFor()
				await close()
			})

			it('waiting: changed or withdrawn; withdrawn: applied for again, which leads to the form with all that was there', async () => {
				const entry = await entered()
				const { page, close } = await at(entry.operator)
				await states(page, [say.opening, say.amend, say.withdraw])
				await page.getByRole('button', { name: say.withdraw }).click()
				await page.locator('dialog[open] button').last().click()
				await page.locator('article.row').getByText(say.withdrawn, { exact: true }).waitFor()
				await states(page, [say.withdrawn, say.again])
				await page.getByRole('link', { name: say.again }).click()
				await page.locator('#field-operator_name').waitFor()
				assert.equal(await page.locator('#field-operator_name').inputValue(), entry.content.operator_name)
				await close()
			})

			it('being changed while it waits: continued, said that the bank still has what was sent', async () => {
				const entry = await entered()
				await entry.client.expect(200, 'PUT', `/orders/${entry.order_no}/draft`, { body: { version: entry.version, content: { ...entry.content, capital: 1 } } })
				const { page, close } = await at(entry.operator)
				await states(page, [say.opening, say.on, say.withdraw])
				await page.locator('article.row').getByText(say.amended).first().waitFor()
				await close()
			})

			it('rejected: why, and applied for again; not withdrawn', async () => {
				const entry = await entered()
				await decided(entry, 'reject')
				const { page, close } = await at(entry.operator)
				await states(page, [say.rejected, say.again])
				await page.locator('article.row').getByText(say.why).waitFor()
				await page.getByRole('link', { name: say.again }).click()
				await page.locator('#field-operator_name').waitFor()
				await close()
			})

			it('opened: a change is applied for; that waits, is rejected, is withdrawn: the contract stands beside it', async () => {
				const entry = await openedEntry()
				const { page, close } = await at(entry.operator)
				await states(page, [say.opened, say.change])
				const change = await send(entry.client, await changeOf(entry))
				await page.reload()
				await states(page, [say.opened], [say.opening, say.amend, say.withdraw])
				await page.locator('article.row').first().getByText(contract.contract_no).first().waitFor()
				await decided(change, 'reject')
				await page.reload()
				await states(page, [say.opened], [say.rejected, say.again])
				await page.locator('article.row').first().getByText(contract.contract_no).first().waitFor()
				const { version, content } = await entry.client.expect(200, 'GET', `/orders/${change.order_no}`)
				await send(entry.client, { order_no: change.order_no, version, content: sentOf(content) })
				await page.reload()
				await page.getByRole('button', { name: say.withdraw }).click()
				await page.locator('dialog[open] button').last().click()
				await page.locator('article.row').getByText(say.withdrawn, { exact: true }).waitFor()
				assert.deepEqual((await lines(page))[1][1], [say.again])
				await close()
			})

			it('MERCH-1 dead ends lead on: decided while one withdraws, the banks or the page not to be had, the sign-in over', async () => {
				const entry = await entered()
				const { page, close } = await person(browser, stack, entry.operator, { language, viewport: { width, height: 900 }, allow: [/409/, /50[234]/, /401/, /ERR_FAILED/] })
				await page.goto(`${stack.url}merchant`)
				await page.getByRole('button', { name: say.withdraw }).waitFor()
				await decided(entry, 'approve')
				await page.getByRole('button', { name: say.withdraw }).click()
				await page.locator('dialog[open] button').last().click()
				await page.getByRole('alert').first().waitFor()
				await page.locator('article.row').getByText(say.opened, { exact: true }).waitFor()
				assert.deepEqual((await lines(page))[0][1], [say.change])
				// The page's facts cannot be had: said, and tried again.
				await page.route('**/api/orders?*', (route) => route.fulfill({ status: 503, contentType: 'application/problem+json', body: JSON.stringify({ status: 503, code: 'unavailable', message: { zh: '暂时不可用', en: 'Not available' }, remedy: { zh: '请稍后', en: 'Later' } }) }))
				await page.reload()
				await page.getByRole('button', { name: say.retry }).waitFor()
				await page.unroute('**/api/orders?*')
				await page.getByRole('button', { name: say.retry }).click()
				await page.locator('article.row').first().waitFor()
				await close()
				// The banks cannot be had while the form is filled in.
				const fresh = await operatorOf()
				const { order_no } = await fresh.client.expect(201, 'POST', '/orders', { body: { kind: 'merchant_entry' }, key: randomUUID() })
				const form = await person(browser, stack, fresh.operator, { language, viewport: { width, height: 900 }, allow: [/50[234]/, /401/] })
				await form.page.route('**/api/partners*', (route) => route.fulfill({ status: 503, contentType: 'application/problem+json', body: JSON.stringify({ status: 503, code: 'unavailable', message: { zh: '暂时不可用', en: 'Not available' }, remedy: { zh: '请稍后', en: 'Later' } }) }))
				await form.page.goto(`${stack.url}orders/${order_no}/edit`)
				await form.page.getByRole('button', { name: say.retry }).waitFor()
				await form.page.unroute('**/api/partners*')
				await form.page.getByRole('button', { name: say.retry }).click()
				await form.page.locator(`input[name="field-clearing_bank"][value="${bank.code}"], #field-clearing_bank option[value="${bank.code}"]`).first().waitFor({ state: 'attached' })
				// The sign-in is over: where one was is come back to.
				await fresh.client.expect(204, 'POST', '/sessions/end-all')
				await form.page.goto(`${stack.url}merchant`)
				await form.page.waitForURL(/login/)
				assert.match(decodeURIComponent(form.page.url()), /back=\/merchant/)
				await form.close()
			})
		})
