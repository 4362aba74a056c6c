/*
 * Feeds (MONEY-4): what the payment platform sends in batches. A batch is a
 * header and lines; it is refused whole when its lines do not add up to the
 * header, and else kept line by line: a wrong line is told with its number and
 * why, and the others stay. A batch is kept once: sent again it changes nothing
 * and is answered as before. A feed is a struct feed; this room knows none.
 *
 * All of a batch is one transaction, that of the request or of the command that
 * reads it from a file.
 */
#ifndef LIANGDING_FEEDS_FEED_H
#define LIANGDING_FEEDS_FEED_H

#include "app/request.h"

enum {
	/* A batch of payments is half a megabyte then, below what a request
	 * may hold: whoever has more sends more batches. */
	FEED_LINES_MAX = 2000,
	FEED_NO_MAX = 64, /* of whatever number the platform gives */
	FEED_AHEAD_SECONDS = 300
};
/* A hundred million yuan less a fen: no single amount is that high. */
#define FEED_FEN_MAX 9999999999L

/* The numbers are in the database. */
enum feed_number { FEED_PAYMENTS = 1, FEED_SETTLEMENTS };

struct feed_line {
	int64_t no;     /* from 1 */
	int64_t amount; /* what it adds to the sum */
	const struct json *sent;
	void *read;           /* the struct of the feed's form */
	struct faults faults; /* none: it is kept */
};

struct feed_lines {
	struct feed_line *items;
	size_t n;
	int64_t batch_id;
	struct moment now; /* the database's clock */
};

struct feed {
	enum feed_number number;
	const char *act;    /* its name on record */
	const char *amount; /* the member of a line that the header sums up */
	const char *id;     /* the one that names it */
	const struct form *batch, *line;
	/* Keeps the lines that have no faults, or gives them some. */
	void (*keep)(struct request *r, struct feed_lines *lines);
};

struct feed_batch {
	const char *batch_no;
	int64_t count, sum;
	const struct json *lines;
};

/* The fields of a batch; items are the feed's lines. */
#define FEED_BATCH_FIELDS(line_form)                                       \
	{ .name = "batch_no",                                              \
		.type = FIELD_TEXT,                                        \
		.flags = FIELD_REQUIRED,                                   \
		.max = FEED_NO_MAX,                                        \
		.format = &format_reference,                               \
		.zh = "批次号",                                            \
		.en = "Batch number",                                      \
		INTO(feed_batch, batch_no) },                              \
	    { .name = "count",                                             \
		    .type = FIELD_INTEGER,                                 \
		    .flags = FIELD_REQUIRED,                               \
		    .min = 1,                                              \
		    .max = FEED_LINES_MAX,                                 \
		    .zh = "笔数",                                          \
		    .en = "Number of lines",                               \
		    INTO(feed_batch, count) },                             \
	    { .name = "sum",                                               \
		    .type = FIELD_INTEGER,                                 \
		    .flags = FIELD_REQUIRED,                               \
		    .min = -INT64_MAX,                                     \
		    .zh = "金额合计（分）",                                \
		    .en = "Sum of the lines' amounts, in fen, refunds as " \
			  "they stand",                                    \
		    INTO(feed_batch, sum) },                               \
	{                                                                  \
		.name = "lines", .type = FIELD_GROUP,                      \
		.flags = FIELD_REQUIRED | FIELD_REPEATED | FIELD_LATER,    \
		.max_items = FEED_LINES_MAX, .part = &(line_form),         \
		.zh = "明细", .en = "Lines", INTO(feed_batch, lines)       \
	}

/* A number that the platform gives: letters, digits and - _ . : / */
extern const struct format format_reference;
/* A real time with its offset (lib/clock.h). */
extern const struct format format_time;

extern const struct shape feed_result_shape;

/*
 * Takes a batch in the caller's transaction; *answer_out is what is said to it,
 * a JSON text of feed_result_shape. ERR_INVALID where it is refused whole,
 * ERR_FEED_ANOTHER where its number was another batch's.
 */
enum err feed_take(struct request *r, const struct feed *feed,
    const struct feed_batch *batch, const char **answer_out);
/* A batch as text: a JSON object, as a request's body is. */
enum err feed_take_text(struct request *r, const struct feed *feed,
    const char *text, size_t len, const char **answer_out);

/* What is wrong with a line, at a member of it. */
void feed_fault(const struct feed *feed, struct feed_line *line,
    const char *member, const char *code);
bool feed_line_is_good(const struct feed_line *line);
/* True of a time that is to come. A platform's clock may be FEED_AHEAD_SECONDS
 * ahead of the database's. */
bool feed_is_ahead(const struct feed_lines *lines, struct moment at);

/* An institution as lines name it. */
struct feed_institution {
	const char *code;
	int64_t id, division;
};
/*
 * Those that the good lines name: code_of() tells a line's. The array is sorted
 * by code; feed_institution() finds one, NULL where there is none.
 */
struct list feed_institutions(struct request *r, const struct feed_lines *lines,
    const char *(*code_of)(const struct feed_line *line));
const struct feed_institution *feed_institution(
    const struct list *all, const char *code);

/* Whose a row is: organisation_id, div2, div4, division (whose.h). */
void feed_bind_institution(struct query *q, const struct feed_institution *of);

/* So many rows of those left go into one statement: few texts, so that they
 * stay prepared. */
size_t feed_bite(size_t left);
/* "head(?, ?), (?, ?)tail": n rows of so many columns. */
const char *feed_rows_sql(struct arena *mem, const char *head, unsigned columns,
    size_t n, const char *tail);

/* Statements of the batches. */
/* Its id; 0 when the number is taken (or db_error()). */
int64_t feed_batch_insert(struct request *r, enum feed_number feed,
    const char *batch_no, const unsigned char digest[DIGEST_BYTES]);
/* What was answered to the batch of that number; false when that one was
 * another. */
bool feed_batch_answer(struct request *r, enum feed_number feed,
    const char *batch_no, const unsigned char digest[DIGEST_BYTES],
    const char **answer_out);
void feed_batch_answered(struct request *r, int64_t id, const char *answer);
/* All codes at once: struct feed_institution. */
struct list feed_institutions_read(
    struct request *r, const char *const *codes, size_t n);

extern const struct feed payment_feed, settlement_feed;
extern const struct form feed_payments_form, feed_settlements_form;
handler feed_payments_http, feed_settlements_http;

#endif
