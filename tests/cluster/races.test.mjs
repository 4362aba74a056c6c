// Two writers: the same product on two nodes of one Galera cluster. What one of
// them relies on, the other changes at the same moment.
import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { before, it } from 'node:test'
import { promisify } from 'node:util'
import { Accounts } from '../lib/accounts.mjs'
import { AppBackend, newKey, newPerson } from '../lib/app.mjs'
import { Client } from '../lib/client.mjs'
import { Database } from '../lib/db.mjs'
import { decide, draftApplication, submit, submittedApplication } from '../lib/orders.mjs'
import { pdf } from '../lib/papers.mjs'
import { freeze, hold, jobRunner, waiting } from '../lib/processes.mjs'
import { clusterStacks, top, until } from '../lib/stack.mjs'

const run = promisify(execFile)
let nodes, db, accounts
const on = async (node, person) => (await Client.open(node)).signIn(person)
/** The same person at both nodes; a new institution's, whose drafts are few. */
const fresh = async () => onBoth(await accounts.operator({ division: 450302 }))
const onBoth = async (person) => [await on(nodes[0], person), await on(nodes[1], person)]
const statuses = (answers) => answers.map(({ status }) => status).sort().join(' ')

/** act(i) for i below n, so many at a time. */
async function each(n, width, act) {
	let next = 0
	const results = []
	await Promise.all(Array.from({ length: width }, async () => {
		for (let i = next++; i < n; i = next++)
			results[i] = await act(i)
	}))
	return results
}

before(async () => {
	const all = clusterStacks()
	nodes = all.slice(0, 2)
	db = new Database(nodes[0])
	accounts = new Accounts(nodes[0], db)
	for (const [desk, division] of [['city', 450300], ['province', 450000], ['nation', 0]])
		await accounts.reviewer(desk, division)
	for (const node of all)
		assert.equal(await new Database(node).value(`SELECT variable_value FROM information_schema.global_status WHERE variable_name = 'wsrep_cluster_size'`), '3')
})

it('PLAT-9 a file is removed on one node or submitted on the other, 150 times', async () => {
	const clients = await each(6, 3, fresh)
	const outcomes = await each(150, 6, async (i) => {
		const [one, two] = clients[i % 6]
		const draft = await draftApplication(one)
		const [here, there] = i % 4 < 2 ? [one, two] : [two, one]
		return statuses(await Promise.all([submit(here, draft), there.delete(`/files/${draft.content.agreement[0]}`)]))
	})
	assert.equal(await db.value(`SELECT COUNT(*) FROM order_version_files v JOIN orders o ON o.id = v.order_id WHERE o.state = 1`), '0', 'half a submission')
	assert.deepEqual([...new Set(outcomes)].filter((pair) => !['200 409', '204 422'].includes(pair)), [])
	assert.ok(new Set(outcomes).size === 2, 'either may win')
	assert.equal(await db.value(`SELECT COUNT(*) FROM order_version_files v LEFT JOIN files f ON f.id = v.file_id WHERE f.id IS NULL`), '0')
	assert.equal(await db.value(`SELECT COUNT(*) FROM order_versions v WHERE NOT EXISTS
		(SELECT 1 FROM order_version_files f WHERE f.order_id = v.order_id AND f.no = v.no)`), '0')
})

it('PLAT-9 an institution\'s bytes stay below what it may hold, whichever node it asks', async () => {
	const institution = await accounts.institution(450302)
	const [one, two] = await onBoth(await accounts.operator({ institution }))
	const most = 1_000_000
	for (const node of nodes)
		await node.configure({ organisation_bytes_max: most })
	try {
		const orders = await each(10, 2, async () => (await one.once('/orders', { kind: 'access_application' })).body.order_no)
		const answers = await each(60, 8, (i) => [one, two][i % 2].post(`/orders/${orders[i % 10]}/files`, { field: 'agreement', name: 'a.pdf', size: 90_000 }))
		assert.equal(answers.filter(({ status }) => status === 201).length, 11, statuses(answers))
		assert.equal(Number(await db.value('SELECT SUM(size) FROM files WHERE organisation_id = ?', institution.id)), 11 * 90_000)
	} finally {
		for (const node of nodes)
			await node.configure({ organisation_bytes_max: null })
	}
})

