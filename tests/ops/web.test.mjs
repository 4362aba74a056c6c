// What the built pages are made of: their weight, the syntax that they need of a
// browser, the script for browsers too old for them, and where colours come from.
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { describe, it } from 'node:test'
import { gzipSync } from 'node:zlib'
import { top } from '../lib/stack.mjs'

const web = join(top, 'web')
const dist = join(web, 'dist')
const esbuild = createRequire(join(web, 'package.json'))('esbuild')
const { Linter } = createRequire(join(top, 'tests/package.json'))('eslint')
const read = (...path) => readFileSync(join(...path), 'utf8')
const assets = readdirSync(join(dist, 'assets'))

describe('the weight of the pages', () => {
	// Everything index.html loads, and what its script imports before it runs.
	function shell() {
		const found = new Set()
		const add = (path) => {
			if (found.has(path))
				return
			found.add(path)
			if (path.endsWith('.js'))
				for (const [, name] of read(dist, path).matchAll(/(?:^|[;}\s])(?:import|export)\b[^;'"()]*?["']\.\/([^"']+)["']/g))
					add(join(dirname(path), name))
		}
		const page = read(dist, 'index.html').replace(/<!--[\s\S]*?-->/g, '')
		for (const [, path] of page.matchAll(/<(?:script|link)\b[^>]*?(?:src|href)="(?:\.\/)?([^"]+)"/g))
			add(path)
		return ['index.html', ...found]
	}
	const zipped = (path) => gzipSync(readFileSync(join(dist, path))).length

	it('the shell is at most 120 KB, gzip', () => {
		const files = shell()
		assert.ok(files.some((path) => /index-.*\.js$/.test(path)) && files.some((path) => path.endsWith('.css')), files.join())
		const weights = files.map((path) => [path, zipped(path)])
		const sum = weights.reduce((all, [, weight]) => all + weight, 0)
		assert.ok(sum <= 120 * 1024, `${sum} bytes: ${weights.join(' ')}`)
	})

	it('viewers, date pickers and pages come when they are needed', () => {
		const early = shell().map((path) => basename(path))
		for (const late of ['PdfView', 'DateField', 'DivisionPicker', 'pdf.worker', 'ReviewDetail', 'OrderEdit', 'Board', 'ReviewList']) {
			assert.ok(assets.some((name) => name.startsWith(late)), `no ${late} was built`)
			assert.ok(!early.some((name) => name.startsWith(late)), `${late} is in the shell`)
		}
	})
})

describe('the browsers of PLAT-20', () => {
	const targets = ['chrome109', 'edge109', 'firefox115', 'safari16.4']

	// What the targets lack is rewritten for them: nothing to rewrite, nothing lacking.
	async function newer(code, loader, target = targets) {
		const [as_is, lowered] = await Promise.all(['esnext', target].map(async (wanted) =>
			(await esbuild.transform(code, { loader, target: wanted, minifyWhitespace: true, legalComments: 'none', logLevel: 'silent' })).code))
		return as_is !== lowered
	}

	it('PLAT-20 no script or style of the build needs syntax newer than the baseline', async () => {
		const built = assets.filter((name) => /\.(js|css)$/.test(name))
		assert.ok(built.length > 40, `${built.length} files`)
		for (const name of built)
			assert.equal(await newer(read(dist, 'assets', name), name.endsWith('.js') ? 'js' : 'css'), false, name)
	})

	for (const [what, code, loader] of [
		['a regular expression of sets', 'export const r = /[\\p{L}--[a-z]]/v', 'js'],
		['a resource declaration', 'export function f(x) { using y = x() }', 'js'],
		['nested rules', 'a { & b { top: 0 } }', 'css'],
	])
		it(`PLAT-20 the check of syntax sees ${what}`, async () => {
			assert.equal(await newer(code, loader), true)
		})

	// What no tool lowers: each is missing in one of the baseline, by MDN's data.
	const selectors = [':has(', ':user-invalid', ':popover-open', '@scope', '@property', '@starting-style', 'light-dark(', 'subgrid',
		'color-mix(', 'field-sizing', 'anchor-name', 'animation-timeline', '@container style']
	it('PLAT-20 no style leans on a selector or rule that one of the baseline lacks', () => {
		for (const name of assets.filter((name) => name.endsWith('.css')))
			assert.deepEqual(selectors.filter((what) => read(dist, 'assets', name).includes(what)), [], name)
	})

	it('PLAT-20 the build aims at the baseline', () => {
		const [, list] = read(web, 'vite.config.ts').match(/target: \[([^\]]*)\]/)
		assert.deepEqual(list.match(/[\w.]+/g), targets)
	})

	const faults = (code) => new Linter().verify(code, { languageOptions: { ecmaVersion: 3, sourceType: 'script' } })
	it('PLAT-20 the script for old browsers is ECMAScript 3', () => {
		assert.deepEqual(faults(read(dist, 'browser.js')), [])
		assert.notDeepEqual(faults('let a = 1'), [])
		assert.notDeepEqual(faults('var a = { get b() { return 1 } }'), [])
	})

	it('PLAT-20 the script for old browsers is a plain one, and comes before the app can start', () => {
		const page = read(dist, 'index.html')
		const [tag] = page.match(/<script[^>]*browser\.js[^>]*>/)
		assert.doesNotMatch(tag, /module|async|defer/)
		// A module waits for the end of the page, wherever it stands.
		assert.match(page, /<script type="module"/)
		// In the place of the page for old browsers there is nothing that runs or is fetched.
		const [, old] = page.match(/<template id="too-old">([\s\S]*?)<\/template>/)
		assert.doesNotMatch(old, /<(script|img|link|style)|style=/)
		for (const name of ['Windows 7', 'Windows 10', 'macOS', 'Chrome 109', 'Edge 109', 'Firefox 115', 'Safari 16.4'])
			assert.equal(old.split(name).length, 3, `${name} once in each language`)
	})
})

describe('colours', () => {
	const lint = (directory) => spawnSync('node', [join(web, 'lint/colours.mjs'), ...directory ? [directory] : []], { encoding: 'utf8' })

	it('no colour stands outside tokens.css', () => {
		const { status, stderr } = lint()
		assert.equal(status, 0, stderr)
	})

	for (const [name, text, line] of [
		['a.css', 'a {\n\tcolor: #12ab34;\n}', 2],
		['b.css', 'a { background: linear-gradient(90deg, white, var(--c)) }', 1],
		['c.css', 'a { box-shadow: 0 0 2px rgb(0 0 0 / 20%) }', 1],
		['d.vue', '<template><p class="red">red</p></template>\n<style scoped>\np {\n\tcolor: red;\n}\n</style>', 4],
		['e.vue', '<template>\n<svg><path stroke="#abc" /></svg></template>', 2],
		['f.vue', '<template><svg fill="teal"></svg></template>', 1],
		['g.ts', 'element.style.color = "hsl(10 20% 30%)";', 1],
		['h.ts', '\ncanvas.fillStyle = "white";', 2],
		['i.html', '<meta name="x"><body bgcolor="#fff">', 1],
		['j.svg', '<svg><path fill="#12807b"/></svg>', 1],
	])
		it(`the check finds the colour in ${name}: ${text.split('\n').at(line - 1).trim()}`, () => {
			const directory = mkdtempSync(join(tmpdir(), 'liangding-colours-'))
			try {
				mkdirSync(join(directory, 'src/ui'), { recursive: true })
				writeFileSync(join(directory, 'src/ui/tokens.css'), ':root { --c: #123456 }')
				writeFileSync(join(directory, 'src/quiet.vue'),
					'<template><a href="#add-it" class="white">red</a><p>&#1234;</p></template>\n<style>.white:hover { color: var(--c-red); top: 1px } /* #fff */</style>')
				assert.equal(lint(directory).stderr, '')
				writeFileSync(join(directory, 'src', name), text)
				const { status, stderr } = lint(directory)
				assert.equal(status, 1)
				assert.match(stderr, new RegExp(`^src/${name}:${line}: `))
				assert.equal(stderr.trim().split('\n').length, 1, stderr)
			} finally {
				rmSync(directory, { recursive: true })
			}
		})
})

describe('keys', () => {
	const lint = (name, text) => spawnSync('node', [join(web, 'node_modules/eslint/bin/eslint.js'), '--stdin', '--stdin-filename', `src/ui/${name}`],
		{ cwd: web, input: text, encoding: 'utf8' })

	it('PLAT-20 the helper that leaves the keys of input methods alone is the one way to them', () => {
		const { status, stdout } = lint('ok.vue', '<script setup lang="ts">\nimport { vKeys } from "./keys";\n</script>\n<template><input v-keys="{ Enter: () => {} }"></template>')
		assert.equal(status, 0, stdout)
	})

	for (const [name, text] of [
		['a.vue', '<template><input @keydown.enter="go"></template>'],
		['b.vue', '<template><input @keyup="go"></template>'],
		['c.vue', '<template><input v-on="{ keydown: go }"></template>'],
		['d.ts', 'document.addEventListener("keydown", () => {});'],
		['e.ts', 'document.body.onkeypress = null;'],
		['f.ts', 'export const f = (event: { keyCode: number }) => event.keyCode === 13;'],
	])
		it(`PLAT-20 a listener beside it is refused: ${text}`, () => {
			const { status, stdout } = lint(name, text)
			assert.equal(status, 1)
			assert.match(stdout, /ui\/keys\.ts/)
		})
})
