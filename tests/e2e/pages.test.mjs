// Every page in both languages, from a phone to a large screen, light, dark and on
// paper: nothing sticks out, axe finds nothing, title and language are right,
// English pages are English, the console is silent. Every page while it waits,
// when its answer fails, and again after that. Then what people meet when they
// work at the same time.
import assert from 'node:assert/strict'
import { mkdirSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import AxeBuilder from '@axe-core/playwright'
import { Accounts } from '../lib/accounts.mjs'
import { openBrowser, openPage } from '../lib/browser.mjs'
import { Client } from '../lib/client.mjs'
import { Database } from '../lib/db.mjs'
import { draftChange, draftRecord } from '../lib/institutions.mjs'
import { decide, draftApplication, submit, submittedApplication } from '../lib/orders.mjs'
import { pdf } from '../lib/papers.mjs'
import { fillSignIn, person, words } from '../lib/people.mjs'
import { sharedStack, top, until } from '../lib/stack.mjs'

let stack, accounts, browser, password
before(async () => {
	stack = await sharedStack()
	accounts = new Accounts(stack, new Database(stack))
	browser = await openBrowser(stack)
	password = (await stack.ctl('demo', 'logins')).match(/\b[HP]\d{11}\s+(\S+)/)[1]
})
after(() => stack?.stop())

/** What the code of a paper asks by that stands so. */
const code = (standing) => new Database(stack).value('SELECT code FROM documents WHERE state = 2 AND standing = ? LIMIT 1', standing)

const wide = { width: 1440, height: 900 }
const narrow = { width: 390, height: 844 }
/** [size, language, with axe]; no language: only whether all fits, in the last one. */
const looks = [[{ width: 1920, height: 1080 }], [wide, 'zh'], [wide, 'en', true], [{ width: 1240, height: 800 }], [{ width: 1000, height: 800 }],
	[narrow, 'en'], [narrow, 'zh', true]]

// SHOTS=directory keeps a picture of what is longest.
async function shot(page, name) {
	if (!process.env.SHOTS)
		return
	const directory = join(top, process.env.SHOTS)
	mkdirSync(directory, { recursive: true })
	await page.screenshot({ path: join(directory, `${name}.png`), fullPage: true })
}

// --- what holds on every page ------------------------------------------------

// Where the page, not a scroller inside it, is wider than the window: what sticks out.
const overflow = (page) => page.evaluate(() => {
	const { scrollWidth } = document.documentElement
	if (scrollWidth <= window.innerWidth)
		return []
	return [`the page, ${scrollWidth} px`, ...[...document.body.querySelectorAll('*')]
		.filter((element) => element.getBoundingClientRect().right > window.innerWidth + 0.5)
		.map((element) => `${element.tagName.toLowerCase()}.${element.className}`).slice(0, 5)]
})

// Han characters that no lang=zh covers, and names of messages instead of words.
const strays = (page, english) => page.evaluate((english) => {
	const found = []
	const look = (text, element) => {
		if (english && /\p{Script=Han}|[、。，：（）]/u.test(text) && !element.closest('[lang^=zh]'))
			found.push(text.trim())
		if (/^(shell|ui|session|order|file|review|account|switch|partner|kinds|record|board|list|export|certificate|phone|administration|enrolment|recovery|sent|money|proof|issue|notice|office|seal|verify)\.[a-z_.]+$/.test(text.trim()))
			found.push(text.trim())
	}
	const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
	for (let node = walker.nextNode(); node; node = walker.nextNode())
		if (!node.parentElement.closest('script, style, noscript'))
			look(node.textContent, node.parentElement)
	for (const name of ['placeholder', 'aria-label', 'title', 'alt'])
		for (const element of document.body.querySelectorAll(`[${name}]`))
			look(element.getAttribute(name), element)
	return found
}, english)

// Something to read, and nothing still on its way.
const ready = (page) => page.waitForFunction(() => document.querySelector('main h1, main h2, main .state')
	&& !document.querySelector('main .loading'))

// All that is wrong with the page in sight, in words.
async function faultsOf(page, language, title, { without_axe = false } = {}) {
	const { lang } = words[language]
	const name = language === 'en' ? 'Liangding' : '两定'
	const right = title ? `${title} · ${name}` : name
	const found = []
	await until('the title', async () => await page.title() === right, 5)
		.catch(async () => found.push(`title ${await page.title()} instead of ${right}`))
	const seen = await page.locator('html').getAttribute('lang')
	if (seen !== lang)
		found.push(`lang ${seen} instead of ${lang}`)
	for (const text of await strays(page, language === 'en'))
		found.push(`not ${language}: ${text}`)
	for (const what of await overflow(page))
		found.push(`sticks out: ${what}`)
	return without_axe ? found : [...found, ...await axe(page)]
}

// What axe finds; rules: these alone.
async function axe(page, rules) {
	// Legacy mode: no second page for the sum, there are no frames here.
	const builder = new AxeBuilder({ page }).setLegacyMode(true).options({ resultTypes: ['violations'] })
	if (rules)
		builder.withRules(rules)
	else
		builder.withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa'])
	const { violations } = await builder.analyze()
	return violations.map(({ id, nodes }) => `axe ${id}: ${nodes.map(({ target }) => target).join(', ')}`)
}

// Colours settle: the theme turns with a transition.
const settled = (page) => page.evaluate(() => Promise.all(document.getAnimations()
	.filter(({ effect }) => effect.getComputedTiming().iterations !== Infinity).map(({ finished }) => finished.catch(() => {}))))

// Dark: the same page, its colours alone.
async function dark(page) {
	await page.emulateMedia({ colorScheme: 'dark' })
	await page.locator('html[data-theme=dark]').waitFor()
	await settled(page)
	const found = await axe(page, ['color-contrast'])
	await page.emulateMedia({ colorScheme: 'light' })
	await page.locator('html[data-theme=light]').waitFor()
	await settled(page)
	return found.map((fault) => `dark: ${fault}`)
}

/**
 * On paper, with the dark theme on: black on white, no control, every word of the
 * page's own that the screen shows, and nothing cut off at the edge of the sheet.
 */
async function paper(page) {
	// What is there to read: no control's name, nothing that only a screen reader says,
	// and of a list neither headings, which cards draw before each value, nor row numbers.
	const read = () => page.evaluate(() => {
		const words = []
		const walker = document.createTreeWalker(document.querySelector('main'), NodeFilter.SHOW_TEXT)
		for (let node = walker.nextNode(); node; node = walker.nextNode()) {
			const parent = node.parentElement
			if (node.textContent.trim() && parent.checkVisibility({ checkOpacity: true, checkVisibilityCSS: true })
				&& !parent.closest('.no-print, select, nav, thead, .is-n, .sr-only') && (!parent.closest('button, .btn') || parent.closest('.file, .toggle')))
				words.push(node.textContent.replace(/\s+/g, ' ').trim())
		}
		return words
	})
	await page.setViewportSize(wide)
	await settled(page)
	const on_screen = await read()
	await page.emulateMedia({ media: 'print', colorScheme: 'dark' })
	// A4 less its margins, in CSS pixels.
	await page.setViewportSize({ width: 718, height: 1047 })
	await settled(page)
	const found = await page.evaluate(() => {
		const found = []
		const shown = (element) => element.checkVisibility({ checkOpacity: true, checkVisibilityCSS: true })
		const name = (element) => `${element.tagName.toLowerCase()}.${element.className} ${element.textContent.trim().slice(0, 20)}`
		const light = (colour) => colour.match(/[\d.]+/g).slice(0, 3).reduce((sum, part) => sum + Number(part), 0) / 3
		if (light(getComputedStyle(document.documentElement).backgroundColor) < 240)
			found.push('the paper is not white')
		for (const element of document.querySelectorAll('header.bar, .no-print, main :is(button, nav, select)'))
			// A file's name and a switch's state are words as well.
			if (shown(element) && !element.closest('.file, .toggle'))
				found.push(`a control: ${name(element)}`)
		for (const element of document.querySelectorAll('main *')) {
			if (!shown(element) || !element.childElementCount && !element.textContent.trim())
				continue
			const { overflowX, overflowY, color } = getComputedStyle(element)
			if (element.closest('.sr-only'))
				continue
			if (/auto|scroll|hidden|clip/.test(overflowX + overflowY) && (element.scrollHeight > element.clientHeight + 2 || element.scrollWidth > element.clientWidth + 2))
				found.push(`cut off: ${name(element)}`)
			if (light(color) > 200 && element.textContent.trim())
				found.push(`light on white: ${name(element)}`)
			if (element.getBoundingClientRect().right > window.innerWidth + 1)
				found.push(`beyond the sheet: ${name(element)}`)
		}
		return found.slice(0, 5)
	})
	const on_paper = (await read()).join('\n')
	if (!on_paper)
		found.push('nothing on it')
	for (const words of new Set(on_screen))
		if (!on_paper.includes(words))
			found.push(`not on it: ${words}`)
	await page.emulateMedia({ media: 'screen', colorScheme: 'light' })
	await page.setViewportSize(wide)
	return found.map((fault) => `paper: ${fault}`)
}

const language_button = { zh: '中文', en: 'English' }
async function speak(page, language) {
	if (await page.locator('html').getAttribute('lang') === words[language].lang)
		return
	await page.getByRole('button', { name: language_button[language], exact: true }).click()
	await page.locator(`html[lang="${words[language].lang}"]`).waitFor()
}

// --- the pages ------------------------------------------------------------------

const title = {
	changed: ['登录状态已改变', 'Your session has changed'], unreached: ['无法连接服务器', 'Cannot reach the server'],
	login: ['登录', 'Sign in'], phone: ['手机模拟器', 'Phone simulator'], forgotten_password: ['忘记密码', 'Forgotten your password'], forgotten_account: ['忘记账号', 'Forgotten your account'], bound_phone: ['更换绑定的手机号', 'Change the bound phone'],
	sent: ['演示：已发送的消息', 'Demonstration: messages sent'], qr: ['登录二维码', 'Sign-in code'], grants: ['用户授权列表', 'Your roles'], password: ['修改密码', 'Change your password'],
	board: ['我的待办', 'To do'], orders: ['我的申请', 'My applications'], order_new: ['新建申请', 'New application'], order: ['申请单详情', 'Application'], edit: ['填写申请', 'Edit application'],
	reviews_none: ['审核', 'Review'], permissions: ['审核权限申请', 'Review permissions'],
	reviews: ['定点医药机构线上支付接入申请审核', 'Review of online payment access applications'], review: ['审核申请单', 'Review application'],
	account: ['账号与安全', 'Account and security'], accounts: ['用户管理', 'Accounts'], switches: ['自动通过设置', 'Automatic approval'], partners: ['合作银行', 'Partner banks'], audit: ['审计日志', 'Audit log'], enrolments: ['机构账号申请', 'Account requests'], enrolment: ['机构账号申请', 'Request for an account'], enrol: ['申请机构账号', 'Ask for an institution’s account'], activate: ['设置密码', 'Set your password'], verify: ['文件核验', 'Verify a document'],
	merchant: ['商户中心', 'Merchant centre'], merchants: ['商户入网申请审核', 'Merchant entries'],
	money: ['支付概览', 'Payments'], bills: ['账单查询', 'Transactions'], bill: ['账单详情', 'Transaction'], settlements: ['结算查询', 'Settlements'], settlement: ['结算单', 'Settlement'], account_details: ['账号信息', 'Account details'], notices: ['消息', 'Notices'], office: ['工作分配', 'Work in the office'],
	nowhere: ['没有这个页面', 'Page not found'], record: ['备案信息', 'On file'],
}

const firstOrder = (who, list) => first(who, list, 'order_no')
async function first({ account, realm }, list, key) {
	const client = await Client.open(stack)
	try {
		await client.signIn({ account, password, realm })
		return (await client.expect(200, 'GET', list)).items[0][key]
	} finally {
		client.close()
	}
}

const finance = { account: 'xiangan-finance', realm: 'bureau' }
const hospital = { account: 'H35021300406', realm: 'institution' }
const rejected = { account: 'H35021100052', realm: 'institution' }
const city = { account: 'xiamen-city', realm: 'bureau' }
const province = { account: 'fujian-province', realm: 'bureau' }
const nation = { account: 'nation', realm: 'bureau' }
const waiting = (who) => firstOrder(who, '/reviews?state=waiting')
const nothing = '2020010135020300001'
const empty = async (page) => {
	await page.getByText(/没有符合条件的(申请单|账号)|No (order|account) matches/).waitFor()
	await page.getByText(/^(换个条件，或重置后再查询。|Change the filters, or reset them and search again\.)$/).waitFor()
}
const no_rights = async (page) => {
	await page.locator('main [role=alert]').getByText(/^(没有此项权限|Your role does not allow this)$/).waitFor()
	assert.equal(await page.locator('main .filters, main .tools, main .export').count(), 0, 'nothing to work on what one may not see')
}
const decision = (page) => page.locator('#decision-submit').waitFor()

/** A reviewer who has kept a search and a phrase, in Chinese, and has an order to look at. */
const own = {}
async function settledReviewer() {
	const user = await accounts.reviewer('city', 370100)
	await accounts.bureau('province', 370000)
	const operator = await Client.signedIn(stack, await accounts.operator({ division: 370102 }))
	own.order_no = (await submittedApplication(operator)).order_no
	operator.close()
	const client = await Client.signedIn(stack, user)
	for (const [name, item] of Object.entries({
		review_filters: { name: '微信待审', query: 'state=waiting&facet_b=wechat' },
		phrases: { code: 'expired', words: '协议已过有效期', remedy: '请续签后上传' },
	}))
		await client.expect(200, 'PUT', `/preferences/${name}`, { body: { value: { items: [item] } } })
	client.close()
	return user
}

/** An institution that is on file, and has changed that since. */
async function onFile() {
	const user = await accounts.operator({ division: 370104 })
	const operator = await Client.signedIn(stack, user)
	const district = await Client.signedIn(stack, await accounts.person('district_reviewer', await accounts.bureau('district', 370104)))
	const sent = async (order) => {
		assert.equal((await submit(operator, order)).status, 200)
		const { version } = await district.expect(200, 'GET', `/orders/${order.order_no}`)
		assert.equal((await decide(district, { order_no: order.order_no, version }, 'approve')).status, 200)
		return order
	}
	const { order_no } = await sent(await draftRecord(operator, 'medical_registration'))
	await sent(await draftChange(operator, order_no, 'medical_change', { beds: 240, office_phone: '0531-7654321' }))
	own.code = (await operator.expect(200, 'GET', `/orders/${order_no}`)).record.code
	operator.close()
	district.close()
	return user
}

/**
 * By who looks (user: a demo account, or one made now; none: nobody signed in):
 * [name, title, path, what to do there, errors that the console may name]
 */
const visits = {
	nobody: { pages: [
		['login', 'login', 'login', (page) => page.locator('.renew img').waitFor()],
		['the session has changed', 'changed', 'changed'],
		['no line', 'unreached', 'unreached'],
		['login by QR', 'login', 'login', async (page) => {
			await page.getByRole('tab').nth(1).click()
			await page.locator('.qr.waiting .code').waitFor()
		}],
		['phone', 'phone', 'phone', (page) => page.locator('#phone-who').waitFor()],
		['sent', 'sent', 'sent'],
		['forgotten password', 'forgotten_password', 'recovery/password', (page) => page.locator('#field-captcha_answer').waitFor()],
		['forgotten account', 'forgotten_account', 'recovery/account', (page) => page.locator('#field-captcha_answer').waitFor()],
		['code opened by a camera', 'qr', 'qr/3q2-7wABAgMEBQYHCAkKCw', (page) => page.locator('main').waitFor()],
		['asking for an account', 'enrol', 'enrol', (page) => page.locator('.renew img').waitFor()],
		['a link that has ended', 'activate', 'activate?x#nothing', (page) => page.locator('main .state').waitFor(), /409/],
		['a paper that holds', 'verify', async () => `verify/${await code(1)}`, (page) => page.locator('.verdict.ok').waitFor()],
		['a paper that holds no more', 'verify', async () => `verify/${await code(2)}`, (page) => page.locator('.verdict.bad').waitFor()],
		['a paper that nobody knows', 'verify', 'verify/nonesuch', (page) => page.locator('main .state').waitFor(), /404/],
		['login by certificate', 'login', 'login?ca=expired', (page) => page.locator('#panel-ca .strong').waitFor()],
		['login refused', 'login', 'login', async (page) => {
			await page.locator('#field-account').fill('H3502')
			await page.locator('button[type=submit]').click()
			await page.locator('#field-account-fault').waitFor()
		}],
		['no such page', 'nowhere', 'no/such/page'],
	] },
	'someone with two roles': { user: { account: 'two-hats', realm: 'bureau' }, pages: [
		['grants', 'grants', 'grants'],
	] },
	'someone with an issued password': { user: () => accounts.operator({ must_change: true }), pages: [
		['password', 'password', 'password'],
		['password refused', 'password', 'password', async (page) => {
			await page.locator('button[type=submit]').click()
			await page.locator('#field-old_password-fault').waitFor()
		}],
	] },
	'an operator with no order': { user: () => accounts.operator({ division: 370102 }), pages: [
		['board, nothing', 'board', 'board', (page) => page.locator('main .state').waitFor()],
		['merchant centre, nothing yet', 'merchant', 'merchant', (page) => page.locator('.first').waitFor()],
		['orders, none yet', 'orders', 'orders', (page) => page.getByText(/还没有申请单|No orders yet/).waitFor()],
		['edit, everything missing', 'edit', 'orders/new', async (page) => {
			await page.locator('form.form button[type=submit]').click()
			await page.locator('#field-others').setInputFiles([{ name: '说明.txt', mimeType: 'text/plain', buffer: Buffer.from('text') },
				{ name: '证明.pdf', mimeType: 'application/pdf', buffer: pdf('any') }])
			await page.locator('.complaints').waitFor()
			await page.locator('.files .open').waitFor()
			await page.locator('form.fields button[type=submit]').click()
			await page.locator('.summary').waitFor()
		}],
	] },
	'an operator': { user: hospital, pages: [
		['orders', 'orders', 'orders', (page) => page.locator('tbody tr').first().waitFor()],
		['orders, no match', 'orders', 'orders?title=nothing', empty],
		['orders, drafts', 'orders', 'orders?state=draft', (page) => page.locator('tbody tr').first().waitFor()],
		['order, new', 'order_new', 'orders/new'],
		['order, new acceptance', 'order_new', async () => `orders/new?kind=access_acceptance&upon=${await firstOrder(hospital, '/orders?state=approved&kind=access_application')}`,
			(page) => page.locator('#application option').nth(1).waitFor({ state: 'attached' })],
		['order, to be confirmed', 'order', async () => `orders/${await firstOrder(hospital, '/orders?state=approved&kind=access_acceptance')}`, (page) => page.locator('.issued dl').waitFor()],
		['orders, completed', 'orders', 'orders?state=concluded'],
		['order, approved', 'order', async () => `orders/${await firstOrder(hospital, '/orders?state=approved&kind=access_application')}`,
			(page) => page.locator('.pdf canvas').first().waitFor()],
		['order, not found', 'order', `orders/${nothing}`, (page) => page.getByRole('heading').first().waitFor(), /404/],
		['merchant centre', 'merchant', 'merchant', (page) => page.locator('.result .row').first().waitFor()],
		['account', 'account', 'account', (page) => page.locator('main li').first().waitFor()],
		['notices', 'notices', 'notices', (page) => page.locator('main li, main .state').first().waitFor()],
		['bound phone', 'bound_phone', 'account/phone', (page) => page.locator('main a').first().waitFor()],
		['reviews, no rights', 'reviews_none', 'reviews', no_rights, /403/],
		['list, plain, no rights', 'accounts', 'lists/account', no_rights, /403/],
	] },
	'an operator whose institution is on file': { user: onFile, pages: [
		['record', 'record', async () => `records/${own.code}`, (page) => page.locator('.versions li').nth(1).waitFor()],
		['record, not found', 'record', 'records/H37010299999', (page) => page.getByRole('heading').first().waitFor(), /404/],
	] },
	'an operator whose order came back': { user: rejected, pages: [
		['board', 'board', 'board', (page) => page.locator('.items li').first().waitFor()],
		['order, rejected', 'order', async () => `orders/${await firstOrder(rejected, '/orders?state=rejected')}`,
			(page) => page.locator('.next.bad').waitFor()],
		['edit, rejected', 'edit', async () => `orders/${await firstOrder(rejected, '/orders?state=rejected')}/edit`,
			(page) => page.locator('.field .remark').first().waitFor()],
		['check answers', 'edit', async () => `orders/${await firstOrder(rejected, '/orders?state=rejected')}/edit?step=check`,
			(page) => page.locator('.check').waitFor()],
	] },
	'a city reviewer': { user: city, pages: [
		['board', 'board', 'board', (page) => page.locator('.items li').first().waitFor()],
		['reviews, columns', 'reviews', 'reviews?state=waiting', async (page) => {
			await page.locator('.tools button').last().click()
			await page.getByRole('dialog').waitFor()
		}],
		['reviews', 'reviews', 'reviews?state=waiting', (page) => page.locator('tbody tr').first().waitFor()],
		['reviews, decided', 'reviews', 'reviews?view=decided', (page) => page.locator('tbody tr').first().waitFor()],
		['reviews, no match', 'reviews', 'reviews?title=nothing', empty],
		['review', 'review', async () => `reviews/${await waiting(city)}`, decision],
		['review, rejecting', 'review', async () => `reviews/${await waiting(city)}`, async (page) => {
			await decision(page)
			await page.keyboard.press('r')
			for (const button of (await page.locator('.fields button.add').all()).reverse())
				await button.click()
			await page.locator('#decision-submit').click()
			await page.locator('#decision-reason-fault').waitFor()
		}],
		['review, keys', 'review', async () => `reviews/${await waiting(city)}`, async (page) => {
			await decision(page)
			await page.keyboard.press('?')
			await page.getByRole('dialog').waitFor()
		}],
		['review, not found', 'review', `reviews/${nothing}`, undefined, /404/],
		['accounts, no rights', 'accounts', 'accounts', no_rights, /403/],
		['switches, no rights', 'switches', 'settings/review-switches', no_rights, /403/],
	] },
	'a reviewer with searches and phrases of their own': { user: settledReviewer, pages: [
		['reviews, a search', 'reviews', 'reviews?state=waiting&facet_b=wechat', (page) => page.locator('.tools select option').nth(1).waitFor({ state: 'attached' })],
		['review, a phrase', 'review', async () => `reviews/${own.order_no}`, async (page) => {
			await decision(page)
			await page.keyboard.press('r')
			await page.locator('.remarks .add select').selectOption('agreement')
			await page.locator('#remark-agreement').selectOption('expired')
			await page.locator('.remark select').nth(1).locator('option').nth(1).waitFor({ state: 'attached' })
		}],
	] },
	'a province reviewer': { user: province, pages: [
		['reviews', 'reviews', 'reviews', (page) => page.locator('tbody tr').first().waitFor()],
		['review, asked once more', 'review', async () => `reviews/${await waiting(province)}`, async (page) => {
			await decision(page)
			await page.keyboard.press('a')
			await page.locator('#decision-submit').click()
			await page.getByRole('dialog').waitFor()
		}],
	] },
	'a city reviewer in the office': { user: city, pages: [
		['office', 'office', 'office', (page) => page.locator('main form').waitFor()],
	] },
	'a national reviewer': { user: nation, pages: [
		['reviews', 'reviews', 'reviews', (page) => page.locator('tbody tr').first().waitFor()],
		['review', 'review', async () => `reviews/${await waiting(nation)}`, decision],
	] },
	'a city\'s platform admin': { user: { account: 'xiamen-admin', realm: 'bureau' }, pages: [
		['a bureau\'s board', 'board', 'board', (page) => page.locator('main .state').waitFor()],
		['a bureau applies', 'order_new', 'orders/new', (page) => page.locator('main form').waitFor()],
		['a bureau\'s applications', 'orders', 'orders', (page) => page.locator('main .state').waitFor()],
		['review permissions of an account', 'accounts', 'accounts?role=city_reviewer', async (page) => {
			await page.locator('tbody tr').first().getByRole('button').last().click()
			await page.getByRole('dialog').locator('#permissions').waitFor()
		}],
	] },
	'a reviewer without a permission': { user: { account: 'zhangzhou-city', realm: 'bureau' }, pages: [
		['nothing to review', 'board', 'board', (page) => page.locator('main .state').waitFor()],
		['reviews, not permitted', 'reviews_none', 'reviews', (page) => page.locator('main .state').waitFor(), /403/],
	] },
	'a platform admin': { user: { account: 'fujian-admin', realm: 'bureau' }, pages: [
		['review permissions', 'permissions', 'reviews', (page) => page.locator('main .state').waitFor()],
		['accounts', 'accounts', 'accounts', (page) => page.locator('tbody tr').first().waitFor()],
		['list, plain', 'accounts', 'lists/account', (page) => page.locator('tbody tr').first().waitFor()],
		['accounts, no match', 'accounts', 'accounts?organisation_name=nothing&state=locked', empty],
		['switches', 'switches', 'settings/review-switches', (page) => page.locator('tbody tr').first().waitFor()],
		['audit log', 'audit', 'lists/audit', (page) => page.locator('tbody tr').first().waitFor()],
		['audit log, no match', 'audit', 'lists/audit?act=partner.set&at_to=2020-01-01', (page) => page.locator('main .state').waitFor()],
		['partner banks', 'partners', 'settings/partners', (page) => page.locator('tbody tr').first().waitFor()],
	] },
	'a district reviewer': { user: { account: 'xiangan-district', realm: 'bureau' }, pages: [
		['requests for accounts', 'enrolments', 'enrolments?state=waiting', (page) => page.locator('tbody tr').first().waitFor()],
		['a request for an account', 'enrolment', 'enrolments/ZH350213000001', (page) => page.locator('main dl').waitFor()],
		['accounts of a district', 'accounts', 'accounts', (page) => page.locator('tbody tr').first().waitFor()],
	] },
	'a finance officer': { user: finance, pages: [
		['payments', 'money', 'money?period=year', (page) => page.locator('svg[role=img]').waitFor()],
		['bills', 'bills', 'bills', (page) => page.locator('.sum strong').first().waitFor()],
		['a bill', 'bill', async () => `bills/${await first(finance, '/payments?kind=refund', 'payment_id')}`, (page) => page.locator('dl.facts').waitFor()],
		['settlements', 'settlements', 'settlements', (page) => page.locator('.sum strong').first().waitFor()],
		['a settlement', 'settlement', async () => `settlements/${await first(finance, '/settlements', 'settlement_id')}`, (page) => page.locator('.agrees').waitFor()],
		['account details', 'account_details', 'merchant/account', (page) => page.locator('main h2').first().waitFor()],
	] },
	'a bank': { user: { account: 'bank', realm: 'bureau' }, pages: [
		['merchant reviews', 'merchants', 'reviews?list=merchants&state=waiting', (page) => page.locator('tbody tr').first().waitFor()],
		['merchant review, signing', 'review', async () => `reviews/${await waiting({ account: 'bank', realm: 'bureau' })}`, async (page) => {
			await decision(page)
			await page.keyboard.press('a')
			await page.locator('#field-granted\\.rate').waitFor()
		}],
	] },
	'someone whose work is not open yet': { user: { account: 'xiamen-data', realm: 'bureau' }, pages: [
		['no menu', 'account', '', (page) => page.locator('main li').first().waitFor()],
	] },
}

// Pages that somebody prints: what is read and filed, not what is filled in.
const printed = new Set(['board', 'orders', 'order', 'record', 'reviews', 'review', 'accounts', 'switches'])

describe('PLAT-11 every page, in both languages, 390 to 1920 px wide, dark and on paper', () => {
	it('PLAT-11 every route of the pages is visited here', () => {
		const source = (path) => readFileSync(join(top, 'web/src', path), 'utf8')
		const folders = (of) => readdirSync(join(top, 'web/src', of)).map((name) => `${of}/${name}`)
		const features = [...folders('features'), ...folders('features/kinds')].flatMap((folder) => {
			try {
				return [source(`${folder}/routes.ts`)]
			} catch {
				return []
			}
		})
		const routes = [...features, source('shell/router.ts')].flatMap((text) => [...text.matchAll(/path: "([^"]+)"/g)].map(([, path]) => path))
		assert.ok(routes.length >= 15, routes.join())
		const visited = Object.values(visits).flatMap(({ pages }) => pages.map(([, , path]) => typeof path === 'function' ? String(path) : path))
			.map((path) => `/${path.replace(/^async \(\) => `/, '').replace(/`$/, '').replace(/\$\{.*\}/, 'NUMBER').replace(/\?.*/, '')}`)
		for (const route of routes.filter((path) => !path.includes('*'))) {
			const pattern = new RegExp(`^${route.replace(/:\w+/g, '[^/]+')}$`)
			const exact = routes.filter((other) => other !== route && !other.includes(':'))
			assert.ok(visited.some((path) => pattern.test(path) && !exact.includes(path)), `no visit to ${route}`)
		}
	})

	for (const [who, { user, pages }] of Object.entries(visits))
		it(`PLAT-11 what ${who} sees: ${pages.map(([name]) => name).join('; ')}`, async () => {
			const opened = user
				? await person(browser, stack, typeof user === 'function' ? await user() : { ...user, password }, { viewport: wide })
				: await openPage(browser, { viewport: wide })
			const { page, faults } = opened
			const found = []
			for (const [name, key, path, act, allowed] of pages) {
				await page.setViewportSize(wide)
				await page.goto(new URL(typeof path === 'function' ? await path() : path, stack.url).href)
				await ready(page)
				await speak(page, 'zh')
				await act?.(page)
				// A dialog lies over the language button: it is looked at in one language.
				const modal = await page.getByRole('dialog').count() > 0
				// From large to small, each size once: a page with papers draws them anew each time.
				// axe sees each language once and each layout once.
				for (const [viewport, language, with_axe] of looks) {
					if (modal && language === 'en')
						continue
					await page.setViewportSize(viewport)
					if (!language) {
						for (const what of await overflow(page))
							found.push(`${name}, ${viewport.width}: sticks out: ${what}`)
						continue
					}
					await speak(page, language)
					for (const fault of await faultsOf(page, language, title[key][language === 'en' ? 1 : 0], { without_axe: !with_axe && !modal }))
						found.push(`${name}, ${language}, ${viewport.width}: ${fault}`)
				}
				for (const fault of await dark(page))
					found.push(`${name}: ${fault}`)
				for (const fault of modal || !printed.has(key) ? [] : await paper(page))
					found.push(`${name}: ${fault}`)
				for (const fault of faults.splice(0))
					if (!allowed?.test(fault))
						found.push(`${name}: ${fault}`)
			}
			await opened.close()
			assert.deepEqual(found, [])
		})
})

// --- waiting and failing -------------------------------------------------------

/** [who, page's key, path, the address of its answer, what shows once it is there] */
const fetching = [
	[city, 'board', 'board', /\/api\/board$/, '.items li'],
	[city, 'reviews', 'reviews?state=waiting', /\/api\/reviews\?/, 'tbody tr'],
	[city, 'review', async () => `reviews/${await waiting(city)}`, /\/api\/orders\/\d+$/, '#decision-submit'],
	[city, 'account', 'account', /\/api\/sessions$/, 'main li'],
	[hospital, 'orders', 'orders', /\/api\/orders\?/, 'tbody tr'],
	[hospital, 'order', async () => `orders/${await firstOrder(hospital, '/orders?state=approved')}`, /\/api\/orders\/\d+$/, '.facts'],
	[hospital, 'edit', async () => `orders/${await firstOrder(hospital, '/orders?state=draft')}/edit`, /\/api\/orders\/\d+$/, '#field-app_name'],
	[{ account: 'fujian-admin', realm: 'bureau' }, 'accounts', 'accounts', /\/api\/accounts/, 'tbody tr'],
	[{ account: 'fujian-admin', realm: 'bureau' }, 'switches', 'settings/review-switches', /\/api\/review-switches/, 'tbody tr'],
]

describe('pages that wait for their answer, and pages whose answer fails', () => {
	for (const [i, [who, key, path, address, there]] of fetching.entries())
		it(`PLAT-11 PLAT-3 ${key}: a skeleton while it waits; a failure says what to do, and trying again works`, async () => {
			const language = i % 2 ? 'en' : 'zh'
			const { page, close } = await person(browser, stack, { ...who, password }, { language, viewport: wide, allow: [/503|ERR_/] })
			const found = []
			const check = async (what) => {
				for (const fault of [...await faultsOf(page, language, title[key][language === 'en' ? 1 : 0]), ...await dark(page)])
					found.push(`${what}: ${fault}`)
				await page.setViewportSize(narrow)
				for (const fault of await overflow(page))
					found.push(`${what}, ${narrow.width}: sticks out: ${fault}`)
				await page.setViewportSize(wide)
			}
			let way = 'hold'
			const held = []
			await page.route(address, (route) => {
				if (way === 'hold')
					return held.push(route)
				if (way === 'busy')
					return route.fulfill({ status: 503, contentType: 'application/problem+json', body: JSON.stringify({
						type: 'about:blank', title: 'Busy', status: 503, code: 'busy', request_id: '0123456789abcdef',
						message: { zh: '系统正忙', en: 'The system is busy' }, remedy: { zh: '请稍后重试', en: 'Try again in a moment' } }) })
				return way === 'lost' ? route.abort('connectionfailed') : route.continue()
			})
			await page.goto(new URL(typeof path === 'function' ? await path() : path, stack.url).href)
			await page.locator('main .loading').first().waitFor()
			await check('waiting')
			way = 'busy'
			for (const route of held.splice(0))
				await route.fulfill({ status: 503, body: '' })
			const retry = page.locator('main').getByRole('button', { name: language === 'en' ? 'Try again' : '重试' })
			await retry.waitFor()
			await retry.click()
			await page.getByText(language === 'en' ? 'The system is busy' : '系统正忙').waitFor()
			await page.getByText('0123456789abcdef').waitFor()
			await check('failed')
			way = 'lost'
			await retry.click()
			await page.locator('main [role=alert]').getByText(language === 'en' ? 'Cannot reach the server' : '无法连接服务器').waitFor()
			way = 'pass'
			await retry.click()
			await page.locator(there).first().waitFor()
			assert.equal(await page.locator('main [role=alert], main .loading').count(), 0)
			await close()
			assert.deepEqual(found, [])
		})
})

describe('names and words as long as they may be', () => {
	const long = (text, n) => [...text.repeat(n)].slice(0, n).join('')
	// Chinese breaks anywhere, one long word nowhere.
	for (const [what, text] of [['Chinese', '华东沿海医保移动支付示范应用'], ['one word', 'Unbrokenappname']])
		it(`PLAT-11 ${what}: pages hold the longest names, and a remark on every field`, async () => {
			const institution = await accounts.institution(370102)
			await accounts.db.query('UPDATE organisations SET name = ? WHERE id = ?', long(text, 100), institution.id)
			const reviewer = await accounts.reviewer('city', 370100)
			await accounts.bureau('province', 370000)
			const user = await accounts.operator({ institution })
			const operator = await Client.signedIn(stack, user)
			const order = await submittedApplication(operator, { app_name: long(text, 50), note: long(text, 500), contact_name: long(text, 30) })
			const clerk = await Client.signedIn(stack, reviewer)
			const { status } = await decide(clerk, order, 'reject', {
				reason: long(text, 500),
				remark: long(text, 500),
				remarks: ['business_type', 'channel', 'app_name', 'app_type', 'mail', 'credential_channel', 'contact_name', 'contact_phone',
					'note', 'agreement', 'supplement', 'declaration', 'request', 'others']
					.map((field) => ({ field, code: 'incomplete', words: long(text, 120), remedy: long(text, 60) })),
			})
			assert.equal(status, 200)
			operator.close()
			clerk.close()
			const found = []
			for (const [who, paths] of [
				[user, { orders: 'orders', order: `orders/${order.order_no}`, edit: `orders/${order.order_no}/edit`, account: 'account' }],
				[reviewer, { reviews: 'reviews', review: `reviews/${order.order_no}` }],
			]) {
				const { page, close } = await person(browser, stack, who, { viewport: wide })
				for (const [key, path] of Object.entries(paths)) {
					await page.goto(new URL(path, stack.url).href)
					await ready(page)
					for (const viewport of [wide, { width: 1000, height: 800 }, narrow]) {
						await page.setViewportSize(viewport)
						await shot(page, `long-${what}-${key}-${viewport.width}`)
						// axe has seen the words after the first size.
						for (const fault of await faultsOf(page, 'zh', title[key][0], { without_axe: viewport !== wide }))
							found.push(`${key}, ${viewport.width}: ${fault}`)
					}
				}
				await close()
			}
			assert.deepEqual(found, [])
		})
})

describe('people who work at the same time', () => {
	for (const language of ['zh', 'en'])
		it(`PLAT-5 a second reviewer is told who decided and what (${language})`, async () => {
			const reviewers = [await accounts.reviewer('city', 370100), await accounts.reviewer('city', 370100)]
			await accounts.bureau('province', 370000)
			const operator = await Client.open(stack)
			await operator.signIn(await accounts.operator({ division: 370102 }))
			const { order_no } = await submittedApplication(operator)
			operator.close()
			const say = { zh: ['同意', '现在不需要您审核'], en: ['Approved', 'does not need your decision'] }[language]
			const at = []
			for (const user of reviewers)
				at.push(await person(browser, stack, user, { language, allow: [/409/] }))
			for (const { page } of at) {
				await page.goto(new URL(`reviews/${order_no}`, stack.url).href)
				await decision(page)
			}
			for (const { page } of at) {
				await page.keyboard.press('a')
				await page.locator('#decision-submit').click()
				await page.locator('#decision-submit').waitFor({ state: 'detached' })
			}
			const first = (await at[0].page.locator('.who-name').innerText()).trim()
			const told = at[1].page.locator('aside .block').first()
			await told.getByText(say[1]).waitFor()
			const text = await told.innerText()
			assert.ok(text.includes(first) && text.includes(say[0]), text)
			for (const { close } of at)
				await close()
		})

	it('PLAT-4 LOGIN-6 a session ended elsewhere: sign in, and be back where one was with all that was typed', async () => {
		const user = await accounts.operator({ division: 370102 })
		const client = await Client.open(stack)
		await client.signIn(user)
		const { order_no } = await draftApplication(client)
		client.close()
		const here = await person(browser, stack, user, { allow: [/401/] })
		await here.page.goto(new URL(`orders/${order_no}/edit`, stack.url).href)
		await here.page.locator('#field-note').fill('第一句')
		await here.page.getByText(/已保存 \d\d:\d\d/).waitFor()

		const elsewhere = await person(browser, stack, user)
		await elsewhere.page.goto(new URL('account', stack.url).href)
		// Both others: the one that made the draft, and the one that types.
		const end = elsewhere.page.locator('main li').getByRole('button', { name: /^退出/ })
		await end.first().waitFor()
		while (await end.count()) {
			const before = await end.count()
			await end.first().click()
			await until('one session fewer', async () => await end.count() < before)
		}
		await elsewhere.close()

		const captcha = here.page.waitForResponse((answer) => /\/api\/captchas$/.test(answer.url()) && answer.status() === 201)
		await here.page.locator('#field-note').fill('第一句，还有第二句')
		const { answer } = await (await captcha).json()
		await here.page.getByText('登录已失效').or(here.page.locator('.ended')).first().waitFor()
		await fillSignIn(here.page, user, here.say, answer)
		await here.page.waitForURL(new RegExp(`/orders/${order_no}/edit$`))
		assert.equal(await here.page.locator('#field-note').inputValue(), '第一句，还有第二句')
		await here.page.getByText(/已保存 \d\d:\d\d/).waitFor()
		await here.page.reload()
		await here.page.locator('#field-note').waitFor()
		assert.equal(await here.page.locator('#field-note').inputValue(), '第一句，还有第二句')
		await here.close()
	})
})
