// An institution without an account asks for one, its district issues it, the operator
// sets the password by the mailed link and signs in (ACC-6, ACC-1); many at a time from
// a sheet; a person's own account binds an old one (ACC-4): in a browser, both languages.
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { Accounts } from '../../lib/accounts.mjs'
import { newPerson } from '../../lib/app.mjs'
import { openBrowser, openPage, phone as small } from '../../lib/browser.mjs'
import { Client } from '../../lib/client.mjs'
import { Database } from '../../lib/db.mjs'
import { fillSignIn, person, words } from '../../lib/people.mjs'
import { codeTo, later, sentTo, unified } from '../../lib/sms.mjs'
import { startStack, until } from '../../lib/stack.mjs'
import { workbook } from '../../lib/xlsx.mjs'

const text = {
	zh: { ask: '申请机构账号', get: '获取短信验证码', send: '提交申请', sent: '申请已提交', menu: '机构账号申请', approve: '开通账号', approved: '账号已开通，设置密码的链接已发给经办人', reject: '不予开通', reason: '请写明原因',
		set: '设置密码', done: /密码已设置/, one: '开通机构账号', issue: '开通账号', issued: /设置密码的链接已发到/, many: '批量开通', all: '全部开通', unread: /无法读取该文件/, found: /识别到 3 个机构/, so_far: /已开通 2 个，未成功 1 个/, correct: '修改未成功的', missing: '请输入机构名称',
		bind: '绑定', bound: '已绑定，旧账号的授权已转过来', ended: '链接已失效', close: '停用', sure: '确认停用', holds: '该账号所属机构有备案信息。', closed: '账号已停用', manage: '管理', link: '发送设置密码的链接', link_sure: '确认发送设置密码的链接', link_sent: /链接已发到/ },
	en: { ask: 'No account yet?', get: 'Get a code by SMS', send: 'Send the request', sent: 'Your request was sent', menu: 'Account requests', approve: 'Issue the account', approved: 'The account was issued, and the operator sent the link', reject: 'Refuse', reason: 'Give a reason',
		set: 'Set the password', done: /The password is set/, one: 'Issue an account', issue: 'Issue the account', issued: /The link that sets its password was sent/, many: 'Issue many', all: 'Issue all', unread: /This file could not be read/, found: /3 institutions found/, so_far: /2 of 3 issued, 1 not/, correct: 'Correct the others', missing: 'Institution: enter it',
		bind: 'Bind', bound: 'Bound: its roles are yours now', ended: 'This link no longer works', close: 'Close account', sure: 'Close account: confirm', holds: 'The account’s institution has something on file.', closed: 'The account is closed', manage: 'Manage', link: 'Send a link for a new password', link_sure: 'Send a link for a new password: confirm', link_sent: /The link was sent/ },
}

let stack, db, accounts, browser, client
before(async () => {
	stack = await startStack()
	db = new Database(stack)
	accounts = new Accounts(stack, db)
	browser = await openBrowser(stack)
	client = await Client.open(stack)
})
after(() => stack?.stop())