it('PLAT-9 a file that is whole has its bytes, whatever the other node sweeps', async () => {
	const [one, two] = await fresh()
	for (const node of nodes)
		await node.configure({ orphan_keep_seconds: 0, sweep_seconds: 0 })
	try {
		const orders = await each(4, 2, async (i) => (await [one, two][i % 2].once('/orders', { kind: 'access_application' })).body.order_no)
		const papers = [pdf('the same bytes'), pdf('the same bytes again')]
		const kept = await each(4, 4, async (i) => {
			const client = [one, two][i % 2]
			let file_id
			for (let round = 0; round < 40; round++) {
				// Put and take away: the blob is nobody's, and somebody's again.
				const answer = await client.upload(orders[i], 'agreement', 'a.pdf', papers[round % 2])
				if (answer.status !== 200) {
					assert.ok([409, 503].includes(answer.status), JSON.stringify(answer.body))
					continue
				}
				if (file_id)
					assert.equal((await client.delete(`/files/${file_id}`)).status, 204)
				file_id = answer.file_id
				const content = await client.call('GET', `/files/${file_id}/content`)
				assert.equal(content.status, 200)
				assert.deepEqual(content.buffer, papers[round % 2])
			}
			return file_id
		})
		for (const file_id of kept)
			assert.equal((await two.call('GET', `/files/${file_id}/content`)).status, 200)
	} finally {
		for (const node of nodes)
			await node.configure({ orphan_keep_seconds: null, sweep_seconds: null })
	}
})

it('PLAT-2 what is written on one node is read on the other, 150 times', async () => {
	const [one, two] = await fresh()
	const drafts = await each(10, 5, () => draftApplication(one))
	await each(150, 10, async (i) => {
		const draft = drafts[i % 10]
		const [here, there] = i % 2 ? [one, two] : [two, one]
		// One after the other of each draft; ten drafts beside each other.
		draft.turn = (draft.turn ?? Promise.resolve()).then(async () => {
			const saved = await here.put(`/orders/${draft.order_no}/draft`, { version: draft.version, content: { ...draft.content, note: `note ${i}` } })
			assert.equal(saved.status, 200, JSON.stringify(saved.body))
			draft.version = saved.body.version
			const { body } = await there.get(`/orders/${draft.order_no}`)
			assert.equal(body.version, draft.version)
			assert.equal(body.content.note, `note ${i}`)
		})
		await draft.turn
	})
})

it('PLAT-5 two decide at once on two nodes: one does', async () => {
	const [operator] = await fresh()
	const first = await on(nodes[0], await accounts.reviewer('city', 450300))
	const second = await on(nodes[1], await accounts.reviewer('city', 450300))
	const orders = await each(30, 4, () => submittedApplication(operator))
	const outcomes = await each(30, 3, async (i) => statuses(await Promise.all([
		decide(first, orders[i], 'approve'), decide(second, orders[i], 'reject', { whole: 'other', reason: '材料不全' })])))
	assert.deepEqual([...new Set(outcomes)], ['200 409'])
	for (const { order_no } of orders)
		assert.equal(await db.value(`SELECT COUNT(*) FROM order_events e JOIN orders o ON o.id = e.order_id
			WHERE o.order_no = ? AND e.desk = 2`, order_no), '1')
})

it('ACCESS-2 numbers given on two nodes are all different and leave no gap', async () => {
	const division = 450305
	const both = []
	for (let i = 0; i < 4; i++)
		both.push(...await onBoth(await accounts.operator({ division })))
	const made = await each(120, 8, (i) => both[i % 8].once('/orders', { kind: 'access_application' }))
	assert.deepEqual([...new Set(made.map(({ status }) => status))], [201])
	const numbers = made.map(({ body }) => Number(body.order_no.slice(14))).sort((a, b) => a - b)
	assert.deepEqual(numbers, Array.from({ length: 120 }, (_, i) => i + 1))
})

