// How soon the login page is there on a slow line: first and largest contentful
// paint, and when the form can be typed into. 1.6 Mbit/s, 150 ms a round trip, the
// processor at a quarter, nothing cached. A figure to look at, not a verdict: on a
// busy machine it tells of the machine.
//   ops/stack with node tests/load/paint.mjs [runs]
import { openBrowser, phone } from '../lib/browser.mjs'
import { sharedStack } from '../lib/stack.mjs'

const runs = Number(process.argv[2] ?? 7)
const stack = await sharedStack()
const browser = await openBrowser(stack)

async function once() {
	const context = await browser.newContext({ viewport: phone, locale: 'zh-CN' })
	await context.addInitScript(() => {
		window.seen = {}
		new PerformanceObserver((list) => {
			for (const entry of list.getEntries())
				window.seen[entry.entryType === 'paint' ? entry.name : 'largest'] = entry.startTime
		}).observe({ type: 'paint', buffered: true })
		new PerformanceObserver((list) => {
			window.seen.largest = list.getEntries().at(-1).startTime
		}).observe({ type: 'largest-contentful-paint', buffered: true })
		const look = () => document.getElementById('field-account') ? window.seen.form = performance.now() : requestAnimationFrame(look)
		look()
	})
	const page = await context.newPage()
	const devtools = await context.newCDPSession(page)
	await devtools.send('Network.enable')
	await devtools.send('Network.emulateNetworkConditions', {
		offline: false, latency: 150, downloadThroughput: 1.6e6 / 8, uploadThroughput: 0.75e6 / 8, connectionType: 'cellular4g' })
	await devtools.send('Emulation.setCPUThrottlingRate', { rate: 4 })
	await page.goto(new URL('login', stack.url).href)
	await page.locator('#field-account').waitFor()
	await page.waitForLoadState('networkidle')
	const seen = await page.evaluate(() => ({ ...window.seen,
		bytes: performance.getEntriesByType('resource').reduce((sum, { transferSize }) => sum + transferSize, performance.getEntriesByType('navigation')[0].transferSize) }))
	await context.close()
	return seen
}

const all = []
for (let i = 0; i < runs; i++)
	all.push(await once())
const middle = (name) => Math.round(all.map((one) => one[name] ?? NaN).sort((a, b) => a - b)[Math.floor(runs / 2)])
console.log(`login, slow 4G, ${runs} runs, medians: first contentful paint ${middle('first-contentful-paint')} ms, `
	+ `form ${middle('form')} ms, largest contentful paint ${middle('largest')} ms, ${Math.round(middle('bytes') / 1024)} KB`)
await browser.close()
await stack.stop()
