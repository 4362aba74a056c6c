// The same work as ../minimal.c does, as one would write it for Node with
// nothing but its own http and the database's driver: no sessions, grants,
// scopes, checks, idempotency or audit. For `make bench PEERS=node`.
//	peer.mjs SOCKET DATABASE_SOCKET USER PASSWORD KEY FILES CONNECTIONS STATEMENTS
import cluster from 'node:cluster'
import { createHash, createHmac, timingSafeEqual } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { mkdir, open, rename } from 'node:fs/promises'
import { createServer } from 'node:http'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { createPool } from 'mysql2/promise'

const [socket, socketPath, user, password, key_text, files, connections, statements_path] = process.argv.slice(2)
const processes = availableParallelism()
const key = Buffer.from(key_text, 'base64')
const statements = JSON.parse(readFileSync(statements_path, 'utf8'))

/** The session's id when the token is well signed; else 0. */
function signedByUs(request) {
	const token = request.headers.authorization?.slice('Bearer '.length) ?? ''
	const cut = token.lastIndexOf('.')
	const signature = Buffer.from(token.slice(cut + 1), 'base64url')
	const expected = createHmac('sha256', key).update(token.slice(0, Math.max(cut, 0))).digest()
	if (signature.length !== expected.length || !timingSafeEqual(signature, expected))
		return 0
	return JSON.parse(Buffer.from(token.split('.')[1], 'base64url')).sid
}

const pool = cluster.isPrimary ? null : createPool({ socketPath, user, password, database: 'liangding', charset: 'utf8mb4',
	connectionLimit: Math.ceil(connections / processes), rowsAsArray: true, dateStrings: true, supportBigNumbers: true, bigNumberStrings: true })
const query = async (name, ...values) => (await pool.execute(statements[name], values))[0]

async function decide(no) {
	const connection = await pool.getConnection()
	const run = (name, ...values) => connection.execute(statements[name], values)
	await connection.query('BEGIN')
	const [[[id, version, division, organisation, kind, channel, at]]] = await run('find', no)
	const [city, province] = [Math.floor(division / 100), Math.floor(division / 10000)]
	await run('move', id, version)
	await run('event', id)
	await run('desks', ...Array(3).fill([id, kind, channel, province, city, division, organisation, at, at]).flat())
	const slot = 110 + cluster.worker.id
	await run('counts', ...[city, division, city, division, city, division, city, division, province].flatMap((scope) => [scope, kind, channel, slot]))
	await connection.query('COMMIT')
	connection.release()
}

let serial = 0
async function keepFile(request, id) {
	const parts = []
	for await (const part of request)
		parts.push(part)
	const digest = createHash('sha256')
	parts.forEach((part) => digest.update(part))
	const sha256 = digest.digest()
	const name = sha256.toString('hex')
	const folder = join(files, 'blobs', name.slice(0, 2))
	await mkdir(folder, { recursive: true, mode: 0o750 })
	const spool = join(files, 'spool', `peer-${process.pid}-${serial++}`)
	const file = await open(spool, 'w', 0o640)
	await file.writev(parts)
	await file.sync()
	await file.close()
	await rename(spool, join(folder, name.slice(2)))
	await query('file', sha256, id)
}

async function answer(request) {
	const session = signedByUs(request)
	const [, what, id, more] = request.url.split('?')[0].split('/')
	if (session === 0)
		return null
	if (what === 'me')
		return query('me', session)
	if (what === 'reviews')
		return [await query('counters'), await query('list')]
	if (what === 'orders')
		return decide(id)
	return more ? keepFile(request, id) : query('poll', id)
}

if (cluster.isPrimary)
	for (let i = 0; i < processes; i++)
		cluster.fork()
else
	createServer(async (request, response) => {
		const found = await answer(request).catch((error) => error) // its client may have gone
		const body = JSON.stringify(found ?? {})
		response.writeHead(found === null ? 401 : found instanceof Error ? 500 : 200, { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(body) })
		response.end(body)
	}).listen(socket)
