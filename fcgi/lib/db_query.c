/* Prepared statements, their parameters and rows; see db.h. */
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "lib/db_private.h"
#include "lib/log.h"

void
db_query_free(struct query *q)
{
	if (q->stmt != NULL)
		mysql_stmt_close(q->stmt);
	free(q->sql);
	free(q->bind);
	free(q->values);
	free(q->result);
	free(q->cells);
	for (unsigned i = 0; i < q->columns; i++)
		free(q->names[i]);
	free(q->names);
	free(q);
}

/* Forgets the connection; the next query opens another. */
static void
query_fail(struct query *q)
{
	db_fail(q->db, mysql_stmt_errno(q->stmt), mysql_stmt_error(q->stmt));
}

static void *
table(size_t n, size_t size)
{
	void *p = calloc(n == 0 ? 1 : n, size);

	if (p == NULL)
		abort();
	return p;
}

/* Says where each result column is to be put, by its type. */
static void
describe_result(struct query *q)
{
	MYSQL_RES *meta = mysql_stmt_result_metadata(q->stmt);
	MYSQL_FIELD *fields;

	if (meta == NULL)
		return;
	q->columns = mysql_num_fields(meta);
	fields = mysql_fetch_fields(meta);
	if (q->columns > COLUMNS_MAX)
		abort();
	q->result = table(q->columns, sizeof(*q->result));
	q->cells = table(q->columns, sizeof(*q->cells));
	q->names = table(q->columns, sizeof(*q->names));
	for (unsigned i = 0; i < q->columns; i++) {
		struct cell *cell = &q->cells[i];
		MYSQL_BIND *b = &q->result[i];

		q->names[i] = strdup(fields[i].name);
		b->length = &cell->len;
		b->is_null = &cell->null;
		b->error = &cell->cut;
		switch (fields[i].type) {
		case MYSQL_TYPE_TINY:
		case MYSQL_TYPE_SHORT:
		case MYSQL_TYPE_INT24:
		case MYSQL_TYPE_LONG:
		case MYSQL_TYPE_LONGLONG:
		case MYSQL_TYPE_DECIMAL:
		case MYSQL_TYPE_NEWDECIMAL:
			b->buffer_type = MYSQL_TYPE_LONGLONG;
			b->buffer = &cell->integer;
			break;
		case MYSQL_TYPE_DATETIME:
		case MYSQL_TYPE_TIMESTAMP:
			b->buffer_type = MYSQL_TYPE_DATETIME;
			b->buffer = &cell->time;
			b->buffer_length = sizeof(cell->time);
			break;
		default:
			b->buffer_type = MYSQL_TYPE_BLOB;
			b->buffer = cell->text;
			b->buffer_length = TEXT_BYTES - 1;
			break;
		}
	}
	mysql_free_result(meta);
}

static struct query *
query_new(struct db *db, const char *sql, uint64_t hash)
{
	struct query *q = table(1, sizeof(*q));

	q->db = db;
	q->hash = hash;
	q->sql = strdup(sql);
	if (q->sql == NULL)
		abort();
	if (db->error != OK || !db_connect(db))
		return q;
	q->stmt = mysql_stmt_init(db->handle);
	if (q->stmt == NULL)
		abort();
	if (mysql_stmt_prepare(q->stmt, sql, strlen(sql)) != 0) {
		query_fail(q);
		return q;
	}
	q->params = mysql_stmt_param_count(q->stmt);
	q->bind = table(q->params, sizeof(*q->bind));
	q->values = table(q->params, sizeof(*q->values));
	describe_result(q);
	q->ready = true;
	return q;
}

/* Drops the statement that was used longest ago. */
static void
evict(struct db *db)
{
	struct query **at = &db->queries;

	while ((*at)->next != NULL)
		at = &(*at)->next;
	db_query_free(*at);
	*at = NULL;
	db->count--;
}

/* FNV-1a. */
static uint64_t
hash_of(const char *s)
{
	uint64_t hash = 0xCBF29CE484222325U;

	for (; *s != '\0'; s++)
		hash = (hash ^ (unsigned char)*s) * 0x100000001B3U;
	return hash;
}

struct query *
db_query(struct db *db, const char *sql)
{
	uint64_t hash = hash_of(sql);
	struct query **at, *q;

	for (at = &db->queries; (q = *at) != NULL; at = &q->next)
		if (q->hash == hash && strcmp(q->sql, sql) == 0)
			break;
	if (q != NULL)
		*at = q->next;
	if (q != NULL && !q->ready) { /* made while the database was away */
		db_query_free(q);
		db->count--;
		q = NULL;
	}
	if (q == NULL) {
		if (db->count >= QUERIES_MAX)
			evict(db);
		q = query_new(db, sql, hash);
		db->count++;
	}
	q->next = db->queries;
	db->queries = q;
	q->bound = 0;
	if (q->running) {
		mysql_stmt_free_result(q->stmt);
		q->running = false;
	}
	return q;
}