it('PLAT-5 one key used on two nodes at once makes one order', async () => {
	const [one, two] = await fresh()
	await each(20, 2, async () => {
		const key = randomUUID()
		const answers = await Promise.all([one, two].map((client) => client.once('/orders', { kind: 'access_application' }, key)))
		assert.equal(statuses(answers), '201 201')
		assert.equal(answers[0].body.order_no, answers[1].body.order_no)
	})
})

it('ACCESS-5 an application\'s acceptance is begun on one node only', async () => {
	const [one, two] = await fresh()
	const city = await on(nodes[0], await accounts.reviewer('city', 450300))
	const province = await on(nodes[1], await accounts.reviewer('province', 450000))
	await each(8, 2, async () => {
		let order = await submittedApplication(one)
		order = (await decide(city, order, 'approve')).body
		order = (await decide(province, order, 'approve')).body
		const begun = await Promise.all([one, two].map((client) => client.once('/orders', { kind: 'access_acceptance', parent_order_no: order.order_no })))
		assert.equal(statuses(begun), '201 409')
	})
})

it('LOGIN-6 the tabs of one session go on, whichever node renews it', async () => {
	const [one] = await fresh()
	const { name, value } = [...one.cookies.values()].find((cookie) => /refresh/.test(cookie.name))
	const clients = [await Client.open(nodes[0]), await Client.open(nodes[1])]
	const tabs = await each(12, 12, (i) => clients[i % 2].call('POST', '/session/refresh', { body: {}, headers: { Cookie: `${name}=${value}` } }))
	assert.deepEqual([...new Set(tabs.map(({ status }) => status))], [200])
	assert.equal((await one.get('/me')).status, 200)
})

it('LOGIN-3 a captcha is given to one and spent by one', async () => {
	const clients = [await Client.open(nodes[0]), await Client.open(nodes[1])]
	const drawn = await each(40, 6, (i) => clients[i % 2].captcha())
	const ids = drawn.map(({ captcha_id }) => captcha_id)
	assert.equal(new Set(ids).size, 40)
	assert.equal(Number(await db.value(`SELECT COUNT(*) FROM captchas WHERE token IN (${ids.map(() => '?')})`, ...ids)), 40)
	const persons = await each(10, 2, () => accounts.operator())
	await each(10, 2, async (i) => {
		const codes = (await Promise.all(clients.map((client) => client.post('/session',
			{ realm: persons[i].realm, account: persons[i].account, password: persons[i].password, ...drawn[i] }, { token: null })))).map(({ status }) => status).sort()
		assert.equal(codes[0], 200)
		assert.ok([422, 503].includes(codes[1]), String(codes))
	})
})

it('PLAT-19 two nodes write lists: each one once, and what is cancelled is gone on both', async () => {
	const clients = await each(20, 4, fresh)
	const asked = await each(60, 8, async (i) => {
		const client = clients[i % 20][i % 2]
		return { client: clients[i % 20][(i + 1) % 2], ...await client.expect(202, 'POST', '/order-exports', { body: { query: {} } }) }
	})
	const gone = asked.splice(0, 10)
	await each(10, 5, async (i) => assert.equal((await gone[i].client.delete(`/exports/${gone[i].export_id}`)).status, 204))
	for (const { client, export_id } of asked)
		await until('it is written', async () => (await client.expect(200, 'GET', `/exports/${export_id}`)).state === 'done', 60)
	for (const node of nodes) {
		const rows = await new Database(node).query('SET SESSION wsrep_sync_wait = 1; SELECT state, attempts, lease_no, COUNT(*) AS n FROM jobs WHERE kind = 1 GROUP BY 1, 2, 3')
		assert.deepEqual(rows, [{ state: '3', attempts: '1', lease_no: '1', n: '50' }])
		assert.equal(await new Database(node).value('SELECT COUNT(*) FROM exports'), '50')
	}
})

