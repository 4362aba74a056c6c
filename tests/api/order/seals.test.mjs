// Electronic seals (REVIEW-5, REVIEW-6): what an approval puts on an order's
// PDFs, held against pdfsig, qpdf and OpenSSL; keys that are not there; runners
// that die; seals that become void. A stack of this file's own: its keys come
// and go.
import assert from 'node:assert/strict'
import { execFileSync, spawnSync } from 'node:child_process'
import { chmodSync, existsSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { Accounts } from '../../lib/accounts.mjs'
import { Client } from '../../lib/client.mjs'
import { Database } from '../../lib/db.mjs'
import { decide, draftApplication, sent, submit, submittedApplication } from '../../lib/orders.mjs'
import { longPdf, pdf, pdfWith, png, scan, scriptedPdf, slippedPdfs, throughQpdf } from '../../lib/papers.mjs'
import { hold, jobRunner, settled, waiting, withoutJobs } from '../../lib/processes.mjs'
import { drawn, faults, hybridPdf, parts, red, signatures, signedPdf, verifies } from '../../lib/seals.mjs'
import { startStack, top, until } from '../../lib/stack.mjs'

const [city, district] = [350300, 350302]
const past = 'UTC_TIMESTAMP(3) - INTERVAL 1 SECOND'
let stack, db, accounts, operator, authority, home
const people = {}

before(async () => {
	home = mkdtempSync(join(tmpdir(), 'liangding-seals-'))
	stack = await startStack({ SETTINGS: ['seal_key_seconds = 1', 'sweep_seconds = 1', 'orphan_keep_seconds = 0'].join('\n\t') })
	db = new Database(stack)
	accounts = new Accounts(stack, db)
	authority = join(stack.directory, 'seals/authority.pem')
	for (const [desk, division] of Object.entries({ city, province: 350000, nation: 0 }))
		people[desk] = await Client.signedIn(stack, await accounts.reviewer(desk, division))
	operator = await Client.signedIn(stack, await accounts.operator({ institution: await accounts.institution(district) }))
})
after(async () => {
	await stack?.stop()
	rmSync(home, { recursive: true, force: true })
})

const act = async (desk, order, verdict) => {
	const { version } = (await operator.get(`/orders/${order.order_no}`)).body
	const answer = await decide(people[desk], { order_no: order.order_no, version }, verdict,
		verdict === 'approve' ? {} : { reason: '不符', remark: '不符', whole: 'other' })
	assert.equal(answer.status, 200, JSON.stringify(answer.body))
	return answer.body
}
const seals = async ({ order_no }, client = operator) => (await client.expect(200, 'GET', `/orders/${order_no}/seals`)).items
const become = (order, state) => until(`its seals are ${state}`, async () => {
	const all = await seals(order)
	return all.length > 0 && all.every((each) => each.state === state) && all
}, 30)
const bytes = async (file_id, seal, client = operator) => {
	const token = client.token
	const { default: http } = await import('node:http')
	const path = `${stack.base}/files/${file_id}${seal ? `/seals/${seal}` : ''}/content`
	return new Promise((resolve, reject) => http.get({ port: stack.port, host: '127.0.0.1', path, headers: { Authorization: `Bearer ${token}` } }, (answer) => {
		const all = []
		answer.on('data', (part) => all.push(part)).on('end', () => resolve(Object.assign(Buffer.concat(all), { status: answer.statusCode, headers: answer.headers })))
	}).on('error', reject))
}
/** An order that the province has approved. */
async function approved(more) {
	const order = await submittedApplication(operator, more)
	await act('city', order, 'approve')
	await act('province', order, 'approve')
	return order
}
async function resubmitted(order) {
	const { content, version } = (await operator.get(`/orders/${order.order_no}`)).body
	const answer = await submit(operator, { order_no: order.order_no, version, content: sent(content) })
	assert.equal(answer.status, 200, JSON.stringify(answer.body))
}
async function acceptance(application, report = pdf('report')) {
	const { body } = await operator.once('/orders', { kind: 'access_acceptance', parent_order_no: application.order_no })
	const test_report = [await operator.attach(body.order_no, 'test_report', '测试报告.pdf', report)]
	const answer = await submit(operator, { order_no: body.order_no, version: body.version,
		content: { test_report, test_from: '2026-11-01', test_to: '2026-11-20', tested_cases: '挂号、缴费、退费' } })
	assert.equal(answer.status, 200, JSON.stringify(answer.body))
	return answer.body
}
const states = async (order) => (await seals(order)).map(({ submission_no, state }) => `${submission_no} ${state}`).join(', ')
const job = (seal) => db.one('SELECT * FROM jobs WHERE kind = 4 AND object_id = ?', seal)

/** The bytes sealed by hand; what liangdingctl said in sealed.said. */
async function sealedBy(input, division = '350000') {
	writeFileSync(join(home, 'in.pdf'), input)
	rmSync(join(home, 'out.pdf'), { force: true })
	const said = await stack.ctl('seals', 'try', division, join(home, 'in.pdf'), join(home, 'out.pdf')).catch((error) => error.stdout + error.stderr)
	return Object.assign(readFileSync(join(home, 'out.pdf')), { said: said.trim() })
}
const verified = (sealed, what) => {
	const found = signatures(sealed)
	assert.ok(found.every(({ valid }) => valid), `${what}: ${JSON.stringify(found)}`)
	assert.ok(found.at(-1).whole, `${what}: all of it is signed`)
	assert.equal(found.at(-1).name, '福建省医疗保障局', what)
	assert.ok(verifies(sealed, authority), `${what}: OpenSSL verifies it`)
	assert.equal(faults(sealed), '', what)
	return found
}

/** A page with these attributes in place of A4's; qpdf writes the table anew. */
const paged = (attributes) => throughQpdf(Buffer.from(pdf().toString('latin1').replace('/MediaBox [0 0 595 842]', attributes), 'latin1'), ['--warning-exit-0'])

describe('REVIEW-5 what a seal is', () => {
	it('REVIEW-5 PDFs of every make are sealed behind their own bytes, and pdfsig, OpenSSL and qpdf agree', async () => {
		const plain = pdf('of every make')
		const cases = {
			'plain': plain,
			'packed objects and table': throughQpdf(plain, ['--object-streams=generate']),
			'linearised': throughQpdf(plain, ['--linearize']),
			'linearised and packed': throughQpdf(plain, ['--linearize', '--object-streams=generate']),
			'a table and a packed one beside it': hybridPdf(),
			'many pages': longPdf(40),
			'20 MB': pdf('huge', 20 * 1024 * 1024 - 2000),
			'as many pages as may be': longPdf(500),
			'many pages, deep': throughQpdf(longPdf(200), ['--object-streams=generate']),
			'a form of its own': pdfWith({ catalogue: '/AcroForm 6 0 R', objects: ['<< /Fields [7 0 R] /DA (/F1 9 Tf) >>', '<< /FT /Tx /T (name) /V (a) >>'] }),
			'a form with its fields elsewhere': pdfWith({ catalogue: '/AcroForm << /Fields 6 0 R >>', objects: ['[7 0 R]', '<< /FT /Tx /T (name) /V (a) >>'] }),
			'marks of its own, elsewhere': pdfWith({ page: '/Annots 6 0 R', objects: ['[7 0 R]', '<< /Type /Annot /Subtype /Link /Rect [0 0 9 9] >>'] }),
			...slippedPdfs(),
		}
		for (const [what, input] of Object.entries(cases)) {
			const sealed = await sealedBy(input)
			assert.equal(sealed.said, 'sealed', what)
			assert.ok(sealed.subarray(0, input.length).equals(input), `${what}: what was there comes first`)
			const found = signatures(sealed)
			assert.deepEqual(found.map(({ valid, whole }) => [valid, whole]), [[true, true]], what)
			assert.ok(verifies(sealed, authority), what)
			// What qpdf says of its slips it may say again, and no more.
			assert.ok(faults(sealed).length <= faults(input).length, `${what}: ${faults(sealed)}`)
			assert.ok(red(drawn(sealed)), `${what}: it shows`)
		}
	})

	it('REVIEW-5 what was signed before stays signed, and one seal stands beside the other', async () => {
		const signed = signedPdf()
		const first = await sealedBy(signed)
		assert.deepEqual(verified(first, 'once').map(({ name, whole }) => [name, whole]), [['Hospital', false], ['福建省医疗保障局', true]])
		const second = await sealedBy(first)
		assert.equal(verified(second, 'twice').length, 3)
		const width = (picture) => picture.right - picture.left
		assert.ok(width(red(drawn(second))) > 1.9 * width(red(drawn(first))), 'neither lies upon the other')
		// The other's square at the bottom right stays as it was.
		assert.ok(red(drawn(first)).right < 450)
	})

	it('REVIEW-5 whatever is changed afterwards, one byte or one update more, pdfsig and OpenSSL see', async () => {
		const sealed = await sealedBy(pdf('not to be changed'))
		const { length } = parts(sealed)[0].signed
		for (const at of [10, 200, 600, Math.floor(length / 2), sealed.length - 10]) {
			const spoilt = Buffer.from(sealed)
			spoilt[at] ^= 1
			assert.ok(!signatures(spoilt)[0]?.valid, `byte ${at}`)
			assert.ok(!verifies(spoilt, authority), `byte ${at}`)
		}
		const more = Buffer.concat([sealed, Buffer.from('\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n%%EOF\n')])
		assert.equal(signatures(more)[0].whole, false)
		assert.ok(!verifies(more, authority))
		// By another authority it is nobody's.
		execFileSync(join(top, 'ops/demo-ca'), ['seals', join(home, 'other'), '350000=另一个'])
		assert.ok(!verifies(sealed, join(home, 'other/authority.pem')))
	})

	it('REVIEW-5 one that its owner has restricted is sealed from its content; one that needs a password is not', async () => {
		for (const way of [['256'], ['128', '--use-aes=y'], ['128', '--use-aes=n'], ['40']]) {
			const lock = (user) => throughQpdf(pdf('restricted'), ['--allow-weak-crypto', '--encrypt', user, 'owner', ...way, '--'])
			const sealed = await sealedBy(lock(''))
			assert.equal(sealed.said, 'sealed (its decrypted content)', way.join(' '))
			verified(sealed, way.join(' '))
			assert.match(execFileSync('pdftotext', ['-', '-'], { input: sealed, encoding: 'utf8' }), /restricted/)
			assert.equal((await sealedBy(lock('user'))).said, 'damaged')
		}
	})

	it('REVIEW-5 what cannot be sealed says so and leaves nothing', async () => {
		const text = pdf().toString('latin1')
		const cases = { torn: pdf().subarray(0, 300), 'a picture': png(), 'no page': Buffer.from(text.replace('/Kids [3 0 R]', '/Kids [     ]'), 'latin1'),
			'pages in a circle': Buffer.from(text.replace('/Kids [3 0 R]', '/Kids [2 0 R]'), 'latin1') }
		for (const [what, input] of Object.entries(cases)) {
			const sealed = await sealedBy(input)
			assert.equal(sealed.said, 'damaged', what)
			assert.equal(sealed.length, 0, what)
		}
		// What acts by itself never comes so far; its seal would hold all the same.
		verified(await sealedBy(scriptedPdf()), 'scripted')
	})

	it('REVIEW-5 it stands upright at the bottom right of what is seen, however the page is turned, cut, moved or scaled', async () => {
		const reference = red(drawn(await sealedBy(pdf())))
		const cases = []
		for (const rotate of [0, 90, 180, 270, -90, 450])
			for (const [what, box, width, height] of [
				['', '/MediaBox [0 0 595 842]', 595, 842],
				['offset ', '/MediaBox [-300 400 295 1242]', 595, 842],
				['the other way round ', '/MediaBox [595 842 0 0]', 595, 842],
				['cropped ', '/MediaBox [0 0 700 1000] /CropBox [50 100 645 942]', 595, 842],
				['cropped beyond it ', '/MediaBox [0 0 595 842] /CropBox [-100 -100 2000 2000]', 595, 842],
			])
				cases.push([`${what}turned by ${rotate}`, `${box} /Rotate ${rotate}`, width, height, rotate])
		for (const [what, attributes, width, height, rotate] of cases) {
			const picture = drawn(await sealedBy(paged(attributes)))
			const lies = rotate % 180 !== 0
			assert.deepEqual([picture.width, picture.height], lies ? [height, width] : [width, height], what)
			const box = red(picture)
			const [right, bottom] = [picture.width - box.right, picture.height - box.bottom]
			assert.ok(Math.abs(right - (595 - reference.right)) <= 1 && Math.abs(bottom - (842 - reference.bottom)) <= 1, `${what}: ${right} ${bottom}`)
			let same = 0, all = 0
			for (let y = reference.top; y <= reference.bottom; y++)
				for (let x = reference.left; x <= reference.right; x++)
					if (reference.is(x, y)) {
						all++
						const [u, v] = [x - reference.right + box.right, y - reference.bottom + box.bottom]
						if ([-1, 0, 1].some((du) => [-1, 0, 1].some((dv) => box.is(u + du, v + dv))))
							same++
					}
			assert.ok(same > 0.93 * all, `${what}: ${same} of ${all} dots are where they are on a plain page`)
		}
	})

	it('REVIEW-5 it is 42 mm wide on paper, smaller on a label, larger on a plan, and the same with units of any size', async () => {
		const size = async (attributes) => {
			const picture = drawn(await sealedBy(paged(attributes)))
			const box = red(picture)
			assert.ok(box.left > 0 && box.right < picture.width - 1 && box.bottom < picture.height - 1, attributes)
			return box.right - box.left
		}
		const near = (found, wanted) => assert.ok(Math.abs(found - wanted) <= 3, `${found}, not ${wanted}`)
		near(await size('/MediaBox [0 0 595 842]'), 117)
		near(await size('/MediaBox [0 0 842 1191]'), 117)
		near(await size('/MediaBox [0 0 100 60]'), 35)
		near(await size('/MediaBox [0 0 2384 3370]'), 235)
		// pdftoppm draws every unit as a point: this one has two.
		near(await size('/MediaBox [0 0 297.5 421] /UserUnit 2'), 58)
	})
})

describe('REVIEW-5 sealing an order', () => {
	it('REVIEW-5 the province’s approval seals every PDF; the original stays, and whoever reads the order opens both', async () => {
		const draft = await draftApplication(operator, { business_type: 'mobile_payment' })
		draft.content.others = [await operator.attach(draft.order_no, 'others', '盖章页.png', png()),
			await operator.attach(draft.order_no, 'others', '扫描件.pdf', scan())]
		assert.equal((await submit(operator, draft)).status, 200)
		await act('city', draft, 'approve')
		assert.deepEqual(await seals(draft), [])
		await act('province', draft, 'approve')
		const all = await become(draft, 'done')
		const [, page] = draft.content.others
		assert.deepEqual(all.map(({ file_id }) => file_id).sort(), [...draft.content.agreement, ...draft.content.supplement, page].sort())
		for (const { id, file_id, size, ...seal } of all) {
			assert.deepEqual([seal.organisation_name, seal.submission_no, seal.decrypted, seal.again, seal.voided_at], ['福建省医疗保障局', 1, false, false, null])
			const original = await bytes(file_id)
			const sealed = await bytes(file_id, id)
			assert.equal(sealed.length, size)
			assert.ok(sealed.subarray(0, original.length).equals(original))
			verified(sealed, file_id)
			assert.ok(!signatures(original).length)
		}
		const { id, file_id } = all[0]
		for (const reader of [operator, people.city, people.province, people.nation]) {
			assert.equal((await bytes(file_id, id, reader)).status, 200)
			assert.equal((await seals(draft, reader)).length, 3)
		}
		const { headers } = await bytes(file_id, id)
		assert.equal(headers['content-type'], 'application/pdf')
		assert.equal(decodeURIComponent(headers['content-disposition'].split('\'\'')[1]).endsWith('（签章件）.pdf'), true)
		const stranger = await Client.signedIn(stack, await accounts.operator({ institution: await accounts.institution(district) }))
		assert.equal((await bytes(file_id, id, stranger)).status, 404)
		assert.equal((await stranger.get(`/orders/${draft.order_no}/seals`)).status, 404)
		// A seal of another paper is none of this one's.
		assert.equal((await bytes(all[1].file_id, id)).status, 404)
		assert.equal((await bytes(file_id, '999999999')).status, 404)
	})

	it('REVIEW-5 an acceptance’s papers are sealed likewise, and a restricted one says what its seal is on', async () => {
		const order = await acceptance(await approved(), throughQpdf(pdf('restricted'), ['--encrypt', '', 'owner', '256', '--']))
		await act('city', order, 'approve')
		await act('province', order, 'approve')
		const [{ id, file_id, decrypted }] = await become(order, 'done')
		assert.equal(decrypted, true)
		verified(await bytes(file_id, id), 'restricted')
	})

	it('REVIEW-4 what passes automatically is sealed with the province’s seal, too', async () => {
		await db.changeLasting('REPLACE INTO review_switches (division, kind, automatic, version, changed_by, changed_at) SELECT ?, 1, 1, 1, MAX(id), UTC_TIMESTAMP(3) FROM accounts', city)
		try {
			const order = await submittedApplication(operator)
			assert.equal((await act('city', order, 'approve')).status, 'approved')
			const [{ id, file_id, organisation_name }] = await become(order, 'done')
			assert.equal(organisation_name, '福建省医疗保障局')
			verified(await bytes(file_id, id), 'automatic')
		} finally {
			await db.changeLasting('DELETE FROM review_switches WHERE division = ?', city)
		}
	})

	it('REVIEW-6 a rejection above makes seals void and keeps them; each new approval makes new ones', async () => {
		const order = await acceptance(await approved())
		for (const round of [1, 2, 3]) {
			if (round > 1)
				await resubmitted(order)
			await act('city', order, 'approve')
			await act('province', order, 'approve')
			await until('the new one is there', async () => (await seals(order)).some(({ state, submission_no }) => state === 'done' && submission_no === round), 30)
			await act('nation', order, round < 3 ? 'reject' : 'approve')
		}
		assert.equal(await states(order), '1 void, 2 void, 3 done')
		const all = await seals(order)
		for (const { id, file_id, voided_at, state } of all) {
			verified(await bytes(file_id, id), `${state} is kept`)
			assert.equal(voided_at !== null, state === 'void')
		}
		assert.equal(new Set(all.map(({ id }) => id)).size, 3)
		assert.equal((await people.province.post(`/orders/${order.order_no}/seals`)).body.code, 'seal.not_failed')
	})

	it('REVIEW-5 PLAT-15 what a desk above asked for is sealed as it came, by whoever had approved before', async () => {
		const order = await acceptance(await approved())
		await act('city', order, 'approve')
		await act('province', order, 'approve')
		await become(order, 'done')
		await people.nation.expect(200, 'POST', `/orders/${order.order_no}/claim`)
		const { version } = await people.nation.expect(200, 'GET', `/orders/${order.order_no}`)
		const remarks = [{ field: 'test_report', code: 'unsigned', words: '缺少盖章页', remedy: '请补上盖章页' }]
		const asked = await people.nation.once(`/orders/${order.order_no}/supplement`, { version, days: 5, words: '请补充', remarks })
		assert.equal(asked.status, 200, JSON.stringify(asked.body))
		const theirs = await operator.expect(200, 'GET', `/orders/${order.order_no}`)
		const test_report = [await operator.attach(order.order_no, 'test_report', '测试报告二.pdf', pdf('with the page'))]
		const answer = await submit(operator, { ...theirs, content: { ...sent(theirs.content), test_report } })
		assert.equal(answer.status, 200, JSON.stringify(answer.body))
		const copies = await until('both are there', async () => { const all = (await seals(order)).filter(({ state }) => state === 'done'); return all.length === 2 && all }, 30)
		const { id, file_id } = copies.find(({ submission_no }) => submission_no === 2)
		verified(await bytes(file_id, id), 'supplied')
	})

	it('REVIEW-5 neither sealed copies nor void ones are swept', async () => {
		const orphan = '01'.repeat(32)
		const named = await db.query('SELECT LOWER(HEX(sha256)) AS digest FROM sealed_files WHERE sha256 IS NOT NULL')
		assert.ok(named.length > 10)
		// Two rounds of the sweep, each of which takes what nobody names.
		for (let round = 0; round < 2; round++) {
			await db.query(`INSERT INTO blobs (sha256, size, created_at) VALUES (UNHEX('${orphan}'), 1, '2026-01-01')`)
			await until('the orphan is swept', async () => await db.value(`SELECT COUNT(*) FROM blobs WHERE sha256 = UNHEX('${orphan}')`) === '0', 60)
		}
		for (const { digest } of named)
			assert.ok(existsSync(join(stack.directory, 'files/blobs', digest.slice(0, 2), digest.slice(2))), digest)
	})
})

describe('REVIEW-5 sealing that does not succeed at once', () => {
	const key = (name) => join(stack.directory, 'seals', name)
	// On the same file system, so that it comes and goes at once.
	const aside = (name = 'key') => join(stack.directory, `aside-${name}`)
	const put = (folder) => {
		for (const name of ['350000.p12', '350000.password'])
			writeFileSync(key(name), readFileSync(join(home, folder, name)), { mode: 0o600 })
	}
	const keys = (folder, env = {}) => execFileSync(join(top, 'ops/demo-ca'), ['seals', join(home, folder), '350000=福建省医疗保障局'], { env: { ...process.env, ...env } })
	const reason = async (order, code) => until(`it waits: ${code}`, async () => {
		const [seal] = await seals(order)
		return seal?.state === 'delayed' && (await job(seal.id)).last_error === code
	}, 30)

	it('REVIEW-5 without its key an approval waits, ops is told, and it goes on by itself once the key is there', async () => {
		const away = ['350000.p12', '350000.password']
		for (const name of away)
			renameSync(key(name), aside(name))
		const order = await approved()
		await reason(order, 'seal.key_missing')
		const check = spawnSync(join(top, 'build/liangdingctl'), ['-c', join(stack.directory, 'liangding.conf'), 'check'], { cwd: top, encoding: 'utf8' })
		assert.equal(check.status, 0)
		assert.match(check.stderr, /note: \d+ papers wait for the seal of 350000: there is none/)
		assert.match((await stack.ctl('seals')), /350000 +seal\.key_missing +\d+ 福建省医疗保障局/)
		assert.match(await stack.ctl('jobs'), /seal +waiting .*seal\.key_missing/)
		assert.match(stack.file('daemon.log'), /event=seal\.waits .*350000/)
		// Another's password; a key past its time; one that is not yet in force; none at all; one that all may read.
		keys('other-password')
		keys('other')
		put('other')
		writeFileSync(key('350000.password'), readFileSync(join(home, 'other-password/350000.password')))
		await reason(order, 'seal.key_password')
		rmSync(key('350000.password'))
		await reason(order, 'seal.key_password')
		keys('expired', { SEAL_FROM: '20200101000000Z', SEAL_TO: '20210101000000Z' })
		put('expired')
		await reason(order, 'seal.key_expired')
		keys('early', { SEAL_FROM: '20990101000000Z', SEAL_TO: '20991231000000Z' })
		put('early')
		await reason(order, 'seal.key_early')
		writeFileSync(key('350000.p12'), 'no key')
		await reason(order, 'seal.key_broken')
		put('other')
		chmodSync(key('350000.p12'), 0o644)
		await reason(order, 'seal.key_exposed')
		assert.equal((await job((await seals(order))[0].id)).attempts, '0', 'waiting is no attempt')
		rmSync(key('350000.p12'))
		for (const name of away)
			renameSync(aside(name), key(name))
		const [{ id, file_id }] = await become(order, 'done')
		verified(await bytes(file_id, id), 'late')
	})

	it('REVIEW-6 what waits for its key when it becomes void is never sealed', async () => {
		const order = await acceptance(await approved())
		await act('city', order, 'approve')
		renameSync(key('350000.p12'), aside())
		await act('province', order, 'approve')
		await reason(order, 'seal.key_missing')
		const [{ id, file_id }] = await seals(order)
		await act('nation', order, 'reject')
		renameSync(aside(), key('350000.p12'))
		assert.equal(await states(order), '1 void')
		assert.equal(await db.value('SELECT COUNT(*) FROM jobs WHERE kind = 4 AND object_id = ?', id), '0')
		assert.equal((await bytes(file_id, id)).status, 404)
	})

	it('REVIEW-5 a key of elliptic curves seals as well', async () => {
		keys('curve', { SEAL_KEY: 'ec -pkeyopt ec_paramgen_curve:P-256' })
		const own = ['350000.p12', '350000.password'].map((name) => [name, readFileSync(key(name))])
		put('curve')
		const sealed = await sealedBy(pdf())
		for (const [name, content] of own)
			writeFileSync(key(name), content)
		assert.ok(signatures(sealed)[0].valid)
		assert.ok(verifies(sealed, join(home, 'curve/authority.pem')))
	})

	it('REVIEW-5 what fails is tried again, then failed for good and said so; the province has it tried once more', async () => {
		const order = await submittedApplication(operator)
		await act('city', order, 'approve')
		const file_id = order.content.agreement[0].file_id
		const digest = await db.value('SELECT LOWER(HEX(sha256)) FROM files WHERE file_id = ?', file_id)
		const blob = join(stack.directory, 'files/blobs', digest.slice(0, 2), digest.slice(2))
		renameSync(blob, join(stack.directory, 'files/aside'))
		try {
			await act('province', order, 'approve')
			await become(order, 'retrying')
			const [{ id }] = await seals(order)
			assert.equal((await job(id)).last_error, 'file.store_unavailable')
			// Nineteen tries later.
			await db.query(`UPDATE jobs SET attempts = 19, run_at = ${past} WHERE kind = 4 AND object_id = ? AND state = 1`, id)
			await become(order, 'failed')
			assert.equal((await job(id)).state, '4')
			assert.match(await stack.ctl('jobs', '--failed'), /seal +failed/)
			assert.deepEqual((await seals(order)).map(({ again }) => again), [false])
			assert.deepEqual((await seals(order, people.province)).map(({ again }) => again), [true])
			assert.equal((await people.city.post(`/orders/${order.order_no}/seals`)).body.code, 'seal.not_failed')
		} finally {
			renameSync(join(stack.directory, 'files/aside'), blob)
		}
		assert.equal((await people.province.post(`/orders/${order.order_no}/seals`)).status, 200)
		const [{ id }] = await become(order, 'done')
		verified(await bytes(file_id, id), 'at last')
		assert.equal(Number(await db.value('SELECT COUNT(*) FROM jobs WHERE kind = 4 AND object_id = ?', id)), 1)
	})

	it('REVIEW-5 a paper that cannot be sealed fails at once', async () => {
		const order = await submittedApplication(operator)
		await act('city', order, 'approve')
		const file_id = order.content.agreement[0].file_id
		const digest = await db.value('SELECT LOWER(HEX(sha256)) FROM files WHERE file_id = ?', file_id)
		const blob = join(stack.directory, 'files/blobs', digest.slice(0, 2), digest.slice(2))
		const whole = readFileSync(blob)
		// The disk has lost half of it.
		writeFileSync(blob, whole.subarray(0, whole.length / 2))
		await act('province', order, 'approve')
		const [{ id }] = await become(order, 'failed')
		assert.equal((await job(id)).last_error, 'damaged')
		assert.equal((await job(id)).attempts, '1')
		writeFileSync(blob, whole)
		assert.equal((await people.province.post(`/orders/${order.order_no}/seals`)).status, 200)
		await become(order, 'done')
	})

	it('REVIEW-5 a runner killed at any step leaves one whole copy, made by the next', async () => {
		const steps = {
			// As it opens the original, which does not come to it.
			'before its transaction': async (id, blob) => {
				renameSync(blob, join(stack.directory, 'files/aside'))
				execFileSync('mkfifo', [blob])
				return async () => {
					rmSync(blob)
					renameSync(join(stack.directory, 'files/aside'), blob)
				}
			},
			// As it says that the copy is there.
			'within it': (id) => hold(stack, `SELECT * FROM sealed_files WHERE id = ${id} FOR UPDATE`),
		}
		for (const [what, stop] of Object.entries(steps)) {
			// A paper that no other order has: its bytes are one blob for all.
			const order = await draftApplication(operator)
			order.content.agreement = [await operator.attach(order.order_no, 'agreement', '协议.pdf', pdf(`killed ${what}`))]
			assert.equal((await submit(operator, order)).status, 200)
			await act('city', order, 'approve')
			renameSync(key('350000.p12'), aside())
			await act('province', order, 'approve')
			await reason(order, 'seal.key_missing')
			const [{ id, file_id }] = await seals(order)
			const digest = await db.value('SELECT LOWER(HEX(sha256)) FROM files WHERE file_id = ?', file_id)
			const release = await withoutJobs(stack, db, () => {
				renameSync(aside(), key('350000.p12'))
				return stop(id, join(stack.directory, 'files/blobs', digest.slice(0, 2), digest.slice(2)))
			})
			await until(`it has been claimed, ${what}`, async () => (await job(id)).state === '2', 30)
			if (what === 'within it')
				await until('its transaction waits', () => waiting(db, 1), 10)
			const runner = jobRunner(stack, 'short')
			process.kill(runner, 'SIGKILL')
			await until('another runs', () => {
				const next = jobRunner(stack, 'short')
				return next && next !== runner
			})
			await release()
			await until('the dead one’s is undone', () => settled(db))
			assert.equal((await seals(order))[0].state, 'delayed', what)
			assert.equal((await job(id)).state, '2', what)
			// When its hold is over, the next one has it.
			await db.query(`UPDATE jobs SET lease_until = ${past} WHERE kind = 4 AND object_id = ? AND state = 2`, id)
			await become(order, 'done')
			verified(await bytes(file_id, id), what)
			assert.equal((await job(id)).state, '3', what)
		}
		assert.equal(Number(await db.value(`SELECT COUNT(*) FROM sealed_files s WHERE sha256 IS NOT NULL
			AND NOT EXISTS (SELECT 1 FROM blobs b WHERE b.sha256 = s.sha256)`)), 0)
	})
})
