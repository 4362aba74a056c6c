#!/usr/bin/env node
// A bank that is connected by API, for the demonstration and for tests: takes what is
// pushed to it, fetches the files, and answers as it is told to. Written as a bank's own
// developers would, by kinds/merchant/README.md and the RFCs alone (9421, 9530), so that
// the platform's signatures are checked by somebody else's code.
//
//   ops/bank.mjs --port N --keyid ID --key FILE --platform "KEYID ed25519 BASE64" [--outcome WORD] [--name WORDS] [--keep FILE]
//       --key: the private one, 32 bytes in base64; --platform: what liangdingctl connections key says;
//       --keep: where it remembers what came
//   ops/bank.mjs public FILE   what liangdingctl app-keys add is given of it
//
// Its page, http://127.0.0.1:N/, shows what came and has a button for each outcome;
// http://127.0.0.1:N/?outcome=WORD sets what is done with what comes next.
import { createHash, createPrivateKey, createPublicKey, randomBytes, sign, verify } from 'node:crypto'
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { pathToFileURL } from 'node:url'

/** What it may do with what is pushed to it. */
export const outcomes = {
	hold: ['收下，由人工在本页选择', 'acknowledge, and wait for somebody to choose on this page'],
	approve: ['同意', 'approve'],
	reject: ['驳回一个字段', 'reject a field'],
	proof: ['要求打款验证并立即打款，验证通过后同意', 'ask for proof of an account, pay at once, and approve once it is proven'],
	timeout: ['不确认（超时）', 'never acknowledge: time out'],
	unavailable: ['先回 503 两次，再收下并同意', '503 twice, then acknowledge and approve'],
	twice: ['同意，并重复发送同一决定', 'approve, and say so twice'],
	late: ['申请变更后才就旧版本答复', 'answer for the old version once it has changed'],
}

const spki = Buffer.from('302a300506032b6570032100', 'hex')
const pkcs8 = Buffer.from('302e020100300506032b657004220420', 'hex')
export const publicKey = (base64) => createPublicKey({ format: 'der', type: 'spki', key: Buffer.concat([spki, Buffer.from(base64, 'base64')]) })
export const privateKey = (base64) => createPrivateKey({ format: 'der', type: 'pkcs8', key: Buffer.concat([pkcs8, Buffer.from(base64, 'base64')]) })
export const publicText = (key) => createPublicKey(key).export({ format: 'der', type: 'spki' }).subarray(-32).toString('base64')
const digest = (bytes) => `sha-256=:${createHash('sha256').update(bytes).digest('base64')}:`

const must_cover = ['@method', '@path', '@authority', 'content-digest']
const skew_seconds = 300

/** A dictionary of one inner list with parameters (RFC 8941): { label, components, parameters, written }. */
export function readInput(header) {
	const [, label, list, rest] = /^([a-z][a-z0-9_*.-]*)=\(([^)]*)\)(.*)$/s.exec(header ?? '') ?? []
	if (label === undefined)
		throw new Error('Signature-Input is missing or malformed')
	const components = [...list.matchAll(/"([^"]*)"/g)].map(([, name]) => name)
	const parameters = {}
	let left = rest
	while (left !== '') {
		const found = /^;([a-z][a-z0-9_*.-]*)=(?:"((?:[^"\\]|\\.)*)"|(\d+))/.exec(left)
		if (!found)
			throw new Error('a parameter of Signature-Input is malformed')
		parameters[found[1]] = found[2] ?? Number(found[3])
		left = left.slice(found[0].length)
	}
	return { label, components, parameters, written: `(${list})${rest}` }
}

/** What was signed (RFC 9421, 2.5) of a request: { method, path, authority, headers }. */
export function signatureBase(request, { components, written }) {
	const value = (name) => {
		const derived = { '@method': request.method, '@path': request.path, '@authority': request.authority }[name]
		const found = derived ?? request.headers[name]
		if (found === undefined)
			throw new Error(`${name} is signed and not there`)
		return found
	}
	return [...components.map((name) => `"${name}": ${value(name)}`), `"@signature-params": ${written}`].join('\n')
}

