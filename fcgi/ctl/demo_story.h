/*
 * Telling the story of an order: made, sent and decided by the rules that the
 * API runs, so that histories, counts and lists are those of real use. What
 * stories there are stands in demo_orders.c, demo_records.c. What fails is said
 * once; the teller goes on without doing anything.
 */
#ifndef LIANGDING_CTL_DEMO_STORY_H
#define LIANGDING_CTL_DEMO_STORY_H

#include "app/order/order.h"
#include "ctl/demo.h"

#define HOUR_MS 3600000LL
#define DAY_MS (24 * HOUR_MS)

struct teller {
	struct demo *demo;
	struct arena *mem; /* one order's */
	struct arena_mark mark;
	struct request r;
	int64_t ms, today; /* the moment of the story, and the real one */
	bool failed;
};

/* False when files cannot be kept; after true the caller frees t->mem. */
bool story_open(struct teller *t, struct demo *d);
/* Tells one, that begins at ms, in a transaction of its own. */
void story_one(
    struct teller *t, int64_t ms, void (*tell)(struct teller *t, int i), int i);

/* Moves the story, and the database's clock with it. */
void story_at(struct teller *t, int64_t ms);
/* From here on the named account speaks, under its grant of that role. */
void story_become(struct teller *t, const char *account, int64_t role);
void story_expect(struct teller *t, enum err e, const char *doing);

/* Begins an order; parent: what it hangs on, or NULL. */
struct order story_begin(
    struct teller *t, const struct kind *kind, const struct order *parent);
/* The order as it is now. */
struct order story_reread(struct teller *t, const char *order_no);
/* unlocks: why what was not asked for is changed, too, or NULL. */
void story_submit(struct teller *t, struct order *o, const struct json *content,
    const struct json *unlocks);

/* Seals what its last decision has asked for, if there is a key: at once, so
 * that it is done when the story goes on. */
void story_seal(struct teller *t, const struct order *o);
/* The paper that its approval gives out, if it does and there is a seal. */
void story_issue(struct teller *t, const struct order *o);

/* Uploads a paper for the field at path, as a PDF or, where that takes pictures
 * alone, as a scan; its file id. */
const char *story_upload(
    struct teller *t, const struct order *o, const char *path);
/* What orders of a sort answer alike. */
struct answer {
	const char *name;
	enum json_type type; /* an array has one item, the text */
	const char *text;
};
void story_answer(
    struct teller *t, struct json *content, const struct answer *all, size_t n);
/* "2026-11-22", so many days from the real today. */
const char *story_day(struct teller *t, int64_t days);

/* Adds a text, a paper. */
void story_set(
    struct teller *t, struct json *content, const char *name, const char *text);
void story_attach(struct teller *t, const struct order *o, struct json *content,
    const char *name);
/* Puts value where content has or will have name. */
void story_replace(struct teller *t, struct json *content, const char *name,
    struct json *value);
/* The remarks of a rejection: one. */
struct json *story_remark(struct teller *t, const char *field, const char *code,
    const char *words, const char *remedy);

#endif
