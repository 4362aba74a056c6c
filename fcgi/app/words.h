/* Every closed vocabulary of the product. The numbers are in the database. */
#ifndef LIANGDING_APP_WORDS_H
#define LIANGDING_APP_WORDS_H

#include "lib/words.h"

enum realm { REALM_INSTITUTION = 1, REALM_BUREAU };
enum account_kind {
	ACCOUNT_INSTITUTION = 1,
	ACCOUNT_UNIFIED,
	ACCOUNT_BUREAU,
	ACCOUNT_BANK
};
enum account_state {
	ACCOUNT_ACTIVE = 1,
	ACCOUNT_CLOSED,
	ACCOUNT_LOCKED /* in lists only: active, and not let in for a while */
};
enum grant_state { GRANT_USABLE = 1, GRANT_ENDED };

enum role {
	ROLE_OPERATOR = 1,
	ROLE_INSTITUTION_ADMIN,
	ROLE_FINANCE,
	ROLE_DISTRICT_REVIEWER,
	ROLE_CITY_REVIEWER,
	ROLE_CITY_CENTRE,
	ROLE_PROVINCE_REVIEWER,
	ROLE_NATIONAL_REVIEWER,
	ROLE_PLATFORM_ADMIN,
	ROLE_BANK_REVIEWER,
	ROLE_TECHNICAL_REVIEWER,
	ROLE_DATA_CENTRE,
	ROLE_APPEALS,
	ROLE_STAFF
};

enum organisation_kind {
	ORGANISATION_INSTITUTION = 1,
	ORGANISATION_BUREAU,
	ORGANISATION_CITY_CENTRE,
	ORGANISATION_BANK,
	ORGANISATION_TECHNICAL_TEAM,
	ORGANISATION_DATA_CENTRE
};

/* What an institution is, as its national code begins. */
enum institution_kind { INSTITUTION_MEDICAL = 1, INSTITUTION_PHARMACY };

/* Who decides; where each sits and how it is found: app/desk. */
enum desk {
	DESK_NONE = 0,
	DESK_DISTRICT,
	DESK_CITY,
	DESK_PROVINCE,
	DESK_NATION,
	DESK_CITY_CENTRE,
	DESK_BANK,
	DESK_TECHNICAL_TEAM,
	DESK_DATA_CENTRE,
	DESK_PROVINCE_ADMIN,
	DESK_NATION_ADMIN,
	DESK_COUNT
};

/* Of jobs (app/job): what takes its time delays nothing that is soon done. */
enum lane {
	LANE_SHORT = 1,
	LANE_LONG,
	LANE_MAIL,
	LANE_SMS,
	LANE_PUSH /* to who is connected by API */
};
enum job_state { JOB_WAITING = 1, JOB_RUNNING, JOB_DONE, JOB_FAILED };

enum language { LANGUAGE_ZH = 1, LANGUAGE_EN };

/* By what a message goes out, and how it stands (app/outbox). */
enum carrier { CARRIER_MAIL = 1, CARRIER_SMS };
enum outbox_state {
	OUTBOX_QUEUED = 1,
	OUTBOX_SENDING,
	OUTBOX_SENT,
	OUTBOX_FAILED,
	OUTBOX_UNKNOWN, /* it may have gone out */
	OUTBOX_NOBODY   /* it is for nobody: only so that nothing tells */
};

/* What somebody who cannot sign in has forgotten (app/recovery). */
enum forgotten {
	FORGOTTEN_PASSWORD = 1, /* an institution's account's */
	FORGOTTEN_PERSONAL,     /* a person's own */
	FORGOTTEN_ACCOUNT
};
enum phone_which { PHONE_OLD = 1, PHONE_NEW };

/* What a code by SMS is for (app/sms_code). */
enum sms_purpose {
	SMS_LOGIN = 1,
	SMS_PASSWORD,
	SMS_ACCOUNT,
	SMS_PHONE_OLD,
	SMS_PHONE_NEW,
	SMS_FORM,
	SMS_ENROLMENT
};

/* Of an institution that asks for an account (ACC-6). */
enum enrolment_state {
	ENROLMENT_WAITING = 1,
	ENROLMENT_APPROVED,
	ENROLMENT_REFUSED
};

