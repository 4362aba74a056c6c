/* What follows from an approval; see issue.h. */
#include "app/issue/issue.h"

#include "app/duty/duty.h"
#include "app/order/order_sql.h"

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

enum err
issue_rotate(struct request *r, const struct order *o, int64_t no)
{
	struct order_event event = order_event_by_actor(r, o, EVENT_ROTATE);
	struct credential c;
	enum err e = credential_rotate(r, o, no, &c);

	if (e == OK)
		e = document_issue(r, o, kind_of(o->kind)->issues, &c);
	if (e == OK)
		order_add_event(r, o->id, &event);
	return e;
}

/* What o hangs on is concluded with it. */
static enum err
conclude_parent(struct request *r, const struct order *o)
{
	struct order parent;
	struct order_event e;

	if (o->parent_id == 0)
		return OK;
	if (!order_by_id(r->db, r->mem, o->parent_id, &parent))
		return db_error(r->db);
	e = order_event_by_actor(r, &parent, EVENT_CONFIRM);
	order_add_event(r, parent.id, &e);
	return order_conclude_parent(r->db, parent.id);
}

enum err
issue_conclude(struct request *r, const struct order *old, int64_t version,
    struct order *now_out)
{
	struct order o = *old;
	struct order_event e = order_event_by_actor(r, old, EVENT_CONFIRM);
	struct document d;
	enum err err;

	/* Nobody tries what has not been given out. */
	if (!document_current(r->db, r->mem, o.id, &d) ||
	    d.state != DOCUMENT_READY)
		return db_error(r->db) != OK ? db_error(r->db)
					     : ERR_DOCUMENT_UNFINISHED;

	o.state = ORDER_CONCLUDED;
	err = order_move(r, &o, version);
	if (err != OK)
		return err;
	order_add_event(r, o.id, &e);
	conclude_parent(r, &o);
	duty_clear(r->db, kind_of(o.kind)->confirms, o.id, o.organisation_id);
	o.version = version + 1;
	*now_out = o;
	return db_error(r->db);
}
