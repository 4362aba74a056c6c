/* Uploading, reading and removing files. */
#include "app/file/file.h"

#include <stdlib.h>
#include <string.h>

#include "app/audit/audit.h"
#include "app/desk/desk.h"
#include "app/file/file_sql.h"
#include "app/order/order.h"
#include "app/order/order_sql.h"
#include "lib/accept.h"
#include "lib/look.h"
#include "lib/scan.h"
#include "lib/slot.h"
#include "lib/store.h"

enum {
	FILES_AN_ORDER = 100,
	PART_BYTES = 64 * 1024,
	LOOK_WAIT_MS = 2500,
	LOOK_STUCK_MS = 1000,
	OFFSET_DIGITS = 18
};

struct file_new {
	const char *field, *name;
	int64_t size;
};

static const struct field new_fields[] = {
	{ .name = "field",
	    .type = FIELD_TEXT,
	    .flags = FIELD_REQUIRED,
	    .max = PATH_CHARS_MAX,
	    .zh = "材料名称",
	    .en = "Attachment",
	    INTO(file_new, field) },
	{ .name = "name",
	    .type = FIELD_TEXT,
	    .flags = FIELD_REQUIRED,
	    .max = 200,
	    .format = &format_file_name,
	    .zh = "文件名",
	    .en = "File name",
	    INTO(file_new, name) },
	{ .name = "size",
	    .type = FIELD_INTEGER,
	    .flags = FIELD_REQUIRED,
	    .min = 0,
	    .zh = "文件大小",
	    .en = "Size in bytes",
	    INTO(file_new, size) },
};
const struct form file_new_form =
    FORM_INTO("file_new", "上传文件", "Upload a file", new_fields, file_new);

struct file_document {
	const char *file_id, *order_no, *field, *name, *media_type;
	int64_t size, offset, chunk_size, state, width, height, pages;
};

static const struct column columns[] = {
	COLUMN(file_document, file_id),
	COLUMN(file_document, order_no),
	COLUMN(file_document, field),
	COLUMN(file_document, name),
	COLUMN(file_document, size),
	COLUMN(file_document, offset),
	COLUMN(file_document, chunk_size),
	COLUMN_WITH(file_document, state, .words = &file_state_words),
	COLUMN_WITH(file_document, media_type, .flags = COLUMN_NULLABLE),
	COLUMN_WITH(file_document, width, .flags = COLUMN_NULLABLE),
	COLUMN_WITH(file_document, height, .flags = COLUMN_NULLABLE),
	COLUMN_WITH(file_document, pages, .flags = COLUMN_NULLABLE),
};
const struct shape file_shape = { "file", columns,
	sizeof(columns) / sizeof(columns[0]), sizeof(struct file_document) };

struct file_list {
	struct list items;
};

static const struct column list_columns[] = {
	COLUMN_WITH(file_list, items, .shape = &file_shape),
};
const struct shape file_list_shape = SHAPE(file_list, list_columns);

static struct file_document
document(const struct file *f)
{
	return (struct file_document){ f->file_id, f->order_no, f->field,
		f->name, f->media_type, f->size, f->received, FILE_CHUNK_BYTES,
		f->state, f->width, f->height, f->pages };
}

static void
answer(struct request *r, const struct file *f)
{
	struct file_document *d = arena_alloc(r->mem, sizeof(*d));

	*d = document(f);
	r->result = d;
}

/*
 * Reviewers see a file once a submission names it that has reached them: a
 * desk that only decided an earlier one sees that one's (REVIEW-2).
 */
static unsigned
desks_reading(int64_t submitted, const struct order_desk desks[DESK_COUNT])
{
	unsigned bits = 0;

	for (int i = DESK_DISTRICT; i < DESK_COUNT; i++)
		if (desks[i].state != DESK_HIDDEN ||
		    (desks[i].decided &&
			submitted <= desks[i].done.submission_no))
			bits |= 1U << i;
	return bits;
}

/* By a desk that has not found the order itself: what is on file, and, where it
 * is addressed, only what is with it or in an order that was sent to it. */
static bool
is_read_besides(struct request *r, const struct file *f)
{
	const struct desk_row *row = desk_row((enum desk)r->actor.desk);
	int64_t mine = row != NULL && row->found == BY_ADDRESSEE
			   ? r->actor.organisation_id
			   : 0;

	return file_is_on_record(r->db, f, mine) ||
	       (mine != 0 &&
		   file_is_sent(r->db, f, (enum desk)r->actor.desk, mine));
}

