// Deadlines that do something, and duties, on the trial kind: what is on file and
// not renewed in time gets a notice with a number of its own, and leaves a duty. By
// those numbers it shows that each has come once: under two runners, and whenever
// the one that is at it dies or stalls. Needs the programs of `make trial`.
import assert from 'node:assert/strict'
import { execFileSync, spawn } from 'node:child_process'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { Accounts } from '../lib/accounts.mjs'
import { Client } from '../lib/client.mjs'
import { Database } from '../lib/db.mjs'
import { submittedApplication } from '../lib/orders.mjs'
import { freeze, hold, jobRunner, settled, waiting } from '../lib/processes.mjs'
import { startStack, top, until } from '../lib/stack.mjs'
import { Trial } from '../lib/trial.mjs'

const programs = process.env.TRIAL_PROGRAMS || join(top, 'build/trial')
const day = 86_400_000
let stack, db, accounts, trial, institution, operator
before(async () => {
	execFileSync('make', ['trial'], { cwd: top, stdio: 'ignore' })
	stack = await startStack({ DEMO: 'no', PROGRAMS: programs, WORKERS: '8' })
	db = new Database(stack)
	accounts = new Accounts(stack, db)
	trial = await new Trial(stack, accounts).open()
	institution = await accounts.institution(350213)
	operator = await Client.signedIn(stack, await accounts.operator({ institution }))
	await accounts.bureau('province', 350000)
})
after(() => stack?.stop())

/** The end of the day of Shanghai, so many days on. */
const endOfDay = (ms, days) => (Math.floor((ms + 8 * 3600_000) / day) + days + 1) * day - 8 * 3600_000
const past = 'UTC_TIMESTAMP(3) - INTERVAL 1 SECOND'
const recordOf = async ({ record }) => Number(await db.value('SELECT id FROM records WHERE code = ?', record.code))
const jobOf = (record) => db.one('SELECT * FROM jobs WHERE kind = 200 AND object_id = ? ORDER BY id DESC LIMIT 1', record)
const job = (id) => db.one('SELECT * FROM jobs WHERE id = ?', id)
const state = async (id) => Number((await job(id)).state)
const done = (id) => until(`job ${id} is done`, async () => await state(id) === 3)
const due = (id) => db.query(`UPDATE jobs SET run_at = ${past} WHERE id = ?`, id)
const expire = (id) => db.query(`UPDATE jobs SET lease_until = ${past} WHERE id = ? AND state = 2`, id)
const notices = async () => Number(await db.value('SELECT IFNULL(SUM(n), 0) FROM serials WHERE kind = 210'))
const duties = async (client = operator) => (await client.expect(200, 'GET', '/board')).duties
/** Another notice of the record's, due: the id of its job. */
async function queued(record, more = {}) {
	const row = { lane: 1, kind: 200, object_id: record, account_id: 0, state: 1, ...more }
	await db.query(`INSERT INTO jobs (${Object.keys(row).join(', ')}, run_at, created_at) VALUES (${Object.keys(row).map(() => '?').join(', ')}, ${past}, ${past})`, ...Object.values(row))
	return db.value('SELECT MAX(id) FROM jobs WHERE kind = ? AND object_id = ?', row.kind, record)
}
/** The short lane's runner has gone through all that was due before. */
async function passedBy(record) {
	const id = await queued(record)
	await done(id)
}
const runner = () => until('there is a runner', () => jobRunner(stack, 'short'))
/** One more runner of a lane; gives what ends it. */
function another(lane = 'short') {
	const child = spawn(join(programs, 'liangding-jobs'), ['-c', join(stack.directory, 'liangding.conf'), lane], { stdio: 'ignore' })
	const ended = new Promise((resolve) => child.once('close', resolve))
	return () => {
		child.kill('SIGTERM')
		return ended
	}
}

