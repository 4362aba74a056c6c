/* liangdingctl describe: the API's description, one member a line. */
#include <stdio.h>

#include "app/describe/describe.h"
#include "ctl/ctl.h"

/* Laid out for reading and for diffs: two spaces a level. */
static void
print_pretty(const char *json)
{
	int depth = 0;
	bool quoted = false;

	for (const char *p = json; *p != '\0'; p++) {
		if (*p == '"' && (p == json || p[-1] != '\\' || p[-2] == '\\'))
			quoted = !quoted;
		if (!quoted && (*p == '}' || *p == ']')) {
			depth--;
			if (p[-1] != '{' && p[-1] != '[')
				printf("\n%*s", depth * 2, "");
		}
		putchar(*p);
		if (quoted)
			continue;
		if (*p == ':')
			putchar(' ');
		if (*p == '{' || *p == '[')
			depth++;
		if (*p == ',' ||
		    ((*p == '{' || *p == '[') && p[1] != '}' && p[1] != ']'))
			printf("\n%*s", depth * 2, "");
	}
	putchar('\n');
}

int
ctl_describe(struct ctl *c)
{
	print_pretty(describe(c->mem, ""));
	return 0;
}
