/* See acts.h. */
#include "look/acts.h"

#include <ctype.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

/* Longer chains of actions, or deeper trees, than anybody makes. */
enum { PARTS_MAX = 200 };

static bool
is_one_of(const char *name, const char *const *list)
{
	for (; *list != NULL; list++)
		if (strcmp(name, *list) == 0)
			return true;
	return false;
}

static const char *judge_automatic(qpdf_data q, qpdf_oh action, int *left);

/* One action behind another, or a list of them. */
static const char *
judge_next(qpdf_data q, qpdf_oh next, int *left)
{
	const char *fault = NULL;
	int n;

	if (!qpdf_oh_is_array(q, next))
		return judge_automatic(q, next, left);
	n = qpdf_oh_get_array_n_items(q, next);
	for (int i = 0; i < n && fault == NULL; i++) {
		qpdf_oh item = qpdf_oh_get_array_item(q, next, i);
		/* A list is no place to turn to. */
		fault = qpdf_oh_is_array(q, item)
			    ? "active_pdf"
			    : judge_automatic(q, item, left);
		qpdf_oh_release(q, item);
	}
	return fault;
}

/* A destination spelt out: a page, and how it is shown. */
static const char *
judge_destination(qpdf_data q, qpdf_oh destination)
{
	int n = qpdf_oh_get_array_n_items(q, destination);
	const char *fault = NULL;

	for (int i = 0; i < n && fault == NULL; i++) {
		qpdf_oh item = qpdf_oh_get_array_item(q, destination, i);
		enum qpdf_object_type_e type = qpdf_oh_get_type_code(q, item);
		if (type == ot_stream || type == ot_array ||
		    (type == ot_dictionary &&
			(i > 0 || qpdf_oh_has_key(q, item, "/S"))))
			fault = "active_pdf";
		qpdf_oh_release(q, item);
	}
	return fault;
}

/* What starts by itself: a place in the document, and no more. */
static const char *
judge_automatic(qpdf_data q, qpdf_oh action, int *left)
{
	const char *fault;
	qpdf_oh what, next;
	bool turns;

	if (--*left < 0)
		return "complex";
	switch (qpdf_oh_get_type_code(q, action)) {
	case ot_dictionary:
		break;
	case ot_stream: /* some readers take its dictionary */
		return "active_pdf";
	case ot_array:
		return judge_destination(q, action);
	default: /* a destination by name, or nothing */
		return NULL;
	}
	what = qpdf_oh_get_key(q, action, "/S");
	turns = qpdf_oh_is_null(q, what) ||
		qpdf_oh_is_name_and_equals(q, what, "/GoTo");
	qpdf_oh_release(q, what);
	if (!turns)
		return "active_pdf";
	next = qpdf_oh_get_key(q, action, "/Next");
	fault = judge_next(q, next, left);
	qpdf_oh_release(q, next);
	return fault;
}

const char *
acts_judge_triggers(qpdf_data q, qpdf_oh triggers)
{
	const char *fault = NULL;
	int left = PARTS_MAX;

	qpdf_oh_begin_dict_key_iter(q, triggers);
	while (fault == NULL && qpdf_oh_dict_more_keys(q)) {
		const char *key = qpdf_oh_dict_next_key(q);
		qpdf_oh action = qpdf_oh_get_key(q, triggers, key);
		fault = judge_automatic(q, action, &left);
		qpdf_oh_release(q, action);
	}
	return fault;
}

/* A name tree without a single name: writers leave them behind. */
static bool
is_empty_tree(qpdf_data q, qpdf_oh tree, int *left)
{
	qpdf_oh names, kids;
	bool empty;
	int n;

	if (qpdf_oh_is_null(q, tree))
		return true;
	if (--*left < 0 || !qpdf_oh_is_dictionary(q, tree))
		return false;
	names = qpdf_oh_get_key(q, tree, "/Names");
	kids = qpdf_oh_get_key(q, tree, "/Kids");
	empty = qpdf_oh_is_null(q, names) ||
		(qpdf_oh_is_array(q, names) &&
		    qpdf_oh_get_array_n_items(q, names) == 0);
	n = qpdf_oh_is_array(q, kids) ? qpdf_oh_get_array_n_items(q, kids) : 0;
	empty = empty && (n > 0 || qpdf_oh_is_null(q, kids) ||
			     qpdf_oh_is_array(q, kids));
	for (int i = 0; i < n && empty; i++) {
		qpdf_oh kid = qpdf_oh_get_array_item(q, kids, i);
		empty = is_empty_tree(q, kid, left);
		qpdf_oh_release(q, kid);
	}
	qpdf_oh_release(q, names);
	qpdf_oh_release(q, kids);
	return empty;
}

static bool
is_empty_stream(qpdf_data q, qpdf_oh stream)
{
	unsigned char *data = NULL;
	size_t len = 1;
	QPDF_BOOL filtered;

	if ((qpdf_oh_get_stream_data(
		 q, stream, qpdf_dl_none, &filtered, &data, &len) &
		QPDF_ERRORS) != 0)
		return false;
	free(data);
	return len == 0;
}

