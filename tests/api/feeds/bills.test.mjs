// Bills, settlements and their files, against the lines that were sent: to the
// fen and to the second, whose they are, and that nothing depends on the page.
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { Accounts } from '../../lib/accounts.mjs'
import { Client } from '../../lib/client.mjs'
import { readCsv } from '../../lib/csv.mjs'
import { Database } from '../../lib/db.mjs'
import { batch, newPlatform, openMerchant, payment, refund, settlement } from '../../lib/feeds.mjs'
import { sharedStack, until } from '../../lib/stack.mjs'
import { momentOf, readSheets } from '../../lib/xlsx.mjs'

let stack, db, accounts, platform
before(async () => {
	stack = await sharedStack()
	db = new Database(stack)
	accounts = new Accounts(stack, db)
	platform = await newPlatform(stack)
})
after(() => stack?.stop())

const signedIn = (user) => Client.signedIn(stack, user)
async function feed(path, lines) {
	for (let from = 0; from < lines.length; from += 2000) {
		const { status, body } = await platform.call(`/feeds/${path}`, batch(lines.slice(from, from + 2000)))
		assert.deepEqual([status, body.refused.count], [200, 0], JSON.stringify(body))
	}
	return lines
}
async function opened(division) {
	const institution = await accounts.institution(division)
	await openMerchant(db, institution)
	return institution
}
const query = (more) => new URLSearchParams(more)
const list = (client, path, more = {}) => client.expect(200, 'GET', `/${path}?${query({ page_size: 50, ...more })}`)
const told = (answer, status, code) => assert.equal(`${answer.status} ${answer.body?.code}`, `${status} ${code}`)
const faults = (answer) => {
	told(answer, 422, 'form.invalid')
	return answer.body.fields.map(({ field, code }) => `${field} ${code}`)
}

const signed = (line) => (line.kind === 'refund' ? -1 : 1)
const ms = ({ time }) => Date.parse(time)
/** Newest first; of one millisecond the later sent first. */
const newestFirst = (lines) => lines.map((line, at) => ({ line, at })).sort((a, b) => ms(b.line) - ms(a.line) || b.at - a.at).map(({ line }) => line)
function sum(lines) {
	const all = { total: 0, insurance: 0, personal: 0, payments: 0, refunds: 0, refunded: 0 }
	for (const line of lines) {
		for (const part of ['total', 'insurance', 'personal'])
			all[part] += signed(line) * line[part]
		all[line.kind === 'refund' ? 'refunds' : 'payments']++
		all.refunded += line.kind === 'refund' ? line.total : 0
	}
	return all
}
const shown = (item) => [item.payment_no, Date.parse(item.at), item.kind, item.channel, item.total, item.insurance, item.personal, item.order_no]
const sent = (line) => [line.payment_no, ms(line), line.kind, line.channel, signed(line) * line.total, signed(line) * line.insurance, signed(line) * line.personal, line.order_no]
/** Every row, by cursors. */
async function walked(client, path, more = {}) {
	const items = []
	for (let page = await list(client, path, more); ; page = await list(client, path, { ...more, after: page.next })) {
		items.push(...page.items)
		if (!page.next)
			return items
	}
}

const channels = ['wechat', 'alipay', 'unionpay', 'ecny']
/** So many over a month, refunds among them, several in one second and in one millisecond. */
function month(institution, n, { begin = Date.UTC(2026, 8, 1, 16), step = 2_500_000 } = {}) {
	const lines = []
	for (let i = 0; i < n; i++) {
		const time = new Date(begin + Math.floor(i / 3) * step + i % 3 * (i % 2 ? 0 : 400)).toISOString()
		const one = payment(institution, { time, channel: channels[i % 4], total: 1000 + i * 7, insurance: 500 + i * 3, personal: 500 + i * 4 })
		lines.push(one)
		if (i % 11 === 5)
			lines.push(refund(one, { time: new Date(Date.parse(time) + 3_600_000).toISOString(), total: 300, insurance: 200, personal: 100 }))
	}
	return lines
}

