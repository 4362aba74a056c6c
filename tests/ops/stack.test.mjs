// The private stack as its user meets it: starts, says what is wrong, stops what
// it started and nothing else, keeps its data, and does not meet its neighbours.
import assert from 'node:assert/strict'
import { spawn, spawnSync } from 'node:child_process'
import { existsSync, lstatSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync, mkdtempSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, it } from 'node:test'
import { exchange } from '../lib/client.mjs'
import { freePort, top, until } from '../lib/stack.mjs'

const name = `test-${process.pid}-run`
const directory = join(top, 'run', name)
let port

// As its user starts it, not as tests do.
const environment = { ...process.env, TEMPLATE: 'no', DURABLE: 'yes', RUN_NAME: name }

// make run's process, with its own environment; output is collected.
function run(env = {}) {
	const child = spawn(join(top, 'ops/run'), [], { stdio: ['ignore', 'pipe', 'pipe'],
		env: { ...environment, PORT: String(port), ...env } })
	child.output = ''
	for (const stream of [child.stdout, child.stderr])
		stream.setEncoding('utf8').on('data', (text) => { child.output += text })
	child.ended = new Promise((resolve) => child.once('close', (code) => resolve(code)))
	return child
}
const ready = (child) => until('the stack runs', () => {
	if (child.exitCode !== null)
		throw new Error(child.output)
	return /Ctrl-C stops/.test(child.output)
}, 300)
const pid_of = (each) => Number(readFileSync(join(directory, `${each}.pid`), 'utf8').split(' ')[0])
const pids = () => ['mariadb', 'daemon', 'nginx'].map(pid_of)
// A zombie has ended; whoever should bury it is not our matter.
function lives(pid) {
	try {
		return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'))
	} catch {
		return false
	}
}

before(async () => {
	port = await freePort()
})
after(() => {
	spawnSync(join(top, 'ops/stack'), ['reset'], { env: environment })
})

it('begins the demonstration anew where it was stopped in the midst of loading it', async () => {
	const child = run()
	await until('it loads', () => existsSync(join(directory, 'demo.begun')) && spawnSync(join(top, 'ops/stack'), ['sql', '-N', '-e', 'SELECT COUNT(*) FROM liangding.orders'], { env: environment }).stdout.toString().trim() > '0', 300)
	assert.ok(!existsSync(join(directory, 'demo.loaded')))
	child.kill('SIGINT')
	assert.notEqual(await child.ended, 0)
	assert.ok(!existsSync(join(directory, 'demo.loaded')))
})

it('runs, answers, prints address and logins, and ends on Ctrl-C', async () => {
	const child = run()
	await ready(child)
	const mine = pids()
	assert.ok(child.output.includes(`http://127.0.0.1:${port}/`))
	assert.match(child.output, /H\d{11}/)
	assert.equal((await exchange(`http://127.0.0.1:${port}`, 'GET', '/api/healthz')).status, 200)
	assert.equal((await exchange(`http://127.0.0.1:${port}`, 'GET', '/api/readyz')).status, 200)
	assert.match((await exchange(`http://127.0.0.1:${port}`, 'GET', '/')).buffer.toString(), /name="liangding-base" content="\/"/)
	// What the database has acknowledged is on the disk.
	assert.ok(!lstatSync(join(directory, 'db')).isSymbolicLink() && !lstatSync(join(directory, 'files')).isSymbolicLink())
	const durable = spawnSync(join(top, 'ops/stack'), ['sql', '-N', '-e', `SELECT @@innodb_flush_log_at_trx_commit,
		@@innodb_doublewrite, @@innodb_flush_method <> 'nosync'`], { env: environment })
	assert.equal(durable.stdout.toString(), '1\t1\t1\n')
	for (const secret of ['owner.password', 'daemon.password', 'jwt.keys'])
		assert.equal(statSync(join(directory, secret)).mode & 0o777, 0o600, secret)
	child.kill('SIGINT')
	assert.equal(await child.ended, 130)
	assert.deepEqual(mine.filter(lives), [])
})

