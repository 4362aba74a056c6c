/*
 * Runs every group; the exit status is how many tests failed. With --serve a
 * template (lib/template.h) whose children do what a shell is told.
 */
#include "unit.h"

#include <string.h>
#include <unistd.h>

#include "lib/template.h"

static void
obey(const char *what)
{
	execl("/bin/sh", "sh", "-c", what, (char *)NULL);
}

int
main(int argc, char **argv)
{
	if (argc == 2 && strcmp(argv[1], "--serve") == 0) {
		template_serve(obey);
		return 0;
	}
	return run_arena() + run_text() + run_checks() + run_json() +
	       run_form() + run_clock() + run_crypt() + run_token() +
	       run_conf() + run_look() + run_shape() + run_filter() +
	       run_store() + run_process() + run_password() + run_route() +
	       run_tables() + run_calendar() + run_name() + run_known() +
	       run_lasting() + run_keyring() + run_format() + run_form_map() +
	       run_form_types() + run_described() + run_attacks() + run_job() +
	       run_list_columns() + run_kind() + run_http_signature() +
	       run_qr_device() + run_mime() + run_fill() + run_message() +
	       run_place() + run_connection();
}
