// What browsers cost that wait for a scan (QR-6): so many of them, each asking how
// its code stands as often as the page does, beside people at work and a few who
// do scan. In a stack of its own:
//
//   CONNECTIONS=20000 REQUEST_RATE=1000000r/s … ops/stack with node tests/load/qr_waiting.mjs BROWSERS…
//
// Prints for each number: the looks a second, p50, p99 and worst of GET me, what
// was answered by none or by 5xx, and how long a confirmation took to be seen.
import { createHash, randomBytes } from 'node:crypto'
import { execFile } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { cpus } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { Accounts } from '../lib/accounts.mjs'
import { AppBackend, newPerson, standsFor } from '../lib/app.mjs'
import { Client } from '../lib/client.mjs'
import { Database } from '../lib/db.mjs'
import { sharedStack } from '../lib/stack.mjs'

const SECONDS = 30, WAITING_MS = 3000, SCANNED_MS = 1000, ME_EVERY_MS = 25, SCANS = 20
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms))
// Of the whole machine, whoever else is at work on it.
const processor = () => cpus().reduce((sum, { times }) => ({ idle: sum.idle + times.idle, all: sum.all + Object.values(times).reduce((a, b) => a + b) }), { idle: 0, all: 0 })
const at = (sorted, share) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))]

const stack = await sharedStack()
const db = new Database(stack)
const accounts = new Accounts(stack, db)
const app = new AppBackend(stack)

async function codes(n) {
	const all = Array.from({ length: n }, () => ({ id: randomBytes(16).toString('base64url'), secret: randomBytes(32).toString('base64url') }))
	for (let i = 0; i < n; i += 500)
		await db.query(`INSERT INTO qr_codes (id, secret_digest, state, device, address, created_at, expires_at) VALUES ${all.slice(i, i + 500)
			.map(({ id, secret }) => `('${id}', UNHEX('${createHash('sha256').update(secret).digest('hex')}'), 1, '-', '-', UTC_TIMESTAMP(3), UTC_TIMESTAMP(3) + INTERVAL 1 HOUR)`).join()}`)
	return all
}

function wait(n, all) {
	const script = join(stack.directory, 'waiting.lua')
	writeFileSync(script, `local all = {${all.map(({ id, secret }) => `{"${id}","${secret}"}`).join()}}
local i, first = 0, ${n}
math.randomseed(1)
function delay() if first > 0 then first = first - 1 return math.random(0, ${WAITING_MS * 2}) end return math.random(${WAITING_MS - 500}, ${WAITING_MS + 500}) end
function request() i = i % #all + 1 return "GET ${stack.base}/qr/" .. all[i][1] .. " HTTP/1.1\\r\\nHost: x\\r\\nCookie: ld-qr=" .. all[i][2] .. "\\r\\n\\r\\n" end
function done(summary, latency) io.write(string.format("looks %d p50 %.0f p99 %.0f errors %d %d %d %d status %d\\n", summary.requests, latency:percentile(50) / 1000, latency:percentile(99) / 1000,
	summary.errors.connect, summary.errors.read, summary.errors.write, summary.errors.timeout, summary.errors.status)) end`)
	return promisify(execFile)('wrk', ['-t1', `-c${n}`, `-d${SECONDS}s`, '--timeout', '10s', '-s', script, stack.origin])
}

async function work(client, until, times) {
	let bad = 0
	while (Date.now() < until) {
		const began = performance.now()
		if ((await client.get('/me')).status !== 200)
			bad++
		times.push(performance.now() - began)
		await pause(ME_EVERY_MS)
	}
	return bad
}

// One person who scans, agrees, and the page that asks once a second meanwhile.
async function scan() {
	const client = await Client.open(stack)
	const person = newPerson()
	await standsFor(stack, db, (await accounts.operator()).account, person)
	const { id } = await client.expect(201, 'POST', '/qr', { body: {} })
	await app.scan(id, person)
	const { number } = await client.expect(200, 'GET', `/qr/${id}`)
	const ticks = (async () => {
		await pause(Math.random() * SCANNED_MS)
		for (;;) {
			if ((await client.expect(200, 'GET', `/qr/${id}`)).state === 'confirmed')
				return performance.now()
			await pause(SCANNED_MS)
		}
	})()
	await app.confirm(id, person, number)
	const confirmed = performance.now()
	return await ticks - confirmed
}

for (const n of process.argv.slice(2).map(Number)) {
	const waiting = n ? wait(n, await codes(n)) : pause(SECONDS * 1000).then(() => ({ stdout: 'looks 0\n' }))
	const client = await Client.signedIn(stack, await accounts.operator())
	await pause(WAITING_MS * 2)
	const times = [], seen = []
	const until = Date.now() + (SECONDS - 10) * 1000
	const before = processor()
	const [bad] = await Promise.all([work(client, until, times), (async () => {
		for (let i = 0; i < SCANS && Date.now() < until; i++)
			seen.push(await scan())
	})()])
	const after = processor()
	const busy = 100 * (1 - (after.idle - before.idle) / (after.all - before.all))
	const { stdout } = await waiting
	times.sort((a, b) => a - b)
	seen.sort((a, b) => a - b)
	const looks = stdout.match(/looks .*/)[0]
	console.log(`${n} browsers: ${(Number(looks.match(/looks (\d+)/)[1]) / SECONDS).toFixed(0)} looks/s, processors ${busy.toFixed(0)} % busy; me ${times.length} p50 ${at(times, 0.5).toFixed(1)} p99 ${at(times, 0.99).toFixed(1)} max ${times.at(-1).toFixed(1)} ms, bad ${bad}; confirmation seen: ${seen.length} p50 ${at(seen, 0.5).toFixed(0)} max ${seen.at(-1).toFixed(0)} ms; ${looks}`)
}
await stack.stop()
