/*
 * Orders: what an institution submits, its drafts and versions, its history.
 * Not here: where an order goes (app/review), what a kind asks for (app/kind).
 */
#ifndef LIANGDING_APP_ORDER_H
#define LIANGDING_APP_ORDER_H

#include "app/kind/kind.h"
#include "app/request.h"

struct order {
	int64_t id, kind, organisation_id, division, state, desk, version;
	int64_t submission_no, parent_id, addressee_id, subject_id,
	    subject_version;
	/* The first submission of its present way through the desks; the desk
	 * that waits for a supplement (app/supplement), or none. */
	int64_t round_no, supplement;
	int64_t facet_a, facet_b;
	const char *order_no, *title, *draft, *draft_unlocks;
	struct moment created_at, submitted_at, updated_at;
	const char *institution_code, *institution_name, *institution_uscc,
	    *division_name;
	const char *parent_no, *parent_title;
	int64_t parent_addressee_id;
};

/* A submission as one of a desk's lists shows it. */
struct order_shown {
	int64_t submission_no, facet_a, facet_b;
	const char *title;
	struct moment submitted_at, due_at;
};

/* How an order stands for one desk; see migrations' order_desks. */
struct order_desk {
	int64_t state, automatic;
	bool reached; /* it has a row in the working list, hidden or not */
	/* What the desk decided last, in 已办; hidden if it never did. */
	enum desk_state decided;
	/* Who has claimed it there, unless that has lapsed; 0 and NULL: nobody
	 */
	int64_t claimed_by;
	const char *claimed_name;
	struct order_shown working; /* unless hidden */
	struct order_shown done;    /* what the desk decided on, if it did */
};

/* A bit per desk that finds the order in its list or its 已办 (REVIEW-2). */
unsigned order_desks_seeing(const struct order_desk desks[DESK_COUNT]);

/* What a route's loader leaves in r->object. */
struct order_seen {
	struct order order;
	struct order_desk desks[DESK_COUNT]; /* by desk; 0s when none */
	bool decided_elsewhere; /* the actor has decided another of its steps */
};

struct order_event {
	int64_t event, desk, organisation_id, account_id, submission_no;
	const char *organisation_name, *actor_name;
	int64_t via; /* by what, where it was no person; or 0 */
	const char *reason, *remark;
	int64_t rule;               /* why it happened by itself, or 0 */
	const char *rule_set_by;    /* who set that rule, and when: where */
	struct moment rule_set_at;  /* somebody did, else NULL and 0 */
	const char *dated;          /* the day that a note is of, or NULL */
	int64_t whole;              /* why everything is refused, or 0 */
	const struct json *remarks; /* [{field, code, words, remedy}] */
	const struct json *granted; /* what the decider filled in, or NULL */
	const char *claimed_by;     /* who had claimed it meanwhile, or NULL */
	struct moment at;
};

/* True when the actor may begin an order of the kind for its institution. */
bool order_may_begin(struct request *r, const struct kind *kind);
/*
 * Of a kind that changes something: what parent has put on file becomes o's
 * subject. ERR_ORDER_NOT_READY when it has put nothing there.
 */
enum err order_find_subject(
    struct request *r, const struct order *parent, struct order *o);
/* The new order's draft: what is in force of its subject (INST-5). */
enum err order_begin_change(struct request *r, const struct order *o);
/* True while o's state lets its institution change it and submit it (again). Of
 * one that waits, the caller sees to it that nobody has decided it. */
bool order_is_editable(const struct order *o);
/* True while its institution changes what waits for a decision, and has not
 * sent that yet. */
bool order_is_amended(const struct order *o);
/* True when somebody has decided o's present submission. */
bool order_is_decided(const struct order *o, const struct list *events);
/* A reviewer's own approval or rejection, not one that just followed. */
bool order_event_is_decision(const struct order_event *e);

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
    int64_t version, const struct json *content, const struct json *unlocks);

/*
 * Submits o with checked content: a new version, its files, its events, its
 * place in the reviewers' lists; *now_out is o as it then is.
 * ERR_ORDER_CHANGED, ERR_ORDER_DUPLICATE (with the other's number in the
 * problem), ERR_ORDER_NO_REVIEWER.
 */
enum err order_submit(struct request *r, const struct order *o, int64_t version,
    const struct json *content, const struct json *unlocks,
    struct order *now_out);
/*
 * ERR_ORDER_DECIDED, with the latest decision on o's submission by the desk
 * (none: any) in the problem; ERR_ORDER_WITHDRAWN when it was withdrawn last;
 * else ERR_ORDER_CHANGED.
 */
enum err order_too_late(
    struct request *r, const struct order *o, enum desk desk);
/* As long as nobody has decided it; else as order_too_late(). */
enum err order_withdraw(struct request *r, const struct order *o,
    int64_t version, struct order *now_out);

/* What order_version_form reads: the version that is acted on. */
struct order_version {
	int64_t version;
};
extern const struct form order_new_form, order_draft_form, order_submit_form,
    order_check_form, order_version_form, order_query_form, order_reveal_form;
extern const struct shape order_shape, order_saved_shape, order_list_shape,
    order_revealed_shape, order_standing_shape, order_findings_shape,
    order_checked_shape;
handler order_list_http, order_create_http, order_get_http, order_draft_http,
    order_submit_http, order_withdraw_http, order_delete_http,
    order_reveal_http, order_findings_http, order_check_http;

/* o with the submission that the actor's lists show (REVIEW-2, REVIEW-11). */
struct order order_as_seen(const struct request *r, const struct order *o,
    const struct order_desk desks[DESK_COUNT]);
/* The content of that submission, or the draft, as it is stored. */
const struct json *order_stored_content(
    struct request *r, const struct order *o);

/* Stored content as the actor sees it: files described, people masked. */
const struct json *order_content_shown(
    struct request *r, const struct order *o, const struct json *stored);
/* The content of o's submission alone, as it is stored. */
const struct json *order_submitted_content(
    struct request *r, const struct order *o);
/* The files that ids name, described; a list that content shows. */
struct json *order_file_refs(
    struct arena *mem, const struct json *ids, const struct list *files);

/*
 * Sets r->result to where o stands: what a write answers. state is that of
 * the actor's own list, hidden for an institution.
 */
void order_answer_standing(
    struct request *r, const struct order *o, enum desk_state state);
/* Sets r->result to the document of the order as it now is. */
enum err order_answer(struct request *r, const char *order_no);

#endif
