/*
 * What the lists of a desk are asked and answer; shared by their handler and
 * their statements.
 */
#ifndef LIANGDING_APP_REVIEW_LIST_H
#define LIANGDING_APP_REVIEW_LIST_H

#include "app/kind/facets.h"
#include "app/page.h"
#include "app/record/record.h"
#include "app/review/review.h"

/* How many rows a slow search looks through for a page. */
enum { SCAN_FEW = 2000, SCAN_MOST = 20000 };

struct review_query {
	struct facets facets;
	int64_t view, kind, state, verdict, sort;
	int64_t page, page_size, division;
	const char *order_no, *title, *institution_name, *institution_code;
	const char *after, *before; /* cursors of an earlier answer */
	struct moment submitted_from, submitted_to, decided_from, decided_to;
};

struct review_item {
#define COL COLUMN_MEMBER
#include "app/review/review_list.def"
};
extern const struct shape review_item_shape;

struct review_counts {
	const struct total *waiting, *approved, *rejected;
	const struct total *decided, *decided_approved, *decided_rejected;
};

struct review_list {
	struct list items;
	const struct total *total;
	int64_t page, page_size;
	const char *next, *previous; /* cursors; NULL at the ends */
	/* so many were looked through for text, and not all; 0: all were */
	int64_t searched;
	const struct review_counts *counts;
};

/*
 * What few rows of their table have, so that a search starts from them: ids of
 * institutions or of orders. None when what is searched for has more, so that
 * rows are looked at one by one.
 */
struct start {
	enum { START_NOWHERE, START_INSTITUTIONS, START_ORDERS } from;
	const int64_t *ids;
	size_t n;
};

/* Neighbouring states, both included: those of a list, or one of them. */
struct span {
	enum desk_state first, last;
};
#define SPAN_WORKING ((struct span){ DESK_WAITING, DESK_REJECTED })
#define SPAN_DONE ((struct span){ DESK_DONE_APPROVED, DESK_DONE_REJECTED })

/* What one request searches: its filters within the actor's area. */
struct search {
	struct request *r;
	const struct review_query *query;
	int64_t area;      /* a division; 0 is the nation */
	int64_t addressee; /* what is addressed to it alone; 0: whatever */
	struct span shown;
	bool by_due; /* what waits, by its deadline */
	struct start start;
	int64_t wanted; /* the most rows that one of its statements is after */
	/* By state: so few rows fit its dimensions that they are looked up by
	 * these, instead of being sought along the list. */
	bool few[DESK_STATE_COUNT];
};

/* The query with its list and its facets' values. NULL when it was at fault: an
 * area beyond the actor's own, a condition that the list does not know. */
const void *review_query_check(struct request *r, const void *asked);
/* The column of order_desks (as l) that rows in these states are sorted by. */
const char *review_sorted_by(const struct search *s, struct span span);
/* The search of a list's query in the actor's area or one within it. */
struct search review_search(
    struct request *r, const struct review_query *query);
/*
 * Finds out which of the text filters is best to start from, and whence. rows
 * is how many the page needs: its own and those that it skips.
 */
void review_search_prepare(struct search *s, int64_t rows);
/* One state alone. */
struct span review_span(enum desk_state state);
bool review_span_is_one(struct span span);
/* Adds FROM and WHERE for the rows in these states. */
void review_search_add(
    struct buf *sql, const struct search *s, struct span span);
/* Binds what review_search_add() added, in step. */
void review_search_bind(
    struct query *q, const struct search *s, struct span span);
/* True when rows are looked at one by one for text that many have. */
bool review_search_is_slow(const struct search *s);
/* True when no counter knows it: for a time range. */
bool review_search_is_timed(const struct search *s);
/*
 * A slow search in two steps, so that the first can have a limit: adds a
 * SELECT of the rows in one state without regard to text, then, behind that
 * as found, what keeps those with the text, as l. Each has its bind.
 */
void review_scan_add(struct buf *sql, const struct search *s, struct span span);
void review_scan_bind(
    struct query *q, const struct search *s, struct span span);
void review_sift_add(struct buf *sql, const struct search *s);
void review_sift_bind(struct query *q, const struct search *s);
/* How many of the newest n rows in a state fit; all there are, if whole. */
int64_t review_search_sample(
    const struct search *s, enum desk_state state, int64_t n, bool *whole_out);
/* True when the search starts from few rows. */
bool review_search_is_narrow(const struct search *s);

/* True when it names a kind or a facet, and does not start
 * from few rows anyway. */
bool review_search_has_dimensions(const struct search *s);

/* Adds up the counters, which know nothing of times and text; notes in s which
 * states have few. */
void review_count_dimensions(
    struct search *s, struct total n[DESK_STATE_COUNT]);
/* The counts per state, and the totals that follow from them; notes in s which
 * states have few. */
void review_list_count(struct search *s, struct review_list *list);
/* The rows of a slice, in its order. */
struct list review_list_select(
    const struct search *s, const struct slice *slice);
/*
 * The next rows of a whole list from a cursor on, at most take; *next_out is
 * the cursor to go on from, NULL at the end. Rows may be none and yet not the
 * last, when those looked through had not the text.
 */
struct list review_list_walk(
    struct search *s, struct cursor from, int64_t take, const char **next_out);
/*
 * Where a slow search's slice has stopped looking: a cursor, or NULL when
 * there were fewer rows than slice->scan.
 */
const char *review_list_stop(const struct search *s, const struct slice *slice);

#endif
