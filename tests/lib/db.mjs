// Looks into (and, to arrange a case, writes into) a stack's database as its
// administrator. Values are quoted here; for tests only.
import { join } from 'node:path'
import { userInfo } from 'node:os'
import { ask } from './db_protocol.mjs'

function quote(value) {
	if (value === null || value === undefined)
		return 'NULL'
	if (typeof value === 'number' || typeof value === 'bigint')
		return String(value)
	return `'${String(value).replace(/[\\']/g, (c) => `\\${c}`)}'`
}

export class Database {
	/** user and password: another than the administrator, to try its rights. */
	constructor(stack, { user = userInfo().username, password = '' } = {}) {
		this.socket = join(stack.sockets, 'mariadb.sock')
		this.user = user
		this.password = password
	}

	/**
	 * Rows of strings (or null) by column name; each ? takes the next value. Of
	 * several statements the last one's. Each call has a session of its own.
	 */
	query(sql, ...values) {
		let next = 0
		return ask(this, sql.replace(/\?/g, () => quote(values[next++])))
	}

	/** A change of what workers remember (app/lasting), counted as the product counts it. */
	changeLasting(sql, ...values) {
		return this.query(`START TRANSACTION; ${sql}; UPDATE lasting_changes SET n = n + 1; COMMIT`, ...values)
	}

	async one(sql, ...values) {
		const rows = await this.query(sql, ...values)
		if (rows.length !== 1)
			throw new Error(`${rows.length} rows instead of one: ${sql}`)
		return rows[0]
	}

	/** The single value of the single row. */
	async value(sql, ...values) {
		return Object.values(await this.one(sql, ...values))[0]
	}
}
