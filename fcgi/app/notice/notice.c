/* Telling people what happened; see notice.h. */
#include "app/notice/notice.h"

#include <string.h>

#include "app/desk/desk.h"
#include "app/notice/notice_sql.h"
#include "app/notice/notice_text.h"
#include "app/order/order_sql.h"
#include "app/outbox/outbox.h"
#include "app/person/person.h"
#include "app/review/route.h"

enum { CALM, URGENT };
#define NOTICE(number, name, word, how, zh, en, ...) \
	{ number, word, zh, en, NULL, NULL },
static const struct word notices[] = {
#include "app/notice/notices.def"
};
const struct words notice_words = WORDS("notice", notices);

#define NOTICE(number, name, word, how, ...) [number] = how,
static const int urgency[] = {
#include "app/notice/notices.def"
};

static const char *
args_of(struct request *r, const struct order *o, const struct notice_told *t)
{
	struct json_out out;

	json_begin(&out, r->mem);
	json_object(&out);
	json_set_int(&out, "notice", t->notice);
	json_set_int(&out, "audience", t->audience);
	json_set_int(&out, "account_id", t->account_id);
	json_set_int(&out, "organisation_id", t->organisation_id);
	json_set_int(&out, "desk", t->desk);
	json_set_int(&out, "round_no", o == NULL ? 0 : o->round_no);
	json_set_int(&out, "but", r->actor.account_id);
	json_name(&out, "params");
	json_object(&out);
	if (o != NULL) {
		json_set_text(&out, "title",
		    o->title != NULL ? o->title : o->institution_name);
		json_set_text(&out, "institution", o->institution_name);
	}
	for (const char *const *p = t->params; p != NULL && *p != NULL; p += 2)
		if (p[1] != NULL)
			json_set_text(&out, p[0], p[1]);
	json_object_end(&out);
	json_object_end(&out);
	return json_finish(&out);
}

void
notice_tell(
    struct request *r, const struct order *o, const struct notice_told *t)
{
	job_queue(r->db, &notice_job,
	    &(struct job_asked){
		.object_id = o == NULL ? 0 : o->id, .args = args_of(r, o, t) });
}

void
notice_choices_of(
    struct request *r, int64_t account_id, struct notice_choices *out)
{
	*out = (struct notice_choices){ .language = LANGUAGE_ZH, .mail = true };
	notice_find_choices(r->db, account_id, out);
}

enum language
notice_language(struct request *r, int64_t account_id)
{
	struct notice_choices c;

	notice_choices_of(r, account_id, &c);
	return (enum language)c.language;
}

/* What they are told, in words of their own language; where to read on. */
static void
send_letter(struct request *r, enum carrier carrier, const char *to,
    enum language language, const struct notice_item *item)
{
	const struct word *w = words_at(&notice_words, item->notice);
	bool english = language == LANGUAGE_EN;
	const char *const params[] = { "subject", english ? w->en : w->zh,
		"text", notice_text(r->mem, item, language), "link",
		r->server->config.public_url, NULL };
	const struct letter letter = { .message = carrier == CARRIER_MAIL
						      ? MESSAGE_NOTICE
						      : MESSAGE_NOTICE_SMS,
		.language = language,
		.to = to,
		.params = params };

	outbox_send(r, &letter);
}

/* In the inbox, and by what else the account has chosen and has. */
static void
deliver(struct request *r, const struct recipient *to,
    const struct notice_item *item, int64_t order_id)
{
	struct notice_choices c;
	struct person_phone phone;
	const char *address;

	notice_insert(
	    r->db, to, (enum notice)item->notice, order_id, item->params);
	notice_choices_of(r, to->account_id, &c);
	address = c.mail ? person_mail(r, to->account_id) : NULL;
	if (address != NULL)
		send_letter(
		    r, CARRIER_MAIL, address, (enum language)c.language, item);
	if (!c.sms || urgency[item->notice] != URGENT ||
	    !person_phone(r, to->account_id, &phone))
		return;
	address = person_phone_open(r, &phone);
	if (address != NULL)
		send_letter(
		    r, CARRIER_SMS, address, (enum language)c.language, item);
}

static void
deliver_all(struct request *r, const struct list *to,
    const struct notice_item *item, int64_t order_id)
{
	const struct recipient *all = to->items;

	for (size_t i = 0; i < to->n && r->broken == OK; i++)
		deliver(r, &all[i], item, order_id);
}

