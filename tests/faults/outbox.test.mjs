// Messages on their way out: a mail server and an SMS gateway that refuse, hang,
// drop, or take a message whose sender then dies. Nobody else waits, no mail is
// lost, no code goes out twice.
import assert from 'node:assert/strict'
import { execFile, execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { Client } from '../lib/client.mjs'
import { Database } from '../lib/db.mjs'
import { readMail, SmsGateway, SmtpSink } from '../lib/gateways.mjs'
import { hold, jobRunner } from '../lib/processes.mjs'
import { startStack, top, until } from '../lib/stack.mjs'

const from = 'noreply@mail.example.cn'
const mobile = '13859200001'
const past = 'UTC_TIMESTAMP(3) - INTERVAL 1 SECOND'
let home, sink, gateway, stack, db
before(async () => {
	home = mkdtempSync(join(tmpdir(), 'liangding-outbox-'))
	writeFileSync(join(home, 'header'), 'Authorization: Bearer of-the-gateway\n', { mode: 0o600 })
	execFileSync('openssl', ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-subj', '/CN=127.0.0.1',
		'-addext', 'subjectAltName=IP:127.0.0.1', '-keyout', join(home, 'tls.key'), '-out', join(home, 'tls.pem')], { stdio: 'ignore' })
	sink = await SmtpSink.open()
	gateway = await SmsGateway.open()
	stack = await startStack({ DEMO: 'no', WORKERS: '2', SETTINGS: [
		`smtp_url = smtp://127.0.0.1:${sink.port}`, `mail_from = ${from}`, 'gateway_seconds = 2', 'sweep_seconds = 1',
		`sms_url = http://127.0.0.1:${gateway.port}/send?id={id}`, 'sms_body = {"phone":"{phone}","text":"{text}"}',
		`sms_header_file = ${join(home, 'header')}`, `gateway_ca_file = ${join(home, 'tls.pem')}`].join('\n\t') })
	db = new Database(stack)
})
after(async () => {
	await stack?.stop()
	await sink?.close()
	await gateway?.close()
	rmSync(home, { recursive: true, force: true })
})

let serial = 0
const row = (id, on = db) => on.one('SELECT * FROM outbox WHERE id = ?', id)
const becomes = (id, state, on = db) => until(`message ${id} is ${state}`, async () => {
	const seen = await row(id, on)
	return seen.state === String(state) && seen
}, 30)
const [queued, sending, sent, failed, unknown] = [1, 2, 3, 4, 5]
async function test(carrier, to, on = stack, database = db) {
	await on.command(['ctl', 'outbox', 'test', carrier], `${to}\n`)
	return database.value('SELECT MAX(id) FROM outbox')
}
const mail = async () => {
	const to = `li.${++serial}@example.com`
	return { to, id: await test('mail', to) }
}
const sms = () => test('sms', mobile)
const due = (id, on = db) => on.query(`UPDATE jobs SET run_at = ${past} WHERE object_id = ? AND kind IN (2, 3) AND state = 1`, id)
const expire = (id) => db.query(`UPDATE jobs SET lease_until = ${past} WHERE object_id = ? AND kind IN (2, 3) AND state = 2`, id)
const mailsTo = (to) => sink.mails.all.filter((each) => each.to.includes(`<${to}>`))
const requestsOf = ({ message_id }) => gateway.requests.all.filter(({ headers }) => headers['idempotency-key'] === message_id)
/** Everything that waits on that lane has been gone through. */
async function passed(carrier) {
	sink.behave = gateway.behave = () => undefined
	await becomes(carrier === 'sms' ? await sms() : (await mail()).id, sent)
}

