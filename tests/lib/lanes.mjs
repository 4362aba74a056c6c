// Runs jobs, so many beside each other, each with its output kept together. A job
// is { part, name, command, count, stack, alone }: count reads from the output
// what was tested (count.mjs); with stack it shares one with the jobs of its part
// in the same lane; alone says why nothing may run beside it.
import { spawn } from 'node:child_process'
import { startStack, testSettings, top } from './stack.mjs'

const settings = { ...testSettings, NO_COLOR: '1', FORCE_COLOR: '0' }

/** What a job came to: one that ends badly without a failed test, or that tests nothing, has failed. */
export function verdict({ passed, failed, skipped }, status) {
	const bad = failed === 0 && (status !== 0 || passed + skipped === 0)
	return { passed, failed: bad ? 1 : failed, skipped }
}

export class Lanes {
	#running = new Set()
	#stopped = false

	/** told(job, { passed, failed, skipped, status, output, seconds, logs }) hears of each job as it ends. */
	constructor(count, told) {
		this.count = count
		this.told = told
	}

	/** Resolves when every job has ended, or those under way once stop() is called. */
	async run(jobs) {
		const beside = jobs.filter(({ alone }) => !alone)
		await Promise.all(Array.from({ length: this.count }, () => this.#drain(beside)))
		await this.#drain(jobs.filter(({ alone }) => alone))
	}

	/** Ends what runs, and begins nothing more; run() then resolves. */
	stop(signal = 'SIGTERM') {
		this.#stopped = true
		for (const child of this.#running)
			this.#kill(child, signal)
	}

	#kill(child, signal) {
		try {
			process.kill(-child.pid, signal)
		} catch {
			// It has ended.
		}
	}

	async #drain(queue) {
		const lane = { stack: null, part: null }
		for (let job; !this.#stopped && (job = queue.shift());)
			await this.#one(lane, job)
		await this.#leave(lane)
	}

	async #leave(lane, keep = false) {
		const { stack } = lane
		lane.stack = null
		await stack?.stop({ keep })
	}

	async #one(lane, job) {
		const began = Date.now()
		let ended
		try {
			if (lane.part !== job.part)
				await this.#leave(lane)
			lane.part = job.part
			if (job.stack && !lane.stack)
				lane.stack = await startStack()
			ended = await this.#execute(job.command, lane.stack?.env)
		} catch (error) {
			ended = { status: 'no stack', output: error.message }
		}
		const { status, output } = ended
		const result = { ...verdict(job.count(output, status), status), status, output, seconds: (Date.now() - began) / 1000 }
		// What it has done to its stack is none of the next one's troubles.
		if (result.failed && lane.stack) {
			result.logs = lane.stack.directory
			await this.#leave(lane, true)
		}
		this.told(job, result)
	}

	#execute([program, ...args], env = {}) {
		if (this.#stopped)
			return { status: 'stopped', output: '' }
		return new Promise((resolve) => {
			// In a group of its own, so that all that it started can be ended with it.
			const child = spawn(program, args, { cwd: top, detached: true, env: { ...process.env, ...settings, ...env },
				stdio: ['ignore', 'pipe', 'pipe'] })
			let output = ''
			this.#running.add(child)
			for (const stream of [child.stdout, child.stderr])
				stream.setEncoding('utf8').on('data', (text) => { output += text })
			const end = (status) => {
				this.#running.delete(child)
				resolve({ status, output })
			}
			child.on('error', (error) => end(error.message))
			child.on('close', (status, signal) => end(status ?? signal))
		})
	}
}
