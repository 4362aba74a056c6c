// The reviewers' lists under load of data: every filter, page and cursor against
// a model of the rows (PLAT-7, REVIEW-1).
import assert from 'node:assert/strict'
import { after, before, it } from 'node:test'
import { Accounts } from '../../lib/accounts.mjs'
import { Client } from '../../lib/client.mjs'
import { Database } from '../../lib/db.mjs'
import { sharedStack } from '../../lib/stack.mjs'
import { seed } from '../../load/seed.mjs'

// A province of this file's own.
const province = 530000
const city = 530100
const district = 530102
const orders = 3000

let stack, db, accounts, rows
const at = {}
before(async () => {
	stack = await sharedStack()
	db = new Database(stack)
	accounts = new Accounts(stack, db)
	for (const [desk, division] of [['city', city], ['province', province], ['nation', 0]]) {
		const client = await Client.signedIn(stack, await accounts.reviewer(desk, division))
		at[desk] = client
	}
	await seed(db, { institutions: 700, orders, from: province, before: province + 10000, step: 3_600_000 })
	// What is rare there is not so everywhere.
	await seed(db, { institutions: 50, orders: 6000, from: 230000, before: 240000, channel: '5' })
	rows = await db.query(`SELECT l.desk, l.done, l.state, l.facet_a, l.facet_b, l.kind, l.div4, l.div6, l.title,
			UNIX_TIMESTAMP(l.at) AS at, UNIX_TIMESTAMP(l.due_at) AS due, UNIX_TIMESTAMP(l.submitted_at) AS submitted, l.order_id, o.order_no, i.name, i.code
		FROM order_desks l JOIN orders o ON o.id = l.order_id JOIN organisations i ON i.id = l.organisation_id
		WHERE l.div2 = ? AND l.state > 0`, province / 10000)
})
after(() => stack?.stop())

const words = { facet_a: { identity_check: '1', mobile_payment: '2' }, facet_b: { wechat: '1', alipay: '2', other: '5' },
	kind: { access_application: '1', access_acceptance: '2' }, state: { waiting: '1', approved: '2', rejected: '3' }, verdict: { approve: '4', reject: '5' } }
const desks = { city: '2', province: '3', nation: '4' }
const day = (before) => new Date(Date.now() - before * 86400_000).toISOString().slice(0, 10)
const dayBegin = (day) => Date.parse(`${day}T00:00:00+08:00`) / 1000
const within = (division) => (row) => Number(division) % 10000 === 0 || (Number(division) % 100 === 0
	? row.div4 === String(division / 100) : row.div6 === String(division))
/** Whether a row fits a filter, said apart from the product's own words for it. */
const tests = {
	facet_a: (row, value) => row.facet_a === words.facet_a[value],
	facet_b: (row, value) => row.facet_b === words.facet_b[value],
	kind: (row, value) => row.kind === words.kind[value],
	division: (row, value) => within(value)(row),
	institution_name: (row, value) => row.name.includes(value),
	institution_code: (row, value) => row.code.startsWith(value),
	title: (row, value) => row.title.includes(value),
	order_no: (row, value) => row.order_no.startsWith(value),
	submitted_from: (row, value) => Number(row.submitted) >= dayBegin(value),
	submitted_to: (row, value) => Number(row.submitted) < dayBegin(value) + 86400,
}

/** The rows that a desk's list should hold: what waits by its deadline, all else newest first, unless told. */
function expected(desk, query) {
	const { view, state, verdict, sort, ...filters } = query
	delete filters.page_size
	const area = desk === 'city' ? city : province
	const found = rows.filter((row) => row.desk === desks[desk] && row.done === (view === 'decided' ? '1' : '0')
		&& (!state || row.state === words.state[state]) && (!verdict || row.state === words.verdict[verdict])
		&& within(area)(row)
		&& Object.entries(filters).every(([name, value]) => tests[name](row, value)))
	const newest = (a, b) => Number(b.at) - Number(a.at) || Number(b.order_id) - Number(a.order_id)
	if (state === 'waiting' && (!sort || sort === 'due'))
		return found.sort((a, b) => Number(a.due) - Number(b.due) || Number(a.order_id) - Number(b.order_id)).map(({ order_no }) => order_no)
	found.sort(newest)
	return (sort === 'oldest' ? found.reverse() : found).map(({ order_no }) => order_no)
}

