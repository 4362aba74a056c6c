/* The way of a trial order, and what its approval brings about. */
#include "trial/trial.h"

#include <string.h>

#include "app/duty/duty.h"
#include "app/job/job.h"
#include "app/name/name.h"
#include "app/record/record.h"
#include "app/serial.h"
#include "lib/crypt.h"

#define LATE .missed_zh = "逾期", .missed_en = "It is overdue"

#define CITY_REVIEWS                                                        \
	.desk = DESK_CITY, .action = ACTION_REVIEW, .days = 2,              \
	.counted = WORKING_DAYS, .owes = OWES_REASON, LATE,                 \
	.waiting = { "trial_waiting_city", "待市局审核", "With the city" }, \
	.rejected = { "trial_rejected_city", "市局驳回",                    \
		"Rejected by the city" }
#define CENTRE_REVIEWS                                                \
	.desk = DESK_CITY_CENTRE, .action = ACTION_REVIEW, .days = 3, \
	.counted = CALENDAR_DAYS, .owes = OWES_REMARK, LATE,          \
	.waiting = { "trial_waiting_centre", "待中心审核",            \
		"With the centre" },                                  \
	.rejected = { "trial_rejected_centre", "中心驳回",            \
		"Rejected by the centre" }
#define BANK_SIGNS                                                          \
	.desk = DESK_BANK, .action = ACTION_REVIEW, .days = 1,              \
	.counted = WORKING_DAYS, .owes = OWES_REASON, LATE,                 \
	.waiting = { "trial_waiting_bank", "待银行签约", "With the bank" }, \
	.rejected = { "trial_rejected_bank", "银行驳回",                    \
		"Rejected by the bank" }

static effect appoint;

static const struct step steps[] = {
	{ CITY_REVIEWS },
	{ CENTRE_REVIEWS, .effect = appoint },
	{ BANK_SIGNS, .grants = &trial_grant_form },
};

static const struct proving proving = {
	.group = "accounts",
	.account_no = "account_no",
	.bank_name = "bank_name",
	.desk = DESK_BANK,
	.days = 3,
};

static const struct order_list_kind trial_list = {
	.number = 100,
	.name = "trial",
	.zh = "设备登记",
	.en = "Devices",
	.title = { .zh = "设备名称", .en = "Device" },
	.facet_a = { .zh = "规模", .en = "Class", .words = &trial_class_words },
};

static enum err
address(struct request *r, struct order *o, const struct json *content)
{
	o->addressee_id = trial_bank(r, json_member_text(content, "bank"));
	if (o->addressee_id == 0)
		request_fault(r, &trial_form, "bank", "choice");
	return o->addressee_id == 0 ? ERR_INVALID : OK;
}

static void
identity_of(struct request *r, const struct order *o,
    const struct json *content, unsigned char out[DIGEST_BYTES])
{
	const char *text =
	    arena_printf(r->mem, "%lld %s", (long long)o->division,
		name_key(r->mem, json_member_text(content, "name")));

	crypt_sha256(text, strlen(text), out);
}

static const char *
code_of(struct request *r, const struct order *o)
{
	int64_t n = record_serial(r, o);

	return n == 0 ? NULL
		      : arena_printf(r->mem, "T%06lld%05lld",
			    (long long)o->division, (long long)n);
}

enum {
	INSPECTION = 200, /* duties */
	RENEWAL,
	NOTICES = 210, /* whose serials */
	APPOINTMENTS,
	APPOINTMENTS_OFF,
	INSPECTION_DAYS = 30,
	RENEWAL_DAYS = 30,
	GOOD_DAYS = 365
};

static const struct word duties[] = {
	{ INSPECTION, "trial_inspection", "首次质控检测", "First quality check",
	    "检测后提交设备变更申请。",
	    "Submit a device change once it has been checked." },
	{ RENEWAL, "trial_renewal", "登记到期续展", "Registration has run out",
	    "重新提交设备登记或变更申请。",
	    "Register the device again, or submit a change." },
};

/* The centre makes an appointment to see the device, each under a number; the
 * bank's refusal calls it off. */
static enum err
appoint(struct request *r, const struct order *o, const struct json *content,
    const struct json *granted)
{
	(void)o;
	(void)content;
	(void)granted;
	serial_next(r->db, APPOINTMENTS, 0, 0);
	return db_error(r->db);
}

static enum err
call_off(struct request *r, const struct order *o)
{
	(void)o;
	serial_next(r->db, APPOINTMENTS_OFF, 0, 0);
	return db_error(r->db);
}

/* The end of the day so many days on. */
static struct moment
days_on(const struct request *r, int64_t days)
{
	return clock_day_start(clock_day_number(r->actor.now) + days + 1);
}

static enum err
owe(struct request *r, int64_t duty, int64_t days, const struct record *record)
{
	return duty_set(r->db, &(struct duty_asked){ .duty = duty,
				   .organisation_id = record->organisation_id,
				   .object_id = record->id,
				   .order_id = record->order_id,
				   .due_at = days_on(r, days) });
}

/* What is on file and was not renewed in time: its owner is given notice, under
 * a number without gaps, and owes the renewal. */
