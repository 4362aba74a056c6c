// What messages are handed to: a server that speaks SMTP (RFC 5321) and an SMS
// gateway's HTTP, on loopback. How each behaves next is the test's to say.
import { createServer as createHttp } from 'node:http'
import { createServer as createHttps } from 'node:https'
import { createServer } from 'node:net'
import { createServer as createTls, TLSSocket } from 'node:tls'

const listen = (server) => new Promise((resolve, reject) => server.once('error', reject).listen(0, '127.0.0.1', () => resolve(server.address().port)))

/** Something that comes one after the other, and can be waited for. */
class Arrivals {
	all = []
	#waiting = []

	push(one) {
		this.all.push(one)
		this.#waiting.splice(0).forEach((wake) => wake())
	}

	/** The first one that fits. */
	async find(fits, seconds = 30) {
		const end = Date.now() + seconds * 1000
		for (;;) {
			const found = this.all.find(fits)
			if (found)
				return found
			if (Date.now() > end)
				throw new Error(`nothing of the kind within ${seconds} s`)
			await new Promise((resolve) => {
				const timer = setTimeout(resolve, 1000)
				this.#waiting.push(() => {
					clearTimeout(timer)
					resolve()
				})
			})
		}
	}
}

/**
 * mails: { from, to, data } as the DATA command brought them. behave(stage, line)
 * is asked at 'greeting', 'ehlo', 'auth', 'mail', 'rcpt', 'data' and 'sent' (the
 * whole mail is here): a reply, 'drop' or 'hang'; nothing is a yes.
 */
export class SmtpSink {
	mails = new Arrivals()
	lines = []
	behave = () => undefined
	#sockets = new Set()

	/** tls: { key, cert }; implicit: from the first byte, else offered by STARTTLS. */
	static async open({ tls, implicit = false, auth = false } = {}) {
		const sink = new SmtpSink()
		sink.tls = tls
		sink.auth = auth
		const take = (socket) => sink.#serve(socket, implicit)
		sink.server = implicit ? createTls(tls, take) : createServer(take)
		sink.server.on('tlsClientError', () => {})
		sink.port = await listen(sink.server)
		return sink
	}

	#serve(socket, isSecure, greets = true) {
		this.#sockets.add(socket)
		socket.on('error', () => {}).on('close', () => this.#sockets.delete(socket))
		let pending = '', mail = {}, body = null
		const say = (stage, line, yes) => {
			const reply = this.behave(stage, line) ?? yes
			if (reply === 'drop')
				socket.destroy()
			else if (reply !== 'hang')
				socket.write(`${reply}\r\n`)
			return reply === yes
		}
		const command = (line) => {
			this.lines.push(line)
			const verb = line.slice(0, 4).toUpperCase()
			if (verb === 'EHLO')
				say('ehlo', line, [...['sink', '8BITMIME', ...this.tls && !isSecure ? ['STARTTLS'] : [], ...this.auth ? ['AUTH PLAIN'] : []].map((each) => `250-${each}`), '250 SIZE 1000000'].join('\r\n'))
			else if (verb === 'STAR') {
				socket.write('220 go\r\n')
				socket.removeAllListeners('data')
				this.#serve(new TLSSocket(socket, { isServer: true, ...this.tls }), true, false)
			} else if (verb === 'AUTH')
				say('auth', line, '235 yes')
			else if (verb === 'MAIL') {
				mail = { from: line.slice(10), to: [] }
				say('mail', line, '250 yes')
			} else if (verb === 'RCPT') {
				mail.to.push(line.slice(8))
				say('rcpt', line, '250 yes')
			} else if (verb === 'DATA') {
				if (say('data', line, '354 go'))
					body = []
			} else if (verb === 'QUIT')
				socket.end('221 bye\r\n')
			else
				socket.write('250 yes\r\n')
		}
		const take = (line) => {
			if (body === null)
				return command(line)
			if (line !== '.')
				return body.push(line.replace(/^\./, ''))
			this.mails.push({ ...mail, secure: isSecure, data: body.join('\r\n') })
			body = null
			say('sent', '', '250 taken')
		}
		socket.setEncoding('utf8')
		socket.on('data', (text) => {
			pending += text
			for (let end; (end = pending.indexOf('\r\n')) >= 0;) {
				const line = pending.slice(0, end)
				pending = pending.slice(end + 2)
				take(line)
			}
		})
		if (greets)
			say('greeting', '', '220 sink ESMTP')
	}

	close() {
		this.#sockets.forEach((socket) => socket.destroy())
		return new Promise((resolve) => this.server.close(resolve))
	}
}

/**
 * requests: { method, url, headers, body }. behave(request) answers a status,
 * 'drop', 'hang', or a promise of one; nothing is 200.
 */
export class SmsGateway {
	requests = new Arrivals()
	behave = () => undefined

	static async open({ tls } = {}) {
		const gateway = new SmsGateway()
		const serve = (request, response) => {
			let body = ''
			request.setEncoding('utf8').on('data', (text) => (body += text)).on('end', async () => {
				const { method, url, headers } = request
				const one = { method, url, headers, body }
				gateway.requests.push(one)
				const how = await gateway.behave(one) ?? 200
				if (how === 'drop')
					request.socket.destroy()
				else if (how !== 'hang')
					response.writeHead(how.status ?? how, how.headers).end('{}')
			})
		}
		gateway.server = tls ? createHttps(tls, serve) : createHttp(serve)
		gateway.server.on('tlsClientError', () => {})
		gateway.port = await listen(gateway.server)
		return gateway
	}

	close() {
		this.server.closeAllConnections()
		return new Promise((resolve) => this.server.close(resolve))
	}
}

/** A mail's headers by their names in lower case, unfolded, and its text. */
export function readMail(data) {
	const [head, body] = data.split(/\r\n\r\n/)
	const headers = {}
	for (const line of head.replace(/\r\n[ \t]+/g, ' ').split('\r\n')) {
		const [, name, value] = /^([!-9;-~]+): (.*)$/.exec(line)
		if (name.toLowerCase() in headers)
			throw new Error(`two of ${name}`)
		headers[name.toLowerCase()] = value
	}
	const words = (text) => text.replace(/\?= =\?/g, '?==?').replace(/=\?UTF-8\?B\?([^?]*)\?=/g, (_, code) => Buffer.from(code, 'base64').toString())
	return { headers, subject: words(headers.subject), from: words(headers.from), text: Buffer.from(body.replace(/\r\n/g, ''), 'base64').toString().replace(/\r\n/g, '\n') }
}
