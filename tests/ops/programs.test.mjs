// The programs as operators meet them: what they are linked with and built like,
// and what `liangdingctl check` refuses.
import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, it } from 'node:test'
import { top } from '../lib/stack.mjs'

const build = join(top, 'build')
const directory = mkdtempSync(join(tmpdir(), 'liangding-check-'))
after(() => rmSync(directory, { recursive: true }))

const run = (program, ...args) => new Promise((resolve) =>
	execFile(program, args, (error, stdout, stderr) => resolve({ status: error?.code ?? 0, stdout, stderr })))

const libraries = async (program) => (await run('ldd', join(build, program))).stdout

it('workers carry no drawing library and no decoder; job runner and helper do', async () => {
	const heavy = /cairo|pango|xlsx|qpdf|curl|zxing|magic|jpeg|png|seccomp/i
	assert.doesNotMatch(await libraries('liangdingd'), heavy)
	assert.match(await libraries('liangding-jobs'), /cairo/)
	assert.match(await libraries('liangding-jobs'), /xlsxwriter/)
	// What holds the keys of seals reads no PDF.
	assert.doesNotMatch(await libraries('liangding-jobs'), /qpdf|magic|poppler/)
	assert.doesNotMatch(await libraries('liangdingctl'), /qpdf|magic|poppler/)
	const helper = await libraries('liangding-look')
	for (const library of [/qpdf/, /jpeg/, /png/, /magic/, /seccomp/])
		assert.match(helper, library)
	assert.doesNotMatch(helper, /mariadb|fcgi|jwt|cairo/)
})

for (const program of ['liangdingd', 'liangding-jobs', 'liangdingctl', 'liangding-look'])
	it(`${program} is built position-independent, with full RELRO, stack protection and fortified`, async () => {
		const { stdout: header } = await run('readelf', '-hd', join(build, program))
		assert.match(header, /DYN \(Position-Independent Executable file\)/)
		assert.match(header, /BIND_NOW|FLAGS.*NOW/)
		const { stdout: segments } = await run('readelf', '-lW', join(build, program))
		assert.match(segments, /GNU_RELRO/)
		assert.match(segments, /GNU_STACK +\S+ \S+ \S+ \S+ \S+ RW +/)
		const { stdout: symbols } = await run('readelf', '-sW', '--dyn-syms', join(build, program))
		assert.match(symbols, /__stack_chk_fail/)
		assert.match(symbols, /__(sn|vsn|f)printf_chk/)
	})

const write = (name, text) => {
	writeFileSync(join(directory, name), text)
	return join(directory, name)
}

async function check(changes = {}, modes = {}) {
	write('password', 'secret\n')
	chmodSync(join(directory, 'password'), 0o600)
	await run('rm', '-f', join(directory, 'keys'))
	await run(join(build, 'liangdingctl'), 'keys', 'new', join(directory, 'keys'))
	// Whoever the check becomes must get at them, wherever the checkout lies.
	chmodSync(directory, 0o755)
	await run('cp', join(build, 'liangding-jobs'), join(build, 'liangding-look'), directory)
	await run('chmod', '755', join(directory, 'liangding-jobs'), join(directory, 'liangding-look'))
	const settings = {
		mode: 'production', user: process.getuid() === 0 ? 'nobody' : null, listen: join(directory, 'api.sock'), upload_listen: join(directory, 'uploads.sock'),
		health_listen: join(directory, 'health.sock'),
		public_url: 'https://liangding.example/', file_directory: directory, key_file: join(directory, 'keys'),
		run_directory: directory, jobs_program: join(directory, 'liangding-jobs'),
		look_program: join(directory, 'liangding-look'), database_socket: '/none',
		database_name: 'liangding', database_user: 'liangding', database_password_file: join(directory, 'password'),
		...changes,
	}
	const file = write('liangding.conf', Object.entries(settings).filter(([, value]) => value !== null)
		.map(([name, value]) => `${name} = ${value}\n`).join(''))
	chmodSync(file, 0o640)
	for (const [name, mode] of Object.entries(modes))
		chmodSync(join(directory, name), mode)
	return run(join(build, 'liangdingctl'), '-c', file, 'check')
}

// There is no database here (tests/faults/store has one): nothing else may be wrong.
const sound = ({ status, stderr }) => {
	assert.equal(status, 1)
	assert.match(stderr.split('\n').filter((line) => !line.includes('event=')).join(' '),
		/^\S+liangding\.conf: the database: cannot be reached: is it running, and are its address, user and password right\? $/)
}

it('check takes a sound production configuration, and tells that its database is away', async () => {
	sound(await check())
})