describe('MONEY-3 bills', () => {
	let institution, client, lines
	before(async () => {
		institution = await opened(350302)
		client = await signedIn(await accounts.operator({ institution }))
		lines = await feed('payments', month(institution, 330))
	})

	it('MONEY-3 MONEY-5 every line that was sent is there once, newest first, with what it is; both ways, by cursors and by pages', async () => {
		const all = await walked(client, 'payments')
		assert.deepEqual(all.map(shown), newestFirst(lines).map(sent))
		assert.deepEqual((await walked(client, 'payments', { sort: 'oldest' })).map(shown), newestFirst(lines).reverse().map(sent))
		const first = await list(client, 'payments')
		assert.deepEqual([first.total, first.previous], [{ count: lines.length, exact: true }, null])
		const last = Math.ceil(lines.length / 50)
		const end = await list(client, 'payments', { page: last })
		assert.deepEqual(end.items.map(shown), newestFirst(lines).slice(50 * (last - 1)).map(sent))
		assert.equal(end.next, null)
		const back = await list(client, 'payments', { page: last - 1, before: end.previous })
		assert.deepEqual(back.items.map(shown), newestFirst(lines).slice(50 * (last - 2), 50 * (last - 1)).map(sent))
		assert.deepEqual((await list(client, 'payments', { page: last + 1 })).items, [])
	})

	it('MONEY-3 what a time comes to, to the second, from a whole month to within one: as the lines do', async () => {
		const days = [['2026-09-03', '2026-09-05'], ['2026-09-03', '2026-09-03'], ['2026-09-03', '2026-09-03T10:20'], ['2026-09-03T08:00:00', '2026-09-03T09:59:59'], ['2026-09-03T10:10:10', '2026-09-20T03:04:05'],
			['2026-09-03T00:00:00', '2026-09-04T23:59:59'], ['2026-09-03 23:59', ''], ['', '2026-09-12T12:00:00'], ['', ''], ['2026-09-02T12:00:00', '2026-09-03T00:00:00']]
		for (const [at_from, at_to] of days) {
			// A day that ends a time is whole, and a minute.
			const shanghai = (text, rest) => Date.parse(`${text.replace(' ', 'T')}${rest.slice(text.length - 10)}+08:00`)
			const within = lines.filter((line) => (!at_from || ms(line) >= shanghai(at_from, 'T00:00:00')) && (!at_to || ms(line) < shanghai(at_to, 'T23:59:59') + 1000))
			assert.ok(within.length > 1, `${at_from} to ${at_to}`)
			for (const [kind, channel] of [['', ''], ['payment', ''], ['refund', ''], ['', 'alipay'], ['refund', 'ecny']]) {
				const wanted = within.filter((line) => (!kind || line.kind === kind) && (!channel || line.channel === channel))
				const page = await list(client, 'payments', { at_from, at_to, kind, channel })
				assert.deepEqual([page.sum, page.total], [sum(wanted), { count: wanted.length, exact: true }], `${at_from} to ${at_to} ${kind} ${channel}`)
				assert.deepEqual(page.items.map(shown), newestFirst(wanted).slice(0, 50).map(sent))
			}
		}
	})

	it('MONEY-3 the last millisecond of a second is within it, the next one is not; a day ends with its own in Shanghai', async () => {
		const place = await opened(350303)
		const reader = await signedIn(await accounts.operator({ institution: place }))
		await feed('payments', [
			payment(place, { time: '2026-10-10T23:59:59.999+08:00' }), payment(place, { time: '2026-10-11T00:00:00.000+08:00' }), payment(place, { time: '2026-10-10T15:59:58.000Z' }),
		])
		const count = async (at_from, at_to) => (await list(reader, 'payments', { at_from, at_to })).sum.payments
		assert.equal(await count('2026-10-10T23:59:59', '2026-10-10T23:59:59'), 1)
		assert.equal(await count('2026-10-10', '2026-10-10T23:59:59'), 2)
		assert.equal(await count('2026-10-11T00:00:00', '2026-10-11T00:00:00'), 1)
		assert.equal(await count('2026-10-10T23:59:59', '2026-10-11T00:00:00'), 2)
		assert.equal(await count('2026-10-10T23:59:59', '2026-10-10'), 1)
	})

	it('MONEY-3 by channel, number, institution\'s order, settlement; another\'s number finds nothing', async () => {
		const settled = lines.slice(3, 9)
		const one = settlement(institution, settled, { period_from: '2026-09-01', period_to: '2026-09-30' })
		await feed('settlements', [one])
		const wanted = {
			[`channel=ecny`]: lines.filter(({ channel }) => channel === 'ecny'),
			[`channel=ecny&kind=refund`]: lines.filter(({ channel, kind }) => channel === 'ecny' && kind === 'refund'),
			[`payment_no=${lines[7].payment_no}`]: [lines[7]],
			[`order_no=${lines[5].order_no}`]: lines.filter(({ order_no }) => order_no === lines[5].order_no),
			[`settlement_no=${one.settlement_no}`]: settled,
			[`settlement_no=${one.settlement_no}&kind=refund`]: settled.filter(({ kind }) => kind === 'refund'),
			'payment_no=P0': [],
			'settled=yes': settled,
			'settled=no&kind=refund': lines.filter((one) => one.kind === 'refund' && !settled.includes(one)),
		}
		assert.ok(wanted[`channel=ecny&kind=refund`].length > 0)
		for (const [asked, found] of Object.entries(wanted)) {
			const page = await client.expect(200, 'GET', `/payments?page_size=50&${asked}`)
			assert.deepEqual(page.items.map(shown), newestFirst(found).slice(0, 50).map(sent), asked)
			assert.deepEqual([page.total.count, page.sum], [found.length, sum(found)], asked)
		}
		const stranger = await signedIn(await accounts.operator({ institution: await opened(350304) }))
		for (const asked of [`payment_no=${lines[7].payment_no}`, `order_no=${lines[5].order_no}`, `settlement_no=${one.settlement_no}`])
			assert.deepEqual((await stranger.expect(200, 'GET', `/payments?${asked}`)).items, [], asked)
	})

	it('MONEY-3 a payment with its refunds and settlement, a refund with what it is of', async () => {
		const paid = lines.find((line, i) => lines[i + 1]?.kind === 'refund')
		const { items: [item] } = await list(client, 'payments', { payment_no: paid.payment_no })
		const detail = await client.expect(200, 'GET', `/payments/${item.payment_id}`)
		assert.deepEqual([detail.payment_no, detail.total, detail.refunded, detail.bank, detail.institution_name, detail.original_no], [paid.payment_no, paid.total, 300, paid.bank, institution.name, null])
		assert.equal(detail.refunds.length, 1)
		const given = await client.expect(200, 'GET', `/payments/${detail.refunds[0].payment_id}`)
		assert.deepEqual([given.kind, -given.total, given.original_id, given.original_no, given.refunds], ['refund', 300, detail.payment_id, paid.payment_no, []])
		assert.equal((await client.get('/payments/999999999')).status, 404)
		for (const wrong of ['x', `${detail.payment_id}x`, `+${detail.payment_id}`, '0', '-1'])
			for (const path of ['payments', 'settlements'])
				assert.equal((await client.get(`/${path}/${encodeURIComponent(wrong)}`)).status, 404, wrong)
	})

	it('MONEY-3 a question that makes no sense is told where it is wrong', async () => {
		const wrong = async (more) => faults(await client.get(`/payments?${query(more)}`))
		assert.deepEqual(await wrong({ at_from: '2026-09-31' }), ['at_from time'])
		assert.deepEqual(await wrong({ at_from: '2026-09-3' }), ['at_from time'])
		assert.deepEqual(await wrong({ at_from: '2026-09-30T24:00:00' }), ['at_from time'])
		assert.deepEqual(await wrong({ at_from: '2026-09-30T10:00:01', at_to: '2026-09-30T10:00:00' }), ['at_to order'])
		assert.deepEqual(await wrong({ channel: 'cash' }), ['channel choice'])
		assert.deepEqual(await wrong({ after: 'x' }), ['after format'])
		assert.deepEqual(await wrong({ payment_no: 'a b' }), ['payment_no format'])
		assert.deepEqual(await wrong({ institution: institution.code, division: 350302 }), ['institution not_here', 'division not_here'])
	})
})