it('PLAT-12 a deadline on two nodes: 200 at once, and one whose runner stalls in the middle, come once', async () => {
	const { id } = await accounts.institution(450302)
	await db.query(`INSERT INTO records (list, state, addressee_id, div2, div4, kind, organisation_id, division, identity, version, order_id, submission_no, created_at, updated_at)
		VALUES (100, 1, 0, 45, 4503, 200, ?, 450302, REPEAT('x', 32), 1, 0, 1, UTC_TIMESTAMP(3), UTC_TIMESTAMP(3))`, id)
	const record = await db.value('SELECT id FROM records WHERE organisation_id = ?', id)
	const queue = (n) => db.query(`INSERT INTO jobs (lane, kind, object_id, account_id, state, run_at, created_at)
		SELECT 1, 200, ?, 0, 1, UTC_TIMESTAMP(3), UTC_TIMESTAMP(3) FROM seq_1_to_${n}`, record)
	const count = (what) => db.value(`SET SESSION wsrep_sync_wait = 1; SELECT COUNT(*) FROM jobs WHERE kind = 200 AND ${what}`).then(Number)
	const notices = () => db.value('SET SESSION wsrep_sync_wait = 1; SELECT SUM(n) FROM serials WHERE kind = 210').then(Number)
	await queue(200)
	await until('all are done', async () => await count('state = 3') === 200, 60)
	assert.deepEqual([await notices(), await db.value('SELECT COUNT(DISTINCT result) FROM jobs WHERE kind = 200')], [200, '200'])
	// The first node's is in its transaction when it stalls; the second one's takes over.
	const [one, two] = nodes.map((node) => jobRunner(node, 'short'))
	await freeze(two)
	const release = await hold(nodes[0], 'SELECT * FROM serials WHERE kind = 210 FOR UPDATE')
	try {
		await queue(1)
		await until('it waits', () => waiting(db))
		await freeze(one)
		await new Database(nodes[1]).query('UPDATE jobs SET lease_until = UTC_TIMESTAMP(3) - INTERVAL 1 SECOND WHERE kind = 200 AND state = 2')
		process.kill(two, 'SIGCONT')
		await until('the second has done it', async () => await count('state = 3 AND attempts = 2') === 1, 60)
	} finally {
		process.kill(one, 'SIGCONT')
		process.kill(two, 'SIGCONT')
		await release()
	}
	await queue(50)
	await until('all are done', async () => await count('state = 3') === 251, 60)
	assert.equal(await notices(), 251)
})

it('QR-2 QR-3 a code: of two phones one scans, of agreeing and declining one counts, and one session comes of it, whichever nodes are asked', async () => {
	const key = newKey('cluster')
	await nodes[0].command(['ctl', 'app-keys', 'add', key.keyid, 'cluster', 'ed25519'], `${key.given}\n`)
	const apps = nodes.map((node) => new AppBackend(node, key))
	const outcomes = await each(40, 4, async (i) => {
		const [here, there] = i % 2 ? [0, 1] : [1, 0]
		const client = await Client.open(nodes[here])
		const { id } = await client.expect(201, 'POST', '/qr', { body: {} })
		const people = [newPerson(), newPerson()]
		const scans = await Promise.all([apps[here].scan(id, people[0]), apps[there].scan(id, people[1])])
		assert.equal(scans.filter(({ status }) => status === 200).length, 1, statuses(scans))
		const who = scans[0].status === 200 ? 0 : 1
		const { number } = await client.expect(200, 'GET', `/qr/${id}`)
		const ends = await Promise.all([apps[here].confirm(id, people[who], number), apps[there].cancel(id, people[who])])
		assert.equal(ends.filter(({ status }) => status === 200).length, 1, statuses(ends))
		if (ends[1].status === 200)
			return 'declined'
		// The browser's cookie serves on both nodes.
		const twin = await Client.open(nodes[there])
		twin.cookies = new Map(client.cookies)
		const sessions = await Promise.all([client.post(`/qr/${id}/session`, {}), twin.post(`/qr/${id}/session`, {})])
		assert.equal(sessions.filter(({ status }) => status === 200).length, 1, statuses(sessions))
		return 'agreed'
	})
	assert.equal(new Set(outcomes).size, 2, 'either may win')
	assert.equal(Number(await db.value('SELECT COUNT(*) FROM qr_codes WHERE state = 4')), outcomes.filter((one) => one === 'agreed').length)
})

