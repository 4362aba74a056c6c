#include "lib/crypt.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "unit.h"

static void
digests(void **state)
{
	struct arena *a = arena_new(1 << 20);
	struct key key = { .len = 20 };
	unsigned char out[32];

	(void)state;
	crypt_sha256("abc", 3, out);
	assert_string_equal(crypt_hex(a, out, 32),
	    "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
	memset(key.bytes, 0x0b, 20); /* RFC 4231, case 1 */
	crypt_hmac(&key, "Hi There", 8, out);
	assert_string_equal(crypt_hex(a, out, 32),
	    "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7");
	assert_string_equal(crypt_base64url(a, "\xfb\xff", 2), "-_8");
	arena_free(a);
}

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
	assert_null(keyring_rotate(a, path));
	assert_int_equal(stat(path, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
	assert_null(keyring_load(&ring, a, path));
	assert_int_equal(ring.n, 1);
	assert_null(keyring_rotate(a, path));
	assert_null(keyring_load(&later, a, path));
	assert_int_equal(later.n, 2);
	/* The new key is first, the old one stays, the mac key is the same. */
	assert_string_equal(later.keys[1].id, ring.keys[0].id);
	assert_string_not_equal(later.keys[0].id, ring.keys[0].id);
	assert_memory_equal(later.mac.bytes, ring.mac.bytes, 32);
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
run_crypt(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(digests),
		cmocka_unit_test(rings),
	};

	return cmocka_run_group_tests_name("crypt", tests, NULL, NULL);
}
