/*
 * Every kind of order: one row each. What a kind is stands in its folder;
 * nothing else of the product names one.
 */
#include "app/kind/kind.h"
#include "kinds/access/access.h"
#include "kinds/institution/institution.h"
#include "kinds/merchant/merchant.h"
#include "kinds/permission/permission.h"

const struct kind *const kinds[] = {
	&access_application,
	&access_acceptance,
	&medical_registration,
	&medical_change,
	&pharmacy_registration,
	&pharmacy_change,
	&merchant_entry,
	&merchant_change,
	&city_review_permission,
	&province_review_permission,
	NULL,
};
