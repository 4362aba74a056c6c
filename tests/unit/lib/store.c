#include "lib/store.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "lib/crypt.h"
#include "unit.h"

static void
uploads_become_blobs(void **state)
{
	char directory[] = "/tmp/liangding-store-XXXXXX";
	struct arena *a = arena_new(1 << 20);
	unsigned char sha[32], expected[32];
	struct upload u, other;
	char head[16];

	(void)state;
	assert_non_null(mkdtemp(directory));
	assert_null(store_prepare(a, directory));
	/* A later part without its beginning: begin again. */
	assert_int_equal(store_open(&u, directory, "id", 3), ERR_FILE_OFFSET);
	assert_int_equal(store_open(&u, directory, "id", 0), OK);
	assert_int_equal(store_write(&u, 0, "abc", 3), OK);
	/* One hold at a time. */
	assert_int_equal(
	    store_open(&other, directory, "id", 3), ERR_FILE_OFFSET);
	store_close(&u);
	assert_int_equal(store_open(&u, directory, "id", 3), OK);
	assert_int_equal(store_write(&u, 3, "def", 3), OK);
	assert_int_equal(store_read(&u, 2, head, sizeof(head)), 4);
	assert_memory_equal(head, "cdef", 4);
	/* Another length than announced is no upload. */
	assert_int_equal(store_seal(&u, 5, sha), ERR_FILE_OFFSET);
	store_close(&u);
	assert_false(store_has(directory, "id"));
	assert_int_equal(store_open(&u, directory, "id", 0), OK);
	assert_int_equal(store_write(&u, 0, "abcdef", 6), OK);
	assert_int_equal(store_seal(&u, 6, sha), OK);
	store_close(&u);
	assert_false(store_has(directory, "id"));
	crypt_sha256("abcdef", 6, expected);
	assert_memory_equal(sha, expected, 32);
	assert_int_equal(access(arena_printf(a, "%s/blobs/%s", directory,
				    store_path(a, sha)),
			     R_OK),
	    0);
	assert_int_equal(store_open(&u, directory, "id", 6), ERR_FILE_OFFSET);
	/* Beginning anew forgets what was there. */
	assert_int_equal(store_open(&u, directory, "two", 0), OK);
	assert_int_equal(store_write(&u, 0, "longer", 6), OK);
	store_close(&u);
	assert_int_equal(store_open(&u, directory, "two", 0), OK);
	assert_int_equal(store_write(&u, 0, "abc", 3), OK);
	assert_int_equal(store_read(&u, 0, head, sizeof(head)), 3);
	store_close(&u);
	store_drop(directory, "two");
	store_drop(directory, "two");
	assert_int_equal(system(arena_printf(a, "rm -rf %s", directory)), 0);
	arena_free(a);
}

int
run_store(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(uploads_become_blobs),
	};

	return cmocka_run_group_tests_name("store", tests, NULL, NULL);
}
