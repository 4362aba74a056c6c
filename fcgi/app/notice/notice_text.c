/* See notice_text.h. */
#include "app/notice/notice_text.h"

#include <string.h>

#include "app/document/document.h"
#include "lib/fill.h"

static const struct {
	const char *zh, *en;
} texts[] = {
#define NOTICE(number, name, word, how, zh, en, text_zh, text_en) \
	[number] = { text_zh, text_en },
#include "app/notice/notices.def"
};

struct filling {
	const struct notice_item *item;
	const struct json *params;
	enum language language;
};

static const char *
said(const struct filling *f, const struct word *w)
{
	if (w == NULL)
		return "";
	return f->language == LANGUAGE_EN ? w->en : w->zh;
}

/* What is a word of the product's is said as the reader says it. */
static const char *
param(struct arena *mem, const void *context, const char *name)
{
	const struct filling *f = context;
	const char *text = json_member_text(f->params, name);

	(void)mem;
	if (strcmp(name, "kind") == 0)
		return said(f, words_at(&kind_words, f->item->kind));
	if (strcmp(name, "document") == 0)
		return said(f, words_find(&document_kind_words, text));
	if (strcmp(name, "list") == 0)
		return said(f, words_find(&order_list_words, text));
	if (strcmp(name, "duty") == 0)
		return said(f, words_find(&duty_words, text));
	return text;
}

const char *
notice_text(
    struct arena *mem, const struct notice_item *item, enum language language)
{
	const char *params = item->params == NULL ? "{}" : item->params;
	struct filling f = { item, json_read(mem, params, strlen(params)),
		language };
	const struct word *w = words_at(&notice_words, item->notice);

	if (w == NULL || f.params == NULL)
		return "";
	if (language == LANGUAGE_EN)
		return fill_in(mem, texts[w->value].en, param, &f);
	return fill_in(mem, texts[w->value].zh, param, &f);
}

const char *
notice_day_text(struct arena *mem, struct moment due)
{
	int64_t minutes = clock_day_ms(due) / 60000;
	bool end = clock_day_ms(due) == 0;
	struct moment within = { end ? due.ms - 1 : due.ms };

	return arena_printf(mem, "%s %02lld:%02lld",
	    clock_day_text(mem, within), (long long)(end ? 24 : minutes / 60),
	    (long long)(minutes % 60));
}
