/*
 * What every decision asks and hardly anything ever changes: who sits at the
 * desks, the calendar's days, switches that are off. A worker remembers it
 * until the count of such changes differs; whoever changes one of them adds to
 * that count in the same transaction. Not here: whom a worker has met
 * (app/session/known.h).
 */
#ifndef LIANGDING_APP_LASTING_H
#define LIANGDING_APP_LASTING_H

#include "app/request.h"

/*
 * Kept no longer, whatever the count says: a row that was changed by hand
 * uncounted misleads a worker for so long and not for its life.
 */
enum { LASTING_MS = 30 * 1000 };

enum lasting_noun { LASTING_OFFICES = 1, LASTING_DAYS, LASTING_SWITCH };

/* Which of a noun, by two numbers. */
struct lasting_key {
	enum lasting_noun noun;
	int64_t a, b;
};

struct lasting;

/* The count, as a column of a statement that asks something else, too. */
#define LASTING_COUNT "(SELECT n FROM lasting_changes WHERE one = 1)"

/* One of them changes in this transaction. */
void lasting_changed(struct db *db);

/*
 * Sets r->lasting to what is remembered of that count, which this request has
 * just read; what was of another is forgotten.
 */
void lasting_use(struct request *r, int64_t count);
/* The same on its own; *l is made at the first. For tests. */
void lasting_at(struct lasting **l, int64_t count, int64_t ticks);

/* What was kept so, or NULL: also when l is, for the count was not read. To be
 * copied: it may be forgotten by the next lasting_use(). */
const void *lasting_find(const struct lasting *l, struct lasting_key key);
/* Keeps what p points to; nothing if l is NULL. Text in it must be l's. */
void lasting_keep(
    struct lasting *l, struct lasting_key key, const void *p, size_t size);
/* A copy of s, or NULL, that lasts as long. */
const char *lasting_text(struct lasting *l, const char *s);
void lasting_free(struct lasting *l);

#endif
