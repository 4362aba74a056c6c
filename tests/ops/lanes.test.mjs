// How run.mjs runs its jobs: none is lost, none counts that tested nothing, what
// must be alone is, and who is told to stop leaves nothing running.
import assert from 'node:assert/strict'
import { readFileSync, rmSync } from 'node:fs'
import { it } from 'node:test'
import { linter, nodeTest } from '../lib/count.mjs'
import { Lanes, verdict } from '../lib/lanes.mjs'
import { until } from '../lib/stack.mjs'

const job = (name, script, more = {}) => ({ part: 'p', name, count: linter, command: ['sh', '-c', script], ...more })
const lives = (pid) => {
	try {
		return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'))
	} catch {
		return false
	}
}

it('a job that ends badly, or that tests nothing, has failed', () => {
	const none = { passed: 0, failed: 0, skipped: 0 }
	for (const [counts, status, failed] of [[none, 0, 1], [none, 1, 1], [{ ...none, passed: 3 }, 0, 0], [{ ...none, passed: 3 }, 1, 1],
		[{ ...none, passed: 3 }, 'SIGKILL', 1], [{ ...none, skipped: 2 }, 0, 0], [{ ...none, failed: 2 }, 1, 2]])
		assert.equal(verdict(counts, status).failed, failed, JSON.stringify([counts, status]))
})

it('every job is told once, with its own output whole, however it ends', async () => {
	const told = new Map()
	const lanes = new Lanes(2, ({ name }, result) => {
		assert.ok(!told.has(name))
		told.set(name, result)
	})
	await lanes.run([job('good', 'echo one; echo two >&2'), job('bad', 'echo bad; exit 3'),
		{ ...job('empty', 'echo "# pass 0"'), count: nodeTest }, { ...job('none', ''), command: ['/no/such/program'] }])
	assert.deepEqual(Object.fromEntries([...told].map(([name, { failed }]) => [name, failed])), { good: 0, bad: 1, empty: 1, none: 1 })
	assert.equal(told.get('good').output.split('\n').sort().join(' ').trim(), 'one two')
	assert.equal(told.get('bad').status, 3)
	assert.match(String(told.get('none').status), /ENOENT/)
})

it('what must be alone begins when the others have ended, one at a time', async () => {
	const order = []
	// Each says when it begins and ends by the machine's own clock, a number that only grows.
	const timed = 'cut -d" " -f1 /proc/uptime; echo; cut -d" " -f1 /proc/uptime'
	const lanes = new Lanes(2, ({ name }, { output }) => order.push([name, ...output.split('\n').filter(Boolean).map(Number)]))
	await lanes.run([job('a', timed, { alone: 'why' }), job('b', timed), job('c', timed), job('d', timed, { alone: 'why' })])
	assert.deepEqual(order.slice(2).map(([name]) => name), ['a', 'd'])
	const ends = order.map(([, , end]) => end)
	assert.ok(order[2][1] >= Math.max(ends[0], ends[1]) && order[3][1] >= ends[2])
})

it('told to stop it ends what runs, with all that this has started, and begins nothing more', async () => {
	const told = []
	const lanes = new Lanes(2, ({ name }, result) => told.push([name, result]))
	const marks = ['one', 'two'].map((name) => `/tmp/liangding-lanes-${process.pid}-${name}`)
	const script = (mark) => `sleep 1000 & echo $! >${mark}.new; mv ${mark}.new ${mark}; wait`
	const ran = lanes.run([job('one', script(marks[0])), job('two', script(marks[1])), job('three', 'true')])
	const pids = await Promise.all(marks.map((mark) => until('it runs', () => Number(readFileSync(mark, 'utf8')))))
	lanes.stop()
	await ran
	await until('nothing is left', () => !pids.some(lives))
	for (const mark of marks)
		rmSync(mark)
	assert.deepEqual(told.map(([name, { failed }]) => [name, failed]).sort(), [['one', 1], ['two', 1]])
})
