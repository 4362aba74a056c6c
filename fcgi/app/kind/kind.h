/*
 * What a kind of order is, as data (PLAT-1, PLAT-2): what it asks for, the way
 * it goes, the list it stands in, and the little that is its own. The engine
 * knows kinds by these rows alone; they stand in fcgi/kinds.c.
 */
#ifndef LIANGDING_APP_KIND_H
#define LIANGDING_APP_KIND_H

#include "app/words.h"
#include "err.h"
#include "lib/form.h"

/* A word of the API and what people read. */
struct label {
	const char *word, *zh, *en;
};

enum day_count {
	WORKING_DAYS = 1, /* by the calendar of holidays (PLAT-12) */
	CALENDAR_DAYS     /* the day of receipt is day 0 */
};

/* What a desk must say with a rejection (REVIEW-3). */
enum owed { OWES_REASON, OWES_REMARK };

struct job_kind;
struct json;
struct notes;
struct order;
struct request;

/*
 * What an approval brings about, in its transaction; granted is what the
 * decider filled in, NULL where nothing was asked. An error refuses the
 * approval.
 */
typedef enum err effect(struct request *r, const struct order *o,
    const struct json *content, const struct json *granted);

/* One step of a kind's route, in order. A desk has one step at most. */
struct step {
	enum desk desk;
	enum step_action action; /* nobody decides at an ACTION_VIEW */
	int days;
	enum day_count counted;
	enum owed owes;
	/* What comes after it may pass by itself, where that is set (USER-4) */
	bool may_pass;
	/* Its approval, an automatic one too, puts the office's electronic seal
	 * on the order's PDFs, and is asked for once more (REVIEW-5) */
	bool seals;
	const struct form *grants; /* what an approval fills in, or NULL */
	/* What a remark of that desk is called that decides nothing and has a
	 * day: an event of the order's, while it waits there, or at an
	 * ACTION_VIEW as long as it is approved. No words: there is none. */
	struct label notes;
	struct label waiting, rejected;    /* what the applicant reads */
	const char *missed_zh, *missed_en; /* what a missed deadline means */
	/* What its approval brings about, whatever comes after it; automatic
	 * passing is one, a desk that is missing is none. Or NULL. */
	effect *effect;
};

/* What an automatic check can find (PLAT-17). */
struct finding_text {
	const char *code, *zh, *en, *advice_zh, *advice_en;
};

/* A page of lists: kinds that are worked off together. */
struct order_list_kind {
	int number; /* in the database */
	const char *name, *zh, *en;
	bool page; /* in its applicants' menu: they have a page for it */
	/* Desks whose reviewers need a permission for it (USER-3), by bits; the
	 * number of such a list is below 63 */
	unsigned permitted;
	/* What the title and the facets of its orders are; no name: it has
	 * none. words of the facets; of the title NULL. heading: over its
	 * column, where the manual calls it otherwise than the filter. */
	struct facet {
		const char *zh, *en;
		const struct words *words;
		const char *heading_zh, *heading_en;
	} title, facet_a, facet_b;
};

/* Who may begin an order, by bits; 0: operators, of any institution, at any
 * desk. */
struct applies {
	unsigned roles, institutions; /* enum role, enum institution_kind */
	unsigned seats; /* enum desk: where their organisation sits */
};

/*
 * What an approval gives its institution: keys for an environment, and the
 * paper that carries them under the seal of the office at a desk
 * (app/credential, app/document).
 */
struct issue {
	int number; /* of the paper, in the database; never reused */
	const char *name, *zh, *en;
	enum environment environment;
	enum desk desk;
};

/*
 * Accounts of its form that can be proven by a small payment
 * (app/account_proof): the items of a group, as long as the order waits at a
 * desk. account_name may be NULL.
 */
struct proving {
	const char *group, *account_no, *account_name, *bank_name;
	enum desk desk;
	int days; /* working days that the applicant has */
};