/* Of a code to scan (QR-1), and why one was refused. */
enum qr_state {
	QR_WAITING = 1,
	QR_SCANNED,
	QR_CONFIRMED,
	QR_CONSUMED,
	QR_CANCELLED,
	QR_EXPIRED, /* told by its time, never kept */
	QR_REFUSED
};
enum qr_reason { QR_BY_NUMBERS = 1, QR_BY_CREDENTIAL, QR_BY_CLOSED };
enum app_key_state { APP_KEY_CURRENT = 1, APP_KEY_REVOKED };

enum order_state {
	ORDER_DRAFT = 1,
	ORDER_WAITING,
	ORDER_APPROVED,
	ORDER_REJECTED,
	ORDER_WITHDRAWN,
	ORDER_CONCLUDED /* approved, and its institution has confirmed it */
};

/* How what is on file stands (app/record). */
enum record_state { RECORD_ON_FILE = 1, RECORD_CHANGING };

/*
 * What an applicant reads, whatever the kind; the words of its steps come
 * behind them (app/kind).
 */
enum order_status {
	STATUS_DRAFT = 1,
	STATUS_APPROVED,
	STATUS_WITHDRAWN,
	STATUS_SUPPLEMENT
};

/* How an order stands for one desk (REVIEW-2); hidden is 0. */
enum desk_state {
	DESK_HIDDEN = 0,
	DESK_WAITING,
	DESK_APPROVED,
	DESK_REJECTED,
	/* Rows of that desk's 已办, by its own verdict (REVIEW-11). */
	DESK_DONE_APPROVED,
	DESK_DONE_REJECTED,
	DESK_STATE_COUNT
};

/* What a row of a desk's lists says of it. */
enum standing {
	STANDING_WAITING = 1,
	STANDING_APPROVED,
	STANDING_REJECTED,
	STANDING_AUTOMATIC,
	STANDING_AGREED,
	STANDING_REFUSED
};

enum verdict { VERDICT_APPROVE = 1, VERDICT_REJECT };

enum event {
	EVENT_SUBMIT = 1,
	EVENT_RESUBMIT,
	EVENT_WITHDRAW,
	EVENT_APPROVE,
	EVENT_REJECT,
	EVENT_AUTO_APPROVE,
	EVENT_SKIP,
	EVENT_CONFIRM,    /* the institution's, which ends the matter */
	EVENT_NOTE,       /* a desk's dated remark, which decides nothing */
	EVENT_ROTATE,     /* its keys have made way for new ones */
	EVENT_REVOKE,     /* what was given out holds no more */
	EVENT_SUPPLEMENT, /* a desk asks for more (app/supplement) */
	EVENT_SUPPLY,     /* it is sent in */
	EVENT_LAPSE,      /* it was not, in time */
	EVENT_RECALL,     /* the desk has thought better of it */
	/* Of an account's proof (app/account_proof) */
	EVENT_PROOF_ASK = 20,
	EVENT_PROOF_PAY,
	EVENT_PROOF_RECALL,
	EVENT_PROVEN,
	EVENT_UNPROVEN,
	EVENT_PROOF_LAPSE,
	/* Who is connected by API has it (app/connection) */
	EVENT_HAND_OVER = 30
};

/* By what somebody acts who is no person; 0: it is one. */
enum via { VIA_CONNECTION = 1 };

/* An organisation's connection by API, and what is handed over by it. */
enum connection_state { CONNECTION_OPEN = 1, CONNECTION_CLOSED };
enum push_state {
	PUSH_QUEUED = 1,
	PUSH_SENDING,
	PUSH_ACKNOWLEDGED,
	PUSH_OVERTAKEN, /* it is decided, changed or taken back by now */
	PUSH_FAILED     /* nobody has acknowledged it in time */
};

/* Why a step of a route happened without anyone deciding it. */
enum rule { RULE_SWITCH = 1, RULE_NO_DESK };

/* Keys that an approval gives (app/credential): where they open, what they are,
 * how they stand. */
