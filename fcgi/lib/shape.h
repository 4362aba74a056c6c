/*
 * Structs described as tables: one table serves rows → struct (lib/db.h),
 * struct → JSON (here) and the API's description. A member's type is found
 * by the compiler.
 */
#ifndef LIANGDING_SHAPE_H
#define LIANGDING_SHAPE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lib/clock.h"
#include "lib/json.h"
#include "lib/words.h"

/* A list of structs: n of them at items, each of the column's shape. */
struct list {
	const void *items;
	size_t n;
};

enum column_type {
	COLUMN_INT,    /* int64_t; with words, a vocabulary's value */
	COLUMN_BOOL,   /* bool */
	COLUMN_TEXT,   /* const char *; NULL is null */
	COLUMN_TIME,   /* struct moment; 0 is null */
	COLUMN_TREE,   /* const struct json *; NULL is null */
	COLUMN_LIST,   /* struct list of the shape */
	COLUMN_OBJECT, /* pointer to a struct of the shape; NULL is null */
};

#define COLUMN_TYPE(member) \
	_Generic((member),                                                     \
	    int64_t: COLUMN_INT,                                               \
	    bool: COLUMN_BOOL,                                                 \
	    const char *: COLUMN_TEXT,                                         \
	    struct moment: COLUMN_TIME,                                        \
	    const struct json *: COLUMN_TREE,                                  \
	    struct list: COLUMN_LIST,                                          \
	    default: COLUMN_OBJECT)

enum {
	COLUMN_PRIVATE = 1,  /* read from rows, never exported */
	COLUMN_NULLABLE = 2, /* may be null in an answer */
	COLUMN_OPTIONAL = 4, /* left out of an answer when null or 0 */
	/* Of a list's items (app/list): */
	COLUMN_KEY = 8,        /* tells its items apart */
	COLUMN_FIXED = 16,     /* nobody hides it */
	COLUMN_UNUSUAL = 32,   /* shows only to who chooses it */
	COLUMN_PAGE_ONLY = 64, /* no file has it */
};

/* How a page draws a list's cell, where the column's type does not say it. */
enum column_cell {
	CELL_PLAIN,
	CELL_NUMBER, /* figures, never broken */
	CELL_NAME,   /* of somebody or something: as long as it likes */
	CELL_STATUS, /* a word with its colour */
	CELL_MONEY,  /* fen, shown as yuan (MONEY-5) */
	CELL_SECOND, /* a time with its seconds */
	CELL_COUNT   /* how many: figures, to the right */
};

struct shape;

struct column {
	const char *name;
	enum column_type type;
	size_t offset;
	unsigned flags;
	const struct words *words; /* of a TREE: it is a list of them */
	const struct shape *shape; /* of LIST and OBJECT */
	const char *schema;        /* TREE: the name of its description */
	/* Of a list's items: what a row has it by; NULL: it is filled in. */
	const char *sql;
	const char *sql_other; /* in the list's other reading; NULL: the same */
	const char *zh, *en;   /* its heading; none: it is in no page or file */
	int width;             /* of what it holds, in figures */
	enum column_cell cell;
	unsigned sees;  /* bits of roles; others get null. 0: whoever may ask */
	unsigned usual; /* roles that an UNUSUAL one shows to unasked */
	/* The words of the query's sort that a heading turns to; NULL: none. */
	const char *rises, *falls;
	/* The page that the cell leads to, by its item's key; NULL: none. */
	const char *opens;
};

struct shape {
	const char *name;
	const struct column *columns;
	size_t n;
	size_t size; /* of the struct */
};

#define COLUMN(s, member)                                                      \
	{                                                                      \
		.name = #member, .type = COLUMN_TYPE(((struct s *)0)->member), \
		.offset = offsetof(struct s, member)                           \
	}
#define COLUMN_WITH(s, member, ...)                                            \
	{                                                                      \
		.name = #member, .type = COLUMN_TYPE(((struct s *)0)->member), \
		.offset = offsetof(struct s, member), __VA_ARGS__              \
	}
/*
 * A list's columns stand in a .def, a row each: COL(type, name, ...). It is
 * read twice, as members and as rows.
 */
#define COLUMN_MEMBER(type, name, ...) type name;

#define SHAPE(s, columns)                                            \
	{                                                            \
#s, columns, sizeof(columns) / sizeof((columns)[0]), \
		    sizeof(struct s)                                 \
	}

/* Writes the struct at p as an object. */
void shape_write(struct json_out *o, const struct shape *shape, const void *p);

#endif
