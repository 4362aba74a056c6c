/* The way of merchant entries, what is checked beyond their forms, and what an
 * approval brings about. */
#include "kinds/merchant/merchant.h"

#include <string.h>

#include "app/kind/checks.h"
#include "app/name/name.h"
#include "app/order/findings.h"
#include "app/organisation/organisation.h"
#include "app/partner/partner.h"
#include "app/record/record.h"
#include "lib/checks.h"
#include "lib/crypt.h"

/* MERCH-6: the clearing bank alone decides; the manual names no days. */
static const struct step steps[] = {
	{ .desk = DESK_BANK,
	    .action = ACTION_REVIEW,
	    .days = 5,
	    .counted = WORKING_DAYS,
	    .owes = OWES_REASON,
	    .grants = &merchant_contract_form,
	    .waiting = { "merchant_opening", "开通中", "Being opened" },
	    .rejected = { "merchant_rejected", "已驳回", "Rejected" },
	    .missed_zh =
		"逾期后标为已逾期，排在待办首位，申请机构可见，直至处理",
	    .missed_en = "It is marked overdue, listed first and shown to the "
			 "applicant until it is decided" },
};

/* MERCH-8 */
static const struct proving proving = {
	.group = "settlement_accounts",
	.account_no = "account_no",
	.account_name = "account_name",
	.bank_name = "bank_name",
	.desk = DESK_BANK,
	.days = 5,
};
static const struct milestone milestones[] = {
	{ MILESTONE_CHECKED, "data_check", "数据校验", "Data check", NULL },
	{ MILESTONE_PROVEN, "account_proof", "打款验证", "Account proof",
	    NULL },
	{ MILESTONE_DECIDED, "bank_review", "银行审核", "Bank’s review", NULL },
	{ MILESTONE_GRANTED, "signing", "签约", "Contract", "contract_no" },
	{ MILESTONE_IN_FORCE, "opening", "开通", "In force", "valid_from" },
};

static const struct order_list_kind list = {
	.number = 3,
	.name = "merchants",
	.zh = "商户入网审核",
	.en = "Merchant entries",
	.page = true,
};

static const char *
path_of(struct request *r, const struct json *account, const char *field)
{
	return arena_printf(r->mem, "settlement_accounts.%s.%s",
	    json_member_text(account, "key"), field);
}

/* MERCH-5: its own, or, of a branch, its parent's; each of them once. */
static void
check_account(struct request *r, const struct order *o, const struct form *form,
    const struct json *all, const struct json *account)
{
	const struct json *of_parent = json_member(account, "of_parent");
	bool parents = of_parent != NULL && of_parent->truth;
	const char *whose = parents ? json_member_text(account, "parent_name")
				    : o->institution_name;
	const char *no = json_member_text(account, "account_no");

	if (!name_is_same(
		r->mem, json_member_text(account, "account_name"), whose))
		request_fault(r, form, path_of(r, account, "account_name"),
		    parents ? "not_parents_name" : "not_own_name");
	for (const struct json *other = all->first; other != account;
	     other = other->next)
		if (strcmp(json_member_text(other, "account_no"), no) == 0)
			request_fault(r, form,
			    path_of(r, account, "account_no"), "same_account");
}

/* MERCH-2 ③: a partner of its province; one that has been, for whose contract
 * is with it already. */
static void
address(struct request *r, struct order *o, const struct form *form,
    const struct json *content)
{
	struct record contract;
	struct partner bank;
	bool found = partner_find(
	    r, o->division, json_member_text(content, "clearing_bank"), &bank);

	if (found &&
	    (bank.open ||
		(o->subject_id != 0 && record_of_order(r, o, &contract) &&
		    contract.addressee_id == bank.organisation_id)))
		o->addressee_id = bank.organisation_id;
	else
		request_fault(r, form, "clearing_bank", "choice");
}

static enum err
check(struct request *r, struct order *o, const struct json *content)
{
	const struct form *form = kind_of(o->kind)->content;
	const struct json *accounts =
	    json_member(content, "settlement_accounts");

	for (const struct json *a = accounts->first; a != NULL; a = a->next)
		check_account(r, o, form, accounts, a);
	kind_check_begun(r, form, "id_valid_from",
	    json_member_text(content, "id_valid_from"));
	kind_check_valid(
	    r, form, "id_valid_to", json_member_text(content, "id_valid_to"));
	address(r, o, form, content);
	return r->problem.faults.first == NULL ? OK : ERR_INVALID;
}

/* The merchant's number: M, the division, five digits; NULL once all are spent.
 */
static const char *
merchant_number(struct request *r, const struct order *o)
{
	int64_t n = record_serial(r, o);

	return n == 0 ? NULL
		      : arena_printf(r->mem, "M%06lld%05lld",
			    (long long)o->division, (long long)n);
}

/* An institution has one contract, whatever bank it is with. */
static enum err
sign(struct request *r, const struct order *o, const struct json *content,
    const struct json *granted)
{
	const char *text =
	    arena_printf(r->mem, "%lld", (long long)o->organisation_id);
	unsigned char identity[DIGEST_BYTES];
	struct record record;

	(void)content;
	/* Of two at once the second finds what the first has signed. */
	organisation_touch(r->db, o->organisation_id);
	if (kind_of(o->kind)->once &&
	    record_is_there(r, o->kind, o->organisation_id))
		return ERR_RECORD_EXISTS;
	crypt_sha256(text, strlen(text), identity);
	return record_write(r, o, identity, merchant_number, granted, &record);
}

static const struct finding_text findings[] = {
	{ "code_differs", "统一社会信用代码与备案信息不同",
	    "The credit code is not the one on file",
	    "请核对；备案信息有误的，先办理机构信息变更",
	    "Check both; if the one on file is wrong, have it changed first" },
	{ "id_ends_soon", "法人身份证件将在 60 日内到期",
	    "The representative’s identity card ends within 60 days",
	    "请及时换证", "Have it renewed in time" },
};

static void
find(struct notes *n)
{
	const char *uscc = notes_text(n, "uscc");
	const char *on_file = notes_order(n)->institution_uscc;

	if (uscc != NULL && on_file != NULL && strcmp(uscc, on_file) != 0)
		notes_add(n, "code_differs", "uscc", NULL);
	if (notes_ends_soon(n, "id_valid_to"))
		notes_add(n, "id_ends_soon", "id_valid_to", NULL);
}

#define OPENED                                        \
	{                                             \
		"merchant_opened", "已开通", "Opened" \
	}

const struct kind merchant_entry = {
	.number = 20,
	.name = "merchant_entry",
	.zh = "商户入网申请",
	.en = "Merchant entry",
	.list = &list,
	.content = &merchant_entry_form,
	STEPS(steps),
	.proving = &proving,
	MILESTONES(milestones),
	.once = true,
	.shows_money = true,
	.amends = true,
	.approved = OPENED,
	.prepare = check,
	.effect = sign,
	.find = find,
	FINDINGS(findings),
};

/* MERCH-4: of what is opened; that stays in force until this is approved. */
const struct kind merchant_change = {
	.number = 21,
	.name = "merchant_change",
	.zh = "商户变更申请",
	.en = "Change of a merchant’s contract",
	.list = &list,
	.content = &merchant_change_form,
	STEPS(steps),
	.proving = &proving,
	MILESTONES(milestones),
	.parent = &merchant_entry,
	.changes = true,
	.amends = true,
	.approved = OPENED,
	.prepare = check,
	.effect = sign,
	.find = find,
	FINDINGS(findings),
};
