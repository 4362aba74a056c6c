/* How large a picture may be; see look.h. */
#include "look/look.h"

bool
picture_is_large(long width, long height, long bits)
{
	long most = bits <= PLAIN_BITS ? PLAIN_PIXELS_MAX : PIXELS_MAX;

	return height > 0 && width > most / height;
}
