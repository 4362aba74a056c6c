/* Whether a request is an app's; see app_key.h. */
#include "app/app_key/app_key.h"

#include <openssl/crypto.h>
#include <string.h>

#include "app/secret/secret.h"
#include "app/session/session_sql.h"

enum { NONCE_BYTES = 18 };

/* Nothing secret: whoever reads this has it. */
const unsigned char demo_private_key[ED25519_KEY_BYTES] =
    "liangding demonstration key only";

static const char *const covered[] = { "@method", "@path", "@authority",
	"content-digest" };
enum { COVERED = sizeof(covered) / sizeof(covered[0]) };

const char *
app_key_place(struct arena *mem, const char *keyid)
{
	return arena_printf(mem, "app_key/%s", keyid);
}

const char *
app_key_authority_of(struct arena *mem, const char *url)
{
	const char *at = strstr(url, "://") + 3;
	bool secure = strncmp(url, "https:", 6) == 0;
	const char *port = secure ? ":443" : ":80";
	char *host = arena_strndup(mem, at, strcspn(at, "/?#"));
	size_t n = strlen(host), p = strlen(port);

	if (n > p && strcmp(host + n - p, port) == 0)
		host[n - p] = '\0';
	for (char *c = host; *c != '\0'; c++)
		if (*c >= 'A' && *c <= 'Z')
			*c = (char)(*c - 'A' + 'a');
	return host;
}

const char *
app_key_authority(const struct request *r)
{
	return app_key_authority_of(r->mem, r->server->origin);
}

/* A component of the request that is being served. */
static const char *
component(void *context, const char *name)
{
	const struct request *r = context;
	const char *uri = http_param(&r->http, "REQUEST_URI");

	if (strcmp(name, "@method") == 0)
		return http_param(&r->http, "REQUEST_METHOD");
	if (strcmp(name, "@path") == 0)
		return arena_strndup(r->mem, uri, strcspn(uri, "?"));
	if (strcmp(name, "@authority") == 0)
		return app_key_authority(r);
	if (strcmp(name, "content-digest") == 0)
		return http_header(&r->http, "CONTENT_DIGEST");
	if (strcmp(name, "content-type") == 0)
		return http_param(&r->http, "CONTENT_TYPE");
	return NULL; /* what no app needs to say */
}

static bool
covers_enough(const struct request *r, const struct http_signature *s)
{
	for (size_t i = 0; i < COVERED; i++)
		if (!http_signature_covers(s, covered[i]))
			return false;
	return s->created != 0 && s->keyid != NULL && s->nonce != NULL &&
	       strlen(s->nonce) >= APP_NONCE_MIN &&
	       *http_param(&r->http, "QUERY_STRING") == '\0';
}

static void
forget(void *key)
{
	OPENSSL_cleanse(key, sizeof(struct signature_key));
}

/* What verifies; NULL when its secret cannot be opened (r->broken). */
static const struct signature_key *
verifier(struct request *r, const struct app_key *app)
{
	struct signature_key *key = arena_alloc(r->mem, sizeof(*key));
	const char *secret;

	key->algorithm = (enum signature_algorithm)app->algorithm;
	if (app->algorithm == SIGNATURE_ED25519) {
		key->len = ED25519_KEY_BYTES;
		memcpy(key->bytes, app->public_key, key->len);
		return key;
	}
	arena_on_reset(r->mem, forget, key);
	secret = secret_open(r, SECRET_OF_NOBODY,
	    app_key_place(r->mem, app->keyid), app->secret);
	if (secret == NULL)
		return NULL;
	key->len =
	    base64_read(secret, strlen(secret), key->bytes, sizeof(key->bytes));
	return key;
}

static enum err
verify(struct request *r, const struct http_signature *s,
    const struct app_key *app)
{
	const struct signature_key *key = verifier(r, app);
	const char *base = http_signature_base(r->mem, s, component, r);
	const char *digest = http_header(&r->http, "CONTENT_DIGEST");

	if (key == NULL)
		return r->broken;
	if (base == NULL || !http_signature_fits(s, key, base)) {
		r->denied = "app_signature";
		return ERR_APP_SIGNATURE;
	}
	return http_digest_fits(digest, r->http.body, r->http.body_len)
		   ? OK
		   : ERR_APP_DIGEST;
}

static bool
is_timely(const struct http_signature *s, struct moment at)
{
	int64_t now = at.ms / 1000;

	return s->created >= now - APP_SKEW_SECONDS &&
	       s->created <= now + APP_SKEW_SECONDS &&
	       (s->expires == 0 || s->expires >= now);
}

enum err
app_key_identify(struct request *r, enum app_purpose purpose)
{
	const char *input = http_header(&r->http, "SIGNATURE_INPUT");
	const char *signature = http_header(&r->http, "SIGNATURE");
	struct app_key *key = arena_alloc(r->mem, sizeof(*key));
	struct http_signature s;
	enum err e;

	if (input == NULL || signature == NULL)
		return ERR_APP_UNSIGNED;
	if (!http_signature_read(r->mem, input, signature, &s))
		return ERR_APP_SHAPE;
	if (!covers_enough(r, &s))
		return ERR_APP_COVERAGE;
	if (!app_key_find(r->db, r->mem, s.keyid, key))
		return db_error(r->db) != OK ? db_error(r->db) : ERR_APP_KEY;
	e = verify(r, &s, key);
	if (e == OK && key->state != APP_KEY_CURRENT) {
		r->denied = "app_key_revoked";
		e = ERR_APP_KEY_REVOKED;
	}
	if (e == OK && key->purpose != (int64_t)purpose) {
		r->denied = "app_purpose";
		e = ERR_APP_PURPOSE;
	}
	if (e == OK && !is_timely(&s, key->now))
		e = ERR_APP_CLOCK;
	if (e != OK)
		return e;
	if (!app_nonce_spend(r->db, key->keyid, s.nonce)) {
		if (db_error(r->db) != OK)
			return db_error(r->db);
		r->denied = "app_nonce";
		return ERR_APP_NONCE;
	}
	r->app = key;
	return OK;
}

/* Of a request that is yet to be sent. */
static const char *
component_to_be(void *context, const char *name)
{
	const struct app_post *p = context;

	if (strcmp(name, "@method") == 0)
		return "POST";
	if (strcmp(name, "@path") == 0)
		return p->path;
	return strcmp(name, "@authority") == 0 ? p->authority : p->digest;
}

struct http_signature
app_key_sign(struct request *r,
    const unsigned char private_key[ED25519_KEY_BYTES], const char *keyid,
    const struct app_post *post)
{
	struct app_post p = *post;
	struct signature_key key = { .algorithm = SIGNATURE_ED25519,
		.len = ED25519_KEY_BYTES };
	struct http_signature s = { .label = "app", .n_components = COVERED };

	memcpy(s.components, covered, sizeof(covered));
	s.params = arena_printf(r->mem,
	    "(\"@method\" \"@path\" \"@authority\" \"content-digest\")"
	    ";created=%lld;keyid=\"%s\";nonce=\"%s\"",
	    (long long)(session_database_now(r->db).ms / 1000), keyid,
	    crypt_random_text(r->mem, NONCE_BYTES));
	memcpy(key.bytes, private_key, ED25519_KEY_BYTES);
	s.len = http_signature_make(&key,
	    http_signature_base(r->mem, &s, component_to_be, &p), s.bytes);
	return s;
}
