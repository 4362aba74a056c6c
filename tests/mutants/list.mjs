// The mutants: what is taken away from the product, one at a time, and the tests
// of which one must then turn red. find must be there exactly once, or the table
// no longer fits the sources and tests/ops/mutants.test.mjs says so.
// A test is 'folder/name' or 'folder/name: words of the titles to run'.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'

const router = 'fcgi/app/router.c'
const cookies = 'fcgi/app/session/cookies.c'
const login = 'fcgi/app/session/login_http.c'
const session = 'fcgi/app/session/session_http.c'
const session_sql = 'fcgi/app/session/session_sql.c'
const identify = 'fcgi/app/session/session.c'
const known = 'fcgi/app/session/known.c'
const lasting = 'fcgi/app/lasting/lasting.c'
const calendar_load = 'fcgi/ctl/calendar.c'
const captcha_sql = 'fcgi/app/captcha/captcha_sql.c'
const account = 'fcgi/app/account/account.c'
const account_sql = 'fcgi/app/account/account_sql.c'
const account_list_sql = 'fcgi/app/account/account_list_sql.c'
const order = 'fcgi/app/order/order.c'
const order_http = 'fcgi/app/order/order_http.c'
const order_sql = 'fcgi/app/order/order_sql.c'
const order_list_sql = 'fcgi/app/order/order_list_sql.c'
const review = 'fcgi/app/review/review.c'
const file_http = 'fcgi/app/file/file_http.c'
const desks_sql = 'fcgi/app/review/desks_sql.c'
const record_sql = 'fcgi/app/record/record_sql.c'
const record_http = 'fcgi/app/record/record_http.c'
const record_list_sql = 'fcgi/app/record/record_list_sql.c'
const review_search_sql = 'fcgi/app/review/review_search_sql.c'
const review_count_sql = 'fcgi/app/review/review_count_sql.c'
const personal = 'fcgi/app/order/personal.c'
const corrections = 'fcgi/app/order/corrections.c'
const claim_sql = 'fcgi/app/claim/claim_sql.c'
const proof_sql = 'fcgi/app/account_proof/account_proof_sql.c'
const account_proof = 'fcgi/app/account_proof/account_proof.c'
const account_proofs = 'api/merchant/account_proof'
const board_sql = 'fcgi/app/board/board_sql.c'
const preference_sql = 'fcgi/app/preference/preference_sql.c'
const switches = 'fcgi/app/switch/switch_http.c'
const switch_sql = 'fcgi/app/switch/switch_sql.c'
const permissions = 'api/account/review_permissions'
const job_sql = 'fcgi/app/job/job_sql.c'
const job_run = 'fcgi/jobs/run.c'
const file = 'fcgi/app/file/file_http.c'
const seal = 'fcgi/app/seal/seal.c'
const seal_http = 'fcgi/app/seal/seal_http.c'
const seal_key = 'fcgi/seal/key.c'
const seals = 'api/order/seals'
const credential_sql = 'fcgi/app/credential/credential_sql.c'
const document_http = 'fcgi/app/document/document_http.c'
const document = 'fcgi/app/document/document.c'
const issue = 'fcgi/app/issue/issue.c'
const paper = 'fcgi/jobs/paper.c'
const note = 'fcgi/app/review/note_http.c'
const issued_forms = 'api/access/forms'
const verification = 'api/access/verification'
const going_live = 'api/access/going_live'
const keys = 'fcgi/app/idempotency_sql.c'
const token = 'fcgi/lib/token.c'
const app_key = 'fcgi/app/app_key/app_key.c'
const send = 'fcgi/jobs/send.c'
const connection = 'fcgi/app/connection/connection.c'
const connection_http = 'fcgi/app/connection/connection_http.c'
const push = 'fcgi/jobs/push.c'
const connections = 'api/merchant/connection'
const pushes = 'faults/connection'
const outbox = 'fcgi/app/outbox/outbox.c'
const sms_code = 'fcgi/app/sms_code/sms_code.c'
const sms_code_sql = 'fcgi/app/sms_code/sms_code_sql.c'
const rates = 'fcgi/app/rate_sql.c'
const phone_login = 'fcgi/app/session/phone_login_http.c'
const recovery = 'fcgi/app/recovery/recovery_http.c'
const person_sql = 'fcgi/app/person/person_sql.c'
const bound_phone = 'fcgi/app/phone/phone_http.c'
const proof = 'fcgi/app/proof/proof.c'
const proof_http = 'fcgi/app/proof/proof_http.c'
const outgoing = 'faults/outbox'
const attacked = 'api/account/attacks'
const phones = 'api/session/phone'
const recoveries = 'api/session/recovery'
const binding = 'api/session/bound_phone'
const proofs = 'api/merchant/phone'
const certificate = 'fcgi/lib/certificate.c'
const certificate_http = 'fcgi/app/certificate/certificate_http.c'
const certificates = 'api/session/certificate'
const qr_http = 'fcgi/app/qr/qr_http.c'
const qr_app = 'fcgi/app/qr/qr_app_http.c'
const qr_sql = 'fcgi/app/qr/qr_sql.c'
const scans = 'api/session/qr'

const matrix = 'api/session/access'
const anything = '? IS NOT NULL'

