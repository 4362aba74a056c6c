// Many institutions and orders at once, written by the database itself: rows as
// the product leaves them after submitting and deciding, in all stories' stages.
// For lists and figures; what rules make of an order is for the API's tests.

/**
 * Kinds of orders as they are filled in: whole rows of a kind's numbers, its list,
 * SQL for what its orders have (seq counts them, i is the institution), its desks,
 * and ten stories: how each desk's working list holds an order (0: not), and who
 * has decided. longest: how many characters a title has at most. code: SQL for that of what it puts on file
 * once it is approved. addressed: to the organisation that is given.
 */
export const kinds = {
	access: {
		kind: '1', list: 1, facet_a: '1 + seq % 2',
		longest: 14,
		// The last channel is rare.
		facet_b: 'IF(CRC32(seq) % 64 = 0, 5, 1 + CRC32(seq) DIV 64 % 4)',
		title: "CONCAT(ELT(1 + seq % 4, '掌上就医', '智慧药房', '互联网医院', '便民缴费'), seq)",
		content: "JSON_OBJECT('business_type', ELT(facet_a, 'identity_check', 'mobile_payment'), 'app_name', title, 'app_type', 'h5')",
		desks: ['city', 'province', 'nation'],
		stories: [
			...Array(3).fill({ state: 2, stage: 2, city: 1 }),
			{ state: 4, stage: 2, city: 3, city_done: 2 },
			...Array(2).fill({ state: 2, stage: 3, city: 2, province: 1, city_done: 1 }),
			...Array(3).fill({ state: 3, stage: 0, city: 2, province: 2, nation: 2, city_done: 1, province_done: 1 }),
			{ state: 4, stage: 3, city: 3, city_done: 1, province_done: 2 },
		],
	},
	records: {
		kind: "IF(i.code LIKE 'P%', 12, 10)", list: 2, facet_a: '0', facet_b: '0', title: 'i.name', longest: 40, code: 's.code',
		content: `JSON_OBJECT('name', title, 'uscc', CONCAT('91', division, 'MA', LPAD(id % 10000000, 8, '0')),
			'licence_no', CONCAT('PDY', id), 'valid_to', DATE_FORMAT(at + INTERVAL id % 1800 DAY, '%Y-%m-%d'))`,
		desks: ['district'],
		stories: [
			...Array(8).fill({ state: 3, stage: 0, district: 2, district_done: 1 }),
			{ state: 2, stage: 1, district: 1 },
			{ state: 4, stage: 1, district: 3, district_done: 2 },
		],
	},
	merchants: {
		kind: '20', list: 3, facet_a: '0', facet_b: '0', title: 'i.name', longest: 40, addressed: true,
		code: "CONCAT('M', LPAD(s.id, 11, '0'))",
		content: "JSON_OBJECT('clearing_bank', 'BK3501', 'capital', 100)",
		desks: ['bank'],
		stories: [
			...Array(7).fill({ state: 3, stage: 0, bank: 2, bank_done: 1 }),
			...Array(2).fill({ state: 2, stage: 6, bank: 1 }),
			{ state: 4, stage: 6, bank: 3, bank_done: 2 },
		],
	},
}

/** Desks: their number, whose they are (of b, the offices), and the scopes that they are counted in. */
const desk_rows = {
	district: { number: 1, office: 's.division', scopes: ['div6'] },
	city: { number: 2, office: 's.division DIV 100 * 100', scopes: ['div6', 'div4'] },
	province: { number: 3, office: 's.division DIV 10000 * 10000', scopes: ['div6', 'div4', 'div2'] },
	nation: { number: 4, office: '0', scopes: ['div6', 'div4', 'div2', '0'] },
	bank: { number: 6, scopes: ['addressee_id'] },
}

/** Two characters that tell a name from others of its district, as names have them. */
const firsts = '仁济同和惠民康宁安泰博爱瑞华东方圣玛天佑永福长庚百草益寿恒春明德慈善光荣利群新颐养正信义中兴恩'
const seconds = '心源堂生健保元丰祥乐佳美清远达成林海山江湖泉石松竹梅兰菊桂香云霞星月日晨曦辉煌宏伟图强文武忠孝廉耻礼智'
/** The two of the institution with this number. */
export const twoOf = (n) => firsts[n * 7 % firsts.length] + seconds[Math.floor(n / firsts.length) % seconds.length]

/**
 * Adds orders of a kind (a row of kinds) and institutions (in the districts from `from` to before `before`, or all)
 *, the newest submitted at `until`, one each `step` ms before it;
 * numbers of a day begin at `serial`.
 */
