// `make bench`: the product beside the least that could do the work (minimal.c)
// and nginx's own static file, interleaved in one run, with few orders and with
// many. Prints a table, and writes everything it saw into tests/load/results/.
// Exits with 1 when any request failed: then its figures are none; and when what
// has a bound (medians.mjs) is past it.
// PEERS=go,node,spring: beside those as well, doing what minimal.c does (peers/).
//   ORDERS=10000,1000000 ROUNDS=5 SECONDS=2 ONLY='list|decision' node tests/load/bench.mjs
import { execFile, spawn } from 'node:child_process'
import { createHmac } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { cpus, totalmem } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { Client } from '../lib/client.mjs'
import { Database } from '../lib/db.mjs'
import { pdf } from '../lib/papers.mjs'
import { comm } from '../lib/processes.mjs'
import { roomy, startStack, top, until } from '../lib/stack.mjs'
import { replacement, signIns, strangers } from './medians.mjs'
import { seed, twoOf } from './seed.mjs'

const run = promisify(execFile)
const sizes = (process.env.ORDERS ?? '10000,1000000').split(',').map(Number)
const rounds = Number(process.env.ROUNDS ?? 5)
const seconds = Number(process.env.SECONDS ?? 2)
const only = new RegExp(process.env.ONLY ?? '')
const peers = (process.env.PEERS ?? '').split(',').filter(Boolean)
const here = join(top, 'tests/load')
const work = join(top, 'build/bench')
mkdirSync(work, { recursive: true })
mkdirSync(join(here, 'results'), { recursive: true })

const stop = []
process.on('exit', () => stop.forEach((end) => end()))

// --- CPU: what the processes of each part have used, in microseconds -----------
const children = (pid) => {
	try {
		return readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean).map(Number)
	} catch {
		return []
	}
}
const family = (pid) => [pid, ...children(pid).flatMap(family)]
/** Who looks into files, apart from who has it done. */
const looks = (pid) => /^ld-(template|look)$/.test(comm(pid))
function used(pids, of = (pid) => !looks(pid)) {
	let nanoseconds = 0
	for (const pid of pids.flatMap(family).filter(of))
		try {
			for (const task of readdirSync(`/proc/${pid}/task`))
				nanoseconds += Number(readFileSync(`/proc/${pid}/task/${task}/schedstat`, 'utf8').split(' ')[0])
		} catch {
			// ended meanwhile
		}
	return nanoseconds / 1000
}
/** The same of the helpers that looked into files and have ended, and of those that they are made of. */
const ticks = 10_000
const used_by_looks = (pids) => used(pids, looks) + pids.flatMap(family).reduce((sum, pid) => {
	try {
		const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ')
		return sum + (Number(fields[13]) + Number(fields[14])) * ticks
	} catch {
		return sum
	}
}, 0)

// --- one measurement -----------------------------------------------------------
let serial = 0
async function wrk(url, { method = 'GET', list, body_file, token, tokens, origin, connections = 8, threads = 2, duration = seconds, type } = {}) {
	const env = { ...process.env, TOKEN: token ?? '', METHOD: method, THREADS: String(threads) }
	if (list) {
		env.LIST = join(work, 'list.txt')
		writeFileSync(env.LIST, `${list.join('\n')}\n`)
		env.KEYS = `bench-${process.pid}-${serial++}-`
	}
	if (body_file)
		Object.assign(env, { BODY_FILE: body_file, SERIAL: String(Date.now() * 1000), CONTENT_TYPE: 'application/octet-stream' })
	if (type)
		env.CONTENT_TYPE = type
	if (tokens) {
		env.TOKENS = join(work, 'tokens.txt')
		writeFileSync(env.TOKENS, `${tokens.join('\n')}\n`)
	}
	if (origin)
		env.ORIGIN = origin
	const { stdout } = await run('wrk', ['-c', connections, '-t', threads, '-d', `${duration}s`, '--timeout', '20s',
		'-s', join(here, 'requests.lua'), url], { env })
	return JSON.parse(stdout.match(/RESULT (.*)/)[1])
}

