// "To add a kind" of fcgi/README.md, done as it says, in a copy of the sources: one
// folder, one row, and the product has it.
import assert from 'node:assert/strict'
import { after, before, it } from 'node:test'
import { Accounts } from '../lib/accounts.mjs'
import { openBrowser } from '../lib/browser.mjs'
import { Client } from '../lib/client.mjs'
import { copySources } from '../lib/copy.mjs'
import { Database } from '../lib/db.mjs'
import { decide, submit } from '../lib/orders.mjs'
import { person } from '../lib/people.mjs'
import { startStack } from '../lib/stack.mjs'

const files = {
	'permit.h': `#ifndef LIANGDING_KINDS_PERMIT_H
#define LIANGDING_KINDS_PERMIT_H

#include "app/kind/kind.h"

extern const struct kind permit;
extern const struct form permit_form;

#endif
`,
	'permit_form.c': `/* What a permit asks for. */
#include "kinds/permit/permit.h"

static const struct field fields[] = {
	{ .name = "site",
	    .type = FIELD_TEXT,
	    .as = AS_TITLE | AS_IDENTITY,
	    .flags = FIELD_REQUIRED,
	    .max = 40,
	    .zh = "场所",
	    .en = "Site" },
	{ .name = "beds",
	    .type = FIELD_INTEGER,
	    .flags = FIELD_REQUIRED,
	    .min = 1,
	    .max = 5000,
	    .zh = "床位数",
	    .en = "Beds" },
};
const struct form permit_form = FORM("permit", "场所许可", "Site permit", fields);
`,
	'permit.c': `/* The way of a permit. */
#include "kinds/permit/permit.h"

static const struct step steps[] = {
	{ .desk = DESK_DISTRICT,
	    .action = ACTION_REVIEW,
	    .days = 3,
	    .counted = WORKING_DAYS,
	    .owes = OWES_REASON,
	    .waiting = { "permit_waiting", "待区县审核", "With the district" },
	    .rejected = { "permit_rejected", "区县驳回", "Rejected by the district" },
	    .missed_zh = "逾期",
	    .missed_en = "It is overdue" },
};

static const struct order_list_kind list = {
	.number = 120,
	.name = "permits",
	.zh = "场所许可",
	.en = "Site permits",
	.title = { .zh = "场所", .en = "Site" },
};

const struct kind permit = {
	.number = 220,
	.name = "permit",
	.zh = "场所许可",
	.en = "Site permit",
	.list = &list,
	.content = &permit_form,
	STEPS(steps),
};
`,
}

let copy, stack, accounts, browser, users
before(async () => {
	copy = copySources()
	for (const [name, text] of Object.entries(files))
		copy.write(`fcgi/kinds/permit/${name}`, text)
	copy.change('fcgi/kinds.c', '\tNULL,', '\t&permit,\n\tNULL,')
	copy.change('fcgi/kinds.c', '#include "kinds/access/access.h"\n', '#include "kinds/access/access.h"\n#include "kinds/permit/permit.h"\n')
	copy.build()
	copy.pages()
	stack = await startStack({ DEMO: 'no', PROGRAMS: copy.programs, WEB: copy.web })
	accounts = new Accounts(stack, new Database(stack))
	browser = await openBrowser(stack)
	users = { operator: await accounts.operator({ division: 350213 }),
		district: await accounts.person('district_reviewer', await accounts.bureau('district', 350213)) }
})
after(async () => {
	await stack?.stop()
	copy?.drop()
})

it('PLAT-1 PLAT-2 a kind is one folder and one row: it is described, applied for, listed, decided', async () => {
	const operator = await Client.signedIn(stack, users.operator)
	const district = await Client.signedIn(stack, users.district)
	const described = (await operator.get('/openapi.json')).body
	assert.ok(described['x-liangding-forms'].permit.fields.some(({ name }) => name === 'beds'))
	assert.equal(described['x-liangding-review'].lists.at(-1).name, 'permits')
	assert.ok(described.paths['/reviews'].get['x-access'].includes('district_reviewer'))

	const begin = async () => (await operator.once('/orders', { kind: 'permit' })).body
	const order = await begin()
	const refused = await submit(operator, { ...order, content: { site: '东院区', beds: 0 } })
	assert.deepEqual(refused.body.fields.map(({ field, code }) => [field, code]), [['beds', 'too_small']])
	assert.equal((await submit(operator, { ...order, content: { site: '东院区', beds: 40 } })).status, 200)
	const again = await submit(operator, { ...await begin(), content: { site: '东院区 ', beds: 50 } })
	assert.equal(again.body.code, 'order.duplicate')

	assert.deepEqual((await district.expect(200, 'GET', '/me')).grant.menu, ['board', 'reviews', 'records', 'money', 'settlements', 'bills', 'office', 'enrolments', 'accounts'])
	const waiting = await district.expect(200, 'GET', '/reviews?list=permits&state=waiting')
	assert.deepEqual(waiting.items.map(({ title, status }) => [title, status]), [['东院区', 'permit_waiting']])
	const { version } = await district.expect(200, 'GET', `/orders/${order.order_no}`)
	assert.equal((await decide(district, { order_no: order.order_no, version }, 'approve')).status, 200)
	assert.equal((await operator.expect(200, 'GET', `/orders/${order.order_no}`)).status, 'approved')
})

const words = {
	zh: { kind: /^场所许可/, start: '开始填写', site: '西院区', to_check: '检查并提交', fault: /床位数/, submit: '确认提交', sent: '提交成功', list: '场所许可', title: '场所' },
	en: { kind: /^Site permit/, start: 'Start', site: 'South wing', to_check: 'Check and submit', fault: /beds/i, submit: 'Submit', sent: 'Application submitted', list: 'Site permits', title: 'Site' },
}
for (const [language, say] of Object.entries(words))
	it(`PLAT-1 and drawn: begun, refused, sent, and found in its list, in ${language === 'zh' ? 'Chinese' : 'English'}`, async () => {
		const open = (user) => person(browser, stack, user, { language, viewport: { width: 1440, height: 900 } })
		const { page, close } = await open(users.operator)
		await page.goto(`${stack.url}orders/new`)
		await page.getByRole('radio', { name: say.kind }).check()
		await page.getByRole('button', { name: say.start }).click()
		await page.locator('#field-site').fill(say.site)
		await page.locator('#field-beds').fill('0')
		await page.getByRole('button', { name: say.to_check }).click()
		await page.getByRole('alert').getByText(say.fault).first().waitFor()
		await page.locator('#field-beds').fill('40')
		await page.getByRole('button', { name: say.to_check }).click()
		await page.getByRole('button', { name: say.submit, exact: true }).click()
		await page.getByText(say.sent, { exact: true }).waitFor()
		const order_no = page.url().match(/orders\/(\d+)/)[1]
		await close()

		const desk = await open(users.district)
		await desk.page.locator('header.bar nav').getByText(say.list, { exact: true }).click()
		const row = desk.page.locator('tr[data-row]', { hasText: order_no })
		await row.getByText(say.site, { exact: true }).waitFor()
		assert.ok((await desk.page.locator('thead').innerText()).split(/\s+/).includes(say.title))
		await desk.close()
	})
