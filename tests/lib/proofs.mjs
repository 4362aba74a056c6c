// Proofs of accounts by a small payment (MERCH-8), as their banks and operators go about them.
import assert from 'node:assert/strict'

const base = ({ order_no }) => `/orders/${order_no}/account-proofs`
export const ask = (client, order, account, key) => client.once(base(order), { version: order.version, account }, key)
export const pay = (client, order, no) => client.call('POST', `${base(order)}/${no}/payment`, { key: crypto.randomUUID() })
export const look = (client, order, no) => client.expect(200, 'POST', `${base(order)}/${no}/reveal`)
export const recall = (client, order, no) => client.delete(`${base(order)}/${no}`)
export const answer = (client, order, no, amount, key) => client.once(`${base(order)}/${no}/answer`, { amount }, key)
export const yuan = (fen) => (fen / 100).toFixed(2)
/** An amount that is not it. */
export const wrong = (fen, i = 1) => yuan((fen - 1 + i) % 99 + 1)

/** Asked of the account by its bank and paid: { no, amount, remark }. */
export async function paid(client, order, account) {
	const asked = await ask(client, order, account)
	assert.equal(asked.status, 201, JSON.stringify(asked.body))
	const { no } = asked.body
	const drawn = await look(client, order, no)
	const done = await pay(client, order, no)
	assert.equal(done.status, 204, JSON.stringify(done.body))
	return { no, ...drawn }
}
