/*
 * Forms as data (PLAT-1): one table of fields validates a request, fills a
 * struct or makes canonical JSON, draws the browser's form and documents the
 * API. All faults are collected, each with its field's path. Not here: rules
 * that need the database.
 */
#ifndef LIANGDING_FORM_H
#define LIANGDING_FORM_H

#include "lib/format.h"
#include "lib/shape.h"
#include "lib/text.h"
#include "lib/tree.h"

enum field_type {
	FIELD_TEXT,    /* one line */
	FIELD_PROSE,   /* several lines */
	FIELD_SECRET,  /* a password: kept as typed, never echoed */
	FIELD_CHOICE,  /* a word of .words */
	FIELD_CHOICES, /* several of them, each once, in their own order */
	FIELD_TREE,    /* codes of .tree, each once, in its order */
	FIELD_DATE,    /* "2026-11-22", a day in Shanghai */
	FIELD_TIME,    /* "2026-11-22T11:04:05", a second there */
	FIELD_INTEGER, /* between .min and .max */
	FIELD_MONEY,   /* the same, in fen */
	FIELD_BOOLEAN,
	FIELD_ATTACHMENT, /* a list of up to .max_items file ids */
	FIELD_GROUP,      /* an object of .part; REPEATED: a list of them */
	FIELD_CONTENT,    /* an object, checked later by its kind's form */
	FIELD_SECTION,    /* holds nothing: a heading for what follows it */
};

enum {
	FIELD_REQUIRED = 1,
	FIELD_REPEATED = 2,
	/* Masked for those who needn't see it (PLAT-10); in a search, which
	 * names somebody by it: asked in a body, and kept out of addresses */
	FIELD_PERSONAL = 4,
	/* Items of a REPEATED part carry a "key" of their own, so that a path
	 * names the same one when others come and go */
	FIELD_KEYED = 8,
	FIELD_EMPTY = 16, /* a REQUIRED, REPEATED part may have no items */
	/* May be given where its .when does not hold, too: that says no more
	 * than where it is required */
	FIELD_OFFERED = 32,
	/* Items of a KEYED part that a submission has which waits for its
	 * decision are taken out by no other that takes its place */
	FIELD_HELD = 64,
	/* A MONEY that people type and read in units of ten thousand yuan */
	FIELD_WAN = 128,
	/* A SECTION that begins with what is known of who fills it in */
	FIELD_KNOWN = 256,
	/* A text of a mobile number that must be in the hands of who fills it
	 * in: whoever keeps the content sees to that */
	FIELD_PROVEN = 512,
	/* The items of a REPEATED part stay as they came, objects: whoever
	 * takes the form checks each by itself */
	FIELD_LATER = 1024,
};

/* What a field at the top of a form is for whoever keeps its content: the name
 * that lists show, one of two vocabularies that they filter by, a part of what
 * tells one from another, a credit code, the last day on which it holds. */
enum {
	AS_TITLE = 1,
	AS_FACET_A = 2,
	AS_FACET_B = 4,
	AS_IDENTITY = 8,
	AS_USCC = 16,
	AS_UNTIL = 32
};
enum { WHEN_WORDS_MAX = 8, FIELD_TEXT_MAX = 2000 };
/* So that fen are exact in a browser, too. */
#define FIELD_MONEY_MAX 99999999999999L

/* What a file field accepts. */
struct accept {
	const char *media_type; /* as libmagic names it */
	const char *extensions; /* ".jpg.jpeg" */
};

struct form;

struct field {
	const char *name;
	enum field_type type;
	unsigned flags;
	const char *zh, *en;           /* labels */
	const char *help_zh, *help_en; /* or NULL */
	long min, max;                 /* code points, or the number's */
	size_t max_items;              /* of lists; 0: as many as there are */
	const struct words *words;     /* of CHOICE, CHOICES */
	const struct tree *tree;       /* of TREE */
	const struct format *format;   /* of text, or NULL */
	const struct form *part;       /* of GROUP */
	/* of PERSONAL, bits of the product's roles: who sees it as it is, who
	 * while it may change it, and who may ask to see it, on record */
	unsigned sees, edits, reveals;
	/* Asked only where a CHOICE, CHOICES, TREE or BOOLEAN ("true") above
	 * it in the same form has one of these words; unless: where it has
	 * none of them. What hangs on a field that is not asked is not asked.
	 */
	struct {
		const char *field, *words[WHEN_WORDS_MAX];
		bool unless;
	} when;
	const char *not_before; /* a DATE beside this one, or NULL */
	const char *example;    /* a picture in web/src/ui/examples, or NULL */
	/* of text, a code: the path of the API that tells which there are, as
	 * items of code, name and open. Its kind checks it. Or NULL */
	const char *lookup;
	const char *unit; /* read and shown behind the value, or NULL */
	const struct accept *const *accept; /* NULL-terminated, ATTACHMENT */
	long max_size;                      /* bytes a file */
	unsigned as;        /* what lists show of it and what it tells apart */
	int since, retired; /* yyyymmdd; a retired field is read, not asked */
	bool bound;         /* fills the struct */
	size_t offset;
	enum column_type slot;
};

/* Binds a field to a member of the struct that form_check() fills. */
#define INTO(s, member)                                      \
	.bound = true, .offset = offsetof(struct s, member), \
	.slot = COLUMN_TYPE(((struct s *)0)->member)

