/*
 * JSON, strictly (RFC 8259, and I-JSON's rules of RFC 7493): a reader into a
 * tree and a writer with one sticky error. Built on yajl, whose leniencies
 * are closed here. Not here: what a body means (lib/form.h).
 */
#ifndef LIANGDING_JSON_H
#define LIANGDING_JSON_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lib/buf.h"

enum {
	JSON_DEPTH_MAX = 32,
	JSON_ELEMENTS_MAX = 40000,
	JSON_MEMBERS_MAX = 256, /* in one object */
	JSON_BYTES_MAX = 1024 * 1024
};

enum json_type {
	JSON_NULL,
	JSON_BOOL,
	JSON_NUMBER,
	JSON_STRING,
	JSON_ARRAY,
	JSON_OBJECT
};

struct json {
	enum json_type type;
	const char *name; /* as a member of an object, else NULL */
	const char *text; /* STRING: valid UTF-8; NUMBER: as sent */
	size_t nul_at;    /* STRING: NULs were taken out, the first of them was
			   * this character (from 1); 0: there were none */
	bool truth;       /* BOOL */
	struct json *first, *last, *next; /* children, and the next sibling */
	size_t count;                     /* children */
};

/*
 * The tree of data, or NULL when it is not one strict JSON text: bad UTF-8,
 * control characters but JSON's white space, lone surrogates, comments,
 * duplicate names or a NUL in one, trailing bytes, deeper or larger than the
 * limits above. Borrowed from mem.
 */
struct json *json_read(struct arena *mem, const char *data, size_t len);

/* The member of an object, or NULL. */
const struct json *json_member(const struct json *object, const char *name);
/* The text of a member that is a string; "" where there is none. */
const char *json_member_text(const struct json *object, const char *name);
/* True when one of a list's objects has that "key". */
bool json_has_item(const struct json *list, const char *key);
/* A number that is an integer within int64; false for anything else. */
bool json_integer(const struct json *number, int64_t *out);

/* A STRING of len bytes of UTF-8; NULs are taken out and noted. */
struct json *json_string(struct arena *mem, const char *data, size_t len);
/* A new node, and its place as the last child of parent (name may be NULL). */
struct json *json_make(
    struct arena *mem, enum json_type type, const char *text);
/* node alone, without name and neighbours; what is in it is shared. */
struct json *json_copy(struct arena *mem, const struct json *node);
void json_append(struct json *parent, const char *name, struct json *child);

/* The writer. Names and values must alternate as JSON wants. */
struct json_out {
	struct buf text;
	void *gen;
	bool failed;
};

void json_begin(struct json_out *o, struct arena *mem);
void json_object(struct json_out *o);
void json_object_end(struct json_out *o);
void json_array(struct json_out *o);
void json_array_end(struct json_out *o);
void json_name(struct json_out *o, const char *name);
void json_text(struct json_out *o, const char *s); /* NULL writes null */
void json_int(struct json_out *o, int64_t i);
void json_bool(struct json_out *o, bool b);
void json_null(struct json_out *o);
void json_tree(struct json_out *o, const struct json *tree);
/* The text, or NULL when anything went wrong since json_begin(). */
const char *json_finish(struct json_out *o);

/* A name and its value at once. */
void json_set_text(struct json_out *o, const char *name, const char *s);
void json_set_int(struct json_out *o, const char *name, int64_t i);
void json_set_bool(struct json_out *o, const char *name, bool b);

/* tree as text; NULL for NULL or an empty list or object. */
const char *json_text_of(struct arena *mem, const struct json *tree);

#endif
