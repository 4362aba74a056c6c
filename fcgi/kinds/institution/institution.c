/* The way of institution records, what is checked beyond their forms, and what
 * an approval brings about. */
#include "kinds/institution/institution.h"

#include <string.h>

#include "app/kind/checks.h"
#include "app/name/name.h"
#include "app/order/findings.h"
#include "app/organisation/organisation.h"
#include "app/record/record.h"
#include "lib/checks.h"
#include "lib/crypt.h"

/* INST-3: its district reviews; the manual names no days. */
static const struct step steps[] = {
	{ .desk = DESK_DISTRICT,
	    .action = ACTION_REVIEW,
	    .days = 5,
	    .counted = WORKING_DAYS,
	    .owes = OWES_REASON,
	    .waiting = { "record_waiting", "待审核", "Awaiting review" },
	    .rejected = { "record_returned", "退回", "Returned" },
	    .missed_zh =
		"逾期后标为已逾期，排在待办首位，申请机构可见，直至处理",
	    .missed_en = "It is marked overdue, listed first and shown to the "
			 "applicant until it is decided" },
};

static const struct order_list_kind list = {
	.number = 2,
	.name = "institutions",
	.zh = "机构信息审核",
	.en = "Institution records",
	.title = { .zh = "机构名称", .en = "Institution name" },
};

/* The account is the institution's own, or where it has none its parent's. */
static void
check_account(
    struct request *r, const struct form *form, const struct json *content)
{
	const struct json *none = json_member(content, "no_basic_account");
	bool parents = none != NULL && none->truth;
	const char *whose =
	    json_member_text(content, parents ? "parent_name" : "name");

	if (!name_is_same(
		r->mem, json_member_text(content, "account_name"), whose))
		request_fault(r, form, "account_name",
		    parents ? "not_parents_name" : "not_own_name");
}

static void
check_identity_paper(
    struct request *r, const struct form *form, const struct json *content)
{
	if (strcmp(json_member_text(content, "legal_paper"), "resident_id") ==
		0 &&
	    !is_resident_id(json_member_text(content, "legal_paper_no")))
		request_fault(r, form, "legal_paper_no", "resident_id");
}

static enum err
check(struct request *r, struct order *o, const struct json *content)
{
	const struct form *form = kind_of(o->kind)->content;

	/* Two sorts may have been begun while it had no code. */
	if (!kind_applies(kind_of(o->kind), r->actor.role,
		(enum desk)r->actor.seat, o->institution_code))
		return ERR_RECORD_OTHER_SORT;
	check_account(r, form, content);
	kind_check_valid(
	    r, form, "valid_to", json_member_text(content, "valid_to"));
	check_identity_paper(r, form, content);
	return r->problem.faults.first == NULL ? OK : ERR_INVALID;
}

/*
 * INST-4: one code an identity. A medical institution is its name, credit code
 * and licence or filing number (military: name and credit code); a pharmacy is
 * its credit code.
 */
static void
identity_of(struct request *r, const struct kind *kind,
    const struct json *content, unsigned char out[DIGEST_BYTES])
{
	struct buf text = buf_new(r->mem);

	for (size_t i = 0; i < kind->content->n; i++) {
		const struct field *f = &kind->content->fields[i];
		const struct json *value = json_member(content, f->name);
		if ((f->as & AS_IDENTITY) != 0 && value != NULL)
			buf_printf(&text, "%s=%s\n", f->name,
			    name_key(r->mem, value->text));
	}
	crypt_sha256(buf_text(&text), text.len, out);
}

/* The next number of the division that no institution has: H or P, the
 * division, five digits (manual 3, 2.1.2.4). NULL once all are spent. */
static const char *
next_code(struct request *r, const struct order *o, char letter)
{
	const char *code;
	int64_t n;

	do {
		n = record_serial(r, o);
		if (n == 0)
			return NULL;
		code = arena_printf(r->mem, "%c%06lld%05lld", letter,
		    (long long)o->division, (long long)n);
	} while (organisation_has_code(r, code));
	return code;
}

/* The code that it has signed in with all along, if it had one. */
static const char *
code_of(struct request *r, const struct order *o, char letter)
{
	return o->institution_code != NULL ? o->institution_code
					   : next_code(r, o, letter);
}

static const char *
medical_code(struct request *r, const struct order *o)
{
	return code_of(r, o, 'H');
}

static const char *
pharmacy_code(struct request *r, const struct order *o)
{
	return code_of(r, o, 'P');
}

