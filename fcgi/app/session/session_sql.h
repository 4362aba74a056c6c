/* Rows and statements of sessions, for this folder. */
#ifndef LIANGDING_APP_SESSION_SQL_H
#define LIANGDING_APP_SESSION_SQL_H

#include "app/request.h"

struct session {
	int64_t id, account_id;
	const void *refresh_digest, *previous_digest;
	bool live;          /* neither ended nor past its time */
	bool previous_good; /* within the predecessor's grace */
};

/* A usable grant of an account, flat. */
struct grant_row {
	int64_t grant_id, organisation_id, role, kind, desk, permits;
	const char *name, *code, *division, *division_name;
};

struct session_row {
	int64_t id;
	const char *session_id, *device, *address;
	struct moment created_at, last_seen_at;
	bool current;
};

bool session_find_actor(struct request *r, int64_t session_id, int64_t grant_id,
    const unsigned char *file_digest);
/* Who holds the grant, without a session; false when it has ended. */
bool session_actor_by_grant(
    struct request *r, int64_t account_id, int64_t grant_id);
/* What the browser calls itself, cut to fit and to plain ASCII. */
const char *session_device(struct request *r);
void session_touch(struct db *db, int64_t id);
int64_t session_insert(struct request *r, int64_t account_id,
    const unsigned char *refresh_digest, const unsigned char *file_digest);
/* Locks the row. */
bool session_lock(
    struct db *db, struct arena *mem, int64_t id, struct session *out);
/* It began with a scan by the app; and whether one did so within seconds. */
void session_set_by_app(struct db *db, int64_t id);
bool session_is_by_app(struct db *db, int64_t id, int64_t seconds);
void session_rotate(
    struct db *db, int64_t id, const void *previous, const unsigned char *next);
void session_end(struct db *db, int64_t id);
void session_end_account(struct db *db, int64_t account_id, int64_t but);
size_t session_grants(struct db *db, struct arena *mem, int64_t account_id,
    struct grant_row *rows, size_t max);
size_t session_select(struct db *db, struct arena *mem, int64_t account_id,
    const struct shape *shape, struct session_row *rows, size_t max);
/* The account the live session belongs to, or 0. */
int64_t session_account(struct db *db, int64_t id);
struct moment session_database_now(struct db *db);

#endif
