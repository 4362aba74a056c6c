/*
 * liangding-look --serve: the template (lib/template.h) that a worker keeps for
 * its uploads (lib/look.h). It has the decoders and libmagic's rules loaded,
 * and makes a child for every file, which maps the file, seals itself, only
 * then reads the first byte, and says in one line what the file is:
 *	ok WIDTH HEIGHT PAGES    it is whole and harmless; 0 where none applies
 *	fault CODE               it is refused; CODE is a row of faults.def
 * For "stamp" and lengths (lib/stamp.h) it maps a PDF and what a seal looks
 *like and says, and answers with what is to stand behind the PDF, or "fault
 *CODE". Exit status: 0 with a line, 3 could not begin or not seal itself;
 *killed: the file drove it mad.
 *
 * For people and tests, on the same way; ends as that child does, with 2 for
 * bad usage:
 *	liangding-look MEDIA-TYPE <FILE
 *	liangding-look --prove WHAT
 *	liangding-look --prove-template WHAT
 * The latter two seal themselves likewise and try what must not be possible:
 * socket, fork, open, exec, memory, time and more; `write` is what stays
 * possible.
 */
#include <fcntl.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "lib/clock.h"
#include "lib/stamp.h"
#include "lib/template.h"
#include "look/look.h"
#include "look/stamp.h"

enum { MAGIC_BYTES = 8192, LEAD_MAX = 32, PATIENCE_MS = 10000 };

static const char proof[] = "prove ", stamping[] = "stamp ";

static const struct kind {
	const char *media_type; /* as libmagic names it */
	const char *signature;  /* the bytes at its beginning */
	size_t signature_len;
	look *look;
	bool may_lead; /* a text mark and blanks come first, at times */
} kinds[] = {
	{ "application/pdf", "%PDF-", 5, look_pdf, true },
	{ "image/jpeg", "\xFF\xD8\xFF", 3, look_jpeg, false },
	{ "image/png", "\x89PNG\r\n\x1A\n", 8, look_png, false },
};

/* What people upload under another kind's name, to be told what it is. */
static const struct known {
	const char *media_type, *fault;
} knowns[] = {
	{ "application/pdf", "is_pdf" },
	{ "image/jpeg", "is_jpeg" },
	{ "image/png", "is_png" },
	{ "image/webp", "is_webp" },
	{ "image/heic", "is_heic" },
	{ "image/heif", "is_heic" },
	{ "application/msword", "is_word" },
	{ "application/vnd.openxmlformats-officedocument.wordprocessingml."
	  "document",
	    "is_word" },
};

static const struct kind *
kind_of(const char *media_type)
{
	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
		if (strcmp(kinds[i].media_type, media_type) == 0)
			return &kinds[i];
	return NULL;
}

/* How much stands before a PDF that a text editor or a web server touched. */
static size_t
lead(const struct kind *k, const unsigned char *data, size_t len)
{
	static const unsigned char mark[] = { 0xEF, 0xBB, 0xBF };
	size_t n = 0;

	if (!k->may_lead)
		return 0;
	if (len > sizeof(mark) && memcmp(data, mark, sizeof(mark)) == 0)
		n = sizeof(mark);
	while (n < len && n < LEAD_MAX &&
	       memchr("\0\t\n\f\r ", data[n], 6) != NULL)
		n++;
	return n;
}

static const char *
type_of(magic_t magic, const unsigned char *data, size_t len)
{
	const char *type =
	    magic_buffer(magic, data, len < MAGIC_BYTES ? len : MAGIC_BYTES);

	return type == NULL ? "" : type;
}

/* libmagic alone takes "junk%PDF" for a PDF, hence both. */
static bool
is_kind(
    magic_t magic, const struct kind *k, const unsigned char *data, size_t len)
{
	return len >= k->signature_len &&
	       memcmp(data, k->signature, k->signature_len) == 0 &&
	       strcmp(type_of(magic, data, len), k->media_type) == 0;
}

