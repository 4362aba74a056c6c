/* See accept.h. */
#include "lib/accept.h"

#include <string.h>
#include <strings.h>

/* ".jpg" is in ".jpg.jpeg"? Extensions end with a dot or the list's end. */
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
accept_by_name(const struct accept *const *accept, const char *name)
{
	for (size_t i = 0; accept[i] != NULL; i++)
		if (has_extension(name, accept[i]->extensions))
			return accept[i];
	return NULL;
}
