/* Exports over HTTP. */
#include <stdlib.h>
#include <string.h>

#include "app/audit/audit.h"
#include "app/export/export_sql.h"
#include "app/list/columns.h"
#include "app/order/order.h"
#include "app/rate.h"
#include "lib/store.h"

enum { ROOM_BYTES = 64 * 1024 * 1024 };

struct export_new {
	const struct json *query;
	const char *columns;
	int64_t language, format;
};

static const struct word formats[] = {
	{ EXPORT_XLSX, "xlsx", "Excel 工作簿", "Excel workbook", NULL, NULL },
	{ EXPORT_CSV, "csv", "CSV 文本", "CSV text", NULL, NULL },
};
static const struct words format_words = WORDS("export_format", formats);

/* "order_no,title": names of columns. */
static bool
is_column_list(const char *text)
{
	return strspn(text, "abcdefghijklmnopqrstuvwxyz_,") == strlen(text);
}

static const struct format format_columns = { "columns", NULL, is_column_list,
	"列名以逗号分隔，例如 order_no,title",
	"Names with commas, for example order_no,title" };

static const struct field fields[] = {
	{ .name = "query",
	    .type = FIELD_CONTENT,
	    .flags = FIELD_REQUIRED,
	    .zh = "查询条件",
	    .en = "What the list is asked",
	    INTO(export_new, query) },
	{ .name = "columns",
	    .type = FIELD_TEXT,
	    .max = LIST_NAMES_MAX,
	    .format = &format_columns,
	    .zh = "列",
	    .en = "Columns",
	    INTO(export_new, columns) },
	{ .name = "language",
	    .type = FIELD_CHOICE,
	    .words = &language_words,
	    .zh = "语言",
	    .en = "Language",
	    INTO(export_new, language) },
	{ .name = "format",
	    .type = FIELD_CHOICE,
	    .words = &format_words,
	    .zh = "文件格式",
	    .en = "Format",
	    INTO(export_new, format) },
};
const struct form export_new_form =
    FORM_INTO("export_new", "导出列表", "Export a list", fields, export_new);

struct dossier_new {
	int64_t language;
};

static const struct field dossier_fields[] = {
	{ .name = "language",
	    .type = FIELD_CHOICE,
	    .words = &language_words,
	    .zh = "语言",
	    .en = "Language",
	    INTO(dossier_new, language) },
};
const struct form dossier_new_form = FORM_INTO("dossier_new", "下载卷宗",
    "Download a dossier", dossier_fields, dossier_new);

static const struct column columns[] = {
	COLUMN(export, export_id),
	/* null: a dossier, or a newer program knows it */
	COLUMN_WITH(export, list, .words = &export_list_words,
	    .flags = COLUMN_NULLABLE),
	COLUMN_WITH(export, order_no, .flags = COLUMN_NULLABLE),
	COLUMN_WITH(export, query, .schema = "export_query"),
	/* null: a dossier */
	COLUMN_WITH(
	    export, format, .words = &format_words, .flags = COLUMN_NULLABLE),
	COLUMN_WITH(export, state, .words = &job_state_words),
	COLUMN(export, written),
	COLUMN_WITH(export, total, .flags = COLUMN_NULLABLE),
	COLUMN_WITH(export, size, .flags = COLUMN_NULLABLE),
	COLUMN(export, created_at),
	COLUMN_WITH(export, finished_at, .flags = COLUMN_NULLABLE),
};
const struct shape export_shape = SHAPE(export, columns);

struct exports {
	struct list items;
};

static const struct column list_columns[] = {
	COLUMN_WITH(exports, items, .shape = &export_shape),
};
const struct shape export_list_shape = SHAPE(exports, list_columns);

static enum err
load(struct request *r, struct scope *out)
{
	struct export *e = arena_alloc(r->mem, sizeof(*e));

	(void)out;
	if (!export_by_id(r, r->args[0], e))
		return db_error(r->db) != OK               ? db_error(r->db)
		       : export_is_anothers(r, r->args[0]) ? request_foreign(r)
							   : ERR_NOT_FOUND;
	r->object = e;
	return OK;
}
const struct object export_object = { "export", load, true, NULL };

/* What was exported before makes way. */
static void
make_room(struct request *r)
{
	struct list surplus = export_surplus(r);
	const struct export *e = surplus.items;

	for (size_t i = 0; i < surplus.n; i++) {
		export_forget(r->db, e[i].id);
		store_drop_export(
		    r->server->config.file_directory, e[i].export_id);
	}
}

