// What people are told (PLAT-8): applicants of every decision, reviewers of what comes
// back to them, everybody of deadlines; in the inbox, and by mail or SMS as each has chosen.
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { Accounts } from '../../lib/accounts.mjs'
import { Client } from '../../lib/client.mjs'
import { Database } from '../../lib/db.mjs'
import { readMail, SmtpSink } from '../../lib/gateways.mjs'
import { decide, sent, submit, submittedApplication } from '../../lib/orders.mjs'
import { jobRunner, withoutJobs } from '../../lib/processes.mjs'
import { startStack, until } from '../../lib/stack.mjs'

let sink, stack, db, accounts, institution, bureau, users, at
const signedIn = (user) => Client.signedIn(stack, user)
before(async () => {
	sink = await SmtpSink.open()
	stack = await startStack({ SETTINGS: `smtp_url = smtp://127.0.0.1:${sink.port}\n\tmail_from = noreply@mail.example.cn\n\tsweep_seconds = 1` })
	db = new Database(stack)
	accounts = new Accounts(stack, db)
	institution = await accounts.institution(350802)
	bureau = await accounts.bureau('city', 350800)
	users = { operator: await accounts.operator({ institution }), second: await accounts.operator({ institution }), city: await accounts.reviewer('city', 350800), colleague: await accounts.reviewer('city', 350800),
		province: await accounts.reviewer('province'), admin: await accounts.person('platform_admin', bureau), stranger: await accounts.operator({ division: 350802 }) }
	at = Object.fromEntries(await Promise.all(Object.entries(users).map(async ([name, user]) => [name, await signedIn(user)])))
	for (const [name, client] of Object.entries(at)) {
		client.id = Number(await db.value('SELECT id FROM accounts WHERE name = ?', users[name].account))
		client.called = await db.value('SELECT display_name FROM accounts WHERE id = ?', client.id)
	}
	// Mail and phone of record, as their administrator keeps them.
	const keeper = await signedIn(await accounts.person('institution_admin', institution))
	await keeper.expect(200, 'PUT', `/accounts/${at.operator.id}/contact`, { body: { mail: 'lin@example.cn', phone: '13900001234' } })
})
after(async () => {
	await stack?.stop()
	await sink?.close()
})

const idle = () => until('everybody has been told', async () => await db.value('SELECT COUNT(*) FROM jobs WHERE kind IN (7, 8) AND state IN (1, 2)') === '0', 60)
async function inbox(client, query = '') {
	await idle()
	return client.expect(200, 'GET', `/notices${query}`)
}
const about = async (client, { order_no }) => (await inbox(client)).items.filter((item) => item.order_no === order_no)
// What an approval gives out is ready a while later: a test of its own waits for that.
const names = async (client, order) => (await about(client, order)).map(({ notice }) => notice).filter((name) => name !== 'document')
const act = async (client, { order_no }, verdict, words = {}) => {
	const { version } = await client.expect(200, 'GET', `/orders/${order_no}`)
	const answer = await decide(client, { order_no, version }, verdict, words)
	assert.equal(answer.status, 200, JSON.stringify(answer.body))
	return answer.body
}

