// The pages of kinds that they know nothing of but the description: begun, filled in,
// sent, passed on from desk to desk by clicks and keys, with what the bank fills in;
// a desk with two lists sees one at a time. SHOTS=directory keeps what was seen.
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import AxeBuilder from '@axe-core/playwright'
import { Accounts } from '../lib/accounts.mjs'
import { openBrowser } from '../lib/browser.mjs'
import { Client } from '../lib/client.mjs'
import { Database } from '../lib/db.mjs'
import { submittedApplication } from '../lib/orders.mjs'
import { pdf } from '../lib/papers.mjs'
import { person } from '../lib/people.mjs'
import { startStack, top, until } from '../lib/stack.mjs'

const text = {
	zh: {
		device: '心电监护仪', orders: '我的申请', list: '设备登记', other: '接入审核', supply: '药品备案', heading: '设备登记', other_heading: '定点医药机构线上支付接入申请审核', kind: /^设备登记/, title: '设备登记', start: '开始填写', large: '大型', uses: ['病房', '居家'],
		add: (what) => `添加${what}`, accounts: '结算账户', owners: '持有人', to_check: '检查并提交', submit: '确认提交', sent: '提交成功',
		course: ['市级审核', '市医保中心审核', '清算行审核'], waiting: '待市局审核', on_file: '已入库', decided: '提交成功', missing: ['请填写合同编号', '请填写手续费', '请选择生效日期'],
		history: ['合同编号', '手续费', '120.50 元', '生效日期', '2026-12-01'], record: /备案编号\s*T350213\d{5} · 第 1 版/, keep: '存为常用查询', query_name: '大型设备', keep_do: '保存',
		owed: '应办事项 1', duty: '首次质控检测', advice: '检测后提交设备变更申请。', left: /还剩 (29|30) 天/, late: '逾期 3 天', see: '查看',
	},
	en: {
		device: '便携式超声诊断仪', orders: 'My applications', list: 'Devices', other: 'Access review', supply: 'Supply', heading: 'Devices', other_heading: 'Review of online payment access applications', kind: /^Registration/, title: 'Device registration', start: 'Start', large: 'Large', uses: ['Ward', 'Home'],
		add: (what) => `Add: ${what}`, accounts: 'Settlement account', owners: 'Owner', to_check: 'Check and submit', submit: 'Submit', sent: 'Application submitted',
		course: ['City review', 'City centre review', 'Bank review'], waiting: 'With the city', on_file: 'On file', decided: 'Decision submitted', missing: ['Enter the contract number', 'Enter the fee', 'Select a valid from'],
		history: ['Contract number', 'Fee', '120.50', 'Valid from', '2026-12-01'], record: /Record code\s*T350213\d{5} · version 1/, keep: 'Save this search', query_name: 'Large ones', keep_do: 'Save',
		owed: 'Also due 1', duty: 'First quality check', advice: 'Submit a device change once it has been checked.', left: /(29|30) days left/, late: '3 days overdue', see: 'View',
	},
}

let stack, db, accounts, browser
const users = {}
before(async () => {
	execFileSync('make', ['trial-pages'], { cwd: top, stdio: 'ignore' })
	stack = await startStack({ DEMO: 'no', PROGRAMS: join(top, 'build/trial'), WEB: join(top, 'build/trial/web') })
	db = new Database(stack)
	accounts = new Accounts(stack, db)
	browser = await openBrowser(stack)
	users.operator = await accounts.operator({ division: 350213 })
	users.centre = await accounts.person('city_centre', await accounts.office('city_centre', 350200))
	users.bank = await accounts.person('bank_reviewer', await accounts.bank('BANKA', 350000))
	await accounts.bureau('province', 350000)
})
after(() => stack?.stop())

