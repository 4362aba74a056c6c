/* Statements about seals. */
#include "app/seal/seal.h"

#include "app/kind/kind.h"

enum { OWNERS_MAX = 1000 };

static const char sql_owners[] =
    "SELECT division, name FROM organisations WHERE FIND_IN_SET(desk, ?) "
    "AND sole = 1 ORDER BY division LIMIT ?";

static const struct column owner_columns[] = {
	COLUMN(seal_owner, division),
	COLUMN(seal_owner, name),
};
static const struct shape owner_shape = SHAPE(seal_owner, owner_columns);

/* The desks whose steps seal, as FIND_IN_SET takes them. */
static const char *
desks_sealing(struct arena *mem)
{
	struct buf desks = buf_new(mem);

	for (const struct kind *const *k = kinds; *k != NULL; k++)
		for (size_t i = 0; i < (*k)->n_steps; i++)
			if ((*k)->steps[i].seals)
				buf_printf(&desks, "%s%d",
				    desks.len == 0 ? "" : ",",
				    (*k)->steps[i].desk);
	return buf_text(&desks);
}

struct list
seal_owners(struct db *db, struct arena *mem)
{
	struct query *q = db_query(db, sql_owners);

	db_bind_text(q, desks_sealing(mem));
	db_bind_int(q, OWNERS_MAX);
	return db_rows(q, mem, &owner_shape, OWNERS_MAX);
}
