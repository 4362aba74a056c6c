/* See person.h. */
#include "app/person/person.h"

#include <string.h>

#include "app/account/account.h"
#include "app/person/person_sql.h"
#include "app/secret/secret.h"
#include "app/session/session_sql.h"

/* Keyed: there are so few numbers that a plain digest would be guessed. */
static void
mac_of(const struct request *r, const char *what, const char *text,
    unsigned char out[DIGEST_BYTES])
{
	const char *whole = arena_printf(r->mem, "%s:%s", what, text);

	crypt_hmac(keyring_newest(&r->server->keyring, KEY_MAC), whole,
	    strlen(whole), out);
}

void
person_mac(
    const struct request *r, const char *id_no, unsigned char out[DIGEST_BYTES])
{
	mac_of(r, "id_no", id_no, out);
}

void
person_phone_mac(
    const struct request *r, const char *phone, unsigned char out[DIGEST_BYTES])
{
	mac_of(r, "phone", phone, out);
}

static const char *
place_of(struct arena *mem, int64_t account_id, const char *what)
{
	return arena_printf(mem, "person/%lld/%s", (long long)account_id, what);
}

static const char *
seal(struct request *r, int64_t account_id, const char *what, const char *text)
{
	return secret_seal(
	    r, SECRET_OF_NOBODY, place_of(r->mem, account_id, what), text);
}

const char *
person_phone_open(struct request *r, const struct person_phone *p)
{
	return p->phone_sealed == NULL
		   ? NULL
		   : secret_open(r, SECRET_OF_NOBODY,
			 place_of(r->mem, p->account_id, "phone"),
			 p->phone_sealed);
}

const char *
person_mail(struct request *r, int64_t account_id)
{
	const char *sealed = person_mail_sealed(r->db, r->mem, account_id);

	return sealed == NULL
		   ? NULL
		   : secret_open(r, SECRET_OF_NOBODY,
			 place_of(r->mem, account_id, "mail"), sealed);
}

void
person_set_contact(
    struct request *r, int64_t account_id, const char *mail, const char *phone)
{
	const char *sealed = seal(r, account_id, "mail", mail);

	if (r->broken == OK)
		person_mail_update(r->db, account_id, sealed);
	if (phone != NULL)
		person_set_phone(r, account_id, phone);
}

void
person_set_phone(struct request *r, int64_t account_id, const char *phone)
{
	unsigned char mac[DIGEST_BYTES];

	person_phone_mac(r, phone, mac);
	person_phone_update(
	    r->db, account_id, mac, seal(r, account_id, "phone", phone));
}

bool
person_attach(
    struct request *r, const struct person_account *a, const struct person *p)
{
	unsigned char phone[DIGEST_BYTES];

	if (a->subject != NULL && strcmp(a->subject, p->subject) == 0)
		return false;
	person_phone_mac(r, p->phone, phone);
	person_update(r->db, a->account_id, p->subject, phone,
	    seal(r, a->account_id, "phone", p->phone));
	if (a->subject == NULL)
		return false;
	session_end_account(r->db, a->account_id, 0);
	audit_note(r, "person.reattach",
	    arena_printf(r->mem, "%lld", (long long)a->account_id), "ok");
	return true;
}

bool
person_insert(
    struct request *r, int64_t account_id, bool unified, const struct person *p)
{
	unsigned char id[DIGEST_BYTES], phone[DIGEST_BYTES];
	struct person_row row = { .account_id = account_id,
		.unified = unified,
		.subject = p->subject };

	if (p->id_no != NULL) {
		person_mac(r, p->id_no, id);
		row.id_mac = id;
		row.id_sealed = seal(r, account_id, "id_no", p->id_no);
	}
	if (p->mail != NULL)
		row.mail_sealed = seal(r, account_id, "mail", p->mail);
	if (p->phone != NULL) {
		person_phone_mac(r, p->phone, phone);
		row.phone_mac = phone;
		row.phone_sealed = seal(r, account_id, "phone", p->phone);
	}
	return r->broken == OK && person_row_insert(r->db, &row);
}

int64_t
person_open_account(struct request *r, const struct person *p)
{
	/* Not the phone, which is kept sealed and may pass to another. */
	const char *name =
	    arena_printf(r->mem, "U%s", crypt_random_text(r->mem, 9));
	int64_t id = person_account_insert(r, name, p->name);

	return id != 0 && person_insert(r, id, true, p) ? id : 0;
}
