/*
 * Shapes and check digits of the numbers people type. Pure functions of a
 * string; none looks anything up.
 */
#ifndef LIANGDING_CHECKS_H
#define LIANGDING_CHECKS_H

#include <stdbool.h>

/* Mainland mobile number: 1[3-9] and nine digits. */
bool is_mobile(const char *s);
/* A mobile number, a landline with its area code (0592-1234567,
 * 05921234567-8001), or a service number (400-820-8820). */
bool is_phone(const char *s);
/* One mail address as people have them (RFC 5321's sizes, ASCII). */
bool is_mail(const char *s);
/* National institution code: H or P, 6-digit division, 5-digit serial. */
bool is_institution_code(const char *s);
/*
 * Unified social credit code, GB 32100-2015: 18 of a 31-character alphabet
 * with a check character. Some early pilot codes fail: warn, don't refuse.
 */
bool is_uscc(const char *s);
/* The check character for the first 17 of s, or 0 when s is too short. */
char uscc_check_character(const char *s);
/* What is_uscc() says without the check character. */
bool is_credit_code(const char *s);
/* Degrees east (73 to 136) and north (3 to 54), a comma between them, each with
 * at most six decimals. */
bool is_position(const char *s);
/* 8 to 32 digits. */
bool is_bank_account(const char *s);
/* 12 digits: a branch in the payment system (CNAPS). */
bool is_cnaps(const char *s);
/* Digits and up to four decimals, 100 at most. */
bool is_percent(const char *s);
/* Less than a yuan and more than nothing: "0.37", "0.4". */
bool is_small_yuan(const char *s);
/* Resident identity number, GB 11643: real birth date and check digit. */
bool is_resident_id(const char *s);
/* Payment card number: 12 to 19 digits with the Luhn digit (ISO 7812). */
bool is_bank_card(const char *s);
/* Letters, digits, and behind the first of them "-", "_" and ".". */
bool is_account_name(const char *s);
/* A file's name: neither a directory's nor empty, without a path. */
bool is_file_name(const char *s);
/* A Shanghai calendar day "2026-11-22" that exists. */
bool is_day(const char *s);

#endif
