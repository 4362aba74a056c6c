// The check that every API answer goes through does refuse what it must.
import assert from 'node:assert/strict'
import { it } from 'node:test'
import { Description } from '../lib/openapi.mjs'

const json = (schema) => ({ description: '', content: { 'application/json': { schema } } })
const ref = (name) => ({ $ref: `#/components/schemas/${name}` })
const description = new Description({
	openapi: '3.1.0',
	servers: [{ url: 'api' }],
	paths: {
		'/orders/{no}': { get: { responses: { 200: json(ref('Order')), 404: { $ref: '#/components/responses/Problem' } } } },
		'/orders/new': { get: { responses: { 204: { description: '' } } } },
		'/things': { get: { responses: { 200: json({ type: 'object', properties: { items: { type: 'array', items: ref('Thing') } } }) } } },
		'/picture': { get: { responses: { 200: { description: '', content: { 'image/png': {} } } } } },
	},
	components: {
		responses: { Problem: { description: '', content: { 'application/problem+json': { schema: ref('Problem') } } } },
		schemas: {
			Problem: { type: 'object', required: ['status'], properties: { status: { type: 'integer' } } },
			Base: { type: 'object', required: ['id'], properties: { id: { type: 'integer' } } },
			Thing: { allOf: [ref('Base'), { type: 'object', properties: { name: { type: ['string', 'null'] } } }] },
			Order: { type: 'object', required: ['no', 'at'], properties: {
				no: { type: 'string' }, at: { type: 'string', format: 'date-time' },
				thing: { oneOf: [ref('Thing'), { type: 'null' }] }, content: { type: 'object' } } },
		},
	},
})
const seen = (path, status, body, type = 'application/json') => () => description.check(
	{ method: 'GET', path, status, type, body, bytes: body === undefined ? 0 : 1 })
const order = { no: '1', at: '2026-11-22T03:04:05.678Z', thing: { id: 1, name: null }, content: { any: 1 } }

it('PLAT-13 accepts what is described', () => {
	seen('/orders/1', 200, order)()
	seen('/orders/1', 200, { ...order, thing: null })()
	seen('/orders/1', 404, { status: 404 }, 'application/problem+json')()
	seen('/orders/new', 204, undefined)()
	seen('/things', 200, { items: [{ id: 1 }, { id: 2, name: 'x' }] })()
	seen('/picture', 200, undefined, 'image/png')()
})

it('PLAT-13 refuses what is not described', () => {
	assert.throws(seen('/nowhere', 200, {}), /does not name/)
	assert.throws(seen('/orders/1/2', 200, {}), /does not name/)
	assert.throws(seen('/orders/1', 500, {}), /undocumented status/)
	assert.throws(seen('/orders/1', 404, { status: 404 }), /content type/)
	assert.throws(seen('/orders/new', 204, {}), /no body is described/)
	assert.throws(seen('/picture', 200, {}, 'text/html'), /content type/)
})

it('PLAT-13 refuses extra, missing and misshapen members at any depth', () => {
	assert.throws(seen('/orders/1', 200, { ...order, extra: 1 }), /extra/)
	assert.throws(seen('/orders/1', 200, { ...order, thing: { id: 1, extra: 1 } }), /differs/)
	assert.throws(seen('/things', 200, { items: [{ id: 1, extra: 1 }] }), /extra/)
	assert.throws(seen('/things', 200, { items: [{ name: 'x' }] }), /id/)
	assert.throws(seen('/things', 200, { items: [{ id: '1' }] }), /integer/)
	assert.throws(seen('/orders/1', 200, { no: '1' }), /at/)
	assert.throws(seen('/orders/1', 200, { ...order, at: 'yesterday' }), /date-time/)
	assert.throws(seen('/orders/1', 404, { status: 404, extra: 1 }, 'application/problem+json'), /extra/)
})
