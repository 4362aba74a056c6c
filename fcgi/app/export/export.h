/*
 * A whole list as a file (PLAT-7), or an order with all its papers, its dossier
 * (REVIEW-10): asked for here, written by a job that a closed browser does not
 * stop (app/job), fetched later. Which lists there are and what of them is
 * written is a table. Not here: the files' formats (fcgi/jobs).
 */
#ifndef LIANGDING_APP_EXPORT_H
#define LIANGDING_APP_EXPORT_H

#include "app/job/job.h"
#include "app/kind/kind.h"
#include "app/page.h"
#include "app/request.h"

enum {
	EXPORT_JOB = 1,     /* its kind's number, in the database */
	EXPORT_LINES = 500, /* read at a time */
	EXPORT_LEASE_SECONDS = 30,
	EXPORT_KEEP_HOURS = 24,
	EXPORT_CLOSE_SECONDS = 600, /* what a large file's end may take */
	EXPORTS_UNDER_WAY = 3,      /* of one account */
	EXPORTS_KEPT = 5            /* finished ones of one account */
};

enum export_list_id {
	EXPORT_REVIEWS = 1,
	EXPORT_ORDERS,
	EXPORT_ACCOUNTS,
	EXPORT_RECORDS,
	EXPORT_AUDIT,
	EXPORT_ENROLMENTS,
	EXPORT_PAYMENTS,
	EXPORT_SETTLEMENTS
};

enum export_format { EXPORT_XLSX = 1, EXPORT_CSV };

/* A list being read, page by page. */
struct export_reading {
	struct request *r;
	const void *query; /* the struct of the list's query form */
	/* Where the next page begins, each list by its own; outlives a page. */
	char from[80]; /* as a cursor; empty: at the beginning */
	int64_t past;  /* behind this id; 0: at the beginning */
	bool ended;
};

struct export_list {
	enum export_list_id id;
	const char *word;    /* what the description calls it */
	const char *name;    /* of the file, and on record */
	const char *zh, *en; /* the sheet's name */
	/* What its page says while there has never been anything; or NULL. */
	const char *none_zh, *none_en;
	unsigned access;          /* who may read it, as its route says */
	const struct form *query; /* that list's own */
	/* What its form alone does not see: the query as the list reads it,
	 * NULL when faults were noted; or NULL. */
	const void *(*check)(struct request *r, const void *query);
	/* What of the query goes on record besides the list's name; or NULL. */
	void (*note)(struct request *r, const void *query);
	/* Whose title and facets its columns of these names are, when the query
	 * names one list of orders; NULL: it has no such columns. */
	const struct order_list_kind *(*orders)(const void *query);
	bool headings; /* over those columns, in a page and a file: the facets'
			* headings (kind.h); else their names */
	/* What it consists of, and its columns: all that have a heading. */
	const struct shape *item;
	/* How many lines there will be; exact is false when nobody knows. */
	struct total (*count)(struct export_reading *x);
	/* The next lines, as structs of item; sets x->ended with the last. */
	struct list (*next)(struct export_reading *x);
};

/* Every list, NULL at the end: fcgi/lists.c. */
extern const struct export_list *const export_lists[];
/* Their words; complete before main() begins. */
extern struct words export_list_words;
/* The list of that number; NULL when there is none. */
const struct export_list *export_list_of(int64_t id);
/*
 * The query's values, texts as in an address, as the struct of the list's form;
 * *tree_out, unless NULL, is what they are when checked. Faults are noted.
 */
const void *export_query(struct request *r, const struct export_list *list,
    const struct json *values, const struct json **tree_out);

/* An export as the database has it; how far it is says its job, in lines of a
 * list, in bytes of a dossier. */
struct export
{
	int64_t id, list, account_id, grant_id, language, format, state;
	int64_t written, total, size; /* total, size: 0 while not known */
	int64_t order_id;             /* whose dossier it is; 0: a list's */
	const char *export_id, *columns;
	const char *order_no;     /* NULL with the order */
	const struct json *query; /* what the list is asked, as checked */
	struct moment created_at, finished_at;
};

extern const struct job_kind export_job;
extern const struct form export_new_form, dossier_new_form;
extern const struct shape export_shape, export_list_shape;
extern const struct object export_object;
handler export_begin_http, dossier_begin_http, export_list_http,
    export_get_http, export_content_http, export_delete_http;

#endif
