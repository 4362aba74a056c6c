/* See store_walk.h. */
#include "lib/store_walk.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

#include "lib/crypt.h"
#include "lib/store.h"

enum { PATH_BYTES = 512 };

/* Status change counts too: a rename moves what was written long ago. */
static bool
is_old(int folder, const char *name, int64_t age)
{
	struct stat st;
	time_t at;

	if (fstatat(folder, name, &st, AT_SYMLINK_NOFOLLOW) != 0 ||
	    !S_ISREG(st.st_mode))
		return false;
	at = st.st_mtime > st.st_ctime ? st.st_mtime : st.st_ctime;
	return time(NULL) - at >= age;
}

static bool
read_digest(unsigned folder, const char *name, unsigned char out[32])
{
	unsigned byte;

	out[0] = (unsigned char)folder;
	if (strlen(name) != 2 * (DIGEST_BYTES - 1) ||
	    strspn(name, "0123456789abcdef") != strlen(name))
		return false;
	for (size_t i = 1; i < DIGEST_BYTES; i++) {
		sscanf(name + 2 * (i - 1), "%2x", &byte);
		out[i] = (unsigned char)byte;
	}
	return true;
}

static void
each_in(const char *directory, const char *folder, int64_t age,
    store_visit *visit, void *arg)
{
	char path[PATH_BYTES];
	const struct dirent *e;
	DIR *d;

	snprintf(path, sizeof(path), "%s/%s", directory, folder);
	d = opendir(path);
	while (d != NULL && (e = readdir(d)) != NULL)
		if (is_old(dirfd(d), e->d_name, age))
			visit(arg, e->d_name);
	if (d != NULL)
		closedir(d);
}

void
store_each_upload(
    const char *directory, int64_t age, store_visit *visit, void *arg)
{
	each_in(directory, "spool", age, visit, arg);
}

void
store_each_export(
    const char *directory, int64_t age, store_visit *visit, void *arg)
{
	each_in(directory, "exports", age, visit, arg);
}

size_t
store_each_blob(const char *directory, unsigned folder, int64_t age,
    store_visit *visit, void *arg)
{
	unsigned char sha256[DIGEST_BYTES];
	char path[PATH_BYTES];
	const struct dirent *e;
	size_t n = 0;
	DIR *d;

	snprintf(path, sizeof(path), "%s/blobs/%02x", directory, folder);
	d = opendir(path);
	for (; d != NULL && (e = readdir(d)) != NULL; n++)
		if (read_digest(folder, e->d_name, sha256) &&
		    is_old(dirfd(d), e->d_name, age))
			visit(arg, sha256);
	if (d != NULL)
		closedir(d);
	return n;
}
