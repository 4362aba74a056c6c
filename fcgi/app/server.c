/* Configuration: which settings there are and what they must be. */
#include "app/server.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "lib/checks.h"
#include "app/app_key/demo_key.h"
#include "lib/process.h"

enum {
	SERVER_BYTES = 4 * 1024 * 1024,
	SOCKET_PATH_MAX = 107,
	ANSWER_SECONDS = 5,
	ENDPOINT_MAX = 200,
	SECONDS_MAX = 30 * 86400
};
#define BYTES_MAX (1L << 50)

#define S(member, ...) SETTING(config, member, __VA_ARGS__)

static const struct setting settings[] = {
	S(mode, .required = true, .one_of = "production|demo"),
	S(user, .required = false),
	S(listen, .required = true),
	S(upload_listen, .required = true),
	S(health_listen, .required = true),
	S(socket_group, .required = false),
	S(workers, .standard = "8", .min = 1, .max = 64),
	S(upload_workers, .standard = "4", .min = 1, .max = 16),
	S(request_seconds, .standard = "15", .min = 2, .max = 120),
	S(public_url, .required = true),
	S(file_directory, .required = true),
	S(key_file, .required = true),
	S(run_directory, .required = true),
	S(jobs_program, .required = true),
	S(look_program, .required = true),
	S(clamd_socket, .required = false),
	/* 2 GiB: a hundred orders with everything attached. */
	S(organisation_bytes_max, .standard = "2147483648", .min = 1,
	    .max = BYTES_MAX),
	S(orders_an_hour, .standard = "500", .min = 1, .max = 1000000),
	S(reveals_an_hour, .standard = "200", .min = 1, .max = 1000000),
	S(exports_an_hour, .standard = "20", .min = 1, .max = 1000000),
	S(organisation_exports_an_hour, .standard = "60", .min = 1,
	    .max = 1000000),
	S(qr_codes_a_minute, .standard = "20", .min = 1, .max = 1000000),
	S(verifications_a_minute, .standard = "30", .min = 1, .max = 1000000),
	S(sms_codes_a_day, .standard = "100", .min = 1, .max = 1000000),
	S(upload_keep_seconds, .standard = "86400", .min = 0,
	    .max = SECONDS_MAX),
	S(orphan_keep_seconds, .standard = "3600", .min = 0,
	    .max = SECONDS_MAX),
	S(sweep_seconds, .standard = "30", .min = 0, .max = 3600),
	S(seal_key_seconds, .standard = "30", .min = 1, .max = 3600),
	S(ca_authorities, .required = false),
	S(ca_lists, .required = false),
	S(seal_key_directory, .required = false),
	S(database_socket, .required = false),
	S(database_host, .required = false),
	S(database_port, .standard = "3306", .min = 1, .max = 65535),
	S(database_name, .required = true),
	S(database_user, .required = true),
	S(database_password_file, .required = true),
	S(owner_user, .required = false),
	S(owner_password_file, .required = false),
	S(phone_keyid, .required = false),
	S(phone_key_file, .required = false),
	S(connection_keyid, .required = false),
	S(connection_key_file, .required = false),
	S(smtp_url, .required = false),
	S(smtp_user, .required = false),
	S(smtp_password_file, .required = false),
	S(mail_from, .required = false),
	S(mail_name, .standard = "两定平台"),
	S(sms_url, .required = false),
	S(sms_body, .required = false),
	S(sms_body_type, .standard = "json", .one_of = "json|form"),
	S(sms_header_file, .required = false),
	S(test_endpoint, .required = false),
	S(production_endpoint, .required = false),
	S(gateway_ca_file, .required = false),
	S(gateway_seconds, .standard = "20", .min = 1, .max = 30),
	S(captcha_pool, .standard = "60", .min = 1, .max = 2000),
	S(captcha_reveal, .standard = "no"),
	S(cookie_secure, .standard = "yes"),
	S(password_memory_kib, .standard = "19456", .min = 8, .max = 262144),
	S(password_passes, .standard = "2", .min = 1, .max = 10),
};

