/* See rate.h. One row a subject and act; addresses' are swept. */
#include "app/rate.h"

#include <arpa/inet.h>
#include <string.h>

enum { MINUTE = 60, HOUR = 3600, DAY = 24 * HOUR, SUBSCRIBER_BYTES = 8 };

#define OVER "began_at <= UTC_TIMESTAMP(3) - INTERVAL ? SECOND"
/* n first: it still sees when the earlier hour began. */
static const char sql_count[] =
    "INSERT INTO rates (act, subject, began_at, n) "
    "VALUES (?, ?, UTC_TIMESTAMP(3), 1) ON DUPLICATE KEY UPDATE "
    "n = IF(" OVER ", 1, n + 1), "
    "began_at = IF(" OVER ", UTC_TIMESTAMP(3), began_at)";

static const char sql_read[] =
    "SELECT n, TIMESTAMPDIFF(SECOND, UTC_TIMESTAMP(3), "
    "began_at + INTERVAL ? SECOND) FROM rates WHERE act = ? AND subject = ?";

static int64_t
while_of(enum rate_act act)
{
	switch (act) {
	case RATE_QR:
	case RATE_SMS_PAUSE:
	case RATE_VERIFY:
		return MINUTE;
	case RATE_SMS_DAY:
	case RATE_SMS_ADDRESS:
		return DAY;
	default:
		return HOUR;
	}
}

bool
rate_allows(struct request *r, enum rate_act act, int64_t subject, int64_t most)
{
	struct query *q = db_query(r->db, sql_count);
	int64_t seconds = while_of(act);

	db_bind_int(q, act);
	db_bind_int(q, subject);
	db_bind_int(q, seconds);
	db_bind_int(q, seconds);
	db_run(q);
	q = db_query(r->db, sql_read);
	db_bind_int(q, seconds);
	db_bind_int(q, act);
	db_bind_int(q, subject);
	if (db_step(q) != DB_ROW || db_int(q, 0) <= most)
		return true;
	r->problem.retry_after = db_int(q, 1) + 1;
	return false;
}

int64_t
rate_address(const struct request *r)
{
	const char *address = http_param(&r->http, "REMOTE_ADDR");
	unsigned char digest[DIGEST_BYTES], net[sizeof(struct in6_addr)];
	int64_t subject;

	if (inet_pton(AF_INET6, address, net) == 1)
		crypt_sha256(net, SUBSCRIBER_BYTES, digest);
	else
		crypt_sha256(address, strlen(address), digest);
	memcpy(&subject, digest, sizeof(subject));
	return subject;
}
