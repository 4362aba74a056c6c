/* See paper.h. */
#include "jobs/paper.h"

#include <sys/mman.h>
#include <unistd.h>

#include "app/desk/desk.h"
#include "app/order/order_sql.h"
#include "app/seal/seal.h"
#include "draw/form.h"
#include "seal/seal.h"

enum { ROWS_MAX = 24 };

/* A paper being made. */
struct work {
	struct request *r;
	const struct document *d;
	struct order order;
	struct credential credential;
	const struct issue *issue;
	struct office office; /* that gives it out */
	struct form_row rows[ROWS_MAX];
	size_t n;
};

static void
add(struct work *w, const char *zh, const char *en, const char *value)
{
	w->rows[w->n++] = (struct form_row){
		.zh = zh, .en = en, .value = value == NULL ? "—" : value
	};
}

static void
add_heading(struct work *w, const char *zh, const char *en)
{
	w->rows[w->n++] = (struct form_row){ .zh = zh, .en = en };
}

static void
add_code(struct work *w, const char *zh, const char *en, const char *value)
{
	add(w, zh, en, value);
	w->rows[w->n - 1].code = true;
}

static const char *
endpoint_of(const struct work *w)
{
	const struct config *c = &w->r->server->config;

	return w->issue->environment == ENVIRONMENT_TEST
		   ? c->test_endpoint
		   : c->production_endpoint;
}

/* What lists show of the order beside its title: its list says what it is. */
static void
add_facet(struct work *w, const struct facet *f, int64_t value)
{
	const struct word *word =
	    f->words == NULL ? NULL : words_at(f->words, value);

	if (word != NULL)
		add(w, f->zh, f->en, word->zh);
}

/* False when a key cannot be opened; the request is broken then. */
static bool
fill(struct work *w)
{
	const struct order *o = &w->order;
	const struct order_list_kind *list = kind_of(o->kind)->list;
	const struct word *environment =
	    words_at(&environment_words, w->issue->environment);

	add_heading(w, "定点医药机构", "Institution");
	add(w, "机构名称", "Name", o->institution_name);
	add(w, "国家机构代码", "Institution code", o->institution_code);
	add(w, "医保区划", "Division", o->division_name);
	add_heading(w, "接入应用", "Application");
	add(w, list->title.zh, list->title.en, o->title);
	add_facet(w, &list->facet_a, o->facet_a);
	add_facet(w, &list->facet_b, o->facet_b);
	add(w, "申请单号", "Order number", o->order_no);
	if (o->parent_no != NULL)
		add(w, "接入申请单号", "Application number", o->parent_no);
	add_heading(w, environment->zh, environment->en);
	add(w, "接入地址", "Endpoint", endpoint_of(w));
	add_code(w, "应用标识", "App ID", w->credential.app_id);
	for (size_t i = 0; i < credential_key_words.n; i++) {
		const struct word *key = &credential_key_words.list[i];
		const char *value = credential_open(
		    w->r, &w->credential, (enum credential_key)key->value);
		if (value == NULL)
			return false;
		add_code(w, key->zh, key->en, value);
	}
	return true;
}

static const char *const notes[] = {
	"1. 应用密钥用于请求签名（256 位），报文加密密钥用于 SM4 报文加密（128 "
	"位），均以十六进制表示。",
	"2. 密钥由本机构经办人保管，不得转交、公开或写入客户端程序。如有泄露，"
	"请立即在平台更换密钥，原密钥随即停用，本反馈单同时失效。",
	"3. The app secret signs requests; the message key encrypts with SM4. "
	"Keep them to yourself; replace them on the platform at once if they "
	"have leaked: the old ones and this form then cease to hold.",
};

static bool
draw(struct work *w, struct buf *out)
{
	struct form_drawn f = { .title_zh = w->issue->zh,
		.title_en = w->issue->en,
		.number =
		    arena_printf(w->r->mem, "编号 No. %s", w->d->document_no),
		.at = w->r->actor.now,
		.rows = w->rows,
		.n = w->n,
		.notes = notes,
		.n_notes = sizeof(notes) / sizeof(notes[0]),
		.issuer = w->office.name,
		.address = document_address(w->r->mem, w->r->server, w->d) };

	return draw_form(&f, out) && out->len <= DOCUMENT_BYTES_MAX;
}

