/*
 * A kind with everything that a kind can have: two desks of one administrative
 * level, an addressee that fills in a form of its own, parts within parts with
 * files and personal data, a tree, variants, an approval on the way that brings
 * something about, and last ones that put a record on file with a code and
 * change it later, leave something owed, and queue what happens when nobody
 * renews it in time. And one that pharmacies alone may begin, one that hangs
 * on another.
 */
#ifndef LIANGDING_TESTS_TRIAL_H
#define LIANGDING_TESTS_TRIAL_H

#include "app/order/order.h"
#include "app/record/record.h"

extern const struct kind trial_registration, trial_change, trial_supply,
    trial_recall;
extern const struct form trial_form, trial_grant_form;
extern const struct words trial_class_words;

/* The id of the bank of that code; 0 when there is none. */
int64_t trial_bank(struct request *r, const char *code);
/* The id of the institution's record of that code; 0 when there is none. */
int64_t trial_record(struct request *r, const char *code);
/* What a notice needs to know of a record; false when there is none. */
bool trial_record_by_id(struct request *r, int64_t id, struct record *out);

#endif
