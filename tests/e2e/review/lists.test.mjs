// What every list has (PLAT-7): keys, a count per state, filters in the address, an
// order, saved searches, chosen columns and a file. The reviewers' has keys.test.mjs.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { after, before, describe, it } from 'node:test'
import { Accounts } from '../../lib/accounts.mjs'
import { openBrowser } from '../../lib/browser.mjs'
import { Client } from '../../lib/client.mjs'
import { Database } from '../../lib/db.mjs'
import { draftApplication, submittedApplication } from '../../lib/orders.mjs'
import { person } from '../../lib/people.mjs'
import { sharedStack, until } from '../../lib/stack.mjs'
import { readSheets } from '../../lib/xlsx.mjs'

const text = {
	zh: {
		help: '快捷键', forward: '下一页', back: '上一页', close: '关闭', search: '查询', reset: '重置', keep: '存为常用查询', name: '查询名称', save: '保存', kept: '已保存常用查询', saved: '常用查询', called: '我的查询',
		drop: '删除此查询', columns: '显示的列', defaults: '恢复默认', begin: '导出 Excel', fetch: '下载 .xlsx', nowhere: '没有这个页面',
		order: { no: '申请单号', column: '第三方渠道', app: '应用名称', tab: /^草稿/, open: '打开选中的申请单', head: ['申请接入应用名称', '申请单号', '状态', '审核类型', '线上业务类型', '提交时间', '更新时间'] },
		account: { title: '用户管理', created: '创建时间', column: '所属单位', who: '账号或姓名', role: '角色', tab: /^已锁定/, open: '解锁选中的账号', unlock: '解锁', unlocked: (name) => `${name} 已解锁`, head: ['账号', '姓名', '角色', '状态', '锁定至', '创建时间'], operator: '经办人', active: '正常' },
	},
	en: {
		help: 'Keyboard shortcuts', forward: 'Next page', back: 'Previous page', close: 'Close', search: 'Search', reset: 'Reset', keep: 'Save this search', name: 'Name', save: 'Save', kept: 'Search saved', saved: 'Saved searches', called: 'Mine',
		drop: 'Delete this search', columns: 'Columns', defaults: 'Default columns', begin: 'Export Excel', fetch: 'Download .xlsx', nowhere: 'Page not found',
		order: { no: 'Application number', column: 'Channel', app: 'App name', tab: /^Draft/, open: 'Open the selected application', head: ['App name', 'Application number', 'Status', 'Application type', 'Business type', 'Submitted at', 'Last updated'] },
		account: { title: 'Accounts', created: 'Created at', column: 'Organisation', who: 'Account or name', role: 'Role', tab: /^Locked/, open: 'Unlock the selected account', unlock: 'Unlock', unlocked: (name) => `${name} has been unlocked`, head: ['Account', 'Name', 'Roles', 'Status', 'Locked until', 'Created at'], operator: 'Operator', active: 'Active' },
	},
}

let stack, db, accounts, browser
before(async () => {
	stack = await sharedStack()
	db = new Database(stack)
	accounts = new Accounts(stack, db)
	browser = await openBrowser(stack)
	for (const [desk, division] of [['city', 430100], ['province', 430000]])
		await accounts.bureau(desk, division)
})
after(() => stack?.stop())

/** A list in a person's browser, and what one does there. */
async function at(user, path, language) {
	const here = await person(browser, stack, user, { language })
	const { page } = here
	const rows = page.locator('tr[data-row]')
	const address = (query) => new URL(path.includes('?') ? path + query.replace('?', '&') : path + query, stack.url)
	return { ...here, rows, address,
		open: async (query, n) => {
			await page.goto(address(query).href)
			await until(`${n} rows`, async () => await rows.count() === n)
		},
		cells: (key) => rows.locator(`.is-${key}`).allInnerTexts().then((texts) => texts.map((one) => one.trim())),
		press: async (...keys) => {
			for (const key of keys)
				await page.keyboard.press(key)
		},
		marked: (n) => until(`row ${n} is marked`, async () => await page.locator('tr.marked').count() === 1 && await page.locator(`tr[data-row="${n}"].marked`).count() === 1),
		focus: (selector) => until(`the focus is at ${selector}`, () => page.evaluate((what) => document.activeElement.matches(what), selector)),
		leave: () => page.evaluate(() => document.activeElement.blur()),
	}
}

