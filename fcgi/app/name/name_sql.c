/* Statements about the parts of names. */
#include <string.h>

#include "app/name/name.h"
#include "lib/filter.h"
#include "lib/text.h"

static const char sql_single[] =
    "SELECT DISTINCT id FROM name_parts WHERE noun = ? AND part LIKE ? "
    "AND division >= ? AND division < ? LIMIT ?";

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

/*
 * Every clue with its own part and divisions, so that the database sees how
 * many names have each and begins with the rarest.
 */
static struct query *
start_join(struct db *db, struct arena *mem, enum noun noun,
    const struct name_parts *clues, int64_t from, int64_t before)
{
	struct buf sql = buf_new(mem);
	struct query *q;

	buf_puts(&sql, "SELECT p0.id FROM name_parts p0 ");
	for (size_t i = 1; i < clues->n; i++)
		buf_printf(&sql,
		    "JOIN name_parts p%zu ON p%zu.division = p0.division "
		    "AND p%zu.id = p0.id ",
		    i, i, i);
	for (size_t i = 0; i < clues->n; i++)
		buf_printf(&sql,
		    "%s p%zu.noun = ? AND p%zu.part = ? "
		    "AND p%zu.division >= ? AND p%zu.division < ? ",
		    i == 0 ? "WHERE" : "AND", i, i, i, i);
	buf_puts(&sql, "LIMIT ?");
	q = db_query(db, buf_text(&sql));
	for (size_t i = 0; i < clues->n; i++) {
		db_bind_int(q, noun);
		db_bind_text(q, clues->items[i]);
		db_bind_int(q, from);
		db_bind_int(q, before);
	}
	return q;
}

/* One character stands for every part that begins with it. */
static struct query *
start_single(struct db *db, struct arena *mem, enum noun noun,
    const char *character, int64_t from, int64_t before)
{
	struct query *q = db_query(db, sql_single);

	db_bind_int(q, noun);
	db_bind_text(q, filter_like(mem, character, FILTER_PREFIX));
	db_bind_int(q, from);
	db_bind_int(q, before);
	return q;
}

size_t
name_find(struct db *db, struct arena *mem, enum noun noun, const char *text,
    int64_t from, int64_t before, int64_t *ids_out, size_t max)
{
	struct name_parts clues;
	struct query *q;
	size_t n = 0;

	name_clues(mem, text, &clues);
	if (clues.n == 0)
		return 0;
	q = clues.single
		? start_single(db, mem, noun, clues.items[0], from, before)
		: start_join(db, mem, noun, &clues, from, before);
	db_bind_int(q, (int64_t)max + 1);
	while (db_step(q) == DB_ROW && n <= max) {
		if (n < max)
			ids_out[n] = db_int(q, 0);
		n++;
	}
	return n;
}
