/*
 * The demonstration's page of what was sent: codes and links, in the open. Its
 * route is there in the demo's mode alone, and elsewhere nothing would be left
 * to show: what has gone out is forgotten (jobs/send.c).
 */
#include "app/outbox/outbox.h"
#include "app/outbox/outbox_sql.h"

enum { SHOWN = 50 };

struct outbox_sent {
	const char *message_id, *to, *subject, *text;
	int64_t carrier;
	struct moment created_at;
};

static const struct column item_columns[] = {
	COLUMN(outbox_sent, message_id),
	COLUMN_WITH(outbox_sent, carrier, .words = &carrier_words),
	COLUMN(outbox_sent, to),
	COLUMN(outbox_sent, subject),
	COLUMN(outbox_sent, text),
	COLUMN(outbox_sent, created_at),
};
static const struct shape item_shape = SHAPE(outbox_sent, item_columns);

struct outbox_sent_list {
	struct list items;
};

static const struct column list_columns[] = {
	COLUMN_WITH(outbox_sent_list, items, .shape = &item_shape),
};
const struct shape outbox_sent_shape = SHAPE(outbox_sent_list, list_columns);

enum err
outbox_sent_http(struct request *r)
{
	struct list rows = outbox_last(r->db, r->mem, SHOWN);
	const struct outbox_row *row = rows.items;
	struct outbox_sent *items =
	    arena_alloc(r->mem, (rows.n + 1) * sizeof(*items));
	struct outbox_sent_list *all = arena_alloc(r->mem, sizeof(*all));
	struct outbox_open open;
	size_t n = 0;

	for (size_t i = 0; i < rows.n; i++) {
		if (!outbox_open(r, &row[i], &open))
			continue;
		items[n++] = (struct outbox_sent){ row[i].message_id, open.to,
			open.subject, open.text,
			message_of(row[i].message)->carrier,
			row[i].created_at };
	}
	*all = (struct outbox_sent_list){ { items, n } };
	r->result = all;
	return OK;
}
