// The files that other tests upload are what they say they are.
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { it } from 'node:test'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { activePdfs, attachedPdfs, harmlessPdf, longPdf, pdf, quietPdfs, scannedPdf, scriptedPdf, slippedPdfs } from '../lib/papers.mjs'

it('makes PDFs that independent tools accept', () => {
	const directory = mkdtempSync(join(tmpdir(), 'liangding-papers-'))
	const file = join(directory, 'paper.pdf')
	try {
		for (const bytes of [pdf('plain (text)'), pdf('large', 3 << 20), scriptedPdf(), harmlessPdf(),
			...Object.values(activePdfs()),
			...Object.values(attachedPdfs()), ...Object.values(quietPdfs()), scannedPdf(9922, 7016)]) {
			writeFileSync(file, bytes)
			const { status, stdout, stderr } = spawnSync('qpdf', ['--check', file], { encoding: 'utf8' })
			assert.equal(status, 0, stdout + stderr)
		}
		// These it remarks upon, and another shows them all the same.
		for (const [what, bytes] of Object.entries(slippedPdfs())) {
			writeFileSync(file, bytes)
			const { stdout, stderr } = spawnSync('pdftotext', [file, '-'], { encoding: 'utf8' })
			assert.match(stdout, /liangding/, `${what}: ${stderr}`)
		}
		writeFileSync(file, longPdf(20))
		assert.match(spawnSync('pdfinfo', [file], { encoding: 'utf8' }).stdout, /Pages: +20\n/)
		writeFileSync(file, pdf('plain (text)'))
		assert.match(spawnSync('pdftotext', [file, '-'], { encoding: 'utf8' }).stdout, /plain \(text\)/)
	} finally {
		rmSync(directory, { recursive: true })
	}
})
