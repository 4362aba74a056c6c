// The stack that a test file talks to. tests/run.mjs starts one for a whole part
// (ops/stack with …) and says so in the environment; a test file run by itself
// starts its own. A child's open stdin is the leash: when this process ends,
// however it ends, `read` sees the end of its input and the stack is stopped.
import { execFile, spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createConnection, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

const run = promisify(execFile)
export const top = join(dirname(fileURLToPath(import.meta.url)), '..', '..')

// Hashes that nobody waits for, and that production refuses.
const cheap = ['password_memory_kib = 8', 'password_passes = 1']

// Rates so high that no test meets them by accident, captchas enough for a burst.
export const roomy = ['captcha_pool = 400', 'reveals_an_hour = 100000', 'orders_an_hour = 100000',
	'exports_an_hour = 100000', 'qr_codes_a_minute = 100000', 'sms_codes_a_day = 100000', 'verifications_a_minute = 100000', 'organisation_exports_an_hour = 100000']
export const testSettings = {
	CAPTCHA_REVEAL: 'yes',
	REQUEST_RATE: '100000r/s', REQUEST_BURST: '20000', CONNECTIONS: '10000', BODIES: '4000',
	LOGIN_RATE: '6000r/m', LOGIN_BURST: '2000',
	CAPTCHA_RATE: '1000r/s', CAPTCHA_BURST: '4000',
	VERIFY_RATE: '6000r/m', VERIFY_BURST: '2000',
	TEMPLATE: 'yes', DURABLE: 'no',
	SETTINGS: [...cheap, ...roomy].join('\n\t'),
}

/** An nginx alone has these by default; `undefined` stands for what is shipped. */
const generous = {
	'request-rate': testSettings.REQUEST_RATE, 'request-burst': testSettings.REQUEST_BURST,
	connections: testSettings.CONNECTIONS, bodies: testSettings.BODIES,
}
export const shipped = Object.fromEntries(Object.keys(generous).map((key) => [key, undefined]))

export function freePort() {
	return new Promise((resolve, reject) => {
		const server = createServer()
		server.once('error', reject)
		server.listen(0, '127.0.0.1', () => {
			const { port } = server.address()
			server.close(() => resolve(port))
		})
	})
}

/** Calls attempt() until it gives something true; its last error is the failure. */
export async function until(what, attempt, seconds = 15) {
	const end = Date.now() + seconds * 1000
	let last = ''
	while (Date.now() < end) {
		try {
			const result = await attempt()
			if (result)
				return result
		} catch (error) {
			last = `: ${error.message}`
		}
		await new Promise((resolve) => setTimeout(resolve, 50))
	}
	throw new Error(`not within ${seconds} s: ${what}${last}`)
}

const accepts = (port) => new Promise((resolve) => {
	const socket = createConnection({ port, host: '127.0.0.1' })
	socket.once('connect', () => {
		socket.destroy()
		resolve(true)
	}).once('error', () => resolve(false))
})

/**
 * An nginx alone, set up as ops/nginx-conf does it: { web, files, api, health,
 * prefix, 'login-rate', …, adjust: (configuration) => another }; gives { port, prefix, base, origin, stop }.
 */
export async function startNginx({ adjust = (text) => text, ...settings }) {
	const port = await freePort()
	const directory = mkdtempSync(join(tmpdir(), 'liangding-nginx-'))
	mkdirSync(join(directory, 'tmp'))
	const options = {
		out: directory, run: directory, listen: `127.0.0.1:${port}`,
		...process.getuid() === 0 ? { user: 'root' } : {},
		...generous,
		...settings,
	}
	await run(join(top, 'ops/nginx-conf'),
		Object.entries(options).filter(([, value]) => value !== undefined).flatMap(([key, value]) => [`--${key}`, String(value)]))
	const conf = join(directory, 'liangding.conf')
	writeFileSync(conf, adjust(readFileSync(conf, 'utf8')))
	const child = spawn('nginx', ['-e', join(directory, 'error.log'), '-p', directory,
		'-c', join(directory, 'liangding.conf'), '-g', 'daemon off;'],
	{ stdio: 'ignore', env: { ...process.env, PATH: `${process.env.PATH}:/usr/sbin` } })
	const ended = new Promise((resolve) => child.once('exit', resolve))
	const orphan = () => child.kill('SIGTERM')
	process.once('exit', orphan)
	const stop = async () => {
		child.kill('SIGTERM')
		await ended
		process.off('exit', orphan)
		rmSync(directory, { recursive: true, force: true })
	}
	try {
		await until('nginx listens', () => accepts(port))
	} catch (error) {
		await stop()
		throw error
	}
	const prefix = settings.prefix ?? ''
	return { port, prefix, base: `${prefix}/api`, origin: `http://127.0.0.1:${port}`, directory, stop }
}

class Stack {
	constructor(env) {
		this.env = env
		this.open = new Set()
		this.directory = env.RUN_DIR
		this.sockets = env.LIANGDING_SOCKETS
		this.port = Number(env.PORT)
		this.prefix = env.PREFIX ?? ''
		this.origin = `${env.TLS === 'yes' ? 'https' : 'http'}://127.0.0.1:${this.port}`
		this.base = `${this.prefix}/api`
		this.url = `${this.origin}${this.prefix}/`
	}

	/** ops/stack COMMAND… on this stack: ctl, sql, restart-daemon; input is its stdin. */
	async command(args, input = '') {
		const running = run(join(top, 'ops/stack'), args,
			{ env: { ...process.env, ...this.env }, maxBuffer: 1 << 26 })
		// Who reads no input may have ended before it comes; how it ended says enough.
		running.child.stdin.on('error', () => {}).end(input)
		return (await running).stdout
	}

	ctl(...args) {
		return this.command(['ctl', ...args])
	}

	/** Settings of the running daemon, by SIGHUP; returns with all its processes replaced. */
	async configure(settings) {
		const path = join(this.directory, 'liangding.conf')
		const lines = readFileSync(path, 'utf8').split('\n')
			.filter((line) => !Object.keys(settings).some((name) => line.trimStart().startsWith(`${name} =`)))
		for (const [name, value] of Object.entries(settings))
			if (value !== null)
				lines.push(`${name} = ${value}`)
		writeFileSync(path, `${lines.join('\n')}\n`)
		const master = this.pid('daemon')
		const children = () => readFileSync(`/proc/${master}/task/${master}/children`, 'utf8').trim().split(' ')
		const old = children()
		process.kill(master, 'SIGHUP')
		await until('all processes are new', () => {
			const now = children()
			return now.length === old.length && !now.some((pid) => old.includes(pid))
		}, 20)
	}

	/** The process id of mariadb, daemon or nginx. */
	pid(name) {
		return Number(readFileSync(join(this.directory, `${name}.pid`), 'utf8').split(' ')[0])
	}

	file(name) {
		return readFileSync(join(this.directory, name), 'utf8')
	}

	/** One more nginx before the same daemon, with settings of its own. */
	nginx(settings = {}) {
		return startNginx({
			web: process.env.WEB || join(top, 'web/dist'),
			files: join(this.directory, 'files'),
			api: join(this.sockets, 'api.sock'),
			uploads: settings.api ?? join(this.sockets, 'uploads.sock'),
			health: join(this.sockets, 'health.sock'),
			...settings,
		})
	}

	/** What is to be closed before the stack stops: clients, browsers. */
	onStop(close) {
		this.open.add(close)
	}

	async close() {
		for (const close of this.open)
			await close()
		this.open.clear()
	}

	/** Of a stack that others share: only what this file opened. */
	stop() {
		return this.close()
	}
}

/**
 * A stack of the caller's own, to be stopped by it. how: 'with' or
 * 'with-database' (an empty database and no daemon). Its data lies in memory and
 * nothing is synced, unless DURABLE is 'yes'; its SETTINGS have cheap hashes
 * added, except in production or where they say something of passwords. stop({ keep: true }) leaves its directory.
 */
export async function startStack(env = {}, how = 'with') {
	const settings = {
		...testSettings, RUN_NAME: `test-${process.pid}-${Math.random().toString(36).slice(2, 7)}`,
		PORT: String(await freePort()), PREFIX: '', ...env,
		SETTINGS: [...env.MODE === 'production' || /password_/.test(env.SETTINGS) ? [] : cheap, ...env.SETTINGS ? [env.SETTINGS] : roomy].join('\n\t'),
	}
	const inherited = { ...process.env }
	for (const name of ['RUN_DIR', 'LIANGDING_SOCKETS', 'LIANGDING_URL'])
		delete inherited[name]
	const child = spawn(join(top, 'ops/stack'), [how, 'sh', '-c',
		'printf "ready %s\\n%s\\n" "$RUN_DIR" "$LIANGDING_SOCKETS"; read -r status; exit ${status:-0}'],
	{ env: { ...inherited, ...settings }, stdio: ['pipe', 'pipe', 'pipe'] })
	let output = ''
	const ended = new Promise((resolve) => child.once('close', resolve))
	const ready = new Promise((resolve, reject) => {
		const take = (text) => {
			output += text
			const match = output.match(/^ready (.*)\n(.*)\n/m)
			if (match)
				resolve(match)
		}
		child.stdout.setEncoding('utf8').on('data', take)
		child.stderr.setEncoding('utf8').on('data', take)
		child.once('close', () => reject(new Error(`the stack did not start\n${output}`)))
	})
	const [, directory, sockets] = await ready
	const stack = new Stack({ ...settings, RUN_DIR: directory, LIANGDING_SOCKETS: sockets })
	stack.stop = async ({ keep = false } = {}) => {
		await stack.close()
		child.stdin.end(keep ? '1\n' : '')
		await ended
	}
	return stack
}

/** The stacks of ops/cluster, a node each; the last has a database alone. */
export const clusterStacks = () => process.env.CLUSTER.trim().split(' ').map((each, i) => {
	const [RUN_DIR, LIANGDING_SOCKETS, PORT] = each.split('=')
	return new Stack({ RUN_NAME: `cluster-${i + 1}`, RUN_DIR, LIANGDING_SOCKETS, PORT, PREFIX: '', DEMO: 'no' })
})

/** The stack of this part, or one of this file's own; call stop() in after(). */
export async function sharedStack() {
	if (!process.env.LIANGDING_SOCKETS)
		return startStack()
	const { RUN_NAME, RUN_DIR, PORT, PREFIX, LIANGDING_SOCKETS } = process.env
	return new Stack({ RUN_NAME, RUN_DIR, PORT, PREFIX, LIANGDING_SOCKETS })
}