/* What it is, where it is not what it should be. */
static const char *
told(magic_t magic, const unsigned char *data, size_t len)
{
	const char *type = type_of(magic, data, len);
	const struct kind *k = kind_of(type);

	/* Only what begins like one is called one. */
	if (k != NULL && !is_kind(magic, k, data, len))
		return "signature";
	for (size_t i = 0; i < sizeof(knowns) / sizeof(knowns[0]); i++)
		if (strcmp(knowns[i].media_type, type) == 0)
			return knowns[i].fault;
	return "signature";
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

static magic_t magic;

/* In the child: standard input, before the seal; NULL when it cannot be read.
 */
static unsigned char *
map_input(size_t *len_out)
{
	struct stat st;
	void *data;

	if (fstat(STDIN_FILENO, &st) != 0 || st.st_size <= 0)
		return NULL;
	*len_out = (size_t)st.st_size;
	data = mmap(NULL, *len_out, PROT_READ | PROT_WRITE, MAP_PRIVATE,
	    STDIN_FILENO, 0);
	return data == MAP_FAILED ? NULL : data;
}

static int
look_into(const struct kind *k)
{
	struct sight s = { 0 };
	unsigned char *data;
	size_t len = 0, first;

	if (k == NULL || (data = map_input(&len)) == NULL || !seal())
		return 3;
	first = lead(k, data, len);
	if (is_kind(magic, k, data + first, len - first))
		s = k->look(data + first, len - first);
	else
		s.fault = told(magic, data, len);
	return answer(&s);
}

static int
put_on(const char *what)
{
	const struct kind *k = kind_of("application/pdf");
	size_t len = 0, pdf, drawn, says, first;
	struct stamp s;
	unsigned char *data = map_input(&len);

	if (sscanf(what, STAMP_CALL, &pdf, &drawn, &says) != 3 ||
	    data == NULL || pdf > len || drawn > len - pdf ||
	    says != len - pdf - drawn || !seal())
		return 3;
	first = lead(k, data, pdf);
	s = (struct stamp){ .pdf = data + first,
		.lead = first,
		.len = pdf - first,
		.look = data + pdf,
		.says = data + pdf + drawn,
		.look_len = drawn,
		.says_len = says };
	return stamp(&s) ? 0 : 3;
}

static void
work(const char *what)
{
	prctl(PR_SET_NAME, "ld-look"); /* for ps */
	/* Freeing what a hostile file has built is one more risk: just end. */
	if (strncmp(what, proof, strlen(proof)) == 0)
		_exit(seal() ? prove(what + strlen(proof)) : 3);
	if (strncmp(what, stamping, strlen(stamping)) == 0)
		_exit(put_on(what));
	_exit(look_into(kind_of(what)));
}

static bool
prepare(void)
{
	prctl(PR_SET_NAME, "ld-template");
	close_range(3, ~0U, 0);
	magic = magic_open(MAGIC_MIME_TYPE | MAGIC_NO_CHECK_COMPRESS |
			   MAGIC_NO_CHECK_TAR | MAGIC_NO_CHECK_CDF);
	return magic != NULL && magic_load(magic, NULL) == 0 && seal_template();
}

static int
serve(void)
{
	if (!prepare())
		return 3;
	template_serve(work);
	return 0;
}

/* What a worker does, and ends as the child did. */
static int
call(const char *what)
{
	const struct rlimit none = { 0, 0 };
	struct template t;
	int status = 0;
	pid_t pid;

	if (!template_start(&t, "/proc/self/exe"))
		return 3;
	pid = template_call(
	    &t, what, STDIN_FILENO, STDOUT_FILENO, clock_ticks() + PATIENCE_MS);
	if (pid == 0 || waitpid(pid, &status, 0) != pid)
		return 3;
	template_stop(&t);
	if (!WIFSIGNALED(status))
		return WEXITSTATUS(status);
	setrlimit(RLIMIT_CORE, &none);
	signal(WTERMSIG(status), SIG_DFL);
	raise(WTERMSIG(status));
	return 3;
}

int
main(int argc, char **argv)
{
	char what[TEMPLATE_WHAT_BYTES];

	if (argc == 2 && strcmp(argv[1], "--serve") == 0)
		return serve();
	if (argc == 3 && strcmp(argv[1], "--prove-template") == 0)
		return prepare() ? prove(argv[2]) : 3;
	if (argc == 3 && strcmp(argv[1], "--prove") == 0) {
		snprintf(what, sizeof(what), "%s%s", proof, argv[2]);
		return call(what);
	}
	return argc == 2 && kind_of(argv[1]) != NULL ? call(argv[1]) : 2;
}
