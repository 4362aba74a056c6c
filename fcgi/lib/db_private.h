/*
 * What lib/db.c (connections, transactions) and lib/db_query.c (statements)
 * share; nobody else includes this.
 */
#ifndef LIANGDING_DB_PRIVATE_H
#define LIANGDING_DB_PRIVATE_H

#include <mysql.h>
#include <mysqld_error.h>
#include <errmsg.h>

#include "lib/db.h"

enum {
	QUERIES_MAX = 256,
	COLUMNS_MAX = 64,
	TEXT_BYTES = 256 /* fetched at once; longer text is fetched again */
};

struct cell {
	MYSQL_TIME time;
	long long integer;
	char text[TEXT_BYTES];
	unsigned long len;
	my_bool null, cut;
};

struct query {
	struct db *db;
	struct query *next;
	char *sql;
	uint64_t hash; /* of sql: most others differ in it already */
	MYSQL_STMT *stmt;
	unsigned long params, bound;
	MYSQL_BIND *bind;
	struct cell *values;
	unsigned columns;
	MYSQL_BIND *result;
	struct cell *cells;
	char **names;
	/* Where each column goes in a struct of this shape. */
	const struct shape *shape;
	const struct column *to[COLUMNS_MAX];
	bool ready; /* prepared on the connection that is open now */
	bool running;
};

struct db {
	const struct db_address *address;
	MYSQL *handle;
	struct query *queries;
	unsigned count;
	enum err error;
	bool in_transaction, committing, lost;
	bool clustered; /* a node of a Galera cluster */
};

/* Opens the connection unless it is open; false with the error noted. */
bool db_connect(struct db *db);
/* Notes an error of the client library; see db_error(). */
void db_fail(struct db *db, unsigned code, const char *message);
/* Gives a statement and all it holds back. */
void db_query_free(struct query *q);

#endif