/** Searches are kept, found again and dropped; columns go and come back; both stay after a reload. */
async function arrange({ page, rows, open, address }, say, { column }, query, filled, all, found) {
	await open(query, found)
	await page.getByRole('button', { name: say.keep }).click()
	await page.getByRole('textbox', { name: say.name, exact: true }).fill(say.called)
	await page.getByRole('button', { name: say.save, exact: true }).click()
	await page.getByText(say.kept, { exact: true }).waitFor()
	await open('', all)
	await page.getByRole('combobox', { name: say.saved }).selectOption(say.called)
	await until('what was searched', async () => await rows.count() === found)
	const asked = (url) => [...url.searchParams].sort().join('&')
	assert.equal(asked(new URL(page.url())), asked(address(query)))
	assert.equal(await page.locator(filled[0]).inputValue(), filled[1])
	await page.getByRole('button', { name: say.drop }).click()
	await page.getByRole('combobox', { name: say.saved }).waitFor({ state: 'detached' })
	await page.getByRole('button', { name: say.reset, exact: true }).click()

	await open('', all)
	const heading = page.getByRole('columnheader', { name: column, exact: true })
	await heading.waitFor()
	await page.getByRole('button', { name: say.columns, exact: true }).click()
	const box = page.getByRole('checkbox', { name: column, exact: true })
	await box.uncheck()
	await heading.waitFor({ state: 'detached' })
	assert.ok(await page.locator('dialog[open] li').first().getByRole('checkbox').isDisabled(), 'the first column stays')
	await page.locator('dialog[open]').getByRole('button', { name: say.close }).last().click()
	await open('', all)
	await heading.waitFor({ state: 'detached' })
}

/** The file has what the list shows, and only that. */
async function exported({ page }, say) {
	await page.getByRole('button', { name: say.begin, exact: true }).click()
	const link = page.getByRole('link', { name: say.fetch })
	await link.waitFor()
	const [download] = await Promise.all([page.waitForEvent('download'), link.click()])
	const [{ rows }] = readSheets(readFileSync(await download.path()))
	return { name: download.suggestedFilename(), head: rows[0], rows: rows.slice(1) }
}

async function defaults({ page }, say, { column }) {
	await page.getByRole('button', { name: say.columns, exact: true }).click()
	await page.getByRole('button', { name: say.defaults }).click()
	await page.getByRole('columnheader', { name: column, exact: true }).waitFor({ state: 'attached' })
	await page.locator('dialog[open]').getByRole('button', { name: say.close }).last().click()
}