describe('a deadline that does something', () => {
	it('PLAT-12 comes once it is due and not before, and leaves what it was to do', async () => {
		const seen = await trial.onFile(operator)
		const record = await recordOf(seen)
		const { id, run_at, created_at, lane } = await jobOf(record)
		const at = (text) => Date.parse(`${text.replace(' ', 'T')}Z`)
		assert.equal(at(run_at), endOfDay(at(created_at), 365))
		assert.equal(lane, '1')
		const other = await recordOf(await trial.onFile(operator))
		await due((await jobOf(other)).id)
		await done((await jobOf(other)).id)
		assert.equal(await state(id), 1, 'not before')
		const had = await notices()
		await due(id)
		await done(id)
		assert.equal(await notices(), had + 1)
		const { attempts, lease_no, result, lease_until, finished_at, last_error } = await job(id)
		assert.deepEqual([attempts, lease_no, lease_until, last_error], ['1', '1', null, null])
		assert.deepEqual(JSON.parse(result), { notice: had + 1 })
		assert.ok(finished_at)
		assert.ok((await duties()).items.some((each) => each.duty === 'trial_renewal' && each.order_no === seen.order_no))
	})

	it('PLAT-12 is off when what it is about is renewed, and comes later instead', async () => {
		const seen = await trial.onFile(operator)
		const record = await recordOf(seen)
		const first = await jobOf(record)
		await db.query('UPDATE jobs SET run_at = run_at - INTERVAL 100 DAY WHERE id = ?', first.id)
		await trial.passed(await trial.change(operator, seen.record.code), 'centre')
		assert.equal(await db.value('SELECT COUNT(*) FROM jobs WHERE id = ?', first.id), '0')
		const second = await jobOf(record)
		assert.deepEqual([second.state, second.run_at >= first.run_at], ['1', true])
		assert.equal(await db.value('SELECT COUNT(*) FROM jobs WHERE kind = 200 AND object_id = ?', record), '1')
	})

	it('PLAT-12 is off, too, when it had failed: whoever tries again what has failed sends nothing about what is renewed', async () => {
		const seen = await trial.onFile(operator)
		const { id } = await jobOf(await recordOf(seen))
		await db.query('UPDATE jobs SET state = 4, attempts = 5 WHERE id = ?', id)
		await trial.passed(await trial.change(operator, seen.record.code), 'centre')
		await assert.rejects(stack.ctl('jobs', 'retry', id), /no job that has failed/)
	})

	it('PLAT-12 and a renewal at the same moment: the notice has gone out, and nothing is owed', async () => {
		const seen = await trial.onFile(operator)
		const record = await recordOf(seen)
		const change = await trial.change(operator, seen.record.code)
		const { version } = await trial.see(trial.at.centre, change)
		const { id } = await jobOf(record)
		const had = await notices()
		const release = await hold(stack, 'SELECT * FROM serials WHERE kind = 210 FOR UPDATE')
		let asked
		try {
			await due(id)
			await until('the notice waits for its number', () => waiting(db))
			asked = trial.at.centre.once(`/orders/${change}/decision`, { version, verdict: 'approve' })
			await until('the renewal waits for the notice', () => waiting(db, 2))
		} finally {
			await release()
		}
		assert.equal((await asked).status, 200)
		assert.deepEqual([await state(id), await notices()], [3, had + 1])
		assert.equal((await jobOf(record)).state, '1', 'the next one is to come')
		assert.ok(!(await duties()).items.some((each) => each.duty === 'trial_renewal' && each.order_no === seen.order_no))
	})

	it('PLAT-12 two runners at work: each notice once, numbers without gaps', async () => {
		const record = await recordOf(await trial.onFile(operator))
		const had = await notices()
		const frozen = await runner()
		await freeze(frozen)
		const ids = []
		for (let i = 0; i < 120; i++)
			ids.push(await queued(record))
		const end = [another(), another()]
		process.kill(frozen, 'SIGCONT')
		try {
			await until('all are done', async () => await db.value('SELECT COUNT(*) FROM jobs WHERE id >= ? AND id <= ? AND state = 3', ids[0], ids.at(-1)) === '120', 60)
		} finally {
			await Promise.all(end.map((one) => one()))
		}
		assert.equal(await notices(), had + 120)
		const rows = await db.query('SELECT result FROM jobs WHERE id >= ? AND id <= ?', ids[0], ids.at(-1))
		assert.deepEqual(rows.map(({ result }) => JSON.parse(result).notice).sort((a, b) => a - b), ids.map((_, i) => had + 1 + i))
	})

	// Where the runner is when it is killed, by what it waits for then; whether the hold that it took stands.
	for (const [where, sql] of [
		['as it takes hold', (id) => `SELECT * FROM jobs WHERE id = ${id} FOR UPDATE`],
		['with half of it done', () => 'SELECT * FROM serials WHERE kind = 210 FOR UPDATE'],
		['with all of it done but the last', (_, record) => `SELECT * FROM duties WHERE kind = 201 AND object_id = ${record} FOR UPDATE`],
	])
		it(`PLAT-19 a runner killed ${where} leaves nothing, and the next does it once`, async () => {
			const record = await recordOf(await trial.onFile(operator))
			const { id } = await jobOf(record)
			await passedBy(record) // its duty's row is there
			const had = await notices()
			const victim = await runner()
			await freeze(victim)
			await due(id)
			const release = await hold(stack, sql(id, record))
			try {
				process.kill(victim, 'SIGCONT')
				await until('it is at it', () => waiting(db))
				process.kill(victim, 'SIGKILL')
			} finally {
				await release()
			}
			await until('what it was at is over', () => settled(db))
			if (where !== 'as it takes hold') {
				assert.equal(await notices(), had, 'nothing of it stays')
				assert.deepEqual([await state(id), (await job(id)).attempts], [2, '1'], 'but the hold it took')
			}
			// As long as that may be alive nobody else begins.
			const held = await state(id) === 2
			await passedBy(record)
			assert.equal(await state(id) === 2, held)
			await expire(id)
			await done(id)
			assert.equal(await notices(), had + 2)
			const { n } = await db.one('SELECT COUNT(DISTINCT result) AS n FROM jobs WHERE kind = 200 AND result IS NOT NULL')
			assert.equal(Number(n), await notices(), 'a number for each notice, a notice for each number')
		})

	it('PLAT-19 a runner that stalls and comes back when another has its job leaves all alone', async () => {
		const record = await recordOf(await trial.onFile(operator))
		const { id } = await jobOf(record)
		await passedBy(record)
		const had = await notices()
		const stalled = await runner()
		// Frozen while its claim is on the way: it holds the job and does not know.
		await db.query(`CREATE TRIGGER claims BEFORE UPDATE ON jobs FOR EACH ROW
			IF NEW.id = ${id} AND NEW.state = 2 THEN UPDATE serials SET n = n WHERE kind = 210; END IF`)
		const release = await hold(stack, 'SELECT * FROM serials WHERE kind = 210 FOR UPDATE')
		try {
			await due(id)
			await until('its claim waits', () => waiting(db))
			await freeze(stalled)
		} finally {
			await release()
		}
		try {
			await until('the hold is taken', async () => await state(id) === 2)
			// Another has taken over meanwhile, and is at it.
			await db.query('UPDATE jobs SET lease_no = lease_no + 1, lease_until = UTC_TIMESTAMP(3) + INTERVAL 1 HOUR WHERE id = ?', id)
		} finally {
			await db.query('DROP TRIGGER claims')
			process.kill(stalled, 'SIGCONT')
		}
		await passedBy(record)
		assert.deepEqual([await state(id), await notices()], [2, had + 1], 'that other one, and nothing of this')
		await expire(id)
		await done(id)
		assert.equal(await notices(), had + 2)
	})

	it('PLAT-19 what fails is tried again after a while, then is shown as failed and can be retried', async () => {
		const record = await recordOf(await trial.onFile(operator))
		const { id } = await jobOf(record)
		const had = await notices()
		await db.query(`CREATE TRIGGER refuse BEFORE UPDATE ON serials FOR EACH ROW
			IF NEW.kind = 210 THEN SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'no'; END IF`)
		try {
			for (const [attempt, pause] of [[1, 60], [2, 120], [3, 240], [4, 480]]) {
				await due(id)
				await until('it has failed', async () => (await job(id)).attempts === String(attempt) && await state(id) === 1)
				assert.equal(await db.value('SELECT last_error FROM jobs WHERE id = ?', id), 'internal')
				const waits = Number(await db.value('SELECT TIMESTAMPDIFF(SECOND, begun_at, run_at) FROM jobs WHERE id = ?', id))
				assert.ok(waits >= pause && waits < 2 * pause, `${waits} s`)
			}
			await due(id)
			await until('it has failed for good', async () => await state(id) === 4)
		} finally {
			await db.query('DROP TRIGGER refuse')
		}
		const line = (text) => text.split('\n').find((each) => each.trim().startsWith(`${id} `))
		assert.match(line(await stack.ctl('jobs', '--failed')), new RegExp(`^ *${id} short +trial_run_out +failed +\\d{4}-\\d\\d-\\d\\dT\\S+Z +5 internal$`))
		assert.equal(line(await stack.ctl('jobs', '--failed', '--lane', 'long')), undefined)
		assert.equal(await notices(), had)
		await assert.rejects(stack.ctl('jobs', 'retry', '999999999'), /no job that has failed/)
		await assert.rejects(stack.ctl('jobs', 'retry', 'x'), /usage/)
		assert.match(await stack.ctl('jobs', 'retry', id), /^1 tried again/)
		await done(id)
		assert.equal(await notices(), had + 1)
		assert.equal(line(await stack.ctl('jobs')), undefined)
	})

	it('PLAT-19 what has failed can be given up, and is given up after 90 days', async () => {
		const record = await recordOf(await trial.onFile(operator))
		const failed = async (days) => {
			const id = await queued(record, { state: 4, attempts: 5 })
			await db.query('UPDATE jobs SET finished_at = UTC_TIMESTAMP(3) - INTERVAL ? DAY WHERE id = ?', days, id)
			return id
		}
		const left = () => db.value('SELECT GROUP_CONCAT(id ORDER BY id) FROM jobs WHERE object_id = ? AND state = 4', record)
		const [old, young, dropped] = [await failed(91), await failed(89), await failed(1)]
		const waiting = await db.value('SELECT MAX(id) FROM jobs WHERE object_id = ? AND state = 1', record)
		await assert.rejects(stack.ctl('jobs', 'drop', waiting), /no job that has failed/)
		await assert.rejects(stack.ctl('jobs', 'drop', '--failed'), /usage/)
		await assert.rejects(stack.ctl('jobs', 'drop'), /usage/)
		assert.match(await stack.ctl('jobs', 'drop', dropped), /^1 dropped/)
		assert.equal(await left(), `${old},${young}`)
		assert.equal(await state(waiting), 1)
		await stack.configure({ sweep_seconds: 0 })
		try {
			await until('the old one is gone', async () => await left() === young)
		} finally {
			await stack.configure({ sweep_seconds: null })
		}
		await stack.ctl('jobs', 'drop', young)
	})

	it('PLAT-19 one that kills whoever runs it has failed after so many attempts', async () => {
		const record = await recordOf(await trial.onFile(operator))
		const had = await notices()
		const id = await queued(record, { state: 2, attempts: 5, lease_no: 9 })
		await db.query(`UPDATE jobs SET lease_until = ${past} WHERE id = ?`, id)
		await until('it has failed', async () => await state(id) === 4)
		assert.deepEqual([(await job(id)).last_error, await notices()], ['job.died', had])
		await stack.ctl('jobs', 'retry', '--failed')
		await done(id)
	})
})

