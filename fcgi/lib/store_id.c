/* See store_id.h. */
#include "lib/store_id.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "lib/store_walk.h"

enum { PATH_BYTES = 512, ID_BYTES = 64 };

const char *
store_id_read(struct arena *mem, const char *directory)
{
	FILE *f = fopen(arena_printf(mem, "%s/store.id", directory), "re");
	char line[ID_BYTES] = "";
	bool read;

	if (f == NULL)
		return NULL;
	read = fgets(line, sizeof(line), f) != NULL;
	fclose(f);
	line[strcspn(line, "\n")] = '\0';
	return read && *line != '\0' ? arena_strdup(mem, line) : NULL;
}

bool
store_id_write(const char *directory, const char *id, bool replace)
{
	char path[PATH_BYTES], part[PATH_BYTES];
	int fd;
	bool ok;

	snprintf(path, sizeof(path), "%s/store.id", directory);
	snprintf(
	    part, sizeof(part), "%s/store.id.%ld", directory, (long)getpid());
	fd = open(part, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0640);
	ok = fd >= 0 && dprintf(fd, "%s\n", id) > 0 && fsync(fd) == 0;
	if (fd >= 0)
		close(fd);
	if (ok && replace)
		ok = rename(part, path) == 0;
	else if (ok)
		ok = link(part, path) == 0;
	unlink(part);
	return ok;
}

static void
count(void *n, const void *name)
{
	(void)name;
	++*(size_t *)n;
}

bool
store_is_empty(const char *directory)
{
	size_t n = 0;

	store_each_upload(directory, INT64_MIN, count, &n);
	for (unsigned i = 0; i < STORE_FOLDERS && n == 0; i++)
		store_each_blob(directory, i, INT64_MIN, count, &n);
	return n == 0;
}
