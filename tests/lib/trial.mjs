// Orders of the trial kind (tests/kinds/trial), from draft to record, for tests of
// what comes after: a stack of `make trial`'s programs with its people.
import assert from 'node:assert/strict'
import { Client } from './client.mjs'
import { decide, submit } from './orders.mjs'
import { pdf } from './papers.mjs'

const contract = { contract_no: 'HT-2026-1', fee: 12050, valid_from: '2026-12-01' }
let serial = 0

export class Trial {
	constructor(stack, accounts) {
		this.stack = stack
		this.accounts = accounts
	}

	/** The desks of one city and a bank; users of them by name. */
	async open() {
		const { accounts } = this
		this.users = {
			city: await accounts.reviewer('city', 350200),
			centre: await accounts.person('city_centre', await accounts.office('city_centre', 350200)),
			bank: await accounts.person('bank_reviewer', await accounts.bank('BANKA', 350000)),
		}
		this.at = {}
		for (const [desk, user] of Object.entries(this.users))
			this.at[desk] = await Client.signedIn(this.stack, user)
		return this
	}

	see(client, order_no) {
		return client.expect(200, 'GET', `/orders/${order_no}`)
	}

	/** What the desk answers to an approval. */
	async approve(desk, order_no) {
		const { version } = await this.see(this.at[desk], order_no)
		return decide(this.at[desk], { order_no, version }, 'approve', desk === 'bank' ? { granted: contract } : {})
	}

	async passed(order_no, ...desks) {
		for (const desk of desks) {
			const answer = await this.approve(desk, order_no)
			assert.equal(answer.status, 200, JSON.stringify(answer.body))
		}
	}

	/** A registration on file: the order as its applicant sees it. */
	async onFile(client, more = {}) {
		const { order_no, version } = (await client.once('/orders', { kind: 'trial_registration' })).body
		const card = await client.attach(order_no, 'accounts.a1.owners.o1.card', '证件.pdf', pdf())
		const content = { name: `血液分析仪${serial++}`, class: 'small', bank: 'BANKA', price: 1234500, uses: ['ward'],
			accounts: [{ key: 'a1', bank_name: '海峡银行', account_no: '6222020200112233', owners: [{ key: 'o1', name: '欧阳若曦', card: [card] }] }], ...more }
		const answer = await submit(client, { order_no, version, content })
		assert.equal(answer.status, 200, JSON.stringify(answer.body))
		await this.passed(order_no, 'city', 'centre', 'bank')
		return this.see(client, order_no)
	}

	/** A change of the record of that code, as far as the centre's desk. */
	async change(client, code) {
		const order = (await client.once('/orders', { kind: 'trial_change' })).body
		const answer = await submit(client, { ...order, content: { code, name: `改名${serial++}` } })
		assert.equal(answer.status, 200, JSON.stringify(answer.body))
		return order.order_no
	}
}
