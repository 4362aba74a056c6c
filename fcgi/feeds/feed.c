/* Batches, whatever they hold; see feed.h. */
#include "feeds/feed.h"

#include <stdlib.h>
#include <string.h>

#include "app/problem.h"
#include "app/session/session_sql.h"
#include "lib/crypt.h"

enum { BITE = 100, SMALL_BITE = 10 };

static bool
is_reference(const char *s)
{
	return s[strspn(s, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvw"
			   "xyz0123456789-_.:/")] == '\0';
}
const struct format format_reference = { "reference", NULL, is_reference,
	"由字母、数字和 - _ . : / 组成", "Letters, digits and - _ . : /" };

static bool
is_time(const char *s)
{
	struct moment m;

	return clock_read(s, &m) && m.ms > 0;
}
const struct format format_time = { "time", NULL, is_time,
	"真实存在的时间，带时区，如 2026-11-22T11:04:05.678+08:00",
	"A real time with its offset, as 2026-11-22T11:04:05.678+08:00" };

struct feed_part {
	int64_t count, sum;
};
static const struct column part_columns[] = {
	COLUMN(feed_part, count),
	COLUMN(feed_part, sum),
};
static const struct shape part_shape = SHAPE(feed_part, part_columns);

struct feed_refusal {
	int64_t no;
	const char *id;
	struct list fields;
};
static const struct column refusal_columns[] = {
	COLUMN(feed_refusal, no),
	COLUMN_WITH(feed_refusal, id, .flags = COLUMN_NULLABLE),
	COLUMN_WITH(feed_refusal, fields, .shape = &field_problem_shape),
};
static const struct shape refusal_shape = SHAPE(feed_refusal, refusal_columns);

struct feed_result {
	const char *batch_no;
	const struct feed_part *accepted, *refused;
	struct list lines;
};
static const struct column result_columns[] = {
	COLUMN(feed_result, batch_no),
	COLUMN_WITH(feed_result, accepted, .shape = &part_shape),
	COLUMN_WITH(feed_result, refused, .shape = &part_shape),
	COLUMN_WITH(feed_result, lines, .shape = &refusal_shape),
};
const struct shape feed_result_shape = SHAPE(feed_result, result_columns);

void
feed_fault(const struct feed *feed, struct feed_line *line, const char *member,
    const char *code)
{
	fault_add(&line->faults, member, code, form_field(feed->line, member));
}

bool
feed_line_is_good(const struct feed_line *line)
{
	return line->faults.first == NULL;
}

bool
feed_is_ahead(const struct feed_lines *lines, struct moment at)
{
	return at.ms > lines->now.ms + FEED_AHEAD_SECONDS * 1000L;
}

size_t
feed_bite(size_t left)
{
	return left >= BITE ? BITE : left >= SMALL_BITE ? SMALL_BITE : 1;
}

const char *
feed_rows_sql(struct arena *mem, const char *head, unsigned columns, size_t n,
    const char *tail)
{
	struct buf sql = buf_new(mem);

	buf_puts(&sql, head);
	for (size_t i = 0; i < n; i++)
		for (unsigned k = 0; k < columns; k++)
			buf_puts(&sql, k > 0 ? ", ?" : i > 0 ? "), (?" : "(?");
	buf_puts(&sql, ")");
	buf_puts(&sql, tail);
	return buf_text(&sql);
}

/*
 * Numbers the lines and adds them up. An amount that is no integer adds
 * nothing: its line is refused by itself. False when the sum has no end.
 */
static bool
add_up(struct request *r, const struct feed *feed, const struct json *list,
    struct feed_lines *lines, int64_t *sum_out)
{
	const struct json *sent = list->first;

	*sum_out = 0;
	lines->n = list->count;
	lines->items = arena_alloc(r->mem, lines->n * sizeof(*lines->items));
	for (size_t i = 0; i < lines->n; i++, sent = sent->next) {
		struct feed_line *line = &lines->items[i];
		const struct json *amount = json_member(sent, feed->amount);

		line->no = (int64_t)i + 1;
		line->sent = sent;
		line->faults.mem = r->mem;
		if (amount == NULL || !json_integer(amount, &line->amount))
			line->amount = 0;
		if (__builtin_add_overflow(*sum_out, line->amount, sum_out))
			return false;
	}
	return true;
}

static enum err
refuse_whole(struct request *r, const struct feed *feed,
    const struct feed_batch *batch, struct feed_lines *lines)
{
	int64_t sum;

	if ((int64_t)batch->lines->count != batch->count)
		request_fault(r, feed->batch, "count", "adds_up");
	if (!add_up(r, feed, batch->lines, lines, &sum) || sum != batch->sum)
		request_fault(r, feed->batch, "sum", "adds_up");
	return r->problem.faults.first == NULL ? OK : ERR_INVALID;
}

/* Of what was sent, however it was written. */
static void
digest_of(struct request *r, const struct feed_batch *batch,
    unsigned char out[DIGEST_BYTES])
{
	const char *text = json_text_of(r->mem, batch->lines);

	crypt_sha256(text, strlen(text), out);
}

