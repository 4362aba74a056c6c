/* See export.h. */
#include "jobs/export.h"

#include <string.h>
#include <sys/stat.h>

#include "app/export/export_sql.h"
#include "jobs/sheet.h"
#include "jobs/sweep.h"
#include "lib/log.h"
#include "lib/store.h"

enum { COLUMNS_MAX = 32 };

/* One export on its way. */
struct work {
	struct server *server;
	struct arena *mem;
	const struct export *e;
	const struct export_list *list;
	struct export_reading reading;
	const struct column *columns[COLUMNS_MAX]; /* of the list's items */
	struct heading headings[COLUMNS_MAX];
	size_t n;
	struct sheet *sheet;
	int64_t lines;
};

static const struct column *
column_of(const struct shape *shape, const char *name)
{
	for (size_t i = 0; i < shape->n; i++)
		if (strcmp(shape->columns[i].name, name) == 0)
			return &shape->columns[i];
	return NULL;
}

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

static void
choose_columns(struct work *w)
{
	for (size_t i = 0; i < w->list->n; i++) {
		const struct export_column *c = &w->list->columns[i];
		if (!is_chosen(w->e->columns, c->name))
			continue;
		w->columns[w->n] = column_of(w->list->item, c->name);
		w->headings[w->n++] = (struct heading){
			w->e->language == LANGUAGE_EN ? c->en : c->zh, c->width
		};
	}
}

static void
write_cell(struct work *w, const struct column *c, const void *item)
{
	const char *member = (const char *)item + c->offset;
	const struct word *word;

	if (c->type == COLUMN_TIME) {
		sheet_time(w->sheet, *(const struct moment *)member);
	} else if (c->words != NULL) {
		word = words_at(c->words, *(const int64_t *)member);
		sheet_text(w->sheet, word == NULL ? NULL
				     : w->e->language == LANGUAGE_EN
					 ? word->en
					 : word->zh);
	} else {
		sheet_text(w->sheet, *(const char *const *)member);
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

static struct request *
request_for(struct work *w)
{
	struct request *r = arena_alloc(w->mem, sizeof(*r));

	*r = (struct request){
		.server = w->server, .db = w->server->db, .mem = w->mem
	};
	r->problem.faults.mem = w->mem;
	return r;
}

/* Who asked may have lost the right since, or the division changed. */
static bool
may_go_on(struct work *w)
{
	struct request *r = w->reading.r;
	const struct json *values;

	if (w->list == NULL || !export_actor(r, w->e) ||
	    !request_has_role(r, w->list->access))
		return false;
	values = json_read(w->mem, w->e->query, strlen(w->e->query));
	if (values == NULL)
		return false;
	w->reading.query = export_query(r, w->list, values);
	return r->problem.faults.first == NULL;
}

/* Page by page; false when it was cancelled, taken away or interrupted. */
static bool
write_all(struct work *w, const volatile sig_atomic_t *stop)
{
	struct arena_mark mark = arena_mark(w->mem);

	while (!w->reading.ended) {
		struct list items;
		if (*stop) {
			export_release(w->server->db, w->e);
			return false;
		}
		items = w->list->next(&w->reading);
		if (db_error(w->server->db) != OK)
			return false;
		write_lines(w, &items);
		if (!export_go_on(w->server->db, w->e, w->lines))
			return false;
		arena_reset(w->mem, mark);
	}
	return true;
}

static void
finish(struct work *w, const char *part)
{
	const char *directory = w->server->config.file_directory;
	struct stat st;

	if (stat(part, &st) != 0 ||
	    store_finish_export(directory, w->e->export_id) != OK) {
		export_fail(w->server->db, w->e);
		return;
	}
	if (!export_finish(w->server->db, w->e, w->lines, st.st_size))
		store_drop_export(directory, w->e->export_id); /* cancelled */
	log_note("export.done", "%lld lines", (long long)w->lines);
}

static void
write_export(struct work *w, const volatile sig_atomic_t *stop)
{
	const char *directory = w->server->config.file_directory;
	const char *path = store_export(w->mem, directory, w->e->export_id);
	const char *part = arena_printf(w->mem, "%s.part", path);
	struct total total = w->list->count(&w->reading);
	bool english = w->e->language == LANGUAGE_EN, whole;

	if (total.exact)
		export_expect(w->server->db, w->e->id, total.count);
	choose_columns(w);
	w->sheet =
	    sheet_begin(part, arena_printf(w->mem, "%s/exports", directory),
		english ? w->list->en : w->list->zh, w->headings, w->n);
	if (w->sheet == NULL) {
		export_fail(w->server->db, w->e);
		return;
	}
	whole = write_all(w, stop);
	if (!sheet_end(w->sheet) && whole)
		export_fail(w->server->db, w->e);
	else if (whole)
		finish(w, part);
	else
		store_drop_export(directory, w->e->export_id);
}

bool
export_next(
    struct server *s, struct arena *mem, const volatile sig_atomic_t *stop)
{
	struct arena_mark mark = arena_mark(mem);
	struct export e;
	struct work w = { .server = s, .mem = mem, .e = &e };
	bool found = export_claim(s->db, mem, &e);

	if (found) {
		w.list = export_list_of(e.list);
		w.reading.r = request_for(&w);
		if (e.attempts > EXPORT_ATTEMPTS || !may_go_on(&w))
			export_fail(s->db, &e);
		else
			write_export(&w, stop);
	}
	arena_reset(mem, mark);
	return found;
}

void
sweep_exports(struct server *s, struct arena *mem)
{
	struct list old = export_old(s->db, mem);
	const struct export *e = old.items;

	for (size_t i = 0; i < old.n; i++) {
		store_drop_export(s->config.file_directory, e[i].export_id);
		export_forget(s->db, e[i].id);
	}
}
