/* See dossier.h. Here: which files there are, what they are called, the .zip.
 */
#include "jobs/dossier.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "app/export/export_sql.h"
#include "app/order/order_sql.h"
#include "app/router.h"
#include "app/seal/seal_sql.h"
#include "jobs/export.h"
#include "jobs/zip.h"
#include "lib/store.h"

enum {
	ENTRIES_MAX = 1600, /* files of an order, its seals, two of our own */
	PIECE_BYTES = 64 * 1024,
	GO_ON_BYTES = 4 * 1024 * 1024,
	ROOM_BYTES = 64 * 1024 * 1024,
	PDF_BYTES_MAX = 128 * 1024 * 1024, /* of memory, while it is drawn */
	LABEL_BYTES = 60,
	NAME_BYTES = 120
};

/* What is to be in it: bytes of the store, or some of our own. */
struct entry {
	const char *name;
	const char *file_id; /* of an original, or NULL */
	const char *digest;  /* of what is in the store; NULL: it is text */
	const char *text;
	int64_t size;
};

struct work {
	struct turn *turn;
	struct request *r;
	const struct export *e;
	const struct order_document *d;
	struct order order; /* with the submission that its reader sees */
	bool english;
	struct entry entries[ENTRIES_MAX];
	size_t n;
	int64_t total, done, told;
};

static void
add(struct work *w, const struct entry *e)
{
	if (w->n == ENTRIES_MAX)
		abort(); /* what an order holds is capped */
	w->entries[w->n++] = *e;
	w->total += e->size;
}

/* Where text may be cut so that no more than max bytes are left. */
static size_t
cut_at(const char *text, size_t len, size_t max)
{
	if (len <= max)
		return len;
	while (max > 0 && ((unsigned char)text[max] & 0xC0) == 0x80)
		max--;
	return max;
}

/* Of a character that turns the direction of those behind it (U+202A to 202E,
 * U+2066 to 2069), so that a name would seem to end otherwise. */
static bool
turns(const char *at)
{
	const unsigned char *c = (const unsigned char *)at;

	return c[0] == 0xE2 &&
	       ((c[1] == 0x80 && c[2] >= 0xAA && c[2] <= 0xAE) ||
		   (c[1] == 0x81 && c[2] >= 0xA6 && c[2] <= 0xA9));
}

/* As every file system takes it: without what Windows forbids. */
static const char *
safe(struct arena *mem, const char *text, size_t len, size_t max)
{
	char *made;

	len = cut_at(text, len, max);
	made = arena_strndup(mem, text, len);
	for (size_t i = 0; i < len; i++)
		if ((unsigned char)made[i] < ' ' ||
		    strchr("<>:\"/\\|?*\x7F", made[i]) != NULL)
			made[i] = '_';
		else if (turns(made + i))
			memcpy(made + i, "___", 3);
	while (len > 0 && (made[len - 1] == '.' || made[len - 1] == ' '))
		made[--len] = '\0';
	return made;
}

/* The name without its ending; *ending_out is that, "" for none. */
static const char *
stem(struct arena *mem, const char *name, const char **ending_out)
{
	const char *dot = strrchr(name, '.');
	size_t len = dot == NULL ? strlen(name) : (size_t)(dot - name);

	*ending_out =
	    dot == NULL ? "" : safe(mem, dot, strlen(dot), LABEL_BYTES);
	return safe(mem, name, len, NAME_BYTES);
}

static void
add_original(struct work *w, const struct order_file *f,
    const struct field *field, size_t field_no, size_t no)
{
	struct arena *mem = w->turn->mem;
	const char *label = w->english ? field->en : field->zh;
	const char *ending, *name = stem(mem, f->name, &ending);

	add(w,
	    &(struct entry){
		.name = arena_printf(mem, "%s/%02zu-%zu %s - %s%s",
		    w->english ? "Originals" : "原件", field_no, no,
		    safe(mem, label, strlen(label), LABEL_BYTES), name, ending),
		.file_id = f->file_id,
		.digest = f->digest,
		.size = f->size });
}

