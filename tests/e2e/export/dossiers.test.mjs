// The dossier of an order as its applicant and its reviewers get it in the browser,
// on a wide screen and on a phone; and the order on paper.
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { Accounts } from '../../lib/accounts.mjs'
import { openBrowser, phone } from '../../lib/browser.mjs'
import { Client } from '../../lib/client.mjs'
import { Database } from '../../lib/db.mjs'
import { decide, submittedApplication } from '../../lib/orders.mjs'
import { person } from '../../lib/people.mjs'
import { exportWriter } from '../../lib/processes.mjs'
import { sharedStack } from '../../lib/stack.mjs'
import { entries } from '../../lib/zip.mjs'

const text = {
	zh: { begin: '下载卷宗', running: '正在生成卷宗…', done: /卷宗已生成/, fetch: '下载 .zip', cancel: '取消导出', form: '申请单', history: ['提交', '驳回'] },
	en: { begin: 'Download the dossier', running: 'Making the dossier…', done: /The dossier is ready/, fetch: 'Download .zip', cancel: 'Cancel export', form: 'Application', history: ['Submitted', 'Rejected'] },
}
const screens = { 'on a wide screen': { width: 1440, height: 900 }, 'on a phone': phone }

let stack, db, accounts, browser
before(async () => {
	stack = await sharedStack()
	db = new Database(stack)
	accounts = new Accounts(stack, db)
	browser = await openBrowser(stack)
})
after(() => stack?.stop())

const wordsOf = (bytes) => {
	const directory = mkdtempSync(join(tmpdir(), 'liangding-print-'))
	try {
		writeFileSync(join(directory, 'a.pdf'), bytes)
		return execFileSync('pdftotext', [join(directory, 'a.pdf'), '-']).toString().replace(/\s+/g, '')
	} finally {
		rmSync(directory, { recursive: true })
	}
}

for (const language of ['zh', 'en'])
	describe(`the dossier of an order, ${language === 'zh' ? 'in Chinese' : 'in English'}`, () => {
		const say = text[language]
		let order, people
		before(async () => {
			people = { orders: await accounts.operator({ division: 350213 }), reviews: await accounts.reviewer('city', 350200) }
			const operator = await Client.signedIn(stack, people.orders)
			order = await submittedApplication(operator)
			await decide(await Client.signedIn(stack, people.reviews), order, 'reject', { reason: '请核对接入渠道', remark: '见附件第二页', whole: 'other' })
		})

		for (const who of ['orders', 'reviews'])
			for (const [where, viewport] of Object.entries(screens))
				it(`REVIEW-10 PLAT-19 is asked for in ${who} ${where}, watched, found again and fetched`, async () => {
					const here = await person(browser, stack, people[who], { language, viewport })
					const { page } = here
					await page.goto(`${stack.url}${who}/${order.order_no}`)
					const button = page.getByRole('button', { name: say.begin, exact: true })
					const stopped = exportWriter(stack)
					process.kill(stopped, 'SIGSTOP')
					try {
						await button.click()
						await page.getByText(say.running).waitFor()
						await page.getByRole('progressbar').waitFor()
						await page.getByRole('button', { name: say.cancel }).waitFor()
						// The server goes on without the page.
						await page.reload()
						await page.getByText(say.running).waitFor()
						assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), 'nothing sticks out')
					} finally {
						process.kill(stopped, 'SIGCONT')
					}
					await page.getByText(say.done).waitFor()
					assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), 'nothing sticks out')
					const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: say.fetch }).click()])
					assert.equal(download.suggestedFilename(), `${order.order_no}.zip`)
					const all = entries(readFileSync(await download.path()))
					assert.equal(all[0].name, `${say.form} ${order.order_no}.pdf`)
					assert.equal(all.length, 3)
					// Another asks anew.
					await button.waitFor()
					await here.close()
				})

		for (const who of ['orders', 'reviews'])
			it(`REVIEW-7 ${who}: printed, the order is there with its whole history, and no button`, async () => {
				const here = await person(browser, stack, people[who], { language })
				const { page } = here
				await page.goto(`${stack.url}${who}/${order.order_no}`)
				await page.getByRole('button', { name: say.begin, exact: true }).waitFor()
				const words = wordsOf(await page.pdf())
				for (const said of [order.order_no, order.content.app_name, '请核对接入渠道', '见附件第二页', ...say.history])
					assert.ok(words.includes(said.replace(/\s/g, '')), `${said} in ${words}`)
				assert.ok(!words.includes(say.begin.replace(/\s/g, '')))
				await here.close()
			})
	})