static enum err
run_out(struct request *r, struct job *j)
{
	struct record record;
	int64_t n;

	if (!trial_record_by_id(r, j->object_id, &record))
		return db_error(r->db);
	n = serial_next(r->db, NOTICES, 0, 0);
	j->result = arena_printf(r->mem, "{\"notice\":%lld}", (long long)n);
	return owe(r, RENEWAL, RENEWAL_DAYS, &record);
}

static const struct job_kind jobs[] = {
	{ .number = 200,
	    .name = "trial_run_out",
	    .lane = LANE_SHORT,
	    .attempts = 5,
	    .pause = 60,
	    .pause_max = 3600,
	    .lease = 60,
	    .effect = run_out },
};

/* Good from now on for as long again, whatever was to come. */
static enum err
renew(struct request *r, const struct record *record)
{
	job_cancel(r->db, &jobs[0], record->id);
	duty_clear(r->db, RENEWAL, record->id, record->organisation_id);
	return job_queue(r->db, &jobs[0],
	    &(struct job_asked){
		.object_id = record->id, .run_at = days_on(r, GOOD_DAYS) });
}

static enum err
put_on_file(struct request *r, const struct order *o,
    const struct json *content, const struct json *granted)
{
	unsigned char identity[DIGEST_BYTES];
	struct record record;
	enum err e;

	identity_of(r, o, content, identity);
	e = record_write(r, o, identity, code_of, granted, &record);
	if (e == OK)
		e = renew(r, &record);
	if (e != OK)
		return e;
	return o->subject_id == 0 ? owe(r, INSPECTION, INSPECTION_DAYS, &record)
				  : duty_clear(r->db, INSPECTION, record.id,
					record.organisation_id);
}

const struct kind trial_registration = {
	.number = 200,
	.name = "trial_registration",
	.zh = "设备登记",
	.en = "Registration",
	.list = &trial_list,
	.content = &trial_form,
	STEPS(steps),
	.proving = &proving,
	.approved = { "trial_on_file", "已入库", "On file" },
	.prepare = address,
	.effect = put_on_file,
	.undo = call_off,
	JOBS(jobs),
	DUTIES(duties),
};

static const struct step change_steps[] = {
	{ CENTRE_REVIEWS },
};

static const struct field change_fields[] = {
	{ .name = "code",
	    .type = FIELD_TEXT,
	    .as = AS_IDENTITY,
	    .flags = FIELD_REQUIRED,
	    .max = 12,
	    .format = &format_upper_code,
	    .zh = "设备编码",
	    .en = "Device code" },
	{ .name = "name",
	    .type = FIELD_TEXT,
	    .as = AS_TITLE,
	    .flags = FIELD_REQUIRED,
	    .max = 40,
	    .zh = "新名称",
	    .en = "New name" },
};
static const struct form change_form =
    FORM("trial_change", "设备变更", "Device change", change_fields);

static enum err
find_subject(struct request *r, struct order *o, const struct json *content)
{
	o->subject_id = trial_record(r, json_member_text(content, "code"));
	if (o->subject_id == 0)
		request_fault(r, &change_form, "code", "choice");
	return o->subject_id == 0 ? ERR_INVALID : OK;
}

/* Of what is on file: one under way at a time, the code stays. */
const struct kind trial_change = {
	.number = 201,
	.name = "trial_change",
	.zh = "设备变更",
	.en = "Change",
	.list = &trial_list,
	.content = &change_form,
	STEPS(change_steps),
	.prepare = find_subject,
	.effect = put_on_file,
};

static const struct field supply_fields[] = {
	{ .name = "name",
	    .type = FIELD_TEXT,
	    .as = AS_TITLE,
	    .flags = FIELD_REQUIRED,
	    .max = 40,
	    .zh = "药品名称",
	    .en = "Medicine" },
};
static const struct form supply_form =
    FORM("trial_supply", "药品备案", "Medicine supply", supply_fields);

static const struct step supply_steps[] = {
	{ CITY_REVIEWS, .may_pass = true },
	{ CENTRE_REVIEWS, .effect = appoint },
};

/* For pharmacies alone. The centre's step may pass by itself. */
const struct kind trial_supply = {
	.number = 202,
	.name = "trial_supply",
	.zh = "药品备案",
	.en = "Supply",
	.list = &trial_list,
	.applies = { .institutions = INSTITUTIONS(PHARMACY) },
	.content = &supply_form,
	STEPS(supply_steps),
};

static const struct field recall_fields[] = {
	{ .name = "why",
	    .type = FIELD_PROSE,
	    .flags = FIELD_REQUIRED,
	    .max = 200,
	    .zh = "解约原因",
	    .en = "Why" },
};
static const struct form recall_form =
    FORM("trial_recall", "解约申请", "End of contract", recall_fields);

static const struct step recall_steps[] = {
	{ BANK_SIGNS },
};

/* Hangs on a registration, and so goes to the bank that has signed it. */
const struct kind trial_recall = {
	.number = 203,
	.name = "trial_recall",
	.zh = "解约申请",
	.en = "End of contract",
	.list = &trial_list,
	.content = &recall_form,
	STEPS(recall_steps),
	.parent = &trial_registration,
};
