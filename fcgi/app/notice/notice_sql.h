/* The statements of notices, for this folder. */
#ifndef LIANGDING_APP_NOTICE_SQL_H
#define LIANGDING_APP_NOTICE_SQL_H

#include "app/notice/notice.h"

/* Somebody who is told, at an organisation. */
struct recipient {
	int64_t account_id, organisation_id;
};
/* They, where they still work there; nobody otherwise. */
struct list notice_one(
    struct db *db, struct arena *mem, const struct recipient *to);
/* Who may submit for the organisation. */
struct list notice_applicants(struct db *db, struct arena *mem,
    int64_t organisation_id, bool institution);
/* Who has approved it since it was last submitted anew. */
struct list notice_approvers(struct db *db, struct arena *mem, int64_t order_id,
    int64_t round_no, int64_t but);
/* One at most. */
struct list notice_rejecter(struct db *db, struct arena *mem, int64_t order_id);

/* order_id 0: it is of none. */
void notice_insert(struct db *db, const struct recipient *to,
    enum notice notice, int64_t order_id, const char *params);

/* What an office has to do by a time, of one list. */
struct notice_load {
	int64_t organisation_id, n;
	struct moment due_at; /* the first */
};
/* Of the offices of a desk: what is due from (0: whenever) to. */
struct list notice_loads(struct db *db, struct arena *mem, int64_t list,
    int64_t desk, struct moment from, struct moment to);
/* Who decides there, with its permission where list is not 0. */
struct list notice_deciders(struct db *db, struct arena *mem,
    int64_t organisation_id, int64_t role, int64_t list);

struct notice_duty {
	int64_t organisation_id, kind;
	struct moment due_at;
};
/* Of whom something is asked until a time from..to: more, or an amount, as the
 * notice says. */
struct notice_asked {
	int64_t order_id;
	struct moment until;
};
struct list notice_asked(struct db *db, struct arena *mem, enum notice notice,
    struct moment from, struct moment to);
/* Due in exactly one of the days from..to. */
struct list notice_duties(
    struct db *db, struct arena *mem, struct moment from, struct moment to);
/* True the first time on that day (yyyymmdd). */
bool notice_day(struct db *db, int day);

struct notice_item {
	int64_t id, notice, kind;
	const char *order_no, *params;
	bool read, mine; /* mine: the reader's organisation applied for it */
	struct moment at;
	const struct both *message;
};
struct list notice_select(
    struct request *r, int64_t before, bool unread, int64_t take);
/* At most 100 are counted. */
int64_t notice_count_unread(struct request *r);
/* Of the actor's, that one, or all up to it. */
void notice_mark(struct request *r, int64_t id, bool up_to);

/* False where nothing was chosen. */
bool notice_find_choices(
    struct db *db, int64_t account_id, struct notice_choices *out);

#endif
