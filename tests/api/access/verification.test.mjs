// The public page's question: does a paper hold? Whoever has its code is told,
// masked, and not too often (PLAT-18); and what a paper is made of by settings.
import assert from 'node:assert/strict'
import { after, before, it } from 'node:test'
import { Accounts } from '../../lib/accounts.mjs'
import { Client } from '../../lib/client.mjs'
import { Database } from '../../lib/db.mjs'
import { approvedApplication, awaited, download, issued, keysOf, read, ready, rotate } from '../../lib/issued.mjs'
import { startStack, top } from '../../lib/stack.mjs'
import { execFileSync } from 'node:child_process'
import { join } from 'node:path'

let stack, db, accounts, people, operator, nobody, institution
before(async () => {
	stack = await startStack({ DEMO: 'no', PREFIX: '/ld', SETTINGS: 'captcha_pool = 40' })
	db = new Database(stack)
	accounts = new Accounts(stack, db)
	const signedIn = (person) => Client.signedIn(stack, person)
	people = { city: await signedIn(await accounts.reviewer('city')), province: await signedIn(await accounts.reviewer('province')) }
	institution = await accounts.institution(350213, '厦门市同安区欧阳医院')
	operator = await signedIn(await accounts.operator({ institution }))
	nobody = await Client.open(stack)
})
after(() => stack?.stop())

const codeOf = ({ document_no }) => db.value('SELECT code FROM documents WHERE document_no = ?', document_no)
const ask = (code, options) => nobody.get(`/verifications/${code}`, { token: null, ...options })
/** As after a minute. */
const later = () => db.query('UPDATE rates SET began_at = UTC_TIMESTAMP(3) - INTERVAL 61 SECOND WHERE act = 10')

it('PLAT-18 says valid, then superseded, then revoked, each with masked facts', async () => {
	const { order_no } = await approvedApplication(operator, people)
	const first = await ready(operator, order_no)
	const { codes: [{ data }] } = read(await download(operator, first))
	assert.ok(data.startsWith(`${stack.origin}/ld/verify/`), 'below the prefix')
	const code = data.split('/').at(-1)
	assert.equal(code, await codeOf(first))
	const keys = await keysOf(operator, order_no)
	const valid = await ask(code)
	assert.equal(valid.status, 200)
	assert.deepEqual([valid.body.kind, valid.body.standing, valid.body.issued_at, valid.body.changed_at], ['test_form', 'valid', first.ready_at, null])
	assert.match(valid.body.institution_name, /^厦\*+$/)
	assert.match(valid.body.document_no, /^FK202\*+\d{4}$/)
	assert.equal(valid.body.issuer_name, await db.value('SELECT name FROM organisations WHERE desk = 3 AND division = 350000'))
	assert.match(valid.headers['cache-control'], /no-store/)
	const told = JSON.stringify(valid.body)
	for (const hidden of [first.document_no, institution.name, institution.code, order_no, ...Object.values(keys)])
		assert.ok(!told.includes(hidden), hidden)

	assert.equal((await rotate(operator, order_no, 1)).status, 200)
	const superseded = await ask(code)
	assert.equal(superseded.body.standing, 'superseded')
	assert.ok(superseded.body.changed_at)
	const second = await ready(operator, order_no)
	const newer = await codeOf(second)
	assert.equal((await ask(newer)).body.standing, 'valid')

	await stack.ctl('documents', 'revoke', second.document_no)
	assert.equal((await ask(newer)).body.standing, 'revoked')
	assert.equal((await ask(code)).body.standing, 'superseded')
	assert.equal((await operator.get(`/documents/${second.document_no}/content`)).body.code, 'document.revoked')
	const { credentials, rotates } = await issued(operator, order_no)
	assert.deepEqual([credentials.map(({ state }) => state), rotates], [['stopped', 'stopped'], false])
	assert.equal((await rotate(operator, order_no, 2)).body.code, 'credential.changed')
	const { history } = await operator.expect(200, 'GET', `/orders/${order_no}`)
	assert.deepEqual(history.slice(-2).map(({ event }) => event), ['rotate', 'revoke'])
	assert.equal(await db.value('SELECT COUNT(*) FROM audit_rows WHERE act = \'document.revoke\' AND object = ?', second.document_no), '1')
	await assert.rejects(stack.ctl('documents', 'revoke', second.document_no))
	await later()
})

