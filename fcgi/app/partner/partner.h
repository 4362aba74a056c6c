/*
 * The banks that a province's health-insurance bureau works with (MERCH-2,
 * MERCH-6): its administrators keep which; its institutions choose one of them
 * as their clearing bank. What one has signed stays when it is a partner no
 * more.
 */
#ifndef LIANGDING_APP_PARTNER_H
#define LIANGDING_APP_PARTNER_H

#include "app/request.h"

struct partner {
	int64_t organisation_id, version;
	const char *code, *name;
	bool open, may_change;
	const char *changed_by; /* NULL: never changed */
	struct moment changed_at;
};

/* The bank of that code as a partner of the division's province, one that has
 * been among them; false when it never was, or there is no such bank. */
bool partner_find(
    struct request *r, int64_t division, const char *code, struct partner *out);

/* For the actor: its province's partners, and a bank's own row; for who may
 * change them, every bank there is. As struct partner, by name. */
struct list partner_select(struct request *r, bool all);
/* One of partner_select()'s; false when there is none of that code. */
bool partner_of_actor(
    struct request *r, bool all, const char *code, struct partner *out);
/* ERR_PARTNER_CHANGED when it is not at that version any more. */
enum err partner_save(
    struct request *r, const struct partner *p, bool open, int64_t version);

extern const struct object partner_object;
extern const struct form partner_form;
extern const struct shape partner_shape, partner_list_shape;
handler partner_list_http, partner_set_http;

#endif