describe('an order on its way', () => {
	it('PLAT-8 each decision is told to all who apply for the institution, with who has it now and until when', async () => {
		const order = await submittedApplication(at.operator)
		assert.deepEqual(await names(at.operator, order), [])
		await act(at.city, order, 'approve')
		for (const client of [at.operator, at.second]) {
			const [told] = await about(client, order)
			assert.deepEqual([told.notice, told.read, told.mine], ['moved_on', false, true])
			assert.match(told.message.zh, new RegExp(`^测试医保局350800已同意申请审核“${order.title}”，现由.+办理，期限 \\d{4}-\\d\\d-\\d\\d 24:00。$`))
			assert.match(told.message.en, /^测试医保局350800 has approved .+It is with .+ now, until \d{4}-\d\d-\d\d 24:00\.$/)
		}
		await act(at.province, order, 'approve')
		assert.deepEqual(await names(at.operator, order), ['approved', 'moved_on'])
		for (const client of [at.stranger, at.admin, at.city])
			assert.deepEqual(await names(client, order), [])
	})

	it('PLAT-8 ACCESS-4 a form that can be fetched is told of, once', async () => {
		const order = await submittedApplication(at.operator)
		await act(at.city, order, 'approve')
		await act(at.province, order, 'approve')
		const told = await until('the form is there', async () => (await about(at.operator, order)).find(({ notice }) => notice === 'document'), 60)
		assert.equal(told.message.zh, `申请审核“${order.title}”的测试环境反馈单已可以下载。`)
		assert.equal((await about(at.operator, order)).filter(({ notice }) => notice === 'document').length, 1)
	})

	it('PLAT-8 a rejection is told with its reason, to who had approved it too; a correction to who rejected it', async () => {
		const order = await submittedApplication(at.operator)
		await act(at.city, order, 'approve')
		await act(at.province, order, 'reject', { whole: 'other', remark: '协议缺页' })
		assert.match((await about(at.operator, order))[0].message.zh, /驳回了申请审核“.+”：“协议缺页”。请按意见修改后重新提交。$/)
		const [overturned] = await about(at.city, order)
		assert.deepEqual([overturned.notice, overturned.mine], ['overturned', false])
		assert.match(overturned.message.zh, /^您同意过的.+协议缺页”。$/)
		assert.deepEqual(await names(at.colleague, order), [])
		const returned = await at.operator.expect(200, 'GET', `/orders/${order.order_no}`)
		assert.equal((await submit(at.operator, { ...returned, content: sent(returned.content) })).status, 200)
		assert.deepEqual(await names(at.province, order), ['corrected'])
	})

	it('PLAT-8 a withdrawal is told to who was at work on it; what is handed over to who has it then', async () => {
		const order = await submittedApplication(at.operator)
		await at.city.expect(200, 'POST', `/orders/${order.order_no}/claim`)
		assert.equal((await at.city.put(`/claims/${order.order_no}`, { account_id: at.colleague.id })).status, 204)
		const [handed] = await about(at.colleague, order)
		assert.equal(handed.notice, 'handed')
		assert.ok(handed.message.zh.startsWith(`${at.city.called}把申请审核“${order.title}”转交给您办理，期限 20`), handed.message.zh)
		const other = await submittedApplication(at.operator)
		await at.city.expect(200, 'POST', `/orders/${other.order_no}/claim`)
		const day = new Date(Date.now() + 30 * 3_600_000).toISOString().slice(0, 10)
		assert.equal((await at.city.expect(200, 'PUT', '/absence', { body: { account_id: at.colleague.id, last_day: day } })).handed, 1)
		const all = (await inbox(at.colleague)).items[0]
		assert.deepEqual([all.notice, all.order_no], ['handed_all', null])
		assert.ok(all.message.zh.includes(`${day} 24:00`) && all.message.en.includes('handed 1 applications'), all.message.zh)
		await at.city.delete('/absence')
		const { version } = await at.operator.expect(200, 'GET', `/orders/${order.order_no}`)
		assert.equal((await at.operator.once(`/orders/${order.order_no}/withdrawal`, { version })).status, 200)
		assert.deepEqual(await names(at.colleague, order), ['withdrawn', 'handed'])
	})

	it('PLAT-8 nobody is told of what was rolled back, and a runner that is killed tells all once', async () => {
		const order = await submittedApplication(at.operator)
		const before = Number(await db.value('SELECT COUNT(*) FROM jobs WHERE kind = 7'))
		assert.equal((await decide(at.city, { ...order, version: order.version + 3 }, 'approve')).status, 409)
		assert.equal(Number(await db.value('SELECT COUNT(*) FROM jobs WHERE kind = 7')), before)
		await withoutJobs(stack, db, () => act(at.city, order, 'approve'))
		process.kill(await jobRunner(stack, 'short'), 'SIGKILL')
		assert.deepEqual(await names(at.operator, order), ['moved_on'])
	})
})

