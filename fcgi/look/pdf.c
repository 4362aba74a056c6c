/*
 * PDF by qpdf's C API. Everything that can be reached from the trailer is
 * walked: what needs a password, acts by itself, carries files, needs repair or
 * swells beyond measure is refused. What is drawn is left to the browser.
 */
#include <ctype.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <qpdf/qpdf-c.h>

#include "look/acts.h"
#include "look/look.h"
#include "look/swell.h"
#include "look/table.h"

enum { NODES_MAX = 1000 * 1000, DEPTH_MAX = 200 * 1000 };
/* Eight inks of 16 bits; what a packer may add behind the last row. */
enum { PIXEL_BITS_MAX = 128, PICTURE_SLACK = 64 * 1024 };
/* A /Size that misses by more is no slip. */
enum { SIZE_SLIP_MAX = 100, SURPLUS_BYTES_MAX = 1000 };

struct walk {
	qpdf_data q;
	const char *fault;
	qpdf_oh *todo; /* containers whose members wait for their turn */
	size_t n, nodes;
	uint64_t *seen; /* a hash set of object number and generation */
	int highest;    /* number of an object that the document needs */
	struct swell swell;
};

enum { SEEN_SLOTS = 1 << 21 }; /* twice NODES_MAX and a power of two */

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

	int id = qpdf_oh_get_object_id(w->q, o);

	if (id > w->highest)
		w->highest = id;
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

/* Iterating a dictionary ends when another one's begins: triggers are last. */
static void
walk_dictionary(struct walk *w, qpdf_oh o)
{
	qpdf_oh value;

	qpdf_oh_begin_dict_key_iter(w->q, o);
	while (w->fault == NULL && qpdf_oh_dict_more_keys(w->q)) {
		const char *key = qpdf_oh_dict_next_key(w->q);
		value = qpdf_oh_get_key(w->q, o, key);
		w->fault = acts_judge(w->q, o, key, value);
		push(w, value);
	}
	value = qpdf_oh_get_key(w->q, o, "/AA");
	if (w->fault == NULL && qpdf_oh_is_dictionary(w->q, value))
		w->fault = acts_judge_triggers(w->q, value);
	else if (w->fault == NULL && !qpdf_oh_is_null(w->q, value))
		w->fault =
		    "active_pdf"; /* readers may look into it all the same */
	qpdf_oh_release(w->q, value);
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

	qpdf_oh value = qpdf_oh_get_key(w->q, dictionary, key);

	qpdf_oh_get_value_as_longlong(w->q, value, &n);
	qpdf_oh_release(w->q, value);
	return n < 0 || n > PLAIN_PIXELS_MAX ? PLAIN_PIXELS_MAX + 1L : (long)n;
}

/* How many numbers make a pixel; 0 when that is not plain to see. */
static long
colours(struct walk *w, qpdf_oh space)
{
	static const char *const single[] = { "/DeviceGray", "/G", "/CalGray",
		"/Indexed", "/I", "/Separation" };
	qpdf_oh name = space, profile;
	long n = 0;

	if (qpdf_oh_is_array(w->q, space) &&
	    qpdf_oh_get_array_n_items(w->q, space) > 0)
		name = qpdf_oh_get_array_item(w->q, space, 0);
	for (size_t i = 0; i < sizeof(single) / sizeof(single[0]); i++)
		if (qpdf_oh_is_name_and_equals(w->q, name, single[i]))
			n = 1;
	if (name != space &&
	    qpdf_oh_is_name_and_equals(w->q, name, "/ICCBased") &&
	    qpdf_oh_get_array_n_items(w->q, space) > 1) {
		profile = qpdf_oh_get_array_item(w->q, space, 1);
		if (qpdf_oh_is_stream(w->q, profile)) {
			qpdf_oh d = qpdf_oh_get_dict(w->q, profile);
			n = number(w, d, "/N");
			qpdf_oh_release(w->q, d);
		}
		qpdf_oh_release(w->q, profile);
	}
	if (name != space)
		qpdf_oh_release(w->q, name);
	return n;
}

/* The bits of a pixel, or as many as a pixel can have. */
static long
bits_of(struct walk *w, qpdf_oh d)
{
	qpdf_oh mask = qpdf_oh_get_key(w->q, d, "/ImageMask");
	qpdf_oh space = qpdf_oh_get_key(w->q, d, "/ColorSpace");
	long n = colours(w, space), bits = number(w, d, "/BitsPerComponent");
	bool is_mask =
	    qpdf_oh_is_bool(w->q, mask) && qpdf_oh_get_bool_value(w->q, mask);

	qpdf_oh_release(w->q, mask);
	qpdf_oh_release(w->q, space);
	if (is_mask)
		return 1;
	return n >= 1 && n <= 8 && bits >= 1 && bits <= 16 ? n * bits
							   : PIXEL_BITS_MAX;
}

