// Browsers that the app cannot run in: what they are shown. The features that
// tell them apart (web/public/browser.js) are taken from chromium before the page.
import assert from 'node:assert/strict'
import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import AxeBuilder from '@axe-core/playwright'
import { Accounts } from '../lib/accounts.mjs'
import { openBrowser, openPage, phone } from '../lib/browser.mjs'
import { Client } from '../lib/client.mjs'
import { Database } from '../lib/db.mjs'
import { submittedApplication } from '../lib/orders.mjs'
import { drawn, person } from '../lib/people.mjs'
import { sharedStack, top } from '../lib/stack.mjs'

let stack, browser
before(async () => {
	stack = await sharedStack()
	browser = await openBrowser(stack)
})
after(() => stack?.stop())

/** Takes away what is named: 'Array.fromAsync', 'MathMLElement', … */
const without = (context, names) => context.addInitScript((names) => {
	for (const name of names) {
		const path = name.split('.')
		const last = path.pop()
		const owner = path.reduce((at, part) => at?.[part], window)
		if (owner && last in owner)
			delete owner[last]
		if (owner && last in owner)
			throw new Error(`${name} is still there`)
	}
}, names)

/** What each is: the features of the baseline that a version near it lacks. */
const browsers = {
	'Chrome 108': { lacks: ['MathMLElement', 'Array.fromAsync'], fit: false },
	'Chrome 109': { lacks: ['Array.fromAsync'], fit: true },
	'Firefox 114': { lacks: ['Array.fromAsync', 'trustedTypes'], fit: false },
	'Firefox 115, Safari 16.4': { lacks: ['trustedTypes'], fit: true },
	'Internet Explorer 11': { lacks: ['MathMLElement', 'Array.fromAsync', 'trustedTypes', 'Promise', 'Symbol', 'fetch'], fit: false },
}

describe('PLAT-20 browsers older than the baseline', () => {
	for (const [name, { lacks, fit }] of Object.entries(browsers))
		it(`PLAT-20 ${name} ${fit ? 'gets the app' : 'is told what to use'}`, async () => {
			// A script that an old browser cannot read at all complains; only that may.
			const { page, context, close } = await openPage(browser, { allow: fit ? [] : [/Promise|Symbol|fetch/] })
			await without(context, lacks)
			await page.goto(new URL('orders/2026010135020300001/edit', stack.url).href)
			if (fit) {
				await page.locator('#field-account').waitFor()
				assert.equal(await page.getByText('Windows 7').count(), 0)
				return close()
			}
			for (const [heading, lang] of [['您的浏览器无法打开本平台', 'zh-CN'], ['This browser cannot open this platform', 'en']]) {
				const part = page.locator(`body div[lang="${lang}"]`)
				await part.getByRole('heading', { name: heading }).waitFor()
				for (const what of ['Windows 7', 'Windows 10', 'macOS', 'Chrome 109', 'Edge 109', 'Firefox 115', 'Safari 16.4'])
					assert.ok(await part.getByText(what).count(), what)
			}
			await page.waitForLoadState('networkidle')
			assert.equal(await page.locator('#app').count(), 0)
			// The address stays, for the browser that it is opened in next.
			assert.match(page.url(), /\/orders\/2026010135020300001\/edit$/)
			if (!lacks.includes('Promise')) {
				await page.setViewportSize(phone)
				assert.equal(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth), true)
				const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa']).analyze()
				assert.deepEqual(violations.map(({ id }) => id), [])
			}
			await close()
		})

	it('PLAT-20 the feature that stands for a Chromium is there without TLS too', async () => {
		// A name that is no loopback: not a secure context.
		const plain = await openBrowser(stack, ['--host-resolver-rules=MAP plain.test 127.0.0.1'])
		try {
			const { page, close } = await openPage(plain, { allow: [/Cross-Origin-Opener-Policy/] })
			await page.goto(stack.url.replace('127.0.0.1', 'plain.test'))
			assert.deepEqual(await page.evaluate(() => [window.isSecureContext, 'trustedTypes' in window, 'MathMLElement' in window]), [false, true, true])
			await close()
		} finally {
			await plain.close()
		}
	})

	it('PLAT-20 without JavaScript the page says in both languages what to do', async () => {
		const { page, close } = await openPage(browser, { javaScriptEnabled: false })
		await page.goto(stack.url)
		for (const heading of ['请启用 JavaScript', 'Please enable JavaScript'])
			assert.ok(await page.getByRole('heading', { name: heading }).isVisible(), heading)
		assert.equal(await page.getByText('Windows 7').count(), 0)
		await close()
	})
})

