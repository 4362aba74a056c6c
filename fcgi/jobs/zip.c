/* See zip.h. */
#include "jobs/zip.h"

#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include <zlib.h>

#include "lib/log.h"

enum { VERSION = 20, UTF8_NAMES = 1 << 11, CENTRAL_BYTES = 46 };

struct zip_entry {
	struct zip_entry *next;
	const char *name;
	uint32_t at, size, crc;
};

/* What is put together for a header, the low byte first. */
struct header {
	unsigned char bytes[CENTRAL_BYTES];
	size_t len;
};

static void
put(struct header *h, uint32_t value, int bytes)
{
	for (int i = 0; i < bytes; i++)
		h->bytes[h->len++] = (unsigned char)(value >> 8 * i);
}

static void
fail(struct zip *z, const char *what)
{
	if (!z->failed)
		log_note("zip.error", "%s", what);
	z->failed = true;
}

static void
write_all(struct zip *z, const void *data, size_t len)
{
	const char *from = data;

	if (len > ZIP_BYTES_MAX - z->at)
		fail(z, "too large");
	while (len > 0 && !z->failed) {
		ssize_t n = pwrite(z->fd, from, len, z->at);
		if (n <= 0) {
			fail(z, "write");
			return;
		}
		z->at += (uint32_t)n;
		from += n;
		len -= (size_t)n;
	}
}

void
zip_begin(
    struct zip *z, struct arena *mem, const char *path, struct moment when)
{
	int day = clock_local_day(when);
	int64_t seconds = clock_day_ms(when) / 1000;

	*z = (struct zip){ .mem = mem,
		.fd =
		    open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0640),
		.day = (uint16_t)((day / 10000 - 1980) << 9 |
				  (day / 100 % 100) << 5 | day % 100),
		.time =
		    (uint16_t)((seconds / 3600) << 11 |
			       (seconds / 60 % 60) << 5 | seconds % 60 / 2) };
	if (z->fd < 0)
		fail(z, "open");
}

/* What both headers of an entry say. */
static void
put_facts(const struct zip *z, struct header *h, const struct zip_entry *e)
{
	put(h, VERSION, 2);
	put(h, UTF8_NAMES, 2);
	put(h, 0, 2); /* stored */
	put(h, z->time, 2);
	put(h, z->day, 2);
	put(h, e->crc, 4);
	put(h, e->size, 4);
	put(h, e->size, 4);
	put(h, (uint32_t)strlen(e->name), 2);
	put(h, 0, 2); /* nothing extra */
}

static void
write_local(struct zip *z, const struct zip_entry *e)
{
	struct header h = { .len = 0 };

	put(&h, 0x04034b50, 4);
	put_facts(z, &h, e);
	write_all(z, h.bytes, h.len);
}

void
zip_entry(struct zip *z, const char *name)
{
	struct zip_entry *e = arena_alloc(z->mem, sizeof(*e));

	*e = (struct zip_entry){
		.name = name, .at = z->at, .crc = (uint32_t)crc32(0, NULL, 0)
	};
	if (z->last == NULL)
		z->first = e;
	else
		z->last->next = e;
	z->last = e;
	if (z->n++ == UINT16_MAX - 1 || strlen(name) > ZIP_NAME_MAX)
		fail(z, "too many entries, or too long a name");
	write_local(z, e);
	write_all(z, name, strlen(name));
}

void
zip_add(struct zip *z, const void *data, size_t len)
{
	struct zip_entry *e = z->last;

	write_all(z, data, len);
	e->size += (uint32_t)len;
	e->crc = (uint32_t)crc32(e->crc, data, (uInt)len);
}

/* Its header again, now that it is known what is behind it: who reads on
 * without the directory finds its way, too. */
void
zip_end_entry(struct zip *z)
{
	uint32_t end = z->at;

	z->at = z->last->at;
	write_local(z, z->last);
	z->at = end;
}

static void
write_central(struct zip *z, const struct zip_entry *e)
{
	struct header h = { .len = 0 };

	put(&h, 0x02014b50, 4);
	put(&h, VERSION, 2);
	put_facts(z, &h, e);
	put(&h, 0, 2); /* no comment */
	put(&h, 0, 2); /* the only disk */
	put(&h, 0, 2);
	put(&h, 0, 4);
	put(&h, e->at, 4);
	write_all(z, h.bytes, h.len);
	write_all(z, e->name, strlen(e->name));
}

bool
zip_end(struct zip *z)
{
	uint32_t from = z->at, size;
	struct header h = { .len = 0 };

	for (const struct zip_entry *e = z->first; e != NULL; e = e->next)
		write_central(z, e);
	size = z->at - from;
	put(&h, 0x06054b50, 4);
	put(&h, 0, 4); /* the only disk */
	put(&h, z->n, 2);
	put(&h, z->n, 2);
	put(&h, size, 4);
	put(&h, from, 4);
	put(&h, 0, 2);
	write_all(z, h.bytes, h.len);
	if (z->fd >= 0 && close(z->fd) != 0)
		fail(z, "close");
	z->fd = -1;
	return !z->failed;
}