/* In memory alone: it carries keys. */
static int
open_file(const struct buf *content)
{
	int fd = memfd_create("paper", MFD_CLOEXEC);

	if (fd < 0 ||
	    (content != NULL && write(fd, content->data, content->len) !=
				    (ssize_t)content->len)) {
		if (fd >= 0)
			close(fd);
		return -1;
	}
	return fd;
}

static bool
read_file(int fd, int64_t size, struct buf *out)
{
	char *bytes;

	if (size <= 0 || size > DOCUMENT_BYTES_MAX)
		return false;
	bytes = arena_alloc(out->mem, (size_t)size);
	if (pread(fd, bytes, (size_t)size, 0) != size)
		return false;
	buf_add(out, bytes, (size_t)size);
	return true;
}

static bool
seal_with(struct work *w, const struct seal_key *key, const struct buf *drawn,
    struct buf *out)
{
	struct seal_mark mark = { w->office.name, w->r->actor.now };
	struct seal_result result = { 0 };
	int from = open_file(drawn), to = open_file(NULL);
	bool good = from >= 0 && to >= 0 &&
		    seal_file(&w->r->server->looker, w->r->mem, key, &mark,
			from, to, &result) == OK &&
		    result.fault == NULL && read_file(to, result.size, out);

	if (from >= 0)
		close(from);
	if (to >= 0)
		close(to);
	return good;
}

/* The seal of whoever gives it out, where there is one to put on it. */
static bool
put_seal(struct work *w, const struct buf *drawn, struct buf *out,
    struct paper_fault *fault)
{
	const char *directory = w->r->server->config.seal_key_directory;
	int64_t width = desk_row(w->issue->desk)->width;
	int64_t division = width == 0 ? 0 : w->order.division / width * width;
	struct seal_key *key = NULL;
	bool good = false;

	if (w->office.name == NULL || seal_key_load(directory, division,
					  clock_now(), &key) != SEAL_KEY_GOOD)
		fault->awaits = AWAITS_SEAL_KEY;
	else if (seal_with(w, key, drawn, out))
		good = true;
	else
		fault->why = "document.seal";
	seal_key_free(key);
	return good;
}

/* What the paper is about. */
static bool
find(struct work *w, struct paper_fault *fault)
{
	struct db *db = w->r->db;
	struct office offices[DESK_COUNT];

	w->issue = kind_issue(w->d->kind);
	if (w->issue == NULL ||
	    !order_by_id(db, w->r->mem, w->d->order_id, &w->order) ||
	    !credential_by_id(
		db, w->r->mem, w->d->credential_id, &w->credential)) {
		fault->why =
		    w->issue == NULL ? "document.unknown_kind" : "not_found";
		return false;
	}
	desk_offices(w->r, w->order.division, w->order.addressee_id, offices);
	w->office = offices[w->issue->desk];
	return true;
}

/* REVIEW-5: it is given out once the papers that it answers are sealed. */
static bool
are_sealed(const struct work *w)
{
	enum seal_state state =
	    seal_state(w->r->db, w->order.id, w->order.submission_no);

	return state == SEAL_NONE || state == SEAL_DONE;
}

bool
paper_make(struct request *r, const struct document *d, struct buf *out,
    struct paper_fault *fault)
{
	struct buf drawn = buf_new(r->mem);
	struct work w = { .r = r, .d = d };

	*fault = (struct paper_fault){ 0 };
	if (!find(&w, fault))
		return false;
	if (!are_sealed(&w))
		fault->awaits = AWAITS_SEALS;
	else if (endpoint_of(&w) == NULL)
		fault->awaits = AWAITS_ENDPOINT;
	else if (!fill(&w))
		fault->why = "secret.unreadable";
	else if (!draw(&w, &drawn))
		fault->why = "document.draw";
	else
		return put_seal(&w, &drawn, out, fault);
	return false;
}