for (const language of ['zh', 'en'])
	describe(`PLAT-7 lists (${language})`, () => {
		const say = text[language]

		it('PLAT-7 an institution walks, sorts, searches, arranges and exports its orders', async () => {
			const user = await accounts.operator({ division: 430102 })
			const client = await Client.signedIn(stack, user)
			const made = []
			for (const app_name of ['云上挂号', '云上缴费', '掌上取药'])
				made.unshift((await submittedApplication(client, { app_name })).order_no)
			made.unshift((await draftApplication(client)).order_no)
			client.close()
			// Of one list: where there are several, facets are that one's own.
			const here = await at(user, 'orders?list=access', language)
			const { page, rows, open, cells, press, marked, leave } = here
			await open('', 4)
			assert.deepEqual(await cells('order_no'), made)

			// Down and up, no further than the ends; Enter and o open, wherever the focus is left.
			await press('j', 'j', 'ArrowDown', 'j', 'j')
			await marked(3)
			await press('k', 'ArrowUp')
			await marked(1)
			await press('Enter')
			await page.waitForURL((url) => url.pathname.endsWith(`/orders/${made[1]}`))
			await open('', 4)
			await press('j', 'j', 'j')
			await marked(2)
			await leave()
			await press('o')
			await page.waitForURL((url) => url.pathname.endsWith(`/orders/${made[2]}`))
			await open('', 4)
			await press('j', 'Enter')
			await page.waitForURL((url) => url.pathname.endsWith(`/orders/${made[0]}/edit`))

			// ? tells the keys of this list and no others; / goes to the first filter.
			await open('', 4)
			await press('?')
			const keys = page.getByRole('dialog', { name: say.help })
			await keys.getByText(say.order.open, { exact: true }).waitFor()
			assert.deepEqual(await keys.locator('kbd').allInnerTexts(), ['j', '↓', 'k', '↑', 'Enter', 'o', '/', '?'])
			await press('Escape')
			await press('/')
			assert.equal(await page.evaluate(() => document.activeElement.id), 'filter-list')
			await page.locator('#filter-title').focus()
			await page.keyboard.type('云上')
			await press('Enter')
			await until('two orders', async () => await rows.count() === 2)
			assert.equal(new URL(page.url()).searchParams.get('title'), '云上')

			// Time turns round, and stays turned under a tab.
			await open('', 4)
			await page.getByRole('button', { name: say.order.no }).click()
			await until('the oldest first', async () => (await cells('order_no')).join() === [...made].reverse().join())
			assert.equal(await page.locator('th[aria-sort=ascending]').innerText(), say.order.no)
			await page.locator('nav.tabs').getByRole('link', { name: say.order.tab }).click()
			await until('the draft', async () => await rows.count() === 1)
			assert.match(page.url(), /sort=oldest/)

			// A day that all were submitted on, and one that none was.
			const today = new Date(Date.now() + 8 * 3600_000).toISOString().slice(0, 10)
			await open(`?submitted_from=${today}&submitted_to=${today}`, 3)
			await open('?submitted_to=2020-01-01', 0)

			await arrange(here, say, say.order, '?title=%E4%BA%91%E4%B8%8A&sort=oldest', ['#filter-title', '云上'], 4, 2)
			await open('?title=%E4%BA%91%E4%B8%8A&sort=oldest', 2)
			const file = await exported(here, say)
			assert.deepEqual([file.head, file.rows.map(([, order_no]) => order_no)], [say.order.head, [made[3], made[2]]])
			await defaults(here, say, say.order)
			await here.close()
		})

		it('PLAT-7 a list longer than it is counted says so, and is walked beyond the count and back', async () => {
			const nation = await accounts.person('platform_admin', await accounts.bureau('nation', 0))
			const { id } = await accounts.institution(430102)
			await db.query(`INSERT INTO accounts (name, kind, display_name, name_key, password_hash, must_change_password, state, created_at)
					SELECT CONCAT('long-', seq), 1, '众', CONCAT('long-', seq, '\n众'), 'x', 0, 1, UTC_TIMESTAMP(3) FROM seq_1_to_1100;
				INSERT INTO grants (account_id, organisation_id, role, state, created_at)
					SELECT id, ?, 3, 1, UTC_TIMESTAMP(3) FROM accounts WHERE name LIKE 'long-%'`, id)
			try {
				const { page, open, cells, close } = await at(nation, 'accounts', language)
				const at_page = async (n, newest) => {
					await until(`page ${n}`, async () => (await page.locator('.pager [aria-current]').innerText()).trim() === String(n) && (await cells('name'))[0] === `long-${newest}`)
					assert.deepEqual(await cells('name'), Array.from({ length: 10 }, (_, i) => `long-${newest - i}`))
				}
				await open('?role=finance&page=100', 10)
				await at_page(100, 110)
				assert.deepEqual((await page.locator('nav.tabs .count').allInnerTexts()).slice(0, 2), ['1000+', '1000+'])
				assert.match(await page.locator('.pager .total').innerText(), /1000\+/)
				await page.getByRole('button', { name: say.forward, exact: true }).click()
				await at_page(101, 100)
				await page.getByRole('button', { name: say.forward, exact: true }).click()
				await at_page(102, 90)
				await page.getByRole('button', { name: say.back, exact: true }).click()
				await at_page(101, 100)
				await page.reload()
				await at_page(101, 100)
				await close()
			} finally {
				await db.query(`DELETE FROM grants WHERE account_id IN (SELECT id FROM accounts WHERE name LIKE 'long-%'); DELETE FROM accounts WHERE name LIKE 'long-%'`)
			}
		})

		it('PLAT-7 a list with no page of its own is drawn from its description', async () => {
			const institution = await accounts.institution(430102)
			const user = await accounts.person('institution_admin', institution)
			const other = (await accounts.operator({ institution })).account
			const { page, rows, open, cells, close } = await at(user, 'lists/account', language)
			await open('', 2)
			assert.equal(await page.getByRole('heading', { level: 1 }).innerText(), say.account.title)
			assert.deepEqual((await page.locator('th').allInnerTexts()).map((one) => one.trim()), [...say.account.head.slice(0, 2), say.account.column, ...say.account.head.slice(2)])
			assert.deepEqual((await page.locator('nav.tabs .count').allInnerTexts()).map(Number), [2, 2, 0, 0])
			await page.getByRole('button', { name: say.account.created }).click()
			await until('the oldest first', async () => (await cells('name')).join() === [user.account, other].join())
			await page.getByLabel(say.account.role, { exact: true }).selectOption('operator')
			await page.getByRole('button', { name: say.search, exact: true }).click()
			await until('one account', async () => await rows.count() === 1 && (await cells('name')).join() === other)
			assert.deepEqual([await cells('roles'), await cells('state')], [[say.account.operator], [say.account.active]])
			// What every object in a browser has is no list either.
			for (const none of ['nothing', 'constructor']) {
				await page.goto(new URL(`lists/${none}`, stack.url).href)
				await page.getByRole('heading', { level: 1, name: say.nowhere, exact: true }).waitFor()
				assert.match(await page.title(), new RegExp(`^${say.nowhere}`))
			}
			await close()
		})

		it('PLAT-7 an administrator walks, searches, arranges and exports accounts, and unlocks by key', async () => {
			const institution = await accounts.institution(430102)
			const user = await accounts.person('institution_admin', institution)
			const made = []
			for (let i = 0; i < 4; i++)
				made.unshift((await accounts.operator({ institution })).account)
			const client = await Client.open(stack)
			for (const name of [made[1], made[2]])
				for (let i = 0; i < 5; i++)
					await client.tryPassword(name, 'not the password')
			client.close()
			await db.query('UPDATE accounts SET state = 2 WHERE name = ?', made[3])
			const all = [...made, user.account]
			const here = await at(user, 'accounts', language)
			const { page, rows, open, cells, press, marked, focus, leave } = here
			await open('', 5)
			assert.deepEqual(await cells('name'), all)
			assert.deepEqual((await page.locator('nav.tabs .count').allInnerTexts()).map(Number), [5, 2, 2, 1])

			// The focus goes along, to each row's button; an account that is not locked is not unlocked.
			await press('j')
			await marked(0)
			await focus('tr[data-row="0"] button')
			await press('u')
			await press('j')
			await marked(1)
			await focus('tr[data-row="1"] button')
			await press('?')
			const keys = page.getByRole('dialog', { name: say.help })
			await keys.getByText(say.account.open, { exact: true }).waitFor()
			assert.deepEqual(await keys.locator('kbd').allInnerTexts(), ['j', '↓', 'k', '↑', 'Enter', 'o', 'u', '/', '?'])
			await press('Escape')

			// Unlocking leaves the mark and the focus where they were, and unlocks no other.
			await leave()
			await press('u')
			await page.locator('.toast').getByText(say.account.unlocked(made[1]), { exact: true }).waitFor()
			await until('one is locked', async () => await page.getByRole('button', { name: say.account.unlock }).count() === 1)
			await marked(1)
			await press('u')
			assert.equal(await db.value('SELECT COUNT(*) FROM login_tries WHERE locked_until > UTC_TIMESTAMP(3) AND account_id IN (SELECT id FROM accounts WHERE name IN (?, ?))', made[1], made[2]), '1')
			await page.locator('nav.tabs').getByRole('link', { name: say.account.tab }).click()
			await until('one row', async () => await rows.count() === 1)
			await press('j')
			await focus('tr[data-row="0"] button')
			await press('u')
			await page.locator('.toast').getByText(say.account.unlocked(made[2]), { exact: true }).waitFor()
			await until('none is left', async () => await rows.count() === 0)
			await until('the focus is on the page', () => page.evaluate(() => !!document.activeElement.closest('main a')))

			// An institution has one organisation: there is no filter by it, nor by roles of others.
			await open('', 5)
			assert.equal(await page.locator('#filter-organisation_name').count(), 0)
			assert.equal(await page.locator('#filter-role option').count(), 6)
			await press('/')
			assert.equal(await page.evaluate(() => document.activeElement.id), 'filter-name')
			await page.getByLabel(say.account.who, { exact: true }).fill(made[0])
			await page.getByLabel(say.account.role, { exact: true }).selectOption('operator')
			await page.getByRole('button', { name: say.search, exact: true }).click()
			await until('one account', async () => (await cells('name')).join() === made[0])
			// Whom one looks for stands in no address, and yet a reload keeps it.
			assert.equal(new URL(page.url()).search, '?role=operator')
			await page.reload()
			await until('one account', async () => (await cells('name')).join() === made[0])
			assert.equal(await page.getByLabel(say.account.who, { exact: true }).inputValue(), made[0])
			await page.getByRole('button', { name: say.reset, exact: true }).click()
			await until('all accounts', async () => (await cells('name')).length === 5)

			await open('', 5)
			await page.getByRole('button', { name: say.account.created }).click()
			await until('the oldest first', async () => (await cells('name')).join() === [user.account, ...made.slice().reverse()].join())

			await arrange(here, say, say.account, '?role=operator&state=active', ['#filter-role', 'operator'], 5, 3)
			await open('?role=operator&state=active', 3)
			const file = await exported(here, say)
			assert.match(file.name, /^accounts-\d{8}\.xlsx$/)
			assert.deepEqual(file.head, say.account.head)
			assert.deepEqual(file.rows.map((row) => [row[0], row[2], row[3]]), made.slice(0, 3).map((name) => [name, say.account.operator, say.account.active]))
			await defaults(here, say, say.account)
			await here.close()
		})
	})
