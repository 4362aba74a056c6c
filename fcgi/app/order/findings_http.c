/* The automatic checks over HTTP. */
#include <stdlib.h>
#include <string.h>

#include "app/order/findings.h"
#include "app/problem.h"

/* Both languages for each finding: what was seen, and what to make of it. */
static const struct finding_text rows[] = {
	{ "nothing_changed", "与被驳回的版本相比没有任何修改",
	    "Nothing has changed since it was rejected",
	    "请按审核意见修改后再提交",
	    "Make the changes requested before resubmitting" },
	{ "unchanged", "审核意见指出的内容没有变化",
	    "What the reviewer remarked on has not changed",
	    "请确认是否已按意见修改",
	    "Check that you have made the changes requested" },
	{ "same_name", "本机构已有同名应用的申请",
	    "The institution already has an application for an app of this "
	    "name",
	    "请确认不是重复申请", "Check that this is not a duplicate" },
	{ "same_file", "同一文件上传了两次", "The same file is attached twice",
	    "请确认每项材料都上传了对应的文件",
	    "Make sure that each document has its own file" },
	{ "small_image", "图片短边不足 1000 像素，可能看不清",
	    "The picture's short side has less than 1000 pixels",
	    "建议重新扫描或拍摄更清晰的图片",
	    "Scan or photograph it again, larger" },
	{ "credit_code", "统一社会信用代码的校验码不符",
	    "The credit code's check character is wrong",
	    "个别早期试点代码如此，其余请核对是否录错",
	    "Some early pilot codes are so; otherwise look for a typing "
	    "error" },
	{ "uscc", "登记的统一社会信用代码校验位不符",
	    "The credit code on record fails its check character",
	    "请核对机构登记信息", "Check the institution's record" },
	{ "code_division", "机构编码与所属区划不一致",
	    "The institution code belongs to another division",
	    "请核对机构登记信息", "Check the institution's record" },
};

struct finding_shown {
	const char *code, *field, *detail;
	const struct both *message, *advice;
};

static const struct column finding_columns[] = {
	COLUMN(finding_shown, code),
	COLUMN_WITH(finding_shown, field, .flags = COLUMN_NULLABLE),
	COLUMN_WITH(finding_shown, detail, .flags = COLUMN_NULLABLE),
	COLUMN_WITH(finding_shown, message, .shape = &both_shape),
	COLUMN_WITH(finding_shown, advice, .shape = &both_shape),
};
static const struct shape finding_shape = { "finding", finding_columns,
	sizeof(finding_columns) / sizeof(finding_columns[0]),
	sizeof(struct finding_shown) };

struct finding_list {
	struct list findings;
};

static const struct column list_columns[] = {
	COLUMN_WITH(finding_list, findings, .shape = &finding_shape),
};
const struct shape order_findings_shape = SHAPE(finding_list, list_columns);

static const struct finding_text *
text_in(const struct finding_text *table, size_t n, const char *code)
{
	for (size_t i = 0; i < n; i++)
		if (strcmp(table[i].code, code) == 0)
			return &table[i];
	return NULL;
}

static struct finding_shown
show(struct arena *mem, const struct kind *kind, const struct finding *f)
{
	const struct finding_text *t =
	    text_in(rows, sizeof(rows) / sizeof(rows[0]), f->code);

	if (t == NULL)
		t = text_in(kind->findings, kind->n_findings, f->code);
	if (t == NULL)
		abort(); /* a code without a row */
	return (struct finding_shown){ f->code, f->field, f->detail,
		both_new(mem, t->zh, t->en),
		both_new(mem, t->advice_zh, t->advice_en) };
}

enum err
order_findings_http(struct request *r)
{
	const struct order_seen *seen = r->object;
	struct order o = order_as_seen(r, &seen->order, seen->desks);
	/* As it would be sent: a draft keeps more than that. */
	struct list found = findings_about(r, &o,
	    form_asked(
		r->mem, kind_of(o.kind)->content, order_stored_content(r, &o)));
	const struct finding *f = found.items;
	struct finding_list *list = arena_alloc(r->mem, sizeof(*list));
	struct finding_shown *shown =
	    arena_alloc(r->mem, (found.n + 1) * sizeof(*shown));

	for (size_t i = 0; i < found.n; i++)
		shown[i] = show(r->mem, kind_of(o.kind), &f[i]);
	list->findings = (struct list){ shown, found.n };
	r->result = list;
	return db_error(r->db);
}