it('check refuses in production what is only for a demonstration', async () => {
	for (const [name, value] of [['captcha_reveal', 'yes'], ['cookie_secure', 'no'], ['public_url', 'http://liangding.example/']]) {
		const { status, stderr } = await check({ [name]: value })
		assert.equal(status, 1, name)
		assert.match(stderr, new RegExp(`${name}: must be`))
	}
	// The same are fine in a demonstration.
	sound(await check({ mode: 'demo', captcha_reveal: 'yes', cookie_secure: 'no', public_url: 'http://localhost/' }))
})

it('LOGIN-5 production refuses to hash passwords more cheaply than is advised', async () => {
	for (const [password_memory_kib, password_passes] of [[8, 1], [7167, 10], [19456, 1], [7168, 4], [30000, 1]]) {
		const { status, stderr } = await check({ password_memory_kib, password_passes })
		assert.equal(status, 1)
		assert.match(stderr, /password_memory_kib, password_passes: too cheap for production: the standard is 19456 and 2/)
		sound(await check({ mode: 'demo', password_memory_kib, password_passes }))
	}
	for (const [password_memory_kib, password_passes] of [[7168, 5], [12288, 3], [19456, 2], [47104, 1]])
		sound(await check({ password_memory_kib, password_passes }))
})

it('PLAT-11 production takes no files that others may read or write', async () => {
	for (const [name, mode, good] of [['liangding.conf', 0o644, '0640'], ['keys', 0o660, '0640'], ['password', 0o604, '0600'], ['keys', 0o602, '0600']]) {
		const { status, stderr } = await check({}, { [name]: mode })
		assert.equal(status, 1)
		assert.match(stderr, new RegExp(`${name}: mode 0${mode.toString(8)} lets others read or write it: chmod ${good} \\S+/${name}\n`))
		const daemon = await run(join(build, 'liangdingd'), '-t', '-c', join(directory, 'liangding.conf'))
		assert.equal(daemon.status, 1)
		assert.match(daemon.stderr, /lets others read or write it/)
		sound(await check({ mode: 'demo' }, { [name]: mode }))
	}
})

it('PLAT-11 production does not run as root, nor as a user that there is not', async () => {
	assert.match((await check({ user: 'no-such-user' })).stderr, /user: no-such-user: there is no such user/)
	assert.match((await check({ user: 'root' })).stderr, /user: root: is root/)
	if (process.getuid() === 0) {
		const { status, stderr } = await check({ user: null })
		assert.equal(status, 1)
		assert.match(stderr, /user: production does not run as root: say which user/)
		sound(await check({ user: null, mode: 'demo' }))
	} else {
		assert.match((await check({ user: 'nobody' })).stderr, /user: only root can become nobody/)
	}
})

it('check names each mistake with its line, all at once', async () => {
	const { status, stderr } = await check({ workers: 'many', colour: 'red', mode: 'testing' })
	assert.equal(status, 1)
	assert.match(stderr, /liangding\.conf:1: mode: must be one of/)
	assert.match(stderr, /liangding\.conf:\d+: workers: must be a whole number/)
	assert.match(stderr, /liangding\.conf:\d+: colour: there is no such setting/)
})

it('check and the daemon refuse keys that are missing or short', async () => {
	for (const text of [null, '', 'jwt a c2hvcnQ\nmac b c2hvcnQ\n']) {
		const file = text === null ? join(directory, 'nokeys') : write('badkeys', text)
		const { status, stderr } = await check({ key_file: file })
		assert.equal(status, 1)
		assert.match(stderr, /keys/)
		const daemon = await run(join(build, 'liangdingd'), '-c', join(directory, 'liangding.conf'))
		assert.equal(daemon.status, 1)
		assert.match(daemon.stderr, /keys/)
	}
})

it('a missing setting, a socket path past 107 bytes and two databases are told', async () => {
	assert.match((await check({ listen: null })).stderr, /listen: is missing/)
	assert.match((await check({ listen: `/${'x'.repeat(120)}` })).stderr, /listen: a socket path has at most 107 bytes/)
	assert.match((await check({ look_program: '/no/such' })).stderr, /look_program: No such file/)
	assert.match((await check({ look_program: '/bin/true' })).stderr, /look_program: does not answer as it should/)
	assert.match((await check({ database_host: 'db' })).stderr, /either database_socket or database_host/)
})

it('the demo is for demonstrations only', async () => {
	await check()
	const config = join(directory, 'liangding.conf')
	const { status, stderr } = await run(join(build, 'liangdingctl'), '-c', config, 'demo', 'load')
	assert.equal(status, 1)
	assert.match(stderr, /owner_user|only for mode = demo/)
})
