/* Statements about data keys. */
#include <string.h>

#include "app/secret/secret.h"

static const char sql_newest[] =
    "SELECT no, master, wrapped FROM data_keys WHERE organisation_id = ? "
    "ORDER BY no DESC LIMIT 1";
static const char sql_find[] =
    "SELECT no, master, wrapped FROM data_keys WHERE organisation_id = ? "
    "AND no = ?";
static const char sql_insert[] =
    "INSERT INTO data_keys (organisation_id, no, master, wrapped, created_at) "
    "VALUES (?, ?, ?, ?, UTC_TIMESTAMP(3))";

static bool
read_key(struct query *q, struct arena *mem, int64_t organisation_id,
    struct data_key *out)
{
	const void *wrapped;
	size_t len;

	if (db_step(q) != DB_ROW)
		return false;
	wrapped = db_bytes(q, mem, 2, &len);
	*out = (struct data_key){ organisation_id, db_int(q, 0),
		db_text(q, mem, 1), { 0 } };
	if (len != sizeof(out->wrapped))
		return false;
	memcpy(out->wrapped, wrapped, len);
	return true;
}

bool
data_key_newest(struct db *db, struct arena *mem, int64_t organisation_id,
    struct data_key *out)
{
	struct query *q = db_query(db, sql_newest);

	db_bind_int(q, organisation_id);
	return read_key(q, mem, organisation_id, out);
}

bool
data_key_find(struct db *db, struct arena *mem, int64_t organisation_id,
    int64_t no, struct data_key *out)
{
	struct query *q = db_query(db, sql_find);

	db_bind_int(q, organisation_id);
	db_bind_int(q, no);
	return read_key(q, mem, organisation_id, out);
}

bool
data_key_insert(struct db *db, const struct data_key *key)
{
	struct query *q = db_query(db, sql_insert);

	db_bind_int(q, key->organisation_id);
	db_bind_int(q, key->no);
	db_bind_text(q, key->master);
	db_bind_bytes(q, key->wrapped, sizeof(key->wrapped));
	return db_step(q) == DB_DONE;
}