async function measure(place, name, url, options = {}) {
	if (!only.test(name))
		return null
	const parts = { app: [options.by?.pid ?? place.stack.pid('daemon')],
		nginx: [options.by?.nginx ?? place.stack.pid('nginx')], db: [place.stack.pid('mariadb')] }
	await options.before?.()
	const before = Object.fromEntries(Object.entries(parts).map(([part, pids]) => [part, used(pids)]))
	const helped = used_by_looks(parts.app)
	const seen = await wrk(url, options)
	const cpu = Object.fromEntries(Object.entries(parts).map(([part, pids]) =>
		[part, Math.round((used(pids) - before[part]) / seen.requests)]))
	cpu.look = Math.round((used_by_looks(parts.app) - helped) / seen.requests)
	return { name, orders: place.orders, rps: Math.round((seen.requests - seen.failed) / seen.seconds), ...seen, cpu }
}

// Where the orders count that decisions are taken on.
const theirs = 'scope IN (0, 35, 3502) OR scope BETWEEN 350200 AND 350299'

// --- a place to measure in ----------------------------------------------------------
async function open(orders) {
	// As it is run: on the disk, and with the hashes that are the standard.
	const stack = await startStack({ RUN_NAME: `bench-${orders}`, BUFFER_POOL: '3G', REDO_LOG: '512M',
		TEMPLATE: 'no', DURABLE: 'yes', SETTINGS: [...roomy, 'password_passes = 2'].join('\n\t') })
	stop.push(() => stack.stop())
	const db = new Database(stack)
	const began = Date.now()
	if (Number(await db.value('SELECT COUNT(*) FROM orders')) < orders) {
		// One city has enough of them for its decisions to be measured.
		const local = Math.max(6000, orders * 0.1)
		await seed(db, { institutions: orders / 10, orders: orders - local, step: 30_000 })
		await seed(db, { institutions: Math.max(60, orders / 100), orders: local, from: 350200, before: 350300, step: 300_000, serial: 60_000 })
	}
	console.error(`${orders} orders: ${(Date.now() - began) / 1000} s`)
	const password = (await stack.ctl('demo', 'logins')).match(/\b[HP]\d{11}\s+(\S+)/)[1]
	const client = async (account, realm) => Client.signedIn(stack, { account, password, realm })
	const place = { orders, stack, db, password, who: {
		operator: await client('H35021300406', 'institution'), city: await client('xiamen-city', 'bureau'),
		province: await client('fujian-province', 'bureau'), nation: await client('nation', 'bureau') } }
	// The orders that decisions are taken on, and how they lie before.
	await db.query(`DROP TABLE IF EXISTS bench_orders, bench_desks, bench_counts;
		CREATE TABLE bench_orders AS SELECT o.* FROM orders o JOIN order_desks l ON l.order_id = o.id AND l.desk = 2 AND l.done = 0
			WHERE l.div4 = 3502 AND l.state = 1 AND o.version = 3 LIMIT 6000;
		ALTER TABLE bench_orders ADD PRIMARY KEY (id);
		CREATE TABLE bench_desks AS SELECT l.* FROM order_desks l JOIN bench_orders b ON b.id = l.order_id;
		CREATE TABLE bench_counts AS SELECT list, desk, scope, state, kind, facet_a, facet_b, 255 AS slot, CAST(SUM(n) AS SIGNED) AS n
			FROM order_counts WHERE ${theirs} GROUP BY 1, 2, 3, 4, 5, 6, 7;`)
	place.waiting = (await db.query('SELECT order_no FROM bench_orders')).map(({ order_no }) => order_no)
	// The product decides on each once; what stands beside it does so again and again.
	if (place.waiting.length < 4000)
		console.error(`${orders} orders: only ${place.waiting.length} wait in the city, too few for the row of decisions; take ORDERS=100000`)
	const { body: { order_no } } = await place.who.operator.once('/orders', { kind: 'access_application' })
	place.paper = join(work, 'paper.pdf')
	writeFileSync(place.paper, pdf(`bench ${'0'.repeat(17)}`, (1 << 20) - 2000))
	const size = readFileSync(place.paper).length
	await db.query(`DELETE FROM files WHERE name = 'bench.pdf';
		INSERT INTO files (file_id, organisation_id, order_id, field, name, size, received, state, created_by, created_at)
			SELECT CONCAT('bench', seq), o.organisation_id, o.id, 'agreement', 'bench.pdf', ${size}, 0, 1, 1, UTC_TIMESTAMP(3)
			FROM seq_1_to_4000 JOIN orders o ON o.order_no = '${order_no}'`)
	place.bare = [await bare(place, 'minimal')]
	for (const name of peers)
		place.bare.push(await bare(place, name))
	// Some compile what they do often.
	for (const { base } of place.bare.slice(1))
		for (const path of ['/me', '/reviews', '/files/bench1'])
			await wrk(base + path, { token: place.who.city.token, duration: 4 })
	return place
}

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms))
/**
 * As they were before the decisions, once what was under way has ended; and then
 * nothing of it is left for the database to clear away while others are measured.
 */
