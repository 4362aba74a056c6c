// Institution records as their operators fill them in.
import assert from 'node:assert/strict'
import { Client } from './client.mjs'
import { decide, submit } from './orders.mjs'
import { pdf } from './papers.mjs'

let serial = 0
const digits = (n) => String(n).padStart(8, '0')

/** A credit code that is right: 16 characters, two digits of serial and the check character. */
export function creditCode() {
	const alphabet = '0123456789ABCDEFGHJKLMNPQRTUWXY'
	const first = `91350200MA${digits(process.pid * 1000 + serial++).slice(-7)}`
	let sum = 0
	let weight = 1
	for (const character of first) {
		sum += alphabet.indexOf(character) * weight
		weight = weight * 3 % 31
	}
	return first + alphabet[(31 - sum % 31) % 31]
}

const common = (name) => ({
	uscc: creditCode(), legal_person: '林志远',
	pooling_area: 'city', address: '厦门市同安区祥和路88号', position: '118.152341,24.723116', credential_used: true,
	account_name: name, account_no: '3500 1600 0070 5900 1234', bank_name: '海峡银行同安支行',
})

/** A medical institution's record but for its papers. */
export function medicalContent(more = {}) {
	const name = more.name ?? `同安康宁医院${process.pid}${serial++}`
	return {
		...common(name), legal_name: name, licence_kind: 'practice', name,
		licence_no: `PDY${digits(process.pid)}${serial++}`, principal: '陈思敏', licence_address: '厦门市同安区祥和路88号', beds: 120,
		valid_from: '2024-01-01', valid_to: '2038-12-31', nature: 'for_profit', subjects: ['03.01', '04.01', '26'],
		category: 'general_hospital', grade: 'grade_2', rank: 'class_a', affiliation: 'other', economy: 'limited',
		office_mail: 'yibao@kangning.cn', office_phone: '0592-7123456', deputy_name: '郑秀兰', deputy_phone: '13800138001',
		head_name: '吴建国', head_phone: '13800138002', ...more,
	}
}

/** A pharmacy's. */
export function pharmacyContent(more = {}) {
	const name = more.name ?? `同安益民大药房${process.pid}${serial++}`
	return {
		...common(name), name, capital: 50000000, seat: '厦门市同安区祥和路90号',
		legal_paper: 'resident_id', legal_paper_no: '11010519491231002X',
		licence_no: `闽CB592${digits(serial++)}`, operation: 'chain', issued_on: '2024-03-01', valid_to: '2038-02-28',
		scope: '中药饮片、中成药、化学药制剂、抗生素制剂、生化药品', principal: '黄丽华', principal_phone: '13800138003', trading: 'open',
		contact_name: '许文杰', contact_phone: '0592-7123457', mail: 'yimin@yaofang.cn', ...more,
	}
}

const papers = {
	medical_registration: ['legal_papers', 'licence_papers'],
	pharmacy_registration: ['business_papers', 'licence_papers'],
}

/** A draft with its papers attached: { order_no, version, content }. */
export async function draftRecord(client, kind, more = {}) {
	const { order_no, version } = await client.expect(201, 'POST', '/orders', { body: { kind }, key: crypto.randomUUID() })
	const content = kind.startsWith('medical') ? medicalContent(more) : pharmacyContent(more)
	for (const field of papers[kind])
		if (!(field in more) && !(field === 'licence_papers' && more.licence_kind === 'military'))
			content[field] = [await client.attach(order_no, field, `${field}.pdf`, pdf(field))]
	for (const [name, value] of Object.entries(content))
		if (value === undefined)
			delete content[name]
	return { order_no, version, content }
}

/** A change of what an order has put on file, with its proof: { order_no, version, content }. */
export async function draftChange(client, parent_order_no, kind, more = {}) {
	const { order_no, version, content } = await client.expect(201, 'POST', '/orders', { body: { kind, parent_order_no }, key: crypto.randomUUID() })
	const kept = Object.fromEntries(Object.entries(content).map(([name, value]) =>
		[name, Array.isArray(value) && value[0]?.file_id ? value.map(({ file_id }) => file_id) : value]))
	const proof_papers = [await client.attach(order_no, 'proof_papers', '变更通知书.pdf', pdf('proof'))]
	return { order_no, version, content: { ...kept, proof_kind: 'notice', proof_papers, ...more } }
}

/** An operator of an institution that has no code yet: { client, institution, user }. */
export async function newcomer(stack, db, accounts, division) {
	const institution = await accounts.institution(division)
	await db.query('UPDATE organisations SET code = NULL WHERE id = ?', institution.id)
	const user = await accounts.operator({ institution })
	return { client: await Client.signedIn(stack, user), institution, user }
}

/** Sends it; with what a submission answers. */
export async function sendRecord(client, order) {
	const { status, body } = await submit(client, order)
	assert.equal(status, 200, JSON.stringify(body))
	return { ...order, version: body.version }
}

/** Its district decides; gives the order as the applicant sees it then. */
export async function settle(district, client, { order_no }, verdict = 'approve', more) {
	const { version } = await district.expect(200, 'GET', `/orders/${order_no}`)
	const answer = await decide(district, { order_no, version }, verdict, more)
	assert.equal(answer.status, 200, JSON.stringify(answer.body))
	return client.expect(200, 'GET', `/orders/${order_no}`)
}

/** On file, of a new institution: { client, institution, order, code }. */
export async function putOnFile(stack, db, accounts, district, { division, kind = 'medical_registration', ...more }) {
	const made = await newcomer(stack, db, accounts, division)
	const order = await sendRecord(made.client, await draftRecord(made.client, kind, more))
	const seen = await settle(district, made.client, order)
	return { ...made, order, code: seen.record.code }
}
