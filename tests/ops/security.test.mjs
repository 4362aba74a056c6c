// The tables that say what shows each requirement name what there is: SECURITY.md,
// our own requirements, and tests/ASVS.md, those of the OWASP ASVS.
import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { it } from 'node:test'
import { top } from '../lib/stack.mjs'

/** The rows of a page's tables that name files: { first, cells, named }. */
function rows(page) {
	return readFileSync(join(top, page), 'utf8').split('\n').filter((line) => /^\| (?!---)/.test(line))
		.map((line) => line.slice(2, -2).split(' | '))
		.map((cells) => ({ first: cells[0], cells, named: [...cells.at(-1).matchAll(/`([^`]+)`/g)].map(([, each]) => each).filter((each) => /^[\w./-]+\.(mjs|c|h|def|ts|js|json|mk|md|vue|in|sql|tsv)(: |$)/.test(each)) }))
}

/** What is wrong with a name, "path" or "path: words that stand there". */
function fault(name) {
	const [path, ...words] = name.split(': ')
	if (!existsSync(join(top, path)))
		return 'no such file'
	const text = readFileSync(join(top, path), 'utf8').replaceAll('\\\'', '\'')
	return words.length && !text.includes(words.join(': ')) ? 'no such words in it' : null
}

for (const [page, least] of [['SECURITY.md', 55], ['tests/ASVS.md', 180]])
	it(`${page} names files and tests that there are`, () => {
		const naming = rows(page).filter(({ named }) => named.length)
		assert.ok(naming.length >= least, `${naming.length} rows`)
		const wrong = naming.flatMap(({ first, named }) => named.map((name) => [name, fault(name)]).filter(([, why]) => why).map(([name, why]) => `${first}: ${name}: ${why}`))
		assert.deepEqual(wrong, [])
	})

it('each requirement of SECURITY.md is shown by something', () => {
	const lines = readFileSync(join(top, 'SECURITY.md'), 'utf8').split('\n')
	const table = lines.slice(lines.indexOf('| requirement | shown by |') + 2).filter((line) => line.startsWith('|'))
	assert.ok(table.length > 50)
	assert.deepEqual(table.filter((line) => !/`[^`]+`/.test(line)), [])
})

it('tests/ASVS.md says of each item how it stands, once, and shows what it says is met', () => {
	const items = rows('tests/ASVS.md').filter(({ first }) => /^V\d+\.\d+\.\d+$/.test(first))
	assert.ok(items.length > 150)
	assert.equal(new Set(items.map(({ first }) => first)).size, items.length)
	for (const { first, cells, named } of items) {
		assert.match(cells[1], /^[12]$/, first)
		assert.match(cells[2], /^(yes|partly|no)$/, first)
		assert.ok(cells[2] === 'no' || named.length, `${first} names nothing`)
	}
})

it('a name that is not there is found', () => {
	assert.equal(fault('tests/none.test.mjs'), 'no such file')
	assert.equal(fault('tests/ops/security.test.mjs: words that are ' + 'elsewhere'), 'no such words in it')
	assert.equal(fault('tests/ops/security.test.mjs: a name that is not there is found'), null)
})