describe('mail', () => {
	it('PLAT-8 arrives whole: Chinese words in its subject, an id of its own, nothing else in its headers', async () => {
		const { to, id } = await mail()
		const { message_id, sent_at, attempts } = await becomes(id, sent)
		const [{ from: sender, data }] = mailsTo(to)
		assert.match(sender, new RegExp(`^<${from}>`))
		const { headers, subject, from: shown, text } = readMail(data)
		assert.deepEqual(Object.keys(headers), ['date', 'from', 'to', 'subject', 'message-id', 'mime-version', 'content-type', 'content-transfer-encoding', 'auto-submitted'])
		assert.equal(subject, '两定平台测试邮件')
		assert.equal(shown, `两定平台 <${from}>`)
		assert.equal(headers.to, `<${to}>`)
		assert.equal(headers['message-id'], `<${message_id}@mail.example.cn>`)
		assert.match(text, /^这是运维人员于 .* 发送的测试邮件。\n$/)
		assert.ok(!Number.isNaN(Date.parse(headers.date)))
		assert.ok(data.split('\r\n').every((line) => line.length <= 78 && /^[\x20-\x7e]*$/.test(line)))
		assert.ok(sent_at)
		assert.equal(attempts, '1')
	})

	it('PLAT-8 comes later, under the same id, when the server will not have it now', async () => {
		for (const stage of ['greeting', 'rcpt', 'data', 'sent']) {
			sink.behave = (at) => at === stage ? '451 later' : undefined
			const next = await mail()
			const { message_id } = await until('it was refused', async () => {
				const seen = await row(next.id)
				return seen.attempts === '1' && seen.state === String(queued) && seen
			})
			assert.equal((await row(next.id)).last_error, 'smtp.451', stage)
			sink.behave = () => undefined
			await due(next.id)
			await becomes(next.id, sent)
			const last = mailsTo(next.to).at(-1)
			assert.equal(readMail(last.data).headers['message-id'], `<${message_id}@mail.example.cn>`)
		}
	})

	it('PLAT-8 is given up when the server says never; operations may try it again', async () => {
		sink.behave = (at) => at === 'rcpt' ? '550 no such box' : undefined
		const { to, id } = await mail()
		assert.equal((await becomes(id, failed)).last_error, 'smtp.550')
		assert.match(await stack.ctl('outbox'), new RegExp(`^ *${id} mail +test_mail +failed .*smtp\\.550`, 'm'))
		sink.behave = () => undefined
		assert.match(await stack.ctl('outbox', 'retry', id), /^1 tried again/)
		await becomes(id, sent)
		assert.equal(mailsTo(to).length, 1)
		await assert.rejects(stack.ctl('outbox', 'retry', id), /no message that was not sent/)
	})

	it('PLAT-8 is unknown when the line broke before the answer, and goes again under the same id', async () => {
		sink.behave = (at) => at === 'sent' ? 'drop' : undefined
		const { to, id } = await mail()
		await becomes(id, unknown)
		sink.behave = () => undefined
		await due(id)
		await becomes(id, sent)
		const ids = mailsTo(to).map(({ data }) => readMail(data).headers['message-id'])
		assert.deepEqual([ids.length, new Set(ids).size], [2, 1])
	})

	it('PLAT-8 goes again under the same id when its sender was killed before it could note it', async () => {
		sink.behave = (at) => at === 'sent' ? 'hang' : undefined
		const { to, id } = await mail()
		await sink.mails.find((each) => each.to.includes(`<${to}>`))
		process.kill(await until('the sender', () => jobRunner(stack, 'mail')), 'SIGKILL')
		assert.equal((await row(id)).state, String(sending))
		sink.behave = () => undefined
		await expire(id)
		await becomes(id, sent)
		const ids = mailsTo(to).map(({ data }) => readMail(data).headers['message-id'])
		assert.deepEqual([ids.length, new Set(ids).size], [2, 1])
	})

	it('PLAT-8 delays no SMS while its server hangs', async () => {
		sink.behave = (at) => at === 'greeting' ? 'hang' : undefined
		const { id } = await mail()
		await becomes(id, sending)
		await becomes(await sms(), sent)
		await until('it is tried later', async () => (await row(id)).last_error === 'curl.28')
		assert.equal((await row(id)).state, String(queued))
	})

	it('PLAT-8 goes only to whom the settings trust: smtps, and STARTTLS', async () => {
		const tls = { key: readFileSync(join(home, 'tls.key')), cert: readFileSync(join(home, 'tls.pem')) }
		const other = mkdtempSync(join(home, 'other-'))
		execFileSync('openssl', ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-subj', '/CN=127.0.0.1', '-addext', 'subjectAltName=IP:127.0.0.1',
			'-keyout', join(other, 'tls.key'), '-out', join(other, 'tls.pem')], { stdio: 'ignore' })
		const stranger = { key: readFileSync(join(other, 'tls.key')), cert: readFileSync(join(other, 'tls.pem')) }
		try {
			for (const implicit of [true, false]) {
				const [good, bad] = [await SmtpSink.open({ tls, implicit }), await SmtpSink.open({ tls: stranger, implicit })]
				try {
					await stack.configure({ smtp_url: `${implicit ? 'smtps' : 'smtp'}://127.0.0.1:${bad.port}` })
					const { to, id } = await mail()
					await until('it was not trusted', async () => (await row(id)).last_error === 'curl.60')
					assert.equal(bad.mails.all.length, 0)
					await stack.configure({ smtp_url: `${implicit ? 'smtps' : 'smtp'}://127.0.0.1:${good.port}` })
					await due(id)
					await becomes(id, sent)
					assert.deepEqual(good.mails.all.map((each) => [each.to, each.secure]), [[[`<${to}>`], true]])
				} finally {
					await good.close()
					await bad.close()
				}
			}
		} finally {
			await stack.configure({ smtp_url: `smtp://127.0.0.1:${sink.port}` })
		}
	})
})

