/* Shared memory between the master and its workers; see pulse.h. */
#include "pulse.h"

#include <stdlib.h>
#include <sys/mman.h>

#include "lib/clock.h"

struct pulse *
pulses_new(size_t n)
{
	void *p = mmap(NULL, n * sizeof(struct pulse), PROT_READ | PROT_WRITE,
	    MAP_SHARED | MAP_ANONYMOUS, -1, 0);

	if (p == MAP_FAILED)
		abort();
	return p;
}

void
pulse_serving(struct pulse *p)
{
	atomic_store(&p->serving, true);
}

void
pulse_begin(struct pulse *p)
{
	atomic_store(&p->busy_since, clock_ticks());
}

void
pulse_end(struct pulse *p)
{
	atomic_store(&p->busy_since, 0);
}
