#include "lib/token.h"

#include <jwt.h>
#include <stdlib.h>

#include "lib/buf.h"
#include "unit.h"

static struct keys
ring_of(const char *id, unsigned char byte)
{
	struct keys ring = { .n = 1 };

	strcpy(ring.items[0].id, id);
	memset(ring.items[0].bytes, byte, 32);
	ring.items[0].len = 32;
	return ring;
}

static const struct token sample = { 7, 3, 1000, 1300 };

static void
reads_its_own(void **state)
{
	struct arena *a = arena_new(1 << 20);
	struct keys old = ring_of("old", 1), rotated = ring_of("new", 2);
	struct token t;

	(void)state;
	assert_true(token_read(token_write(a, &old, &sample), &old, &t));
	assert_memory_equal(&t, &sample, sizeof(t));
	/* LOGIN-7: a token under the old key works beside the new one. */
	rotated.items[rotated.n++] = old.items[0];
	assert_true(token_read(token_write(a, &old, &sample), &rotated, &t));
	assert_true(
	    token_read(token_write(a, &rotated, &sample), &rotated, &t));
	assert_false(token_read(token_write(a, &rotated, &sample), &old, &t));
	arena_free(a);
}

/* A token like ours but for what the caller spoils. */
static char *
forge(const struct key *key, jwt_alg_t alg, const char *kid, const char *claim,
    const char *value)
{
	jwt_t *jwt;
	char *text;

	assert_int_equal(jwt_new(&jwt), 0);
	if (alg != JWT_ALG_NONE)
		jwt_set_alg(jwt, alg, key->bytes, (int)key->len);
	jwt_add_header(jwt, "kid", kid);
	jwt_add_grant(jwt, "iss", "liangding");
	jwt_add_grant(jwt, "aud", "liangding-api");
	jwt_add_grant(jwt, "typ", "access");
	jwt_add_grant_int(jwt, "sid", 7);
	jwt_add_grant_int(jwt, "gid", 3);
	jwt_add_grant_int(jwt, "iat", 1000);
	jwt_add_grant_int(jwt, "exp", 1300);
	if (claim != NULL) {
		jwt_del_grants(jwt, claim);
		jwt_add_grant(jwt, claim, value);
	}
	text = jwt_encode_str(jwt);
	jwt_free(jwt);
	return text;
}

static void
refuses_forgeries(void **state)
{
	struct arena *a = arena_new(1 << 24);
	struct keys ring = ring_of("one", 1);
	struct key empty = { .id = "one", .len = 0 };
	const struct key *key = &ring.items[0];
	struct keys bare = { .n = 1 };
	char *forged[] = {
		forge(key, JWT_ALG_NONE, "one", NULL, NULL),
		forge(key, JWT_ALG_HS512, "one", NULL, NULL),
		forge(key, JWT_ALG_HS384, "one", NULL, NULL),
		forge(key, JWT_ALG_HS256, "two", NULL, NULL),
		forge(key, JWT_ALG_HS256, "one", "iss", "else"),
		forge(key, JWT_ALG_HS256, "one", "aud", "else"),
		forge(key, JWT_ALG_HS256, "one", "typ", "refresh"),
		forge(key, JWT_ALG_HS256, "one", "sid", "7"),
		forge(&empty, JWT_ALG_HS256, "one", NULL, NULL),
	};
	char *sound = forge(key, JWT_ALG_HS256, "one", NULL, NULL);
	char *huge;
	struct token t;

	(void)state;
	assert_true(token_read(sound, &ring, &t));
	for (size_t i = 0; i < COUNT(forged); i++) {
		assert_case(
		    i, forged[i] == NULL || !token_read(forged[i], &ring, &t));
		free(forged[i]);
	}
	/* A key that is empty accepts nothing, whatever libjwt thinks. */
	bare.items[0] = empty;
	assert_false(token_read(sound, &bare, &t));
	sound[strlen(sound) - 2] ^= 1;
	assert_false(token_read(sound, &ring, &t));
	assert_false(token_read("", &ring, &t));
	assert_false(token_read("..", &ring, &t));
	huge = arena_alloc(a, 9 << 20);
	memset(huge, 'a', (9 << 20) - 1);
	assert_false(token_read(huge, &ring, &t));
	free(sound);
	arena_free(a);
}

int
run_token(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(reads_its_own),
		cmocka_unit_test(refuses_forgeries),
	};

	return cmocka_run_group_tests_name("token", tests, NULL, NULL);
}