describe('SMS', () => {
	it('PLAT-8 is handed to the gateway as its template says, with an id that drops a repeat', async () => {
		const { message_id } = await becomes(await sms(), sent)
		const [{ method, url, headers, body }] = requestsOf({ message_id })
		assert.deepEqual([method, url, headers.authorization, headers['content-type']],
			['POST', `/send?id=${message_id}`, 'Bearer of-the-gateway', 'application/json'])
		const { phone, text } = JSON.parse(body)
		assert.equal(phone, mobile)
		assert.match(text, /^【两定】这是运维人员于 .* 发送的测试短信。$/)
	})

	it('PLAT-8 comes later, under the same id, when the gateway fails; is given up when it refuses', async () => {
		gateway.behave = () => 500
		const id = await sms()
		const seen = await until('it failed', async () => {
			const now = await row(id)
			return now.last_error === 'http.500' && now
		})
		assert.equal(seen.state, String(queued))
		gateway.behave = () => undefined
		await due(id)
		await becomes(id, sent)
		assert.equal(requestsOf(seen).length, 2)
		gateway.behave = () => 422
		const refused = await becomes(await sms(), failed)
		assert.equal(refused.last_error, 'http.422')
	})

	it('PLAT-8 a code that may have gone out is not sent again: dropped, hung, or its sender killed', async () => {
		gateway.behave = () => 'drop'
		const dropped = await becomes(await sms(), unknown)
		gateway.behave = () => 'hang'
		const hung = await becomes(await sms(), unknown)
		assert.match(`${dropped.last_error} ${hung.last_error}`, /^curl\.5\d curl\.28$/)
		// Taken and answered for, but the sender dies over the note of it.
		gateway.behave = () => undefined
		let release
		gateway.behave = async ({ headers }) => {
			release = await hold(stack, `SELECT * FROM outbox WHERE message_id = '${headers['idempotency-key']}' FOR UPDATE`)
		}
		const id = await sms()
		const { message_id } = await row(id)
		await gateway.requests.find(({ headers }) => headers['idempotency-key'] === message_id)
		await until('its row is held', () => release)
		gateway.behave = () => undefined
		process.kill(await until('the sender', () => jobRunner(stack, 'sms')), 'SIGKILL')
		await release()
		assert.equal((await row(id)).state, String(sending))
		await expire(id)
		assert.equal((await becomes(id, unknown)).last_error, 'died')
		for (const each of [dropped.id, hung.id, id])
			await due(each)
		await passed('sms')
		for (const each of [dropped, hung, await row(id)])
			assert.equal(requestsOf(each).length, 1, each.last_error)
	})

	it('PLAT-8 goes only to whom the settings trust, and nowhere that a gateway points to', async () => {
		const other = mkdtempSync(join(home, 'stranger-'))
		execFileSync('openssl', ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-subj', '/CN=127.0.0.1', '-addext', 'subjectAltName=IP:127.0.0.1',
			'-keyout', join(other, 'tls.key'), '-out', join(other, 'tls.pem')], { stdio: 'ignore' })
		const named = mkdtempSync(join(home, 'named-'))
		execFileSync('openssl', ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-subj', '/CN=sms.example.cn', '-addext', 'subjectAltName=DNS:sms.example.cn',
			'-keyout', join(named, 'tls.key'), '-out', join(named, 'tls.pem')], { stdio: 'ignore' })
		writeFileSync(join(home, 'both.pem'), readFileSync(join(home, 'tls.pem'), 'utf8') + readFileSync(join(named, 'tls.pem'), 'utf8'))
		const tls = (folder) => ({ key: readFileSync(join(folder, 'tls.key')), cert: readFileSync(join(folder, 'tls.pem')) })
		const [good, stranger, misnamed] = [await SmsGateway.open({ tls: tls(home) }), await SmsGateway.open({ tls: tls(other) }), await SmsGateway.open({ tls: tls(named) })]
		gateway.behave = () => undefined
		try {
			for (const bad of [stranger, misnamed]) {
				await stack.configure({ gateway_ca_file: join(home, 'both.pem'), sms_url: `https://127.0.0.1:${bad.port}/send?id={id}` })
				const id = await sms()
				await until('it was not trusted', async () => (await row(id)).last_error === 'curl.60')
				assert.equal(bad.requests.all.length, 0)
				await stack.configure({ sms_url: `https://127.0.0.1:${good.port}/send?id={id}` })
				await due(id)
				await becomes(id, sent)
			}
			assert.equal(good.requests.all.length, 2)
			// Its text is a secret that the gateway would have handed on.
			for (const location of [`http://127.0.0.1:${gateway.port}/elsewhere`, 'file:///etc/passwd', 'gopher://127.0.0.1/']) {
				good.behave = () => ({ status: 302, headers: { location } })
				const id = await sms()
				await until('it was not followed', async () => (await row(id)).last_error === 'http.302')
				good.behave = () => undefined
				await due(id)
				await becomes(id, sent)
			}
			assert.equal(gateway.requests.all.filter(({ url }) => url === '/elsewhere').length, 0)
		} finally {
			await stack.configure({ gateway_ca_file: join(home, 'tls.pem'), sms_url: `http://127.0.0.1:${gateway.port}/send?id={id}` })
			await Promise.all([good, stranger, misnamed].map((each) => each.close()))
		}
	})

	it('PLAT-8 is not sent once it is worth nothing', async () => {
		gateway.behave = () => 503
		const id = await sms()
		const seen = await until('it failed once', async () => {
			const now = await row(id)
			return now.last_error === 'http.503' && now
		})
		gateway.behave = () => undefined
		await db.query(`UPDATE outbox SET expires_at = ${past} WHERE id = ?`, id)
		await due(id)
		assert.equal((await becomes(id, failed)).last_error, 'expired')
		assert.equal(requestsOf(seen).length, 1)
	})
})

