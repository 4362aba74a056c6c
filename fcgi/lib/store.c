/* The file store; see store.h. */
#include "lib/store.h"

#include <errno.h>
#include <fcntl.h>
#include <openssl/evp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <time.h>
#include <unistd.h>

#include "lib/crypt.h"
#include "lib/log.h"

enum { PATH_BYTES = 512, READ_BYTES = 64 * 1024 };

static enum err
failed(const char *doing)
{
	int code = errno;

	log_note("store.error", "%s: %s", doing, strerror(code));
	return code == ENOSPC || code == EDQUOT || code == EFBIG
		   ? ERR_STORE_FULL
		   : ERR_STORE_DOWN;
}

static void
spool_path(char out[PATH_BYTES], const char *directory, const char *id)
{
	snprintf(out, PATH_BYTES, "%s/spool/%s", directory, id);
}

const char *
store_prepare(struct arena *mem, const char *directory)
{
	static const char *const names[] = { "", "/spool", "/blobs",
		"/exports" };

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		const char *path =
		    arena_printf(mem, "%s%s", directory, names[i]);
		if (mkdir(path, 0750) != 0 && errno != EEXIST)
			return arena_printf(
			    mem, "%s: %s", path, strerror(errno));
	}
	return NULL;
}

/* True while the file that fd has open is still the one at path. */
static bool
is_at(int fd, const char *path)
{
	struct stat held, named;

	return fstat(fd, &held) == 0 && stat(path, &named) == 0 &&
	       held.st_ino == named.st_ino && held.st_dev == named.st_dev;
}

/*
 * To the bytes that were acknowledged. Fewer are there when the machine went
 * down before they reached the disk: a hole must never be taken for a file.
 */
static enum err
cut(const struct upload *u, int64_t offset)
{
	struct stat st;

	if (fstat(u->fd, &st) != 0)
		return failed("stat");
	if (st.st_size < offset) {
		log_note("store.short", "an upload has lost its end");
		store_drop(u->directory, u->id);
		return ERR_FILE_OFFSET;
	}
	return ftruncate(u->fd, offset) == 0 ? OK : failed("truncate");
}

/* The digest is to begin, again. */
static bool
digest_begin(struct upload *u)
{
	u->digested = 0;
	return u->md != NULL &&
	       EVP_DigestInit_ex(u->md, EVP_sha256(), NULL) == 1;
}

/*
 * Bytes that come one after the other are digested as they come, and need not
 * be read again.
 */
static bool
digest_add(struct upload *u, int64_t offset, const void *data, size_t len)
{
	if (offset < u->digested && !digest_begin(u))
		return false;
	if (offset != u->digested)
		return true;
	u->digested += (int64_t)len;
	return EVP_DigestUpdate(u->md, data, len) == 1;
}

enum err
store_open(
    struct upload *u, const char *directory, const char *id, int64_t offset)
{
	char path[PATH_BYTES];
	enum err e = OK;

	*u = (struct upload){ directory, id, -1, EVP_MD_CTX_new(), 0 };
	if (!digest_begin(u))
		abort();
	spool_path(path, directory, id);
	u->fd =
	    open(path, O_RDWR | O_CLOEXEC | (offset == 0 ? O_CREAT : 0), 0640);
	if (u->fd < 0)
		e = errno == ENOENT ? ERR_FILE_OFFSET : failed("open");
	else if (flock(u->fd, LOCK_EX | LOCK_NB) != 0)
		e = ERR_BUSY; /* an earlier request is still at it */
	else if (!is_at(u->fd, path))
		e = ERR_FILE_OFFSET; /* sealed meanwhile */
	else
		e = cut(u, offset);
	if (e != OK)
		store_close(u);
	return e;
}

void
store_close(struct upload *u)
{
	if (u->fd >= 0)
		close(u->fd); /* fsynced where it matters: in store_finish() */
	u->fd = -1;
	EVP_MD_CTX_free(u->md);
	u->md = NULL;
}

enum err
store_write(struct upload *u, int64_t offset, const void *data, size_t len)
{
	const char *p = data;

	if (!digest_add(u, offset, data, len))
		abort();
	while (len > 0) {
		ssize_t n = pwrite(u->fd, p, len, offset);
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return failed("write");
		p += n;
		offset += n;
		len -= (size_t)n;
	}
	return OK;
}

static enum err
sync_directory(const char *path)
{
	int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	enum err e = OK;

	if (fd < 0 || fsync(fd) != 0)
		e = failed("fsync directory");
	if (fd >= 0)
		close(fd);
	return e;
}

/* Digests what has not been yet; false when it cannot be read. */
static bool
digest_rest(struct upload *u)
{
	char part[READ_BYTES];
	ssize_t n;

	while ((n = pread(u->fd, part, sizeof(part), u->digested)) > 0)
		if (!digest_add(u, u->digested, part, (size_t)n))
			abort();
	return n == 0;
}

