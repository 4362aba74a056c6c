// How soon a reviewer sees the next order's first paper after `j`: scans of 1.1 MB,
// two an order, fetched ahead while the one before is read, on the line of a bureau
// (20 Mbit/s, 30 ms a round trip). Beside it the same paper when nothing was fetched
// ahead: the page of the order, loaded anew. A figure to look at, not a verdict.
//   REQUEST_RATE=10000r/s ops/stack with node tests/load/next.mjs [orders]
import { Accounts } from '../lib/accounts.mjs'
import { openBrowser } from '../lib/browser.mjs'
import { Client } from '../lib/client.mjs'
import { Database } from '../lib/db.mjs'
import { application, submit } from '../lib/orders.mjs'
import { scan } from '../lib/papers.mjs'
import { person } from '../lib/people.mjs'
import { sharedStack, until } from '../lib/stack.mjs'

const count = Number(process.argv[2] ?? 12)
const stack = await sharedStack()
const accounts = new Accounts(stack, new Database(stack))
const client = await Client.signedIn(stack, await accounts.operator({ division: 350213 }))
const made = []
for (let n = 0; n < count; n++) {
	const { order_no, version } = (await client.once('/orders', { kind: 'access_application' })).body
	const content = application({ app_name: `次序 ${n}` })
	for (const field of ['agreement', 'supplement'])
		content[field] = [await client.attach(order_no, field, '扫描件.pdf', scan())]
	const answer = await submit(client, { order_no, version, content })
	if (answer.status !== 200)
		throw new Error(JSON.stringify(answer.body))
	made.push(order_no)
}
client.close()

const browser = await openBrowser(stack)
const { page, context, close } = await person(browser, stack, await accounts.reviewer('city', 350200))
const devtools = await context.newCDPSession(page)
await devtools.send('Network.enable')
await devtools.send('Network.emulateNetworkConditions', { offline: false, latency: 30, downloadThroughput: 20e6 / 8, uploadThroughput: 20e6 / 8 })
const papers = new Map()
page.on('requestfinished', (request) => /\/api\/files\/[^/]+\/content/.test(request.url()) && papers.set(request.url(), true))

// From the key to a frame in which the paper of that order is on the canvas.
const measure = (order_no) => page.evaluate((no) => new Promise((resolve) => {
	const began = performance.now()
	const inked = (canvas) => {
		if (!canvas?.width)
			return false
		const { data } = canvas.getContext('2d').getImageData(canvas.width >> 1, canvas.height >> 1, 40, 40)
		return data.some((value, i) => i % 4 === 3 && value && data[i - 1] < 128)
	}
	const old = document.querySelector('.pdf canvas')
	const look = () => {
		const canvas = document.querySelector('.pdf canvas')
		if (location.pathname.endsWith(`/reviews/${no}`) && canvas !== old && inked(canvas))
			requestAnimationFrame(() => resolve(performance.now() - began))
		else
			requestAnimationFrame(look)
	}
	requestAnimationFrame(look)
	document.body.dispatchEvent(new KeyboardEvent('keydown', { key: 'j', bubbles: true }))
}), order_no)
const loaded = async () => {
	const began = await page.evaluate(() => performance.now())
	await page.waitForFunction(() => {
		const canvas = document.querySelector('.pdf canvas')
		if (!canvas?.width)
			return false
		const { data } = canvas.getContext('2d').getImageData(canvas.width >> 1, canvas.height >> 1, 40, 40)
		return data.some((value, i) => i % 4 === 3 && value && data[i - 1] < 128)
	})
	return await page.evaluate(() => performance.now()) - began
}
const middle = (all) => Math.round(all.toSorted((a, b) => a - b)[all.length >> 1])

await page.goto(new URL('reviews?state=waiting', stack.url).href)
await page.locator('tr[data-row]').first().waitFor()
await page.goto(new URL(`reviews/${made[0]}`, stack.url).href)
const first = await loaded()
const times = []
for (let n = 1; n < count; n++) {
	await until('the papers of the next are here', () => papers.size >= 2 * n + 1, 60)
	times.push(await measure(made[n]))
}
console.log(`next, ${times.length} orders, scans of 1.1 MB: from the key to the paper ${middle(times)} ms `
	+ `(least ${Math.round(Math.min(...times))}, most ${Math.round(Math.max(...times))}); an order opened anew, from its page on, ${Math.round(first)} ms`)
await close()
await browser.close()
await stack.stop()
