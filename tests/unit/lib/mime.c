/* A mail as SMTP takes it: words, lines, and nothing that could be a header. */
#include "lib/mime.h"

#include "unit.h"

static void
words_stand_in_headers(void **state)
{
	static const struct {
		const char *plain, *header;
	} cases[] = {
		{ "plain words", "plain words" },
		{ "", "" },
		{ "两定", "=?UTF-8?B?5Lik5a6a?=" },
		/* What looks like an encoded word is one no more. */
		{ "=?UTF-8?B?AA==?=", "=?UTF-8?B?PT9VVEYtOD9CP0FBPT0/PQ==?=" },
		{ "a\r\nBcc: x@y.cn", "=?UTF-8?B?YQ0KQmNjOiB4QHkuY24=?=" },
		{ "\x7f", "=?UTF-8?B?fw==?=" },
		/* 45 bytes a word, and no character is cut in two. */
		{ "一二三四五六七八九十一二三四五六",
		    "=?UTF-8?B?5LiA5LqM5LiJ5Zub5LqU5YWt5LiD5YWr5Lmd5Y2B5LiA"
		    "5LqM5LiJ5Zub5LqU?=\r\n =?UTF-8?B?5YWt?=" },
		{ "a一二三四五六七八九十一二三四五",
		    "=?UTF-8?B?YeS4gOS6jOS4ieWbm+S6lOWFreS4g+WFq+S5neWNgeS4"
		    "gOS6jOS4ieWbmw==?=\r\n =?UTF-8?B?5LqU?=" },
	};
	struct arena *a = arena_new(1 << 20);

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++)
		assert_case(i, strcmp(mime_words(a, cases[i].plain),
				   cases[i].header) == 0);
	arena_free(a);
}

static const struct mime_mail good = { .from = "noreply@example.cn",
	.from_name = "两定",
	.to = "li@example.com",
	.subject = "密码",
	.message_id = "Ab-9_x",
	.text = "一\n.\r\n二",
	.at = { 1795801615000 } };

static void
a_mail_is_whole(void **state)
{
	struct arena *a = arena_new(1 << 20);

	(void)state;
	assert_string_equal(mime_message(a, &good),
	    "Date: Fri, 27 Nov 2026 17:46:55 +0000\r\n"
	    "From: =?UTF-8?B?5Lik5a6a?= <noreply@example.cn>\r\n"
	    "To: <li@example.com>\r\n"
	    "Subject: =?UTF-8?B?5a+G56CB?=\r\n"
	    "Message-ID: <Ab-9_x@example.cn>\r\n"
	    "MIME-Version: 1.0\r\n"
	    "Content-Type: text/plain; charset=utf-8\r\n"
	    "Content-Transfer-Encoding: base64\r\n"
	    "Auto-Submitted: auto-generated\r\n\r\n"
	    "5LiADQouDQrkuow=\r\n");
	arena_free(a);
}

/* Whoever could choose these could add headers, or whom it goes to. */
static void
nothing_begins_a_line_of_its_own(void **state)
{
	static const char *const bad[] = { "", "li", "li@example.com\r\nBcc: x",
		"li@example.com>\n", "li@example.com,x@y.cn",
		"<li@example.com>", "li @example.com", "li@example.com\t",
		"\"a b\"@example.com", "李@example.com" };
	struct arena *a = arena_new(1 << 20);

	(void)state;
	for (size_t i = 0; i < COUNT(bad); i++) {
		struct mime_mail to = good, from = good, id = good;

		to.to = bad[i];
		from.from = bad[i];
		id.message_id = i == 1 ? "a>b" : bad[i];
		assert_case(i, mime_message(a, &to) == NULL);
		assert_case(i, mime_message(a, &from) == NULL);
		assert_case(i, mime_message(a, &id) == NULL);
	}
	arena_free(a);
}

int
run_mime(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(words_stand_in_headers),
		cmocka_unit_test(a_mail_is_whole),
		cmocka_unit_test(nothing_begins_a_line_of_its_own),
	};

	return cmocka_run_group_tests_name("mime", tests, NULL, NULL);
}