const written = [
	// --- where a write comes from
	[router, 'any origin', '		return origin_is_ours(r, origin) ? OK : ERR_CROSS_SITE;', '		return OK;', 'api/session/access: another site'],
	[router, 'the host\'s own word in production', 'strcmp(c->mode, "demo") == 0 && host', 'host', 'api/session/security: our own origin'],
	[router, 'any content type', 'strcmp(q->content_type, want) != 0)', 'false)', 'api/session/access: another site'],
	[router, 'JSON for bytes', '? "application/octet-stream"', '? q->content_type', 'api/session/security: no form can send'],
	[router, 'any Sec-Fetch-Site', '	if (site != NULL)', '	if (false)', 'api/session/access: another site'],
	[router, 'same-site as if same-origin', 'strcmp(site, "same-origin") == 0 ||', 'strncmp(site, "same-", 5) == 0 ||', 'api/session/security: Sec-Fetch-Site'],
	[router, 'a cookie alone', '(r->route->flags & ROUTE_COOKIE) != 0 ? ERR_CROSS_SITE : OK', 'OK', 'api/session/security: cookie alone'],
	// --- who asks
	[router, 'an issued password does all', '	if (r->actor.must_change_password != 0 &&', '	if (false &&', 'api/session/login: issued password'],
	[router, 'every role', '	if ((access & SIGNED_IN) != 0 || request_has_role(r, access))', '	if (r != NULL)', matrix],
	[identify, 'a token without end', '	return t.expires > r->actor.now.ms / 1000 &&', '	return', 'api/session/security: an end'],
	[identify, 'a token whose grant ended', 'r->actor.grant_id == t.grant_id', 'true', 'api/session/access: an ended one'],
	[identify, 'the file cookie everywhere', '(r->route->flags & ROUTE_FILE) != 0 &&', '', 'api/file/files: file cookie'],
	[identify, 'a session never seen', '		session_touch(r->db, r->actor.session_id);', '		return OK;', 'api/session/login: not idle'],
	[session_sql, 'the file cookie without its secret', '	if (file_digest != NULL)\n		buf_puts(&sql, BY_FILE);', `	if (file_digest != NULL)\n		buf_puts(&sql, " AND ${anything}");`, 'api/file/files: file cookie'],
	[session_sql, 'ended sessions', '"ended_at IS NULL AND ends_at > UTC_TIMESTAMP(3) "', '"ends_at > UTC_TIMESTAMP(3) "', 'api/session/login: LOGIN-6'],
	[session_sql, 'sessions past their day', '"ended_at IS NULL AND ends_at > UTC_TIMESTAMP(3) "', '"ended_at IS NULL "', 'api/session/login: 12 hours'],
	[session_sql, 'idle sessions', '"AND last_seen_at > UTC_TIMESTAMP(3) - INTERVAL 1800 SECOND"', '""', 'api/session/login: 12 hours'],
	[session_sql, 'closed accounts', '"JOIN accounts a ON a.id = s.account_id AND a.state = 1 "', '"JOIN accounts a ON a.id = s.account_id "', 'api/session/access: closed'],
	[session_sql, 'another\'s grant', '"JOIN grants g ON g.account_id = a.id AND g.state = 1 "', '"JOIN grants g ON g.state = 1 "', 'api/session/access: grant', 'api/file/files: file cookie'],
	[session_sql, 'ended grants', '"JOIN grants g ON g.account_id = a.id AND g.state = 1 "', '"JOIN grants g ON g.account_id = a.id "', 'api/session/access: an ended one'],
	// --- who scans
	[router, 'an app unsigned', '		return app_key_identify(\n		    r, (access & BY_APP) != 0 ? APP_SIGNS_IN : APP_FEEDS);', '		return OK;', matrix],
	[certificate, 'revocation lists are not asked', '		    store, X509_V_FLAG_CRL_CHECK | X509_V_FLAG_PARTIAL_CHAIN);', '		    store, X509_V_FLAG_PARTIAL_CHAIN);', certificates],
	[certificate, 'a server\'s certificate for a person\'s', '		X509_STORE_CTX_set_purpose(check, X509_PURPOSE_SSL_CLIENT);', '', `${certificates}: registering`],
	[certificate_http, 'a certificate of a closed account', '	if (account.state != ACCOUNT_ACTIVE)\n		return "closed";', '', `${certificates}: closed account`],
	[certificate_http, 'a certificate judged by nginx alone', '	if (s->fault != NULL)\n		return s->fault;', '', `${certificates}: revoked`],
	[certificate_http, 'removed, and its sessions go on', '	session_end_account(r->db, a->id, 0);', '', `${certificates}: registers one`],
	[certificate_http, 'a private key taken with its certificate', '	if (certificate_has_key(form->certificate))', '	if (false)', `${attacked}: a private key`],
	['fcgi/app/certificate/certificate_sql.c', 'another account\'s certificate removed', '"DELETE FROM certificates WHERE id = ? AND account_id = ?"', `"DELETE FROM certificates WHERE id = ? AND ${anything}"`, `${attacked}: by way of its own account`],
	// --- links that set a password, and asking for an account
	['fcgi/app/activation/activation_http.c', 'a link of a closed account', ' &&\n	    a->state == ACCOUNT_ACTIVE)\n		return OK;', ')\n		return OK;', `${attacked}: forged, torn`],
	['fcgi/app/activation/activation_http.c', 'a link that leaves sessions', '	session_end_account(r->db, h->account.id, 0);\n', '', `${attacked}: ends every session`],
	['fcgi/app/enrolment/enrolment_http.c', 'a code of another purpose', '	    1u << SMS_ENROLMENT,', '	    ~0u,', `${attacked}: a code is good here alone`],
	['fcgi/app/enrolment/enrolment_http.c', 'asked many times with one code', '	if (!sms_code_spend(r->db, form->ticket))\n		return ERR_SMS_ENDED;\n	no = ', '	no = ', 'api/account/enrolment: a wrong code'],
	['nginx/certificates.conf.in', 'an entry that asks nobody', 'ssl_verify_client optional;', '', `${certificates}: registered one`],
	['fcgi/app/account/account_admin.c', 'a district reviews bureaus\' accounts', '		return g->organisation_kind == ORGANISATION_INSTITUTION &&\n		       division_within(g->division, r->actor.division);', '		return division_within(g->division, r->actor.division);', 'api/account/oversight: USER-4'],
	[router, 'an order read without the permission', '	    !request_is_applicant(r, scope.organisation_id) &&\n	    kind_list_lacks(\n		scope.list, (enum desk)r->actor.desk, r->actor.permits))', '	    false)', `${permissions}: finds no entry`],
	[router, 'the own application decided', '	if ((r->route->access & BEGINS) != 0 &&\n	    request_is_applicant', '	if (request_is_applicant', `${permissions}: USER-4`],
	[router, 'any of the bureau\'s people as its applicant', '	return organisation_id == r->actor.organisation_id &&\n	       request_has_role(r, MAY_APPLY);', '	return organisation_id == r->actor.organisation_id;', `${permissions}: only that province`],
	[router, 'a refusal for want of a permission off the record', ' || e == ERR_REVIEW_NOT_PERMITTED;', ';', `${permissions}: finds no entry`],
	[file_http, 'a file read without the permission', '	out->list = kind_of(f->order_kind)->list;\n', '', `${permissions}: finds no entry`],
	['fcgi/app/review/review_list_http.c', 'a list read without the permission', '	else if (list == NULL || kind_list_lacks(list, desk, r->actor.permits))\n		r->broken = ERR_REVIEW_NOT_PERMITTED;\n', '', `${permissions}: finds no entry`],
	['fcgi/app/kind/kind.c', 'a menu and a board without the permission', '	} while (list != NULL && (!kind_list_is_at(list, desk) ||\n				     kind_list_lacks(list, desk, permits)));', '	} while (list != NULL && !kind_list_is_at(list, desk));', `${permissions}: finds no entry`],
	[session_sql, 'a permission of one bureau good at another', '"WHERE p.grant_id = g.id)', '"JOIN grants og ON og.id = p.grant_id WHERE og.account_id = g.account_id)', `${permissions}: none at another`],
	['fcgi/app/permission/permission_sql.c', 'handed on, and workers go by what they remember', '	/* First: of two at once the second sees what the first has done. */\n	count_facts(r, account_id);\n', '	(void)count_facts;\n', `${permissions}: holds at once`],
	['fcgi/app/permission/permission_sql.c', 'a bureau that hands on what it was not given', '	if (all == 0 || desk_is_top(seat))', '	if (true)', `${permissions}: USER-4`],
	['fcgi/app/account/account_permission_http.c', 'handed to oneself', '	if (a->id == r->actor.account_id)\n		return deny(r, "own_account", ERR_ACCOUNT_OWN);\n', '', `${permissions}: USER-4`],
	['fcgi/app/account/account_permission_http.c', 'handed to another bureau\'s', '	if (seat == NULL ||\n	    (account_held_at(&grants, own) >> seat->role & 1) == 0)\n		return deny(r, "no_reviewer", ERR_PERMISSION_NO_REVIEWER);\n', '', `${permissions}: own bureau`],
	['fcgi/app/account/account_bind_http.c', 'bound without what one may review', '		permission_move(r, old->id, r->actor.account_id,\n		    g[i].organisation_id, g[i].role);\n', '', `${permissions}: own account`],
	['fcgi/app/account/account_admin_sql.c', 'a role that comes back with its permissions', '	if (!given) {', '	if (false) {', `${permissions}: comes back without it`],
	['fcgi/kinds/permission/permission.c', 'asked for what it has', '	else if ((permission_held(r, o->organisation_id, seat) & bit) != 0)', '	else if (false)', `${permissions}: given it once`],
	['fcgi/kinds/permission/permission.c', 'approved, and nothing given', '	permission_grant(r, o, list_asked(content));', '	(void)list_asked(content);', `${permissions}: given it once`],
	['fcgi/app/order/order_http.c', 'a kind for anybody', '	if (!order_may_begin(r, kind))\n		return ERR_ORDER_NOT_FOR_YOU;', '', `${permissions}: administrator alone`],
	['fcgi/jobs/export.c', 'written without the permission', '	return w->reading.query != NULL && r->problem.faults.first == NULL;', '	return r->problem.faults.first == NULL;', 'api/export/exports: USER-3'],
	['fcgi/app/account/account_admin.c', 'a person\'s own account taken over', '	if (a->kind == ACCOUNT_UNIFIED || !account_is_theirs(r, &grants)) {', '	if (!account_is_theirs(r, &grants)) {', 'api/account/oversight: knows phone and name'],
	[router, 'a bank\'s administrator for its division', '	unsigned role = 1u << (own ? (int64_t)ROLE_INSTITUTION_ADMIN : a->role);', '	unsigned role = 1u << a->role;\n\n	(void)own;', 'api/account/oversight: USER-2 a bank'],
	['fcgi/app/phone/phone_http.c', 'an ID number that nobody knows', '|| p.id_mac == NULL)\n		return ERR_PHONE_NONE;\n	if (!rate_allows', ')\n		return ERR_PHONE_NONE;\n	if (!rate_allows', 'api/session/bound_phone: no ID number'],
	['fcgi/app/enrolment/enrolment.c', 'an institution by its code alone', '	if (found.uscc != NULL && strcmp(found.uscc, a->uscc) != 0)', '	if (false)', 'api/account/enrolment: on record'],
	['fcgi/app/account/account_closure_http.c', 'closed in spite of its records', '		if (!form->confirmed)\n			return ERR_ACCOUNT_HOLDS_RECORDS;', '', 'api/account/oversight: holds records'],
	['fcgi/app/account/account_closure_http.c', 'a link, and the old password still good', '	account_set_password(r->db, a->id, ACCOUNT_NO_PASSWORD, false);', '', 'api/account/oversight: by a link'],
	['fcgi/app/account/account_bind_http.c', 'an institution\'s account bound to a person', '	if (c->account.kind == ACCOUNT_INSTITUTION)\n		return ERR_ACCOUNT_NOT_OLD;', '', 'api/account/oversight: counts as a try'],
	['fcgi/app/account/account_bind_http.c', 'bound, and the old account goes on', '	if (!account_close(r->db, old->id, NULL))\n		return false;', '', 'api/account/oversight: takes over'],
	['fcgi/app/account/account_admin_http.c', 'a person added by the phone alone', '	    !name_is_same(r->mem, a->display_name, form->display_name)) {', '	    false) {', 'api/account/oversight: knows phone and name'],
	['fcgi/app/activation/activation_sql.c', 'a link that works twice', '    "UPDATE activations SET spent = 2 WHERE digest = ? AND spent = 0 "', '    "UPDATE activations SET spent = 2 + spent WHERE digest = ? "', 'api/account/enrolment: ACC-1'],
	['fcgi/app/activation/activation_sql.c', 'a link for ever', '    "AND spent = 0 AND expires_at > UTC_TIMESTAMP(3)";\nstatic const char sql_spend', '    "AND spent = 0";\nstatic const char sql_spend', 'api/account/enrolment: 72 hours'],
	['fcgi/app/account/account_sql.c', 'a link beside a new password', '	q = db_query(db, sql_end_links);\n	db_bind_int(q, id);\n	db_run(q);', '', 'api/account/enrolment: 72 hours'],
	['fcgi/app/enrolment/enrolment_http.c', 'issued for another division', '	if (division_within(division, r->actor.division))\n		return OK;', '	return OK;', 'api/account/enrolment: field by field'],
	['fcgi/app/enrolment/enrolment_http.c', 'asked for with another phone', '	if (memcmp(mac, code.phone_mac, sizeof(mac)) != 0) {', '	if (false) {', 'api/account/enrolment: wrong code'],
	['fcgi/app/enrolment/enrolment_http.c', 'a request of anywhere', '	if (!division_within(e->division, r->actor.division))\n		return request_foreign(r);', '', 'api/account/enrolment: nobody'],
	['fcgi/app/enrolment/enrolment_sql.c', 'decided twice', '"decided_at = UTC_TIMESTAMP(3) WHERE id = ? AND state = 1";', '"decided_at = UTC_TIMESTAMP(3) WHERE id = ?";', 'api/account/enrolment: ACC-6'],
	['fcgi/app/audit/chain_sql.c', 'rows that come late are never sealed', '	db_bind_int(q, SETTLE_SECONDS);', '	db_bind_int(q, -5);', 'faults/audit: ends after later'],
	['fcgi/app/audit/chain.c', 'a head without the one before', '	memcpy(all, previous, DIGEST_BYTES);', '	memset(all, 0, DIGEST_BYTES);', 'faults/audit: independent'],
	['fcgi/ctl/audit.c', 'a digest is not compared', '	if (memcmp(digest, sealed, DIGEST_BYTES) != 0)', '	if (false)', 'faults/audit: was changed'],
	['fcgi/ctl/audit.c', 'the journal is not read', '	if (newest > w->at.no)', '	if (false)', 'faults/audit: cut off'],
	['fcgi/ctl/audit.c', 'closed though it was changed', '	if (!walk(&w, no) || w.findings > 0) {', '	if (!walk(&w, no)) {', 'faults/audit: signs for'],
	['fcgi/app/audit/audit_list_sql.c', 'the log of every division', '	    index_of(query, reach), reach->where);', '	    index_of(query, reach), *reach->where ? "AND ? IS NOT NULL " : "");', 'api/audit/search: own division'],
	['fcgi/app/session/login_http.c', 'a lock that is not on record', '	if (tries->failures == LOGIN_TRIES_MAX && account_id != 0)', '	if (false)', 'api/audit/search: a lock'],
	[app_key, 'a signature over less', '		if (!http_signature_covers(s, covered[i]))\n			return false;', '', `${scans}: whatever is not signed`],
	[app_key, 'a nonce of any length', 'strlen(s->nonce) >= APP_NONCE_MIN &&', '', `${scans}: whatever is not signed`],
	[app_key, 'a query nobody signed', "	       *http_param(&r->http, \"QUERY_STRING\") == '\\0';", '	       true;', `${scans}: whatever is not signed`],
	[app_key, 'any signature', '	if (base == NULL || !http_signature_fits(s, key, base)) {', '	if (base == NULL) {', `${scans}: whatever is not signed`],
	[app_key, 'another body', '	return http_digest_fits(digest, r->http.body, r->http.body_len)', '	return digest != NULL', `${scans}: whatever is not signed`],
	[app_key, 'a revoked key', '	if (e == OK && key->state != APP_KEY_CURRENT) {', '	if (false) {', `${scans}: rotated and revoked`],
	[app_key, 'a signature of yesterday', '	return s->created >= now - APP_SKEW_SECONDS &&', '	return', `${scans}: five minutes`],
	[app_key, 'a signature of tomorrow', '	       s->created <= now + APP_SKEW_SECONDS &&', '', `${scans}: five minutes`],
	[app_key, 'one past its own end', '(s->expires == 0 || s->expires >= now)', 'true', `${scans}: five minutes`],
	[app_key, 'a nonce used before', '	if (!app_nonce_spend(r->db, key->keyid, s.nonce)) {', '	if (false) {', `${scans}: 100 replays`],
	[qr_sql, 'another browser\'s code', 'CODE "AND secret_digest = ?"', `CODE "AND ${anything}"`, `${scans}: another browser`],
	[qr_sql, 'a code past its time', 'if (out->left_ms <= 0 && out->state <= QR_CONFIRMED)', 'if (false)', `${scans}: expired from each`],
	[qr_http, 'a code used twice', '	if (!qr_set_consumed(r->db, code.id))\n		return ERR_RETRY;', '	qr_set_consumed(r->db, code.id);', `${scans}: of 20 at a time`],
	[qr_http, 'a session unconfirmed', '	e = not_now(code.state);', '	e = OK;', `${scans}: wrong order`],
	[qr_http, 'codes without end', '	if (!rate_allows(r, RATE_QR,', '	if (false && !rate_allows(r, RATE_QR,', `${scans}: 20 codes a minute`],
	[qr_http, 'anybody\'s grant', '		if (grant_id != 0 && g[i].grant_id != grant_id)\n			continue;', '', `${scans}: chooses among`],
	[qr_app, 'steps in any order', '	return out->state == state ? OK : out_of_order(out->state);', '	return OK;', `${scans}: wrong order`],
	[qr_app, 'a confirmation by another', '	if (e == OK && (strcmp(out->app, r->app->app) != 0 ||', '	if (false && (strcmp(out->app, r->app->app) != 0 ||', `${scans}: wrong order`],
	[qr_app, 'any number', '	if (strtoll(form->number, NULL, 10) != code.number)', '	if (false)', `${scans}: three wrong numbers`],
	[qr_app, 'numbers without end', '	bool last = code->tries + 1 >= QR_TRIES_MAX;', '	bool last = false;', `${scans}: three wrong numbers`],
	[qr_app, 'no credential', '		if (credential || !bound)', '		if (true)', `${scans}: without an active credential`],
	[qr_app, 'a closed account', '		if (a[i].state != ACCOUNT_ACTIVE)\n			continue;', '', `${scans}: closed account`],
	['fcgi/app/person/person.c', 'sessions of the earlier subject', '	session_end_account(r->db, a->account_id, 0);\n', '', `${scans}: re-attaches`],
	[known, 'what has changed since', 'p->met.facts == met->facts &&', '', 'api/session/access: seen at once'],
	[lasting, 'what has changed since, remembered', 'l->count == count && ', '', 'api/review/lasting: whoever sits'],
	[switch_sql, 'a switch set uncounted', '		lasting_changed(r->db);\n', '', 'api/review/lasting: a switch'],
	[calendar_load, 'a day off loaded uncounted', '	lasting_changed(c->server.db);\n', '', 'api/review/lasting: a day off'],
	[file, 'half a chunk', '	if (e == OK && c->len < (int64_t)r->http.body_len)', '	if (false)', 'faults/files: ends too soon'],
	[file, 'looks of one institution without end', '	if (slot < 0)\n		return ERR_BUSY;\n', '', 'faults/files: twelve connections'],
	[file, 'a bomb looked at for ever', '	if (kills < FILE_KILLS_MAX) {', '	if (true) {', 'faults/files: refused unseen'],
	[file, 'an upload begun in a store that is read-only', '	if (!store_is_ready(r->server->config.file_directory))\n		return ERR_STORE_DOWN;\n', '', 'faults/files: read-only'],
	[file, 'an offset that is any text', "n > OFFSET_DIGITS || text[n] != '\\0'", 'n > OFFSET_DIGITS', 'api/file/files: malformed'],
	[credential_sql, 'keys that are replaced stay in force', '    "UPDATE credentials SET state = 2, stopped_at = UTC_TIMESTAMP(3) "', '    "UPDATE credentials SET state = 1, stopped_at = UTC_TIMESTAMP(3) "', `${issued_forms}: rotation`],
	[document_http, 'a paper that was superseded is still given out', '	if (d->standing == DOCUMENT_SUPERSEDED)', '	if (false)', `${issued_forms}: rotation`],
	[document_http, 'a paper that was revoked is still given out', '	if (d->standing == DOCUMENT_REVOKED)', '	if (false)', `${verification}: says valid`],
	[document_http, 'verifications are not counted', 'rate_address(r),\n		r->server->config.verifications_a_minute))', 'rate_address(r),\n		INT64_MAX))', `${verification}: 429 after 30`],
	[document_http, 'whose paper it is stands on its public page', '.institution_name = mask_text(r->mem, o.institution_name),', '.institution_name = o.institution_name,', `${verification}: says valid`],
	[document, 'a paper stays valid beside the next', '		document_supersede(r->db, o->id);', '', `${issued_forms}: rotation`],
	[paper, 'a form is given out before the papers are sealed', '	if (!are_sealed(&w))', '	if (false)', `${issued_forms}: given out once the seals`],
	[issue, 'what was not given out is confirmed', '	    d.state != DOCUMENT_READY)', '	    false)', `${going_live}: nobody else confirms`],
	[note, 'any desk records joint testing', 'step->notes.word == NULL', 'false', `${going_live}: records joint testing`],
	['fcgi/look/seal.c', 'a helper that is not sealed', 'prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &seal_of_one) == 0', 'true', 'ops/look: dies of the first thing'],
	['fcgi/look/seal.c', 'a template that may do anything', '		    seccomp_load(c) == 0;', '		    prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0;', 'ops/look: its template dies'],
	['fcgi/look/seal.c', 'a template that others look into', 'prctl(PR_SET_DUMPABLE, 0) == 0 &&', 'true &&', 'ops/look: nobody of its own user'],
	['fcgi/lib/template.c', 'a helper with its template\'s descriptors', 'close_range(3, ~0U, 0) != 0 ||', '', 'ops/look: takes helper and template along'],
	['fcgi/lib/template.c', 'a helper that outlives its worker', '	    prctl(PR_SET_PDEATHSIG, SIGKILL) != 0 || getppid() != owner)', '	    getppid() != owner)', 'ops/look: takes helper and template along'],
	['fcgi/lib/template.c', 'a template that outlives its worker', '	if (prctl(PR_SET_PDEATHSIG, SIGKILL) != 0 ||\n	    setrlimit', '	if (setrlimit', 'ops/look: takes helper and template along'],
	['fcgi/lib/template.c', 'a template waited for without end', '	if (!template_wait(t->socket, end)) {', '	if (false) {', 'faults/files: costs no file'],
	['fcgi/lib/template.c', 'a template that keeps what it was given', '		close(fds[0]);\n		close(fds[1]);\n', '', 'faults/files: serves a hundred'],
	['fcgi/lib/look.c', 'a lost template not replaced', 'tries < 2', 'tries < 1', 'faults/files: costs no file'],
	['fcgi/lib/look.c', 'a template for ever', 'l->files < LOOK_FILES_MAX &&', 'true &&', 'faults/files: serves a hundred'],
	['fcgi/lib/look.c', 'a template tried again and again', '	if (WIFSIGNALED(status))\n		template_stop(&l->template);\n', '', 'faults/files: somebody kills'],
	['fcgi/look/pdf.c', 'objects lost beyond /Size', ' || w->highest >= size', '', 'ops/look: damaged'],
	['fcgi/look/pdf.c', 'warnings that nobody reads', '			return "damaged";\n	return NULL;', '			return NULL;\n	return NULL;', 'ops/look: damaged'],
	['fcgi/look/acts.c', 'a chain of actions not followed', '	fault = judge_next(q, next, left);\n', '	fault = NULL;\n', 'ops/look: acts by itself'],
	['fcgi/look/acts.c', 'file names of hosts', '		bad = names_host(q, value);', '		bad = false;', 'ops/look: acts by itself'],
	['nginx/locations.conf.in', 'the date of a stored file', '	add_header Last-Modified "";\n', '', 'ops/nginx: stored files'],
	[session_sql, 'ended grants to choose', '"WHERE g.account_id = ? AND g.state = 1 ORDER BY g.id"', '"WHERE g.account_id = ? ORDER BY g.id"', 'api/session/access: an ended one'],
	[session, 'another\'s session to end', 'owner == r->actor.account_id)', 'true)', 'api/session/access: sessions'],
	[session, 'a refresh of an ended session', '!session_lock(r->db, r->mem, id, &s) || !s.live)', '!session_lock(r->db, r->mem, id, &s))', 'api/session/login: LOGIN-6'],
	[session, 'any refresh secret', '	if (memcmp(s->refresh_digest, digest, DIGEST_BYTES) == 0) {', '	if (true) {', 'api/order/races: guessed'],
	[session, 'an old refresh secret for ever', '	if (s->previous_good &&\n', '	if (\n', 'api/session/login: LOGIN-6 rotates'],
	[session, 'a replay that ends nothing', '		session_end(r->db, id);\n', '', 'api/session/login: LOGIN-6 rotates'],
	[session, 'a guess that ends all', '		if (!was_in_force(r, &s, cookie_secret(r, COOKIE_REFRESH)))', '		if (false)', 'api/order/races: guessed'],
	[session, 'a refresh of a closed account', '	if (!account_by_id(r->db, r->mem, s.account_id, &account) ||\n	    account.state != ACCOUNT_ACTIVE)', '	if (!account_by_id(r->db, r->mem, s.account_id, &account))', 'api/session/access: closed'],
	[session, 'no rotation', '		session_rotate(r->db, s->id, digest, next_digest);\n', '', 'api/session/login: LOGIN-6 rotates'],
	[session, 'sign-out that leaves cookies', '	session_end(r->db, r->actor.session_id);\n	cookie_clear(r, COOKIE_REFRESH);\n', '	session_end(r->db, r->actor.session_id);\n', 'api/session/security: count only'],
	['fcgi/app/session/answer.c', 'a grant that one has not', '	if (grant_id != 0 && d->grant == NULL)', '	if (false)', 'api/session/access: another account'],
	// --- signing in
	[login, 'closed accounts sign in', '	if (c->account.state != ACCOUNT_ACTIVE) {', '	if (false) {', 'api/session/access: closed'],
	[login, 'no captcha', '	if (e != OK)\n		return e;\n	/* A person', '	/* A person', 'api/session/login: LOGIN-1 spends'],
	[login, 'any password', '	if (!c->fits)\n		return login_refuse(r, c->known ? c->account.id : 0, &c->tries);\n	r->actor', '	r->actor', 'api/session/login: LOGIN-1 minds'],
	[login, 'any old password', '	if (!c->fits) {\n		request_fault(', '	if (false) {\n		request_fault(', 'api/session/login: LOGIN-4 asks'],
	[login, 'the other sessions after a new password', '	session_end_account(r->db, c->account.id, r->actor.session_id);\n', '', 'api/session/login: password changes'],
	[login, 'the mark of an issued password', 'account_set_password(r->db, c->account.id, c->new_hash, false)', 'account_set_password(r->db, c->account.id, c->new_hash, true)', 'api/session/login: issued password'],
	[account, 'no hash for an account that is none', 'password_fits(hash, password) && has_one;', 'has_one && password_fits(hash, password);', 'api/session/security: LOGIN-1 a wrong password'],
	['fcgi/app/server.c', 'a cheap hash in production', '	if (password_is_cheap(&cost))', '	if (false)', 'ops/programs: LOGIN-5'],
	[captcha_sql, 'a captcha twice', '"UPDATE captchas SET spent = 1 WHERE token = ? AND spent = 0 "', '"UPDATE captchas SET spent = spent + 1 WHERE token = ? "', 'api/session/login: LOGIN-1 spends'],
	[captcha_sql, 'an old captcha', '"UPDATE captchas SET spent = 1 WHERE token = ? AND spent = 0 "\n    "AND issued_at > UTC_TIMESTAMP(3) - INTERVAL ? SECOND"', `"UPDATE captchas SET spent = 1 WHERE token = ? AND spent = 0 "\n    "AND ${anything}"`, 'api/session/login: five minutes'],
	[captcha_sql, 'any answer to a captcha', 'strcasecmp(db_text(q, r->mem, 0), answer) == 0', 'answer != NULL', 'api/session/login: LOGIN-1 spends'],
	[account, 'no lock', '	if (tries_out->failures <= LOGIN_TRIES_MAX)', '	if (true)', 'api/session/login: LOGIN-2 locks'],
	[account, 'tries never forgiven', '		account_forgive_tries(r, name);\n', '		{ }\n', 'api/session/login: LOGIN-2 forgets'],
	[account, 'common passwords', '		if (strcasecmp(common[i], password) == 0)', '		if (false)', 'api/session/login: LOGIN-4 asks'],
	[account_sql, 'a lock without end', '"failures = IF(locked_until <= UTC_TIMESTAMP(3) "\n    "OR updated_at', '"failures = IF(updated_at', 'api/session/login: LOGIN-2 locks'],
	// --- scope
	[router, 'objects of any institution', '		return s->organisation_id == a->organisation_id;', '		return true;', matrix],
	[router, 'objects of any area', 'division_within(s->division, a->division);', 'true;', matrix],
	[router, 'objects that wait at other desks', '	    (s->desks >> a->desk & 1) == 0)', '	    false)', 'api/file/files: may read the order', 'api/review/reviews'],
	[router, 'organisations of no kind', '	if (seat == NULL || a->organisation_kind != (int64_t)seat->kind ||', '	if (seat == NULL ||', 'api/session/access: another kind'],
	[router, 'no scope', '	if (!scope_allows(r, &scope))\n		return request_foreign(r);', '', matrix],
	[order, 'hidden orders', '		if (desks[i].state != DESK_HIDDEN || desks[i].decided)', '		if (true)', 'api/file/files: may read the order', 'api/review/reviews'],
	[order, 'orders decided are gone', ' || desks[i].decided)', ')', 'api/review/reviews', 'api/review/truth_table'],
	[order_list_sql, 'every institution\'s orders', '"FROM orders WHERE organisation_id = ? "', `"FROM orders WHERE ${anything} "`, 'api/order/orders', matrix],
	[order_list_sql, 'counts of every institution\'s orders', '"SELECT state, COUNT(*) FROM orders WHERE organisation_id = ? "', `"SELECT state, COUNT(*) FROM orders WHERE ${anything} "`, 'api/order/orders', matrix],
	[desks_sql, 'every province\'s orders', '"AND l.div2 = ? "', `"AND ${anything} "`, 'api/review/lists', matrix],
	[desks_sql, 'every city\'s orders', '"AND l.div4 = ? "', `"AND ${anything} "`, 'api/review/lists', 'api/review/truth_table', matrix],
	[desks_sql, 'every district\'s orders', '"AND l.div6 = ? "', `"AND ${anything} "`, 'api/review/lists'],
	[review_search_sql, 'every desk\'s orders', '"WHERE l.list = ? AND l.desk = ? "', `"WHERE l.list = ? AND ${anything} "`, 'api/review/lists', 'api/review/truth_table'],
	[review_search_sql, 'few rows of every area', '"AND l.div6 >= ? AND l.div6 < ? "', `"AND ${anything} AND ${anything} "`, 'api/review/lists'],
	[review_count_sql, 'every area\'s counts', '"WHERE list = ? AND desk = ? AND scope = ? "', `"WHERE list = ? AND desk = ? AND ${anything} "`, 'api/review/lists', 'api/review/truth_table'],
	[board_sql, 'every bureau\'s board', '"WHERE l.desk_id = ? AND', `"WHERE ${anything} AND`, 'api/board/board'],
	[board_sql, 'every institution\'s board', '"WHERE o.organisation_id = ? "', `"WHERE ${anything} "`, 'api/board/board'],
	[preference_sql, 'anybody\'s preferences', '"SELECT value FROM preferences WHERE account_id = ? AND name = ?"', `"SELECT value FROM preferences WHERE ${anything} AND name = ?"`, 'api/board/board: own phrases'],
	[claim_sql, 'giving up another\'s claim', 'AND done = 0 AND claim_account_id = ?"', `AND done = 0 AND ${anything}"`, 'api/board/board: a claim'],
	[desks_sql, 'a claim that outlives the decision', '"claim_until = IF(" STAYS ", claim_until, NULL)"', '"claim_until = claim_until"', 'api/board/board: a claim'],
	// --- proofs of accounts
	[account_proof, 'tries without end', '	} else if (out->tries_left == 0) {', '	} else if (false) {', `${account_proofs}: twenty wrong`],
	[proof_sql, 'tries past their time', '    "AND until > UTC_TIMESTAMP(3)"', '    ""', `${account_proofs}: past its time`],
	[proof_sql, 'a try that is not counted', 'SET tries = tries + 1 WHERE', 'SET until = until + INTERVAL 1 SECOND WHERE', `${account_proofs}: twenty wrong`],
	[account_proof, 'two at a time', '			return ERR_ACCOUNT_PROOF_OPEN;', '			continue;', `${account_proofs}: only by its bank`],
	[account_proof, 'asked without end', '	return n >= ACCOUNT_PROOFS_MAX ||\n		       failures_of', '	return failures_of', `${account_proofs}: drawn from`],
	[account_proof, 'another bank\'s proofs', '	    office.id != r->actor.organisation_id)\n		return (struct list){ NULL, 0 };', '	    false)\n		return (struct list){ NULL, 0 };', 'engine/kinds: MERCH-8'],
	[account_proof, 'a changed account that stays proven', '		if (value != NULL && f->type != FIELD_ATTACHMENT &&', '		if (value != NULL && f->type == FIELD_BOOLEAN &&', `${account_proofs}: changed is another`],
	[review, 'a proof that outlives the decision', '	account_proof_close(r, &o);\n', '', `${account_proofs}: a decision closes`],
	[router, 'reviewers whom nothing comes to', '	return kind_list_at((enum desk)a->desk) != NULL;', '	return a->desk != DESK_NONE;', 'engine/kinds: each list'],
	[review_search_sql, 'every list\'s orders', '"WHERE l.list = ? AND l.desk = ? "', `"WHERE ${anything} AND l.desk = ? "`, 'engine/kinds: each list'],
	[review_count_sql, 'every list\'s counts', '"WHERE list = ? AND desk = ?', `"WHERE ${anything} AND desk = ?`, 'engine/kinds: each list'],
	// --- what an approval brings about
	[order_http, 'a kind that anybody begins', 'if (!order_may_begin(r, kind))', 'if (false)', 'engine/kinds: who may begin'],
	[review, 'approvals without effect', 'kind->effect != NULL && o->state == ORDER_APPROVED;', 'kind->effect != NULL && o->state == ORDER_DRAFT;', 'engine/kinds: on file'],
	[review, 'rejections that take nothing back', '			enum err e = kind->undo(r, o);', '			enum err e = OK;', 'engine/kinds: taken back'],
	// --- seals
	[review, 'approvals that seal nothing', '		if (s->seals)', '		if (false)', `${seals}: the province’s approval`],
	[review, 'seals that outlive a rejection', '	return seal_void(r, o->id);', '	return OK;', `${seals}: a rejection above`],
	[seal, 'void papers that are sealed all the same', '			job_cancel(r->db, &seal_job, s[i].id);', '			continue;', `${seals}: when it becomes void`],
	[seal_http, 'a sealed copy by another paper\'s number', 'strcmp(s.file_id, f->file_id) != 0 || ', '', `${seals}: the province’s approval`],
	[seal_http, 'everybody has papers sealed again', '	       s->organisation_id == r->actor.organisation_id;', '	       true;', `${seals}: tried once more`],
	[seal_key, 'a key past its time', '		return SEAL_KEY_EXPIRED;', '		return SEAL_KEY_GOOD;', `${seals}: without its key`],
	[seal_key, 'a key before its time', '		return SEAL_KEY_EARLY;', '		return SEAL_KEY_GOOD;', `${seals}: without its key`],
	[seal_key, 'a key that all may read', '(st.st_mode & 026) != 0', 'false', `${seals}: without its key`],
	[order, 'what hangs on an order goes to nobody', '		o.addressee_id = o.parent_addressee_id;\n', '', 'engine/kinds: hangs on an order'],
	[review, 'a decider\'s form that may be anything', 'form_check(step->grants, given, FORM_STRICT,', 'form_check(step->grants, given, FORM_DRAFT,', 'engine/kinds: needs its form'],
	[record_list_sql, 'records of every division', '{ "r6", "s6", "AND r.division = ? ", 1, 1 },', '{ "r6", "s6", "AND r.division > ? ", 1, 1 },', 'api/institution/record_list: has for each bureau'],
	[record_list_sql, 'every institution\'s records', '"AND r.organisation_id = ? ", 0, 0 };', '"AND r.organisation_id > ? - 1 ", 0, 0 };', 'api/institution/record_list: has for each bureau'],
	[record_http, 'a record read from any division', '	out->division = record->division;', '	out->division = r->actor.division;', 'api/session/access: every role'],
	[file, 'papers of what is not on file', '	    is_read_besides(r, f))', '	    true)', 'api/institution/record_list: a bureau above'],
	[record_sql, 'a change under review that nothing says', '	if (o->subject_id == 0 || !kind_of(o->kind)->changes)', '	if (true)', 'api/institution/record_list: not submitted, waiting'],
	[record_sql, 'another\'s identity put on file', '	if (known && out->organisation_id != o->organisation_id)', '	if (false)', 'engine/kinds: refuses the approval'],
	['fcgi/app/serial_sql.c', 'one number for all', '"ON DUPLICATE KEY UPDATE n = LAST_INSERT_ID(n + 1)"', '"ON DUPLICATE KEY UPDATE n = LAST_INSERT_ID(n)"', 'engine/kinds: 200 approvals'],
	// --- personal data
	[personal, 'everybody reveals', '	       request_has_role(r, field->reveals);', '	       true;', 'api/order/personal'],
	[personal, 'everybody reads in full', '	    (request_has_role(r, field->edits) && order_is_editable(o)))', '	    true)', 'api/order/personal'],
	[personal, 'nothing is sealed', '	if (is_personal(at))\n		kept->text = secret_seal', '	if (false)\n		kept->text = secret_seal', 'api/order/personal'],
	[order, 'masked text taken for a value', '	    strchr(at->value->text, \'*\') != NULL)', '	    false)', 'api/order/personal'],
	[corrections, 'locked fields change', '		if (!corrections_name(asked, at->path) &&', '		if (false && !corrections_name(asked, at->path) &&', 'api/order/corrections'],
	[review, 'rejections without a reason', '	if (d->verdict == VERDICT_REJECT && !some && d->whole == 0)', '	if (false)', 'api/order/corrections', 'api/review/reviews: mandatory'],
	[account_list_sql, 'accounts of any organisation', '"g.account_id = a.id AND g.state = 1 AND (o.id = ? OR " \\', `"g.account_id = a.id AND g.state = 1 AND (${anything} OR " \\`, 'api/session/login: administrators unlock', matrix],
	[account_list_sql, 'accounts of the area for institutions', '"(o.kind <= ? AND', `"(${anything} AND`, 'api/account/oversight: USER-2', matrix],
	[account_list_sql, 'accounts of any area', 'AND o.division BETWEEN ? AND ?)) "', `AND ${anything} AND ${anything})) "`, 'api/session/login: administrators unlock', matrix],
	[account_list_sql, 'everybody for every bureau', 'r->actor.division == 0 && query', 'query', 'api/account/accounts'],
	[account_list_sql, 'everybody for an institution without a division', 'r->actor.organisation_kind == ORGANISATION_BUREAU &&\n\t       r->actor', 'r->actor', 'api/account/accounts'],
	[account_list_sql, 'everybody by an ended grant', '"WHERE g.state = 1 "', '"WHERE TRUE "', 'api/account/accounts'],
	[account_list_sql, 'the closed by an ended grant', 'g.account_id = a.id AND g.state = 1 "\nstatic', 'g.account_id = a.id "\nstatic', 'api/account/accounts'],
	[account_list_sql, 'accounts by an ended grant', '"g.account_id = a.id AND g.state = 1 AND (o.id', '"g.account_id = a.id AND (o.id', 'api/session/access: an ended one'],
	[switch_sql, 'switches of any area', '"o.division BETWEEN ? AND ? ORDER', `"${anything} AND ${anything} ORDER`, 'api/review/reviews', matrix],
	[switches, 'the city\'s own switch', '	if (!may_change(r))', '	if (false)', 'api/review/reviews'],
	[file, 'files that no submission names', '	if (submitted != 0)\n		order_desks(', '	if (true)\n		order_desks(', 'api/file/files: may read', 'api/file/files: names'],
	['fcgi/app/name/name.c', 'names as they are typed', 'name == NULL ? NULL : text_fold(mem, name)', 'name', 'api/text: one name', 'api/text: searches'],
	['fcgi/lib/text.c', 'what turns text round', '	       c == RIGHT_TO_LEFT_OVERRIDE;', '	       false;', 'api/text: is refused'],
	[order_http, 'drafts without end', '		e = ERR_ORDER_DRAFTS_TOO_MANY;', '		e = OK;', 'api/order/orders: drafts are capped'],
	['fcgi/lib/process.c', 'others may read the keys', 'enum { OTHERS = 027 };', 'enum { OTHERS = 022 };', 'ops/programs: others may'],
	['fcgi/jobs/sweep.c', 'another\'s store is swept', '	if (owns_store(s, mem)) {', '	if (true) {', 'faults/store: sweeps nothing'],
	[router, 'acts that nobody writes down', '	if (e == OK && route->act != NULL) {', '	if (false) {', 'api/audit/audit: every act'],
	[router, 'denials that nobody writes down', '	if (r->route == NULL || why == NULL)', '	if (true)', 'api/audit/audit: every refusal'],
	['fcgi/app/audit/audit_sql.c', 'looks that nobody writes down', '	if (r->actor.organisation_kind == ORGANISATION_INSTITUTION ||', '	if (true ||', 'api/audit/audit: looks'],
	['fcgi/app/audit/audit_sql.c', 'values as they came', 'text_escape(r->mem, object)', 'object', 'api/audit/audit: mistaken'],
	['fcgi/worker.c', 'a body that a signal breaks off', '.sa_flags = at_once ? 0 : SA_RESTART };', '.sa_flags = 0 };', 'faults/workers: hears a body'],
	['fcgi/ctl/migrate.c', 'two migrations at once', 'if (*held_out != NULL && !is_gone(c, *held_out))', 'if (false)', 'migrations/migrations: held up'],
	[order_http, 'another\'s application accepted', '	if (found && parent.organisation_id != r->actor.organisation_id) {', '	if (false) {', 'api/order/orders', 'api/session/access: another\'s application'],
	// --- versions: in the statements; what looks at them before only words the refusal
	[order_sql, 'a draft over a newer one', '"facet_b = ?, title = ?, title_key = ?, version = version + 1, "\n    "updated_at = UTC_TIMESTAMP(3) WHERE id = ? AND version = ?"', `"facet_b = ?, title = ?, title_key = ?, version = version + 1, "\n    "updated_at = UTC_TIMESTAMP(3) WHERE id = ? AND ${anything}"`, 'api/order/orders', 'api/order/races: version'],
	[order_sql, 'a submission over a newer one', '"version = version + 1, "\n    "updated_at = UTC_TIMESTAMP(3) WHERE id = ? AND version = ?"', `"version = version + 1, "\n    "updated_at = UTC_TIMESTAMP(3) WHERE id = ? AND ${anything}"`, 'api/order/races: version'],
	[order_sql, 'a decision over a newer one', '"version = version + 1, updated_at = UTC_TIMESTAMP(3) "\n    "WHERE id = ? AND version = ?"', `"version = version + 1, updated_at = UTC_TIMESTAMP(3) "\n    "WHERE id = ? AND ${anything}"`, 'api/order/races: version'],
	[order_sql, 'deleting a newer draft', 'state = 1 AND version = ?"', `state = 1 AND ${anything}"`, 'api/order/races: version'],
	[switch_sql, 'a switch over a newer one', '"WHERE division = ? AND kind = ? AND version = ?"', `"WHERE division = ? AND kind = ? AND ${anything}"`, 'api/review/reviews', 'api/order/races: version'],
	// --- states
	[order, 'a submission of what is under review', '	if ((err = may_still_change(r, old)) != OK)\n		return err;\n	if (old->version', '	if (old->version', 'api/order/orders: withdraws only'],
	[order, 'a draft of what is under review', '	if ((err = may_still_change(r, old)) != OK)\n		return err;\n	/* Once', '	/* Once', 'api/order/orders'],
	[order, 'an account of a pending entry taken out', '	if (o->state == ORDER_WAITING)\n		check_held(r, o, made);\n', '', 'api/merchant/entries: of a pending entry'],
	['fcgi/app/order/order_document.c', 'a change under way shown once it is decided', 'mine && o->draft != NULL && order_is_editable(o)', 'mine && o->draft != NULL', 'api/merchant/entries: stays aside'],
	['fcgi/kinds/merchant/merchant.c', 'a bank that is no partner', '(bank.open ||', '(true || bank.open ||', 'api/merchant/entries: partner no more'],
	['fcgi/kinds/merchant/merchant.c', 'an account in another name', '	if (!name_is_same(', '	if (false && !name_is_same(', 'api/merchant/entries: in the institution'],
	['fcgi/kinds/merchant/merchant.c', 'an account twice', '"account_no"), no) == 0)', '"account_no"), no) == 2)', 'api/merchant/entries: each once'],
	['fcgi/app/partner/partner_sql.c', 'a partner over a newer one', '"WHERE province = ? AND organisation_id = ? AND version = ?"', '"WHERE province = ? AND organisation_id = ? AND (version = ? OR TRUE)"', 'api/merchant/entries: each change once'],
	['fcgi/app/account/account_admin.c', 'the last administrator', '		if (!account_has_other_admin(', '		if (false && !account_has_other_admin(', 'api/account/administration: last'],
	['fcgi/app/account/account_admin_http.c', 'roles beyond the organisation', '	if ((bits_of(roles) &\n		~account_roles_of(', '	if (false && (bits_of(roles) &\n		~account_roles_of(', 'api/account/administration: of its own choice'],
	['fcgi/app/account/account_admin.c', 'taking over who has grants elsewhere', '	if (a->kind == ACCOUNT_UNIFIED || !account_is_theirs(r, &grants)) {', '	if (a->kind == ACCOUNT_UNIFIED) {', 'api/account/administration: not taken over'],
	['fcgi/app/account/account_admin_http.c', 'raising the own rights', '	if (a->id == r->actor.account_id) {\n		r->denied = "own_account";\n		return ERR_ACCOUNT_OWN;\n	}\n	e = check_roles', '	e = check_roles', 'api/account/administration: the own account'],
	['fcgi/app/account/account_admin_http.c', 'sessions that outlive a reset', '	account_forgive_tries(r, a->name);\n	session_end_account(r->db, a->id, 0);', '	account_forgive_tries(r, a->name);', 'api/account/administration: resets'],
	['fcgi/app/idempotency_sql.c', 'answers kept in clear', '	crypt_seal(key, place_of(r), r->answer.body, len, box);', '	memcpy(box, r->answer.body, len);', 'api/merchant/entries: kept for a repeat'],
	['fcgi/app/file/file_http.c', 'papers of another bank', '	return file_is_on_record(r->db, f, mine) ||', '	return file_is_on_record(r->db, f, 0) ||', 'api/merchant/entries: gone from the first'],
	[order, 'a withdrawal of anything', '	if (o.state != ORDER_WAITING)\n		return ERR_ORDER_STAGE;\n	desk_offices', '	desk_offices', 'api/order/orders: withdraws only'],
	[order, 'a withdrawal after a decision', '	if (order_is_decided(old, &events))\n		return order_too_late(r, old, DESK_NONE);', '', 'api/order/orders', 'api/order/races: withdraws'],
	[order, 'a file of another field', 'strcmp(all[i].field, at->path) == 0', 'true', 'api/file/files', 'api/order/orders', 'api/order/bad_input'],
	[order, 'a second acceptance', '		if (order_has_child(r->db, o.parent_id, o.kind, o.id))', '		if (false)', 'api/order/races: one acceptance'],
	[order_http, 'deleting what was submitted', '	if (o->state != ORDER_DRAFT)', '	if (false)', 'api/order/orders'],
	[order_http, 'accepting what has not passed', '	if (parent.state != ORDER_APPROVED ||\n	    order_has', '	if (order_has', 'api/order/orders', 'api/review/reviews'],
	[order_http, 'two acceptances begun', ' ||\n	    order_has_child(r->db, parent.id, kind->number, 0))', ')', 'api/order/races: one acceptance'],
	[order_http, 'accepting an acceptance', '	if (!found || kind_of(parent.kind) != kind->parent) {', '	if (!found) {', 'api/order/orders', 'api/session/access: another\'s application'],
	['fcgi/app/desk/desk.c', 'a role at another\'s desk', 'rows[i].seat == seat && (int64_t)rows[i].role == role', 'rows[i].seat == seat', 'api/session/access: desk', matrix],
	[review, 'deciding what waits elsewhere', '	return o->state == ORDER_WAITING && o->desk == r->actor.desk &&\n	       desk', '	return o->state == ORDER_WAITING &&\n	       desk', 'api/session/access: decided at a desk'],
	[review, 'deciding what another was sent', '	       desk_addressee(r, o->addressee_id) == o->addressee_id;', '	       true;', 'engine/kinds: another bank'],
	[review, 'deciding what does not wait', '	return o->state == ORDER_WAITING && o->desk == r->actor.desk &&\n	       desk', '	return o->desk == r->actor.desk &&\n	       desk', 'api/session/access: decided at a desk'],
	[review, 'one person at two stages', '	if (seen->decided_elsewhere)\n', '	if (false)\n', 'api/review/reviews'],
	[review, 'a rejection without words', '	if (d->verdict == VERDICT_REJECT && given == NULL)', '	if (false)', 'api/review/reviews'],
	[file, 'files for what is under review', '	if (!order_is_editable(o))\n		return ERR_ORDER_STAGE;\n', '', 'api/file/files', 'api/order/orders', 'api/order/races: a file is either'],
	[file, 'removing what was submitted', '	if (file_submitted(r->db, f) != 0)\n		return ERR_ORDER_STAGE; /* history keeps it */\n', '', 'api/file/files: may read the order', 'api/order/races: a file is either'],
	[file, 'reading what is not whole', '	if (f->state != FILE_OK)\n		return ERR_NOT_FOUND;\n', '', 'api/file/files'],
	['fcgi/lib/store.c', 'a hole in a file', '	if (st.st_size < offset) {', '	if (false) {', 'faults/files: a hole is no file'],
	['fcgi/lib/store.c', 'two requests at one upload', '	else if (flock(u->fd, LOCK_EX | LOCK_NB) != 0)\n', '	else if (false)\n', 'faults/files: told to wait'],
	[file, 'a chunk anywhere', '	if (f->state != FILE_UPLOADING || c->offset != f->received)', '	if (f->state != FILE_UPLOADING)', 'api/file/files'],
	[file, 'more than was announced', '	if (len == 0 || c->offset + len > f->size)', '	if (len == 0)', 'api/file/files', 'api/order/bad_input'],
	// --- the same intent again
	[keys, 'a key for another body', '	if (len != DIGEST_BYTES || memcmp(kept, digest, len) != 0)', '	if (false)', 'api/order/races: a key belongs'],
	[keys, 'a key for another hat', '(long long)r->actor.grant_id,', '0LL,', 'api/order/races: a key belongs'],
	[keys, 'a key for another order', '(int)r->http.method, r->http.path);', '(int)r->http.method, "");', 'api/order/races: a key'],
	[keys, 'a key for other words', '	buf_add(&b, r->http.body, r->http.body_len);\n', '', 'api/order/races: a key', 'api/order/orders'],
	[router, 'a replay done once more', '	if (keyed && e != OK && db_error(r->db) == OK &&', '	if (false &&', 'api/order/orders', 'api/review/reviews', 'api/order/races: a key'],
	[router, 'an answer not kept', '			e = idempotency_keep(r);', '			e = OK;', 'api/order/races: a key', 'api/order/orders'],
	// --- cookies
	[cookies, 'scripts read cookies', 'HttpOnly; ', '', 'api/session/login: LOGIN-6 sets'],
	[cookies, 'cookies from other sites', 'SameSite=Strict', 'SameSite=None', 'api/session/login: LOGIN-6 sets'],
	[cookies, 'cookies over http', '? "; Secure" : ""', '? "" : ""', 'api/session/security: are __Host-'],
	[cookies, 'a cookie without its prefix', '"__Host-ld-refresh"', '"ld-refresh"', 'api/session/security: are __Host-'],
	[cookies, 'a file cookie without its prefix', '"__Host-ld-file"', '"ld-file"', 'api/session/security: are __Host-'],
	[cookies, 'cookies for a part of the host', 'Path=/; ', 'Path=/api; ', 'api/session/security: are __Host-'],
	// --- tokens
	[token, 'another algorithm', 'jwt_get_alg(jwt) == JWT_ALG_HS256 && ', '', 'api/session/security: HS'],
	[token, 'another issuer', ' && says(jwt, "iss", issuer)', '', 'api/session/security: issuer'],
	[token, 'another audience', '	     says(jwt, "aud", audience) && ', '	     ', 'api/session/security: audience'],
	[token, 'another type', ' && says(jwt, "typ", type);', ';', 'api/session/security: another type'],
	[token, 'another key id', '	     strcmp(kid, key->id) == 0 &&', '	    ', 'api/session/security: key id'],
	[token, 'any length', '	if (strlen(text) > TOKEN_BYTES_MAX)\n		return false;\n', '', 'api/session/security: too long'],
	[review, 'a step\'s effect left as it is', '&& was_approved_at(r, o, s->desk))', '&& was_approved_at(r, o, s->desk) && false)', 'engine/kinds: brings about is taken back'],
	[review, 'what passes by itself brings nothing about', '	       (automatic && step > by && step->action != ACTION_VIEW &&\n		   offices[step->desk].id != 0);', '	       (automatic && step < by);', 'engine/kinds: what passes by itself'],
	[review, 'taken back whether it was brought about or not', '&& was_approved_at(r, o, s->desk))', '&& (was_approved_at(r, o, s->desk) || true))', 'engine/kinds: not when it came later'],
	// --- jobs: once, by who holds them, each in its turn
	[job_sql, 'whoever held it', '#define HELD "WHERE id = ? AND state = 2 AND lease_no = ?"', `#define HELD "WHERE id = ? AND state = 2 AND ${anything}"`, 'engine/jobs: stalls and comes back'],
	[job_sql, 'a list written by whoever held it', '"lease_until = UTC_TIMESTAMP(3) + INTERVAL ? SECOND " HELD', `"lease_until = UTC_TIMESTAMP(3) + INTERVAL ? SECOND WHERE id = ? AND state = 2 AND ${anything}"`, 'api/export/exports: stalls and comes back'],
	[job_run, 'an effect of who lost its hold', '	if (!*held_out) {', '	if (false) {', 'engine/jobs: stalls and comes back'],
	[job_run, 'done before it is', '	*held_out = job_done(db, &job, 0);\n', '	*held_out = job_done(db, &job, 0);\n	db_commit(db);\n	db_begin(db);\n', 'engine/jobs: half of it done'],
	[job_run, 'half an effect kept', '	if (e != OK) {\n		db_rollback(db);\n		return e;\n	}\n	return db_commit(db);', '	db_commit(db);\n	return e;', 'engine/jobs: tried again after a while'],
	[job_sql, 'what had failed is not cancelled', 'AND object_id = ? AND state <> 3"', 'AND object_id = ? AND state IN (1, 2)"', 'engine/jobs: when it had failed'],
	[job_sql, 'tried without end', '	if (j->attempts >= kind->attempts)', '	if (j == NULL)', 'engine/jobs: tried again after a while'],
	[job_sql, 'begun without end', '		if (out->attempts <= job_kind_of(out->kind)->attempts)', '		if (out != NULL)', 'engine/jobs: kills whoever runs it'],
	[job_sql, 'a newer program\'s jobs', '"AND run_at <= UTC_TIMESTAMP(3) AND FIND_IN_SET(kind, ?) "', `"AND run_at <= UTC_TIMESTAMP(3) AND ${anything} "`, 'engine/jobs: newer program'],
	[job_sql, 'every lane\'s jobs', '"(SELECT id, account_id, run_at FROM jobs WHERE lane = ? AND state = 1 "', `"(SELECT id, account_id, run_at FROM jobs WHERE ${anything} AND state = 1 "`, 'engine/jobs: long work delays'],
	[job_sql, 'who asks most is served most', '"ORDER BY (SELECT t.begun_at FROM jobs t WHERE', '"ORDER BY (SELECT NULL FROM jobs t WHERE', 'api/export/exports: take turns'],
	['fcgi/app/duty/duty_sql.c', 'what others owe', '"WHERE d.organisation_id = ? AND d.done_at IS NULL "', `"WHERE ${anything} AND d.done_at IS NULL "`, 'engine/jobs: an approval leaves one'],
	[desks_sql, 'counters folded beside who counts', '"AND slot < ? FOR UPDATE"', '"AND slot < ?"', 'engine/jobs: is not lost'],
	// --- the database
	['fcgi/lib/db.c', 'a COMMIT tried again', 'db->committing ? ERR_UNAVAILABLE : ERR_RETRY', 'ERR_RETRY', 'faults/hangs: while a COMMIT'],
	['fcgi/staff.c', 'who hangs stays', '		bool hangs = (busy != 0 && busy < late) ||', '		bool hangs =', 'faults/hangs: a worker that hangs'],
	['migrations/rights.sql', 'history rewritten', 'GRANT SELECT, INSERT ON audit_rows TO :user;', 'GRANT SELECT, INSERT, UPDATE ON audit_rows TO :user;', 'api/session/security: database account'],
	// --- nginx
	['nginx/locations.conf.in', 'the store open to all', '_files/ {\n	internal;\n', '_files/ {\n', 'ops/nginx: stored files'],
	['fcgi/app/order/reveal_http.c', 'personal data looked at without end', '		return ERR_REVEALS_TOO_OFTEN;\n', '		;\n', 'api/limits: personal fields an hour'],
	['fcgi/app/export/export_http.c', 'exports without end', '		return ERR_EXPORTS_TOO_OFTEN;\n', '		;\n', 'api/limits: exports an hour'],
	['nginx/limits.conf.in', 'all connections to one address', 'limit_conn liangding_connections @CONNECTIONS@;\n', '', 'ops/nginx: answered at a time'],
	['nginx/limits.conf.in', 'slow bodies of one address without end', 'limit_conn liangding_bodies @BODIES@;\n', '', 'ops/nginx: slow bodies from one'],
	['nginx/limits.conf.in', 'slow bodies of everybody without end', 'limit_conn liangding_all_bodies @ALL_BODIES@;\n', '', 'ops/nginx: ever so many'],
	['nginx/http.conf.in', 'as many clients as an IPv6 network has addresses', '	"~^(?<liangding_net>([0-9a-f]+:){4})"	$liangding_net;\n', '', 'ops/nginx: IPv6'],
	...['session', 'session/phone', 'recovery/', 'bound-phone', 'enrolments', 'enrolments/code', 'activation', 'bound-accounts'].map((place) => ['nginx/locations.conf.in', `endless tries at ${place}`,
		`@PREFIX@/api/${place} {\n		client_max_body_size 16k;\n		limit_req zone=liangding_requests burst=@REQUEST_BURST@ nodelay;\n		limit_req zone=liangding_login burst=@LOGIN_BURST@ nodelay;\n`, `@PREFIX@/api/${place} {\n`, 'ops/nginx: limits tries']),
	['nginx/locations.conf.in', 'endless captchas', '/api/captchas {\n		client_max_body_size 16k;\n		limit_req zone=liangding_requests burst=@REQUEST_BURST@ nodelay;\n		limit_req zone=liangding_captcha burst=@CAPTCHA_BURST@ nodelay;\n', '/api/captchas {\n', 'ops/nginx: limits tries'],
	// --- messages
	[send, 'a sender that leaves no sign', '		outbox_note(db, w->row.id, OUTBOX_SENDING, NULL, false);', '		;', `${outgoing}: a code that may|its sender was killed`],
	[send, 'a code sent twice', '	else if (w.row.state == OUTBOX_SENDING && w.message->once)', '	else if (false)', `${outgoing}: a code that may`],
	[send, 'a doubtful code sent again', '		    w->message->once ? NEXT_NONE : NEXT_LATER);', '		    NEXT_LATER);', `${outgoing}: a code that may`],
	[send, 'a doubtful mail lost', '		    w->message->once ? NEXT_NONE : NEXT_LATER);', '		    NEXT_NONE);', `${outgoing}: is unknown when`],
	[send, 'a message past its time', '	else if (w.row.expired)', '	else if (false)', `${outgoing}: worth nothing`],
	[send, 'what is sent is kept', '!again && !keeps_all(w->turn->server)', 'false', `${outgoing}: messages wait`],
	[send, 'a code for nobody', '	if (w.row.state == OUTBOX_NOBODY) {', '	if (false) {', `${recoveries}: answers alike`],
	[connection, 'a bank whose connection is closed', '	if (connection_find(r->db, r->mem, r->app->organisation_id, &c) &&\n	    c.state == CONNECTION_OPEN &&', '	if (connection_find(r->db, r->mem, r->app->organisation_id, &c) &&', `${connections}: what waits already`],
	[connection, 'a key for feeds that decides', 'app_key_identify(r, APP_DECIDES)', 'app_key_identify(r, (enum app_purpose)2)', `${connections}: a key of nobody|approved by its callback`],
	[connection, 'what is overtaken goes on', '	       o->submission_no == p->submission_no &&', '', `${connections}: changed, withdrawn`],
	[connection_http, 'a decision on an older version', '	if (p.submission_no != o->submission_no || o->state', '	if (o->state', `${connections}: late, once`],
	[connection_http, 'another decision taken for the same', '	if (strcmp(p->decided, digest) != 0)', '	if (false)', `${connections}: answered twice`],
	[connection_http, 'the same decision taken for another', '	if (p.decided != NULL)\n		return again(r, o, &p, digest);', '', `${connections}: answered twice`],
	[push, 'a push past its time', '	else if (w.push.expired)', '	else if (false)', `${pushes}: less and less`],
	[push, 'what nobody acknowledged', '	return status >= 200 && status < 300', '	return true', `${connections}: not acknowledged`],
	[push, 'a push that is on nobody\'s record', '		note_act(w, "sent");', '		;', `${connections}: signed, as the bank`],
	['fcgi/jobs/carry.c', 'anybody\'s certificate', '	curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);', '	curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);\n	curl_easy_setopt(curl, CURLOPT_SSL_VERIFYPEER, 0L);', `${outgoing}: whom the settings trust`],
	['fcgi/app/server.c', 'an SMS in the open', '	    !(strncmp(c->sms_url, "http://", 7) == 0 &&\n		url_is_here(c->sms_url)))', '	    strncmp(c->sms_url, "http://", 7) != 0)', `${outgoing}: no setting sends`],
	['fcgi/app/server.c', 'a gateway that a message names', '	if (!host_is_fixed(c->sms_url))', '	if (false)', `${outgoing}: no setting sends`],
	['fcgi/jobs/carry.c', 'wherever a gateway points to', '	curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);', '	curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);\n	curl_easy_setopt(curl, CURLOPT_FOLLOWLOCATION, 1L);', `${outgoing}: nowhere that a gateway`],
	['fcgi/jobs/carry.c', 'a certificate of another name', '	curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);', '	curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);\n	curl_easy_setopt(curl, CURLOPT_SSL_VERIFYHOST, 0L);', `${outgoing}: nowhere that a gateway`],
	['fcgi/routes.c', 'what was sent, in production', '	{ HTTP_GET, "/sent", NOBODY, ROUTE_DEMO,', '	{ HTTP_GET, "/sent", ANYONE, 0,', `${outgoing}: messages wait`, `${matrix}: every operation says`],
	[outbox, 'an address in the open', '	row.recipient_sealed = secret_seal(r, SECRET_OF_NOBODY,\n	    place_of(r->mem, row.message_id, "recipient"), l->to);', '	row.recipient_sealed = l->to;', `${outgoing}: tells the demonstration`],
	// --- codes by SMS
	[sms_code, 'any code', '	if (CRYPTO_memcmp(mac, row.code_mac, DIGEST_BYTES) != 0 ||\n	    row.subject_id == 0) {', '	if (row.subject_id == 0) {', `${phones}: five tries`],
	[sms_code, 'a code for nobody that fits', ' ||\n	    row.subject_id == 0) {', ') {', `${recoveries}: for nobody never fits`],
	[sms_code, 'a code for any purpose', ' || (purposes >> row.purpose & 1) == 0) {', ') {', `${phones}: its own ticket`],
	[sms_code, 'codes without a pause', 'rate_allows(r, RATE_SMS_PAUSE, phone, 1) &&', 'true &&', `${phones}: once a minute`],
	[sms_code, 'codes without end', '	       rate_allows(r, RATE_SMS_DAY, phone, SMS_CODES_A_DAY) &&\n', '', `${phones}: once a minute`],
	[sms_code, 'codes to everybody from one address', ' &&\n	       rate_allows(r, RATE_SMS_ADDRESS, rate_address(r),\n		   r->server->config.sms_codes_a_day);', ';', `${phones}: from one address`],
	[sms_code_sql, 'tries without end', 'out->live = out->tries <= SMS_CODE_TRIES && ', 'out->live = ', `${phones}: five tries`],
	[sms_code_sql, 'tries uncounted', 'LAST_INSERT_ID(tries + 1)', 'LAST_INSERT_ID(tries + 0)', `${phones}: five tries`],
	[sms_code_sql, 'a code that lives on', ' AND expires_at > UTC_TIMESTAMP(3) AS live', ' AS live', `${phones}: lives five minutes`],
	[sms_code_sql, 'a spent code', '"spent = 0 AND ', '"', `${phones}: bring a code`],
	[rates, 'a day that is an hour', '		return DAY;', '		return HOUR;', `${phones}: once a minute`],
	// --- signing in by phone
	[login, 'a person by password alone', ' &&\n		   c->account.kind != ACCOUNT_UNIFIED;', ';', `${phones}: no other way`],
	[phone_login, 'no captcha', '	if (e != OK)\n		return e;\n	c->known', '	c->known', `${phones}: captcha is checked`],
	[phone_login, 'any password', '	if (!c->fits)\n		return login_refuse(', '	if (!c->known)\n		return login_refuse(', `${phones}: says the same`],
	[phone_login, 'a closed account after the code', ' ||\n	    account.state != ACCOUNT_ACTIVE)', ')', `${phones}: closed, before or after`],
	// --- getting back in
	[person_sql, 'anybody\'s phone', 'a.state = 1 AND p.phone_mac = ?";', 'a.state = 1 AND ? IS NOT NULL";', `${recoveries}: answers alike`],
	[person_sql, 'a person by phone alone', 'WHERE phone_mac = ? AND unified_mac = ?";', 'WHERE phone_mac = ? AND unified_mac IS NOT NULL AND ? IS NOT NULL";', `${recoveries}: answers alike`],
	[person_sql, 'a bureau\'s password', '"WHERE a.name = ? AND a.kind = 1 AND', '"WHERE a.name = ? AND', `${recoveries}: bureau`],
	[person_sql, 'a colleague\'s account', '"WHERE p.phone_mac = ? AND o.uscc = ?', '"WHERE ? IS NOT NULL AND o.uscc = ?', `${recoveries}: nobody else`],
	[recovery, 'no captcha', '	return captcha_check(\n	    r, &recovery_code_form, form->captcha_id, form->captcha_answer);', '	(void)form;\n	return OK;', `${recoveries}: captcha is checked`],
	[recovery, 'sessions that go on', '	session_end_account(r->db, n->account.id, 0);', '	;', `${recoveries}: every session ends`],
	[recovery, 'a code used twice', '	if (!sms_code_spend(r->db, form->ticket)) {', '	if (false) {', `${recoveries}: every session ends`],
	[recovery, 'a common password', '	if (fault != NULL) {', '	if (false) {', `${recoveries}: a password that is refused`],
	[recovery, 'a lock that stays', '	account_forgive_tries(r, n->account.name);', '	;', `${recoveries}: a lock ends`],
	[recovery, 'a closed account', '	if (n->account.state != ACCOUNT_ACTIVE)', '	if (false)', `${recoveries}: not for a closed`],
	[recovery, 'an account by a password\'s code', '	    1u << SMS_ACCOUNT,', '	    ~0u,', `${recoveries}: found by the credit code`],
	// --- the bound phone
	[bound_phone, 'any ID number', '	if (memcmp(id, p.id_mac, DIGEST_BYTES) != 0)', '	if (false)', `${binding}: each proof`],
	[bound_phone, 'ID numbers without end', '	if (!rate_allows(r, RATE_ID_NO, r->actor.account_id, ID_NO_TRIES))', '	if (false)', `${binding}: not to be guessed`],
	[bound_phone, 'no old phone', '		if (session_is_by_app(\n			r->db, r->actor.session_id, PHONE_BY_APP_SECONDS))\n			return OK;', '		return OK;', `${binding}: each proof|the app`],
	[bound_phone, 'another\'s old phone', '	return code.subject_id == r->actor.account_id &&\n		       sms_code_spend(r->db, form->old_ticket)', '	return sms_code_spend(r->db, form->old_ticket)', `${binding}: each proof`],
	[bound_phone, 'another new phone', ' ||\n			   memcmp(code.phone_mac, phone, DIGEST_BYTES) != 0))', '))', `${binding}: each proof`],
	[bound_phone, 'sessions that go on', '	session_end_account(r->db, p.account_id, r->actor.session_id);', '	;', `${binding}: is changed`],
	[bound_phone, 'an old phone that is not told', '		outbox_send(r, &letter);', '		(void)letter;', `${binding}: is changed`],
	[session_sql, 'a scan of long ago', '"AND created_at > UTC_TIMESTAMP(3) - INTERVAL ? SECOND";\n\nstatic const char sql_lock', '"AND ? IS NOT NULL";\n\nstatic const char sql_lock', `${binding}: the app`],
	// --- phones of forms
	[order_http, 'a phone in nobody\'s hands', '	proof_check(r, o->organisation_id, kind->content, content);', '	;', `${proofs}: before the entry`],
	[proof, 'any phone', '	proven = proof_has_phone(', '	proven = true || proof_has_phone(', `${proofs}: before the entry`],
	['fcgi/app/proof/proof_sql.c', 'anybody\'s phone', 'WHERE organisation_id = ? AND phone_mac = ? "', 'WHERE ? IS NOT NULL AND phone_mac = ? "', `${proofs}: another number`],
	[proof_http, 'another order\'s code', '	if (code.subject_id != o->id ||', '	if (', `${proofs}: its own order`],
	[proof_http, 'a code for any field', '	if (field == NULL || (field->flags & FIELD_PROVEN) == 0) {', '	if (field == NULL) {', `${proofs}: its own order`],
	['nginx/locations.conf.in', 'endless codes to scan', '/api/qr {\n		client_max_body_size 16k;\n		limit_req zone=liangding_requests burst=@REQUEST_BURST@ nodelay;\n		limit_req zone=liangding_captcha burst=@CAPTCHA_BURST@ nodelay;\n', '/api/qr {\n', 'ops/nginx: codes to scan'],
	['nginx/locations.conf.in', 'bodies of any size', '	client_max_body_size 1m;\n', '	client_max_body_size 10m;\n', 'ops/nginx: over 1 MiB'],
	['nginx/locations.conf.in', 'chunks of any size', '		client_max_body_size 1025k;\n', '		client_max_body_size 10m;\n', 'ops/nginx: over 1 MiB'],
	['nginx/locations.conf.in', 'files without a fence', '	add_header Content-Security-Policy $liangding_file_policy always;\n', '', 'ops/nginx: stored files'],
	['nginx/http.conf.in', 'pictures out of the sandbox', " frame-ancestors 'self'; sandbox\"", " frame-ancestors 'self'\"", 'ops/nginx: stored files'],
	['nginx/http.conf.in', 'no HSTS', '	on	"max-age=31536000";\n', '', 'api/session/security: HSTS'],
	['nginx/fastcgi.conf.in', 'half a body to a worker', 'fastcgi_request_buffering on;', 'fastcgi_request_buffering off;', 'ops/nginx: whole body'],
	['nginx/fastcgi.conf.in', 'an answer awaited for longer', 'fastcgi_read_timeout 10s;', 'fastcgi_read_timeout 20s;', 'ops/nginx: 504 within'],
	['nginx/fastcgi.conf.in', 'a slow body for longer', 'client_body_timeout 10s;', 'client_body_timeout 20s;', 'api/session/security: slow clients'],
	['nginx/liangding.conf.in', 'slow headers for longer', 'client_header_timeout 10s;', 'client_header_timeout 20s;', 'api/session/security: slow clients'],
	['nginx/liangding.conf.in', 'queries in the log', '\'"$uri" $status', '\'"$request_uri" $status', 'api/session/security: the logs hold no query'],
].map(([path, name, find, replace, ...tests]) => ({ file: path, name, find, replace, tests }))

