/* What rows of kinds' forms often are (lib/form.h), so that a form reads as a
 * list of what it asks for. */
#ifndef LIANGDING_APP_KIND_FIELDS_H
#define LIANGDING_APP_KIND_FIELDS_H

#include "app/request.h"

/* A short text that has to be there. */
#define LINE(word, most, chinese, english)                         \
	.name = word, .type = FIELD_TEXT, .flags = FIELD_REQUIRED, \
	.max = most, .zh = chinese, .en = english
/* One of a vocabulary. */
#define PICK(word, vocabulary, chinese, english)                     \
	.name = word, .type = FIELD_CHOICE, .flags = FIELD_REQUIRED, \
	.words = vocabulary, .zh = chinese, .en = english
#define DAY(word, chinese, english)                                \
	.name = word, .type = FIELD_DATE, .flags = FIELD_REQUIRED, \
	.zh = chinese, .en = english
#define TICK(word, chinese, english) \
	.name = word, .type = FIELD_BOOLEAN, .zh = chinese, .en = english

/*
 * A person's, or an account: the institution reads what it typed while it may
 * still change it, and those roles look at it on record (PLAT-10). A form that
 * has such rows defines PERSONAL as PERSONAL_TO(its roles).
 */
#define PERSONAL_TO(roles)                                                \
	.flags = FIELD_REQUIRED | FIELD_PERSONAL, .edits = MAY(OPERATOR), \
	.reveals = MAY(OPERATOR) | (roles)
#define PERSON(word, chinese, english)                                        \
	.name = word, .type = FIELD_TEXT, PERSONAL, .max = 30, .zh = chinese, \
	.en = english
#define PHONE(word, chinese, english)                          \
	.name = word, .type = FIELD_TEXT, PERSONAL, .max = 20, \
	.format = &format_phone, .zh = chinese, .en = english
/* Likewise a mobile number that is in the hands of who gives it. */
#define PROVEN_PHONE(word, roles, chinese, english)                            \
	.name = word, .type = FIELD_TEXT,                                      \
	.flags = FIELD_REQUIRED | FIELD_PERSONAL | FIELD_PROVEN,               \
	.edits = MAY(OPERATOR), .reveals = MAY(OPERATOR) | (roles), .max = 20, \
	.format = &format_mobile, .zh = chinese, .en = english
#define MAIL(word, chinese, english)                            \
	.name = word, .type = FIELD_TEXT, PERSONAL, .max = 100, \
	.format = &format_mail, .zh = chinese, .en = english

#endif
