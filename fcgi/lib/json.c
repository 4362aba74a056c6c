/* Strict JSON over yajl; see json.h. */
#include "lib/json.h"

#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <yajl/yajl_gen.h>
#include <yajl/yajl_parse.h>

#include "lib/text.h"

struct reader {
	struct arena *mem;
	struct json *stack[JSON_DEPTH_MAX];
	struct json *root;
	const char *name; /* the member name that waits for its value */
	int depth;
	int elements;
};

struct json *
json_make(struct arena *mem, enum json_type type, const char *text)
{
	struct json *node = arena_alloc(mem, sizeof(*node));

	node->type = type;
	node->text = text;
	return node;
}

/* data without its NULs; *nul_at_out is where the first was. */
static const char *
without_nul(struct arena *mem, const char *data, size_t len, size_t *nul_at_out)
{
	char *text = arena_strndup(mem, data, len);
	size_t n = 0;

	*nul_at_out = 0;
	if (memchr(data, 0, len) == NULL)
		return text;
	*nul_at_out = text_length(text) + 1;
	for (size_t i = 0; i < len; i++)
		if (data[i] != '\0')
			text[n++] = data[i];
	text[n] = '\0';
	return text;
}

struct json *
json_string(struct arena *mem, const char *data, size_t len)
{
	struct json *node = json_make(mem, JSON_STRING, NULL);

	node->text = without_nul(mem, data, len, &node->nul_at);
	return node;
}

struct json *
json_copy(struct arena *mem, const struct json *node)
{
	struct json *copy = arena_alloc(mem, sizeof(*copy));

	*copy = *node;
	copy->name = NULL;
	copy->next = NULL;
	return copy;
}

void
json_append(struct json *parent, const char *name, struct json *child)
{
	child->name = name;
	if (parent->last == NULL)
		parent->first = child;
	else
		parent->last->next = child;
	parent->last = child;
	parent->count++;
}

/* Adds a node below the open container; NULL past a limit. */
static struct json *
add(struct reader *r, enum json_type type)
{
	struct json *parent, *node;

	if (++r->elements > JSON_ELEMENTS_MAX)
		return NULL;
	node = json_make(r->mem, type, NULL);
	if (r->depth == 0) {
		r->root = node;
		return node;
	}
	parent = r->stack[r->depth - 1];
	json_append(parent, r->name, node);
	r->name = NULL;
	return node;
}

static const char *
copy(struct reader *r, const unsigned char *s, size_t n)
{
	if (memchr(s, 0, n) != NULL)
		return NULL;
	return arena_strndup(r->mem, (const char *)s, n);
}

static int
on_null(void *ctx)
{
	return add(ctx, JSON_NULL) != NULL;
}

static int
on_bool(void *ctx, int truth)
{
	struct json *node = add(ctx, JSON_BOOL);

	if (node == NULL)
		return 0;
	node->truth = truth != 0;
	return 1;
}

static int
on_number(void *ctx, const char *s, size_t n)
{
	struct json *node = add(ctx, JSON_NUMBER);

	if (node == NULL || n > 64)
		return 0;
	node->text = copy(ctx, (const unsigned char *)s, n);
	return node->text != NULL;
}

static int
on_string(void *ctx, const unsigned char *s, size_t n)
{
	struct json *node = add(ctx, JSON_STRING);

	if (node == NULL)
		return 0;
	node->text = without_nul(
	    ((struct reader *)ctx)->mem, (const char *)s, n, &node->nul_at);
	return 1;
}

static int
on_open(struct reader *r, enum json_type type)
{
	struct json *node = r->depth < JSON_DEPTH_MAX ? add(r, type) : NULL;

	if (node == NULL)
		return 0;
	r->stack[r->depth++] = node;
	return 1;
}

static int
on_close(void *ctx)
{
	((struct reader *)ctx)->depth--;
	return 1;
}

static int
on_map(void *ctx)
{
	return on_open(ctx, JSON_OBJECT);
}

static int
on_array(void *ctx)
{
	return on_open(ctx, JSON_ARRAY);
}