static const char *
read_secret(struct arena *mem, const char *path, struct buf *faults)
{
	FILE *f = path == NULL ? NULL : fopen(path, "re");
	char line[1024] = "";

	if (path == NULL)
		return NULL;
	if (f == NULL) {
		buf_printf(faults, "%s: %s\n", path, strerror(errno));
		return NULL;
	}
	if (fgets(line, sizeof(line), f) == NULL || line[0] == '\n') {
		buf_printf(faults, "%s: holds no password\n", path);
		fclose(f);
		return NULL;
	}
	fclose(f);
	line[strcspn(line, "\r\n")] = '\0';
	return arena_strdup(mem, line);
}

/* The origin of a URL, "https://host:port", or NULL when it is none. */
static const char *
origin_of(struct arena *mem, const char *url)
{
	size_t scheme = strncmp(url, "https://", 8) == 0  ? 8
			: strncmp(url, "http://", 7) == 0 ? 7
							  : 0;
	size_t host = strcspn(url + scheme, "/");

	if (scheme == 0 || host == 0 || url[strlen(url) - 1] != '/')
		return NULL;
	return arena_strndup(mem, url, scheme + host);
}

static int
count_lines(const char *s)
{
	int n = 0;

	while ((s = strchr(s, '\n')) != NULL) {
		s++;
		n++;
	}
	return n;
}

/* Of files that this program reads. */
static void
check_modes(
    const struct config *c, const char *path, bool owner, struct buf *faults)
{
	const char *const files[] = { path, c->key_file,
		owner ? c->owner_password_file : c->database_password_file,
		c->smtp_password_file, c->sms_header_file, c->phone_key_file,
		c->connection_key_file };

	for (size_t i = 0; i < sizeof(files) / sizeof(files[0]); i++) {
		const char *fault =
		    files[i] == NULL
			? NULL
			: process_others_may(faults->mem, files[i]);
		if (fault != NULL)
			buf_printf(faults, "%s\n", fault);
	}
}

static struct password_cost
cost_of(const struct config *c)
{
	return (struct password_cost){ (unsigned)c->password_memory_kib,
		(unsigned)c->password_passes };
}

static void
check_production(
    const struct config *c, const char *path, bool owner, struct buf *faults)
{
	const struct password_cost cost = cost_of(c);

	if (c->mode == NULL || strcmp(c->mode, "production") != 0)
		return;
	check_modes(c, path, owner, faults);
	if (geteuid() == 0 && c->user == NULL)
		buf_printf(faults,
		    "%s: user: production does not run as root: say which "
		    "user, or start it as that user\n",
		    path);
	if (c->captcha_reveal)
		buf_printf(faults,
		    "%s: captcha_reveal: must be no in production\n", path);
	if (!c->cookie_secure)
		buf_printf(faults,
		    "%s: cookie_secure: must be yes in production\n", path);
	if (password_is_cheap(&cost))
		buf_printf(faults,
		    "%s: password_memory_kib, password_passes: too cheap for "
		    "production: the standard is 19456 and 2\n",
		    path);
	if (c->public_url != NULL && strncmp(c->public_url, "https://", 8))
		buf_printf(faults,
		    "%s: public_url: must be https in production\n", path);
}

static void
check_program(
    const char *program, const char *name, const char *path, struct buf *faults)
{
	if (program != NULL && access(program, X_OK) != 0)
		buf_printf(faults, "%s: %s: %s\n", path, name, strerror(errno));
}

static void
check_socket(
    const char *socket, const char *name, const char *path, struct buf *faults)
{
	if (socket != NULL && strlen(socket) > SOCKET_PATH_MAX)
		buf_printf(faults,
		    "%s: %s: a socket path has at most 107 bytes\n", path,
		    name);
}

