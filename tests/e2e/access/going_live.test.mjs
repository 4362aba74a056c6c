// From an application to 已上线 in the browser, in both languages: what the approval
// gives out is downloaded, looked at, replaced and verified by a stranger; the
// acceptance is asked for, tested jointly and approved; the operator confirms.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { after, before, describe, it } from 'node:test'
import { Accounts } from '../../lib/accounts.mjs'
import { desktop, openBrowser, openPage, phone } from '../../lib/browser.mjs'
import { Database } from '../../lib/db.mjs'
import { read } from '../../lib/issued.mjs'
import { pdf } from '../../lib/papers.mjs'
import { person } from '../../lib/people.mjs'
import { sharedStack, until } from '../../lib/stack.mjs'

const text = {
	zh: {
		new_order: '新建申请', access: /^接入申请/, acceptance: /^验收申请/, start: '开始填写', to_check: '检查并提交', submit: '确认提交', sent: '提交成功',
		radios: [[/^线上业务类型/, /^线上身份核验业务/], [/^第三方渠道/, '支付宝'], [/^应用类型/, '小程序'], [/^拟定电子凭证接入渠道/, '支付宝']],
		name: /^申请接入应用名称/, texts: [[/^定点医药机构邮箱地址/, 'yibao@hospital.cn'], [/^电子凭证接入渠道联系人/, '欧阳小明'], [/^电子凭证接入渠道联系电话/, '13812345678']],
		agreement: '定点医药机构协议', test_report: '测试报告', choose: '选择文件', view: (name) => `查看 ${name}`,
		test_from: '测试开始日期', test_to: '测试结束日期', cases: /^测试用例说明/,
		agree: '同意', confirm_seal: '同意并生效', done: '提交成功', issued_seen: '已发放的反馈单',
		issued: '反馈单和密钥', test_form: '测试环境反馈单', production_form: '生产环境反馈单', ready: '可下载', download: (name) => new RegExp(`^下载${name}`),
		show: /^显示\s*应用密钥$/, hide: /^隐藏\s*应用密钥$/, rotate: '更换密钥', rotated: '密钥已更换，新的反馈单正在生成', earlier: '以前的反馈单（1）', superseded: '已被替代',
		valid: '此文件有效', no_longer: '此文件已失效：已被新文件替代', unknown: '没有这份文件',
		duty_acceptance: '申请验收', duty_live: '确认应用测试无误', see: '查看', apply_acceptance: '申请验收',
		note: '记录国家局专项组联调', note_date: '日期', note_what: '情况', note_do: '记录', noted: '国家局专项组联调',
		confirm: '确认应用测试无误', confirmed: '已确认，办理完结', live: '已上线', completed: '已办结', upon: /^验收审核 /, its_application: /^关联申请/,
	},
	en: {
		new_order: 'New application', access: /^Access/, acceptance: /^Acceptance/, start: 'Start', to_check: 'Check and submit', submit: 'Submit', sent: 'Application submitted',
		radios: [[/^Business type/, /^Online identity check/], [/^Third-party channel/, 'Alipay'], [/^App type/, 'Mini program'], [/^Electronic-credential channel/, 'Alipay']],
		name: /^App name/, texts: [[/^Institution email address/, 'yibao@hospital.cn'], [/^Channel contact name/, '欧阳小明'], [/^Contact phone/, '13812345678']],
		agreement: 'Designation agreement', test_report: 'Test report', choose: 'Choose a file', view: (name) => `View ${name}`,
		test_from: 'Test start date', test_to: 'Test end date', cases: /^Test cases/,
		agree: 'Approve', confirm_seal: 'Approve', done: 'Decision submitted', issued_seen: 'Forms issued',
		issued: 'Form and keys', test_form: 'Test environment form', production_form: 'Production environment form', ready: 'Ready', download: (name) => new RegExp(`^Download ${name}`),
		show: /^Show\s*App secret$/, hide: /^Hide\s*App secret$/, rotate: 'Replace the keys', rotated: 'The keys have been replaced. The new form is being made', earlier: 'Earlier forms (1)', superseded: 'Superseded',
		valid: 'This document is valid', no_longer: 'This document no longer holds: a newer one has replaced it', unknown: 'There is no such document',
		duty_acceptance: 'Ask for acceptance', duty_live: 'Confirm that the app works', see: 'View', apply_acceptance: 'Apply for acceptance',
		note: 'Record: Joint testing with the national team', note_date: 'Date', note_what: 'What happened', note_do: 'Record it', noted: 'Joint testing with the national team',
		confirm: 'Confirm that the app works', confirmed: 'Confirmed: this is completed', live: 'Live', completed: 'Completed', upon: /^Acceptance /, its_application: /^Related application/,
	},
}
// Cities of each run's own, of the province that has a seal.
const divisions = { zh: [350900, 350902], en: [350700, 350702] }

let stack, accounts, browser
before(async () => {
	stack = await sharedStack()
	accounts = new Accounts(stack, new Database(stack))
	browser = await openBrowser(stack)
})
after(() => stack?.stop())