/* In the form's order, numbered by their fields. */
static void
add_originals(struct work *w)
{
	struct arena *mem = w->turn->mem;
	struct list places = form_places(
	    mem, kind_of(w->d->kind)->content, dossier_content(w->d));
	const struct place *at = places.items;
	struct list files = order_files(w->r->db, mem, &w->order);
	const struct order_file *all = files.items;
	size_t field_no = 0;

	for (size_t i = 0; i < places.n; i++) {
		size_t no = 0;
		if (at[i].field->type != FIELD_ATTACHMENT)
			continue;
		field_no++;
		for (const struct json *ref = at[i].value->first; ref != NULL;
		     ref = ref->next)
			for (size_t k = 0; k < files.n; k++)
				if (strcmp(all[k].file_id,
					json_member_text(ref, "file_id")) == 0)
					add_original(w, &all[k], at[i].field,
					    field_no, ++no);
	}
}

/* What its original is called here, without folder and ending; or its own
 * name, when that is of another submission. */
static const char *
stem_of_sealed(struct work *w, const struct sealed *s)
{
	struct arena *mem = w->turn->mem;
	const char *ending;

	for (size_t i = 0; i < w->n; i++) {
		const char *name = w->entries[i].name, *dot;
		if (w->entries[i].file_id == NULL ||
		    strcmp(w->entries[i].file_id, s->file_id) != 0)
			continue;
		name = strchr(name, '/') + 1;
		dot = strrchr(name, '.');
		return dot == NULL
			   ? name
			   : arena_strndup(mem, name, (size_t)(dot - name));
	}
	return stem(mem, s->name, &ending);
}

/* Numbered, since a paper may have been sealed more than once. */
static void
add_sealed(struct work *w)
{
	struct arena *mem = w->turn->mem;
	struct list all =
	    seal_of_order(w->r->db, mem, w->order.id, w->order.submission_no);
	const struct sealed *s = all.items;
	size_t no = 0;

	for (size_t i = 0; i < all.n; i++) {
		if (s[i].state != SEAL_DONE || s[i].sealed_digest == NULL)
			continue;
		add(w, &(struct entry){
			   .name = arena_printf(mem,
			       w->english ? "Sealed copies/%s (sealed %zu).pdf"
					  : "签章件/%s（签章件%zu）.pdf",
			       stem_of_sealed(w, &s[i]), ++no),
			   .digest = s[i].sealed_digest,
			   .size = s[i].size });
	}
}

static void
add_contents(struct work *w)
{
	struct arena *mem = w->turn->mem;
	struct buf text = buf_new(mem);
	bool english = w->english;

	/* Marked as UTF-8, with the ends of lines that every editor knows. */
	buf_printf(&text, "\xEF\xBB\xBF%s\r\n%s%s\r\n%s%s\r\n\r\n",
	    english ? "Contents of the dossier" : "卷宗目录",
	    english ? "Application number: " : "申请单号：", w->d->order_no,
	    english ? "Made at: " : "生成时间：",
	    dossier_time(mem, w->r->actor.now));
	for (size_t i = 0; i < w->n; i++) {
		const struct entry *e = &w->entries[i];
		buf_printf(&text, "%zu. %s\r\n   %lld %s\r\n", i + 1, e->name,
		    (long long)e->size, english ? "bytes" : "字节");
		if (e->digest != NULL)
			buf_printf(&text, "   SHA-256 %s\r\n", e->digest);
	}
	add(w, &(struct entry){ .name = english ? "Contents.txt" : "目录.txt",
		   .text = buf_text(&text),
		   .size = (int64_t)text.len });
}

enum outcome { WHOLE, LOST, NO_ROOM, UNREADABLE };

/* Renews the hold now and then. */
static bool
go_on(struct work *w, size_t written)
{
	w->done += (int64_t)written;
	if (*w->turn->stop)
		return false;
	if (w->done - w->told < GO_ON_BYTES)
		return true;
	w->told = w->done;
	return job_go_on(
	    w->turn->server->db, &w->turn->job, w->done, EXPORT_LEASE_SECONDS);
}

static enum outcome
copy_blob(struct work *w, struct zip *z, const struct entry *e)
{
	int fd =
	    store_open_named(w->turn->server->config.file_directory, e->digest);
	static char piece[PIECE_BYTES];
	enum outcome outcome = WHOLE;
	int64_t left = e->size;
	ssize_t n;

	if (fd < 0)
		return UNREADABLE;
	while (outcome == WHOLE && left > 0) {
		n = read(fd, piece, sizeof(piece));
		if (n <= 0 || n > left) {
			outcome = UNREADABLE;
			break;
		}
		left -= n;
		zip_add(z, piece, (size_t)n);
		if (z->failed)
			outcome = NO_ROOM;
		else if (!go_on(w, (size_t)n))
			outcome = LOST;
	}
	close(fd);
	return outcome;
}

