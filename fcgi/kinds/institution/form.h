/* Rows that both types of institution have; see institution.h. */
#ifndef LIANGDING_KINDS_INSTITUTION_FORM_H
#define LIANGDING_KINDS_INSTITUTION_FORM_H

#include "kinds/institution/institution.h"

#include "app/request.h"

/* A short text that has to be there. */
#define LINE(word, most, chinese, english)                         \
	.name = word, .type = FIELD_TEXT, .flags = FIELD_REQUIRED, \
	.max = most, .zh = chinese, .en = english
#define PICK(word, vocabulary, chinese, english)                     \
	.name = word, .type = FIELD_CHOICE, .flags = FIELD_REQUIRED, \
	.words = vocabulary, .zh = chinese, .en = english
#define DAY(word, chinese, english)                                \
	.name = word, .type = FIELD_DATE, .flags = FIELD_REQUIRED, \
	.zh = chinese, .en = english
#define PAPERS(word, chinese, english)                                   \
	.name = word, .type = FIELD_ATTACHMENT, .flags = FIELD_REQUIRED, \
	.accept = institution_papers, .max_items = PAPERS_MAX,           \
	.max_size = PAPER_BYTES_MAX, .zh = chinese, .en = english

/*
 * A person's, or an account: the institution reads what it typed while it may
 * still change it; its district and city look at it on record (PLAT-10).
 */
#define PERSONAL                                                          \
	.flags = FIELD_REQUIRED | FIELD_PERSONAL, .edits = MAY(OPERATOR), \
	.reveals = MAY(OPERATOR) | MAY(DISTRICT_REVIEWER) | MAY(CITY_REVIEWER)

#define PERSON(word, chinese, english)                                        \
	.name = word, .type = FIELD_TEXT, PERSONAL, .max = 30, .zh = chinese, \
	.en = english
#define PHONE(word, chinese, english)                          \
	.name = word, .type = FIELD_TEXT, PERSONAL, .max = 20, \
	.format = &format_phone, .zh = chinese, .en = english

/* Where it is: two numbers of degrees (WGS 84), that no foreign service sees.
 */
#define PLACE_FIELDS                                                       \
	{ LINE("address_detail", 120, "详细地址", "Full address"),         \
		.help_zh = "按许可证上的地址填写到门牌号",                 \
		.help_en = "As on the licence, with the house number" },   \
	    { .name = "longitude",                                         \
		    .type = FIELD_TEXT,                                    \
		    .max = 12,                                             \
		    .format = &format_longitude,                           \
		    .zh = "经度",                                          \
		    .en = "Longitude" },                                   \
	{                                                                  \
		.name = "latitude", .type = FIELD_TEXT, .max = 12,         \
		.format = &format_latitude, .zh = "纬度", .en = "Latitude" \
	}

/* Where its money goes: its own basic account, or its parent's. */
#define ACCOUNT_FIELDS(whose_zh, whose_en)                                    \
	{ .name = "no_basic_account",                                         \
		.type = FIELD_BOOLEAN,                                        \
		.zh = "无基本存款账户",                                       \
		.en = "No basic deposit account",                             \
		.help_zh = whose_zh,                                          \
		.help_en = whose_en },                                        \
	    { LINE("parent_name", 100, "所属机构名称",                        \
		  "Name of the parent institution"),                          \
		    .when = { "no_basic_account", { "true" } } },             \
	    { LINE("account_name", 100, "银行开户名称", "Account name"),      \
		    .help_zh =                                                \
			"与机构名称一致；无基本存款账户的与所属机构名称一致", \
		    .help_en = "The institution's own name; without an "      \
			       "account of its own, its parent's" },          \
	    { .name = "account_no",                                           \
		    .type = FIELD_TEXT,                                       \
		    PERSONAL,                                                 \
		    .max = 32,                                                \
		    .format = &format_bank_account,                           \
		    .zh = "银行账号",                                         \
		    .en = "Account number" },                                 \
	{                                                                     \
		LINE("bank_name", 100, "开户银行", "Bank")                    \
	}

/* INST-5: a change carries what proves it. */
#define PROOF_FIELDS                                                          \
	SECTION("proof", "变更依据", "Proof of the change"),                  \
	    { PICK("proof_kind", &institution_proof_words, "变更依据",        \
		"Kind of proof") },                                           \
	    { PAPERS("proof_papers", "变更证明材料", "Documents of proof") }, \
	{                                                                     \
		.name = "note", .type = FIELD_PROSE, .max = 500,              \
		.zh = "变更说明", .en = "What changes and why"                \
	}

#endif