const row = (item) => [item.settlement_no, item.period_from, item.period_to, item.bank, item.amount, item.payments, item.state]
const line = (one) => [one.settlement_no, one.period_from, one.period_to, one.bank, one.amount, one.payments.length, one.state]

describe('MONEY-2 settlements', () => {
	let institution, client, lines, settled
	before(async () => {
		institution = await opened(350402)
		client = await signedIn(await accounts.person('finance', institution))
		lines = await feed('payments', month(institution, 360, { step: 20_000_000 }))
		const day = (at) => new Date(ms(at) + 8 * 3_600_000).toISOString().slice(0, 10)
		const days = [...new Set(lines.map(day))].sort()
		settled = await feed('settlements', days.map((at, i) => {
			const parts = lines.filter((one) => day(one) === at)
			return settlement(institution, parts, { period_from: at, period_to: at, state: ['paid', 'pending', 'failed'][i % 3], bank: i % 4 ? '海峡银行' : '闽江商业银行', account: i % 2 ? '6222020012345678901' : '6222020012340000' })
		}))
		assert.ok(settled.length > 20)
	})

	it('MONEY-2 by their periods, newest first, with counts and what they come to; by state, bank, account, number', async () => {
		const newest = [...settled].reverse()
		const all = await list(client, 'settlements')
		assert.deepEqual(all.items.map(row), newest.map(line))
		assert.equal(all.amount, newest.reduce((total, { amount }) => total + amount, 0))
		assert.equal(all.amount, sum(lines).total)
		const states = ['pending', 'paid', 'failed']
		for (const state of states) {
			const wanted = newest.filter((one) => one.state === state)
			const page = await list(client, 'settlements', { state })
			assert.deepEqual([page.items.map(row), page.total.count, page.summed, page.amount], [wanted.map(line), wanted.length, true, wanted.reduce((total, { amount }) => total + amount, 0)])
			assert.deepEqual(states.map((each) => page.counts[each].count), states.map((each) => newest.filter((one) => one.state === each).length))
		}
		const { period_to } = settled[1]
		const asked = {
			[`bank=${encodeURIComponent('闽江')}`]: ({ bank }) => bank === '闽江商业银行',
			'account=8901': ({ account }) => account.endsWith('8901'),
			[`settlement_no=${settled[1].settlement_no}`]: (one) => one === settled[1],
			[`period_from=${period_to}`]: (one) => one.period_to >= period_to,
			[`period_from=${period_to}&period_to=${period_to}`]: (one) => one.period_to === period_to,
			[`period_to=${period_to}`]: (one) => one.period_to <= period_to,
			'settlement_no=S0': () => false,
		}
		for (const [question, fits] of Object.entries(asked)) {
			const page = await client.expect(200, 'GET', `/settlements?page_size=50&${question}`)
			assert.deepEqual(page.items.map(row), newest.filter(fits).map(line), question)
		}
		assert.ok(all.items.every(({ account }) => !/\d{9}/.test(account)), 'an account is masked')
	})

	it('MONEY-2 cursors lead through them both ways', async () => {
		const pages = []
		for (let after; after !== null; after = pages.at(-1).next)
			pages.push(await client.expect(200, 'GET', `/settlements?${query({ page_size: 10, ...(after ? { after, page: pages.length + 1 } : {}) })}`))
		assert.deepEqual(pages.flatMap(({ items }) => items.map(row)), [...settled].reverse().map(line))
		if (pages.length > 1)
			assert.deepEqual((await client.expect(200, 'GET', `/settlements?${query({ page_size: 10, page: pages.length - 1, before: pages.at(-1).previous })}`)).items, pages.at(-2).items)
	})

	it('MONEY-2 of one day many: cursors neither lose nor repeat one; an account of eight digits is found by its end', async () => {
		const place = await opened(350403)
		const reader = await signedIn(await accounts.person('finance', place))
		const parts = await feed('payments', Array.from({ length: 25 }, () => payment(place)))
		const given = await feed('settlements', parts.map((part, i) => settlement(place, [part], { account: i % 2 ? '12345678' : '6222020012345678901' })))
		const pages = []
		for (let after; after !== null; after = pages.at(-1).next)
			pages.push(await reader.expect(200, 'GET', `/settlements?${query({ page_size: 10, ...(after ? { after, page: pages.length + 1 } : {}) })}`))
		assert.deepEqual(pages.flatMap(({ items }) => items.map(row)), [...given].reverse().map(line))
		assert.equal(pages.length, 3)
		assert.deepEqual((await reader.expect(200, 'GET', `/settlements?${query({ page_size: 10, page: 2, before: pages[2].previous })}`)).items, pages[1].items)
		assert.equal((await list(reader, 'settlements', { account: '5678' })).items.length, 12)
		assert.deepEqual((await list(reader, 'settlements', { sort: 'oldest' })).items.map(row), given.map(line))
	})

	it('MONEY-2 each opens its payments, and says whether its parts come to it', async () => {
		for (const item of (await list(client, 'settlements')).items) {
			const detail = await client.expect(200, 'GET', `/settlements/${item.settlement_id}`)
			const parts = await walked(client, 'payments', { settlement_no: item.settlement_no })
			assert.equal(parts.reduce((total, part) => total + part.total, 0), item.amount)
			assert.deepEqual([detail.sum.total, parts.length, detail.agrees], [item.amount, item.payments, true])
		}
		// As a hand in the database would make it: it is said.
		const [item] = (await list(client, 'settlements')).items
		await db.query('UPDATE settlements SET amount = amount + 1 WHERE id = ?', item.settlement_id)
		assert.equal((await client.expect(200, 'GET', `/settlements/${item.settlement_id}`)).agrees, false)
		await db.query('UPDATE settlements SET amount = amount - 1 WHERE id = ?', item.settlement_id)
	})

	it('MONEY-2 a question that makes no sense is told where it is wrong', async () => {
		const wrong = async (more) => faults(await client.get(`/settlements?${query(more)}`))
		assert.deepEqual(await wrong({ account: '123' }), ['account too_short'])
		assert.deepEqual(await wrong({ account: '12345' }), ['account too_long'])
		assert.deepEqual(await wrong({ state: 'gone' }), ['state choice'])
		assert.deepEqual(await wrong({ period_from: '2026-09-02', period_to: '2026-09-01' }), ['period_to order'])
	})
})

