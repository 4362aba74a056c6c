#include "lib/keyring.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "unit.h"

static void
write_file(const char *path, const char *text)
{
	FILE *f = fopen(path, "w");

	assert_non_null(f);
	fputs(text, f);
	fclose(f);
}

static void
rings(void **state)
{
	struct arena *a = arena_new(1 << 20);
	char path[] = "/tmp/liangding-keys-XXXXXX";
	struct keyring ring, later;
	struct stat st;

	(void)state;
	close(mkstemp(path));
	unlink(path);
	assert_non_null(keyring_load(&ring, a, path)); /* missing */
	assert_null(keyring_rotate(a, path, KEY_SIGNING));
	assert_int_equal(stat(path, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
	assert_null(keyring_load(&ring, a, path));
	assert_int_equal(ring.kinds[KEY_SIGNING].n, 1);
	assert_null(keyring_rotate(a, path, KEY_SIGNING));
	assert_null(keyring_load(&later, a, path));
	assert_int_equal(later.kinds[KEY_SIGNING].n, 2);
	/* The new key is first, the old one stays, the mac key is the same. */
	assert_string_equal(later.kinds[KEY_SIGNING].items[1].id,
	    keyring_newest(&ring, KEY_SIGNING)->id);
	assert_string_not_equal(keyring_newest(&later, KEY_SIGNING)->id,
	    keyring_newest(&ring, KEY_SIGNING)->id);
	assert_memory_equal(keyring_newest(&later, KEY_MAC)->bytes,
	    keyring_newest(&ring, KEY_MAC)->bytes, 32);
	assert_int_equal(later.kinds[KEY_MASTER].n, 1);
	assert_non_null(keyring_find(
	    &later, KEY_SIGNING, keyring_newest(&ring, KEY_SIGNING)->id));
	assert_null(keyring_find(&later, KEY_MASTER, "none"));
	/* Retired: the newest alone is left; never more than fit. */
	assert_null(keyring_retire(a, path, KEY_SIGNING));
	assert_null(keyring_load(&ring, a, path));
	assert_int_equal(ring.kinds[KEY_SIGNING].n, 1);
	assert_string_equal(keyring_newest(&ring, KEY_SIGNING)->id,
	    keyring_newest(&later, KEY_SIGNING)->id);
	for (int i = 1; i < KEYS_MAX; i++)
		assert_null(keyring_rotate(a, path, KEY_MASTER));
	assert_non_null(strstr(keyring_rotate(a, path, KEY_MASTER), "retire"));
	for (int i = 0; i < KEYS_MAX + 2; i++)
		assert_null(keyring_rotate(a, path, KEY_SIGNING));
	assert_int_equal(chmod(path, 0640), 0);
	assert_null(keyring_rotate(a, path, KEY_SIGNING));
	assert_int_equal(stat(path, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0640);
	assert_null(keyring_load(&ring, a, path));
	assert_int_equal(ring.kinds[KEY_MASTER].n, KEYS_MAX);
	write_file(path, "jwt a AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\n");
	assert_non_null(strstr(keyring_load(&ring, a, path), "data"));
	write_file(path, "jwt a c2hvcnQ\n");
	assert_non_null(strstr(keyring_load(&ring, a, path), ":1: "));
	write_file(path, "");
	assert_non_null(keyring_load(&ring, a, path));
	write_file(path, "rsa a AAAA\n");
	assert_non_null(keyring_load(&ring, a, path));
	unlink(path);
	arena_free(a);
}

int
run_keyring(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(rings),
	};

	return cmocka_run_group_tests_name("keyring", tests, NULL, NULL);
}
