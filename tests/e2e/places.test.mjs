// Where one was and what one typed: a reload, signing out, an ended session, the
// browser's own buttons and a second tab lose neither, and show neither to another.
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { Accounts } from '../lib/accounts.mjs'
import { openBrowser } from '../lib/browser.mjs'
import { Client } from '../lib/client.mjs'
import { Database } from '../lib/db.mjs'
import { decide, draftApplication, submittedApplication } from '../lib/orders.mjs'
import { fillSignIn, person, signIn } from '../lib/people.mjs'
import { sharedStack, until } from '../lib/stack.mjs'

let stack, db, accounts, browser
before(async () => {
	stack = await sharedStack()
	db = new Database(stack)
	accounts = new Accounts(stack, db)
	browser = await openBrowser(stack)
	await accounts.bureau('province', 370000)
})
after(() => stack?.stop())

const at = (path) => new URL(path, stack.url).href
// What an ended session says on the console.
const allow = [/401/]

async function asClient(user, act) {
	const client = await Client.signedIn(stack, user)
	try {
		return await act(client)
	} finally {
		client.close()
	}
}

async function savedDraft(client, more) {
	const { order_no, version, content } = await draftApplication(client, more)
	await client.expect(200, 'PUT', `/orders/${order_no}/draft`, { body: { version, content } })
	return { order_no }
}

// --- what people do ----------------------------------------------------------

/** Signs out by the menu; the login page stays, its captcha's answer is given back. */
async function signOut(page) {
	const captcha = page.waitForResponse((answer) => /\/api\/captchas$/.test(answer.url()) && answer.status() === 201)
	await page.locator('header.bar .popup > button').click()
	await page.getByRole('button', { name: '退出登录' }).click()
	const { answer } = await (await captcha).json()
	await page.locator('#field-account').waitFor()
	return answer
}

/** Ends every session of the account, and does what finds out. */
async function lose({ page, user }, act) {
	await db.query(`UPDATE sessions SET ended_at = UTC_TIMESTAMP(3) WHERE ended_at IS NULL
		AND account_id = (SELECT id FROM accounts WHERE name = ?)`, user.account)
	const captcha = page.waitForResponse((answer) => /\/api\/captchas$/.test(answer.url()) && answer.status() === 201)
	await act()
	const { answer } = await (await captcha).json()
	await page.locator('.ended').waitFor()
	return answer
}

/** A page's state as people see it: its address, and every value and choice in it, once its papers have their pages. */
const seen = (page) => page.waitForFunction(() => ![...document.querySelectorAll('main input')]
	.some((element) => /共 0 页/.test(element.getAttribute('aria-label') ?? ''))).then(() => page.evaluate(() => ({
	place: location.pathname + location.search,
	values: Object.fromEntries([...document.querySelectorAll('main :is(input, textarea, select)')]
		.map((element, i) => [element.id || element.name && `${element.name}=${element.value}` || element.getAttribute('aria-label') || `${i}`,
			['radio', 'checkbox'].includes(element.type) ? element.checked : element.value])),
})))

// Until the page shows what it showed before: pages fetch, then draw.
const sameAs = (page, before) => until('the page as it was', async () => {
	assert.deepEqual(await seen(page), before)
	return true
})

// Nothing that the first of two accounts typed is anywhere in the page of the other.
async function assertNothingOf(page, words) {
	const text = await page.evaluate(() => document.body.innerText
		+ [...document.querySelectorAll('input, textarea')].map((element) => element.value).join('\n'))
	for (const word of words)
		assert.ok(!text.includes(word), `${word} is shown to somebody else`)
}

/** Types on, and says what is there then. */
async function add_to_name(page, { words }) {
	await page.locator('#field-app_name').press('End')
	await page.keyboard.type('了')
	return { 'field-app_name': `${words[0]}了` }
}

// --- the places -----------------------------------------------------------------