static int
on_key(void *ctx, const unsigned char *s, size_t n)
{
	struct reader *r = ctx;

	r->name = copy(r, s, n);
	return r->name != NULL &&
	       r->stack[r->depth - 1]->count < JSON_MEMBERS_MAX &&
	       json_member(r->stack[r->depth - 1], r->name) == NULL;
}

static int
hex4(const char *s, const char *end)
{
	int value = 0;

	if (end - s < 4)
		return -1;
	for (int i = 0; i < 4; i++) {
		char c = s[i];
		int digit = c >= '0' && c <= '9'   ? c - '0'
			    : c >= 'a' && c <= 'f' ? c - 'a' + 10
			    : c >= 'A' && c <= 'F' ? c - 'A' + 10
						   : -1;
		if (digit < 0)
			return -1;
		value = value * 16 + digit;
	}
	return value;
}

/* yajl turns lone \u surrogates into '?': refuse them. */
static bool
escapes_are_sound(const char *s, const char *end)
{
	while (s < end) {
		int unit;

		if (*s++ != '\\' || s == end)
			continue;
		if (*s++ != 'u')
			continue;
		unit = hex4(s, end);
		if (unit < 0 || (unit >= 0xDC00 && unit <= 0xDFFF))
			return false;
		s += 4;
		if (unit < 0xD800 || unit > 0xDBFF)
			continue;
		if (end - s < 6 || s[0] != '\\' || s[1] != 'u')
			return false;
		unit = hex4(s + 2, end);
		if (unit < 0xDC00 || unit > 0xDFFF)
			return false;
		s += 6;
	}
	return true;
}

/* yajl takes form feeds for white space. */
static bool
controls_are_sound(const char *s, const char *end)
{
	for (; s < end; s++)
		if ((unsigned char)*s < 0x20 && strchr("\t\n\r", *s) == NULL)
			return false;
	return true;
}

static void *
grow(void *ctx, void *old, size_t size)
{
	size_t *p = arena_alloc(ctx, size + sizeof(size_t) * 2);

	/* Each block carries its size in front: yajl doesn't tell it. */
	p[0] = size;
	if (old != NULL) {
		size_t before = ((size_t *)old)[-2];
		memcpy(p + 2, old, before < size ? before : size);
	}
	return p + 2;
}

static void *
take(void *ctx, size_t size)
{
	return grow(ctx, NULL, size);
}

static void
no_free(void *ctx, void *p)
{
	(void)ctx;
	(void)p;
}

struct json *
json_read(struct arena *mem, const char *data, size_t len)
{
	static const yajl_callbacks callbacks = { on_null, on_bool, NULL, NULL,
		on_number, on_string, on_map, on_key, on_close, on_array,
		on_close };
	yajl_alloc_funcs alloc = { take, grow, no_free, mem };
	struct reader r = { .mem = mem };
	yajl_handle h;
	bool ok;

	if (len == 0 || len > JSON_BYTES_MAX || !text_is_utf8(data, len) ||
	    !controls_are_sound(data, data + len) ||
	    !escapes_are_sound(data, data + len))
		return NULL;
	h = yajl_alloc(&callbacks, &alloc, &r);
	if (h == NULL)
		return NULL;
	yajl_config(h, yajl_allow_comments, 0);
	ok =
	    yajl_parse(h, (const unsigned char *)data, len) == yajl_status_ok &&
	    yajl_complete_parse(h) == yajl_status_ok;
	yajl_free(h);
	return ok ? r.root : NULL;
}

const struct json *
json_member(const struct json *object, const char *name)
{
	const struct json *m;

	if (object == NULL || object->type != JSON_OBJECT)
		return NULL;
	for (m = object->first; m != NULL; m = m->next)
		if (strcmp(m->name, name) == 0)
			return m;
	return NULL;
}

const char *
json_member_text(const struct json *object, const char *name)
{
	const struct json *m = json_member(object, name);

	return m == NULL || m->type != JSON_STRING ? "" : m->text;
}

