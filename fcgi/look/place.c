/* See place.h. */
#include "look/place.h"

#include <stdbool.h>

/* In points, and as parts of the page's shorter side or of the seal. */
static const double seal_side = 42 / 25.4 * 72, large = 0.1, small = 0.6,
		    margin = 0.25, gap = 0.05;

/* The page as people see it, its lower left corner at nought. */
struct view {
	const struct place_page *page;
	double width, height;
};

static struct view
view_of(const struct place_page *p)
{
	double width = p->shown.x1 - p->shown.x0;
	double height = p->shown.y1 - p->shown.y0;
	bool lies = p->turned % 180 != 0;

	return (struct view){ p, lies ? height : width, lies ? width : height };
}

struct box
place_box(double x0, double y0, double x1, double y1)
{
	return (struct box){ x0 < x1 ? x0 : x1, y0 < y1 ? y0 : y1,
		x0 < x1 ? x1 : x0, y0 < y1 ? y1 : y0 };
}

static bool
meet(struct box a, struct box b)
{
	return a.x0 < b.x1 && b.x0 < a.x1 && a.y0 < b.y1 && b.y0 < a.y1;
}

struct box
place_common(struct box a, struct box b)
{
	if (!meet(a, b))
		return a;
	return (struct box){ a.x0 > b.x0 ? a.x0 : b.x0,
		a.y0 > b.y0 ? a.y0 : b.y0, a.x1 < b.x1 ? a.x1 : b.x1,
		a.y1 < b.y1 ? a.y1 : b.y1 };
}

int
place_turn(long long degrees)
{
	long long turn = (degrees % 360 + 360) % 360;

	return turn % 90 == 0 ? (int)turn : 0;
}

/* From the page's own units to what is seen. */
static struct box
seen(const struct view *v, struct box b)
{
	const struct box s = v->page->shown;

	switch (v->page->turned) {
	case 90:
		return place_box(
		    b.y0 - s.y0, s.x1 - b.x0, b.y1 - s.y0, s.x1 - b.x1);
	case 180:
		return place_box(
		    s.x1 - b.x0, s.y1 - b.y0, s.x1 - b.x1, s.y1 - b.y1);
	case 270:
		return place_box(
		    s.y1 - b.y0, b.x0 - s.x0, s.y1 - b.y1, b.x1 - s.x0);
	default:
		return place_box(
		    b.x0 - s.x0, b.y0 - s.y0, b.x1 - s.x0, b.y1 - s.y0);
	}
}

/* And back. */
static struct box
unseen(const struct view *v, struct box b)
{
	const struct box s = v->page->shown;

	switch (v->page->turned) {
	case 90:
		return place_box(
		    s.x1 - b.y0, b.x0 + s.y0, s.x1 - b.y1, b.x1 + s.y0);
	case 180:
		return place_box(
		    s.x1 - b.x0, s.y1 - b.y0, s.x1 - b.x1, s.y1 - b.y1);
	case 270:
		return place_box(
		    b.y0 + s.x0, s.y1 - b.x0, b.y1 + s.x0, s.y1 - b.x1);
	default:
		return place_box(
		    b.x0 + s.x0, b.y0 + s.y0, b.x1 + s.x0, b.y1 + s.y0);
	}
}

static bool
is_free(const struct view *v, struct box b, const struct box *taken, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (meet(b, seen(v, taken[i])))
			return false;
	return true;
}

struct box
place_seal(const struct place_page *p, const struct box *taken, size_t n)
{
	const struct view v = view_of(p);
	double shorter = v.width < v.height ? v.width : v.height;
	double side = seal_side / p->unit, edge, step;

	if (side < shorter * large)
		side = shorter * large;
	if (side > shorter * small)
		side = shorter * small;
	if (side <= 0)
		return p->shown;
	edge = side * margin;
	step = side * (1 + gap);
	for (double y = edge; y + side <= v.height; y += step)
		for (double x = v.width - edge - side; x >= 0; x -= step) {
			struct box b = { x, y, x + side, y + side };
			if (is_free(&v, b, taken, n))
				return unseen(&v, b);
		}
	return unseen(&v, (struct box){ v.width - edge - side, edge,
			      v.width - edge, edge + side });
}
