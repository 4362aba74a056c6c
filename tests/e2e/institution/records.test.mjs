// An institution fills in its record, its district looks at it and approves, and the
// code is there: in both languages, by clicks and by keys. SHOTS=directory keeps what was seen.
import assert from 'node:assert/strict'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { Accounts } from '../../lib/accounts.mjs'
import { openBrowser } from '../../lib/browser.mjs'
import { Database } from '../../lib/db.mjs'
import { medicalContent, pharmacyContent } from '../../lib/institutions.mjs'
import { jpeg, pdf } from '../../lib/papers.mjs'
import { person } from '../../lib/people.mjs'
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
	zh: { start: '开始填写', to_check: '检查并提交', submit: '确认提交', sent: '提交成功', list: '机构信息审核',
		heading: '定点医药机构信息审核', on_file: '已入库', code: /备案编号\s*H350212\d{5} · 第 1 版/, subject: ['呼吸内科', '麻醉'], change: '办理变更', moved: '厦门市同安区银湖中路1号', code_alone: /^H350212\d{5}$/, account: /与机构名称不一致/ },
	en: { start: 'Start', to_check: 'Check and submit', submit: 'Submit', sent: 'Application submitted', list: 'Institution records',
		heading: 'Review of institution records', on_file: 'On file', change: 'Apply for a change', moved: '厦门市同安区城东路2号', code_alone: /^P350212\d{5}$/, code: /Record code\s*P350212\d{5} · version 1/, account: /is not the institution/ },
}
const kinds = { zh: { kind: 'medical_registration', content: medicalContent, papers: ['legal_papers', 'licence_papers'] }, en: { kind: 'pharmacy_registration', content: pharmacyContent, papers: ['business_papers', 'licence_papers'] } }

