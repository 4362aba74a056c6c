#include "lib/http_signature.h"

#include <stdlib.h>

#include "lib/buf.h"
#include "unit.h"

/* RFC 9421, B.1.4, B.1.5 and B.2: its keys and its example request. */
static const char shared_secret[] =
    "uzvJfB4u3N0Jy4T7NZ75MDVcr8zSTInedJtkgcu46YW4XByzNJjxBdtjUkdJPBtbmHhIDi6p"
    "cl8jsasjlTMtDQ==";
static const char ed25519_public[] =
    "JrQLj5P/89iXES9+vFgrIy29clF9CC/oPPsw3c5D0bs=";
static const char ed25519_private[] =
    "n4Ni+HpISpVObnQMW0wOhCKROaIKqKtW/2ZYb2p9KcU=";

static const struct {
	const char *name, *value;
} request[] = {
	{ "@method", "POST" },
	{ "@path", "/foo" },
	{ "@authority", "example.com" },
	{ "date", "Tue, 20 Apr 2021 02:07:55 GMT" },
	{ "content-type", "application/json" },
	{ "content-length", "18" },
	{ "broken", "a\nb" },
};

static const char *
value(void *context, const char *name)
{
	(void)context;
	for (size_t i = 0; i < COUNT(request); i++)
		if (strcmp(request[i].name, name) == 0)
			return request[i].value;
	return NULL;
}

static struct signature_key
key_of(enum signature_algorithm algorithm, const char *base64)
{
	struct signature_key key = { .algorithm = algorithm };

	key.len =
	    base64_read(base64, strlen(base64), key.bytes, sizeof(key.bytes));
	assert_true(key.len > 0);
	return key;
}

static const char b25_input[] =
    "sig-b25=(\"date\" \"@authority\" \"content-type\");created=1618884473;"
    "keyid=\"test-shared-secret\"";
static const char b25[] =
    "sig-b25=:pxcQw6G3AjtMBQjwo8XzkZf/bws5LelbaMk5rGIGtE8=:";
static const char b26_input[] =
    "sig-b26=(\"date\" \"@method\" \"@path\" \"@authority\" \"content-type\" "
    "\"content-length\");created=1618884473;keyid=\"test-key-ed25519\"";
static const char b26[] =
    "sig-b26=:wqcAqbmYJ2ji2glfAMaRy4gruYYnx2nEFN2HN6jrnDnQCK1u02Gb04v9EDgwUPiu"
    "4A0w6vuQv5lIp5WPpBKRCw==:";

static void
vectors_of_the_rfc(void **state)
{
	struct arena *a = arena_new(1 << 20);
	struct signature_key hmac =
				 key_of(SIGNATURE_HMAC_SHA256, shared_secret),
			     ed25519 =
				 key_of(SIGNATURE_ED25519, ed25519_public),
			     private =
				 key_of(SIGNATURE_ED25519, ed25519_private);
	unsigned char out[SIGNATURE_BYTES_MAX];
	struct http_signature s;
	const char *base;

	(void)state;
	assert_true(http_signature_read(a, b25_input, b25, &s));
	assert_int_equal(s.created, 1618884473);
	assert_string_equal(s.keyid, "test-shared-secret");
	base = http_signature_base(a, &s, value, NULL);
	assert_string_equal(base,
	    "\"date\": Tue, 20 Apr 2021 02:07:55 GMT\n"
	    "\"@authority\": example.com\n"
	    "\"content-type\": application/json\n"
	    "\"@signature-params\": (\"date\" \"@authority\" \"content-type\")"
	    ";created=1618884473;keyid=\"test-shared-secret\"");
	assert_true(http_signature_fits(&s, &hmac, base));
	assert_int_equal(http_signature_make(&hmac, base, out), s.len);
	assert_memory_equal(out, s.bytes, s.len);
	assert_false(http_signature_fits(&s, &ed25519, base));

	assert_true(http_signature_read(a, b26_input, b26, &s));
	assert_true(http_signature_covers(&s, "@path"));
	assert_false(http_signature_covers(&s, "@query"));
	base = http_signature_base(a, &s, value, NULL);
	assert_true(http_signature_fits(&s, &ed25519, base));
	assert_int_equal(http_signature_make(&private, base, out), s.len);
	assert_memory_equal(out, s.bytes, s.len);
	assert_false(http_signature_fits(&s, &hmac, base));
	ed25519_public_key(private.bytes, out);
	assert_memory_equal(out, ed25519.bytes, ED25519_KEY_BYTES);
	arena_free(a);
}

