/*
 * MariaDB or MySQL, through the C API both client libraries share: one
 * connection, prepared statements kept for its life, values always bound.
 * Reads aloud:
 *	q = db_query(db, sql_order_by_no);
 *	db_bind_text(q, order_no);
 *	while (db_step(q) == DB_ROW)
 *		db_row(q, mem, &order_shape, o);
 * Not here: any SQL text but that of transactions.
 */
#ifndef LIANGDING_DB_H
#define LIANGDING_DB_H

#include "err.h"
#include "lib/shape.h"

struct db;
struct query;

struct db_address {
	const char *socket; /* or host and port */
	const char *host;
	unsigned port;
	const char *name, *user, *password;
	unsigned answer_seconds; /* how long to wait for an answer; 0: on */
};

enum db_step {
	DB_DONE,
	DB_ROW,
	DB_DUPLICATE, /* a unique key refused the row; the transaction lives */
	DB_FAILED     /* see db_error() */
};

/*
 * A handle that connects when first needed. The address must outlive it.
 * Owned by the caller: db_close().
 */
struct db *db_open(const struct db_address *address);
void db_close(struct db *db);

/*
 * What went wrong since db_begin() or db_clear(), sticky: OK; ERR_RETRY (the
 * whole transaction may succeed when run again: deadlock, lock wait, a row that
 * another node of a cluster has just made, a connection lost before COMMIT was
 * sent); ERR_UNAVAILABLE (no database, or
 * it vanished during COMMIT: the outcome is unknown); ERR_INTERNAL.
 */
enum err db_error(const struct db *db);
void db_clear(struct db *db);
/* The connection broke since then; db_clear() forgets it. */
bool db_is_lost(const struct db *db);

/* Drops a connection that died while idle, so that the next query opens one. */
void db_check(struct db *db);

/* READ COMMITTED transactions. db_commit() answers db_error(). */
void db_begin(struct db *db);
enum err db_commit(struct db *db);
void db_rollback(struct db *db);

/* The prepared statement for sql, reset and ready to bind; never NULL. */
struct query *db_query(struct db *db, const char *sql);
/* Bind the next parameter, in the order of the question marks. */
void db_bind_int(struct query *q, int64_t i);
void db_bind_text(struct query *q, const char *s); /* NULL binds NULL */
void db_bind_bytes(struct query *q, const void *data, size_t len);
void db_bind_time(struct query *q, struct moment m); /* 0 binds NULL */
void db_bind_null(struct query *q);
void db_bind_id(struct query *q, int64_t id); /* 0 is NULL */

/* Runs the statement, then goes through its rows. */
enum db_step db_step(struct query *q);
/* For statements without rows: OK, or db_error(). */
enum err db_run(struct query *q);
/* Rows changed by the last step (rows matched and changed, MySQL's count). */
int64_t db_affected(const struct query *q);
int64_t db_inserted_id(const struct query *q);

/* The current row, column by position; NULL reads as 0 or NULL. */
int64_t db_int(struct query *q, unsigned column);
const char *db_text(struct query *q, struct arena *mem, unsigned column);
const void *db_bytes(
    struct query *q, struct arena *mem, unsigned column, size_t *len_out);
struct moment db_time(struct query *q, unsigned column);
/*
 * Fills the struct at p: every column of the row goes to the member of the
 * same name; a name without a member is a programmer's fault. Words and text
 * are copied to mem.
 */
void db_row(
    struct query *q, struct arena *mem, const struct shape *shape, void *p);
/* The same of its first n columns; the others are read by position. */
void db_row_part(struct query *q, struct arena *mem, const struct shape *shape,
    void *p, unsigned n);
/*
 * The next row, as db_row() fills it; false, and all members 0, when there is
 * none, or db_error().
 */
bool db_one(
    struct query *q, struct arena *mem, const struct shape *shape, void *p);
/* All rows that are left, at most max, as structs of the shape. */
struct list db_rows(
    struct query *q, struct arena *mem, const struct shape *shape, size_t max);

#endif
