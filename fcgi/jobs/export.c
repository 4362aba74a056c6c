/* See export.h. */
#include "jobs/export.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "app/export/export_sql.h"
#include "app/list/columns.h"
#include "jobs/dossier.h"
#include "jobs/sheet.h"
#include "jobs/sweep.h"
#include "lib/log.h"
#include "lib/store.h"
#include "lib/store_walk.h"

enum {
	WIDTH_ROOM = 4, /* beside what a column holds, in characters */
	ROOM_BYTES = 64 * 1024 * 1024
};

/* One export on its way. */
struct work {
	struct server *server;
	struct arena *mem;
	const struct job *job;
	const struct export *e;
	const struct export_list *list;
	struct export_reading reading;
	/* of the list's items */
	const struct column *columns[LIST_COLUMNS_MAX];
	struct heading headings[LIST_COLUMNS_MAX];
	size_t n;
	struct sheet *sheet;
	int64_t lines;
};

/* True when the list of names, "a,b", has the name; all, when there is none. */
static bool
is_chosen(const char *names, const char *name)
{
	size_t len = strlen(name);

	if (names == NULL)
		return true;
	for (const char *at = names; (at = strstr(at, name)) != NULL; at += len)
		if ((at == names || at[-1] == ',') &&
		    (at[len] == ',' || at[len] == '\0'))
			return true;
	return false;
}

static const struct order_list_kind *
orders_of(const struct work *w)
{
	return w->list->orders == NULL ? NULL
				       : w->list->orders(w->reading.query);
}

/* A list of orders says itself what its title and facets are. */
static const char *
heading_of(const struct work *w, const struct column *c)
{
	const struct order_list_kind *list = orders_of(w);
	const struct facet *f =
	    list == NULL ? NULL : kind_facet_named(list, c->name, NULL);
	bool english = w->e->language == LANGUAGE_EN;

	if (f == NULL || f->zh == NULL)
		return english ? c->en : c->zh;
	if (w->list->headings && f->heading_zh != NULL)
		return english ? f->heading_en : f->heading_zh;
	return english ? f->en : f->zh;
}

static void
choose_columns(struct work *w)
{
	int64_t role = w->reading.r->actor.role;

	for (size_t i = 0; i < w->list->item->n; i++) {
		const struct column *c = &w->list->item->columns[i];
		if (!list_column_is_for(c, role) ||
		    (c->flags & COLUMN_PAGE_ONLY) != 0 ||
		    !is_chosen(w->e->columns, c->name))
			continue;
		if (w->n == LIST_COLUMNS_MAX)
			abort();
		w->columns[w->n] = c;
		w->headings[w->n++] =
		    (struct heading){ heading_of(w, c), c->width + WIDTH_ROOM };
	}
}

static const char *
said(const struct work *w, const struct word *word)
{
	if (word == NULL)
		return NULL;
	return w->e->language == LANGUAGE_EN ? word->en : word->zh;
}

/* All of a list of words, as a reader lists them. */
static const char *
all_said(
    const struct work *w, const struct words *words, const struct json *list)
{
	struct buf text = buf_new(w->mem);

	for (const struct json *j = list == NULL ? NULL : list->first;
	     j != NULL; j = j->next) {
		if (j != list->first)
			buf_puts(
			    &text, w->e->language == LANGUAGE_EN ? ", " : "、");
		buf_puts(&text, said(w, words_find(words, j->text)));
	}
	return buf_text(&text);
}

/* A facet's word as its reader says it; any other text as it is. */
static const char *
text_said(const struct work *w, const char *name, const char *text)
{
	const struct facet *f =
	    w->list->orders == NULL || text == NULL
		? NULL
		: kind_facet_named(orders_of(w), name, text);
	const struct word *word =
	    f == NULL || f->words == NULL ? NULL : words_find(f->words, text);

	return word == NULL ? text : said(w, word);
}

/* A vocabulary's word, or the number itself. */
static const char *
number_said(const struct work *w, const struct column *c, int64_t n)
{
	if (c->words != NULL)
		return said(w, words_at(c->words, n));
	if (n == 0 && (c->flags & COLUMN_NULLABLE) != 0)
		return NULL;
	return arena_printf(w->mem, "%lld", (long long)n);
}

static void
write_cell(struct work *w, const struct column *c, const void *item)
{
	const void *at = (const char *)item + c->offset;
	bool english = w->e->language == LANGUAGE_EN;

	switch (c->type) {
	case COLUMN_TIME:
		sheet_time(w->sheet, *(const struct moment *)at,
		    c->cell == CELL_SECOND);
		break;
	case COLUMN_TREE:
		sheet_text(w->sheet,
		    all_said(w, c->words, *(const struct json *const *)at));
		break;
	case COLUMN_BOOL:
		sheet_text(w->sheet, !*(const bool *)at
					 ? (english ? "No" : "否")
				     : english ? "Yes"
					       : "是");
		break;
	case COLUMN_INT:
		if (c->cell == CELL_MONEY)
			sheet_fen(w->sheet, *(const int64_t *)at);
		else if (c->cell == CELL_COUNT)
			sheet_count(w->sheet, *(const int64_t *)at);
		else
			sheet_text(
			    w->sheet, number_said(w, c, *(const int64_t *)at));
		break;
	case COLUMN_TEXT:
		sheet_text(
		    w->sheet, text_said(w, c->name, *(const char *const *)at));
		break;
	default:
		abort(); /* lists and objects are no cells */
	}
}

