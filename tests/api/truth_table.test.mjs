// REVIEW-6, walked whole: for each kind every way through its route, and after
// every rejection every way once more. What must follow is read from the table
// that runs the product (the description's x-liangding-review); after each step
// every list and every count of every level is compared with a model of it.
// That the table is the spec's own is held by the unit test of the review route.
import assert from 'node:assert/strict'
import { after, before, it } from 'node:test'
import { Accounts } from '../lib/accounts.mjs'
import { Client } from '../lib/client.mjs'
import { Database } from '../lib/db.mjs'
import { decide, draftApplication, submit } from '../lib/orders.mjs'
import { pdf } from '../lib/papers.mjs'
import { sharedStack, until } from '../lib/stack.mjs'

const levels = ['city', 'province', 'nation']
const words = { city: { whole: 'other', reason: '材料不全' }, province: { whole: 'other', remark: '请补充' }, nation: { whole: 'other', remark: '联调未通过' } }

let stack, db, accounts, review
before(async () => {
	stack = await sharedStack()
	db = new Database(stack)
	accounts = new Accounts(stack, db)
	review = (await (await Client.open(stack)).get('/openapi.json')).body['x-liangding-review']
})
after(() => stack?.stop())

/** A division with its bureaus' reviewers; area is what its lists are narrowed to. */
async function place(area, district, has) {
	const operator = await Client.signedIn(stack, await accounts.operator({ division: district }))
	const at = {}
	for (const level of has)
		at[level] = await Client.signedIn(stack, await accounts.reviewer(level,
			{ city: area, province: Math.floor(area / 10000) * 10000, nation: 0 }[level]))
	return { area, operator, at, has, model: new Map() }
}

function outcome(kind, event, by) {
	const row = review.outcomes.find((each) => (each.kind === null || each.kind === kind) && each.event === event && each.by === by)
	assert.ok(row, `${kind} ${event} ${by} is in the table`)
	return row
}

/** What the table says of an event, levels that do not exist passed over. */
function expected({ has }, kind, event, by) {
	let row = outcome(kind, event, by)
	const waiting = () => levels.find((level) => row.levels[level] === 'waiting')
	while (waiting() && !has.includes(waiting()))
		row = outcome(kind, 'approve', waiting())
	return { state: row.state, levels: Object.fromEntries(has.map((level) => [level, row.levels[level]])) }
}

const waiting_at = (entry) => levels.find((level) => entry.levels[level] === 'waiting')

/** Every list and count of every level equals the model's. */
async function compare(here, told) {
	for (const level of here.has) {
		const entries = [...here.model.entries()]
		const inState = (state) => entries.filter(([, each]) => each.levels[level] === state).map(([no]) => no).sort()
		const byVerdict = (verdict) => entries.filter(([, each]) => each.decided.get(level) === verdict).map(([no]) => no).sort()
		const decided = [...byVerdict('approve'), ...byVerdict('reject')].sort()
		const ask = async (query) => here.at[level].expect(200, 'GET', `/reviews?division=${here.area}&page_size=50&${query}`)
		const all = await ask('')
		assert.deepEqual(all.items.map(({ order_no }) => order_no).sort(),
			[...inState('waiting'), ...inState('approved'), ...inState('rejected')].sort(), `${told}: ${level}'s working list`)
		for (const item of all.items)
			assert.equal(item.state, here.model.get(item.order_no).levels[level], `${told}: ${level} ${item.order_no}`)
		const exactly = (list) => ({ count: list.length, exact: true })
		assert.deepEqual(all.counts, { waiting: exactly(inState('waiting')), approved: exactly(inState('approved')),
			rejected: exactly(inState('rejected')), decided: exactly(decided),
			decided_approved: exactly(byVerdict('approve')), decided_rejected: exactly(byVerdict('reject')) }, `${told}: ${level}'s counts`)
		assert.deepEqual(all.total, { count: all.items.length, exact: true }, `${told}: ${level}'s total`)
		const done = await ask('view=decided')
		assert.deepEqual(done.items.map(({ order_no }) => order_no).sort(), decided, `${told}: ${level}'s 已办`)
		// Outside the counters' dimensions the counts are taken from the rows.
		const counted = await ask('submitted_from=2020-01-01')
		assert.deepEqual(counted.counts, all.counts, `${told}: ${level}'s counts, counted anew`)
	}
}

