#include "lib/checks.h"
#include "unit.h"

typedef bool check(const char *);

/* The first `good` of the list pass, the rest don't. */
static void
try_all(check *is, const char *const *list, size_t n, size_t good)
{
	for (size_t i = 0; i < n; i++)
		if (is(list[i]) != (i < good))
			fail_msg("case %zu: %s", i, list[i]);
}

static void
phones(void **state)
{
	static const char *const mobiles[] = { "13800138000", "19912345678",
		"12800138000", "1380013800", "138001380000", "1380013800a",
		"" };
	static const char *const all[] = { "13800138000", "0592-1234567",
		"010-12345678", "05921234567", "0592-1234567-8001",
		"05921234567-12", "400-820-8820", "8008208820", "400-820-882",
		"400--8208820", "400-8208820-", "1234567", "0592-123",
		"0592_1234567", "0592-1234567-", "05921234567-1234567", "abc",
		"-" };

	(void)state;
	try_all(is_mobile, mobiles, COUNT(mobiles), 2);
	try_all(is_phone, all, COUNT(all), 8);
}

static void
mails(void **state)
{
	static const char *const all[] = { "yibao@hospital.cn",
		"a.b+c@x-y.example.com", "1@2.cn", "a@b", "@b.cn", "a@",
		"a b@c.cn", "a@b..cn", "a@-b.cn", "a@b-.cn", "a@b.c", ".a@b.cn",
		"a.@b.cn", "a@b_c.cn", "两定@b.cn" };

	(void)state;
	try_all(is_mail, all, COUNT(all), 3);
}

static void
institution_codes(void **state)
{
	static const char *const all[] = { "H35021300406", "P00000000000",
		"h35021300406", "H3502130040", "H350213004066", "X35021300406",
		"H3502130040A", "" };

	(void)state;
	try_all(is_institution_code, all, COUNT(all), 2);
}

static void
credit_codes(void **state)
{
	/* GB 32100-2015: published examples, then one digit changed. */
	static const char *const all[] = { "91350100M000100Y43",
		"92371000MA3MXH0E3W", "91350100M000100Y44", "91350100M000100Y4",
		"91350100M000100Y433", "91350100I000100Y43", "" };

	(void)state;
	try_all(is_uscc, all, COUNT(all), 2);
	assert_int_equal(uscc_check_character("91350100M000100Y4"), '3');
	assert_int_equal(uscc_check_character("9135"), 0);
}

static void
resident_ids(void **state)
{
	/* GB 11643's own example, and the manual's. */
	static const char *const all[] = { "11010519491231002X",
		"440524188001010014", "110105194912310021",
		"11010519490231002X", "1101051949123100", "11010519491231002x",
		"" };

	(void)state;
	try_all(is_resident_id, all, COUNT(all), 2);
}

static void
bank_cards(void **state)
{
	static const char *const all[] = { "4111111111111111",
		"6222021234567890128", "4111111111111112", "41111111111",
		"41111111111111111111", "4111-1111", "" };

	(void)state;
	try_all(is_bank_card, all, 1, 1);
	try_all(is_bank_card, all + 2, COUNT(all) - 2, 0);
}

static void
days_and_file_names(void **state)
{
	static const char *const days[] = { "2026-11-22", "2024-02-29",
		"2026-02-29", "2026-13-01", "2026-1-01", "20261122",
		"2026-11-22 ", "" };
	static const char *const names[] = { "协议.pdf", "a b(1).pdf",
		"C:a.pdf", "a..pdf", "../a.pdf", "a/b.pdf", "a\\b.pdf", ".",
		"..", "" };

	(void)state;
	try_all(is_day, days, COUNT(days), 2);
	try_all(is_file_name, names, COUNT(names), 4);
}

int
run_checks(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(phones),
		cmocka_unit_test(mails),
		cmocka_unit_test(institution_codes),
		cmocka_unit_test(credit_codes),
		cmocka_unit_test(resident_ids),
		cmocka_unit_test(bank_cards),
		cmocka_unit_test(days_and_file_names),
	};

	return cmocka_run_group_tests_name("checks", tests, NULL, NULL);
}
