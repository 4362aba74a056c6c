/* What a key holds, for who signs with it. */
#ifndef LIANGDING_SEAL_KEY_PRIVATE_H
#define LIANGDING_SEAL_KEY_PRIVATE_H

#include <openssl/x509.h>

struct seal_key {
	EVP_PKEY *key;
	X509 *certificate;
	STACK_OF(X509) * others; /* between it and its authority; may be NULL */
};

#endif
