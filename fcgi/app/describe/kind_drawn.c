/* Kinds, their steps and lists, as the browser goes by them; see schemas.h. */
#include "app/describe/schemas.h"
#include "app/kind/kind.h"
#include "app/request.h"

static void
step(struct json_out *o, const struct kind *k, const struct step *s)
{
	json_object(o);
	json_set_text(o, "kind", k->name);
	json_set_text(o, "desk", word_or_null(&desk_words, s->desk));
	json_set_text(o, "action", word_or_null(&step_action_words, s->action));
	json_set_text(o, "waiting", s->waiting.word);
	json_set_text(o, "rejected", s->rejected.word);
	json_set_int(o, "days", s->days);
	json_set_text(o, "counted",
	    s->days == 0 ? NULL : word_or_null(&day_count_words, s->counted));
	json_set_text(o, "grants", s->grants == NULL ? NULL : s->grants->name);
	json_set_bool(o, "seals", s->seals);
	if (s->notes.word != NULL)
		both_drawn(o, "notes", s->notes.zh, s->notes.en);
	json_set_text(o, "owes",
	    s->action == ACTION_VIEW ? NULL
	    : s->owes == OWES_REASON ? "reason"
				     : "remark");
	both_drawn(o, "missed", s->missed_zh, s->missed_en);
	json_object_end(o);
}

static void
facet(struct json_out *o, const char *name, const struct facet *f)
{
	json_name(o, name);
	if (f->zh == NULL) {
		json_null(o);
		return;
	}
	json_object(o);
	json_set_text(o, "zh", f->zh);
	json_set_text(o, "en", f->en);
	json_set_text(o, "enum", f->words == NULL ? NULL : f->words->name);
	both_drawn(o, "heading", f->heading_zh == NULL ? f->zh : f->heading_zh,
	    f->heading_en == NULL ? f->en : f->heading_en);
	json_object_end(o);
}

static void
desks_drawn(struct json_out *o, unsigned desks)
{
	json_array(o);
	for (int desk = DESK_NONE + 1; desk < DESK_COUNT; desk++)
		if ((desks >> desk & 1) != 0)
			json_text(o, word_or_null(&desk_words, desk));
	json_array_end(o);
}

/* The pages of lists, and what stands in their columns. */
static void
lists(struct json_out *o)
{
	json_name(o, "lists");
	json_array(o);
	for (const struct order_list_kind *l = kind_list_next(NULL); l != NULL;
	     l = kind_list_next(l)) {
		json_object(o);
		json_set_text(o, "name", l->name);
		json_set_text(o, "zh", l->zh);
		json_set_text(o, "en", l->en);
		facet(o, "title", &l->title);
		facet(o, "facet_a", &l->facet_a);
		facet(o, "facet_b", &l->facet_b);
		json_set_bool(o, "page", l->page);
		json_name(o, "kinds");
		json_array(o);
		for (const struct kind *const *k = kinds; *k != NULL; k++)
			if ((*k)->list == l)
				json_text(o, (*k)->name);
		json_array_end(o);
		json_name(o, "desks");
		json_array(o);
		for (int desk = DESK_NONE + 1; desk < DESK_COUNT; desk++)
			if (kind_list_is_at(l, (enum desk)desk))
				json_text(o, word_or_null(&desk_words, desk));
		json_array_end(o);
		json_name(o, "permitted");
		desks_drawn(o, l->permitted);
		json_object_end(o);
	}
	json_array_end(o);
}

/* Who may begin one; no institutions, no seats: any may. */
static void
applies(struct json_out *o, const struct applies *a)
{
	json_name(o, "applies");
	json_object(o);
	roles_drawn(o, "roles", a->roles == 0 ? MAY(OPERATOR) : a->roles);
	json_name(o, "institutions");
	if (a->institutions == 0) {
		json_null(o);
	} else {
		json_array(o);
		for (size_t i = 0; i < institution_kind_words.n; i++) {
			const struct word *w = &institution_kind_words.list[i];
			if ((a->institutions >> w->value & 1) != 0)
				json_text(o, w->word);
		}
		json_array_end(o);
	}
	json_name(o, "seats");
	if (a->seats == 0)
		json_null(o);
	else
		desks_drawn(o, a->seats);
	json_object_end(o);
}

void
kinds_drawn(struct json_out *o)
{
	json_name(o, "x-liangding-review");
	json_object(o);
	json_name(o, "steps");
	json_array(o);
	for (const struct kind *const *k = kinds; *k != NULL; k++)
		for (size_t i = 0; i < (*k)->n_steps; i++)
			step(o, *k, &(*k)->steps[i]);
	json_array_end(o);
	json_name(o, "kinds");
	json_array(o);
	for (const struct kind *const *k = kinds; *k != NULL; k++) {
		json_object(o);
		json_set_text(o, "name", (*k)->name);
		json_set_text(o, "list", (*k)->list->name);
		json_set_text(o, "parent",
		    (*k)->parent == NULL ? NULL : (*k)->parent->name);
		json_set_text(o, "changing", (*k)->changing.word);
		json_set_text(o, "concluded", (*k)->concluded.word);
		json_set_text(o, "issues",
		    (*k)->issues == NULL ? NULL : (*k)->issues->name);
		applies(o, &(*k)->applies);
		json_object_end(o);
	}
	json_array_end(o);
	lists(o);
	json_object_end(o);
}
