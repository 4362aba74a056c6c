// The chain over the audit log (PLAT-6): what is removed, changed, moved, added or
// cut off is found, whoever dies while it is sealed and however many seal; what has
// been kept long enough is closed by a signed checkpoint.
import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync, verify as fits } from 'node:crypto'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { Database } from '../lib/db.mjs'
import { withoutJobs } from '../lib/processes.mjs'
import { startStack, top, until } from '../lib/stack.mjs'

let stack, db
before(async () => {
	stack = await startStack()
	db = new Database(stack)
})
after(() => stack?.stop())

const add = (n = 1) => db.query(`INSERT INTO audit_rows (at, account_id, organisation_id, act, object, outcome, address)
	VALUES ${Array(n).fill('(UTC_TIMESTAMP(3), 1, 1, \'order.claim\', \'用例\', \'ok\', \'127.0.0.1\')').join(', ')}`)
const unsealed = () => db.value('SELECT COUNT(*) FROM audit_rows a LEFT JOIN audit_sealed s ON s.row_id = a.id WHERE s.row_id IS NULL').then(Number)
const sealed = () => until('all rows are sealed', async () => await unsealed() === 0)
const newest = async () => Number(await db.value('SELECT MAX(id) FROM audit_rows'))
const journal = () => join(stack.directory, 'daemon.log')
const verify = (...more) => stack.ctl('audit', 'verify', ...more)
const found = async (pattern, ...more) => assert.rejects(verify(...more), (error) => {
	assert.match(error.stderr, pattern)
	return true
})
/** Does what somebody with all rights could do, sees it found, and undoes it. */
const tampering = (change, pattern, ...more) => withoutJobs(stack, db, async () => {
	const kept = await db.query('SELECT * FROM audit_rows ORDER BY id')
	const seals = await db.query('SELECT no, settled, rows_count, HEX(head) AS head, sealed_at FROM audit_seals')
	const members = await db.query('SELECT row_id, seal, HEX(digest) AS digest, account_id, act_key, object_key, div2, div4, division FROM audit_sealed')
	await change()
	await found(pattern, ...more)
	await db.query('TRUNCATE audit_rows'); await db.query('TRUNCATE audit_seals'); await db.query('TRUNCATE audit_sealed')
	for (const [table, rows, binary] of [['audit_rows', kept], ['audit_seals', seals, 'head'], ['audit_sealed', members, 'digest']])
		for (let i = 0; i < rows.length; i += 200) {
			const names = Object.keys(rows[0])
			const part = rows.slice(i, i + 200)
			await db.query(`INSERT INTO ${table} (${names.join(', ')}) VALUES ${part.map(() => `(${names.map((name) => name === binary ? 'UNHEX(?)' : '?').join(', ')})`).join(', ')}`,
				...part.flatMap((row) => names.map((name) => row[name])))
		}
	await verify(...more)
})

