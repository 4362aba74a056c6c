#include "lib/conf.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "unit.h"

struct sample {
	int64_t workers;
	bool loud;
	const char *mode, *path;
};

static const struct setting settings[] = {
	SETTING(sample, workers, .standard = "8", .min = 1, .max = 64),
	SETTING(sample, loud, .standard = "no"),
	SETTING(sample, mode, .required = true, .one_of = "production|demo"),
	SETTING(sample, path, .required = false),
};

static void
names_each_mistake_with_its_line(void **state)
{
	static const struct {
		const char *text, *says;
		int wrong;
	} cases[] = {
		{ "mode = demo\n", NULL, 0 },
		{ "# x\n\n mode=demo \nworkers = 2\nloud = yes\n", NULL, 0 },
		{ "", ": mode: is missing", 1 },
		{ "mode = demo\nworkers = many\n",
		    ":2: workers: must be a whole number", 1 },
		{ "mode = demo\nworkers = 65\n",
		    ":2: workers: must be between 1 and 64", 1 },
		{ "mode = demo\nloud = 1\n", ":2: loud: must be yes or no", 1 },
		{ "mode = test\n", ":1: mode: must be one of production|demo",
		    1 },
		{ "mode = demo\nmode = demo\n",
		    ":2: mode: is set already in line 1", 1 },
		{ "mode = demo\ncolour = red\n",
		    ":2: colour: there is no such setting", 1 },
		{ "mode = demo\nnonsense\n", ":2: nonsense: expected", 1 },
		{ "mode = demo\npath =\n", ":2: path: has no value", 1 },
		{ "mode = x\nworkers = y\n", ":2: workers", 2 },
	};
	char path[] = "/tmp/liangding-conf-XXXXXX";
	struct arena *a = arena_new(1 << 20);

	(void)state;
	close(mkstemp(path));
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct buf faults = buf_new(a);
		struct sample s = { 0 };
		FILE *f = fopen(path, "w");
		assert_non_null(f);
		fputs(cases[i].text, f);
		fclose(f);
		assert_case(i, conf_read(path, settings, COUNT(settings), &s,
				   &faults) == cases[i].wrong);
		if (cases[i].says != NULL)
			assert_case(i,
			    strstr(buf_text(&faults), cases[i].says) != NULL);
		if (i == 1)
			assert_true(s.loud && s.workers == 2 &&
				    strcmp(s.mode, "demo") == 0);
	}
	unlink(path);
	arena_free(a);
}

int
run_conf(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(names_each_mistake_with_its_line),
	};

	return cmocka_run_group_tests_name("conf", tests, NULL, NULL);
}
