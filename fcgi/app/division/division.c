/* What a division's number says by itself (GB/T 2260). */
#include "app/division/division.h"

int64_t
division_width(int64_t area)
{
	if (area == 0)
		return 1000000;
	if (area % 10000 == 0)
		return 10000;
	return area % 100 == 0 ? 100 : 1;
}

bool
division_within(int64_t division, int64_t area)
{
	return division >= area && division < area + division_width(area);
}
