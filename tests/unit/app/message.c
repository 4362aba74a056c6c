/* What the product writes to people: whole in both languages. */
#include "app/outbox/message.h"

#include "unit.h"

/* The names in a text, sorted out of order do not matter: as a set. */
static bool
names(const char *text, const char *other)
{
	for (const char *at = text; (at = strchr(at, '{')) != NULL; at++) {
		char name[40];
		size_t n = strcspn(at, "}") + 1;

		if (n >= sizeof(name))
			return false;
		memcpy(name, at, n);
		name[n] = '\0';
		if (strstr(other, name) == NULL)
			return false;
	}
	return true;
}

static void
every_message_is_whole(void **state)
{
	(void)state;
	for (size_t i = 0; i < messages_count; i++) {
		const struct message *m = &messages[i];
		bool mail = m->carrier == CARRIER_MAIL;

		assert_ptr_equal(message_of(m->number), m);
		assert_case(i, (m->subject_zh != NULL) == mail);
		assert_case(i, (m->subject_en != NULL) == mail);
		assert_case(i, names(m->text_zh, m->text_en));
		assert_case(i, names(m->text_en, m->text_zh));
		assert_case(i, m->seconds > 0);
		for (const char *p = m->text_en; *p != '\0'; p++)
			assert_case(i, (unsigned char)*p < 0x80);
		for (size_t j = 0; j < i; j++)
			assert_string_not_equal(m->name, messages[j].name);
	}
	assert_null(message_of(0));
}

static void
a_message_is_filled_in(void **state)
{
	static const char text[] =
	    "{\"code\":\"123456\",\"minutes\":\"5\",\"purpose\":\"{code}\"}";
	struct arena *a = arena_new(1 << 20);
	const struct json *params = json_read(a, text, sizeof(text) - 1);

	(void)state;
	assert_string_equal(
	    message_text(a, message_of(MESSAGE_CODE), LANGUAGE_EN, params),
	    "[liangding] 123456 is your code for {code}, valid for 5 minutes. "
	    "Tell nobody; we never ask for it.");
	assert_string_equal(
	    message_subject(a, message_of(MESSAGE_CODE), LANGUAGE_EN, params),
	    "");
	assert_string_equal(message_subject(a, message_of(MESSAGE_ACTIVATION),
				LANGUAGE_ZH, params),
	    "两定平台账号已开通");
	arena_free(a);
}

int
run_message(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_message_is_whole),
		cmocka_unit_test(a_message_is_filled_in),
	};

	return cmocka_run_group_tests_name("message", tests, NULL, NULL);
}
