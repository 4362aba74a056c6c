// The schema's way up and down, and the rights of the daemon's user, on an empty
// database of this file's own.
import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { after, before, it } from 'node:test'
import { promisify } from 'node:util'
import { Database } from '../lib/db.mjs'
import { startStack, top } from '../lib/stack.mjs'

const folder = join(top, 'migrations')
const steps = readdirSync(folder).filter((name) => name.endsWith('.up.sql')).sort()
	.map((name) => name.slice(0, -'.up.sql'.length))

let stack, db
before(async () => {
	stack = await startStack({}, 'with-database')
	db = new Database(stack)
})
after(() => stack?.stop())

// Every table as MariaDB describes it, without its rows' count.
async function schema() {
	const tables = await db.query(`SELECT table_name AS name FROM information_schema.tables
		WHERE table_schema = 'liangding' ORDER BY table_name`)
	const result = {}
	for (const { name } of tables)
		result[name] = (await db.one(`SHOW CREATE TABLE \`${name}\``))['Create Table']
			.replace(/ AUTO_INCREMENT=\d+/, '')
	return result
}
// The migrations' own book-keeping stays when everything else is gone.
const product = (tables) => Object.keys(tables).filter((name) => !/migration/.test(name))

it('numbers every step once and gives each a way back', () => {
	assert.ok(steps.length)
	const numbers = steps.map((name) => name.match(/^(\d{4})_[a-z0-9_]+$/)[1])
	assert.deepEqual(numbers, numbers.map((_, i) => String(i + 1).padStart(4, '0')))
	for (const step of steps)
		assert.ok(existsSync(join(folder, `${step}.down.sql`)), step)
	const files = readdirSync(folder).filter((name) => /\.(up|down)\.sql$/.test(name))
	assert.equal(files.length, 2 * steps.length)
})

it('goes up from nothing, and a second time changes nothing', async () => {
	assert.deepEqual(product(await schema()), [])
	await stack.ctl('migrate', 'up')
	const once = await schema()
	assert.ok(product(once).includes('orders'))
	await stack.ctl('migrate', 'up')
	assert.deepEqual(await schema(), once)
})

it('says which steps are done', async () => {
	const text = await stack.ctl('migrate', 'status')
	for (const step of steps)
		assert.ok(text.includes(step.slice(0, 4)), text)
})

it('goes down to nothing and up again to the same', async () => {
	const full = await schema()
	await stack.ctl('migrate', 'down', '--yes', '--to', '0')
	assert.deepEqual(product(await schema()), [])
	await stack.ctl('migrate', 'up')
	assert.deepEqual(await schema(), full)
})

it('each step\'s way back undoes that step', async () => {
	await stack.ctl('migrate', 'down', '--yes', '--to', '0')
	for (let i = 1; i <= steps.length; i++) {
		const before_ = await schema()
		await stack.ctl('migrate', 'up', '--to', String(i))
		const there = await schema()
		await stack.ctl('migrate', 'down', '--yes', '--to', String(i - 1))
		if (i > 1)
			assert.deepEqual(await schema(), before_, steps[i - 1])
		else
			assert.deepEqual(product(await schema()), [])
		await stack.ctl('migrate', 'up', '--to', String(i))
		assert.deepEqual(await schema(), there, steps[i - 1])
	}
})

it('resumes a step that broke off in the middle', async () => {
	const full = await schema()
	await stack.ctl('migrate', 'down', '--yes', '--to', '0')
	// Half of the first step's statements, as if the power had gone.
	const statements = readFileSync(join(folder, `${steps[0]}.up.sql`), 'utf8')
		.replace(/^--.*$/gm, '').split(/;\s*$/m).filter((text) => text.trim())
	assert.ok(statements.length > 1)
	for (const statement of statements.slice(0, statements.length >> 1))
		await db.query(statement)
	await stack.ctl('migrate', 'up')
	assert.deepEqual(await schema(), full)
})

it('does a step once when three start it at the same time', async () => {
	await stack.ctl('migrate', 'down', '--yes', '--to', '0')
	const results = await Promise.allSettled([1, 2, 3].map(() => stack.ctl('migrate', 'up')))
	assert.ok(results.every(({ status }) => status === 'fulfilled'), JSON.stringify(results))
	assert.ok(product(await schema()).includes('orders'))
})

