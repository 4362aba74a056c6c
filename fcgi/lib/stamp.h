/*
 * What is agreed between who puts a seal's update on a PDF (look/stamp.c, in a
 * sealed child) and who signs it (fcgi/seal, which holds the key and reads no
 * PDF).
 *
 * Asked: the call STAMP_CALL, with the length of the PDF, of the appearance (a
 * content stream, deflated, STAMP_SIDE units wide) and of what the signature
 * dictionary says (entries, in PDF's own words); they lie one behind the other
 * in the file.
 * Answered: a line STAMP_HEAD, with how many bytes follow that stand in place
 * of the PDF (0: it stays as it is) and how many behind it; where in the latter
 * the hole begins. Then these bytes.
 * Before the hole stands STAMP_RANGE with the four numbers that the hole's
 * place makes; the hole is "<", STAMP_HOLE noughts, ">".
 */
#ifndef LIANGDING_STAMP_H
#define LIANGDING_STAMP_H

#define STAMP_CALL "stamp %zu %zu %zu"
#define STAMP_HEAD "stamp %zu %zu %zu\n"
#define STAMP_RANGE "/ByteRange [0 %010zu %010zu %010zu] /Contents "

/* Hexadecimal digits: a certificate chain of RSA and its signature in CMS. */
enum { STAMP_HOLE = 32768, STAMP_SIDE = 4000 };

#endif