// What Chrome 110 and later brought of the language and the page's own objects,
// none of which Chrome 109 has. (What only a newer Firefox or Safari needs is
// older than these in both.)
const later = [
	'Array.fromAsync', 'Array.prototype.toReversed', 'Array.prototype.toSorted', 'Array.prototype.toSpliced', 'Array.prototype.with',
	'String.prototype.isWellFormed', 'String.prototype.toWellFormed', 'Promise.withResolvers', 'Promise.try', 'Object.groupBy', 'Map.groupBy',
	'Set.prototype.union', 'Set.prototype.difference', 'Set.prototype.intersection', 'Set.prototype.isSubsetOf', 'Iterator',
	'ArrayBuffer.prototype.transfer', 'ArrayBuffer.prototype.resize', 'Atomics.waitAsync', 'RegExp.escape', 'Math.sumPrecise',
	'Uint8Array.fromBase64', 'Uint8Array.prototype.toBase64', 'Uint8Array.prototype.toHex', 'URL.canParse', 'URL.parse', 'AbortSignal.any',
	'Document.prototype.startViewTransition', 'HTMLElement.prototype.showPopover', 'HTMLElement.prototype.togglePopover',
	'HTMLDialogElement.prototype.requestClose', 'Element.prototype.moveBefore', 'Element.prototype.setHTMLUnsafe',
	'CloseWatcher', 'ReadableStream.from', 'Intl.DurationFormat', 'CSSStartingStyleRule', 'Scheduler.prototype.yield',
]

describe('PLAT-20 the baseline itself', () => {
	it('PLAT-20 a review with its papers works where all that came after Chrome 109 is missing', async () => {
		const accounts = new Accounts(stack, new Database(stack))
		const reviewer = await accounts.reviewer('city', 370100)
		const operator = await Client.signedIn(stack, await accounts.operator({ division: 370102 }))
		const { order_no } = await submittedApplication(operator)
		operator.close()
		const opened = await person(browser, stack, reviewer)
		const { page, context } = opened
		// `Iterator` is a late name; the prototype under it is as old as for … of.
		await without(context, later)
		// Workers have a world of their own: theirs is cut down by the same list.
		const cut = `for (const name of ${JSON.stringify(later)}) { const path = name.split('.'), last = path.pop(); `
			+ 'const owner = path.reduce((at, part) => at?.[part], self); if (owner) delete owner[last] }\n'
		const worker = readdirSync(join(top, 'web/dist/assets')).find((name) => name.startsWith('pdf.worker'))
		let cuts = 0
		await context.route(`**/assets/${worker}`, (route) => {
			cuts++
			return route.fulfill({ contentType: 'application/javascript', body: cut + readFileSync(join(top, 'web/dist/assets', worker), 'utf8') })
		})
		await page.goto(new URL('reviews', stack.url).href)
		await page.locator('tbody tr').first().waitFor()
		await page.goto(new URL(`reviews/${order_no}`, stack.url).href)
		const canvas = page.locator('.pdf canvas').first()
		await canvas.waitFor()
		for (let i = 0; i < 100 && !await drawn(canvas); i++)
			await page.waitForTimeout(100)
		assert.ok(await drawn(canvas), 'the paper is drawn')
		assert.ok(cuts > 0, 'the worker was cut down')
		await page.keyboard.press('a')
		await page.locator('#decision-submit').click()
		await page.locator('#decision-submit').waitFor({ state: 'detached' })
		await opened.close()
	})
})