const written = async (client, path, body) => {
	const one = await client.expect(202, 'POST', `/${path}-exports`, { body })
	const now = await until('the file is written', async () => {
		const { state, ...more } = await client.expect(200, 'GET', `/exports/${one.export_id}`)
		assert.notEqual(state, 'failed')
		return state === 'done' && more
	}, 60)
	const answer = await client.get(`/exports/${one.export_id}/content`)
	assert.equal(answer.status, 200)
	return { ...now, answer }
}
const yuan = (fen) => `${fen < 0 ? '-' : ''}${Math.floor(Math.abs(fen) / 100)}.${String(Math.abs(fen) % 100).padStart(2, '0')}`
const local = (time) => new Date(Date.parse(time) + 8 * 3_600_000).toISOString().replace('T', ' ').slice(0, 19)

describe('MONEY-3 files', () => {
	let institution, client, lines
	before(async () => {
		institution = await opened(350403)
		client = await signedIn(await accounts.person('finance', institution))
		lines = await feed('payments', month(institution, 1200))
		await feed('payments', [payment(institution, { payment_no: `-${lines[0].payment_no}`, bank: '＝1+1,"x"', time: '2026-08-01T00:00:00+08:00', total: 9_999_999_999, insurance: 0, personal: 9_999_999_999 })].map((one) => (lines.push(one), one)))
	})

	it('MONEY-3 MONEY-4 feed, page and both files agree to the fen and to the second', async () => {
		const columns = 'payment_no,at,kind,channel,total,insurance,personal,order_no,bank'
		const { answer, written: n } = await written(client, 'payment', { query: {}, columns, format: 'csv' })
		assert.match(answer.headers['content-type'], /^text\/csv/)
		assert.match(answer.headers['content-disposition'], /payments-\d{8}\.csv/)
		const [head, ...rows] = readCsv(answer.buffer)
		assert.deepEqual(head, ['支付流水号', '支付时间', '类型', '支付渠道', '总额（元）', '医保支付额（元）', '个人支付额（元）', '机构订单号', '银行'])
		const kinds = { payment: '支付', refund: '退款' }
		const named = { wechat: '微信支付', alipay: '支付宝', unionpay: '云闪付', ecny: '数字人民币' }
		const guarded = (text) => (/^[=+@＝-]/.test(text) ? `'${text}` : text)
		assert.deepEqual(rows, newestFirst(lines).map((one) => [guarded(one.payment_no), local(one.time), kinds[one.kind], named[one.channel], yuan(signed(one) * one.total), yuan(signed(one) * one.insurance), yuan(signed(one) * one.personal), one.order_no, guarded(one.bank)]))
		assert.equal(n, lines.length)
		const book = await written(client, 'payment', { query: {}, columns, format: 'xlsx' })
		assert.match(book.answer.headers['content-type'], /spreadsheetml/)
		const [sheet] = readSheets(book.answer.buffer)
		assert.deepEqual(sheet.rows.slice(1).map(([no, at, , , total]) => [no, momentOf(at), Math.round(total * 100)]),
			newestFirst(lines).map((one) => [one.payment_no, new Date(Math.floor(ms(one) / 1000) * 1000), signed(one) * one.total]))
		const cents = (all) => all.reduce((total, row) => total + Math.round(Number(row[4]) * 100), 0)
		const page = await list(client, 'payments')
		const home = await client.expect(200, 'GET', '/money?from=2026-01-01&to=2026-12-31')
		assert.deepEqual([cents(rows), cents(sheet.rows.slice(1)), page.sum.total, home.now.total], Array(4).fill(sum(lines).total))
		assert.deepEqual(home.now, page.sum)
	})

	it('MONEY-3 a file has what the list was asked, in English where that is asked, and no more than a reader may', async () => {
		const wanted = lines.filter((one) => one.kind === 'refund' && one.channel === 'alipay')
		assert.ok(wanted.length > 0)
		const { answer } = await written(client, 'payment', { query: { kind: 'refund', channel: 'alipay' }, language: 'en', format: 'csv' })
		const [head, ...rows] = readCsv(answer.buffer)
		assert.ok(head.includes('Total (yuan)') && !head.includes('Institution'), head.join())
		assert.deepEqual(rows.map(([no]) => no), newestFirst(wanted).map(({ payment_no }) => payment_no))
		told(await client.post('/payment-exports', { query: { channel: 'cash' } }), 422, 'form.invalid')
		told(await client.post('/payment-exports', { query: {}, format: 'pdf' }), 422, 'form.invalid')
	})

	it('MONEY-2 MONEY-3 what a channel and a settlement of more than a thousand come to is said', async () => {
		const wechat = lines.filter(({ channel, kind }) => channel === 'wechat' && kind === 'payment')
		const page = await list(client, 'payments', { channel: 'wechat', kind: 'payment' })
		assert.deepEqual([page.sum, page.total.count], [sum(wechat), wechat.length])
		const place = await opened(350404)
		const reader = await signedIn(await accounts.person('finance', place))
		const many = await feed('payments', Array.from({ length: 1500 }, (_, i) => payment(place, { total: 100 + i, insurance: 100, personal: i })))
		const one = settlement(place, many)
		await feed('settlements', [one])
		const parts = await list(reader, 'payments', { settlement_no: one.settlement_no })
		assert.deepEqual([parts.sum.total, parts.total], [one.amount, { count: 1500, exact: true }])
		// Others are added up to a thousand.
		const settled = await list(reader, 'payments', { settled: 'yes' })
		assert.deepEqual([settled.sum, settled.total], [null, { count: 1000, exact: false }])
		assert.deepEqual(faults(await reader.get('/payments?settled=yes&page=600')), ['page too_deep'])
	})

	it('MONEY-2 settlements as a file', async () => {
		const one = settlement(institution, lines.slice(0, 40), { period_from: '2026-09-01', period_to: '2026-09-30' })
		await feed('settlements', [one])
		const { answer } = await written(client, 'settlement', { query: {}, columns: 'settlement_no,period_to,payments,amount,state', format: 'csv' })
		assert.deepEqual(readCsv(answer.buffer).slice(1), [[one.settlement_no, '2026-09-30', '40', yuan(one.amount), '待结算']])
	})
})