async function undo(place) {
	await pause(300)
	await place.db.query(`
		DELETE e FROM order_events e JOIN bench_orders b ON b.id = e.order_id WHERE e.event <> 1;
		DELETE l FROM order_desks l JOIN bench_orders b ON b.id = l.order_id;
		INSERT INTO order_desks SELECT * FROM bench_desks;
		DELETE FROM order_counts WHERE ${theirs};
		INSERT INTO order_counts SELECT * FROM bench_counts;
		UPDATE orders o JOIN bench_orders b ON b.id = o.id SET o.state = b.state, o.desk = b.desk, o.version = b.version;
		DELETE FROM idempotency_keys WHERE name LIKE 'bench-%'`)
	for (let i = 0; i < 300 && Number(await place.db.value("SELECT VARIABLE_VALUE FROM information_schema.GLOBAL_STATUS WHERE VARIABLE_NAME = 'INNODB_HISTORY_LIST_LENGTH'")) > 100; i++)
		await pause(100)
}
/** The uploads are yet to come, and a thousand of before do not fill the disk. */
async function clear(place) {
	await pause(300) // what was under way has ended
	await place.db.query('UPDATE files SET received = 0, state = 1, sha256 = NULL WHERE name = \'bench.pdf\'')
	await run('find', [join(place.stack.directory, 'files/blobs'), '-size', '+1000k', '-delete'])
}

const programs = { minimal: [join(work, 'minimal')], go: [join(work, 'peer-go')], node: ['node', join(here, 'peers/peer.mjs')],
	spring: ['java', '-cp', process.env.PEER_CLASSES ?? '', 'Peer'] }
/** A location of a peer's, which speaks HTTP: as ours is limited, and its connections kept, as suits it. */
const proxied = (socket) => (text) => text.replace('\tserver {', `\tupstream peer {
		server unix:${socket};
		keepalive 32;
	}
	server {
		location ^~ /peer/ {
			limit_req zone=liangding_requests burst=2000 nodelay;
			add_header Cache-Control no-store always;
			client_max_body_size 1025k;
			client_body_buffer_size 1025k;
			proxy_http_version 1.1;
			proxy_set_header Connection "";
			proxy_next_upstream off;
			proxy_pass http://peer/;
		}`)
/** minimal.c or a peer, with an nginx before it. */
async function bare(place, name) {
	const { stack } = place
	const socket = join(stack.sockets, `${name}.sock`)
	rmSync(socket, { force: true })
	const key = Buffer.from(stack.file('jwt.keys').match(/^jwt \S+ (\S+)/m)[1], 'base64url').toString('base64')
	const [program, ...first] = programs[name]
	const child = spawn(program, [...first, socket, join(stack.sockets, 'mariadb.sock'), 'liangding', stack.file('daemon.password').trim(),
		key, join(stack.directory, 'files'), '8', ...name === 'minimal' ? [] : [join(here, 'peers/statements.json')]], { stdio: 'inherit' })
	stop.push(() => child.kill())
	await until(`${name} listens`, () => existsSync(socket), 60)
	await pause(500)
	const is_http = name !== 'minimal'
	const site = await stack.nginx(is_http ? { adjust: proxied(socket) } : { api: socket })
	stop.push(() => site.stop())
	const path = is_http ? '/peer' : site.base
	return { name, pid: child.pid, nginx: Number(readFileSync(join(site.directory, 'nginx.pid'), 'utf8')), path, base: site.origin + path }
}