/* A form of XFA: a stream, or a list of names and streams. */
static bool
is_empty_form(qpdf_data q, qpdf_oh form)
{
	switch (qpdf_oh_get_type_code(q, form)) {
	case ot_array:
		return qpdf_oh_get_array_n_items(q, form) == 0;
	case ot_stream:
		return is_empty_stream(q, form);
	default:
		return false;
	}
}

/* The files of an /EF: a font may bear that name too, but not these keys. */
static bool
holds_files(qpdf_data q, qpdf_oh o)
{
	static const char *const keys[] = { "/F", "/UF", "/DOS", "/Mac",
		"/Unix" };

	if (!qpdf_oh_is_dictionary(q, o))
		return false;
	for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++)
		if (qpdf_oh_has_key(q, o, keys[i]))
			return true;
	return false;
}

/* "\\host\share", "//host/share", "http://host": not a file beside it. */
static bool
names_host(qpdf_data q, qpdf_oh file)
{
	const char *text, *scheme;

	if (!qpdf_oh_is_string(q, file))
		return false;
	text = qpdf_oh_get_utf8_value(q, file);
	text += strspn(text, " \t\r\n");
	if (text[0] != '\0' && strchr("\\/", text[0]) != NULL &&
	    text[1] != '\0' && strchr("\\/", text[1]) != NULL)
		return true;
	for (scheme = text; isalnum((unsigned char)*scheme) ||
			    (*scheme != '\0' && strchr("+.-", *scheme));
	     scheme++)
		;
	return scheme > text && strncmp(scheme, "://", 3) == 0;
}

/* The kind of an action, wherever it stands and whoever starts it. */
static const char *
judge_action(qpdf_data q, qpdf_oh holder, const char *name)
{
	static const char *const acting[] = { "/JavaScript", "/Launch",
		"/SubmitForm", "/ImportData", "/Rendition", "/GoToE", "/GoToR",
		"/Movie", "/Sound", "/RichMediaExecute", NULL };

	if (is_one_of(name, acting))
		return "active_pdf";
	/* A thread of articles in another file. */
	if (strcmp(name, "/Thread") == 0 && qpdf_oh_has_key(q, holder, "/F"))
		return "active_pdf";
	return NULL;
}

static const char *
judge_type(const char *name)
{
	static const char *const living[] = { "/RichMedia", "/Screen", "/Movie",
		"/Sound", "/3D", NULL };
	static const char *const carrying[] = { "/FileAttachment",
		"/EmbeddedFile", NULL };

	return is_one_of(name, living)     ? "active_pdf"
	       : is_one_of(name, carrying) ? "attached_pdf"
					   : NULL;
}

static bool
is_dictionary_with(qpdf_data q, qpdf_oh o, const char *key)
{
	return qpdf_oh_is_dictionary(q, o) && qpdf_oh_has_key(q, o, key);
}

const char *
acts_judge(qpdf_data q, qpdf_oh holder, const char *key, qpdf_oh value)
{
	static const char *const files[] = { "/F", "/UF", "/DOS", "/Mac",
		"/Unix", NULL };
	enum qpdf_object_type_e type = qpdf_oh_get_type_code(q, value);
	const char *name = type == ot_name ? qpdf_oh_get_name(q, value) : "";
	bool bad = false;
	int left = PARTS_MAX;

#define IS(word) (strcmp(key, word) == 0)
	if (type == ot_null)
		return NULL;
	if (IS("/S"))
		return judge_action(q, holder, name);
	if (IS("/Type") || IS("/Subtype"))
		return judge_type(name);
	if (IS("/OpenAction"))
		return judge_automatic(q, value, &left);
	if (IS("/EmbeddedFiles"))
		return "attached_pdf";
	if (IS("/EF"))
		return holds_files(q, value) ? "attached_pdf" : NULL;
	if (IS("/Collection")) /* a folder of files that looks like one */
		return type == ot_dictionary ? "attached_pdf" : NULL;
	if (IS("/JS"))
		bad = type == ot_string || type == ot_stream;
	else if (IS("/JavaScript"))
		bad = !is_empty_tree(q, value, &left);
	else if (IS("/XFA"))
		bad = !is_empty_form(q, value);
	else if (IS("/Ref")) /* shows a page of another file */
		bad = is_dictionary_with(q, value, "/F");
	else if (IS("/OPI")) /* shows a picture of another file */
		bad = type == ot_dictionary;
	else if (IS("/PresSteps")) /* acts as the pages are turned */
		bad = type == ot_dictionary;
	else if (IS("/FS"))
		bad = strcmp(name, "/URL") == 0;
	else if (is_one_of(key, files))
		bad = names_host(q, value);
	return bad ? "active_pdf" : NULL;
#undef IS
}
