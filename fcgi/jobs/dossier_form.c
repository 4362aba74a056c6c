/* See dossier.h. Here: the order as a PDF, its answers, its route, its
 * history. */
#include <string.h>

#include "draw/form.h"
#include "jobs/dossier.h"

/* The paper being put together. */
struct pages {
	struct arena *mem;
	const struct order_document *d;
	const struct kind *kind;
	bool english;
	struct form_row *rows;
	size_t n, room;
};

static void
add_row(struct pages *p, struct form_row row)
{
	if (p->n == p->room) {
		struct form_row *more;
		p->room = p->room == 0 ? 128 : 2 * p->room;
		more = arena_alloc(p->mem, p->room * sizeof(*more));
		if (p->n > 0)
			memcpy(more, p->rows, p->n * sizeof(*more));
		p->rows = more;
	}
	p->rows[p->n++] = row;
}

static void
add_heading(struct pages *p, const char *zh, const char *en)
{
	add_row(p, (struct form_row){ .zh = zh, .en = en });
}

static void
add(struct pages *p, const char *zh, const char *en, const char *value)
{
	bool none = value == NULL || *value == '\0';

	add_row(p, (struct form_row){
		       .zh = zh, .en = en, .value = none ? "—" : value });
}

static const char *
said(const struct pages *p, const struct word *word)
{
	if (word == NULL)
		return NULL;
	return p->english ? word->en : word->zh;
}

const char *
dossier_time(struct arena *mem, struct moment m)
{
	int minutes = (int)(clock_day_ms(m) / 60000);

	return m.ms == 0
		   ? NULL
		   : arena_printf(mem, "%s %02d:%02d", clock_day_text(mem, m),
			 minutes / 60, minutes % 60);
}

const struct json *
dossier_content(const struct order_document *d)
{
	return d->submitted != NULL ? d->submitted : d->content;
}

/* A code as people read it: of a vocabulary, of a tree, or as it is. */
static void
say_code(
    struct pages *p, struct buf *out, const struct field *f, const char *code)
{
	const struct word *word =
	    f->words == NULL ? NULL : words_find(f->words, code);
	const struct tree_row *row =
	    f->tree == NULL ? NULL : tree_find(f->tree, code);

	if (word != NULL)
		buf_puts(out, said(p, word));
	else if (row != NULL)
		buf_printf(out, "%s %s", code, p->english ? row->en : row->zh);
	else
		buf_puts(out, code);
}

/* Codes, or files by their names. */
static void
say_all(struct pages *p, struct buf *out, const struct field *f,
    const struct json *list)
{
	for (const struct json *j = list->first; j != NULL; j = j->next) {
		if (j != list->first)
			buf_puts(out, p->english ? ", " : "、");
		if (j->type == JSON_OBJECT)
			buf_puts(out, json_member_text(j, "name"));
		else
			say_code(p, out, f, j->text);
	}
}

static const char *
say(struct pages *p, const struct field *f, const struct json *value)
{
	struct buf out = buf_new(p->mem);
	int64_t fen;

	if (value->type == JSON_ARRAY)
		say_all(p, &out, f, value);
	else if (value->type == JSON_BOOL)
		buf_puts(&out, p->english     ? (value->truth ? "Yes" : "No")
			       : value->truth ? "是"
					      : "否");
	else if (f->type == FIELD_MONEY && json_integer(value, &fen))
		buf_printf(&out, "%s %s", money_text(p->mem, fen),
		    p->english ? "yuan" : "元");
	else if (value->text != NULL)
		say_code(p, &out, f, value->text);
	if (f->unit != NULL && out.len > 0)
		buf_printf(&out, " %s", f->unit);
	return buf_text(&out);
}

/* The heading that the form has for what stands at its row. */
static const struct field *
section_of(const struct form *form, size_t at)
{
	for (size_t i = at + 1; i-- > 0;)
		if (form->fields[i].type == FIELD_SECTION)
			return &form->fields[i];
	return NULL;
}

/* What the place lies in: "" at the top, else as far as its last dot. */
static const char *
part_of(struct arena *mem, const char *path)
{
	const char *dot = strrchr(path, '.');

	return dot == NULL ? ""
			   : arena_strndup(mem, path, (size_t)(dot - path));
}

/* Under the form's headings; each item of a repeated part under its own. */
static void
add_answers(
    struct pages *p, const struct form *form, const struct json *content)
{
	struct list places = form_places(p->mem, form, content);
	const struct place *at = places.items;
	const struct field *section = NULL;
	const char *part = NULL;
	int item = 0;

	for (size_t i = 0; i < places.n; i++) {
		const struct field *top = &form->fields[at[i].top];
		const struct field *here = section_of(form, at[i].top);
		const char *in = part_of(p->mem, at[i].path);
		bool other = part == NULL || strcmp(in, part) != 0;
		if (i == 0 || at[i].top != at[i - 1].top)
			item = 0;
		if (*in != '\0' && other) {
			item++;
			add_heading(p,
			    arena_printf(p->mem, "%s %d", top->zh, item),
			    arena_printf(p->mem, "%s %d", top->en, item));
		} else if (*in == '\0' && (other || here != section)) {
			add_heading(p, here == NULL ? form->zh : here->zh,
			    here == NULL ? form->en : here->en);
		}
		part = in;
		section = here;
		add(p, at[i].field->zh, at[i].field->en,
		    say(p, at[i].field, at[i].value));
	}
}