it('PLAT-18 what nobody has given out is unknown, and so is what is not drawn yet', async () => {
	for (const code of ['AAAAAAAAAAAAAAAAAAAAAA', 'x', '%27%20OR%201%3D1', '%F0%A0%AE%B7'])
		assert.deepEqual([(await ask(code)).status, (await ask(code)).body.code], [404, 'document.unknown'], code)
	await later()
})

it('PLAT-18 429 after 30 a minute from one address, whether they are found or not, and says when to come back', async () => {
	const { order_no } = await approvedApplication(operator, people)
	const code = await codeOf(await ready(operator, order_no))
	await later()
	const answers = await Promise.all(Array.from({ length: 40 }, (_, i) => ask(i % 2 ? code : `nonesuch${i}`)))
	const counted = Object.fromEntries([200, 404, 429].map((status) => [status, answers.filter((each) => each.status === status).length]))
	assert.equal(counted[429], 10, JSON.stringify(counted))
	const { body, headers } = answers.find(({ status }) => status === 429)
	assert.equal(body.code, 'document.verified_too_often')
	assert.ok(Number(headers['retry-after']) > 0 && Number(headers['retry-after']) <= 61)
	await later()
	assert.equal((await ask(code)).status, 200)
	await later()
})

it('PLAT-18 PLAT-22 nginx lets one address ask no faster, either', async () => {
	const site = await stack.nginx({ prefix: '/ld', 'verify-rate': '1r/m', 'verify-burst': 2 })
	try {
		const client = await Client.open(site)
		const statuses = []
		for (let i = 0; i < 5; i++)
			statuses.push((await client.get('/verifications/nonesuch', { token: null, nginx: i > 2 })).status)
		assert.deepEqual(statuses, [404, 404, 404, 429, 429])
		assert.equal((await client.get('/healthz', { token: null })).status, 200)
		client.close()
	} finally {
		await site.stop()
		await later()
	}
})

it('ACCESS-4 without an endpoint it waits, ops is told, and it goes on once there is one; what is too long for a page goes on on the next', async () => {
	const endpoint = `https://test.example.cn/${'gateway/'.repeat(20)}end`
	await stack.configure({ test_endpoint: null })
	await db.query('UPDATE divisions SET full_name = REPEAT(\'福建省厦门市翔安区\', 12) WHERE code = 350213')
	const operator = await Client.signedIn(stack, await accounts.operator({ institution: await accounts.institution(350213, '厦门市翔安区第一社区卫生服务中心'.repeat(5)) }))
	const { order_no } = await approvedApplication(operator, people, { app_name: '掌上就医'.repeat(12) })
	await awaited(operator, order_no, 'endpoint')
	assert.match(await stack.ctl('documents'), new RegExp(`${(await issued(operator, order_no)).documents[0].document_no} +test_form +waiting +endpoint`))
	const conf = join(stack.directory, 'liangding.conf')
	const told = execFileSync('sh', ['-c', `cd "${top}" && build/liangdingctl -c "${conf}" check 2>&1`], { encoding: 'utf8' })
	assert.match(told, /test_endpoint is not set: 1 papers wait/)
	await stack.configure({ test_endpoint: endpoint })
	const { text, pages, codes, signatures } = read(await download(operator, await ready(operator, order_no)))
	assert.equal(pages, 2)
	assert.match(text, /第 ?1 ?页 ?共 ?2 ?页[^]*第 ?2 ?页 ?共 ?2 ?页/)
	assert.equal(codes.length, 1)
	assert.match(signatures, /Signature is Valid/)
})
