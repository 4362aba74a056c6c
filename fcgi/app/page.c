/* See page.h. */
#include "app/page.h"

static const struct word page_sizes[] = {
	{ 10, "10", "10 条/页", "10 a page", NULL, NULL },
	{ 20, "20", "20 条/页", "20 a page", NULL, NULL },
	{ 50, "50", "50 条/页", "50 a page", NULL, NULL },
};
const struct words page_size_words = WORDS("page_size", page_sizes);

static const struct column total_columns[] = {
	COLUMN(total, count),
	COLUMN(total, exact),
};
const struct shape total_shape = SHAPE(total, total_columns);