/* Every bit of signature, base and key counts. */
static void
nothing_else_fits(void **state)
{
	struct arena *a = arena_new(1 << 22);
	static const struct {
		const char *input, *signature, *key;
		enum signature_algorithm algorithm;
	} cases[] = {
		{ b25_input, b25, shared_secret, SIGNATURE_HMAC_SHA256 },
		{ b26_input, b26, ed25519_public, SIGNATURE_ED25519 },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct signature_key key =
		    key_of(cases[i].algorithm, cases[i].key);
		struct signature_key cut = key;
		struct http_signature s;
		const char *base;
		char *other;

		assert_true(http_signature_read(
		    a, cases[i].input, cases[i].signature, &s));
		base = http_signature_base(a, &s, value, NULL);
		other = arena_strdup(a, base);
		for (size_t k = 0; k < s.len; k++) {
			s.bytes[k] ^= 1;
			assert_case(i, !http_signature_fits(&s, &key, base));
			s.bytes[k] ^= 1;
		}
		for (size_t k = 0; other[k] != '\0'; k++) {
			other[k] ^= 1;
			assert_case(i, !http_signature_fits(&s, &key, other));
			other[k] ^= 1;
		}
		for (size_t k = 0; k < key.len; k++) {
			key.bytes[k] ^= 1;
			assert_case(i, !http_signature_fits(&s, &key, base));
			key.bytes[k] ^= 1;
		}
		for (cut.len = 0; cut.len < HMAC_KEY_BYTES_MIN; cut.len++)
			assert_case(i, !http_signature_fits(&s, &cut, base));
		for (size_t n = s.len; n-- > 0;) {
			s.len = n;
			assert_case(i, !http_signature_fits(&s, &key, base));
		}
	}
	arena_free(a);
}

#define GOOD "(\"@method\");created=1;keyid=\"k\""
static const char some[] = "s=:AAAA:";

