/* What follows from an approval; see issue.h. */
#include "app/issue/issue.h"

#include "app/duty/duty.h"

static enum err
owe(struct request *r, int64_t duty, int64_t order_id, int64_t organisation_id)
{
	return duty_set(r->db, &(struct duty_asked){ .duty = duty,
				   .organisation_id = organisation_id,
				   .object_id = order_id,
				   .order_id = order_id });
}

enum err
issue_approved(struct request *r, const struct order *o)
{
	const struct kind *kind = kind_of(o->kind);
	struct credential c;
	enum err e = OK;

	if (kind->issues != NULL) {
		e = credential_issue(r, o, kind->issues->environment, &c);
		if (e == OK)
			e = document_issue(r, o, kind->issues, &c);
	}
	if (e == OK && kind->invites != 0)
		e = owe(r, kind->invites, o->id, o->organisation_id);
	if (e == OK && kind->confirms != 0)
		e = owe(r, kind->confirms, o->id, o->organisation_id);
	return e;
}

/* What o's parent has left to be done, by sending in one like o. */
static int
invited_by(const struct order *o)
{
	const struct kind *parent = kind_of(o->kind)->parent;

	return parent == NULL || kind_upon(parent) != kind_of(o->kind)
		   ? 0
		   : parent->invites;
}

enum err
issue_sent(struct request *r, const struct order *o)
{
	int duty = invited_by(o);

	return duty == 0
		   ? OK
		   : duty_clear(r->db, duty, o->parent_id, o->organisation_id);
}

enum err
issue_withdrawn(struct request *r, const struct order *o)
{
	int duty = invited_by(o);

	return duty == 0 ? OK : owe(r, duty, o->parent_id, o->organisation_id);
}

bool
issue_may_confirm(const struct request *r, const struct order *o)
{
	return kind_of(o->kind)->confirms != 0 && o->state == ORDER_APPROVED &&
	       request_is_applicant(r, o->organisation_id);
}
