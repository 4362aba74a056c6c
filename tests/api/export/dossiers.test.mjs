// The dossier of an order (REVIEW-10): what is in it, as unzip, node, pdftotext and
// qpdf find it; who gets which; runners that die. A stack of this file's own: papers
// are sealed.
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, it } from 'node:test'
import { Accounts } from '../../lib/accounts.mjs'
import { Client } from '../../lib/client.mjs'
import { Database } from '../../lib/db.mjs'
import { decide, draftApplication, submit, submittedApplication } from '../../lib/orders.mjs'
import { pdf } from '../../lib/papers.mjs'
import { exportWriter, hold, waiting } from '../../lib/processes.mjs'
import { signatures } from '../../lib/seals.mjs'
import { startStack, until } from '../../lib/stack.mjs'
import { entries } from '../../lib/zip.mjs'

const district = 350302
let stack, db, accounts, institution, operator
const people = {}
before(async () => {
	stack = await startStack()
	db = new Database(stack)
	accounts = new Accounts(stack, db)
	for (const [desk, division] of Object.entries({ city: 350300, province: 350000, nation: 0 }))
		people[desk] = await Client.signedIn(stack, await accounts.reviewer(desk, division))
	institution = await accounts.institution(district)
	operator = await Client.signedIn(stack, await accounts.operator({ institution }))
})
after(() => stack?.stop())

const ask = (client, { order_no }, language = 'zh', key) => client.once(`/orders/${order_no}/dossiers`, { language }, key)
const begin = async (client, order, language) => {
	const { status, body } = await ask(client, order, language)
	assert.equal(status, 202, JSON.stringify(body))
	return body
}
const done = (client, { export_id }) => until('the dossier is there', async () => {
	const now = await client.expect(200, 'GET', `/exports/${export_id}`)
	assert.notEqual(now.state, 'failed')
	return now.state === 'done' && now
}, 30)
const fetched = (client, { export_id }) => client.get(`/exports/${export_id}/content`)
const dossier = async (client, order, language) => {
	const one = await begin(client, order, language)
	await done(client, one)
	return entries((await fetched(client, one)).buffer)
}
const bytesOf = async (path, client = operator) => (await client.get(path)).buffer
const jobOf = ({ export_id }) => db.value('SELECT j.id FROM jobs j JOIN exports e ON j.kind = 1 AND j.object_id = e.id WHERE e.export_id = ?', export_id)
function within(bytes, use) {
	const directory = mkdtempSync(join(tmpdir(), 'liangding-dossier-'))
	try {
		const path = join(directory, 'a')
		writeFileSync(path, bytes)
		return use(path)
	} finally {
		rmSync(directory, { recursive: true })
	}
}
/** The words of a PDF that is sound; as they follow each other, without white space. */
const wordsOf = (bytes) => within(bytes, (path) => {
	execFileSync('qpdf', ['--check', path])
	return execFileSync('pdftotext', ['-raw', path, '-']).toString().replace(/\s+/g, '')
})
const act = async (desk, { order_no }, verdict, words = {}) => {
	const { version } = await operator.expect(200, 'GET', `/orders/${order_no}`)
	const answer = await decide(people[desk], { order_no, version }, verdict, words)
	assert.equal(answer.status, 200, JSON.stringify(answer.body))
}
/** One whose papers are sealed. */
async function sealedOrder(more) {
	const draft = await draftApplication(operator, more)
	draft.content.supplement = [await operator.attach(draft.order_no, 'supplement', '说明: "一"?.pdf', pdf('supplement'))]
	assert.equal((await submit(operator, draft)).status, 200)
	await act('city', draft, 'approve', { remark: '材料齐全，同意上报' })
	await act('province', draft, 'approve')
	await until('its papers are sealed', async () => {
		const { items } = await operator.expect(200, 'GET', `/orders/${draft.order_no}/seals`)
		return items.length === 2 && items.every(({ state }) => state === 'done')
	}, 30)
	return operator.expect(200, 'GET', `/orders/${draft.order_no}`)
}