static void
add_head(struct pages *p)
{
	const struct order_document *d = p->d;
	const struct institution *i = d->institution;

	add_heading(p, "申请单", "Application");
	add(p, "审核类型", "Application type",
	    p->english ? p->kind->en : p->kind->zh);
	add(p, "申请单号", "Application number", d->order_no);
	if (d->title != NULL)
		add(p, p->kind->list->title.zh, p->kind->list->title.en,
		    d->title);
	add(p, "状态", "Status",
	    said(p, words_at(&order_status_words, d->status)));
	add(p, "提交时间", "Submitted at",
	    dossier_time(p->mem, d->submitted_at));
	if (d->parent != NULL)
		add(p, "所属申请单号", "The application's number",
		    d->parent->order_no);
	add(p, "机构名称", "Institution", i->name);
	if (i->code != NULL)
		add(p, "国家机构代码", "Institution code", i->code);
	add(p, "医保区划", "Division", i->division_name);
}

static void
add_route(struct pages *p)
{
	const struct route_step *s = p->d->route.items;

	add_heading(p, "办理进度", "Route");
	for (size_t i = 0; i < p->d->route.n; i++) {
		const struct word *desk = words_at(&desk_words, s[i].desk);
		struct buf out = buf_new(p->mem);
		buf_printf(&out, "%s",
		    said(p, words_at(&route_state_words, s[i].state)));
		if (s[i].organisation_name != NULL)
			buf_printf(&out, "  %s", s[i].organisation_name);
		if (s[i].at.ms != 0)
			buf_printf(&out, "  %s", dossier_time(p->mem, s[i].at));
		add(p, desk->zh, desk->en, buf_text(&out));
	}
}

static void
say_line(struct buf *out, const char *label, const char *text)
{
	if (text != NULL && *text != '\0')
		buf_printf(out, "\n%s%s", label, text);
}

/* A desk's remarks on fields: which, why, what is to be done. */
static void
say_remarks(struct pages *p, struct buf *out, const struct json *remarks)
{
	for (const struct json *m = remarks == NULL ? NULL : remarks->first;
	     m != NULL; m = m->next) {
		const char *path = json_member_text(m, "field");
		const struct field *f = form_at(p->kind->content, path);
		const char *why = said(
		    p, words_find(&reason_words, json_member_text(m, "code")));
		buf_printf(out, "\n%s:",
		    f == NULL    ? path
		    : p->english ? f->en
				 : f->zh);
		if (why != NULL)
			buf_printf(out, " %s", why);
		if (*json_member_text(m, "words") != '\0')
			buf_printf(out, " %s", json_member_text(m, "words"));
		if (*json_member_text(m, "remedy") != '\0')
			buf_printf(out, " %s", json_member_text(m, "remedy"));
	}
}

/* What the decider of a step has filled in. */
static void
say_granted(struct pages *p, struct buf *out, const struct order_event *e)
{
	for (size_t i = 0; i < p->kind->n_steps; i++) {
		const struct step *s = &p->kind->steps[i];
		struct list places;
		const struct place *at;
		if ((int64_t)s->desk != e->desk || s->grants == NULL ||
		    e->granted == NULL)
			continue;
		places = form_places(p->mem, s->grants, e->granted);
		at = places.items;
		for (size_t k = 0; k < places.n; k++)
			buf_printf(out, "\n%s: %s",
			    p->english ? at[k].field->en : at[k].field->zh,
			    say(p, at[k].field, at[k].value));
	}
}

static void
add_event(struct pages *p, const struct order_event *e)
{
	const struct word *what = words_at(&event_words, e->event);
	struct buf out = buf_new(p->mem);

	buf_puts(&out, dossier_time(p->mem, e->at));
	if (e->organisation_name != NULL)
		buf_printf(&out, "  %s", e->organisation_name);
	if (words_at(&via_words, e->via) != NULL)
		buf_printf(&out, p->english ? " (%s)" : "（%s）",
		    said(p, words_at(&via_words, e->via)));
	else if (e->actor_name != NULL)
		buf_printf(&out, "  %s", e->actor_name);
	say_line(&out, "", said(p, words_at(&rule_words, e->rule)));
	say_line(&out, "", e->rule_set_by);
	say_line(&out, "", said(p, words_at(&reason_words, e->whole)));
	say_line(&out, "", e->dated);
	say_line(&out, p->english ? "Reason: " : "理由：", e->reason);
	say_line(&out, p->english ? "Remark: " : "备注：", e->remark);
	say_remarks(p, &out, e->remarks);
	say_granted(p, &out, e);
	add(p, what->zh, what->en, buf_text(&out));
}

static void
add_history(struct pages *p)
{
	const struct order_event *e = p->d->history.items;

	add_heading(p, "办理记录", "History");
	for (size_t i = 0; i < p->d->history.n; i++)
		add_event(p, &e[i]);
}

static const char *const notes[] = {
	"本卷宗按下载人的权限生成，个人信息依其权限显示。"
	"附件原件和签章件见同一压缩包。",
	"Made as whoever downloaded it may read the application; personal data "
	"is shown accordingly. Its papers and their sealed copies are in the "
	"same .zip.",
};

bool
dossier_draw(struct request *r, const struct order_document *d, bool english,
    struct buf *out)
{
	struct pages p = { .mem = r->mem,
		.d = d,
		.kind = kind_of(d->kind),
		.english = english };

	add_head(&p);
	add_answers(&p, p.kind->content, dossier_content(d));
	add_route(&p);
	add_history(&p);
	return draw_form(
	    &(struct form_drawn){ .title_zh = "申请单卷宗",
		.title_en = "Dossier of an application",
		.number = arena_printf(r->mem, "申请单号 No. %s", d->order_no),
		.at = r->actor.now,
		.rows = p.rows,
		.n = p.n,
		.notes = notes,
		.n_notes = sizeof(notes) / sizeof(notes[0]),
		.issuer = d->institution->name },
	    out);
}
