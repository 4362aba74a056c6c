/* Administering accounts over HTTP (USER-1, USER-2, USER-4). */
#include <stdlib.h>
#include <string.h>

#include "app/account/account_admin.h"
#include "app/activation/activation.h"
#include "app/name/name.h"
#include "app/organisation/organisation.h"
#include "app/person/person.h"
#include "app/session/session_sql.h"
#include "lib/checks.h"
#include "lib/crypt.h"
#include "lib/mask.h"

enum { ISSUED_CHARS = 12 };

struct account_new {
	const char *name, *display_name, *password;
	const char *phone;
	int64_t organisation_id;
	const struct json *roles;
};

#define ORGANISATION(s)                                              \
	{                                                            \
		.name = "organisation_id", .type = FIELD_INTEGER,    \
		.flags = FIELD_REQUIRED, .min = 1, .max = INT32_MAX, \
		.zh = "所属单位", .en = "Organisation",              \
		INTO(s, organisation_id)                             \
	}
#define ROLES(s)                                                             \
	{                                                                    \
		.name = "roles", .type = FIELD_CHOICES,                      \
		.flags = FIELD_REQUIRED, .words = &role_words, .zh = "角色", \
		.en = "Roles", INTO(s, roles)                                \
	}

static const struct field new_fields[] = {
	{ .name = "name",
	    .type = FIELD_TEXT,
	    .flags = FIELD_REQUIRED,
	    .min = 4,
	    .max = 32,
	    .format = &format_account_name,
	    .zh = "账号",
	    .en = "Account",
	    INTO(account_new, name) },
	{ .name = "display_name",
	    .type = FIELD_TEXT,
	    .flags = FIELD_REQUIRED,
	    .max = 30,
	    .zh = "姓名",
	    .en = "Name",
	    INTO(account_new, display_name) },
	{ .name = "phone",
	    .type = FIELD_TEXT,
	    .max = 20,
	    .format = &format_mobile,
	    .zh = "手机号",
	    .en = "Mobile number",
	    INTO(account_new, phone) },
	ORGANISATION(account_new),
	ROLES(account_new),
	{ .name = "password",
	    .type = FIELD_SECRET,
	    .min = PASSWORD_MIN,
	    .max = PASSWORD_MAX,
	    .zh = "初始密码",
	    .en = "First password",
	    .help_zh = "不填则由系统生成，只显示一次",
	    .help_en = "Left empty, one is made and shown once",
	    INTO(account_new, password) },
};
const struct form account_new_form = FORM_INTO(
    "account_new", "新建账号", "New account", new_fields, account_new);

struct account_roles {
	int64_t organisation_id;
	const struct json *roles;
};

static const struct field roles_fields[] = {
	ORGANISATION(account_roles),
	{ .name = "roles",
	    .type = FIELD_CHOICES,
	    .words = &role_words,
	    .zh = "角色",
	    .en = "Roles",
	    INTO(account_roles, roles) },
};
const struct form account_roles_form = FORM_INTO(
    "account_roles", "账号角色", "Roles", roles_fields, account_roles);

struct account_issued {
	int64_t account_id;
	const char *name;
	const char *password; /* shown this once; NULL: the given one */
};

static const struct column issued_columns[] = {
	COLUMN(account_issued, account_id),
	COLUMN(account_issued, name),
	COLUMN_WITH(account_issued, password, .flags = COLUMN_NULLABLE),
};
const struct shape account_issued_shape = SHAPE(account_issued, issued_columns);

static unsigned
bits_of(const struct json *roles)
{
	unsigned bits = 0;

	for (const struct json *m = roles == NULL ? NULL : roles->first; m;
	     m = m->next)
		bits |= 1u << words_find(&role_words, m->text)->value;
	return bits;
}

static bool
has_elsewhere(const struct list *grants, int64_t organisation_id)
{
	const struct account_grant *g = grants->items;

	for (size_t i = 0; i < grants->n; i++)
		if (g[i].organisation_id != organisation_id)
			return true;
	return false;
}

