/* Whom this worker has met; see known.h. */
#include "app/session/known.h"

#include <stdlib.h>
#include <string.h>

enum { PLACES = 512, NAMES_BYTES = 400 };

struct seat {
	struct met met; /* of session 0: nobody's place */
	int64_t kept_at;
	struct actor actor;
	char names[NAMES_BYTES];
};

struct known {
	struct seat places[PLACES];
};

/* Sessions are numbered one after another and so have places of their own. */
static size_t
place_of(int64_t session_id)
{
	return (uint64_t)session_id % PLACES;
}

bool
known_has(const struct known *k, int64_t session_id, int64_t grant_id)
{
	const struct met *met =
	    k == NULL ? NULL : &k->places[place_of(session_id)].met;

	return met != NULL && met->session_id == session_id &&
	       met->grant_id == grant_id;
}

const struct actor *
known_find(const struct known *k, const struct met *met)
{
	const struct seat *p;

	if (k == NULL || met->session_id == 0)
		return NULL;
	p = &k->places[place_of(met->session_id)];
	return p->met.session_id == met->session_id &&
		       p->met.account_id == met->account_id &&
		       p->met.grant_id == met->grant_id &&
		       p->met.facts == met->facts &&
		       clock_ticks() - p->kept_at < KNOWN_MS
		   ? &p->actor
		   : NULL;
}

/* Copies *name to *to and points it there; false when it does not fit. */
static bool
keep_name(const char **name, char **to, const char *end)
{
	size_t size = *name == NULL ? 0 : strlen(*name) + 1;

	if (size > (size_t)(end - *to))
		return false;
	if (size > 0)
		*name = memcpy(*to, *name, size);
	*to += size;
	return true;
}

void
known_keep(struct known **k, const struct met *met, const struct actor *actor)
{
	struct seat *p;
	struct actor a = *actor;
	char *to;

	if (*k == NULL && (*k = calloc(1, sizeof(**k))) == NULL)
		abort();
	p = &(*k)->places[place_of(met->session_id)];
	p->met.session_id = 0;
	to = p->names;
	if (!keep_name(&a.account_name, &to, p->names + NAMES_BYTES) ||
	    !keep_name(&a.display_name, &to, p->names + NAMES_BYTES) ||
	    !keep_name(&a.organisation_name, &to, p->names + NAMES_BYTES))
		return;
	p->met = *met;
	p->met.facts = actor->facts;
	p->kept_at = clock_ticks();
	p->actor = a;
}