describe('the queue', () => {
	it('PLAT-22 long work delays nothing that is soon done; what no lane takes is told', async () => {
		const record = await recordOf(await trial.onFile(operator))
		const long = await until('there is a runner', () => jobRunner(stack, 'long'))
		await freeze(long)
		let stuck
		try {
			await passedBy(record)
			stuck = await queued(0, { lane: 2, kind: 1 })
			await db.query('UPDATE jobs SET run_at = UTC_TIMESTAMP(3) - INTERVAL 2 HOUR WHERE id = ?', stuck)
			await passedBy(record)
			assert.equal(await state(stuck), 1, 'not the other lane\'s')
			await assert.rejects(stack.ctl('check', '--dir', join(top, 'migrations')), /jobs of kind export: 1 due for over an hour: does liangdingd run/)
		} finally {
			process.kill(long, 'SIGCONT')
		}
		// Of an export that there is not.
		await until('it is dealt with', async () => await state(stuck) === 4)
		await stack.ctl('check', '--dir', join(top, 'migrations'))
		await db.query('DELETE FROM jobs WHERE id = ?', stuck)
	})

	it('PLAT-19 jobs of a kind that only a newer program knows are left alone', async () => {
		const record = await recordOf(await trial.onFile(operator))
		const id = await queued(record, { kind: 999 })
		const other = await queued(record, { kind: 999, state: 2, lease_no: 1, attempts: 50 })
		await db.query(`UPDATE jobs SET lease_until = ${past} WHERE id = ?`, other)
		await passedBy(record)
		assert.deepEqual([await state(id), (await job(id)).attempts, await state(other)], [1, '0', 2])
		assert.match(await stack.ctl('jobs'), new RegExp(`${id} short +unknown-999 +waiting`))
		await db.query('DELETE FROM jobs WHERE kind = 999')
	})
})

