/* See sealed_copy.h. */
#include "jobs/sealed_copy.h"

#include <unistd.h>

#include "app/file/file_sql.h"
#include "app/seal/seal_sql.h"

static enum err
write_copy(struct sealed_copy *c, struct server *s, struct arena *mem,
    const struct seal_key *key, struct moment now, const char **fault_out)
{
	const struct seal_mark mark = { c->of->organisation_name, now };
	struct seal_result result = { 0 };
	int from = store_open_named(s->config.file_directory, c->of->digest);
	enum err e;

	if (from < 0)
		return ERR_STORE_DOWN;
	e = seal_file(&s->looker, mem, key, &mark, from, c->upload.fd, &result);
	close(from);
	*fault_out = result.fault;
	if (e != OK || result.fault != NULL)
		return e;
	c->of->size = result.size;
	c->of->decrypted = result.decrypted;
	e = store_digest(&c->upload, result.size, c->sha256);
	return e == OK ? store_finish(&c->upload, c->sha256) : e;
}

enum err
sealed_copy_make(struct sealed_copy *c, struct server *s, struct arena *mem,
    const struct seal_key *key, struct moment now, const char **fault_out)
{
	enum err e;

	/* Whoever makes the same at the same time has a part of its own. */
	c->part = arena_printf(mem, "seal-%s", crypt_random_text(mem, 12));
	*fault_out = NULL;
	e = store_open(&c->upload, s->config.file_directory, c->part, 0);
	if (e != OK) {
		c->part = NULL;
		return e;
	}
	return write_copy(c, s, mem, key, now, fault_out);
}

enum err
sealed_copy_keep(struct sealed_copy *c, struct db *db)
{
	enum err e = file_lock_blob(db, c->sha256, c->of->size);

	if (e == OK && !seal_finish(db, c->of, c->sha256))
		e = db_error(db) != OK ? db_error(db) : ERR_RETRY;
	return e == OK ? store_seal(&c->upload, c->sha256) : e;
}

void
sealed_copy_end(struct sealed_copy *c)
{
	if (c->part == NULL)
		return;
	store_close(&c->upload);
	store_drop(c->upload.directory, c->part);
	c->part = NULL;
}
