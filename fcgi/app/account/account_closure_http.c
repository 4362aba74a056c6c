/* Closing accounts and reopening them, and passwords by a link (USER-1,
 * USER-2). */
#include <string.h>

#include "app/account/account_admin.h"
#include "app/activation/activation.h"
#include "app/notice/notice.h"
#include "app/person/person.h"
#include "app/session/session_sql.h"

/*
 * By a link that is mailed to whom the account stands for (USER-2): nobody but
 * them gets to know the password. The old one is good no more.
 */
enum err
account_link_http(struct request *r)
{
	const struct account *a = r->object;
	const char *mail = person_mail(r, a->id);
	bool is_new = !activation_was_used(r, a->id);
	enum err e = account_may_rule(r, a);

	if (e != OK)
		return e;
	if (mail == NULL)
		return r->broken != OK ? r->broken : ERR_ACCOUNT_NO_MAIL;
	account_set_password(r->db, a->id, ACCOUNT_NO_PASSWORD, false);
	account_forgive_tries(r, a->name);
	session_end_account(r->db, a->id, 0);
	activation_send(r, a, is_new ? MESSAGE_ACTIVATION : MESSAGE_RESET, mail,
	    notice_language(r, a->id));
	return account_get_http(r);
}

struct account_contact {
	const char *mail, *phone;
};

static const struct field contact_fields[] = {
	{ .name = "mail",
	    .type = FIELD_TEXT,
	    .flags = FIELD_REQUIRED,
	    .max = 100,
	    .format = &format_mail,
	    .zh = "邮箱",
	    .en = "Mail address",
	    INTO(account_contact, mail) },
	{ .name = "phone",
	    .type = FIELD_TEXT,
	    .max = 20,
	    .format = &format_mobile,
	    .zh = "手机号",
	    .en = "Mobile number",
	    INTO(account_contact, phone) },
};
const struct form account_contact_form = FORM_INTO("account_contact",
    "登记联系方式", "Contact of record", contact_fields, account_contact);

/* Where links go, from now on: those that went elsewhere end. */
enum err
account_contact_http(struct request *r)
{
	const struct account *a = r->object;
	const struct account_contact *form = r->form;
	enum err e = account_may_rule(r, a);

	if (e != OK)
		return e;
	person_set_contact(r, a->id, form->mail, form->phone);
	activation_end(r->db, a->id);
	return account_get_http(r);
}

struct account_closure {
	const char *reason;
	bool confirmed;
};

static const struct field closure_fields[] = {
	{ .name = "reason",
	    .type = FIELD_TEXT,
	    .max = 200,
	    .zh = "停用原因",
	    .en = "Reason",
	    INTO(account_closure, reason) },
	{ .name = "confirmed",
	    .type = FIELD_BOOLEAN,
	    .zh = "已知该账号有备案信息，仍要停用",
	    .en = "It has something on file, and is to be closed all the same",
	    INTO(account_closure, confirmed) },
};
const struct form account_closure_form = FORM_INTO("account_closure",
    "停用账号", "Close an account", closure_fields, account_closure);

/* USER-2: one with something on file twice over, and with a reason. */
enum err
account_close_http(struct request *r)
{
	const struct account *a = r->object;
	const struct account_closure *form = r->form;
	enum err e = account_may_rule(r, a);

	if (e == OK)
		e = account_keeps_admins(r, a, 0, ~0u);
	if (e != OK)
		return e;
	if (account_holds_records(r, a->id)) {
		if (form->reason == NULL) {
			request_fault(
			    r, &account_closure_form, "reason", "required");
			return ERR_INVALID;
		}
		if (!form->confirmed)
			return ERR_ACCOUNT_HOLDS_RECORDS;
	}
	account_close(r->db, a->id, form->reason);
	session_end_account(r->db, a->id, 0);
	return db_error(r->db);
}

enum err
account_reopen_http(struct request *r)
{
	const struct account *a = r->object;
	enum err e = account_may_rule(r, a);

	if (e == OK)
		account_reopen(r->db, a->id);
	return e == OK ? db_error(r->db) : e;
}
