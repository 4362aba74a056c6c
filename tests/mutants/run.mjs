// `make mutants`: takes one thing away from a copy of the product at a time,
// puts the result in under a running stack, and demands that a test turns red.
// `node tests/mutants/run.mjs PATTERN` runs only the mutants whose file and name
// fit it; BASELINE=no trusts that the tests are green. The copy, the stack and its port are this run's own.
import { spawn, spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { testSettings, top } from '../lib/stack.mjs'
import { faults, mutants } from './list.mjs'

const tree = join(top, 'run', `mutants-${process.pid}`)
const file_seconds = 120

// What tests and builds need; times are kept, so that nothing is built anew.
function copy() {
	mkdirSync(tree, { recursive: true })
	const keep = (source) => !['node_modules', 'asan', 'unit-tests', 'fresh'].includes(basename(source))
	for (const name of ['Makefile', 'fcgi', 'migrations', 'nginx', 'ops', 'tests', 'web/dist', 'web/src/api', 'build'])
		cpSync(join(top, name), join(tree, name), { recursive: true, preserveTimestamps: true, filter: keep })
	for (const name of ['tests', 'web', 'ops'])
		if (existsSync(join(top, name, 'node_modules')))
			symlinkSync(join(top, name, 'node_modules'), join(tree, name, 'node_modules'))
}

// Warnings about what lost its use are no matter here.
const make = (target) => spawnSync('make', ['-C', tree, target, 'CFLAGS=-Wno-error -w'], { encoding: 'utf8' })

function lives(pid) {
	try {
		return process.kill(pid, 0)
	} catch {
		return false
	}
}

let running = null
let asked = false
/** Runs one test file until something fails; 'red', 'green' or 'slow'. */
function test(stack, spec) {
	const [name, words] = spec.split(': ')
	const env = { ...process.env, ...testSettings, ...is_shared(spec) ? { ...stack.env, PREFIX: '' } : {} }
	const args = ['--test', '--test-reporter=tap', ...words ? [`--test-name-pattern=${words}`] : [], join(tree, 'tests', `${name}.test.mjs`)]
	return new Promise((resolve) => {
		const child = spawn('node', args, { cwd: tree, env, stdio: ['ignore', 'pipe', 'ignore'], detached: true })
		running = child
		let output = ''
		let outcome = null
		let ran = false
		const end = (how) => {
			outcome ??= how
			try {
				process.kill(-child.pid, 'SIGTERM')
			} catch {
				// It has ended by itself.
			}
		}
		const timer = setTimeout(() => end('slow'), file_seconds * 1000)
		child.stdout.setEncoding('utf8').on('data', (text) => {
			output += text
			ran ||= /^ *ok \d+ - (?!.*# SKIP)/m.test(output)
			if (/^ *not ok /m.test(output))
				end('red')
		})
		child.on('close', async (status) => {
			clearTimeout(timer)
			// A stack of its own may still be stopping.
			while (lives(-child.pid))
				await new Promise((again) => setTimeout(again, 50))
			running = null
			resolve(outcome ?? (status !== 0 ? 'red' : ran ? 'green' : 'empty'))
		})
	})
}

// Tests whose stack all mutants share: it remembers what each of them did.
const is_shared = (spec) => spec.startsWith('api/') && !spec.startsWith('api/session/security')

/** Which of the tests are not green, a line each. */
async function ill(stack, specs) {
	const wrong = []
	for (const spec of specs) {
		const outcome = asked || process.env.BASELINE === 'no' ? 'green' : await test(stack, spec)
		if (outcome !== 'green')
			wrong.push(`${spec}: ${outcome}`)
	}
	return wrong
}

const clean = 'liangding_clean'
/** Keeps the database as it is, apart; gives what brings it back to that. */
async function snapshot(stack) {
	const sql = (text) => stack.command(['sql', '--batch', '--skip-column-names'], text)
	// What the database works out of a row itself is not written.
	const tables = (await sql(`SET SESSION group_concat_max_len = 100000; SELECT t.table_name, GROUP_CONCAT(CONCAT('\`', c.column_name, '\`') ORDER BY c.ordinal_position)
		FROM information_schema.tables t JOIN information_schema.columns c ON c.table_schema = t.table_schema AND c.table_name = t.table_name AND c.is_generated = 'NEVER'
		WHERE t.table_schema = 'liangding' AND t.table_rows IS NOT NULL AND t.table_name <> 'divisions' GROUP BY t.table_name`)).trim().split('\n').map((line) => line.split('\t'))
	await sql(`CREATE DATABASE ${clean};` + tables.map(([table, columns]) =>
		`CREATE TABLE ${clean}.${table} AS SELECT ${columns} FROM liangding.${table};`).join(''))
	return () => sql('SET foreign_key_checks = 0;' + tables.map(([table, columns]) =>
		`DELETE FROM liangding.${table}; INSERT INTO liangding.${table} (${columns}) SELECT ${columns} FROM ${clean}.${table};`).join(''))
}

const children = (pid) => readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ').filter(Boolean)

/** Builds what lies in the tree and puts it in; how that went. */
async function install(stack, path) {
	if (!path.startsWith('fcgi/'))
		return 'installed'
	const built = make('programs')
	if (built.status !== 0)
		return `does not build: ${built.stderr.slice(0, 400)}`
	const master = stack.pid('daemon')
	const old = children(master)
	try {
		await stack.command(['upgrade-daemon'])
	} catch {
		return 'does not start'
	}
	for (let i = 0; i < 200 && children(master).some((pid) => old.includes(pid)); i++)
		await new Promise((resolve) => setTimeout(resolve, 25))
	return 'installed'
}

async function attempt(stack, restore, { file: path, find, replace, tests }) {
	const source = readFileSync(join(tree, path), 'utf8')
	writeFileSync(join(tree, path), source.replace(find, () => replace))
	try {
		const installed = await install(stack, path)
		if (installed !== 'installed')
			return { killed: installed === 'does not start', by: installed }
		// What another mutant did to the data must not be why a test turns red.
		await restore()
		for (const spec of tests) {
			// One that hangs for its minutes hangs again; one that was only slow does not.
			const outcome = await test(stack, spec).then((how) => how === 'slow' ? test(stack, spec) : how)
			if (outcome !== 'green')
				return { killed: true, by: `${spec} (${outcome})` }
		}
		return { killed: false, by: 'nothing' }
	} finally {
		writeFileSync(join(tree, path), source)
	}
}

const wrong = faults(top)
if (wrong.length) {
	console.error(`the table does not fit the sources:\n${wrong.join('\n')}`)
	process.exit(2)
}
const wanted = new RegExp(process.argv.slice(2).join(' '))
const list = mutants(top).filter(({ name, file: path }) => wanted.test(`${path} ${name}`))
copy()
let stack = null
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'])
	process.once(signal, () => {
		asked = true
		running?.pid && process.kill(-running.pid, 'SIGTERM')
	})
try {
	if (make('programs').status !== 0)
		throw new Error('the copy does not build')
	const { startStack } = await import(pathToFileURL(join(tree, 'tests/lib/stack.mjs')))
	stack = await startStack()
	const restore = await snapshot(stack)
	const began = Date.now()
	console.log(`${list.length} mutants; first, that the tests are green without them`)
	// Their green is what makes a red one tell something.
	const specs = [...new Set(list.flatMap(({ tests }) => tests))]
	const first = await ill(stack, specs)
	if (first.length)
		throw new Error(`not green to begin with:\n${first.join('\n')}`)
	const survivors = []
	for (const [i, mutant] of list.entries()) {
		if (asked)
			break
		const at = Date.now()
		const { killed, by } = await attempt(stack, restore, mutant)
		if (!killed)
			survivors.push(`${mutant.file}: ${mutant.name} (${by})`)
		console.log(`${String(i + 1).padStart(4)} ${killed ? 'killed  ' : 'SURVIVED'} ${((Date.now() - at) / 1000).toFixed(1).padStart(5)} s  `
			+ `${mutant.file}: ${mutant.name}; ${by}`)
	}
	// And are they without them again? Else a red one told nothing.
	await install(stack, 'fcgi/')
	await restore()
	const last = await ill(stack, specs.filter(is_shared))
	if (last.length)
		throw new Error(`not green any more after the mutants:\n${last.join('\n')}`)
	console.log(`\n${list.length - survivors.length} killed, ${survivors.length} survived, ${Math.round((Date.now() - began) / 1000)} s`)
	for (const survivor of survivors)
		console.log(`survived: ${survivor}`)
	process.exitCode = survivors.length || asked ? 1 : 0
} catch (error) {
	console.error(error.message)
	process.exitCode = 1
} finally {
	await stack?.stop()
	rmSync(tree, { recursive: true, force: true })
}
