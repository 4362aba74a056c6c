/* By OpenSSL; see certificate.h. */
#include "lib/certificate.h"

#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/x509.h>
#include <openssl/x509_vfy.h>
#include <openssl/x509v3.h>
#include <string.h>
#include <time.h>

static const char *
text_of(struct arena *mem, BIO *b)
{
	char *data;
	long len = BIO_get_mem_data(b, &data);
	const char *text = arena_strndup(mem, data, (size_t)len);

	BIO_free(b);
	return text;
}

static const char *
name_text(struct arena *mem, const X509_NAME *name)
{
	BIO *b = BIO_new(BIO_s_mem());

	X509_NAME_print_ex(b, name, 0,
	    (XN_FLAG_RFC2253 & ~ASN1_STRFLGS_ESC_MSB) |
		ASN1_STRFLGS_UTF8_CONVERT);
	return text_of(mem, b);
}

static const char *
serial_text(struct arena *mem, const ASN1_INTEGER *serial)
{
	BIO *b = BIO_new(BIO_s_mem());

	i2a_ASN1_INTEGER(b, serial);
	return text_of(mem, b);
}

static struct moment
moment_of(const ASN1_TIME *t)
{
	struct tm tm;

	if (ASN1_TIME_to_tm(t, &tm) != 1)
		return (struct moment){ 0 };
	return clock_moment(tm.tm_year + 1900, tm.tm_mon + 1, tm.tm_mday,
	    1000L * (tm.tm_hour * 3600L + tm.tm_min * 60L + tm.tm_sec));
}

/* An issuer gives a serial number once (RFC 5280, 4.1.2.2). */
static void
identify(const X509 *x, unsigned char out[DIGEST_BYTES])
{
	unsigned char *issuer = NULL, *serial = NULL;
	int issuer_len = i2d_X509_NAME(X509_get_issuer_name(x), &issuer);
	int serial_len = i2d_ASN1_INTEGER(X509_get0_serialNumber(x), &serial);
	EVP_MD_CTX *digest = EVP_MD_CTX_new();

	EVP_DigestInit_ex(digest, EVP_sha256(), NULL);
	EVP_DigestUpdate(digest, issuer, (size_t)issuer_len);
	EVP_DigestUpdate(digest, serial, (size_t)serial_len);
	EVP_DigestFinal_ex(digest, out, NULL);
	EVP_MD_CTX_free(digest);
	OPENSSL_free(issuer);
	OPENSSL_free(serial);
}

static const char *
word_of(int fault)
{
	switch (fault) {
	case X509_V_OK:
		return NULL;
	case X509_V_ERR_CERT_NOT_YET_VALID:
		return "early";
	case X509_V_ERR_CERT_HAS_EXPIRED:
		return "expired";
	case X509_V_ERR_CERT_REVOKED:
		return "revoked";
	case X509_V_ERR_UNABLE_TO_GET_CRL:
	case X509_V_ERR_CRL_HAS_EXPIRED:
	case X509_V_ERR_CRL_NOT_YET_VALID:
	case X509_V_ERR_CRL_SIGNATURE_FAILURE:
	case X509_V_ERR_UNABLE_TO_DECRYPT_CRL_SIGNATURE:
		return "list";
	default:
		return "untrusted";
	}
}

/* Every certificate and list of a file; how many, 0 when it has none. */
static int
load(X509_STORE *store, const char *path, bool lists)
{
	X509_LOOKUP *lookup = X509_STORE_add_lookup(store, X509_LOOKUP_file());

	return lists ? X509_load_crl_file(lookup, path, X509_FILETYPE_PEM)
		     : X509_load_cert_file(lookup, path, X509_FILETYPE_PEM);
}

/* Of what is trusted each counts for itself: an authority below a root may be
 * named alone. Lists are asked for about the person's own certificate. */
static const char *
judge(X509 *x, const char *authorities, const char *lists)
{
	X509_STORE *store = X509_STORE_new();
	X509_STORE_CTX *check = X509_STORE_CTX_new();
	const char *word = "list";

	if (load(store, authorities, false) > 0 &&
	    load(store, lists, true) > 0) {
		X509_STORE_set_flags(
		    store, X509_V_FLAG_CRL_CHECK | X509_V_FLAG_PARTIAL_CHAIN);
		X509_STORE_CTX_init(check, store, x, NULL);
		X509_STORE_CTX_set_purpose(check, X509_PURPOSE_SSL_CLIENT);
		word = X509_verify_cert(check) == 1
			   ? NULL
			   : word_of(X509_STORE_CTX_get_error(check));
	}
	X509_STORE_CTX_free(check);
	X509_STORE_free(store);
	return word;
}

const char *
certificate_judge(struct arena *mem, const char *pem, const char *authorities,
    const char *lists, struct certificate *out)
{
	BIO *b = BIO_new_mem_buf(pem, (int)strlen(pem));
	X509 *x = PEM_read_bio_X509(b, NULL, NULL, NULL);
	const char *word = "broken";

	BIO_free(b);
	if (x != NULL) {
		identify(x, out->id);
		out->subject = name_text(mem, X509_get_subject_name(x));
		out->issuer = name_text(mem, X509_get_issuer_name(x));
		out->serial = serial_text(mem, X509_get0_serialNumber(x));
		out->not_before = moment_of(X509_get0_notBefore(x));
		out->not_after = moment_of(X509_get0_notAfter(x));
		word = judge(x, authorities, lists);
	}
	X509_free(x);
	ERR_clear_error();
	return word;
}

bool
certificate_has_key(const char *pem)
{
	return strstr(pem, "PRIVATE KEY-----") != NULL;
}

/* What is wrong with the lists of a file, or NULL. */
static const char *
lists_fault(const char *path)
{
	BIO *b = BIO_new_file(path, "r");
	X509_CRL *list;
	const char *fault = "holds no list in PEM";

	while (b != NULL &&
	       (list = PEM_read_bio_X509_CRL(b, NULL, NULL, NULL)) != NULL) {
		const ASN1_TIME *next = X509_CRL_get0_nextUpdate(list);
		bool late = next != NULL && X509_cmp_current_time(next) < 0;
		X509_CRL_free(list);
		fault =
		    late ? "holds a list that is past its next update" : NULL;
		if (late)
			break;
	}
	BIO_free(b);
	return fault;
}

const char *
certificate_files_fault(
    struct arena *mem, const char *authorities, const char *lists)
{
	X509_STORE *store = X509_STORE_new();
	const char *bad = authorities, *why = "holds no certificate in PEM";

	if (load(store, authorities, false) > 0) {
		bad = lists;
		why = lists_fault(lists);
	}
	X509_STORE_free(store);
	ERR_clear_error();
	return why == NULL ? NULL : arena_printf(mem, "%s %s", bad, why);
}
