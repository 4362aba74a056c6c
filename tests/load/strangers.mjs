// Whether the time that an answer takes tells who exists (ACC-2, ACC-3, LOGIN-3):
// node tests/load/strangers.mjs. Ends with 1 past the bound; a part of make bench.
import { Database } from '../lib/db.mjs'
import { startStack } from '../lib/stack.mjs'
import { strangers } from './medians.mjs'

const stack = await startStack({ SETTINGS: 'captcha_pool = 400\n\tpassword_memory_kib = 19456\n\tpassword_passes = 2\n\tsms_codes_a_day = 100000' })
try {
	for (const line of await strangers(stack, new Database(stack)))
		console.log(line)
} finally {
	await stack.stop()
}
