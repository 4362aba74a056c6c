#include "lib/format.h"
#include "unit.h"

/* PLAT-21: as it is typed, and as it is kept; NULL: it is refused. */
static void
formats(void **state)
{
	static const struct {
		const struct format *format;
		const char *typed, *kept;
	} cases[] = {
		{ &format_phone, "138 0013 8000", "13800138000" },
		{ &format_phone, "138-0013-8000", "13800138000" },
		{ &format_phone, "+86 138 0013 8000", "13800138000" },
		{ &format_phone, "0086-13800138000", "13800138000" },
		{ &format_phone, "１３８００１３８０００", "13800138000" },
		{ &format_phone, "0592－1234567", "0592-1234567" },
		{ &format_phone, "0592—1234567", "0592-1234567" },
		{ &format_phone, "（0592）1234567", "0592-1234567" },
		{ &format_phone, "(0592)-1234567", "0592-1234567" },
		{ &format_phone, "0592-1234567 转 8001", "0592-1234567-8001" },
		{ &format_phone, "+86 592 1234567", "05921234567" },
		{ &format_phone, "+86 (0592) 1234567", "0592-1234567" },
		{ &format_phone, "+86 10 8888 8888", "01088888888" },
		{ &format_phone, "0086-451-8888 8888", "0451-88888888" },
		{ &format_phone, "+86 411-88888888", "0411-88888888" },
		{ &format_phone, "+86 (0)10 8888 8888", "01088888888" },
		{ &format_phone, "+86 138-0013-8000", "13800138000" },
		{ &format_phone, "+86 400 820 8820", "4008208820" },
		{ &format_phone, "400-820-8820", "400-820-8820" },
		{ &format_phone, "４００８２０８８２０", "4008208820" },
		{ &format_phone, "+1 415 555 0100", NULL },
		{ &format_phone, "400-820-88200", NULL },
		{ &format_phone, "400-820--882", NULL },
		{ &format_phone, "1380013800", NULL },
		{ &format_phone, "电话", NULL },
		{ &format_mail, "ｙｉｂａｏ＠hospital.cn",
		    "yibao@hospital.cn" },
		{ &format_mail, "yibao @hospital.cn", "yibao@hospital.cn" },
		{ &format_mail, "yibao。hospital.cn", NULL },
		{ &format_code, " ａ2 Ｃ4", "a2C4" },
		{ &format_upper_code, "h3502 1300406", "H35021300406" },
		{ &format_uscc, "91350200ma2xy1234q", "91350200MA2XY1234Q" },
		{ &format_uscc, "91350200 MA2XY1234Q", "91350200MA2XY1234Q" },
		{ &format_uscc, "91350200MA2XI1234Q", NULL },
		{ &format_uscc, "91350200MA2XY1234", NULL },
		{ &format_position, "118.089425, 24.479834",
		    "118.089425,24.479834" },
		{ &format_position, "１１８．０８,２４", "118.08,24" },
		{ &format_position, "24.479834,118.089425", NULL },
		{ &format_position, "118.0894251,24.4", NULL },
		{ &format_position, "118.,24.4", NULL },
		{ &format_position, "118.08", NULL },
		{ &format_position, "136,24", NULL },
		{ &format_bank_account, "6222 0200-1122 3344",
		    "6222020011223344" },
		{ &format_bank_account, "1234567", NULL },
		{ &format_small_yuan, "0.37", "0.37" },
		{ &format_small_yuan, "￥０．３７ 元", "0.37" },
		{ &format_small_yuan, "¥0.4", "0.4" },
		{ &format_small_yuan, "0.99元", "0.99" },
		{ &format_small_yuan, "0.00", NULL },
		{ &format_small_yuan, "0.", NULL },
		{ &format_small_yuan, ".37", NULL },
		{ &format_small_yuan, "0.370", NULL },
		{ &format_small_yuan, "0,37", NULL },
		{ &format_small_yuan, "37", NULL },
		{ &format_small_yuan, "1.00", NULL },
		{ &format_bank_account, "62220200A1223344", NULL },
		{ &format_account, "ｈ35021300406", "H35021300406" },
		{ &format_account, "ｘiamen－city", "xiamen-city" },
		{ &format_file_name, "C:\\文档\\协议.pdf", "协议.pdf" },
		{ &format_file_name, "../x.pdf", "x.pdf" },
		{ &format_file_name, "2024:05 协议..pdf", "2024:05 协议..pdf" },
		{ &format_file_name, "..", NULL },
		{ &format_file_name, "x/", NULL },
	};
	struct arena *a = arena_new(1 << 20);

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		const struct format *f = cases[i].format;
		const char *kept = f->clean == NULL
				       ? cases[i].typed
				       : f->clean(a, cases[i].typed);
		bool good = f->check == NULL || f->check(kept);

		assert_case(i, good == (cases[i].kept != NULL));
		if (good)
			assert_string_equal(kept, cases[i].kept);
	}
	arena_free(a);
}

int
run_format(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(formats),
	};

	return cmocka_run_group_tests_name("format", tests, NULL, NULL);
}