/** Somebody else at the institution of an operator: sees what is saved there, and nothing besides. */
async function colleague({ account }) {
	const [{ id }] = await db.query(`SELECT organisation_id AS id FROM grants
		WHERE account_id = (SELECT id FROM accounts WHERE name = ?)`, account)
	return accounts.operator({ institution: { id: Number(id) } })
}

/**
 * Each: make() gives { user, other, path, words, saved }: who works there, a colleague
 * who comes after in the same browser and may see the place too, where, what is typed,
 * and what of it is on the server for both. fill types it, unsaved what cannot be saved,
 * more a little more once the session has ended; poke is what finds that out, and
 * leaves says where that step leads, if away.
 */
const places = {
	'an order that is filled in': {
		make: async () => {
			const user = await accounts.operator({ division: 370102 })
			const { order_no } = await asClient(user, (client) => savedDraft(client))
			return { user, other: await colleague(user), path: `orders/${order_no}/edit`, words: ['打了一半的应用名', '打了一半的备注'], saved: ['打了一半的应用名', '打了一半的备注'] }
		},
		fill: async (page, { words }) => {
			await page.locator('#field-app_name').fill(words[0])
			await page.getByRole('radio', { name: '支付宝' }).first().check()
			await page.locator('#field-note').fill(words[1])
		},
		// What no save could carry is in this tab alone.
		unsaved: async (page) => {
			await page.route(/\/draft$/, (route) => route.abort('connectionfailed'))
			await page.locator('#field-note').fill('没能保存的半句话')
			await page.locator('.state.unsaved').waitFor()
			return '没能保存的半句话'
		},
		more: add_to_name,
	},
	'a returned order with fields unlocked': {
		make: async () => {
			const user = await accounts.operator({ division: 370102 })
			const reviewer = await accounts.reviewer('city', 370100) // before it is submitted: who is there gets it
			const order = await asClient(user, (client) => submittedApplication(client))
			await asClient(reviewer, (client) => decide(client, order, 'reject', {
				reason: '请改正', remarks: [{ field: 'app_name', code: 'incomplete', words: '名称不全', remedy: '写全名称' }],
			}))
			return { user, other: await colleague(user), path: `orders/${order.order_no}/edit`, words: ['改正后的名称', '联系人已离职', '新联系人', '还没说完的原因'],
				saved: ['改正后的名称', '联系人已离职', '新联系人'] }
		},
		fill: async (page, { words }) => {
			const unlock = async (field, reason) => {
				await page.locator(`#field-${field}`).getByRole('button', { name: /^修改此项/ }).click()
				await page.locator(`#unlock-${field}`).fill(reason)
			}
			await page.locator('#field-app_name').fill(words[0])
			await unlock('contact_name', words[1])
			await page.locator('#field-contact_name').getByRole('button', { name: '解锁' }).click()
			await page.locator('input#field-contact_name').fill(words[2])
			await unlock('mail', words[3])
		},
		more: add_to_name,
	},
	'the answers to check': {
		make: async () => {
			const user = await accounts.operator({ division: 370102 })
			const { order_no } = await asClient(user, (client) => savedDraft(client, { note: '检查时的备注' }))
			return { user, other: await colleague(user), path: `orders/${order_no}/edit?step=check`, words: ['检查时的备注'], saved: ['检查时的备注'] }
		},
		fill: (page) => page.locator('.check').waitFor(),
		poke: (page) => page.locator('header.bar').getByRole('link', { name: '我的申请' }).click(),
		leaves: (url) => url.pathname.endsWith('/orders'),
	},
	'an opinion on an order': {
		make: async () => {
			const user = await accounts.reviewer('city', 370100)
			const operator = await accounts.operator({ division: 370102 })
			const { order_no } = await asClient(operator, (client) => submittedApplication(client))
			return { user, other: await accounts.reviewer('city', 370100), path: `reviews/${order_no}`, words: ['协议缺少签章页', '补齐后重新上传', '总的理由写到一半', '另附的备注'] }
		},
		fill: async (page, { words }) => {
			await page.locator('#decision-submit').waitFor()
			await page.keyboard.press('r')
			await page.getByRole('combobox', { name: '选择要提意见的栏目' }).selectOption('agreement')
			await page.locator('#remark-agreement').selectOption({ index: 1 })
			const remark = page.locator('.remarks .remark')
			await remark.locator('textarea').fill(words[0])
			await remark.locator('input').fill(words[1])
			await page.locator('#decision-reason').fill(words[2])
			await page.locator('#decision-remark').fill(words[3])
		},
		poke: async (page) => {
			await page.evaluate(() => document.activeElement.blur())
			await page.keyboard.press('c')
		},
	},
	'a list with filters, sorting and a page': {
		make: async () => {
			const institution = await accounts.institution(370102)
			const user = await accounts.reviewer('city', 370100)
			await asClient(await accounts.operator({ institution }), async (client) => {
				for (let i = 0; i < 11; i++)
					await submittedApplication(client)
			})
			return { user, other: await accounts.reviewer('city', 370100), path: 'reviews?state=waiting', words: [institution.code], saved: [institution.code], institution }
		},
		fill: async (page, { institution }) => {
			await page.locator('#filter-institution_code').fill(institution.code)
			await page.getByRole('button', { name: '查询', exact: true }).click()
			await page.waitForURL(/institution_code=/)
			await page.getByRole('columnheader', { name: '提交时间' }).getByRole('button').click()
			await page.waitForURL(/sort=newest/)
			await page.getByRole('button', { name: '下一页' }).click()
			await page.waitForURL(/page=2/)
			await until('one row', async () => await page.locator('tr[data-row]').count() === 1)
		},
		poke: (page) => page.getByRole('button', { name: '上一页' }).click(),
		leaves: (url) => url.searchParams.has('institution_code') && !url.searchParams.has('page'),
	},
	'the board': {
		make: async () => {
			const user = await accounts.operator({ division: 370102 })
			await asClient(user, (client) => draftApplication(client))
			return { user, other: await colleague(user), path: 'board', words: [] }
		},
		fill: (page) => page.locator('.items li').first().waitFor(),
		poke: (page) => page.locator('header.bar').getByRole('link', { name: '我的申请' }).click(),
		leaves: (url) => url.pathname.endsWith('/orders'),
	},
}

