// The list of divisions: a tree of provinces, cities and counties.
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { it } from 'node:test'
import { top } from '../lib/stack.mjs'

it('lists every division once, below its parent', () => {
	const directory = mkdtempSync(join(tmpdir(), 'liangding-divisions-'))
	const file = join(directory, 'divisions.tsv')
	let rows
	try {
		execFileSync('node', [join(top, 'ops/divisions.mjs'), file])
		rows = readFileSync(file, 'utf8').trimEnd().split('\n').map((line) => line.split('\t'))
	} finally {
		rmSync(directory, { recursive: true })
	}
	const byCode = new Map(rows.map((row) => [row[0], row]))
	assert.equal(byCode.size, rows.length)
	for (const [code, name, level, parent] of rows) {
		assert.match(code, /^[1-9]\d{5}$/)
		assert.ok(name)
		if (level === '1')
			assert.equal(parent, '0')
		else
			assert.equal(Number(byCode.get(parent)[2]), Number(level) - 1, code)
	}
	assert.equal(rows.filter(([, , level]) => level === '1').length, 31)
	const path = (code) => code === '0' ? [] : [...path(byCode.get(code)[3]), byCode.get(code)[1]]
	assert.deepEqual(path('350213'), ['福建省', '厦门市', '翔安区'])
	assert.deepEqual(path('110101'), ['北京市', '市辖区', '东城区'])
	assert.deepEqual(path('429004'), ['湖北省', '省直辖县级行政区划', '仙桃市'])
	assert.deepEqual(path('441900'), ['广东省', '东莞市'])
})
