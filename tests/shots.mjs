// `make shots`: a picture of every page, in both languages, on a desktop and a
// phone, in light and dark where asked, into shots/. For eyes, not for a verdict.
//   node tests/shots.mjs [name…]     only the pages whose name begins so
// Needs a running stack: ops/stack with node tests/shots.mjs
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { openBrowser } from './lib/browser.mjs'
import { Client } from './lib/client.mjs'
import { Database } from './lib/db.mjs'
import { sharedStack, top } from './lib/stack.mjs'

// WIDTHS=1920,1100: other sizes of the window.
const widths = Object.fromEntries((process.env.WIDTHS ?? '1440,390').split(',').map(Number)
	.map((width) => [width, { width, height: width < 700 ? 844 : width > 1600 ? 1080 : 900 }]))
const locales = ['zh-CN', 'en-US']
const wanted = process.argv.slice(2)
const directory = join(top, 'shots')
mkdirSync(directory, { recursive: true })

const stack = await sharedStack()
const browser = await openBrowser(stack)
const password = (await stack.ctl('demo', 'logins')).match(/\b[HP]\d{11}\s+(\S+)/)[1]

// An order number by whoever sees it: the first of a list.
async function firstOrder(account, realm, list, fits = () => true) {
	const client = await Client.signedIn(stack, { account, password, realm })
	for (const { order_no } of (await client.get(list)).body.items)
		if (await fits((await client.get(`/orders/${order_no}`)).body))
			return order_no
	return undefined
}
const changed = (order) => order.changes.length > 0

async function signIn(page, account, realm) {
	const captcha = page.waitForResponse((r) => /\/api\/captchas$/.test(r.url()) && r.status() === 201)
	await page.goto(stack.url)
	const { answer } = await (await captcha).json()
	if (realm === 'bureau')
		await page.getByText(/医保局·银行|Bureau or bank/).first().click()
	await page.locator('#field-account').fill(account)
	await page.locator('#field-password').fill(password)
	await page.locator('#field-captcha_answer').fill(answer)
	await Promise.all([
		page.waitForResponse((r) => /\/api\/session$/.test(r.url())),
		page.locator('button[type=submit]').click(),
	])
	await page.waitForLoadState('networkidle')
}

const hospital = ['H35021300406', 'institution']
const city = ['xiamen-city', 'bureau']
const province = ['fujian-province', 'bureau']
const nation = ['nation', 'bureau']
const district = ['xiangan-district', 'bureau']
const recorded = (n) => [`H9935021300${n}`, 'institution']
const code_of = async (who) => (await (await Client.signedIn(stack, { account: who[0], password, realm: who[1] })).get('/records')).body.items[0].code
const live = await (async () => {
	for (const account of ['H35021300406', 'H35021100052', 'P35021100238', 'H35010400073', 'P35050200207', 'H35020300127', 'P35020300551', 'P35010200310', 'H35050200033', 'H35010200019'])
		if (await firstOrder(account, 'institution', '/orders?state=concluded') && await firstOrder(account, 'institution', '/orders?state=approved&kind=access_acceptance'))
			return [account, 'institution']
	return hospital
})()
const codeWith = (which) => new Database(stack).value(`SELECT code FROM documents WHERE ${which} AND state = 2 LIMIT 1`)
const waiting = (who) => firstOrder(...who, '/reviews?state=waiting')