async function apply(here, order_no, kind, event, by, told) {
	const entry = here.model.get(order_no) ?? { levels: {}, decided: new Map() }
	const next = expected(here, kind, event, by)
	entry.levels = next.levels
	entry.state = next.state
	if (by)
		entry.decided.set(by, event)
	here.model.set(order_no, entry)
	const seen = await here.operator.expect(200, 'GET', `/orders/${order_no}`)
	const stage = review.stages.find((each) => each.kind === kind && each.level === (waiting_at(entry) ?? by))
	const status = entry.state === 'waiting' ? stage.waiting : entry.state === 'rejected' ? stage.rejected : entry.state
	assert.equal(seen.status, status, `${told}: what the applicant reads`)
	await compare(here, told)
}

// The content as it stands, sent again.
async function resubmit(here, order_no, kind) {
	const { content, version } = await here.operator.expect(200, 'GET', `/orders/${order_no}`)
	const sent = Object.fromEntries(Object.entries(content).map(([name, value]) =>
		[name, Array.isArray(value) ? value.map(({ file_id }) => file_id) : value]))
	assert.equal((await submit(here.operator, { order_no, version, content: sent })).status, 200)
	await apply(here, order_no, kind, 'resubmit', null, `${order_no} resubmitted`)
}

async function decideAs(here, order_no, kind, level, verdict) {
	const { version } = await here.at[level].expect(200, 'GET', `/orders/${order_no}`)
	const answer = await decide(here.at[level], { order_no, version }, verdict, verdict === 'reject' ? words[level] : {})
	assert.equal(answer.status, 200, JSON.stringify(answer.body))
	await apply(here, order_no, kind, verdict, level, `${order_no} ${verdict} by the ${level}`)
}

/** Every way to the end of a kind's route here: [[level, verdict] …]. */
function ways(here, kind) {
	const deciding = review.stages.filter((each) => each.kind === kind && each.action !== 'view' && here.has.includes(each.level))
		.map(({ level }) => level)
	const all = deciding.map((level, i) => [...deciding.slice(0, i).map((each) => [each, 'approve']), [level, 'reject']])
	return [...all, deciding.map((level) => [level, 'approve'])]
}

async function begin(here, kind, application) {
	let draft
	if (kind === 'access_application') {
		draft = await draftApplication(here.operator)
	} else {
		const { body } = await here.operator.once('/orders', { kind, application_order_no: application })
		draft = { order_no: body.order_no, version: body.version, content: { test_from: '2026-11-01', test_to: '2026-11-20', tested_cases: '退费',
			test_report: [await here.operator.attach(body.order_no, 'test_report', '测试报告.pdf', pdf('report'))] } }
	}
	assert.equal((await submit(here.operator, draft)).status, 200)
	await apply(here, draft.order_no, kind, 'submit', null, `${draft.order_no} submitted`)
	return draft.order_no
}

async function walk(here, kind, path, order_no) {
	for (const [level, verdict] of path)
		await decideAs(here, order_no, kind, level, verdict)
}

/** A fresh order of the kind: an acceptance needs an application of its own that passed. */
async function fresh(here, kind) {
	if (kind === 'access_application')
		return begin(here, kind)
	const application = await begin(here, 'access_application')
	await walk(here, 'access_application', ways(here, 'access_application').at(-1), application)
	return begin(here, kind, application)
}

const is_rejection = (path) => path.at(-1)[1] === 'reject'

async function walkAll(here, kind) {
	const all = ways(here, kind)
	for (const first of all.filter(is_rejection))
		for (const second of all) {
			const order_no = await fresh(here, kind)
			await walk(here, kind, first, order_no)
			await resubmit(here, order_no, kind)
			await walk(here, kind, second, order_no)
		}
	const straight = await fresh(here, kind)
	await walk(here, kind, all.at(-1), straight)
	const withdrawn = await fresh(here, kind)
	const { version } = await here.operator.expect(200, 'GET', `/orders/${withdrawn}`)
	assert.equal((await here.operator.once(`/orders/${withdrawn}/withdrawal`, { version })).status, 200)
	await apply(here, withdrawn, kind, 'withdraw', null, `${withdrawn} withdrawn`)
	await resubmit(here, withdrawn, kind)
}