/* What a step that is shown by itself tells (app/order/milestones.h). */
enum milestone_of {
	MILESTONE_CHECKED = 1, /* it was sent, which its form has let pass */
	MILESTONE_PROVEN,      /* its accounts, by .proving */
	MILESTONE_DECIDED,     /* the last desk */
	MILESTONE_GRANTED,     /* what is in .member of what it granted */
	MILESTONE_IN_FORCE     /* from the day in .member on */
};
struct milestone {
	enum milestone_of of;
	const char *word, *zh, *en;
	const char *member;
};

#define SEATS(desk) (1u << DESK_##desk)
#define INSTITUTIONS(kind) (1u << INSTITUTION_##kind)
#define READERS(desk) (1u << DESK_##desk)

struct kind {
	int number; /* in the database; never reused */
	const char *name, *zh, *en;
	const struct order_list_kind *list;
	struct applies applies; /* others are refused */
	const struct form *content;
	const struct step *steps;
	size_t n_steps;
	/* An order of it hangs on an approved one of this kind, its own
	 * institution's, and has that one's title, facets and addressee; there
	 * is one at a time. NULL: it stands by itself. */
	const struct kind *parent;
	/* What it hangs on has put something on file, and an order of it
	 * changes that: it begins with what is in force, has a title of its
	 * own, and there is another one once this is decided. Its form is that
	 * of its parent and, behind it, what else it asks for. */
	bool changes;
	/* An institution has one of it on file: none is begun or sent once it
	 * is there. */
	bool once;
	/* Accounts that can be proven, or NULL. */
	const struct proving *proving;
	/* Steps that are shown besides its desks', in their order. */
	const struct milestone *milestones;
	size_t n_milestones;
	/* What its institution has been paid is shown to it once one is on file
	 * (MERCH-1). */
	bool shows_money;
	/* As long as nobody has decided it, its institution may change it and
	 * send it again in its own place: a decision on what was sent before
	 * comes too late (MERCH-4). */
	bool amends;
	/* What the applicant reads. No words: 草稿, 审核通过, and while a
	 * change of what it has put on file is under review the same as
	 * without. */
	struct label draft, approved, changing;
	/* Desks that read what it has put on file, besides those of its steps:
	 * bits of enum desk. */
	unsigned readers;
	/* Before a submission goes its way: whom it is addressed to, which
	 * record it changes. Faults are noted in the request. Or NULL. */
	enum err (*prepare)(
	    struct request *r, struct order *o, const struct json *content);
	/* What the last approval brings about; or NULL. */
	effect *effect;
	/* What the last approval gives out; NULL: nothing. */
	const struct issue *issues;
	/* Of its duties, without a deadline: owed from its approval until an
	 * order that hangs on it is sent in. 0: none. */
	int invites;
	/* Likewise: until its institution has confirmed that what was given out
	 * works, which concludes it and what it hangs on. 0: there is nothing
	 * to confirm. */
	int confirms;
	/* What it is called once it is concluded. */
	struct label concluded;
	/* A rejection takes back what the approvals before it have brought
	 * about (REVIEW-6), in its transaction. Where steps have effects. */
	enum err (*undo)(struct request *r, const struct order *o);
	/* Notes what is worth a look in n (app/order/findings.h); or NULL. */
	void (*find)(struct notes *n);
	const struct finding_text *findings;
	size_t n_findings;
	/* What its effects queue (app/job/job.h): deadlines that do something.
	 */
	const struct job_kind *jobs;
	size_t n_jobs;
	/* What its effects leave an institution owing (app/duty/duty.h); the
	 * help says what to do. Their numbers are new and for good. */
	const struct word *duties;
	size_t n_duties;
};

/* Every kind, NULL at the end. */
extern const struct kind *const kinds[];

