// Papers in the browser: going up over a line that breaks, and being read.
import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { Accounts } from '../../lib/accounts.mjs'
import { desktop, openBrowser, phone } from '../../lib/browser.mjs'
import { Client } from '../../lib/client.mjs'
import { Database } from '../../lib/db.mjs'
import { draftApplication, submit } from '../../lib/orders.mjs'
import { longPdf, pdf, png, scriptedPdf } from '../../lib/papers.mjs'
import { drawn, person } from '../../lib/people.mjs'
import { sharedStack, until } from '../../lib/stack.mjs'

const text = {
	zh: {
		agreement: '定点医药机构协议', others: '其他材料', view: (name) => `查看 ${name}`, pause: (name) => `暂停上传 ${name}`,
		again: (name) => `重新选择，代替 ${name}`, resume: (name) => `继续上传 ${name}`, cancel: (name) => `取消上传 ${name}`, retry: (name) => `重试上传 ${name}`,
		broken: /连接中断，恢复后从 \d+% 继续/, paused: /已暂停于 \d+%/, broken_off: /上次上传到 \d+% 时中断/, go_on: (name) => `选择文件继续上传 ${name}`, attach: (name) => `把 ${name} 放入申请`, remove: (name) => `移除 ${name}`,
		give_up: (name) => `放弃上传 ${name}`, active: 'PDF 含有脚本或自动操作', full: '本机构的文件总量已达上限', saved: /已保存 \d\d:\d\d/,
		next: '下一页', previous: '上一页', page: (n) => `页码，共 ${n} 页`, size: /^显示大小/, width: '适合宽度', whole: '整页',
		turn_right: '向右旋转', paper_after: '下一份材料', paper_before: '上一份材料', full_screen: '全屏', leave_full: '退出全屏', keys: '快捷键', tools: '阅读工具',
		download: (name) => `下载 ${name}`, close: '关闭', sending_at: /正在上传 \d+% · 每秒 .+ · 约剩 .+/,
	},
	en: {
		agreement: 'Designation agreement', others: 'Other documents', view: (name) => `View ${name}`, pause: (name) => `Pause uploading ${name}`,
		again: (name) => `Choose another file instead of ${name}`, resume: (name) => `Resume uploading ${name}`, cancel: (name) => `Cancel uploading ${name}`, retry: (name) => `Try uploading ${name} again`,
		broken: /Connection lost. It will resume from \d+%/, paused: /Paused at \d+%/, broken_off: /Stopped at \d+%/, go_on: (name) => `Choose the file to resume uploading ${name}`, attach: (name) => `Attach ${name}`, remove: (name) => `Remove ${name}`,
		give_up: (name) => `Discard the upload of ${name}`, active: 'The PDF contains scripts or actions', full: 'Your institution has reached its file storage limit', saved: /Saved \d\d:\d\d/,
		next: 'Next page', previous: 'Previous page', page: (n) => `Page number, of ${n}`, size: /^Zoom, now/, width: 'Fit width', whole: 'Whole page',
		turn_right: 'Rotate right', paper_after: 'Next document', paper_before: 'Previous document', full_screen: 'Full screen', leave_full: 'Exit full screen', keys: 'Keyboard shortcuts', tools: 'Viewer tools',
		download: (name) => `Download ${name}`, close: 'Close', sending_at: /Uploading, \d+% · .+ per second · about .+ left/,
	},
}

const directory = mkdtempSync(join(tmpdir(), 'liangding-e2e-files-'))
const on_disk = (name, bytes) => {
	writeFileSync(join(directory, name), bytes)
	return join(directory, name)
}
let stack, accounts, browser, client, user
before(async () => {
	stack = await sharedStack()
	accounts = new Accounts(stack, new Database(stack))
	browser = await openBrowser(stack)
	user = await accounts.operator({ division: 350302 })
	client = await Client.signedIn(stack, user)
})
after(async () => {
	await stack?.stop()
	rmSync(directory, { recursive: true })
})
const draft = async () => (await client.once('/orders', { kind: 'access_application' })).body.order_no
const content_url = /\/api\/files\/[^/]+\/content$/
const broken_line = [/ERR_INTERNET_DISCONNECTED|ERR_CONNECTION|ERR_FAILED|Failed to load resource/]

