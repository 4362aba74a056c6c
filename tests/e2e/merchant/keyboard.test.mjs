// A merchant entry by keyboard alone, in Chinese with an input method, on a slow line:
// from the merchant centre to the result, nothing pointed at (MERCH-2, PLAT-11, PLAT-20).
import assert from 'node:assert/strict'
import { after, before, it } from 'node:test'
import { Accounts } from '../../lib/accounts.mjs'
import { openBrowser } from '../../lib/browser.mjs'
import { Database } from '../../lib/db.mjs'
import { entryContent, partnerBank } from '../../lib/merchants.mjs'
import { jpeg } from '../../lib/papers.mjs'
import { person } from '../../lib/people.mjs'
import { codeTo } from '../../lib/sms.mjs'
import { startStack, until } from '../../lib/stack.mjs'

let stack, accounts, browser
before(async () => {
	stack = await startStack()
	accounts = new Accounts(stack, new Database(stack))
	browser = await openBrowser(stack)
})
after(() => stack?.stop())

it('MERCH-2 an entry by keyboard alone, with an input method, on a slow line', async () => {
	const institution = await accounts.institution(350213)
	const operator = await accounts.operator({ institution })
	const bank = await partnerBank(stack, accounts)
	const { page, context, close } = await person(browser, stack, operator, { language: 'zh', viewport: { width: 1440, height: 900 } })
	const devtools = await context.newCDPSession(page)
	await devtools.send('Network.enable')
	await devtools.send('Network.emulateNetworkConditions', { offline: false, latency: 400, downloadThroughput: 50_000, uploadThroughput: 50_000 })

	const focused = () => page.evaluate(() => ({ id: document.activeElement.id, text: document.activeElement.innerText?.trim() ?? '' }))
	/** Tab, until what has the focus is that. */
	async function tabTo(what, is) {
		for (let i = 0; i < 60; i++) {
			if (is(await focused()))
				return
			await page.keyboard.press('Tab')
		}
		assert.fail(`Tab does not lead to ${what}, but to ${JSON.stringify(await focused())}`)
	}
	const toText = (text) => tabTo(text, (one) => one.text === text)
	const toField = (end) => tabTo(end, ({ id }) => id.startsWith('field-') && (id === `field-${end}` || id.endsWith(`.${end}`)))
	/** Letters are composed, and become words with the input method's Enter. */
	async function compose(words) {
		await devtools.send('Input.imeSetComposition', { text: 'pinyin', selectionStart: 6, selectionEnd: 6 })
		await devtools.send('Input.dispatchKeyEvent', { type: 'rawKeyDown', key: 'Enter', code: 'Enter', windowsVirtualKeyCode: 229 })
		await devtools.send('Input.dispatchKeyEvent', { type: 'keyUp', key: 'Enter', code: 'Enter', windowsVirtualKeyCode: 13 })
		await devtools.send('Input.insertText', { text: words })
	}
	async function type(end, value) {
		await toField(end)
		await (/\p{Script=Han}/u.test(value) ? compose(value) : page.keyboard.type(value))
	}
	async function attach(end) {
		await toField(end)
		// Whoever presses while the field is only just being drawn presses once more.
		let chooser
		page.once('filechooser', (opened) => (chooser = opened))
		for (let i = 0; i < 5 && !chooser; i++) {
			await page.keyboard.press('Space')
			await until('a file is asked for', () => chooser, 3).catch(() => {})
		}
		assert.ok(chooser, `${end}: no file is asked for`)
		await chooser.setFiles({ name: `${end}.jpg`, mimeType: 'image/jpeg', buffer: jpeg(1200, 1100 + end.length) })
		await page.locator('.files .open', { hasText: `${end}.jpg` }).waitFor()
	}

	await page.goto(`${stack.url}merchant`)
	await page.getByRole('link', { name: '立即前往' }).waitFor()
	await toText('立即前往')
	await page.keyboard.press('Enter')
	await page.getByRole('button', { name: '开始填写' }).waitFor()
	await toText('开始填写')
	await page.keyboard.press('Enter')
	await page.locator('#field-operator_name').waitFor()

	const content = entryContent(institution.name, bank.code)
	const [account] = content.settlement_accounts
	await type('operator_name', '欧阳若曦')
	await type('operator_phone', '138 0013 8000')
	// MERCH-2: the phone is in hand.
	await page.getByRole('button', { name: '获取短信验证码' }).waitFor()
	await toText('获取短信验证码')
	await page.keyboard.press('Enter')
	const picture = page.locator('dialog .hint code')
	await picture.waitFor()
	assert.equal((await focused()).id, 'prove-captcha_answer')
	await page.keyboard.type((await picture.innerText()).trim())
	await page.keyboard.press('Enter')
	await page.locator('#prove-code').waitFor()
	assert.equal((await focused()).id, 'prove-code')
	await page.keyboard.type(await codeTo(bank.client, '13800138000'))
	await page.keyboard.press('Enter')
	await page.getByText('已验证').waitFor()
	await type('operator_mail', content.operator_mail)
	await toText('添加结算账户')
	await page.keyboard.press('Enter')
	await page.locator('fieldset.item').waitFor()
	await type('account_name', institution.name)
	await type('bank_name', '海峡银行厦门分行')
	await type('account_no', account.account_no)
	await type('cnaps', account.cnaps)
	await toField('proof_kind')
	await page.keyboard.press('Space')
	await page.locator('[id$=".permit"]').waitFor({ state: 'attached' })
	await attach('permit')
	await toField('paper_kind')
	await page.keyboard.press('Space')
	await type('uscc', content.uscc)
	await type('capital', '500')
	await attach('paper')
	await type('legal_person', '林志远')
	await type('legal_id_no', content.legal_id_no)
	await type('id_valid_from', '2020-01-01')
	await page.keyboard.press('Enter')
	await toField('id_long_term')
	await page.keyboard.press('Space')
	await attach('id_front')
	await attach('id_back')
	await toField('clearing_bank')
	await page.keyboard.press('Space')
	for (let i = 0; i < 8 && await page.locator('input[name="field-clearing_bank"]:checked').getAttribute('value') !== bank.code; i++)
		await page.keyboard.press('ArrowDown')
	assert.equal(await page.locator('input[name="field-clearing_bank"]:checked').getAttribute('value'), bank.code)
	await toText('检查并提交')
	await page.keyboard.press('Enter')
	await page.locator('aside.side ol li').first().waitFor()
	await page.locator('main').getByText('欧阳若曦').first().waitFor()
	await page.locator('main').getByText('500 万元').first().waitFor()
	await toText('确认提交')
	await page.keyboard.press('Enter')
	await page.getByText('提交成功', { exact: true }).waitFor()
	const order_no = page.url().match(/orders\/(\d+)/)[1]
	await until('the bank has it', async () => (await bank.client.get(`/orders/${order_no}`)).status === 200)
	await close()
})
