// A .zip as its directory tells it, without a library: names, flags and bytes, each
// entry's own header held against the directory's.
import assert from 'node:assert/strict'
import * as zlib from 'node:zlib'

/** Its entries, in the directory's order: { name, flags, method, bytes }. */
export function entries(zip) {
	const end = zip.lastIndexOf(Buffer.from('PK\x05\x06', 'latin1'))
	assert.equal(end, zip.length - 22, 'the end is at the end')
	const n = zip.readUInt16LE(end + 10)
	let at = zip.readUInt32LE(end + 16)
	const all = []
	for (let i = 0; i < n; i++) {
		assert.equal(zip.readUInt32LE(at), 0x02014b50)
		const [flags, method, crc, size, length] = [zip.readUInt16LE(at + 8), zip.readUInt16LE(at + 10), zip.readUInt32LE(at + 16), zip.readUInt32LE(at + 24), zip.readUInt16LE(at + 28)]
		const own = zip.readUInt32LE(at + 42)
		const name = zip.subarray(at + 46, at + 46 + length)
		assert.deepEqual(zip.subarray(own + 4, own + 30), zip.subarray(at + 6, at + 32), 'both headers say the same')
		assert.deepEqual(zip.subarray(own + 30, own + 30 + length), name)
		const bytes = zip.subarray(own + 30 + length, own + 30 + length + size)
		if (zlib.crc32) // node 20.15 has it; unzip -t checks it, too
			assert.equal(zlib.crc32(bytes), crc)
		all.push({ name: new TextDecoder('utf-8', { fatal: true }).decode(name), flags, method, bytes })
		at += 46 + length + zip.readUInt16LE(at + 30) + zip.readUInt16LE(at + 32)
	}
	assert.equal(at, end)
	return all
}