/* What a change was made on: refused when that is not the present version any
 * more. least: 0 where the first change finds nothing there. */
#define VERSION_FIELD(s, least)                                            \
	{                                                                  \
		.name = "version", .type = FIELD_INTEGER,                  \
		.flags = FIELD_REQUIRED, .min = (least), .max = INT32_MAX, \
		.zh = "版本", .en = "Version", INTO(s, version)            \
	}

struct form {
	const char *name, *zh, *en;
	const struct field *fields;
	size_t n;
	size_t size; /* of the struct, 0 when none is filled */
};

#define FORM(name, zh, en, fields)                                            \
	{                                                                     \
		name, zh, en, fields, sizeof(fields) / sizeof((fields)[0]), 0 \
	}
/* Heads the fields that follow it, up to the next. */
#define SECTION(section, chinese, english)                                 \
	{                                                                  \
		.name = (section), .type = FIELD_SECTION, .zh = (chinese), \
		.en = (english)                                            \
	}
#define FORM_INTO(name, zh, en, fields, s)                                  \
	{                                                                   \
		name, zh, en, fields, sizeof(fields) / sizeof((fields)[0]), \
		    sizeof(struct s)                                        \
	}

enum form_mode {
	FORM_STRICT, /* everything must hold */
	FORM_DRAFT,  /* shapes only: a draft may be unfinished or wrong */
	FORM_QUERY,  /* values come as text; empty ones count as absent */
};

struct fault {
	struct fault *next;
	const char *path;          /* "contact_phone", "remarks.0.words",
				    * "settlement_accounts.k7f3.account_no" */
	const char *code;          /* a row of faults.def */
	const struct field *field; /* NULL for an unknown member */
	struct text_bad bad;       /* of "characters" */
};

struct faults {
	struct arena *mem;
	struct fault *first, *last;
};

void fault_add(struct faults *f, const char *path, const char *code,
    const struct field *field);

/*
 * Checks body (an object) against form. Faults go to faults (whose mem is
 * used for everything returned); fields that are bound fill into, which may
 * be NULL. Returns the canonical tree: known fields in the form's order, text
 * cleaned and trimmed (PLAT-21), absent ones and those that are not asked left
 * out. A draft keeps what is not asked, a number that is none yet as its text,
 * and its text is cleaned alone, what no text may hold taken out.
 */
struct json *form_check(const struct form *form, const struct json *body,
    enum form_mode mode, struct faults *faults, void *into);

/* The field of that name; NULL for none, and for a section. */
const struct field *form_field(const struct form *form, const char *name);

/* Whether a field of form is asked, by what beside it holds. */
bool field_is_asked(
    const struct form *form, const struct field *f, const struct json *beside);
/* The same, and without it something is missing. */
bool field_is_required(
    const struct form *form, const struct field *f, const struct json *beside);

/*
 * A value of checked content and what it is, however deep it lies: the one way
 * in which content is gone through, so that nothing nested is passed over.
 */
struct place {
	const char *path; /* "contact_phone", "accounts.k7f3.account_no" */
	const struct field *field;
	const struct json *value;
	size_t top; /* the index of the form's field that it lies in */
};

enum { PATH_CHARS_MAX = 120, PART_DEPTH_MAX = 4, ITEM_KEY_MAX = 16 };

/* What becomes of a value; NULL leaves it out. Groups are not asked about. */
typedef struct json *form_mapper(void *context, const struct place *at);
/*
 * tree with every value as map makes it. Groups and the items of repeated parts
 * are made anew around what is left in them, items with their keys; what the
 * form does not know is left out. From mem; tree stays as it is.
 */
struct json *form_map(struct arena *mem, const struct form *form,
    const struct json *tree, form_mapper *map, void *context);

typedef void form_visitor(void *context, const struct place *at);
/* Visits every value, in the order of the form. */
void form_walk(struct arena *mem, const struct form *form,
    const struct json *tree, form_visitor *visit, void *context);

/* All of them, as struct place. */
struct list form_places(
    struct arena *mem, const struct form *form, const struct json *tree);

/* The one of that path, or NULL. */
const struct place *form_place(const struct list *places, const char *path);

/*
 * The field that a path names, a whole group, part or item among them; NULL for
 * none. Any key of an item will do.
 */
const struct field *form_at(const struct form *form, const char *path);

/*
 * Whether content asks for what lies at path: the field, and every part that it
 * lies in. False for a path that names none.
 */
bool form_asks(
    const struct form *form, const struct json *content, const char *path);
/* A draft as a submission would take it: without what is not asked. */
struct json *form_asked(
    struct arena *mem, const struct form *form, const struct json *tree);

/* True when every item that the path names is among the places. */
bool form_has_items(struct arena *mem, const struct form *form,
    const struct list *places, const char *path);

/* True when path lies at or below the other path. */
bool path_within(const char *path, const char *other);

/* An amount of fen as people read it: "1,234.50", from mem. */
const char *money_text(struct arena *mem, int64_t fen);

/* The words for a fault; both languages, parameters filled in. */
struct fault_text {
	const char *zh, *en, *remedy_zh, *remedy_en;
};
struct fault_text fault_text(struct arena *mem, const struct fault *f);

#endif
