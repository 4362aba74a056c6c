/* Telling an order's story by the rules that the API runs; see demo_story.h. */
#include "ctl/demo_story.h"

#include <fcgiapp.h>
#include <stdio.h>
#include <string.h>

#include "app/desk/desk.h"
#include "app/file/file.h"
#include "app/file/file_sql.h"
#include "app/identity/identity.h"
#include "app/order/order_sql.h"
#include "app/person/person.h"
#include "app/proof/proof.h"
#include "app/seal/seal_sql.h"
#include "draw/paper.h"
#include "jobs/paper.h"
#include "jobs/sealed_copy.h"
#include "lib/store.h"

enum { STORY_BYTES = 16 * 1024 * 1024 };

/* Moves the story, and the database's clock with it. */
void
story_at(struct teller *t, int64_t ms)
{
	struct db *db = t->r.db;

	/* A story that would go on into the future ends today. */
	ms = ms < t->today ? ms : t->today;
	t->ms = ms;
	t->r.actor.now.ms = ms;
	db_run(db_query(
	    db, arena_printf(t->mem, "SET SESSION timestamp = %lld.%03d",
		    (long long)(ms / 1000), (int)(ms % 1000))));
}

static const struct demo_organisation *
organisation_by_name(const struct demo *d, const char *name)
{
	for (size_t i = 0; i < d->n_organisations; i++)
		if (strcmp(d->organisations[i].name, name) == 0)
			return &d->organisations[i];
	return NULL;
}

/* From here on the named account speaks, under its grant of that role. */
void
story_become(struct teller *t, const char *account, int64_t role)
{
	const struct demo *d = t->demo;
	struct actor *a = &t->r.actor;
	bool found = false;

	for (size_t i = 0; i < d->n_grants; i++) {
		const struct demo_grant *g = &d->grants[i];
		const struct demo_organisation *o;
		if (strcmp(g->account, account) != 0 || g->role != role)
			continue;
		found = true;
		o = organisation_by_name(d, g->organisation);
		*a = (struct actor){ .grant_id = 1,
			.role = role,
			.organisation_id = o->id,
			.organisation_kind = o->kind,
			.desk = desk_of(
			    (enum organisation_kind)o->kind, o->division),
			.division = o->division,
			.organisation_name = o->name,
			.now = { t->ms } };
	}
	if (!found)
		story_expect(t, ERR_NOT_FOUND, account);
	for (size_t i = 0; i < d->n_accounts; i++)
		if (strcmp(d->accounts[i].name, account) == 0) {
			a->account_id = d->accounts[i].id;
			a->account_name = d->accounts[i].name;
			a->display_name = d->accounts[i].display_name;
		}
}

void
story_expect(struct teller *t, enum err e, const char *doing)
{
	if (e == OK || t->failed)
		return;
	fprintf(stderr, "demo: %s: %s\n", doing, err_info(e)->code);
	t->failed = true;
}

const char *
story_upload(struct teller *t, const struct order *o, const char *path)
{
	const struct field *field = form_at(kind_of(o->kind)->content, path);
	bool scan = strcmp(field->accept[0]->media_type, "image/jpeg") == 0;
	const char *directory = t->r.server->config.file_directory;
	const char *lines[] = { arena_printf(t->mem, "机构名称：%s",
				    o->institution_name),
		arena_printf(t->mem, "机构编码：%s",
		    o->institution_code == NULL ? "尚未取得"
						: o->institution_code),
		arena_printf(t->mem, "所属区划：%s", o->division_name),
		"本材料由演示数据生成，仅用于体验审核流程，不具有任何法律效力"
		"。",
		"一、双方应遵守国家和本省医疗保障有关规定，按照协议约定提供服务"
		"。",
		"二、申请单位承诺所提交材料真实、完整、有效。",
		"三、上线前完成测试并经审核通过，上线后接受医疗保障部门监督检查"
		"。" };
	struct paper paper = { field->zh, "Demonstration document", lines,
		sizeof(lines) / sizeof(lines[0]), "第 1 页 共 1 页" };
	struct file f = { .file_id = crypt_random_text(t->mem, 16),
		.organisation_id = o->organisation_id,
		.order_id = o->id,
		.field = path,
		.name = arena_printf(
		    t->mem, "%s.%s", field->zh, scan ? "jpg" : "pdf") };
	unsigned char sha256[DIGEST_BYTES];
	struct file stored;
	struct upload u;
	struct buf bytes = buf_new(t->mem);

	if (!(scan ? draw_scan : draw_paper)(&paper, &bytes))
		story_expect(t, ERR_INTERNAL, "draw");
	f.size = (int64_t)bytes.len;
	story_expect(t, file_insert(&t->r, &f), "file");
	story_expect(t, store_open(&u, directory, f.file_id, 0), "open");
	story_expect(t, store_write(&u, 0, bytes.data, bytes.len), "write");
	story_expect(t, store_digest(&u, f.size, sha256), "digest");
	story_expect(t, store_finish(&u, sha256), "finish");
	story_expect(t, file_lock_blob(t->r.db, sha256, f.size), "blob");
	story_expect(t, store_seal(&u, sha256), "seal");
	store_close(&u);
	if (t->failed || !file_by_id(t->r.db, t->mem, f.file_id, &stored))
		return f.file_id;
	stored.media_type = field->accept[0]->media_type;
	stored.pages = scan ? 0 : 1;
	stored.width = scan ? SCAN_WIDTH : 0;
	stored.height = scan ? SCAN_HEIGHT : 0;
	story_expect(
	    t, file_finish(t->r.db, &stored, 0, sha256), "finish the row");
	return f.file_id;
}