describe('an inbox', () => {
	it('PLAT-8 counts what is unread, marks one or all, and goes on page by page; another\'s stays as it is', async () => {
		for (let i = 0; i < 3; i++)
			await act(at.city, await submittedApplication(at.operator), 'approve')
		const all = await inbox(at.second, '?page_size=50')
		assert.equal(all.unread, all.items.length)
		assert.deepEqual(await at.second.expect(200, 'GET', '/notices/unread'), { unread: all.unread })
		assert.deepEqual(await at.second.expect(200, 'POST', '/notices/read', { body: { id: all.items[0].id } }), { unread: all.unread - 1 })
		assert.deepEqual(await at.stranger.expect(200, 'POST', '/notices/read', { body: { id: all.items[0].id, up_to: true } }), { unread: 0 })
		const unread = await inbox(at.second, '?unread=true&page_size=50')
		assert.deepEqual(unread.items.map(({ id }) => id), all.items.slice(1).map(({ id }) => id))
		const seen = []
		for (let after = ''; after !== null;) {
			const page = await inbox(at.second, `?page_size=10${after && `&after=${after}`}`)
			seen.push(...page.items.map(({ id }) => id))
			after = page.next
		}
		assert.deepEqual(seen, all.items.map(({ id }) => id))
		assert.deepEqual(await at.second.expect(200, 'POST', '/notices/read', { body: { id: all.items[0].id, up_to: true } }), { unread: 0 })
		assert.ok((await inbox(at.operator)).unread > 0)
	})

	it('PLAT-8 belongs to the role that is worn, and a grantless session has an empty one', async () => {
		const elsewhere = await accounts.institution(350802)
		await accounts.grant(users.second.account, 'operator', elsewhere)
		const grant = Number(await db.value('SELECT g.id FROM grants g WHERE g.account_id = ? AND g.organisation_id = ?', at.second.id, elsewhere.id))
		const there = await Client.signedIn(stack, users.second)
		there.entered(await there.expect(200, 'POST', '/session/grant', { body: { grant_id: grant } }))
		assert.deepEqual((await there.expect(200, 'GET', '/notices')).items, [])
	})
})

describe('mail and SMS', () => {
	const mails = (address) => sink.mails.all.filter(({ to }) => to.includes(`<${address}>`)).map(({ data }) => readMail(data))

	it('PLAT-8 mail goes to who has an address, in the language chosen; turned off, it does not; urgent ones go by SMS if that is chosen', async () => {
		const choices = await at.operator.expect(200, 'GET', '/notice-choices')
		assert.deepEqual(choices, { language: 'zh', mail: true, sms: false, mail_address: 'l**@example.cn', phone: '139****1234' })
		const order = await submittedApplication(at.operator)
		await act(at.city, order, 'approve')
		const mail = await until('a mail', () => mails('lin@example.cn').find(({ text }) => text.includes(order.title)))
		assert.equal(mail.subject, '【两定】审核进展')
		assert.match(mail.text, /已同意申请审核/)
		await at.operator.expect(200, 'PUT', '/notice-choices', { body: { language: 'en', mail: true, sms: true } })
		await act(at.province, order, 'approve')
		const second = await until('a mail', () => mails('lin@example.cn').find(({ text }) => text.includes('has been approved')))
		assert.equal(second.subject, '[liangding] Approved')
		const reader = await Client.open(stack)
		const sms = async () => (await reader.expect(200, 'GET', '/sent', { token: null })).items.filter(({ to }) => to === '13900001234')
		await until('an SMS', async () => (await sms()).some(({ text }) => text.startsWith('[liangding] Approved: “')))
		await at.operator.expect(200, 'PUT', '/notice-choices', { body: { language: 'zh', mail: false, sms: false } })
		const had = mails('lin@example.cn').length
		const next = await submittedApplication(at.operator)
		await act(at.city, next, 'reject', { whole: 'other', reason: '材料不全' })
		assert.deepEqual(await names(at.operator, next), ['rejected'])
		assert.equal(await db.value('SELECT COUNT(*) FROM outbox WHERE state IN (1, 2) AND message IN (8, 9)'), '0')
		assert.equal(mails('lin@example.cn').length, had)
	})

	it('PLAT-8 PLAT-10 what is on its way is sealed, and no log tells of whom or what', async () => {
		const all = await db.query('SELECT * FROM outbox')
		assert.ok(all.some(({ params }) => params))
		const rows = JSON.stringify(all)
		for (const secret of ['lin@example.cn', '13900001234', '已同意'])
			assert.equal(rows.includes(secret), false, secret)
		for (const secret of ['lin@example.cn', '13900001234', '材料不全'])
			assert.equal(stack.file('daemon.log').includes(secret), false, secret)
	})

	it('PLAT-8 choices are one\'s own, each of them said', async () => {
		const answer = await at.operator.put('/notice-choices', { language: 'fr' })
		assert.deepEqual([answer.status, answer.body.fields.map(({ field, code }) => `${field} ${code}`)], [422, ['language choice', 'mail required', 'sms required']])
	})
})