// --- many people ------------------------------------------------------------------
/** Tokens of so many sessions of a client's account, signed as the daemon signs. */
async function sessions(place, client, count) {
	const [head, claims] = client.token.split('.').slice(0, 2).map((part) => JSON.parse(Buffer.from(part, 'base64url')))
	const key = Buffer.from(place.stack.file('jwt.keys').match(/^jwt \S+ (\S+)/m)[1], 'base64url')
	await place.db.query(`DELETE FROM sessions WHERE device = 'bench';
		INSERT INTO sessions (account_id, refresh_digest, file_digest, device, address, created_at, last_seen_at, ends_at)
			SELECT s.account_id, s.refresh_digest, s.file_digest, 'bench', s.address, s.created_at, UTC_TIMESTAMP(3), s.ends_at
			FROM seq_1_to_${count} JOIN sessions s ON s.id = ${claims.sid}`)
	const part = (value) => Buffer.from(JSON.stringify(value)).toString('base64url')
	return (await place.db.query("SELECT id FROM sessions WHERE device = 'bench'")).map(({ id }) => {
		const signed = `${part(head)}.${part({ ...claims, sid: Number(id) })}`
		return `${signed}.${createHmac('sha256', key).update(signed).digest('base64url')}`
	})
}
/** Sign-ins, each with a captcha of its own. */
async function logins(place, count) {
	await place.db.query(`DELETE FROM captchas WHERE token LIKE 'bench%';
		INSERT INTO captchas (token, answer, image, spent, created_at, issued_at)
			SELECT CONCAT('bench', seq), 'abcd', '', 0, UTC_TIMESTAMP(3), UTC_TIMESTAMP(3) FROM seq_1_to_${count}`)
	return Array.from({ length: count }, (_, i) => `${place.stack.base}/session ${JSON.stringify(
		{ realm: 'bureau', account: 'xiamen-city', password: place.password, captcha_id: `bench${i + 1}`, captcha_answer: 'abcd' })}`)
}

// --- what is measured -------------------------------------------------------------
const median = (list) => [...list].sort((a, b) => a - b)[Math.floor(list.length / 2)]
const filters = {
	'state': 'state=waiting', '+ business type': 'state=waiting&facet_a=mobile_payment',
	'+ channel': 'state=waiting&facet_b=unionpay', '+ rare channel': 'state=waiting&facet_b=other',
	'rare channel, decided': 'view=decided&facet_b=other',
	'+ division': 'state=waiting&division=350200',
	'+ time range': `state=waiting&submitted_from=${day(40)}&submitted_to=${day(3)}`,
	// What tells it from others, and a number that many names have a part of.
	'institution name': `state=approved&institution_name=${encodeURIComponent(twoOf(1))}`,
	'a number in names': `state=approved&institution_name=${encodeURIComponent('第77分院')}`,
	'all states': '', 'decided': 'view=decided',
}
function day(before) {
	return new Date(Date.now() - before * 86400_000).toISOString().slice(0, 10)
}
/** A page far into the list, by the cursor that leads there. */
async function deep(place, query) {
	const first = await place.who.province.expect(200, 'GET', `/reviews?${query}&page_size=20&page=400`).catch(() => null)
	return first?.next ? `${query}&page=401&after=${first.next}` : null
}

const all = []
const note = (row) => {
	if (!row)
		return
	all.push(row)
	console.error(`${String(row.orders).padStart(8)} ${row.name.padEnd(34)} ${String(row.rps).padStart(6)}/s  p50 ${row.p50} p99 ${row.p99} ms  cpu ${row.cpu.app}/${row.cpu.nginx}/${row.cpu.db}/${row.cpu.look} µs  failed ${row.failed}`)
}

const places = []
for (const orders of sizes)
	places.push(await open(orders))

