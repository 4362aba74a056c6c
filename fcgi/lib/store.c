/* The file store; see store.h. */
#include "lib/store.h"

#include <errno.h>
#include <fcntl.h>
#include <openssl/evp.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
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
		   : ERR_INTERNAL;
}

static void
spool_path(char out[PATH_BYTES], const char *directory, const char *id)
{
	snprintf(out, PATH_BYTES, "%s/spool/%s", directory, id);
}

const char *
store_prepare(struct arena *mem, const char *directory)
{
	static const char *const names[] = { "", "/spool", "/blobs" };

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		const char *path =
		    arena_printf(mem, "%s%s", directory, names[i]);
		if (mkdir(path, 0750) != 0 && errno != EEXIST)
			return arena_printf(
			    mem, "%s: %s", path, strerror(errno));
	}
	return NULL;
}

enum err
store_write(const char *directory, const char *id, int64_t offset,
    const void *data, size_t len)
{
	char path[PATH_BYTES];
	const char *p = data;
	enum err e = OK;
	int fd;

	spool_path(path, directory, id);
	fd = open(path,
	    O_WRONLY | O_CLOEXEC | (offset == 0 ? O_CREAT | O_TRUNC : 0), 0640);
	if (fd < 0 && errno == ENOENT)
		return ERR_FILE_OFFSET;
	if (fd < 0)
		return failed("open");
	while (len > 0 && e == OK) {
		ssize_t n = pwrite(fd, p, len, offset);
		if (n < 0) {
			e = errno == EINTR ? OK : failed("write");
			continue;
		}
		p += n;
		offset += n;
		len -= (size_t)n;
	}
	if (close(fd) != 0 && e == OK)
		e = failed("close");
	return e;
}

/* Digests the file; how many bytes it has, or -1. */
static int64_t
digest(int fd, unsigned char out[32])
{
	EVP_MD_CTX *md = EVP_MD_CTX_new();
	char part[READ_BYTES];
	int64_t total = 0;
	ssize_t n;
	bool ok = md != NULL && EVP_DigestInit_ex(md, EVP_sha256(), NULL) == 1;

	while (ok && (n = read(fd, part, sizeof(part))) != 0) {
		ok = n > 0 && EVP_DigestUpdate(md, part, (size_t)n) == 1;
		total += n;
	}
	ok = ok && EVP_DigestFinal_ex(md, out, NULL) == 1;
	EVP_MD_CTX_free(md);
	return ok ? total : -1;
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

static enum err
move_to_blobs(
    const char *directory, const char *from, const unsigned char sha256[32])
{
	struct arena *mem = arena_new(4096);
	const char *to = arena_printf(
	    mem, "%s/blobs/%s", directory, store_path(mem, sha256));
	const char *folder =
	    arena_printf(mem, "%.*s", (int)(strrchr(to, '/') - to), to);
	enum err e = OK;

	if (mkdir(folder, 0750) != 0 && errno != EEXIST)
		e = failed("mkdir");
	if (e == OK && rename(from, to) != 0)
		e = failed("rename");
	if (e == OK)
		e = sync_directory(folder);
	arena_free(mem);
	return e;
}

enum err
store_seal(const char *directory, const char *id, int64_t size,
    unsigned char sha256_out[32])
{
	char path[PATH_BYTES];
	enum err e = OK;
	int fd;

	spool_path(path, directory, id);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return failed("open");
	if (digest(fd, sha256_out) != size)
		e = failed("an upload of another length");
	if (e == OK && fsync(fd) != 0)
		e = failed("fsync");
	close(fd);
	return e == OK ? move_to_blobs(directory, path, sha256_out) : e;
}

void
store_drop(const char *directory, const char *id)
{
	char path[PATH_BYTES];

	spool_path(path, directory, id);
	if (unlink(path) != 0 && errno != ENOENT)
		failed("unlink");
}

const char *
store_path(struct arena *mem, const unsigned char sha256[32])
{
	const char *hex = crypt_hex(mem, sha256, DIGEST_BYTES);

	return arena_printf(mem, "%.2s/%s", hex, hex + 2);
}

long
store_read(const char *directory, const char *id, int64_t offset, void *out,
    size_t len)
{
	char path[PATH_BYTES];
	ssize_t n;
	int fd;

	spool_path(path, directory, id);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return -1;
	n = pread(fd, out, len, offset);
	close(fd);
	return n;
}
