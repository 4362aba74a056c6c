// Other ways to wait for a scan than asking the API (QR-6), by what each takes of nginx:
// a state file that nginx serves by itself, asked for as often, and a connection held open
// until something is published (Debian's libnginx-mod-nchan). An nginx of its own, nothing
// of the product; what the product takes for the same number prints load/qr_waiting.mjs.
//
//   node tests/load/qr_ways.mjs BROWSERS
import { execFile, execFileSync, spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { freePort, until } from '../lib/stack.mjs'

const SECONDS = 20, WAITING_MS = 3000
const browsers = Number(process.argv[2] ?? 10_000)
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms))
const directory = mkdtempSync(join(tmpdir(), 'ways-'))
const port = await freePort()
mkdirSync(join(directory, 'state'))
for (let i = 0; i < browsers; i++)
	writeFileSync(join(directory, 'state', `${i}.json`), '{"state":"waiting"}')
writeFileSync(join(directory, 'nginx.conf'), `
load_module /usr/lib/nginx/modules/ngx_nchan_module.so;
daemon off; pid ${directory}/pid; error_log ${directory}/error.log; worker_processes 2; worker_rlimit_nofile 65536;
events { worker_connections 32768; }
http {
	access_log off; keepalive_requests 1000000;
	${['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((name) => `${name}_temp_path ${directory}/${name};`).join(' ')}
	server {
		listen 127.0.0.1:${port} backlog=16384;
		location /state/ { root ${directory}; }
		location ~ ^/wait/(.+)$ { nchan_subscriber longpoll; nchan_channel_id $1; nchan_subscriber_timeout 120s; }
		location ~ ^/publish/(.+)$ { nchan_publisher; nchan_channel_id $1; }
	}
}`)
const nginx = spawn('/usr/sbin/nginx', ['-c', join(directory, 'nginx.conf')], { stdio: 'inherit' })
const master = () => Number(readFileSync(join(directory, 'pid'), 'utf8'))
const workers = () => execFileSync('pgrep', ['-P', String(master())], { encoding: 'utf8' }).trim().split('\n')
const used = () => workers().map((pid) => {
	const stat = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ')
	const rss = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))[1]
	return { cpu: (Number(stat[11]) + Number(stat[12])) / 100, mib: Number(rss) / 1024 }
}).reduce((sum, one) => ({ cpu: sum.cpu + one.cpu, mib: sum.mib + one.mib }))
await until('nginx answers', () => new Promise((resolve) => connect(port, '127.0.0.1').once('connect', () => resolve(true)).once('error', () => resolve(false))))
const idle = used()

writeFileSync(join(directory, 'file.lua'), `local i, first = 0, ${browsers}
function delay() if first > 0 then first = first - 1 return math.random(0, ${WAITING_MS * 2}) end return math.random(${WAITING_MS - 500}, ${WAITING_MS + 500}) end
function request() i = (i + 1) % ${browsers} return "GET /state/" .. i .. ".json HTTP/1.1\\r\\nHost: x\\r\\n\\r\\n" end`)
const began = used()
const { stdout } = await promisify(execFile)('wrk', ['-t1', `-c${browsers}`, `-d${SECONDS}s`, '--latency', '-s', join(directory, 'file.lua'), `http://127.0.0.1:${port}`])
const asked = used()
const looks = Number(/(\d+) requests in/.exec(stdout)[1])
console.log(`state file: ${browsers} browsers, ${(looks / SECONDS).toFixed(0)} looks/s, ${((asked.cpu - began.cpu) / looks * 1e6).toFixed(0)} CPU µs a look of nginx, p99 ${/99%\s+(\S+)/.exec(stdout)[1]}, ${asked.mib.toFixed(0)} MiB (${idle.mib.toFixed(0)} without)`)

const before = used()
const sockets = []
const answered = new Map()
for (let i = 0; i < browsers; i += 500) {
	await Promise.all(Array.from({ length: Math.min(500, browsers - i) }, (_, n) => new Promise((resolve, reject) => {
		const socket = connect(port, '127.0.0.1', () => socket.write(`GET /wait/${i + n} HTTP/1.1\r\nHost: x\r\n\r\n`, resolve)).once('error', reject)
		socket.once('data', () => answered.get(i + n)?.(performance.now()))
		sockets.push(socket)
	})))
}
await pause(3000)
const held = used()
await pause(SECONDS * 1000)
const after = used()
const delays = []
for (let i = 0; i < 100; i++) {
	const seen = new Promise((resolve) => answered.set(i, resolve))
	const at = performance.now()
	await fetch(`http://127.0.0.1:${port}/publish/${i}`, { method: 'POST', body: 'confirmed' })
	delays.push(await seen - at)
}
delays.sort((a, b) => a - b)
console.log(`nchan: ${browsers} held connections, ${((held.cpu - before.cpu) / browsers * 1e6).toFixed(0)} CPU µs to open one, ${((after.cpu - held.cpu) / SECONDS * 1000).toFixed(1)} ms of CPU a second while they wait, ${((after.mib - before.mib) * 1024 / browsers).toFixed(1)} KiB each; seen after p50 ${delays[50].toFixed(1)} max ${delays.at(-1).toFixed(1)} ms`)
for (const socket of sockets)
	socket.destroy()
nginx.kill('SIGTERM')
await new Promise((resolve) => nginx.once('exit', resolve))
rmSync(directory, { recursive: true })
process.exit(0)
