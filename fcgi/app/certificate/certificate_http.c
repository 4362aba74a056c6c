/* Certificates over HTTP (CA-1): the entry, and their registration. */
#include <string.h>

#include "app/account/account_admin.h"
#include "app/certificate/certificate.h"
#include "app/session/session.h"
#include "app/session/session_sql.h"
#include "lib/text.h"

enum { NAME_CHARS = 500 };

struct certificate_new {
	const char *certificate;
};

static const struct field fields[] = {
	{ .name = "certificate",
	    .type = FIELD_PROSE,
	    .flags = FIELD_REQUIRED,
	    .max = CERTIFICATE_TEXT_MAX,
	    .zh = "证书",
	    .en = "Certificate",
	    .help_zh = "PEM 格式，不含私钥",
	    .help_en = "In PEM, without the private key",
	    INTO(certificate_new, certificate) },
};
const struct form certificate_form = FORM_INTO("certificate_new", "登记证书",
    "Register a certificate", fields, certificate_new);

static const struct column row_columns[] = {
	COLUMN(certificate_row, certificate_id),
	COLUMN(certificate_row, subject),
	COLUMN(certificate_row, issuer),
	COLUMN(certificate_row, serial),
	COLUMN(certificate_row, not_after),
	COLUMN(certificate_row, registered_at),
};
const struct shape certificate_row_shape = SHAPE(certificate_row, row_columns);

struct certificate_list {
	bool offered; /* this platform takes certificates, from such accounts */
	struct list items;
};

static const struct column list_columns[] = {
	COLUMN(certificate_list, offered),
	COLUMN_WITH(certificate_list, items, .shape = &certificate_row_shape),
};
const struct shape certificate_list_shape =
    SHAPE(certificate_list, list_columns);

/* nginx's own escapes, two hexadecimal digits behind a percent sign. */
static const char *
unescape(struct arena *mem, const char *s)
{
	static const char digits[] = "0123456789ABCDEF";
	char *out = arena_alloc(mem, strlen(s) + 1), *to = out;

	for (; *s != '\0'; s++) {
		const char *high =
		    s[0] == '%' && s[1] != '\0' ? strchr(digits, s[1]) : NULL;
		const char *low =
		    high != NULL && s[2] != '\0' ? strchr(digits, s[2]) : NULL;
		if (low != NULL) {
			*to++ = (char)((high - digits) << 4 | (low - digits));
			s += 2;
		} else {
			*to++ = *s;
		}
	}
	return out;
}

/* What is known before the transaction: the certificate, and what is wrong. */
struct shown {
	struct certificate certificate;
	const char *fault;
};

static const char *
judge(struct request *r, const char *pem, struct certificate *out)
{
	const struct config *c = &r->server->config;

	return certificate_judge(
	    r->mem, pem, c->ca_authorities, c->ca_lists, out);
}

enum err
certificate_login_prepare(struct request *r)
{
	const char *pem =
	    unescape(r->mem, http_param(&r->http, "CLIENT_CERTIFICATE"));
	struct shown *s = arena_alloc(r->mem, sizeof(*s));

	r->prepared = s;
	s->fault = *pem == '\0' || r->server->config.ca_authorities == NULL
		       ? "none"
		       : judge(r, pem, &s->certificate);
	return OK;
}

static const char *
enter(struct request *r, const struct shown *s)
{
	struct account account;
	int64_t id;

	if (s->fault != NULL)
		return s->fault;
	if (!certificate_account(r->db, s->certificate.id, &id) ||
	    !account_by_id(r->db, r->mem, id, &account))
		return "unknown";
	r->actor.account_id = account.id;
	if (account.state != ACCOUNT_ACTIVE)
		return "closed";
	session_open(r, account.id);
	return "ok";
}

/* A person's browser stands here, at an address that shows nothing. */
enum err
certificate_login_http(struct request *r)
{
	const char *outcome = enter(r, r->prepared);

	if (r->actor.account_id != 0)
		audit_note(r, "login.certificate", "-", outcome);
	else
		r->denied = outcome;
	r->answer.status = 303;
	http_set_header(&r->answer, "Location",
	    arena_printf(r->mem, "%slogin?ca=%s", r->server->config.public_url,
		outcome));
	return db_error(r->db);
}

static bool
is_offered(struct request *r, const struct account *a)
{
	struct list grants = account_grants(r, a->id);
	const struct account_grant *g = grants.items;

	for (size_t i = 0; i < grants.n; i++)
		if (g[i].organisation_kind == ORGANISATION_INSTITUTION)
			return false;
	return r->server->config.ca_authorities != NULL &&
	       a->kind == ACCOUNT_BUREAU;
}

enum err
certificate_list_http(struct request *r)
{
	const struct account *a = r->object;
	struct certificate_list *list = arena_alloc(r->mem, sizeof(*list));

	*list = (struct certificate_list){ is_offered(r, a),
		certificate_select(r->db, r->mem, a->id) };
	r->result = list;
	return db_error(r->db);
}

static enum err
refuse(struct request *r, const char *fault)
{
	request_fault(r, &certificate_form, "certificate",
	    arena_printf(r->mem, "certificate_%s", fault));
	return ERR_INVALID;
}

enum err
certificate_add_prepare(struct request *r)
{
	const struct certificate_new *form = r->form;
	struct shown *s = arena_alloc(r->mem, sizeof(*s));

	r->prepared = s;
	if (!is_offered(r, r->object))
		return ERR_CERTIFICATES_OFF;
	/* Who has sent a key has given it away: that is to be said. */
	if (certificate_has_key(form->certificate))
		return refuse(r, "private");
	s->fault = judge(r, form->certificate, &s->certificate);
	if (s->fault != NULL)
		return refuse(r, s->fault);
	s->certificate.subject = arena_strndup(r->mem, s->certificate.subject,
	    text_bytes(s->certificate.subject, NAME_CHARS));
	s->certificate.issuer = arena_strndup(r->mem, s->certificate.issuer,
	    text_bytes(s->certificate.issuer, NAME_CHARS));
	return OK;
}

enum err
certificate_add_http(struct request *r)
{
	const struct account *a = r->object;
	const struct shown *s = r->prepared;
	enum err e = account_may_rule(r, a);

	if (e != OK)
		return e;
	if (certificate_select(r->db, r->mem, a->id).n == CERTIFICATES_MAX)
		return refuse(r, "many");
	if (certificate_insert(r->db, a->id, &s->certificate) == 0)
		return db_error(r->db) != OK ? db_error(r->db)
					     : refuse(r, "taken");
	return certificate_list_http(r);
}

/* Sessions that it has opened end as well: it may be in others' hands. */
enum err
certificate_remove_http(struct request *r)
{
	const struct account *a = r->object;
	enum err e = account_may_rule(r, a);

	if (e != OK)
		return e;
	if (!certificate_delete(r->db, a->id, request_number(r, 1)))
		return db_error(r->db) != OK ? db_error(r->db) : ERR_NOT_FOUND;
	session_end_account(r->db, a->id, 0);
	return db_error(r->db);
}
