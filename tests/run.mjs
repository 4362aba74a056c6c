// Runs every part of `make test`, whatever came of the others, and counts what
// each really tested. Lanes (LANES=n; two to four, by processors) take the next program or file in turn;
// the files of api and e2e meet a stack of their lane's own. What a job says is
// printed when it ends. The last line says "N passed, N failed"; anything failed,
// or a part that tested nothing, is an error. `node tests/run.mjs api e2e/session/login`
// runs only the parts or files named.
import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { join, relative } from 'node:path'
import { cmocka, linter, nodeTest, vitest } from './lib/count.mjs'
import { Lanes } from './lib/lanes.mjs'
import { top } from './lib/stack.mjs'

/** Files that must not have another lane beside them, and why. */
const alone = {}

const testFiles = (folder) => !existsSync(folder) ? [] : readdirSync(folder, { withFileTypes: true })
	.sort((a, b) => a.name < b.name ? -1 : 1)
	.flatMap((each) => each.isDirectory() ? testFiles(join(folder, each.name))
		: each.name.endsWith('.test.mjs') ? [join(folder, each.name)] : [])

// A part of node:test files, a job each.
function nodePart(part, { stack = false } = {}) {
	const files = testFiles(join(top, 'tests', part))
	if (!files.length)
		return [{ part, name: part, count: nodeTest, command: ['sh', '-c', `echo 'no test in tests/${part}'; exit 1`] }]
	return files.map((path) => {
		const name = relative(join(top, 'tests'), path).replace(/\.test\.mjs$/, '')
		return { part, name, stack, alone: alone[name], count: nodeTest,
			command: ['node', '--test', '--test-reporter=tap', relative(top, path)] }
	})
}
const program = (part, count, ...command) => ({ part, name: part, count, command })

// What takes long comes first, so that the lanes end together.
const long = ['e2e/pages', 'e2e/main_job', 'e2e/places']
const jobs = [
	...nodePart('e2e', { stack: true }).sort((a, b) => long.includes(b.name) - long.includes(a.name)),
	...nodePart('engine'),
	...nodePart('faults'),
	...nodePart('api', { stack: true }),
	program('unit', cmocka, 'make', 'unit-test'),
	...nodePart('ops'),
	program('c-lint', linter, 'make', 'c-lint'),
	program('ops-lint', linter, 'make', 'ops-lint'),
	program('tests-lint', linter, 'make', 'tests-lint'),
	program('web-lint', linter, 'npm', '--prefix', 'web', 'run', 'lint'),
	program('web-check', linter, 'npm', '--prefix', 'web', 'run', 'check'),
	program('web', vitest, 'npm', '--prefix', 'web', 'test'),
	...nodePart('migrations'),
]

const wanted = process.argv.slice(2)
const fits = ({ part, name }, word) => word === part || word === name || name.startsWith(`${word}/`)
const unknown = wanted.filter((word) => !jobs.some((job) => fits(job, word)))
if (unknown.length) {
	console.error(`no such part: ${unknown.join(', ')}; there are: ${[...new Set(jobs.map(({ part }) => part))].join(', ')}, and files like e2e/session/login`)
	process.exit(2)
}
const chosen = jobs.filter((job) => !wanted.length || wanted.some((word) => fits(job, word)))

const rows = new Map(chosen.map(({ part }) => [part, { passed: 0, failed: 0, skipped: 0, seconds: 0, notes: [] }]))
const began = Date.now()
let left = chosen.length
function told({ part, name, alone: reason }, { passed, failed, skipped, seconds, status, output, logs }) {
	const row = rows.get(part)
	row.passed += passed
	row.failed += failed
	row.skipped += skipped
	row.seconds += seconds
	if (failed)
		row.notes.push(status === 0 ? `${name} failed` : `${name} ended with ${status}`)
	if (reason)
		row.notes.push(`${name} alone: ${reason}`)
	console.log(`\n=== ${name}\n${output.trimEnd()}`)
	if (logs)
		console.log(`logs: ${relative(top, logs)}`)
	console.log(`--- ${name}: ${passed} passed, ${failed} failed, ${seconds.toFixed(1)} s; ${--left} to come`)
}

const lanes = new Lanes(Number(process.env.LANES) || Math.min(4, Math.max(2, availableParallelism())), told)
let interrupted = false
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'])
	process.on(signal, () => {
		// Who asks a second time will not wait.
		lanes.stop(interrupted ? 'SIGKILL' : 'SIGTERM')
		interrupted = true
	})

const built = spawnSync('make', ['build', 'trial-pages'], { cwd: top, stdio: ['ignore', 'inherit', 'inherit'] })
if (built.status !== 0)
	rows.set('build', { passed: 0, failed: 1, skipped: 0, seconds: 0, notes: [`ended with ${built.status ?? built.signal}`] })
await lanes.run(chosen)

console.log('\npart            passed failed skipped  seconds')
let passed = 0
let failed = 0
for (const [part, row] of rows) {
	if (row.passed === 0 && row.failed === 0)
		Object.assign(row, { failed: 1, notes: ['tested nothing'] })
	passed += row.passed
	failed += row.failed
	console.log(`${part.padEnd(15)} ${String(row.passed).padStart(6)} ${String(row.failed).padStart(6)} `
		+ `${String(row.skipped).padStart(7)} ${row.seconds.toFixed(1).padStart(8)}${row.notes.map((note) => `  ${note}`).join(';')}`)
}
console.log(`\n${((Date.now() - began) / 1000).toFixed(0)} s`)
console.log(`${passed} passed, ${failed} failed`)
process.exitCode = interrupted ? 130 : failed ? 1 : 0