static enum err
file_load(struct request *r, struct scope *out)
{
	struct file *f = arena_alloc(r->mem, sizeof(*f));
	struct order_desk desks[DESK_COUNT] = { 0 };
	int64_t submitted = 0;

	if (r->beside != NULL)
		*f = *(const struct file *)r->beside;
	else
		file_by_id(r->db, r->mem, r->args[0], f);
	if (f->id == 0)
		return db_error(r->db) != OK ? db_error(r->db) : ERR_NOT_FOUND;
	if (kind_of(f->order_kind) == NULL)
		return ERR_UNAVAILABLE; /* of a newer program's making */
	out->organisation_id = f->organisation_id;
	out->division = f->division;
	out->list = kind_of(f->order_kind)->list;
	out->addressee_id = desk_addressee(r, f->addressee_id);
	if (request_has_role(r, MAY_REVIEW))
		submitted = file_submitted(r->db, f);
	if (submitted != 0)
		order_desks(r->db, r->mem, f->order_id,
		    desk_addressee(r, f->addressee_id), desks);
	out->desks = desks_reading(submitted, desks);
	/* What is on file is read by more desks than have decided on it. */
	if (submitted != 0 && (out->desks >> r->actor.desk & 1) == 0 &&
	    is_read_besides(r, f))
		out->desks |= kind_readers(kind_of(f->order_kind));
	r->object = f;
	return OK;
}
const struct object file_object = { "file", file_load, false, &file_beside };

static const struct field *
field_of(int64_t kind, const char *name)
{
	const struct field *f = form_at(kind_of(kind)->content, name);

	return f != NULL && f->type == FIELD_ATTACHMENT ? f : NULL;
}

enum err
file_create_http(struct request *r)
{
	const struct file_new *form = r->form;
	const struct order *o = &((const struct order_seen *)r->object)->order;
	const struct field *field = field_of(o->kind, form->field);
	struct file f = { .file_id = crypt_random_text(r->mem, 16),
		.organisation_id = o->organisation_id,
		.order_id = o->id,
		.order_no = o->order_no,
		.field = form->field,
		.name = form->name,
		.size = form->size,
		.state = FILE_UPLOADING };
	const char *fault;
	int64_t bytes;
	enum err e;

	if (!order_is_editable(o))
		return ERR_ORDER_STAGE;
	if (field == NULL) {
		request_fault(r, &file_new_form, "field", "choice");
		return ERR_INVALID;
	}
	fault = form->size == 0                ? "empty"
		: form->size > field->max_size ? "file_size"
		: accept_by_name(field->accept, form->name) == NULL
		    ? "extension"
		    : NULL;
	if (fault != NULL) {
		fault_add(&r->problem.faults, field->name, fault, field);
		return ERR_FILE_REFUSED;
	}
	if (!store_is_ready(r->server->config.file_directory))
		return ERR_STORE_DOWN;
	if (!store_has_room(r->server->config.file_directory, form->size))
		return ERR_STORE_FULL;
	/* A draft that is just deleted takes its files along. */
	if (!order_touch(r->db, o->id))
		return ERR_NOT_FOUND;
	/* First, for its lock also makes the next count exact. */
	bytes = file_bytes_locked(r->db, o->organisation_id);
	if (file_count(r->db, o->id) >= FILES_AN_ORDER)
		return ERR_FILES_TOO_MANY;
	if (bytes + form->size > r->server->config.organisation_bytes_max)
		return ERR_FILES_FULL;
	e = file_insert(r, &f);
	answer(r, &f);
	return e;
}

enum err
file_get_http(struct request *r)
{
	answer(r, r->object);
	return OK;
}

enum err
file_uploads_http(struct request *r)
{
	const struct order *o = &((const struct order_seen *)r->object)->order;
	struct list files = file_uploads(r->db, r->mem, o->id);
	struct file_list *list = arena_alloc(r->mem, sizeof(*list));
	struct file_document *d =
	    arena_alloc(r->mem, (files.n + 1) * sizeof(*d));

	for (size_t i = 0; i < files.n; i++) {
		struct file f = ((const struct file *)files.items)[i];
		f.order_no = o->order_no;
		d[i] = document(&f);
	}
	list->items = (struct list){ d, files.n };
	r->result = list;
	return db_error(r->db);
}

