// What an approval gives out, as an operator gets it and independent tools read it.
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import jsqr from 'jsqr'
import { PNG } from 'pngjs'
import { decide, submittedApplication } from './orders.mjs'
import { pdf } from './papers.mjs'
import { until } from './stack.mjs'

// A CommonJS module that says what its default is.
const decode = jsqr.default ?? jsqr

/** Decided by each of these, one after the other; gives the standing at the end. */
export async function passed(order, deciders) {
	for (const decider of deciders) {
		const answer = await decide(decider, order, 'approve')
		assert.equal(answer.status, 200, JSON.stringify(answer.body))
		order = answer.body
	}
	return order
}

/** A submitted acceptance of the application. */
export async function submittedAcceptance(operator, parent_order_no, more = {}) {
	const { order_no, version } = (await operator.once('/orders', { kind: 'access_acceptance', parent_order_no })).body
	const content = { test_from: '2026-03-02', test_to: '2026-03-20', tested_cases: '身份核验、支付与退款', ...more }
	content.test_report = [await operator.attach(order_no, 'test_report', '测试报告.pdf', pdf('test_report'))]
	const answer = await operator.once(`/orders/${order_no}/submission`, { version, content })
	assert.equal(answer.status, 200, JSON.stringify(answer.body))
	return answer.body
}

/** An application that has passed: its standing. */
export const approvedApplication = async (operator, { city, province }, more) =>
	passed(await submittedApplication(operator, more), [city, province])

export const issued = (client, order_no) => client.expect(200, 'GET', `/orders/${order_no}/issued`)

/** The order's newest paper, once it is ready. */
export const ready = (client, order_no) => until(`the paper of ${order_no} is ready`, async () => {
	const { documents: [paper] } = await issued(client, order_no)
	return paper?.state === 'ready' && paper
})

/** Its bytes. */
export async function download(client, { document_no }) {
	const answer = await client.get(`/documents/${document_no}/content`)
	assert.equal(answer.status, 200, JSON.stringify(answer.body))
	assert.equal(answer.type, 'application/pdf')
	return answer.buffer
}

/** Until its newest paper waits for that. */
export const awaited = (client, order_no, what) => until(`the paper of ${order_no} waits for ${what}`, async () => {
	const { documents: [paper] } = await issued(client, order_no)
	return paper?.awaits === what && paper
})

/** The keys in force, as their operator may look at them: { app_id, app_secret, data_key }. */
export async function keysOf(client, order_no) {
	const { credentials: [{ no, app_id }] } = await issued(client, order_no)
	const keys = { app_id }
	for (const key of ['app_secret', 'data_key'])
		keys[key] = (await client.expect(200, 'POST', `/orders/${order_no}/credential/reveal`, { body: { no, key } })).value
	return keys
}

export const rotate = (client, order_no, no, key) => client.once(`/orders/${order_no}/credential/rotation`, { no }, key)

const dots_an_inch = 200

/**
 * What tools say of a PDF's bytes: { text, info, fonts, qpdf, codes, pages, pictures, signatures };
 * whole: false asks for the signatures alone.
 */
export function read(bytes, { whole = true } = {}) {
	const folder = mkdtempSync(join(tmpdir(), 'liangding-paper-'))
	const file = join(folder, 'paper.pdf')
	const run = (program, ...args) => execFileSync(program, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] })
	try {
		writeFileSync(file, bytes)
		const signatures = run('pdfsig', '-nocert', file)
		if (!whole)
			return { signatures }
		const info = run('pdfinfo', file)
		const pages = Number(/^Pages:\s+(\d+)/m.exec(info)[1])
		run('pdftoppm', '-r', String(dots_an_inch), '-png', file, join(folder, 'page'))
		const pictures = Array.from({ length: pages }, (_, i) => readFileSync(join(folder, `page-${i + 1}.png`)))
		const codes = pictures.map((picture) => {
			const { data, width, height } = PNG.sync.read(picture)
			return decode(new Uint8ClampedArray(data), width, height)
		}).filter(Boolean).map(({ data, location: { topLeftCorner: a, topRightCorner: b } }) =>
			({ data, millimetres: Math.hypot(a.x - b.x, a.y - b.y) / dots_an_inch * 25.4 }))
		return {
			text: run('pdftotext', '-layout', file, '-'),
			info,
			fonts: run('pdffonts', file).trim().split('\n').slice(2),
			qpdf: run('qpdf', '--check', file),
			codes, pages, pictures, signatures,
		}
	} finally {
		rmSync(folder, { recursive: true, force: true })
	}
}
