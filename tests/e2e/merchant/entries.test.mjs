// Mobile payment from the first field to the contract: an institution applies, changes
// what waits, the bank signs, the institution changes its accounts (MERCH-2 to MERCH-6).
// In both languages; SHOTS=directory keeps what was seen.
import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { Accounts } from '../../lib/accounts.mjs'
import { openBrowser } from '../../lib/browser.mjs'
import { Client } from '../../lib/client.mjs'
import { connectedBank } from '../../lib/connections.mjs'
import { Database } from '../../lib/db.mjs'
import { account, draftEntry, entryContent, partnerBank, sentOf, withPictures } from '../../lib/merchants.mjs'
import { decide, submit } from '../../lib/orders.mjs'
import { jpeg, pdf } from '../../lib/papers.mjs'
import { person } from '../../lib/people.mjs'
import { codeTo, later, sentTo } from '../../lib/sms.mjs'
import { startStack, top, until } from '../../lib/stack.mjs'

let stack, db, accounts, browser
before(async () => {
	stack = await startStack()
	db = new Database(stack)
	accounts = new Accounts(stack, db)
	browser = await openBrowser(stack)
})
after(() => stack?.stop())

const text = {
	zh: { menu: '商户中心', go: '立即前往', start: '开始填写', to_check: '检查并提交', submit: '确认提交', sent: '提交成功', add: '添加结算账户',
		none: '至少需要一个结算账户', account: /与机构名称不一致/, pdf: /这是一个 PDF 文件/, opening: '开通中', amend: '变更信息', withdraw: '撤回申请', held: '在途业务中，不能删除',
		rejected: '已驳回', again: '重新申请', opened: '已开通', change: '变更申请', queue: '商户入网审核', partners: '合作银行', on: '合作中', off: '未合作', begin: '开始合作', capital: '500 万元', wechat: '微信支付', restored: /已恢复为提交时的内容/ },
	en: { menu: 'Merchant centre', go: 'Start now', start: 'Start', to_check: 'Check and submit', submit: 'Submit', sent: 'Application submitted', add: 'Add: Settlement account',
		none: /at least one/i, account: /is not the institution/, pdf: /The file is a PDF/, opening: 'Being opened', amend: 'Change the entry', withdraw: 'Withdraw the application', held: 'In business under way: cannot be removed',
		rejected: 'Rejected', again: 'Apply again', opened: 'Opened', change: 'Apply for a change', queue: 'Merchant entries', partners: 'Partner banks', on: 'A partner', off: 'Not a partner', begin: 'Begin the partnership', capital: '500 × 10,000 yuan', wechat: 'WeChat Pay', restored: /as they were submitted again/ },
}