let serial = 0
function applicant() {
	const one = newPerson()
	const n = String(++serial).padStart(5, '0')
	return { code: `P350302${n}`, institution_name: `城厢测试药店${n}`, uscc: '12350000MB0A1234X5', operator_name: '林小雨', id_no: one.id_no, phone: one.phone, mail: `op${n}-${process.pid}@example.cn` }
}
const fill = async (page, body) => {
	for (const [name, value] of Object.entries(body))
		await page.locator(`#field-${name}`).fill(value)
}
async function open(language, options = {}) {
	const opened = await openPage(browser, { allow: [/40[0-9]|422/], ...options })
	await opened.page.addInitScript((chosen) => localStorage.getItem('liangding.language') ?? localStorage.setItem('liangding.language', chosen), language)
	return opened
}
const shot = async (page, name) => process.env.SHOTS && page.screenshot({ path: `${process.env.SHOTS}/enrolment-${name}.png`, fullPage: true })
const captchaOf = async (page, act) => {
	const asked = page.waitForResponse((answer) => /\/api\/captchas$/.test(answer.url()) && answer.status() === 201)
	await act()
	return (await (await asked).json()).answer
}
const linkTo = (mail) => until('the mail', async () => /activate#[\w-]+/.exec((await sentTo(client, mail))[0]?.text ?? '')?.[0])

for (const language of ['zh', 'en'])
	describe(`accounts of institutions, ${language === 'zh' ? 'in Chinese' : 'in English'}`, () => {
		const say = text[language]

		it('ACC-6 asked for on the public page, issued by the district, activated by the link, signed in', async () => {
			const body = applicant()
			const { page, close } = await open(language, language === 'zh' ? {} : { viewport: small })
			await captchaOf(page, () => page.goto(`${stack.url}login`))
			const answer = await captchaOf(page, () => page.getByRole('link', { name: say.ask }).click())
			await page.locator('#field-code').waitFor()
			await page.getByRole('button', { name: say.get }).click()
			await page.getByText(say.missing).waitFor()
			await fill(page, body)
			await page.locator('#field-captcha_answer').fill(answer)
			await later(db)
			await page.getByRole('button', { name: say.get }).click()
			await page.locator('#field-sms_code').waitFor()
			await shot(page, `ask-${language}`)
			await page.locator('#field-sms_code').fill(await codeTo(client, body.phone))
			await page.keyboard.press('Enter')
			await page.getByText(say.sent).waitFor()

			const reviewer = await accounts.person('district_reviewer', await accounts.bureau('district', 350302))
			const desk = await person(browser, stack, reviewer, { language })
			await desk.page.getByRole('link', { name: say.menu, exact: true }).click()
			await desk.page.locator('tbody tr').first().waitFor()
			await shot(desk.page, `list-${language}`)
			await desk.page.getByRole('row', { name: new RegExp(body.code) }).getByRole('link').click()
			await desk.page.getByRole('button', { name: say.approve }).waitFor()
			await desk.page.getByRole('button', { name: say.reject }).click()
			await desk.page.getByRole('button', { name: say.reject }).click()
			await desk.page.getByText(say.reason).waitFor()
			await shot(desk.page, `reject-${language}`)
			await desk.page.keyboard.press('Escape')
			await desk.page.getByRole('button', { name: language === 'zh' ? '取消' : 'Cancel' }).click()
			await desk.page.getByRole('button', { name: say.approve }).click()
			await desk.page.getByText(say.approved).waitFor()
			await desk.close()

			const link = await linkTo(body.mail)
			await page.goto(`${stack.url}${link}`)
			await page.getByText(body.code).first().waitFor()
			await page.locator('#field-new_password').fill('Blue kettle on a shelf')
			await page.locator('#field-new_password_again').fill('Blue kettle on a shelf')
			await shot(page, `activate-${language}`)
			await page.getByRole('button', { name: say.set }).click()
			await page.getByText(say.done).waitFor()
			const picture = await captchaOf(page, () => page.goto(`${stack.url}login`))
			await fillSignIn(page, { account: body.code, password: 'Blue kettle on a shelf', realm: 'institution' }, words[language], picture)
			await page.goto(`${stack.url}${link}`)
			await shot(page, `ended-${language}`)
			await page.getByText(say.ended).waitFor()
			await close()
		})

		it('ACC-1 one by the form, many by rows pasted from a sheet, a bad one among them corrected', async () => {
			const admin = await accounts.person('platform_admin', await accounts.bureau('city', 350300))
			const { page, close } = await person(browser, stack, admin, { language, allow: [/422/] })
			await page.goto(`${stack.url}enrolments`)
			await page.getByRole('button', { name: say.one }).click()
			await fill(page, applicant())
			await page.getByRole('dialog').getByRole('button', { name: say.issue }).click()
			await page.getByText(say.issued).waitFor()
			await page.keyboard.press('Escape')
			await page.getByRole('button', { name: say.many }).click()
			const rows = [applicant(), { ...applicant(), mail: 'nowhere' }, applicant()]
			await page.locator('#field-sheet').fill(rows.map((row) => Object.values(row).join('\t')).join('\n'))
			await page.getByText(say.found).waitFor()
			await page.getByRole('button', { name: say.all }).click()
			await page.getByText(say.so_far).waitFor()
			await shot(page, `many-${language}`)
			await page.getByRole('button', { name: say.correct }).click()
			const left = await page.locator('#field-sheet').inputValue()
			assert.deepEqual(left.split('\t')[0], rows[1].code)
			await page.locator('#field-sheet').fill(left.replace('nowhere', 'somewhere@example.cn'))
			await page.getByRole('button', { name: say.all }).click()
			await until('all three are there', async () => await db.value(`SELECT COUNT(*) FROM accounts WHERE name IN ('${rows.map(({ code }) => code).join('\',\'')}')`) === '3')
			await close()
		})

		it('ACC-1 many from a workbook, as another program writes one: a number too long to be kept is asked for, a file that is none is refused', async () => {
			const admin = await accounts.person('platform_admin', await accounts.bureau('city', 350300))
			const { page, close } = await person(browser, stack, admin, { language, allow: [/422/] })
			await page.goto(`${stack.url}enrolments`)
			await page.getByRole('button', { name: say.many }).click()
			const input = page.locator('input[type=file]')
			await input.setInputFiles({ name: 'rows.xlsx', mimeType: 'application/octet-stream', buffer: Buffer.from('PK\x03\x04 and no more') })
			await page.getByText(say.unread).waitFor()
			const rows = [{ ...applicant(), institution_name: '城厢"𠮷"药店\n分店' }, applicant(), applicant()]
			await input.setInputFiles({ name: '机构.xlsx', mimeType: 'application/octet-stream', buffer: workbook(stack, [Object.keys(rows[0]), ...rows.map((row) => Object.values(row))],
				{ row: 3, column: Object.keys(rows[0]).indexOf('id_no') }) })
			await page.getByText(say.found).waitFor()
			assert.equal(await page.getByText(say.unread).count(), 0)
			await page.getByRole('button', { name: say.all }).click()
			await page.getByText(say.so_far).waitFor()
			assert.equal(await db.value(`SELECT o.name FROM organisations o WHERE o.code = '${rows[0].code}'`), '城厢"𠮷"药店 分店')
			assert.equal(await db.value(`SELECT COUNT(*) FROM accounts WHERE name IN ('${rows[0].code}', '${rows[1].code}')`), '2')
			assert.equal(await db.value(`SELECT COUNT(*) FROM accounts WHERE name = '${rows[2].code}'`), '0')
			await close()
		})

		it('USER-2 a district stops an account that holds records only with a reason and twice confirmed; a link goes out by mail', async () => {
			const institution = await accounts.institution(350302)
			const operator = await accounts.operator({ institution })
			await db.query(`INSERT INTO records (kind, list, state, organisation_id, addressee_id, div2, div4, division, identity, code, version, order_id, submission_no, created_at, updated_at)
				VALUES (10, 2, 1, ?, 0, 35, 3503, 350302, UNHEX(SHA2(?, 256)), ?, 1, 1, 1, UTC_TIMESTAMP(3), UTC_TIMESTAMP(3))`, institution.id, institution.code, institution.code)
			const reviewer = await accounts.person('district_reviewer', await accounts.bureau('district', 350302))
			const { page, close } = await person(browser, stack, reviewer, { language })
			await page.goto(`${stack.url}accounts?organisation_name=${encodeURIComponent(institution.name)}`)
			await page.getByRole('button', { name: `${say.manage} ${operator.account}` }).click()
			const dialog = page.getByRole('dialog')
			await dialog.getByText(say.holds).waitFor()
			await dialog.getByRole('button', { name: say.close }).click()
			const sure = dialog.getByRole('button', { name: say.sure })
			assert.ok(await sure.isDisabled())
			await dialog.locator('#close-reason').fill('机构已注销')
			assert.ok(await sure.isDisabled())
			await dialog.getByRole('checkbox').last().check()
			await shot(page, `close-${language}`)
			await sure.click()
			await page.getByText(say.closed).first().waitFor()
			await close()
		})

		it('ACC-4 a person\'s own account without a role says how to get one, and binds an old account', async () => {
			const who = await unified(stack)
			const old = await accounts.person('finance', await accounts.institution(350302))
			const { page, context, close } = await open(language)
			await context.addCookies([...who.client.cookies.values()].map(({ name, value }) => ({ name, value, url: stack.url })))
			await page.addInitScript((account) => localStorage.setItem('liangding.signed_in', account), who.account)
			const answer = await captchaOf(page, () => page.goto(`${stack.url}grants`))
			await page.locator('#field-old-account').fill(old.account)
			await page.locator('#field-old-password').fill(old.password)
			await page.locator('#field-old-captcha').fill(answer)
			await shot(page, `bind-${language}`)
			await page.getByRole('button', { name: say.bind, exact: true }).click()
			await page.getByText(say.bound).waitFor()
			await page.locator('button.grant').waitFor()
			await close()
		})
	})
