/*
 * Records: what an approval puts on file. A record has an identity that there
 * is once, a code that it keeps, and versions, each of them the content of the
 * order that brought it; nothing is copied, so nothing sealed is opened for it.
 * Written by effects of kinds (app/kind), in the deciding transaction.
 */
#ifndef LIANGDING_APP_RECORD_H
#define LIANGDING_APP_RECORD_H

#include "app/order/order.h"

struct record {
	int64_t id, kind, state, organisation_id, addressee_id, division,
	    version, order_id, submission_no;
	const char *code;        /* or NULL: it has none */
	const char *valid_until; /* its last day, or NULL */
};

/* The code of the new record that o brings, from the request's memory; NULL
 * when the database refused or there is none left. Asked only where there is
 * none yet. */
typedef const char *record_coder(struct request *r, const struct order *o);
/* For a coder: the next number of o's kind and division, of five digits, from
 * 1, without gaps: what is rolled back gives its number back. 0 once all are
 * spent, or when the database refused. */
int64_t record_serial(struct request *r, const struct order *o);

/* The version in force of a record; 0 when there is no such record. */
int64_t record_version_of(struct request *r, int64_t id);

/*
 * Puts o's submission in force: as a new version of the record that o changes
 * (subject_id), else of its institution's record of that identity, else as the
 * first of a new one. coder NULL: no codes. granted: what the decider filled
 * in, or NULL.
 * Codes are unique over all kinds: a coder begins them with its own letter.
 * Its title is o's, its credit code and last day what the fields of o's form
 * say that are that (lib/form.h); it is on file.
 * ERR_RECORD_TAKEN when another institution's record has the identity,
 * ERR_RECORD_CHANGED when it is not the version any more that o was made on,
 * ERR_RECORD_CODES_SPENT when the coder has none.
 */
enum err record_write(struct request *r, const struct order *o,
    const unsigned char identity[DIGEST_BYTES], record_coder *coder,
    const struct json *granted, struct record *out);

/* A change of what is on file comes under review, or goes: o, where its kind is
 * one that changes, of which there is one at a time. */
void record_mark(
    struct request *r, const struct order *o, enum record_state to);
/* True while a change of what o was the first to put on file is under review.
 */
bool record_is_changing(struct request *r, const struct order *o);
/* The same as a column for rows of orders called o: one look a row, however
 * few records there are. */
#define RECORD_CHANGING_SQL(o)                                        \
	"(" o ".state IN (3, 6) AND EXISTS (SELECT STRAIGHT_JOIN 1 "  \
	"FROM record_versions v FORCE INDEX (record_versions_order) " \
	"JOIN records k FORCE INDEX (PRIMARY) ON k.id = v.record_id " \
	"WHERE v.order_id = " o ".id AND v.no = 1 AND k.state = 2))"

/* The institution is called so from now on: what it has on file under no title
 * but its own name is, too. */
enum err record_rename(
    struct request *r, int64_t organisation_id, const char *name);

/* True when the institution has a record of the kind. */
bool record_is_there(struct request *r, int64_t kind, int64_t organisation_id);
/* True when it has one that what it has been paid is shown for (MERCH-1). */
bool record_shows_money(struct request *r, int64_t organisation_id);
/* The record of that code; false when there is none. */
bool record_by_code(struct request *r, const char *code, struct record *out);

/* One of a record's versions: which submission it is, and when it came into
 * force. */
struct record_version {
	int64_t no, order_id, submission_no;
	const struct json *granted; /* or NULL */
	struct moment at;
};
/* The same with the order that brought it: its kind, and what was submitted, as
 * it is stored. */
struct record_source {
	int64_t no, order_id, kind, addressee_id;
	const char *order_no, *content;
	const struct json *granted; /* or NULL */
	struct moment at;
};
/* All of them, the newest first, as struct record_source; at most 200. */
struct list record_sources(struct request *r, int64_t id);
/* The files that its versions may name, as struct order_file. */
struct list record_files(struct request *r, int64_t id);
/* The order of a change of it that is under review, or NULL. */
const char *record_change_no(struct request *r, const struct record *record);
/* The version that was in force until o brought its own; false when o has
 * brought none, or the first. */
bool record_version_before(struct request *r, int64_t id, const struct order *o,
    struct record_version *out);

/* The record that o has brought or would change; false when there is none. */
bool record_of_order(
    struct request *r, const struct order *o, struct record *out);

extern const struct object record_object;
extern const struct shape record_document_shape;
handler record_get_http;

#endif