static MYSQL_BIND *
next_param(struct query *q)
{
	MYSQL_BIND *b;

	if (!q->ready)
		return NULL; /* it could not be prepared: db_step() will say so
			      */
	if (q->bound >= q->params)
		abort();
	b = &q->bind[q->bound++];
	memset(b, 0, sizeof(*b));
	return b;
}

void
db_bind_int(struct query *q, int64_t i)
{
	MYSQL_BIND *b = next_param(q);

	if (b == NULL)
		return;
	q->values[q->bound - 1].integer = i;
	b->buffer_type = MYSQL_TYPE_LONGLONG;
	b->buffer = &q->values[q->bound - 1].integer;
}

static void
bind_string(
    struct query *q, enum enum_field_types type, const void *data, size_t len)
{
	MYSQL_BIND *b = next_param(q);

	if (b == NULL)
		return;
	b->buffer_type = type;
	b->buffer = (void *)(uintptr_t)data;
	b->buffer_length = len;
}

void
db_bind_text(struct query *q, const char *s)
{
	if (s == NULL)
		db_bind_null(q);
	else
		bind_string(q, MYSQL_TYPE_STRING, s, strlen(s));
}

void
db_bind_bytes(struct query *q, const void *data, size_t len)
{
	bind_string(q, MYSQL_TYPE_BLOB, data, len);
}

void
db_bind_null(struct query *q)
{
	MYSQL_BIND *b = next_param(q);

	if (b != NULL)
		b->buffer_type = MYSQL_TYPE_NULL;
}

void
db_bind_id(struct query *q, int64_t id)
{
	if (id == 0)
		db_bind_null(q);
	else
		db_bind_int(q, id);
}

void
db_bind_time(struct query *q, struct moment m)
{
	MYSQL_BIND *b = next_param(q);
	MYSQL_TIME *t;
	time_t seconds = (time_t)(m.ms / 1000);
	struct tm tm;

	if (b == NULL)
		return;
	if (m.ms == 0) {
		b->buffer_type = MYSQL_TYPE_NULL;
		return;
	}
	gmtime_r(&seconds, &tm);
	t = &q->values[q->bound - 1].time;
	*t = (MYSQL_TIME){ .year = (unsigned)tm.tm_year + 1900,
		.month = (unsigned)tm.tm_mon + 1,
		.day = (unsigned)tm.tm_mday,
		.hour = (unsigned)tm.tm_hour,
		.minute = (unsigned)tm.tm_min,
		.second = (unsigned)tm.tm_sec,
		.second_part = (unsigned long)(m.ms % 1000) * 1000,
		.time_type = MYSQL_TIMESTAMP_DATETIME };
	b->buffer_type = MYSQL_TYPE_DATETIME;
	b->buffer = t;
}

/* Sends the statement with what is bound. */
static enum db_step
execute(struct query *q)
{
	if (q->bound != q->params)
		abort();
	if (q->params > 0 && mysql_stmt_bind_param(q->stmt, q->bind) != 0) {
		query_fail(q);
		return DB_FAILED;
	}
	if (mysql_stmt_execute(q->stmt) != 0) {
		if (mysql_stmt_errno(q->stmt) == ER_DUP_ENTRY)
			return DB_DUPLICATE;
		query_fail(q);
		return DB_FAILED;
	}
	if (q->columns == 0)
		return DB_DONE;
	if (mysql_stmt_bind_result(q->stmt, q->result) != 0 ||
	    mysql_stmt_store_result(q->stmt) != 0) {
		query_fail(q);
		return DB_FAILED;
	}
	q->running = true;
	return DB_ROW;
}

enum db_step
db_step(struct query *q)
{
	enum db_step step;

	if (q->db->error != OK || !q->ready)
		return DB_FAILED;
	if (!q->running) {
		step = execute(q);
		if (step != DB_ROW)
			return step;
	}
	switch (mysql_stmt_fetch(q->stmt)) {
	case 0:
	case MYSQL_DATA_TRUNCATED: /* long text: fetched by db_text() */
		return DB_ROW;
	case MYSQL_NO_DATA:
		mysql_stmt_free_result(q->stmt);
		q->running = false;
		return DB_DONE;
	default:
		query_fail(q);
		mysql_stmt_free_result(q->stmt);
		q->running = false;
		return DB_FAILED;
	}
}

