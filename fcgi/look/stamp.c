/* See stamp.h. */
#include "look/stamp.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <qpdf/qpdf-c.h>

#include "lib/stamp.h"
#include "look/place.h"
#include "look/table.h"

enum {
	PAGES_DEEP = 100,    /* of the tree of pages */
	NODES_MAX = 100000,  /* of it that are looked at */
	TAKEN_MAX = 64,      /* seals that one more stands beside */
	OBJECTS_MAX = 7,     /* an update writes */
	NUMBER_MAX = 1 << 22 /* of an object */
};

/* One object that the update writes. */
struct written {
	int id, generation;
	size_t at;
};

struct update {
	qpdf_data q;
	FILE *out;   /* into text: what comes behind the file */
	size_t base; /* how long that is, as addresses are counted */
	size_t lead; /* what stands before it */
	struct written written[OBJECTS_MAX];
	size_t n, hole;
	int next;    /* the first number that nothing has */
	bool packed; /* its tables are streams */
	/* The page, and where on it. */
	qpdf_oh page;
	struct place_page shown;
	struct box box;
};

static qpdf_oh
key(const struct update *u, qpdf_oh dictionary, const char *name)
{
	return qpdf_oh_get_key(u->q, dictionary, name);
}

static long long
whole(const struct update *u, qpdf_oh dictionary, const char *name)
{
	long long n = 0;

	qpdf_oh_get_value_as_longlong(u->q, key(u, dictionary, name), &n);
	return n;
}

static bool
read_box(const struct update *u, qpdf_oh array, struct box *out)
{
	double n[4];

	if (!qpdf_oh_is_array(u->q, array) ||
	    qpdf_oh_get_array_n_items(u->q, array) != 4)
		return false;
	for (int i = 0; i < 4; i++)
		if (!qpdf_oh_get_value_as_number(
			u->q, qpdf_oh_get_array_item(u->q, array, i), &n[i]))
			return false;
	*out = place_box(n[0], n[1], n[2], n[3]);
	return out->x1 > out->x0 && out->y1 > out->y0;
}

/* What a page has from the branches above it, where it says nothing. */
struct inherited {
	qpdf_oh media, crop, turned;
};

static qpdf_oh
nearer(const struct update *u, qpdf_oh node, const char *name, qpdf_oh above)
{
	return qpdf_oh_has_key(u->q, node, name) ? key(u, node, name) : above;
}

static struct inherited
inherit(const struct update *u, qpdf_oh node, struct inherited above)
{
	return (struct inherited){ nearer(u, node, "/MediaBox", above.media),
		nearer(u, node, "/CropBox", above.crop),
		nearer(u, node, "/Rotate", above.turned) };
}

/* Of the branch the last page, which it can be told by its number only. */
static bool
last_page(struct update *u, qpdf_oh node, struct inherited above, int deep,
    int *left, struct inherited *out)
{
	qpdf_oh kids = key(u, node, "/Kids");
	int n;

	if (deep > PAGES_DEEP || --*left < 0 ||
	    !qpdf_oh_is_dictionary(u->q, node))
		return false;
	above = inherit(u, node, above);
	if (!qpdf_oh_is_array(u->q, kids)) {
		u->page = node;
		*out = above;
		return qpdf_oh_get_object_id(u->q, node) != 0;
	}
	n = qpdf_oh_get_array_n_items(u->q, kids);
	while (n-- > 0)
		if (last_page(u, qpdf_oh_get_array_item(u->q, kids, n), above,
			deep + 1, left, out))
			return true;
	return false;
}

/* A page that says nothing of its size is a Letter, to all readers. */
static void
measure(struct update *u, const struct inherited *of)
{
	struct box media = { 0, 0, 612, 792 }, crop;
	long long turned = 0;
	double unit = 1;

	if (of->media != 0)
		read_box(u, of->media, &media);
	if (of->crop != 0 && read_box(u, of->crop, &crop))
		media = place_common(media, crop);
	if (of->turned != 0)
		qpdf_oh_get_value_as_longlong(u->q, of->turned, &turned);
	qpdf_oh_get_value_as_number(u->q, key(u, u->page, "/UserUnit"), &unit);
	u->shown = (struct place_page){ media, place_turn(turned),
		unit > 0 ? unit : 1 };
}

