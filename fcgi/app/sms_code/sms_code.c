/* See sms_code.h. */
#include "app/sms_code/sms_code.h"

#include <openssl/crypto.h>
#include <string.h>

#include "app/outbox/outbox.h"
#include "app/person/person.h"
#include "app/rate.h"
#include "app/sms_code/sms_code_sql.h"
#include "lib/mask.h"

enum { TICKET_BYTES = 16, MILLION = 1000000 };

static const struct column columns[] = {
	COLUMN(sms_code_issued, ticket),
	COLUMN_WITH(sms_code_issued, phone, .flags = COLUMN_NULLABLE),
	COLUMN(sms_code_issued, expires_in),
	COLUMN(sms_code_issued, again_in),
	COLUMN_WITH(sms_code_issued, sent, .flags = COLUMN_OPTIONAL),
};
const struct shape sms_code_shape = SHAPE(sms_code_issued, columns);

/* With the ticket, so that it fits nowhere else. */
static void
code_mac(const struct request *r, const char *ticket, const char *code,
    unsigned char out[DIGEST_BYTES])
{
	const char *whole = arena_printf(r->mem, "sms:%s:%s", ticket, code);

	crypt_hmac(keyring_newest(&r->server->keyring, KEY_MAC), whole,
	    strlen(whole), out);
}

/* Every code as likely as any other. */
static const char *
new_code(struct arena *mem)
{
	uint32_t dice;

	do
		crypt_random(&dice, sizeof(dice));
	while (dice >= UINT32_MAX / MILLION * MILLION);
	return arena_printf(
	    mem, "%0*u", SMS_CODE_DIGITS, (unsigned)(dice % MILLION));
}

/* The number's as typed, whoever's it is: what is counted tells nothing. */
static bool
is_allowed(
    struct request *r, enum sms_purpose purpose, const unsigned char *phone_mac)
{
	int64_t phone;

	memcpy(&phone, phone_mac, sizeof(phone));
	/* Who has shown a password or a session: strangers use nothing of
	 * theirs up. */
	if (purpose == SMS_LOGIN || r->actor.session_id != 0)
		phone = ~phone;
	return rate_allows(r, RATE_SMS_PAUSE, phone, 1) &&
	       rate_allows(r, RATE_SMS_DAY, phone, SMS_CODES_A_DAY) &&
	       rate_allows(r, RATE_SMS_ADDRESS, rate_address(r),
		   r->server->config.sms_codes_a_day);
}

static const char *
purpose_text(enum sms_purpose purpose, enum language language)
{
	const struct word *w = words_at(&sms_purpose_words, purpose);

	return language == LANGUAGE_EN ? w->en : w->zh;
}

enum err
sms_code_send(struct request *r, const struct sms_code_asked *a,
    bool show_phone, struct sms_code_issued *out)
{
	unsigned char phone[DIGEST_BYTES], mac[DIGEST_BYTES];
	enum language language =
	    a->language == 0 ? LANGUAGE_ZH : (enum language)a->language;
	const char *code = new_code(r->mem);
	const char *const params[] = { "code", code, "minutes",
		arena_printf(r->mem, "%d", SMS_CODE_SECONDS / 60), "purpose",
		purpose_text(a->purpose, language), NULL };
	const struct letter letter = { .message = MESSAGE_CODE,
		.language = language,
		.to = a->phone,
		.params = params,
		.nobody = a->subject_id == 0 };
	const struct sms_code_row row = { .ticket = crypt_random_text(
					      r->mem, TICKET_BYTES),
		.purpose = a->purpose,
		.subject_id = a->subject_id,
		.phone_mac = phone,
		.code_mac = mac };

	person_phone_mac(r, a->phone, phone);
	if (!is_allowed(r, a->purpose, phone))
		return ERR_SMS_TOO_OFTEN;
	code_mac(r, row.ticket, code, mac);
	sms_code_insert(r->db, &row);
	outbox_send(r, &letter);
	*out = (struct sms_code_issued){ row.ticket,
		show_phone ? mask_text(r->mem, a->phone) : NULL,
		SMS_CODE_SECONDS, SMS_CODE_PAUSE_SECONDS,
		strcmp(r->server->config.mode, "demo") == 0 ? "sent" : NULL };
	return OK;
}

enum err
sms_code_check(struct request *r, const struct form *form, const char *path,
    unsigned purposes, const char *ticket, const char *code,
    struct sms_code *out)
{
	struct sms_code_row row = { 0 };
	unsigned char mac[DIGEST_BYTES];
	bool found = sms_code_try(r->db, r->mem, ticket, &row);

	if (db_error(r->db) != OK)
		return db_error(r->db);
	code_mac(r, ticket, code, mac);
	if (!found || !row.live || (purposes >> row.purpose & 1) == 0) {
		request_fault(r, form, path, "sms_ended");
		r->denied = "sms_code";
		return ERR_SMS_ENDED;
	}
	if (r->actor.account_id == 0 &&
	    ((1u << row.purpose) & (1u << SMS_LOGIN | 1u << SMS_PASSWORD)) != 0)
		r->actor.account_id = row.subject_id;
	if (CRYPTO_memcmp(mac, row.code_mac, DIGEST_BYTES) != 0 ||
	    row.subject_id == 0) {
		request_fault(r, form, path, "sms_code");
		r->problem.tries_left = SMS_CODE_TRIES - row.tries;
		r->denied = "sms_code";
		return ERR_SMS_CODE;
	}
	*out = (struct sms_code){ row.purpose, row.subject_id, row.phone_mac };
	return OK;
}
