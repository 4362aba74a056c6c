/* See push.h. Writes neither what goes over nor where to into a log. */
#include "jobs/push.h"

#include <curl/curl.h>
#include <stdlib.h>
#include <string.h>

#include "app/app_key/app_key.h"
#include "app/connection/connection.h"
#include "app/order/order_sql.h"
#include "jobs/carry.h"
#include "lib/log.h"

/* A push in its holder's hands. */
struct work {
	struct turn *turn;
	struct request *r; /* as one of the organisation's reviewers */
	struct push push;
	struct order order;
};

enum next { NEXT_NONE, NEXT_LATER, NEXT_WAIT };

static void
note_act(struct work *w, const char *outcome)
{
	audit_note(w->r, "connection.push", w->order.order_no, outcome);
}

/* What else the end of it brings about. */
static void
note_end(struct work *w, enum push_state state)
{
	if (state == PUSH_ACKNOWLEDGED) {
		push_acknowledge(w->r, &w->push);
		note_act(w, "acknowledged");
	} else if (state == PUSH_FAILED) {
		note_act(w, "not_acknowledged");
	}
}

/* Its job and its state at once; whoever does not hold the job any more leaves
 * both alone. */
static void
end(struct work *w, enum push_state state, const char *why, enum next next)
{
	struct db *db = w->turn->server->db;
	struct job *job = &w->turn->job;
	bool held;

	db_clear(db);
	db_begin(db);
	held = next == NEXT_WAIT    ? job_wait(db, job, PUSH_WAIT_SECONDS, why)
	       : next == NEXT_LATER ? job_fail(db, job, why)
	       : state == PUSH_FAILED ? job_give_up(db, job, why)
				      : job_done(db, job, 1);
	if (held) {
		push_note(db, w->push.id, state, why);
		note_end(w, state);
	}
	if (!held || db_error(db) != OK || w->r->broken != OK) {
		db_rollback(db);
		return;
	}
	if (db_commit(db) == OK && why != NULL)
		log_note("push", "%s: %s", w->push.push_id, why);
}

/* On record, and committed, before anything leaves. False for who holds it no
 * more. */
static bool
begin(struct work *w)
{
	struct db *db = w->turn->server->db;
	bool held;

	db_begin(db);
	held = job_go_on(db, &w->turn->job, 1, PUSH_LEASE_SECONDS);
	if (held) {
		push_note(db, w->push.id, PUSH_SENDING, NULL);
		note_act(w, "sent");
	}
	if (!held || db_error(db) != OK) {
		db_rollback(db);
		return false;
	}
	return db_commit(db) == OK;
}

static void
add_header(struct curl_slist **all, const char *line)
{
	struct curl_slist *longer = curl_slist_append(*all, line);

	if (longer == NULL)
		abort();
	*all = longer;
}

static struct curl_slist *
headers_of(struct work *w, const char *body)
{
	struct request *r = w->r;
	const struct server *s = r->server;
	const char *url = w->push.url;
	const struct app_post post = {
		.path = strchr(strstr(url, "://") + 3, '/'),
		.authority = app_key_authority_of(r->mem, url),
		.digest = http_digest(r->mem, body, strlen(body)),
	};
	struct http_signature sign =
	    app_key_sign(r, s->connection_key, s->connection_keyid, &post);
	struct curl_slist *all = NULL;

	add_header(&all, "Content-Type: application/json");
	add_header(
	    &all, arena_printf(r->mem, "Idempotency-Key: %s", w->push.push_id));
	add_header(
	    &all, arena_printf(r->mem, "Content-Digest: %s", post.digest));
	add_header(&all, arena_printf(r->mem, "Signature-Input: %s=%s",
			     sign.label, sign.params));
	add_header(&all, arena_printf(r->mem, "Signature: %s=:%s:", sign.label,
			     base64_text(r->mem, sign.bytes, sign.len)));
	return all;
}

/* NULL once it is acknowledged, else what came instead. */
static const char *
send_off(struct work *w, const char *body)
{
	struct curl_slist *headers = headers_of(w, body);
	CURL *curl = carry_open(w->turn->server, w->push.url,
	    strncmp(w->push.url, "https:", 6) == 0 ? "https" : "http");
	long status = 0;
	CURLcode code;

	curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE, (long)strlen(body));
	curl_easy_setopt(curl, CURLOPT_POSTFIELDS, body);
	curl_easy_setopt(curl, CURLOPT_HTTPHEADER, headers);
	code = curl_easy_perform(curl);
	curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
	curl_slist_free_all(headers);
	curl_easy_cleanup(curl);
	if (code != CURLE_OK)
		return arena_printf(w->r->mem, "curl.%d", (int)code);
	return status >= 200 && status < 300
		   ? NULL
		   : arena_printf(w->r->mem, "http.%ld", status);
}

static void
hand_over(struct work *w)
{
	const char *body, *why;

	if (w->turn->server->connection_keyid == NULL) {
		end(w, PUSH_QUEUED, "not_configured", NEXT_WAIT);
		return;
	}
	body = push_body(w->r, &w->push, &w->order);
	if (body == NULL) {
		w->r->broken = OK; /* of this attempt; the next may open it */
		end(w, PUSH_QUEUED, "sealed", NEXT_LATER);
		return;
	}
	if (!begin(w))
		return;
	why = send_off(w, body);
	if (why == NULL)
		end(w, PUSH_ACKNOWLEDGED, NULL, NEXT_NONE);
	else
		end(w, PUSH_QUEUED, why, NEXT_LATER);
}

void
push_order(struct turn *t)
{
	struct db *db = t->server->db;
	struct work w = { .turn = t, .r = job_request(t->server, t->mem) };

	if (!push_find(db, t->mem, t->job.object_id, &w.push) ||
	    !order_by_id(db, t->mem, w.push.order_id, &w.order) ||
	    !connection_actor(w.r, w.push.organisation_id)) {
		if (db_error(db) == OK)
			job_give_up(db, &t->job, "not_found");
		return;
	}
	if (w.push.connection != CONNECTION_OPEN)
		end(&w, PUSH_OVERTAKEN, "closed", NEXT_NONE);
	else if (!push_stands(&w.push, &w.order))
		end(&w, PUSH_OVERTAKEN, NULL, NEXT_NONE);
	else if (w.push.expired)
		end(&w, PUSH_FAILED, "expired", NEXT_NONE);
	else
		hand_over(&w);
}
