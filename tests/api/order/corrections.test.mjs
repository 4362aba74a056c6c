// Structured rejections, corrections of what was named, what the next reviewer
// sees of them, and the automatic checks (PLAT-3, PLAT-14, PLAT-17).
import assert from 'node:assert/strict'
import { after, before, it } from 'node:test'
import { Accounts } from '../../lib/accounts.mjs'
import { Client } from '../../lib/client.mjs'
import { Database } from '../../lib/db.mjs'
import { decide, draftApplication, sent, submit, submittedApplication } from '../../lib/orders.mjs'
import { pdf, png } from '../../lib/papers.mjs'
import { sharedStack } from '../../lib/stack.mjs'

let stack, db, accounts, operator, city, province
const signedIn = (user) => Client.signedIn(stack, user)
before(async () => {
	stack = await sharedStack()
	db = new Database(stack)
	accounts = new Accounts(stack, db)
	operator = await signedIn(await accounts.operator({ division: 410302 }))
	city = await signedIn(await accounts.reviewer('city', 410300))
	province = await signedIn(await accounts.reviewer('province', 410000))
})
after(() => stack?.stop())

const remark = (field, code = 'wrong') => ({ field, code, words: `${field}有误`, remedy: '请更正' })
const faults = ({ body }) => body.fields.map(({ field, code }) => `${field} ${code}`).sort()
const get = (client, order_no) => client.expect(200, 'GET', `/orders/${order_no}`)
const returned = async (remarks, more = {}) => {
	const order = await submittedApplication(operator, more)
	const answer = await decide(city, order, 'reject', { reason: '请更正', remarks })
	assert.equal(answer.status, 200, JSON.stringify(answer.body))
	return get(operator, order.order_no)
}
const again = (order, changes, unlocks) => operator.once(`/orders/${order.order_no}/submission`,
	{ version: order.version, content: { ...sent(order.content), ...changes }, ...(unlocks ? { unlocks } : {}) })

it('PLAT-3 a rejection names a field or document with reason, words and remedy, or why the whole is refused', async () => {
	const order = await submittedApplication(operator)
	const reject = (words) => decide(city, order, 'reject', { reason: '请更正', ...words })
	for (const [words, expected] of [
		[{}, ['remarks no_reason']],
		[{ remarks: [] }, ['remarks no_reason']],
		[{ remarks: [{ field: 'mail', code: 'wrong', words: '有误' }] }, ['remarks.0.remedy required']],
		[{ remarks: [{ field: 'mail', words: '有误', remedy: '请更正' }] }, ['remarks.0.code required']],
		[{ remarks: [remark('mail', 'no_such_reason')] }, ['remarks.0.code choice']],
		[{ remarks: [remark('mail'), remark('mail', 'illegible')] }, ['remarks.1.code choice']], // a text is not illegible
		[{ remarks: [remark('agreement', 'wrong')] }, ['remarks.0.code choice']],
		[{ remarks: [remark('no_such_field')] }, ['remarks.0.field choice']],
		[{ whole: 'expired' }, ['whole choice']], // of a document, not of the whole
	]) {
		const answer = await reject(words)
		assert.equal(answer.status, 422, JSON.stringify(words))
		assert.deepEqual(faults(answer), expected)
	}
	assert.equal((await get(operator, order.order_no)).status, 'waiting_city')
	assert.equal((await reject({ whole: 'not_eligible' })).status, 200)
	const seen = await get(operator, order.order_no)
	assert.equal(seen.rejection.whole, 'not_eligible')
	assert.equal(seen.open_fields, null, 'PLAT-14: a rejection of the whole leaves all open')
})

it('PLAT-3 every reason has its phrases in both languages, and something it is about', async () => {
	const { document } = operator.description
	const codes = document['x-liangding-enums'].rejection_reason.map(({ value }) => value)
	const reasons = document['x-liangding-reasons']
	assert.deepEqual(reasons.map(({ code }) => code).sort(), [...codes].sort())
	for (const { code, field, attachment, whole, words, remedy } of reasons) {
		assert.ok(field || attachment || whole, code)
		if (code === 'other')
			continue
		assert.ok(words.zh && words.en, code)
		assert.equal(Boolean(remedy.zh && remedy.en), field || attachment, code)
	}
})