static void
check_paths(const struct config *c, const char *path, struct buf *faults)
{
	struct stat st;

	check_socket(c->listen, "listen", path, faults);
	check_socket(c->upload_listen, "upload_listen", path, faults);
	check_socket(c->health_listen, "health_listen", path, faults);
	check_socket(c->clamd_socket, "clamd_socket", path, faults);
	if (c->run_directory != NULL &&
	    (stat(c->run_directory, &st) != 0 || !S_ISDIR(st.st_mode)))
		buf_printf(
		    faults, "%s: run_directory: no such directory\n", path);
	check_program(c->jobs_program, "jobs_program", path, faults);
	check_program(c->look_program, "look_program", path, faults);
	if ((c->ca_authorities == NULL) != (c->ca_lists == NULL))
		buf_printf(faults,
		    "%s: ca_authorities, ca_lists: set both or neither\n",
		    path);
	if ((c->database_socket == NULL) == (c->database_host == NULL))
		buf_printf(faults,
		    "%s: set either database_socket or database_host\n", path);
}

bool
url_is_here(const char *url)
{
	static const char *const hosts[] = { "127.0.0.1", "[::1]",
		"localhost" };
	const char *host = strstr(url, "://");

	if (host == NULL || strchr(url, '@') != NULL)
		return false;
	host += 3;
	for (size_t i = 0; i < sizeof(hosts) / sizeof(hosts[0]); i++) {
		size_t n = strlen(hosts[i]);
		if (strncmp(host, hosts[i], n) == 0 &&
		    strchr(":/?", host[n]) != NULL)
			return true;
	}
	return false;
}

static bool
says_all(const char *url, const char *body)
{
	static const char *const names[] = { "{phone}", "{text}" };

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (strstr(url, names[i]) == NULL &&
		    (body == NULL || strstr(body, names[i]) == NULL))
			return false;
	return true;
}

/* To whom it goes is the operator's to say, never the message's. */
static bool
host_is_fixed(const char *url)
{
	const char *host = strstr(url, "://");

	return host == NULL ||
	       memchr(host + 3, '{', strcspn(host + 3, "/?#")) == NULL;
}

/* Codes and links go out: nobody on the way may read them. smtp:// is made
 * secure before anything is said (jobs/mail.c). */
static void
check_gateways(const struct config *c, const char *path, struct buf *faults)
{
	if (c->smtp_url != NULL && strncmp(c->smtp_url, "smtps://", 8) != 0 &&
	    strncmp(c->smtp_url, "smtp://", 7) != 0)
		buf_printf(faults,
		    "%s: smtp_url: expected smtps://host or smtp://host:port\n",
		    path);
	if ((c->smtp_url != NULL) != (c->mail_from != NULL) ||
	    (c->mail_from != NULL && !is_mail(c->mail_from)))
		buf_printf(faults,
		    "%s: mail_from: goes with smtp_url and is one mail "
		    "address\n",
		    path);
	if ((c->smtp_user != NULL) != (c->smtp_password_file != NULL))
		buf_printf(faults,
		    "%s: smtp_user and smtp_password_file go together\n", path);
	if (c->sms_url == NULL)
		return;
	if (strncmp(c->sms_url, "https://", 8) != 0 &&
	    !(strncmp(c->sms_url, "http://", 7) == 0 &&
		url_is_here(c->sms_url)))
		buf_printf(faults,
		    "%s: sms_url: expected https://… (http:// only to this "
		    "machine)\n",
		    path);
	if (!host_is_fixed(c->sms_url))
		buf_printf(faults,
		    "%s: sms_url: a {name} may stand behind the host only\n",
		    path);
	if (!says_all(c->sms_url, c->sms_body))
		buf_printf(faults,
		    "%s: sms_url, sms_body: {phone} and {text} must stand in "
		    "one of them\n",
		    path);
}

/* A private key that the platform signs with: its id, or NULL where there is
 * none, or a fault. */
static const char *
load_key(struct server *s, const char *path, const char *name,
    const char *keyid, const char *file, unsigned char out[ED25519_KEY_BYTES],
    struct buf *faults)
{
	const char *text;

