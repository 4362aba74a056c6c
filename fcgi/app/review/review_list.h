/*
 * What the lists of a level are asked and answer; shared by their handler and
 * their statements.
 */
#ifndef LIANGDING_APP_REVIEW_LIST_H
#define LIANGDING_APP_REVIEW_LIST_H

#include "app/page.h"
#include "app/review/review.h"

struct review_query {
	int64_t view, kind, state, channel, business_type, sort;
	int64_t page, page_size, division;
	const char *order_no, *app_name, *institution_name, *institution_code;
	struct moment submitted_from, submitted_to;
};

struct review_item {
	const char *order_no, *app_name, *institution_code, *institution_name,
	    *division, *division_name;
	int64_t kind, state, business_type, channel, version, last_verdict;
	int64_t order_state, stage, status;
	bool automatic;
	struct moment submitted_at;
};
extern const struct shape review_item_shape;

struct review_counts {
	int64_t waiting, approved, rejected, decided;
	bool exact;
};

struct review_list {
	struct list items;
	const struct total *total, *waiting;
	int64_t page, page_size;
	const struct review_counts *counts;
};

/* What one request searches: its filters within the actor's area. */
struct search {
	struct request *r;
	const struct review_query *query;
	int64_t area; /* a division; 0 is the nation */
};

/* The counts per state, and the totals that follow from them. */
void review_list_count(
    const struct search *s, enum level_state shown, struct review_list *list);
/* The page's rows; shown is a state, or hidden for the whole working list. */
void review_list_select(
    const struct search *s, enum level_state shown, struct review_list *list);

#endif
