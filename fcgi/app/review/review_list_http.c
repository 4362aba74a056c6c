/* The lists of a desk over HTTP: 待办 with counts per state, and 已办. */
#include "app/review/review_list.h"

#include "app/desk/desk.h"

/* In the order of the page's filters (REVIEW-1). */
static const struct field query_fields[] = {
	{ .name = "view",
	    .type = FIELD_CHOICE,
	    .words = &view_words,
	    .zh = "列表",
	    .en = "List",
	    INTO(review_query, view) },
	LIST_FIELD(review_query),
	{ .name = "order_no",
	    .type = FIELD_TEXT,
	    .max = 24,
	    .format = &format_digits,
	    .zh = "申请单号",
	    .en = "Application number",
	    .help_zh = "输入开头几位即可",
	    .help_en = "First few characters",
	    INTO(review_query, order_no) },
	{ .name = "kind",
	    .type = FIELD_CHOICE,
	    .words = &kind_words,
	    .zh = "审核类型",
	    .en = "Application type",
	    INTO(review_query, kind) },
	{ .name = "verdict",
	    .type = FIELD_CHOICE,
	    .words = &verdict_words,
	    .zh = "本级审核意见",
	    .en = "Your desk's decision",
	    INTO(review_query, verdict) },
	{ .name = "state",
	    .type = FIELD_CHOICE,
	    .words = &desk_state_words,
	    .zh = "审核状态",
	    .en = "Status",
	    INTO(review_query, state) },
	{ .name = "division",
	    .type = FIELD_INTEGER,
	    .min = 110000,
	    .max = 820000,
	    .zh = "医保区划",
	    .en = "Division",
	    INTO(review_query, division) },
	FACET_B_FIELD(review_query),
	FACET_A_FIELD(review_query),
	{ .name = "title",
	    .type = FIELD_TEXT,
	    .max = 50,
	    .zh = "名称",
	    .en = "Name",
	    INTO(review_query, title) },
	{ .name = "institution_name",
	    .type = FIELD_TEXT,
	    .max = 100,
	    .zh = "机构名称",
	    .en = "Institution name",
	    INTO(review_query, institution_name) },
	{ .name = "institution_code",
	    .type = FIELD_TEXT,
	    .max = 12,
	    .format = &format_upper_code,
	    .zh = "机构编码",
	    .en = "Institution code",
	    .help_zh = "输入开头几位即可",
	    .help_en = "First few characters",
	    INTO(review_query, institution_code) },
	{ .name = "submitted_from",
	    .type = FIELD_DATE,
	    .zh = "提交时间起",
	    .en = "Submitted from",
	    INTO(review_query, submitted_from) },
	{ .name = "submitted_to",
	    .type = FIELD_DATE,
	    .not_before = "submitted_from",
	    .zh = "提交时间止",
	    .en = "Submitted to",
	    INTO(review_query, submitted_to) },
	{ .name = "decided_from",
	    .type = FIELD_DATE,
	    .zh = "审核时间起",
	    .en = "Decided from",
	    INTO(review_query, decided_from) },
	{ .name = "decided_to",
	    .type = FIELD_DATE,
	    .not_before = "decided_from",
	    .zh = "审核时间止",
	    .en = "Decided to",
	    INTO(review_query, decided_to) },
	{ .name = "sort",
	    .type = FIELD_CHOICE,
	    .words = &review_sort_words,
	    .zh = "排序",
	    .en = "Sort",
	    INTO(review_query, sort) },
	PAGE_FIELDS(review_query),
	CURSOR_FIELDS(review_query),
};
const struct form review_query_form = FORM_INTO("review_query", "审核列表查询",
    "Review search", query_fields, review_query);
static const struct column item_columns[] = {
#define COL(type, name, ...) COLUMN_WITH(review_item, name, __VA_ARGS__),
#include "app/review/review_list.def"
};
const struct shape review_item_shape = SHAPE(review_item, item_columns);

static const struct column count_columns[] = {
	COLUMN_WITH(review_counts, waiting, .shape = &total_shape),
	COLUMN_WITH(review_counts, approved, .shape = &total_shape),
	COLUMN_WITH(review_counts, rejected, .shape = &total_shape),
	COLUMN_WITH(review_counts, decided, .shape = &total_shape),
	COLUMN_WITH(review_counts, decided_approved, .shape = &total_shape),
	COLUMN_WITH(review_counts, decided_rejected, .shape = &total_shape),
};
static const struct shape counts_shape = SHAPE(review_counts, count_columns);

static const struct column list_columns[] = {
	COLUMN_WITH(review_list, items, .shape = &review_item_shape),
	COLUMN_WITH(review_list, total, .shape = &total_shape),
	COLUMN(review_list, page),
	COLUMN(review_list, page_size),
	COLUMN_WITH(review_list, next, .flags = COLUMN_NULLABLE),
	COLUMN_WITH(review_list, previous, .flags = COLUMN_NULLABLE),
	COLUMN_WITH(review_list, searched, .flags = COLUMN_NULLABLE),
	COLUMN_WITH(review_list, counts, .shape = &counts_shape),
};
const struct shape review_list_shape = SHAPE(review_list, list_columns);

static const char *
cursor_at(const struct search *s, const struct review_item *item)
{
	return cursor_text(s->r->mem, item->at, item->order_no);
}

