// Holds every answer against the API's own description. An answer with a status,
// a content type or a member that the description does not name is a failure.
import Ajv2020 from 'ajv/dist/2020.js'
import formats from 'ajv-formats'

const composing = ['allOf', 'anyOf', 'oneOf', 'if', 'then', 'else']
const is_map = new Set(['properties', 'patternProperties', '$defs', 'dependentSchemas'])

/**
 * Closes every object schema. Where schemas are combined, only the outermost is
 * closed, by unevaluatedProperties, which sees what the parts have evaluated; a
 * part that is a reference goes to that component's open twin.
 */
function close(schema, open = false) {
	if (Array.isArray(schema))
		return schema.map((each) => close(each, open))
	if (schema === null || typeof schema !== 'object')
		return schema
	const result = {}
	for (const [key, value] of Object.entries(schema)) {
		if (is_map.has(key))
			result[key] = Object.fromEntries(Object.entries(value)
				.map(([name, each]) => [name, close(each)]))
		else if (key === 'allOf' || (composing.includes(key) && (schema.properties || open)))
			result[key] = close(value, true)
		else if (key === '$ref')
			result[key] = open ? value.replace('#/components/schemas/', '#/components/open/') : value
		else if (key === 'enum' || key === 'const' || key === 'default' || key.startsWith('example') || key.startsWith('x-'))
			result[key] = value
		else
			result[key] = close(value)
	}
	const described = schema.properties || schema.allOf
	if (described && !open && schema.additionalProperties === undefined
		&& schema.unevaluatedProperties === undefined)
		result.unevaluatedProperties = false
	if (open) {
		delete result.additionalProperties
		delete result.unevaluatedProperties
	}
	return result
}

export class Description {
	constructor(document) {
		this.document = document
		const components = document.components?.schemas ?? {}
		const each = (open) => Object.fromEntries(Object.entries(components)
			.map(([name, schema]) => [name, close(schema, open)]))
		this.ajv = new Ajv2020({ strict: false, allErrors: true })
		formats(this.ajv)
		this.ajv.addSchema({ $id: 'api:/description', components: { schemas: each(false), open: each(true) } })
		this.compiled = new Map()
		this.seen = new Map()
		this.operations = []
		const base = (document.servers?.[0]?.url ?? '').replace(/\/$/, '').replace(/^\.?\/?/, '/')
		for (const [template, methods] of Object.entries(document.paths)) {
			const path = base !== '/' && template.startsWith(`${base}/`) ? template.slice(base.length)
				: template.replace(/^\/api(?=\/)/, '')
			const source = path.replace(/[.*+?^$()|[\]\\]/g, '\\$&').replace(/\{[^}]+\}/g, '[^/]+')
			for (const [method, operation] of Object.entries(methods))
				if (['get', 'put', 'post', 'delete', 'patch', 'head'].includes(method))
					this.operations.push({ method: method.toUpperCase(), path, operation,
						pattern: new RegExp(`^${source}$`), holes: (path.match(/\{/g) ?? []).length })
		}
		// A path without holes wins over one with them.
		this.operations.sort((a, b) => a.holes - b.holes)
	}

	find(method, path) {
		return this.operations.find((each) => each.method === method && each.pattern.test(path))
	}

	resolve(object) {
		if (!object?.$ref)
			return object
		return object.$ref.slice(2).split('/').reduce((node, key) => node[key], this.document)
	}

	validator(schema) {
		const text = JSON.stringify(schema)
		if (!this.compiled.has(text)) {
			const absolute = JSON.parse(JSON.stringify(close(schema))
				.replaceAll('"#/components/', '"api:/description#/components/'))
			this.compiled.set(text, this.ajv.compile(absolute))
		}
		return this.compiled.get(text)
	}

	/** Throws what is wrong with an answer; remembers which answers were seen. */
	check({ method, path, status, type, body, bytes }) {
		const where = `${method} ${path} → ${status}`
		const found = this.find(method, path)
		if (!found)
			throw new Error(`${where}: the description does not name this operation`)
		const { responses } = found.operation
		const response = this.resolve(responses[status] ?? responses[`${String(status)[0]}XX`] ?? responses.default)
		if (!response)
			throw new Error(`${where}: undocumented status; body ${JSON.stringify(body)}`)
		this.seen.set(`${method} ${found.path} ${status}`, true)
		const content = response.content
		if (!content || !Object.keys(content).length) {
			if (bytes)
				throw new Error(`${where}: ${bytes} bytes where no body is described`)
			return
		}
		const media = content[type] ?? content['*/*']
		if (!media)
			throw new Error(`${where}: content type ${type}, described: ${Object.keys(content)}`)
		if (!media.schema || !/[/+]json$/.test(type))
			return
		const validate = this.validator(media.schema)
		if (!validate(body))
			throw new Error(`${where} differs from the description:\n`
				+ validate.errors.map((e) => `  ${e.instancePath || '/'} ${e.message} ${JSON.stringify(e.params)}`).join('\n')
				+ `\n${JSON.stringify(body)}`)
	}

	/** A refusal of nginx itself: the shape all problem documents share. */
	checkProblem({ status, type, body }) {
		if (type !== 'application/problem+json')
			throw new Error(`${status} is ${type}, not a problem document`)
		const validate = this.validator({ $ref: '#/components/schemas/problem_document' })
		if (!validate(body))
			throw new Error(`not the shape of a problem: ${this.ajv.errorsText(validate.errors)}\n${JSON.stringify(body)}`)
		if (body.status !== status)
			throw new Error(`status ${status} says ${body.status}`)
	}
}