static enum outcome
write_entries(struct work *w, struct zip *z)
{
	enum outcome outcome = WHOLE;

	for (size_t i = 0; i < w->n && outcome == WHOLE; i++) {
		const struct entry *e = &w->entries[i];
		struct arena_mark mark;
		zip_entry(z, e->name);
		mark = arena_mark(w->turn->mem);
		if (e->digest != NULL) {
			outcome = copy_blob(w, z, e);
		} else {
			zip_add(z, e->text, (size_t)e->size);
			outcome = go_on(w, (size_t)e->size) ? WHOLE : LOST;
		}
		arena_reset(w->turn->mem, mark);
		if (outcome == WHOLE)
			zip_end_entry(z);
	}
	if (z->failed)
		return NO_ROOM;
	return outcome;
}

/* The end is one long step: what was written is made safe on the disk. */
static enum outcome
write_zip(struct work *w, const char *part)
{
	struct zip z;
	enum outcome outcome;

	zip_begin(&z, w->turn->mem, part, w->r->actor.now);
	outcome = write_entries(w, &z);
	if (!zip_end(&z) && outcome == WHOLE)
		outcome = NO_ROOM;
	if (outcome == WHOLE && !job_go_on(w->turn->server->db, &w->turn->job,
				    w->done, EXPORT_CLOSE_SECONDS))
		outcome = LOST;
	return outcome;
}

static void
write_all(struct work *w)
{
	struct turn *t = w->turn;
	struct db *db = t->server->db;
	const char *directory = t->server->config.file_directory;
	const char *part =
	    store_part(t->mem, directory, w->e->export_id, t->job.lease_no);
	enum outcome outcome;

	if (w->total > (int64_t)ZIP_BYTES_MAX - ROOM_BYTES) {
		job_give_up(db, &t->job, "dossier.too_large");
		return;
	}
	job_expect(db, &t->job, w->total);
	outcome = store_has_room(directory, w->total + ROOM_BYTES)
		      ? write_zip(w, part)
		      : NO_ROOM;
	if (outcome == WHOLE) {
		export_finish(t, w->e, part, w->done);
		return;
	}
	unlink(part);
	if (outcome == NO_ROOM)
		job_give_up(db, &t->job, "file.store_full");
	else if (outcome == UNREADABLE)
		job_fail(db, &t->job, "file.store_unavailable");
	else if (*t->stop)
		job_release(db, &t->job);
}

/* The order as who asked sees it now: they may have lost the right since. */
static bool
find(struct work *w)
{
	struct request *r = w->r;
	const struct order_seen *seen;

	r->route = router_route_of(dossier_begin_http);
	r->args[0] = w->e->order_no;
	if (w->e->order_no == NULL || !export_actor(r, w->e) ||
	    !request_has_role(r, r->route->access) || router_load(r) != OK ||
	    order_answer(r, w->e->order_no) != OK)
		return false;
	w->d = r->result;
	seen = r->object;
	w->order = order_as_seen(r, &seen->order, seen->desks);
	return true;
}

static void
free_arena(void *arena)
{
	arena_free(arena);
}

/* In memory of its own: a long history makes a large one. */
static struct buf
pdf_buf(struct arena *mem)
{
	struct arena *own = arena_new(PDF_BYTES_MAX);

	arena_on_reset(mem, free_arena, own);
	return buf_new(own);
}

void
dossier_write(struct turn *t, const struct export *e)
{
	struct work *w = arena_alloc(t->mem, sizeof(*w));
	struct buf pdf = pdf_buf(t->mem);
	struct db *db = t->server->db;

	*w = (struct work){ .turn = t,
		.r = job_request(t->server, t->mem),
		.e = e,
		.english = e->language == LANGUAGE_EN };
	if (!find(w)) {
		if (db_error(db) == OK)
			job_give_up(db, &t->job, "export.not_allowed");
		return;
	}
	if (!dossier_draw(w->r, w->d, w->english, &pdf)) {
		if (db_error(db) == OK)
			job_fail(db, &t->job, "document.draw");
		return;
	}
	add(w, &(struct entry){
		   .name = arena_printf(t->mem,
		       w->english ? "Application %s.pdf" : "申请单 %s.pdf",
		       w->d->order_no),
		   .text = pdf.data,
		   .size = (int64_t)pdf.len });
	add_originals(w);
	add_sealed(w);
	add_contents(w);
	if (db_error(db) == OK)
		write_all(w);
}