describe('PLAT-6 the chain over the audit log', () => {
	it('seals every row within seconds, tells each head to the journal, and is as an independent reckoning has it', async () => {
		await add(1200)
		await sealed()
		assert.match(await verify('--journal', journal()), /are as they were/)
		let head = Buffer.alloc(32)
		for (const { no, kept } of await db.query('SELECT no, HEX(head) AS kept FROM audit_seals ORDER BY no')) {
			const rows = await db.query('SELECT a.* FROM audit_sealed s JOIN audit_rows a ON a.id = s.row_id WHERE s.seal = ? ORDER BY a.id', no)
			const digests = rows.map((row) => createHash('sha256').update([row.id, row.at, row.account_id, row.organisation_id, row.act, row.object, row.outcome, row.address].join('\n')).digest())
			head = createHash('sha256').update(Buffer.concat([head, ...digests])).digest()
			assert.equal(head.toString('hex').toUpperCase(), kept, `seal ${no}`)
			assert.ok(stack.file('daemon.log').includes(`seal=${no} rows=${rows.length} head=${kept.toLowerCase()}`), `seal ${no} in the journal`)
		}
	})

	for (const [name, change, pattern, ...more] of [
		['a row that was removed', () => db.query('DELETE FROM audit_rows WHERE id = 40'), /row 40: was removed/],
		['a row that was removed with its seal\'s entry', () => db.query('DELETE a, s FROM audit_rows a JOIN audit_sealed s ON s.row_id = a.id WHERE a.id = 40'), /seal \d+: what it seals/],
		['a row that was changed', () => db.query('UPDATE audit_rows SET account_id = account_id + 1 WHERE id = 40'), /row 40: was changed/],
		['a row that was changed with its digest', () => db.query(`UPDATE audit_rows a JOIN audit_sealed s ON s.row_id = a.id SET a.outcome = 'no', s.digest = UNHEX(SHA2(CONCAT_WS('\\n', a.id, a.at, a.account_id, a.organisation_id, a.act, a.object, 'no', a.address), 256)) WHERE a.id = 40`), /seal \d+: what it seals/],
		['two rows that changed places', () => db.query('UPDATE audit_rows SET id = CASE id WHEN 40 THEN 2000000 ELSE id END WHERE id IN (40); UPDATE audit_rows SET id = 40 WHERE id = 41; UPDATE audit_rows SET id = 41 WHERE id = 2000000; UPDATE audit_rows SET act = \'logout\' WHERE id = 41'), /row 41: was changed/],
		['a seal that was removed', () => db.query('DELETE FROM audit_seals WHERE no = 2'), /seals 2 to 2: were removed/],
		['a whole end that was cut off: by the journal', () => db.query('DELETE a, s FROM audit_rows a JOIN audit_sealed s ON s.row_id = a.id WHERE s.seal > 2; DELETE FROM audit_seals WHERE no > 2'), /seals 3 to \d+: the journal has them, they were cut off/, 'journal'],
		['a chain that was reckoned anew: by the journal', () => db.query('UPDATE audit_seals SET head = UNHEX(SHA2(\'x\', 256)) WHERE no = 1'), /seal 1: the journal says another head/, 'journal'],
	])
		it(`finds ${name}`, async () => {
			await sealed()
			await tampering(change, pattern, ...more.length ? ['--journal', journal()] : [])
		})

	it('finds a row that was added later, where no transaction can have brought it', async () => {
		await sealed()
		await db.query('UPDATE audit_seals SET settled = (SELECT MAX(id) FROM audit_rows) ORDER BY no DESC LIMIT 1')
		// As what the newest seal says is settled is not sealed again.
		await tampering(() => db.query('DELETE FROM audit_sealed WHERE row_id = 41'), /row 41: was added later/)
	})

	it('a row of a transaction that ends after later ones were sealed is sealed as well', async () => {
		await sealed()
		const holding = db.query('DO GET_LOCK(\'late\', 0); SELECT SLEEP(600)').catch(() => {})
		const holder = await until('the lock is held', () => db.value('SELECT IS_USED_LOCK(\'late\')'))
		const late = db.query('START TRANSACTION; INSERT INTO audit_rows (at, account_id, organisation_id, act, object, outcome, address) VALUES (UTC_TIMESTAMP(3), 1, 1, \'order.claim\', \'late\', \'ok\', \'\'); DO GET_LOCK(\'late\', 600); COMMIT')
		await until('it has its row and waits', async () => await db.value('SELECT COUNT(*) FROM information_schema.processlist WHERE state = \'User lock\'') === '1')
		await add()
		const later = await newest()
		await until('a row after it is sealed', async () => Number(await db.value('SELECT COUNT(*) FROM audit_sealed WHERE row_id = ?', later)) === 1)
		await db.query('KILL ?', Number(holder))
		await Promise.all([late, holding])
		await sealed()
		const row = Number(await db.value('SELECT MAX(id) FROM audit_rows WHERE object = \'late\''))
		assert.ok(row < later)
		const seal = async (id) => Number(await db.value('SELECT seal FROM audit_sealed WHERE row_id = ?', id))
		assert.ok(await seal(row) > await seal(later), 'by a later seal than the row after it')
		await verify('--journal', journal())
	})

	it('three chainers at once, killed and begun again, while rows come: one chain', async () => {
		const begin = () => spawn(join(top, 'build/liangding-jobs'), ['-c', join(stack.directory, 'liangding.conf'), 'short'], { stdio: 'ignore' })
		let others = [begin(), begin()]
		for (let i = 0; i < 8; i++) {
			await add(300)
			await until('something was sealed', async () => await unsealed() < 300)
			others.forEach((one) => one.kill('SIGKILL'))
			others = [begin(), begin()]
		}
		await sealed()
		others.forEach((one) => one.kill('SIGKILL'))
		// What the others sealed they told their own journal.
		assert.match(await verify(), /are as they were/)
		assert.deepEqual(await db.query('SELECT no FROM audit_seals s WHERE NOT EXISTS (SELECT 1 FROM audit_seals p WHERE p.no = s.no - 1) AND no > 1'), [])
	})

	it('the daemon\'s user adds rows and seals, and changes and removes none', async () => {
		const daemon = new Database(stack, { user: 'liangding', password: stack.file('daemon.password').trim() })
		for (const table of ['audit_rows', 'audit_seals', 'audit_sealed', 'audit_checkpoints'])
			for (const sql of [`DELETE FROM ${table}`, `UPDATE ${table} SET ${table === 'audit_rows' ? 'act' : 'digest'} = 'x'`, `TRUNCATE ${table}`])
				await assert.rejects(daemon.query(`USE liangding; ${sql}`), /denied/, sql)
	})
})

