/*
 * How an institution gets its account: a bureau issues one (ACC-1), or the
 * institution asks for one on a public form and its district decides (ACC-6).
 * An account is named by the institution's code, stands for its operator of
 * record, and is that institution's first administrator (ACC-7); its password
 * is set by a link that is mailed to the operator (app/activation).
 *
 * The division is the one that the code says. Who decides: the district's
 * reviewers, and the platform administrators of its division and above.
 */
#ifndef LIANGDING_APP_ENROLMENT_H
#define LIANGDING_APP_ENROLMENT_H

#include "app/page.h"
#include "app/request.h"
#include "app/words.h"

#define MAY_ENROL (MAY(DISTRICT_REVIEWER) | MAY(PLATFORM_ADMIN))

/* What is asked of an institution that is to have an account. */
struct applicant {
	const char *code, *uscc, *institution_name;
	const char *operator_name, *id_no, *phone, *mail;
	int64_t language; /* of the mail; 0: Chinese */
};

/* One that has asked. */
struct enrolment {
	int64_t id, state, division;
	const char *enrolment_no, *reason; /* the latter of a refusal */
	struct applicant applicant;        /* its sealed parts as they are */
};

/*
 * The account, in the caller's transaction; its id. 0, and a fault noted at a
 * field of form, when the institution has one or the code's division is none;
 * or db_error().
 */
int64_t enrolment_issue(
    struct request *r, const struct form *form, const struct applicant *a);
/* Keeps one that asks, its personal parts sealed: its number, or NULL. */
const char *enrolment_keep(
    struct request *r, const struct applicant *a, int64_t division);
/* A sealed part ("phone") of one, or NULL and r->broken. */
const char *enrolment_open_part(
    struct request *r, const char *no, const char *what, const char *sealed);
/* The division that a code says; 0 when there is none of it. */
int64_t enrolment_division(struct request *r, const char *code);

/* The list (PLAT-7). */
struct enrolment_query {
	const char *code, *institution_name;
	int64_t state, sort, page, page_size, after;
};
struct enrolment_item {
#define COL COLUMN_MEMBER
#include "app/enrolment/enrolment_list.def"
};
struct enrolment_counts {
	const struct total *waiting, *approved, *refused;
};
extern const struct form enrolment_query_form;
extern const struct shape enrolment_item_shape, enrolment_list_shape;
void enrolment_count(struct request *r, const struct enrolment_query *query,
    struct enrolment_counts *out);
struct total enrolment_total(
    const struct enrolment_counts *c, const struct enrolment_query *query);
struct list enrolment_select(struct request *r,
    const struct enrolment_query *query, struct portion portion);

extern const struct form applicant_form, enrolment_code_form,
    enrolment_new_form, enrolment_decision_form;
extern const struct shape enrolment_issued_shape, enrolment_receipt_shape,
    enrolment_shape;
extern const struct object enrolment_object;
handler enrolment_issue_http, enrolment_code_prepare, enrolment_code_http,
    enrolment_new_prepare, enrolment_new_http, enrolment_list_http,
    enrolment_get_http, enrolment_decide_http;

#endif
