/*
 * Names as they are compared (PLAT-21), and searched by any part of them: the
 * pairs of neighbouring characters of each name are kept beside it, since
 * Chinese has no words to look up and LIKE '%…%' reads every name there is.
 */
#ifndef LIANGDING_APP_NAME_H
#define LIANGDING_APP_NAME_H

#include "lib/db.h"

/* The titles of orders are a noun for each list that they stand in, so that one
 * list's mass is in no other's way. */
enum noun { NOUN_ORGANISATION = 1, NOUN_RECORD, NOUN_ORDER = 100 };
#define name_noun(list) ((enum noun)(NOUN_ORDER + (list)))

enum { NAME_PARTS_MAX = 120, NAME_CLUES_MAX = 4, NAME_KEY_MAX = 400 };

/* Some text's parts, each once. */
struct name_parts {
	const char *items[NAME_PARTS_MAX];
	size_t n;
	bool single; /* one character: a name may have it in several parts */
};

/*
 * A name as the columns *_key hold it: text_fold(), at most NAME_KEY_MAX
 * characters. NULL for NULL; from mem.
 */
const char *name_key(struct arena *mem, const char *name);

/* True when people would call them the same name. */
bool name_is_same(struct arena *mem, const char *a, const char *b);

/* Every pair of neighbours in a name's key and its last character. */
void name_split(struct arena *mem, const char *name, struct name_parts *out);
/*
 * At most NAME_CLUES_MAX parts that any name must have whose key contains
 * that of text; a single character stands for every part beginning with it.
 */
void name_clues(struct arena *mem, const char *text, struct name_parts *out);

/*
 * Keeps the parts of a name of noun id, which lies in division. Those of an
 * earlier name stay: whoever searches looks at the names once more.
 */
void name_add(struct db *db, struct arena *mem, enum noun noun, int64_t id,
    int64_t division, const char *name);
/*
 * The ids of the noun's names in the divisions from to before that have all of
 * text's clues, the first max of them; more than max is max + 1. A name that
 * has the clues need not have the text.
 */
size_t name_find(struct db *db, struct arena *mem, enum noun noun,
    const char *text, int64_t from, int64_t before, int64_t *ids_out,
    size_t max);

#endif
