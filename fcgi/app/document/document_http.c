/* Papers over HTTP: handed to their institution, verified by anybody. */
#include <string.h>

#include "app/desk/desk.h"
#include "app/document/document_sql.h"
#include "app/order/order_sql.h"
#include "app/rate.h"
#include "lib/mask.h"

static const struct column columns[] = {
	COLUMN(document, document_no),
	COLUMN_WITH(document, kind, .words = &document_kind_words),
	COLUMN(document, no),
	COLUMN_WITH(document, state, .words = &document_state_words),
	COLUMN_WITH(document, standing, .words = &document_standing_words),
	COLUMN_WITH(document, awaits, .words = &document_awaits_words,
	    .flags = COLUMN_NULLABLE),
	COLUMN(document, created_at),
	COLUMN_WITH(document, ready_at, .flags = COLUMN_NULLABLE),
	COLUMN_WITH(document, changed_at, .flags = COLUMN_NULLABLE),
};
const struct shape document_shape = SHAPE(document, columns);

static enum err
load(struct request *r, struct scope *out)
{
	struct document *d = arena_alloc(r->mem, sizeof(*d));

	if (!document_by_no(r->db, r->mem, r->args[0], d))
		return db_error(r->db) != OK ? db_error(r->db) : ERR_NOT_FOUND;
	if (kind_issue(d->kind) == NULL)
		return ERR_UNAVAILABLE; /* of a newer program's making */
	out->organisation_id = d->organisation_id;
	r->object = d;
	return OK;
}
const struct object document_object = { "document", load, false, NULL };

enum err
document_content_http(struct request *r)
{
	const struct document *d = r->object;
	size_t len = 0;

	if (d->standing == DOCUMENT_SUPERSEDED)
		return ERR_DOCUMENT_SUPERSEDED;
	if (d->standing == DOCUMENT_REVOKED)
		return ERR_DOCUMENT_REVOKED;
	if (d->state != DOCUMENT_READY)
		return ERR_DOCUMENT_UNFINISHED;
	r->answer.body = document_open(r, d, &len);
	if (r->answer.body == NULL)
		return r->broken;
	r->answer.status = 200;
	r->answer.type = "application/pdf";
	r->answer.body_len = len;
	http_set_header(&r->answer, "Content-Disposition",
	    arena_printf(r->mem, "attachment; filename*=UTF-8''%s",
		http_encoded_name(
		    r->mem, arena_printf(r->mem, "%s %s.pdf",
				kind_issue(d->kind)->zh, d->document_no))));
	return OK;
}

/* Masked: whoever holds the paper compares, and nobody else learns much. */
struct verification {
	int64_t kind, standing;
	const char *document_no, *institution_name, *issuer_name;
	struct moment issued_at, changed_at;
};

static const struct column verification_columns[] = {
	COLUMN_WITH(verification, kind, .words = &document_kind_words),
	COLUMN_WITH(verification, standing, .words = &document_standing_words),
	COLUMN(verification, document_no),
	COLUMN(verification, institution_name),
	COLUMN_WITH(verification, issuer_name, .flags = COLUMN_NULLABLE),
	COLUMN(verification, issued_at),
	COLUMN_WITH(verification, changed_at, .flags = COLUMN_NULLABLE),
};
const struct shape verification_shape =
    SHAPE(verification, verification_columns);

/* Its letters, and of its figures the first and the last. */
static const char *
masked_number(struct arena *mem, const char *no)
{
	size_t letters = strcspn(no, "0123456789");

	return arena_printf(
	    mem, "%.*s%s", (int)letters, no, mask_text(mem, no + letters));
}

enum err
verification_http(struct request *r)
{
	struct verification *v = arena_alloc(r->mem, sizeof(*v));
	struct office offices[DESK_COUNT];
	const struct issue *issue;
	struct document d;
	struct order o;

	if (!rate_allows(r, RATE_VERIFY, rate_address(r),
		r->server->config.verifications_a_minute))
		return ERR_VERIFIED_TOO_OFTEN;
	/* One that is not drawn yet is in nobody's hands. */
	if (!document_by_code(r->db, r->mem, r->args[0], &d) ||
	    d.state != DOCUMENT_READY || (issue = kind_issue(d.kind)) == NULL ||
	    !order_by_id(r->db, r->mem, d.order_id, &o))
		return ERR_DOCUMENT_UNKNOWN;
	desk_offices(r, o.division, o.addressee_id, offices);
	*v = (struct verification){ .kind = d.kind,
		.standing = d.standing,
		.document_no = masked_number(r->mem, d.document_no),
		.institution_name = mask_text(r->mem, o.institution_name),
		.issuer_name = offices[issue->desk].name,
		.issued_at = d.ready_at,
		.changed_at = d.changed_at };
	r->result = v;
	return db_error(r->db);
}