for (const language of ['zh', 'en'])
	describe(`INST-1 INST-2 a record from the first field to its code, ${language === 'zh' ? 'a hospital in Chinese' : 'a pharmacy in English'}`, () => {
		const say = text[language]
		const users = {}
		let order_no, content
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
		before(async () => {
			const institution = await accounts.institution(350212)
			await db.query('UPDATE organisations SET code = NULL WHERE id = ?', institution.id)
			users.operator = await accounts.operator({ institution })
			users.district = await accounts.person('district_reviewer', await accounts.bureau('district', 350212))
			content = kinds[language].content()
		})

		it('INST-1 INST-2 every field is filled in, the papers are attached with their example beside them, and it is sent', async () => {
			const { page, close } = await open(users.operator, { allow: [/422/] })
			await page.goto(`${stack.url}orders/new`)
			await page.locator(`input[name=kind][value=${kinds[language].kind}]`).check()
			await page.getByRole('button', { name: say.start }).click()
			await page.locator('#field-uscc').waitFor()
			for (const [name, value] of Object.entries(content)) {
				const field = page.locator(`#field-${name}`)
				if (name === 'subjects') {
					for (const subject of say.subject) {
						await field.fill(subject)
						await page.keyboard.press('ArrowDown')
						await page.keyboard.press('Enter')
					}
					await page.keyboard.press('Escape')
				} else if (name === 'position') {
					// Both at once, as a map gives them.
					await field.fill(value)
				} else if (typeof value === 'boolean') {
					await field.check()
				} else if (name === 'account_name') {
					await field.fill('别家的账户')
				} else if (name === 'capital') {
					await field.fill('500000.00')
				} else if (await page.locator(`#field-${name} input[type=radio], input[type=radio][name="field-${name}"]`).count()) {
					await page.locator(`#field-${name} input[type=radio][value="${value}"], input[type=radio][name="field-${name}"][value="${value}"]`).check()
				} else if (await field.evaluate((element) => element.tagName) === 'SELECT') {
					await field.selectOption(value)
				} else {
					await field.fill(String(value))
				}
			}
			for (const [at, name] of kinds[language].papers.entries()) {
				const paper = at ? { name: `${name}.jpg`, mimeType: 'image/jpeg', buffer: jpeg() } : { name: `${name}.pdf`, mimeType: 'application/pdf', buffer: pdf(name) }
				await page.locator(`#field-${name}`).setInputFiles(paper)
				await page.locator('.files .open', { hasText: paper.name }).waitFor()
			}
			await look(page, 'record-edit')
			// The account is another's: said at the field, mended, sent.
			await page.getByRole('button', { name: say.to_check }).click()
			await page.getByRole('alert').getByText(say.account).first().waitFor()
			await look(page, 'record-refused')
			await page.locator('#field-account_name').fill(content.name)
			await page.getByRole('button', { name: say.to_check }).click()
			await page.locator('aside.side ol li').first().waitFor()
			await look(page, 'record-check')
			await page.getByRole('button', { name: say.submit, exact: true }).click()
			await page.getByText(say.sent, { exact: true }).waitFor()
			order_no = page.url().match(/orders\/(\d+)/)[1]
			await close()
		})

		it('INST-3 INST-4 its district finds it, sees papers and values, and approves by keyboard', async () => {
			const { page, close } = await open(users.district)
			await page.locator('header.bar nav').getByText(say.list, { exact: true }).click()
			await page.getByRole('heading', { name: say.heading, level: 1 }).waitFor()
			await page.locator('tr[data-row]', { hasText: order_no }).waitFor()
			await look(page, 'record-list')
			await page.goto(`${stack.url}reviews/${order_no}?list=institutions`)
			await page.locator('#decision-submit').waitFor()
			await page.locator('main').getByText(content.address, { exact: true }).first().waitFor()
			await look(page, 'record-review')
			await page.keyboard.press('a')
			await page.keyboard.press('Control+Enter')
			await page.locator('.settled .good').waitFor()
			assert.match(await page.locator('dl.who').innerText(), say.code)
			await close()
		})

		it('INST-4 the institution reads that it is on file, with its code', async () => {
			const { page, close } = await open(users.operator)
			await page.goto(`${stack.url}orders/${order_no}`)
			await page.getByText(say.on_file, { exact: true }).first().waitFor()
			assert.match(await page.locator('dl.facts').last().innerText(), say.code)
			await until('its name is the record\'s', async () => (await page.locator('header.bar').innerText()).includes(content.name))
			await look(page, 'record-order')
			await close()
		})

		it('INST-5 it changes what is on file, with proof; its district compares; the record shows both versions and what changed', async () => {
			const operator = await open(users.operator)
			await operator.page.goto(`${stack.url}orders/${order_no}`)
			await operator.page.getByRole('link', { name: say.change, exact: true }).click()
			await operator.page.getByRole('button', { name: say.start }).click()
			const address = operator.page.locator('#field-address')
			await until('what is in force is there', async () => await address.inputValue() === content.address)
			assert.equal(await operator.page.locator('.files .open').count(), 2, 'its papers, too')
			await address.fill(say.moved)
			await operator.page.locator('input[type=radio][name="field-proof_kind"]').first().check()
			await operator.page.locator('#field-proof_papers').setInputFiles({ name: '变更通知书.pdf', mimeType: 'application/pdf', buffer: pdf('proof') })
			await operator.page.locator('.files .open', { hasText: '变更通知书.pdf' }).waitFor()
			await look(operator.page, 'change-edit')
			await operator.page.getByRole('button', { name: say.to_check }).click()
			await operator.page.getByRole('button', { name: say.submit, exact: true }).click()
			await operator.page.getByText(say.sent, { exact: true }).waitFor()
			const change_no = operator.page.url().match(/orders\/(\d+)/)[1]

			const desk = await open(users.district)
			await desk.page.goto(`${stack.url}reviews/${change_no}?list=institutions`)
			const compared = desk.page.locator('.changes .change', { hasText: say.moved })
			await compared.getByText(content.address, { exact: true }).first().waitFor()
			await look(desk.page, 'change-review')
			await desk.page.keyboard.press('a')
			await desk.page.keyboard.press('Control+Enter')
			await desk.page.locator('.settled .good').waitFor()
			await desk.page.locator('dl.who').getByRole('link', { name: say.code_alone }).click()
			await desk.page.locator('.versions li').nth(1).waitFor()
			await desk.close()

			await operator.page.goto(`${stack.url}orders/${change_no}`)
			await operator.page.locator('dl.facts').getByRole('link', { name: say.code_alone }).click()
			const versions = operator.page.locator('.versions li')
			await versions.nth(1).waitFor()
			assert.ok((await versions.first().innerText()).includes(say.moved) && (await versions.first().innerText()).includes(content.address))
			await operator.page.locator('main').getByText(say.moved, { exact: true }).first().waitFor()
			await look(operator.page, 'record')
			await operator.close()
		})
	})