it('PLAT-14 a returned order is open where it was remarked; anything else needs a reason', async () => {
	const order = await returned([remark('mail'), { ...remark('agreement', 'expired') }])
	assert.deepEqual(order.open_fields, ['mail', 'agreement'])
	const agreement = [await operator.attach(order.order_no, 'agreement', '新协议.pdf', pdf('new agreement'))]
	const refused = await again(order, { mail: 'new@example.cn', agreement, note: '改了别的', app_type: 'h5' })
	assert.equal(refused.status, 422)
	assert.deepEqual(faults(refused), ['app_type locked', 'note locked'])
	assert.ok(refused.body.fields[0].remedy.zh.includes('解锁'))
	// Leaving a locked field out is a change, too.
	const without = sent(order.content)
	delete without.contact_name
	const lost = await operator.once(`/orders/${order.order_no}/submission`, { version: order.version, content: without })
	assert.deepEqual(faults(lost), ['contact_name locked', 'contact_name required'])
	for (const unlocks of [[{ field: 'note', reason: '' }], [{ field: 'note' }], [{ reason: '因故' }], [{ field: 'no_such_field', reason: '因故' }]])
		assert.equal((await again(order, {}, unlocks)).status, 422, JSON.stringify(unlocks))
	const taken = await again(order, { mail: 'new@example.cn', agreement, note: '改了别的' }, [{ field: 'note', reason: '补充说明' }])
	assert.equal(taken.status, 200, JSON.stringify(taken.body))
	const seen = await get(city, order.order_no)
	const changes = Object.fromEntries(seen.changes.map((change) => [change.field, change]))
	assert.deepEqual(Object.keys(changes).sort(), ['agreement', 'mail', 'note'])
	assert.deepEqual([changes.mail.before, changes.mail.now, changes.mail.on_record], ['hospital@example.cn', 'new@example.cn', null])
	assert.deepEqual(changes.mail.remarks, [remark('mail')])
	assert.equal(changes.mail.unlock_reason, null)
	assert.deepEqual([changes.agreement.before[0].name, changes.agreement.now[0].name], ['协议.pdf', '新协议.pdf'])
	assert.deepEqual([changes.note.before, changes.note.now, changes.note.unlock_reason, changes.note.remarks], [null, '改了别的', '补充说明', null])
	assert.equal(seen.rejection, null, 'PLAT-3: no stale remark on the new submission')
})

it('PLAT-14 the value on record is what was last approved of the same application, or none', async () => {
	const first = await submittedApplication(operator, { mail: 'record@example.cn', contact_phone: '13700137000' })
	for (const desk of [city, province])
		await decide(desk, await get(desk, first.order_no), 'approve')
	// Of another channel, and newer: not what this one is compared with.
	const other = await submittedApplication(operator, { channel: 'unionpay', credential_channel: 'unionpay', mail: 'other@example.cn' })
	for (const desk of [city, province])
		await decide(desk, await get(desk, other.order_no), 'approve')
	// Of another name, and newer still.
	const named = await submittedApplication(operator, { mail: 'named@example.cn' })
	for (const desk of [city, province])
		await decide(desk, await get(desk, named.order_no), 'approve')
	const order = await returned([remark('mail'), remark('contact_phone')], { app_name: first.content.app_name.toUpperCase(), mail: 'before@example.cn' })
	assert.equal((await again(order, { mail: 'now@example.cn', contact_phone: '13900139000' })).status, 200)
	const changes = Object.fromEntries((await get(city, order.order_no)).changes.map((change) => [change.field, change]))
	assert.deepEqual([changes.mail.before, changes.mail.now, changes.mail.on_record], ['before@example.cn', 'now@example.cn', 'record@example.cn'])
	assert.equal(changes.mail.record_no, first.order_no)
	assert.deepEqual([changes.contact_phone.before, changes.contact_phone.now, changes.contact_phone.on_record],
		['138****8000', '139****9000', '137****7000'], 'PLAT-10: masked on every side')
	const new_one = await returned([remark('mail')])
	assert.equal((await again(new_one, { mail: 'now@example.cn' })).status, 200)
	const [change] = (await get(city, new_one.order_no)).changes
	assert.deepEqual([change.field, change.on_record, change.record_no], ['mail', null, null])
})

