// What fcgi/app/qr/README.md tells the developers of an app, done to the letter.
import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { createPublicKey, verify } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { after, before, describe, it } from 'node:test'
import { promisify } from 'node:util'
import { demoKey, digest, newPerson, signed } from '../../lib/app.mjs'
import { Client } from '../../lib/client.mjs'
import { sharedStack } from '../../lib/stack.mjs'

const text = readFileSync(new URL('../../../fcgi/app/qr/README.md', import.meta.url), 'utf8')
const blocks = [...text.matchAll(/^```(.+)\n([\s\S]*?)\n```$/gm)].map(([, kind, body]) => ({ kind, body }))
const block = (kind, n = 0) => blocks.filter((each) => each.kind === kind)[n].body
const node = promisify(execFile).bind(null, process.execPath)

let stack
before(async () => {
	stack = await sharedStack()
})
after(() => stack?.stop())

describe('the page for an app\'s developers', () => {
	it('QR-3 its signed call is right byte by byte', () => {
		const [, method, path] = block('http').match(/^(\S+) (\S+) /)
		const authority = block('http').match(/^Host: (.*)$/m)[1]
		const headers = Object.fromEntries(block('http', 1).split('\n').map((line) => line.split(/: (.*)/)))
		const body = block('json')
		const [, created, nonce] = headers['Signature-Input'].match(/created=(\d+).*nonce="(.*)"/)
		assert.equal(headers['Content-Digest'], digest(body))
		assert.deepEqual(signed(demoKey, { method, path, authority, body, created, nonce }), { base: block('text signature base'), headers })
		const spki = Buffer.concat([Buffer.from('302a300506032b6570032100', 'hex'), Buffer.from(text.match(/public part:\n`(.*)`/)[1], 'base64')])
		const bytes = Buffer.from(headers.Signature.match(/:(.*):/)[1], 'base64')
		assert.ok(verify(null, Buffer.from(block('text signature base')), createPublicKey({ key: spki, format: 'der', type: 'spki' }), bytes))
	})

	it('QR-3 its program scans and confirms a code', async () => {
		const page = await Client.open(stack)
		const { id, url } = await page.expect(201, 'POST', '/qr', { body: {} })
		const run = async (more = {}) => (await node(['--input-type=module', '-e', block('js')], { env: { ...process.env,
			PLATFORM: stack.url, QR: url, KEYID: 'demo-app', SEED: Buffer.from('liangding demonstration key only').toString('base64'), PERSON: JSON.stringify(person), ...more } })).stdout
		const person = newPerson()
		assert.match(await run(), /^200 .*"state":"scanned"/)
		const { number } = await page.expect(200, 'GET', `/qr/${id}`)
		assert.match(await run({ NUMBER: String(number) }), /^200 .*"state":"confirmed"/)
		assert.match(await run({ NUMBER: String(number) }), /^409 .*qr\.already_confirmed/)
		await page.expect(200, 'POST', `/qr/${id}/session`, { body: {} })
	})

	it('QR-3 it names every refusal there is, with its status', async () => {
		const { body } = await (await Client.open(stack)).get('/openapi.json')
		const known = body['x-liangding-errors'].filter(({ code }) => /^(app|qr)\./.test(code))
		assert.ok(known.length > 10)
		const browsers = ['qr.too_often', 'qr.not_confirmed', 'qr.grant_needed']
		for (const { code, status } of known) {
			if (browsers.includes(code))
				continue
			const row = text.split('\n').find((line) => line.startsWith('|') && line.includes(`\`${code}\``))
			assert.ok(row?.includes(` ${status}`), code)
		}
	})
})