describe('the same place, and nothing lost', () => {
	for (const [name, { make, fill, more, poke, leaves, unsaved }] of Object.entries(places)) {
		it(`PLAT-4 LOGIN-6 ${name}: a reload and signing out come back to it, for the same account alone`, async () => {
			const place = await make()
			// A reload may pass a save that is still on its way: the page finds its own words there, and asks nobody.
			const here = await person(browser, stack, place.user, { allow: [...allow, /409 .*\/draft$/, ...unsaved ? [/ERR_CONNECTION_FAILED/] : []] })
			const { page, say } = here
			await page.goto(at(place.path))
			await fill(page, place)
			const before = await seen(page)
			for (const word of place.words)
				assert.ok(JSON.stringify(before).includes(word) || await page.getByText(word).count(), word)
			await page.reload()
			await sameAs(page, before)
			await fillSignIn(page, place.user, say, await signOut(page))
			await sameAs(page, before)
			assert.equal(await page.getByRole('button', { name: '保留我填写的内容' }).count(), 0)

			const lost = await unsaved?.(page)
			const left = await seen(page)
			const answer = await signOut(page)
			await page.unroute(/\/draft$/)
			await fillSignIn(page, place.other, say, answer)
			await page.locator('main h1').first().waitFor()
			assert.match(new URL(page.url()).pathname, /\/(board|reviews)$/)
			const own = [...place.words.filter((word) => !place.saved?.includes(word)), ...lost ? [lost] : []]
			await page.waitForLoadState('networkidle')
			await assertNothingOf(page, own)
			// The colleague at the very place: what is typed there is what is saved.
			await page.goto(at(place.path))
			await page.locator('main h1').first().waitFor()
			await page.waitForLoadState('networkidle')
			await assertNothingOf(page, own)
			assert.ok(!/institution_code|sort|page=/.test(page.url()))
			assert.equal(await page.evaluate(() => document.getElementById('filter-institution_code')?.value ?? ''), '')
			if (lost) {
				// Whose words they are finds them again.
				await fillSignIn(page, place.user, say, await signOut(page))
				await page.goto(at(place.path))
				await sameAs(page, left)
			}
			await here.close()
		})

		it(`PLAT-4 LOGIN-6 ${name}: a session that ends is taken up again where it ended`, async () => {
			const place = await make()
			const here = await person(browser, stack, place.user, { allow })
			const { page, say } = here
			await page.goto(at(place.path))
			await fill(page, place)
			// Before the session is gone: any call of the page's own may be the one that finds out.
			let before = await seen(page)
			const answer = await lose(here, async () => {
				// A call of the page's own may find out before, or at once.
				const ended = page.locator('.ended').waitFor()
				if (more)
					await Promise.race([ended, more(page, place).then((typed) => (before = { ...before, values: { ...before.values, ...typed } }), () => ended)])
				await poke?.(page)
			})
			await fillSignIn(page, place.user, say, answer)
			if (leaves)
				// The step that found out is the one that is taken.
				await page.waitForURL(leaves)
			else
				await sameAs(page, before)
			await here.close()
		})
	}

	it('PLAT-4 a tab that is killed 3 s after the last key has lost nothing', async () => {
		const { user, path, words } = await places['an order that is filled in'].make()
		const first = await person(browser, stack, user)
		await first.page.goto(at(path))
		await places['an order that is filled in'].fill(first.page, { words })
		await first.page.waitForTimeout(3000)
		const before = await seen(first.page)
		// Killed, not closed: whatever the page still wants to say is not heard.
		await first.context.setOffline(true)
		await first.context.close()
		const again = await person(browser, stack, user)
		await again.page.goto(at(path))
		await sameAs(again.page, before)
		await again.close()
	})

	it('PLAT-4 what was typed in the very moment before signing out is on the server', async () => {
		const { user, path } = await places['an order that is filled in'].make()
		// What checks the field that was left may be on its way when the session ends, and be refused.
		const here = await person(browser, stack, user, { allow: [/401/] })
		await here.page.goto(at(path))
		await here.page.locator('#field-note').fill('退出前的最后一句')
		await signOut(here.page)
		await here.close()
		const { content } = await asClient(user, (client) => client.expect(200, 'GET', `/${path.replace('/edit', '')}`))
		assert.equal(content.note, '退出前的最后一句')
	})

	it('PLAT-4 what was typed in the very moment before a reload is there, and nobody is blamed for it', async () => {
		const { user, path } = await places['an order that is filled in'].make()
		// The save from before the reload may pass the one behind it; who typed is not asked about that.
		const here = await person(browser, stack, user, { allow: [/409/] })
		const { page } = here
		await page.goto(at(path))
		for (let i = 0; i < 5; i++) {
			await page.locator('#field-note').fill(`第${i}次，刚打完就刷新`)
			await page.reload()
			await until('the words', async () => await page.locator('#field-note').inputValue() === `第${i}次，刚打完就刷新`)
		}
		await page.getByText(/已保存 \d\d:\d\d|填写时自动保存/).waitFor()
		await page.waitForTimeout(2500)
		assert.equal(await page.getByRole('button', { name: '保留我填写的内容' }).count(), 0)
		await here.close()
	})
})

