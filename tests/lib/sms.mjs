// Codes by SMS, read where the demonstration shows what was sent.
import { AppBackend, newPerson } from './app.mjs'
import { Client } from './client.mjs'
import { until } from './stack.mjs'

/** What was sent to a number, the latest first. */
export const sentTo = async (client, phone) => (await client.expect(200, 'GET', '/sent', { token: null })).items.filter(({ to }) => to === phone)

/** The code that came to a number, the nth of them. */
export const codeTo = (client, phone, n = 1) => until(`code ${n} to a phone`, async () => {
	const codes = (await sentTo(client, phone)).map(({ text }) => /(?<!\d)\d{6}(?!\d)/.exec(text)?.[0]).filter(Boolean)
	return codes.length >= n && codes[codes.length - n]
})

/** A code that is not the one. */
export const another = (code) => String((Number(code) + 1) % 1_000_000).padStart(6, '0')

/** As if the last code to whomever had been asked for long ago. */
export const later = (db) => db.query('DELETE FROM rates WHERE act IN (6, 7, 8)')

/** A person's own account, made by a scan as the product makes it: { person, client, account }. */
export async function unified(stack, more = {}) {
	const person = newPerson(more)
	const client = await Client.open(stack)
	const app = new AppBackend(stack)
	const { id } = await client.expect(201, 'POST', '/qr', { body: {} })
	await app.scan(id, person)
	const { number } = await client.expect(200, 'GET', `/qr/${id}`)
	await app.confirm(id, person, number)
	client.entered(await client.expect(200, 'POST', `/qr/${id}/session`, { body: {} }))
	return { person, client, account: client.session.account.name }
}

export const personal_password = 'a personal kettle sings'
/** Sets a password of that account as who has forgotten it. */
export async function withPassword(stack, db, { person }, new_password = personal_password) {
	const client = await Client.open(stack)
	await later(db)
	const had = (await sentTo(client, person.phone)).length
	const asked = await client.expect(200, 'POST', '/recovery/code', { body: { forgotten: 'personal_password', phone: person.phone, id_no: person.id_no, ...await client.captcha() } })
	const code = await codeTo(client, person.phone, had + 1)
	await client.expect(200, 'POST', '/recovery/password', { body: { ticket: asked.ticket, code, new_password } })
	await later(db)
}
