/* See key.h. */
#include "seal/key.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

#include <openssl/err.h>
#include <openssl/pkcs12.h>
#include <openssl/x509v3.h>

#include "seal/key_private.h"

enum { PATH_BYTES = 512, PASSWORD_BYTES = 256 };

static const struct {
	const char *word, *fault;
} states[] = {
	[SEAL_KEY_GOOD] = { "", "" },
	[SEAL_KEY_MISSING] = { "seal.key_missing", "there is none" },
	[SEAL_KEY_PASSWORD] = { "seal.key_password",
	    "its password is missing or another's" },
	[SEAL_KEY_EXPIRED] = { "seal.key_expired",
	    "its certificate has expired" },
	[SEAL_KEY_EARLY] = { "seal.key_early",
	    "its certificate is not in force yet" },
	[SEAL_KEY_BROKEN] = { "seal.key_broken",
	    "not a PKCS#12 file of a certificate for signing and its key" },
	[SEAL_KEY_EXPOSED] = { "seal.key_exposed",
	    "others may read it: chmod 0640 or less" },
};

const char *
seal_key_word(enum seal_key_state state)
{
	return states[state].word;
}

const char *
seal_key_fault(enum seal_key_state state)
{
	return states[state].fault;
}

/* A file that others cannot read; NULL, with *state_out. */
static FILE *
open_secret(const char *path, enum seal_key_state *state_out,
    enum seal_key_state missing)
{
	FILE *f = fopen(path, "re");
	struct stat st;

	if (f == NULL) {
		*state_out = errno == ENOENT ? missing : SEAL_KEY_BROKEN;
		return NULL;
	}
	if (fstat(fileno(f), &st) != 0 || (st.st_mode & 026) != 0) {
		*state_out = SEAL_KEY_EXPOSED;
		fclose(f);
		return NULL;
	}
	return f;
}

/* May its owner sign with it? */
static enum seal_key_state
judge(const struct seal_key *k, struct moment at)
{
	time_t seconds = (time_t)(at.ms / 1000);
	uint32_t use;

	if (k->key == NULL || k->certificate == NULL)
		return SEAL_KEY_BROKEN;
	use = X509_get_key_usage(k->certificate); /* all, when it says none */
	if ((use & (KU_DIGITAL_SIGNATURE | KU_NON_REPUDIATION)) == 0)
		return SEAL_KEY_BROKEN;
	if (X509_cmp_time(X509_get0_notBefore(k->certificate), &seconds) > 0)
		return SEAL_KEY_EARLY;
	if (X509_cmp_time(X509_get0_notAfter(k->certificate), &seconds) < 0)
		return SEAL_KEY_EXPIRED;
	return SEAL_KEY_GOOD;
}

static enum seal_key_state
read_key(struct seal_key *k, FILE *file, const char *password)
{
	PKCS12 *p12 = d2i_PKCS12_fp(file, NULL);
	enum seal_key_state state = SEAL_KEY_GOOD;

	if (p12 == NULL)
		state = SEAL_KEY_BROKEN;
	else if (PKCS12_verify_mac(p12, password, -1) != 1)
		state = SEAL_KEY_PASSWORD;
	/* Refuses a certificate that is not the key's. */
	else if (PKCS12_parse(
		     p12, password, &k->key, &k->certificate, &k->others) != 1)
		state = SEAL_KEY_BROKEN;
	PKCS12_free(p12);
	ERR_clear_error();
	return state;
}

static enum seal_key_state
load(const char *base, struct moment at, struct seal_key *k)
{
	char path[PATH_BYTES + 16], password[PASSWORD_BYTES] = "";
	enum seal_key_state state = SEAL_KEY_GOOD;
	FILE *file, *secret;

	snprintf(path, sizeof(path), "%s.p12", base);
	file = open_secret(path, &state, SEAL_KEY_MISSING);
	if (file == NULL)
		return state;
	snprintf(path, sizeof(path), "%s.password", base);
	secret = open_secret(path, &state, SEAL_KEY_PASSWORD);
	if (secret != NULL) {
		if (fgets(password, sizeof(password), secret) == NULL)
			password[0] = '\0';
		password[strcspn(password, "\r\n")] = '\0';
		fclose(secret);
		state = read_key(k, file, password);
		OPENSSL_cleanse(password, sizeof(password));
	}
	fclose(file);
	return state == SEAL_KEY_GOOD ? judge(k, at) : state;
}

enum seal_key_state
seal_key_load(const char *directory, int64_t division, struct moment at,
    struct seal_key **out)
{
	struct seal_key *k;
	char base[PATH_BYTES];
	enum seal_key_state state;

	*out = NULL;
	if (directory == NULL)
		return SEAL_KEY_MISSING;
	k = calloc(1, sizeof(*k));
	if (k == NULL)
		abort();
	snprintf(
	    base, sizeof(base), "%s/%06lld", directory, (long long)division);
	state = load(base, at, k);
	if (state == SEAL_KEY_GOOD)
		*out = k;
	else
		seal_key_free(k);
	return state;
}

void
seal_key_free(struct seal_key *k)
{
	if (k == NULL)
		return;
	EVP_PKEY_free(k->key);
	X509_free(k->certificate);
	sk_X509_pop_free(k->others, X509_free);
	free(k);
}

struct moment
seal_key_ends(const struct seal_key *k)
{
	struct tm tm;

	if (ASN1_TIME_to_tm(X509_get0_notAfter(k->certificate), &tm) != 1)
		return (struct moment){ 0 };
	return (struct moment){ (int64_t)timegm(&tm) * 1000 };
}