static bool
is_signature(const struct update *u, qpdf_oh annotation)
{
	qpdf_oh type;

	if (!qpdf_oh_is_dictionary(u->q, annotation) ||
	    !qpdf_oh_is_name_and_equals(
		u->q, key(u, annotation, "/Subtype"), "/Widget"))
		return false;
	type = key(u, annotation, "/FT");
	if (qpdf_oh_is_null(u->q, type) &&
	    qpdf_oh_is_dictionary(u->q, key(u, annotation, "/Parent")))
		type = key(u, key(u, annotation, "/Parent"), "/FT");
	return qpdf_oh_is_name_and_equals(u->q, type, "/Sig");
}

static void
choose_place(struct update *u, qpdf_oh annotations)
{
	struct box taken[TAKEN_MAX];
	size_t n = 0;
	int all = qpdf_oh_is_array(u->q, annotations)
		      ? qpdf_oh_get_array_n_items(u->q, annotations)
		      : 0;

	for (int i = 0; i < all && n < TAKEN_MAX; i++) {
		qpdf_oh a = qpdf_oh_get_array_item(u->q, annotations, i);
		if (is_signature(u, a) &&
		    read_box(u, key(u, a, "/Rect"), &taken[n]))
			n++;
		qpdf_oh_release(u->q, a);
	}
	u->box = place_seal(&u->shown, taken, n);
}

/* Where the next byte will stand, as tables count. */
static size_t
here(const struct update *u)
{
	return u->base + (size_t)ftello(u->out);
}

static void
begin(struct update *u, int id, int generation)
{
	u->written[u->n++] = (struct written){ id, generation, here(u) };
	fprintf(u->out, "%d %d obj\n", id, generation);
}

static void
end(struct update *u)
{
	fputs("\nendobj\n", u->out);
}

/* One that the file has, with what was changed. */
static void
write_again(struct update *u, qpdf_oh o)
{
	begin(
	    u, qpdf_oh_get_object_id(u->q, o), qpdf_oh_get_generation(u->q, o));
	fputs(qpdf_oh_unparse_resolved(u->q, o), u->out);
	end(u);
}

static void
write_bytes(struct update *u, const unsigned char *data, size_t len)
{
	fwrite(data, 1, len, u->out);
}

/* Turned as the page is, the other way: it stands upright to whoever looks. */
static void
write_appearance(struct update *u, const struct stamp *s, int id)
{
	static const char *const matrices[] = { "1 0 0 1", "0 1 -1 0",
		"-1 0 0 -1", "0 -1 1 0" };

	begin(u, id, 0);
	fprintf(u->out,
	    "<< /Type /XObject /Subtype /Form /BBox [0 0 %d %d] "
	    "/Matrix [%s 0 0] /Resources << /ExtGState << /Ink << /BM "
	    "/Multiply >> >> >> /Filter /FlateDecode /Length %zu >>\nstream\n",
	    STAMP_SIDE, STAMP_SIDE, matrices[u->shown.turned / 90],
	    s->look_len);
	write_bytes(u, s->look, s->look_len);
	fputs("\nendstream", u->out);
	end(u);
}

/* The numbers of its range are known once all is written: see fill_range(). */
static void
write_signature(struct update *u, const struct stamp *s, int id)
{
	begin(u, id, 0);
	fputs("<< /Type /Sig ", u->out);
	write_bytes(u, s->says, s->says_len);
	fprintf(u->out, STAMP_RANGE, (size_t)0, (size_t)0, (size_t)0);
	u->hole = (size_t)ftello(u->out);
	fputc('<', u->out);
	for (int i = 0; i < STAMP_HOLE; i++)
		fputc('0', u->out);
	fputs("> >>", u->out);
	end(u);
}

/* Printed, and locked (ISO 32000-1, 12.5.3). */
static void
write_widget(struct update *u, int id, int signature, int appearance)
{
	begin(u, id, 0);
	fprintf(u->out,
	    "<< /Type /Annot /Subtype /Widget /FT /Sig /T (Seal%d) /F 132 "
	    "/Rect [%.4f %.4f %.4f %.4f] /P %d %d R /V %d 0 R "
	    "/MK << /R %d >> /AP << /N %d 0 R >> >>",
	    id, u->box.x0, u->box.y0, u->box.x1, u->box.y1,
	    qpdf_oh_get_object_id(u->q, u->page),
	    qpdf_oh_get_generation(u->q, u->page), signature, u->shown.turned,
	    appearance);
	end(u);
}

/* The list at name of holder, with one reference more; its own, so that a
 * list that others share stays theirs. */