for (const language of ['zh', 'en'])
	describe(`going live, ${language === 'zh' ? 'in Chinese' : 'in English'}`, () => {
		const say = text[language]
		const [city_code, district] = divisions[language]
		const people = {}
		let institution, application, acceptance, first_code, broken = false
		const app_name = language === 'zh' ? '东湖掌上就医𠮷䶮㛃' : 'Lakeside clinic'

		const step = (name, act) => it(name, async (t) => {
			if (broken)
				return t.skip('an earlier step failed')
			broken = true
			await act()
			broken = false
		})
		before(async () => {
			institution = await accounts.institution(district)
			for (const [name, user] of Object.entries({
				operator: await accounts.operator({ institution }),
				city: await accounts.reviewer('city', city_code),
				province: await accounts.reviewer('province', 350000),
				nation: await accounts.reviewer('nation'),
			}))
				people[name] = await person(browser, stack, user, { language })
		})
		after(async () => {
			for (const { close } of Object.values(people))
				await close()
		})

		const operator = () => people.operator.page
		const panel = () => operator().getByRole('region', { name: say.issued })
		const status = (words) => operator().locator('.next .status').getByText(words, { exact: true }).waitFor()
		const go = (page, path) => page.goto(new URL(path, stack.url).href)
		const toOrder = (order_no) => go(operator(), `orders/${order_no}`)

		async function upload(label, name, bytes) {
			const field = operator().getByRole('group', { name: label })
			const chooser = operator().waitForEvent('filechooser')
			await field.getByText(say.choose, { exact: true }).click()
			await (await chooser).setFiles({ name, mimeType: 'application/pdf', buffer: bytes })
			await field.getByRole('button', { name: say.view(name) }).waitFor()
		}
		async function send() {
			await operator().getByRole('button', { name: say.to_check }).click()
			await operator().getByRole('button', { name: say.submit, exact: true }).click()
			await status(say.sent)
			return new URL(operator().url()).pathname.split('/').pop()
		}
		async function approve(desk, order_no) {
			const { page } = people[desk]
			await go(page, `reviews/${order_no}`)
			await page.getByRole('radio', { name: say.agree, exact: true }).check()
			await page.locator('#decision-submit').click()
			if (desk === 'province')
				await page.getByRole('dialog').getByRole('button', { name: say.confirm_seal, exact: true }).click()
			await page.locator('aside').getByText(say.done, { exact: true }).waitFor()
		}
		/** The newest form, once the page itself says that it is ready. */
		async function fetched(name) {
			await panel().getByText(name).first().waitFor()
			await panel().getByText(say.ready, { exact: true }).waitFor()
			const coming = operator().waitForEvent('download')
			await panel().getByRole('link', { name: say.download(name) }).click()
			return read(readFileSync(await (await coming).path()))
		}
		/** What a stranger with a phone reads of what a code leads to. */
		async function verified(url, words, allow = []) {
			const stranger = await openPage(browser, { viewport: phone, allow, locale: language === 'zh' ? 'zh-CN' : 'en-US' })
			await stranger.context.addInitScript((chosen) => localStorage.setItem('liangding.language', chosen), language)
			await stranger.page.goto(url)
			await stranger.page.getByText(words, { exact: true }).waitFor()
			const said = await stranger.page.locator('main').innerText()
			assert.ok(await stranger.page.evaluate(() => document.documentElement.scrollWidth <= document.documentElement.clientWidth), 'it fits a phone')
			await stranger.close()
			return said
		}

		step('ACCESS-1 the operator applies, city and province approve', async () => {
			const page = operator()
			await page.getByRole('link', { name: say.new_order }).first().click()
			await page.getByRole('radio', { name: say.access }).check()
			await page.getByRole('button', { name: say.start, exact: true }).click()
			await page.waitForURL(/\/edit$/)
			for (const [group, option] of say.radios)
				await page.getByRole('group', { name: group }).getByRole('radio', { name: option, exact: typeof option === 'string' }).check()
			await page.getByLabel(say.name).fill(app_name)
			for (const [label, value] of say.texts)
				await page.getByLabel(label).fill(value)
			await upload(say.agreement, 'agreement.pdf', pdf('Agreement'))
			application = await send()
			await approve('city', application)
			await approve('province', application)
		})

		step('ACCESS-4 PLAT-23 the form is there once it is sealed: downloaded, and its key shown for a while', async () => {
			await toOrder(application)
			const { text: printed, codes: [{ data }], signatures } = await fetched(say.test_form)
			assert.match(signatures, /Signature is Valid/)
			for (const words of [institution.name, app_name, application])
				assert.ok(printed.includes(words), words)
			first_code = data
			await panel().getByRole('button', { name: say.show }).click()
			const key = await panel().locator('code').innerText()
			assert.match(key, /^[0-9a-f]{64}$/)
			assert.ok(printed.includes(key))
			await operator().setViewportSize(phone)
			assert.ok(await operator().evaluate(() => document.documentElement.scrollWidth <= document.documentElement.clientWidth), 'it fits a phone')
			await operator().setViewportSize(desktop)
			await panel().getByRole('button', { name: say.hide }).click()
			assert.equal(await panel().locator('code').count(), 0)
		})

		step('PLAT-18 whoever scans its code reads that it is valid, and no more than to compare', async () => {
			const said = await verified(first_code, say.valid)
			assert.ok(!said.includes(institution.name) && !said.includes(institution.code))
			await verified(new URL('verify/nonesuch', stack.url).href, say.unknown, [/404/])
		})

		step('ACCESS-4 the keys are replaced, after a question: a new form, and the old one is told to be superseded', async () => {
			await panel().getByRole('button', { name: say.rotate, exact: true }).click()
			await operator().getByRole('dialog').getByRole('button', { name: say.rotate, exact: true }).click()
			await operator().getByText(say.rotated).waitFor()
			const { codes: [{ data }] } = await fetched(say.test_form)
			assert.notEqual(data, first_code)
			await panel().getByText(say.earlier).click()
			await panel().getByText(say.superseded, { exact: true }).waitFor()
			await verified(first_code, say.no_longer)
			await verified(data, say.valid)
		})

		step('REVIEW-3 reviewers read that a form was given out, and find no key', async () => {
			const { page } = people.city
			await go(page, `reviews/${application}`)
			const seen = page.getByRole('region', { name: say.issued_seen })
			await seen.getByText(say.test_form).waitFor()
			assert.equal(await seen.getByRole('button').count(), 0)
			assert.equal(await seen.getByRole('link').count(), 0)
		})

		step('ACCESS-5 PLAT-16 the board says that acceptance is to be asked for, and leads there', async () => {
			const page = operator()
			await go(page, 'board')
			const duties = page.locator('#board-duties')
			await duties.getByText(say.duty_acceptance, { exact: true }).waitFor()
			await duties.getByRole('link', { name: `${say.see} ${application}` }).click()
			await page.getByRole('link', { name: say.apply_acceptance }).click()
			await page.getByRole('button', { name: say.start, exact: true }).click()
			await page.waitForURL(/\/edit$/)
			for (const [label, day] of [[say.test_from, '2026-11-01'], [say.test_to, '2026-11-20']]) {
				await page.getByRole('combobox', { name: label }).fill(day)
				await page.keyboard.press('Enter')
			}
			await page.getByLabel(say.cases).fill('挂号、缴费、退费')
			await upload(say.test_report, 'report.pdf', pdf('Test report'))
			acceptance = await send()
			await toOrder(application)
			await page.getByRole('link', { name: say.upon }).waitFor()
		})

		step('ACCESS-5 the nation records the joint testing on the acceptance, and approves it after city and province', async () => {
			await approve('city', acceptance)
			await approve('province', acceptance)
			const { page } = people.nation
			await go(page, `reviews/${acceptance}`)
			await page.getByRole('link', { name: say.its_application }).waitFor()
			await page.getByRole('button', { name: say.note }).click()
			await page.getByRole('combobox', { name: say.note_date }).fill('2026-11-18')
			await page.keyboard.press('Enter')
			await page.getByLabel(say.note_what, { exact: true }).fill('联调用例全部通过')
			await page.getByRole('button', { name: say.note_do, exact: true }).click()
			const history = page.locator('.history')
			await history.getByText('联调用例全部通过').waitFor()
			await history.getByText(say.noted, { exact: true }).waitFor()
			await history.getByText('2026-11-18').waitFor()
			await approve('nation', acceptance)
		})

		step('ACCESS-6 PLAT-23 the production form is downloaded, the operator confirms, and the application is live', async () => {
			const page = operator()
			await go(page, 'board')
			const duties = page.locator('#board-duties')
			await duties.getByText(say.duty_live, { exact: true }).waitFor()
			await duties.getByRole('link', { name: `${say.see} ${acceptance}` }).click()
			const { text: printed } = await fetched(say.production_form)
			assert.ok(printed.includes(application) && printed.includes(acceptance))
			await page.getByRole('button', { name: say.confirm, exact: true }).click()
			await page.getByRole('dialog').getByRole('button', { name: say.confirm, exact: true }).dblclick()
			await status(say.confirmed)
			await page.getByRole('link', { name: say.its_application }).or(page.locator('.facts a').first()).first().waitFor()
			await toOrder(application)
			await status(say.live)
			await go(page, 'board')
			await page.locator('.figures').waitFor()
			assert.equal(await duties.count(), 0)
			await go(page, 'orders?state=concluded')
			await until('both are there', async () => {
				assert.deepEqual((await page.locator('tbody tr .is-order_no').allInnerTexts()).map((each) => each.trim()).sort(), [application, acceptance].sort())
				return true
			})
			await page.locator('tbody').getByText(say.live, { exact: true }).waitFor()
		})
	})
