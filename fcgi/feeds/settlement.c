/* Which settlements are kept; see settlement.h. */
#include "feeds/settlement.h"

#include <stdlib.h>
#include <string.h>

#include "app/secret/secret.h"
#include "lib/crypt.h"
#include "lib/mask.h"

static const struct word states[] = {
	{ SETTLEMENT_PENDING, "pending", "待结算", "To be paid", NULL, NULL },
	{ SETTLEMENT_PAID, "paid", "已结算", "Paid", NULL, NULL },
	{ SETTLEMENT_FAILED, "failed", "结算失败", "Failed", NULL, NULL },
};
const struct words settlement_state_words = WORDS("settlement_state", states);

static const struct field item_fields[] = {
	{ .name = "payment_no",
	    .type = FIELD_TEXT,
	    .flags = FIELD_REQUIRED,
	    .max = FEED_NO_MAX,
	    .format = &format_reference,
	    .zh = "支付号",
	    .en = "Payment number" },
};
static const struct form item_form = FORM(
    "feed_settled", "所结算的支付", "A payment that is settled", item_fields);

static const struct field fields[] = {
	{ .name = "settlement_no",
	    .type = FIELD_TEXT,
	    .flags = FIELD_REQUIRED,
	    .max = FEED_NO_MAX,
	    .format = &format_reference,
	    .zh = "结算单号",
	    .en = "Settlement number",
	    INTO(settlement, settlement_no) },
	{ .name = "institution",
	    .type = FIELD_TEXT,
	    .flags = FIELD_REQUIRED,
	    .max = 12,
	    .format = &format_institution_code,
	    .zh = "机构编码",
	    .en = "Institution's code",
	    INTO(settlement, institution) },
	{ .name = "bank",
	    .type = FIELD_TEXT,
	    .flags = FIELD_REQUIRED,
	    .max = 60,
	    .zh = "银行",
	    .en = "Bank",
	    INTO(settlement, bank) },
	{ .name = "account",
	    .type = FIELD_TEXT,
	    .flags = FIELD_REQUIRED,
	    .max = 32,
	    .format = &format_bank_account,
	    .zh = "结算账号",
	    .en = "Account number",
	    INTO(settlement, account) },
	{ .name = "period_from",
	    .type = FIELD_DATE,
	    .flags = FIELD_REQUIRED,
	    .zh = "结算期间起",
	    .en = "First day of the period",
	    INTO(settlement, period_from) },
	{ .name = "period_to",
	    .type = FIELD_DATE,
	    .flags = FIELD_REQUIRED,
	    .not_before = "period_from",
	    .zh = "结算期间止",
	    .en = "Last day of the period",
	    INTO(settlement, period_to) },
	{ .name = "amount",
	    .type = FIELD_MONEY,
	    .flags = FIELD_REQUIRED,
	    .min = 0,
	    .zh = "结算金额",
	    .en = "Amount",
	    INTO(settlement, amount) },
	{ .name = "state",
	    .type = FIELD_CHOICE,
	    .flags = FIELD_REQUIRED,
	    .words = &settlement_state_words,
	    .zh = "状态",
	    .en = "State",
	    INTO(settlement, state) },
	{ .name = "time",
	    .type = FIELD_TEXT,
	    .flags = FIELD_REQUIRED,
	    .max = 35,
	    .format = &format_time,
	    .zh = "状态时间",
	    .en = "Since when it is in that state",
	    INTO(settlement, time) },
	{ .name = "payments",
	    .type = FIELD_GROUP,
	    .flags = FIELD_REQUIRED | FIELD_REPEATED,
	    .max_items = SETTLEMENT_PAYMENTS_MAX,
	    .part = &item_form,
	    .zh = "所结算的支付",
	    .en = "The payments that it settles",
	    INTO(settlement, payments) },
};
static const struct form line_form =
    FORM_INTO("feed_settlement", "结算明细", "Settlement", fields, settlement);

static const struct field batch_fields[] = { FEED_BATCH_FIELDS(line_form) };
const struct form feed_settlements_form = FORM_INTO("feed_settlements",
    "结算数据批次", "A batch of settlements", batch_fields, feed_batch);

void
settlement_account_mac(const struct request *r, const char *account,
    unsigned char out[DIGEST_BYTES])
{
	const char *whole =
	    arena_printf(r->mem, "settlement_account:%s", account);

	crypt_hmac(keyring_newest(&r->server->keyring, KEY_MAC), whole,
	    strlen(whole), out);
}