/** Throws what is wrong with a request of the platform's; keys: by their ids. */
export function verifyRequest(request, body, keys, seen, now = Date.now()) {
	const input = readInput(request.headers['signature-input'])
	const { created, keyid, nonce } = input.parameters
	const missing = must_cover.filter((name) => !input.components.includes(name))
	if (missing.length > 0)
		throw new Error(`not signed: ${missing.join(', ')}`)
	const key = keys[keyid]
	if (!key)
		throw new Error('nobody’s key')
	const [, bytes] = new RegExp(`^${input.label.replace(/[*.]/g, '\\$&')}=:([A-Za-z0-9+/]+=*):$`).exec(request.headers.signature ?? '') ?? []
	if (bytes === undefined)
		throw new Error('Signature is missing or malformed')
	if (!verify(null, Buffer.from(signatureBase(request, input)), key, Buffer.from(bytes, 'base64')))
		throw new Error('the signature does not verify')
	if (request.headers['content-digest'] !== digest(body))
		throw new Error('Content-Digest is not that of the body')
	if (!(Math.abs(now / 1000 - created) <= skew_seconds))
		throw new Error('signed at another time')
	if (typeof nonce !== 'string' || nonce.length < 16 || seen.has(`${keyid} ${nonce}`))
		throw new Error('the nonce was seen before')
	seen.add(`${keyid} ${nonce}`)
}

/** The headers of a request of the bank's own. */
export function signRequest({ method, url, body = '', keyid, key, created = Math.floor(Date.now() / 1000), nonce = randomBytes(18).toString('base64url') }) {
	const { pathname, host } = new URL(url)
	const headers = { 'content-digest': digest(body) }
	const written = `(${must_cover.map((name) => `"${name}"`).join(' ')});created=${created};keyid="${keyid}";nonce="${nonce}"`
	const base = signatureBase({ method, path: pathname, authority: host, headers }, { components: must_cover, written })
	return { 'Content-Digest': headers['content-digest'], 'Signature-Input': `bank=${written}`, Signature: `bank=:${sign(null, Buffer.from(base), key).toString('base64')}:` }
}

