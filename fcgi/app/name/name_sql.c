/* Statements about the parts of names. */
#include <string.h>

#include "app/name/name.h"
#include "lib/filter.h"
#include "lib/text.h"

void
name_add(struct db *db, struct arena *mem, enum noun noun, int64_t id,
    int64_t division, const char *name)
{
	struct name_parts parts;
	struct buf sql = buf_new(mem);
	struct query *q;

	name_split(mem, name, &parts);
	if (parts.n == 0)
		return;
	buf_puts(
	    &sql, "INSERT INTO name_parts (noun, part, division, id) VALUES ");
	for (size_t i = 0; i < parts.n; i++)
		buf_puts(&sql, i == 0 ? "(?, ?, ?, ?)" : ", (?, ?, ?, ?)");
	buf_puts(&sql, " ON DUPLICATE KEY UPDATE id = VALUES(id)");
	q = db_query(db, buf_text(&sql));
	for (size_t i = 0; i < parts.n; i++) {
		db_bind_int(q, noun);
		db_bind_text(q, parts.items[i]);
		db_bind_int(q, division);
		db_bind_int(q, id);
	}
	db_run(q);
}

void
name_select(struct buf *sql, const struct name_parts *clues)
{
	buf_printf(sql, "SELECT %sp0.id FROM name_parts p0 ",
	    clues->single ? "DISTINCT " : "");
	for (size_t i = 1; i < clues->n; i++)
		buf_printf(sql,
		    "JOIN name_parts p%zu ON p%zu.noun = p0.noun AND "
		    "p%zu.part = ? AND p%zu.division = p0.division AND "
		    "p%zu.id = p0.id ",
		    i, i, i, i, i);
	buf_puts(sql, "WHERE p0.noun = ? AND p0.part LIKE ? AND "
		      "p0.division >= ? AND p0.division < ?");
}

void
name_bind(struct query *q, struct arena *mem, enum noun noun,
    const struct name_parts *clues, int64_t from, int64_t before)
{
	for (size_t i = 1; i < clues->n; i++)
		db_bind_text(q, clues->items[i]);
	db_bind_int(q, noun);
	/* No part is longer: with two characters this is equality. */
	db_bind_text(q, filter_like(mem, clues->items[0], FILTER_PREFIX));
	db_bind_int(q, from);
	db_bind_int(q, before);
}