const ask = (desk, query) => at[desk].expect(200, 'GET',
	`/reviews?${new URLSearchParams(desk === 'nation' && !query.division ? { ...query, division: province } : query)}`)
const numbers = ({ items }) => items.map(({ order_no }) => order_no)

/** All pages by next, and back again by previous. */
async function walk(desk, query) {
	const there = []
	let page = await ask(desk, query)
	let pages = 1
	assert.equal(page.previous, null)
	for (;;) {
		there.push(...numbers(page))
		if (!page.next)
			break
		page = await ask(desk, { ...query, after: page.next, page: ++pages })
		assert.ok(page.previous)
	}
	const back = [...numbers(page)]
	while (page.previous && back.length < there.length) {
		page = await ask(desk, { ...query, before: page.previous, page: --pages })
		back.unshift(...numbers(page))
	}
	assert.deepEqual(back, there, `${JSON.stringify(query)}: the way back`)
	return there
}

it('PLAT-7 each filter of each desk finds exactly its rows, in order, page by page', async () => {
	const sample = rows.find((row) => row.desk === '3' && row.state === '1')
	const filters = [{}, { facet_a: 'mobile_payment' }, { facet_b: 'alipay', facet_a: 'identity_check' },
		{ kind: 'access_acceptance' }, { division: district }, { institution_name: sample.name }, { institution_name: sample.name.slice(3, 8) },
		{ institution_name: '院' }, { institution_name: '康复医院' }, { institution_name: '无此机构' }, { institution_name: '_' },
		{ institution_code: sample.code }, { institution_code: 'H00000000000' }, { institution_code: sample.code.slice(0, 8) }, { institution_code: 'H' }, { title: sample.title },
		{ title: '药房' }, { title: '7' }, { title: '药房', institution_name: '中医院' }, { order_no: sample.order_no },
		{ order_no: '20' }, { order_no: sample.order_no.slice(0, 14) },
		{ submitted_from: day(55), submitted_to: day(36) }, { submitted_from: day(55), title: '药房' },
		{ facet_b: 'other' }, { facet_b: 'other', division: district }, { facet_b: 'other', submitted_from: day(55) },
		{ facet_b: 'other', title: '药房' }, { facet_b: 'other', institution_name: '康复医院' }, { facet_b: 'other', institution_code: sample.code }]
	for (const desk of ['city', 'province', 'nation'])
		for (const view of [{}, { state: 'waiting' }, { state: 'waiting', sort: 'newest' }, { state: 'rejected' }, { view: 'decided' }, { view: 'decided', verdict: 'reject' }])
			for (const filter of filters) {
				const query = { ...filter, ...view, page_size: 50 }
				const want = expected(desk, query)
				const first = await ask(desk, query)
				assert.deepEqual(numbers(first), want.slice(0, 50), `${desk} ${JSON.stringify(query)}`)
				if (first.total.exact)
					assert.equal(first.total.count, want.length, `${desk} ${JSON.stringify(query)}: total`)
				else
					assert.ok(first.total.count <= want.length && first.total.count > 0, `${desk} ${JSON.stringify(query)}: ${first.total.count}+`)
			}
})

it('PLAT-7 a list is walked by cursors to its end and back, in both orders', async () => {
	for (const query of [{ state: 'waiting' }, { state: 'waiting', title: '掌上就医' }, { state: 'waiting', facet_b: 'alipay' }])
		assert.deepEqual(await walk('province', { ...query, page_size: 50 }), expected('province', query), `${JSON.stringify(query)} due first`)
	for (const query of [{ state: 'approved' }, { view: 'decided' }, { view: 'decided', verdict: 'approve' }, {}, { title: '掌上就医', state: 'waiting' },
		{ institution_name: '大药房', state: 'approved' }, { facet_b: 'alipay', facet_a: 'identity_check', state: 'approved' }])
		for (const sort of ['newest', 'oldest'])
			assert.deepEqual(await walk('province', { ...query, sort, page_size: 50 }), expected('province', { ...query, sort }),
				`${JSON.stringify(query)} ${sort}`)
})