const shanghai = (days) => new Date(Date.now() + 8 * 3600_000 + days * 86_400_000).toISOString().slice(0, 10)
const escaped = (text) => String(text).replace(/[&<>"']/g, (c) => `&#${c.charCodeAt(0)};`)

export class Bank {
	/** Entries by their order numbers: { order_no, version, pushes: [body…], files, answers: [{ status, code }] }. */
	entries = new Map()
	/** Every request: { status, why, push_id }, as it was answered. */
	requests = []
	outcome = 'hold'
	#chosen = new Map()
	#seen = new Set()
	#taken = new Set()
	#waiting = []
	#hanging = new Set()
	unavailable = 2 // how often 503 is said

	/** platform: { keyid, key: base64 }; key: the private one, base64; keep: a file, or none. */
	static async open({ port = 0, keyid, key, platform, name = '', keep, log = () => {} }) {
		const bank = new Bank()
		Object.assign(bank, { keyid, name, log, keep, key: privateKey(key), keys: { [platform.keyid]: publicKey(platform.key) } })
		for (const entry of keep && existsSync(keep) ? JSON.parse(readFileSync(keep, 'utf8')) : []) {
			bank.entries.set(entry.order_no, entry)
			entry.pushes.forEach(({ push_id }) => bank.#taken.add(push_id))
		}
		bank.server = createServer((request, response) => bank.#serve(request, response).catch((error) => {
			log(`failed: ${error.message}`)
			response.destroy()
		}))
		await new Promise((resolve, reject) => bank.server.once('error', reject).listen(port, '127.0.0.1', resolve))
		bank.port = bank.server.address().port
		bank.url = `http://127.0.0.1:${bank.port}/push`
		return bank
	}

	/** What is done with one order, whatever is done with the rest. */
	choose(order_no, outcome) {
		this.#chosen.set(order_no, outcome)
	}

	close() {
		this.server.closeAllConnections()
		return new Promise((resolve) => this.server.close(resolve))
	}

	/** What find() makes of what has come, as soon as that is something. */
	async when(find, seconds = 30) {
		const end = Date.now() + seconds * 1000
		for (;;) {
			const found = find(this)
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

	#tell() {
		if (this.keep) {
			writeFileSync(`${this.keep}.new`, JSON.stringify([...this.entries.values()]), { mode: 0o600 })
			renameSync(`${this.keep}.new`, this.keep)
		}
		this.#waiting.splice(0).forEach((wake) => wake())
	}

	async #serve(request, response) {
		const { pathname, searchParams } = new URL(request.url, 'http://bank')
		const chunks = []
		for await (const chunk of request)
			chunks.push(chunk)
		const body = Buffer.concat(chunks)
		if (request.method === 'POST' && pathname === '/push')
			return this.#take(request, body, response)
		if (request.method === 'POST' && pathname === '/act') {
			const asked = new URLSearchParams(body.toString())
			await this.act(asked.get('order_no'), asked.get('outcome'))
			return response.writeHead(303, { Location: '/' }).end()
		}
		if (request.method === 'GET' && pathname === '/') {
			if (Object.hasOwn(outcomes, searchParams.get('outcome') ?? ''))
				this.outcome = searchParams.get('outcome')
			return response.writeHead(200, { 'Content-Type': 'text/html; charset=utf-8', 'Cache-Control': 'no-store',
				'Content-Security-Policy': 'default-src \'none\'; style-src \'unsafe-inline\'; form-action \'self\'' }).end(this.page())
		}
		return response.writeHead(404).end()
	}

	#answer(response, status, told, body = {}) {
		this.requests.push({ status, ...told })
		if (status)
			response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(body))
		this.#tell()
	}

	async #take(request, bytes, response) {
		const { method, url, headers } = request
		try {
			verifyRequest({ method, path: url.split('?')[0], authority: headers.host, headers }, bytes, this.keys, this.#seen)
		} catch (error) {
			this.log(`refused: ${error.message}`)
			return this.#answer(response, 401, { why: error.message }, { why: error.message })
		}
		const push = JSON.parse(bytes.toString())
		const told = { push_id: push.push_id, order_no: push.order_no, version: push.version }
		const outcome = this.#chosen.get(push.order_no) ?? this.outcome
		if (outcome === 'timeout') {
			this.#hanging.add(response)
			return this.#answer(response, 0, { ...told, why: 'timeout' })
		}
		if (outcome === 'unavailable' && this.requests.filter((one) => one.push_id === push.push_id && one.status === 503).length < this.unavailable)
			return this.#answer(response, 503, told)
		/* What came before, its acknowledgement lost, is not done twice. */
		const repeated = this.#taken.has(push.push_id)
		this.#taken.add(push.push_id)
		if (!repeated)
			this.#keep(push)
		this.#answer(response, 202, { ...told, repeated })
		if (!repeated)
			await this.#go_on(push, outcome)
	}

	#keep(push) {
		const entry = this.entries.get(push.order_no) ?? { order_no: push.order_no, pushes: [], files: [], answers: [] }
		entry.version = push.version
		entry.pushes.push(push)
		this.entries.set(push.order_no, entry)
		this.log(`${push.order_no} version ${push.version} taken`)
	}

	async #go_on(push, outcome) {
		const entry = this.entries.get(push.order_no)
		const before = entry.pushes.at(-2)
		entry.files = await Promise.all(push.files.map((file) => this.fetchFile(file)))
		if (outcome === 'late') {
			if (before)
				await this.decide(before, this.approval(before))
		} else if (outcome !== 'hold') {
			await this.act(push.order_no, outcome)
		}
		this.#tell()
	}

	/** An outcome for an order that was taken. */
	async act(order_no, outcome) {
		const push = this.entries.get(order_no)?.pushes.at(-1)
		if (!push || !Object.hasOwn(outcomes, outcome ?? ''))
			return
		if (['approve', 'twice', 'unavailable'].includes(outcome))
			await this.decide(push, this.approval(push))
		if (outcome === 'twice')
			await this.decide(push, this.approval(push))
		if (outcome === 'reject')
			await this.decide(push, this.rejection(push))
		if (outcome === 'proof')
			await this.prove(push)
	}

	/** Asks for proof of the first account and pays it; asked again, looks how it stands, and approves what is proven. */
	async prove(push) {
		const entry = this.entries.get(push.order_no)
		const base = push.decision_url.replace(/decision$/, 'account-proofs')
		if (entry.proof) {
			const { body } = await this.call('GET', base)
			entry.proof.state = body.items.find(({ account }) => account === entry.proof.account)?.state
			if (entry.proof.state === 'proven')
				await this.decide(push, this.approval(push))
			return this.#tell()
		}
		const [{ key: account }] = push.content.settlement_accounts
		const { status, body } = await this.call('POST', base, { version: push.version, account })
		if (status === 201) {
			const drawn = await this.call('POST', `${base}/${body.no}/reveal`)
			const paid = await this.call('POST', `${base}/${body.no}/payment`)
			entry.proof = { account, no: body.no, ...drawn.body, state: paid.status === 204 ? 'paid' : 'asked' }
		}
		this.log(`${push.order_no} proof of ${account}: ${status} ${body?.code ?? entry.proof.state}`)
		this.#tell()
	}

	approval({ order_no, version }) {
		return { version, verdict: 'approve', granted: { rate: '0.38', contract_no: `API-${order_no}`, valid_from: shanghai(1) } }
	}

	rejection({ version, content }) {
		const [account] = content.settlement_accounts ?? []
		return { version, verdict: 'reject', reason: '结算账户信息有误，请修改后重新提交', ...account
			? { remarks: [{ field: `settlement_accounts.${account.key}.cnaps`, code: 'wrong', words: '行号与开户行不符', remedy: '请向开户行查询后填写' }] }
			: { whole: 'other' } }
	}

	/** A signed request; how: unsigned, what is signed or sent otherwise. */
	async call(method, url, body, how = {}) {
		const text = body === undefined ? '' : JSON.stringify(body)
		const headers = { ...body === undefined ? {} : { 'Content-Type': 'application/json' }, ...how.unsigned ? {} : signRequest({ method, url, body: text, keyid: this.keyid, key: this.key, ...how.sign }) }
		const answer = await fetch(url, { method, redirect: 'error', headers, ...body === undefined ? {} : { body: how.sent ?? text } })
		const bytes = Buffer.from(await answer.arrayBuffer())
		const json = answer.headers.get('content-type')?.includes('json') ? JSON.parse(bytes.toString()) : undefined
		return { status: answer.status, headers: answer.headers, bytes, body: json }
	}

	async decide(push, decision, how) {
		const { status, body } = await this.call('POST', push.decision_url, decision, how)
		const answer = { status, code: body?.code, body }
		this.entries.get(push.order_no)?.answers.push(answer)
		this.log(`${push.order_no} version ${decision.version} ${decision.verdict}: ${status} ${body?.code ?? ''}`)
		this.#tell()
		return answer
	}

	/** { file_id, status, good }: good, when the bytes are those that were said. */
	async fetchFile({ file_id, url, sha256, size }) {
		const { status, bytes } = await this.call('GET', url)
		return { file_id, status, good: status === 200 && bytes.length === size && createHash('sha256').update(bytes).digest('hex') === sha256 }
	}

	page() {
		const buttons = (order_no) => ['approve', 'reject', 'proof', 'twice'].map((outcome) => `<form method="post" action="/act"><input type="hidden" name="order_no" value="${escaped(order_no)}"><button name="outcome" value="${outcome}">${outcomes[outcome].map(escaped).join('<br><small>')}</small></button></form>`).join('')
		const rows = [...this.entries.values()].reverse().map(({ order_no, version, pushes, files, answers, proof }) => `<tr><td>${escaped(order_no)}<br><small>${escaped(pushes.at(-1).kind)} · version ${escaped(version)}</small></td>
			<td>${escaped(pushes.at(-1).institution.name)}</td><td>${files.filter(({ good }) => good).length}/${pushes.at(-1).files.length}</td>
			<td>${proof ? escaped(`打款 ${proof.amount} 分，附言 ${proof.remark}：${proof.state}`) + '<br>' : ''}${answers.map(({ status, code, body }) => escaped(`${status} ${code ?? body?.status ?? ''}`)).join('<br>') || '—'}</td><td class="acts">${buttons(order_no)}</td></tr>`)
		const choices = Object.entries(outcomes).map(([word, [zh, en]]) => `<li${word === this.outcome ? ' class="now"' : ''}><a href="/?outcome=${word}">${escaped(zh)}</a> <small>${escaped(en)} <code>?outcome=${word}</code></small></li>`)
		return `<!doctype html><html lang="zh-CN"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>银行模拟器 · Bank simulator</title>
<style>body{font:14px/1.6 "PingFang SC","Microsoft YaHei","Noto Sans CJK SC",sans-serif;max-width:960px;margin:32px auto;padding:0 16px;color:#1f2933}small{color:#52606d}table{border-collapse:collapse;width:100%}td,th{border-top:1px solid #d9e2ec;padding:8px;text-align:left;vertical-align:top}.now{font-weight:600}.acts form{display:inline-block;margin:0 4px 4px 0}button{font:inherit;line-height:1.3;padding:4px 10px}code{background:#f0f4f8;padding:0 4px}</style>
<h1>${escaped(this.name)} 银行模拟器 <small>Bank simulator</small></h1>
<h2>收到申请后 <small>What is done with what comes next</small></h2><ul>${choices.join('')}</ul>
<h2>已收到 <small>Received</small></h2>
${rows.length === 0 ? '<p>还没有收到申请 <small>Nothing yet</small></p>' : `<table><tr><th>申请单 <small>Order</small></th><th>机构 <small>Institution</small></th><th>附件 <small>Files</small></th><th>答复 <small>Answers</small></th><th>处理 <small>Decide</small></th></tr>${rows.join('')}</table>`}
<p><a href="/">刷新 <small>Reload</small></a></p></html>`
	}
}

