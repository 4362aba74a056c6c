/* The rules of REVIEW-6; see route.h. */
#include "app/review/route.h"

#include <string.h>

const struct step *
review_step_at(const struct kind *kind, enum desk desk)
{
	for (size_t i = 0; i < kind->n_steps; i++)
		if (kind->steps[i].desk == desk)
			return &kind->steps[i];
	return NULL;
}

/* Waits at the first step from n on that can decide; it has passed those
 * before. Behind the last one it is approved, and whoever may look sees that.
 * False when nobody sits where something is granted: that cannot be passed
 * over. */
static bool
wait_from(const struct kind *kind, size_t n, const bool exists[DESK_COUNT],
    struct review_move *out)
{
	out->state = ORDER_APPROVED;
	for (size_t i = n; i < kind->n_steps; i++) {
		const struct step *s = &kind->steps[i];
		if (s->action == ACTION_VIEW)
			continue;
		if (exists[s->desk]) {
			out->state = ORDER_WAITING;
			out->desk = s->desk;
			out->states[s->desk] = DESK_WAITING;
			return true;
		}
		if (s->grants != NULL)
			return false;
		out->skipped[s->desk] = true;
	}
	for (size_t i = 0; i < kind->n_steps; i++)
		if (exists[kind->steps[i].desk])
			out->states[kind->steps[i].desk] = DESK_APPROVED;
	return true;
}

/* A rejection shows where the order began: at the first desk that exists. */
static void
reject(const struct kind *kind, enum desk by, const bool exists[DESK_COUNT],
    struct review_move *out)
{
	out->state = ORDER_REJECTED;
	out->desk = by;
	for (size_t i = 0; i < kind->n_steps; i++)
		if (exists[kind->steps[i].desk]) {
			out->states[kind->steps[i].desk] = DESK_REJECTED;
			return;
		}
}

bool
review_move(const struct kind *kind, enum event event, enum desk by,
    const bool exists[DESK_COUNT], struct review_move *out)
{
	const struct step *step = review_step_at(kind, by);
	size_t n = step == NULL ? 0 : (size_t)(step - kind->steps) + 1;
	bool decides = step != NULL && step->action != ACTION_VIEW;

	memset(out, 0, sizeof(*out));
	switch (event) {
	case EVENT_SUBMIT:
	case EVENT_RESUBMIT:
		return wait_from(kind, 0, exists, out);
	case EVENT_WITHDRAW:
		out->state = ORDER_WITHDRAWN;
		return true;
	case EVENT_AUTO_APPROVE:
		n = kind->n_steps;
		break;
	case EVENT_REJECT:
		if (decides)
			reject(kind, by, exists, out);
		return decides;
	case EVENT_APPROVE:
		break;
	case EVENT_SUPPLY:
		for (const struct step *s = kind->steps; s < step; s++)
			if (exists[s->desk])
				out->states[s->desk] = DESK_APPROVED;
		if (decides) {
			out->state = ORDER_WAITING;
			out->desk = by;
			out->states[by] = DESK_WAITING;
		}
		return decides;
	case EVENT_SUPPLEMENT:
	case EVENT_PROOF_ASK:
	case EVENT_PROOF_PAY:
	case EVENT_PROOF_RECALL:
	case EVENT_PROVEN:
	case EVENT_UNPROVEN:
	case EVENT_PROOF_LAPSE:
	case EVENT_LAPSE:
	case EVENT_RECALL:
	case EVENT_SKIP:
	case EVENT_CONFIRM:
	case EVENT_NOTE:
	case EVENT_ROTATE:
	case EVENT_REVOKE:
	case EVENT_HAND_OVER:
		return false;
	}
	if (!decides)
		return false;
	for (const struct step *s = kind->steps; s <= step; s++)
		if (exists[s->desk])
			out->states[s->desk] = DESK_APPROVED;
	return wait_from(kind, n, exists, out);
}

static int
status_of(const struct label *l, int otherwise)
{
	return l->word == NULL
		   ? otherwise
		   : words_find(&order_status_words, l->word)->value;
}

int
review_status(const struct kind *kind, enum order_state state, enum desk desk,
    int64_t supplement)
{
	const struct step *s = review_step_at(kind, desk);

	switch (state) {
	case ORDER_WAITING:
		if (supplement != DESK_NONE)
			return STATUS_SUPPLEMENT;
		if (s != NULL)
			return status_of(&s->waiting, STATUS_DRAFT);
		break;
	case ORDER_REJECTED:
		if (s != NULL)
			return status_of(&s->rejected, STATUS_DRAFT);
		break;
	case ORDER_APPROVED:
		return status_of(&kind->approved, STATUS_APPROVED);
	case ORDER_WITHDRAWN:
		return STATUS_WITHDRAWN;
	case ORDER_CONCLUDED:
		return status_of(&kind->concluded, STATUS_APPROVED);
	case ORDER_DRAFT:
		break;
	}
	return status_of(&kind->draft, STATUS_DRAFT);
}

int
review_status_on_file(const struct kind *kind, bool changing)
{
	int on_file = review_status(kind, ORDER_APPROVED, DESK_NONE, DESK_NONE);

	return changing ? status_of(&kind->changing, on_file) : on_file;
}
