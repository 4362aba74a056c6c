/* A desk's figures over HTTP. */
#include "app/figure/figure.h"
#include "app/kind/kind.h"

struct figure_month {
	const char *month; /* "2026-11" */
	int64_t approved, rejected;
};
static const struct column month_columns[] = {
	COLUMN(figure_month, month),
	COLUMN(figure_month, approved),
	COLUMN(figure_month, rejected),
};
static const struct shape month_shape = SHAPE(figure_month, month_columns);

/* How long the desk took over a kind: half of its decisions no longer. */
struct figure_kind {
	int64_t kind, decided, hours;
};
static const struct column kind_columns[] = {
	COLUMN_WITH(figure_kind, kind, .words = &kind_words),
	COLUMN(figure_kind, decided),
	COLUMN(figure_kind, hours),
};
static const struct shape kind_shape = SHAPE(figure_kind, kind_columns);

struct figure_list {
	int64_t list;
	const struct total *waiting, *late;
	struct list months, kinds;
};
static const struct column list_columns[] = {
	COLUMN_WITH(figure_list, list, .words = &order_list_words),
	COLUMN_WITH(figure_list, waiting, .shape = &total_shape),
	COLUMN_WITH(figure_list, late, .shape = &total_shape),
	COLUMN_WITH(figure_list, months, .shape = &month_shape),
	COLUMN_WITH(figure_list, kinds, .shape = &kind_shape),
};
static const struct shape list_shape = SHAPE(figure_list, list_columns);

struct figures {
	struct list items;
};
static const struct column columns[] = {
	COLUMN_WITH(figures, items, .shape = &list_shape),
};
const struct shape figure_list_shape = SHAPE(figures, columns);

/* The hours that a bucket begins with. */
static int64_t
hours_of(int64_t bucket)
{
	return bucket < FIGURE_FINE_HOURS
		   ? bucket
		   : FIGURE_FINE_HOURS +
			 (bucket - FIGURE_FINE_HOURS) * FIGURE_COARSE_HOURS;
}

/* So many months before the one of the day, as yyyymm. */
static int64_t
month_before(int day, int months)
{
	int n = day / 10000 * 12 + day / 100 % 100 - 1 - months;

	return (int64_t)(n / 12) * 100 + n % 12 + 1;
}

static const struct total *
counted(struct request *r, int64_t list, bool late)
{
	struct total *t = arena_alloc(r->mem, sizeof(*t));

	*t = total_capped(figure_waiting(r, list, late));
	return t;
}

static bool
is_of(const struct figure_row *row, const struct order_list_kind *list)
{
	const struct kind *k = kind_of(row->kind);

	return k != NULL && k->list == list;
}

/* The last of them is the present one. */
static struct list
months_of(struct request *r, const struct list *rows,
    const struct order_list_kind *list)
{
	int day = clock_local_day(r->actor.now);
	struct figure_month *all =
	    arena_alloc(r->mem, FIGURE_MONTHS * sizeof(*all));
	const struct figure_row *from = rows->items;

	for (int i = 0; i < FIGURE_MONTHS; i++) {
		int64_t month = month_before(day, FIGURE_MONTHS - 1 - i);
		all[i].month = arena_printf(r->mem, "%04lld-%02lld",
		    (long long)(month / 100), (long long)(month % 100));
		for (size_t k = 0; k < rows->n; k++) {
			if (from[k].month != month || !is_of(&from[k], list))
				continue;
			if (from[k].verdict == VERDICT_APPROVE)
				all[i].approved += from[k].n;
			else
				all[i].rejected += from[k].n;
		}
	}
	return (struct list){ all, FIGURE_MONTHS };
}

/* Rows of one kind come by their buckets: the median is where half are past. */
static int64_t
median_of(const struct figure_row *rows, size_t n, int64_t total)
{
	int64_t past = 0;

	for (size_t i = 0; i < n; i++) {
		past += rows[i].n;
		if (past * 2 >= total)
			return hours_of(rows[i].bucket);
	}
	return 0;
}

static struct list
kinds_of(struct request *r, const struct list *rows,
    const struct order_list_kind *list)
{
	const struct figure_row *from = rows->items;
	struct figure_kind *all =
	    arena_alloc(r->mem, (rows->n + 1) * sizeof(*all));
	size_t n = 0;

	for (size_t i = 0, end; i < rows->n; i = end) {
		int64_t total = 0;
		for (end = i; end < rows->n && from[end].kind == from[i].kind;
		     end++)
			total += from[end].n;
		if (is_of(&from[i], list))
			all[n++] = (struct figure_kind){ from[i].kind, total,
				median_of(&from[i], end - i, total) };
	}
	return (struct list){ all, n };
}

enum err
figure_list_http(struct request *r)
{
	enum desk desk = (enum desk)r->actor.desk;
	int64_t permits = r->actor.permits;
	struct list rows = figure_rows(
	    r, month_before(clock_local_day(r->actor.now), FIGURE_MONTHS - 1));
	struct figure_list *all =
	    arena_alloc(r->mem, order_list_words.n * sizeof(*all));
	struct figures *f = arena_alloc(r->mem, sizeof(*f));
	const struct order_list_kind *list = NULL;
	size_t n = 0;

	while ((list = kind_reviewed_next(list, desk, permits)) != NULL)
		all[n++] = (struct figure_list){ list->number,
			counted(r, list->number, false),
			counted(r, list->number, true),
			months_of(r, &rows, list), kinds_of(r, &rows, list) };
	f->items = (struct list){ all, n };
	r->result = f;
	return db_error(r->db);
}
