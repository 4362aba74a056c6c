// The daemon's processes, and rows of the database held under their noses.
import { spawn } from 'node:child_process'
import { readFileSync, readdirSync, readlinkSync } from 'node:fs'
import { join } from 'node:path'
import { userInfo } from 'node:os'
import { until } from './stack.mjs'

/** A process's children; none when it has gone. */
export function children(pid) {
	try {
		return readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ').filter(Boolean).map(Number)
	} catch {
		return []
	}
}

/** The name of a process, or '' when it has gone. */
export function comm(pid) {
	try {
		return readFileSync(`/proc/${pid}/comm`, 'utf8').trim()
	} catch {
		return ''
	}
}

const called = (stack, name) => children(stack.pid('daemon')).filter((pid) => comm(pid) === name)
export const workers = (stack) => called(stack, 'ld-worker')
export const uploadWorkers = (stack) => called(stack, 'ld-uploads')
/** The job runner of a lane, "short" or "long". */
export const jobRunner = (stack, lane) => children(stack.pid('daemon')).find((pid) => {
	try {
		return readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').slice(0, -1).join(' ').endsWith(` ${lane}`) && comm(pid) === 'liangding-jobs'
	} catch {
		return false // gone meanwhile
	}
})
/** The one that writes exports. */
export const exportWriter = (stack) => jobRunner(stack, 'long')

/** The workers that hold a connection of nginx's, idle ones do not. */
export function busyWorkers(stack) {
	const connected = new Set(readFileSync('/proc/net/unix', 'utf8').split('\n')
		.map((line) => line.trim().split(/\s+/))
		.filter(([, , , , , state, , path]) => state === '03' && path === join(stack.sockets, 'api.sock'))
		.map(([, , , , , , inode]) => `socket:[${inode}]`))
	const holds = (pid) => readdirSync(`/proc/${pid}/fd`).some((fd) => {
		try {
			return connected.has(readlinkSync(`/proc/${pid}/fd/${fd}`))
		} catch {
			return false // closed meanwhile
		}
	})
	return workers(stack).filter(holds)
}

/** A session that holds what sql takes, so that the next who wants it waits inside its transaction; gives release(). */
export async function hold(stack, sql, { begin = 'BEGIN', release = 'ROLLBACK' } = {}) {
	const client = spawn('mariadb', ['--no-defaults', `--socket=${join(stack.sockets, 'mariadb.sock')}`,
		`--user=${userInfo().username}`, '--batch', '--skip-column-names', '--unbuffered', 'liangding'],
	{ stdio: ['pipe', 'pipe', 'inherit'] })
	client.stdin.write(`${begin}; ${sql}; SELECT 'held';\n`)
	await new Promise((resolve) => client.stdout.on('data', (text) => String(text).includes('held') && resolve()))
	return () => new Promise((resolve) => {
		client.on('close', resolve)
		client.stdin.end(`${release};\n`)
	})
}

/** Stops a process, all its threads: what one of them was at may still be answered till then. */
export async function freeze(pid) {
	process.kill(pid, 'SIGSTOP')
	await until('it has stopped', () => readdirSync(`/proc/${pid}/task`).every((task) =>
		readFileSync(`/proc/${pid}/task/${task}/stat`, 'utf8').split(') ').at(-1).startsWith('T')))
}

/** How many transactions are as where says. InnoDB shows a new picture only to who has not looked for 100 ms. */
async function transactions(db, where) {
	await new Promise((resolve) => setTimeout(resolve, 150))
	return Number(await db.value(`SELECT COUNT(*) FROM information_schema.innodb_trx WHERE ${where}`))
}
/** Whether n statements wait for a row that is held. */
export const waiting = async (db, n = 1) => await transactions(db, `trx_state = 'LOCK WAIT'`) >= n
/** Whether no transaction is under way: those of who was killed are rolled back. */
export const settled = async (db) => await transactions(db, 'TRUE') === 0

/** Takes all places of one kind of slots (fcgi/lib/slot.h), those of who waits too; gives release(). */
export async function holdSlots(directory, name) {
	// The C library's struct flock, as perl packs it; node knows no such locks.
	const holder = spawn('perl', ['-e', `open(my $file, '+>>', $ARGV[0]) or die;
		my $lock = pack('s s x4 q q l x4', 1, 0, 0, 64, 0);
		fcntl($file, 7, $lock) or die $!;
		$| = 1; print "held\\n"; <STDIN>`, join(directory, `${name}.slots`)], { stdio: ['pipe', 'pipe', 'inherit'] })
	const ended = new Promise((resolve) => holder.once('close', resolve))
	await Promise.race([new Promise((resolve) => holder.stdout.once('data', resolve)),
		ended.then(() => Promise.reject(new Error('the slots were not to be had')))])
	return () => {
		holder.stdin.end()
		return ended
	}
}

/** Does work while no job of the short lane runs: the chainer, for one, commits when it likes. It stops between its transactions. */
export async function withoutJobs(stack, db, work) {
	const pid = await until('the jobs run', () => jobRunner(stack, 'short'))
	await until('none is under way', async () => {
		await freeze(pid)
		if (await settled(db))
			return true
		process.kill(pid, 'SIGCONT')
		return false
	})
	try {
		return await work()
	} finally {
		process.kill(pid, 'SIGCONT')
	}
}

/** Kilobytes of each program of the stack, by its name and process. */
function memory(stack) {
	const found = new Map()
	for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name)))
		try {
			const [program, ...args] = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0')
			if (/liangding(d|-jobs)/.test(program) && args.join(' ').includes(stack.directory))
				found.set(`${program.split('/').at(-1)} ${args.at(-2) ?? ''} ${pid}`, Number(/^RssAnon:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))[1]))
		} catch {
			// It has gone.
		}
	return found
}
/** The most that any has grown while work() ran, in megabytes, jobs and workers. */
export async function growth(stack, work) {
	const before = memory(stack)
	const most = new Map()
	const watch = setInterval(() => memory(stack).forEach((kb, name) => most.set(name, Math.max(most.get(name) ?? 0, kb - (before.get(name) ?? kb)))), 50)
	await work()
	clearInterval(watch)
	const of = (program) => {
		const [name, kb] = [...most].filter(([each]) => each.startsWith(`${program} `)).sort(([, a], [, b]) => b - a)[0]
		return `+ ${(kb / 1024).toFixed(1)} MB to ${((kb + before.get(name)) / 1024).toFixed(1)} MB`
	}
	return `jobs ${of('liangding-jobs')}, workers ${of('liangdingd')}`
}