// Every role cell of routes.c becomes one for whoever is signed in.
function cells(source) {
	const row = /\{ (HTTP_\w+), "([^"]+)", (MAY_\w+|SIGNED_IN),/g
	return [...source.matchAll(row)].filter(([, , , cell]) => cell !== 'SIGNED_IN').map(([find, method, path, cell]) => ({
		file: 'fcgi/routes.c', name: `${method} ${path} for all who are signed in`,
		find, replace: find.replace(cell, 'SIGNED_IN'), tests: [matrix] }))
}

// Every keyed route forgets its key.
function keyed(source) {
	const row = /\{ HTTP_\w+, "([^"]+)", \w+,\s+ONCE,/g
	return [...source.matchAll(row)].map(([find, path]) => ({
		file: 'fcgi/routes.c', name: `${path} without a key`,
		find, replace: find.replace('ONCE', 'WRITES'), tests: ['api/order/bad_input: keys that are none', 'api/order/races: a key'] }))
}

// Every security header and every claim of a client's that is dropped.
const lines = (file, source, pattern, tests) => [...source.matchAll(pattern)].map(([find]) => ({
	file, name: `without ${find.trim().slice(0, 60)}`, find, replace: '', tests }))

export function mutants(top) {
	const read = (path) => readFileSync(join(top, path), 'utf8')
	const routes = read('fcgi/routes.c')
	return [
		...cells(routes),
		...keyed(routes),
		...written,
		...lines('nginx/headers.conf.in', read('nginx/headers.conf.in'), /^add_header (?!Strict).*\n/gm, ['ops/nginx: fences', 'api/session/security: headers']),
		...lines('nginx/fastcgi.conf.in', read('nginx/fastcgi.conf.in'), /^fastcgi_param HTTP_\w+\s+"";\n/gm, ['ops/nginx: drops what']),
		...lines('nginx/problems.tsv', read('nginx/problems.tsv'), /^(405|412|413|416|429|501|502|504|505)\t.*\n/gm, ['ops/nginx']),
	]
}

/** What is wrong with the table, a line each. */
export function faults(top) {
	return mutants(top).flatMap(({ file: path, name, find, replace }) => {
		const source = readFileSync(join(top, path), 'utf8')
		const n = source.split(find).length - 1
		return [...n === 1 ? [] : [`${path}: ${name}: found ${n} times`],
			...find === replace ? [`${path}: ${name}: changes nothing`] : []]
	})
}