const char *
settlement_account_place(struct arena *mem, const char *settlement_no)
{
	return arena_printf(mem, "settlement/%s/account", settlement_no);
}

static const char *
code_of(const struct feed_line *line)
{
	return ((const struct settlement *)line->read)->institution;
}

static void
fault(struct feed_line *line, const char *member, const char *code)
{
	feed_fault(&settlement_feed, line, member, code);
}

/* What differs of one that is there, or NULL. */
static const char *
changed_member(const struct settlement *s, const struct settlement_kept *kept)
{
	if (kept->organisation_id != s->of->id)
		return "institution";
	if (strcmp(kept->bank, s->bank) != 0)
		return "bank";
	if (memcmp(kept->account_mac, s->account_mac, DIGEST_BYTES) != 0)
		return "account";
	if (kept->period_from.ms != s->period_from.ms)
		return "period_from";
	if (kept->period_to.ms != s->period_to.ms)
		return "period_to";
	if (kept->amount != s->amount)
		return "amount";
	return kept->payments != (int64_t)s->payments->count ? "payments"
							     : NULL;
}

static void
update(struct request *r, struct feed_line *line,
    const struct settlement_kept *kept)
{
	const struct settlement *s = line->read;
	const char *changed = changed_member(s, kept);
	int64_t amount;

	if (changed == NULL &&
	    settlement_count(r, s, kept->id, &amount) != kept->payments)
		changed = "payments";
	if (changed != NULL)
		fault(line, changed, "not_as_before");
	else if (kept->state == s->state)
		fault(line, "settlement_no", "taken");
	else if (kept->state == SETTLEMENT_PAID)
		fault(line, "state", "final");
	else if (s->at.ms < kept->at.ms)
		fault(line, "time", "outdated");
	else
		settlement_set_state(r, kept->id, s);
}

static int
by_text(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static bool
names_one_twice(struct arena *mem, const struct json *payments)
{
	const char **all = arena_alloc(mem, payments->count * sizeof(*all));
	size_t n = 0;

	for (const struct json *p = payments->first; p != NULL; p = p->next)
		all[n++] = json_member_text(p, "payment_no");
	qsort(all, n, sizeof(*all), by_text);
	for (size_t i = 1; i < n; i++)
		if (strcmp(all[i], all[i - 1]) == 0)
			return true;
	return false;
}

static void
insert(
    struct request *r, const struct feed_lines *lines, struct feed_line *line)
{
	struct settlement *s = line->read;
	int64_t amount, id;

	if (settlement_count(r, s, 0, &amount) != (int64_t)s->payments->count)
		fault(line, "payments", "not_to_settle");
	else if (amount != s->amount)
		fault(line, "amount", "adds_up");
	if (!feed_line_is_good(line))
		return;
	s->account_sealed = secret_seal(r, s->of->id,
	    settlement_account_place(r->mem, s->settlement_no), s->account);
	s->account_shown = mask_text(r->mem, s->account);
	if (s->account_sealed == NULL)
		return;
	id = settlement_insert(r, lines->batch_id, s);
	/* Another batch has taken the number, or a payment, in between: the
	 * whole of this one is done again and finds that. */
	if (id == 0 || settlement_take(r, s, id) != (int64_t)s->payments->count)
		r->broken = ERR_RETRY;
}

static void
keep(struct request *r, struct feed_lines *lines)
{
	struct list institutions = feed_institutions(r, lines, code_of);

	for (size_t i = 0; i < lines->n && r->broken == OK; i++) {
		struct feed_line *line = &lines->items[i];
		struct settlement *s = line->read;
		struct settlement_kept kept;

		if (!feed_line_is_good(line))
			continue;
		clock_read(s->time, &s->at);
		s->of = feed_institution(&institutions, s->institution);
		if (s->of == NULL) {
			fault(line, "institution", "no_institution");
			continue;
		}
		if (feed_is_ahead(lines, s->at)) {
			fault(line, "time", "in_future");
			continue;
		}
		if (names_one_twice(r->mem, s->payments)) {
			fault(line, "payments", "twice");
			continue;
		}
		settlement_account_mac(r, s->account, s->account_mac);
		if (settlement_find(r, s->settlement_no, &kept))
			update(r, line, &kept);
		else
			insert(r, lines, line);
	}
}

const struct feed settlement_feed = {
	.number = FEED_SETTLEMENTS,
	.act = "feed.settlements",
	.amount = "amount",
	.id = "settlement_no",
	.batch = &feed_settlements_form,
	.line = &line_form,
	.keep = keep,
};
