/*
 * PDF by qpdf's C API. Everything that can be reached from the trailer is
 * walked: what is encrypted, acts by itself, carries files, needs repair or
 * swells beyond measure is refused. What is drawn is left to the browser.
 */
#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include <qpdf/qpdf-c.h>

#include "look/look.h"
#include "look/swell.h"

enum { NODES_MAX = 1000 * 1000, DEPTH_MAX = 200 * 1000 };
/* Eight inks of 16 bits; what a packer may add behind the last row. */
enum { PIXEL_BYTES_MAX = 16, PICTURE_SLACK = 64 * 1024 };

struct walk {
	qpdf_data q;
	const char *fault;
	qpdf_oh *todo; /* containers whose members wait for their turn */
	size_t n, nodes;
	uint64_t *seen; /* a hash set of object number and generation */
	struct swell swell;
};

enum { SEEN_SLOTS = 1 << 21 }; /* twice NODES_MAX and a power of two */

static bool
is_one_of(const char *name, const char *const *list)
{
	for (; *list != NULL; list++)
		if (strcmp(name, *list) == 0)
			return true;
	return false;
}

/* True the first time that this indirect object comes along. */
static bool
is_new(struct walk *w, qpdf_oh o)
{
	uint64_t key = (uint64_t)(unsigned)qpdf_oh_get_object_id(w->q, o)
			   << 32 |
		       (unsigned)qpdf_oh_get_generation(w->q, o);
	uint64_t at = (key * 0x9E3779B97F4A7C15u) >> 43;

	if (key >> 32 == 0)
		return true; /* direct: it has one place only */
	for (; w->seen[at] != 0; at = (at + 1) % SEEN_SLOTS)
		if (w->seen[at] == key)
			return false;
	w->seen[at] = key;
	return true;
}

static void
push(struct walk *w, qpdf_oh o)
{
	enum qpdf_object_type_e type = qpdf_oh_get_type_code(w->q, o);

	if (++w->nodes > NODES_MAX)
		w->fault = "complex";
	if ((type != ot_array && type != ot_dictionary && type != ot_stream) ||
	    w->fault != NULL || !is_new(w, o)) {
		qpdf_oh_release(w->q, o);
		return;
	}
	if (w->n == DEPTH_MAX) {
		w->fault = "complex";
		return;
	}
	w->todo[w->n++] = o;
}

/* The files of an /EF: a font may bear that name too, but not these keys. */
static bool
holds_files(struct walk *w, qpdf_oh o)
{
	static const char *const keys[] = { "/F", "/UF", "/DOS", "/Mac",
		"/Unix" };

	if (qpdf_oh_get_type_code(w->q, o) != ot_dictionary)
		return false;
	for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++)
		if (qpdf_oh_has_key(w->q, o, keys[i]))
			return true;
	return false;
}

/* What key and its value make of the document: a fault, or NULL. */
static const char *
judge(struct walk *w, const char *key, qpdf_oh value)
{
	static const char *const acting[] = { "/JavaScript", "/Launch",
		"/SubmitForm", "/ImportData", "/Rendition", "/GoToE", "/Movie",
		"/Sound", "/RichMediaExecute", NULL };
	static const char *const living[] = { "/RichMedia", "/Screen", "/Movie",
		"/Sound", "/3D", NULL };
	static const char *const carrying[] = { "/FileAttachment",
		"/EmbeddedFile", NULL };
	enum qpdf_object_type_e type = qpdf_oh_get_type_code(w->q, value);
	const char *name = type == ot_name ? qpdf_oh_get_name(w->q, value) : "";

	if (type == ot_null)
		return NULL;
	if (strcmp(key, "/S") == 0)
		return is_one_of(name, acting) ? "active_pdf" : NULL;
	if (strcmp(key, "/JS") == 0)
		return type == ot_string || type == ot_stream ? "active_pdf"
							      : NULL;
	if (strcmp(key, "/JavaScript") == 0 || strcmp(key, "/XFA") == 0)
		return "active_pdf";
	if (strcmp(key, "/Subtype") == 0 || strcmp(key, "/Type") == 0)
		return is_one_of(name, living)     ? "active_pdf"
		       : is_one_of(name, carrying) ? "attached_pdf"
						   : NULL;
	if (strcmp(key, "/EmbeddedFiles") == 0)
		return "attached_pdf";
	if (strcmp(key, "/EF") == 0)
		return holds_files(w, value) ? "attached_pdf" : NULL;
	return NULL;
}

