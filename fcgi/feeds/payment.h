/*
 * Payments and their refunds, as the payment platform tells of them (MONEY-4),
 * and what they come to a day. Amounts are fen; days are those of Shanghai, by
 * the payment's own time.
 */
#ifndef LIANGDING_FEEDS_PAYMENT_H
#define LIANGDING_FEEDS_PAYMENT_H

#include "feeds/feed.h"

/* The numbers are in the database. */
enum payment_kind { PAYMENT_PAYMENT = 1, PAYMENT_REFUND };
extern const struct words payment_kind_words;

/* A line as it is read, and what is found out about it. */
struct payment {
	const char *payment_no, *institution, *time, *original_no, *order_no,
	    *bank;
	int64_t kind, channel, total, insurance, personal;
	/* filled in: */
	const struct feed_institution *of;
	struct moment at;
	int64_t original_id;
};

/* A payment that is to be refunded, its row held until the transaction ends. */
struct payment_original {
	int64_t id, kind, organisation_id, total, insurance, refunded,
	    refunded_insurance;
	struct moment at;
};

/* What a day of somebody's comes to, by one channel. */
struct payment_day {
	int64_t whose, id, day, channel, payments, refunds, paid,
	    paid_insurance, refunded, refunded_insurance;
};
enum { DAY_OF_INSTITUTION = 1, DAY_OF_DIVISION };

/* An amount of p: a refund takes away. */
#define PAYMENT_SIGNED(fen) "IF(p.kind = 2, -(" fen "), " fen ")"
/* What rows of p come to, as a struct payment_day of the shape. */
#define PAYMENT_OF_KIND(n, fen) \
	"CAST(IFNULL(SUM(IF(p.kind = " n ", " fen ", 0)), 0) AS SIGNED)"
#define PAYMENT_SUMS                                                   \
	PAYMENT_OF_KIND("1", "1")                                      \
	" AS payments, " PAYMENT_OF_KIND(                              \
	    "2", "1") " AS refunds, " PAYMENT_OF_KIND("1",             \
	    "p.total") " AS paid, " PAYMENT_OF_KIND("1",               \
	    "p.insurance") " AS paid_insurance, " PAYMENT_OF_KIND("2", \
	    "p.total") " AS refunded, " PAYMENT_OF_KIND("2",           \
	    "p.insurance") " AS refunded_insurance"
_Static_assert(PAYMENT_PAYMENT == 1 && PAYMENT_REFUND == 2, "the kinds above");
extern const struct shape payment_sums_shape;

/* Inserts n of them: DB_DUPLICATE, and none of them, when a number is taken. */
enum db_step payment_insert(struct request *r, int64_t batch_id,
    const struct payment *const *all, size_t n);
bool payment_original(
    struct request *r, const char *payment_no, struct payment_original *out);
/* Adds what a refund takes to its payment. */
void payment_add_refund(struct request *r, const struct payment *refund);
/* Adds the days, n of them, to those that are there. */
void payment_add_days(
    struct request *r, const struct payment_day *days, size_t n);

#endif
