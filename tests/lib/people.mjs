// People at their browsers: each has a page of its own and does what people do,
// by clicking and typing. What a page says is looked for in the language of the
// person; a helper here never talks to the API behind the page's back.
import assert from 'node:assert/strict'
import AxeBuilder from '@axe-core/playwright'
import { openPage } from './browser.mjs'
import { until } from './stack.mjs'

/** The words that the helpers press and read, by language. */
export const words = {
	zh: {
		lang: 'zh-CN', sign_in: '登录', bureau: '医保局·银行', orders: '我的申请', reviews: '接入审核',
		waiting: '待审核', approved: '审核通过', rejected: '审核驳回', all: '全部', decided: '已办',
		heading: (n) => `申请单列表 待审核(${n}条)`, institution_code: '机构编码', search: '查询',
	},
	en: {
		lang: 'en', sign_in: 'Sign in', bureau: 'Bureau or bank', orders: 'My applications', reviews: 'Access review',
		waiting: 'Waiting', approved: 'Approved', rejected: 'Rejected', all: 'All', decided: 'Decided',
		heading: (n) => `Applications, ${n} waiting`, institution_code: 'Institution code', search: 'Search',
	},
}

/** Signs a person in on the login page that is open (or that path leads to). */
export async function signIn(page, { account, password, realm }, say, path) {
	// Read as it comes: what a page has loaded is forgotten when it goes elsewhere.
	const captcha = page.waitForResponse((answer) =>
		/\/api\/captchas$/.test(answer.url()) && answer.status() === 201).then((answer) => answer.json())
	await page.goto(path)
	// A test stack tells what the picture says; a person reads it off.
	const { answer } = await captcha
	await fillSignIn(page, { account, password, realm }, say, answer)
}

/** The same on a login page that is there already, its captcha's answer known. */
export async function fillSignIn(page, { account, password, realm }, say, answer) {
	if (realm === 'bureau')
		await page.getByRole('radio', { name: say.bureau, exact: true }).check()
	await page.locator('#field-account').fill(account)
	await page.locator('#field-password').fill(password)
	await page.locator('#field-captcha_answer').fill(answer)
	// As people do, who read it there; once it is spent its picture is gone.
	await page.locator('.picture img').evaluate((picture) => picture.decode())
	await page.getByRole('button', { name: say.sign_in, exact: true }).click()
	await page.locator('header.bar').waitFor()
}

/** A signed-in person: { page, context, say, user, close }. */
export async function person(browser, stack, user, { language = 'zh', ...options } = {}) {
	const say = words[language]
	const opened = await openPage(browser, options)
	await opened.context.addInitScript((chosen) => {
		// Only the first time: whoever presses the other language keeps it.
		if (!localStorage.getItem('liangding.language'))
			localStorage.setItem('liangding.language', chosen)
	}, language)
	await signIn(opened.page, user, say, stack.url)
	return { ...opened, say, user }
}

/** Whether something is drawn on the canvas: any point that is not white. */
export const drawn = (canvas) => canvas.evaluate((element) => {
	const { width, height } = element
	if (!width || !height)
		return false
	const { data } = element.getContext('2d').getImageData(0, 0, width, height)
	for (let i = 0; i < data.length; i += 4)
		if (data[i + 3] && data[i] + data[i + 1] + data[i + 2] < 300)
			return true
	return false
})

// The order numbers of the list in sight, sorted. The list may be busy: the
// caller compares until it fits.
const listed = (page) => page.locator('tbody tr .is-order_no').allInnerTexts()
	.then((texts) => texts.map((text) => text.trim()).sort())

const states = ['waiting', 'approved', 'rejected', 'decided']
const sorted = (orders = []) => [...orders].sort()

/** The reviewer's list, opened anew as by a click on the menu. */
export async function openReviews({ page, say }) {
	await page.getByRole('link', { name: say.reviews, exact: true }).click()
	await page.waitForURL(/\/reviews\?/)
	await page.reload()
}

/**
 * What a reviewer's page shows: heading, count of each tab, and under each tab
 * exactly the orders given: { waiting, approved, rejected, decided }. only: an
 * institution's code, for a level whose list holds others' orders too.
 */
export async function assertLists(who, expected, only) {
	const { page, say } = who
	await openReviews(who)
	if (only) {
		await page.getByLabel(say.institution_code, { exact: true }).fill(only)
		await page.getByRole('button', { name: say.search, exact: true }).click()
		await page.waitForURL(/institution_code=/)
	}
	const tabs = page.locator('nav.tabs')
	const tab = (state) => tabs.getByRole('link', { name: new RegExp(`^${say[state]}\\s*\\d*$`) })
	const counts = Object.fromEntries(states.map((state) => [state, (expected[state] ?? []).length]))
	const seen = {}
	await until(`lists ${JSON.stringify(expected)}`, async () => {
		for (const state of states)
			seen[state] = Number((await tab(state).innerText()).replace(/\D/g, '') || NaN)
		seen.heading = await page.locator('#list-heading').innerText()
		assert.deepEqual(seen, { ...counts, heading: say.heading(counts.waiting) })
		return true
	})
	for (const state of states) {
		if (!counts[state])
			continue
		await tab(state).click()
		await until(`${state}: ${expected[state]}`, async () => {
			assert.equal(await tab(state).getAttribute('aria-current'), 'true')
			assert.deepEqual(await listed(page), sorted(expected[state]))
			return true
		})
	}
}

/** Axe finds nothing on the page as it is. */
export async function accessible(page) {
	const { violations } = await new AxeBuilder({ page }).withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa']).analyze()
	assert.deepEqual(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target).join(', ')}`), [])
}
