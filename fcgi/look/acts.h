/*
 * What a PDF does, draws from elsewhere or carries, judged key by key. What
 * starts by itself may only turn to a page: of everything else that could be
 * started there is no complete list. What waits for a click is the reader's
 * own doing, and only what would harm even then is refused.
 */
#ifndef LIANGDING_LOOK_ACTS_H
#define LIANGDING_LOOK_ACTS_H

#include <qpdf/qpdf-c.h>

/*
 * What the value at key of dictionary holder makes of the document: a fault
 * of faults.def, or NULL. Begins no iteration of its own.
 */
const char *acts_judge(
    qpdf_data q, qpdf_oh holder, const char *key, qpdf_oh value);
/* The same for /AA, whose members each start by themselves. Iterates it. */
const char *acts_judge_triggers(qpdf_data q, qpdf_oh triggers);

#endif