it('goes down only on purpose, and is not held up by one that is gone', async () => {
	const full = await schema()
	await assert.rejects(stack.ctl('migrate', 'down', '--to', '0'), /--yes/)
	assert.deepEqual(await schema(), full)
	const host = `${hostname()}:${readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').slice(0, 8)}`
	// Of this machine and no more there: taken over. Of another: waits for a word.
	await db.query('UPDATE schema_migration_lock SET holder = ?', `${host}:999999`)
	await stack.ctl('migrate', 'up')
	assert.equal(await db.value('SELECT holder FROM schema_migration_lock'), null)
	await db.query(`UPDATE schema_migration_lock SET holder = 'elsewhere:1'`)
	await assert.rejects(stack.ctl('migrate', 'up', '--wait', '0'), /another migration is running: elsewhere:1/)
	await stack.ctl('migrate', 'unlock')
	await stack.ctl('migrate', 'up', '--wait', '0')
	assert.equal(await db.value('SELECT holder FROM schema_migration_lock'), null)
})

it('keeps nothing in the database that runs by itself', async () => {
	for (const table of ['triggers', 'routines', 'events'])
		assert.equal(await db.value(`SELECT COUNT(*) FROM information_schema.${table} WHERE ${table.replace(/s$/, '')}_schema = 'liangding'`), '0', table)
})

it('gives every table a primary key, InnoDB and utf8mb4', async () => {
	const tables = await db.query(`SELECT t.table_name AS name, t.engine, t.table_collation AS collation,
		(SELECT COUNT(*) FROM information_schema.statistics s WHERE s.table_schema = t.table_schema
		AND s.table_name = t.table_name AND s.index_name = 'PRIMARY') AS keyed
		FROM information_schema.tables t WHERE t.table_schema = 'liangding'`)
	assert.ok(tables.length > 5)
	for (const { name, engine, collation, keyed } of tables) {
		assert.equal(engine, 'InnoDB', name)
		assert.match(collation, /^utf8mb4_/, name)
		assert.ok(Number(keyed) > 0, `${name} has no primary key`)
	}
})

it('schema.sql is what the steps lead to', async () => {
	const committed = readFileSync(join(folder, 'schema.sql'), 'utf8')
	for (const [name, text] of Object.entries(await schema()))
		if (!/migration/.test(name))
			assert.ok(committed.includes(text), `${name} differs from schema.sql`)
})

it('the daemon\'s user has no DDL and only adds to and reads the audit rows', async () => {
	const daemon = new Database(stack, { user: 'liangding', password: stack.file('daemon.password').trim() })
	assert.equal((await daemon.query('SELECT COUNT(*) AS n FROM accounts'))[0].n, '0')
	for (const statement of ['CREATE TABLE x (id INT PRIMARY KEY)', 'DROP TABLE audit_rows',
		'ALTER TABLE accounts ADD x INT', 'TRUNCATE TABLE audit_rows', 'CREATE INDEX x ON orders (state)',
		'UPDATE audit_rows SET act = 1', 'DELETE FROM audit_rows', 'REPLACE INTO audit_rows (id) VALUES (1)',
		'UPDATE order_versions SET content = 1', 'DELETE FROM order_events', 'DELETE FROM divisions',
		'SELECT * FROM mysql.user', 'GRANT ALL ON liangding.* TO liangding@localhost',
		"SELECT 1 INTO OUTFILE '/tmp/x'", 'CREATE DATABASE x'])
		await assert.rejects(daemon.query(statement), /denied|command denied/i, statement)
	await daemon.query('SELECT * FROM audit_rows')
	const grants = (await daemon.query('SHOW GRANTS')).map((row) => Object.values(row)[0]).join('\n')
	assert.doesNotMatch(grants, /ON (`liangding`|\*)\.\* .*GRANT|GRANT (?!USAGE)[A-Z, ]+ ON (\*|`liangding`)\.\*/)
})

it('asks for the owner\'s account to migrate', async () => {
	const ctl = join(process.env.PROGRAMS || join(top, 'build'), 'liangdingctl')
	const conf = join(stack.directory, 'liangding.conf')
	const text = readFileSync(conf, 'utf8').replace(/^owner_.*$/gm, '')
	writeFileSync(`${conf}.without`, text, { mode: 0o600 })
	await assert.rejects(promisify(execFile)(ctl, ['-c', `${conf}.without`, 'migrate', 'up']), /owner_user/)
})
