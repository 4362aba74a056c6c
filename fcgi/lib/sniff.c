/* What a file is; see sniff.h. */
#include "lib/sniff.h"

#include <magic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

struct sniffer {
	magic_t magic;
};

struct sniffer *
sniffer_open(void)
{
	struct sniffer *s = calloc(1, sizeof(*s));

	if (s == NULL)
		abort();
	s->magic = magic_open(MAGIC_MIME_TYPE | MAGIC_NO_CHECK_COMPRESS |
			      MAGIC_NO_CHECK_TAR | MAGIC_NO_CHECK_CDF);
	if (s->magic == NULL || magic_load(s->magic, NULL) != 0) {
		sniffer_close(s);
		return NULL;
	}
	return s;
}

void
sniffer_close(struct sniffer *s)
{
	if (s == NULL)
		return;
	if (s->magic != NULL)
		magic_close(s->magic);
	free(s);
}

/* ".pdf" is in ".pdf.jpg."? Extensions end with a dot or the list's end. */
static bool
has_extension(const char *name, const char *extensions)
{
	const char *dot = strrchr(name, '.');
	size_t n = dot == NULL ? 0 : strlen(dot);

	for (const char *at = extensions; n > 1 && *at != '\0';) {
		size_t len = 1 + strcspn(at + 1, ".");
		if (len == n && strncasecmp(at, dot, n) == 0)
			return true;
		at += len;
	}
	return false;
}

const struct accept *
sniff_extension(const char *name, const struct accept *const *accept)
{
	for (size_t i = 0; accept[i] != NULL; i++)
		if (has_extension(name, accept[i]->extensions))
			return accept[i];
	return NULL;
}

bool
sniff_is_whole(const struct accept *a, const void *tail, size_t len)
{
	return memmem(tail, len, a->ending, a->ending_len) != NULL;
}

const struct accept *
sniff(struct sniffer *s, const char *name, const void *head, size_t len,
    const struct accept *const *accept, const char **fault_out)
{
	const struct accept *row = sniff_extension(name, accept);
	const char *type;

	*fault_out = "extension";
	if (row == NULL)
		return NULL;
	*fault_out = "empty";
	if (len == 0)
		return NULL;
	*fault_out = "signature";
	if (len < row->signature_len ||
	    memcmp(head, row->signature, row->signature_len) != 0)
		return NULL;
	type = magic_buffer(s->magic, head, len);
	return type != NULL && strcmp(type, row->media_type) == 0 ? row : NULL;
}
