/* What every unit test includes, and the groups that unit.c runs. */
#ifndef LIANGDING_UNIT_H
#define LIANGDING_UNIT_H

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#define COUNT(table) (sizeof(table) / sizeof((table)[0]))
/* An assertion in a loop over a case table: names the case that failed. */
#define assert_case(i, condition)                                          \
	do {                                                               \
		if (!(condition))                                          \
			fail_msg("case %zu: %s", (size_t)(i), #condition); \
	} while (0)

int run_arena(void), run_text(void), run_checks(void), run_json(void);
int run_form(void), run_clock(void), run_token(void), run_conf(void);
int run_look(void), run_shape(void), run_filter(void), run_store(void);
int run_process(void), run_password(void), run_route(void), run_crypt(void),
    run_tables(void);
int run_calendar(void), run_name(void), run_known(void), run_lasting(void),
    run_keyring(void), run_format(void), run_form_map(void),
    run_form_types(void), run_described(void), run_attacks(void), run_job(void),
    run_list_columns(void), run_kind(void), run_http_signature(void),
    run_qr_device(void), run_mime(void), run_fill(void), run_message(void),
    run_place(void), run_connection(void);

#endif
