// Looks into (and, to arrange a case, writes into) a stack's database as its
// administrator. Values are quoted here; for tests only.
import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { userInfo } from 'node:os'

function quote(value) {
	if (value === null || value === undefined)
		return 'NULL'
	if (typeof value === 'number' || typeof value === 'bigint')
		return String(value)
	return `'${String(value).replace(/[\\']/g, (c) => `\\${c}`)}'`
}

const escapes = { n: '\n', t: '\t', 0: '\0', '\\': '\\' }
const cell = (text) => text === 'NULL' ? null
	: text.replace(/\\([nt0\\])/g, (_, c) => escapes[c])

export class Database {
	/** user and password: another than the administrator, to try its rights. */
	constructor(stack, { user = userInfo().username, password = '' } = {}) {
		this.socket = join(stack.sockets, 'mariadb.sock')
		this.user = user
		this.password = password
	}

	/** rows of strings (or null) by column name; each ? takes the next value. */
	query(sql, ...values) {
		let next = 0
		const text = sql.replace(/\?/g, () => quote(values[next++]))
		return new Promise((resolve, reject) => {
			const child = execFile('mariadb', ['--no-defaults', `--socket=${this.socket}`,
				`--user=${this.user}`, '--default-character-set=utf8mb4', '--batch', 'liangding'],
			{ env: { ...process.env, MYSQL_PWD: this.password }, maxBuffer: 1 << 28 },
			(error, stdout, stderr) => {
				if (error)
					return reject(new Error(stderr.trim() || error.message))
				const [head, ...rows] = stdout.split('\n').slice(0, -1).map((line) => line.split('\t'))
				resolve(rows.map((row) => Object.fromEntries(
					row.map((value, i) => [head[i], cell(value)]))))
			})
			child.stdin.on('error', () => {}).end(text) // it may have ended at an error, which is told
		})
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
