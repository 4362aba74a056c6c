/* Who sits at the desks. */
#include "app/desk/desk.h"

static const char sql_offices[] =
    "SELECT desk, id, name, phone FROM organisations WHERE sole = 1 AND "
    "(desk, division) IN ((1, ?), (2, ?), (3, ?), (4, 0), (5, ?), (7, ?), "
    "(8, ?)) UNION ALL SELECT desk, id, name, phone FROM organisations "
    "WHERE id = ?";

void
desk_offices(struct request *r, int64_t division, int64_t addressee,
    struct office offices[DESK_COUNT])
{
	struct query *q = db_query(r->db, sql_offices);
	int64_t city = division / 100 * 100,
		province = division / 10000 * 10000;

	for (int i = 0; i < DESK_COUNT; i++)
		offices[i] = (struct office){ 0, NULL, NULL };
	db_bind_int(q, division);
	db_bind_int(q, city);
	db_bind_int(q, province);
	db_bind_int(q, city);
	db_bind_int(q, province);
	db_bind_int(q, city);
	db_bind_int(q, addressee);
	while (db_step(q) == DB_ROW)
		offices[db_int(q, 0)] = (struct office){ db_int(q, 1),
			db_text(q, r->mem, 2), db_text(q, r->mem, 3) };
}