it('keeps the data, says who is in the way, and lets nothing behind when it dies', async () => {
	spawnSync(join(top, 'ops/stack'), ['stop'], { env: environment })
	const first = run()
	await ready(first)
	const marked = spawnSync(join(top, 'ops/stack'), ['sql', 'liangding', '-e',
		'CREATE TABLE kept_by_test (id INT PRIMARY KEY)'], { env: environment })
	assert.equal(marked.status, 0, marked.stderr?.toString())

	const second = run({ PORT: String(await freePort()) })
	assert.equal(await second.ended, 1)
	assert.match(second.output, /已有一套在运行/)
	assert.match(second.output, /already running/)

	// Killed outright, its children follow.
	const mine = pids()
	first.kill('SIGKILL')
	await first.ended
	await until('nothing is left', () => !mine.some(lives), 30)

	const third = run({ PREFIX: '/liangding' })
	await ready(third)
	const page = await exchange(`http://127.0.0.1:${port}`, 'GET', '/liangding/')
	assert.match(page.buffer.toString(), /name="liangding-base" content="\/liangding\/"/)
	assert.equal((await exchange(`http://127.0.0.1:${port}`, 'GET', '/liangding/api/readyz')).status, 200)
	const kept = spawnSync(join(top, 'ops/stack'), ['sql', 'liangding', '-e', 'DROP TABLE kept_by_test'],
		{ env: environment })
	assert.equal(kept.status, 0)
	third.kill('SIGTERM')
	assert.equal(await third.ended, 143)
})

it('says that the port is taken, and whose it is stays unharmed', async () => {
	const server = createServer()
	await new Promise((resolve) => server.listen(port, '127.0.0.1', resolve))
	try {
		const child = run()
		assert.equal(await child.ended, 1)
		assert.match(child.output, new RegExp(`端口 ${port} 已被占用`))
		assert.match(child.output, new RegExp(`port ${port} is taken`))
		assert.ok(server.listening)
	} finally {
		server.close()
	}
})

it('shows the log\'s end and stops everything when a part does not start', async () => {
	const programs = mkdtempSync(join(tmpdir(), 'liangding-programs-'))
	try {
		for (const each of ['liangdingctl', 'liangding-jobs', 'liangding-look'])
			symlinkSync(join(top, 'build', each), join(programs, each))
		writeFileSync(join(programs, 'liangdingd'), '#!/bin/sh\necho this daemon is ill\nexit 3\n', { mode: 0o755 })
		const child = run({ PROGRAMS: programs })
		assert.equal(await child.ended, 1)
		assert.match(child.output, /后端未能启动/)
		assert.match(child.output, /the daemon did not start/)
		assert.match(child.output, /this daemon is ill/)
		assert.ok(!existsSync(join(directory, 'mariadb.pid')))
	} finally {
		rmSync(programs, { recursive: true })
	}
})

it('ends, and says so, when one of its parts ends', async () => {
	const child = run()
	await ready(child)
	const mine = pids()
	process.kill(mine[1], 'SIGKILL')
	assert.equal(await child.ended, 1)
	assert.match(child.output, /daemon ended unexpectedly/)
	assert.deepEqual(mine.filter(lives), [])
})

it('ends with its command when both are told to stop at once, every time', async () => {
	for (let i = 0; i < 8; i++) {
		const child = spawn(join(top, 'ops/stack'), ['with-database', 'sh', '-c', 'echo ready; exec cat'], { detached: true,
			stdio: ['pipe', 'pipe', 'ignore'], env: { ...environment, PORT: String(port) } })
		const ended = new Promise((resolve) => child.once('exit', resolve))
		await new Promise((resolve) => child.stdout.on('data', (text) => String(text).includes('ready') && resolve()))
		const database = pid_of('mariadb')
		process.kill(-child.pid, 'SIGTERM')
		let how = null
		ended.then((code) => { how = code })
		await until('it has ended', () => how !== null, 60).finally(() => how === null && child.kill('SIGKILL'))
		assert.equal(how, 143)
		assert.ok(!lives(database))
	}
})
