// A copy of the sources, for tests that change a few lines of the product and
// build it to see what follows.
import { execFileSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { top } from './stack.mjs'

/** With what is compiled already, so that only the new is compiled anew. */
export function copySources() {
	const path = mkdtempSync(join(tmpdir(), 'liangding-copy-'))
	for (const name of ['Makefile', 'fcgi', 'ops', 'build/obj', 'tests/unit', 'tests/kinds'])
		cpSync(join(top, name), join(path, name), { recursive: true, preserveTimestamps: true,
			filter: (path) => !path.includes('node_modules') })
	const run = (...command) => execFileSync(command[0], command.slice(1), { cwd: path, stdio: ['ignore', 'pipe', 'inherit'], maxBuffer: 1 << 26 })
	const programs = join(path, 'build'), web = join(path, 'web')
	return {
		programs, web,
		write(file, text) {
			mkdirSync(dirname(join(path, file)), { recursive: true })
			writeFileSync(join(path, file), text)
		},
		/** Once, where it says so. */
		change(file, from, to) {
			const text = readFileSync(join(path, file), 'utf8')
			if (text.split(from).length !== 2)
				throw new Error(`${file} does not have this once: ${from}`)
			writeFileSync(join(path, file), text.replace(from, () => to))
		},
		build: () => run('make', 'programs'),
		/** The pages as they are, of what the copy describes. */
		pages() {
			const description = join(path, 'openapi.json')
			writeFileSync(description, run(join(programs, 'liangdingctl'), 'describe'))
			execFileSync('npm', ['run', '--silent', 'build'], { cwd: join(top, 'web'), stdio: ['ignore', 'ignore', 'inherit'],
				env: { ...process.env, LIANGDING_DESCRIPTION: description, LIANGDING_DIST: web } })
		},
		drop: () => rmSync(path, { recursive: true, force: true }),
	}
}
