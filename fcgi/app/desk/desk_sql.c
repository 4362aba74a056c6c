/* Who sits at the desks. */
#include "app/desk/desk.h"

#include "app/lasting/lasting.h"

/* Followed by a desk and a division for each that is found so. */
static const char sql_offices[] =
    "SELECT desk, id, name, phone FROM organisations WHERE sole = 1 AND "
    "(desk, division) IN ((0, 0)";
static const char sql_addressee[] =
    ") UNION ALL SELECT desk, id, name, phone FROM organisations "
    "WHERE id = ? AND sole IS NULL AND desk <> 0";

/* By its division; one that sits with another is where that is. */
static bool
is_sought(enum desk desk)
{
	const struct desk_row *row = desk_row(desk);

	return row->found == BY_DIVISION && row->seat == desk;
}

static void
select_offices(struct request *r, int64_t division, int64_t addressee,
    struct office offices[DESK_COUNT])
{
	struct buf sql = buf_new(r->mem);
	struct query *q;

	buf_puts(&sql, sql_offices);
	for (int i = DESK_NONE + 1; i < DESK_COUNT; i++)
		if (is_sought((enum desk)i))
			buf_printf(&sql, ", (%d, ?)", i);
	buf_puts(&sql, sql_addressee);
	q = db_query(r->db, buf_text(&sql));
	for (int i = DESK_NONE + 1; i < DESK_COUNT; i++) {
		const struct desk_row *row = desk_row((enum desk)i);
		offices[i] = (struct office){ 0, NULL, NULL };
		if (is_sought((enum desk)i))
			db_bind_int(q, division / row->width * row->width);
	}
	offices[DESK_NONE] = (struct office){ 0, NULL, NULL };
	db_bind_int(q, addressee);
	while (db_step(q) == DB_ROW)
		offices[db_int(q, 0)] = (struct office){ db_int(q, 1),
			db_text(q, r->mem, 2), db_text(q, r->mem, 3) };
	for (int i = DESK_NONE + 1; i < DESK_COUNT; i++)
		offices[i] = offices[desk_row((enum desk)i)->seat];
}

static const char *
copy(struct arena *mem, const char *s)
{
	return s == NULL ? NULL : arena_strdup(mem, s);
}

/* For the next that asks, as long as nobody moves. */
static void
keep(struct lasting *l, struct lasting_key key, const struct office *offices)
{
	struct office kept[DESK_COUNT];

	if (l == NULL)
		return;
	for (int i = 0; i < DESK_COUNT; i++)
		kept[i] = (struct office){ offices[i].id,
			lasting_text(l, offices[i].name),
			lasting_text(l, offices[i].phone) };
	lasting_keep(l, key, kept, sizeof(kept));
}

void
desk_offices(struct request *r, int64_t division, int64_t addressee,
    struct office offices[DESK_COUNT])
{
	const struct lasting_key key = { LASTING_OFFICES, division, addressee };
	const struct office *kept = lasting_find(r->lasting, key);

	if (kept == NULL) {
		select_offices(r, division, addressee, offices);
		if (db_error(r->db) == OK)
			keep(r->lasting, key, offices);
		return;
	}
	for (int i = 0; i < DESK_COUNT; i++)
		offices[i] =
		    (struct office){ kept[i].id, copy(r->mem, kept[i].name),
			    copy(r->mem, kept[i].phone) };
}