describe('duties', () => {
	it('PLAT-16 an approval leaves one, by due date and late in time, its own institution\'s alone, until it is done', async () => {
		const place = await accounts.institution(350211)
		const owner = await Client.signedIn(stack, await accounts.operator({ institution: place }))
		const none = { items: [], total: { count: 0, exact: true } }
		assert.deepEqual(await duties(owner), none)
		const first = await trial.onFile(owner)
		const second = await trial.onFile(owner)
		const [one] = (await duties(owner)).items
		assert.deepEqual([one.duty, one.late, one.order_no, one.title], ['trial_inspection', false, first.order_no, first.content.name])
		assert.equal(Date.parse(one.due_at), endOfDay(Date.parse(first.history.at(-1).at), 30))
		await db.query(`UPDATE duties SET due_at = ${past} WHERE object_id = ?`, await recordOf(second))
		const owed = await duties(owner)
		assert.deepEqual(owed.items.map(({ order_no, late }) => [order_no, late]), [[second.order_no, true], [first.order_no, false]])
		assert.deepEqual(owed.total, { count: 2, exact: true })
		assert.ok(!(await duties()).items.some(({ order_no }) => order_no === first.order_no), 'nobody else\'s')
		assert.deepEqual(await duties(trial.at.city), none)
		await trial.passed(await trial.change(owner, second.record.code), 'centre')
		assert.deepEqual((await duties(owner)).items.map(({ order_no }) => order_no), [first.order_no])
		// Of a newer program's making.
		await db.query('UPDATE duties SET kind = 999 WHERE object_id = ?', await recordOf(first))
		assert.deepEqual(await duties(owner), none)
	})

	it('PLAT-13 the description has the words of what may be owed', async () => {
		const described = (await operator.get('/openapi.json')).body
		const trials = (words) => words.filter((word) => word.startsWith('trial_'))
		assert.deepEqual(trials(described['x-liangding-enums'].duty.map(({ value }) => value)), ['trial_inspection', 'trial_renewal'])
		assert.deepEqual(trials(described.components.schemas.duty.properties.duty.enum), ['trial_inspection', 'trial_renewal'])
	})
})