/* Iterating a dictionary ends when another one's begins: keys come first. */
static void
walk_dictionary(struct walk *w, qpdf_oh o)
{
	qpdf_oh value;

	qpdf_oh_begin_dict_key_iter(w->q, o);
	while (w->fault == NULL && qpdf_oh_dict_more_keys(w->q)) {
		const char *key = qpdf_oh_dict_next_key(w->q);
		value = qpdf_oh_get_key(w->q, o, key);
		w->fault = judge(w, key, value);
		push(w, value);
	}
}

static void
walk_array(struct walk *w, qpdf_oh o)
{
	int n = qpdf_oh_get_array_n_items(w->q, o);

	for (int i = 0; i < n && w->fault == NULL; i++)
		push(w, qpdf_oh_get_array_item(w->q, o, i));
}

static long
number(struct walk *w, qpdf_oh dictionary, const char *key)
{
	long long n = 0;

	qpdf_oh_get_value_as_longlong(
	    w->q, qpdf_oh_get_key(w->q, dictionary, key), &n);
	return n < 0 || n > PIXELS_MAX ? PIXELS_MAX + 1L : (long)n;
}

/* So many pixels, and no more bytes than they can take. */
static const char *
judge_picture(struct walk *w, qpdf_oh o, qpdf_oh d)
{
	long height = number(w, d, "/Height"), width = number(w, d, "/Width");

	if (height > 0 && width > PIXELS_MAX / height)
		return "pixels";
	return swell_picture(w->q, o, d,
	    (uint64_t)height * ((uint64_t)width * PIXEL_BYTES_MAX + 1) +
		PICTURE_SLACK);
}

static void
walk_stream(struct walk *w, qpdf_oh o)
{
	qpdf_oh d = qpdf_oh_get_dict(w->q, o);
	qpdf_oh subtype = qpdf_oh_get_key(w->q, d, "/Subtype");

	/* Its bytes would lie in another file. */
	if (qpdf_oh_has_key(w->q, d, "/F"))
		w->fault = "attached_pdf";
	else if (qpdf_oh_is_name_and_equals(w->q, subtype, "/Image"))
		w->fault = judge_picture(w, o, d);
	else
		w->fault = swell_stream(&w->swell, w->q, o, d);
	qpdf_oh_release(w->q, subtype);
	if (w->fault == NULL)
		walk_dictionary(w, d);
	qpdf_oh_release(w->q, d);
}

static void
walk_all(struct walk *w)
{
	push(w, qpdf_get_trailer(w->q));
	while (w->fault == NULL && w->n > 0) {
		qpdf_oh o = w->todo[--w->n];
		switch (qpdf_oh_get_type_code(w->q, o)) {
		case ot_dictionary:
			walk_dictionary(w, o);
			break;
		case ot_array:
			walk_array(w, o);
			break;
		default:
			walk_stream(w, o);
		}
		qpdf_oh_release(w->q, o);
	}
}

/*
 * What qpdf came across. Anything it had to guess at, another reader may
 * guess otherwise, and see what was not seen here.
 */
static const char *
fault_of(qpdf_data q)
{
	if (!qpdf_has_error(q))
		return qpdf_more_warnings(q) ? "damaged" : NULL;
	switch (qpdf_get_error_code(q, qpdf_get_error(q))) {
	case qpdf_e_password:
		return "encrypted_pdf";
	case qpdf_e_internal: /* out of memory */
		return "complex";
	default:
		return "damaged";
	}
}

struct sight
look_pdf(const unsigned char *data, size_t len)
{
	static qpdf_oh todo[DEPTH_MAX];
	static uint64_t seen[SEEN_SLOTS];
	struct walk w = { .q = qpdf_init(), .todo = todo, .seen = seen };
	struct sight s = { 0 };

	qpdf_silence_errors(w.q);
	qpdf_set_suppress_warnings(w.q, QPDF_TRUE);
	qpdf_set_attempt_recovery(w.q, QPDF_FALSE);
	/* With a password nobody uses: encrypted for show stays closed too. */
	qpdf_read_memory(w.q, "file", (const char *)data, len, "\1\2\3");
	s.fault = fault_of(w.q);
	if (s.fault == NULL && qpdf_is_encrypted(w.q))
		s.fault = "encrypted_pdf";
	if (s.fault != NULL)
		return s;
	s.pages = qpdf_get_num_pages(w.q);
	if (s.pages > PAGES_MAX)
		return (struct sight){ .fault = "pages" };
	walk_all(&w);
	s.fault = w.fault != NULL ? w.fault : fault_of(w.q);
	if (s.fault == NULL && s.pages < 1)
		s.fault = "damaged";
	return s;
}
