/* See seal.h. */
#include "seal/seal.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include <glib.h>
#include <openssl/cms.h>
#include <openssl/err.h>
#include <zlib.h>

#include "draw/round_seal.h"
#include "lib/crypt.h"
#include "lib/log.h"
#include "lib/stamp.h"
#include "lib/template.h"
#include "seal/key_private.h"

enum { HEAD_BYTES = 128, SHANGHAI_SECONDS = 8 * 3600, DATE_BYTES = 32 };

/* One on its way. */
struct work {
	struct looker *looker;
	struct arena *mem;
	const struct seal_key *key;
	const struct seal_mark *mark;
	int from, to;
	int asked, answered; /* files in memory */
	size_t len;          /* of what is sealed: from's */
	size_t base, update; /* what the child has written */
	size_t hole, end;    /* in the whole file */
};

static enum err
failed(const char *doing)
{
	int code = errno;

	log_note("seal.error", "%s: %s", doing, strerror(code));
	return code == ENOSPC || code == EDQUOT || code == EFBIG
		   ? ERR_STORE_FULL
		   : ERR_STORE_DOWN;
}

static enum err
write_all(int fd, const void *data, size_t len)
{
	const char *p = data;

	while (len > 0) {
		ssize_t n = write(fd, p, len);
		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return failed("write");
		p += n;
		len -= (size_t)n;
	}
	return OK;
}

/* So many bytes of a file from there on, behind what another has. */
static enum err
copy(int to, int from, off_t at, size_t len)
{
	while (len > 0) {
		ssize_t n = sendfile(to, from, &at, len);
		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return failed("copy");
		len -= (size_t)n;
	}
	return OK;
}

static void
local_time(struct moment m, const char *format, char out[DATE_BYTES])
{
	time_t seconds = (time_t)(m.ms / 1000) + SHANGHAI_SECONDS;
	struct tm tm;

	gmtime_r(&seconds, &tm);
	strftime(out, DATE_BYTES, format, &tm);
}

/* UTF-16 with its mark, as PDF has text (ISO 32000-1, 7.9.2.2). */
static void
add_text(struct buf *out, const char *name, const char *text)
{
	gunichar2 *wide = g_utf8_to_utf16(text, -1, NULL, NULL, NULL);

	buf_printf(out, "/%s <FEFF", name);
	for (const gunichar2 *p = wide; p != NULL && *p != 0; p++)
		buf_printf(out, "%04X", *p);
	buf_puts(out, "> ");
	g_free(wide);
}

/* What its dictionary says, and a reader shows. */
static const char *
says(struct work *w)
{
	struct buf out = buf_new(w->mem);
	char date[DATE_BYTES];

	local_time(w->mark->at, "%Y%m%d%H%M%S", date);
	buf_printf(&out,
	    "/Filter /Adobe.PPKLite /SubFilter /adbe.pkcs7.detached "
	    "/M (D:%s+08'00') ",
	    date);
	add_text(&out, "Name", w->mark->organisation);
	add_text(&out, "Reason", "加盖电子签章");
	return buf_text(&out);
}

/* Its content stream, deflated. */
static bool
draw(struct work *w, struct buf *out)
{
	struct buf plain = buf_new(w->mem);
	char date[DATE_BYTES];
	const struct round_seal seal = { w->mark->organisation,
		{ "电子签章", date } };
	unsigned char *packed;
	uLongf len;

	local_time(w->mark->at, "%Y-%m-%d %H:%M", date);
	if (!draw_round_seal(&seal, STAMP_SIDE, &plain))
		return false;
	len = compressBound(plain.len);
	packed = arena_alloc(w->mem, len);
	if (compress2(packed, &len, (const Bytef *)plain.data, plain.len,
		Z_BEST_COMPRESSION) != Z_OK)
		return false;
	buf_add(out, packed, len);
	return true;
}

