// The runner's arithmetic: what each kind of output says was tested.
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { it } from 'node:test'
import { cmocka, linter, nodeTest, vitest } from '../lib/count.mjs'

it('counts cmocka over several programs', () => {
	const output = `[==========] Running 3 test(s).
[ RUN      ] one
[       OK ] one
[==========] 3 test(s) run.
[  PASSED  ] 2 test(s).
[  FAILED  ] 1 test(s), listed below:
[  FAILED  ] two

 1 FAILED TEST(S)
[==========] Running 4 test(s).
[  PASSED  ] 4 test(s).
[  SKIPPED ] 0 test(s), listed below:
`
	assert.deepEqual(cmocka(output), { passed: 6, failed: 1, skipped: 0 })
})

it('counts a linter as one, by its exit status', () => {
	assert.deepEqual(linter('', 0), { passed: 1, failed: 0, skipped: 0 })
	assert.deepEqual(linter('', 2), { passed: 0, failed: 1, skipped: 0 })
})

it('counts vitest by tests, not by files', () => {
	const output = ' Test Files  1 failed | 2 passed (3)\n      Tests  2 failed | 30 passed | 1 skipped (33)\n'
	assert.deepEqual(vitest(output), { passed: 30, failed: 2, skipped: 1 })
	assert.deepEqual(vitest('\u001b[2m      Tests \u001b[22m \u001b[32m7 passed\u001b[39m (7)\n'),
		{ passed: 7, failed: 0, skipped: 0 })
	assert.deepEqual(vitest('No test files found\n'), { passed: 0, failed: 0, skipped: 0 })
})

it('counts what node:test really ran, no files and no suites', () => {
	const directory = mkdtempSync(join(tmpdir(), 'liangding-count-'))
	const run = (name, text) => {
		const file = join(directory, name)
		writeFileSync(file, text)
		const env = { ...process.env }
		delete env.NODE_TEST_CONTEXT
		const { stdout, status } = spawnSync('node', ['--test', '--test-reporter=tap', file], { encoding: 'utf8', env })
		return { ...nodeTest(stdout), status }
	}
	const head = "const { describe, it } = require('node:test')\n"
	try {
		assert.deepEqual(run('a.test.cjs', `${head}describe('s', () => { it('a', () => {}); it('b', () => {}) })
			it('c', () => {}); it.skip('d', () => {})`), { passed: 3, failed: 0, skipped: 1, status: 0 })
		const broken = run('b.test.cjs', `${head}it('a', () => { throw new Error('x') }); it('b', () => {})`)
		assert.deepEqual([broken.passed, broken.failed > 0, broken.status], [1, true, 1])
		const dies = run('c.test.cjs', `${head}it('a', () => { process.exit(7) })`)
		assert.deepEqual([dies.passed, dies.failed > 0, dies.status], [0, true, 1])
	} finally {
		rmSync(directory, { recursive: true })
	}
})