enum err
db_run(struct query *q)
{
	enum db_step step = db_step(q);

	if (step == DB_DUPLICATE)
		query_fail(q);
	return q->db->error;
}

int64_t
db_affected(const struct query *q)
{
	return !q->ready ? 0 : (int64_t)mysql_stmt_affected_rows(q->stmt);
}

int64_t
db_inserted_id(const struct query *q)
{
	return !q->ready ? 0 : (int64_t)mysql_stmt_insert_id(q->stmt);
}

int64_t
db_int(struct query *q, unsigned column)
{
	return q->cells[column].null ? 0 : q->cells[column].integer;
}

const void *
db_bytes(struct query *q, struct arena *mem, unsigned column, size_t *len_out)
{
	struct cell *cell = &q->cells[column];
	MYSQL_BIND whole = { 0 };
	unsigned long len;
	my_bool null, cut;
	char *copy;

	*len_out = 0;
	if (cell->null)
		return NULL;
	*len_out = cell->len;
	if (cell->len < TEXT_BYTES)
		return arena_strndup(mem, cell->text, cell->len);
	copy = arena_alloc(mem, cell->len + 1);
	whole.buffer_type = MYSQL_TYPE_BLOB;
	whole.buffer = copy;
	whole.buffer_length = cell->len;
	whole.length = &len;
	whole.is_null = &null;
	whole.error = &cut;
	if (mysql_stmt_fetch_column(q->stmt, &whole, column, 0) != 0)
		query_fail(q);
	return copy;
}

const char *
db_text(struct query *q, struct arena *mem, unsigned column)
{
	size_t len;

	return db_bytes(q, mem, column, &len);
}

struct moment
db_time(struct query *q, unsigned column)
{
	const MYSQL_TIME *t = &q->cells[column].time;

	if (q->cells[column].null)
		return (struct moment){ 0 };
	return clock_moment((int)t->year, (int)t->month, (int)t->day,
	    ((int64_t)t->hour * 3600 + t->minute * 60 + t->second) * 1000 +
		(int64_t)t->second_part / 1000);
}

/* Finds each of n result columns' member once per statement and shape. */
static void
match(struct query *q, const struct shape *shape, unsigned n)
{
	q->shape = shape;
	for (unsigned i = 0; i < n; i++) {
		q->to[i] = NULL;
		for (size_t k = 0; k < shape->n; k++)
			if (strcmp(shape->columns[k].name, q->names[i]) == 0)
				q->to[i] = &shape->columns[k];
		if (q->to[i] == NULL) {
			log_note(
			    "db.no_member", "%s.%s", shape->name, q->names[i]);
			abort();
		}
	}
}

void
db_row_part(struct query *q, struct arena *mem, const struct shape *shape,
    void *p, unsigned n)
{
	if (q->shape != shape)
		match(q, shape, n);
	for (unsigned i = 0; i < n; i++) {
		const struct column *c = q->to[i];
		void *at = (char *)p + c->offset;

		switch (c->type) {
		case COLUMN_INT:
			*(int64_t *)at = db_int(q, i);
			break;
		case COLUMN_BOOL:
			*(bool *)at = db_int(q, i) != 0;
			break;
		case COLUMN_TEXT:
			*(const char **)at = db_text(q, mem, i);
			break;
		case COLUMN_TIME:
			*(struct moment *)at = db_time(q, i);
			break;
		case COLUMN_TREE: {
			size_t len;
			const char *text = db_bytes(q, mem, i, &len);
			*(const struct json **)at =
			    text == NULL ? NULL : json_read(mem, text, len);
			break;
		}
		default:
			abort(); /* lists and objects are no columns */
		}
	}
}

void
db_row(struct query *q, struct arena *mem, const struct shape *shape, void *p)
{
	db_row_part(q, mem, shape, p, q->columns);
}

bool
db_one(struct query *q, struct arena *mem, const struct shape *shape, void *p)
{
	bool found = db_step(q) == DB_ROW;

	memset(p, 0, shape->size);
	if (found)
		db_row(q, mem, shape, p);
	return found;
}

struct list
db_rows(
    struct query *q, struct arena *mem, const struct shape *shape, size_t max)
{
	char *rows = arena_alloc(mem, shape->size * max);
	size_t n = 0;

	while (n < max && db_step(q) == DB_ROW)
		db_row(q, mem, shape, rows + shape->size * n++);
	return (struct list){ rows, n };
}
