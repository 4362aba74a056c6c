/* See qr_device.h. */
#include "app/qr/qr_device.h"

#include <arpa/inet.h>
#include <string.h>

struct mark {
	const char *in, *zh, *en;
};

/* The more particular first: Edge says that it is Chrome, and that it is
 * Safari. */
static const struct mark browsers[] = {
	{ "Edg/", "Edge", "Edge" },
	{ "Firefox/", "火狐浏览器", "Firefox" },
	{ "HeadlessChrome/", "Chrome", "Chrome" },
	{ "Chrome/", "Chrome", "Chrome" },
	{ "Version/", "Safari", "Safari" },
};
static const struct mark systems[] = {
	{ "Windows NT 10.0", "Windows 10 或更新", "Windows 10 or later" },
	{ "Windows NT 6.1", "Windows 7", "Windows 7" },
	{ "Windows", "Windows", "Windows" },
	{ "iPhone", "iPhone", "iPhone" },
	{ "iPad", "iPad", "iPad" },
	{ "Mac OS X", "macOS", "macOS" },
	{ "Android", "安卓", "Android" },
	{ "Linux", "Linux", "Linux" },
};

static const struct mark *
find(const struct mark *marks, size_t n, const char *text)
{
	for (size_t i = 0; i < n; i++)
		if (strstr(text, marks[i].in) != NULL)
			return &marks[i];
	return NULL;
}

#define FIND(marks, text) find(marks, sizeof(marks) / sizeof((marks)[0]), text)

const struct both *
qr_device(struct arena *mem, const char *user_agent)
{
	const struct mark *browser = FIND(browsers, user_agent);
	const struct mark *system = FIND(systems, user_agent);
	const char *version = "";

	if (browser != NULL) {
		const char *at =
		    strstr(user_agent, browser->in) + strlen(browser->in);
		size_t n = strspn(at, "0123456789");
		if (n > 0 && n <= 4)
			version = arena_printf(mem, " %.*s", (int)n, at);
	}
	return both_new(mem,
	    arena_printf(mem, "%s%s · %s",
		browser == NULL ? "未知浏览器" : browser->zh, version,
		system == NULL ? "未知系统" : system->zh),
	    arena_printf(mem, "%s%s · %s",
		browser == NULL ? "Unknown browser" : browser->en, version,
		system == NULL ? "unknown system" : system->en));
}

/* RFC 1918, RFC 4193 and link-local addresses. */
static bool
is_private(const unsigned char *v4, const unsigned char *v6)
{
	if (v4 != NULL)
		return v4[0] == 10 || (v4[0] == 172 && v4[1] >> 4 == 1) ||
		       (v4[0] == 192 && v4[1] == 168) ||
		       (v4[0] == 169 && v4[1] == 254);
	return (v6[0] & 0xfe) == 0xfc || (v6[0] == 0xfe && v6[1] >> 6 == 2);
}

const struct both *
qr_place(struct arena *mem, const char *address)
{
	unsigned char v4[4], v6[16];
	bool is_v4 = inet_pton(AF_INET, address, v4) == 1;
	bool is_v6 = !is_v4 && inet_pton(AF_INET6, address, v6) == 1;

	if ((is_v4 && v4[0] == 127) || strcmp(address, "::1") == 0)
		return both_new(mem, "平台服务器本机", "The server itself");
	if ((is_v4 || is_v6) && is_private(is_v4 ? v4 : NULL, v6))
		return both_new(mem, arena_printf(mem, "内部网络 %s", address),
		    arena_printf(mem, "Internal network, %s", address));
	return both_new(mem, arena_printf(mem, "互联网 %s", address),
	    arena_printf(mem, "Internet, %s", address));
}