it('PLAT-8 tells the demonstration what was sent; no log or list says to whom', async () => {
	const client = await Client.open(stack)
	const { to, id } = await mail()
	await becomes(id, sent)
	await becomes(await sms(), sent)
	const { items } = await client.expect(200, 'GET', '/sent')
	assert.equal(items.find((each) => each.carrier === 'mail').to, to)
	assert.match(items.find((each) => each.carrier === 'sms').text, /测试短信/)
	const told = stack.file('daemon.log') + await stack.ctl('outbox', '--all')
	assert.doesNotMatch(told, /li\.\d+@|13859200001|of-the-gateway/)
	for (const column of ['recipient', 'params'])
		assert.match((await row(id))[column], /^sealed:/)
})

it('PLAT-8 messages and codes are swept after a while', async () => {
	const [old, young] = [await sms(), await sms()]
	await becomes(old, sent)
	await becomes(young, sent)
	await db.query(`INSERT INTO sms_codes (ticket, purpose, phone_mac, subject_id, code_mac, tries, spent, created_at, expires_at) VALUES
		('old', 1, REPEAT('a', 32), 1, REPEAT('b', 32), 0, 0, UTC_TIMESTAMP(3) - INTERVAL 25 HOUR, UTC_TIMESTAMP(3)),
		('young', 1, REPEAT('a', 32), 1, REPEAT('b', 32), 0, 0, UTC_TIMESTAMP(3) - INTERVAL 23 HOUR, UTC_TIMESTAMP(3))`)
	await db.query('UPDATE outbox SET created_at = created_at - INTERVAL 31 DAY WHERE id = ?', old)
	await db.query('UPDATE outbox SET created_at = created_at - INTERVAL 29 DAY WHERE id = ?', young)
	await until('the old ones are gone', async () => await db.value('SELECT (SELECT COUNT(*) FROM outbox WHERE id = ?) + (SELECT COUNT(*) FROM sms_codes WHERE ticket = \'old\')', old) === '0')
	assert.equal((await row(young)).state, String(sent))
	assert.equal(await db.value(`SELECT COUNT(*) FROM sms_codes WHERE ticket = 'young'`), '1')
})

