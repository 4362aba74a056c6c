/*
 * The product's kinds and one that exists for the tests of the engine alone:
 * linked in the place of fcgi/kinds.c (make trial).
 */
#include "app/kind/kind.h"
#include "kinds/access/access.h"
#include "trial/trial.h"

const struct kind *const kinds[] = {
	&access_application,
	&access_acceptance,
	&trial_registration,
	&trial_change,
	&trial_supply,
	&trial_recall,
	NULL,
};
