/* Statements about automatic passing, for this folder. */
#ifndef LIANGDING_APP_SWITCH_SQL_H
#define LIANGDING_APP_SWITCH_SQL_H

#include "app/request.h"

struct switch_row {
	int64_t area, kind, version;
	const char *division, *division_name, *changed_by;
	bool automatic, may_change;
	struct moment changed_at;
};

/* Every city of the actor's area that has a bureau, a row a kind. */
struct list switch_select(struct request *r, const struct shape *shape);
bool switch_find(struct request *r, const struct shape *shape, int64_t division,
    int64_t kind, struct switch_row *out);
/* Versioned; version 0 makes the row. ERR_SWITCH_CHANGED. */
enum err switch_save(struct request *r, int64_t division, int64_t kind,
    bool automatic, int64_t version);

#endif
