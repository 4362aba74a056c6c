# The C programs and their tests; included by the Makefile at the top.
# SANITIZE=1 builds them under ASan and UBSan, beside the others.

comma := ,
CC ?= gcc
C_PACKAGES := libmariadb yajl libssl libcrypto libargon2 libutf8proc
DRAW_PACKAGES := cairo pangocairo libjpeg libqrencode
SHEET_PACKAGES := xlsxwriter
SEND_PACKAGES := libcurl
SEAL_PACKAGES := zlib
LOOK_PACKAGES := libseccomp libqpdf libjpeg libpng zlib
OUT := build$(if $(SANITIZE),/asan)

# Hidden: libjwt brings jansson, whose json_object() must not meet ours.
CFLAGS_ALL := -std=c17 -D_GNU_SOURCE -Ifcgi -O2 -g -MMD -MP \
    -Wall -Wextra -Wpedantic -Werror -Wshadow -Wstrict-prototypes \
    -Wmissing-prototypes -fstack-protector-strong -fPIE -fvisibility=hidden \
    $(shell pkg-config --cflags $(C_PACKAGES) $(DRAW_PACKAGES) \
        $(LOOK_PACKAGES) $(SHEET_PACKAGES) $(SEND_PACKAGES) \
        $(SEAL_PACKAGES) 2>/dev/null) \
    $(if $(SANITIZE),-fsanitize=address$(comma)undefined \
        -fno-sanitize-recover=all -fno-omit-frame-pointer,-D_FORTIFY_SOURCE=2)
LDFLAGS_ALL := -pie -Wl,-z,relro,-z,now -Wl,--as-needed \
    $(if $(SANITIZE),-fsanitize=address$(comma)undefined)
C_LIBS := -lfcgi -ljwt \
    $(shell pkg-config --libs $(C_PACKAGES) 2>/dev/null)
DRAW_LIBS := $(shell pkg-config --libs $(DRAW_PACKAGES) 2>/dev/null) -lm
SHEET_LIBS := $(shell pkg-config --libs $(SHEET_PACKAGES) 2>/dev/null)
SEND_LIBS := $(shell pkg-config --libs $(SEND_PACKAGES) 2>/dev/null)
SEAL_LIBS := $(shell pkg-config --libs $(SEAL_PACKAGES) 2>/dev/null)
LOOK_LIBS := -lmagic $(shell pkg-config --libs $(LOOK_PACKAGES) 2>/dev/null)

COMMON_C := fcgi/err.c fcgi/routes.c fcgi/kinds.c fcgi/jobs.c \
    fcgi/lists.c $(wildcard fcgi/lib/*.c) \
    $(wildcard fcgi/app/*.c) $(wildcard fcgi/app/*/*.c) \
    $(wildcard fcgi/kinds/*/*.c) $(wildcard fcgi/feeds/*.c)
DAEMON_C := fcgi/main.c fcgi/staff.c fcgi/pulse.c fcgi/worker.c fcgi/listen.c
DRAW_C := $(wildcard fcgi/draw/*.c)
SEAL_C := $(wildcard fcgi/seal/*.c)
JOBS_C := $(wildcard fcgi/jobs/*.c)
CTL_C := $(wildcard fcgi/ctl/*.c) fcgi/jobs/sealed_copy.c fcgi/jobs/paper.c
LOOK_C := $(wildcard fcgi/look/*.c) \
    $(addprefix fcgi/lib/,template.c clock.c arena.c)
TRIAL_C := $(wildcard tests/kinds/*.c) $(wildcard tests/kinds/*/*.c)
UNIT_C := $(wildcard tests/unit/*.c tests/unit/*/*.c) fcgi/look/place.c
$(OUT)/obj/tests/%.o: CFLAGS += -Itests/unit -Itests/kinds
object = $(patsubst %.c,$(OUT)/obj/%.o,$(1))

PROGRAMS := $(OUT)/liangdingd $(OUT)/liangding-jobs $(OUT)/liangdingctl \
    $(OUT)/liangding-look

programs: includes-check $(PROGRAMS)

$(OUT)/obj/%.o: %.c fcgi/build.mk
	@mkdir -p $(@D)
	@echo "cc $<"; $(CC) $(CFLAGS_ALL) $(CFLAGS) -c $< -o $@

$(OUT)/libliangding.a: $(call object,$(COMMON_C))
	@rm -f $@
	@ar rcs $@ $^

