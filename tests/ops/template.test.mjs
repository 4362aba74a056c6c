// The databases that stacks of tests are copied from: each copy is somebody of its
// own, and what was made of other sources, or not wholly made, is never used.
import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { cpSync, existsSync, lstatSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, appendFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, it } from 'node:test'
import { promisify } from 'node:util'
import { Database } from '../lib/db.mjs'
import { startStack, top } from '../lib/stack.mjs'

const run = promisify(execFile)
let tree
before(() => {
	// The sources that a template is made of, to be changed here.
	tree = mkdtempSync(join(tmpdir(), 'liangding-tree-'))
	for (const name of ['ops', 'migrations'])
		cpSync(join(top, name), join(tree, name), { recursive: true, filter: (path) => !path.includes('node_modules') })
	symlinkSync(join(top, 'build'), join(tree, 'build'))
	symlinkSync(join(top, 'web'), join(tree, 'web'))
})
after(() => rmSync(tree, { recursive: true, force: true }))

const home = () => join(tree, 'run/templates')
const made = () => readdirSync(home()).filter((name) => name !== 'lock')
let copies = 0
async function copy(kind) {
	const to = join(tree, `copy-${++copies}`)
	mkdirSync(to)
	await run(join(tree, 'ops/template'), [kind, to, join(to, 'files')])
	assert.ok(existsSync(join(to, 'db/ibdata1')) && existsSync(join(to, 'db/mysql')))
	return to
}

it('makes one for two that ask at once, and never takes what was left half made', async () => {
	mkdirSync(join(home(), 'making.1/db'), { recursive: true })
	await Promise.all([copy('empty'), copy('empty')])
	assert.equal(made().length, 1)
	assert.match(made()[0], /^[0-9a-f]{16}$/)
	await copy('empty')
	assert.equal(made().length, 1)
})

it('makes another when a migration, a program or a list of divisions has changed, and keeps few', async () => {
	const plain = await copy('plain')
	assert.ok(existsSync(join(plain, 'db/liangding/orders.ibd')) && existsSync(join(plain, 'divisions.loaded')))
	const before_ = made()
	appendFileSync(join(tree, 'migrations/0001_baseline.up.sql'), '\nCREATE TABLE of_this_test (id INT PRIMARY KEY);\n')
	const changed = await copy('plain')
	assert.ok(existsSync(join(changed, 'db/liangding/of_this_test.ibd')))
	assert.equal(made().length, before_.length + 1)
	for (let i = 0; i < 9; i++)
		mkdirSync(join(home(), `${i}`.repeat(16)))
	appendFileSync(join(tree, 'migrations/calendar.tsv'), '\n')
	await copy('plain')
	assert.equal(made().length, 6)
})

it('a copy has an identity, keys and passwords that no other has, and reads what its template sealed', async () => {
	const stacks = await Promise.all([startStack(), startStack()])
	try {
		const own = await Promise.all(stacks.map(async (stack) => [
			await new Database(stack).value('SELECT id FROM store_identity'), stack.file('files/store.id').trim(),
			...stack.file('jwt.keys').match(/\S{20,}/g), stack.file('daemon.password').trim(), stack.file('owner.password').trim()]))
		for (const [i, stack] of stacks.entries()) {
			assert.equal(own[i][0], own[i][1])
			assert.equal(stack.file('jwt.keys').match(/^data /gm).length, 1)
			await stack.ctl('check')
			const status = await stack.ctl('secrets', 'status')
			assert.ok(status.includes(stack.file('jwt.keys').match(/^data (\S+)/m)[1]), status)
		}
		assert.ok(own[0].length >= 7)
		assert.deepEqual(own[0].filter((value) => own[1].includes(value)), [])
	} finally {
		await Promise.all(stacks.map((stack) => stack.stop()))
	}
})

it('data in memory goes with its stack, also when that is killed; kept, it goes to the disk', async () => {
	const memory = () => readdirSync('/dev/shm').filter((name) => /^liangding-\d+-\d+$/.test(name))
	const stack = await startStack({ DEMO: 'no' })
	const path = lstatSync(join(stack.directory, 'db')).isSymbolicLink() ? join('/dev/shm', memory().find((name) => existsSync(join('/dev/shm', name, 'db')))) : null
	await stack.stop({ keep: true })
	assert.ok(lstatSync(join(stack.directory, 'db')).isDirectory())
	assert.ok(existsSync(join(stack.directory, 'db/ibdata1')))
	rmSync(stack.directory, { recursive: true })
	if (!path)
		return // no room there
	// Of one that is no more: pid 1 was not born then.
	mkdirSync('/dev/shm/liangding-1-1', { recursive: true })
	writeFileSync('/dev/shm/liangding-1-1/owner', '1 1\n')
	const next = await startStack({ DEMO: 'no' })
	await next.stop()
	assert.ok(!existsSync('/dev/shm/liangding-1-1'))
	assert.ok(!existsSync(next.directory))
})
