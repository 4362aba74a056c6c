/* Statements about divisions. */
#include "app/division/division.h"

enum { CHILDREN_MAX = 200 };

static const char sql_children[] =
    "SELECT LPAD(code, 6, '0') AS code, name, level, level = 3 AS leaf "
    "FROM divisions WHERE parent = ? ORDER BY code";

struct list
division_children(struct request *r, int64_t parent, const struct shape *shape)
{
	struct query *q = db_query(r->db, sql_children);

	db_bind_int(q, parent);
	return db_rows(q, r->mem, shape, CHILDREN_MAX);
}