it('REVIEW-10 the form, the history, originals, sealed copies and a list of them, in the language that is asked for', async () => {
	const order = await sealedOrder({ business_type: 'mobile_payment' })
	const { items: seals } = await operator.expect(200, 'GET', `/orders/${order.order_no}/seals`)
	for (const [language, say] of Object.entries({
		zh: { form: '申请单', originals: '原件', sealed: '签章件', contents: '目录.txt', said: ['办理记录', '移动支付', '审核通过', '材料齐全，同意上报'] },
		en: { form: 'Application', originals: 'Originals', sealed: 'Sealed copies', contents: 'Contents.txt', said: ['History', 'Mobileinsurancepayment', '材料齐全，同意上报'] } })) {
		const one = await begin(operator, order, language)
		assert.deepEqual([one.list, one.order_no, one.state], [null, order.order_no, 'waiting'])
		const end = await done(operator, one)
		assert.ok(end.written > 0 && end.total === end.written, 'counted in bytes')
		const answer = await fetched(operator, one)
		assert.equal(answer.type, 'application/zip')
		assert.equal(answer.headers['content-disposition'], `attachment; filename="${order.order_no}.zip"`)
		assert.equal(answer.headers['cache-control'], 'private, no-store')
		assert.equal(answer.buffer.length, end.size)
		within(answer.buffer, (path) => assert.match(execFileSync('unzip', ['-t', path]).toString(), /No errors detected/))

		const all = entries(answer.buffer)
		assert.equal(all.reduce((sum, { bytes }) => sum + bytes.length, 0), end.written)
		for (const { name, flags, method } of all) {
			assert.ok(flags & 1 << 11, `${name} is in UTF-8`)
			assert.equal(method, 0, `${name} is stored`)
			assert.doesNotMatch(name, /[<>:"\\|?*\p{Cc}]|\.\.|^\//u)
		}
		const names = all.map(({ name }) => name)
		assert.equal(names[0], `${say.form} ${order.order_no}.pdf`)
		assert.equal(names.at(-1), say.contents)
		const originals = all.filter(({ name }) => name.startsWith(`${say.originals}/`))
		assert.equal(originals.length, 2)
		for (const [i, field] of ['agreement', 'supplement'].entries()) {
			const [{ file_id }] = order.content[field]
			const { name, bytes } = originals.find(({ bytes }) => bytes.includes(field))
			assert.match(name, new RegExp(`^${say.originals}/0\\d-1 .+ - ${i ? '说明_ _一__' : '协议'}\\.pdf$`))
			assert.deepEqual(bytes, await bytesOf(`/files/${file_id}/content`))
		}
		const copies = all.filter(({ name }) => name.startsWith(`${say.sealed}/`))
		assert.equal(copies.length, 2)
		for (const [i, { id, file_id }] of seals.entries()) {
			assert.deepEqual(copies[i].bytes, await bytesOf(`/files/${file_id}/seals/${id}/content`))
			assert.equal(signatures(copies[i].bytes).length, 1)
		}
		const contents = all.at(-1).bytes.toString()
		assert.ok(contents.startsWith('\ufeff'))
		for (const { name, bytes } of all.slice(1, -1)) {
			assert.ok(contents.includes(`${name}\r\n`), name)
			assert.ok(contents.includes(`SHA-256 ${createHash('sha256').update(bytes).digest('hex')}\r\n`), name)
		}
		const words = wordsOf(all[0].bytes)
		for (const { organisation_name, actor_name } of order.history)
			for (const name of [organisation_name, actor_name])
				assert.ok(words.includes(name.replace(/\s/g, '')), name)
		for (const text of [order.order_no, order.content.app_name, order.content.contact_phone, ...say.said])
			assert.ok(words.includes(text), `${text} in ${words}`)
		assert.equal((await db.one('SELECT object FROM audit_rows WHERE act = \'dossier.ask\' ORDER BY id DESC LIMIT 1')).object, order.order_no)
		assert.equal((await db.one('SELECT object FROM audit_rows WHERE act = \'export.fetch\' ORDER BY id DESC LIMIT 1')).object, order.order_no)
	}
})

it('REVIEW-10 a sealed copy that is void is left out, and no other', async () => {
	const order = await sealedOrder()
	const { items: [gone, kept] } = await operator.expect(200, 'GET', `/orders/${order.order_no}/seals`)
	await db.query('UPDATE sealed_files SET state = 6, voided_at = UTC_TIMESTAMP(3) WHERE id = ?', gone.id)
	const all = await dossier(operator, order)
	assert.equal(all.filter(({ name }) => name.startsWith('原件/')).length, 2)
	assert.deepEqual(all.filter(({ name }) => name.startsWith('签章件/')).map(({ bytes }) => bytes),
		[await bytesOf(`/files/${kept.file_id}/seals/${kept.id}/content`)])
})

it('REVIEW-10 a draft on top of what was sent is not in it; what a rejection says is, however long', async () => {
	const order = await submittedApplication(operator)
	await act('city', order, 'reject', { reason: '请改正', remark: '见逐项意见', whole: 'other' })
	// More than two pages of them.
	const said = (i) => Array.from({ length: 50 }, (_, k) => `第${i * 50 + k}处须改正`)
	const remarks = Array.from({ length: 14 }, (_, i) => ({ field: 'app_name', code: 'wrong', words: said(i).join(''), remedy: '' }))
	await db.query(`UPDATE order_events SET remarks = ? WHERE reason = '请改正' AND order_id = (SELECT id FROM orders WHERE order_no = ?)`,
		JSON.stringify(remarks), order.order_no)
	const { version, content } = await operator.expect(200, 'GET', `/orders/${order.order_no}`)
	const changed = { ...content, app_name: '改过的名称', agreement: content.agreement.map(({ file_id }) => file_id) }
	await operator.expect(200, 'PUT', `/orders/${order.order_no}/draft`, { body: { version, content: changed } })
	const [{ bytes }] = await dossier(operator, order)
	const words = wordsOf(bytes)
	assert.ok(words.includes(order.content.app_name))
	assert.ok(!words.includes('改过的名称'))
	// Between two lines of it a page's foot may stand.
	const read = words.replace(/申请单号No\.\d+第\d页共\d页Page\dof\d/g, '')
	for (const text of ['请改正', '见逐项意见', ...remarks.flatMap((_, i) => said(i))])
		assert.ok(read.includes(text), text)
})

it('REVIEW-10 PLAT-10 masked for whoever sees it masked', async () => {
	const order = await submittedApplication(operator, { contact_name: '欧阳明月', contact_phone: '13812345678' })
	// Who may correct it sees it as it is.
	await act('city', order, 'reject', { reason: '请核对', whole: 'other' })
	const forms = {}
	for (const [name, client] of Object.entries({ operator, city: people.city })) {
		const { content } = await client.expect(200, 'GET', `/orders/${order.order_no}`)
		const [{ bytes }] = await dossier(client, order)
		forms[name] = wordsOf(bytes)
		for (const field of ['contact_name', 'contact_phone', 'mail'])
			assert.ok(forms[name].includes(content[field]), `${name} ${field}: ${content[field]}`)
	}
	assert.ok(forms.operator.includes('13812345678'))
	assert.ok(!forms.city.includes('13812345678') && forms.city.includes('138****5678'))
})

it('REVIEW-10 PLAT-2 another\'s order is none, a role that reads none is refused, a dossier is its asker\'s alone', async () => {
	const order = await submittedApplication(operator)
	const stranger = await Client.signedIn(stack, await accounts.operator({ institution: await accounts.institution(district) }))
	assert.equal((await ask(stranger, order)).status, 404)
	const admin = await Client.signedIn(stack, await accounts.person('institution_admin', institution))
	assert.equal((await ask(admin, order)).status, 403)
	// It has not reached that desk.
	assert.equal((await ask(people.nation, order)).status, 404)
	const one = await begin(operator, order)
	await done(operator, one)
	for (const client of [stranger, people.city])
		assert.equal((await fetched(client, one)).status, 404)
	const wrong = await operator.once(`/orders/${order.order_no}/dossiers`, { language: 'fr' })
	assert.deepEqual([wrong.status, wrong.body.fields.map(({ field, code }) => `${field} ${code}`)], [422, ['language choice']])
})

it('REVIEW-10 PLAT-19 asked for twice with one key it is one', async () => {
	const order = await submittedApplication(operator)
	const key = 'dossier-asked-for-twice'
	const first = await ask(operator, order, 'zh', key)
	const second = await ask(operator, order, 'zh', key)
	assert.deepEqual([first.status, second.status], [202, 202])
	assert.equal(second.body.export_id, first.body.export_id)
	assert.equal(await db.value('SELECT COUNT(*) FROM exports e JOIN orders o ON o.id = e.order_id WHERE o.order_no = ?', order.order_no), '1')
})

it('REVIEW-10 PLAT-19 who loses the order before it is written gets none', async () => {
	const user = await accounts.reviewer('city', 350300)
	const reviewer = await Client.signedIn(stack, user)
	const order = await submittedApplication(operator)
	const stopped = exportWriter(stack)
	process.kill(stopped, 'SIGSTOP')
	let one
	try {
		one = await begin(reviewer, order)
		await db.query('UPDATE orders SET division = 640104 WHERE order_no = ?', order.order_no)
	} finally {
		process.kill(stopped, 'SIGCONT')
	}
	await until('it has failed', async () => (await reviewer.expect(200, 'GET', `/exports/${one.export_id}`)).state === 'failed')
	assert.equal(await db.value('SELECT last_error FROM jobs WHERE id = ?', await jobOf(one)), 'export.not_allowed')
	assert.ok(!existsSync(join(stack.directory, 'files/exports', one.export_id)))
})

it('REVIEW-10 PLAT-19 a runner killed over it is replaced, and the file is whole; after a day it is swept', async () => {
	const order = await sealedOrder()
	const stopped = exportWriter(stack)
	process.kill(stopped, 'SIGSTOP')
	const one = await begin(operator, order)
	// Its last statement waits: the file is there, and nobody has said so.
	const release = await hold(stack, `SELECT * FROM exports WHERE export_id = '${one.export_id}' FOR UPDATE`)
	process.kill(stopped, 'SIGCONT')
	try {
		await until('it is about to be done', () => waiting(db))
		process.kill(stopped, 'SIGKILL')
	} finally {
		await release()
	}
	await until('another has come', () => exportWriter(stack) !== undefined && exportWriter(stack) !== stopped)
	assert.equal((await operator.expect(200, 'GET', `/exports/${one.export_id}`)).size, null)
	// The hold of the dead one runs out.
	await db.query('UPDATE jobs SET lease_until = UTC_TIMESTAMP(3) - INTERVAL 1 SECOND WHERE id = ? AND state = 2', await jobOf(one))
	await done(operator, one)
	assert.equal(await db.value('SELECT attempts FROM jobs WHERE id = ?', await jobOf(one)), '2')
	const all = entries((await fetched(operator, one)).buffer)
	assert.equal(all.length, 6)
	const [{ file_id }] = order.content.agreement
	assert.deepEqual(all[1].bytes, await bytesOf(`/files/${file_id}/content`))

	const path = join(stack.directory, 'files/exports', one.export_id)
	assert.ok(existsSync(path))
	await db.query('UPDATE exports SET created_at = UTC_TIMESTAMP(3) - INTERVAL 25 HOUR WHERE export_id = ?', one.export_id)
	await stack.configure({ sweep_seconds: 1 })
	await until('it is swept', async () => !existsSync(path) && (await operator.get(`/exports/${one.export_id}`)).status === 404)
})

it('REVIEW-10 what is more than a .zip holds is refused before anything is written', async () => {
	const order = await submittedApplication(operator)
	await db.query('UPDATE files SET size = 5000000000 WHERE order_id = (SELECT id FROM orders WHERE order_no = ?)', order.order_no)
	const one = await begin(operator, order)
	const id = await jobOf(one)
	await until('it has failed', async () => await db.value('SELECT state FROM jobs WHERE id = ?', id) === '4')
	assert.equal(await db.value('SELECT last_error FROM jobs WHERE id = ?', id), 'dossier.too_large')
	await db.query('UPDATE files SET size = 1000 WHERE size = 5000000000')
})

it('REVIEW-10 a paper that is missing from the store is looked for again, and no dossier is without it', async () => {
	const order = await submittedApplication(operator)
	await db.query('UPDATE files SET sha256 = UNHEX(SHA2(\'gone\', 256)) WHERE order_id = (SELECT id FROM orders WHERE order_no = ?)', order.order_no)
	const one = await begin(operator, order)
	const id = await jobOf(one)
	await until('it was tried', async () => await db.value('SELECT last_error FROM jobs WHERE id = ?', id) === 'file.store_unavailable')
	assert.equal((await fetched(operator, one)).status, 409)
	await operator.expect(204, 'DELETE', `/exports/${one.export_id}`)
})