describe('deadlines', () => {
	it('PLAT-12 what is due soon or late is told once a day to who decides there, what is late to who supervises them', async () => {
		const [late, soon] = [await submittedApplication(at.operator), await submittedApplication(at.operator)]
		const due = (order, ms) => db.query(`UPDATE order_desks SET due_at = FROM_UNIXTIME(?) WHERE desk_id IS NOT NULL AND order_id = (SELECT id FROM orders WHERE order_no = ?)`, (Date.now() + ms) / 1000, order.order_no)
		await db.query('UPDATE order_desks SET due_at = DATE_ADD(due_at, INTERVAL 1 YEAR) WHERE desk_id IS NOT NULL')
		await due(late, -3_600_000)
		await due(soon, 3_600_000)
		await idle()
		await db.query('DELETE FROM notices')
		await db.query('INSERT INTO jobs (lane, kind, object_id, account_id, state, run_at, created_at) VALUES (2, 8, 0, 0, 1, UTC_TIMESTAMP(3), UTC_TIMESTAMP(3))')
		const told = async (client) => (await inbox(client)).items.map(({ notice, message }) => `${notice} ${/\d+ 件/.exec(message.zh)[0]}`).sort()
		assert.deepEqual(await told(at.city), ['due_soon 1 件', 'overdue 1 件'])
		assert.deepEqual(await told(at.colleague), ['due_soon 1 件', 'overdue 1 件'])
		assert.deepEqual(await told(at.admin), ['overdue 1 件'])
		assert.deepEqual(await told(at.province), [])
		const unpermitted = await signedIn(await accounts.person('city_reviewer', bureau, { permitted: false }))
		await db.query('DELETE FROM notices')
		await db.query('INSERT INTO jobs (lane, kind, object_id, account_id, state, run_at, created_at) VALUES (2, 8, 0, 0, 1, UTC_TIMESTAMP(3), UTC_TIMESTAMP(3))')
		assert.deepEqual(await told(unpermitted), [])
	})

	it('PLAT-12 a day is gone through once, however many runners there are', async () => {
		const days = async () => Number(await db.value('SELECT COUNT(*) FROM notice_days'))
		const jobs = async () => Number(await db.value('SELECT COUNT(*) FROM jobs WHERE kind = 8'))
		const hour = new Date(Date.now() + 8 * 3_600_000).getUTCHours()
		await idle()
		if (hour >= 8)
			await until('today was gone through', async () => await days() === 1)
		const had = await jobs()
		process.kill(await jobRunner(stack, 'short'), 'SIGKILL')
		await until('the next one sweeps', async () => Boolean(await jobRunner(stack, 'short')))
		assert.deepEqual([await days(), await jobs()], [hour >= 8 ? 1 : 0, had])
	})
})