static void
write_lines(struct work *w, const struct list *items)
{
	const char *item = items->items;

	for (size_t i = 0; i < items->n; i++, item += w->list->item->size) {
		for (size_t c = 0; c < w->n; c++)
			write_cell(w, w->columns[c], item);
		sheet_end_line(w->sheet);
	}
	w->lines += (int64_t)items->n;
}

/* Who asked may have lost the right since, or the division changed. */
static bool
may_go_on(struct work *w)
{
	struct request *r = w->reading.r;
	const struct json *values;

	if (!export_actor(r, w->e) || !request_has_role(r, w->list->access))
		return false;
	values = w->e->query;
	if (values == NULL)
		return false;
	w->reading.query = export_query(r, w->list, values, NULL);
	return w->reading.query != NULL && r->problem.faults.first == NULL;
}

enum outcome { WHOLE, LOST, NO_ROOM };

/* Page by page; lost when it was cancelled, taken away or interrupted. */
static enum outcome
write_all(struct work *w, const volatile sig_atomic_t *stop)
{
	const struct config *config = &w->server->config;
	struct arena_mark mark = arena_mark(w->mem);

	while (!w->reading.ended) {
		struct list items = w->list->next(&w->reading);
		if (db_error(w->server->db) != OK || *stop)
			return LOST;
		write_lines(w, &items);
		if (!store_has_room(config->file_directory, ROOM_BYTES))
			return NO_ROOM;
		/* An empty last page renews nothing that it could be told by.
		 */
		if (!w->reading.ended && !job_go_on(w->server->db, w->job,
					     w->lines, EXPORT_LEASE_SECONDS))
			return LOST;
		arena_reset(w->mem, mark);
	}
	/* Packing a large file is one long step. */
	return job_go_on(w->server->db, w->job, w->lines, EXPORT_CLOSE_SECONDS)
		   ? WHOLE
		   : LOST;
}

void
export_finish(
    struct turn *t, const struct export *e, const char *part, int64_t progress)
{
	struct db *db = t->server->db;
	int64_t size = 0;

	db_begin(db);
	if (!job_done(db, &t->job, progress)) {
		unlink(part);
		if (db_error(db) == OK) {
			db_rollback(db);
			return;
		}
	} else if (store_finish_export(t->server->config.file_directory,
		       e->export_id, part, &size) != OK) {
		db_rollback(db);
		job_give_up(db, &t->job, "file.store_unavailable");
		return;
	} else {
		export_keep_size(db, e->id, size);
	}
	if (db_commit(db) == OK) {
		log_note("export.done", "%lld %s", (long long)progress,
		    e->order_id == 0 ? "lines" : "bytes");
		return;
	}
	/* The hold is a long one by now. Says nothing if it is done after all.
	 */
	db_clear(db);
	job_fail(db, &t->job, "retry");
}

static void
write_list(struct work *w, struct turn *t)
{
	const char *directory = w->server->config.file_directory;
	const char *part =
	    store_part(w->mem, directory, w->e->export_id, w->job->lease_no);
	struct total total = w->list->count(&w->reading);
	bool english = w->e->language == LANGUAGE_EN;
	enum outcome outcome;

	if (total.exact)
		job_expect(w->server->db, w->job, total.count);
	choose_columns(w);
	w->sheet =
	    sheet_begin(w->e->format == EXPORT_CSV ? SHEET_CSV : SHEET_XLSX,
		part, arena_printf(w->mem, "%s/exports", directory),
		english ? w->list->en : w->list->zh, w->headings, w->n);
	if (w->sheet == NULL) {
		job_give_up(w->server->db, w->job, "file.store_unavailable");
		return;
	}
	outcome = write_all(w, t->stop);
	if (outcome != WHOLE)
		sheet_abandon(w->sheet);
	else if (!sheet_end(w->sheet))
		outcome = NO_ROOM;
	if (outcome == WHOLE) {
		export_finish(t, w->e, part, w->lines);
		return;
	}
	unlink(part);
	if (outcome == NO_ROOM)
		job_give_up(w->server->db, w->job, "file.store_full");
	else if (*t->stop)
		job_release(w->server->db, w->job);
}

void
export_write(struct turn *t)
{
	struct export e;
	struct work w = {
		.server = t->server, .mem = t->mem, .job = &t->job, .e = &e
	};

	/* One that is cancelled takes its job with it. */
	if (!export_of_job(t->server->db, t->mem, t->job.object_id, &e)) {
		if (db_error(t->server->db) == OK)
			job_give_up(t->server->db, &t->job, "not_found");
		return;
	}
	if (e.order_id != 0) {
		dossier_write(t, &e);
		return;
	}
	w.list = export_list_of(e.list);
	if (w.list == NULL) {
		/* A newer program's; whoever runs that one may come by. */
		job_fail(t->server->db, &t->job, "export.unknown_list");
		return;
	}
	w.reading.r = job_request(t->server, t->mem);
	if (may_go_on(&w))
		write_list(&w, t);
	else if (db_error(t->server->db) == OK)
		job_give_up(t->server->db, &t->job, "export.not_allowed");
}

static void
visit_old(void *server, const void *name)
{
	const struct server *s = server;

	store_drop_export(s->config.file_directory, name);
}

/* Rows with their files; and files that no row is old enough for: parts of
 * writers that died, what was finished while it was cancelled. */
void
sweep_exports(struct server *s, struct arena *mem)
{
	struct list old = export_old(s->db, mem);
	const struct export *e = old.items;

	store_each_export(s->config.file_directory,
	    (int64_t)EXPORT_KEEP_HOURS * 3600, visit_old, s);
	for (size_t i = 0; i < old.n; i++) {
		store_drop_export(s->config.file_directory, e[i].export_id);
		export_forget(s->db, e[i].id);
	}
}
