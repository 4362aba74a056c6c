/* See swell.h. */
#include "look/swell.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

enum { PART_BYTES = 64 * 1024 };
#define SWELL_MAX (256UL << 20)

/* The stream's only filter is Flate: nearly all are. */
static bool
is_flate(qpdf_data q, qpdf_oh d)
{
	qpdf_oh filter = qpdf_oh_get_key(q, d, "/Filter"), first = filter;
	bool flate;

	if (qpdf_oh_is_array(q, filter) &&
	    qpdf_oh_get_array_n_items(q, filter) == 1)
		first = qpdf_oh_get_array_item(q, filter, 0);
	flate = qpdf_oh_is_name_and_equals(q, first, "/FlateDecode");
	if (first != filter)
		qpdf_oh_release(q, first);
	qpdf_oh_release(q, filter);
	return flate;
}

/* Adds what comes out to *bytes, keeping none of it. */
static const char *
inflate_all(uint64_t *bytes, uint64_t most, unsigned char *data, size_t len)
{
	static unsigned char part[PART_BYTES];
	z_stream z = { .next_in = data, .avail_in = (uInt)len };
	int e = inflateInit(&z);

	while (e == Z_OK && *bytes <= most) {
		z.next_out = part;
		z.avail_out = sizeof(part);
		e = inflate(&z, Z_NO_FLUSH);
		*bytes += sizeof(part) - z.avail_out;
	}
	inflateEnd(&z);
	/* One without its end is common, and every reader shows it. */
	return *bytes > most                           ? "complex"
	       : e == Z_STREAM_END || e == Z_BUF_ERROR ? NULL
						       : "damaged";
}

/* Adds the stream's size to *bytes, which may become most. */
static const char *
unpack(uint64_t *bytes, uint64_t most, qpdf_data q, qpdf_oh stream, qpdf_oh d)
{
	bool flate = is_flate(q, d);
	unsigned char *data = NULL;
	size_t len = 0;
	const char *fault = NULL;
	QPDF_BOOL filtered;

	/*
	 * The others are unpacked whole, up to the process' memory. A warning
	 * may be an old one: look/pdf.c judges them all.
	 */
	if ((qpdf_oh_get_stream_data(q, stream,
		 flate ? qpdf_dl_none : qpdf_dl_generalized, &filtered, &data,
		 &len) &
		QPDF_ERRORS) != 0)
		return "damaged";
	if (flate && len > 0)
		fault = inflate_all(bytes, most, data, len);
	else if (filtered)
		*bytes += len;
	free(data);
	return fault != NULL || *bytes <= most ? fault : "complex";
}

const char *
swell_stream(struct swell *s, qpdf_data q, qpdf_oh stream, qpdf_oh d)
{
	return unpack(&s->bytes, SWELL_MAX, q, stream, d);
}

const char *
swell_picture(qpdf_data q, qpdf_oh stream, qpdf_oh d, uint64_t most)
{
	uint64_t bytes = 0;

	return unpack(&bytes, most, q, stream, d);
}