it('ACC-1 an account is issued once and its link used once, on whichever nodes', async () => {
	const place = await accounts.bureau('city', 450300)
	const people = [await accounts.person('platform_admin', place), await accounts.person('platform_admin', place)]
	const reviewers = [await on(nodes[0], people[0]), await on(nodes[1], people[1])]
	const body = (i) => ({ code: `H4503020${String(i).padStart(4, '0')}`, institution_name: `集群测试医院${i}`, uscc: '12350000MB0A1234X5', operator_name: '林小雨', id_no: newPerson().id_no, phone: newPerson().phone, mail: `cluster${i}@example.cn` })
	const issued = await each(20, 4, async (i) => {
		const both = await Promise.all(reviewers.map((one) => one.call('POST', '/institution-accounts', { body: body(i), key: randomUUID() })))
		return statuses(both)
	})
	assert.deepEqual([...new Set(issued)], ['201 422'])
	assert.equal(Number(await db.value('SELECT COUNT(*) FROM accounts WHERE name LIKE \'H4503020____\'')), 20)
	const page = await each(2, 1, (i) => Client.open(nodes[i]))
	const { items } = await page[0].expect(200, 'GET', '/sent', { token: null })
	const links = [...new Set(items.map(({ text }) => /activate#([\w-]+)/.exec(text)?.[1]).filter(Boolean))].slice(0, 15)
	assert.ok(links.length > 5, String(links.length))
	for (const token of links) {
		const both = await Promise.all(page.map((one) => one.post('/activation', { token, new_password: 'Blue kettle on a shelf' }, { token: null })))
		assert.equal(statuses(both), '200 409')
	}
})

it('PLAT-6 the audit log of both nodes is one chain', async () => {
	await until('all rows are sealed', async () => await db.value('SELECT COUNT(*) FROM audit_rows a LEFT JOIN audit_sealed s ON s.row_id = a.id WHERE s.row_id IS NULL') === '0', 60)
	assert.match(await nodes[0].ctl('audit', 'verify'), /are as they were/)
	const heads = nodes.map((node) => [...node.file('daemon.log').matchAll(/event=audit\.seal seal=(\d+)/g)].map(([, no]) => Number(no)))
	const all = heads.flat().sort((a, b) => a - b)
	assert.deepEqual(all, all.map((_, i) => i + 1), 'each seal once, told by the node that made it')
})

it('PLAT-4 migrate up on two nodes at once: both end well, once made', async () => {
	const name = 'liangding_twice'
	await db.query(`CREATE DATABASE ${name} CHARACTER SET utf8mb4`)
	await db.query(`GRANT ALL ON ${name}.* TO liangding_owner@localhost WITH GRANT OPTION`)
	const ctl = nodes.map((node) => {
		const path = join(node.directory, 'twice.conf')
		writeFileSync(path, readFileSync(join(node.directory, 'liangding.conf'), 'utf8').replace(/^database_name = .*$/m, `database_name = ${name}`))
		return (...args) => run(join(top, 'build/liangdingctl'), ['-c', path, 'migrate', ...args], { cwd: top })
	})
	for (let i = 0; i < 3; i++) {
		const outputs = await Promise.all(ctl.map((one) => one('up', '--wait', '60')))
		assert.equal(outputs.filter(({ stdout }) => /^up 0001/m.test(stdout)).length, 1)
		for (const node of nodes)
			assert.equal(await new Database(node).value(`SET SESSION wsrep_sync_wait = 1; SELECT COUNT(*) FROM ${name}.schema_migrations WHERE dirty = 0`), '1')
		await ctl[i % 2]('down', '--yes')
	}
})
