/*
 * What a text field holds when it is not just words: how the ways people type
 * it become the one way it is kept, and whether that is one at all. A field
 * names its row; the API's description and the browser do, too.
 */
#ifndef LIANGDING_FORMAT_H
#define LIANGDING_FORMAT_H

#include <stdbool.h>

#include "lib/arena.h"

struct format {
	const char *name; /* in the description */
	/* text as it is kept, from mem; NULL: as it is */
	const char *(*clean)(struct arena *mem, const char *text);
	/* whether cleaned text is one; NULL: any is */
	bool (*check)(const char *text);
	const char *zh, *en; /* what is wanted; NULL where there is no check */
};

/* What format_code does: text_narrow(). */
const char *format_narrow(struct arena *mem, const char *text);

/* One mail address (lib/checks.h), its width folded. */
extern const struct format format_mail;
/*
 * A phone number of the mainland: "138 0013 8000", "+86 138…" and
 * "（0592）1234567 转 8001" become 13800138000 and 0592-1234567-8001.
 */
extern const struct format format_phone;
/* A mobile number of the mainland, as format_phone takes it. */
extern const struct format format_mobile;
/* Letters and digits in any width and with blanks between them. */
extern const struct format format_code;
/* The same, its letters in upper case: institution codes, credit codes. */
extern const struct format format_digits;
extern const struct format format_upper_code;
/* A unified social credit code (GB 32100-2015): its 18 characters. Some early
 * pilot codes have no right check character, so that is not looked at. */
extern const struct format format_uscc;
/* A place as degrees east and north, "118.089425,24.479834": each with up to
 * six decimals, within the country's bounds. */
extern const struct format format_position;
/* The number of an account at a bank, an institution's or a card's: digits. */
extern const struct format format_bank_account;
/* A bank branch's number in the payment system (CNAPS): 12 digits. */
extern const struct format format_cnaps;
/* A share of a hundred without its sign: "0.38", up to four decimals. */
extern const struct format format_percent;
/* Less than a yuan, as "0.37". */
extern const struct format format_small_yuan;
/* The same as a resident identity card's number (GB 11643). */
extern const struct format format_resident_id;
/* An institution's national code: H or P and 11 digits. */
extern const struct format format_institution_code;
/* An account's name; an institution's code is in upper case. What it says is
 * wanted is an institution's: others have no form of their own. */
extern const struct format format_account;
/* The name of an account to be made: letters, digits, "-", "_" and "."; one
 * with an institution's shape is in upper case. */
extern const struct format format_account_name;
/* A file's name without the path that some programs send before it. */
extern const struct format format_file_name;

#endif
