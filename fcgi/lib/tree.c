/* Trees of codes; see tree.h. */
#include "lib/tree.h"

#include <string.h>

const struct tree_row *
tree_find(const struct tree *tree, const char *code)
{
	for (size_t i = 0; i < tree->n; i++)
		if (strcmp(tree->rows[i].code, code) == 0)
			return &tree->rows[i];
	return NULL;
}

bool
tree_is_parent(const struct tree *tree, const struct tree_row *row)
{
	for (size_t i = 0; i < tree->n; i++)
		if (tree->rows[i].parent != NULL &&
		    strcmp(tree->rows[i].parent, row->code) == 0)
			return true;
	return false;
}

bool
tree_is_retired(const struct tree *tree, const struct tree_row *row)
{
	for (size_t i = 0; tree->retired != NULL && tree->retired[i] != NULL;
	     i++)
		if (strcmp(tree->retired[i], row->code) == 0)
			return true;
	return false;
}

bool
tree_takes(const struct tree *tree, const struct tree_row *row)
{
	return tree->parents || !tree_is_parent(tree, row);
}