describe('the browser\'s own ways', () => {
	it('PLAT-7 Back and Forward walk through filters, pages and orders', async () => {
		const { make, fill } = places['a list with filters, sorting and a page']
		const place = await make()
		const here = await person(browser, stack, place.user)
		const { page } = here
		await page.goto(at(place.path))
		await fill(page, place)
		const list = await seen(page)
		await page.locator('tr[data-row]').getByRole('link', { name: /^去审批/ }).last().click()
		await page.locator('#decision-submit').waitFor()
		const order = new URL(page.url()).pathname
		await page.goBack()
		await sameAs(page, list)
		await page.goForward()
		await page.locator('#decision-submit').waitFor()
		assert.equal(new URL(page.url()).pathname, order)
		// The way back to the list is the list as it was, after a reload too.
		await page.reload()
		await page.locator('#decision-submit').waitFor()
		await page.getByRole('link', { name: '返回列表' }).click()
		await sameAs(page, list)
		await page.goBack()
		await page.goBack()
		await page.goBack()
		await page.waitForURL((url) => !url.searchParams.has('page') && url.searchParams.get('sort') === 'newest')
		await page.goBack()
		await page.waitForURL((url) => !url.searchParams.has('sort') && url.searchParams.has('institution_code'))
		assert.equal(await page.locator('#filter-institution_code').inputValue(), place.institution.code)
		await page.goBack()
		await page.waitForURL((url) => !url.searchParams.has('institution_code'))
		assert.equal(await page.locator('#filter-institution_code').inputValue(), '')
		await here.close()
	})

	it('LOGIN-6 a second tab is signed in; when one tab signs out the other comes back to its place', async () => {
		const place = await places['an order that is filled in'].make()
		const here = await person(browser, stack, place.user, { allow })
		await here.page.goto(at(place.path))
		await here.page.locator('#field-note').waitFor()
		const second = await here.context.newPage()
		second.setDefaultTimeout(60_000)
		await second.goto(at('board'))
		await second.locator('.items li').first().waitFor()
		// What the first has not saved yet is there again as well.
		await here.page.route(/\/draft$/, (route) => route.abort())
		await here.page.locator('#field-note').fill(place.words[1])
		await signOut(second)
		const captcha = here.page.waitForResponse((answer) => /\/api\/captchas$/.test(answer.url()) && answer.status() === 201)
		await here.page.getByRole('link', { name: '原账号重新登录' }).click()
		await here.page.unroute(/\/draft$/)
		const { answer } = await (await captcha).json()
		await fillSignIn(here.page, place.user, here.say, answer)
		await here.page.waitForURL(at(place.path))
		await until('the note', async () => await here.page.locator('#field-note').inputValue() === place.words[1])
		await here.close()
	})

	it('PLAT-4 two tabs fill in one order: the later is asked whose words hold, also after a reload', async () => {
		const { make } = places['an order that is filled in']
		const place = await make()
		const here = await person(browser, stack, place.user, { allow: [/409/] })
		const { page } = here
		await page.goto(at(place.path))
		await page.locator('#field-note').waitFor()
		const second = await here.context.newPage()
		await second.goto(at(place.path))
		await second.locator('#field-note').fill('第二个标签页的话')
		await second.getByText(/已保存 \d\d:\d\d/).waitFor()
		await second.close()
		await page.locator('#field-note').fill('第一个标签页的话')
		const mine = page.getByRole('button', { name: '保留我填写的内容' })
		await mine.waitFor()
		await page.reload()
		await mine.waitFor()
		assert.equal(await page.locator('#field-note').inputValue(), '第一个标签页的话')
		await mine.click()
		await page.getByText(/已保存 \d\d:\d\d/).waitFor()
		await page.reload()
		await until('mine', async () => await page.locator('#field-note').inputValue() === '第一个标签页的话')
		await here.close()
	})

	it('LOGIN-6 the address of a page opened before signing in is where one arrives', async () => {
		const place = await places['an opinion on an order'].make()
		const here = await person(browser, stack, place.other, { allow })
		await signOut(here.page)
		await signIn(here.page, place.other, here.say, at(`${place.path}?from=mail`))
		await here.page.waitForURL(at(`${place.path}?from=mail`))
		await here.page.locator('#decision-submit').waitFor()
		await here.close()
	})
})