	if ((keyid == NULL) != (file == NULL)) {
		buf_printf(faults,
		    "%s: %s_keyid, %s_key_file: set both or neither\n", path,
		    name, name);
		return NULL;
	}
	text = read_secret(s->mem, file, faults);
	if (text == NULL)
		return NULL;
	if (base64_read(text, strlen(text), out, ED25519_KEY_BYTES) !=
		ED25519_KEY_BYTES ||
	    memcmp(out, demo_private_key, ED25519_KEY_BYTES) == 0)
		buf_printf(faults,
		    "%s: not 32 bytes in base64, or the demonstration's key, "
		    "which everybody has\n",
		    file);
	return keyid;
}

/*
 * The simulator signs whatever it is given: in production only with a key of
 * its own, which operations registers as they do an app's. Whoever can open
 * /phone may then sign in as anybody.
 */
static void
load_phone(struct server *s, const char *path, struct buf *faults)
{
	const struct config *c = &s->config;

	if (strcmp(c->mode, "demo") == 0) {
		s->phone_keyid = DEMO_KEY_ID;
		memcpy(s->phone_key, demo_private_key, sizeof(s->phone_key));
		return;
	}
	s->phone_keyid = load_key(s, path, "phone", c->phone_keyid,
	    c->phone_key_file, s->phone_key, faults);
}

/* They are printed for developers to call. */
static void
check_endpoints(const struct config *c, const char *path, struct buf *faults)
{
	const char *const urls[] = { c->test_endpoint, c->production_endpoint };

	for (size_t i = 0; i < sizeof(urls) / sizeof(urls[0]); i++)
		if (urls[i] != NULL && (strncmp(urls[i], "https://", 8) != 0 ||
					   strlen(urls[i]) > ENDPOINT_MAX))
			buf_printf(faults,
			    "%s: %s_endpoint: expected https://… of at most "
			    "%d characters\n",
			    path, i == 0 ? "test" : "production", ENDPOINT_MAX);
}

int
server_load(
    struct server *s, const char *path, bool owner, const char **faults_out)
{
	struct config *c = &s->config;
	const char *fault;
	struct buf faults;

	memset(s, 0, sizeof(*s));
	s->mem = arena_new(SERVER_BYTES);
	faults = buf_new(s->mem);
	conf_read(
	    path, settings, sizeof(settings) / sizeof(settings[0]), c, &faults);
	check_production(c, path, owner, &faults);
	check_paths(c, path, &faults);
	check_gateways(c, path, &faults);
	check_endpoints(c, path, &faults);
	if (c->public_url != NULL &&
	    (s->origin = origin_of(s->mem, c->public_url)) == NULL)
		buf_printf(&faults,
		    "%s: public_url: expected http(s)://host[:port]/…/\n",
		    path);
	if (c->key_file != NULL &&
	    (fault = keyring_load(&s->keyring, s->mem, c->key_file)) != NULL)
		buf_printf(&faults, "%s\n", fault);
	if (owner && c->owner_user == NULL)
		buf_printf(&faults, "%s: owner_user: is missing\n", path);
	s->cost = cost_of(c);
	s->looker.program = c->look_program;
	s->address = (struct db_address){ .socket = c->database_socket,
		.host = c->database_host,
		.port = c->database_socket ? 0 : (unsigned)c->database_port,
		.name = c->database_name,
		/* A migration may take as long as it takes. */
		.answer_seconds = owner ? 0 : ANSWER_SECONDS,
		.user = owner ? c->owner_user : c->database_user };
	s->address.password = read_secret(s->mem,
	    owner ? c->owner_password_file : c->database_password_file,
	    &faults);
	if (c->mode != NULL)
		load_phone(s, path, &faults);
	s->connection_keyid =
	    load_key(s, path, "connection", c->connection_keyid,
		c->connection_key_file, s->connection_key, &faults);
	s->smtp_password = read_secret(s->mem, c->smtp_password_file, &faults);
	s->sms_header = read_secret(s->mem, c->sms_header_file, &faults);
	*faults_out = buf_text(&faults);
	return count_lines(*faults_out);
}
