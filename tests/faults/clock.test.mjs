// A host whose clock is an hour wrong: what lives and ends follows the
// database's clock, the same for every host.
import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { it } from 'node:test'
import { Accounts } from '../lib/accounts.mjs'
import { Client } from '../lib/client.mjs'
import { Database } from '../lib/db.mjs'
import { submittedApplication } from '../lib/orders.mjs'
import { comm } from '../lib/processes.mjs'
import { startStack, top } from '../lib/stack.mjs'

for (const wrong of ['+1h', '-1h'])
	it(`locks, captchas, tokens and sessions follow the database's clock, the daemon's being ${wrong}`, async () => {
		const programs = mkdtempSync(join(tmpdir(), 'liangding-clock-'))
		for (const name of ['liangding-jobs', 'liangding-look', 'liangdingctl'])
			symlinkSync(join(top, 'build', name), join(programs, name))
		writeFileSync(join(programs, 'liangdingd'),
			// Not by the command of that name: it would stay between us and the daemon.
			`#!/bin/sh\nexport LD_PRELOAD='/usr/$LIB/faketime/libfaketime.so.1' FAKETIME=${wrong} FAKETIME_DONT_FAKE_MONOTONIC=1\n`
			+ `exec ${join(top, 'build/liangdingd')} "$@"\n`, { mode: 0o755 })
		const stack = await startStack({ DURABLE: 'yes', DEMO: 'no', PROGRAMS: programs })
		try {
			const db = new Database(stack)
			const accounts = new Accounts(stack, db)
			const person = await accounts.operator({ division: 350302 })
			await accounts.bureau('city', 350300)
			const client = await Client.signedIn(stack, person)
			// That the daemon's clock is wrong at all, its log tells.
			const at = Number(stack.file('daemon.log').match(/at=(\d+)/g).at(-1).slice(3))
			const off = at - Date.now() / 1000
			assert.ok(Math.abs(off - (wrong === '+1h' ? 3600 : -3600)) < 60, `${off} s`)

			assert.equal((await client.get('/me')).status, 200)
			const { iat, exp } = JSON.parse(Buffer.from(client.token.split('.')[1], 'base64url').toString())
			assert.ok(Math.abs(iat - Date.now() / 1000) < 30)
			assert.equal(exp - iat, 300)
			assert.equal((await client.post('/session/refresh')).status, 200)
			const order = await submittedApplication(client)
			assert.ok(Math.abs(Date.parse(order.submitted_at) - Date.now()) < 30_000)

			// A captcha lives five minutes of the database's.
			const old = await client.captcha()
			await db.query('UPDATE captchas SET issued_at = issued_at - INTERVAL 301 SECOND WHERE token = ?', old.captcha_id)
			const sign = (captcha, password = person.password) => client.post('/session',
				{ realm: person.realm, account: person.account, password, ...captcha }, { token: null })
			assert.equal((await sign(old)).status, 422)
			// So does the lock.
			for (let i = 0; i < 4; i++)
				assert.equal((await sign(await client.captcha(), 'a wrong one')).status, 401)
			const locked = await sign(await client.captcha(), 'a wrong one')
			assert.equal(locked.status, 423)
			assert.ok(locked.body.retry_after > 590 && locked.body.retry_after <= 600)
			await db.query('UPDATE login_tries SET locked_until = locked_until - INTERVAL 590 SECOND')
			assert.equal((await sign(await client.captcha())).status, 423)
			await db.query('UPDATE login_tries SET locked_until = locked_until - INTERVAL 11 SECOND')
			assert.equal((await sign(await client.captcha())).status, 200)
			// And an idle session ends after half an hour of the database's.
			await db.query('UPDATE sessions SET last_seen_at = last_seen_at - INTERVAL 29 MINUTE')
			assert.equal((await client.get('/me')).status, 200)
			await db.query('UPDATE sessions SET last_seen_at = last_seen_at - INTERVAL 31 MINUTE')
			assert.equal((await client.get('/me')).status, 401)
			client.close()
			const master = stack.pid('daemon')
			await stack.stop()
			assert.equal(comm(master), '', 'it has ended with its stack')
		} finally {
			await stack.stop()
			rmSync(programs, { recursive: true, force: true })
		}
	})
