/* See identity.h. */
#include "app/identity/identity.h"

#include <string.h>

#include "app/identity/identity_sql.h"
#include "lib/store_id.h"

static const char adopt[] = "if they do belong together, say liangdingctl "
			    "store adopt";

enum identity
identity_check(
    const struct server *s, struct arena *mem, const char **fault_out)
{
	const char *directory = s->config.file_directory;
	const char *wanted = identity_of_database(s->db, mem);
	const char *found = store_id_read(mem, directory);

	*fault_out = NULL;
	if (wanted == NULL) {
		*fault_out = "the database does not tell its store's id: is it "
			     "there, and migrated?";
		return IDENTITY_UNKNOWN;
	}
	if (found == NULL && store_is_empty(directory) &&
	    !identity_knows_blobs(s->db)) {
		if (store_id_write(directory, wanted, false))
			return IDENTITY_OK;
		/* Another host may have been first, with whatever id. */
		found = store_id_read(mem, directory);
		if (found == NULL) {
			*fault_out = arena_printf(
			    mem, "%s: cannot be written to", directory);
			return IDENTITY_UNKNOWN;
		}
	}
	if (found != NULL && strcmp(found, wanted) == 0)
		return IDENTITY_OK;
	*fault_out = arena_printf(mem,
	    found == NULL
		? "%s: the file store has no id, but it or the database knows "
		  "of files (is it mounted? is it this database's?); %s"
		: "%s: the file store belongs to another database; %s",
	    directory, adopt);
	return IDENTITY_ANOTHER;
}

bool
identity_adopt(
    const struct server *s, struct arena *mem, const char **fault_out)
{
	const char *wanted = identity_of_database(s->db, mem);

	if (wanted == NULL)
		*fault_out = "the database does not tell its store's id: run "
			     "migrate up first";
	else if (store_id_write(s->config.file_directory, wanted, true))
		return true;
	else
		*fault_out = arena_printf(
		    mem, "%s: cannot be written to", s->config.file_directory);
	return false;
}
