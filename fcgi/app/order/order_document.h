/*
 * An order as people see it: content, route, history, what they may do. Each
 * reader's own: order_answer() leaves it in r->result.
 */
#ifndef LIANGDING_APP_ORDER_DOCUMENT_H
#define LIANGDING_APP_ORDER_DOCUMENT_H

#include "app/order/order.h"

struct institution {
	const char *code, *name, *uscc, *division, *division_name;
};

struct parent_ref {
	const char *order_no, *title;
};

struct route_step {
	int64_t desk, action, state, days, counted;
	const char *organisation_name, *organisation_phone;
	bool automatic;
	struct moment at;
	/* Who has it now is connected by API, and has it (app/connection) */
	struct moment handed_over_at;
};

struct record_ref {
	const char *code;
	int64_t version;
};

struct actions {
	bool edit, submit, withdraw, delete, decide, supplement, confirm, note;
	int64_t begin; /* the kind that can be begun upon it, or 0 */
};

struct order_document {
	const char *order_no, *title;
	const char *facet_a, *facet_b;
	int64_t kind, list, version, order_state, status, state;
	int64_t submission_no, decision_action;
	bool automatic, amended, against_record;
	struct moment submitted_at, due_at, created_at;
	const struct institution *institution;
	const struct parent_ref *parent;
	const struct record_ref *record;
	const struct json *content, *submitted;
	struct list route, history, children;
	const struct order_event *rejection;
	const struct json *open_fields, *unlocks, *proven;
	struct list changes, milestones, account_proofs;
	const struct claim *claim;
	const struct supplement *supplement;
	struct actions *actions;
};

#endif