/* Letters and digits that nobody takes for one another; 12 of 54 are 69 bits.
 */
static const char *
make_password(struct request *r)
{
	static const char alphabet[] =
	    "abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789";
	char *s = arena_alloc(r->mem, ISSUED_CHARS + 1);
	unsigned char byte;

	for (int i = 0; i < ISSUED_CHARS;) {
		crypt_random(&byte, 1);
		/* No letter is likelier than another. */
		if (byte >=
		    256 / (sizeof(alphabet) - 1) * (sizeof(alphabet) - 1))
			continue;
		s[i++] = alphabet[byte % (sizeof(alphabet) - 1)];
	}
	s[ISSUED_CHARS] = '\0';
	return s;
}

/* What is hashed before the transaction. */
struct issued {
	const char *password, *hash;
};

static enum err
issue(struct request *r, const char *given)
{
	struct issued *i = arena_alloc(r->mem, sizeof(*i));

	i->password = given == NULL ? make_password(r) : given;
	i->hash = account_hash(r, i->password);
	r->prepared = i;
	return i->hash == NULL ? ERR_BUSY : OK;
}

static void
answer(struct request *r, const struct account *a, const char *password)
{
	struct account_issued *d = arena_alloc(r->mem, sizeof(*d));

	*d = (struct account_issued){ a->id, a->name, password };
	r->result = d;
}

static enum err
check_roles(struct request *r, const struct form *form, int64_t organisation_id,
    const struct json *roles, struct administered *out)
{
	if (!account_organisation(r, organisation_id, out)) {
		r->denied = "not_to_give";
		request_fault(r, form, "organisation_id", "choice");
		return ERR_INVALID;
	}
	if ((bits_of(roles) &
		~account_roles_of(
		    (enum organisation_kind)out->kind, out->division)) != 0) {
		r->denied = "not_to_give";
		request_fault(r, form, "roles", "choice");
		return ERR_INVALID;
	}
	return OK;
}

static enum account_kind
kind_of_account(const struct administered *o, const char *name)
{
	if (o->kind == ORGANISATION_BANK)
		return ACCOUNT_BANK;
	return o->kind == ORGANISATION_INSTITUTION && is_institution_code(name)
		   ? ACCOUNT_INSTITUTION
		   : ACCOUNT_BUREAU;
}

enum err
account_create_prepare(struct request *r)
{
	const struct account_new *form = r->form;
	struct account a = { .name = form->name,
		.display_name = form->display_name };
	const char *fault =
	    form->password == NULL ? NULL : password_fault(form->password, &a);

	if (fault == NULL)
		return issue(r, form->password);
	request_fault(r, &account_new_form, "password", fault);
	return ERR_INVALID;
}

static void
give_roles(struct request *r, int64_t account_id, int64_t organisation_id,
    unsigned roles)
{
	for (int role = 1; role < 32; role++)
		if ((roles >> role & 1) != 0)
			account_set_grant(
			    r, account_id, organisation_id, role, true);
}

enum err
account_create_http(struct request *r)
{
	const struct account_new *form = r->form;
	const struct issued *issued = r->prepared;
	struct administered o;
	struct account a;
	enum err e = check_roles(
	    r, &account_new_form, form->organisation_id, form->roles, &o);

	if (e != OK)
		return e;
	a = (struct account){ .kind = kind_of_account(&o, form->name),
		.name = form->name,
		.display_name = form->display_name,
		.must_change_password = 1,
		.password_hash = issued->hash };
	if (!account_insert(r->db, r->mem, &a)) {
		if (db_error(r->db) != OK)
			return db_error(r->db);
		request_fault(r, &account_new_form, "name", "taken");
		return ERR_INVALID;
	}
	give_roles(r, a.id, o.id, bits_of(form->roles));
	if (form->phone != NULL) {
		const struct person p = { .name = a.display_name,
			.phone = form->phone };
		person_insert(r, a.id, false, &p);
	}
	r->noted_object = arena_printf(r->mem, "%lld", (long long)a.id);
	answer(r, &a, form->password == NULL ? issued->password : NULL);
	return db_error(r->db);
}