static int64_t
number_in(const struct json *args, const char *name)
{
	int64_t n = 0;
	const struct json *j = json_member(args, name);

	if (j != NULL)
		json_integer(j, &n);
	return n;
}

/* Who decides about the list's orders in an office at the desk. */
static struct list
deciders(struct request *r, int64_t organisation_id, enum desk desk,
    const struct order_list_kind *list)
{
	return notice_deciders(r->db, r->mem, organisation_id,
	    desk_row(desk)->role,
	    kind_list_lacks(list, desk, 0) ? list->number : 0);
}

static struct list
recipients(struct request *r, const struct order *o, const struct json *args)
{
	switch ((enum notice_audience)number_in(args, "audience")) {
	case TO_APPLICANTS:
		return notice_applicants(r->db, r->mem, o->organisation_id,
		    o->institution_code != NULL);
	case TO_APPROVERS:
		return notice_approvers(r->db, r->mem, o->id,
		    number_in(args, "round_no"), number_in(args, "but"));
	case TO_REJECTER:
		return notice_rejecter(r->db, r->mem, o->id);
	case TO_ONE:
		return notice_one(r->db, r->mem,
		    &(struct recipient){ number_in(args, "account_id"),
			number_in(args, "organisation_id") });
	case TO_OFFICE:
		return deciders(r, number_in(args, "organisation_id"),
		    (enum desk)number_in(args, "desk"), kind_of(o->kind)->list);
	}
	return (struct list){ NULL, 0 };
}

static enum err
tell(struct request *r, struct job *j)
{
	const struct json *args =
	    j->args == NULL ? NULL
			    : json_read(r->mem, j->args, strlen(j->args));
	struct order o = { 0 };
	struct notice_item item;
	struct list to;

	/* A draft that was deleted meanwhile concerns nobody. */
	if (args == NULL || (j->object_id != 0 &&
				!order_by_id(r->db, r->mem, j->object_id, &o)))
		return db_error(r->db);
	item = (struct notice_item){ .notice = number_in(args, "notice"),
		.kind = o.kind,
		.params = json_text_of(r->mem, json_member(args, "params")) };
	if (words_at(&notice_words, item.notice) == NULL)
		return OK; /* of a newer program's making */
	to = recipients(r, &o, args);
	deliver_all(r, &to, &item, o.id);
	return r->broken != OK ? r->broken : db_error(r->db);
}

const struct job_kind notice_job = { .number = NOTICE_JOB,
	.name = "notice",
	.lane = LANE_SHORT,
	.attempts = 10,
	.pause = 2,
	.pause_max = 600,
	.lease = 30,
	.effect = tell };

static const char *
load_params(struct request *r, const struct notice_load *load,
    const struct order_list_kind *list)
{
	struct json_out o;

	json_begin(&o, r->mem);
	json_object(&o);
	json_set_text(
	    &o, "n", arena_printf(r->mem, "%lld", (long long)load->n));
	json_set_text(&o, "due", notice_day_text(r->mem, load->due_at));
	json_set_text(&o, "list", list->name);
	json_object_end(&o);
	return json_finish(&o);
}

/* So that a country's offices fit: what was opened for one goes with it. */
static void
forget(struct request *r, struct arena_mark mark)
{
	r->data_keys = NULL;
	arena_reset(r->mem, mark);
}

/* One line for each who decides there; what is late, for those who supervise
 * them, too. */
static void
tell_loads(struct request *r, enum notice notice,
    const struct order_list_kind *list, enum desk desk, struct moment from,
    struct moment to)
{
	struct list loads =
	    notice_loads(r->db, r->mem, list->number, desk, from, to);
	const struct notice_load *all = loads.items;
	const struct desk_row *row = desk_row(desk);

	for (size_t i = 0; i < loads.n && r->broken == OK; i++) {
		struct arena_mark mark = arena_mark(r->mem);
		struct notice_item item = { .notice = notice,
			.params = load_params(r, &all[i], list) };
		struct list whom =
		    deciders(r, all[i].organisation_id, desk, list);
		deliver_all(r, &whom, &item, 0);
		if (notice == NOTICE_OVERDUE &&
		    row->role != ROLE_PLATFORM_ADMIN) {
			whom = notice_deciders(r->db, r->mem,
			    all[i].organisation_id, ROLE_PLATFORM_ADMIN, 0);
			deliver_all(r, &whom, &item, 0);
		}
		forget(r, mark);
	}
}

