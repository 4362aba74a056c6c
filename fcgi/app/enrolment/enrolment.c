/* See enrolment.h. */
#include <stdlib.h>
#include <string.h>

#include "app/account/account_admin.h"
#include "app/activation/activation.h"
#include "app/enrolment/enrolment_sql.h"
#include "app/notice/notice.h"
#include "app/organisation/organisation.h"
#include "app/person/person.h"
#include "app/secret/secret.h"
#include "app/serial.h"

enum { DIVISION_AT = 1, DIVISION_DIGITS = 6, SERIAL_ENROLMENT = 250 };

int64_t
enrolment_division(struct request *r, const char *code)
{
	int64_t division =
	    strtoll(arena_strndup(r->mem, code + DIVISION_AT, DIVISION_DIGITS),
		NULL, 10);

	return division_exists(r->db, division) ? division : 0;
}

static int64_t
refuse(struct request *r, const struct form *form, const char *path,
    const char *fault)
{
	if (db_error(r->db) == OK)
		request_fault(r, form, path, fault);
	return 0;
}

/* The institution as it is on record, or a new one. */
static int64_t
institution_of(
    struct request *r, const struct form *form, const struct applicant *a)
{
	int64_t division = enrolment_division(r, a->code), id;
	struct institution found;

	if (division == 0)
		return refuse(r, form, "code", "division");
	if (!institution_find(r->db, r->mem, a->code, &found)) {
		id = institution_insert(r, a, division);
		return id != 0 ? id : refuse(r, form, "code", "taken");
	}
	/* Whoever knows the code alone is not that institution. */
	if (found.uscc != NULL && strcmp(found.uscc, a->uscc) != 0)
		return refuse(r, form, "uscc", "on_record");
	if (!division_within(found.division, r->actor.division))
		return refuse(r, form, "code", "elsewhere");
	organisation_touch(r->db, found.id);
	return found.id;
}

int64_t
enrolment_issue(
    struct request *r, const struct form *form, const struct applicant *a)
{
	int64_t institution = institution_of(r, form, a);
	struct account account = { .kind = ACCOUNT_INSTITUTION,
		.name = a->code,
		.display_name = a->operator_name,
		.password_hash = ACCOUNT_NO_PASSWORD };
	struct notice_choices choices = { .mail = true };
	const struct person person = { .name = a->operator_name,
		.phone = a->phone,
		.mail = a->mail,
		.id_no = a->id_no };

	if (institution == 0)
		return 0;
	if (!account_insert(r->db, r->mem, &account))
		return refuse(r, form, "code", "taken");
	account_set_grant(r, account.id, institution, ROLE_OPERATOR, true);
	account_set_grant(
	    r, account.id, institution, ROLE_INSTITUTION_ADMIN, true);
	person_insert(r, account.id, false, &person);
	choices.language = a->language == 0 ? LANGUAGE_ZH : a->language;
	notice_choose(r, account.id, &choices);
	activation_send(r, &account, MESSAGE_ACTIVATION, a->mail,
	    (enum language)choices.language);
	return db_error(r->db) == OK ? account.id : 0;
}

static const char *
place_of(struct arena *mem, const char *no, const char *what)
{
	return arena_printf(mem, "enrolment/%s/%s", no, what);
}

static const char *
seal(struct request *r, const char *no, const char *what, const char *text)
{
	return secret_seal(
	    r, SECRET_OF_NOBODY, place_of(r->mem, no, what), text);
}

const char *
enrolment_open_part(
    struct request *r, const char *no, const char *what, const char *sealed)
{
	return secret_open(
	    r, SECRET_OF_NOBODY, place_of(r->mem, no, what), sealed);
}

const char *
enrolment_keep(struct request *r, const struct applicant *a, int64_t division)
{
	struct enrolment e = { .applicant = *a, .division = division };

	e.enrolment_no =
	    arena_printf(r->mem, "ZH%06lld%06lld", (long long)division,
		(long long)serial_next(r->db, SERIAL_ENROLMENT, division, 0));
	e.applicant.id_no = seal(r, e.enrolment_no, "id_no", a->id_no);
	e.applicant.phone = seal(r, e.enrolment_no, "phone", a->phone);
	e.applicant.mail = seal(r, e.enrolment_no, "mail", a->mail);
	return r->broken == OK && enrolment_insert(r->db, &e) != 0
		   ? e.enrolment_no
		   : NULL;
}
