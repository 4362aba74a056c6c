// The file store and the database belong together: with another's database no
// file has a name, and nothing of the store may be touched for that.
import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { readFileSync, readdirSync, renameSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, it } from 'node:test'
import { promisify } from 'node:util'
import { Accounts } from '../lib/accounts.mjs'
import { Client } from '../lib/client.mjs'
import { Database } from '../lib/db.mjs'
import { draftApplication } from '../lib/orders.mjs'
import { startStack, top, until } from '../lib/stack.mjs'

const run = promisify(execFile)
let stack, db
before(async () => {
	stack = await startStack({ DURABLE: 'yes', DEMO: 'no', SETTINGS: 'orphan_keep_seconds = 0\n\tsweep_seconds = 0' })
	db = new Database(stack)
})
after(() => stack?.stop())

const path = () => join(stack.directory, 'files/store.id')
const blobs = () => readdirSync(join(stack.directory, 'files/blobs'), { recursive: true }).filter((name) => name.length > 3)
const refusals = () => stack.file('daemon.log').split('\n').filter((line) => line.includes('event=sweep.store')).length
const start = () => run(join(top, 'build/liangdingd'), ['-t', '-c', join(stack.directory, 'liangding.conf')])
	.then(() => null, ({ stderr }) => stderr)
const fails = async (...args) => {
	const error = await stack.command(args).then(() => null, (failure) => failure)
	assert.ok(error, `${args.join(' ')} is refused`)
	return error.stderr
}

it('PLAT-9 an empty store takes the id of a database that knows no files', async () => {
	assert.equal(readFileSync(path(), 'utf8').trim(), await db.value('SELECT id FROM store_identity'))
	await stack.ctl('check')
})

it('PLAT-9 another\'s database sweeps nothing away and is not started with', async () => {
	const accounts = new Accounts(stack, db)
	const client = await Client.signedIn(stack, await accounts.operator())
	await draftApplication(client)
	assert.equal(blobs().length, 1)
	await db.query(`UPDATE store_identity SET id = 'another'`)
	await until('the sweep has noticed', refusals)
	await db.query('DELETE FROM files')
	await db.query('DELETE FROM blobs')
	const seen = refusals()
	await until('it has refused again', () => refusals() > seen + 3)
	assert.equal(blobs().length, 1)
	assert.match(await fails('ctl', 'check'), /belongs to another database; .*liangdingctl store adopt/)
	assert.match(await start(), /belongs to another database/)
	assert.equal(blobs().length, 1)
	// An operator knows better.
	assert.match(await stack.ctl('store', 'adopt'), /now the store of the database liangding/)
	assert.equal(await start(), null)
	await stack.ctl('check')
	await until('what no file names is swept', () => blobs().length === 0)
})

it('PLAT-4 check tells what is wrong with the database, each with what to do', async () => {
	const told = async (before, after, expected) => {
		await db.query(before)
		try {
			assert.match(await fails('ctl', 'check'), expected)
		} finally {
			await db.query(after)
		}
		await stack.ctl('check')
	}
	await told('UPDATE schema_migrations SET dirty = 1', 'UPDATE schema_migrations SET dirty = 0',
		/0001_baseline\.up\.sql: broke off: .*migrate status/)
	await told('UPDATE schema_migrations SET version = 9', 'UPDATE schema_migrations SET version = 1',
		/0001_baseline\.up\.sql: has not run: .*migrate up/)
	await told('REVOKE UPDATE ON files FROM liangding@localhost', 'GRANT UPDATE ON files TO liangding@localhost',
		/liangding may not UPDATE files: say liangdingctl migrate up/)
	await told('CREATE TRIGGER left_over BEFORE INSERT ON grants FOR EACH ROW SET NEW.role = NEW.role', 'DROP TRIGGER left_over',
		/trigger left_over: .*drop it/)
	await told('CREATE PROCEDURE left_over() SELECT 1', 'DROP PROCEDURE left_over', /procedure left_over: .*drop it/)
	await told('CREATE VIEW left_over AS SELECT 1', 'DROP VIEW left_over', /view left_over: .*drop it/)
})

it('PLAT-9 a store that was not mounted is not taken for a new one', async () => {
	const accounts = new Accounts(stack, db)
	const client = await Client.signedIn(stack, await accounts.operator())
	const draft = await draftApplication(client)
	const files = join(stack.directory, 'files')
	renameSync(files, `${files}.away`)
	assert.match(await start(), /has no id, .*is it mounted\?/)
	renameSync(files, `${files}.empty`)
	renameSync(`${files}.away`, files)
	assert.equal(await start(), null)
	const content = await client.call('GET', `/files/${draft.content.agreement[0]}/content`)
	assert.equal(content.status, 200)
})