/** The counters hold what the rows hold. */
async function assertCountersTrue() {
	for (const [width, levels] of [['0', '4'], ['div2', '3, 4'], ['div4', '2, 3, 4'], ['div6', '2, 3, 4']]) {
		const dimensions = 'level, scope, kind, business_type, channel, state'
		const by_rows = await db.query(`SELECT level, ${width} AS scope, kind, business_type, channel, state, COUNT(*) AS n
			FROM order_levels WHERE state > 0 AND level IN (${levels}) GROUP BY ${dimensions} ORDER BY ${dimensions}`)
		const [from, before] = { 0: [0, 1], div2: [1, 100], div4: [100, 10_000], div6: [10_000, 1_000_000] }[width]
		const by_counters = await db.query(`SELECT ${dimensions}, SUM(n) AS n FROM order_counts
			WHERE scope >= ? AND scope < ? GROUP BY ${dimensions} HAVING n <> 0 ORDER BY ${dimensions}`, from, before)
		assert.deepEqual(by_counters.map(Object.values).map(String).sort(), by_rows.map(Object.values).map(String).sort(), width)
	}
}

it('REVIEW-6 an application: every way, and every way again after each rejection', async () => {
	await walkAll(await place(350700, 350702, ['city', 'province', 'nation']), 'access_application')
	await assertCountersTrue()
})

it('REVIEW-6 an acceptance: every way, and every way again after each rejection', async () => {
	await walkAll(await place(350900, 350902, ['city', 'province', 'nation']), 'access_acceptance')
	await assertCountersTrue()
})

it('REVIEW-4 where a city has no bureau its stage is passed over, on record, and the province decides', async () => {
	// Chongqing: a municipality; its districts answer to the province level at once.
	const here = await place(500100, 500101, ['province', 'nation'])
	await walkAll(here, 'access_application')
	const [order_no] = here.model.keys()
	const { history, route } = await here.operator.expect(200, 'GET', `/orders/${order_no}`)
	assert.ok(history.some(({ event, level, rule }) => event === 'skip' && level === 'city' && rule === 'no_such_level'))
	assert.equal(route.find(({ level }) => level === 'city').state, 'skipped')
	// Directly governed counties (省直辖县级行政区划) likewise.
	const county = await place(429000, 429004, ['province', 'nation'])
	const direct = await begin(county, 'access_application')
	await walk(county, 'access_application', [['province', 'approve']], direct)
})

it('spec 0: an order that nobody would review is not taken', async () => {
	await db.query('DELETE FROM organisations WHERE kind = 2 AND division IN (650000, 650100)')
	const operator = await Client.signedIn(stack, await accounts.operator({ division: 650102 }))
	const answer = await submit(operator, await draftApplication(operator))
	assert.equal(answer.status, 409)
	assert.equal(answer.body.code, 'order.no_reviewer')
})

it('PLAT-7 counters that lie in many slots are added up while others go on counting, and stay true', async () => {
	const here = await place(351000, 351002, ['city', 'province', 'nation'])
	const most = async () => Number(await db.value(`SELECT MAX(n) FROM (SELECT COUNT(*) AS n FROM order_counts
		GROUP BY level, scope, state, kind, business_type, channel) AS keys_`))
	const several = async () => {
		for (let i = 0; i < 6; i++)
			await Promise.all(Array.from({ length: 8 }, async () => {
				const answer = await submit(here.operator, await draftApplication(here.operator))
				assert.equal(answer.status, 200)
				assert.equal((await decide(here.at.city, answer.body, 'approve')).status, 200)
			}))
	}
	await stack.configure({ sweep_seconds: 0 })
	try {
		await several()
		await until('all are added up', async () => await most() < 4)
	} finally {
		await stack.configure({ sweep_seconds: null })
	}
	await assertCountersTrue()
})
