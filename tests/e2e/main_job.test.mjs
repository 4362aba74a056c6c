// The main job as people do it, in both languages: an operator applies, city,
// province and nation review, orders come back and go out again, and after each
// step every desk's lists and counts are looked at. Everything is clicked and
// typed; only the people themselves are made beforehand.
import assert from 'node:assert/strict'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { Accounts } from '../lib/accounts.mjs'
import { openBrowser } from '../lib/browser.mjs'
import { Database } from '../lib/db.mjs'
import { pdf } from '../lib/papers.mjs'
import { assertLists, drawn, openReviews, person } from '../lib/people.mjs'
import { sharedStack, top, until } from '../lib/stack.mjs'

const text = {
	zh: {
		app_name: '东湖掌上就医', wrong_name: '东湖就医测试版', title_board: '我的待办 · 两定', title_review: '审核申请单 · 两定',
		new_order: '新建申请', access: /^接入申请/, start: '开始填写', saved: /已保存 \d\d:\d\d/,
		business_type: /^线上业务类型/, mobile_payment: /^医保移动支付业务/, channel: /^第三方渠道/, wechat: '微信', alipay: '支付宝',
		name: /^申请接入应用名称/, app_type: /^应用类型/, mini_program: '小程序', mail: /^定点医药机构邮箱地址/,
		credential_channel: /^拟定电子凭证接入渠道/, contact: /^电子凭证接入渠道联系人/, phone: /^电子凭证接入渠道联系电话/, note: /^备注/,
		papers: {
			agreement: ['定点医药机构协议', '定点协议.pdf'], supplement: ['“互联网+”医疗服务补充协议', '补充协议.pdf'],
			declaration: ['单位网厅申报表', '申报表.pdf'], request: ['关于申请开展医保移动支付的请示', '请示.pdf'], others: ['其他材料', '其他.pdf'],
		},
		test_report: ['测试报告', '测试报告.pdf'], choose_file: '选择文件', view_file: (name) => `查看 ${name}`,
		sending: /正在上传 [1-9]\d?%/, until: '办理期限', to_check: '检查并提交', faults: '有 1 处需要修改', supplement_missing: '请上传“互联网+”医疗服务补充协议',
		sent: '提交成功', check: '提交前检查', submit: '确认提交', correct: '按意见修改', view: '查看', act_correct: '修改',
		waiting_city: '待市级审核', waiting_filing: '待省级备案', waiting_province: '待省级审核', waiting_nation: '待国家级审核',
		approved: '审核通过', rejected_city: '已驳回（市）', rejected_province: '已驳回（省）', rejected_nation: '已驳回（国家）',
		go_review: '去审批', details: '详情', review_opinion: /^审核意见/, filing_opinion: /^备案意见/, disagree: '不同意', reject: '驳回',
		submit_as: (verdict) => `提交：${verdict}`, reason_missing: '不同意时必须填写理由', nothing_named: '请至少指出一处需要修改的内容，或改为整体驳回', whole: /^整体驳回/, why_whole: '整体驳回的原因',
		show: /^显示/, unlock: /^修改此项\s*备注/, unlock_reason: '修改原因', unlock_go: '解锁', unlocked_because: '补充说明上线计划', changes: '与上次提交的差异', claim: '领取', claimed: '我正在办理', remark_missing: '驳回时必须填写备注',
		add_here: /^提意见\s*申请接入应用名称$/, problem: (field) => `${field} 问题`, remedy: (field) => `${field} 怎样改`, code: (field) => `${field} 问题类型`, field_name: '申请接入应用名称',
		reason: '名称与小程序不一致，请更正。', remark_words: '与渠道上展示的名称不同', remedy_words: '改为小程序的正式名称',
		province_words: '备案材料缺少法人签字', nation_words: '联调记录不完整', confirmation: '审核通过后，将自动为审核材料加盖省局电子签章！意见一经同意即生效，不能撤回。', confirm: '同意并生效',
		done: '提交成功', all_done: '列表中没有待办的了，返回列表', nothing: '此申请单现在不需要您审核。',
		apply_acceptance: '申请验收', test_from: '测试开始日期', test_to: '测试结束日期', cases: /^测试用例说明/, its_application: /^关联申请/,
		history: '办理记录', submitted: '提交', resubmitted: '重新提交', all: '全部',
	},
	en: {
		app_name: 'Lakeside clinic', wrong_name: 'Lakeside clinic beta', title_board: 'To do · Liangding', title_review: 'Review application · Liangding',
		new_order: 'New application', access: /^Access/, start: 'Start', saved: /Saved \d\d:\d\d/,
		business_type: /^Business type/, mobile_payment: /^Mobile insurance payment/, channel: /^Third-party channel/, wechat: 'WeChat', alipay: 'Alipay',
		name: /^App name/, app_type: /^App type/, mini_program: 'Mini program', mail: /^Institution email address/,
		credential_channel: /^Electronic-credential channel/, contact: /^Channel contact name/, phone: /^Contact phone/, note: /^Note/,
		papers: {
			agreement: ['Designation agreement', 'agreement.pdf'], supplement: ['“Internet Plus” supplementary agreement', 'supplement.pdf'],
			declaration: ['Online-hall declaration', 'declaration.pdf'], request: ['Request to open mobile insurance payment', 'request.pdf'], others: ['Other documents', 'others.pdf'],
		},
		test_report: ['Test report', 'report.pdf'], choose_file: 'Choose a file', view_file: (name) => `View ${name}`,
		sending: /Uploading, [1-9]\d?%/, until: 'Decision due by', to_check: 'Check and submit', faults: 'There is 1 problem', supplement_missing: 'Upload the “Internet Plus” supplementary agreement',
		sent: 'Application submitted', check: 'Check your answers', submit: 'Submit', correct: 'Make the changes requested', view: 'View', act_correct: 'Edit',
		waiting_city: 'Awaiting city review', waiting_filing: 'Awaiting provincial filing', waiting_province: 'Awaiting provincial review', waiting_nation: 'Awaiting national review',
		approved: 'Approved', rejected_city: 'Rejected by the city', rejected_province: 'Rejected by the province', rejected_nation: 'Rejected by the nation',
		go_review: 'Review', details: 'Details', review_opinion: /^Review decision/, filing_opinion: /^Filing decision/, disagree: 'Reject', reject: 'Reject',
		submit_as: (verdict) => `Submit: ${verdict}`, reason_missing: 'Enter a reason for rejecting', nothing_named: 'Request at least one change, or reject entirely', whole: /^Reject entirely/, why_whole: 'Reason for rejecting entirely',
		show: /^Show/, unlock: /^Change this\s*Notes/, unlock_reason: 'Reason for the change', unlock_go: 'Unlock', unlocked_because: 'The plan has changed', changes: 'Changes since the last submission', claim: 'Claim', claimed: 'You are working on this, until', remark_missing: 'Enter a remark for rejecting',
		add_here: /^Add a remark\s*App name$/, problem: (field) => `${field} Problem`, remedy: (field) => `${field} How to fix it`, code: (field) => `${field} Reason`, field_name: 'App name',
		reason: 'The name differs from the mini program.', remark_words: 'Not the name shown in the channel', remedy_words: 'Use the official name',
		province_words: 'A signature is missing', nation_words: 'The joint test is incomplete', confirmation: 'Once approved, the papers get the province’s electronic seal automatically. The approval takes effect immediately and cannot be withdrawn.', confirm: 'Approve',
		done: 'Decision submitted', all_done: 'Nothing left in this list. Back to the list', nothing: 'This application does not need your decision now.',
		apply_acceptance: 'Apply for acceptance', test_from: 'Test start date', test_to: 'Test end date', cases: /^Test cases/, its_application: /^Related application/,
		history: 'History', submitted: 'Submitted', resubmitted: 'Resubmitted', all: 'All',
	},
}

