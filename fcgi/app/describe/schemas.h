/* JSON Schemas (2020-12) of forms and shapes, and the forms to draw. */
#ifndef LIANGDING_APP_SCHEMAS_H
#define LIANGDING_APP_SCHEMAS_H

#include "lib/form.h"

/* Tables that were met. */
enum { SEEN_MAX = 400 };
struct seen {
	const void *all[SEEN_MAX];
	const char *names[SEEN_MAX];
	size_t n;
};
/* True the first time; two tables under one name are a mistake that aborts. */
bool first_time(struct seen *seen, const void *p, const char *name);

void schema_ref(struct json_out *o, const char *name);
void schema_plain(struct json_out *o, const char *type);
/* What a field takes in a request. */
void schema_field(struct json_out *o, const struct field *f);
/* "components": every schema that a route uses, and those within. */
void schemas(struct json_out *o);
/* Those of one order's form and its parts, as members. */
void schemas_of(struct json_out *o, const struct form *content);

/* "x-liangding-forms": what the browser draws. */
void forms(struct json_out *o);
/* One of them, as a value. */
void form_drawn(struct json_out *o, const struct form *form);
/* "x-liangding-trees": those that the orders' forms reach. */
void trees(struct json_out *o);
void tree_drawn(struct json_out *o, const struct tree *tree);
/* "x-liangding-review": kinds, who may begin one, their steps and lists. */
void kinds_drawn(struct json_out *o);
/* The word of a value; NULL when the vocabulary has none. */
const char *word_or_null(const struct words *words, int64_t value);
/* A member in both languages. */
void both_drawn(
    struct json_out *o, const char *name, const char *zh, const char *en);
/* A member with the words of those roles. */
void roles_drawn(struct json_out *o, const char *name, unsigned bits);
/* "x-liangding-lists": what the browser shows of each list, and how it asks. */
void lists_drawn(struct json_out *o);

#endif