/** name: [who signs in, path, what to do there] */
const pages = {
	'login': [null, 'login'],
	'login-qr': [null, 'login', (page) => page.getByRole('tab').nth(1).click()],
	'login-refused': [null, 'login', async (page) => {
		await page.locator('#field-account').fill('H3502')
		await page.locator('button[type=submit]').click()
	}],
	'grants': [['two-hats', 'bureau'], 'grants'],
	'password': [['H35058200146', 'institution'], 'password'],
	'board-operator': [['H35021100052', 'institution'], 'board'],
	'board-city': [city, 'board'],
	'board-nation': [nation, 'board'],
	'orders': [hospital, 'orders'],
	'orders-empty': [hospital, 'orders?title=nothing'],
	'order-new': [hospital, 'orders/new'],
	'order-rejected': [['H35021100052', 'institution'], async () =>
		`orders/${await firstOrder('H35021100052', 'institution', '/orders?state=rejected')}`],
	'order-edit': [['H35021100052', 'institution'], async () =>
		`orders/${await firstOrder('H35021100052', 'institution', '/orders?state=draft')}/edit`],
	'order-edit-rejected': [['H35021100052', 'institution'], async () =>
		`orders/${await firstOrder('H35021100052', 'institution', '/orders?state=rejected')}/edit`],
	'order-sent': [['H35021100052', 'institution'], async () =>
		`orders/${await firstOrder('H35021100052', 'institution', '/orders?state=waiting')}?done=submitted`],
	'order-check-again': [['H35021100052', 'institution'], async () =>
		`orders/${await firstOrder('H35021100052', 'institution', '/orders?state=rejected')}/edit?step=check`],
	'order-approved': [hospital, async () => `orders/${await firstOrder(...hospital, '/orders?state=approved')}`],
	'reviews-city': [city, 'reviews?state=waiting'],
	'reviews-decided': [city, 'reviews?view=decided'],
	'reviews-nation': [nation, 'reviews'],
	'reviews-empty': [city, 'reviews?title=nothing'],
	'review-city': [city, async () => `reviews/${await waiting(city)}`],
	'review-reject': [city, async () => `reviews/${await waiting(city)}`, (page) => page.keyboard.press('r')],
	'review-changed': [city, async () => `reviews/${await firstOrder(...city, '/reviews?state=waiting&sort=newest&page_size=50', changed)}`],
	'reviews-tools': [city, 'reviews?state=waiting&facet_b=wechat', (page) => page.locator('.tools button').last().click()],
	'order-check': [['H35021100052', 'institution'], async () =>
		`orders/${await firstOrder('H35021100052', 'institution', '/orders?state=draft')}/edit`, (page) => page.locator('form.fields button[type=submit]').click()],
	'review-province': [province, async () => `reviews/${await waiting(province)}`],
	'review-nation': [nation, async () => `reviews/${await waiting(nation)}`],
	'records-district': [district, 'lists/record'],
	'records-city': [city, 'lists/record'],
	'records-empty': [district, 'lists/record?title=nothing'],
	'records-refused': [district, 'lists/record?kind=nothing'],
	'records-own': [recorded(2), 'lists/record'],
	'records-none': [recorded(7), 'lists/record'],
	'record-versions': [recorded(2), async () => `records/${await code_of(recorded(2))}`],
	'record-changing': [recorded(4), async () => `records/${await code_of(recorded(4))}`],
	'record-city': [city, async () => `records/${await code_of(recorded(4))}`],
	'record-orders': [recorded(4), 'orders'],
	'record-order': [recorded(4), async () => `orders/${await firstOrder(...recorded(4), '/orders?state=approved')}`],
	'record-missing': [district, 'records/H35021399999'],
	'review-missing': [city, 'reviews/2020010135020300001'],
	'account': [city, 'account'],
	'accounts': [['fujian-admin', 'bureau'], 'accounts'],
	'switches': [['fujian-admin', 'bureau'], 'settings/review-switches'],
	'no-menu': [['bank', 'bureau'], ''],
	'issued-form': [hospital, async () => `orders/${await firstOrder(...hospital, '/orders?state=approved&kind=access_application&page_size=50', ({ history }) => history.some(({ event }) => event === 'rotate'))}`],
	'issued-key': [hospital, async () => `orders/${await firstOrder(...hospital, '/orders?state=approved&kind=access_application')}`, (page) => page.getByRole('button', { name: /应用密钥|App secret/ }).click()],
	'issued-rotate': [hospital, async () => `orders/${await firstOrder(...hospital, '/orders?state=approved&kind=access_application')}`, (page) => page.getByRole('button', { name: /更换密钥|Replace the keys/ }).click()],
	'issued-confirm': [live, async () => `orders/${await firstOrder(...live, '/orders?state=approved&kind=access_acceptance')}`],
	'issued-live': [live, async () => `orders/${await firstOrder(...live, '/orders?state=concluded&kind=access_application')}?done=confirmed`],
	'issued-review': [province, async () => `reviews/${await firstOrder(...province, '/reviews?state=approved&kind=access_application')}`],
	'issued-note': [nation, async () => `reviews/${await waiting(nation)}`, (page) => page.getByRole('button', { name: /联调|oint testing/ }).click()],
	'orders-live': [live, 'orders?state=concluded'],
	'verify-valid': [null, async () => `verify/${await codeWith('standing = 1')}`],
	'verify-superseded': [null, async () => `verify/${await codeWith('standing = 2')}`],
	'verify-unknown': [null, 'verify/nonesuch'],
}

let count = 0
for (const [name, [who, path, act]] of Object.entries(pages)) {
	if (wanted.length && !wanted.some((w) => name.startsWith(w)))
		continue
	const address = typeof path === 'function' ? await path() : path
	for (const locale of locales)
		for (const [label, viewport] of Object.entries(widths))
			for (const scheme of name === 'reviews-city' || name === 'review-city' ? ['light', 'dark'] : ['light']) {
				const context = await browser.newContext({ viewport, locale, colorScheme: scheme, timezoneId: 'Asia/Shanghai' })
				await context.addInitScript((language) => localStorage.setItem('liangding.language', language), locale.slice(0, 2))
				const page = await context.newPage()
				page.setDefaultTimeout(15_000)
				try {
					if (who)
						await signIn(page, ...who)
					await page.goto(new URL(address, stack.url).href)
					await page.waitForLoadState('networkidle')
					await act?.(page)
					await page.waitForTimeout(400)
				} catch (error) {
					console.error(`${name} ${locale} ${label}: ${error.message.split('\n')[0]}`)
					process.exitCode = 1
				}
				const file = `${name}-${locale.slice(0, 2)}-${label}${scheme === 'dark' ? '-dark' : ''}.png`
				await page.screenshot({ path: join(directory, file), fullPage: label === '390' })
				await context.close()
				count++
			}
}
await browser.close()
await stack.stop()
console.log(`${count} pictures in ${directory}`)