it('PLAT-14 what was submitted stays beside the draft, for its applicant and as long as it may be changed', async () => {
	let order = await returned([remark('mail')], { note: '提交时的备注' })
	await operator.put(`/orders/${order.order_no}/draft`, { version: order.version, content: { ...sent(order.content), note: '草稿里的备注' } })
	order = await get(operator, order.order_no)
	assert.deepEqual([order.content.note, order.submitted.note], ['草稿里的备注', '提交时的备注'])
	assert.deepEqual(order.submitted.agreement.map(({ name }) => name), ['协议.pdf'])
	assert.equal((await get(city, order.order_no)).submitted, null)
	assert.equal((await get(operator, (await submittedApplication(operator)).order_no)).submitted, null)
})

it('PLAT-14 withdrawn, all is open; drafts keep the reasons for unlocking', async () => {
	let order = await returned([remark('mail')])
	const unlocks = [{ field: 'note', reason: '更正笔误' }]
	const kept = await operator.put(`/orders/${order.order_no}/draft`, { version: order.version, content: { ...sent(order.content), note: '草稿' }, unlocks })
	assert.equal(kept.status, 200)
	order = await get(operator, order.order_no)
	assert.deepEqual(order.unlocks, unlocks)
	assert.deepEqual(faults(await again(order, {})), ['note locked'])
	assert.equal((await again(order, {}, order.unlocks)).status, 200)
	order = await get(operator, order.order_no)
	assert.equal(order.unlocks, null)
	await operator.once(`/orders/${order.order_no}/withdrawal`, { version: order.version })
	order = await get(operator, order.order_no)
	assert.equal(order.open_fields, null)
	assert.equal((await again(order, { app_type: 'h5', note: '全部可改' })).status, 200)
})

it('PLAT-17 the applicant and the reviewer see the same findings, and none of them refuses', async () => {
	const name = `重名应用${process.pid}`
	await submittedApplication(operator, { app_name: name })
	const draft = await draftApplication(operator, { app_name: name, channel: 'alipay', credential_channel: 'wechat' })
	draft.content.others = [await operator.attach(draft.order_no, 'others', '同一份.pdf', pdf('agreement'))]
	draft.content.others.push(await operator.attach(draft.order_no, 'others', '小图.png', png(1200, 999)),
		await operator.attach(draft.order_no, 'others', '大图.png', png(1000, 1000)))
	const saved = (await operator.put(`/orders/${draft.order_no}/draft`, { version: draft.version, content: draft.content })).body
	const found = async (client) => (await client.expect(200, 'GET', `/orders/${draft.order_no}/findings`)).findings
	const mine = await found(operator)
	assert.deepEqual(mine.map(({ code, field }) => [code, field]).sort(),
		[['channels_differ', 'credential_channel'], ['same_file', 'others'], ['same_name', 'app_name'], ['small_image', 'others']])
	for (const { message, advice } of mine)
		assert.ok(message.zh && message.en && advice.zh && advice.en)
	assert.equal((await submit(operator, { ...draft, version: saved.version })).status, 200, 'a finding warns, it refuses nothing')
	assert.deepEqual(await found(city), mine)
	// What it is the same as has reached the city and no higher: the province does not learn of it.
	await decide(city, await get(city, draft.order_no), 'approve')
	assert.deepEqual((await found(province)).map(({ code }) => code).sort(), ['channels_differ', 'same_file', 'small_image'])
	const sound = await draftApplication(operator)
	await operator.put(`/orders/${sound.order_no}/draft`, { version: sound.version, content: sound.content })
	assert.deepEqual((await operator.expect(200, 'GET', `/orders/${sound.order_no}/findings`)).findings, [])
})