# Workers carry no drawing library.
$(OUT)/liangdingd: $(call object,$(DAEMON_C)) $(OUT)/libliangding.a
	@echo "ld $@"; $(CC) $(LDFLAGS_ALL) -o $@ $^ $(C_LIBS)

$(OUT)/liangding-jobs: $(call object,$(JOBS_C) $(DRAW_C) $(SEAL_C)) $(OUT)/libliangding.a
	@echo "ld $@"; $(CC) $(LDFLAGS_ALL) -o $@ $^ $(C_LIBS) $(DRAW_LIBS) $(SEAL_LIBS) $(SHEET_LIBS) $(SEND_LIBS)

$(OUT)/liangdingctl: $(call object,$(CTL_C) $(DRAW_C) $(SEAL_C)) $(OUT)/libliangding.a
	@echo "ld $@"; $(CC) $(LDFLAGS_ALL) -o $@ $^ $(C_LIBS) $(DRAW_LIBS) $(SEAL_LIBS)

# The decoders of hostile files, and how it is called; nothing of the product.
$(OUT)/liangding-look: $(call object,$(LOOK_C))
	@echo "ld $@"; $(CC) $(LDFLAGS_ALL) -o $@ $^ $(LOOK_LIBS)

$(OUT)/unit-tests: $(call object,$(UNIT_C)) $(OUT)/libliangding.a
	@echo "ld $@"; $(CC) $(LDFLAGS_ALL) -o $@ $^ -lcmocka $(C_LIBS)

# The same programs with a kind more, for the engine's own tests: whoever comes
# first says which kinds there are.
TRIAL := $(OUT)/trial
TRIAL_O = $(call object,$(TRIAL_C))
trial: $(TRIAL)/liangdingd $(TRIAL)/liangdingctl $(TRIAL)/liangding-jobs \
    $(TRIAL)/liangding-look
$(TRIAL)/liangdingd: $(TRIAL_O) $(call object,$(DAEMON_C)) $(OUT)/libliangding.a
	@mkdir -p $(@D)
	@echo "ld $@"; $(CC) $(LDFLAGS_ALL) -o $@ $^ $(C_LIBS)
$(TRIAL)/liangding-jobs: $(TRIAL_O) $(call object,$(JOBS_C) $(DRAW_C) $(SEAL_C)) $(OUT)/libliangding.a
	@mkdir -p $(@D)
	@echo "ld $@"; $(CC) $(LDFLAGS_ALL) -o $@ $^ $(C_LIBS) $(DRAW_LIBS) $(SEAL_LIBS) $(SHEET_LIBS) $(SEND_LIBS)
$(TRIAL)/liangdingctl: $(TRIAL_O) $(call object,$(CTL_C) $(DRAW_C) $(SEAL_C)) $(OUT)/libliangding.a
	@mkdir -p $(@D)
	@echo "ld $@"; $(CC) $(LDFLAGS_ALL) -o $@ $^ $(C_LIBS) $(DRAW_LIBS) $(SEAL_LIBS)
$(TRIAL)/liangding-look: $(OUT)/liangding-look
	@mkdir -p $(@D)
	@cp $< $@
$(TRIAL)/unit-tests: $(TRIAL_O) $(call object,$(UNIT_C)) $(OUT)/libliangding.a
	@mkdir -p $(@D)
	@echo "ld $@"; $(CC) $(LDFLAGS_ALL) -o $@ $^ -lcmocka $(C_LIBS)

# What holds for every kind is asked of the trial ones, too: they have more.
unit-test:
	$(MAKE) SANITIZE=1 build/asan/unit-tests build/asan/trial/unit-tests
	build/asan/unit-tests
	build/asan/trial/unit-tests

# Folders show who may know whom: routes > *_http > rules > *_sql > lib.
includes-check:
	@ops/check-includes

c-lint: c-format-check c-cppcheck
c-format-check:
	@clang-format --dry-run -Werror \
	    $(shell find fcgi nginx tests/unit tests/kinds -name '*.[ch]' 2>/dev/null)
c-cppcheck:
	cppcheck --quiet --std=c11 --error-exitcode=1 -Ifcgi --inline-suppr \
	    --enable=warning,performance,portability \
	    --suppress=missingIncludeSystem fcgi

.PHONY: programs trial unit-test includes-check c-lint c-format-check c-cppcheck
-include $(shell find $(OUT)/obj -name '*.d' 2>/dev/null)
