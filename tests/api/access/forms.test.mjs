// What an approval of an application gives out: test keys, and the form that
// carries them, read by tools that are not ours (ACCESS-4).
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { copyFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { Accounts } from '../../lib/accounts.mjs'
import { Client } from '../../lib/client.mjs'
import { Database } from '../../lib/db.mjs'
import { approvedApplication, awaited, download, issued, keysOf, passed, read, ready, rotate } from '../../lib/issued.mjs'
import { decide, submittedApplication } from '../../lib/orders.mjs'
import { jobRunner } from '../../lib/processes.mjs'
import { sharedStack, until } from '../../lib/stack.mjs'

const rare = '𠮷䶮㛃'
let stack, db, accounts, people, institution, person, operator
const signedIn = (person) => Client.signedIn(stack, person)
const bureaus = async (division, province) => ({ city: await signedIn(await accounts.reviewer('city', division)), province: await signedIn(await accounts.reviewer('province', province)) })
before(async () => {
	stack = await sharedStack()
	db = new Database(stack)
	accounts = new Accounts(stack, db)
	people = await bureaus(350200, 350000)
	institution = await accounts.institution(350213, `厦门市翔安区${rare}社区卫生服务中心`)
	person = await accounts.operator({ institution })
	operator = await signedIn(person)
})
after(() => stack?.stop())

const audited = (act, object) => db.query('SELECT account_id, outcome FROM audit_rows WHERE act = ? AND object LIKE ? ORDER BY id', act, `${object}%`)

describe('the test form', () => {
	let order_no, paper, bytes, said
	before(async () => {
		({ order_no } = await approvedApplication(operator, people, { app_name: `掌上就医${rare}` }))
		paper = await ready(operator, order_no)
		bytes = await download(operator, paper)
		said = read(bytes)
	})

	it('ACCESS-4 says who, what, which keys and where to call, in text that can be copied', async () => {
		const keys = await keysOf(operator, order_no)
		assert.match(keys.app_secret, /^[0-9a-f]{64}$/)
		assert.match(keys.data_key, /^[0-9a-f]{32}$/)
		for (const words of ['测试环境反馈单', institution.name, institution.code, `掌上就医${rare}`, '福建省厦门市翔安区', '线上身份核验业务', '微信', order_no, paper.document_no,
			keys.app_id, keys.app_secret, keys.data_key, 'https://test.example.cn/mbs/gateway', '福建省医疗保障局'])
			assert.ok(said.text.includes(words), words)
		assert.match(said.text, /\d{4} ?年 ?\d+ ?月 ?\d+ ?日/)
		assert.match(said.info, /^Title: +测试环境反馈单$/m)
		assert.match(said.info, /^Page size: +595 x 842 pts \(A4\)$/m)
		assert.match(said.info, /^Tagged: +yes$/m)
		assert.match(said.info, /^Pages: +1$/m)
		assert.match(said.qpdf, /No syntax or stream encoding errors found/)
		assert.ok(said.fonts.length)
		for (const font of said.fonts)
			assert.match(font, / yes +(yes|no) +yes +\d+ +0$/, 'embedded, and with what its glyphs stand for')
	})

	it('ACCESS-4 bears the seal of the province over every byte', () => {
		assert.match(said.signatures, /Signature is Valid\./)
		assert.match(said.signatures, /Total document signed/)
		assert.match(said.signatures, /CN=福建省医疗保障局/)
		const changed = Buffer.from(bytes)
		changed[1000] ^= 1
		assert.doesNotMatch(read(changed, { whole: false }).signatures, /Signature is Valid/)
	})

	it('PLAT-18 carries a code of 25 to 30 mm that leads to its page, below the public address', () => {
		const [{ data, millimetres }] = said.codes
		const code = data.slice(`${stack.url}verify/`.length)
		assert.equal(data, `${stack.url}verify/${code}`)
		assert.match(code, /^[A-Za-z0-9_-]{22}$/, '128 bits')
		assert.ok(millimetres >= 25 && millimetres <= 30, `${millimetres} mm`)
	})

	it('ACCESS-4 long names wrap, and nothing of them is lost', async () => {
		const long = await accounts.institution(350213, '厦门市翔安区第一社区卫生服务中心'.repeat(5))
		const client = await signedIn(await accounts.operator({ institution: long }))
		const one = await approvedApplication(client, people, { app_name: '掌上就医'.repeat(12) })
		const { text, codes, signatures } = read(await download(client, await ready(client, one.order_no)))
		/* lines of the value, between which its label's English stands */
		const letters = (words) => [...words].sort().join('')
		const lines = (from, to) => text.slice(text.indexOf(from) + from.length, text.indexOf(to)).replace(/[ -~\s]+/g, '')
		assert.equal(letters(lines('机构名称', '国家机构代码')), letters(long.name.replace(/[ -~]/g, '')))
		assert.equal(letters(lines('申请接入应用名称', '线上业务类型')), letters('掌上就医'.repeat(12)))
		assert.equal(codes.length, 1)
		assert.match(signatures, /Signature is Valid/)
	})

	it('ACCESS-4 every download goes on record, and nobody else gets it', async () => {
		const before_ = (await audited('document.download', paper.document_no)).length
		await download(operator, paper)
		const rows = await audited('document.download', paper.document_no)
		assert.equal(rows.length, before_ + 1)
		assert.deepEqual([rows.at(-1).account_id, rows.at(-1).outcome], [await db.value('SELECT id FROM accounts WHERE name = ?', person.account), 'ok'])
		const path = `/documents/${paper.document_no}/content`
		/* the browser itself, by its cookie */
		const by_cookie = await operator.get(`${path}?grant_id=${operator.session.grant.grant_id}`, { token: null })
		assert.equal(by_cookie.status, 200)
		assert.match(by_cookie.headers['content-disposition'], /^attachment; filename\*=UTF-8''%E6%B5%8B/)
		assert.match(by_cookie.headers['cache-control'], /no-store/)
		const stranger = await signedIn(await accounts.operator())
		assert.equal((await stranger.get(path)).status, 404)
		for (const client of [people.city, people.province])
			assert.equal((await client.get(path)).status, 403)
		assert.equal((await signedIn(await accounts.person('institution_admin', institution)).then((admin) => admin.get(path))).status, 403)
		const nobody = await Client.open(stack)
		assert.equal((await nobody.get(path, { token: null })).status, 401)
		assert.equal((await audited('document.download', paper.document_no)).length, before_ + 2)
	})

	it('ACCESS-4 reviewers read that it was given out, and no key; a key is shown to its operator alone, on record', async () => {
		const seen = await issued(people.city, order_no)
		assert.deepEqual([seen.documents[0].document_no, seen.documents[0].state, seen.rotates], [paper.document_no, 'ready', false])
		const keys = await keysOf(operator, order_no)
		for (const answer of [seen, await issued(operator, order_no), await operator.expect(200, 'GET', `/orders/${order_no}`), await operator.expect(200, 'GET', '/orders?page_size=50')])
			for (const secret of [keys.app_secret, keys.data_key])
				assert.ok(!JSON.stringify(answer).includes(secret))
		const looks = (await audited('credential.reveal', order_no)).length
		const body = { no: 1, key: 'app_secret' }
		const path = `/orders/${order_no}/credential/reveal`
		assert.equal((await operator.expect(200, 'POST', path, { body })).value, keys.app_secret)
		assert.deepEqual((await audited('credential.reveal', `${order_no} app_secret`)).at(-1).outcome, 'shown')
		const stranger = await signedIn(await accounts.operator())
		assert.equal((await stranger.post(path, body)).status, 404)
		for (const client of [people.city, people.province])
			assert.equal((await client.post(path, body)).status, 403)
		assert.equal((await operator.post(path, { no: 2, key: 'app_secret' })).body.code, 'credential.changed')
		assert.equal((await operator.post(path, { no: 1, key: 'private_key' })).status, 422)
		assert.equal((await audited('credential.reveal', order_no)).length, looks + 1)
	})

	it('PLAT-10 no key lies open in any row, in any file of the store, or in a log', async () => {
		const { app_secret, data_key } = await keysOf(operator, order_no)
		const tables = (await db.query('SELECT table_name AS name FROM information_schema.tables WHERE table_schema = \'liangding\'')).map(({ name }) => name)
		assert.ok(tables.includes('credentials') && tables.includes('documents'))
		for (const secret of [app_secret, data_key]) {
			for (const table of tables) {
				const columns = await db.query('SELECT column_name AS name FROM information_schema.columns WHERE table_schema = \'liangding\' AND table_name = ?', table)
				const where = columns.map(({ name }) => `INSTR(CONVERT(\`${name}\` USING latin1), '${secret}') > 0`).join(' OR ')
				assert.equal(await db.value(`SELECT COUNT(*) FROM liangding.\`${table}\` WHERE ${where}`), '0', table)
			}
			for (const folder of ['files', 'nginx'])
				assert.throws(() => execFileSync('grep', ['-rqaF', secret, join(stack.directory, folder)]), { status: 1 }, folder)
			assert.ok(!stack.file('daemon.log').includes(secret))
		}
		/* not even as a PDF, whose streams are packed */
		assert.equal(await db.value('SELECT COUNT(*) FROM documents WHERE INSTR(content, \'%PDF\') > 0'), '0')
	})

	it('ACCESS-4 rotation: new keys, the old ones stop, a new form, the former is superseded', async () => {
		const one = await approvedApplication(operator, people)
		const old = await ready(operator, one.order_no)
		const keys = await keysOf(operator, one.order_no)
		const key = randomUUID()
		const answer = await rotate(operator, one.order_no, 1, key)
		assert.equal(answer.status, 200)
		assert.ok(!JSON.stringify(answer.body).includes(keys.app_secret))
		const { credentials: [now, before_] } = answer.body
		assert.deepEqual([now.no, now.state, before_.no, before_.state, now.app_id], [2, 'current', 1, 'stopped', before_.app_id])
		assert.ok(before_.stopped_at)
		const fresh = await ready(operator, one.order_no)
		const text = read(await download(operator, fresh)).text
		const renewed = await keysOf(operator, one.order_no)
		assert.notEqual(renewed.app_secret, keys.app_secret)
		assert.notEqual(renewed.data_key, keys.data_key)
		assert.ok(text.includes(renewed.app_secret) && !text.includes(keys.app_secret))
		assert.notEqual(fresh.document_no, old.document_no)
		const { documents } = await issued(operator, one.order_no)
		assert.deepEqual(documents.map(({ no, standing }) => [no, standing]), [[2, 'valid'], [1, 'superseded']])
		assert.equal((await operator.get(`/documents/${old.document_no}/content`)).body.code, 'document.superseded')
		assert.equal((await operator.post(`/orders/${one.order_no}/credential/reveal`, { no: 1, key: 'app_secret' })).body.code, 'credential.changed')
		/* the same intent again, and another */
		assert.deepEqual((await rotate(operator, one.order_no, 1, key)).body, answer.body)
		assert.equal((await rotate(operator, one.order_no, 2, key)).body.code, 'idempotency.key_reused')
		assert.equal((await rotate(operator, one.order_no, 1)).body.code, 'credential.changed')
		const { history } = await operator.expect(200, 'GET', `/orders/${one.order_no}`)
		assert.equal(history.filter(({ event }) => event === 'rotate').length, 1)
		assert.equal((await audited('credential.rotate', one.order_no)).length, 1)
	})

	it('ACCESS-4 PLAT-5 of many who rotate at once one does, and there is one form that is valid', async () => {
		const one = await approvedApplication(operator, people)
		const answers = await Promise.all(Array.from({ length: 12 }, () => rotate(operator, one.order_no, 1)))
		assert.equal(answers.filter(({ status }) => status === 200).length, 1)
		for (const { status, body } of answers)
			assert.ok(status === 200 || body.code === 'credential.changed', body.code)
		await ready(operator, one.order_no)
		const { documents, credentials } = await issued(operator, one.order_no)
		assert.deepEqual([documents.length, documents.filter(({ standing }) => standing === 'valid').length], [2, 1])
		assert.deepEqual(credentials.map(({ state }) => state), ['current', 'stopped'])
	})

	it('ACCESS-4 nobody else rotates, nor where nothing was given out', async () => {
		const stranger = await signedIn(await accounts.operator())
		assert.equal((await rotate(stranger, order_no, 1)).status, 404)
		for (const client of [people.city, people.province])
			assert.equal((await rotate(client, order_no, 1)).status, 403)
		const waiting = await submittedApplication(operator)
		assert.equal((await rotate(operator, waiting.order_no, 1)).body.code, 'order.wrong_stage')
		assert.deepEqual(await issued(operator, waiting.order_no), { documents: [], credentials: [], rotates: false })
	})
})

it('REVIEW-4 ACCESS-4 automatic passing gives out keys and form like others', async () => {
	const automatic = await bureaus(350600, 350000)
	await db.changeLasting('INSERT IGNORE INTO review_switches (division, kind, automatic, version, changed_by, changed_at) VALUES (350600, 1, 1, 1, 1, UTC_TIMESTAMP(3))')
	const client = await signedIn(await accounts.operator({ division: 350602 }))
	const order = await passed(await submittedApplication(client), [automatic.city])
	assert.equal(order.status, 'approved')
	const paper = await ready(client, order.order_no)
	assert.match(read(await download(client, paper)).signatures, /CN=福建省医疗保障局/)
})

it('REVIEW-5 ACCESS-4 it is given out once the seals are there; until then the page says what is awaited', async () => {
	const without = await bureaus(360100, 360000)
	const client = await signedIn(await accounts.operator({ division: 360102 }))
	const { order_no } = await approvedApplication(client, without)
	assert.equal((await awaited(client, order_no, 'seals')).state, 'waiting')
	const [{ document_no }] = (await issued(client, order_no)).documents
	assert.equal((await client.get(`/documents/${document_no}/content`)).body.code, 'document.unfinished')
	const key = (name) => join(stack.directory, 'seals', name)
	try {
		for (const end of ['p12', 'password'])
			copyFileSync(key(`350000.${end}`), key(`360000.${end}`))
		await stack.ctl('seals', 'retry')
		const paper = await ready(client, order_no)
		assert.match(read(await download(client, paper)).text, /测试医保局360000/)
	} finally {
		for (const end of ['p12', 'password'])
			rmSync(key(`360000.${end}`), { force: true })
	}
})

it('ACCESS-4 whenever the one that makes it is killed, it is made, once', async () => {
	const orders = []
	for (let i = 0; i < 6; i++) {
		const order = await submittedApplication(operator)
		orders.push((await decide(people.city, order, 'approve')).body)
	}
	let going = true
	const killing = (async () => {
		for (let kills = 0; going && kills < 8; kills++) {
			const pid = await until('there is a runner', () => jobRunner(stack, 'short'))
			process.kill(pid, 'SIGKILL')
			await until('it is replaced', () => jobRunner(stack, 'short') !== pid)
		}
	})()
	for (const order of orders)
		assert.equal((await decide(people.province, order, 'approve')).status, 200)
	await killing
	going = false
	/* whose lease has not run out yet waits for that */
	await db.query('UPDATE jobs SET lease_until = UTC_TIMESTAMP(3) - INTERVAL 1 SECOND WHERE state = 2 AND kind IN (4, 5)')
	for (const { order_no } of orders) {
		const paper = await ready(operator, order_no)
		const { documents } = await issued(operator, order_no)
		assert.equal(documents.length, 1)
		assert.match(read(await download(operator, paper)).signatures, /Signature is Valid/)
	}
})
