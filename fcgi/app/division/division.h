/* Administrative divisions (GB/T 2260), as a tree that pages ask step by step.
 */
#ifndef LIANGDING_APP_DIVISION_H
#define LIANGDING_APP_DIVISION_H

#include "app/request.h"

/* How many numbers an area covers: 350200 covers 350200 to 350299. */
int64_t division_width(int64_t area);

/* The children of parent (0: the provinces) as structs of the shape. */
struct list division_children(
    struct request *r, int64_t parent, const struct shape *shape);

extern const struct form division_query_form;
extern const struct shape division_list_shape;
handler division_list_http;

#endif
