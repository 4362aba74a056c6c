/* The kinds as the engine finds them, and the vocabularies they make. */
#include "app/kind/kind.h"

#include <stdlib.h>
#include <string.h>

#include "app/request.h"

enum { KINDS_MAX = 32, STATUSES_MAX = 200, DUTIES_MAX = 100, PERMITS_MAX = 63 };

static struct word kind_list_made[KINDS_MAX], lists_made[KINDS_MAX],
    statuses_made[STATUSES_MAX], duties_made[DUTIES_MAX],
    record_kinds_made[KINDS_MAX], record_lists_made[KINDS_MAX],
    permissions_made[KINDS_MAX], issues_made[KINDS_MAX],
    milestones_made[STATUSES_MAX];
struct words kind_words = { "kind", kind_list_made, 0 };
struct words order_list_words = { "order_list", lists_made, 0 };
struct words order_status_words = { "order_status", statuses_made, 0 };
struct words duty_words = { "duty", duties_made, 0 };
struct words permission_words = { "review_permission", permissions_made, 0 };
struct words document_kind_words = { "document_kind", issues_made, 0 };
struct words milestone_words = { "milestone", milestones_made, 0 };
struct words record_kind_words = { "record_kind", record_kinds_made, 0 };
struct words record_list_words = { "record_list", record_lists_made, 0 };

static const struct word common_statuses[] = {
	{ STATUS_DRAFT, "draft", "草稿", "Draft", NULL, NULL },
	{ STATUS_APPROVED, "approved", "审核通过", "Approved", NULL, NULL },
	{ STATUS_WITHDRAWN, "withdrawn", "已撤回", "Withdrawn", NULL, NULL },
	{ STATUS_SUPPLEMENT, "supplement", "补正中", "More is asked for", NULL,
	    NULL },
};

static void
add_word(struct words *to, struct word *made, size_t max, int value,
    const struct label *l)
{
	if (to->n == max)
		abort();
	made[to->n++] =
	    (struct word){ value, l->word, l->zh, l->en, NULL, NULL };
}

static void
add_status(const struct label *l)
{
	if (l->word == NULL || words_find(&order_status_words, l->word) != NULL)
		return;
	add_word(&order_status_words, statuses_made, STATUSES_MAX,
	    (int)order_status_words.n + 1, l);
}

static void
add_duty(const struct word *duty)
{
	if (duty_words.n == DUTIES_MAX)
		abort();
	duties_made[duty_words.n++] = *duty;
}

static void
add_issue(const struct issue *i)
{
	if (i != NULL && words_at(&document_kind_words, i->number) == NULL)
		add_word(&document_kind_words, issues_made, KINDS_MAX,
		    i->number, &(struct label){ i->name, i->zh, i->en });
}

static void
add_milestone(const struct milestone *m)
{
	if (words_find(&milestone_words, m->word) == NULL)
		add_word(&milestone_words, milestones_made, STATUSES_MAX,
		    (int)milestone_words.n + 1,
		    &(struct label){ m->word, m->zh, m->en });
}

/* A change has no record of its own. */
static void
add_record(const struct kind *k)
{
	const struct order_list_kind *l = k->list;

	if (k->effect == NULL || k->changes)
		return;
	add_word(&record_kind_words, record_kinds_made, KINDS_MAX, k->number,
	    &(struct label){ k->name, k->zh, k->en });
	if (words_at(&record_list_words, l->number) == NULL)
		add_word(&record_list_words, record_lists_made, KINDS_MAX,
		    l->number, &(struct label){ l->name, l->zh, l->en });
}

/* A number is a bit of what somebody may review. */
static void
add_permission(const struct order_list_kind *l)
{
	if (l->permitted == 0)
		return;
	if (l->number >= PERMITS_MAX)
		abort();
	add_word(&permission_words, permissions_made, KINDS_MAX, l->number,
	    &(struct label){ l->name, l->zh, l->en });
}

/* Tables that point at them are constant: no program can come too early. */
__attribute__((constructor)) static void
make_words(void)
{
	for (size_t i = 0; i < sizeof(common_statuses) / sizeof(struct word);
	     i++)
		statuses_made[order_status_words.n++] = common_statuses[i];
	for (const struct kind *const *k = kinds; *k != NULL; k++) {
		const struct order_list_kind *list = (*k)->list;
		add_word(&kind_words, kind_list_made, KINDS_MAX, (*k)->number,
		    &(struct label){ (*k)->name, (*k)->zh, (*k)->en });
		if (words_at(&order_list_words, list->number) == NULL) {
			add_word(&order_list_words, lists_made, KINDS_MAX,
			    list->number,
			    &(struct label){ list->name, list->zh, list->en });
			add_permission(list);
		}
		for (size_t i = 0; i < (*k)->n_steps; i++) {
			add_status(&(*k)->steps[i].waiting);
			add_status(&(*k)->steps[i].rejected);
		}
		add_status(&(*k)->draft);
		add_status(&(*k)->approved);
		add_status(&(*k)->changing);
		add_status(&(*k)->concluded);
		add_issue((*k)->issues);
		add_record(*k);
		for (size_t i = 0; i < (*k)->n_milestones; i++)
			add_milestone(&(*k)->milestones[i]);
		for (size_t i = 0; i < (*k)->n_duties; i++)
			add_duty(&(*k)->duties[i]);
	}
}

const struct kind *
kind_of(int64_t number)
{
	for (const struct kind *const *k = kinds; *k != NULL; k++)
		if ((*k)->number == number)
			return *k;
	return NULL;
}