export async function seed(db, { kind = kinds.access, institutions, orders, from = 110000, before = 820000, step = 60_000, serial = 30_000,
	addressee = 0, channel = kind.facet_b,
	until = new Date(Date.now() - 3_600_000), types = ['第一医院', '中医院', '人民医院', '妇幼保健院', '大药房', '康复医院', '口腔医院', '卫生服务中心'] }) {
	/** ELT() over the stories: the value of a member, by the order's number n. */
	const told = (member) => `ELT(1 + n % 10, ${kind.stories.map((story) => story[member] ?? 0).join(', ')})`
	const quoted = types.map((type) => `'${type}'`).join(', ')
	await db.query(`
		SET SESSION sql_mode = 'STRICT_ALL_TABLES', unique_checks = 0, time_zone = '+00:00';
		CREATE OR REPLACE TABLE seed_districts ENGINE=InnoDB AS
			SELECT ROW_NUMBER() OVER (ORDER BY code) - 1 AS k, code, name FROM divisions
			WHERE level = 3 AND code >= ${from} AND code < ${before};
		ALTER TABLE seed_districts ADD PRIMARY KEY (k);
		SET @districts = (SELECT COUNT(*) FROM seed_districts);
		SET @known = (SELECT IFNULL(MAX(id), 0) FROM organisations);
		SET @first = (SELECT IFNULL(MAX(CAST(RIGHT(code, 5) AS UNSIGNED)), 0) + 1 FROM organisations
			WHERE division >= ${from} AND division < ${before} AND code IS NOT NULL);
		INSERT INTO organisations (kind, desk, name, name_key, division, code, created_at)
			SELECT 1, 0, CONCAT(d.name, SUBSTR('${firsts}', 1 + seq * 7 % ${firsts.length}, 1), SUBSTR('${seconds}', 1 + seq DIV ${firsts.length} % ${seconds.length}, 1), ELT(1 + seq % ${types.length}, ${quoted}), '第', seq, '分院'), '', d.code,
				CONCAT(IF(seq % 4 = 0, 'P', 'H'), d.code, LPAD(CAST(@first + seq DIV @districts AS UNSIGNED), 5, '0')), UTC_TIMESTAMP(3)
			FROM seq_1_to_${institutions} JOIN seed_districts d ON d.k = seq % @districts;
		UPDATE organisations SET name_key = LOWER(name) WHERE id > @known;
		CREATE OR REPLACE TABLE seed_institutions ENGINE=InnoDB AS
			SELECT ROW_NUMBER() OVER (ORDER BY id) - 1 AS k, id, division, name, code FROM organisations WHERE id > @known;
		ALTER TABLE seed_institutions ADD PRIMARY KEY (k);
		SET @last = (SELECT IFNULL(MAX(id), 0) FROM orders);
		CREATE OR REPLACE TABLE seed_orders ENGINE=InnoDB AS
			SELECT @last + seq AS id, seq AS n, i.id AS organisation_id, i.division,
				CAST('${until.toISOString().slice(0, 23).replace('T', ' ')}' AS DATETIME(3))
					- INTERVAL (${orders} - seq) * ${step * 1000} MICROSECOND AS at,
				${kind.kind} AS kind, ${kind.facet_a} AS facet_a, ${channel} AS facet_b, ${kind.title} AS title, i.code
			FROM seq_1_to_${orders} JOIN seed_institutions i ON i.k = seq * 7919 % ${institutions};
		ALTER TABLE seed_orders ADD PRIMARY KEY (id);
		INSERT INTO orders (id, order_no, kind, organisation_id, division, state, desk, version, submission_no, addressee_id,
				facet_a, facet_b, title, title_key, created_by, created_at, submitted_at, updated_at)
			SELECT id, CONCAT(DATE_FORMAT(at + INTERVAL 8 HOUR, '%Y%m%d'), division, LPAD(${serial} + n % 30000, ${serial < 70_000 ? 5 : 7}, '0')),
				kind, organisation_id, division, ${told('state')}, ${told('stage')}, 3, 1, NULLIF(${addressee}, 0), facet_a, facet_b, title, title, 0, at, at, at
			FROM seed_orders;
		INSERT INTO order_versions (order_id, no, content, submitted_by, submitted_at)
			SELECT id, 1, ${kind.content}, 0, at FROM seed_orders;
		INSERT INTO order_events (order_id, at, event, desk, organisation_id, organisation_name, account_id, actor_name, submission_no)
			SELECT id, at, 1, 0, organisation_id, '机构', 0, '经办人', 1 FROM seed_orders;
		INSERT IGNORE INTO name_parts (noun, part, division, id)
			SELECT 1, SUBSTR(name, seq, 2), division, id FROM seed_institutions JOIN seq_1_to_40 ON seq <= CHAR_LENGTH(name);
		INSERT IGNORE INTO name_parts (noun, part, division, id)
			SELECT ${100 + kind.list}, SUBSTR(title, seq, 2), division, id FROM seed_orders JOIN seq_1_to_${kind.longest} ON seq <= CHAR_LENGTH(title);`)
	const common = `s.kind, s.facet_a, s.facet_b, s.division DIV 10000 AS div2, s.division DIV 100 AS div4, s.division AS div6,
		s.organisation_id, ${addressee} AS addressee_id, s.title, LOWER(s.title) AS title_key, s.at AS submitted_at`
	const into = `INSERT INTO order_desks (order_id, list, desk, done, state, automatic, last_verdict, submission_no, kind,
		facet_a, facet_b, div2, div4, div6, organisation_id, addressee_id, title, title_key, submitted_at, at, desk_id, arrived_at, due_at)`
	for (const name of kind.desks) {
		const { number, office, scopes } = desk_rows[name]
		const waits = `${told(name)} = 1`
		const found = office ? `b.kind = 2 AND b.desk = ${number} AND b.division = ${office}` : `b.id = ${addressee}`
		await db.query(`${into}
			SELECT s.id, ${kind.list}, ${number}, 0, ${told(name)}, 0, 0, 1, ${common}, s.at,
				IF(${waits}, b.id, NULL), s.at, IF(${waits}, s.at + INTERVAL 5 + s.id % 5 DAY, NULL)
			FROM seed_orders s LEFT JOIN organisations b ON ${found} WHERE ${told(name)} > 0`)
		if (kind.stories.some((story) => story[`${name}_done`])) {
			await db.query(`${into}
				SELECT s.id, ${kind.list}, ${number}, 1, 3 + ${told(`${name}_done`)}, 0, ${told(`${name}_done`)}, 1, ${common}, s.at + INTERVAL ${number} HOUR, NULL, NULL, NULL
				FROM seed_orders s WHERE ${told(`${name}_done`)} > 0`)
			await db.query(`INSERT INTO order_events (order_id, at, event, desk, organisation_id, organisation_name, account_id,
					actor_name, submission_no)
				SELECT id, at + INTERVAL ${number} HOUR, 3 + ${told(`${name}_done`)}, ${number}, 0, '医保局', ${number}, '审核员', 1
				FROM seed_orders WHERE ${told(`${name}_done`)} > 0`)
		}
		for (const scope of scopes)
			await db.query(`INSERT INTO order_counts (list, desk, scope, state, kind, facet_a, facet_b, slot, n)
				SELECT list, desk, ${scope}, state, kind, facet_a, facet_b, (order_id DIV 16) % 8, COUNT(*) AS counted FROM order_desks
				WHERE order_id IN (SELECT id FROM seed_orders) AND state > 0 AND desk = ${number}
				GROUP BY 1, 2, 3, 4, 5, 6, 7, 8 ON DUPLICATE KEY UPDATE n = n + VALUES(n)`)
	}
	if (kind.code)
		await db.query(`INSERT INTO records (kind, list, state, organisation_id, addressee_id, div2, div4, division, identity, code, title, title_key,
				uscc, valid_until, version, order_id, submission_no, created_at, updated_at)
			SELECT s.kind, ${kind.list}, IF(s.id % 100 = 0, 2, 1), s.organisation_id, ${addressee}, s.division DIV 10000, s.division DIV 100, s.division,
				UNHEX(SHA2(CONCAT('seed', s.id), 256)), ${kind.code}, s.title, LOWER(s.title),
				CONCAT('91', s.division, 'MA', LPAD(s.id % 10000000, 8, '0')), DATE(s.at + INTERVAL s.id % 1800 DAY), 1, s.id, 1, s.at, s.at
			FROM seed_orders s WHERE ${told('state')} = 3;
			INSERT INTO record_versions (record_id, no, order_id, submission_no, at)
				SELECT r.id, 1, r.order_id, 1, r.created_at FROM records r JOIN seed_orders s ON s.id = r.order_id;
			INSERT IGNORE INTO name_parts (noun, part, division, id)
				SELECT 2, SUBSTR(r.title, seq, 2), r.division, r.id FROM records r JOIN seed_orders s ON s.id = r.order_id JOIN seq_1_to_40 ON seq <= CHAR_LENGTH(r.title);`)
	await db.query(`DROP TABLE seed_districts, seed_institutions, seed_orders;
		ANALYZE TABLE orders, order_desks, order_counts, organisations, name_parts, order_events, records;`)
}