enum err
file_delete_http(struct request *r)
{
	const struct file *f = r->object;

	/* Whoever submits the order holds it too: one after the other. */
	order_touch(r->db, f->order_id);
	if (file_submitted(r->db, f) != 0)
		return ERR_ORDER_STAGE; /* history keeps it */
	file_delete(r->db, f->id);
	if (f->state == FILE_UPLOADING)
		store_drop(r->server->config.file_directory, f->file_id);
	return db_error(r->db);
}

/* What the chunk turned out to be, for the transaction. */
struct chunk {
	struct upload upload; /* held until the request ends */
	int64_t offset, len;  /* of what is written */
	bool last;
	const char *media_type; /* of a whole, good file */
	struct look_result found;
	unsigned char sha256[DIGEST_BYTES];
};

static void
close_upload(void *upload)
{
	store_close(upload);
}

/*
 * Half of the workers look into one institution's files, and the others wait
 * for that only as long as one look follows another: whatever it sends, they
 * are soon left to everybody else.
 */
static enum err
look_in_turn(struct request *r, const struct file *f, struct chunk *c)
{
	const struct config *config = &r->server->config;
	int workers = (int)config->upload_workers;
	struct slots slots = { "look", workers < 2 ? 1 : workers / 2, workers,
		LOOK_WAIT_MS, LOOK_STUCK_MS };
	int slot =
	    slot_enter(config->run_directory, &slots, f->organisation_id);
	bool found = false;
	enum err e;

	if (slot < 0)
		return ERR_BUSY;
	e = look_at(&r->server->looker, c->upload.fd, c->media_type, &c->found);
	if (e == OK && c->found.fault == NULL && config->clamd_socket != NULL)
		e = scan(config->clamd_socket, c->upload.fd, &found);
	if (found)
		c->found.fault = "malware";
	slot_leave(slot);
	return e;
}

/* Bytes that no look came to an end with are not looked at for ever. */
static enum err
look_or_remember(struct request *r, const struct file *f, struct chunk *c)
{
	int64_t kills = file_kills(r->db, c->sha256);
	enum err e = OK;

	if (kills < FILE_KILLS_MAX) {
		e = look_in_turn(r, f, c);
		if (!c->found.killed)
			return e;
		file_note_kills(r->db, c->sha256, e == OK ? FILE_KILLS_MAX : 1);
		if (e != OK && kills + 1 < FILE_KILLS_MAX)
			return e;
	}
	c->found.fault = "complex";
	return OK;
}

/* Looks at a finished upload; c->found.fault tells a bad one. */
static enum err
check_whole(struct request *r, const struct file *f, struct chunk *c)
{
	const struct field *field = field_of(f->order_kind, f->field);
	const struct accept *accept = accept_by_name(field->accept, f->name);
	enum err e;

	/* What the field accepts may have changed since the start. */
	if (accept == NULL) {
		c->found.fault = "extension";
		return OK;
	}
	c->media_type = accept->media_type;
	e = store_digest(&c->upload, f->size, c->sha256);
	if (e == OK)
		e = look_or_remember(r, f, c);
	if (e != OK || c->found.fault != NULL)
		return e;
	return store_finish(&c->upload, c->sha256);
}

/* The chunk's bytes, as they come, behind those that were acknowledged. */
static enum err
write_chunk(struct request *r, struct chunk *c)
{
	char part[PART_BYTES];
	size_t n;

	while ((n = http_body_next(&r->http, part, sizeof(part))) > 0) {
		enum err e =
		    store_write(&c->upload, c->offset + c->len, part, n);
		if (e != OK)
			return e;
		c->len += (int64_t)n;
	}
	return OK;
}

/* Torn: nobody hears the answer, but what came is there to go on from. */
static enum err
keep_torn(struct request *r, const struct file *f, const struct chunk *c)
{
	if (c->len > 0 && file_advance(r->db, f, c->offset, c->len) == OK)
		r->problem.offset = c->offset + c->len;
	else if (c->offset == 0)
		store_drop(c->upload.directory, c->upload.id);
	return ERR_BAD_REQUEST;
}

