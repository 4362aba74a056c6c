/*
 * liangding-look MEDIA-TYPE <FILE: says in one line what the file is.
 *	ok WIDTH HEIGHT PAGES    it is whole and harmless; 0 where none applies
 *	fault CODE               it is refused; CODE is a row of faults.def
 * A worker runs it once for every upload (lib/look.h). The file is mapped and
 * libmagic's rules are loaded first; then the process seals itself, and only
 * then it reads the first byte. Exit status: 0 with a line, 2 bad usage,
 * 3 could not begin or not seal itself; killed: the file drove it mad.
 *
 * liangding-look --prove WHAT seals itself likewise and tries what must not
 * be possible, for the tests: socket, fork, open, exec, memory, time; `write`
 * is what stays possible.
 */
#include <fcntl.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "look/look.h"

enum { MAGIC_BYTES = 8192 };

static const struct kind {
	const char *media_type; /* as libmagic names it */
	const char *signature;  /* the bytes at offset 0 */
	size_t signature_len;
	look *look;
} kinds[] = {
	{ "application/pdf", "%PDF-", 5, look_pdf },
	{ "image/jpeg", "\xFF\xD8\xFF", 3, look_jpeg },
	{ "image/png", "\x89PNG\r\n\x1A\n", 8, look_png },
};

static const struct kind *
kind_of(const char *media_type)
{
	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
		if (strcmp(kinds[i].media_type, media_type) == 0)
			return &kinds[i];
	return NULL;
}

/* libmagic alone takes "junk%PDF" for a PDF, hence both. */
static bool
agrees(
    magic_t magic, const struct kind *k, const unsigned char *data, size_t len)
{
	const char *type;

	if (len < k->signature_len ||
	    memcmp(data, k->signature, k->signature_len) != 0)
		return false;
	type = magic_buffer(magic, data, len < MAGIC_BYTES ? len : MAGIC_BYTES);
	return type != NULL && strcmp(type, k->media_type) == 0;
}

/* One write and no stdio: nothing else is allowed any more. */
static int
answer(const struct sight *s)
{
	char line[80];
	int n = s->fault != NULL
		    ? snprintf(line, sizeof(line), "fault %s\n", s->fault)
		    : snprintf(line, sizeof(line), "ok %ld %ld %ld\n", s->width,
			  s->height, s->pages);

	return write(STDOUT_FILENO, line, (size_t)n) == n ? 0 : 3;
}

int
main(int argc, char **argv)
{
	const struct kind *k;
	struct sight s = { .fault = "signature" };
	struct stat st;
	magic_t magic;
	unsigned char *data;

	prctl(PR_SET_PDEATHSIG, SIGKILL);
	close_range(3, ~0U, 0);
	if (argc == 3 && strcmp(argv[1], "--prove") == 0)
		return prove(argv[2]);
	k = argc == 2 ? kind_of(argv[1]) : NULL;
	if (k == NULL)
		return 2;
	magic = magic_open(MAGIC_MIME_TYPE | MAGIC_NO_CHECK_COMPRESS |
			   MAGIC_NO_CHECK_TAR | MAGIC_NO_CHECK_CDF);
	if (magic == NULL || magic_load(magic, NULL) != 0 ||
	    fstat(STDIN_FILENO, &st) != 0 || st.st_size <= 0)
		return 3;
	data = mmap(
	    NULL, (size_t)st.st_size, PROT_READ, MAP_PRIVATE, STDIN_FILENO, 0);
	if (data == MAP_FAILED || !seal())
		return 3;
	if (agrees(magic, k, data, (size_t)st.st_size))
		s = k->look(data, (size_t)st.st_size);
	/* Freeing what a hostile file has built is one more risk: just end. */
	_exit(answer(&s));
}
