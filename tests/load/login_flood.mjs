// What a flood of sign-ins costs everybody else: people at work, beside so many
// tries a second of ever new accounts, each with a right captcha and a wrong
// password, and no limit of an address's in their way (a flood may come from ever
// so many). In a stack of its own, hashes as shipped:
//
//   node tests/load/login_flood.mjs TRIES_A_SECOND…
//
// Quiet and flooded turn by turn, so that the machine's other work falls on both.
// Prints p50, p99 and worst of GET me and GET orders, as nginx took them in and
// answered (in whole milliseconds; who asks and who floods share the machine with
// what they ask, and wait for each other), and how the tries ended. Ends with 1 where
// the flood more than doubles a p99 of 5 ms or more.
import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { loadavg } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { Accounts } from '../lib/accounts.mjs'
import { Client } from '../lib/client.mjs'
import { Database } from '../lib/db.mjs'
import { startStack } from '../lib/stack.mjs'

const SECONDS = 3, ROUNDS = 15, CONNECTIONS = 64, EVERY_MS = 10
const paths = ['/me', '/orders?page_size=20']
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms))
const at = (sorted, share) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? NaN

const stack = await startStack({ LOGIN_RATE: '1000000r/m', REQUEST_RATE: '1000000r/s', CONNECTIONS: '1000',
	SETTINGS: 'password_memory_kib = 19456\n\tpassword_passes = 2' })
const db = new Database(stack)

async function captchas(n) {
	const all = Array.from({ length: n }, () => randomBytes(16).toString('base64url'))
	for (let i = 0; i < n; i += 500)
		await db.query(`INSERT INTO captchas (token, answer, image, spent, created_at, issued_at) VALUES ${all.slice(i, i + 500)
			.map((token) => `('${token}', 'abcd', 'x', 0, UTC_TIMESTAMP(3), UTC_TIMESTAMP(3))`).join()}`)
	return all
}

// So many tries a second from CONNECTIONS; each captcha once.
async function flood(tries) {
	const list = join(stack.directory, 'captchas.txt')
	writeFileSync(list, (await captchas(tries * (SECONDS + 1))).join('\n'))
	const script = join(stack.directory, 'flood.lua')
	writeFileSync(script, `local all, i = {}, 0
for line in io.lines("${list}") do all[#all + 1] = line end
math.randomseed(1)
function delay() return math.random(1, ${Math.round(2000 * CONNECTIONS / tries)}) end
function request() i = i + 1
	local body = string.format('{"realm":"bureau","account":"flood-%d-%d","password":"whatever it is","captcha_id":"%s","captcha_answer":"abcd"}', i, ${Date.now()}, all[(i - 1) % #all + 1])
	return "POST ${stack.base}/session HTTP/1.1\\r\\nHost: x\\r\\nOrigin: ${stack.origin}\\r\\nSec-Fetch-Site: same-origin\\r\\nContent-Type: application/json\\r\\nContent-Length: " .. #body .. "\\r\\n\\r\\n" .. body end
local counts, threads = {}, {}
told = ""
function response(status)
	counts[status] = (counts[status] or 0) + 1
	told = ""
	for s, n in pairs(counts) do told = told .. s .. "=" .. n .. " " end
end
function setup(thread) table.insert(threads, thread) end
function done() for _, thread in ipairs(threads) do io.write("answers " .. thread:get("told") .. "\\n") end end`)
	const { stdout } = await promisify(execFile)('wrk', ['-t1', `-c${CONNECTIONS}`, `-d${SECONDS}s`, '--timeout', '10s', '-s', script, stack.origin])
	return Object.fromEntries(/^answers (.*)$/m.exec(stdout)[1].trim().split(' ').map((each) => each.split('=')))
}

async function work(client, path, until) {
	while (Date.now() < until) {
		const { status } = await client.get(path)
		if (status !== 200)
			throw new Error(`GET ${path} is answered with ${status}`)
		await pause(EVERY_MS)
	}
}

let read = 0
/** Milliseconds of each path since the last call, as nginx has them. */
function taken(seen) {
	const log = readFileSync(join(stack.directory, 'nginx/access.log'), 'utf8')
	for (const line of log.slice(read).split('\n')) {
		const [, path, seconds] = / GET "\/api([^"]*)" 200 \d+ ([\d.]+) /.exec(line) ?? []
		seen[paths.find((each) => each.split('?')[0] === path)]?.push(Math.round(seconds * 1000))
	}
	read = log.length
}

try {
	const operator = await new Accounts(stack, db).operator()
	const client = await Client.signedIn(stack, operator)
	const measure = () => Promise.all(paths.map((path) => work(client, path, Date.now() + (SECONDS - 0.3) * 1000)))
	console.log(`load of the machine when it began ${loadavg().map((each) => each.toFixed(1)).join(' ')}`)
	for (const tries of process.argv.slice(2).map(Number)) {
		const [quiet, flooded] = [0, 1].map(() => Object.fromEntries(paths.map((path) => [path, []])))
		const ends = {}
		for (let round = 0; round < ROUNDS; round++) {
			taken({})
			await measure()
			taken(quiet)
			const [answers] = await Promise.all([flood(tries), pause(200).then(measure)])
			taken(flooded)
			for (const [status, n] of Object.entries(answers))
				ends[status] = (ends[status] ?? 0) + Number(n)
		}
		console.log(`\n${tries} tries a second asked for; in ${ROUNDS} × ${SECONDS} s answered ${Object.entries(ends).map(([status, n]) => `${status} × ${n}`).join(', ')}`)
		for (const path of paths) {
			const told = ([name, seen]) => {
				const sorted = seen[path].sort((a, b) => a - b)
				return `${name} p50 ${at(sorted, 0.5)} p99 ${at(sorted, 0.99)} worst ${at(sorted, 1)} ms of ${sorted.length}`
			}
			console.log(`  GET ${path}: ${[['quiet', quiet], ['flooded', flooded]].map(told).join('; ')}`)
			const [one, other] = [quiet, flooded].map((seen) => at(seen[path], 0.99))
			const bad = !(other <= Math.max(2 * one, 5))
			console.log(`    p99 × ${(other / one).toFixed(2)}${bad ? ', MORE THAN 2' : ''}`)
			if (bad)
				process.exitCode = 1
		}
	}
	client.close()
} finally {
	await stack.stop()
}
