/*
 * Where on a page a seal goes: at the bottom right as people see the page,
 * whichever way it is turned, cut or scaled. Not here: what a page is
 * (stamp.c).
 */
#ifndef LIANGDING_LOOK_PLACE_H
#define LIANGDING_LOOK_PLACE_H

#include <stddef.h>

struct box {
	double x0, y0, x1, y1; /* x0 <= x1, y0 <= y1 */
};

struct place_page {
	struct box shown; /* in the page's own units */
	int turned;       /* clockwise when shown: 0, 90, 180 or 270 */
	double unit;      /* points a unit */
};

/* The box with its corners in order. */
struct box place_box(double x0, double y0, double x1, double y1);
/* What both have; a when they do not meet. */
struct box place_common(struct box a, struct box b);
/* One of the four ways to turn a page; what is none of them turns nothing. */
int place_turn(long long degrees);
/*
 * The square of the seal, in the page's own units: 42 mm wide, more on sheets
 * that only a plotter prints, less where there is no room. It stands beside the
 * seals that are there (taken), leftwards, then upwards, as long as there is
 * room, else on the first.
 */
struct box place_seal(
    const struct place_page *p, const struct box *taken, size_t n);

#endif
