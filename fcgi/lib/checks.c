/* Shapes and check digits; see checks.h. */
#include "lib/checks.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/clock.h"

static const char digits[] = "0123456789";

static bool
all_digits(const char *s, size_t from, size_t to)
{
	for (size_t i = from; i < to; i++)
		if (s[i] < '0' || s[i] > '9')
			return false;
	return true;
}

/* Digits, and a point with one to six behind it if there is any: how long, 0
 * when it is none or out of bounds. */
static size_t
degrees(const char *s, long min, long max)
{
	size_t whole = strspn(s, digits), parts;
	long n;

	if (whole == 0 || whole > 3 || sscanf(s, "%3ld", &n) != 1 || n < min ||
	    n >= max)
		return 0;
	if (s[whole] != '.')
		return whole;
	parts = strspn(s + whole + 1, digits);
	return parts > 0 && parts <= 6 ? whole + 1 + parts : 0;
}

bool
is_position(const char *s)
{
	size_t east = degrees(s, 73, 136), north;

	if (east == 0 || s[east] != ',')
		return false;
	north = degrees(s + east + 1, 3, 54);
	return north > 0 && s[east + 1 + north] == '\0';
}

bool
is_bank_account(const char *s)
{
	size_t n = strlen(s);

	return n >= 8 && n <= 32 && all_digits(s, 0, n);
}

bool
is_mobile(const char *s)
{
	return strlen(s) == 11 && s[0] == '1' && s[1] >= '3' && s[1] <= '9' &&
	       all_digits(s, 2, 11);
}

/* 400 and 800 numbers: ten digits, dashes between them as one likes. */
static bool
is_service_number(const char *s)
{
	size_t n = 0;

	if (strncmp(s, "400", 3) != 0 && strncmp(s, "800", 3) != 0)
		return false;
	for (; *s != '\0'; s++) {
		if (*s >= '0' && *s <= '9')
			n++;
		else if (*s != '-' || s[1] < '0' || s[1] > '9')
			return false;
	}
	return n == 10;
}

bool
is_phone(const char *s)
{
	size_t area, number, n = strlen(s);
	const char *rest;

	if (is_mobile(s) || is_service_number(s))
		return true;
	if (s[0] != '0' || n > 20)
		return false;
	area = strcspn(s, "-");
	if (area > 4) { /* written without a dash after the area code */
		number = strspn(s, digits);
		if (number < 10 || number > 12)
			return false;
		rest = s + number;
	} else {
		if (area < 3 || !all_digits(s, 0, area) || s[area] != '-')
			return false;
		number = strspn(s + area + 1, digits);
		if (number < 7 || number > 8)
			return false;
		rest = s + area + 1 + number;
	}
	if (*rest == '\0')
		return true;
	n = strlen(rest + 1);
	return *rest == '-' && n >= 1 && n <= 6 && all_digits(rest, 1, n + 1);
}

bool
is_mail(const char *s)
{
	static const char atom[] =
	    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
	    "._%+-";
	size_t local = strspn(s, atom), n = strlen(s), label = 0, labels = 0;

	if (n > 100 || local == 0 || local > 64 || s[local] != '@' ||
	    s[0] == '.' || s[local - 1] == '.' || strstr(s, "..") != NULL)
		return false;
	for (size_t i = local + 1; i <= n; i++) {
		if (s[i] == '.' || s[i] == '\0') {
			if (label == 0 || label > 63 || s[i - 1] == '-' ||
			    s[i - label] == '-')
				return false;
			labels++;
			if (s[i] == '\0')
				return labels >= 2 && label >= 2;
			label = 0;
		} else if (s[i] == '_' || s[i] == '%' || s[i] == '+' ||
			   strchr(atom, s[i]) == NULL) {
			return false;
		} else {
			label++;
		}
	}
	return false;
}

bool
is_institution_code(const char *s)
{
	return strlen(s) == 12 && (s[0] == 'H' || s[0] == 'P') &&
	       all_digits(s, 1, 12);
}

static const char uscc_alphabet[] = "0123456789ABCDEFGHJKLMNPQRTUWXY";

char
uscc_check_character(const char *s)
{
	int weight = 1, sum = 0;

	for (int i = 0; i < 17; i++) {
		const char *at;
		if (s[i] == '\0' || (at = strchr(uscc_alphabet, s[i])) == NULL)
			return '\0';
		sum += (int)(at - uscc_alphabet) * weight;
		weight = weight * 3 % 31;
	}
	return uscc_alphabet[(31 - sum % 31) % 31];
}

bool
is_credit_code(const char *s)
{
	return strlen(s) == 18 && strspn(s, uscc_alphabet) == 18;
}

bool
is_uscc(const char *s)
{
	return strlen(s) == 18 && s[17] == uscc_check_character(s);
}

bool
is_cnaps(const char *s)
{
	return strlen(s) == 12 && all_digits(s, 0, 12);
}

bool
is_percent(const char *s)
{
	size_t whole = strspn(s, "0123456789");
	size_t decimals =
	    s[whole] == '.' ? strspn(s + whole + 1, "0123456789") : 0;
	double value = strtod(s, NULL);

	if (whole == 0 || whole > 3 || (whole > 1 && s[0] == '0'))
		return false;
	if (s[whole] != '\0' &&
	    (decimals == 0 || decimals > 4 || s[whole + 1 + decimals] != '\0'))
		return false;
	return value <= 100;
}

bool
is_small_yuan(const char *s)
{
	size_t decimals;

	if (strncmp(s, "0.", 2) != 0)
		return false;
	decimals = strspn(s + 2, "0123456789");
	return decimals > 0 && decimals <= 2 && s[2 + decimals] == '\0' &&
	       strspn(s + 2, "0") != decimals;
}

bool
is_resident_id(const char *s)
{
	static const int weights[17] = { 7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9,
		10, 5, 8, 4, 2 };
	char day[11];
	int sum = 0;

	if (strlen(s) != 18 || !all_digits(s, 0, 17))
		return false;
	for (int i = 0; i < 17; i++)
		sum += (s[i] - '0') * weights[i];
	snprintf(day, sizeof(day), "%.4s-%.2s-%.2s", s + 6, s + 10, s + 12);
	return s[17] == "10X98765432"[sum % 11] && is_day(day);
}

bool
is_bank_card(const char *s)
{
	size_t n = strlen(s);
	int sum = 0;

	if (n < 12 || n > 19 || !all_digits(s, 0, n))
		return false;
	for (size_t i = 0; i < n; i++) {
		int digit = s[n - 1 - i] - '0';
		if (i % 2 == 1 && (digit *= 2) > 9)
			digit -= 9;
		sum += digit;
	}
	return sum % 10 == 0;
}

bool
is_account_name(const char *s)
{
	static const char letters[] =
	    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";

	return *s != '\0' && strchr(letters, *s) != NULL &&
	       s[strspn(s, "abcdefghijklmnopqrstuvwxyz"
			   "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.")] == '\0';
}

bool
is_file_name(const char *s)
{
	return *s != '\0' && strpbrk(s, "/\\") == NULL && strcmp(s, ".") != 0 &&
	       strcmp(s, "..") != 0;
}

bool
is_day(const char *s)
{
	struct moment ignored;

	return clock_day_begin(s, &ignored);
}
