// Debian's chromium, driven by playwright-core; where it is there the one without
// windows, which is the same but for them and takes half the time. A page that
// logs an error, throws or breaks the content policy fails its test at close().
import { existsSync } from 'node:fs'
import { chromium } from 'playwright-core'

const executable = ['/usr/bin/chromium-headless-shell', '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']
	.find((path) => existsSync(path))

export const desktop = { width: 1280, height: 800 }
export const phone = { width: 390, height: 844 }

/** Closed when the stack stops. flags: more of chromium's own. */
export async function openBrowser(stack, flags = []) {
	if (!executable)
		throw new Error('no chromium; run ops/install-deps test')
	const browser = await chromium.launch({
		executablePath: executable,
		// Chromium refuses its sandbox to root; a container has a small /dev/shm.
		args: [...process.getuid() === 0 ? ['--no-sandbox'] : [], '--disable-dev-shm-usage',
			'--disable-background-networking', '--disable-component-update', '--no-first-run',
			'--disable-default-apps', '--disable-sync', ...flags],
	})
	stack.onStop(() => browser.close())
	return browser
}

/**
 * A page in a context of its own: { page, faults, close }. allow: patterns of
 * console errors that this test provokes (a refused sign-in logs its 401).
 */
export async function openPage(browser, { viewport = desktop, locale = 'zh-CN', allow = [], ...options } = {}) {
	const context = await browser.newContext({ viewport, locale, timezoneId: 'Asia/Shanghai', ...options })
	const faults = []
	const note = (text) => {
		if (!allow.some((pattern) => pattern.test(text)))
			faults.push(text)
	}
	await context.addInitScript(() => {
		document.addEventListener('securitypolicyviolation', (event) => console.error(
			`content policy: ${event.violatedDirective} ${event.blockedURI} ${event.sourceFile}:${event.lineNumber}`))
	})
	const page = await context.newPage()
	page.on('pageerror', (error) => note(`page error: ${error.message}`))
	page.on('console', (message) => {
		if (message.type() === 'error')
			note(`console: ${message.text()} ${message.location().url}`)
	})
	page.setDefaultTimeout(60_000) // a machine may have much else to do
	const close = async () => {
		await context.close()
		if (faults.length)
			throw new Error(`the page complained:\n${faults.join('\n')}`)
	}
	return { page, context, faults, close }
}