/* GB/T 2260's division and a serial stand behind the letter. */
enum institution_kind
kind_of_institution(const char *code)
{
	if (code == NULL)
		return 0;
	return code[0] == 'H'   ? INSTITUTION_MEDICAL
	       : code[0] == 'P' ? INSTITUTION_PHARMACY
				: 0;
}

static bool
is_among(unsigned bits, int64_t value)
{
	return bits == 0 || (bits >> value & 1) != 0;
}

bool
kind_shows_money(void)
{
	for (const struct kind *const *k = kinds; *k != NULL; k++)
		if ((*k)->shows_money)
			return true;
	return false;
}

bool
kind_applies(
    const struct kind *k, int64_t role, enum desk seat, const char *code)
{
	unsigned roles =
	    k->applies.roles == 0 ? MAY(OPERATOR) : k->applies.roles;

	return is_among(roles, role) && is_among(k->applies.seats, seat) &&
	       (code == NULL || is_among(k->applies.institutions,
				    kind_of_institution(code)));
}

bool
kind_begins(int64_t role, enum desk seat)
{
	for (const struct kind *const *k = kinds; *k != NULL; k++)
		if (kind_applies(*k, role, seat, NULL))
			return true;
	return false;
}

bool
kind_has_title(const struct kind *k)
{
	for (size_t i = 0; i < k->content->n; i++)
		if ((k->content->fields[i].as & AS_TITLE) != 0)
			return true;
	return false;
}

unsigned
kind_readers(const struct kind *k)
{
	unsigned bits = k->readers;

	if (k->effect == NULL)
		return 0;
	for (size_t i = 0; i < k->n_steps; i++)
		bits |= 1u << k->steps[i].desk;
	return bits;
}

static bool
has_records_for(const struct order_list_kind *list, enum desk desk)
{
	for (const struct kind *const *k = kinds; *k != NULL; k++)
		if ((*k)->list == list && (*k)->effect != NULL &&
		    (desk == DESK_NONE || (kind_readers(*k) >> desk & 1) != 0))
			return true;
	return false;
}

const struct order_list_kind *
kind_records_next(const struct order_list_kind *list, enum desk desk)
{
	do {
		list = kind_list_next(list);
	} while (list != NULL && !has_records_for(list, desk));
	return list;
}

const struct issue *
kind_issue(int64_t number)
{
	for (const struct kind *const *k = kinds; *k != NULL; k++)
		if ((*k)->issues != NULL && (*k)->issues->number == number)
			return (*k)->issues;
	return NULL;
}

const struct kind *
kind_upon(const struct kind *below)
{
	for (const struct kind *const *k = kinds; *k != NULL; k++)
		if ((*k)->parent == below)
			return *k;
	return NULL;
}

const struct order_list_kind *
kind_list(int64_t number)
{
	for (const struct kind *const *k = kinds; *k != NULL; k++)
		if ((*k)->list->number == number)
			return (*k)->list;
	return NULL;
}

static bool
has_step_at(const struct kind *k, enum desk desk)
{
	for (size_t i = 0; i < k->n_steps; i++)
		if (k->steps[i].desk == desk)
			return true;
	return false;
}

const struct order_list_kind *
kind_list_at(enum desk desk)
{
	for (const struct kind *const *k = kinds; *k != NULL; k++)
		if (has_step_at(*k, desk))
			return (*k)->list;
	return NULL;
}

bool
kind_list_is_at(const struct order_list_kind *list, enum desk desk)
{
	for (const struct kind *const *k = kinds; *k != NULL; k++)
		if ((*k)->list == list && has_step_at(*k, desk))
			return true;
	return false;
}

bool
kind_list_lacks(
    const struct order_list_kind *list, enum desk desk, int64_t permits)
{
	return (list->permitted >> desk & 1) != 0 &&
	       (permits >> list->number & 1) == 0;
}

const struct order_list_kind *
kind_reviewed_next(
    const struct order_list_kind *list, enum desk desk, int64_t permits)
{
	do {
		list = kind_list_next(list);
	} while (list != NULL && (!kind_list_is_at(list, desk) ||
				     kind_list_lacks(list, desk, permits)));
	return list;
}

int64_t
kind_permits_at(enum desk desk)
{
	const struct order_list_kind *l = NULL;
	int64_t bits = 0;

	while ((l = kind_list_next(l)) != NULL)
		if (kind_list_is_at(l, desk) && (l->permitted >> desk & 1) != 0)
			bits |= (int64_t)1 << l->number;
	return bits;
}

const char *
kind_facet(const struct facet *facet, int64_t value)
{
	const struct word *w =
	    facet->words == NULL ? NULL : words_at(facet->words, value);

	return w == NULL ? NULL : w->word;
}

int64_t
kind_facet_value(const struct facet *facet, const char *word)
{
	const struct word *w;

	if (word == NULL)
		return 0;
	w = facet->words == NULL ? NULL : words_find(facet->words, word);
	return w == NULL ? -1 : w->value;
}

const struct order_list_kind *
kind_list_next(const struct order_list_kind *list)
{
	size_t n = 0;

	while (list != NULL && order_list_words.list[n++].value != list->number)
		continue;
	return n == order_list_words.n
		   ? NULL
		   : kind_list(order_list_words.list[n].value);
}

const struct facet *
kind_facet_named(
    const struct order_list_kind *list, const char *name, const char *word)
{
	const struct facet *found;

	if (list != NULL)
		return strcmp(name, "title") == 0     ? &list->title
		       : strcmp(name, "facet_a") == 0 ? &list->facet_a
		       : strcmp(name, "facet_b") == 0 ? &list->facet_b
						      : NULL;
	while ((list = kind_list_next(list)) != NULL) {
		found = kind_facet_named(list, name, word);
		if (found == NULL || kind_facet_value(found, word) > 0)
			return found;
	}
	return NULL;
}