describe('in production', () => {
	let own, at
	const check = (conf) => new Promise((resolve) =>
		execFile(join(top, 'build/liangdingctl'), ['-c', conf, 'check'], { cwd: top }, (error, stdout, stderr) => resolve({ status: error?.code ?? 0, stdout, stderr })))
	before(async () => {
		own = await startStack({ TLS: 'yes', MODE: 'production', CAPTCHA_REVEAL: 'no', DEMO: 'no', WORKERS: '2', SETTINGS: 'captcha_pool = 20' })
		at = new Database(own)
	})
	after(() => own?.stop())

	it('PLAT-8 messages wait without a gateway, and who asks is told; PLAT-10 what has gone out is forgotten', async () => {
		const id = await test('sms', mobile, own, at)
		const waits = await until('it waits', async () => {
			const seen = await row(id, at)
			return seen.last_error === 'not_configured' && seen
		})
		assert.deepEqual([waits.state, waits.attempts], [String(queued), '0'])
		const { stderr } = await check(join(own.directory, 'liangding.conf'))
		assert.match(stderr, /sms_url is not set: no SMS is sent, it waits/)
		assert.match(stderr, /outbox: 1 sms queued/)
		const client = await Client.open(own)
		const ready = await client.expect(200, 'GET', '/readyz')
		assert.deepEqual(ready, { status: 'ready', mail: 'not_configured', sms: 'not_configured' })
		assert.equal((await client.get('/sent')).status, 401)

		await own.configure({ sms_url: `http://127.0.0.1:${gateway.port}/send?phone={phone}&text={text}` })
		gateway.behave = () => undefined
		await due(id, at)
		const gone = await becomes(id, sent, at)
		assert.deepEqual([gone.recipient, gone.params], [null, null])
		const [{ method, url }] = requestsOf(gone)
		assert.equal(method, 'GET')
		assert.equal(new URL(url, 'http://x').searchParams.get('phone'), mobile)
		assert.match(new URL(url, 'http://x').searchParams.get('text'), /测试短信/)
		assert.equal((await client.get('/sent')).status, 401)
		assert.equal((await client.expect(200, 'GET', '/readyz')).sms, 'ok')
	})

	it('PLAT-8 no setting sends in the open beyond this machine', async () => {
		for (const [settings, fault] of [
			[{ sms_url: 'http://sms.example.cn/?p={phone}&t={text}' }, /sms_url: expected https/],
			[{ sms_url: 'http://127.0.0.1:80@sms.example.cn/?p={phone}&t={text}' }, /sms_url: expected https/],
			[{ sms_url: 'https://{phone}.example.cn/?p={phone}&t={text}' }, /sms_url: a \{name\} may stand behind the host only/],
			[{ sms_url: 'https://sms.example.cn:{id}?p={phone}&t={text}' }, /sms_url: a \{name\} may stand behind the host only/],
			[{ sms_url: 'https://{text}@sms.example.cn#{phone}' }, /sms_url: a \{name\} may stand behind the host only/],
			[{ sms_url: 'https://sms.example.cn/?p={phone}' }, /must stand in one of them/],
			[{ smtp_url: 'http://mail.example.cn', mail_from: from }, /smtp_url: expected smtps/],
			[{ smtp_url: 'smtps://mail.example.cn' }, /mail_from: goes with smtp_url/],
			[{ smtp_url: 'smtps://mail.example.cn', mail_from: 'no address' }, /mail_from: .* one mail address/],
			[{ smtp_user: 'who' }, /go together/],
		]) {
			const conf = join(home, 'wrong.conf')
			const lines = own.file('liangding.conf').split('\n').filter((line) => !/^sms_url/.test(line))
			writeFileSync(conf, [...lines, ...Object.entries(settings).map(([name, value]) => `${name} = ${value}`), ''].join('\n'), { mode: 0o600 })
			const told = await check(conf)
			assert.equal(told.status, 1, JSON.stringify(settings))
			assert.match(told.stderr, fault)
		}
	})
})