enum environment { ENVIRONMENT_TEST = 1, ENVIRONMENT_PRODUCTION };
enum credential_key { CREDENTIAL_APP_SECRET = 1, CREDENTIAL_DATA_KEY };
enum credential_state { CREDENTIAL_CURRENT = 1, CREDENTIAL_STOPPED };

/* Papers that an approval gives out (app/document): how far one is, whether
 * it holds, and what keeps one that is not ready. */
enum document_state {
	DOCUMENT_WAITING = 1,
	DOCUMENT_READY,
	DOCUMENT_FAILED /* told by its job, never kept */
};
enum document_standing {
	DOCUMENT_VALID = 1,
	DOCUMENT_SUPERSEDED,
	DOCUMENT_REVOKED
};
enum document_awaits {
	AWAITS_DRAWING = 1,
	AWAITS_SEALS,
	AWAITS_SEAL_KEY,
	AWAITS_ENDPOINT,
	AWAITS_RETRY
};

/* How it stands with the proof of an account (app/account_proof). */
enum account_proof_state {
	ACCOUNT_PROOF_NONE = 1, /* nobody has asked; never kept */
	ACCOUNT_PROOF_ASKED,    /* and the office is to pay */
	ACCOUNT_PROOF_PAID,     /* the applicant is to say how much has come */
	ACCOUNT_PROOF_PROVEN,
	ACCOUNT_PROOF_FAILED,
	ACCOUNT_PROOF_LAPSED,
	ACCOUNT_PROOF_RECALLED,
	ACCOUNT_PROOF_CLOSED /* its order was decided, withdrawn, sent anew */
};
/* Of a step that is shown by itself (app/order/milestones.h). */
enum milestone_state {
	MILESTONE_DONE = 1,
	MILESTONE_NOW,
	MILESTONE_TODO,
	MILESTONE_UNASKED,
	MILESTONE_FAILED
};

enum step_action { ACTION_REVIEW = 1, ACTION_FILE, ACTION_VIEW };
enum route_state {
	ROUTE_DONE = 1,
	ROUTE_CURRENT,
	ROUTE_TODO,
	ROUTE_SKIPPED,
	ROUTE_REJECTED
};
enum view { VIEW_WORKING = 1, VIEW_DECIDED };
enum sort { SORT_NEWEST = 1, SORT_OLDEST, SORT_DUE };
enum file_state { FILE_UPLOADING = 1, FILE_OK };
/* How it stands with the seal on a paper, or on all of a submission's. */
enum seal_state {
	SEAL_NONE = 0,
	SEAL_WAITING,
	SEAL_DELAYED, /* for want of its office's key */
	SEAL_RETRYING,
	SEAL_DONE,
	SEAL_FAILED,
	SEAL_VOID,
	SEAL_STATE_COUNT
};
enum reason {
	REASON_MISSING = 1,
	REASON_WRONG,
	REASON_INCOMPLETE,
	REASON_MISMATCH,
	REASON_ILLEGIBLE,
	REASON_EXPIRED,
	REASON_UNSIGNED,
	REASON_OTHER_DOCUMENT,
	REASON_NOT_ELIGIBLE,
	REASON_DUPLICATE,
	REASON_SUSPENDED,
	REASON_OTHER = 99
};

extern const struct words realm_words, account_kind_words, account_state_words,
    role_words, organisation_kind_words, institution_kind_words, desk_words,
    order_state_words, desk_state_words, verdict_words, event_words, rule_words,
    step_action_words, route_state_words, view_words, sort_words,
    review_sort_words, standing_words, file_state_words, seal_state_words,
    day_count_words, reason_words, record_state_words, job_state_words,
    lane_words, language_words, qr_state_words, qr_reason_words, carrier_words,
    outbox_state_words, sms_purpose_words, enrolment_state_words,
    forgotten_words, phone_which_words, environment_words, credential_key_words,
    credential_state_words, document_state_words, document_standing_words,
    document_awaits_words, account_proof_state_words, milestone_state_words,
    via_words, connection_state_words, push_state_words;

/* All of them, NULL-terminated, for the API's description. */
extern const struct words *const all_words[];

#endif