/* The kind of that number; NULL when there is none. */
const struct kind *kind_of(int64_t number);
/* What the institution of that code is; 0 when it is none (NULL: no code). */
enum institution_kind kind_of_institution(const char *code);
/* True when the role may begin one for an organisation of that seat
 * (DESK_NONE: an institution), of that code; without one (NULL) it may be of
 * any sort. */
bool kind_applies(
    const struct kind *k, int64_t role, enum desk seat, const char *code);
/* True when it may begin one of some kind. */
bool kind_begins(int64_t role, enum desk seat);
/* True when its form says what it is about; what does not is known by its
 * institution's name. */
bool kind_has_title(const struct kind *k);
/* The desks that read what the kind puts on file; 0 when it puts nothing. */
unsigned kind_readers(const struct kind *k);
/* The list that is behind it (NULL: the first) of those whose records the desk
 * reads (DESK_NONE: anybody); NULL at the end. */
const struct order_list_kind *kind_records_next(
    const struct order_list_kind *list, enum desk desk);
/* What is issued under that number; NULL when there is none. */
const struct issue *kind_issue(int64_t number);
/* The first kind that hangs on k, or NULL. */
const struct kind *kind_upon(const struct kind *k);
/* The list of that number; NULL when there is none. */
const struct order_list_kind *kind_list(int64_t number);
/* The first list that the desk has a step in, or NULL. */
const struct order_list_kind *kind_list_at(enum desk desk);
/* True when a kind of the list has a step at the desk. */
bool kind_list_is_at(const struct order_list_kind *list, enum desk desk);
/* True when whoever decides for the desk needs a permission for the list, and
 * those that it has, bits of lists' numbers, are without it (USER-3). */
bool kind_list_lacks(
    const struct order_list_kind *list, enum desk desk, int64_t permits);
/* The list behind it (NULL: the first) that is reviewed at the desk with such
 * permissions; NULL at the end. */
const struct order_list_kind *kind_reviewed_next(
    const struct order_list_kind *list, enum desk desk, int64_t permits);
/* The lists that take a permission at the desk, by bits of their numbers. */
int64_t kind_permits_at(enum desk desk);
/* The API's word for a facet's value; NULL for none. */
const char *kind_facet(const struct facet *facet, int64_t value);
/* A facet's value for the API's word, 0 for no word; -1 when it has none such.
 */
int64_t kind_facet_value(const struct facet *facet, const char *word);
/* What the column of that name, "title", "facet_a" or "facet_b", has in the
 * list (NULL: in any of them that knows word); NULL for another column. */
const struct facet *kind_facet_named(
    const struct order_list_kind *list, const char *name, const char *word);
/* Every list once: the first for NULL, else the one behind it; NULL at the end.
 */
const struct order_list_kind *kind_list_next(const struct order_list_kind *l);
/* True when there is a kind that money is shown for. */
bool kind_shows_money(void);

#define STEPS(table) \
	.steps = table, .n_steps = sizeof(table) / sizeof((table)[0])
#define FINDINGS(table) \
	.findings = table, .n_findings = sizeof(table) / sizeof((table)[0])
#define JOBS(table) .jobs = table, .n_jobs = sizeof(table) / sizeof((table)[0])
#define MILESTONES(table) \
	.milestones = table, .n_milestones = sizeof(table) / sizeof((table)[0])
#define DUTIES(table) \
	.duties = table, .n_duties = sizeof(table) / sizeof((table)[0])

/*
 * Vocabularies made of the rows: kinds, their lists, what an applicant reads of
 * an order, and what an institution may owe. Complete before main() begins.
 */
extern struct words kind_words, order_list_words, order_status_words,
    duty_words;
/* What kinds issue. */
extern struct words document_kind_words;
/* Steps that kinds show by themselves. */
extern struct words milestone_words;
/* The lists that are reviewed by permission. */
extern struct words permission_words;
/* Those of them that put something on file. */
extern struct words record_kind_words, record_list_words;

#endif
