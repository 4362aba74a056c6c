/*
 * How large a PDF's packed streams become: a few kilobytes may unpack to
 * gigabytes in the reader's browser.
 */
#ifndef LIANGDING_LOOK_SWELL_H
#define LIANGDING_LOOK_SWELL_H

#include <qpdf/qpdf-c.h>
#include <stdint.h>

struct swell {
	uint64_t bytes; /* unpacked so far */
};

/*
 * Unpacks the stream, whose dictionary is d, and adds its size. A fault of
 * faults.def, or NULL.
 */
const char *swell_stream(
    struct swell *s, qpdf_data q, qpdf_oh stream, qpdf_oh d);
/*
 * The same for a picture, which may have most bytes by itself. One in a
 * picture's own format stays packed: its pixels are known.
 */
const char *swell_picture(
    qpdf_data q, qpdf_oh stream, qpdf_oh d, uint64_t most);

#endif