/* The list that the route "/<word>-exports" is for. */
static const struct export_list *
list_of(const struct route *route)
{
	const char *name = route->path + 1;
	const struct word *w = NULL;

	for (size_t i = 0; i < export_list_words.n; i++) {
		const struct word *one = &export_list_words.list[i];
		size_t len = strlen(one->word);
		if (strncmp(name, one->word, len) == 0 &&
		    strcmp(name + len, "-exports") == 0)
			w = one;
	}
	if (w == NULL)
		abort(); /* a route of no list */
	return export_list_of(w->value);
}

/* What is asked for, if there is room for it, and the answer. */
static enum err
begin(struct request *r, const struct export *asked)
{
	const struct config *config = &r->server->config;
	struct export *e = arena_alloc(r->mem, sizeof(*e));

	if (export_under_way(r) >= EXPORTS_UNDER_WAY)
		return ERR_EXPORTS_TOO_MANY;
	if (!rate_allows(
		r, RATE_EXPORT, r->actor.account_id, config->exports_an_hour) ||
	    !rate_allows(r, RATE_ORGANISATION_EXPORT, r->actor.organisation_id,
		config->organisation_exports_an_hour))
		return ERR_EXPORTS_TOO_OFTEN;
	if (!store_is_ready(config->file_directory))
		return ERR_STORE_DOWN;
	if (!store_has_room(config->file_directory, ROOM_BYTES))
		return ERR_STORE_FULL;
	make_room(r);
	*e = *asked;
	e->export_id = crypt_random_text(r->mem, 16);
	if (e->language == 0)
		e->language = LANGUAGE_ZH;
	e->state = JOB_WAITING;
	e->created_at = r->actor.now;
	r->result = e;
	return export_insert(r, e);
}

/* All lists are asked alike; a fault of the query is told below "query". */
enum err
export_begin_http(struct request *r)
{
	const struct export_new *form = r->form;
	const struct export_list *list = list_of(r->route);
	const struct json *query;
	const void *asked = export_query(r, list, form->query, &query);

	for (struct fault *f = r->problem.faults.first; f; f = f->next)
		f->path = arena_printf(r->mem, "query.%s", f->path);
	if (asked == NULL || r->problem.faults.first != NULL)
		return ERR_INVALID;
	r->noted_object = list->name;
	if (list->note != NULL)
		list->note(r, asked);
	return begin(
	    r, &(struct export){ .list = list->id,
		   .query = query,
		   .columns = form->columns,
		   .language = form->language,
		   .format = form->format == 0 ? EXPORT_XLSX : form->format });
}

enum err
dossier_begin_http(struct request *r)
{
	const struct dossier_new *form = r->form;
	const struct order *o = &((const struct order_seen *)r->object)->order;

	return begin(r, &(struct export){ .order_id = o->id,
			    .order_no = o->order_no,
			    .query = json_make(r->mem, JSON_OBJECT, NULL),
			    .language = form->language });
}

enum err
export_list_http(struct request *r)
{
	struct exports *x = arena_alloc(r->mem, sizeof(*x));

	x->items = export_recent(r);
	r->result = x;
	return db_error(r->db);
}

enum err
export_get_http(struct request *r)
{
	r->result = r->object;
	return OK;
}

enum err
export_content_http(struct request *r)
{
	const struct export *e = r->object;
	const struct export_list *list = export_list_of(e->list);
	/* One of a newer program's is whole, whatever it is called. */
	const char *name = list == NULL ? "export" : list->name;
	bool dossier = e->order_id != 0;
	const char *end = e->format == EXPORT_CSV ? "csv" : "xlsx";

	if (e->state != JOB_DONE)
		return ERR_EXPORT_UNFINISHED;
	if (dossier) {
		name = e->order_no == NULL ? "dossier" : e->order_no;
		audit_read(r, e->order_id, READ_FILE);
	}
	r->noted_object = name;
	r->answer.status = 200;
	http_set_header(&r->answer, "Content-Type",
	    dossier ? "application/zip"
	    : e->format == EXPORT_CSV
		? "text/csv; charset=utf-8"
		: "application/vnd.openxmlformats-officedocument."
		  "spreadsheetml.sheet");
	http_set_header(&r->answer, "Content-Disposition",
	    dossier
		? arena_printf(r->mem, "attachment; filename=\"%s.zip\"", name)
		: arena_printf(r->mem, "attachment; filename=\"%s-%08d.%s\"",
		      name, clock_local_day(e->created_at), end));
	http_set_header(&r->answer, "X-Accel-Redirect",
	    arena_printf(r->mem, "%s/_exports/%s",
		http_param(&r->http, "PREFIX"), e->export_id));
	return OK;
}

enum err
export_delete_http(struct request *r)
{
	const struct export *e = r->object;

	export_forget(r->db, e->id);
	store_drop_export(r->server->config.file_directory, e->export_id);
	return db_error(r->db);
}
