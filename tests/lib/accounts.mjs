// Accounts for tests: the demo's own, and fresh twins of them, so that a test may
// lock, rename or change one without another test's noticing.

let serial = 0

export class Accounts {
	constructor(stack, db) {
		this.stack = stack
		this.db = db
	}

	/** The demo's accounts: [{ account, password, realm, roles }]. */
	async demo() {
		if (!this.logins) {
			const table = await this.stack.ctl('demo', 'logins')
			this.logins = table.split('\n').map((line) => line.trim().split(/\s{2,}|\t/))
				.filter((cells) => cells.length >= 3)
		}
		return this.logins
	}

	/** A new account with the rights and the password of a demo account. */
	async twin(of, { must_change = false } = {}) {
		const original = await this.db.one('SELECT * FROM accounts WHERE name = ?', of.account)
		const name = of.realm === 'institution'
			? `H350213${String(Date.now() % 1000).padStart(3, '0')}${String(serial++ % 100).padStart(2, '0')}`
			: `${of.account}-${process.pid}-${serial++}`
		await this.db.query(`INSERT INTO accounts
			(name, kind, display_name, password_hash, must_change_password, state, created_at)
			SELECT ?, kind, display_name, password_hash, ?, state, created_at FROM accounts WHERE id = ?`,
		name, must_change ? 1 : 0, Number(original.id))
		await this.db.query(`INSERT INTO grants (account_id, organisation_id, role, state, created_at)
			SELECT a.id, g.organisation_id, g.role, g.state, g.created_at
			FROM grants g JOIN accounts a ON a.name = ? WHERE g.account_id = ?`, name, Number(original.id))
		return { account: name, password: of.password, realm: of.realm }
	}
}
