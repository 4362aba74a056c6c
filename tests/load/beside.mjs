// Lists beside each other: the mass of one must not slow another. A database gets
// one kind after the other. Each kind's lists and decisions are asked, one request
// at a time: of the first before the others come, of the others in databases of
// their own; then of all where all are. Figures as pairs, alone and beside.
//   ACCESS=1000000 RECORDS=200000 MERCHANTS=50000 ROUNDS=5 node tests/load/beside.mjs
// One more kind is a row here, and one in kinds (seed.mjs).
import { readFileSync, readdirSync } from 'node:fs'
import { Client } from '../lib/client.mjs'
import { Database } from '../lib/db.mjs'
import { roomy, startStack } from '../lib/stack.mjs'
import { kinds, seed, twoOf } from './seed.mjs'

const rounds = Number(process.env.ROUNDS ?? 5)
const each = Number(process.env.EACH ?? 60) // requests of a sort, a round
const name_of = encodeURIComponent
const soon = new Date(Date.now() + 60 * 86400_000).toISOString().slice(0, 10)

// Who decides, what is asked, and how many there are. The district is one of the city's.
const masses = {
	access: { count: Number(process.env.ACCESS ?? 1_000_000), institutions: (n) => Math.ceil(n / 10), desk: 'xiamen-city', done: 2, lists: {
		'list, waiting': '/reviews?list=access&state=waiting', 'list, approved': '/reviews?list=access&state=approved',
		'list, name': `/reviews?list=access&state=approved&institution_name=${name_of(twoOf(1))}`, board: '/board' } },
	records: { count: Number(process.env.RECORDS ?? 200_000), institutions: (n) => n, desk: 'xiangan-district', above: 'nation', done: 1, lists: {
		'list, waiting': '/reviews?list=institutions&state=waiting', 'list, approved': '/reviews?list=institutions&state=approved', board: '/board',
		'on file': '/records', 'on file, changing': '/records?state=changing', 'on file, name': `/records?title=${name_of(twoOf(3))}`,
		'on file, nation': '^/records', 'on file, nation, changing': '^/records?state=changing', 'on file, nation, name': `^/records?title=${name_of(`${twoOf(3)}中医院`)}`,
		'on file, nation, part many have': `^/records?title=${name_of('医院')}`, 'on file, nation, code': '^/records?code=H35021300', 'on file, nation, ends soon': `^/records?valid_to=${soon}`,
		'on file, nation, pharmacies': '^/records?kind=pharmacy_registration' } },
	merchants: { count: Number(process.env.MERCHANTS ?? 50_000), institutions: (n) => n, desk: 'bank', done: 6,
		words: { granted: { rate: '0.38', contract_no: 'HT-1', valid_from: '2026-12-01' } }, lists: {
			'list, waiting': '/reviews?list=merchants&state=waiting', 'list, approved': '/reviews?list=merchants&state=approved',
			'list, name': `/reviews?list=merchants&state=approved&institution_name=${name_of(twoOf(5))}`, board: '/board',
			'on file': '/records', 'on file, name': `/records?title=${name_of(twoOf(5))}` } },
}

// --- CPU of the daemon and the database, in microseconds ------------------------
const children = (pid) => {
	try {
		return readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean).map(Number)
	} catch {
		return []
	}
}
const family = (pid) => [pid, ...children(pid).flatMap(family)]
const used = (pid) => family(pid).reduce((sum, one) => sum + readdirSync(`/proc/${one}/task`).reduce((all, task) => {
	try {
		return all + Number(readFileSync(`/proc/${one}/task/${task}/schedstat`, 'utf8').split(' ')[0])
	} catch {
		return all
	}
}, 0), 0) / 1000

