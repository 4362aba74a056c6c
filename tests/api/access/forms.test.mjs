import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { after, before, describe, it } from 'node:test'
import { Accounts } from '../../lib/accounts.mjs'
import { Client } from '../../lib/client.mjs'
import { Database } from '../../lib/db.mjs'
import { approvedApplication, download, issued, read, ready } from '../../lib/issued.mjs'
import { sharedStack } from '../../lib/stack.mjs'

let stack, db, accounts, people
const signedIn = (person) => Client.signedIn(stack, person)
before(async () => {
	stack = await sharedStack()
	db = new Database(stack)
	accounts = new Accounts(stack, db)
	people = {}
	for (const desk of ['city', 'province', 'nation'])
		people[desk] = await signedIn(await accounts.reviewer(desk))
})
after(() => stack?.stop())

describe('test forms', () => {
	it('ACCESS-4 draft', async () => {
		const institution = await accounts.institution(350213, '厦门市翔安区𠮷䶮㛃社区卫生服务中心')
		const operator = await signedIn(await accounts.operator({ institution }))
		const { order_no } = await approvedApplication(operator, people, { app_name: '掌上就医𠮷䶮㛃' })
		console.log(JSON.stringify(await issued(operator, order_no)))
		const paper = await ready(operator, order_no)
		const bytes = await download(operator, paper)
		const said = read(bytes)
		writeFileSync('/tmp/doc-form.pdf', bytes)
		writeFileSync('/tmp/doc-form.png', said.pictures[0])
		console.log(said.text, said.info, said.fonts, said.qpdf, said.codes)
		console.log(await operator.get(`/orders/${order_no}`).then(({ body }) => JSON.stringify([body.actions, body.children])))
	})
})
