// A browser that waits and a phone that scans, together: the phone is the simulator
// of the demonstration, or an app's backend where it must do what no page does.
import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { promisify } from 'node:util'
import AxeBuilder from '@axe-core/playwright'
import { AppBackend, newPerson, standsFor } from '../../lib/app.mjs'
import { Accounts } from '../../lib/accounts.mjs'
import { openBrowser, openPage, phone as phone_size } from '../../lib/browser.mjs'
import { Database } from '../../lib/db.mjs'
import { sharedStack, top } from '../../lib/stack.mjs'

const text = {
	zh: { tab: '扫码登录', account: '账号登录', ca: 'CA登录', waiting: '等待扫描', scanned: /已扫描$/, expired: '二维码已过期', cancelled: '已在手机上拒绝', refused: '二维码已作废',
		refresh: '手动刷新', warn: '请勿将此码分享给他人', alt: '登录二维码', credential: /医保电子凭证尚未激活/, numbers: /三次输错数字/, choose: /选择这次的身份/, operator: /经办人/,
		handed: '扫描登录页上的二维码', consent: '同意授权登录？', number: '电脑页面上显示的两位数字', agree: '同意授权', refuse: '拒绝', confirmed: '已授权，电脑上将自动登录',
		declined: '已拒绝，电脑上不会登录', who: '由谁扫描', active: '医保电子凭证已激活', paste: '或粘贴二维码内容', read: '识别', picture: '或选择二维码图片', alien: /不是本平台/, wrong: /不一致/, unready: /尚未激活/ },
	en: { tab: 'QR code', account: 'Account', ca: 'Certificate', waiting: 'Waiting for a scan', scanned: /^Scanned by/, expired: 'The code has expired', cancelled: 'Declined on the phone', refused: 'The code is no longer valid',
		refresh: 'Get a new code', warn: 'Do not share this code with anyone', alt: 'QR code to sign in', credential: /e-credential is not active/, numbers: /Three wrong numbers/, choose: /Choose a role/, operator: /Operator/,
		handed: 'Scan the code on the sign-in page', consent: 'Sign in there?', number: 'The two digits on the computer’s page', agree: 'Agree', refuse: 'Decline', confirmed: 'Agreed. The computer signs in by itself',
		declined: 'Declined. The computer does not sign in', who: 'Who scans', active: 'E-credential active', paste: 'Or paste what the code holds', read: 'Read', picture: 'Or choose a picture of the code', alien: /not a sign-in code/, wrong: /not the one/, unready: /not active/ },
}

let stack, db, accounts, browser, app
before(async () => {
	stack = await sharedStack()
	db = new Database(stack)
	accounts = new Accounts(stack, db)
	app = new AppBackend(stack)
	browser = await openBrowser(stack)
})
after(() => stack?.stop())