async function open(name) {
	const stack = await startStack({ RUN_NAME: `beside-${name}`, BUFFER_POOL: '2G', REDO_LOG: '512M', TEMPLATE: 'no', DURABLE: 'yes', SETTINGS: roomy.join('\n\t') })
	process.on('exit', () => stack.stop())
	const password = (await stack.ctl('demo', 'logins')).match(/\b[HP]\d{11}\s+(\S+)/)[1]
	const client = (account) => Client.signedIn(stack, { account, password, realm: 'bureau' })
	return { name, stack, db: new Database(stack), client }
}
async function fill(place, kind) {
	const { count, institutions } = masses[kind]
	const addressee = kinds[kind].addressed ? Number(await place.db.value("SELECT id FROM organisations WHERE code = 'BK3501'")) : 0
	const serial = 1_000_000 * (1 + names.indexOf(kind))
	const began = Date.now()
	await seed(place.db, { kind: kinds[kind], institutions: institutions(count), orders: count, step: 20_000, serial, addressee })
	// One district has enough of them for its decisions to be measured.
	const local = rounds * each * 25
	await seed(place.db, { kind: kinds[kind], institutions: institutions(local), orders: local, from: 350213, before: 350214, step: 30_000, serial: serial + 500_000, addressee })
	console.error(`${place.name}: ${count} of ${kind} in ${Math.round((Date.now() - began) / 1000)} s`)
}

const names = Object.keys(masses)
const median = (all) => [...all].sort((a, b) => a - b)[Math.floor(all.length / 2)]
const seen = new Map()
function note(what, place, ms, app, db) {
	const key = `${what}|${place}`
	seen.set(key, [...seen.get(key) ?? [], { ms, app, db }])
}
async function measured(place, what, act, n) {
	const pids = [place.stack.pid('daemon'), place.stack.pid('mariadb')]
	const before = pids.map(used)
	const took = []
	for (let i = 0; i < n; i++) {
		const began = performance.now()
		await act(i)
		took.push(performance.now() - began)
	}
	const [app, db] = pids.map((pid, i) => (used(pid) - before[i]) / n)
	note(what, place.name, median(took), app, db)
}

async function ask(place, name, as) {
	const { desk, above, done, lists, words } = masses[name]
	const client = await place.client(desk)
	const high = above && await place.client(above)
	for (const [what, path] of Object.entries(lists)) {
		const [who, where] = path.startsWith('^') ? [high, path.slice(1)] : [client, path]
		await who.expect(200, 'GET', where)
		await measured({ ...place, name: as }, `${name}: ${what}`, () => who.expect(200, 'GET', where), each)
	}
	const waiting = await place.db.query(`SELECT o.order_no, o.version FROM orders o JOIN order_desks l ON l.order_id = o.id AND l.desk = ${done} AND l.done = 0
		WHERE l.div6 = 350213 AND l.state = 1 AND o.state = 2 AND l.list = ${kinds[name].list} AND o.version = 3 LIMIT ${each}`)
	await measured({ ...place, name: as }, `${name}: decision`, async (i) => {
		const { status, body } = await client.once(`/orders/${waiting[i].order_no}/decision`, { version: Number(waiting[i].version), verdict: 'approve', ...words })
		if (status !== 200)
			throw new Error(JSON.stringify(body))
	}, waiting.length)
}

const [first, ...others] = names
const all = await open('all')
const alone = new Map()
for (const name of others)
	alone.set(name, await open(name))
await fill(all, first)
for (let round = 0; round < rounds; round++)
	await ask(all, first, first)
for (const name of others) {
	await fill(alone.get(name), name)
	await fill(all, name)
}
for (let round = 0; round < rounds; round++)
	for (const name of names) {
		if (alone.has(name))
			await ask(alone.get(name), name, name)
		await ask(all, name, 'all')
	}

const row = (what, place, value) => median(seen.get(`${what}|${place}`).map(value))
console.log(`${names.map((name) => `${masses[name].count} ${name}`).join(', ')}; ${rounds} rounds of ${each} requests, medians; ms, CPU µs of daemon and database; alone : beside the others`)
for (const name of names)
	for (const what of [...Object.keys(masses[name].lists), 'decision'].map((one) => `${name}: ${one}`)) {
		const pair = (value, digits) => `${row(what, name, value).toFixed(digits)} : ${row(what, 'all', value).toFixed(digits)}`
		console.log(`${what.padEnd(42)} ${pair(({ ms }) => ms, 2).padStart(16)} ms  ${pair(({ app }) => app, 0).padStart(14)} µs  ${pair(({ db }) => db, 0).padStart(16)} µs  ${(row(what, 'all', ({ db }) => db) / row(what, name, ({ db }) => db)).toFixed(2)}`)
	}
process.exit(0)