async function main([first, ...rest]) {
	if (first === 'public' && rest.length === 1)
		return process.stdout.write(`${publicText(privateKey(readFileSync(rest[0], 'utf8').trim()))}\n`)
	const all = first === undefined ? [] : [first, ...rest]
	const given = Object.fromEntries(Array.from({ length: all.length / 2 }, (_, i) => [all[2 * i].replace(/^--/, ''), all[2 * i + 1]]))
	const [keyid, , key] = (given.platform ?? '').split(' ')
	if (!given.port || !given.keyid || !given.key || !key || (given.outcome && !Object.hasOwn(outcomes, given.outcome))) {
		process.stderr.write(`usage: ops/bank.mjs --port N --keyid ID --key FILE --platform "KEYID ed25519 BASE64" [--outcome ${Object.keys(outcomes).join('|')}] [--name WORDS] [--keep FILE]\n       ops/bank.mjs public FILE\n`)
		process.exitCode = 2
		return
	}
	const bank = await Bank.open({ port: Number(given.port), keyid: given.keyid, key: readFileSync(given.key, 'utf8').trim(), platform: { keyid, key },
		name: given.name, keep: given.keep, log: (line) => process.stdout.write(`${new Date().toISOString()} ${line}\n`) })
	bank.outcome = given.outcome ?? 'hold'
	for (const signal of ['SIGTERM', 'SIGINT'])
		process.once(signal, () => bank.close().then(() => process.exit(0)))
}
if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href)
	await main(process.argv.slice(2))
