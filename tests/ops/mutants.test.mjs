// The table of mutants fits the sources: `make mutants` itself takes long.
import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { it } from 'node:test'
import { top } from '../lib/stack.mjs'
import { faults, mutants } from '../mutants/list.mjs'

it('every mutant finds its place in the sources exactly once', () => {
	assert.deepEqual(faults(top), [])
	assert.ok(mutants(top).length > 150)
})

it('every mutant names tests that there are', () => {
	for (const { name, tests } of mutants(top)) {
		assert.ok(tests.length, name)
		for (const test of tests)
			assert.ok(existsSync(join(top, 'tests', `${test.split(': ')[0]}.test.mjs`)), `${name}: ${test}`)
	}
})