describe('counters', () => {
	it('PLAT-7 what is counted while its slot is being folded is not lost', async () => {
		const frozen = await runner()
		await freeze(frozen)
		const counter = 'list = 1 AND desk = 2 AND scope = 4242 AND state = 1 AND kind = 1 AND facet_a = 1 AND facet_b = 1'
		await db.query(`INSERT INTO order_counts (list, desk, scope, state, kind, facet_a, facet_b, slot, n)
			SELECT 1, 2, 4242, 1, 1, 1, 1, seq, 10 FROM seq_1_to_5`)
		const release = await hold(stack, `UPDATE order_counts SET n = n + 7 WHERE ${counter} AND slot = 3`, { release: 'COMMIT' })
		const end = another()
		try {
			await until('who folds waits for who counts', () => waiting(db))
		} finally {
			await release()
		}
		try {
			await until('they are one', async () => await db.value(`SELECT COUNT(*) FROM order_counts WHERE ${counter}`) === '1')
			assert.deepEqual(await db.query(`SELECT slot, n FROM order_counts WHERE ${counter}`), [{ slot: '255', n: '57' }])
		} finally {
			await db.query(`DELETE FROM order_counts WHERE ${counter}`)
			await end()
			process.kill(frozen, 'SIGCONT')
		}
	})

	it('PLAT-7 are exact while many write and their slots are folded at the same time', async () => {
		const frozen = await runner()
		await freeze(frozen)
		const record = await recordOf(await trial.onFile(operator))
		const clients = []
		for (let i = 0; i < 8; i++) // one after the other: logins at once may be told to wait
			clients.push(await Client.signedIn(stack, await accounts.operator({ division: 350302 })))
		await accounts.bureau('city', 350300)
		let writing = true
		const folds = (async () => {
			let n = 0
			// A runner folds as it starts, before it takes a job.
			for (; writing || n < 2; n++) {
				const end = another()
				await passedBy(record)
				await end()
			}
			return n
		})()
		try {
			await Promise.all(clients.map(async (client) => {
				for (let i = 0; i < 12; i++) {
					const order = await submittedApplication(client)
					if (i % 3 === 0)
						assert.equal((await client.once(`/orders/${order.order_no}/withdrawal`, { version: order.version })).status, 200)
				}
			}))
		} finally {
			writing = false
			process.kill(frozen, 'SIGCONT')
		}
		assert.ok(await folds >= 2)
		const [{ n: folded }] = await db.query('SELECT COUNT(*) AS n FROM order_counts WHERE list = 1 AND desk = 2 AND slot = 255 AND n <> 0')
		assert.ok(Number(folded) > 0, 'they were folded')
		const counted = await db.query('SELECT state, SUM(n) AS n FROM order_counts WHERE list = 1 AND desk = 2 AND scope = 3503 GROUP BY state HAVING n <> 0 ORDER BY state')
		const rows = await db.query('SELECT state, COUNT(*) AS n FROM order_desks WHERE list = 1 AND desk = 2 AND div4 = 3503 AND state > 0 GROUP BY state ORDER BY state')
		assert.deepEqual(counted, rows)
		assert.equal(rows.find((row) => row.state === '1').n, '64')
	})
})
