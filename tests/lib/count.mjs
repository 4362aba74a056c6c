// Reads from a part's output how many tests it ran. Each takes the output and
// the exit status and gives { passed, failed, skipped }.

const sum = (output, pattern) => [...output.matchAll(pattern)]
	.reduce((total, match) => total + Number(match[1]), 0)

/** cmocka's own format, one block a test program. */
export function cmocka(output) {
	return {
		passed: sum(output, /^\[ {2}PASSED {2}\] (\d+) test\(s\)\.$/gm),
		failed: sum(output, /^\[ {2}FAILED {2}\] (\d+) test\(s\)/gm),
		skipped: sum(output, /^\[ {2}SKIPPED \] (\d+) test\(s\)/gm),
	}
}

/** A program that either finds nothing (0) or complains. */
export function linter(output, status) {
	const clean = status === 0
	return { passed: clean ? 1 : 0, failed: clean ? 0 : 1, skipped: 0 }
}

/** node:test's TAP: its own totals; a cancelled test is a failed one. */
export function nodeTest(output) {
	return {
		passed: sum(output, /^# pass (\d+)$/gm),
		failed: sum(output, /^# fail (\d+)$/gm) + sum(output, /^# cancelled (\d+)$/gm),
		skipped: sum(output, /^# skipped (\d+)$/gm) + sum(output, /^# todo (\d+)$/gm),
	}
}

/** vitest's summary line "Tests  1 failed | 12 passed | 1 skipped (14)". */
export function vitest(output) {
	// eslint-disable-next-line no-control-regex
	const plain = output.replace(/\u001b\[[0-9;]*m/g, '')
	const totals = [...plain.matchAll(/^\s*Tests\s+(.*)$/gm)].map((match) => match[1]).join('\n')
	return {
		passed: sum(totals, /(\d+) passed/g),
		failed: sum(totals, /(\d+) failed/g),
		skipped: sum(totals, /(\d+) (?:skipped|todo)/g),
	}
}