for (const language of ['zh', 'en'])
	describe(`papers, ${language === 'zh' ? 'in Chinese' : 'in English'}`, () => {
		const say = text[language]
		let someone
		const open = async (path, options = {}) => {
			someone = await person(browser, stack, options.user ?? user, { language, ...options })
			await someone.page.goto(stack.url + path)
			return someone
		}
		const field = (page, label) => page.getByRole('group', { name: label })
		const choose = async (page, label, files) => {
			const input = field(page, label).locator('input[type=file]')
			await input.waitFor({ state: 'attached' })
			await input.setInputFiles(files)
		}

		it('PLAT-19 an upload waits out a broken line, through a reload of the session, and goes on where it stood', async () => {
			const order_no = await draft()
			const { page, context, close } = await open(`orders/${order_no}/edit`, { allow: [...broken_line, /401/] })
			const bytes = pdf('over a bad line', 3 << 20)
			const offsets = []
			let refreshed = 0
			let announced = 0
			page.on('request', (request) => {
				if (/\/orders\/\d+\/files$/.test(request.url()) && request.method() === 'POST')
					announced++
				if (/\/session\/refresh|\/session$/.test(request.url()) && request.method() !== 'GET')
					refreshed++
			})
			await page.route(content_url, async (route) => {
				const request = route.request()
				if (request.method() !== 'PUT')
					return route.continue()
				offsets.push(Number(request.headers()['upload-offset']))
				if (offsets.length === 2) {
					await context.setOffline(true)
					return route.abort('internetdisconnected')
				}
				// The access token ends on the way: the answer that the server gives then.
				if (offsets.length === 5)
					return route.continue({ headers: { ...request.headers(), authorization: 'Bearer not.a.token' } })
				return route.continue()
			})
			await choose(page, say.agreement, on_disk('协议.pdf', bytes))
			await page.getByText(say.broken).first().waitFor()
			const began = refreshed
			const [{ offset: stood }] = (await client.get(`/orders/${order_no}/uploads`)).body.items
			assert.ok(stood > 0)
			await context.setOffline(false)
			await page.getByRole('button', { name: say.view('协议.pdf') }).waitFor()
			assert.ok(refreshed > began, 'the session was renewed in between')
			const { body } = await client.get(`/orders/${order_no}`)
			await page.getByText(say.saved).waitFor()
			assert.equal(announced, 1, 'it is one upload from beginning to end')
			assert.equal(offsets[2], stood, 'it goes on from where the server stands')
			await until('the draft names it', async () => (await client.get(`/orders/${order_no}`)).body.content.agreement?.length === 1)
			const [{ file_id }] = (await client.get(`/orders/${order_no}`)).body.content.agreement
			assert.ok((await client.get(`/files/${file_id}/content`)).buffer.equals(bytes))
			assert.ok(body.order_no)
			await close()
		})

		it('PLAT-19 an upload can be paused, resumed and cancelled, and tells its speed', async () => {
			const order_no = await draft()
			const { page, close } = await open('favicon.svg')
			const cdp = await page.context().newCDPSession(page)
			// While nothing is under way: what chromium has been answered, it never hands on
			// when the emulated line changes before it could.
			await cdp.send('Network.enable')
			await cdp.send('Network.emulateNetworkConditions', { offline: false, latency: 5, downloadThroughput: -1, uploadThroughput: 300_000 })
			await page.goto(`${stack.url}orders/${order_no}/edit`)
			await choose(page, say.agreement, on_disk('慢.pdf', pdf('slow', 3 << 20)))
			await page.getByText(say.sending_at).waitFor()
			await page.getByRole('button', { name: say.pause('慢.pdf') }).click()
			await page.getByText(say.paused).first().waitFor()
			const [{ offset, file_id }] = (await client.get(`/orders/${order_no}/uploads`)).body.items
			const next = page.waitForRequest((request) => request.method() === 'PUT' && request.url().includes(file_id))
			await page.getByRole('button', { name: say.resume('慢.pdf') }).click()
			assert.equal(await (await next).headerValue('upload-offset'), String(offset), 'nothing has come while it was paused')
			await until('more has come', async () => (await client.get(`/files/${file_id}`)).body.offset > offset)
			await page.getByRole('button', { name: say.cancel('慢.pdf') }).click()
			await until('it is gone', async () => (await client.get(`/files/${file_id}`)).status === 404)
			await close()
		})

		it('PLAT-19 what broke off is offered after a reload, and goes on once the same file is chosen', async () => {
			const order_no = await draft()
			const { page, close } = await open(`orders/${order_no}/edit`, { allow: broken_line })
			const bytes = pdf('after a reload', 2 << 20)
			const path = on_disk('重来.pdf', bytes)
			let pieces = 0
			let hangs = true
			// Taking the route away would let what hangs go on.
			await page.route(content_url, (route) =>
				hangs && route.request().method() === 'PUT' && ++pieces > 1 ? new Promise(() => {}) : route.continue())
			page.on('dialog', (dialog) => dialog.accept())
			await choose(page, say.agreement, path)
			await until('the second piece hangs', () => pieces === 2)
			await page.reload()
			hangs = false
			await page.getByText(say.broken_off).waitFor()
			const [{ file_id, offset }] = (await client.get(`/orders/${order_no}/uploads`)).body.items
			assert.ok(offset > 0)
			const first = page.waitForRequest((request) => content_url.test(request.url()) && request.method() === 'PUT')
			const chooser = page.waitForEvent('filechooser')
			await page.getByRole('button', { name: say.go_on('重来.pdf') }).click()
			await (await chooser).setFiles(path)
			assert.equal((await first).headers()['upload-offset'], String(offset))
			await page.getByRole('button', { name: say.view('重来.pdf') }).waitFor()
			assert.ok((await client.get(`/files/${file_id}/content`)).buffer.equals(bytes))
			await close()
		})

		it('PLAT-19 what came whole while the page was leaving is attached with one click, or removed', async () => {
			const order_no = await draft()
			const { page, close } = await open(`orders/${order_no}/edit`)
			for (const name of ['留下.pdf', '不要.pdf'])
				await client.attach(order_no, 'others', name, pdf(name))
			await page.reload()
			// By keyboard: the focus stays among the papers of the field.
			await page.getByRole('button', { name: say.attach('留下.pdf') }).press('Enter')
			await page.getByRole('button', { name: say.view('留下.pdf') }).waitFor()
			const kept = () => page.evaluate(() => !!document.activeElement.closest('.files'))
			assert.ok(await kept(), 'after attaching')
			assert.equal(await page.getByRole('button', { name: say.attach('留下.pdf') }).count(), 0)
			await page.getByRole('button', { name: say.remove('不要.pdf') }).click()
			await until('it is gone', async () => (await client.get(`/orders/${order_no}/uploads`)).body.items.length === 1)
			await until('the draft names the other', async () => (await client.get(`/orders/${order_no}`)).body.content.others?.length === 1)
			// Taken out again, it is not offered a second time.
			await page.getByRole('button', { name: say.remove('留下.pdf') }).press('Enter')
			assert.ok(await kept(), 'after removing')
			await until('the draft names none', async () => !(await client.get(`/orders/${order_no}`)).body.content.others?.length)
			const listed = page.waitForResponse((answer) => answer.url().endsWith(`/orders/${order_no}/uploads`))
			await page.reload()
			assert.equal((await (await listed).json()).items.length, 1)
			await page.locator('#field-note').waitFor()
			assert.equal(await page.getByRole('button', { name: say.attach('留下.pdf') }).count(), 0)
			await close()
		})

		it('PLAT-19 what another tab has attached is not deleted by giving it up here', async () => {
			const order_no = await draft()
			const { page, close } = await open(`orders/${order_no}/edit`)
			const file_id = await client.attach(order_no, 'others', '别处.pdf', pdf('elsewhere'))
			await page.reload()
			await page.getByRole('button', { name: say.remove('别处.pdf') }).waitFor()
			const { version } = (await client.get(`/orders/${order_no}`)).body
			await client.expect(200, 'PUT', `/orders/${order_no}/draft`, { body: { version, content: { others: [file_id] } } })
			const asked = page.waitForResponse((answer) => answer.url().endsWith(`/orders/${order_no}`))
			await page.getByRole('button', { name: say.remove('别处.pdf') }).click()
			await asked
			await page.waitForTimeout(300)
			assert.equal((await client.get(`/files/${file_id}`)).status, 200)
			await close()
		})

		it('PLAT-9 every refused file of several is named', async () => {
			const { page, close } = await open(`orders/${await draft()}/edit`)
			await choose(page, say.others, [on_disk('说明.txt', Buffer.from('text')), on_disk('空.pdf', Buffer.alloc(0)), on_disk('好.pdf', pdf('good'))])
			const refused = field(page, say.others).getByRole('alert').getByRole('listitem')
			await until('two are refused', async () => await refused.count() === 2)
			const said = await refused.allInnerTexts()
			assert.ok(said[0].includes('说明.txt') && said[1].includes('空.pdf'), said.join())
			await page.getByRole('button', { name: say.view('好.pdf') }).waitFor()
			await close()
		})

		it('PLAT-9 a refused file says why and what to do; one without room can be tried again', async () => {
			const order_no = await draft()
			const { page, close } = await open(`orders/${order_no}/edit`, { allow: [/422|409/] })
			await choose(page, say.others, [on_disk('脚本.pdf', scriptedPdf()), on_disk('图.png', png(300, 200))])
			await field(page, say.others).getByRole('alert').filter({ hasText: say.active }).waitFor()
			await page.getByRole('button', { name: say.view('图.png') }).waitFor()
			// Another file takes the refused one's place; none chosen, it stays.
			const again = page.getByRole('button', { name: say.again('脚本.pdf') })
			for (const chosen of [[], [on_disk('好的.pdf', pdf('chosen again'))]]) {
				const chooser = page.waitForEvent('filechooser')
				await again.click()
				await (await chooser).setFiles(chosen)
			}
			await page.getByRole('button', { name: say.view('好的.pdf') }).waitFor()
			assert.equal(await again.count(), 0)
			await stack.configure({ organisation_bytes_max: 1 })
			try {
				await choose(page, say.agreement, on_disk('满.pdf', pdf('full')))
				await field(page, say.agreement).getByRole('alert').filter({ hasText: say.full }).waitFor()
			} finally {
				await stack.configure({ organisation_bytes_max: 1 << 30 })
			}
			await page.getByRole('button', { name: say.retry('满.pdf') }).click()
			await page.getByRole('button', { name: say.view('满.pdf') }).waitFor()
			await close()
		})

		it('PLAT-19 several files dropped at once go up two at a time, and all arrive', async () => {
			const order_no = await draft()
			const { page, close } = await open(`orders/${order_no}/edit`)
			const files = Array.from({ length: 5 }, (_, i) => [`图${i}.png`, png(300 + i, 200)])
			await page.waitForLoadState('networkidle')
			const target = field(page, say.others).locator('.files')
			const dropped = await page.evaluateHandle((each) => {
				const carried = new DataTransfer()
				for (const [name, bytes] of each)
					carried.items.add(new File([Uint8Array.from(atob(bytes), (c) => c.charCodeAt(0))], name, { type: 'image/png' }))
				return carried
			}, files.map(([name, bytes]) => [name, bytes.toString('base64')]))
			let under_way = 0
			let most = 0
			await page.route(content_url, async (route) => {
				most = Math.max(most, ++under_way)
				await new Promise((resolve) => setTimeout(resolve, 150))
				under_way--
				await route.continue()
			})
			await target.dispatchEvent('drop', { dataTransfer: dropped })
			for (const [name] of files)
				await page.getByRole('button', { name: say.view(name) }).waitFor()
			assert.equal(most, 2)
			await page.getByText(say.saved).waitFor()
			await until('the draft names all five', async () => (await client.get(`/orders/${order_no}`)).body.content.others?.length === 5)
			await close()
		})

		it('PLAT-9 papers are read by keys: pages, sizes, turns, the next paper, the whole screen', async () => {
			const made = await draftApplication(client)
			const long = await client.attach(made.order_no, 'others', '很长.pdf', longPdf(12))
			const wide = await client.attach(made.order_no, 'others', '宽图.png', png(1600, 400))
			assert.equal((await submit(client, { ...made, content: { ...made.content, others: [long, wide] } })).status, 200)
			const { page, close } = await open(`orders/${made.order_no}`)
			const sheet = page.locator('.viewer .sheet')
			const press = async (key) => {
				await sheet.focus()
				await page.keyboard.press(key)
			}
			const number = page.getByRole('textbox', { name: say.page(12) })
			const at_page = (n) => until(`page ${n}`, async () => await number.inputValue() === String(n))
			const size = page.getByRole('combobox', { name: say.size })
			const sides = async () => {
				const box = await page.locator('.viewer .sheet canvas, .sheet .frame').first().boundingBox()
				return { width: Math.round(box.width), height: Math.round(box.height) }
			}

			await page.getByRole('button', { name: say.paper_after, exact: true }).click()
			await until('the PDF is drawn', () => drawn(page.locator('.pdf canvas').first()))
			await at_page(1)
			for (const [key, n] of [['PageDown', 2], ['PageDown', 3], ['End', 12], ['PageUp', 11], ['Home', 1]]) {
				await press(key)
				await at_page(n)
			}
			await number.fill('7')
			await number.press('Enter')
			await at_page(7)
			await until('page 7 is drawn', () => drawn(page.locator('.pdf canvas[data-page="7"]')))
			await number.fill('99')
			await number.press('Enter')
			await at_page(7)
			await page.getByRole('button', { name: say.previous, exact: true }).click()
			await at_page(6)

			// Sizes: the page in sight stays in sight.
			await press('0')
			await until('its real size', async () => (await sides()).width === Math.round(595 * 96 / 72))
			await at_page(6)
			const real = await sides()
			await press('+')
			await until('a quarter larger', async () => (await sides()).width === Math.round(595 * 96 / 72 * 1.25))
			await press('-')
			await until('as before', async () => (await sides()).width === real.width)
			await press('e')
			const room = await sheet.boundingBox()
			await until('all of the page', async () => (await sides()).height <= room.height)
			await size.selectOption({ label: '200%' })
			await until('twice', async () => (await sides()).width === Math.round(595 * 96 / 72 * 2))
			await press('w')
			await until('as wide as the room', async () => Math.abs((await sides()).width - room.width) < 60)
			await at_page(6)
			// Turned, it lies.
			await press(']')
			await until('it lies', async () => (await sides()).width > (await sides()).height)
			await until('it is drawn again', () => drawn(page.locator('.pdf canvas[data-page="6"]')))
			await press('[')
			await until('it stands', async () => (await sides()).width < (await sides()).height)
			await press('r')
			await until('it lies by r', async () => (await sides()).width > (await sides()).height)

			// The picture: a key on, turned, moved about with the mouse.
			await press('n')
			await page.locator('.viewer .sheet img').waitFor()
			await until('fitted', async () => Math.abs((await sides()).width - room.width) < 60)
			const lying = await sides()
			assert.ok(lying.width > lying.height * 3, 'a new paper lies as it came')
			await press('0')
			await until('real', async () => (await sides()).width === 1600)
			const frame = await page.locator('.viewer .sheet .frame').boundingBox()
			await page.mouse.move(room.x + 200, frame.y + 100)
			await page.mouse.down()
			await page.mouse.move(room.x + 50, frame.y + 100, { steps: 4 })
			await page.mouse.up()
			assert.ok(await sheet.evaluate((element) => element.scrollLeft) >= 140, 'moved')
			await page.getByRole('button', { name: say.turn_right, exact: true }).click()
			await until('it stands', async () => (await sides()).height === 1600)
			await press('b')
			await at_page(1)

			// The list of keys, and the whole screen; the focus stays inside.
			await press('?')
			const keys = page.getByRole('dialog', { name: say.keys })
			await keys.getByText('PgDn').waitFor()
			await keys.getByRole('button', { name: say.close }).click()
			await press('f')
			await page.getByRole('button', { name: say.leave_full }).waitFor()
			for (let i = 0; i < 30; i++) {
				await page.keyboard.press('Tab')
				assert.ok(await page.evaluate(() => !!document.activeElement?.closest('.viewer')), `after ${i + 1} tabs`)
			}
			await press('f')
			await page.getByRole('button', { name: say.full_screen, exact: true }).waitFor()
			await close()
		})

		it('PLAT-9 the viewer fits a phone, and every tool has a name', async () => {
			const made = await draftApplication(client)
			await submit(client, made)
			const { page, close } = await open(`orders/${made.order_no}`, { viewport: phone, hasTouch: true, isMobile: true })
			const tools = page.getByRole('toolbar', { name: say.tools })
			await tools.scrollIntoViewIfNeeded()
			await until('drawn', () => drawn(page.locator('.pdf canvas').first()))
			assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), 'nothing sticks out')
			for (const tool of await tools.locator('button:visible, a:visible, select:visible, input:visible').all()) {
				assert.ok((await tool.getAttribute('aria-label'))?.trim())
				const { x, width, height } = await tool.boundingBox()
				assert.ok(x >= 0 && x + width <= phone.width)
				assert.ok(height >= 32, `${await tool.getAttribute('aria-label')}: ${height} px`)
			}
			await close()
		})

		it('PLAT-9 on a phone a paper chosen among the answers comes into sight, and beside them nothing moves', async () => {
			const reviewer = await accounts.reviewer('city', 350300)
			const made = await draftApplication(client)
			await submit(client, made)
			for (const [viewport, moves] of [[phone, true], [desktop, false]]) {
				const { page, close } = await open(`reviews/${made.order_no}`, { user: reviewer, viewport })
				const chosen = page.locator('.fields .file').last()
				await chosen.scrollIntoViewIfNeeded()
				const scrolled = () => page.evaluate(() => document.scrollingElement.scrollTop)
				const stood = await scrolled()
				await chosen.click()
				await page.locator('.fields .file[aria-pressed=true]').waitFor()
				await until('the paper is in sight', async () => {
					const { y } = await page.locator('.viewer').boundingBox()
					return y >= 0 && y < viewport.height / 2
				})
				assert.equal(await scrolled() !== stood, moves)
				await close()
			}
		})
	})
