/* The statements of exports; for their rules and for the job that writes. */
#ifndef LIANGDING_APP_EXPORT_SQL_H
#define LIANGDING_APP_EXPORT_SQL_H

#include "app/export/export.h"

/* Makes e's row and queues its job; e names its language and a list, query and
 * columns, or an order. */
enum err export_insert(struct request *r, struct export *e);
/* How many of the actor's account are not finished; holds the account's. */
int64_t export_under_way(struct request *r);
/* True when somebody has an export of that id. */
bool export_is_anothers(struct request *r, const char *export_id);
/* The actor's own, by the id that the API speaks. */
bool export_by_id(struct request *r, const char *export_id, struct export *out);
/* The actor's newest, as struct export. */
struct list export_recent(struct request *r);
/* With its job: whoever is writing it notices. */
void export_forget(struct db *db, int64_t id);

/* The one of that id, whoever asked for it; false when there is none. */
bool export_of_job(
    struct db *db, struct arena *mem, int64_t id, struct export *out);
/* Its file is whole, so large; in the transaction of its job's being done. */
void export_keep_size(struct db *db, int64_t id, int64_t size);
/* Who asked for it, if still at that work: into r->actor. */
bool export_actor(struct request *r, const struct export *e);
/* The actor's finished ones beyond the newest EXPORTS_KEPT, likewise. */
struct list export_surplus(struct request *r);
/* Some that nobody fetches any more, as struct export. */
struct list export_old(struct db *db, struct arena *mem);

#endif
