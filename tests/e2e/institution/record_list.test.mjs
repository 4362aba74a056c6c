// What is on file, as its readers find it: from the menu, by search, by keys, opened,
// exported; and how a record under change reads. In both languages, and on a phone.
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { Accounts } from '../../lib/accounts.mjs'
import { openBrowser, phone } from '../../lib/browser.mjs'
import { Client } from '../../lib/client.mjs'
import { Database } from '../../lib/db.mjs'
import { draftChange, draftRecord, newcomer, putOnFile, sendRecord } from '../../lib/institutions.mjs'
import { person } from '../../lib/people.mjs'
import { sharedStack, until } from '../../lib/stack.mjs'

const division = 350424

let stack, db, accounts, browser
const users = {}
const made = {}
before(async () => {
	stack = await sharedStack()
	db = new Database(stack)
	accounts = new Accounts(stack, db)
	browser = await openBrowser(stack)
	users.district = await accounts.person('district_reviewer', await accounts.bureau('district', division))
	users.city = await accounts.person('city_reviewer', await accounts.bureau('city', 350400))
	const district = await Client.signedIn(stack, users.district)
	made.hospital = await putOnFile(stack, db, accounts, district, { division, name: '宁化客家医院', account_name: '宁化客家医院' })
	made.pharmacy = await putOnFile(stack, db, accounts, district, { division, kind: 'pharmacy_registration', name: '宁化客家大药房', account_name: '宁化客家大药房' })
	made.change = await draftChange(made.hospital.client, made.hospital.order.order_no, 'medical_change', { beds: 150 })
	await sendRecord(made.hospital.client, made.change)
	made.fresh = await newcomer(stack, db, accounts, division)
	made.draft = await draftRecord(made.fresh.client, 'medical_registration')
})
after(() => stack?.stop())

const text = {
	zh: { menu: '备案信息', name: '名称', changing: '变更中', on_file: '已入库', draft: '未提交', note: /变更正在审核/, see: '查看变更申请', none: /还没有入库的信息/, exported: /导出/ },
	en: { menu: 'On file', name: 'Name', changing: 'Change under review', on_file: 'On file', draft: 'Not submitted', note: /A change is under review/, see: 'See the change', none: /Nothing is on file yet/, exported: /Export/ },
}
const rows = (page) => page.locator('tbody tr .is-code').allInnerTexts().then((all) => all.map((one) => one.trim()))

for (const language of ['zh', 'en'])
	describe(`PLAT-7 what is on file, in ${language === 'zh' ? 'Chinese' : 'English'}`, () => {
		const say = text[language]
		const open = (user, more) => person(browser, stack, user, { language, ...more })
		const from_menu = async ({ page, say: { search } }) => {
			await page.locator('header.bar nav').getByRole('link', { name: say.menu, exact: true }).click()
			await page.getByRole('heading', { name: say.menu, level: 1 }).waitFor()
			return search
		}

		it('a district finds one by its name, opens it with the keyboard, and comes back to the list', async () => {
			const who = await open(users.district)
			const { page } = who
			const search = await from_menu(who)
			assert.equal(await page.locator('header.bar nav a[aria-current]').innerText(), say.menu)
			await until('both are there', async () => (await rows(page)).length === 2)
			await page.getByLabel(say.name, { exact: true }).fill('客家医院')
			await page.getByRole('button', { name: search, exact: true }).click()
			await until('the one is found', async () => (await rows(page)).join() === made.hospital.code)
			await page.locator('tbody').getByText(say.changing, { exact: true }).waitFor()
			await page.locator('h1').click()
			await page.keyboard.press('j')
			await page.keyboard.press('o')
			await page.getByRole('heading', { name: '宁化客家医院', level: 1 }).waitFor()
			await page.getByText(say.note).waitFor()
			assert.equal(await page.locator('header.bar nav a[aria-current]').innerText(), say.menu)
			await page.getByRole('link', { name: say.see, exact: true }).click()
			await page.waitForURL(new RegExp(`/reviews/${made.change.order_no}`))
			await page.goBack()
			await page.getByText(say.note).waitFor()
			await page.goBack()
			await until('the search is still there', async () => (await rows(page)).join() === made.hospital.code)
			await page.locator('nav.tabs').getByRole('link', { name: new RegExp(`^${say.on_file}`) }).click()
			await until('it is not among those without a change', async () => (await rows(page)).length === 0)
			await who.close()
		})

		it('a city reads it, and what brought it is no link', async () => {
			const who = await open(users.city)
			await from_menu(who)
			await who.page.getByRole('link', { name: '宁化客家医院', exact: true }).click()
			await who.page.getByText(say.note).waitFor()
			assert.equal(await who.page.getByRole('link', { name: say.see, exact: true }).count(), 0)
			await who.page.locator('.versions').getByText(made.hospital.order.order_no, { exact: true }).waitFor()
			assert.equal(await who.page.locator('.versions a').count(), 0)
			await who.close()
		})

		it('an institution finds its own from its menu, on a phone; in its list the change is told', async () => {
			const who = await open(made.hospital.user, { viewport: phone })
			await from_menu(who)
			await until('only its own', async () => (await rows(who.page)).join() === made.hospital.code)
			const wide = await who.page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth)
			assert.ok(wide, 'nothing is wider than the phone')
			await who.page.goto(`${stack.url}orders`)
			await who.page.locator('tbody').getByText(say.changing, { exact: true }).waitFor()
			await who.page.goto(`${stack.url}orders/${made.hospital.order.order_no}`)
			await who.page.getByText(say.changing, { exact: true }).first().waitFor()
			await who.close()
		})

		it('one that has nothing on file reads what will be there; its draft is not submitted', async () => {
			const who = await open(made.fresh.user)
			await from_menu(who)
			await who.page.getByText(say.none).waitFor()
			await who.page.goto(`${stack.url}orders`)
			await who.page.locator('tbody').getByText(say.draft, { exact: true }).waitFor()
			await who.close()
		})
	})