void
story_answer(
    struct teller *t, struct json *content, const struct answer *all, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		struct json *value = json_make(t->mem, all[i].type,
		    all[i].type == JSON_ARRAY || all[i].type == JSON_BOOL
			? NULL
			: all[i].text);
		if (all[i].type == JSON_ARRAY)
			json_append(value, NULL,
			    json_make(t->mem, JSON_STRING, all[i].text));
		value->truth = all[i].type == JSON_BOOL;
		json_append(content, all[i].name, value);
	}
}

const char *
story_day(struct teller *t, int64_t days)
{
	return clock_day_text(
	    t->mem, (struct moment){ t->today + days * DAY_MS });
}

void
story_set(
    struct teller *t, struct json *content, const char *name, const char *text)
{
	json_append(content, name, json_make(t->mem, JSON_STRING, text));
}

void
story_attach(struct teller *t, const struct order *o, struct json *content,
    const char *name)
{
	struct json *list = json_make(t->mem, JSON_ARRAY, NULL);

	json_append(list, NULL,
	    json_make(t->mem, JSON_STRING, story_upload(t, o, name)));
	json_append(content, name, list);
}

struct order
story_reread(struct teller *t, const char *order_no)
{
	struct order o = { 0 };

	if (!order_by_no(t->r.db, t->mem, order_no, &o))
		story_expect(t, ERR_NOT_FOUND, "order");
	return o;
}

struct order
story_begin(
    struct teller *t, const struct kind *kind, const struct order *parent)
{
	struct order o = { .kind = kind->number,
		.organisation_id = t->r.actor.organisation_id,
		.division = t->r.actor.division,
		.state = ORDER_DRAFT };

	if (parent != NULL) {
		o.parent_id = parent->id;
		o.facet_a = parent->facet_a;
		o.facet_b = parent->facet_b;
		o.title = parent->title;
	}
	if (o.title == NULL && !kind_has_title(kind))
		o.title = t->r.actor.organisation_name;
	if (kind->changes)
		story_expect(
		    t, order_find_subject(&t->r, parent, &o), "subject");
	story_expect(
	    t, order_next_no(&t->r, o.division, &o.order_no), "number");
	story_expect(t, order_insert(&t->r, &o), "begin");
	if (kind->changes) {
		o = story_reread(t, o.order_no);
		story_expect(t, order_begin_change(&t->r, &o), "change");
	}
	return story_reread(t, o.order_no);
}

/* As if their codes had come. */
static void
prove_phones(
    struct teller *t, const struct order *o, const struct json *content)
{
	struct list all =
	    form_places(t->mem, kind_of(o->kind)->content, content);
	const struct place *at = all.items;
	unsigned char mac[DIGEST_BYTES];

	for (size_t i = 0; i < all.n; i++) {
		if ((at[i].field->flags & FIELD_PROVEN) == 0)
			continue;
		person_phone_mac(&t->r, at[i].value->text, mac);
		proof_keep(&t->r, o->organisation_id, mac);
	}
}