bool
json_has_item(const struct json *list, const char *key)
{
	const struct json *m = list == NULL ? NULL : list->first;

	while (m != NULL && strcmp(json_member_text(m, "key"), key) != 0)
		m = m->next;
	return m != NULL;
}

bool
json_integer(const struct json *number, int64_t *out)
{
	const char *digits;

	if (number->type != JSON_NUMBER)
		return false;
	/* Query strings are typed, too: no "+1", no " 1". */
	digits = number->text + (*number->text == '-');
	if (*digits == '\0' || strspn(digits, "0123456789") != strlen(digits))
		return false;
	errno = 0;
	*out = strtoimax(number->text, NULL, 10);
	return errno == 0;
}

static void
append(void *ctx, const char *s, size_t n)
{
	buf_add(ctx, s, n);
}

void
json_begin(struct json_out *o, struct arena *mem)
{
	yajl_alloc_funcs alloc = { take, grow, no_free, mem };

	o->text = buf_new(mem);
	o->gen = yajl_gen_alloc(&alloc);
	o->failed =
	    o->gen == NULL ||
	    !yajl_gen_config(o->gen, yajl_gen_print_callback, append, &o->text);
}

static void
check(struct json_out *o, yajl_gen_status status)
{
	/* "complete" is the state after the last value, not an error. */
	if (status != yajl_gen_status_ok)
		o->failed = true;
}

void
json_object(struct json_out *o)
{
	check(o, yajl_gen_map_open(o->gen));
}

void
json_object_end(struct json_out *o)
{
	check(o, yajl_gen_map_close(o->gen));
}

void
json_array(struct json_out *o)
{
	check(o, yajl_gen_array_open(o->gen));
}

void
json_array_end(struct json_out *o)
{
	check(o, yajl_gen_array_close(o->gen));
}

void
json_text(struct json_out *o, const char *s)
{
	if (s == NULL)
		json_null(o);
	else
		check(o, yajl_gen_string(
			     o->gen, (const unsigned char *)s, strlen(s)));
}

void
json_name(struct json_out *o, const char *name)
{
	json_text(o, name);
}

void
json_int(struct json_out *o, int64_t i)
{
	check(o, yajl_gen_integer(o->gen, i));
}

void
json_bool(struct json_out *o, bool b)
{
	check(o, yajl_gen_bool(o->gen, b));
}

void
json_null(struct json_out *o)
{
	check(o, yajl_gen_null(o->gen));
}

void
json_tree(struct json_out *o, const struct json *tree)
{
	const struct json *child;

	switch (tree->type) {
	case JSON_NULL:
		json_null(o);
		break;
	case JSON_BOOL:
		json_bool(o, tree->truth);
		break;
	case JSON_NUMBER:
		check(
		    o, yajl_gen_number(o->gen, tree->text, strlen(tree->text)));
		break;
	case JSON_STRING:
		json_text(o, tree->text);
		break;
	case JSON_ARRAY:
		json_array(o);
		for (child = tree->first; child != NULL; child = child->next)
			json_tree(o, child);
		json_array_end(o);
		break;
	case JSON_OBJECT:
		json_object(o);
		for (child = tree->first; child != NULL; child = child->next) {
			json_name(o, child->name);
			json_tree(o, child);
		}
		json_object_end(o);
		break;
	}
}

const char *
json_finish(struct json_out *o)
{
	return o->failed ? NULL : buf_text(&o->text);
}

void
json_set_text(struct json_out *o, const char *name, const char *s)
{
	json_name(o, name);
	json_text(o, s);
}

void
json_set_int(struct json_out *o, const char *name, int64_t i)
{
	json_name(o, name);
	json_int(o, i);
}

void
json_set_bool(struct json_out *o, const char *name, bool b)
{
	json_name(o, name);
	json_bool(o, b);
}

const char *
json_text_of(struct arena *mem, const struct json *tree)
{
	struct json_out o;

	if (tree == NULL || tree->count == 0)
		return NULL;
	json_begin(&o, mem);
	json_tree(&o, tree);
	return json_finish(&o);
}
