/* Statements about proven phones; see proof.h. */
#include "app/person/person.h"
#include "app/proof/proof.h"

static const char sql_has[] =
    "SELECT 1 FROM proven_phones WHERE organisation_id = ? AND phone_mac = ? "
    "AND proven_at > UTC_TIMESTAMP(3) - INTERVAL ? DAY";
static const char sql_keep[] =
    "INSERT INTO proven_phones (organisation_id, phone_mac, account_id, "
    "proven_at) VALUES (?, ?, ?, UTC_TIMESTAMP(3)) ON DUPLICATE KEY UPDATE "
    "account_id = VALUES(account_id), proven_at = VALUES(proven_at)";

bool
proof_has_phone(struct request *r, int64_t organisation_id, const char *phone)
{
	struct query *q = db_query(r->db, sql_has);
	unsigned char mac[DIGEST_BYTES];

	person_phone_mac(r, phone, mac);
	db_bind_int(q, organisation_id);
	db_bind_bytes(q, mac, DIGEST_BYTES);
	db_bind_int(q, PROOF_DAYS);
	return db_step(q) == DB_ROW;
}

void
proof_keep(
    struct request *r, int64_t organisation_id, const unsigned char *phone_mac)
{
	struct query *q = db_query(r->db, sql_keep);

	db_bind_int(q, organisation_id);
	db_bind_bytes(q, phone_mac, DIGEST_BYTES);
	db_bind_int(q, r->actor.account_id);
	db_run(q);
}
