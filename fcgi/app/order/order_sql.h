/* Statements about orders, versions, events and serials. */
#ifndef LIANGDING_APP_ORDER_SQL_H
#define LIANGDING_APP_ORDER_SQL_H

#include "app/order/order.h"

struct order_file {
	int64_t id, state, size;
	int64_t width, height, pages; /* 0 where they do not apply */
	const char *file_id, *field, *name, *media_type, *digest;
};
extern const struct shape order_file_shape;

/* One that hangs on another. */
struct order_child {
	int64_t kind, state, desk, supplement, status;
	const char *order_no;
	struct moment submitted_at;
};
/* Those that hang on o and that the actor sees, the newest first: all of its
 * own, or those that have reached its desk (REVIEW-2). */
struct list order_children(struct request *r, const struct order *o);

bool order_by_id(
    struct db *db, struct arena *mem, int64_t id, struct order *out);
bool order_by_no(
    struct db *db, struct arena *mem, const char *no, struct order *out);
/* What a reviewer needs to know of it, as one moment has it. */
bool order_seen_by_no(
    struct request *r, const char *no, struct order_seen *out);
/* desks[desk] for each row of the order. */
void order_desks(struct db *db, struct arena *mem, int64_t id,
    int64_t addressee, struct order_desk desks[DESK_COUNT]);
/*
 * The next number of the series (ACCESS-3): yyyymmdd, division, a serial of
 * five digits, or of more once those are used up. ERR_ORDER_NUMBERS_SPENT.
 */
enum err order_next_no(
    struct request *r, int64_t division, const char **no_out);
/* The national code of the actor's institution; NULL when it has none. */
const char *order_own_code(struct request *r);
/* How many orders of the institution were never submitted; counts to max. */
int64_t order_count_drafts(struct db *db, int64_t organisation_id, int64_t max);
/* Fills in o->id. */
enum err order_insert(struct request *r, struct order *o);
/*
 * Versioned: the draft and the columns that lists show of it.
 * ERR_ORDER_CHANGED when someone was faster.
 */
enum err order_save_draft(
    struct request *r, const struct order *o, int64_t version);
/*
 * Versioned: the new state, desk, submission number, identity columns,
 * draft, and open key (NULL for none). ERR_ORDER_DUPLICATE when the open key
 * is another's.
 */
enum err order_update(struct request *r, const struct order *o, int64_t version,
    const unsigned char *open_key);
/* Versioned: the new state and desk alone; approval ends the open key. */
enum err order_move(struct request *r, const struct order *o, int64_t version);
/* One that is approved is concluded with what hangs on it; nothing of another.
 */
enum err order_conclude_parent(struct db *db, int64_t id);
/* A draft that is still the one in o; else ERR_ORDER_CHANGED. */
enum err order_delete(struct db *db, const struct order *o);
/*
 * Holds the order against others until the transaction ends: by a change, so
 * that another node of a cluster refuses one of two. False: it is gone.
 */
bool order_touch(struct db *db, int64_t id);

/* unlocks: the reasons for changing what was not asked about, or NULL. */
void order_add_version(struct request *r, const struct order *o,
    const char *content, const char *unlocks);
void order_add_version_file(
    struct db *db, const struct order *o, int64_t file_id);
/* The content of a submission as stored, or NULL. */
const char *order_version_content(
    struct db *db, struct arena *mem, int64_t id, int64_t no);

/* The unlocks of a submission as stored, or NULL. */
const char *order_version_unlocks(
    struct db *db, struct arena *mem, int64_t id, int64_t no);
/*
 * The institution's newest approved order but o itself about the same thing:
 * of o's kind, facets, title and parent.
 */
bool order_last_approved(
    struct db *db, struct arena *mem, const struct order *o, struct order *out);

void order_add_event(
    struct request *r, int64_t order_id, const struct order_event *e);
/* What the actor brings about, of the submission that there is; the rest is
 * filled in by whoever adds it. */
struct order_event order_event_by_actor(
    const struct request *r, const struct order *o, enum event event);
/* All events of the order, oldest first; of a thousand and more the newest. */
struct list order_events(struct db *db, struct arena *mem, int64_t id);
/* True when the file is another institution's. */
bool order_file_is_foreign(
    struct db *db, const struct order *o, const char *file_id);
/* All whole files that were uploaded for the order, and of a change those that
 * what it changes was submitted with. */
struct list order_files(
    struct db *db, struct arena *mem, const struct order *o);
/* The order that holds an open key, or NULL. */
const char *order_no_by_open_key(
    struct request *r, const unsigned char *open_key);
/* Another order of o's kind and institution with that title, or NULL. */
const char *order_of_same_name(
    struct request *r, const struct order *o, const char *title);
/* True when another order of that kind than but hangs on the parent, and was
 * not withdrawn; of a kind that changes something, one that is not decided. */
bool order_has_child(
    struct db *db, int64_t parent_id, int64_t kind, int64_t but);

#endif
