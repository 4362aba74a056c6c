/* A record over HTTP: what is in force, and how it came to be (INST-5). */
#include "app/audit/audit.h"
#include "app/desk/desk.h"
#include "app/order/corrections.h"
#include "app/order/order_sql.h"
#include "app/record/record.h"
#include "app/review/route.h"

/* A version as its reader sees it: whence it is, what it changed. */
struct version_seen {
	int64_t no, kind;
	const char *order_no;
	const struct json *granted;
	struct list changes; /* against the one before; none of the first */
	struct moment at;
};

#define NULLABLE .flags = COLUMN_NULLABLE
static const struct column version_columns[] = {
	COLUMN(version_seen, no),
	COLUMN_WITH(version_seen, order_no, NULLABLE),
	COLUMN_WITH(version_seen, kind, .words = &kind_words),
	COLUMN(version_seen, at),
	COLUMN_WITH(version_seen, granted, .schema = "granted", NULLABLE),
	COLUMN_WITH(version_seen, changes, .shape = &change_shape),
};
static const struct shape version_seen_shape =
    SHAPE(version_seen, version_columns);

struct record_document {
	const char *code, *title, *order_no, *change_no, *valid_until;
	int64_t kind, state, status, version, content_kind, begin;
	const char *institution_name, *institution_code, *division_name;
	const struct json *content;
	struct list versions;
};

static const struct column document_columns[] = {
	COLUMN(record_document, code),
	COLUMN_WITH(record_document, kind, .words = &kind_words),
	COLUMN_WITH(record_document, state, .words = &record_state_words),
	COLUMN_WITH(record_document, status, .words = &order_status_words),
	COLUMN(record_document, version),
	COLUMN_WITH(record_document, valid_until, NULLABLE),
	COLUMN_WITH(record_document, title, NULLABLE),
	COLUMN(record_document, institution_name),
	COLUMN_WITH(record_document, institution_code, NULLABLE),
	COLUMN(record_document, division_name),
	/* Of the order that brought the version in force. */
	COLUMN_WITH(record_document, content_kind, .words = &kind_words),
	COLUMN_WITH(record_document, content, .schema = "order_content"),
	/* What a change hangs on, and its kind where one may be begun. */
	COLUMN(record_document, order_no),
	COLUMN_WITH(record_document, begin, .words = &kind_words, NULLABLE),
	/* Of the change of it that is under review. */
	COLUMN_WITH(record_document, change_no, NULLABLE),
	COLUMN_WITH(record_document, versions, .shape = &version_seen_shape),
};
const struct shape record_document_shape =
    SHAPE(record_document, document_columns);

/* Its institution's, and those desks' that read what its kind puts on file. */
static enum err
record_load(struct request *r, struct scope *out)
{
	struct record *record = arena_alloc(r->mem, sizeof(*record));
	const struct kind *kind;

	if (!record_by_code(r, r->args[0], record))
		return db_error(r->db) != OK ? db_error(r->db) : ERR_NOT_FOUND;
	kind = kind_of(record->kind);
	if (kind == NULL)
		return ERR_UNAVAILABLE; /* of a newer program's making */
	out->organisation_id = record->organisation_id;
	out->division = record->division;
	out->addressee_id = record->addressee_id;
	out->desks = kind_readers(kind);
	r->object = record;
	return OK;
}
const struct object record_object = { "record", record_load, false, NULL };

/* All of them out of one statement, and their files out of another; each
 * submission is opened once, and compared with the one before it. */
static struct list
versions_of(struct request *r, const struct record *record)
{
	struct list all = record_sources(r, record->id);
	struct list files = record_files(r, record->id);
	const struct record_source *v = all.items;
	struct version_seen *seen =
	    arena_alloc(r->mem, (all.n + 1) * sizeof(*seen));
	struct submission now, after = { 0 };
	size_t n = 0;
	bool mine;

	for (size_t i = 0; i < all.n; i++) {
		const struct order o = { .id = v[i].order_id,
			.kind = v[i].kind,
			.state = ORDER_APPROVED,
			.organisation_id = record->organisation_id };
		if (kind_of(o.kind) == NULL)
			continue; /* of a newer program's making */
		now = corrections_submission(r, &o, v[i].content, files);
		if (n > 0)
			seen[n - 1].changes =
			    corrections_between(r, &now, &after);
		after = now;
		mine = desk_may_read(r, v[i].addressee_id);
		seen[n++] = (struct version_seen){ .no = v[i].no,
			.kind = v[i].kind,
			.order_no = mine ? v[i].order_no : NULL,
			.granted = mine ? v[i].granted : NULL,
			.at = v[i].at };
	}
	return (struct list){ seen, n };
}

/* What may be changed hangs on the order that put it on file. */
static void
fill_begin(
    struct request *r, const struct order *first, struct record_document *d)
{
	const struct kind *upon = kind_upon(kind_of(first->kind));

	d->order_no = first->order_no;
	if (upon != NULL && upon->changes && request_has_role(r, MAY_APPLY) &&
	    order_may_begin(r, upon) &&
	    !order_has_child(r->db, first->id, upon->number, 0))
		d->begin = upon->number;
}

enum err
record_get_http(struct request *r)
{
	const struct record *record = r->object;
	struct record_document *d = arena_alloc(r->mem, sizeof(*d));
	struct order source, first;

	if (!order_by_id(r->db, r->mem, record->order_id, &source) ||
	    kind_of(source.kind) == NULL)
		return db_error(r->db) != OK ? db_error(r->db)
					     : ERR_UNAVAILABLE;
	source.submission_no = record->submission_no;
	if (source.parent_id == 0 ||
	    !order_by_id(r->db, r->mem, source.parent_id, &first))
		first = source;
	audit_read(r, source.id, READ_ORDER);
	*d = (struct record_document){ .code = record->code,
		.kind = record->kind,
		.state = record->state,
		.status = review_status_on_file(
		    kind_of(record->kind), record->state == RECORD_CHANGING),
		.change_no = record_change_no(r, record),
		.valid_until = record->valid_until,
		.version = record->version,
		.title = source.title,
		.institution_name = source.institution_name,
		.institution_code = source.institution_code,
		.division_name = source.division_name,
		.content_kind = source.kind,
		.content = order_content_shown(
		    r, &source, order_submitted_content(r, &source)),
		.versions = versions_of(r, record) };
	fill_begin(r, &first, d);
	r->result = d;
	return db_error(r->db);
}
