#include "lib/sniff.h"
#include "unit.h"

static const struct accept pdf = { "application/pdf", ".pdf", "%PDF-", 5,
	"%%EOF", 5 };
static const struct accept jpeg = { "image/jpeg", ".jpg.jpeg", "\xFF\xD8\xFF",
	3, "\xFF\xD9", 2 };
static const struct accept *const accepted[] = { &pdf, &jpeg, NULL };

static void
name_signature_and_content_agree(void **state)
{
	static const struct {
		const char *name, *head, *fault;
		const struct accept *row;
	} cases[] = {
		{ "a.pdf", "%PDF-1.4\n1 0 obj", NULL, &pdf },
		{ "A.PDF", "%PDF-1.7\n", NULL, &pdf },
		{ "a.b.jpeg", "\xFF\xD8\xFF\xE0\x10\x10JFIF", NULL, &jpeg },
		{ "a.jpg", "\xFF\xD8\xFF\xE0\x10\x10JFIF", NULL, &jpeg },
		{ "a.pdf", "junk%PDF-1.4", "signature", NULL },
		{ "a.pdf", "<html>", "signature", NULL },
		{ "a.jpg", "%PDF-1.4\n", "signature", NULL },
		{ "a.pdf", "", "empty", NULL },
		{ "a.exe", "%PDF-1.4\n", "extension", NULL },
		{ "apdf", "%PDF-1.4\n", "extension", NULL },
		{ "a.pd", "%PDF-1.4\n", "extension", NULL },
		{ "a.", "%PDF-1.4\n", "extension", NULL },
		{ ".jpg.jpeg", "%PDF-1.4\n", "signature", NULL },
	};
	struct sniffer *s = sniffer_open();

	(void)state;
	assert_non_null(s);
	for (size_t i = 0; i < COUNT(cases); i++) {
		const char *fault = NULL;
		const struct accept *row = sniff(s, cases[i].name,
		    cases[i].head, strlen(cases[i].head), accepted, &fault);
		assert_case(i, row == cases[i].row);
		if (row == NULL)
			assert_case(i, strcmp(fault, cases[i].fault) == 0);
	}
	sniffer_close(s);
}

static void
torn_files_show(void **state)
{
	(void)state;
	assert_true(sniff_is_whole(&pdf, "x\n%%EOF\n", 8));
	assert_false(sniff_is_whole(&pdf, "x\n%%EO", 6));
	assert_false(sniff_is_whole(&pdf, "", 0));
}

int
run_sniff(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(name_signature_and_content_agree),
		cmocka_unit_test(torn_files_show),
	};

	return cmocka_run_group_tests_name("sniff", tests, NULL, NULL);
}
