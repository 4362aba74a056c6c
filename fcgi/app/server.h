/*
 * The one process-wide object: configuration, keys, the database handle and
 * what a worker loads once. Passed by pointer, never global.
 */
#ifndef LIANGDING_APP_SERVER_H
#define LIANGDING_APP_SERVER_H

#include "lib/conf.h"
#include "lib/keyring.h"
#include "lib/db.h"
#include "lib/look.h"
#include "lib/password.h"

struct config {
	const char *mode; /* "production" or "demo" */
	const char *user; /* whom a program started by root becomes */
	const char *listen, *upload_listen, *health_listen, *socket_group;
	const char *public_url; /* origin and prefix: "https://a.b/ld/" */
	const char *file_directory, *key_file, *run_directory;
	const char *jobs_program, *look_program;
	const char *clamd_socket; /* or NULL: nothing is scanned */
	/* Of CA login (CA-1); both NULL: there is none */
	const char *ca_authorities, *ca_lists;
	/* Keys that bureaus seal with (seal/key.h); NULL: sealing waits */
	const char *seal_key_directory;
	const char *database_socket, *database_host, *database_name,
	    *database_user, *database_password_file;
	const char *owner_user, *owner_password_file;
	/* The phone simulator's own key in production (QR-7); NULL: it is off
	 */
	const char *phone_keyid, *phone_key_file;
	/* What is handed over by API is signed with (app/connection); NULL: it
	 * waits */
	const char *connection_keyid, *connection_key_file;
	/* How messages go out (app/outbox); NULL: they wait. */
	const char *smtp_url; /* "smtps://host", "smtp://host:587" */
	const char *smtp_user, *smtp_password_file, *mail_from, *mail_name;
	/* Of the SMS gateway, with {phone}, {text} and {id} in them; a body
	 * makes it a POST. */
	const char *sms_url, *sms_body, *sms_body_type, *sms_header_file;
	/* Where applications reach what their keys open (app/credential); NULL:
	 * papers that carry such keys wait */
	const char *test_endpoint, *production_endpoint;
	const char *gateway_ca_file; /* in place of the system's, or NULL */
	int64_t gateway_seconds;     /* what a server or gateway may take */
	int64_t database_port, workers, upload_workers, captcha_pool;
	int64_t request_seconds; /* one that takes longer hangs */
	int64_t password_memory_kib, password_passes;
	int64_t organisation_bytes_max; /* of files, unfinished ones too */
	/* Of an account, of an account, of an organisation. */
	int64_t orders_an_hour; /* begun, an institution */
	int64_t reveals_an_hour, exports_an_hour, organisation_exports_an_hour;
	int64_t qr_codes_a_minute;      /* of an address */
	int64_t verifications_a_minute; /* likewise */
	int64_t sms_codes_a_day;        /* likewise */
	int64_t upload_keep_seconds, orphan_keep_seconds, sweep_seconds;
	int64_t
	    seal_key_seconds; /* how soon a missing key is asked for again */
	bool captcha_reveal;  /* demo only: the API tells the answer */
	bool cookie_secure;   /* the __Host- prefix; off only over plain http */
};

struct known;
struct lasting;
struct audit_read;
struct audit_stranger;

struct server {
	struct arena *mem; /* lives as long as the process */
	struct config config;
	struct keyring keyring;
	struct db_address address;
	struct db *db;
	struct looker looker; /* into this worker's uploads */
	struct password_cost cost;
	const char *origin;                     /* of public_url */
	const char *smtp_password, *sms_header; /* or NULL */
	/* What the phone simulator signs with (QR-7); NULL: it is off */
	const char *phone_keyid;
	unsigned char phone_key[32];  /* of ed25519, private */
	const char *connection_keyid; /* likewise; NULL: there is none */
	unsigned char connection_key[32];
	const char *dummy_hash;  /* what unknown accounts are checked with */
	struct known *known;     /* whom it has met (app/session/known.h) */
	struct lasting *lasting; /* what hardly changes (app/lasting) */
	struct audit_stranger *strangers; /* refused (likewise) */
	struct audit_read *reads;         /* kept last (app/audit/audit.h) */
	int slot; /* this worker's number, for counters */
};

/*
 * Reads and checks the configuration and the keys. Returns how many mistakes
 * found, told in *faults_out, a line each and borrowed from s->mem; 0 is a
 * server that may start. As owner it takes the migrations' database account.
 * A program that root started becomes config.user after it (process_become).
 */
int server_load(
    struct server *s, const char *path, bool owner, const char **faults_out);

/* True when the URL leads to this machine: nobody listens on the way. */
bool url_is_here(const char *url);

#endif
