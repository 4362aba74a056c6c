// Whom one looks for is personal: it stands in no address, of the page or of a request.
import assert from 'node:assert/strict'
import { after, before, it } from 'node:test'
import { Accounts } from '../lib/accounts.mjs'
import { openBrowser } from '../lib/browser.mjs'
import { Database } from '../lib/db.mjs'
import { person } from '../lib/people.mjs'
import { sharedStack, until } from '../lib/stack.mjs'

let stack, accounts, browser
before(async () => {
	stack = await sharedStack()
	accounts = new Accounts(stack, new Database(stack))
	browser = await openBrowser(stack)
})
after(() => stack?.stop())

for (const [language, search] of [['zh', '查询'], ['en', 'Search']])
	it(`PLAT-7 PLAT-10 a search for a person by name leaves no trace in addresses (${language})`, async () => {
		const institution = await accounts.institution(410102)
		const sought = await accounts.operator({ institution })
		const other = await accounts.operator({ institution })
		const admin = await accounts.person('institution_admin', institution)
		const name = `测试员${sought.account.slice(-4)}`
		const { page, close } = await person(browser, stack, admin, { language })
		const addresses = []
		page.on('request', (request) => addresses.push(request.url()))
		page.on('framenavigated', (frame) => addresses.push(frame.url()))
		await page.goto(`${stack.url}accounts`)
		const rows = page.locator('tbody tr .is-name')
		const found = async (wanted) => until(`the list is ${wanted}`, async () =>
			(await rows.allInnerTexts()).map((text) => text.trim()).sort().join() === [...wanted].sort().join())
		await found([sought.account, other.account, admin.account])
		await page.locator('#filter-name').fill(name)
		await page.getByRole('button', { name: search, exact: true }).click()
		await found([sought.account])
		// It is this tab's own: kept through a reload, and through another page and back.
		await page.reload()
		await found([sought.account])
		await page.goto(`${stack.url}account`)
		await page.goBack()
		await found([sought.account])
		const history = await page.evaluate(() => JSON.stringify(window.history.state))
		for (const told of [...addresses, page.url(), history])
			assert.ok(!decodeURIComponent(told).includes(name), told)
		assert.ok(addresses.some((address) => address.endsWith('/api/accounts/search')))
		await until('the log has it', () => stack.file('nginx/access.log').includes('/api/accounts/search'))
		assert.ok(!decodeURIComponent(stack.file('nginx/access.log')).includes(name))
		await close()
	})
