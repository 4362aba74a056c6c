/* The kinds of jobs as runners and queuers find them. */
#include "app/job/job.h"

#include "app/kind/kind.h"

/* The kinds of orders, one after the other, each with its jobs. */
static const struct job_kind *
first_from(const struct kind *const *k)
{
	while (*k != NULL && (*k)->n_jobs == 0)
		k++;
	return *k == NULL ? NULL : (*k)->jobs;
}

const struct job_kind *
job_kind_next(const struct job_kind *at)
{
	if (at == NULL)
		return job_kinds[0] != NULL ? job_kinds[0] : first_from(kinds);
	for (size_t i = 0; job_kinds[i] != NULL; i++)
		if (job_kinds[i] == at)
			return job_kinds[i + 1] != NULL ? job_kinds[i + 1]
							: first_from(kinds);
	for (const struct kind *const *k = kinds; *k != NULL; k++)
		for (size_t i = 0; i < (*k)->n_jobs; i++)
			if (&(*k)->jobs[i] == at)
				return i + 1 < (*k)->n_jobs ? at + 1
							    : first_from(k + 1);
	return NULL;
}

const struct job_kind *
job_kind_of(int64_t number)
{
	const struct job_kind *k = NULL;

	while ((k = job_kind_next(k)) != NULL && k->number != number)
		continue;
	return k;
}

int64_t
job_pause(const struct job_kind *k, int64_t attempts)
{
	int64_t pause = k->pause;

	while (--attempts > 0 && pause > 0 && pause < k->pause_max)
		pause *= 2;
	return pause < k->pause_max ? pause : k->pause_max;
}