/* The chunk is written and, if it was the last, the whole looked at. */
static enum err
take_chunk(struct request *r, const struct file *f, struct chunk *c)
{
	enum err e = store_open(&c->upload, r->server->config.file_directory,
	    f->file_id, c->offset);

	if (e != OK)
		return e;
	/* Until it lies in its place nobody else may write to it. */
	arena_on_reset(r->mem, close_upload, &c->upload);
	e = write_chunk(r, c);
	if (e == OK && c->len < (int64_t)r->http.body_len)
		e = keep_torn(r, f, c);
	c->last = c->offset + c->len == f->size;
	if (e == OK && c->last)
		e = check_whole(r, f, c);
	return e;
}

/* Digits and no more; -1 when it is anything else. */
static int64_t
offset_of(const char *text)
{
	size_t n = text == NULL ? 0 : strspn(text, "0123456789");

	return n == 0 || n > OFFSET_DIGITS || text[n] != '\0'
		   ? -1
		   : strtoll(text, NULL, 10);
}

/* No room: neither row nor part stays, and what is there can be read. */
static void
give_up(struct request *r, const struct file *f)
{
	store_drop(r->server->config.file_directory, f->file_id);
	file_delete(r->db, f->id);
}

enum err
file_put_prepare(struct request *r)
{
	const struct file *f = r->object;
	const char *header = http_header(&r->http, "UPLOAD_OFFSET");
	struct chunk *c = arena_alloc(r->mem, sizeof(*c));
	int64_t len = (int64_t)r->http.body_len;
	enum err e;

	r->prepared = c;
	c->upload.fd = -1;
	c->offset = offset_of(header);
	if (c->offset < 0)
		return ERR_BAD_REQUEST;
	r->problem.offset = f->received;
	r->problem.tells_offset = true;
	if (f->state != FILE_UPLOADING || c->offset != f->received)
		return ERR_FILE_OFFSET;
	if (len == 0 || c->offset + len > f->size)
		return ERR_TOO_LARGE;
	e = take_chunk(r, f, c);
	if (e == ERR_STORE_FULL)
		give_up(r, f);
	/* Its earlier part is gone, as after a crash: from the beginning. */
	if (e == ERR_FILE_OFFSET &&
	    !store_has(r->server->config.file_directory, f->file_id)) {
		file_restart(r->db, f->id);
		r->problem.offset = 0;
	}
	return e;
}

/* The last chunk has come: blob and file appear together, or neither. */
static enum err
finish(struct request *r, struct file *f, struct chunk *c)
{
	enum err e = file_lock_blob(r->db, c->sha256, f->size);

	f->state = FILE_OK;
	f->media_type = c->media_type;
	f->width = c->found.width;
	f->height = c->found.height;
	f->pages = c->found.pages;
	if (e == OK)
		e = file_finish(r->db, f, c->offset, c->sha256);
	if (e == OK)
		e = store_seal(&c->upload, c->sha256);
	if (e == ERR_STORE_FULL)
		give_up(r, f);
	return e;
}

enum err
file_put_http(struct request *r)
{
	struct chunk *c = r->prepared;
	struct file f = *(const struct file *)r->object;
	enum err e;

	if (c->found.fault != NULL) {
		file_delete(r->db, f.id);
		store_drop(r->server->config.file_directory, f.file_id);
		fault_add(&r->problem.faults, f.field, c->found.fault,
		    field_of(f.order_kind, f.field));
		return ERR_FILE_REFUSED;
	}
	e = c->last ? finish(r, &f, c)
		    : file_advance(r->db, &f, c->offset, c->len);
	if (e != OK)
		return e;
	f.received += c->len;
	answer(r, &f);
	return db_error(r->db);
}

void
file_send(struct request *r, const char *name, const char *media_type,
    const char *digest)
{
	const struct json *download = json_member(r->http.query, "download");

	r->answer.status = 200;
	http_set_header(&r->answer, "Content-Type", media_type);
	http_set_header(&r->answer, "Content-Disposition",
	    arena_printf(r->mem, "%s; filename*=UTF-8''%s",
		download != NULL ? "attachment" : "inline",
		http_encoded_name(r->mem, name)));
	http_set_header(&r->answer, "X-Accel-Redirect",
	    arena_printf(r->mem, "%s/_files/%.2s/%s",
		http_param(&r->http, "PREFIX"), digest, digest + 2));
}

enum err
file_content_http(struct request *r)
{
	const struct file *f = r->object;

	if (f->state != FILE_OK)
		return ERR_NOT_FOUND;
	audit_read(r, f->order_id, READ_FILE);
	file_send(r, f->name, f->media_type, f->sha256);
	return OK;
}