describe('whose', () => {
	it('MERCH-1 before a merchant is opened lists, details and files are refused; to other roles always', async () => {
		const institution = await accounts.institution(350423)
		const [one] = await feed('payments', [payment(institution)])
		await feed('settlements', [settlement(institution, [one])])
		const [{ payment_id, settlement_id }] = await db.query('SELECT id AS payment_id, settlement_id FROM payments WHERE payment_no = ?', one.payment_no)
		const paths = ['/payments', '/settlements', `/payments/${payment_id}`, `/settlements/${settlement_id}`]
		for (const role of ['operator', 'finance']) {
			const client = await signedIn(await accounts.person(role, institution))
			for (const path of paths)
				told(await client.get(path), 403, 'money.unopened')
			for (const path of ['payment', 'settlement'])
				told(await client.post(`/${path}-exports`, { query: {} }), 403, 'money.unopened')
		}
		await openMerchant(db, institution)
		const client = await signedIn(await accounts.person('finance', institution))
		for (const path of paths)
			await client.expect(200, 'GET', path)
		const stranger = await signedIn(await accounts.operator({ institution: await opened(350423) }))
		for (const path of paths.slice(2))
			assert.equal((await stranger.get(path)).status, 404, path)
		const other = await signedIn(await accounts.person('institution_admin', institution))
		for (const path of paths)
			told(await other.get(path), 403, 'access.denied')
	})

	it('MONEY-2 MONEY-3 a bureau reads its division\'s, by institution where it asks, on record; nobody else\'s', async () => {
		// A province that no other test feeds.
		const places = [await opened(360102), await opened(360103), await opened(360202)]
		const lines = await feed('payments', places.flatMap((place) => [payment(place), payment(place, { total: 20001, personal: 14001 })]))
		await feed('settlements', places.map((place, i) => settlement(place, lines.slice(2 * i, 2 * i + 1))))
		const readers = { district: [360102, [0]], city: [360100, [0, 1]], province: [360000, [0, 1, 2]] }
		for (const [role, [division, own]] of Object.entries(readers)) {
			const user = await accounts.person(`${role}_reviewer`, await accounts.bureau(role, division))
			const client = await signedIn(user)
			const wanted = newestFirst(lines).filter(({ institution }) => own.some((i) => places[i].code === institution))
			const page = await list(client, 'payments')
			assert.deepEqual(page.items.map(shown), wanted.map(sent), role)
			assert.deepEqual([page.sum, page.items[0].institution_name], [sum(wanted), places.find(({ code }) => code === wanted[0].institution).name])
			assert.equal((await list(client, 'settlements')).items.length, own.length)
			for (const [i, place] of places.entries()) {
				const of = await client.get(`/payments?institution=${place.code}`)
				if (own.includes(i))
					assert.equal(of.body.items.length, 2)
				else
					assert.deepEqual(faults(of), ['institution not_within'])
				const within = await client.get(`/payments?division=${place.division}`)
				if (own.includes(i))
					assert.deepEqual(within.body.items.map(({ institution_code }) => institution_code), [place.code, place.code])
				else
					assert.deepEqual(faults(within), ['division choice'])
				const [{ id, settlement_id }] = await db.query('SELECT id, settlement_id FROM payments WHERE payment_no = ?', lines[2 * i].payment_no)
				for (const path of [`/payments/${id}`, `/settlements/${settlement_id}`])
					assert.equal((await client.get(path)).status, own.includes(i) ? 200 : 404, `${role} ${path}`)
			}
			assert.deepEqual(faults(await client.get('/settlements?institution=H36019900001')), ['institution not_within'])
			const noted = (await db.query(`SELECT DISTINCT object FROM audit_rows WHERE act = 'money.read' AND account_id = (SELECT id FROM accounts WHERE name = ?)`, user.account)).map(({ object }) => object)
			for (const object of [String(division), places[own[0]].code, lines[2 * own[0]].payment_no])
				assert.ok(noted.includes(object), `${role} ${object} in ${noted}`)
			// Whose a file is goes on record, too.
			const looks = () => db.value(`SELECT COUNT(*) FROM audit_rows WHERE act = 'money.read' AND object = ? AND account_id = (SELECT id FROM accounts WHERE name = ?)`, places[own[0]].code, user.account).then(Number)
			const before = await looks()
			const { answer } = await written(client, 'payment', { query: { institution: places[own[0]].code }, format: 'csv' })
			assert.equal(await looks(), before + 1)
			// What only looking at each tells is not sought without an end.
			assert.deepEqual(faults(await client.get('/payments?channel=ecny')), ['at_from too_wide'])
			assert.deepEqual(faults(await client.get('/payments?settled=no&at_from=2026-01-01&at_to=2026-06-30')), ['at_from too_wide'])
			assert.deepEqual(faults(await client.get('/settlements?account=8901')), ['period_from too_wide'])
			// The tabs of its page are another matter.
			assert.equal((await list(client, 'settlements', { state: 'pending' })).items.length, own.length)
			assert.equal((await list(client, 'payments', { channel: 'wechat', at_from: '2026-11-01', at_to: '2026-11-30' })).items.length, 2 * own.length)
			assert.equal((await list(client, 'settlements', { account: '8901', period_from: '2026-11-01', period_to: '2026-11-30' })).items.length, own.length)
			const [head, ...rows] = readCsv(answer.buffer)
			assert.deepEqual(rows.map((cells) => cells[head.indexOf('机构编码')]), [places[own[0]].code, places[own[0]].code])
		}
		const nation = await signedIn(await accounts.reviewer('nation', 0))
		const all = await list(nation, 'payments', { institution: places[2].code })
		assert.equal(all.items.length, 2)
		// All there are, of whatever province.
		const everybody = await list(nation, 'payments')
		const [{ n, total }] = await db.query('SELECT COUNT(*) AS n, SUM(IF(kind = 1, total, -total)) AS total FROM payments')
		const [first] = await db.query('SELECT payment_no FROM payments ORDER BY at DESC, id DESC LIMIT 1')
		assert.deepEqual([everybody.total.count, everybody.sum.total, everybody.items[0].payment_no], [Number(n), Number(total), first.payment_no])
		const bank = await signedIn(await accounts.person('bank_reviewer', await accounts.bank('B36000001', 360000)))
		assert.equal((await bank.get('/payments')).status, 403)
	})
})