/* The child is asked; its answer is whole, or *fault_out says why there is
 * none. */
static enum err
ask(struct work *w, const char **fault_out)
{
	struct buf look = buf_new(w->mem);
	const char *entries = says(w);
	char call[TEMPLATE_WHAT_BYTES];
	enum err e;

	if (!draw(w, &look)) {
		log_note("seal.error", "it could not be drawn");
		return ERR_INTERNAL;
	}
	snprintf(
	    call, sizeof(call), STAMP_CALL, w->len, look.len, strlen(entries));
	e = copy(w->asked, w->from, 0, w->len);
	if (e == OK)
		e = write_all(w->asked, look.data, look.len);
	if (e == OK)
		e = write_all(w->asked, entries, strlen(entries));
	if (e == OK)
		e = look_do(w->looker, call, w->asked, w->answered, fault_out);
	return e;
}

/* A helper that a file has taken over may say anything: its answer must be a
 * hole in an update, and the rest of the file as it was. */
static enum err
understand(struct work *w, const char **fault_out, off_t *at_out)
{
	/* One more than is read, and one behind a line that does not end. */
	char head[HEAD_BYTES + 2] = "", line[HEAD_BYTES];
	ssize_t n = pread(w->answered, head, HEAD_BYTES, 0);
	struct stat st;

	if (n < 0 || fstat(w->answered, &st) != 0)
		return failed("read");
	*fault_out = NULL;
	if (sscanf(head, STAMP_HEAD, &w->base, &w->update, &w->hole) == 3) {
		*at_out = snprintf(line, sizeof(line), STAMP_HEAD, w->base,
		    w->update, w->hole);
		if (strncmp(head, line, (size_t)*at_out) == 0 &&
		    w->base <= (size_t)st.st_size &&
		    w->update <= (size_t)st.st_size - w->base &&
		    w->base + w->update + (size_t)*at_out ==
			(size_t)st.st_size &&
		    w->hole < w->update &&
		    w->update - w->hole >= STAMP_HOLE + 2)
			return OK;
	}
	head[strcspn(head, "\n") + 1] = '\0';
	*fault_out = look_fault(head);
	if (*fault_out != NULL)
		return OK;
	log_note("seal.error", "the helper's answer is none");
	return ERR_INTERNAL;
}

/* The file and behind it what the child has written. */
static enum err
assemble(struct work *w, off_t at)
{
	size_t len = w->base == 0 ? w->len : w->base;
	enum err e = w->base == 0 ? copy(w->to, w->from, 0, len)
				  : copy(w->to, w->answered, at, len);

	w->hole += len;
	w->end = len + w->update;
	if (e != OK)
		return e;
	return copy(w->to, w->answered, at + (off_t)w->base, w->update);
}

/* Everything but the hole, which is where the dictionary says it is. */
static bool
is_in_place(const struct work *w, const char *file)
{
	size_t behind = w->hole + STAMP_HOLE + 2;
	char range[HEAD_BYTES];
	size_t n = (size_t)snprintf(range, sizeof(range), STAMP_RANGE, w->hole,
	    behind, w->end - behind);

	return w->hole > n && memcmp(file + w->hole - n, range, n) == 0 &&
	       file[w->hole] == '<' && file[behind - 1] == '>' &&
	       strspn(file + w->hole + 1, "0") == STAMP_HOLE;
}

/* When it was signed, as its mark and dictionary say, too. */
static bool
add_time(CMS_ContentInfo *cms, struct moment at)
{
	CMS_SignerInfo *signer =
	    sk_CMS_SignerInfo_value(CMS_get0_SignerInfos(cms), 0);
	ASN1_TIME *time = ASN1_TIME_set(NULL, (time_t)(at.ms / 1000));
	bool ok = time != NULL &&
		  CMS_signed_add1_attr_by_NID(
		      signer, NID_pkcs9_signingTime, time->type, time, -1) == 1;

	ASN1_TIME_free(time);
	return ok;
}

