// REVIEW-6, walked whole: for each kind every way through its route, and after
// every rejection every way once more. What must follow is the spec's table, typed
// in here (the product derives it from the steps of the kinds); after each step
// every list and every count of every desk is compared with a model of it.
import assert from 'node:assert/strict'
import { after, before, it } from 'node:test'
import { Accounts } from '../../lib/accounts.mjs'
import { Client } from '../../lib/client.mjs'
import { Database } from '../../lib/db.mjs'
import { decide, draftApplication, submit } from '../../lib/orders.mjs'
import { pdf } from '../../lib/papers.mjs'
import { sharedStack, until } from '../../lib/stack.mjs'

const desks = ['city', 'province', 'nation']
const words = { city: { whole: 'other', reason: '材料不全' }, province: { whole: 'other', remark: '请补充' }, nation: { whole: 'other', remark: '联调未通过' } }

const W = 'waiting', A = 'approved', R = 'rejected', H = null
// kind (null: either), event, by whom; what the city, the province and the nation see then; the order's state.
const table = [
	[null, 'submit', null, W, H, H, 'waiting'],
	[null, 'resubmit', null, W, H, H, 'waiting'],
	[null, 'withdraw', null, H, H, H, 'withdrawn'],
	[null, 'reject', 'city', R, H, H, 'rejected'],
	[null, 'approve', 'city', A, W, H, 'waiting'],
	[null, 'auto_approve', 'city', A, A, A, 'approved'],
	[null, 'reject', 'province', R, H, H, 'rejected'],
	['access_application', 'approve', 'province', A, A, A, 'approved'],
	['access_acceptance', 'approve', 'province', A, A, W, 'waiting'],
	['access_acceptance', 'approve', 'nation', A, A, A, 'approved'],
	['access_acceptance', 'reject', 'nation', R, H, H, 'rejected'],
].map(([kind, event, by, city, province, nation, state]) => ({ kind, event, by, desks: { city, province, nation }, state }))

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
	for (const desk of has)
		at[desk] = await Client.signedIn(stack, await accounts.reviewer(desk,
			{ city: area, province: Math.floor(area / 10000) * 10000, nation: 0 }[desk]))
	return { area, operator, at, has, model: new Map() }
}

function outcome(kind, event, by) {
	const row = table.find((each) => (each.kind === null || each.kind === kind) && each.event === event && each.by === by)
	assert.ok(row, `${kind} ${event} ${by} is in the table`)
	return row
}

/** What the table says of an event, desks that do not exist passed over. */
function expected({ has }, kind, event, by) {
	let row = outcome(kind, event, by)
	const waiting = () => desks.find((desk) => row.desks[desk] === 'waiting')
	while (waiting() && !has.includes(waiting()))
		row = outcome(kind, 'approve', waiting())
	const shown = Object.fromEntries(has.map((desk) => [desk, row.desks[desk]]))
	// Where the first desk does not exist, a rejection shows at the first that does.
	if (row.state === 'rejected')
		shown[has[0]] = 'rejected'
	return { state: row.state, desks: shown }
}

const waiting_at = (entry) => desks.find((desk) => entry.desks[desk] === 'waiting')

/** Every list and count of every desk equals the model's. */
async function compare(here, told) {
	for (const desk of here.has) {
		const entries = [...here.model.entries()]
		const inState = (state) => entries.filter(([, each]) => each.desks[desk] === state).map(([no]) => no).sort()
		const byVerdict = (verdict) => entries.filter(([, each]) => each.decided.get(desk) === verdict).map(([no]) => no).sort()
		const decided = [...byVerdict('approve'), ...byVerdict('reject')].sort()
		const ask = async (query) => here.at[desk].expect(200, 'GET', `/reviews?division=${here.area}&page_size=50&${query}`)
		const all = await ask('')
		assert.deepEqual(all.items.map(({ order_no }) => order_no).sort(),
			[...inState('waiting'), ...inState('approved'), ...inState('rejected')].sort(), `${told}: ${desk}'s working list`)
		for (const item of all.items)
			assert.equal(item.state, here.model.get(item.order_no).desks[desk], `${told}: ${desk} ${item.order_no}`)
		const exactly = (list) => ({ count: list.length, exact: true })
		assert.deepEqual(all.counts, { waiting: exactly(inState('waiting')), approved: exactly(inState('approved')),
			rejected: exactly(inState('rejected')), decided: exactly(decided),
			decided_approved: exactly(byVerdict('approve')), decided_rejected: exactly(byVerdict('reject')) }, `${told}: ${desk}'s counts`)
		assert.deepEqual(all.total, { count: all.items.length, exact: true }, `${told}: ${desk}'s total`)
		const done = await ask('view=decided')
		assert.deepEqual(done.items.map(({ order_no }) => order_no).sort(), decided, `${told}: ${desk}'s 已办`)
		// Outside the counters' dimensions the counts are taken from the rows.
		const counted = await ask('submitted_from=2020-01-01')
		assert.deepEqual(counted.counts, all.counts, `${told}: ${desk}'s counts, counted anew`)
	}
}