for (const language of ['zh', 'en'])
	describe(`MERCH-2 to MERCH-6 mobile payment from the first field to a changed contract, ${language}`, () => {
		const say = text[language]
		let institution, operator, bank, order_no, content
		const open = (user, more) => person(browser, stack, user, { language, viewport: { width: 1440, height: 900 }, ...more })
		async function look(page, name) {
			if (!process.env.SHOTS)
				return
			mkdirSync(join(top, process.env.SHOTS), { recursive: true })
			for (const width of [1440, 390]) {
				await page.setViewportSize({ width, height: 900 })
				await page.screenshot({ path: join(top, process.env.SHOTS, `${name}-${language}-${width}.png`), fullPage: true })
			}
			await page.setViewportSize({ width: 1440, height: 900 })
		}
		const at = (path) => `#field-${path.replaceAll('.', '\\.')}`
		async function fill(page, path, value) {
			const field = page.locator(at(path))
			if (typeof value === 'boolean')
				return field.check()
			const radio = page.locator(`${at(path)} input[type=radio][value="${value}"], input[type=radio][name="field-${path}"][value="${value}"]`)
			if (await radio.count())
				return radio.check()
			if (await field.evaluate((element) => element.tagName) === 'SELECT')
				return field.selectOption(value)
			await field.fill(String(value))
			if (/^\d{4}-\d\d-\d\d$/.test(String(value)))
				await field.press('Tab') // the calendar closes
		}
		// Each under a name of its own, so that one that is there already is not taken for it.
		let files = 0
		const attach = async (page, path, file = { name: `${path.split('.').pop()}-${files++}.jpg`, mimeType: 'image/jpeg', buffer: jpeg(1200, 1100 + Math.floor(Math.random() * 400)) }) => {
			await page.locator(at(path)).setInputFiles(file)
			await page.locator('.files .open', { hasText: file.name }).first().waitFor()
		}
		async function addAccount(page, account) {
			await page.getByRole('button', { name: say.add }).click()
			const key = (await page.locator('fieldset.item').last().getAttribute('id')).split('.').pop()
			const path = `settlement_accounts.${key}`
			for (const [name, value] of Object.entries(account))
				if (name !== 'key')
					await fill(page, `${path}.${name}`, value)
			await attach(page, `${path}.permit`)
			return path
		}
		/** The operator's phone is in hand: the code that comes is entered. */
		async function confirmPhone(page) {
			await later(db)
			const had = (await sentTo(bank.client, content.operator_phone)).length
			await page.getByRole('button', { name: /^(获取短信验证码|Get a code by SMS)$/ }).click()
			const picture = page.locator('dialog .hint code')
			await picture.waitFor()
			await page.locator('#prove-captcha_answer').fill((await picture.innerText()).trim())
			await look(page, 'merchant-phone')
			await page.locator('#prove-captcha_answer').press('Enter')
			await page.locator('#prove-code').fill(await codeTo(bank.client, content.operator_phone, had + 1))
			await page.locator('#prove-code').press('Enter')
			await page.getByText(/^(已验证，手机在您手中|Confirmed: the phone is in your hands)$/).waitFor()
		}
		const toMerchant = (page) => page.locator('header.bar nav').getByText(say.menu, { exact: true }).click()
		before(async () => {
			institution = await accounts.institution(language === 'zh' ? 350213 : 350203)
			operator = await accounts.operator({ institution })
			bank = await partnerBank(stack, accounts)
			content = entryContent(institution.name, bank.code)
		})

		it('MERCH-2 MERCH-3 MERCH-5 the four steps: left and come back to, wrong pictures and names are told, then it is sent', async () => {
			const { page, close } = await open(operator, { allow: [/422/] })
			await toMerchant(page)
			await page.getByRole('link', { name: say.go }).waitFor()
			await look(page, 'merchant-first')
			await page.getByRole('link', { name: say.go }).click()
			await page.getByRole('button', { name: say.start }).click()
			await page.locator('#field-operator_name').waitFor()
			await page.getByText(institution.code).first().waitFor()
			// Nothing yet: told of all that is missing, the account among it.
			await page.getByRole('button', { name: say.to_check }).click()
			await page.getByRole('alert').getByText(say.none).first().waitFor()
			await look(page, 'merchant-missing')
			for (const [name, value] of Object.entries(content))
				if (!['settlement_accounts', 'channels', 'capital'].includes(name))
					await fill(page, name, value)
			await page.locator('#field-capital').fill('500 万')
			await page.getByLabel(say.wechat).check()
			// A PDF under a picture's name.
			await page.locator('#field-paper').setInputFiles({ name: '证件.jpg', mimeType: 'image/jpeg', buffer: pdf('x') })
			await page.getByText(say.pdf).first().waitFor()
			for (const name of ['paper', 'id_front', 'id_back'])
				await attach(page, name)
			const path = await addAccount(page, { ...content.settlement_accounts[0], account_name: '别家的账户' })
			await look(page, 'merchant-edit')
			// Left and come back to, as on another computer.
			await page.getByText(/已保存|Saved/).first().waitFor()
			await close()
			const again = await open(operator, { allow: [/422/] })
			await toMerchant(again.page)
			await again.page.locator('section.first a').click()
			await again.page.getByRole('button', { name: say.to_check }).click()
			await again.page.getByRole('alert').getByText(say.account).first().waitFor()
			await look(again.page, 'merchant-refused')
			await again.page.locator(at(`${path}.account_name`)).fill(institution.name)
			await confirmPhone(again.page)
			await again.page.getByRole('button', { name: say.to_check }).click()
			await again.page.locator('aside.side ol li').first().waitFor()
			await again.page.locator('main').getByText(say.capital).first().waitFor()
			await look(again.page, 'merchant-check')
			await again.page.getByRole('button', { name: say.submit, exact: true }).click()
			await again.page.getByText(say.sent, { exact: true }).waitFor()
			order_no = again.page.url().match(/orders\/(\d+)/)[1]
			await toMerchant(again.page)
			await again.page.locator('.row').getByText(say.opening, { exact: true }).waitFor()
			await again.page.locator('.row').getByText(`银行${bank.code}`).waitFor()
			await look(again.page, 'merchant-waiting')
			await again.close()
		})

		it('MERCH-4 MERCH-5 what waits is changed in its place; an account of it is not taken out', async () => {
			const { page, close } = await open(operator)
			await toMerchant(page)
			await page.getByRole('link', { name: say.amend }).click()
			await page.locator('#field-operator_name').waitFor()
			await page.getByText(say.held).waitFor()
			assert.equal(await page.locator('fieldset.item .drop').count(), 0)
			await page.locator('#field-operator_name').fill('林晓云')
			await look(page, 'merchant-amend')
			await page.getByRole('button', { name: say.to_check }).click()
			await page.getByRole('button', { name: say.submit, exact: true }).click()
			await page.getByText(say.sent, { exact: true }).waitFor()
			await close()
		})

		it('MERCH-6 its bank finds it, looks at an account on record, rejects one field', async () => {
			const { page, close } = await open(bank.user)
			await page.locator('header.bar nav').getByText(say.queue, { exact: true }).click()
			await page.locator('tr[data-row]', { hasText: institution.name }).first().waitFor()
			await look(page, 'merchant-queue')
			await page.goto(`${stack.url}reviews/${order_no}?list=merchants`)
			await page.locator('#decision-submit').waitFor()
			await page.keyboard.press('r')
			await page.locator('.row', { hasText: '303393000016' }).locator('button.add').click()
			await page.locator('aside select').first().selectOption('wrong')
			await page.locator('aside textarea').first().fill('行号与开户行不符')
			await look(page, 'merchant-review')
			await page.keyboard.press('Control+Enter')
			await page.locator('.settled').waitFor()
			await close()
			const mine = await open(operator)
			await toMerchant(mine.page)
			await mine.page.locator('.row').getByText(say.rejected, { exact: true }).waitFor()
			await look(mine.page, 'merchant-rejected')
			await mine.page.getByRole('link', { name: say.again }).click()
			await mine.page.locator('input[id$="cnaps"]').fill('105393000015')
			await mine.page.getByRole('button', { name: say.to_check }).click()
			await mine.page.getByRole('button', { name: say.submit, exact: true }).click()
			await mine.page.getByText(say.sent, { exact: true }).waitFor()
			await mine.close()
		})

		it('MERCH-6 the bank signs: rate, contract number, valid from; all of it by keyboard but the form', async () => {
			const { page, close } = await open(bank.user)
			await page.goto(`${stack.url}reviews/${order_no}?list=merchants`)
			await page.locator('#decision-submit').waitFor()
			await page.keyboard.press('a')
			await page.locator('#field-granted\\.rate').fill('0.38%')
			await page.locator('#field-granted\\.contract_no').fill('HT-2026-01')
			await page.locator('#field-granted\\.valid_from').fill('2026-12-01')
			await page.keyboard.press('Tab')
			await look(page, 'merchant-sign')
			await page.keyboard.press('Control+Enter')
			await page.locator('.settled .good').waitFor()
			await close()
			const mine = await open(operator)
			await toMerchant(mine.page)
			const row = mine.page.locator('.row')
			await row.getByText(say.opened, { exact: true }).waitFor()
			await row.getByText('0.38 %', { exact: true }).waitFor()
			await row.getByText('HT-2026-01', { exact: true }).first().waitFor()
			assert.equal(await mine.page.getByRole('button', { name: say.withdraw }).count(), 0)
			await look(mine.page, 'merchant-opened')
			await row.locator('a.num', { hasText: /^M3502/ }).click()
			await mine.page.getByText('HT-2026-01').first().waitFor()
			await look(mine.page, 'merchant-contract')
			await mine.close()
		})

		it('MERCH-4 MERCH-9 a change of it is asked for, withdrawn, asked for again; the contract stays in force', async () => {
			const { page, close } = await open(operator)
			await toMerchant(page)
			await page.getByRole('link', { name: say.change }).click()
			await page.getByRole('button', { name: say.start }).click()
			await page.locator('#field-why').fill('增加一个结算账户')
			await addAccount(page, entryContent(institution.name, bank.code).settlement_accounts[0])
			await page.getByRole('button', { name: say.to_check }).click()
			await page.getByRole('button', { name: say.submit, exact: true }).click()
			await page.getByText(say.sent, { exact: true }).waitFor()
			await toMerchant(page)
			await page.locator('.row').getByText(say.opened, { exact: true }).waitFor()
			await page.locator('.row').getByText(say.opening, { exact: true }).waitFor()
			await look(page, 'merchant-changing')
			await page.getByRole('button', { name: say.withdraw }).click()
			await page.locator('dialog[open] button').last().click()
			await page.locator('.row').getByRole('link', { name: say.again }).waitFor()
			await page.locator('.row').getByText(say.opened, { exact: true }).waitFor()
			await look(page, 'merchant-withdrawn')
			await close()
		})
	})

