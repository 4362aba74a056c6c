/* What a phone shows of the browser that it is to sign in (QR-4). */
#include "app/qr/qr_device.h"
#include "unit.h"

static void
browsers(void **state)
{
	static const struct {
		const char *agent, *zh, *en;
	} cases[] = {
		{ "Mozilla/5.0 (Windows NT 6.1; Win64; x64) "
		  "AppleWebKit/537.36 (KHTML, like Gecko) Chrome/109.0.0.0 "
		  "Safari/537.36 Edg/109.0.1518.140",
		    "Edge 109 · Windows 7", "Edge 109 · Windows 7" },
		{ "Mozilla/5.0 (Windows NT 10.0; Win64; x64) "
		  "AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 "
		  "Safari/537.36",
		    "Chrome 130 · Windows 10 或更新",
		    "Chrome 130 · Windows 10 or later" },
		{ "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) "
		  "AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.4 "
		  "Safari/605.1.15",
		    "Safari 17 · macOS", "Safari 17 · macOS" },
		{ "Mozilla/5.0 (X11; Linux x86_64; rv:115.0) Gecko/20100101 "
		  "Firefox/115.0",
		    "火狐浏览器 115 · Linux", "Firefox 115 · Linux" },
		{ "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 (KHTML, "
		  "like Gecko) Chrome/120.0.0.0 Mobile Safari/537.36",
		    "Chrome 120 · 安卓", "Chrome 120 · Android" },
		{ "Chrome/123456789", "Chrome · 未知系统",
		    "Chrome · unknown system" },
		{ "Chrome/", "Chrome · 未知系统", "Chrome · unknown system" },
		{ "-", "未知浏览器 · 未知系统",
		    "Unknown browser · unknown system" },
		{ "", "未知浏览器 · 未知系统",
		    "Unknown browser · unknown system" },
	};
	struct arena *a = arena_new(1 << 20);

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		const struct both *b = qr_device(a, cases[i].agent);
		assert_case(i, strcmp(b->zh, cases[i].zh) == 0);
		assert_case(i, strcmp(b->en, cases[i].en) == 0);
	}
	arena_free(a);
}

static void
places(void **state)
{
	static const struct {
		const char *address, *en;
	} cases[] = {
		{ "127.0.0.1", "The server itself" },
		{ "::1", "The server itself" },
		{ "10.1.2.3", "Internal network, 10.1.2.3" },
		{ "172.16.0.1", "Internal network, 172.16.0.1" },
		{ "172.31.255.255", "Internal network, 172.31.255.255" },
		{ "172.32.0.1", "Internet, 172.32.0.1" },
		{ "192.168.1.1", "Internal network, 192.168.1.1" },
		{ "192.169.1.1", "Internet, 192.169.1.1" },
		{ "169.254.1.1", "Internal network, 169.254.1.1" },
		{ "fd00::1", "Internal network, fd00::1" },
		{ "fe80::1", "Internal network, fe80::1" },
		{ "2001:db8::1", "Internet, 2001:db8::1" },
		{ "", "Internet, " },
	};
	struct arena *a = arena_new(1 << 20);

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		const struct both *b = qr_place(a, cases[i].address);
		assert_case(i, strcmp(b->en, cases[i].en) == 0);
		assert_case(i, b->zh[0] != '\0');
	}
	arena_free(a);
}

int
run_qr_device(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(browsers),
		cmocka_unit_test(places),
	};

	return cmocka_run_group_tests_name("qr_device", tests, NULL, NULL);
}