static void
append(struct update *u, qpdf_oh holder, const char *name, int id)
{
	qpdf_oh old = key(u, holder, name), list = qpdf_oh_new_array(u->q);
	int n = qpdf_oh_is_array(u->q, old)
		    ? qpdf_oh_get_array_n_items(u->q, old)
		    : 0;

	for (int i = 0; i < n; i++)
		qpdf_oh_append_item(
		    u->q, list, qpdf_oh_get_array_item(u->q, old, i));
	qpdf_oh_append_item(u->q, list, qpdf_get_object_by_id(u->q, id, 0));
	qpdf_oh_replace_key(u->q, holder, name, list);
}

/* Into the document's form, wherever that lies. */
static void
write_form(struct update *u, int widget)
{
	qpdf_oh root = qpdf_get_root(u->q), form = key(u, root, "/AcroForm");
	bool own = qpdf_oh_is_dictionary(u->q, form) &&
		   qpdf_oh_get_object_id(u->q, form) != 0;

	if (!qpdf_oh_is_dictionary(u->q, form)) {
		form = qpdf_oh_new_dictionary(u->q);
		qpdf_oh_replace_key(u->q, root, "/AcroForm", form);
		form = key(u, root, "/AcroForm");
	}
	append(u, form, "/Fields", widget);
	/* There are signatures, and they want appending to. */
	qpdf_oh_replace_key(
	    u->q, form, "/SigFlags", qpdf_oh_new_integer(u->q, 3));
	write_again(u, own ? form : root);
}

static int
by_number(const void *a, const void *b)
{
	const struct written *x = a, *y = b;

	return x->id < y->id ? -1 : x->id > y->id;
}

/* What a trailer has from the one before. */
static void
write_trailer_entries(struct update *u, int size, size_t previous)
{
	static const char *const names[] = { "/Root", "/Info", "/ID" };
	qpdf_oh trailer = qpdf_get_trailer(u->q);

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (qpdf_oh_has_key(u->q, trailer, names[i]))
			fprintf(u->out, "%s %s ", names[i],
			    qpdf_oh_unparse(u->q, key(u, trailer, names[i])));
	fprintf(u->out, "/Size %d /Prev %zu ", size, previous);
}

static void
write_table(struct update *u, size_t previous)
{
	size_t at = here(u);

	fputs("xref\n", u->out);
	for (size_t i = 0; i < u->n; i++)
		fprintf(u->out, "%d 1\n%010zu %05d n \n", u->written[i].id,
		    u->written[i].at, u->written[i].generation);
	fputs("trailer\n<< ", u->out);
	write_trailer_entries(u, u->next, previous);
	fprintf(u->out, ">>\nstartxref\n%zu\n%%%%EOF\n", at);
}

/* ISO 32000-1, 7.5.8: of type 1, an address in four bytes, a generation. */
static void
write_packed_table(struct update *u, size_t previous)
{
	int id = u->next++;
	size_t at = here(u);

	begin(u, id, 0);
	fputs("<< /Type /XRef /W [1 4 2] /Index [", u->out);
	for (size_t i = 0; i < u->n; i++)
		fprintf(u->out, " %d 1", u->written[i].id);
	fprintf(u->out, " ] /Length %zu ", u->n * 7);
	write_trailer_entries(u, u->next, previous);
	fputs(">>\nstream\n", u->out);
	for (size_t i = 0; i < u->n; i++) {
		const struct written *w = &u->written[i];
		unsigned char row[7] = { 1, (unsigned char)(w->at >> 24),
			(unsigned char)(w->at >> 16),
			(unsigned char)(w->at >> 8), (unsigned char)w->at,
			(unsigned char)(w->generation >> 8),
			(unsigned char)w->generation };
		write_bytes(u, row, sizeof(row));
	}
	fputs("\nendstream", u->out);
	end(u);
	fprintf(u->out, "startxref\n%zu\n%%%%EOF\n", at);
}

/* Once the end is known: from where to where the signature reaches. It counts
 * from the file's first byte, whatever stands there. */
static void
fill_range(const struct update *u, char *text, size_t len)
{
	size_t hole = u->lead + u->base + u->hole;
	size_t behind = hole + STAMP_HOLE + 2;
	char range[128];
	int n = snprintf(range, sizeof(range), STAMP_RANGE, hole, behind,
	    u->lead + u->base + len - behind);

	memcpy(text + u->hole - n, range, (size_t)n);
}

static int
write_out(const void *data, size_t len)
{
	const char *p = data;

	while (len > 0) {
		ssize_t n = write(STDOUT_FILENO, p, len);
		if (n <= 0)
			return 0;
		p += n;
		len -= (size_t)n;
	}
	return 1;
}

static int
refuse(const char *fault)
{
	char line[80];
	int n = snprintf(line, sizeof(line), "fault %s\n", fault);

	return write_out(line, (size_t)n);
}