/* A detached CMS signature (RFC 5652) that names its certificate (RFC 5035);
 * NULL when OpenSSL could not make it. */
static CMS_ContentInfo *
sign(const struct work *w, const char *file)
{
	const unsigned flags = CMS_BINARY | CMS_DETACHED | CMS_NOSMIMECAP |
			       CMS_PARTIAL | CMS_CADES;
	size_t behind = w->hole + STAMP_HOLE + 2;
	CMS_ContentInfo *cms = CMS_sign(
	    w->key->certificate, w->key->key, w->key->others, NULL, flags);
	BIO *data = cms == NULL ? NULL : CMS_dataInit(cms, NULL);
	bool ok = data != NULL && add_time(cms, w->mark->at) &&
		  BIO_write(data, file, (int)w->hole) == (int)w->hole &&
		  BIO_write(data, file + behind, (int)(w->end - behind)) ==
		      (int)(w->end - behind) &&
		  BIO_flush(data) == 1 && CMS_dataFinal(cms, data) == 1;

	BIO_free_all(data);
	if (ok)
		return cms;
	CMS_ContentInfo_free(cms);
	return NULL;
}

static enum err
fill(struct work *w, CMS_ContentInfo *cms)
{
	unsigned char *der = NULL;
	int len = i2d_CMS_ContentInfo(cms, &der);
	const char *digits;
	enum err e = ERR_INTERNAL;

	if (len > 0 && len * 2 <= STAMP_HOLE) {
		digits = crypt_hex(w->mem, der, (size_t)len);
		e = pwrite(w->to, digits, (size_t)len * 2,
			(off_t)w->hole + 1) == len * 2
			? OK
			: failed("write");
	} else {
		log_note("seal.error", "a signature of %d bytes", len);
	}
	OPENSSL_free(der);
	return e;
}

static enum err
sign_file(struct work *w)
{
	const char *file = mmap(NULL, w->end, PROT_READ, MAP_SHARED, w->to, 0);
	CMS_ContentInfo *cms = NULL;
	enum err e = ERR_INTERNAL;

	if (file == MAP_FAILED)
		return failed("map");
	if (is_in_place(w, file))
		cms = sign(w, file);
	if (cms != NULL)
		e = fill(w, cms);
	else
		log_note("seal.error", "it could not be signed: %s",
		    ERR_reason_error_string(ERR_peek_last_error()));
	ERR_clear_error();
	CMS_ContentInfo_free(cms);
	munmap((void *)file, w->end);
	return e;
}

static enum err
seal(struct work *w, struct seal_result *out)
{
	struct stat st;
	off_t at = 0;
	enum err e;

	if (w->asked < 0 || w->answered < 0 || fstat(w->from, &st) != 0)
		return failed("begin");
	w->len = (size_t)st.st_size;
	e = ask(w, &out->fault);
	if (e != OK || out->fault != NULL)
		return e;
	e = understand(w, &out->fault, &at);
	if (e != OK || out->fault != NULL)
		return e;
	out->decrypted = w->base != 0;
	e = assemble(w, at);
	if (e == OK)
		e = sign_file(w);
	out->size = (int64_t)w->end;
	return e;
}

enum err
seal_file(struct looker *l, struct arena *mem, const struct seal_key *key,
    const struct seal_mark *mark, int from, int to, struct seal_result *out)
{
	struct work w = { .looker = l,
		.mem = mem,
		.key = key,
		.mark = mark,
		.from = from,
		.to = to,
		.asked = memfd_create("asked", MFD_CLOEXEC),
		.answered = memfd_create("answered", MFD_CLOEXEC) };
	enum err e;

	*out = (struct seal_result){ 0 };
	e = seal(&w, out);
	if (w.asked >= 0)
		close(w.asked);
	if (w.answered >= 0)
		close(w.answered);
	return e;
}