for (const language of ['zh', 'en'])
	it(`MERCH-2 the province's administrator keeps its partner banks, ${language}`, async () => {
		const say = text[language]
		const admin = await accounts.person('platform_admin', await accounts.bureau('province', 350000))
		const code = `BKP${language.toUpperCase()}`
		await accounts.bank(code, 350000)
		const { page, close } = await person(browser, stack, admin, { language, viewport: { width: 1440, height: 900 } })
		await page.locator('header.bar nav').getByText(say.partners, { exact: true }).click()
		const row = page.locator('tr', { hasText: code })
		await row.getByText(say.off).waitFor()
		await row.getByRole('switch').click()
		await page.locator('dialog[open]').getByRole('button', { name: say.begin }).click()
		await row.getByText(say.on).waitFor()
		if (process.env.SHOTS)
			for (const width of [1440, 390]) {
				await page.setViewportSize({ width, height: 900 })
				await page.screenshot({ path: join(top, process.env.SHOTS, `partners-${language}-${width}.png`), fullPage: true })
			}
		await close()
	})

/** An institution whose entry was sent over the API, with its operator's client. */
async function entered(bank) {
	const institution = await accounts.institution(350211)
	const operator = await accounts.operator({ institution })
	const client = await Client.signedIn(stack, operator)
	const order = await draftEntry(client, institution.name, bank.code)
	const answer = await submit(client, order)
	assert.equal(answer.status, 200, JSON.stringify(answer.body))
	return { institution, operator, client, ...order, version: answer.body.version }
}