/* So many pixels, and no more bytes than they can take. */
static const char *
judge_picture(struct walk *w, qpdf_oh o, qpdf_oh d)
{
	long height = number(w, d, "/Height"), width = number(w, d, "/Width");
	long bits = bits_of(w, d);

	if (picture_is_large(width, height, bits))
		return "pixels";
	return swell_picture(w->q, o, d,
	    (uint64_t)height * ((uint64_t)width * (uint64_t)bits / 8 + 2) +
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

/* What is said about the document (/Info) is none of what it shows. */
static void
walk_trailer(struct walk *w)
{
	qpdf_oh trailer = qpdf_get_trailer(w->q);
	qpdf_oh info = qpdf_oh_get_key(w->q, trailer, "/Info");
	int about = qpdf_oh_get_object_id(w->q, info);

	qpdf_oh_release(w->q, info);
	walk_dictionary(w, trailer);
	qpdf_oh_release(w->q, trailer);
	if (w->highest == about)
		w->highest = 0;
}

static void
walk_all(struct walk *w)
{
	walk_trailer(w);
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

/* Object streams hold others, and are not reached by any reference. */
static bool
is_container(qpdf_data q, int id)
{
	qpdf_oh o = qpdf_get_object_by_id(q, id, 0), d, type;
	bool is = false;

	if (qpdf_oh_is_stream(q, o)) {
		d = qpdf_oh_get_dict(q, o);
		type = qpdf_oh_get_key(q, d, "/Type");
		is = qpdf_oh_is_name_and_equals(q, type, "/ObjStm");
		qpdf_oh_release(q, type);
		qpdf_oh_release(q, d);
	}
	qpdf_oh_release(q, o);
	return is;
}

/*
 * /Size tells one more than the highest number. Where it tells less, readers
 * that believe it lose the objects beyond: there must be none to lose. Where
 * it tells more, nothing has that number.
 */
static bool
loses_nothing(struct walk *w, const char *warning)
{
	int size, highest;

	if (sscanf(warning,
		"reported number of objects (%9d) is not one plus the highest "
		"object number (%9d)",
		&size, &highest) != 2)
		return false;
	if (size > highest)
		return size <= NODES_MAX;
	if (highest - size >= SIZE_SLIP_MAX || w->highest >= size)
		return false;
	for (int id = size; id <= highest; id++)
		if (is_container(w->q, id))
			return false;
	return true;
}

/* A packed table with more than /Size tells of: no reader looks there. */
static bool
has_surplus(struct walk *w, const char *warning)
{
	qpdf_oh trailer = qpdf_get_trailer(w->q);
	long size = number(w, trailer, "/Size");
	unsigned expected, actual;

	qpdf_oh_release(w->q, trailer);
	return sscanf(warning,
		   "Cross-reference stream data has the wrong size; expected = "
		   "%9u; actual = %9u",
		   &expected, &actual) == 2 &&
	       actual > expected && actual - expected <= SURPLUS_BYTES_MAX &&
	       w->highest < size;
}

/*
 * What qpdf remarks and reads on is a fault where another reader may see
 * something else. These are marks around an object that none needs, since all
 * come to it by its address, and a type that follows from the page's place.
 */
static bool
is_harmless(struct walk *w, const char *warning)
{
	static const char *const notes[] = {
		"empty object treated as null",
		"expected endobj",
		"stream keyword followed by carriage return only",
		"stream keyword followed by extraneous whitespace",
		"/Type key should be /Page but is not; overriding",
		"input stream is complete but output may still be valid",
	};

	for (size_t i = 0; i < sizeof(notes) / sizeof(notes[0]); i++)
		/* Only as it begins: further on it may quote the file. */
		if (strncmp(warning, notes[i], strlen(notes[i])) == 0)
			return true;
	return loses_nothing(w, warning) || has_surplus(w, warning);
}

/*
 * What qpdf came across. Anything it had to guess at, another reader may
 * guess otherwise, and see what was not seen here.
 */
static const char *
fault_of(struct walk *w)
{
	if (qpdf_has_error(w->q))
		switch (qpdf_get_error_code(w->q, qpdf_get_error(w->q))) {
		case qpdf_e_password:
		case qpdf_e_unsupported: /* locked by a certificate */
			return "encrypted_pdf";
		case qpdf_e_internal: /* out of memory */
			return "complex";
		default:
			return "damaged";
		}
	while (qpdf_more_warnings(w->q))
		if (!is_harmless(w, qpdf_get_error_message_detail(
					w->q, qpdf_next_warning(w->q))))
			return "damaged";
	return NULL;
}

/* "%PDF-1.7": else qpdf would count addresses from a later one like that. */
static bool
has_version(const unsigned char *data, size_t len)
{
	return len > 8 && isdigit(data[5]) && data[6] == '.' &&
	       isdigit(data[7]);
}

struct sight
look_pdf(unsigned char *data, size_t len)
{
	static qpdf_oh todo[DEPTH_MAX];
	static uint64_t seen[SEEN_SLOTS];
	struct walk w = { .q = qpdf_init(), .todo = todo, .seen = seen };
	struct sight s = { 0 };

	if (!has_version(data, len))
		return (struct sight){ .fault = "damaged" };
	table_skip_blanks(data, len);
	qpdf_silence_errors(w.q);
	qpdf_set_suppress_warnings(w.q, QPDF_TRUE);
	qpdf_set_attempt_recovery(w.q, QPDF_FALSE);
	qpdf_read_memory(w.q, "file", (const char *)data, len, "");
	if (qpdf_has_error(w.q))
		return (struct sight){ .fault = fault_of(&w) };
	s.pages = qpdf_get_num_pages(w.q);
	if (s.pages > PAGES_MAX)
		return (struct sight){ .fault = "pages" };
	walk_all(&w);
	s.fault = w.fault != NULL ? w.fault : fault_of(&w);
	if (s.fault == NULL && s.pages < 1)
		s.fault = "damaged";
	return s;
}