async function apply(here, order_no, kind, event, by, told) {
	const entry = here.model.get(order_no) ?? { desks: {}, decided: new Map() }
	const next = expected(here, kind, event, by)
	entry.desks = next.desks
	entry.state = next.state
	if (by)
		entry.decided.set(by, event)
	here.model.set(order_no, entry)
	const seen = await here.operator.expect(200, 'GET', `/orders/${order_no}`)
	const stage = review.steps.find((each) => each.kind === kind && each.desk === (waiting_at(entry) ?? by))
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

async function decideAs(here, order_no, kind, desk, verdict) {
	const { version } = await here.at[desk].expect(200, 'GET', `/orders/${order_no}`)
	const answer = await decide(here.at[desk], { order_no, version }, verdict, verdict === 'reject' ? words[desk] : {})
	assert.equal(answer.status, 200, JSON.stringify(answer.body))
	await apply(here, order_no, kind, verdict, desk, `${order_no} ${verdict} by the ${desk}`)
}

/** Every way to the end of a kind's route here: [[desk, verdict] …]. */
function ways(here, kind) {
	const deciding = review.steps.filter((each) => each.kind === kind && each.action !== 'view' && here.has.includes(each.desk))
		.map(({ desk }) => desk)
	const all = deciding.map((desk, i) => [...deciding.slice(0, i).map((each) => [each, 'approve']), [desk, 'reject']])
	return [...all, deciding.map((desk) => [desk, 'approve'])]
}

async function begin(here, kind, application) {
	let draft
	if (kind === 'access_application') {
		draft = await draftApplication(here.operator)
	} else {
		const { body } = await here.operator.once('/orders', { kind, parent_order_no: application })
		draft = { order_no: body.order_no, version: body.version, content: { test_from: '2026-11-01', test_to: '2026-11-20', tested_cases: '退费',
			test_report: [await here.operator.attach(body.order_no, 'test_report', '测试报告.pdf', pdf('report'))] } }
	}
	assert.equal((await submit(here.operator, draft)).status, 200)
	await apply(here, draft.order_no, kind, 'submit', null, `${draft.order_no} submitted`)
	return draft.order_no
}

async function walk(here, kind, path, order_no) {
	for (const [desk, verdict] of path)
		await decideAs(here, order_no, kind, desk, verdict)
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
	for (const [width, desks] of [['0', '4'], ['div2', '3, 4'], ['div4', '2, 3, 4'], ['div6', '1, 2, 3, 4'], ['addressee_id', '6']]) {
		const dimensions = 'list, desk, scope, kind, facet_a, facet_b, state'
		const by_rows = await db.query(`SELECT list, desk, ${width} AS scope, kind, facet_a, facet_b, state, COUNT(*) AS n
			FROM order_desks WHERE state > 0 AND desk IN (${desks}) GROUP BY ${dimensions} ORDER BY ${dimensions}`)
		const [from, before] = { 0: [0, 1], div2: [1, 100], div4: [100, 10_000], div6: [10_000, 1_000_000], addressee_id: [1, 1e15] }[width]
		const by_counters = await db.query(`SELECT ${dimensions}, SUM(n) AS n FROM order_counts
			WHERE desk IN (${desks}) AND scope >= ? AND scope < ? GROUP BY ${dimensions} HAVING n <> 0 ORDER BY ${dimensions}`, from, before)
		assert.deepEqual(by_counters.map(Object.values).map(String).sort(), by_rows.map(Object.values).map(String).sort(), width)
	}
}

it('REVIEW-6 an application: every way, and every way again after each rejection', async () => {
	await walkAll(await place(460100, 460105, ['city', 'province', 'nation']), 'access_application')
	await assertCountersTrue()
})

it('REVIEW-6 an acceptance: every way, and every way again after each rejection', async () => {
	await walkAll(await place(460200, 460202, ['city', 'province', 'nation']), 'access_acceptance')
	await assertCountersTrue()
})

it('REVIEW-4 where a city has no bureau its stage is passed over, on record, and the province decides', async () => {
	// Chongqing: a municipality; its districts answer to the province desk at once.
	const here = await place(500100, 500101, ['province', 'nation'])
	await walkAll(here, 'access_application')
	const [order_no] = here.model.keys()
	const { history, route } = await here.operator.expect(200, 'GET', `/orders/${order_no}`)
	assert.ok(history.some(({ event, desk, rule }) => event === 'skip' && desk === 'city' && rule === 'no_such_desk'))
	assert.equal(route.find(({ desk }) => desk === 'city').state, 'skipped')
	// Directly governed counties (省直辖县级行政区划) likewise.
	const county = await place(429000, 429004, ['province', 'nation'])
	const direct = await begin(county, 'access_application')
	await walk(county, 'access_application', [['province', 'approve']], direct)
})

it('spec 0: an order that nobody would review is not taken', async () => {
	await db.changeLasting('DELETE FROM organisations WHERE kind = 2 AND division IN (650000, 650100)')
	const operator = await Client.signedIn(stack, await accounts.operator({ division: 650102 }))
	const answer = await submit(operator, await draftApplication(operator))
	assert.equal(answer.status, 409)
	assert.equal(answer.body.code, 'order.no_reviewer')
})

it('PLAT-7 counters that lie in many slots are added up while others go on counting, and stay true', async () => {
	const here = await place(351000, 351002, ['city', 'province', 'nation'])
	const most = async () => Number(await db.value(`SELECT MAX(n) FROM (SELECT COUNT(*) AS n FROM order_counts
		GROUP BY list, desk, scope, state, kind, facet_a, facet_b) AS keys_`))
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