for (let round = 0; round < rounds; round++)
	for (const place of places) {
		const { who, stack, bare: others } = place
		const api = stack.origin + stack.base
		const token = (client) => ({ token: client.token })
		const asset = readdirSync(join(top, 'web/dist/assets')).find((file) => file.endsWith('.css'))
		for (const client of Object.values(who)) // a token lives five minutes
			client.entered(await client.expect(200, 'POST', '/session/refresh', { body: { grant_id: client.session.grant.grant_id } }))
		note(await measure(place, 'static file (nginx)', `${stack.origin}/assets/${asset}`))
		note(await measure(place, 'nothing (minimal)', `${others[0].base}/nothing`, { by: others[0] }))
		for (const by of others)
			note(await measure(place, `me (${by.name})`, `${by.base}/me`, { by, ...token(who.city) }))
		note(await measure(place, 'me', `${api}/me`, token(who.city)))
		// As many as a worker remembers, and more than that.
		for (const count of [400, 4000])
			note(await measure(place, `me, ${count} sessions`, `${api}/me`, { tokens: await sessions(place, who.city, count) }))
		// Two hash at a time, and no more: a password costs 29 ms of one core.
		note(await measure(place, 'login', api, { method: 'POST', origin: stack.origin, connections: 2, threads: 1, list: await logins(place, 400) }))
		for (const by of others)
			note(await measure(place, `poll (${by.name})`, `${by.base}/files/bench1`, { by, ...token(who.operator) }))
		note(await measure(place, 'poll', `${api}/files/bench1`, token(who.operator)))
		for (const by of others)
			note(await measure(place, `list (${by.name})`, `${by.base}/reviews`, { by, ...token(who.province) }))
		note(await measure(place, 'list', `${api}/reviews?state=waiting&page_size=20`, token(who.province)))
		for (const [name, query] of Object.entries(filters))
			note(await measure(place, `list: ${name}`, `${api}/reviews?${query}&page_size=20`, token(who.province)))
		const far = await deep(place, 'state=approved')
		if (far)
			note(await measure(place, 'list: state, page 401', `${api}/reviews?${far}&page_size=20`, token(who.province)))
		note(await measure(place, 'list: state, nation', `${api}/reviews?state=approved&page_size=20`, token(who.nation)))
		const version = 3
		const ours = { base: api, path: stack.base }
		const each_of = (what) => [...others.map((by) => [`${what} (${by.name})`, by, by]), [what, ours, undefined]]
		for (const [name, { base, path }, by] of each_of('decision'))
			note(await measure(place, name, base, { by, method: 'POST', ...token(who.city), threads: 1, duration: 1,
				before: () => undo(place),
				list: place.waiting.map((no) => `${path}/orders/${no}/decision {"version":${version},"verdict":"approve"}`) }))
		await undo(place)
		for (const [name, { base, path }, by] of each_of('file 1 MB'))
			note(await measure(place, name, base, { by, method: 'PUT', ...token(who.operator), threads: 1,
				before: () => clear(place), body_file: place.paper,
				list: Array.from({ length: 4000 }, (_, i) => `${path}/files/bench${i + 1}/content`) }))
		note(await measure(place, 'overload: me, 128 clients', `${api}/me`, { ...token(who.city), connections: 128 }))
	}

