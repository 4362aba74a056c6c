/* See fill.h. */
#include "lib/fill.h"

#include <string.h>

#include "lib/buf.h"
#include "lib/json.h"

static const char letters[] = "abcdefghijklmnopqrstuvwxyz_";

const char *
fill_in(
    struct arena *mem, const char *text, fill_value *value, const void *context)
{
	struct buf b = buf_new(mem);
	const char *found;

	while (*text != '\0') {
		size_t plain = strcspn(text, "{"), name;

		buf_add(&b, text, plain);
		text += plain;
		if (*text == '\0')
			break;
		name = strspn(text + 1, letters);
		found = name > 0 && text[name + 1] == '}'
			    ? value(mem, context,
				  arena_strndup(mem, text + 1, name))
			    : NULL;
		if (found == NULL) {
			buf_puts(&b, "{");
			text++;
			continue;
		}
		buf_puts(&b, found);
		text += name + 2;
	}
	return buf_text(&b);
}

const char *
fill_percent(struct arena *mem, const char *s)
{
	static const char plain[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
				    "abcdefghijklmnopqrstuvwxyz0123456789-._~";
	struct buf b = buf_new(mem);

	for (; *s != '\0'; s++) {
		if (strchr(plain, *s) != NULL)
			buf_add(&b, s, 1);
		else
			buf_printf(&b, "%%%02X", (unsigned char)*s);
	}
	return buf_text(&b);
}

const char *
fill_json(struct arena *mem, const char *s)
{
	struct json_out o;
	const char *quoted;

	json_begin(&o, mem);
	json_text(&o, s);
	quoted = json_finish(&o);
	return quoted == NULL
		   ? ""
		   : arena_strndup(mem, quoted + 1, strlen(quoted) - 2);
}
