// How soon a long form is there on a slow line (400 ms a round trip, 50 KB/s) once
// the shell is, how long a key takes while one types in it, and what saving its
// draft costs the server. Figures to look at, not a verdict: on a busy machine they
// tell of the machine.
//   ops/stack with node tests/load/form.mjs [runs]
import { openBrowser } from '../lib/browser.mjs'
import { Client } from '../lib/client.mjs'
import { sharedStack } from '../lib/stack.mjs'

const runs = Number(process.argv[2] ?? 5)
const stack = await sharedStack()
const browser = await openBrowser(stack)
// The demo's hospital and pharmacy whose records are drafts: 41 and 31 fields.
const [, password] = (await stack.ctl('demo', 'logins')).match(/\b[HP]\d{11}\s+(\S+)/)
const people = [['medical_registration', 'H99350213007'], ['pharmacy_registration', 'P99350213007']]
const middle = (all, at = 0.5) => [...all].sort((a, b) => a - b)[Math.floor((all.length - 1) * at)]
const rounded = (n) => Math.round(n * 10) / 10

async function opened(account, rested) {
	const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: 'zh-CN' })
	const page = await context.newPage()
	const captcha = page.waitForResponse((r) => /\/api\/captchas$/.test(r.url()) && r.status() === 201)
	await page.goto(stack.url)
	const { answer } = await (await captcha).json()
	await page.locator('#field-account').fill(account)
	await page.locator('#field-password').fill(password)
	await page.locator('#field-captcha_answer').fill(answer)
	await page.locator('button[type=submit]').click()
	const link = page.locator('main a[href$="/edit"]').first()
	await link.waitFor()
	// What the browser fetches while one reads its first page, it may have.
	if (rested)
		await page.waitForTimeout(3000)
	const devtools = await context.newCDPSession(page)
	await devtools.send('Network.enable')
	await devtools.send('Network.emulateNetworkConditions', { offline: false, latency: 400, downloadThroughput: 50_000, uploadThroughput: 50_000 })
	const asked = []
	page.on('response', (response) => asked.push(response.url().replace(/^.*\/(?=[^/]+$)/, '')))
	await page.evaluate(() => {
		performance.clearResourceTimings()
		window.seen = {}
		addEventListener('click', () => {
			const began = performance.now()
			const look = () => document.getElementById('field-address')?.value ? requestAnimationFrame(() => window.seen.form = performance.now() - began) : requestAnimationFrame(look)
			look()
		}, { capture: true, once: true })
	})
	await link.click()
	await page.waitForFunction(() => window.seen.form)
	const { form, bytes } = await page.evaluate(() => ({ ...window.seen, bytes: performance.getEntriesByType('resource').reduce((sum, { transferSize }) => sum + transferSize, 0) }))
	// Keys on a processor at a quarter: from the key to the next frame.
	await devtools.send('Emulation.setCPUThrottlingRate', { rate: 4 })
	await page.evaluate(() => {
		window.keys = []
		addEventListener('keydown', () => {
			const began = performance.now()
			requestAnimationFrame(() => { const channel = new MessageChannel(); channel.port1.onmessage = () => window.keys.push(performance.now() - began); channel.port2.postMessage(0) })
		}, true)
	})
	await page.locator('#field-address').focus()
	await page.keyboard.type('xianganqu xiangh 88 hao 3 lou 301', { delay: 60 })
	const keys = await page.evaluate(() => window.keys)
	await context.close()
	return { form, bytes, keys, asked }
}

for (const [kind, account] of people) {
	for (const rested of [false, true]) {
		const all = []
		for (let i = 0; i < runs; i++)
			all.push(await opened(account, rested))
		const keys = all.flatMap((one) => one.keys)
		console.log(`${kind}, ${rested ? 'after a rest' : 'at once'}, ${runs} runs: form ${Math.round(middle(all.map(({ form }) => form)))} ms (most ${Math.round(middle(all.map(({ form }) => form), 1))}), `
			+ `${Math.round(middle(all.map(({ bytes }) => bytes)) / 1024)} KB; a key ${rounded(middle(keys))} ms, 95 % ${rounded(middle(keys, 0.95))}`)
		if (process.env.ASKED)
			console.log(all.at(-1).asked.join(' '))
	}
	const client = await Client.signedIn(stack, { account, password, realm: 'institution' })
	const [{ order_no }] = (await client.expect(200, 'GET', '/orders?state=draft')).items
	let { version, content } = await client.expect(200, 'GET', `/orders/${order_no}`)
	content = Object.fromEntries(Object.entries(content).map(([name, value]) => [name, Array.isArray(value) && value[0]?.file_id ? value.map(({ file_id }) => file_id) : value]))
	const took = []
	for (let i = 0; i < 300; i++) {
		const began = performance.now()
		;({ version } = await client.expect(200, 'PUT', `/orders/${order_no}/draft`, { body: { version, content: { ...content, address: `祥和路${i}号` } } }))
		took.push(performance.now() - began)
	}
	console.log(`${kind}, saving the draft, as the client sees it: ${rounded(middle(took))} ms, 95 % ${rounded(middle(took, 0.95))}, 99 % ${rounded(middle(took, 0.99))}`)
}
await browser.close()
await stack.stop()
