/* The statements of exports; for their rules and for the job that writes. */
#ifndef LIANGDING_APP_EXPORT_SQL_H
#define LIANGDING_APP_EXPORT_SQL_H

#include "app/export/export.h"

/* Makes e's row; e names list, language, query and columns. */
enum err export_insert(struct request *r, struct export *e);
/* How many of the actor's account are not finished; holds the account's. */
int64_t export_under_way(struct request *r);
/* True when somebody has an export of that id. */
bool export_exists(struct db *db, const char *export_id);
/* The actor's own, by the id that the API speaks. */
bool export_by_id(struct request *r, const char *export_id, struct export *out);
/* The actor's newest, as struct export. */
struct list export_recent(struct request *r);
void export_forget(struct db *db, int64_t id);

/* Takes hold of the next one to write, for EXPORT_LEASE_SECONDS. */
bool export_claim(struct db *db, struct arena *mem, struct export *out);
/* How many lines there will be. */
void export_expect(struct db *db, int64_t id, int64_t total);
/* Keeps hold of it for so long; false: cancelled, or taken by another. */
bool export_go_on(
    struct db *db, const struct export *e, int64_t lines, int64_t seconds);
bool export_finish(
    struct db *db, const struct export *e, int64_t lines, int64_t size);
void export_fail(struct db *db, const struct export *e);
/* Leaves it to the next who asks. */
void export_release(struct db *db, const struct export *e);
/* Who asked for it, if still at that work: into r->actor. */
bool export_actor(struct request *r, const struct export *e);
/* The actor's finished ones beyond the newest EXPORTS_KEPT, likewise. */
struct list export_surplus(struct request *r);
/* Some that nobody fetches any more, as struct export. */
struct list export_old(struct db *db, struct arena *mem);

#endif
