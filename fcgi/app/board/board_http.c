/* The board over HTTP. */
#include "app/board/board.h"

#include "app/duty/duty.h"
#include "app/kind/kind.h"

static const struct column item_columns[] = {
	COLUMN(board_item, order_no),
	COLUMN_WITH(board_item, title, .flags = COLUMN_NULLABLE),
	COLUMN(board_item, institution_name),
	COLUMN_WITH(board_item, kind, .words = &kind_words),
	COLUMN_WITH(board_item, state, .words = &order_state_words),
	COLUMN_WITH(
	    board_item, desk, .words = &desk_words, .flags = COLUMN_NULLABLE),
	COLUMN_WITH(board_item, action, .words = &step_action_words,
	    .flags = COLUMN_NULLABLE),
	COLUMN(board_item, asked),
	COLUMN_WITH(board_item, supplement, .flags = COLUMN_PRIVATE),
	COLUMN_WITH(board_item, status, .words = &order_status_words),
	COLUMN_WITH(board_item, due_at, .flags = COLUMN_NULLABLE),
	COLUMN_WITH(board_item, since, .flags = COLUMN_NULLABLE),
	COLUMN_WITH(board_item, office_name, .flags = COLUMN_NULLABLE),
	COLUMN_WITH(board_item, office_phone, .flags = COLUMN_NULLABLE),
	COLUMN_WITH(board_item, reason, .flags = COLUMN_NULLABLE),
	COLUMN_WITH(board_item, field, .flags = COLUMN_NULLABLE),
	COLUMN_WITH(board_item, remarks, .flags = COLUMN_PRIVATE),
};
const struct shape board_item_shape = SHAPE(board_item, item_columns);

struct section_shown {
	struct list items;
	const struct total *total;
};

static const struct column section_columns[] = {
	COLUMN_WITH(section_shown, items, .shape = &board_item_shape),
	COLUMN_WITH(section_shown, total, .shape = &total_shape),
};
static const struct shape section_shape = { "board_section", section_columns,
	sizeof(section_columns) / sizeof(section_columns[0]),
	sizeof(struct section_shown) };

static const struct column duties_columns[] = {
	COLUMN_WITH(section_shown, items, .shape = &duty_shape),
	COLUMN_WITH(section_shown, total, .shape = &total_shape),
};
static const struct shape duties_shape = { "board_duties", duties_columns,
	sizeof(duties_columns) / sizeof(duties_columns[0]),
	sizeof(struct section_shown) };

struct board {
	const struct section_shown *overdue, *due_soon, *todo, *in_progress,
	    *duties;
};

static const struct column board_columns[] = {
	COLUMN_WITH(board, overdue, .shape = &section_shape),
	COLUMN_WITH(board, due_soon, .shape = &section_shape),
	COLUMN_WITH(board, todo, .shape = &section_shape),
	COLUMN_WITH(board, in_progress, .shape = &section_shape),
	COLUMN_WITH(board, duties, .shape = &duties_shape),
};
const struct shape board_shape = SHAPE(board, board_columns);

static const struct section_shown *
show(struct request *r, const struct board_section *s)
{
	struct section_shown *shown = arena_alloc(r->mem, sizeof(*shown));
	struct total *total = arena_alloc(r->mem, sizeof(*total));

	*total = s->total;
	*shown = (struct section_shown){ s->items, total };
	return shown;
}

/* A bureau: by deadline; what it passed on is others' work. */
static void
fill_bureau(struct request *r, struct board_section sections[4])
{
	const struct moment none = { 0 }, now = r->actor.now;
	const struct moment soon = { now.ms +
				     (int64_t)DUE_SOON_HOURS * 3600 * 1000 };

	board_waiting(r, none, now, &sections[0]);
	board_waiting(r, now, soon, &sections[1]);
	board_waiting(r, soon, none, &sections[2]);
	board_passed_on(r, &sections[3]);
}

/* Behind what is there, what the same person has to do otherwise. */
static void
add_section(
    struct request *r, struct board_section *to, const struct board_section *s)
{
	const struct board_item *first = to->items.items,
				*second = s->items.items;
	size_t n = to->items.n + s->items.n;
	struct board_item *all = arena_alloc(r->mem, (n + 1) * sizeof(*all));

	for (size_t i = 0; i < n; i++)
		all[i] = i < to->items.n ? first[i] : second[i - to->items.n];
	to->items = (struct list){ all, n };
	to->total.count += s->total.count;
	to->total.exact = to->total.exact && s->total.exact;
}

/* An institution: what it has to do, what is with the offices, and late. */
static void
fill_institution(struct request *r, struct board_section sections[4])
{
	board_own(r, 1U << ORDER_WAITING, LATE_ONLY, &sections[0]);
	board_own(r, 1U << ORDER_DRAFT | 1U << ORDER_REJECTED, LATE_OR_NOT,
	    &sections[2]);
	board_own(r, 1U << ORDER_WAITING, IN_TIME_ONLY, &sections[3]);
}

enum err
board_http(struct request *r)
{
	struct board_section sections[4] = { 0 }, own[4] = { 0 };
	struct board_section duties = { 0 };
	struct board *b = arena_alloc(r->mem, sizeof(*b));

	for (int i = 0; i < 4; i++)
		sections[i].total.exact = own[i].total.exact = true;
	duties.total.exact = true;
	if (request_has_role(r, MAY_REVIEW)) {
		fill_bureau(r, sections);
	}
	/* A bureau's administrator may do both. */
	if (request_has_role(r, MAY_APPLY)) {
		fill_institution(r, own);
		for (int i = 0; i < 4; i++)
			add_section(r, &sections[i], &own[i]);
		duties.items = duty_own(r, &duties.total);
	}
	*b = (struct board){ show(r, &sections[0]), show(r, &sections[1]),
		show(r, &sections[2]), show(r, &sections[3]),
		show(r, &duties) };
	r->result = b;
	return db_error(r->db);
}