void
story_submit(struct teller *t, struct order *o, const struct json *content,
    const struct json *unlocks)
{
	const struct json *checked;
	struct order now;

	prove_phones(t, o, content);
	checked = order_check_content(&t->r, o, content);
	if (t->r.problem.faults.first != NULL) {
		fprintf(stderr, "demo: %s: %s\n",
		    t->r.problem.faults.first->path,
		    t->r.problem.faults.first->code);
		t->failed = true;
		return;
	}
	story_expect(t,
	    order_submit(&t->r, o, o->version, checked, unlocks, &now),
	    "submit");
	*o = story_reread(t, o->order_no);
}

void
story_seal(struct teller *t, const struct order *o)
{
	struct server *server = t->r.server;
	struct list all =
	    seal_of_order(t->r.db, t->mem, o->id, o->submission_no);
	struct sealed *s = (struct sealed *)all.items;
	struct seal_key *key = NULL;
	const char *fault;

	if (all.n > 0)
		seal_key_load(server->config.seal_key_directory, s->division,
		    clock_now(), &key);
	for (size_t i = 0; i < all.n && key != NULL; i++) {
		struct sealed_copy copy = { .of = &s[i] };
		if (s[i].state != SEAL_WAITING)
			continue;
		story_expect(t,
		    sealed_copy_make(
			&copy, server, t->mem, key, t->r.actor.now, &fault),
		    "make a sealed copy");
		story_expect(t, sealed_copy_keep(&copy, t->r.db), "keep it");
		sealed_copy_end(&copy);
		job_cancel(t->r.db, &seal_job, s[i].id);
	}
	seal_key_free(key);
}

void
story_issue(struct teller *t, const struct order *o)
{
	struct buf pdf = buf_new(t->mem);
	struct paper_fault fault;
	struct document d;

	if (t->failed || !document_current(t->r.db, t->mem, o->id, &d) ||
	    d.state == DOCUMENT_READY || !paper_make(&t->r, &d, &pdf, &fault))
		return;
	if (!document_keep(&t->r, &d, pdf.data, pdf.len))
		story_expect(t, ERR_INTERNAL, "keep a paper");
	job_cancel(t->r.db, &document_job, d.id);
}

struct json *
story_remark(struct teller *t, const char *field, const char *code,
    const char *words, const char *remedy)
{
	struct json *list = json_make(t->mem, JSON_ARRAY, NULL);
	struct json *one = json_make(t->mem, JSON_OBJECT, NULL);

	story_set(t, one, "field", field);
	story_set(t, one, "code", code);
	story_set(t, one, "words", words);
	story_set(t, one, "remedy", remedy);
	json_append(list, NULL, one);
	return list;
}

void
story_replace(struct teller *t, struct json *content, const char *name,
    struct json *value)
{
	struct json *kept = json_make(t->mem, JSON_OBJECT, NULL), *next;

	for (struct json *m = content->first; m != NULL; m = next) {
		next = m->next;
		m->next = NULL;
		if (strcmp(m->name, name) != 0)
			json_append(kept, m->name, m);
	}
	json_append(kept, name, value);
	*content = *kept;
}

bool
story_open(struct teller *t, struct demo *d)
{
	struct ctl *c = d->ctl;
	const char *fault =
	    store_prepare(c->mem, c->server.config.file_directory);

	*t = (struct teller){ .demo = d,
		.mem = arena_new(STORY_BYTES),
		.today = clock_now().ms };
	t->mark = arena_mark(t->mem);
	if (fault == NULL)
		identity_check(&c->server, c->mem, &fault);
	if (fault == NULL)
		return true;
	fprintf(stderr, "%s\n", fault);
	arena_free(t->mem);
	return false;
}

void
story_one(
    struct teller *t, int64_t ms, void (*tell)(struct teller *t, int i), int i)
{
	static char address[] = "REMOTE_ADDR=127.0.0.1";
	static char *env[] = { address, NULL };
	static FCGX_Request fcgi = { .envp = env };
	struct ctl *c = t->demo->ctl;

	if (t->failed)
		return;
	arena_reset(t->mem, t->mark);
	t->r = (struct request){
		.server = &c->server, .db = c->server.db, .mem = t->mem
	};
	t->r.http.mem = t->mem;
	t->r.http.fcgi = &fcgi;
	t->r.problem.faults.mem = t->mem;
	db_begin(t->r.db);
	story_at(t, ms);
	tell(t, i);
	if (!t->failed)
		story_expect(t, db_commit(t->r.db), "commit");
}
