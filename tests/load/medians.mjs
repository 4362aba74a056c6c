// Two times of the product that have a bound, in medians: tests would fail with
// the machine's other work. Each gives the lines that tell what was seen; past its
// bound the bench ends with 1.
import { Client } from '../lib/client.mjs'
import { workers } from '../lib/processes.mjs'
import { later } from '../lib/sms.mjs'

const median = (numbers) => numbers.sort((a, b) => a - b)[numbers.length >> 1]
const since = (began) => Number(process.hrtime.bigint() - began) / 1e6
function bound(what, seen, most) {
	if (seen > most)
		process.exitCode = 1
	return `${what}: ${seen.toFixed(1)} ms${seen > most ? `, MORE THAN ${most}` : ''}`
}

/** LOGIN-1: a wrong password takes the same time for an account that there is and for one that there is not. */
export async function signIns(stack, db, known) {
	const client = await Client.open(stack)
	const times = { [known]: [], H99999999998: [] }
	for (let i = 0; i < 200; i++) {
		// Four wrong ones are free; the order alternates.
		if (i % 4 === 0)
			await db.query('DELETE FROM login_tries')
		const names = Object.keys(times)
		for (const account of i % 2 ? names : names.reverse()) {
			const captcha = await client.captcha()
			const began = process.hrtime.bigint()
			const { status } = await client.post('/session', { realm: 'institution', account, password: 'not the password', ...captcha }, { token: null })
			times[account].push(since(began))
			if (status !== 401)
				throw new Error(`a wrong password is answered with ${status}`)
		}
	}
	await db.query('DELETE FROM login_tries')
	const [one, other] = Object.values(times).map(median)
	return [`a wrong password, account known ${one.toFixed(1)} ms, unknown ${other.toFixed(1)} ms`, bound('  apart', Math.abs(one - other), 5)]
}

const pairs = 500
/** Whom the demonstration has on record, and whom nobody has. */
const stranger = '13811112222'
const forgotten = {
	'an institution\'s password': [{ forgotten: 'password', account: 'H35021300406', phone: '13905200000' }, { forgotten: 'password', account: 'H99999999998', phone: stranger }],
	'a person\'s password': [{ forgotten: 'personal_password', phone: '13905572193', id_no: '350203198712200489' }, { forgotten: 'personal_password', phone: stranger, id_no: '350203199901010013' }],
	'an account': [{ forgotten: 'account', uscc: null, phone: '13905200000' }, { forgotten: 'account', uscc: '91350200MA2XY1234X', phone: stranger }],
}

/** ACC-2, ACC-3, LOGIN-3: who asks learns nothing of who exists from the time it takes either. */
export async function strangers(stack, db) {
	const client = await Client.open(stack)
	forgotten['an account'][0].uscc = await db.value('SELECT uscc FROM organisations WHERE code = ?', 'H35021300406')
	const lines = []
	async function compare(what, path, bodies, status, before) {
		const times = [[], []]
		for (let i = 0; i < pairs; i++) {
			await before()
			for (const which of i % 2 ? [0, 1] : [1, 0]) {
				const captcha = await client.captcha()
				const began = process.hrtime.bigint()
				const answer = await client.post(path, { ...bodies[which], ...captcha }, { token: null })
				times[which].push(since(began))
				if (answer.status !== status)
					throw new Error(`${path} answers ${answer.status}: ${JSON.stringify(answer.body)}`)
			}
		}
		const [one, other] = times.map(median)
		lines.push(`${what}, known ${one.toFixed(1)} ms, unknown ${other.toFixed(1)} ms`, bound(`  apart, ${pairs} pairs`, Math.abs(one - other), 5))
	}
	for (const [what, bodies] of Object.entries(forgotten))
		await compare(`a code asked for, who has forgotten ${what}`, '/recovery/code', bodies, 200, () => later(db))
	await compare('a wrong password by phone', '/session/phone', ['13905572193', stranger].map((phone) => ({ phone, password: 'not the password' })), 401,
		() => db.query('DELETE FROM login_tries'))
	return lines
}

/** A killed worker has a successor within a moment of its death. */
export async function replacement(stack) {
	const times = []
	for (let i = 0; i < 10; i++) {
		const before = workers(stack)
		const began = process.hrtime.bigint()
		process.kill(before[0], 'SIGKILL')
		while (workers(stack).length < before.length || workers(stack).includes(before[0]))
			await new Promise((resolve) => setImmediate(resolve))
		times.push(since(began))
	}
	return [bound('a killed worker replaced', median(times), 50)]
}
