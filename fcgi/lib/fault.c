/* The words of faults, parameters filled in; see form.h. */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "lib/form.h"

static const struct fault_row {
	const char *code, *zh, *en, *remedy_zh, *remedy_en;
} fault_rows[] = {
#define FAULT(code, zh, en, remedy_zh, remedy_en) \
	{ #code, zh, en, remedy_zh, remedy_en },
#include "lib/faults.def"
#undef FAULT
};

/* "PDF、JPG、PNG": each kind by the first of its extensions. */
static const char *
accepted(struct arena *mem, const struct field *f, bool zh)
{
	struct buf b = buf_new(mem);
	size_t n = 0;

	while (f->accept != NULL && f->accept[n] != NULL)
		n++;
	for (size_t i = 0; i < n; i++) {
		const char *name = f->accept[i]->extensions + 1;
		buf_puts(&b, i == 0       ? ""
			     : zh         ? "、"
			     : i == n - 1 ? " or "
					  : ", ");
		for (; *name != '\0' && *name != '.'; name++)
			buf_printf(&b, "%c", toupper((unsigned char)*name));
	}
	return buf_text(&b);
}

const char *
money_text(struct arena *mem, int64_t fen)
{
	uint64_t all = fen < 0 ? -(uint64_t)fen : (uint64_t)fen;
	const char *yuan =
	    arena_printf(mem, "%llu", (unsigned long long)(all / 100));
	size_t n = strlen(yuan);
	struct buf b = buf_new(mem);

	if (fen < 0)
		buf_puts(&b, "-");
	for (size_t i = 0; i < n; i++)
		buf_printf(
		    &b, "%s%c", i > 0 && (n - i) % 3 == 0 ? "," : "", yuan[i]);
	buf_printf(&b, ".%02u", (unsigned)(all % 100));
	return buf_text(&b);
}

static const char *
limit(struct arena *mem, const struct field *f, long n, bool zh)
{
	return f->type != FIELD_MONEY
		   ? arena_printf(mem, "%ld", n)
		   : arena_printf(
			 mem, "%s%s", money_text(mem, n), zh ? " 元" : " yuan");
}

static size_t
most_items(const struct field *f)
{
	return f->max_items > 0   ? f->max_items
	       : f->tree != NULL  ? f->tree->n
	       : f->words != NULL ? f->words->n
				  : 0;
}

/* What a %name in a fault's text stands for, or NULL. */
static const char *
parameter(struct arena *mem, const struct fault *fault, const char *name,
    size_t len, bool zh)
{
	const struct field *f = fault->field;

#define IS(word) (len == sizeof(word) - 1 && memcmp(name, word, len) == 0)
	if (f == NULL)
		return "";
	if (IS("label"))
		return zh ? f->zh : f->en;
	if (IS("min"))
		return limit(mem, f, f->min, zh);
	if (IS("max"))
		return limit(mem, f,
		    f->max != 0              ? f->max
		    : f->type == FIELD_MONEY ? FIELD_MONEY_MAX
					     : FIELD_TEXT_MAX,
		    zh);
	if (IS("items"))
		return arena_printf(mem, "%zu", most_items(f));
	if (IS("size"))
		return arena_printf(mem, "%ld", f->max_size >> 20);
	if (IS("accept"))
		return accepted(mem, f, zh);
	if (IS("character"))
		return arena_printf(
		    mem, "U+%04X", (unsigned)fault->bad.character);
	if (IS("place"))
		return arena_printf(mem, "%zu", fault->bad.at);
	if (IS("format"))
		return f->format == NULL || f->format->zh == NULL ? ""
		       : zh ? f->format->zh
			    : f->format->en;
	return "";
#undef IS
}

static const char *
expand(struct arena *mem, const char *s, const struct fault *f, bool zh)
{
	struct buf b = buf_new(mem);

	while (*s != '\0') {
		size_t plain = strcspn(s, "%");
		size_t name;

		buf_add(&b, s, plain);
		s += plain;
		if (*s == '\0')
			break;
		name = strspn(s + 1, "abcdefghijklmnopqrstuvwxyz");
		buf_puts(&b, parameter(mem, f, s + 1, name, zh));
		s += 1 + name;
	}
	return buf_text(&b);
}

struct fault_text
fault_text(struct arena *mem, const struct fault *f)
{
	for (size_t i = 0; i < sizeof(fault_rows) / sizeof(fault_rows[0]); i++)
		if (strcmp(fault_rows[i].code, f->code) == 0) {
			const struct fault_row *r = &fault_rows[i];
			return (struct fault_text){ expand(mem, r->zh, f, true),
				expand(mem, r->en, f, false),
				expand(mem, r->remedy_zh, f, true),
				expand(mem, r->remedy_en, f, false) };
		}
	abort(); /* a code without a row */
}
