/*
 * Every field of every form against every value that it cannot take: the whole
 * square, here, where one costs a microsecond. Over HTTP each is tried once a
 * type and form (tests/api/bad_input).
 */
#include "app/kind/kind.h"
#include "app/request.h"
#include "unit.h"

enum json_way {
	A_BOOLEAN = 1,
	A_NUMBER = 2,
	A_TEXT = 4,
	A_LIST = 8,
	A_OBJECT = 16,
	NOTHING = 0
};

/* What may take it for its own, by the look of it. */
static const struct {
	const char *json;
	int way;
} attacks[] = {
	{ "true", A_BOOLEAN },
	{ "17", A_NUMBER },
	{ "1.5", NOTHING },
	{ "1e3", NOTHING },
	{ "99999999999999999999", NOTHING },
	{ "\"x\"", A_TEXT },
	{ "\"\\u0000\"", NOTHING },
	{ "\"\\ud800\"", NOTHING },
	{ "[]", A_LIST },
	{ "[[]]", NOTHING },
	{ "[null]", NOTHING },
	{ "[{}]", A_LIST | A_OBJECT },
	{ "{}", A_OBJECT },
	{ "{\"x\":1}", A_OBJECT },
};

static int
takes(const struct field *f)
{
	switch (f->type) {
	case FIELD_BOOLEAN:
		return A_BOOLEAN;
	case FIELD_INTEGER:
	case FIELD_MONEY:
		return A_NUMBER;
	case FIELD_ATTACHMENT:
	case FIELD_CHOICES:
	case FIELD_TREE:
		return A_LIST;
	case FIELD_GROUP:
		return (f->flags & FIELD_REPEATED) != 0 ? A_LIST : A_OBJECT;
	case FIELD_CONTENT:
		return A_OBJECT;
	default:
		return A_TEXT;
	}
}

static bool
faulted(const struct faults *faults, const char *name)
{
	for (const struct fault *f = faults->first; f != NULL; f = f->next)
		if (path_within(f->path, name))
			return true;
	return false;
}

static void
attack(struct arena *mem, const struct form *form, const struct field *f,
    enum form_mode mode)
{
	for (size_t i = 0; i < COUNT(attacks); i++) {
		struct faults faults = { .mem = mem };
		const char *text =
		    arena_printf(mem, "{\"%s\":%s}", f->name, attacks[i].json);
		const struct json *body = json_read(mem, text, strlen(text));

		/* No JSON at all, or it may be right. */
		if (body == NULL || (attacks[i].way & takes(f)) != 0)
			continue;
		form_check(form, body, mode, &faults, NULL);
		if (!faulted(&faults, f->name))
			fail_msg("%s.%s takes %s", form->name, f->name,
			    attacks[i].json);
	}
}

static void
attack_form(struct arena *mem, const struct form *form)
{
	for (size_t i = 0; i < form->n; i++) {
		const struct field *f = &form->fields[i];
		if (f->type == FIELD_SECTION || f->retired != 0 ||
		    f->when.field != NULL)
			continue; /* where it is not asked, nothing is read */
		attack(mem, form, f, FORM_STRICT);
		if (f->part != NULL)
			attack_form(mem, f->part);
	}
}

static void
no_field_takes_what_it_cannot(void **state)
{
	struct arena *mem = arena_new(1 << 26);

	(void)state;
	for (const struct kind *const *k = kinds; *k != NULL; k++)
		attack_form(mem, (*k)->content);
	for (size_t i = 0; i < routes_count; i++)
		if (routes[i].form != NULL)
			attack_form(mem, routes[i].form);
	arena_free(mem);
}

int
run_attacks(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(no_field_takes_what_it_cannot),
	};

	return cmocka_run_group_tests_name("attacks", tests, NULL, NULL);
}