const accessible = async (page) => {
	const { violations } = await new AxeBuilder({ page }).withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa']).analyze()
	assert.deepEqual(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target).join(', ')}`), [])
}

for (const language of ['zh', 'en'])
	describe(`scanning in, ${language === 'zh' ? 'in Chinese' : 'in English'}`, () => {
		const say = text[language]
		const speaks = (context) => context.addInitScript((chosen) => localStorage.setItem('liangding.language', chosen), language)

		// The page with a code: what it is, the page and what its code holds.
		async function waiting(options) {
			const opened = await openPage(browser, options)
			await speaks(opened.context)
			const asked = opened.page.waitForResponse((answer) => /\/api\/qr$/.test(answer.url()) && answer.status() === 201)
			await opened.page.goto(`${stack.url}login`)
			await opened.page.getByRole('tab', { name: say.tab }).click()
			const code = await (await asked).json()
			await opened.page.getByText(say.waiting).waitFor()
			await opened.page.getByRole('img', { name: say.alt }).waitFor()
			return { ...opened, code }
		}
		async function handed(code, { allow = [] } = {}) {
			const opened = await openPage(browser, { viewport: phone_size, allow })
			await speaks(opened.context)
			await opened.page.goto(`${stack.url}phone#${code.url}`)
			await opened.page.getByRole('button', { name: say.handed }).waitFor()
			return opened
		}
		const number_on = (page) => page.locator('.number strong').innerText()
		const operator = async (more) => {
			const person = newPerson(more)
			const user = await accounts.operator()
			await standsFor(stack, db, user.account, person)
			return { person, user }
		}

		it('QR-1 QR-4 QR-7 QR-8 page and phone: scanned, the number, agreed, signed in', async () => {
			const { page, code, close } = await waiting()
			assert.match(await page.locator('body').innerText(), new RegExp(say.warn))
			await accessible(page)
			const phone = await handed(code, { allow: [/422/] })
			await accessible(phone.page)
			await phone.page.getByRole('button', { name: say.handed }).click()
			await phone.page.getByRole('heading', { name: say.consent }).waitFor()
			for (const fact of [/Linux/, /127\.0\.0\.1|本机|server itself/, /\d\d:\d\d/])
				assert.match(await phone.page.locator('dl').innerText(), fact)
			await accessible(phone.page)
			// 拒绝 is as large as 同意.
			const [no, yes] = await Promise.all([say.refuse, say.agree].map(async (name) => phone.page.getByRole('button', { name, exact: true }).boundingBox()))
			assert.deepEqual([no.width, no.height], [yes.width, yes.height])
			await page.getByText(say.scanned).waitFor()
			assert.match(await page.locator('.qr .title').innerText(), /陈\*\*/)
			await accessible(page)
			const number = await number_on(page)
			const field = phone.page.getByLabel(say.number)
			assert.ok(!(await phone.page.locator('body').innerText()).includes(number), 'the phone does not know the number')
			await field.fill(number === '99' ? '10' : String(Number(number) + 1))
			await phone.page.getByRole('button', { name: say.agree, exact: true }).click()
			await phone.page.getByText(say.wrong).waitFor()
			await field.fill(number)
			await phone.page.getByRole('button', { name: say.agree, exact: true }).click()
			await phone.page.getByText(say.confirmed).waitFor()
			await page.locator('header.bar').waitFor()
			assert.match(await page.locator('header.bar').innerText(), /陈思远/)
			await phone.close()
			await close()
		})

		it('QR-1 declined: the page says so, and gets another one', async () => {
			const { page, code, close } = await waiting()
			const phone = await handed(code)
			await phone.page.getByRole('button', { name: say.handed }).click()
			await phone.page.getByRole('button', { name: say.refuse, exact: true }).click()
			await phone.page.getByText(say.declined).waitFor()
			await page.getByText(say.cancelled).waitFor()
			await accessible(page)
			await page.getByRole('button', { name: say.refresh }).click()
			await page.getByText(say.waiting).waitFor()
			await phone.close()
			await close()
		})

		it('QR-5 without an active credential: why, and how to activate it, on both', async () => {
			const { page, code, close } = await waiting()
			const phone = await handed(code, { allow: [/403/] })
			await phone.page.getByLabel(say.active).uncheck()
			await phone.page.getByRole('button', { name: say.handed }).click()
			await phone.page.getByText(say.unready).waitFor()
			await page.getByText(say.refused).waitFor()
			await page.getByText(say.credential).waitFor()
			await accessible(page)
			await phone.close()
			await close()
		})

		it('QR-1 it runs out by the page\'s own clock and is replaced by hand; three wrong numbers void the next', async () => {
			const { page, close } = await waiting({ allow: [/ERR_FAILED/] })
			await page.clock.install()
			await page.reload()
			const first = page.waitForResponse((answer) => /\/api\/qr$/.test(answer.url()))
			await page.getByRole('tab', { name: say.tab }).click()
			await first
			await page.getByText(say.waiting).waitFor()
			// Without a line, too.
			await page.route(/\/api\/qr\/[\w-]+$/, (route) => route.abort())
			await page.clock.fastForward(121_000)
			await page.getByText(say.expired).waitFor()
			await accessible(page)
			await page.unroute(/\/api\/qr\/[\w-]+$/)
			const again = page.waitForResponse((answer) => /\/api\/qr$/.test(answer.url()))
			await page.getByRole('button', { name: say.refresh }).click()
			const { id } = await (await again).json()
			await page.getByText(say.waiting).waitFor()
			const { person } = await operator()
			assert.equal((await app.scan(id, person)).status, 200)
			await page.clock.fastForward(3_000)
			await page.getByText(say.scanned).waitFor()
			const wrong = await number_on(page) === '10' ? 11 : 10
			for (const status of [422, 422, 403])
				assert.equal((await app.confirm(id, person, wrong)).status, status)
			await page.clock.fastForward(1_000)
			await page.getByText(say.numbers).waitFor()
			await close()
		})

		it('QR-5 whoever has several accounts chooses on the page', async () => {
			const { page, code, close } = await waiting()
			const { person } = await operator()
			const other = await accounts.operator()
			await standsFor(stack, db, other.account, person)
			await app.scan(code.id, person)
			await page.getByText(say.scanned).waitFor()
			await app.confirm(code.id, person, await number_on(page))
			await page.getByText(say.choose).waitFor()
			await accessible(page)
			const choices = page.getByRole('button', { name: say.operator })
			assert.equal(await choices.count(), 2)
			await choices.nth(1).click()
			await page.locator('header.bar').waitFor()
			await close()
		})

		it('QR-1 by keyboard from tab to tab: nothing moves, and what was typed stays', async () => {
			const { page, close } = await waiting()
			const places = () => page.evaluate(() => [...document.querySelectorAll('.box h1, .tabs, .foot, .tabs button')].map((each) => JSON.stringify(each.getBoundingClientRect())))
			await page.getByRole('tab', { name: say.account }).click()
			await page.locator('#field-captcha_answer').waitFor()
			await page.locator('.captcha img').waitFor()
			await page.locator('#field-account').fill('H35021300406')
			const before = await places()
			await page.getByRole('tab', { name: say.account }).focus()
			await page.keyboard.press('ArrowRight')
			await page.getByText(say.waiting).waitFor()
			assert.equal(await page.evaluate(() => document.activeElement.id), 'tab-qr')
			assert.deepEqual(await places(), before)
			assert.equal(await page.getByRole('tabpanel').count(), 1)
			await page.keyboard.press('Tab')
			assert.equal((await page.evaluate(() => document.activeElement.textContent)).trim(), say.refresh)
			await page.getByRole('tab', { name: say.ca }).click()
			assert.deepEqual(await places(), before)
			await page.getByRole('tab', { name: say.account }).click()
			assert.deepEqual(await places(), before)
			assert.equal(await page.locator('#field-account').inputValue(), 'H35021300406')
			await close()
		})

		it('QR-7 the phone reads pasted text and a picture of the page, and no other site\'s code', async () => {
			const { page, code, close } = await waiting()
			const picture = await page.locator('.qr .frame').screenshot()
			for (const how of ['picture', 'text']) {
				const phone = await openPage(browser, { viewport: phone_size, allow: [/409/] })
				await speaks(phone.context)
				await phone.page.goto(`${stack.url}phone`)
				if (how === 'picture') {
					await phone.page.getByLabel(say.picture).setInputFiles({ name: 'code.png', mimeType: 'image/png', buffer: picture })
					await phone.page.getByRole('heading', { name: say.consent }).waitFor()
					await page.getByText(say.scanned).waitFor()
				} else {
					await phone.page.getByLabel(say.paste).fill(code.url.replace('127.0.0.1', 'elsewhere.example'))
					await phone.page.getByRole('button', { name: say.read, exact: true }).click()
					await phone.page.getByText(say.alien).waitFor()
					// It was scanned by the other phone meanwhile.
					await phone.page.getByLabel(say.paste).fill(code.url)
					await phone.page.getByRole('button', { name: say.read, exact: true }).click()
					await phone.page.getByRole('alert').filter({ hasText: /已被扫描|already been scanned/ }).waitFor()
				}
				const { width, scroll } = await phone.page.evaluate(() => ({ width: innerWidth, scroll: document.documentElement.scrollWidth }))
				assert.ok(scroll <= width)
				await phone.close()
			}
			await close()
		})
	})

it('QR-7 the command for scripts scans, confirms and declines', async () => {
	const command = (...args) => promisify(execFile)(join(top, 'ops/phone.mjs'), args)
	for (const act of ['confirm', 'cancel']) {
		const opened = await openPage(browser)
		const asked = opened.page.waitForResponse((answer) => /\/api\/qr$/.test(answer.url()))
		await opened.page.goto(`${stack.url}login`)
		await opened.page.getByRole('tab', { name: text.zh.tab }).click()
		const { url } = await (await asked).json()
		assert.match((await command('scan', url)).stdout, /"state":"scanned"/)
		await opened.page.getByText(text.zh.scanned).waitFor()
		const number = await opened.page.locator('.number strong').innerText()
		await assert.rejects(command('confirm', url, number === '10' ? '11' : '10'), /qr\.number_wrong/)
		assert.match((await command(act, url, number)).stdout, /"state":"c/)
		await (act === 'confirm' ? opened.page.locator('header.bar') : opened.page.getByText(text.zh.cancelled)).waitFor()
		await opened.close()
	}
	await assert.rejects(command('scan', 'https://elsewhere.example/'), /not what a code/)
})