/*
 * The slice's rows. A slow search looks through a few first and through more
 * when those do not fill the page, but never through all there are: the
 * cursor where it stopped leads on.
 */
static const char *
select_rows(
    const struct search *s, struct slice *slice, struct review_list *list)
{
	const char *stop = NULL;

	if (!review_search_is_slow(s)) {
		list->items = review_list_select(s, slice);
		return NULL;
	}
	for (slice->scan = SCAN_FEW;; slice->scan = SCAN_MOST) {
		list->items = review_list_select(s, slice);
		if ((int64_t)list->items.n == slice->take)
			return NULL;
		stop = review_list_stop(s, slice);
		if (stop == NULL || slice->scan == SCAN_MOST)
			break;
	}
	list->searched = stop == NULL ? 0 : slice->scan;
	return stop;
}

/* The slice's rows as a page, and the cursors to its neighbours. */
static void
fill_page(const struct search *s, const struct page_asked *place,
    struct slice *slice, bool reversed, struct review_list *list)
{
	const char *stop;
	size_t size = (size_t)list->page_size;
	const struct review_item *items;
	bool more;

	if (slice->take == 0)
		return;
	stop = select_rows(s, slice, list);
	more = list->items.n > size;
	if (more)
		list->items.n = size;
	*(reversed ? &list->previous : &list->next) = stop;
	if (list->items.n == 0) {
		/* Back to where this search went on from. */
		if (place->after != NULL)
			list->previous = place->after;
		return;
	}
	if (reversed)
		slice_turn(&list->items, sizeof(*items));
	items = list->items.items;
	if (slice_has_previous(place, more))
		list->previous = cursor_at(s, &items[0]);
	if (slice_has_next(place, slice, reversed, more))
		list->next = cursor_at(s, &items[list->items.n - 1]);
}

/* How many rows the page takes from where they are counted. */
static int64_t
rows_of(const struct review_list *list, const struct review_query *query)
{
	if (query->after != NULL || query->before != NULL)
		return list->page_size;
	if (list->page > PAGE_JUMP_MAX)
		return PAGE_JUMP_MAX * list->page_size;
	return list->page * list->page_size;
}

/* The list asked for, else the first that the desk reviews. */
static void
choose_list(struct request *r, struct facets *f)
{
	enum desk desk = (enum desk)r->actor.desk;
	const struct order_list_kind *list =
	    f->list == 0 ? kind_reviewed_next(NULL, desk, r->actor.permits)
			 : kind_list(f->list);

	if (f->list != 0 && (list == NULL || !kind_list_is_at(list, desk)))
		request_fault(r, &review_query_form, "list", "choice");
	else if (list == NULL || kind_list_lacks(list, desk, r->actor.permits))
		r->broken = ERR_REVIEW_NOT_PERMITTED;
	else
		f->list = list->number;
}

static bool
is_addressed(const struct request *r)
{
	return desk_row((enum desk)r->actor.desk)->found == BY_ADDRESSEE;
}

const void *
review_query_check(struct request *r, const void *asked)
{
	struct review_query *q = arena_alloc(r->mem, sizeof(*q));

	*q = *(const struct review_query *)asked;
	choose_list(r, &q->facets);
	if (r->broken != OK)
		return NULL;
	kind_facets_check(r, &review_query_form, &q->facets);
	if (q->division != 0 && !is_addressed(r) &&
	    !division_within(q->division, r->actor.division)) {
		request_fault(r, &review_query_form, "division", "choice");
		request_foreign(r);
	}
	if (q->view == VIEW_DECIDED && q->state != 0)
		request_fault(r, &review_query_form, "state", "not_here");
	if (q->view != VIEW_DECIDED && q->decided_from.ms != 0)
		request_fault(
		    r, &review_query_form, "decided_from", "not_here");
	if (q->view != VIEW_DECIDED && q->decided_to.ms != 0)
		request_fault(r, &review_query_form, "decided_to", "not_here");
	if (q->view != VIEW_DECIDED && q->verdict != 0)
		request_fault(r, &review_query_form, "verdict", "not_here");
	if (q->sort == SORT_DUE &&
	    (q->view == VIEW_DECIDED || q->state != DESK_WAITING))
		request_fault(r, &review_query_form, "sort", "not_here");
	return r->problem.faults.first == NULL ? q : NULL;
}

enum err
review_list_http(struct request *r)
{
	const struct review_query *query = review_query_check(r, r->query);
	struct search s;
	struct review_list *list = arena_alloc(r->mem, sizeof(*list));
	struct slice slice;
	struct page_asked place;
	bool reversed;

	if (query == NULL)
		return ERR_INVALID;
	s = review_search(r, query);
	place = page_asked_of(
	    query->page, query->page_size, query->after, query->before);
	list->page = place.page;
	list->page_size = place.page_size;
	review_search_prepare(&s, rows_of(list, query));
	review_list_count(&s, list);
	if (!slice_find(r->mem, &place, list->total,
		s.by_due || query->sort == SORT_OLDEST, &slice, &reversed)) {
		request_fault(r, &review_query_form, "page", "too_deep");
		return ERR_INVALID;
	}
	fill_page(&s, &place, &slice, reversed, list);
	r->result = list;
	return db_error(r->db);
}
