/*
 * Orders: what an institution submits, its drafts and versions, its history.
 * Not here: where an order goes (app/review), what it asks for (app/access).
 */
#ifndef LIANGDING_APP_ORDER_H
#define LIANGDING_APP_ORDER_H

#include "app/request.h"

struct order {
	int64_t id, kind, organisation_id, division, state, stage, version;
	int64_t submission_no, application_id, business_type, channel;
	const char *order_no, *app_name, *draft;
	struct moment created_at, submitted_at, updated_at;
	const char *institution_code, *institution_name, *division_name;
	const char *application_no, *application_name;
};

/* How an order stands for one level; see migrations' order_levels. */
struct order_level {
	int64_t level, state, automatic, decided;
};

/* A bit per level that finds the order in its list or its 已办 (REVIEW-2). */
unsigned order_levels_seeing(const struct order_level levels[LEVEL_COUNT]);

/* What a route's loader leaves in r->object. */
struct order_seen {
	struct order order;
	struct order_level levels[LEVEL_COUNT]; /* by level; 0s when none */
};

struct order_event {
	int64_t event, level, organisation_id, account_id, submission_no;
	const char *organisation_name, *actor_name;
	const char *reason, *remark, *rule;
	const struct json *remarks; /* [{field, words, remedy}] or NULL */
	struct moment at;
};

/* True while its institution may change o and submit it (again). */
bool order_is_editable(const struct order *o);
/* True when somebody has decided o's present submission. */
bool order_is_decided(const struct order *o, const struct list *events);
/* A reviewer's own approval or rejection, not one that just followed. */
bool order_event_is_decision(const struct order_event *e);

/* What is particular to a kind. */
struct order_kind {
	enum kind kind;
	const struct form *content;
	void (*check)(const struct json *content, struct faults *faults);
};

const struct order_kind *order_kind(int64_t kind);

/* The order named in the path, for its institution and its reviewers. */
extern const struct object order_object;

/*
 * Checks content as a submission; the canonical tree, with faults noted in
 * the request when it is not fit.
 */
const struct json *order_check_content(
    struct request *r, const struct order *o, const struct json *content);

/*
 * Keeps content, finished or not, as o's draft (PLAT-4); its shape must have
 * been checked. ERR_ORDER_STAGE, ERR_ORDER_CHANGED.
 */
enum err order_keep_draft(struct request *r, const struct order *o,
    int64_t version, const struct json *content);

/*
 * Submits o with checked content: a new version, its files, its events, its
 * place in the reviewers' lists. ERR_ORDER_CHANGED, ERR_ORDER_DUPLICATE (with
 * the other's number in the problem), ERR_ORDER_NO_REVIEWER.
 */
enum err order_submit(struct request *r, const struct order *o, int64_t version,
    const struct json *content);
enum err order_withdraw(
    struct request *r, const struct order *o, int64_t version);

extern const struct form order_new_form, order_draft_form, order_submit_form,
    order_version_form, order_query_form;
extern const struct shape order_shape, order_saved_shape, order_list_shape;
handler order_list_http, order_create_http, order_get_http, order_draft_http,
    order_submit_http, order_withdraw_http, order_delete_http;

/* Sets r->result to the document of the order as it now is. */
enum err order_answer(struct request *r, const char *order_no);

#endif