/* Where a blob lies, and the folder around it. */
static void
blob_path(char out[PATH_BYTES], char folder[PATH_BYTES], const char *directory,
    const unsigned char sha256[32])
{
	int n = snprintf(out, PATH_BYTES, "%s/blobs/", directory);

	for (int i = 0; i < DIGEST_BYTES; i++)
		n += snprintf(out + n, PATH_BYTES - (size_t)n, "%s%02x",
		    i == 1 ? "/" : "", sha256[i]);
	snprintf(folder, PATH_BYTES, "%s/blobs/%02x", directory, sha256[0]);
}

enum err
store_digest(struct upload *u, int64_t size, unsigned char sha256_out[32])
{
	if (!digest_rest(u))
		return failed("read");
	if (u->digested != size) {
		log_note("store.length", "an upload of another length");
		store_drop(u->directory, u->id); /* begin again */
		return ERR_FILE_OFFSET;
	}
	if (EVP_DigestFinal_ex(u->md, sha256_out, NULL) != 1)
		abort();
	return OK;
}

enum err
store_finish(struct upload *u, const unsigned char sha256[32])
{
	char path[PATH_BYTES], folder[PATH_BYTES];

	if (fsync(u->fd) != 0)
		return failed("fsync");
	blob_path(path, folder, u->directory, sha256);
	if (mkdir(folder, 0750) == 0) {
		snprintf(path, PATH_BYTES, "%s/blobs", u->directory);
		return sync_directory(path);
	}
	return errno == EEXIST ? OK : failed("mkdir");
}

enum err
store_seal(struct upload *u, const unsigned char sha256[32])
{
	char from[PATH_BYTES], to[PATH_BYTES], folder[PATH_BYTES];

	spool_path(from, u->directory, u->id);
	blob_path(to, folder, u->directory, sha256);
	if (rename(from, to) == 0)
		return sync_directory(folder);
	if (errno != ENOENT)
		return failed("rename");
	/* A transaction that is run again finds its own work done. */
	return is_at(u->fd, to) ? OK : ERR_FILE_OFFSET;
}

bool
store_has_room(const char *directory, int64_t size)
{
	struct statvfs s;

	return statvfs(directory, &s) != 0 ||
	       (int64_t)s.f_bavail > size / (int64_t)s.f_frsize;
}

bool
store_is_ready(const char *directory)
{
	char path[PATH_BYTES];

	/* A write that leaves nothing behind. */
	snprintf(path, PATH_BYTES, "%s/spool", directory);
	if (utimensat(AT_FDCWD, path, NULL, 0) == 0)
		return true;
	failed("touch");
	return false;
}

bool
store_has(const char *directory, const char *id)
{
	char path[PATH_BYTES];

	spool_path(path, directory, id);
	return access(path, F_OK) == 0;
}

void
store_drop(const char *directory, const char *id)
{
	char path[PATH_BYTES];

	spool_path(path, directory, id);
	if (unlink(path) != 0 && errno != ENOENT)
		failed("unlink");
}

int64_t
store_idle(const char *directory, const char *id)
{
	char path[PATH_BYTES];
	struct stat st;

	spool_path(path, directory, id);
	return stat(path, &st) != 0 ? -1 : time(NULL) - st.st_mtime;
}

int
store_open_blob(const char *directory, const unsigned char sha256[32])
{
	char path[PATH_BYTES], folder[PATH_BYTES];
	int fd;

	blob_path(path, folder, directory, sha256);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		failed("open a blob");
	return fd;
}

int
store_open_named(const char *directory, const char *digest)
{
	unsigned char sha256[32];
	char pair[3] = "";

	if (digest == NULL || strlen(digest) != 2 * sizeof(sha256))
		return -1;
	for (size_t i = 0; i < sizeof(sha256); i++) {
		memcpy(pair, digest + 2 * i, 2);
		sha256[i] = (unsigned char)strtoul(pair, NULL, 16);
	}
	return store_open_blob(directory, sha256);
}

bool
store_remove(const char *directory, const unsigned char sha256[32])
{
	char path[PATH_BYTES], folder[PATH_BYTES];

	blob_path(path, folder, directory, sha256);
	if (unlink(path) == 0 || errno == ENOENT)
		return true;
	failed("unlink");
	return false;
}

const char *
store_part(
    struct arena *mem, const char *directory, const char *id, int64_t attempt)
{
	return arena_printf(
	    mem, "%s/exports/%s.%lld.part", directory, id, (long long)attempt);
}

enum err
store_finish_export(
    const char *directory, const char *id, const char *part, int64_t *size_out)
{
	char path[PATH_BYTES], folder[PATH_BYTES];
	int fd = open(part, O_RDONLY | O_CLOEXEC);
	struct stat st;
	bool ok;

	snprintf(path, PATH_BYTES, "%s/exports/%s", directory, id);
	snprintf(folder, PATH_BYTES, "%s/exports", directory);
	ok = fd >= 0 && fstat(fd, &st) == 0 && fsync(fd) == 0 &&
	     rename(part, path) == 0;
	if (fd >= 0)
		close(fd);
	if (!ok)
		return failed("finish export");
	*size_out = st.st_size;
	return sync_directory(folder);
}

void
store_drop_export(const char *directory, const char *name)
{
	char path[PATH_BYTES];

	snprintf(path, PATH_BYTES, "%s/exports/%s", directory, name);
	if (unlink(path) != 0 && errno != ENOENT)
		failed("unlink");
}
