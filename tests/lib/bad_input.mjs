// Sound values spoiled in every way that a form must refuse: missing, null, of a
// wrong type, too long, with NUL, a control character and one that turns text
// round, and, where no words are asked for, with emoji, SQL and HTML.
import assert from 'node:assert/strict'
import { until } from './stack.mjs'

export const NUL = String.fromCharCode(0)

// What to put in place of a sound value; each fits any kind of field.
export const attacks = {
	null: () => null,
	'wrong type': ({ type }) => ({ integer: 'seven', money: 'seven', boolean: 'yes', attachment: 'x', group: 'x', content: 'x' }[type] ?? 7),
	'an object': ({ type }) => type === 'content' || (type === 'group') ? 7 : { a: 1 },
	'too long': ({ type, max }) => type === 'integer' || type === 'money' ? 2 ** 60
		: type === 'boolean' ? 'x'.repeat(3000)
			: type === 'attachment' || type === 'group' ? Array.from({ length: 40 }, (_, i) => `f${i}`)
				: type === 'content' ? 'x'.repeat(3000) : 'x'.repeat((max ?? 2000) * 5),
	NUL: () => `a${NUL}b`,
	control: () => 'a\u0007b',
	bidi: () => 'abc\u202Efdp',
	emoji: () => '掌上😀医院',
	SQL: () => '\' OR \'1\'=\'1\'; DROP TABLE orders; --',
	HTML: () => '<img src=x onerror=alert(1)>',
}

// Words may hold these (PLAT-21); a draft leaves out what no text may hold; and a
// password may hold all but control characters.
const words = new Set(['emoji', 'SQL', 'HTML'])
const isText = ({ type }) => type === 'text' || type === 'textarea'
export const mayHold = (way, field) => words.has(way) && isText(field) && !field.format_zh
export const draftMayHold = (way, field) => isText(field) && (words.has(way) || ['NUL', 'control', 'bidi'].includes(way))
export const secretMayHold = (way, { type }) => type === 'secret' && (words.has(way) || way === 'bidi')

export function assertNamed(answer, field, told) {
	assert.ok(answer.status >= 400 && answer.status < 500, `${told}: ${answer.status}`)
	assert.match(answer.headers['content-type'], /^application\/problem\+json/, told)
	const named = answer.body.fields?.find((each) => each.field === field || each.field.startsWith(`${field}.`))
	assert.ok(named, `${told}: names ${JSON.stringify(answer.body.fields?.map((each) => each.field))}, not ${field}`)
	for (const words of [named.message.zh, named.message.en, named.remedy.zh, named.remedy.en])
		assert.ok(words && !words.includes('%'), `${told}: ${words}`)
	assert.match(named.message.zh, /\p{Script=Han}/u)
}

/** footprint(), what is stored by now; spoil(), of the forms as they are described. */
export function spoiler(db, forms) {
	async function footprint() {
		// What earlier approvals have left to be sealed comes into the store when it likes.
		await until('nothing is being sealed', async () => await db.value('SELECT COUNT(*) FROM jobs WHERE kind = 4 AND state IN (1, 2)') === '0')
		const tables = ['accounts', 'grants', 'sessions', 'orders', 'order_versions', 'order_events', 'order_desks',
			'order_counts', 'records', 'record_versions', 'files', 'blobs', 'review_switches', 'idempotency_keys']
		const counts = await Promise.all(tables.map((table) => db.value(`SELECT COUNT(*) FROM ${table}`)))
		const versions = await db.value('SELECT SUM(version) FROM orders')
		return JSON.stringify([counts, versions])
	}

	/** Sends the form with each field spoiled each way. skip(attack, field) leaves one out. */
	async function spoil(name, sound, send, { skip = () => false, prefix = '', fields = forms[name].fields } = {}) {
		let tried = 0
		const before_all = await footprint()
		for (const field of fields) {
			const ways = { ...attacks }
			if (field.required)
				ways.missing = () => undefined
			for (const [way, value] of Object.entries(ways)) {
				if (skip(way, field) || mayHold(way, field))
					continue
				const body = await sound()
				body[field.name] = value(field)
				assertNamed(await send(body), prefix + field.name, `${name}.${field.name} ${way}`)
				tried++
			}
		}
		const body = await sound()
		body.surprise = 1
		assertNamed(await send(body), `${prefix}surprise`, `${name} unknown member`)
		assert.equal(await footprint(), before_all, `${name}: something was stored`)
		assert.ok(tried >= fields.length * 5, `${name}: ${tried}`)
	}
	return { footprint, spoil }
}
