#!/usr/bin/env node
// A phone with the insurance app, and the app's backend, for scripts (QR-7): signs
// with the demonstration's key, so it works against a stack in the demo's mode only.
//
//   ops/phone.mjs scan URL [ID_NO] [NAME] [PHONE]   URL: what the QR code holds; ID_NO: one of the
//       demonstration's people (web/src/features/phone/people.ts)
//   ops/phone.mjs confirm URL NUMBER   as the person who scanned it with this command
//   ops/phone.mjs cancel URL
//
// Environment: CREDENTIAL=no (not active), SUBJECT (whom the app knows the person as). Prints the answer; a refusal to stderr, exit status 1.
import { createHash, createPrivateKey, randomBytes, sign } from 'node:crypto'

const [act, code, first, name = '陈思远', phone = '13905200000'] = process.argv.slice(2)
const id_no = act === 'scan' && first ? first : '350203198001010013'
if (!['scan', 'confirm', 'cancel'].includes(act) || !code || (act === 'confirm' && !first)) {
	process.stderr.write('usage: ops/phone.mjs scan URL [ID_NO] [NAME] [PHONE] | confirm URL NUMBER | cancel URL\n')
	process.exit(2)
}
const seed = Buffer.from('liangding demonstration key only')
const key = createPrivateKey({ format: 'der', type: 'pkcs8', key: Buffer.concat([Buffer.from('302e020100300506032b657004220420', 'hex'), seed]) })
const subject = process.env.SUBJECT ?? 'phone-simulator'
const body = JSON.stringify({
	scan: { subject, name, phone, id_no, credential_active: process.env.CREDENTIAL !== 'no' },
	confirm: { subject, number: first },
	cancel: { subject },
}[act])
const [, base, id] = code.match(/^(.*\/)qr\/([\w-]+)$/) ?? []
if (!id) {
	process.stderr.write(`${code}: not what a code of this platform holds\n`)
	process.exit(2)
}
const url = new URL(`api/app/qr/${id}/${act}`, base)
const digest = `sha-256=:${createHash('sha256').update(body).digest('base64')}:`
const params = '("@method" "@path" "@authority" "content-digest")'
	+ `;created=${Math.floor(Date.now() / 1000)};keyid="demo-app";nonce="${randomBytes(18).toString('base64url')}"`
const signed = `"@method": POST\n"@path": ${url.pathname}\n"@authority": ${url.host}\n"content-digest": ${digest}\n"@signature-params": ${params}`
const answer = await fetch(url, { method: 'POST', body, headers: {
	'Content-Type': 'application/json', 'Content-Digest': digest, 'Signature-Input': `app=${params}`,
	Signature: `app=:${sign(null, Buffer.from(signed), key).toString('base64')}:` } })
const said = answer.ok ? process.stdout : process.stderr
said.write(`${await answer.text()}\n`)
process.exitCode = answer.ok ? 0 : 1
