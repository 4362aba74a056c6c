/* The audit log's one statement: rows are added, never changed. */
#include "app/request.h"

static const char sql_note[] =
    "INSERT INTO audit_rows "
    "(at, account_id, organisation_id, act, object, outcome, address) "
    "VALUES (UTC_TIMESTAMP(3), ?, ?, ?, ?, ?, ?)";

void
audit_note(
    struct request *r, const char *act, const char *object, const char *outcome)
{
	struct query *q = db_query(r->db, sql_note);

	db_bind_int(q, r->actor.account_id);
	db_bind_int(q, r->actor.organisation_id);
	db_bind_text(q, act);
	db_bind_text(q, object);
	db_bind_text(q, outcome);
	db_bind_text(q, http_param(&r->http, "REMOTE_ADDR"));
	db_run(q);
}
