# liangding: `make help` lists what can be made.
PORT ?= 8080
PREFIX ?=
MAKEFLAGS += --no-print-directory
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

-include fcgi/build.mk

help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "%-12s %s\n", $$1, $$2 }' \
	    Makefile
	@echo 'Settings: PORT=8080 PREFIX=/path (of the address)'

# What is missing on the machine decides what the rest of this file says (flags
# from pkg-config, node_modules), hence a second make behind install-deps.
run: ## build and run everything in the foreground, PORT=8080
	@ops/install-deps
	@$(MAKE) build
	@PORT='$(PORT)' PREFIX='$(PREFIX)' exec ops/run

test: ## build and run every test, LANES=n at a time; the last line counts them
	@ops/install-deps test
	@exec node tests/run.mjs

build: programs web/dist/index.html build/divisions.tsv build/body_floor.so ## the programs and the pages

reset: ## forget the private stack's data
	@ops/stack reset

bench: build ## the product beside the least that could do the work: ORDERS=10000,1000000 ROUNDS=5 PEERS=go,node,spring
	@ops/install-deps $(if $(PEERS),peers,bench)
	@mkdir -p build/bench
	gcc -std=gnu17 -O2 -Wall -Wextra -Werror -o build/bench/minimal tests/load/minimal.c \
	    $$(pkg-config --cflags --libs libmariadb libcrypto) -lfcgi -ljwt
	$(if $(findstring go,$(PEERS)),cd tests/load/peers && GO111MODULE=off GOPATH=/usr/share/gocode \
	    go build -o ../../../build/bench/peer-go peer.go)
	$(if $(findstring spring,$(PEERS)),javac --release 8 -Xlint:-options -d build/bench \
	    -cp $(PEER_CLASSES) tests/load/peers/Peer.java)
	@PEERS='$(PEERS)' PEER_CLASSES=$(PEER_CLASSES) exec node tests/load/bench.mjs

# What Debian has of Spring MVC, Tomcat and a driver.
space := $() $()
PEER_CLASSES = build/bench:$(subst $(space),:,$(patsubst %,/usr/share/java/%.jar, \
    $(addprefix spring3-,aop beans context core expression web web.servlet) \
    $(addprefix tomcat9-,catalina coyote juli util util-scan servlet-api annotations-api api jni jaspic-api el-api) \
    $(addprefix jackson-,core databind annotations) \
    mariadb-java-client jna HikariCP slf4j-api slf4j-nop commons-logging))

cluster: build trial ## the races of two writers on a Galera cluster of three
	@ops/install-deps cluster
	@PORT=$(PORT) exec node tests/cluster/run.mjs

mutants: build ## take every safeguard away, one at a time: a test must notice
	@ops/install-deps test
	@exec node tests/mutants/run.mjs '$(ONLY)'

fresh: ## prove `make run` and `make test` in a new Debian 12 (root)
	@ops/fresh

shots: build ## a picture of every page, language and width into shots/
	@REQUEST_RATE=10000r/s LOGIN_RATE=6000r/m LOGIN_BURST=2000 CAPTCHA_RATE=1000r/s \
	    TEMPLATE=yes DURABLE=no RUN_NAME=shots PORT=$(PORT) \
	    ops/stack with node tests/shots.mjs $(PAGES)

describe: programs ## the API's description and the browser's types, from the C tables
	build/liangdingctl describe >web/src/api/openapi.json
	cd web && npm run --silent types

format: ## format the C sources in place
	@find fcgi nginx tests/unit tests/kinds -name '*.[ch]' -exec clang-format -i {} +

lint: c-lint web-lint tests-lint ops-lint ## every linter

clean: ## remove what was built; data of runs stays
	rm -rf build web/dist

# --- pages -------------------------------------------------------------------
WEB_SOURCES := $(shell find web -path web/node_modules -prune -o \
    -path web/dist -prune -o -type f -print 2>/dev/null)
web/dist/index.html: $(WEB_SOURCES)
	cd web && npm run --silent build
	@touch $@

# The pages of the kinds that exist for tests alone.
trial-pages: trial build/trial/web/index.html
build/trial/web/index.html: $(WEB_SOURCES) build/trial/liangdingctl
	build/trial/liangdingctl describe >build/trial/openapi.json
	cd web && LIANGDING_DESCRIPTION=$(CURDIR)/build/trial/openapi.json \
	    LIANGDING_DIST=$(CURDIR)/build/trial/web npm run --silent build
	@touch $@

web-lint:
	cd web && npm run --silent lint
	cd web && npm run --silent check

tests-lint:
	cd tests && npm run --silent lint

build/body_floor.so: $(wildcard nginx/body_floor/*) /usr/sbin/nginx
	@ops/nginx-module $@

# --- data --------------------------------------------------------------------
build/divisions.tsv: ops/divisions.mjs ops/package-lock.json
	@mkdir -p build
	node ops/divisions.mjs $@

ops-lint:
	@for file in ops/install-deps ops/stack ops/template ops/nginx-conf ops/nginx-module ops/fresh ops/run ops/cluster; do \
		bash -n $$file || exit 1; done

.PHONY: trial-pages help run test mutants cluster bench build reset fresh format lint clean web-lint tests-lint ops-lint
