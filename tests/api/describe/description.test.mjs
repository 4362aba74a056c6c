// The API describes itself, and everyone else reads the same description.
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync, rmSync, mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, it } from 'node:test'
import { exchange } from '../../lib/client.mjs'
import { sharedStack, top } from '../../lib/stack.mjs'

let stack, served
before(async () => {
	stack = await sharedStack()
	served = (await exchange(stack.origin, 'GET', `${stack.base}/openapi.json`)).body
})
after(() => stack?.stop())

it('PLAT-13 serves what liangdingctl describe prints and the pages were built from', async () => {
	assert.match(served.openapi, /^3\.1\./)
	assert.deepEqual(JSON.parse(await stack.ctl('describe')), served)
	const committed = JSON.parse(readFileSync(join(top, 'web/src/api/openapi.json'), 'utf8'))
	assert.deepEqual(committed, served)
})

it('PLAT-13 the pages\' types are generated from it', () => {
	const tool = join(top, 'web/node_modules/.bin/openapi-typescript')
	assert.ok(existsSync(tool))
	const directory = mkdtempSync(join(tmpdir(), 'liangding-types-'))
	try {
		const file = join(directory, 'schema.ts')
		execFileSync(tool, [join(top, 'web/src/api/openapi.json'), '-o', file], { stdio: 'pipe' })
		assert.equal(readFileSync(join(top, 'web/src/api/schema.ts'), 'utf8'), readFileSync(file, 'utf8'))
	} finally {
		rmSync(directory, { recursive: true })
	}
})

it('PLAT-13 every operation says what it answers, its refusals included', () => {
	const operations = Object.entries(served.paths).flatMap(([path, methods]) =>
		Object.entries(methods).map(([method, operation]) => [`${method} ${path}`, operation]))
	assert.ok(operations.length > 20)
	for (const [name, { responses, summary }] of operations) {
		assert.ok(summary, name)
		assert.ok(Object.keys(responses).some((status) => /^[23]/.test(status)), name)
	}
})

it('PLAT-11 every word of its forms and enums is there in both languages', () => {
	const forms = Object.entries(served['x-liangding-forms'])
	const enums = Object.entries(served['x-liangding-enums'])
	assert.ok(forms.length && enums.length)
	const chinese = /[\u4e00-\u9fff]/
	const walk = (fields, where) => {
		for (const field of fields) {
			assert.ok(field.zh && field.en, `${where}.${field.name}`)
			assert.match(field.zh, chinese, `${where}.${field.name}`)
			assert.equal(Boolean(field.help_zh), Boolean(field.help_en), `${where}.${field.name}`)
			walk(field.fields ?? [], `${where}.${field.name}`)
		}
	}
	for (const [name, form] of forms) {
		assert.ok(form.zh && form.en, name)
		walk(form.fields, name)
	}
	for (const [name, values] of enums)
		for (const { value, zh, en } of values)
			assert.ok(value && zh && en, `${name} ${value}`)
})

it('answers an unknown address, method and type as problems', async () => {
	const cases = [
		['GET', '/nowhere', {}, 404],
		['DELETE', '/me', {}, 405],
		['POST', '/session', { body: 'a=b', headers: { 'Content-Type': 'application/x-www-form-urlencoded', Origin: stack.origin } }, 415],
		['POST', '/session', { body: '{"realm":', headers: { 'Content-Type': 'application/json', Origin: stack.origin } }, 400],
		['POST', '/session', { body: '[]', headers: { 'Content-Type': 'application/json', Origin: stack.origin } }, 400],
		['POST', '/session', { body: `${'['.repeat(10_000)}`, headers: { 'Content-Type': 'application/json', Origin: stack.origin } }, 400],
		['POST', '/session', { body: '{"realm":"bureau","realm":"institution"}', headers: { 'Content-Type': 'application/json', Origin: stack.origin } }, 400],
		['POST', '/captchas', { body: '{}', headers: { 'Content-Type': 'application/json', Origin: 'http://evil.example' } }, 403],
		['POST', '/captchas', { body: '{}', headers: { 'Content-Type': 'application/json', 'Sec-Fetch-Site': 'cross-site' } }, 403],
		['GET', '/orders', {}, 401],
	]
	for (const [method, path, options, status] of cases) {
		const answer = await exchange(stack.origin, method, stack.base + path, options)
		assert.equal(answer.status, status, `${method} ${path}`)
		assert.equal(answer.type, 'application/problem+json')
		assert.equal(answer.body.status, status)
		assert.equal(answer.headers['cache-control'], 'no-store')
		assert.ok(answer.body.message.zh && answer.body.remedy.en)
		assert.match(answer.body.request_id, /^[0-9a-f]{32}$/)
	}
})

it('PLAT-13 says where it is served and how each operation is called', () => {
	assert.deepEqual(served.servers, [{ url: '/api' }])
	assert.deepEqual(Object.entries(served.components.securitySchemes).map(([name, { type, scheme, in: where }]) => [name, type, scheme ?? where]),
		[['access_token', 'http', 'bearer'], ['refresh_cookie', 'apiKey', 'cookie'], ['file_cookie', 'apiKey', 'cookie'],
			['qr_cookie', 'apiKey', 'cookie'], ['app_signature', 'apiKey', 'header']])
	const ways = ({ security }) => security.map((way) => Object.keys(way).join())
	for (const [path, methods] of Object.entries(served.paths))
		for (const [method, operation] of Object.entries(methods)) {
			const open = operation['x-access'].includes('anyone') || operation['x-access'].join() === 'anyone_in_demo'
			const own = { '/session/refresh': ['refresh_cookie'], '/qr/{qr_id}': ['qr_cookie'], '/qr/{qr_id}/session': ['qr_cookie'] }
			const want = own[path] ?? (['app', 'feed', 'connection'].some((who) => operation['x-access'].includes(who)) ? ['app_signature'] : open ? []
				: method === 'get' && path.endsWith('/content') ? ['access_token', 'file_cookie'] : ['access_token'])
			assert.deepEqual(ways(operation), want, `${method} ${path}`)
		}
	const origin = served.paths['/session/refresh'].post.parameters.find(({ name }) => name === 'Origin')
	assert.equal(origin.required, true)
})
