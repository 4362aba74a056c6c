/* Feeds over HTTP: signed by the payment platform (app/app_key). */
#include "feeds/feed.h"

#include <string.h>

static enum err
take(struct request *r, const struct feed *feed)
{
	const char *answer;
	enum err e = feed_take(r, feed, r->form, &answer);

	if (e != OK)
		return e;
	r->answer.status = r->route->status;
	r->answer.type = "application/json";
	r->answer.body = answer;
	r->answer.body_len = strlen(answer);
	return OK;
}

enum err
feed_payments_http(struct request *r)
{
	return take(r, &payment_feed);
}

enum err
feed_settlements_http(struct request *r)
{
	return take(r, &settlement_feed);
}
