/* See carry.h. */
#include "jobs/carry.h"

#include <stdlib.h>

enum { CONNECT_SECONDS = 10 }; /* of them */

static size_t
drop(char *data, size_t size, size_t n, void *context)
{
	(void)data;
	(void)context;
	return size * n;
}

CURL *
carry_open(const struct server *s, const char *url, const char *protocols)
{
	static bool begun;
	CURL *curl;

	if (!begun && curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK)
		abort();
	begun = true;
	curl = curl_easy_init();
	if (curl == NULL)
		abort();
	curl_easy_setopt(curl, CURLOPT_URL, url);
	curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, protocols);
	curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
	curl_easy_setopt(curl, CURLOPT_PROXY, ""); /* the environment's, no */
	curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT, (long)CONNECT_SECONDS);
	curl_easy_setopt(
	    curl, CURLOPT_TIMEOUT, (long)s->config.gateway_seconds);
	curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, drop);
	curl_easy_setopt(
	    curl, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
	if (s->config.gateway_ca_file != NULL)
		curl_easy_setopt(
		    curl, CURLOPT_CAINFO, s->config.gateway_ca_file);
	return curl;
}
