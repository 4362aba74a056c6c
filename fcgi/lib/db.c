/* Connections and transactions; see db.h. Statements: db_query.c. */
#include <stdio.h>
#include <stdlib.h>

#include "lib/db_private.h"
#include "lib/log.h"

enum { CONNECT_SECONDS = 2 };

struct db *
db_open(const struct db_address *address)
{
	struct db *db = calloc(1, sizeof(*db));

	if (db == NULL)
		abort();
	db->address = address;
	return db;
}

static void
disconnect(struct db *db)
{
	struct query *q;

	while ((q = db->queries) != NULL) {
		db->queries = q->next;
		db_query_free(q);
	}
	db->count = 0;
	if (db->handle != NULL)
		mysql_close(db->handle);
	db->handle = NULL;
	db->in_transaction = db->lost = false;
}

void
db_close(struct db *db)
{
	if (db == NULL)
		return;
	disconnect(db);
	free(db);
}

void
db_fail(struct db *db, unsigned code, const char *message)
{
	bool lost = code == CR_SERVER_GONE_ERROR || code == CR_SERVER_LOST ||
		    code == ER_SERVER_SHUTDOWN ||
		    code == ER_CONNECTION_KILLED ||
		    code == ER_UNKNOWN_COM_ERROR ||
		    code == CR_CONNECTION_ERROR || code == CR_CONN_HOST_ERROR;

	db->lost |= lost;
	if (db->error != OK)
		return;
	if (lost)
		db->error = db->committing ? ERR_UNAVAILABLE : ERR_RETRY;
	else if (code == ER_LOCK_DEADLOCK || code == ER_LOCK_WAIT_TIMEOUT ||
		 code == ER_CHECKREAD || code == ER_DUP_ENTRY ||
		 code == ER_SP_DOES_NOT_EXIST)
		db->error = ERR_RETRY;
	else
		db->error = ERR_INTERNAL;
	if (db->error != ERR_RETRY || lost || code == ER_DUP_ENTRY)
		log_note("db.error", "%u %s", code,
		    code == ER_DUP_ENTRY ? "duplicate" : message);
}

static bool
run_text(struct db *db, const char *sql)
{
	if (db->handle == NULL)
		return false;
	if (mysql_query(db->handle, sql) == 0)
		return true;
	db_fail(db, mysql_errno(db->handle), mysql_error(db->handle));
	return false;
}

/* What every connection must agree on before its first statement. */
static bool
set_session(struct db *db)
{
	return run_text(db,
		   "SET SESSION time_zone = '+00:00', sql_mode = "
		   "'STRICT_ALL_TABLES,NO_ZERO_DATE,NO_ZERO_IN_DATE,"
		   "ERROR_FOR_DIVISION_BY_ZERO,NO_ENGINE_SUBSTITUTION', "
		   "innodb_lock_wait_timeout = 2") &&
	       run_text(db,
		   "SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED");
}

/*
 * In a cluster: what another node has answered is seen here, too, for reads
 * wait until this one has caught up; and a statement by itself that another
 * node's came before is run again. Elsewhere there are no such variables.
 */
static void
join_cluster(struct db *db)
{
	MYSQL_RES *found;
	MYSQL_ROW row;

	db->clustered = false;
	if (mysql_query(db->handle, "SET SESSION wsrep_sync_wait = 1, "
				    "wsrep_retry_autocommit = 10") != 0 ||
	    mysql_query(db->handle, "SELECT @@wsrep_on") != 0 ||
	    (found = mysql_store_result(db->handle)) == NULL)
		return;
	row = mysql_fetch_row(found);
	db->clustered = row != NULL && row[0] != NULL && row[0][0] == '1';
	mysql_free_result(found);
}

/* A statement ends when nobody waits for it any more. MySQL has another name
 * for it, for reads alone: there it goes on. */
static void
end_statements(struct db *db, unsigned seconds)
{
	char sql[64];

	snprintf(
	    sql, sizeof(sql), "SET SESSION max_statement_time = %u", seconds);
	mysql_query(db->handle, sql);
}

bool
db_connect(struct db *db)
{
	const struct db_address *a = db->address;
	unsigned connect = CONNECT_SECONDS, answer = a->answer_seconds, off = 0;
	my_bool report = 1;
	MYSQL *h;

	if (db->handle != NULL)
		return true;
	if ((h = mysql_init(NULL)) == NULL)
		abort();
	mysql_options(h, MYSQL_OPT_CONNECT_TIMEOUT, &connect);
	mysql_options(h, MYSQL_OPT_READ_TIMEOUT, &answer);
	mysql_options(h, MYSQL_OPT_WRITE_TIMEOUT, &answer);
	mysql_options(h, MYSQL_OPT_LOCAL_INFILE, &off);
	mysql_options(h, MYSQL_REPORT_DATA_TRUNCATION, &report);
	mysql_options(h, MYSQL_SET_CHARSET_NAME, "utf8mb4");
	if (mysql_real_connect(h, a->host, a->user, a->password, a->name,
		a->port, a->socket, 0) == NULL) {
		log_note("db.connect", "%u %s", mysql_errno(h), mysql_error(h));
		mysql_close(h);
		db->error = ERR_UNAVAILABLE;
		return false;
	}
	db->handle = h;
	if (!set_session(db)) {
		disconnect(db);
		return false;
	}
	join_cluster(db);
	end_statements(db, answer);
	return true;
}

enum err
db_error(const struct db *db)
{
	return db->error;
}

bool
db_is_lost(const struct db *db)
{
	return db->lost;
}

void
db_clear(struct db *db)
{
	if (db->in_transaction)
		db_rollback(db);
	if (db->lost)
		disconnect(db);
	db->error = OK;
}

void
db_check(struct db *db)
{
	if (db->handle != NULL && mysql_ping(db->handle) != 0)
		disconnect(db);
}

/*
 * A node may drop a transaction for another node's and not tell it (seen with
 * MariaDB 10.11, when the abort falls on a prepare): what follows would be
 * committed statement by statement. So nothing commits by itself meanwhile, and
 * the savepoint tells whether the transaction is still the one that was begun.
 */
void
db_begin(struct db *db)
{
	db_clear(db);
	db->in_transaction =
	    db_connect(db) &&
	    (!db->clustered || run_text(db, "SET SESSION autocommit = 0")) &&
	    run_text(db, "START TRANSACTION") &&
	    (!db->clustered || run_text(db, "SAVEPOINT begun"));
}

/* After COMMIT or ROLLBACK. */
static void
end(struct db *db)
{
	db->in_transaction = false;
	if (db->clustered && db->handle != NULL &&
	    mysql_query(db->handle, "SET SESSION autocommit = 1") != 0)
		disconnect(db);
}

enum err
db_commit(struct db *db)
{
	if (db->error != OK) {
		db_rollback(db);
		return db->error;
	}
	if (!db->clustered || run_text(db, "RELEASE SAVEPOINT begun")) {
		db->committing = true;
		run_text(db, "COMMIT");
		db->committing = false;
	}
	if (db->error == OK)
		end(db);
	else
		db_rollback(db);
	return db->error;
}

void
db_rollback(struct db *db)
{
	if (db->handle == NULL || db->lost) {
		disconnect(db);
		return;
	}
	for (struct query *q = db->queries; q != NULL; q = q->next)
		if (q->running) {
			mysql_stmt_free_result(q->stmt);
			q->running = false;
		}
	if (mysql_query(db->handle, "ROLLBACK") != 0)
		disconnect(db);
	else
		end(db);
}
