#include "lib/crypt.h"

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
sealed_boxes(void **state)
{
	unsigned char key[KEY_BYTES_MIN] = { 7 }, other[KEY_BYTES_MIN] = { 8 };
	unsigned char box[32 + BOX_EXTRA_BYTES], again[sizeof(box)];
	const char text[] = "13800138000";
	size_t len = sizeof(text), whole = len + BOX_EXTRA_BYTES;
	char out[sizeof(box)];

	(void)state;
	crypt_seal(key, "order/1/phone", text, len, box);
	assert_true(crypt_open(key, "order/1/phone", box, whole, out));
	assert_string_equal(out, text);
	assert_null(memmem(box, whole, "1380", 4));
	/* The same text never looks the same twice. */
	crypt_seal(key, "order/1/phone", text, len, again);
	assert_memory_not_equal(box, again, whole);
	assert_false(crypt_open(key, "order/2/phone", box, whole, out));
	assert_false(crypt_open(other, "order/1/phone", box, whole, out));
	for (size_t i = 0; i < whole; i++) {
		box[i] ^= 1;
		assert_case(
		    i, !crypt_open(key, "order/1/phone", box, whole, out));
		box[i] ^= 1;
		assert_case(i, !crypt_open(key, "order/1/phone", box, i, out));
	}
	crypt_seal(key, "", "", 0, box);
	assert_true(crypt_open(key, "", box, BOX_EXTRA_BYTES, out));
}

int
run_crypt(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(digests),
		cmocka_unit_test(sealed_boxes),
	};

	return cmocka_run_group_tests_name("crypt", tests, NULL, NULL);
}