static void
tell_duties(struct request *r, struct moment today)
{
	const struct moment from = {
		today.ms + (NOTICE_DUTY_DAYS - 1) * CLOCK_DAY_MS + 1
	};
	const struct moment to = { from.ms + CLOCK_DAY_MS };
	struct list duties = notice_duties(r->db, r->mem, from, to);
	const struct notice_duty *all = duties.items;

	for (size_t i = 0; i < duties.n && r->broken == OK; i++) {
		const struct word *w = words_at(&duty_words, all[i].kind);
		struct arena_mark mark = arena_mark(r->mem);
		struct notice_item item = { .notice = NOTICE_DUTY_SOON };
		struct list whom = notice_applicants(
		    r->db, r->mem, all[i].organisation_id, true);
		struct json_out o;

		if (w == NULL)
			continue; /* of a newer program's making */
		json_begin(&o, r->mem);
		json_object(&o);
		json_set_text(&o, "duty", w->word);
		json_set_text(
		    &o, "due", notice_day_text(r->mem, all[i].due_at));
		json_object_end(&o);
		item.params = json_finish(&o);
		deliver_all(r, &whom, &item, 0);
		forget(r, mark);
	}
}

/* Whoever has until the end of tomorrow to send more (PLAT-15), or to say how
 * much has come (MERCH-8). */
static void
tell_asked(struct request *r, enum notice notice, struct moment today)
{
	const struct moment from = { today.ms + CLOCK_DAY_MS + 1 };
	const struct moment to = { from.ms + CLOCK_DAY_MS };
	struct list asked = notice_asked(r->db, r->mem, notice, from, to);
	const struct notice_asked *all = asked.items;

	for (size_t i = 0; i < asked.n && r->broken == OK; i++) {
		struct arena_mark mark = arena_mark(r->mem);
		const char *const params[] = { "due",
			notice_day_text(r->mem, all[i].until), NULL };
		struct order o;

		if (order_by_id(r->db, r->mem, all[i].order_id, &o))
			notice_tell(r, &o,
			    &(struct notice_told){ .notice = notice,
				.audience = TO_APPLICANTS,
				.params = params });
		forget(r, mark);
	}
}

/* Once a day and one transaction: a country's offices, a few lines each. */
static enum err
tell_due(struct request *r, struct job *j)
{
	struct moment now = r->actor.now;
	struct moment today = clock_day_start(clock_day_number(now));
	struct moment after_tomorrow = { today.ms + 2 * CLOCK_DAY_MS + 1 };
	const struct order_list_kind *list = NULL;

	(void)j;
	while ((list = kind_list_next(list)) != NULL)
		for (enum desk desk = DESK_DISTRICT; desk < DESK_COUNT;
		     desk++) {
			if (!kind_list_is_at(list, desk))
				continue;
			tell_loads(r, NOTICE_OVERDUE, list, desk,
			    (struct moment){ 0 }, now);
			tell_loads(r, NOTICE_DUE_SOON, list, desk, now,
			    after_tomorrow);
		}
	tell_duties(r, today);
	tell_asked(r, NOTICE_SUPPLEMENT_SOON, today);
	tell_asked(r, NOTICE_ACCOUNT_PROOF_SOON, today);
	return r->broken != OK ? r->broken : db_error(r->db);
}

const struct job_kind notice_due_job = { .number = NOTICE_DUE_JOB,
	.name = "notice_due",
	.lane = LANE_LONG,
	.attempts = 10,
	.pause = 30,
	.pause_max = 1800,
	.lease = 600,
	.effect = tell_due };

void
notice_due_daily(struct server *s, struct arena *mem)
{
	struct request *r = job_request(s, mem);
	int64_t day = clock_day_number(r->actor.now);
	int64_t hour = (r->actor.now.ms - clock_day_start(day).ms) / 3600000;

	if (db_error(s->db) != OK || hour < NOTICE_DUE_HOUR)
		return;
	db_begin(s->db);
	if (!notice_day(s->db, clock_local_day(r->actor.now))) {
		db_rollback(s->db);
		return;
	}
	job_queue(s->db, &notice_due_job, &(struct job_asked){ 0 });
	db_commit(s->db);
}
