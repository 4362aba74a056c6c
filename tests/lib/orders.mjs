// Orders as an operator makes them and reviewers decide them.
import { pdf } from './papers.mjs'

let serial = 0

/** The content of a sound application, but for its files. */
export const application = (more = {}) => ({
	business_type: 'identity_check',
	channel: 'wechat',
	app_name: `掌上就医${process.pid}-${serial++}`,
	app_type: 'mini_program',
	mail: 'hospital@example.cn',
	credential_channel: 'wechat',
	contact_name: '王小明',
	contact_phone: '13800138000',
	...more,
})

/** A new draft of an application with its agreement attached: { order_no, version, content }. */
export async function draftApplication(client, more = {}) {
	const order = await client.once('/orders', { kind: 'access_application' })
	if (order.status !== 201)
		throw new Error(`no draft: ${JSON.stringify(order.body)}`)
	const { order_no, version } = order.body
	const content = application(more)
	content.agreement = [await client.attach(order_no, 'agreement', '协议.pdf', pdf('agreement'))]
	if (content.business_type === 'mobile_payment' && !('supplement' in more))
		content.supplement = [await client.attach(order_no, 'supplement', '补充协议.pdf', pdf('supplement'))]
	return { order_no, version, content }
}

export const submit = (client, { order_no, version, content }, key) =>
	client.once(`/orders/${order_no}/submission`, { version, content }, key)

/** A submitted application, as its institution then sees it. */
export async function submittedApplication(client, more = {}) {
	const answer = await submit(client, await draftApplication(client, more))
	if (answer.status !== 200)
		throw new Error(`not submitted: ${JSON.stringify(answer.body)}`)
	return client.expect(200, 'GET', `/orders/${answer.body.order_no}`)
}

/** Seen content as it is sent: files by their ids. */
export const sent = (content) => Object.fromEntries(Object.entries(content).map(([name, value]) =>
	[name, Array.isArray(value) ? value.map(({ file_id }) => file_id) : value]))

export const decide = (client, { order_no, version }, verdict, words = {}, key) =>
	client.once(`/orders/${order_no}/decision`, { version, verdict, ...words }, key)
