/* Access tokens; see token.h. */
#include "lib/token.h"

#include <jwt.h>
#include <stdlib.h>
#include <string.h>

static const char issuer[] = "liangding";
static const char audience[] = "liangding-api";
static const char type[] = "access";

const char *
token_write(struct arena *mem, const struct keys *keys, const struct token *t)
{
	const struct key *key = &keys->items[0];
	const char *text;
	char *encoded;
	jwt_t *jwt;
	int bad;

	if (jwt_new(&jwt) != 0)
		abort();
	bad = jwt_set_alg(jwt, JWT_ALG_HS256, key->bytes, (int)key->len);
	bad |= jwt_add_header(jwt, "kid", key->id);
	bad |= jwt_add_grant(jwt, "iss", issuer);
	bad |= jwt_add_grant(jwt, "aud", audience);
	bad |= jwt_add_grant(jwt, "typ", type);
	bad |= jwt_add_grant_int(jwt, "sid", t->session_id);
	bad |= jwt_add_grant_int(jwt, "gid", t->grant_id);
	bad |= jwt_add_grant_int(jwt, "iat", t->issued);
	bad |= jwt_add_grant_int(jwt, "exp", t->expires);
	encoded = bad ? NULL : jwt_encode_str(jwt);
	if (encoded == NULL)
		abort();
	text = arena_strdup(mem, encoded);
	free(encoded);
	jwt_free(jwt);
	return text;
}

static bool
says(jwt_t *jwt, const char *claim, const char *value)
{
	const char *found = jwt_get_grant(jwt, claim);

	return found != NULL && strcmp(found, value) == 0;
}

static bool
read_under(const char *text, const struct key *key, struct token *out)
{
	const char *kid;
	jwt_t *jwt;
	bool ok;

	if (jwt_decode(&jwt, text, key->bytes, (int)key->len) != 0)
		return false;
	kid = jwt_get_header(jwt, "kid");
	ok = jwt_get_alg(jwt) == JWT_ALG_HS256 && kid != NULL &&
	     strcmp(kid, key->id) == 0 && says(jwt, "iss", issuer) &&
	     says(jwt, "aud", audience) && says(jwt, "typ", type);
	out->session_id = jwt_get_grant_int(jwt, "sid");
	out->grant_id = jwt_get_grant_int(jwt, "gid");
	out->issued = jwt_get_grant_int(jwt, "iat");
	out->expires = jwt_get_grant_int(jwt, "exp");
	jwt_free(jwt);
	return ok && out->session_id > 0 && out->grant_id >= 0 &&
	       out->expires > out->issued;
}

bool
token_read(const char *text, const struct keys *keys, struct token *out)
{
	if (strlen(text) > TOKEN_BYTES_MAX)
		return false;
	for (size_t i = 0; i < keys->n; i++)
		if (keys->items[i].len >= KEY_BYTES_MIN &&
		    read_under(text, &keys->items[i], out))
			return true;
	return false;
}

bool
token_is_shaped(const char *text)
{
	enum { PARTS = 3, PART_MIN = 8 };

	for (int i = 0; i < PARTS; i++) {
		size_t n = strspn(text,
		    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
		    "0123456789-_");
		if (n < PART_MIN || text[n] != (i < PARTS - 1 ? '.' : '\0'))
			return false;
		text += n + 1;
	}
	return true;
}