enum err
account_reset_prepare(struct request *r)
{
	return issue(r, NULL);
}

/* A new one, shown once; whoever has used the old one is out. */
enum err
account_reset_http(struct request *r)
{
	const struct account *a = r->object;
	const struct issued *issued = r->prepared;
	enum err e = account_may_rule(r, a);

	if (e != OK)
		return e;
	account_set_password(r->db, a->id, issued->hash, true);
	account_forgive_tries(r, a->name);
	session_end_account(r->db, a->id, 0);
	answer(r, a, issued->password);
	return db_error(r->db);
}

/* Just these at that organisation, whatever it had. */
enum err
account_roles_http(struct request *r)
{
	const struct account *a = r->object;
	const struct account_roles *form = r->form;
	struct administered o;
	struct list grants;
	unsigned held, wanted = bits_of(form->roles);
	enum err e;

	if (a->id == r->actor.account_id) {
		r->denied = "own_account";
		return ERR_ACCOUNT_OWN;
	}
	e = check_roles(
	    r, &account_roles_form, form->organisation_id, form->roles, &o);
	if (e != OK)
		return e;
	organisation_touch(r->db, o.id);
	grants = account_grants(r, a->id);
	held = account_held_at(&grants, o.id);
	/* With none anywhere nobody would find it again: it is closed instead.
	 */
	if (wanted == 0 && a->kind != ACCOUNT_UNIFIED &&
	    !has_elsewhere(&grants, o.id)) {
		request_fault(r, &account_roles_form, "roles", "required");
		return ERR_INVALID;
	}
	e = account_keeps_admins(r, a, o.id, held & ~wanted);
	if (e != OK)
		return e;
	for (int role = 1; role < 32; role++)
		if (((held ^ wanted) >> role & 1) != 0)
			account_set_grant(
			    r, a->id, o.id, role, (wanted >> role & 1) != 0);
	return account_get_http(r);
}

struct account_grant_new {
	const char *phone, *display_name;
	int64_t organisation_id;
	const struct json *roles;
};

static const struct field grant_fields[] = {
	{ .name = "phone",
	    .type = FIELD_TEXT,
	    .flags = FIELD_REQUIRED,
	    .max = 20,
	    .format = &format_mobile,
	    .zh = "手机号",
	    .en = "Mobile number",
	    INTO(account_grant_new, phone) },
	{ .name = "display_name",
	    .type = FIELD_TEXT,
	    .flags = FIELD_REQUIRED,
	    .max = 30,
	    .zh = "姓名",
	    .en = "Name",
	    INTO(account_grant_new, display_name) },
	ORGANISATION(account_grant_new),
	ROLES(account_grant_new),
};
const struct form account_grant_form =
    FORM_INTO("account_grant", "添加已有账号",
	"Add somebody who has an account", grant_fields, account_grant_new);

/* Whoever knows both their phone and their name, and nobody else, finds a
 * person's own account. */
enum err
account_grant_http(struct request *r)
{
	const struct account_grant_new *form = r->form;
	struct administered o;
	struct account *a = arena_alloc(r->mem, sizeof(*a));
	int64_t id = person_by_phone(r, form->phone);
	enum err e = check_roles(
	    r, &account_grant_form, form->organisation_id, form->roles, &o);

	if (e != OK)
		return e;
	if (id == 0 || !account_by_id(r->db, r->mem, id, a) ||
	    a->state != ACCOUNT_ACTIVE ||
	    !name_is_same(r->mem, a->display_name, form->display_name)) {
		if (db_error(r->db) != OK)
			return db_error(r->db);
		r->denied = "no_such_person";
		request_fault(r, &account_grant_form, "phone", "nobody");
		return ERR_INVALID;
	}
	if (a->id == r->actor.account_id) {
		r->denied = "own_account";
		return ERR_ACCOUNT_OWN;
	}
	give_roles(r, a->id, o.id, bits_of(form->roles));
	r->noted_object = arena_printf(r->mem, "%lld", (long long)a->id);
	r->object = a;
	return account_get_http(r);
}
