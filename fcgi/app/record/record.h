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
	int64_t id, kind, organisation_id, division, version, order_id,
	    submission_no;
	const char *code; /* or NULL: it has none */
};

/* The code of the new record that o brings, from the request's memory; NULL
 * when the database refused. Asked only where there is none yet. */
typedef const char *record_coder(struct request *r, const struct order *o);
/* For a coder: the next number of o's kind and division, from 1, without gaps:
 * what is rolled back gives its number back. 0 when the database refused. */
int64_t record_serial(struct request *r, const struct order *o);

/* Whom the version in force was addressed to; 0 for nobody. */
int64_t record_addressee(struct request *r, int64_t id);
/* The version in force of a record; 0 when there is no such record. */
int64_t record_version_of(struct request *r, int64_t id);

/*
 * Puts o's submission in force: as a new version of the record that o changes
 * (subject_id), else of its institution's record of that identity, else as the
 * first of a new one. coder NULL: no codes. granted: what the decider filled
 * in, or NULL.
 * Codes are unique over all kinds: a coder begins them with its own letter.
 * ERR_RECORD_TAKEN when another institution's record has the identity,
 * ERR_RECORD_CHANGED when it is not the version any more that o was made on.
 */
enum err record_write(struct request *r, const struct order *o,
    const unsigned char identity[DIGEST_BYTES], record_coder *coder,
    const struct json *granted, struct record *out);

/* True when the institution has a record of the kind. */
bool record_is_there(struct request *r, int64_t kind, int64_t organisation_id);
/* The record of that code; false when there is none. */
bool record_by_code(struct request *r, const char *code, struct record *out);

/* One of a record's versions: which submission it is, and when it came into
 * force. */
struct record_version {
	int64_t no, order_id, submission_no;
	const struct json *granted; /* or NULL */
	struct moment at;
};
/* All of them, the newest first, as struct record_version; at most 200. */
struct list record_versions(struct request *r, int64_t id);
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