static void
check_lines(
    struct request *r, const struct feed *feed, struct feed_lines *lines)
{
	char *structs = arena_alloc(r->mem, lines->n * feed->line->size);

	for (size_t i = 0; i < lines->n; i++) {
		struct feed_line *line = &lines->items[i];
		line->read = structs + i * feed->line->size;
		form_check(feed->line, line->sent, FORM_STRICT, &line->faults,
		    line->read);
	}
}

/* With the words of its faults. */
static struct feed_refusal
refusal_of(
    struct request *r, const struct feed *feed, const struct feed_line *line)
{
	const struct json *id = json_member(line->sent, feed->id);
	struct request words = { .mem = r->mem,
		.problem.faults = line->faults };

	return (struct feed_refusal){ line->no,
		id != NULL && id->type == JSON_STRING ? id->text : NULL,
		problem_fields(&words) };
}

static const char *
answer_of(struct request *r, const struct feed *feed,
    const struct feed_batch *batch, const struct feed_lines *lines)
{
	struct feed_part accepted = { 0 }, refused = { 0 };
	struct feed_refusal *all = arena_alloc(r->mem, lines->n * sizeof(*all));
	struct feed_result result = { batch->batch_no, &accepted, &refused,
		{ all, 0 } };
	struct json_out o;

	for (size_t i = 0; i < lines->n; i++) {
		const struct feed_line *line = &lines->items[i];
		bool good = feed_line_is_good(line);
		struct feed_part *part = good ? &accepted : &refused;

		part->count++;
		part->sum += line->amount;
		if (!good)
			all[result.lines.n++] = refusal_of(r, feed, line);
	}
	json_begin(&o, r->mem);
	shape_write(&o, &feed_result_shape, &result);
	return json_finish(&o);
}

enum err
feed_take(struct request *r, const struct feed *feed,
    const struct feed_batch *batch, const char **answer_out)
{
	struct feed_lines lines = { 0 };
	unsigned char digest[DIGEST_BYTES];
	enum err e = refuse_whole(r, feed, batch, &lines);

	if (e != OK)
		return e;
	digest_of(r, batch, digest);
	r->noted_object = batch->batch_no;
	lines.batch_id =
	    feed_batch_insert(r, feed->number, batch->batch_no, digest);
	if (db_error(r->db) != OK)
		return db_error(r->db);
	if (lines.batch_id == 0) {
		r->noted_outcome = "repeated";
		return feed_batch_answer(
			   r, feed->number, batch->batch_no, digest, answer_out)
			   ? OK
			   : ERR_FEED_ANOTHER;
	}
	lines.now = session_database_now(r->db);
	check_lines(r, feed, &lines);
	feed->keep(r, &lines);
	if (r->broken != OK)
		return r->broken;
	if (db_error(r->db) != OK)
		return db_error(r->db);
	*answer_out = answer_of(r, feed, batch, &lines);
	if (*answer_out == NULL)
		return ERR_INTERNAL;
	feed_batch_answered(r, lines.batch_id, *answer_out);
	return db_error(r->db);
}

enum err
feed_take_text(struct request *r, const struct feed *feed, const char *text,
    size_t len, const char **answer_out)
{
	const struct json *body = json_read(r->mem, text, len);
	struct feed_batch batch = { 0 };

	if (body == NULL || body->type != JSON_OBJECT)
		return ERR_BAD_JSON;
	form_check(feed->batch, body, FORM_STRICT, &r->problem.faults, &batch);
	if (r->problem.faults.first != NULL)
		return ERR_INVALID;
	return feed_take(r, feed, &batch, answer_out);
}

static int
by_text(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static int
by_code(const void *a, const void *b)
{
	const struct feed_institution *x = a, *y = b;

	return strcmp(x->code, y->code);
}

struct list
feed_institutions(struct request *r, const struct feed_lines *lines,
    const char *(*code_of)(const struct feed_line *line))
{
	const char **codes =
	    arena_alloc(r->mem, (lines->n + 1) * sizeof(*codes));
	struct list found;
	size_t n = 0, kept = 0;

	for (size_t i = 0; i < lines->n; i++)
		if (feed_line_is_good(&lines->items[i]))
			codes[n++] = code_of(&lines->items[i]);
	qsort(codes, n, sizeof(*codes), by_text);
	for (size_t i = 0; i < n; i++)
		if (i == 0 || strcmp(codes[i], codes[kept - 1]) != 0)
			codes[kept++] = codes[i];
	found = feed_institutions_read(r, codes, kept);
	qsort((void *)(uintptr_t)found.items, found.n,
	    sizeof(struct feed_institution), by_code);
	return found;
}

const struct feed_institution *
feed_institution(const struct list *all, const char *code)
{
	struct feed_institution key = { .code = code };

	return bsearch(&key, all->items, all->n, sizeof(key), by_code);
}
