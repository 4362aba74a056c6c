/* See page.h. */
#include "app/page.h"

static const struct column total_columns[] = {
    COLUMN(total, count),
    COLUMN(total, exact),
};
const struct shape total_shape = SHAPE(total, total_columns);