it('PLAT-17 a remark that changed nothing is found before it is sent again', async () => {
	const order = await returned([remark('mail'), remark('note', 'missing')])
	await operator.put(`/orders/${order.order_no}/draft`, { version: order.version, content: { ...sent(order.content), note: '已补充' } })
	const { findings } = await operator.expect(200, 'GET', `/orders/${order.order_no}/findings`)
	assert.deepEqual(findings.map(({ code, field }) => [code, field]), [['unchanged', 'mail']])
})

it('PLAT-17 the record: a credit code that fails its check, a code of another division', async () => {
	const institution = await accounts.institution(410381)
	const other = await signedIn(await accounts.operator({ institution }))
	const { body: { order_no } } = await other.once('/orders', { kind: 'access_application' })
	const codes = async () => (await other.expect(200, 'GET', `/orders/${order_no}/findings`)).findings.map(({ code }) => code)
	assert.deepEqual(await codes(), [])
	await db.query('UPDATE organisations SET uscc = ? WHERE id = ?', '91350200MA2XXXXX1A', institution.id)
	assert.deepEqual(await codes(), ['uscc'])
	await db.query('UPDATE organisations SET uscc = NULL, code = ? WHERE id = ?', `H410382${institution.code.slice(-5)}`, institution.id)
	assert.deepEqual(await codes(), ['code_division'])
})

it('PLAT-14 what was withdrawn in between hides nothing: changes are since the rejection, with its remarks', async () => {
	let order = await returned([remark('mail')])
	await again(order, { mail: 'mended@example.cn' })
	order = await get(operator, order.order_no)
	await operator.once(`/orders/${order.order_no}/withdrawal`, { version: order.version })
	order = await get(operator, order.order_no)
	assert.equal((await again(order, { app_type: 'h5' })).status, 200)
	const changes = Object.fromEntries((await get(city, order.order_no)).changes.map((change) => [change.field, change]))
	assert.deepEqual(Object.keys(changes).sort(), ['app_type', 'mail'])
	assert.deepEqual(changes.mail.remarks, [remark('mail')])
	assert.equal(changes.mail.now, 'mended@example.cn')
})

it('PLAT-17 the reviewer is told what came back as it was, and nothing of a draft', async () => {
	const order = await returned([remark('mail'), remark('contact_phone')])
	const seen = async () => (await city.expect(200, 'GET', `/orders/${order.order_no}/findings`)).findings.map(({ code, field }) => `${code} ${field}`)
	assert.deepEqual(await seen(), [])
	assert.equal((await again(order, { mail: 'mended@example.cn' })).status, 200)
	assert.deepEqual(await seen(), ['unchanged contact_phone'])
})

it('PLAT-3 an approval carries no rejection', async () => {
	const order = await submittedApplication(operator)
	const answer = await decide(city, order, 'approve', { whole: 'other', remarks: [remark('mail')] })
	assert.deepEqual(faults(answer), ['remarks not_rejected', 'whole not_rejected'])
})

it('PLAT-17 sending again what was rejected, with nothing changed, is warned about before and after', async () => {
	const found = async (client, order_no) => (await client.expect(200, 'GET', `/orders/${order_no}/findings`)).findings.map(({ code, field }) => [code, field])
	for (const words of [{ remarks: [remark('mail')] }, { whole: 'not_eligible' }]) {
		const submitted = await submittedApplication(operator)
		assert.equal((await decide(city, submitted, 'reject', { reason: '请修改', ...words })).status, 200)
		const order = await get(operator, submitted.order_no)
		assert.deepEqual(await found(operator, order.order_no), [['nothing_changed', null]])
		await operator.expect(200, 'PUT', `/orders/${order.order_no}/draft`, { body: { version: order.version, content: { ...sent(order.content), mail: 'other@example.cn' } } })
		assert.deepEqual(await found(operator, order.order_no), [])
		const now = await get(operator, order.order_no)
		assert.equal(now.submitted.mail, order.content.mail, 'what the change is checked against')
		assert.equal((await again(now, { mail: order.content.mail })).status, 200)
		assert.deepEqual(await found(city, order.order_no), [['nothing_changed', null]])
	}
})
