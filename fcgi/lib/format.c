/* The rows of formats; see format.h. */
#include "lib/format.h"

#include <ctype.h>
#include <string.h>

#include "lib/buf.h"
#include "lib/checks.h"
#include "lib/text.h"

const char *
format_narrow(struct arena *mem, const char *text)
{
	return text_narrow(mem, text);
}

static const char *
upper(struct arena *mem, const char *text)
{
	char *s = text_narrow(mem, text);

	for (char *c = s; *c != '\0'; c++)
		*c = (char)toupper((unsigned char)*c);
	return s;
}

static const char *
without_dashes(struct arena *mem, const char *s)
{
	struct buf b = buf_new(mem);

	for (; *s != '\0'; s++)
		if (*s != '-')
			buf_add(&b, s, 1);
	return buf_text(&b);
}

/* As it stands on paper and cards: blanks and dashes between the digits. */
static const char *
without_marks(struct arena *mem, const char *text)
{
	return without_dashes(mem, text_narrow(mem, text));
}

static const char *
account(struct arena *mem, const char *text)
{
	const char *code = upper(mem, text);

	return is_institution_code(code) ? code : format_narrow(mem, text);
}

/* After the country's code an area code has lost its 0, or has it as "(0)". */
static const char *
without_country(struct arena *mem, const char *s)
{
	if (strncmp(s, "+86", 3) == 0)
		s += 3;
	else if (strncmp(s, "0086", 4) == 0)
		s += 4;
	else
		return s;
	s += strspn(s, "-");
	if (strncmp(s, "(0)", 3) == 0)
		s += 3;
	if (*s == '0' || *s == '(' || is_phone(without_dashes(mem, s)))
		return s;
	return arena_printf(mem, "0%s", s);
}

/* "(0592)" as "0592-", "转" as "-"; a mobile's own dashes out. */
static const char *
phone(struct arena *mem, const char *text)
{
	const char *s = without_country(mem, text_narrow(mem, text));
	struct buf plain = buf_new(mem), digits = buf_new(mem);

	for (; *s != '\0'; s++) {
		if (strncmp(s, "转", strlen("转")) == 0) {
			buf_puts(&plain, "-");
			s += strlen("转") - 1;
			continue;
		}
		if (*s == ')' && s[1] != '-')
			buf_puts(&plain, "-");
		else if (*s != '(' && *s != ')')
			buf_add(&plain, s, 1);
		if (*s != '-')
			buf_add(&digits, s, 1);
	}
	return is_mobile(buf_text(&digits)) ? buf_text(&digits)
					    : buf_text(&plain);
}

/* "0.38%" and "0.3800" as 0.38. */
static const char *
without_percent(struct arena *mem, const char *text)
{
	char *s = text_narrow(mem, text);
	size_t n = strlen(s);

	if (n > 0 && s[n - 1] == '%')
		s[--n] = '\0';
	if (strchr(s, '.') == NULL)
		return s;
	while (n > 0 && s[n - 1] == '0')
		s[--n] = '\0';
	if (n > 0 && s[n - 1] == '.')
		s[--n] = '\0';
	return s;
}

/* "￥０.３７ 元" as 0.37. */
static const char *
without_yuan(struct arena *mem, const char *text)
{
	static const char *const signs[] = { "￥", "¥" };
	static const char yuan[] = "元";
	const char *s = text_narrow(mem, text);
	size_t n;

	for (size_t i = 0; i < 2; i++)
		if (strncmp(s, signs[i], strlen(signs[i])) == 0)
			s += strlen(signs[i]);
	n = strlen(s);
	if (n >= strlen(yuan) && strcmp(s + n - strlen(yuan), yuan) == 0)
		n -= strlen(yuan);
	return arena_strndup(mem, s, n);
}

/* What stands behind the last separator of a path. */
static const char *
base_name(struct arena *mem, const char *text)
{
	const char *name = text;

	(void)mem;
	for (const char *s = text; *s != '\0'; s++)
		if (*s == '/' || *s == '\\')
			name = s + 1;
	return name;
}

const struct format format_mail = { "mail", format_narrow, is_mail,
	"例如 yibao@hospital.cn", "For example yibao@hospital.cn" };
const struct format format_phone = { "phone", phone, is_phone,
	"手机号，或带区号的固定电话如 0592-1234567",
	"A mobile number, or a landline like 0592-1234567" };
const struct format format_mobile = { "mobile", phone, is_mobile,
	"11 位手机号，例如 13800138000",
	"A mobile number of 11 digits, for example 13800138000" };
const struct format format_code = { "code", format_narrow, NULL, NULL, NULL };
const struct format format_digits = { "digits", format_narrow, NULL, NULL,
	NULL };
const struct format format_upper_code = { "upper_code", upper, NULL, NULL,
	NULL };
const struct format format_uscc = { "uscc", upper, is_credit_code,
	"18 位，由数字和大写字母组成，例如 91350200MA2XY1234X",
	"18 digits and capital letters, for example 91350200MA2XY1234X" };
const struct format format_position = { "position", format_narrow, is_position,
	"东经和北纬，以度为单位，例如 118.089425,24.479834",
	"Degrees east and north, for example 118.089425,24.479834" };
const struct format format_bank_account = { "bank_account", without_marks,
	is_bank_account, "8 至 32 位数字", "8 to 32 digits" };
const struct format format_cnaps = { "cnaps", without_marks, is_cnaps,
	"12 位数字，例如 303393000016", "12 digits, for example 303393000016" };
const struct format format_percent = { "percent", without_percent, is_percent,
	"百分数，最多四位小数，例如 0.38",
	"Percent, with up to four decimals, for example 0.38" };
const struct format format_small_yuan = { "small_yuan", without_yuan,
	is_small_yuan, "以元为单位，0.01 至 0.99，最多两位小数，例如 0.37",
	"In yuan, from 0.01 to 0.99 with two decimals at most, for example "
	"0.37" };
const struct format format_resident_id = { "resident_id", upper, is_resident_id,
	"18 位居民身份证号，请核对出生日期和末位校验码",
	"An identity card's 18 characters: check the date of birth and the "
	"last one" };
const struct format format_institution_code = { "institution_code", account,
	is_institution_code, "H 或 P 加 11 位数字，例如 H35021300406",
	"H or P and 11 digits, for example H35021300406" };
const struct format format_account = { "account", account, NULL,
	"机构账号为 H 或 P 加 11 位数字",
	"An institution's account is H or P and 11 digits" };
const struct format format_account_name = { "account_name", account,
	is_account_name, "字母、数字和 - _ . ，以字母或数字开头",
	"Letters, digits and - _ . , beginning with a letter or digit" };
const struct format format_file_name = { "file_name", base_name, is_file_name,
	"不含路径，例如 协议.pdf",
	"Without a path, for example agreement.pdf" };
