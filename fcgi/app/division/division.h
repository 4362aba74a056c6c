/* Administrative divisions (GB/T 2260), as a tree that pages ask step by step.
 */
#ifndef LIANGDING_APP_DIVISION_H
#define LIANGDING_APP_DIVISION_H

#include "app/request.h"

extern const struct form division_query_form;
extern const struct shape division_list_shape;
handler division_list_http;

#endif