it('PLAT-7 what few rows have is looked up, not sought along the list', async () => {
	// Rows, and index entries whose row was not worth reading; by whoever else is at work, too: the least of some tries.
	const read = async () => Number(await db.value(`SELECT SUM(VARIABLE_VALUE) FROM information_schema.GLOBAL_STATUS
		WHERE VARIABLE_NAME IN ('HANDLER_READ_NEXT', 'HANDLER_READ_PREV', 'HANDLER_ICP_ATTEMPTS')`))
	const least = async (query) => {
		const tries = []
		for (let i = 0; i < 5; i++) {
			const before_ = await read()
			assert.deepEqual(numbers(await ask('province', query)), expected('province', query).slice(0, 50))
			tries.push(await read() - before_)
		}
		return Math.min(...tries)
	}
	const rare = { view: 'decided', facet_b: 'other', page_size: 50 }
	const few = expected('province', rare).length
	const all = expected('province', { view: 'decided' }).length
	assert.ok(few > 5 && few < 50 && all > 1100, `${few} of ${all}`)
	// Along the list it were all decided, and without whole keys another province's, too.
	for (const query of [rare, { ...rare, title: '掌上' }, { ...rare, submitted_from: day(100) }, { ...rare, division: district }]) {
		const n = await least(query)
		assert.ok(n < 1200, `${n} rows read for ${few} of ${all} at most: ${JSON.stringify(query)}`)
	}
})

it('PLAT-7 pages by number: from the front, from the back, and what lies between is refused with a way out', async () => {
	for (const sort of ['newest', 'oldest']) {
		const query = { sort, page_size: 10 }
		const want = expected('province', query)
		const pages = Math.ceil(want.length / 10)
		assert.ok(pages > 40)
		for (const page of [1, 2, 17, pages - 1, pages]) {
			const got = await ask('province', { ...query, page })
			assert.deepEqual(numbers(got), want.slice((page - 1) * 10, page * 10), `page ${page}`)
			assert.deepEqual([got.page, got.total.count], [page, want.length])
			assert.equal(got.next === null, page === pages)
			assert.equal(got.previous === null, page === 1)
		}
		assert.deepEqual(numbers(await ask('province', { ...query, page: pages + 3 })), [])
	}
	// As many rows as make the middle out of reach: the counters say so, and the rows need not be there for a refusal.
	await db.query(`INSERT INTO order_counts (list, desk, scope, state, kind, facet_a, facet_b, slot, n) VALUES (1, 3, 53, 1, 1, 1, 1, 77, 90000)`)
	try {
		const answer = await at.province.get('/reviews?page_size=10&page=4500')
		assert.equal(answer.status, 422)
		assert.equal(answer.body.fields[0].code, 'too_deep')
	} finally {
		await db.query('DELETE FROM order_counts WHERE slot = 77')
	}
})

it('PLAT-7 a cursor holds its place while rows before it go', async () => {
	const query = { state: 'waiting', sort: 'oldest', page_size: 10 }
	const want = expected('city', query)
	const first = await ask('city', query)
	await db.query('UPDATE order_desks SET state = 2 WHERE desk = 2 AND done = 0 AND order_id = (SELECT id FROM orders WHERE order_no = ?)', want[9])
	try {
		assert.deepEqual(numbers(await ask('city', { ...query, after: first.next })), want.slice(10, 20))
	} finally {
		await db.query('UPDATE order_desks SET state = 1 WHERE desk = 2 AND done = 0 AND order_id = (SELECT id FROM orders WHERE order_no = ?)', want[9])
	}
})

it('PLAT-7 a search for what most have still answers, and says that its count is the least there is', async () => {
	// More institutions of one name than a search starts from.
	await seed(db, { institutions: 600, orders: 7200, from: 540000, before: 550000, step: 60_000, types: ['共名医院'] })
	const reviewer = await Client.signedIn(stack, await accounts.reviewer('province', 540000))
	const page = await reviewer.expect(200, 'GET', `/reviews?state=approved&institution_name=${encodeURIComponent('共名')}`)
	assert.equal(page.items.length, 20)
	assert.deepEqual(page.total, { count: 2000, exact: false })
	const all = await reviewer.expect(200, 'GET', `/reviews?view=decided&institution_name=${encodeURIComponent('共名')}`)
	assert.deepEqual([all.counts.approved, all.counts.rejected], [{ count: 2000, exact: false }, { count: 0, exact: true }])
	const missing = await reviewer.expect(200, 'GET', `/reviews?state=approved&institution_name=${encodeURIComponent('共名医院第13分院')}`)
	assert.ok(missing.items.every(({ institution_name }) => institution_name.includes('共名医院第13分院')) && missing.items.length > 0)
})