for (const language of ['zh', 'en'])
	it(`PLAT-14 MERCH-4 what was being changed when the bank sent it back is as it was submitted, and says so, ${language}`, async () => {
		const say = text[language]
		const bank = await partnerBank(stack, accounts)
		const entry = await entered(bank)
		const added = await withPictures(entry.client, entry.order_no, account(entry.institution.name))
		await entry.client.expect(200, 'PUT', `/orders/${entry.order_no}/draft`, { body: { version: entry.version,
			content: { ...entry.content, capital: 100, settlement_accounts: [...entry.content.settlement_accounts, added] } } })
		const path = `settlement_accounts.${entry.content.settlement_accounts[0].key}.cnaps`
		const { version } = await bank.client.expect(200, 'GET', `/orders/${entry.order_no}`)
		const answer = await decide(bank.client, { order_no: entry.order_no, version }, 'reject', { reason: '行号有误', remarks: [{ field: path, code: 'wrong', words: '行号不符', remedy: '请查询' }] })
		assert.equal(answer.status, 200, JSON.stringify(answer.body))
		const { page, close } = await person(browser, stack, entry.operator, { language, viewport: { width: 1440, height: 900 } })
		await page.goto(`${stack.url}orders/${entry.order_no}/edit`)
		await page.getByText(say.restored).waitFor()
		assert.equal(await page.locator('fieldset.item').count(), 1)
		await page.locator('input[id$="cnaps"]').fill('105393000015')
		await page.getByRole('button', { name: say.to_check }).click()
		await page.getByRole('button', { name: say.submit, exact: true }).click()
		await page.getByText(say.sent, { exact: true }).waitFor()
		const { content } = await bank.client.expect(200, 'GET', `/orders/${entry.order_no}`)
		assert.deepEqual([content.capital, content.settlement_accounts.map(({ cnaps }) => cnaps)], [entry.content.capital, ['105393000015']])
		await close()
	})

