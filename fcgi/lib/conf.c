/* Configuration files; see conf.h. */
#include "lib/conf.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/text.h"

enum { SETTINGS_MAX = 64 };

struct conf {
	const char *path;
	const struct setting *settings;
	size_t n;
	char *into;
	struct buf *faults;
	int seen[SETTINGS_MAX]; /* the line, 0 when not yet */
	int wrong;
};

static void
mistake(struct conf *c, int line, const char *key, const char *what)
{
	if (line > 0)
		buf_printf(
		    c->faults, "%s:%d: %s: %s\n", c->path, line, key, what);
	else
		buf_printf(c->faults, "%s: %s: %s\n", c->path, key, what);
	c->wrong++;
}

static bool
is_one_of(const char *list, const char *value)
{
	size_t len = strlen(value);

	while (len > 0 && *list != '\0') {
		size_t n = strcspn(list, "|");
		if (n == len && strncmp(list, value, n) == 0)
			return true;
		list += n + (list[n] == '|');
	}
	return false;
}

static void
set(struct conf *c, const struct setting *s, const char *value, int line)
{
	void *at = c->into + s->offset;
	char *end;
	long i;

	switch (s->type) {
	case COLUMN_INT:
		errno = 0;
		i = strtol(value, &end, 10);
		if (*value == '\0' || *end != '\0' || errno != 0)
			mistake(c, line, s->name, "must be a whole number");
		else if (s->max > 0 && (i < s->min || i > s->max))
			mistake(c, line, s->name,
			    arena_printf(c->faults->mem,
				"must be between %ld and %ld", s->min, s->max));
		else
			*(int64_t *)at = i;
		break;
	case COLUMN_BOOL:
		if (!is_one_of("yes|no", value))
			mistake(c, line, s->name, "must be yes or no");
		*(bool *)at = strcmp(value, "yes") == 0;
		break;
	default:
		if (*value == '\0')
			mistake(c, line, s->name, "has no value");
		if (s->one_of != NULL && !is_one_of(s->one_of, value))
			mistake(c, line, s->name,
			    arena_printf(c->faults->mem, "must be one of %s",
				s->one_of));
		*(const char **)at = arena_strdup(c->faults->mem, value);
		break;
	}
}

static void
read_line(struct conf *c, char *line, int number)
{
	char *key = text_trim(line), *value = strchr(key, '=');

	if (*key == '\0' || *key == '#')
		return;
	if (value == NULL) {
		mistake(c, number, key, "expected key = value");
		return;
	}
	*value++ = '\0';
	key = text_trim(key);
	for (size_t i = 0; i < c->n; i++) {
		if (strcmp(c->settings[i].name, key) != 0)
			continue;
		if (c->seen[i] > 0)
			mistake(c, number, key,
			    arena_printf(c->faults->mem,
				"is set already in line %d", c->seen[i]));
		c->seen[i] = number;
		set(c, &c->settings[i], text_trim(value), number);
		return;
	}
	mistake(c, number, key, "there is no such setting");
}

int
conf_read(const char *path, const struct setting *settings, size_t n,
    void *into, struct buf *faults)
{
	struct conf c = { path, settings, n, into, faults, { 0 }, 0 };
	FILE *f = fopen(path, "re");
	char line[1024];
	int number = 0;

	if (n > SETTINGS_MAX)
		abort();
	if (f == NULL) {
		buf_printf(faults, "%s: %s\n", path, strerror(errno));
		return 1;
	}
	while (fgets(line, sizeof(line), f) != NULL)
		read_line(&c, line, ++number);
	fclose(f);
	for (size_t i = 0; i < n; i++) {
		if (c.seen[i] > 0)
			continue;
		if (settings[i].required)
			mistake(&c, 0, settings[i].name, "is missing");
		else if (settings[i].standard != NULL)
			set(&c, &settings[i], settings[i].standard, 0);
	}
	return c.wrong;
}
