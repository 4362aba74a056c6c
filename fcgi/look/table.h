/*
 * Blanks before a PDF's cross-reference table, at the place where it is said
 * to be. Every reader skips them; qpdf skips one at most.
 */
#ifndef LIANGDING_LOOK_TABLE_H
#define LIANGDING_LOOK_TABLE_H

#include <stddef.h>

/* Moves them behind the word that begins the table, for it and those before. */
void table_skip_blanks(unsigned char *data, size_t len);
/* Where the last table begins, behind such blanks; len when that is not said.
 */
size_t table_last(const unsigned char *data, size_t len);

#endif