static enum err
put_on_file(struct request *r, const struct order *approved,
    const struct json *content, char letter)
{
	unsigned char identity[DIGEST_BYTES];
	struct order order = *approved, *o = &order;
	struct record record;
	enum err e;

	identity_of(r, kind_of(o->kind), content, identity);
	/* Of two at once the second finds the first, and the code it has. */
	organisation_touch(r->db, o->organisation_id);
	o->institution_code = organisation_code(r, o->organisation_id);
	if (kind_of(o->kind)->once &&
	    record_is_there(r, o->kind, o->organisation_id))
		return ERR_RECORD_EXISTS;
	if (o->institution_code != NULL && o->institution_code[0] != letter)
		return ERR_RECORD_OTHER_SORT;
	e = record_write(r, o, identity,
	    letter == 'H' ? medical_code : pharmacy_code, NULL, &record);
	/* Accounts, orders and lists have name and code from here. */
	if (e == OK)
		e = organisation_take(r, o->organisation_id, record.code,
		    json_member_text(content, "name"),
		    json_member_text(content, "uscc"));
	return e != OK ? e
		       : record_rename(r, o->organisation_id,
			     json_member_text(content, "name"));
}

static enum err
put_medical(struct request *r, const struct order *o,
    const struct json *content, const struct json *granted)
{
	(void)granted;
	return put_on_file(r, o, content, 'H');
}

static enum err
put_pharmacy(struct request *r, const struct order *o,
    const struct json *content, const struct json *granted)
{
	(void)granted;
	return put_on_file(r, o, content, 'P');
}

static const struct finding_text findings[] = {
	{ "ends_soon", "许可证将在 60 日内到期",
	    "The licence ends within 60 days", "请及时办理延续",
	    "Have it renewed in time" },
};

static void
find(struct notes *n)
{

	if (notes_ends_soon(n, "valid_to"))
		notes_add(n, "ends_soon", "valid_to", NULL);
}

/* INST-3: what is read of a record where no step says it. */
#define WORDS_READ                                              \
	.draft = { "record_draft", "未提交", "Not submitted" }, \
	.approved = { "on_file", "已入库", "On file" },         \
	.changing = { "record_changing", "变更中", "Change under review" }
/* Bureaus above the district look at what is on file (spec 0). */
#define READ_ABOVE \
	.readers = READERS(CITY) | READERS(PROVINCE) | READERS(NATION)

const struct kind medical_registration = {
	.number = 10,
	.name = "medical_registration",
	.zh = "医疗机构信息",
	.en = "Medical institution record",
	.list = &list,
	.applies = { .institutions = INSTITUTIONS(MEDICAL) },
	.content = &medical_registration_form,
	STEPS(steps),
	.once = true,
	WORDS_READ,
	READ_ABOVE,
	.prepare = check,
	.effect = put_medical,
	.find = find,
	FINDINGS(findings),
};

const struct kind pharmacy_registration = {
	.number = 12,
	.name = "pharmacy_registration",
	.zh = "零售药店信息",
	.en = "Pharmacy record",
	.list = &list,
	.applies = { .institutions = INSTITUTIONS(PHARMACY) },
	.content = &pharmacy_registration_form,
	STEPS(steps),
	.once = true,
	WORDS_READ,
	READ_ABOVE,
	.prepare = check,
	.effect = put_pharmacy,
	.find = find,
	FINDINGS(findings),
};

/* INST-5: of what is on file; the code stays. */
const struct kind medical_change = {
	.number = 11,
	.name = "medical_change",
	.zh = "医疗机构信息变更",
	.en = "Change of a medical institution’s record",
	.list = &list,
	.applies = { .institutions = INSTITUTIONS(MEDICAL) },
	.content = &medical_change_form,
	STEPS(steps),
	.parent = &medical_registration,
	.changes = true,
	WORDS_READ,
	READ_ABOVE,
	.prepare = check,
	.effect = put_medical,
	.find = find,
	FINDINGS(findings),
};

const struct kind pharmacy_change = {
	.number = 13,
	.name = "pharmacy_change",
	.zh = "零售药店信息变更",
	.en = "Change of a pharmacy’s record",
	.list = &list,
	.applies = { .institutions = INSTITUTIONS(PHARMACY) },
	.content = &pharmacy_change_form,
	STEPS(steps),
	.parent = &pharmacy_registration,
	.changes = true,
	WORDS_READ,
	READ_ABOVE,
	.prepare = check,
	.effect = put_pharmacy,
	.find = find,
	FINDINGS(findings),
};