for (const language of ['zh', 'en'])
	describe(`a kind out of its description, ${language === 'zh' ? 'in Chinese' : 'in English'}`, () => {
		const say = text[language]
		const open = (name, more) => person(browser, stack, users[name], { language, viewport: { width: 1440, height: 900 }, ...more })
		// In both widths, when somebody wants to look.
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
		const menu = (page) => page.locator('header.bar nav a')
		let order_no
		// What one saves is there for good.
		before(async () => (users.city = await accounts.reviewer('city', 350200)))

		it('PLAT-2 offers to begin what is for one\'s institution, and nothing else', async () => {
			users.pharmacy ??= await accounts.person('operator', await accounts.institution(350213, '测试药店', 'P'))
			for (const [name, offered] of [['operator', 5], ['pharmacy', 6]]) {
				const { page, close } = await open(name)
				await page.goto(`${stack.url}orders/new`)
				await page.getByRole('radio', { name: say.kind }).first().waitFor()
				assert.equal(await page.getByRole('radio', { name: say.supply }).count(), offered - 5)
				assert.equal(await page.locator('input[type=radio]').count(), offered)
				await close()
			}
		})

		it('PLAT-1 is begun, filled in with parts within parts, checked and sent', async () => {
			const { page, close } = await open('operator')
			await page.locator('header.bar').getByRole('link', { name: say.orders, exact: true }).click()
			await page.goto(`${stack.url}orders/new`)
			await page.getByRole('radio', { name: say.kind }).first().waitFor()
			assert.equal(await page.locator('[name="kind"], input[type=radio]').count(), 5)
			await page.getByRole('radio', { name: say.kind }).check()
			await look(page, 'new')
			await page.getByRole('button', { name: say.start }).click()
			await page.getByRole('heading', { name: say.title, level: 1 }).waitFor()
			await page.locator('#field-name').fill(say.device)
			await page.getByRole('radio', { name: say.large, exact: true }).check()
			await page.locator('#field-licence_no').fill('XK-2026-01')
			await page.locator('#field-bank').fill('BANKA')
			await page.locator('#field-price').fill('12345')
			for (const use of say.uses)
				await page.getByRole('checkbox', { name: use, exact: true }).check()
			await page.getByRole('button', { name: say.add(say.accounts), exact: true }).click()
			const within = (name) => page.locator(`[id^="field-accounts."][id$=".${name}"]`)
			await within('bank_name').fill('海峡银行')
			await within('account_no').fill('6222020200112233')
			await page.getByRole('button', { name: say.add(say.owners), exact: true }).click()
			await page.locator('[id*=".owners."][id$=".name"]').fill('欧阳若曦')
			await page.locator('input[type=file]').setInputFiles({ name: '证件.pdf', mimeType: 'application/pdf', buffer: pdf() })
			await page.locator('.files .open', { hasText: '证件.pdf' }).waitFor()
			await look(page, 'edit')
			await page.getByRole('button', { name: say.to_check }).click()
			const course = page.locator('aside.side ol li')
			await course.first().waitFor()
			assert.deepEqual(await course.allInnerTexts(), say.course)
			await look(page, 'check')
			await page.getByRole('button', { name: say.submit, exact: true }).click()
			await page.getByText(say.sent, { exact: true }).waitFor()
			order_no = page.url().match(/orders\/(\d+)/)[1]
			await look(page, 'sent')
			await close()
		})

		it('PLAT-7 a desk with two lists has an entry for each, and sees, saves and walks one at a time', async () => {
			const client = await Client.signedIn(stack, users.operator)
			const application = await submittedApplication(client)
			client.close()
			const { page, close } = await open('city')
			await page.goto(`${stack.url}board`)
			await page.locator('.items').first().waitFor()
			await look(page, 'board')
			assert.deepEqual((await menu(page).allInnerTexts()).slice(1, 3), [say.other, say.list])
			await menu(page).getByText(say.list, { exact: true }).click()
			await page.waitForURL(/list=trial/)
			await page.locator('tr[data-row]').first().waitFor()
			assert.equal(await page.locator('h1').innerText(), say.heading)
			assert.equal(await page.title().then((title) => title.split(' · ')[0]), say.heading)
			assert.equal(await page.locator('header.bar nav a[aria-current]').innerText(), say.list)
			const rows = () => page.locator('tbody .is-order_no').allInnerTexts()
			assert.ok((await rows()).includes(order_no))
			assert.ok(!(await rows()).includes(application.order_no))
			// A saved search of this list is not offered in the other.
			await page.getByRole('button', { name: say.keep }).click()
			await page.locator('#saved-name').fill(say.query_name)
			await page.getByRole('button', { name: say.keep_do, exact: true }).click()
			await page.locator('.tools option', { hasText: say.query_name }).waitFor({ state: 'attached' })
			await look(page, 'list')
			await menu(page).getByText(say.other, { exact: true }).click()
			await until('the other list', async () => (await rows()).includes(application.order_no))
			assert.ok(!(await rows()).includes(order_no))
			assert.equal(await page.locator('h1').innerText(), say.other_heading)
			assert.equal(await page.locator('.tools option', { hasText: say.query_name }).count(), 0)
			// An address that names no list leads on to the order's own.
			await page.goto(`${stack.url}reviews/${order_no}`)
			await page.waitForURL(/list=trial/)
			assert.equal(await page.locator('header.bar nav a[aria-current]').innerText(), say.list)
			await page.locator('#decision-submit').waitFor()
			assert.equal(await page.locator('[id^="field-granted"]').count(), 0)
			await page.keyboard.press('a')
			await look(page, 'city')
			assert.equal(await page.locator('[id^="field-granted"]').count(), 0, 'this step grants nothing')
			await page.keyboard.press('Control+Enter')
			await page.locator('.settled .good').waitFor()
			await page.keyboard.press('u')
			await page.waitForURL(/reviews\?.*list=trial/)
			await close()
		})

		it('PLAT-2 the bank fills in what it grants by keyboard; faults stand in a summary and beside the fields', async () => {
			const centre = await Client.signedIn(stack, users.centre)
			const { version } = await centre.expect(200, 'GET', `/orders/${order_no}`)
			await centre.expect(200, 'POST', `/orders/${order_no}/decision`, { body: { version, verdict: 'approve' }, key: crypto.randomUUID() })
			centre.close()
			const { page, close } = await open('bank', { allow: [/422/] })
			assert.equal(await page.locator('header.bar nav a', { hasText: say.list }).count(), 1, 'with one list there is one entry')
			await page.goto(`${stack.url}reviews/${order_no}`)
			await page.locator('#decision-submit').waitFor()
			await page.keyboard.press('a')
			const focused = () => page.evaluate(() => document.activeElement.id)
			await until('the first field has the focus', async () => await focused() === 'field-granted.contract_no')
			await page.keyboard.press('Control+Enter')
			const summary = page.locator('.decision .summary')
			await summary.waitFor()
			assert.deepEqual(await summary.getByRole('link').allInnerTexts(), say.missing)
			assert.equal(await page.locator('.decision .fault').count(), 3)
			await look(page, 'bank-missing')
			await summary.getByRole('link').nth(1).click()
			assert.equal(await focused(), 'field-granted.fee')
			await page.locator('[id="field-granted.valid_from"]').waitFor() // its calendar comes later than the rest
			await page.locator('[id="field-granted.contract_no"]').focus()
			// By Tab from field to field, and on to the remark; more than the bank may charge.
			await page.keyboard.type('HT-2026-1')
			await page.keyboard.press('Tab')
			assert.equal(await focused(), 'field-granted.fee')
			await page.keyboard.type('10000.01')
			await page.keyboard.press('Tab')
			assert.equal(await focused(), 'field-granted.valid_from')
			await page.keyboard.type('2026-12-01')
			// What was typed is there after a reload, too.
			await page.keyboard.press('Tab')
			await until('the remark has the focus', async () => await focused() === 'decision-remark')
			await page.reload()
			await page.locator('[id="field-granted.fee"]').waitFor()
			assert.equal(await page.locator('[id="field-granted.valid_from"]').inputValue(), '2026-12-01')
			assert.equal(await page.locator('[id="field-granted.fee"]').inputValue(), '10,000.01')
			await page.locator('#decision-remark').focus()
			await page.keyboard.press('Control+Enter')
			// The server's own fault, at the same places.
			await until('the fee is too high', async () => await summary.getByRole('link').count() === 1)
			await summary.getByRole('link').click()
			assert.equal(await focused(), 'field-granted.fee')
			await look(page, 'bank-refused')
			await page.locator('[id="field-granted.fee"]').fill('120.50')
			await summary.waitFor({ state: 'detached' })
			// From the calendar, too: what is typed into it counts.
			const day = page.locator('[id="field-granted.valid_from"]')
			await day.fill('2026-12-01')
			await look(page, 'bank')
			await day.focus()
			await page.keyboard.press('Control+Enter')
			await page.locator('.settled .good').waitFor()
			await page.locator('.history dl').waitFor()
			const said = await page.locator('.history dl').innerText()
			for (const word of say.history)
				assert.ok(said.includes(word), `${word} in ${said}`)
			assert.match(await page.locator('dl.who').innerText(), say.record)
			await look(page, 'decided')
			await close()
		})

		it('PLAT-6 the applicant reads what was granted and the record\'s code', async () => {
			const { page, close } = await open('operator')
			await page.goto(`${stack.url}orders/${order_no}`)
			await page.getByText(say.on_file, { exact: true }).first().waitFor()
			const said = await page.locator('.history dl').innerText()
			for (const word of say.history)
				assert.ok(said.includes(word), `${word} in ${said}`)
			assert.match(await page.locator('dl.facts').last().innerText(), say.record)
			await look(page, 'order')
			await page.goto(`${stack.url}orders?list=trial`)
			await page.locator('tr[data-row]').first().waitFor()
			await look(page, 'orders')
			await close()
		})

		it('PLAT-16 the board says what is owed besides, by when and how late, and nothing once it is done', async () => {
			const { page, close } = await open('operator')
			const owed = page.locator('#board-duties')
			const show = async () => {
				await page.goto(`${stack.url}board`)
				await page.locator('.figures').waitFor()
			}
			await show()
			assert.equal(await owed.locator('h2').innerText(), say.owed)
			const item = owed.locator('li')
			for (const words of [say.duty, say.advice, say.device, order_no, say.left])
				assert.match(await item.innerText(), words instanceof RegExp ? words : new RegExp(words))
			assert.equal(await owed.locator('.late').count(), 0)
			await look(page, 'duties')
			await db.query(`UPDATE duties SET due_at = due_at - INTERVAL 33 DAY WHERE done_at IS NULL`)
			await show()
			assert.match(await owed.locator('.late').innerText(), new RegExp(say.late))
			const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).include('#board-duties').withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa']).analyze()
			assert.deepEqual(violations.map(({ id }) => id), [])
			await look(page, 'duties-late')
			await item.getByRole('link', { name: `${say.see} ${order_no}` }).click()
			await page.waitForURL(new RegExp(`/orders/${order_no}`))
			await db.query('UPDATE duties SET done_at = UTC_TIMESTAMP(3) WHERE done_at IS NULL')
			await show()
			assert.equal(await owed.count(), 0)
			await close()
		})
	})