it('PLAT-7 a search for two common words that no row shares stops somewhere, and goes on from there', async () => {
	// 智慧药房 is every fourth order from the first, whose institutions are all of the first type.
	await seed(db, { institutions: 1100, orders: 30_000, from: 450100, before: 450200, step: 20_000, types: ['同名甲医院', '同名乙医院'] })
	const reviewer = await Client.signedIn(stack, await accounts.reviewer('city', 450100))
	const query = (type) => `/reviews?view=decided&title=${encodeURIComponent('智慧药房')}&institution_name=${encodeURIComponent(type)}`
	const shared = await reviewer.expect(200, 'GET', query('甲医院'))
	assert.deepEqual([shared.items.length, shared.searched], [20, null])
	const first = await reviewer.expect(200, 'GET', query('乙医院'))
	assert.deepEqual([first.items, first.searched, first.total], [[], 20_000, { count: 0, exact: false }])
	const rest = await reviewer.expect(200, 'GET', `${query('乙医院')}&after=${first.next}`)
	assert.deepEqual([rest.items, rest.searched, rest.next], [[], null, null])
	// From the other end likewise: what is left of the list is what was not looked at.
	const oldest = await reviewer.expect(200, 'GET', `${query('乙医院')}&sort=oldest`)
	assert.deepEqual([oldest.items, oldest.searched], [[], 20_000])
})

it('PLAT-7 REVIEW-11 已办 is found and counted by the desk\'s own verdict; what a list does not know is a fault', async () => {
	for (const desk of ['city', 'province']) {
		const { counts } = await ask(desk, { view: 'decided' })
		for (const verdict of ['approve', 'reject']) {
			const want = expected(desk, { view: 'decided', verdict })
			const { items, total } = await ask(desk, { view: 'decided', verdict, page_size: 50 })
			assert.deepEqual(items.map(({ order_no }) => order_no), want.slice(0, 50))
			assert.ok(items.length && items.every(({ standing, last_verdict }) => standing === { approve: 'agreed', reject: 'refused' }[verdict] && last_verdict === verdict))
			assert.equal(total.count, want.length)
			assert.equal(counts[{ approve: 'decided_approved', reject: 'decided_rejected' }[verdict]].count, want.length)
		}
		assert.equal(counts.decided.count, counts.decided_approved.count + counts.decided_rejected.count)
	}
	for (const [query, field] of [['view=decided&state=waiting', 'state'], ['state=waiting&verdict=approve', 'verdict'], ['sort=due', 'sort'],
		['state=approved&sort=due', 'sort'], ['view=decided&sort=due', 'sort'], ['surprise=1', 'surprise']]) {
		const answer = await at.city.get(`/reviews?${query}`)
		assert.equal(answer.status, 422, query)
		assert.deepEqual(answer.body.fields.map((each) => each.field), [field], query)
	}
})

it('PLAT-7 a page deep in a list reads its own rows, however often and by how many at once it is asked for', async () => {
	const query = { state: 'approved', page_size: 20 }
	let page = await ask('province', query)
	for (let i = 0; i < 25; i++)
		page = await ask('province', { ...query, after: page.next })
	const want = expected('province', query).slice(26 * 20, 27 * 20)
	const read = async () => Number(await db.value(`SELECT SUM(VARIABLE_VALUE) FROM information_schema.GLOBAL_STATUS
		WHERE VARIABLE_NAME IN ('HANDLER_READ_NEXT', 'HANDLER_READ_PREV', 'HANDLER_READ_RND_NEXT', 'HANDLER_ICP_ATTEMPTS')`))
	const clients = 16, each = 60
	const before_ = await read()
	await Promise.all(Array.from({ length: clients }, async () => {
		for (let i = 0; i < each; i++)
			assert.deepEqual(numbers(await ask('province', { ...query, after: page.next })), want)
	}))
	const rows = (await read() - before_) / (clients * each)
	assert.ok(rows < 500, `${Math.round(rows)} rows read a page`)
})