static void
reads_one_form_only(void **state)
{
	struct arena *a = arena_new(1 << 20);
	static const struct {
		const char *input, *signature;
		bool good;
	} cases[] = {
		{ "s=" GOOD, some, true },
		{ "s=" GOOD ";expires=9;nonce=\"n\";alg=\"ed25519\";tag=\"t\"",
		    some, true },
		{ "s=(\"@method\" \"content-digest\")", some, true },
		{ "s=(\"@method\")", "t=:AAAA:", false },
		{ "s=(\"@method\"), t=(\"@path\")", some, false },
		{ "s=(\"@method\")", "s=:AAAA:, t=:AAAA:", false },
		{ "s=(\"@method\")", "s=:AAAA", false },
		{ "s=(\"@method\")", "s=AAAA", false },
		{ "s=(\"@method\")", "s=::", false },
		{ "s=(\"@method\")", "s=:AAA:", false },
		{ "s=(\"@method\")", "s=:AA==:", true },
		{ "s=(\"@method\")", "s=:AB==:", false },
		{ "s=(\"@method\")", "s=:AAB=:", false },
		{ "s=(\"@method\")", "s=:A===:", false },
		{ "s=(\"@method\")", "s=:AA=A:", false },
		{ "s=(\"@method\")", "s=:AA-_:", false },
		{ "s=(\"@method\")", "s=:AA\nA:", false },
		{ "s=()", some, false },
		{ "s=\"@method\"", some, false },
		{ "S=(\"@method\")", "S=:AAAA:", false },
		{ "=(\"@method\")", "=:AAAA:", false },
		{ "s=(\"@method\"", some, false },
		{ "s=(\"@method\" )", some, false },
		{ "s=( \"@method\")", some, false },
		{ "s=(\"@method\"  \"@path\")", some, false },
		{ "s=(\"@method\"\t\"@path\")", some, false },
		{ "s=(\"@method\" \"@method\")", some, false },
		{ "s=(\"@Method\")", some, false },
		{ "s=(\"@\")", some, false },
		{ "s=(\"\")", some, false },
		{ "s=(\"a b\")", some, false },
		{ "s=(\"@signature-params\")", some, false },
		{ "s=(\"@query-param\";name=\"a\")", some, false },
		{ "s=(\"date\";bs)", some, false },
		{ "s=(\"da\\\"te\")", some, false },
		{ "s=(date)", some, false },
		{ "s=(\"@method\");created", some, false },
		{ "s=(\"@method\");created=", some, false },
		{ "s=(\"@method\");created=0", some, false },
		{ "s=(\"@method\");created=01", some, false },
		{ "s=(\"@method\");created=-1", some, false },
		{ "s=(\"@method\");created=1.5", some, false },
		{ "s=(\"@method\");created=\"1\"", some, false },
		{ "s=(\"@method\");created=999999999999999", some, true },
		{ "s=(\"@method\");created=1000000000000000", some, false },
		{ "s=(\"@method\");created=1;created=1", some, false },
		{ "s=(\"@method\");keyid=k", some, false },
		{ "s=(\"@method\");keyid=\"\"", some, false },
		{ "s=(\"@method\");keyid=\"k", some, false },
		{ "s=(\"@method\");keyid=\"\x80\"", some, false },
		{ "s=(\"@method\");keyid=\"k\";keyid=\"k\"", some, false },
		{ "s=(\"@method\");other=1", some, false },
		{ "s=(\"@method\"); created=1", some, false },
		{ "s=(\"@method\") ;created=1", some, false },
		{ "s=(\"@method\");created=1;", some, false },
		{ " s=(\"@method\")", some, false },
		{ "s=(\"@method\") ", some, false },
		{ "s =(\"@method\")", some, false },
		{ "", some, false },
		{ "s=(\"@method\")", "", false },
	};
	struct http_signature s;

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++)
		assert_case(i, http_signature_read(a, cases[i].input,
				   cases[i].signature, &s) == cases[i].good);
	arena_free(a);
}

static void
keeps_its_bounds(void **state)
{
	struct arena *a = arena_new(1 << 22);
	struct http_signature s;
	struct buf b = buf_new(a);
	char *text;

	(void)state;
	for (int n = 1; n <= SIGNATURE_COMPONENTS_MAX + 1; n++) {
		b = buf_new(a);
		for (int i = 0; i < n; i++)
			buf_printf(&b, "%s\"h%d\"", i == 0 ? "s=(" : " ", i);
		buf_puts(&b, ")");
		assert_int_equal(http_signature_read(a, buf_text(&b), some, &s),
		    n <= SIGNATURE_COMPONENTS_MAX);
	}
	for (int n = 1; n <= SIGNATURE_TEXT_MAX + 1; n++) {
		text = arena_printf(a, "s=(\"@method\");nonce=\"%0*d\"", n, 0);
		assert_int_equal(http_signature_read(a, text, some, &s),
		    n <= SIGNATURE_TEXT_MAX);
		text = arena_printf(a, "s=(\"h%0*d\")", n, 0);
		assert_int_equal(http_signature_read(a, text, some, &s),
		    n < SIGNATURE_TEXT_MAX);
	}
	/* As long as a request may be. */
	text = arena_alloc(a, 1 << 20);
	memset(text, 'a', (1 << 20) - 1);
	assert_false(http_signature_read(a, text, some, &s));
	assert_false(http_signature_read(a, "s=(\"@method\")", text, &s));
	assert_false(http_digest_fits(text, "", 0));
	memset(text, '(', (1 << 20) - 1);
	assert_false(http_signature_read(a, text, some, &s));
	/* A signature longer than any. */
	b = buf_new(a);
	buf_puts(&b, "s=:");
	for (int i = 0; i < 23; i++)
		buf_puts(&b, "AAAA");
	buf_puts(&b, ":");
	assert_false(
	    http_signature_read(a, "s=(\"@method\")", buf_text(&b), &s));
	/* What a message lacks, or has in two lines, is signed by nobody. */
	assert_true(http_signature_read(a, "s=(\"x-other\")", some, &s));
	assert_null(http_signature_base(a, &s, value, NULL));
	assert_true(http_signature_read(a, "s=(\"broken\")", some, &s));
	assert_null(http_signature_base(a, &s, value, NULL));
	arena_free(a);
}

