// Corrections in the browser: what the next reviewer compares with opens as itself,
// what is unlocked can be restored as it was submitted, and an opinion that turns
// from rejecting to approving does not carry the reasons along.
import assert from 'node:assert/strict'
import { after, before, it } from 'node:test'
import { Accounts } from '../../lib/accounts.mjs'
import { openBrowser } from '../../lib/browser.mjs'
import { Client } from '../../lib/client.mjs'
import { Database } from '../../lib/db.mjs'
import { decide, sent, submittedApplication } from '../../lib/orders.mjs'
import { pdf } from '../../lib/papers.mjs'
import { person } from '../../lib/people.mjs'
import { sharedStack, until } from '../../lib/stack.mjs'

let stack, accounts, browser, user, reviewer, operator, city
const signedIn = (user) => Client.signedIn(stack, user)
before(async () => {
	stack = await sharedStack()
	accounts = new Accounts(stack, new Database(stack))
	browser = await openBrowser(stack)
	await accounts.bureau('province', 450000)
	user = await accounts.operator({ division: 450102 })
	reviewer = await accounts.reviewer('city', 450100)
	operator = await signedIn(user)
	city = await signedIn(reviewer)
})
after(() => stack?.stop())

const get = (client, order_no) => client.expect(200, 'GET', `/orders/${order_no}`)
const remark = (field, code = 'wrong') => ({ field, code, words: `${field}有误`, remedy: '请更正' })
async function returned(remarks, more) {
	const order = await submittedApplication(operator, more)
	assert.equal((await decide(city, order, 'reject', { reason: '请更正', remarks })).status, 200)
	return get(operator, order.order_no)
}

it('PLAT-14 the papers of last time and on record open as themselves, and say which they are', async () => {
	const province = await signedIn(await accounts.reviewer('province', 450000))
	const record = await submittedApplication(operator)
	for (const desk of [city, province])
		assert.equal((await decide(desk, await get(desk, record.order_no), 'approve')).status, 200)
	const order = await returned([remark('agreement', 'illegible')], { app_name: record.content.app_name })
	const agreement = [await operator.attach(order.order_no, 'agreement', '新协议.pdf', pdf('the new one'))]
	const again = await operator.once(`/orders/${order.order_no}/submission`, { version: order.version, content: { ...sent(order.content), agreement } })
	assert.equal(again.status, 200, JSON.stringify(again.body))
	const [change] = (await get(city, order.order_no)).changes
	const words = { zh: ['与上次提交的差异', '上次提交 · 定点医药机构协议', '备案值 · 定点医药机构协议', '备案值', '· 申请单'],
		en: ['Changes since the last submission', 'Before · Designation agreement', 'On record · Designation agreement', 'On record', '· application'] }
	for (const language of ['zh', 'en']) {
		const { page, close } = await person(browser, stack, reviewer, { language })
		await page.goto(new URL(`reviews/${order.order_no}`, stack.url).href)
		const [title, last, on_record, label, of_order] = words[language]
		const changes = page.getByRole('region', { name: title })
		await changes.locator('.on_record dt').getByText(`${of_order} ${record.order_no}`).waitFor()
		assert.ok((await changes.locator('.on_record dt').innerText()).startsWith(label))
		for (const [side, paper, name] of [['before', '协议.pdf', last], ['on_record', '协议.pdf', on_record], ['now', '新协议.pdf', null]]) {
			const [{ file_id }] = change[side]
			const fetched = page.waitForRequest((request) => request.url().includes(`/files/${file_id}/content`)).catch((error) => error)
			await changes.locator(`.${side} .file`).click()
			// What is in sight is fetched already.
			if (side !== 'now')
				assert.ok(!(await fetched instanceof Error), `${side} is fetched`)
			await until(`the name of ${side}`, async () => (await page.locator('.viewer p.name').innerText()).startsWith(paper))
			if (name)
				await page.locator('.viewer .papers').getByRole('button', { name, pressed: true }).waitFor()
			await page.locator('.pdf canvas').first().waitFor()
		}
		await close()
	}
})

it('PLAT-14 a field that was unlocked is restored as submitted, also after a reload, and keeps the focus', async () => {
	const order = await returned([remark('mail')], { note: '提交时的备注' })
	const here = await person(browser, stack, user)
	const { page } = here
	await page.goto(new URL(`orders/${order.order_no}/edit`, stack.url).href)
	const locked = page.locator('div#field-note')
	// Esc closes the question, the focus goes back to what asked it.
	const change = locked.getByRole('button', { name: /^修改此项/ })
	await change.click()
	await page.keyboard.press('Escape')
	await until('the focus is on what asked', () => change.evaluate((element) => document.activeElement === element))
	await change.click()
	await page.locator('#unlock-note').fill('补充说明')
	await page.keyboard.press('Enter')
	await page.locator('textarea#field-note').fill('改过的备注')
	await page.getByText(/已保存 \d\d:\d\d/).waitFor()
	await page.reload()
	assert.equal(await page.locator('textarea#field-note').inputValue(), '改过的备注')
	await page.getByRole('button', { name: /^恢复原值并锁定\s*备注/ }).click()
	await locked.getByText('提交时的备注').waitFor()
	assert.equal(await page.evaluate(() => document.activeElement.id), 'field-note')
	await until('the draft is as submitted', async () => (await get(operator, order.order_no)).content.note === '提交时的备注')
	await here.close()
})