// --- memory, of workers that have done all of the above ---------------------------
const pss = (pid) => Number(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8').match(/^Pss:\s+(\d+)/m)[1])
const memory = []
await new Promise((resolve) => setTimeout(resolve, 1000)) // whoever looks into a file has ended
for (const { orders, stack } of places) {
	const pids = family(stack.pid('daemon'))
	const names_of = pids.map((pid) => readFileSync(`/proc/${pid}/comm`, 'utf8').trim())
	const workers = pids.filter((_, i) => names_of[i] === 'ld-worker').map(pss)
	memory.push('', `memory, ${orders} orders: workers ${workers.map((kib) => (kib / 1024).toFixed(1)).join(' ')} MB PSS, all of the daemon ${(pids.map(pss).reduce((a, b) => a + b) / 1024).toFixed(1)} MB`)
}

// --- where the database's time goes ----------------------------------------------
/** The statements of one kind of request, with calls and microseconds each, by the slow log's clock. */
async function profile({ db }, name, url, options) {
	await options.before?.()
	await db.query('TRUNCATE mysql.slow_log')
	const { requests } = await wrk(url, { ...options, connections: 1, threads: 1, duration: 1 })
	const rows = await db.query(`SELECT REGEXP_REPLACE(LEFT(sql_text, 200), "([0-9]+|'[^']*')", 'N') AS statement,
			COUNT(*) AS calls, SUM(MICROSECOND(query_time) + 1e6 * TIME_TO_SEC(query_time)) AS us
		FROM mysql.slow_log WHERE user_host LIKE 'liangding[%' GROUP BY 1 ORDER BY us DESC LIMIT 20`)
	return ['', `${name}: ${requests} requests, one at a time`, ...rows.map(({ statement, calls, us }) =>
		`${(us / requests).toFixed(0).padStart(6)} µs ${(calls / requests).toFixed(2).padStart(5)} calls  ${statement.replace(/\s+/g, ' ').slice(0, 100)}`)]
}
const profiles = []
{
	// Of the larger; the log asks for sessions that log everything.
	const place = places.at(-1)
	const api = place.stack.origin + place.stack.base
	await place.db.query("SET GLOBAL log_output = 'TABLE', long_query_time = 0, slow_query_log = 1")
	await place.stack.configure({})
	for (const client of Object.values(place.who))
		client.entered(await client.expect(200, 'POST', '/session/refresh', { body: { grant_id: client.session.grant.grant_id } }))
	profiles.push(...await profile(place, 'me', `${api}/me`, { token: place.who.city.token }),
		...await profile(place, 'list', `${api}/reviews?state=waiting&page_size=20`, { token: place.who.province.token }),
		...await profile(place, 'list: institution name', `${api}/reviews?${filters['institution name']}&page_size=20`, { token: place.who.province.token }),
		...await profile(place, 'list: + rare channel', `${api}/reviews?${filters['+ rare channel']}&page_size=20`, { token: place.who.province.token }),
		...await profile(place, 'file 1 MB', api, { method: 'PUT', token: place.who.operator.token, before: () => clear(place), body_file: place.paper,
			list: Array.from({ length: 4000 }, (_, i) => `${place.stack.base}/files/bench${i + 1}/content`) }),
		...await profile(place, 'decision', api, { method: 'POST', token: place.who.city.token, before: () => undo(place),
			list: place.waiting.map((no) => `${place.stack.base}/orders/${no}/decision {"version":3,"verdict":"approve"}`) }))
}

// --- what takes its time, and what must not tell by it --------------------------------
const medians = ['', ...await signIns(places[0].stack, places[0].db, 'H35021300406'), ...await strangers(places[0].stack, places[0].db), ...await replacement(places[0].stack)]

// --- the account ----------------------------------------------------------------
const names = [...new Set(all.map(({ name }) => name))]
const lines = []
const pick = (name, orders, value) => median(all.filter((row) => row.name === name && row.orders === orders).map(value))
lines.push(`${new Date().toISOString()}  ${cpus().length} × ${cpus()[0].model}, ${Math.round(totalmem() / 2 ** 30)} GB; ${rounds} rounds of ${seconds} s, medians`, '')
lines.push(`${'request'.padEnd(30)}${'orders'.padStart(9)}${'req/s'.padStart(8)}${'p50 ms'.padStart(9)}${'p99 ms'.padStart(9)}${'app µs'.padStart(8)}${'nginx'.padStart(7)}${'db'.padStart(7)}${'look'.padStart(7)}  of minimal  failed`)
for (const name of names)
	for (const orders of sizes) {
		if (!all.some((row) => row.name === name && row.orders === orders))
			continue
		const rps = pick(name, orders, (row) => row.rps)
		const least_name = `${name.replace(/ \(\w+\)$/, '')} (minimal)`
		const least = name !== least_name && names.includes(least_name) ? pick(least_name, orders, (row) => row.rps) : null
		lines.push(name.padEnd(30) + String(orders).padStart(9) + String(rps).padStart(8)
			+ String(pick(name, orders, (row) => row.p50)).padStart(9) + String(pick(name, orders, (row) => row.p99)).padStart(9)
			+ ['app', 'nginx', 'db', 'look'].map((part, i) => String(pick(name, orders, (row) => row.cpu[part])).padStart(i ? 7 : 8)).join('')
			+ `  ${least ? `${Math.round(rps * 100 / least)} %`.padStart(10) : ''.padStart(10)}  ${all.filter((row) => row.name === name && row.orders === orders).reduce((sum, row) => sum + row.failed, 0)}`)
	}
if (sizes.length === 2) {
	lines.push('', `with ${sizes[1]} orders against ${sizes[0]}: p50, p99, database CPU`)
	for (const name of names.filter((each) => each.startsWith('list') && sizes.every((orders) => all.some((row) => row.name === each && row.orders === orders)))) {
		const ratio = (value) => (pick(name, sizes[1], value) / pick(name, sizes[0], value)).toFixed(2)
		lines.push(`  ${name.padEnd(28)} ${ratio((row) => row.p50)} ${ratio((row) => row.p99)} ${ratio((row) => row.cpu.db)}`)
	}
}
lines.push(...memory, ...profiles, ...medians)
console.log(lines.join('\n'))
if (!process.env.ONLY)
	writeFileSync(join(here, 'results', `${new Date().toISOString().slice(0, 10)}.txt`), `${lines.join('\n')}\n\nraw:\n${all.map((row) => JSON.stringify(row)).join('\n')}\n`)
process.exit(all.some((row) => row.failed) ? 1 : process.exitCode ?? 0)
