/* See milestones.h. */
#include "app/order/milestones.h"

#include <string.h>

#include "app/account_proof/account_proof.h"

static const struct column columns[] = {
	COLUMN_WITH(milestone_shown, milestone, .words = &milestone_words),
	COLUMN_WITH(milestone_shown, state, .words = &milestone_state_words),
	COLUMN_WITH(milestone_shown, at, .flags = COLUMN_NULLABLE),
	COLUMN_WITH(milestone_shown, value, .flags = COLUMN_NULLABLE),
};
const struct shape milestone_shape = { "milestone", columns,
	sizeof(columns) / sizeof(columns[0]), sizeof(struct milestone_shown) };

/* The facts that all of an order's are made of. */
struct facts {
	struct request *r;
	const struct order *o;
	const struct list *accounts;
	const struct order_event
	    *decision; /* the last of this round, or NULL */
	bool approved;
};

static bool
is_sent(const struct order *o)
{
	return o->state == ORDER_WAITING || o->state == ORDER_REJECTED ||
	       o->state == ORDER_APPROVED || o->state == ORDER_CONCLUDED;
}

static struct moment
later(struct moment a, struct moment b)
{
	return a.ms > b.ms ? a : b;
}

/* One that waits says so before one that has failed, that before a proven one.
 */
static struct milestone_shown
proven(const struct facts *f)
{
	const struct account_shown *a = f->accounts->items;
	struct milestone_shown m = { .state = MILESTONE_UNASKED };
	bool waits = false, failed = false, some = false;

	if (!is_sent(f->o))
		return (struct milestone_shown){ .state = MILESTONE_TODO };
	for (size_t i = 0; i < f->accounts->n; i++)
		switch ((enum account_proof_state)a[i].state) {
		case ACCOUNT_PROOF_ASKED:
		case ACCOUNT_PROOF_PAID:
			waits = true;
			m.at = later(m.at, later(a[i].asked_at, a[i].paid_at));
			break;
		case ACCOUNT_PROOF_FAILED:
		case ACCOUNT_PROOF_LAPSED:
			failed = true;
			m.at = later(m.at, a[i].ended_at);
			break;
		case ACCOUNT_PROOF_PROVEN:
			some = true;
			m.at = later(m.at, a[i].ended_at);
			break;
		case ACCOUNT_PROOF_NONE:
		case ACCOUNT_PROOF_RECALLED:
		case ACCOUNT_PROOF_CLOSED:
			break;
		}
	if (waits)
		m.state = MILESTONE_NOW;
	else if (failed)
		m.state = MILESTONE_FAILED;
	else if (some)
		m.state = MILESTONE_DONE;
	return m;
}

static struct milestone_shown
decided(const struct facts *f)
{
	struct milestone_shown m = { .state = MILESTONE_TODO };

	if (f->o->state == ORDER_WAITING)
		m.state = MILESTONE_NOW;
	else if (f->o->state == ORDER_REJECTED)
		m.state = MILESTONE_FAILED;
	else if (f->approved)
		m.state = MILESTONE_DONE;
	if (f->decision != NULL && m.state != MILESTONE_TODO &&
	    m.state != MILESTONE_NOW)
		m.at = f->decision->at;
	return m;
}

static const char *
granted(const struct facts *f, const struct milestone *row)
{
	return f->approved && f->decision != NULL &&
		       f->decision->granted != NULL
		   ? json_member_text(f->decision->granted, row->member)
		   : NULL;
}

static struct milestone_shown
shown(const struct facts *f, const struct milestone *row)
{
	struct milestone_shown m = { .state = MILESTONE_TODO };

	switch (row->of) {
	case MILESTONE_CHECKED:
		if (is_sent(f->o))
			m = (struct milestone_shown){ .state = MILESTONE_DONE,
				.at = f->o->submitted_at };
		break;
	case MILESTONE_PROVEN:
		return proven(f);
	case MILESTONE_DECIDED:
		return decided(f);
	case MILESTONE_GRANTED:
		m.value = granted(f, row);
		if (m.value != NULL) {
			m.state = MILESTONE_DONE;
			m.at = f->decision->at;
		}
		break;
	case MILESTONE_IN_FORCE:
		m.value = granted(f, row);
		if (m.value != NULL &&
		    strcmp(m.value,
			clock_day_text(f->r->mem, f->r->actor.now)) <= 0)
			m.state = MILESTONE_DONE;
		break;
	}
	return m;
}

struct list
milestones_of(struct request *r, const struct order *seen,
    const struct list *events, const struct list *accounts)
{
	const struct kind *kind = kind_of(seen->kind);
	const struct order_event *e = events->items;
	struct milestone_shown *all =
	    arena_alloc(r->mem, (kind->n_milestones + 1) * sizeof(*all));
	struct facts f = { .r = r,
		.o = seen,
		.accounts = accounts,
		.approved = seen->state == ORDER_APPROVED ||
			    seen->state == ORDER_CONCLUDED };

	for (size_t i = 0; i < events->n; i++)
		if (order_event_is_decision(&e[i]) &&
		    e[i].submission_no >= seen->round_no)
			f.decision = &e[i];
	for (size_t i = 0; i < kind->n_milestones; i++) {
		const struct milestone *row = &kind->milestones[i];
		all[i] = shown(&f, row);
		all[i].milestone =
		    words_find(&milestone_words, row->word)->value;
	}
	return (struct list){ all, kind->n_milestones };
}
