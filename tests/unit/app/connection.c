/* Where pushes may go, what host is signed, and what a push still stands for.
 */
#include "app/connection/connection.h"

#include "app/app_key/app_key.h"
#include "unit.h"

static void
goes_where_nobody_reads_along(void **state)
{
	static const struct {
		const char *url;
		bool production, demo;
	} rows[] = {
		{ "https://bank.example.cn/push", true, true },
		{ "https://bank.example.cn:8443/a/b", true, true },
		{ "http://127.0.0.1:9000/push", true, true },
		{ "http://[::1]/push", true, true },
		{ "http://localhost/push", true, true },
		{ "http://bank.example.cn/push", false, true },
		{ "http://127.0.0.1.example.cn/push", false, true },
		{ "http://127.0.0.1@bank.example.cn/push", false, false },
		{ "https://bank.example.cn", false, false },
		{ "https:///push", false, false },
		{ "https://", false, false },
		{ "https://user@bank.example.cn/push", false, false },
		{ "https://bank.example.cn/push?a=1", false, false },
		{ "https://bank.example.cn/push#a", false, false },
		{ "https://bank.example.cn/pu sh", false, false },
		{ "https://bank.example.cn/push\r\nX: y", false, false },
		{ "https://b\xC3\xA4nk.example.cn/push", false, false },
		{ "ftp://bank.example.cn/push", false, false },
		{ "HTTPS://bank.example.cn/push", false, false },
		{ "bank.example.cn/push", false, false },
		{ "", false, false },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		assert_case(i, (connection_url_fault(rows[i].url, false) ==
				   NULL) == rows[i].production);
		assert_case(i, (connection_url_fault(rows[i].url, true) ==
				   NULL) == rows[i].demo);
	}
}

static void
signs_the_host_as_it_is_sent(void **state)
{
	static const struct {
		const char *url, *authority;
	} rows[] = {
		{ "https://bank.example.cn/push", "bank.example.cn" },
		{ "https://Bank.Example.CN:443/push", "bank.example.cn" },
		{ "https://bank.example.cn:80/push", "bank.example.cn:80" },
		{ "http://127.0.0.1:80/push", "127.0.0.1" },
		{ "http://127.0.0.1:8080", "127.0.0.1:8080" },
		{ "http://[::1]:443/push", "[::1]:443" },
	};
	struct arena *mem = arena_new(1024 * 1024);

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++)
		assert_case(i, strcmp(app_key_authority_of(mem, rows[i].url),
				   rows[i].authority) == 0);
	arena_free(mem);
}

static void
stands_for_what_waits_as_it_was(void **state)
{
	static const struct push p = {
		.newest = true, .submission_no = 2, .organisation_id = 7
	};
	static const struct {
		struct order o;
		bool newest, stands;
	} rows[] = {
		{ { .state = ORDER_WAITING,
		      .submission_no = 2,
		      .addressee_id = 7 },
		    true, true },
		{ { .state = ORDER_WAITING,
		      .submission_no = 2,
		      .addressee_id = 7 },
		    false, false },
		{ { .state = ORDER_WAITING,
		      .submission_no = 3,
		      .addressee_id = 7 },
		    true, false },
		{ { .state = ORDER_WAITING,
		      .submission_no = 2,
		      .addressee_id = 8 },
		    true, false },
		{ { .state = ORDER_WAITING,
		      .submission_no = 2,
		      .addressee_id = 7,
		      .supplement = DESK_BANK },
		    true, false },
		{ { .state = ORDER_APPROVED,
		      .submission_no = 2,
		      .addressee_id = 7 },
		    true, false },
		{ { .state = ORDER_WITHDRAWN,
		      .submission_no = 2,
		      .addressee_id = 7 },
		    true, false },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct push pushed = p;
		pushed.newest = rows[i].newest;
		assert_case(
		    i, push_stands(&pushed, &rows[i].o) == rows[i].stands);
	}
}

int
run_connection(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(goes_where_nobody_reads_along),
		cmocka_unit_test(signs_the_host_as_it_is_sent),
		cmocka_unit_test(stands_for_what_waits_as_it_was),
	};

	return cmocka_run_group_tests_name("connection", tests, NULL, NULL);
}