for (const language of ['zh', 'en'])
	it(`MERCH-4 MERCH-9 the result shows the contract in force, whatever is under way: after a change to another bank and the next one begun, ${language}`, async () => {
		const say = text[language]
		const [bank, other] = [await partnerBank(stack, accounts), await partnerBank(stack, accounts)]
		const entry = await entered(bank)
		const signed = async (at, order_no, granted) => {
			const { version } = await at.client.expect(200, 'GET', `/orders/${order_no}`)
			assert.equal((await decide(at.client, { order_no, version }, 'approve', { granted })).status, 200)
		}
		const change = (more) => entry.client.expect(201, 'POST', '/orders', { body: { kind: 'merchant_change', parent_order_no: entry.order_no }, key: randomUUID() })
			.then(({ content, ...order }) => ({ ...order, content: { ...sentOf(content), why: '更换清算行', ...more } }))
		await signed(bank, entry.order_no, { rate: '0.38', contract_no: 'HT-A', valid_from: '2026-12-01' })
		const moved = await change({ clearing_bank: other.code })
		assert.equal((await submit(entry.client, moved)).status, 200)
		await signed(other, moved.order_no, { rate: '0.3', contract_no: 'HT-B', valid_from: '2026-12-02' })
		await change({ clearing_bank: bank.code })
		const { page, close } = await person(browser, stack, entry.operator, { language, viewport: { width: 1440, height: 900 } })
		await page.locator('header.bar nav').getByText(say.menu, { exact: true }).click()
		const contract = page.locator('.row').first()
		for (const words of [`银行${other.code}`, '0.3 %', 'HT-B'])
			await contract.getByText(words, { exact: true }).first().waitFor()
		assert.equal(await page.locator('.row').count(), 2)
		assert.equal(await page.getByText('HT-A').count(), 0)
		await close()
	})

const by_api = {
	zh: { handed: '已通过接口送达', who: (bank) => `银行${bank.code}（接口）`, approved: '同意' },
	en: { handed: 'Handed over by API', who: (bank) => `银行${bank.code} (API)`, approved: 'Approved' },
}
for (const language of ['zh', 'en'])
	it(`MERCH-6 the order's page says that its bank has it by API, and decided by it, to both, ${language}`, async () => {
		const say = by_api[language]
		const bank = await connectedBank(stack, accounts)
		const entry = await entered(bank)
		const push = await bank.api.when((api) => api.entries.get(entry.order_no)?.pushes[0])
		await until('it is acknowledged', async () => (await entry.client.expect(200, 'GET', `/orders/${entry.order_no}`)).route[0].handed_over_at)
		for (const viewport of [{ width: 1440, height: 900 }, { width: 390, height: 844 }])
			for (const [user, path] of [[entry.operator, `orders/${entry.order_no}`], [bank.user, `reviews/${entry.order_no}`]]) {
				const { page, close } = await person(browser, stack, user, { language, viewport })
				await page.goto(stack.url + path)
				await page.locator('.steps li.current').getByText(say.handed).waitFor()
				const newest = page.locator('.history > li').first()
				await newest.getByText(say.handed, { exact: true }).waitFor()
				await newest.getByText(say.who(bank)).waitFor()
				assert.equal(await page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth), false)
				await close()
			}
		await bank.api.decide(push, bank.api.approval(push))
		const { page, close } = await person(browser, stack, entry.operator, { language })
		await page.goto(`${stack.url}orders/${entry.order_no}`)
		const newest = page.locator('.history > li').first()
		await newest.getByText(say.approved, { exact: true }).waitFor()
		await newest.getByText(say.who(bank)).waitFor()
		await close()
	})