// A province of each run's own, so that its lists hold nothing else.
const divisions = { zh: [360000, 360100, 360102], en: [340000, 340100, 340102] }

let stack, accounts, browser
before(async () => {
	stack = await sharedStack()
	accounts = new Accounts(stack, new Database(stack))
	browser = await openBrowser(stack)
})
after(() => stack?.stop())

for (const language of ['zh', 'en'])
	describe(`the main job, ${language === 'zh' ? 'in Chinese' : 'in English'}`, () => {
		const say = text[language]
		const [province_code, city_code, district] = divisions[language]
		const people = {}
		let institution, application, acceptance
		let broken = false

		// One scenario told in steps: what follows a broken step says nothing.
		// SHOTS=directory keeps what everyone saw when a step broke.
		const step = (name, act) => it(name, async (t) => {
			if (broken)
				return t.skip('an earlier step failed')
			broken = true
			try {
				await act()
				broken = false
			} finally {
				if (broken && process.env.SHOTS)
					await Promise.all(Object.entries(people).map(([who, { page }]) =>
						page.screenshot({ path: join(top, process.env.SHOTS, `broken-${language}-${who}.png`), fullPage: true })))
			}
		})
		before(async () => {
			institution = await accounts.institution(district)
			for (const [name, user] of Object.entries({
				operator: await accounts.operator({ institution }),
				city: await accounts.reviewer('city', city_code),
				province: await accounts.reviewer('province', province_code),
				nation: await accounts.reviewer('nation'),
			}))
				people[name] = await person(browser, stack, user, { language })
		})
		after(async () => {
			for (const { close } of Object.values(people))
				await close()
		})

		const lists = (expected) => Promise.all(['city', 'province', 'nation'].map((desk) =>
			assertLists(people[desk], expected[desk] ?? {}, desk === 'nation' ? institution.code : undefined)))

		// --- the operator ---------------------------------------------------------
		const choose = (group, option) => people.operator.page.getByRole('group', { name: group })
			.getByRole('radio', { name: option, exact: typeof option === 'string' }).check()
		const type = (label, value) => people.operator.page.getByLabel(label).fill(value)

		async function upload([label, name], bytes) {
			const { page } = people.operator
			const field = page.getByRole('group', { name: label })
			const chooser = page.waitForEvent('filechooser')
			await field.getByText(say.choose_file, { exact: true }).click()
			await (await chooser).setFiles({ name, mimeType: 'application/pdf', buffer: bytes })
			await field.getByRole('button', { name: say.view_file(name) }).waitFor()
		}

		async function openOrder(order_no, act) {
			const { page, say: common } = people.operator
			await page.getByRole('link', { name: common.orders, exact: true }).click()
			await page.waitForURL(/\/orders$/)
			await page.reload()
			await page.getByRole('link', { name: `${act} ${order_no}`, exact: true }).click()
			await page.waitForURL(new RegExp(`/orders/${order_no}$`))
		}

		// Where the order stands, as its page says.
		const assertStatus = (status) => people.operator.page.locator('.next .status').getByText(status, { exact: true }).waitFor()

		async function checkAndSubmit() {
			const { page } = people.operator
			await page.getByRole('button', { name: say.to_check }).click()
			await page.getByRole('heading', { name: say.check }).waitFor()
			const answered = page.waitForResponse((answer) => /\/submission$/.test(answer.url()))
			await page.getByRole('button', { name: say.submit, exact: true }).dblclick()
			assert.equal((await answered).status(), 200)
			// A page that says it is done, with its number and who has it now.
			await assertStatus(say.sent)
			const order_no = new URL(page.url()).pathname.split('/').pop()
			const told = await page.locator('.next').innerText()
			const bureau = await people.city.page.locator('.who-hat').innerText()
			for (const words of [order_no, bureau, say.until])
				assert.ok(told.includes(words), `${words} in ${told}`)
			// Going back leads on to it, to no error.
			await page.goBack()
			await assertStatus(say.waiting_city)
			return new URL(page.url()).pathname.split('/').pop()
		}

		// desk: who rejected it, as the page must say.
		async function correct(order_no, rejected, desk, why) {
			const { page } = people.operator
			await openOrder(order_no, say.act_correct)
			await assertStatus(rejected)
			const next = await page.locator('.next').innerText()
			const organisation = await people[desk].page.locator('.who-hat').innerText()
			assert.ok(next.includes(organisation), `${next}: ${organisation}`)
			assert.ok(next.includes(why), next)
			await page.getByRole('link', { name: say.correct }).click()
			await page.getByRole('button', { name: say.to_check }).waitFor()
		}

		// --- the reviewers ----------------------------------------------------------
		async function openReview(desk, order_no, act = say.go_review) {
			const { page } = people[desk]
			await openReviews(people[desk])
			if (desk === 'nation') {
				await page.getByLabel(people.nation.say.institution_code, { exact: true }).fill(institution.code)
				await page.getByRole('button', { name: people.nation.say.search, exact: true }).click()
				await page.waitForURL(/institution_code=/)
			}
			if (act === say.details)
				await page.locator('nav.tabs').getByRole('link', { name: new RegExp(`^${people[desk].say.approved}`) }).click()
			await page.getByRole('link', { name: `${act} ${order_no}`, exact: true }).click()
			await page.getByRole('heading', { level: 1, name: say.app_name }).or(
				page.getByRole('heading', { level: 1, name: say.wrong_name })).first().waitFor()
			await until('the title', async () => await page.title() === say.title_review)
		}

		const settled = (page) => page.locator('aside').getByText(say.done, { exact: true }).waitFor()

		// By the keyboard alone: a chooses to agree and puts Enter on the button.
		async function approve(desk, order_no) {
			const { page } = people[desk]
			await openReview(desk, order_no)
			await page.locator('#decision-submit').waitFor()
			await page.keyboard.press('a')
			await until('the button has the focus', () =>
				page.evaluate(() => document.activeElement?.id === 'decision-submit'))
			await page.keyboard.press('Enter')
			if (desk === 'province') {
				await page.getByRole('dialog').getByText(say.confirmation).waitFor()
				await page.getByRole('dialog').getByRole('button', { name: say.confirm, exact: true }).click()
			}
			await settled(page)
		}

		async function reject(desk, order_no, why) {
			const { page } = people[desk]
			await openReview(desk, order_no)
			await page.locator('#decision-submit').waitFor()
			await page.keyboard.press('r')
			const box = page.locator(desk === 'city' ? '#decision-reason' : '#decision-remark')
			await box.waitFor()
			// Not without words, and not without saying what is meant.
			await page.locator('#decision-submit').click()
			await page.getByText(desk === 'city' ? say.reason_missing : say.remark_missing).waitFor()
			await page.getByText(say.nothing_named).waitFor()
			await box.fill(why)
		}

		async function rejectWhole(desk, order_no, why, verdict) {
			const { page } = people[desk]
			await reject(desk, order_no, why)
			await page.getByRole('radio', { name: say.whole }).check()
			await page.getByLabel(say.why_whole).selectOption('other')
			await send(desk, verdict)
		}

		const send = async (desk, verdict) => {
			await people[desk].page.getByRole('button', { name: say.submit_as(verdict), exact: true }).click()
			await settled(people[desk].page)
		}

		// --- the scenario -----------------------------------------------------------
		step('ACCESS-1 PLAT-4 PLAT-9 an operator fills everything in, and a reload keeps it', async () => {
			const { page, say: common } = people.operator
			await until('the title', async () => await page.title() === say.title_board)
			assert.equal(await page.locator('html').getAttribute('lang'), common.lang)
			await page.getByRole('link', { name: common.orders, exact: true }).click()
			await page.getByRole('link', { name: say.new_order }).first().click()
			await page.getByRole('radio', { name: say.access }).check()
			await page.getByRole('button', { name: say.start, exact: true }).dblclick()
			await page.waitForURL(/\/orders\/\d{19}\/edit$/)

			await choose(say.business_type, say.mobile_payment)
			await choose(say.channel, say.wechat)
			await type(say.name, say.wrong_name)
			await choose(say.app_type, say.mini_program)
			await type(say.mail, 'yibao@hospital.cn')
			await choose(say.credential_channel, say.alipay)
			await type(say.contact, '欧阳小明')
			await type(say.phone, '13812345678')
			await type(say.note, '第一行\n第二行')

			// The second piece waits until the progress of the first has been seen.
			let pieces = 0
			const content = /\/api\/files\/[^/]+\/content$/
			await page.route(content, async (route) => {
				if (++pieces === 2) {
					await page.getByText(say.sending).waitFor()
					const { value, max } = await page.locator('progress').evaluate((bar) => ({ value: bar.value, max: bar.max }))
					assert.ok(value > 0 && value < max, `${value} of ${max}`)
				}
				await route.continue()
			})
			await upload(say.papers.agreement, pdf('Agreement 2026', 3 << 20))
			assert.ok(pieces >= 2, `${pieces} pieces`)
			await page.unroute(content)

			await page.getByText(say.saved).waitFor()
			await page.reload()
			await page.getByLabel(say.name).waitFor()
			assert.equal(await page.getByLabel(say.name).inputValue(), say.wrong_name)
			assert.equal(await page.getByLabel(say.mail).inputValue(), 'yibao@hospital.cn')
			assert.equal(await page.getByLabel(say.contact).inputValue(), '欧阳小明')
			assert.equal(await page.getByLabel(say.phone).inputValue(), '13812345678')
			assert.equal(await page.getByLabel(say.note).inputValue(), '第一行\n第二行')
			for (const [group, option] of [[say.business_type, say.mobile_payment], [say.channel, say.wechat],
				[say.app_type, say.mini_program], [say.credential_channel, say.alipay]])
				assert.ok(await page.getByRole('group', { name: group })
					.getByRole('radio', { name: option, exact: typeof option === 'string' }).isChecked(), String(group))
			await page.getByRole('button', { name: say.view_file(say.papers.agreement[1]) }).waitFor()
		})

		step('ACCESS-1 PLAT-3 mobile payment needs the supplement; then the answers are checked and sent once', async () => {
			const { page, say: common } = people.operator
			await page.getByRole('button', { name: say.to_check }).click()
			const summary = page.getByRole('alert').filter({ hasText: say.faults })
			await summary.getByRole('link', { name: say.supplement_missing }).waitFor()
			for (const field of ['supplement', 'declaration', 'request', 'others'])
				await upload(say.papers[field], pdf(field))
			application = await checkAndSubmit()

			const answers = await page.locator('.sections').innerText()
			for (const answer of [say.wrong_name, 'yibao@hospital.cn', '欧***', '138****5678', '第二行',
				...Object.values(say.papers).map(([, name]) => name)])
				assert.ok(answers.includes(answer), answer)
			// Pressed twice, begun and sent once.
			assert.deepEqual(await page.locator('.history .head').getByText(say.submitted, { exact: true }).count(), 1)
			await page.getByRole('link', { name: common.orders, exact: true }).click()
			await page.locator('nav.tabs').getByRole('link', { name: new RegExp(`^${say.all}\\s*1$`) }).waitFor()
			assert.equal(await page.locator('tr[data-row]').count(), 1)
		})

		step('REVIEW-1 REVIEW-2 it waits at the city and nowhere else', () =>
			lists({ city: { waiting: [application] } }))

		step('REVIEW-3 REVIEW-7 PLAT-10 the city sees the PDF drawn beside the form, and cannot reject without words', async () => {
			const { page } = people.city
			await openReview('city', application)
			const canvas = page.locator('.pdf canvas').first()
			await until('the PDF is drawn', () => drawn(canvas))
			const form = await page.locator('.fields').boundingBox()
			const paper = await canvas.boundingBox()
			assert.ok(paper.x >= form.x + form.width && paper.y < form.y + form.height, 'beside each other')
			const fields = await page.locator('.fields').innerText()
			for (const answer of [say.wrong_name, '欧***', '138****5678'])
				assert.ok(fields.includes(answer), answer)
			await page.locator('.personal', { hasText: '138****5678' }).getByRole('button', { name: say.show }).click()
			await page.locator('.personal', { hasText: '13812345678' }).waitFor()
			await page.keyboard.press('c')
			await page.locator('.claim').getByText(say.claimed).waitFor()

			await reject('city', application, say.reason)
			await page.getByRole('button', { name: say.add_here }).click()
			const code = page.getByLabel(say.code(say.field_name), { exact: true })
			await code.selectOption('mismatch')
			const problem = page.getByLabel(say.problem(say.field_name), { exact: true })
			assert.ok(await problem.inputValue(), 'the reason brings its phrase')
			await problem.fill(say.remark_words)
			await page.getByLabel(say.remedy(say.field_name), { exact: true }).fill(say.remedy_words)
			// What is typed survives a reload.
			await page.reload()
			await problem.waitFor()
			assert.deepEqual([await problem.inputValue(), await page.locator('#decision-reason').inputValue()], [say.remark_words, say.reason])
			await send('city', say.disagree)
			await lists({ city: { rejected: [application], decided: [application] } })
		})

		step('ACCESS-2 PLAT-3 PLAT-14 the operator sees who and why, the remark beside its field, corrects and resubmits', async () => {
			const { page } = people.operator
			await correct(application, say.rejected_city, 'city', say.reason)
			const field = page.locator('.field', { has: page.locator('#field-app_name') })
			const beside = await field.innerText()
			assert.ok(beside.includes(say.remark_words) && beside.includes(say.remedy_words), beside)
			// PLAT-14: the rest is locked, and readable; another change needs a reason.
			assert.equal(await page.getByLabel(say.phone).count(), 0)
			assert.ok((await page.locator('#field-contact_phone').innerText()).includes('13812345678'))
			await until('the first remarked field has the focus', () => page.evaluate(() => document.activeElement?.id === 'field-app_name'))
			await type(say.name, say.app_name)
			await page.getByRole('button', { name: say.unlock }).click()
			await page.getByRole('button', { name: say.unlock_go, exact: true }).click()
			await page.getByLabel(say.unlock_reason).fill(say.unlocked_because)
			await page.getByRole('button', { name: say.unlock_go, exact: true }).click()
			await type(say.note, '第三行')
			await page.getByText(say.saved).waitFor()
			await page.reload()
			await page.getByLabel(say.note).waitFor()
			assert.equal(await page.getByLabel(say.unlock_reason).inputValue(), say.unlocked_because)
			assert.equal(await checkAndSubmit(), application)
			await page.locator('.history').getByText(say.resubmitted, { exact: true }).waitFor()
			await lists({ city: { waiting: [application], decided: [application] } })
		})

		step('REVIEW-2 PLAT-14 the city sees what changed, agrees by keyboard, and the order reaches the province', async () => {
			await openReview('city', application)
			const changes = await people.city.page.getByRole('region', { name: say.changes }).innerText()
			for (const words of [say.wrong_name, say.app_name, say.remark_words, '第三行', say.unlocked_because])
				assert.ok(changes.includes(words), `${words} in ${changes}`)
			await approve('city', application)
			await people.city.page.getByRole('link', { name: say.all_done }).waitFor()
			await lists({
				city: { approved: [application], decided: [application] },
				province: { waiting: [application] },
			})
		})

		step('REVIEW-6 the province is asked once more before it approves, rejects with a remark, and the city\'s list says so', async () => {
			const { page } = people.province
			await openReview('province', application)
			await page.getByRole('group', { name: say.filing_opinion }).waitFor()
			assert.ok(!(await page.locator('.fields').innerText()).includes('13812345678'), 'the phone is masked')
			await page.keyboard.press('a')
			await page.locator('#decision-submit').click()
			await page.getByRole('dialog').getByText(say.confirmation).waitFor()
			await page.keyboard.press('Escape')
			await page.getByRole('dialog').waitFor({ state: 'hidden' })
			await rejectWhole('province', application, say.province_words, say.reject)
			await lists({
				city: { rejected: [application], decided: [application] },
				province: { decided: [application] },
			})
		})

		step('REVIEW-6 REVIEW-11 corrected, it starts again at the city; the province keeps it in 已办', async () => {
			await correct(application, say.rejected_province, 'province', say.province_words)
			await type(say.note, '已补签字')
			await checkAndSubmit()
			await lists({
				city: { waiting: [application], decided: [application] },
				province: { decided: [application] },
			})
			await approve('city', application)
			await lists({
				city: { approved: [application], decided: [application] },
				province: { waiting: [application], decided: [application] },
			})
		})

		step('REVIEW-4 the province files it; the nation looks and has nothing to decide', async () => {
			await approve('province', application)
			await lists({
				city: { approved: [application], decided: [application] },
				province: { approved: [application], decided: [application] },
				nation: { approved: [application] },
			})
			const { page } = people.nation
			await openReview('nation', application, say.details)
			await page.getByText(say.nothing).waitFor()
			assert.equal(await page.locator('#decision-submit').count(), 0)
			await page.keyboard.press('a')
			assert.equal(await page.locator('#decision-submit').count(), 0)
		})

		step('ACCESS-5 the operator begins the acceptance from the approved application and submits it', async () => {
			const { page } = people.operator
			await openOrder(application, say.view)
			await assertStatus(say.approved)
			await page.getByRole('link', { name: say.apply_acceptance }).click()
			await page.getByRole('button', { name: say.start, exact: true }).click()
			await page.waitForURL(/\/edit$/)
			for (const [label, day] of [[say.test_from, '2026-11-01'], [say.test_to, '2026-11-20']]) {
				await page.getByRole('combobox', { name: label }).fill(day)
				await page.keyboard.press('Enter')
			}
			await type(say.cases, '挂号、缴费、退费')
			await upload(say.test_report, pdf('Test report'))
			acceptance = await checkAndSubmit()
			assert.notEqual(acceptance, application)
			await lists({
				city: { waiting: [acceptance], approved: [application], decided: [application] },
				province: { approved: [application], decided: [application] },
				nation: { approved: [application] },
			})
		})

		step('REVIEW-4 REVIEW-6 city and province approve the acceptance, the nation rejects it', async () => {
			await openReview('city', acceptance)
			await people.city.page.getByRole('link', { name: say.its_application }).waitFor()
			await approve('city', acceptance)
			await lists({
				city: { approved: [application, acceptance], decided: [application, acceptance] },
				province: { waiting: [acceptance], approved: [application], decided: [application] },
				nation: { approved: [application] },
			})
			await approve('province', acceptance)
			await lists({
				city: { approved: [application, acceptance], decided: [application, acceptance] },
				province: { approved: [application, acceptance], decided: [application, acceptance] },
				nation: { waiting: [acceptance], approved: [application] },
			})
			await rejectWhole('nation', acceptance, say.nation_words, say.reject)
		})

		step('REVIEW-6 REVIEW-11 it is gone from nation and province, rejected at the city, and in everyone\'s 已办', () =>
			lists({
				city: { rejected: [acceptance], approved: [application], decided: [application, acceptance] },
				province: { approved: [application], decided: [application, acceptance] },
				nation: { approved: [application], decided: [acceptance] },
			}))

		step('ACCESS-5 REVIEW-6 corrected and resubmitted, all approve', async () => {
			await correct(acceptance, say.rejected_nation, 'nation', say.nation_words)
			await type(say.note, '已补联调记录')
			assert.equal(await checkAndSubmit(), acceptance)
			await lists({
				city: { waiting: [acceptance], approved: [application], decided: [application, acceptance] },
				province: { approved: [application], decided: [application, acceptance] },
				nation: { approved: [application], decided: [acceptance] },
			})
			for (const desk of ['city', 'province', 'nation'])
				await approve(desk, acceptance)
			await lists({
				city: { approved: [application, acceptance], decided: [application, acceptance] },
				province: { approved: [application, acceptance], decided: [application, acceptance] },
				nation: { approved: [application, acceptance], decided: [acceptance] },
			})
			await openOrder(acceptance, say.view)
			await assertStatus(say.approved)
		})

		step('PLAT-11 nobody met an error in the console', async () => {
			for (const [name, { faults }] of Object.entries(people))
				assert.deepEqual(faults, [], name)
		})
	})
