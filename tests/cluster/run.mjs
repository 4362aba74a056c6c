// make cluster: tests/cluster/*.test.mjs on a cluster of their own (ops/cluster),
// with the settings of every other stack that tests talk to, and with the programs of
// `make trial`: the product's, with a kind more.
import { spawn } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { testSettings, top } from '../lib/stack.mjs'

const files = readdirSync(join(top, 'tests/cluster')).filter((name) => name.endsWith('.test.mjs'))
	.map((name) => join('tests/cluster', name))
const child = spawn(join(top, 'ops/cluster'), ['node', '--test', '--test-concurrency=1', ...files],
	{ cwd: top, env: { ...process.env, ...testSettings, PROGRAMS: join(top, 'build/trial'), TEMPLATE: 'no', DURABLE: 'yes' }, stdio: 'inherit' })
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'])
	process.on(signal, () => child.kill('SIGTERM'))
child.on('close', (status) => {
	process.exitCode = status ?? 1
})
