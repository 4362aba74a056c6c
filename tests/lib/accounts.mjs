// People and organisations for tests, made in the database: fresh ones for each
// test, so that none notices what another locks, changes or decides.
import { randomInt } from 'node:crypto'

// The numbers of fcgi/app/words.h.
const roles = { operator: 1, institution_admin: 2, finance: 3, district_reviewer: 4, city_reviewer: 5,
	city_centre: 6, province_reviewer: 7, national_reviewer: 8, platform_admin: 9,
	bank_reviewer: 10, technical_reviewer: 11, data_centre: 12 }
// Who needs a permission to review (USER-3).
const by_permission = ['city_reviewer', 'province_reviewer', 'national_reviewer']
const institution_kind = 1
const bureau_kind = 2
const desks = { district: 1, city: 2, province: 3, nation: 4, city_centre: 5, bank: 6 }
const centre_kind = 3
const bank_kind = 4

let serial = randomInt(100_000_000)
const next = () => String(serial++ % 1_000_000_000).padStart(9, '0')

/** A name as it is compared (without blanks to fold), and what the product keeps of that to find it by: pairs and the last character. */
const nameKey = (name) => name.normalize('NFKC').toLowerCase()
const nameParts = (name) => {
	const all = [...nameKey(name)]
	return [...new Set([...all.slice(1).map((character, i) => all[i] + character), all.at(-1)])]
}

export class Accounts {
	constructor(stack, db) {
		this.stack = stack
		this.db = db
	}

	/**
	 * The password of every account made here, and its hash, as the product's own
	 * command makes it. Needs no demo data; sees to the bureaus that all need.
	 */
	async known() {
		if (!this.model) {
			const name = `model-${next()}`
			const password = 'Blue kettle on a shelf'
			await this.bureau('nation', 0)
			await this.bureau('province', 350000)
			await this.stack.command(['ctl', 'account', 'create', name, '样本', 'platform_admin', '0'], `${password}\n`)
			const hash = await this.db.value('SELECT password_hash FROM accounts WHERE name = ?', name)
			this.model = { password, hash }
		}
		return this.model
	}

	/** A new institution in a district: { id, code, division }. */
	async institution(division = 350213, called = '测试医院', letter = 'H') {
		let code, name, taken
		// Five digits: another file's may have these already.
		do {
			code = `${letter}${division}${next().slice(-5)}`
			name = `${called}${code.slice(-5)}`
			taken = await this.db.value('SELECT COUNT(*) FROM organisations WHERE code = ?', code)
		} while (taken !== '0')
		await this.db.query(`INSERT INTO organisations (kind, desk, name, name_key, division, code, created_at)
			VALUES (?, 0, ?, ?, ?, ?, UTC_TIMESTAMP(3))`, institution_kind, name, nameKey(name), division, code)
		const id = Number(await this.db.value('SELECT id FROM organisations WHERE code = ?', code))
		for (const part of nameParts(name))
			await this.db.query('INSERT INTO name_parts (noun, part, division, id) VALUES (1, ?, ?, ?)', part, division, id)
		return { id, code, name, division }
	}

	/** The bureau of a desk and division, made where the demo has none. */
	bureau(desk, division) {
		return this.office(desk, division, bureau_kind)
	}

	/** Likewise any organisation that sits at a desk and is found by its division. */
	async office(desk, division, kind = centre_kind) {
		const find = () => this.db.query(`SELECT id FROM organisations WHERE kind = ? AND desk = ? AND division = ?`,
			kind, desks[desk], division)
		if (!(await find()).length)
			await this.db.changeLasting(`INSERT IGNORE INTO organisations (kind, desk, sole, name, name_key, division, created_at)
				VALUES (?, ?, 1, ?, ?, ?, UTC_TIMESTAMP(3))`, kind, desks[desk], `测试医保局${division}`, `测试医保局${division}`, division)
		return { id: Number((await find())[0].id), division }
	}

	/** A clearing bank of that code: an organisation that orders are addressed to. */
	async bank(code, division) {
		await this.db.query(`INSERT INTO organisations (kind, desk, name, name_key, division, code, created_at)
			VALUES (?, ?, ?, ?, ?, ?, UTC_TIMESTAMP(3))`, bank_kind, desks.bank, `银行${code}`, `银行${code}`, division, code)
		return { id: Number(await this.db.value('SELECT id FROM organisations WHERE code = ?', code)), division }
	}

	/** A change of an account, its grants or their organisations, counted as the product counts it. */
	async change(account, sql, ...values) {
		await this.db.query(sql, ...values)
		await this.db.query('UPDATE accounts SET facts = facts + 1 WHERE name = ?', account)
	}

	/** A new account with a role at an organisation: { account, password, realm }. */
	async person(role, organisation, { must_change = false, permitted = true } = {}) {
		const { password, hash } = await this.known()
		const realm = role === 'operator' || role === 'institution_admin' ? 'institution' : 'bureau'
		const account = realm === 'institution' ? `H99${next()}` : `${role}-${next()}`
		await this.db.query(`INSERT INTO accounts
			(name, kind, display_name, name_key, password_hash, must_change_password, state, created_at)
			VALUES (?, ?, ?, ?, ?, ?, 1, UTC_TIMESTAMP(3))`,
		account, realm === 'institution' ? 1 : 3, `测试员${account.slice(-4)}`, nameKey(`${account}\n测试员${account.slice(-4)}`), hash, must_change ? 1 : 0)
		await this.grant(account, role, organisation, { permitted })
		return { account, password, realm }
	}

	/** permitted: a reviewer has what its bureau may have reviewed (USER-3), and the bureau has it. */
	async grant(account, role, organisation, { permitted = true } = {}) {
		await this.db.query(`INSERT INTO grants (account_id, organisation_id, role, state, created_at)
			SELECT id, ?, ?, 1, UTC_TIMESTAMP(3) FROM accounts WHERE name = ?`, organisation.id, roles[role], account)
		if (permitted && by_permission.includes(role))
			await this.permit(account, role, organisation)
	}

	/** Access review, by hand: the only list that takes a permission. */
	async permit(account, role, organisation) {
		await this.db.query('INSERT IGNORE INTO review_permissions (organisation_id, list, granted_at) VALUES (?, 1, UTC_TIMESTAMP(3))', organisation.id)
		await this.db.query(`INSERT INTO grant_permissions (grant_id, list) SELECT g.id, 1 FROM grants g JOIN accounts a ON a.id = g.account_id
			WHERE a.name = ? AND g.organisation_id = ? AND g.role = ?`, account, organisation.id, roles[role])
	}

	/** An operator of an institution of its own, or of the one given. */
	async operator({ division, institution, ...more } = {}) {
		return this.person('operator', institution ?? await this.institution(division), more)
	}

	/** A reviewer: ('city', 350200), ('province', 350000), ('nation', 0). */
	async reviewer(desk, division = { city: 350200, province: 350000, nation: 0 }[desk]) {
		const role = { city: 'city_reviewer', province: 'province_reviewer', nation: 'national_reviewer' }[desk]
		return this.person(role, await this.bureau(desk, division))
	}
}