/* Cut at any byte, or with any byte made another: never the same signature,
 * and never a byte read beyond the end (the sanitizers look). */
static void
survives_what_is_torn(void **state)
{
	static const char *const texts[] = { b26_input, b26, b25_input, b25 };
	static const char bytes[] = "\"\\;=():, \x01\x7f\xff@0Az-";
	struct arena *a = arena_new(1 << 24);
	struct signature_key key = key_of(SIGNATURE_ED25519, ed25519_public);
	struct arena_mark mark = arena_mark(a);

	(void)state;
	for (size_t t = 0; t < COUNT(texts); t++) {
		const char *input = t < 2 ? b26_input : b25_input;
		const char *signature = t < 2 ? b26 : b25;
		size_t len = strlen(texts[t]);

		for (size_t i = 0; i < len * COUNT(bytes); i++) {
			struct http_signature s;
			char *bad = malloc(len + 1); /* its end is seen */
			size_t at = i / COUNT(bytes);
			char to = bytes[i % COUNT(bytes)];
			const char *base = NULL;

			memcpy(bad, texts[t], len + 1);
			if (bad[at] == to) {
				free(bad);
				continue;
			}
			bad[at] = to; /* at last the NUL: cut there */
			if (to == '\0') {
				char *cut = strdup(bad);
				free(bad);
				bad = cut;
			}
			if (http_signature_read(a, t % 2 == 0 ? bad : input,
				t % 2 == 0 ? signature : bad, &s))
				base = http_signature_base(a, &s, value, NULL);
			assert_case(i, base == NULL || !http_signature_fits(
							   &s, &key, base));
			free(bad);
			arena_reset(a, mark);
		}
	}
	arena_free(a);
}

static void
digests_of_bodies(void **state)
{
	/* The first is RFC 9530's (B.1 has it with a line feed, RFC 9421 B.2
	 * without); the others are sha256sum's. */
	static const struct {
		const char *body, *value;
		bool fits;
	} cases[] = {
		{ "{\"hello\": \"world\"}\n",
		    "sha-256=:RK/0qy18MlBSVnWgjwz6lZEWjP/lF5HF9bvEF8FabDg=:",
		    true },
		{ "{\"hello\": \"world\"}",
		    "sha-256=:X48E9qOokqqrvdts8nOJRJN3OWDUoyWxBf7kbu9DBPE=:",
		    true },
		{ "", "sha-256=:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=:",
		    true },
		{ "{\"hello\": \"world\"}",
		    "sha-256=:RK/0qy18MlBSVnWgjwz6lZEWjP/lF5HF9bvEF8FabDg=:",
		    false },
		{ "", "sha-256=:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=",
		    false },
		{ "", "sha-512=:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=:",
		    false },
		{ "", "sha-256=:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFV=:",
		    false },
		{ "", "sha-256=::", false },
		{ "", "sha-256=", false },
		{ "", "", false },
	};
	struct arena *a = arena_new(1 << 20);

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		size_t len = strlen(cases[i].body);
		assert_case(i, http_digest_fits(cases[i].value, cases[i].body,
				   len) == cases[i].fits);
		assert_case(i, (strcmp(http_digest(a, cases[i].body, len),
				    cases[i].value) == 0) == cases[i].fits);
	}
	arena_free(a);
}

int
run_http_signature(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(vectors_of_the_rfc),
		cmocka_unit_test(nothing_else_fits),
		cmocka_unit_test(reads_one_form_only),
		cmocka_unit_test(keeps_its_bounds),
		cmocka_unit_test(survives_what_is_torn),
		cmocka_unit_test(digests_of_bodies),
	};

	return cmocka_run_group_tests_name("http_signature", tests, NULL, NULL);
}
