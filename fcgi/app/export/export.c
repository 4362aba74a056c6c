/* Lists by their words and numbers, and the job that writes one: fcgi/jobs
 * knows how. */
#include "app/export/export.h"

#include <stdlib.h>

const struct job_kind export_job = { .number = EXPORT_JOB,
	.name = "export",
	.lane = LANE_LONG,
	.attempts = 30,
	.pause = 10,
	.pause_max = 600,
	.lease = EXPORT_LEASE_SECONDS };

enum { LISTS_MAX = 32 };
static struct word words_made[LISTS_MAX];
struct words export_list_words = { "list", words_made, 0 };

/* Tables that point at them are constant: no program can come too early. */
__attribute__((constructor)) static void
make_words(void)
{
	for (const struct export_list *const *l = export_lists; *l != NULL;
	     l++) {
		if (export_list_words.n == LISTS_MAX)
			abort();
		words_made[export_list_words.n++] =
		    (struct word){ (int)(*l)->id, (*l)->word, (*l)->zh,
			    (*l)->en, NULL, NULL };
	}
}

const struct export_list *
export_list_of(int64_t id)
{
	for (const struct export_list *const *l = export_lists; *l != NULL; l++)
		if ((int64_t)(*l)->id == id)
			return *l;
	return NULL;
}

const void *
export_query(struct request *r, const struct export_list *list,
    const struct json *values, const struct json **tree_out)
{
	void *into = arena_alloc(r->mem, list->query->size);
	const struct json *tree = form_check(
	    list->query, values, FORM_QUERY, &r->problem.faults, into);

	if (tree_out != NULL)
		*tree_out = tree;
	return list->check == NULL ? into : list->check(r, into);
}
