// What fcgi/kinds/merchant/README.md tells the developers of a bank, byte by byte.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { describe, it } from 'node:test'
import { privateKey, publicKey, publicText, readInput, signatureBase, signRequest, verifyRequest } from '../../../ops/bank.mjs'

const text = readFileSync(new URL('../../../fcgi/kinds/merchant/README.md', import.meta.url), 'utf8')
const blocks = Object.fromEntries([...text.matchAll(/^```(.+)\n([\s\S]*?)\n```$/gm)].map(([, kind, body]) => [kind, body]))
const headersOf = (block) => Object.fromEntries(block.split('\n').map((line) => line.split(/: (.*)/)).map(([name, value]) => [name.toLowerCase(), value]))

describe('the page for a bank\'s developers', () => {
	it('MERCH-6 its push verifies, and nothing else does', () => {
		const keys = { liangding: publicKey(text.match(/public part is\n`(.*)`/)[1]) }
		const headers = headersOf(blocks['http push'])
		const request = { method: 'POST', path: '/push', authority: 'api.bank.example.cn', headers }
		const input = readInput(headers['signature-input'])
		assert.equal(signatureBase(request, input), blocks['text push base'])
		const now = input.parameters.created * 1000
		const see = (how = {}, body = blocks['json push'], seen = new Set(), at = now) => verifyRequest({ ...request, ...how }, Buffer.from(body), keys, seen, at)
		see()
		const push = JSON.parse(blocks['json push'])
		for (const member of Object.keys(push))
			assert.ok(text.includes(`\`${member}\``), member)
		assert.throws(() => see({}, `${blocks['json push']} `), /not that of the body/)
		assert.throws(() => see({ path: '/other' }), /does not verify/)
		assert.throws(() => see({ authority: 'other.example.cn' }), /does not verify/)
		assert.throws(() => see({}, blocks['json push'], new Set([`liangding ${input.parameters.nonce}`])), /seen before/)
		assert.throws(() => see({}, blocks['json push'], new Set(), now + 301_000), /another time/)
		assert.throws(() => see({ headers: { ...headers, 'signature-input': headers['signature-input'].replace(' "content-digest"', '') } }), /not signed: content-digest/)
	})

	it('MERCH-6 its decision is signed as it says', () => {
		const key = privateKey(text.match(/private part is `(.*)`/)[1])
		const headers = headersOf(blocks['http decision'])
		const { parameters: { created, keyid, nonce } } = readInput(headers['signature-input'])
		const { decision_url } = JSON.parse(blocks['json push'])
		const made = signRequest({ method: 'POST', url: decision_url, body: blocks['json decision'], keyid, key, created, nonce })
		assert.deepEqual(headersOf(Object.entries(made).map(([name, value]) => `${name}: ${value}`).join('\n')), headers)
		verifyRequest({ method: 'POST', path: new URL(decision_url).pathname, authority: 'ld.example.cn', headers }, Buffer.from(blocks['json decision']),
			{ [keyid]: publicKey(publicText(key)) }, new Set(), created * 1000)
	})
})