/* A number that nothing has, neither by the table nor by a reference. */
static bool
number_from(struct update *u)
{
	qpdf_oh none = qpdf_make_indirect_object(u->q, qpdf_oh_new_null(u->q));
	int highest = qpdf_oh_get_object_id(u->q, none);
	long long size = whole(u, qpdf_get_trailer(u->q), "/Size");

	if (size > NUMBER_MAX || highest <= 0 || highest > NUMBER_MAX)
		return false;
	u->next = size > highest ? (int)size : highest;
	return true;
}

static bool
find_page(struct update *u)
{
	struct inherited of = { 0 };
	int left = NODES_MAX;

	if (!last_page(u, key(u, qpdf_get_root(u->q), "/Pages"),
		(struct inherited){ 0 }, 0, &left, &of))
		return false;
	measure(u, &of);
	return qpdf_oh_get_object_id(u->q, qpdf_get_root(u->q)) != 0;
}

static void
write_update(struct update *u, const struct stamp *s, size_t previous)
{
	int signature = u->next, widget = u->next + 1, look = u->next + 2;

	u->next += 3;
	choose_place(u, key(u, u->page, "/Annots"));
	fputc('\n', u->out);
	write_form(u, widget);
	append(u, u->page, "/Annots", widget);
	write_again(u, u->page);
	write_appearance(u, s, look);
	write_widget(u, widget, signature, look);
	write_signature(u, s, signature);
	qsort(u->written, u->n, sizeof(u->written[0]), by_number);
	if (u->packed)
		write_packed_table(u, previous);
	else
		write_table(u, previous);
}

static qpdf_data
open_pdf(const void *data, size_t len)
{
	qpdf_data q = qpdf_init();

	qpdf_silence_errors(q);
	qpdf_set_suppress_warnings(q, QPDF_TRUE);
	qpdf_set_attempt_recovery(q, QPDF_FALSE);
	qpdf_read_memory(q, "file", data, len, "");
	return q;
}

/* What the PDF shows and holds, without its owner's restrictions. */
static const unsigned char *
decrypt(qpdf_data q, size_t *len_out)
{
	qpdf_init_write_memory(q);
	qpdf_set_preserve_encryption(q, QPDF_FALSE);
	qpdf_set_stream_data_mode(q, qpdf_s_preserve);
	qpdf_set_deterministic_ID(q, QPDF_TRUE);
	if ((qpdf_write(q) & QPDF_ERRORS) != 0)
		return NULL;
	*len_out = qpdf_get_buffer_length(q);
	return qpdf_get_buffer(q);
}

/* base: written anew, in place of the file; NULL: the file stays. */
static int
stamp_on(struct update *u, const struct stamp *s, const unsigned char *data,
    size_t base)
{
	size_t table = table_last(data, u->base), len = 0;
	char *text = NULL, head[128];
	int n;

	u->packed = table + 4 > u->base || memcmp(data + table, "xref", 4) != 0;
	if (table >= u->base || !find_page(u) || !number_from(u))
		return refuse("damaged");
	u->out = open_memstream(&text, &len);
	if (u->out == NULL)
		return 0;
	write_update(u, s, table);
	if (fclose(u->out) != 0)
		return 0;
	/* What could not be read now may have been left out. */
	if (qpdf_has_error(u->q))
		return refuse("damaged");
	fill_range(u, text, len);
	n = snprintf(head, sizeof(head), STAMP_HEAD, base, len, u->hole);
	return write_out(head, (size_t)n) && write_out(data, base) &&
	       write_out(text, len);
}

int
stamp(const struct stamp *s)
{
	unsigned char *copy = malloc(s->len + 1);
	struct update u = { .base = s->len, .lead = s->lead };
	const unsigned char *data = s->pdf;

	if (copy == NULL)
		return 0;
	/* qpdf reads a copy: addresses are to be those of the file itself. */
	memcpy(copy, s->pdf, s->len);
	table_skip_blanks(copy, s->len);
	u.q = open_pdf(copy, s->len);
	if (qpdf_has_error(u.q))
		return refuse("damaged");
	if (!qpdf_is_encrypted(u.q))
		return stamp_on(&u, s, data, 0);
	data = decrypt(u.q, &u.base);
	if (data == NULL)
		return refuse("damaged");
	u.lead = 0;
	u.q = open_pdf(data, u.base);
	return qpdf_has_error(u.q) ? refuse("damaged")
				   : stamp_on(&u, s, data, u.base);
}
