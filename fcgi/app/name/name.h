/*
 * Searching names by any part of them: the pairs of neighbouring characters
 * of each name are kept beside it, since Chinese has no words to look up and
 * LIKE '%…%' reads every name there is.
 */
#ifndef LIANGDING_APP_NAME_H
#define LIANGDING_APP_NAME_H

#include "lib/db.h"

enum noun { NOUN_ORGANISATION = 1, NOUN_ORDER };

enum { NAME_PARTS_MAX = 120, NAME_CLUES_MAX = 4 };

/* Some text's parts, each once. */
struct name_parts {
	const char *items[NAME_PARTS_MAX];
	size_t n;
	bool single; /* one character: a name may have it in several parts */
};

/* Every pair of neighbours in name and its last character. */
void name_split(struct arena *mem, const char *name, struct name_parts *out);
/*
 * At most NAME_CLUES_MAX parts that any name containing text must have; a
 * single character stands for every part beginning with it.
 */
void name_clues(struct arena *mem, const char *text, struct name_parts *out);

/*
 * Keeps the parts of a name of noun id, which lies in division. Those of an
 * earlier name stay: whoever searches looks at the names once more.
 */
void name_add(struct db *db, struct arena *mem, enum noun noun, int64_t id,
    int64_t division, const char *name);
/*
 * SQL that yields the ids (column id) of the noun's names in an area that
 * have all the clues; name_bind() binds in step: the clues, and the area's
 * first division and the one after its last.
 */
void name_select(struct buf *sql, const struct name_parts *clues);
void name_bind(struct query *q, struct arena *mem, enum noun noun,
    const struct name_parts *clues, int64_t from, int64_t before);

#endif