it('PLAT-3 a fault of a locked field is shown beside it', async () => {
	const order = await returned([remark('mail')])
	const here = await person(browser, stack, user, { allow: [/422/] })
	const { page } = here
	await page.goto(new URL(`orders/${order.order_no}/edit`, stack.url).href)
	await page.locator('#field-mail').fill('new@example.cn')
	await page.route(/\/submission$/, (route) => route.fulfill({ status: 422, contentType: 'application/problem+json', body: JSON.stringify({
		status: 422, code: 'request.invalid', message: { zh: '请更正', en: 'Please correct' },
		fields: [{ field: 'content.note', code: 'locked', message: { zh: '此项没有要求修改', en: 'Not asked to change' } }] }) }))
	await page.getByRole('button', { name: '检查并提交' }).click()
	await page.getByRole('button', { name: '确认提交' }).click()
	await page.locator('div#field-note').getByText('此项没有要求修改').waitFor()
	await page.locator('.summary').getByRole('link', { name: '此项没有要求修改' }).click()
	assert.equal(await page.evaluate(() => document.activeElement.id), 'field-note')
	await here.close()
})

it('PLAT-4 without a line both buttons say so beside them; the check opens only on what is complete', async () => {
	const { order_no } = (await operator.once('/orders', { kind: 'access_application' })).body
	const here = await person(browser, stack, user, { allow: [/ERR_INTERNET_DISCONNECTED/] })
	const { page, context } = here
	// The address of the check, with nothing filled in: back to what is missing.
	await page.goto(new URL(`orders/${order_no}/edit?step=check`, stack.url).href)
	await page.locator('.summary').waitFor()
	await page.waitForURL((url) => !url.searchParams.has('step'))
	const order = await returned([remark('mail')])
	await page.goto(new URL(`orders/${order.order_no}/edit`, stack.url).href)
	await page.locator('#field-mail').waitFor()
	await context.setOffline(true)
	const said = page.locator('form.fields > .banner').getByText('无法连接服务器')
	for (const [name, mail] of [['检查并提交', 'one@example.cn'], ['保存并离开', 'two@example.cn']]) {
		await page.locator('#field-mail').fill(mail)
		await page.getByRole('button', { name }).click()
		await said.waitFor()
		assert.ok(await said.evaluate((element) => element.getBoundingClientRect().bottom <= innerHeight), 'in sight')
	}
	await context.setOffline(false)
	await page.getByText(/已保存 \d\d:\d\d/).waitFor()
	await said.waitFor({ state: 'detached' })
	// Going forward to the check with something missing meanwhile leads back as well.
	await page.getByRole('button', { name: '检查并提交' }).click()
	await page.locator('.check').waitFor()
	await page.goBack()
	await page.locator('#field-mail').fill('')
	await page.goForward()
	await page.locator('.summary').waitFor()
	assert.equal(await page.locator('.check').count(), 0)
	await here.close()
})

it('REVIEW-3 reasons of a rejection are not sent with an approval, come back with it, and follow after a reload', async () => {
	const { order_no } = await submittedApplication(operator)
	const here = await person(browser, stack, reviewer)
	const { page } = here
	await page.goto(new URL(`reviews/${order_no}`, stack.url).href)
	await page.locator('#decision-submit').waitFor()
	await page.keyboard.press('r')
	await page.getByRole('combobox', { name: '选择要提意见的栏目' }).selectOption('mail')
	await page.locator('#remark-mail').selectOption({ index: 1 })
	const words = page.locator('.remarks .remark textarea')
	await words.fill('邮箱不是本院的')
	const reason = page.locator('#decision-reason')
	const sum = async (text) => until(`the reason: ${text}`, async () => (await reason.inputValue()).endsWith(`：${text}`))
	await sum('邮箱不是本院的')
	await page.reload()
	await words.fill('邮箱写错了')
	await sum('邮箱写错了')
	await page.getByRole('radio', { name: '同意', exact: true }).check()
	await page.getByRole('radio', { name: '不同意', exact: true }).check()
	await sum('邮箱写错了')
	await page.getByRole('radio', { name: '同意', exact: true }).check()
	const decision = page.waitForRequest((request) => /\/decision$/.test(request.url()))
	await page.locator('#decision-submit').click()
	const body = (await decision).postDataJSON()
	assert.deepEqual(Object.keys(body).sort(), ['verdict', 'version'])
	await page.locator('#decision-submit').waitFor({ state: 'detached' })
	await here.close()
})
