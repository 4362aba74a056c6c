// Runs every part of `make test`, one after the other, whatever the one before
// did, and counts what each really tested. The last line says
// "N passed, N failed"; anything failed, or a part that tested nothing, is an
// error. `node tests/run.mjs api e2e` runs only the parts named.
import { spawn } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { cmocka, linter, nodeTest, vitest } from './lib/count.mjs'
import { freePort, testSettings, top } from './lib/stack.mjs'

function testFiles(folder) {
	const path = join(top, 'tests', folder)
	if (!existsSync(path))
		return []
	return readdirSync(path).filter((name) => name.endsWith('.test.mjs')).sort()
		.map((name) => join('tests', folder, name))
}

// A part of node:test files, with a stack of its own where it shares one.
function nodePart(name, { stack = true, env = {} } = {}) {
	return {
		name,
		count: nodeTest,
		env: { ...env, RUN_NAME: `test-${process.pid}-${name}` },
		stack,
		command: () => {
			const files = testFiles(name)
			if (!files.length)
				return ['sh', '-c', `echo 'no test in tests/${name}'; exit 1`]
			const node = ['node', '--test', '--test-reporter=tap',
				'--test-concurrency=1', ...files]
			return stack ? ['ops/stack', 'with', ...node] : node
		},
	}
}

const parts = [
	{ name: 'unit', command: () => ['make', 'unit-test'], count: cmocka },
	{ name: 'c-lint', command: () => ['make', 'c-lint'], count: linter },
	{ name: 'ops-lint', command: () => ['make', 'ops-lint'], count: linter },
	{ name: 'tests-lint', command: () => ['make', 'tests-lint'], count: linter },
	{ name: 'web-lint', command: () => ['npm', '--prefix', 'web', 'run', 'lint'], count: linter },
	{ name: 'web-check', command: () => ['npm', '--prefix', 'web', 'run', 'check'], count: linter },
	{ name: 'web', command: () => ['npm', '--prefix', 'web', 'test'], count: vitest },
	nodePart('ops', { stack: false }),
	nodePart('migrations', { stack: false }),
	nodePart('api'),
	nodePart('faults', { stack: false }),
	nodePart('e2e'),
]

let running = null
function execute(command, env) {
	return new Promise((resolve) => {
		const child = spawn(command[0], command.slice(1),
			{ cwd: top, env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] })
		running = child
		let output = ''
		for (const [from, to] of [[child.stdout, process.stdout], [child.stderr, process.stderr]])
			from.setEncoding('utf8').on('data', (text) => {
				output += text
				to.write(text)
			})
		child.on('error', (error) => resolve({ status: error.message, output }))
		child.on('close', (status, signal) => resolve({ status: status ?? signal, output }))
	})
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'])
	process.on(signal, () => {
		running?.kill('SIGTERM')
		running?.once('close', () => process.exit(130))
	})

const wanted = process.argv.slice(2)
const unknown = wanted.filter((name) => !parts.some((part) => part.name === name))
if (unknown.length) {
	console.error(`no such part: ${unknown.join(', ')}; there are: ${parts.map((p) => p.name).join(', ')}`)
	process.exit(2)
}

const results = []
async function part({ name, command, count, env, stack }) {
	console.log(`\n=== ${name}`)
	const began = Date.now()
	const settings = { ...testSettings, NO_COLOR: '1', FORCE_COLOR: '0', ...env }
	if (stack)
		settings.PORT = String(await freePort())
	const { status, output } = await execute(command(), settings)
	const { passed, failed, skipped } = count(output, status)
	const seconds = (Date.now() - began) / 1000
	const row = { name, passed, failed, skipped, seconds, status }
	// A part that ends badly without a failed test, or that counts nothing,
	// did not test what it says.
	if ((status !== 0 || passed === 0) && failed === 0)
		row.failed = 1
	results.push(row)
	if (row.failed && stack)
		console.log(`logs: run/${env.RUN_NAME}`)
}

const built = await execute(['make', 'build'], {})
if (built.status !== 0)
	results.push({ name: 'build', passed: 0, failed: 1, skipped: 0, seconds: 0, status: built.status })
for (const each of parts)
	if (!wanted.length || wanted.includes(each.name))
		await part(each)

console.log('\npart            passed failed skipped  seconds')
let passed = 0
let failed = 0
for (const row of results) {
	passed += row.passed
	failed += row.failed
	console.log(`${row.name.padEnd(15)} ${String(row.passed).padStart(6)} ${String(row.failed).padStart(6)} `
		+ `${String(row.skipped).padStart(7)} ${row.seconds.toFixed(1).padStart(8)}`
		+ (row.status === 0 ? '' : `  ended with ${row.status}`))
}
console.log(`\n${passed} passed, ${failed} failed`)
process.exitCode = failed ? 1 : 0