describe('PLAT-6 closing the audit log', () => {
	const close = (day, key) => stack.command(['ctl', 'audit', 'close', day], `${key}\n`)
	const day = (days) => new Date(Date.now() - days * 86400e3).toISOString().slice(0, 10)

	it('refuses what has not been kept for six months, and a key that is none', async () => {
		await assert.rejects(close(day(180), Buffer.alloc(32, 1).toString('base64')), /184 days ago/)
		await assert.rejects(close(day(200), 'short'), /not a key/)
		assert.equal(await db.value('SELECT COUNT(*) FROM audit_checkpoints'), '0')
	})

	it('signs for what it takes out, and the log goes on from there; a checkpoint that was changed is found', async () => {
		await add(10)
		await sealed()
		const { privateKey } = generateKeyPairSync('ed25519')
		const key = Buffer.from(privateKey.export({ format: 'jwk' }).d, 'base64url').toString('base64')
		// As if the older half had been sealed seven months ago.
		const half = Number(await db.value('SELECT MAX(no) DIV 2 FROM audit_seals'))
		await db.query('UPDATE audit_seals SET sealed_at = UTC_TIMESTAMP(3) - INTERVAL 210 DAY WHERE no <= ?', half)
		// What is not as it was is not signed for.
		const { act } = await db.one('SELECT act FROM audit_rows WHERE id = 40')
		await db.query('UPDATE audit_rows SET act = \'x\' WHERE id = 40')
		await assert.rejects(close(day(200), key), /nothing was closed/)
		await db.query('UPDATE audit_rows SET act = ? WHERE id = 40', act)
		const before = Number(await db.value('SELECT COUNT(*) FROM audit_rows'))
		const rows = Number(await db.value('SELECT COUNT(*) FROM audit_sealed WHERE seal <= ?', half))
		assert.match(await close(day(200), key), new RegExp(`closed up to seal ${half}: ${rows} rows`))
		assert.equal(Number(await db.value('SELECT COUNT(*) FROM audit_rows')), before - rows)
		await found(/the journal knows nothing of it/, '--journal', journal())
		assert.match(await verify(), /begins behind seal/)
		const point = await db.one('SELECT HEX(head) AS head, settled, rows_count, DATE_FORMAT(last_at, \'%Y-%m-%dT%H:%i:%s.%f\') AS last_at, HEX(signature) AS signature FROM audit_checkpoints')
		const text = ['liangding audit checkpoint', half, point.head.toLowerCase(), point.settled, point.rows_count, `${point.last_at.slice(0, 23)}Z`].join('\n')
		assert.ok(fits(null, Buffer.from(text), createPublicKey(createPrivateKey(privateKey.export({ format: 'pem', type: 'pkcs8' }))), Buffer.from(point.signature, 'hex')))
		assert.match(await verify('--key', Buffer.from(createPublicKey(createPrivateKey(privateKey.export({ format: 'pem', type: 'pkcs8' }))).export({ format: 'der', type: 'spki' }).subarray(-32)).toString('hex')), /begins behind/)
		await found(/was closed by another key/, '--key', 'ab'.repeat(32))
		assert.match(await close(day(200), key), /nothing more was sealed/)
		await db.query('UPDATE audit_checkpoints SET rows_count = rows_count - 1')
		await found(/its signature is not its key's/)
		await db.query('UPDATE audit_checkpoints SET rows_count = rows_count + 1')
		await db.query('UPDATE audit_checkpoints SET last_at = UTC_TIMESTAMP(3)')
		await found(/closes what is to be kept/)
	})
})
