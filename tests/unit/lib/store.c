#include "lib/store.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "lib/crypt.h"
#include "lib/store_walk.h"
#include "unit.h"

static void
uploads_become_blobs(void **state)
{
	char directory[] = "/tmp/liangding-store-XXXXXX";
	struct arena *a = arena_new(1 << 20);
	unsigned char sha[32], expected[32];
	struct upload u, other;
	const char *hex;

	(void)state;
	assert_non_null(mkdtemp(directory));
	assert_null(store_prepare(a, directory));
	/* A later part without its beginning: begin again. */
	assert_int_equal(store_open(&u, directory, "id", 3), ERR_FILE_OFFSET);
	assert_int_equal(store_open(&u, directory, "id", 0), OK);
	assert_int_equal(store_write(&u, 0, "abc", 3), OK);
	/* One hold at a time. */
	assert_int_equal(store_open(&other, directory, "id", 3), ERR_BUSY);
	store_close(&u);
	assert_int_equal(store_open(&u, directory, "id", 3), OK);
	assert_int_equal(store_write(&u, 3, "def", 3), OK);
	/* Another length than announced is no upload. */
	assert_int_equal(store_digest(&u, 5, sha), ERR_FILE_OFFSET);
	store_close(&u);
	assert_false(store_has(directory, "id"));
	assert_int_equal(store_open(&u, directory, "id", 0), OK);
	assert_int_equal(store_write(&u, 0, "abcdef", 6), OK);
	assert_int_equal(store_digest(&u, 6, sha), OK);
	assert_int_equal(store_finish(&u, sha), OK);
	assert_true(store_has(directory, "id"));
	assert_int_equal(store_seal(&u, sha), OK);
	/* A transaction may come by twice. */
	assert_int_equal(store_seal(&u, sha), OK);
	store_close(&u);
	assert_false(store_has(directory, "id"));
	crypt_sha256("abcdef", 6, expected);
	assert_memory_equal(sha, expected, 32);
	hex = crypt_hex(a, sha, sizeof(sha));
	assert_int_equal(
	    access(arena_printf(a, "%s/blobs/%.2s/%s", directory, hex, hex + 2),
		R_OK),
	    0);
	assert_int_equal(store_open(&u, directory, "id", 6), ERR_FILE_OFFSET);
	/* The same bytes once more; swept between two tries: begin again. */
	assert_int_equal(store_open(&u, directory, "id", 0), OK);
	assert_int_equal(store_write(&u, 0, "abcdef", 6), OK);
	assert_int_equal(store_digest(&u, 6, sha), OK);
	assert_int_equal(store_finish(&u, sha), OK);
	assert_int_equal(store_seal(&u, sha), OK);
	store_remove(directory, sha);
	assert_int_equal(store_seal(&u, sha), ERR_FILE_OFFSET);
	store_close(&u);
	assert_true(store_has_room(directory, 1));
	assert_false(store_has_room(directory, INT64_MAX));
	/* Beginning anew forgets what was there. */
	assert_int_equal(store_open(&u, directory, "two", 0), OK);
	assert_int_equal(store_write(&u, 0, "longer", 6), OK);
	store_close(&u);
	assert_int_equal(store_open(&u, directory, "two", 0), OK);
	assert_int_equal(store_write(&u, 0, "abcd", 4), OK);
	store_close(&u);
	/* What nobody acknowledged is written over, not kept behind. */
	assert_int_equal(store_open(&u, directory, "two", 3), OK);
	assert_int_equal(store_digest(&u, 3, sha), OK);
	assert_int_equal(store_finish(&u, sha), OK);
	crypt_sha256("abc", 3, expected);
	assert_memory_equal(sha, expected, 32);
	store_close(&u);
	/* Whatever the order and however often it is written: what lies there.
	 */
	assert_int_equal(store_open(&u, directory, "two", 0), OK);
	assert_int_equal(store_write(&u, 0, "xyz", 3), OK);
	assert_int_equal(store_write(&u, 0, "ab", 2), OK);
	assert_int_equal(store_write(&u, 3, "d", 1), OK);
	assert_int_equal(store_digest(&u, 4, sha), OK);
	crypt_sha256("abzd", 4, expected);
	assert_memory_equal(sha, expected, 32);
	store_close(&u);
	/* An end that a power cut took must not become a hole. */
	assert_int_equal(store_open(&u, directory, "two", 5), ERR_FILE_OFFSET);
	assert_false(store_has(directory, "two"));
	store_drop(directory, "two");
	store_drop(directory, "two");
	assert_int_equal(system(arena_printf(a, "rm -rf %s", directory)), 0);
	arena_free(a);
}

struct seen {
	int uploads, blobs;
	unsigned char sha256[32];
};

static void
see_upload(void *arg, const void *id)
{
	struct seen *s = arg;

	s->uploads += strcmp(id, "left") == 0;
}

static void
see_blob(void *arg, const void *sha256)
{
	struct seen *s = arg;

	s->blobs++;
	memcpy(s->sha256, sha256, 32);
}

static void
walks_find_what_is_old_enough(void **state)
{
	char directory[] = "/tmp/liangding-store-XXXXXX";
	struct arena *a = arena_new(1 << 20);
	unsigned char sha[32];
	struct seen young = { 0 }, old = { 0 };
	struct upload u;

	(void)state;
	assert_non_null(mkdtemp(directory));
	assert_null(store_prepare(a, directory));
	assert_int_equal(store_open(&u, directory, "left", 0), OK);
	store_close(&u);
	assert_int_equal(store_open(&u, directory, "sealed", 0), OK);
	assert_int_equal(store_write(&u, 0, "abcdef", 6), OK);
	assert_int_equal(store_digest(&u, 6, sha), OK);
	assert_int_equal(store_finish(&u, sha), OK);
	assert_int_equal(store_seal(&u, sha), OK);
	store_close(&u);
	/* What is no digest is nobody's business. */
	assert_int_equal(system(arena_printf(a, "touch %s/blobs/%02x/notes",
			     directory, sha[0])),
	    0);
	assert_in_range(store_idle(directory, "left"), 0, 5);
	assert_int_equal(store_idle(directory, "sealed"), -1);
	store_each_upload(directory, 3600, see_upload, &young);
	store_each_upload(directory, 0, see_upload, &old);
	for (unsigned i = 0; i < STORE_FOLDERS; i++) {
		store_each_blob(directory, i, 3600, see_blob, &young);
		store_each_blob(directory, i, 0, see_blob, &old);
	}
	assert_int_equal(young.uploads + young.blobs, 0);
	assert_int_equal(old.uploads, 1);
	assert_int_equal(old.blobs, 1);
	assert_memory_equal(old.sha256, sha, 32);
	assert_int_equal(system(arena_printf(a, "rm -rf %s", directory)), 0);
	arena_free(a);
}

int
run_store(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(uploads_become_blobs),
		cmocka_unit_test(walks_find_what_is_old_enough),
	};

	return cmocka_run_group_tests_name("store", tests, NULL, NULL);
}
