/*
 * Trees of codes, as data: a vocabulary too large to be seen at once, whose
 * entries stand below others (诊疗科目: 03.01 below 03). One table a tree; rows
 * of a code stand behind the row they are below. Codes are stored: none is ever
 * reused, or taken away while something has it. One that is retired keeps its
 * row, so that what has it can be read; nothing new may have it.
 */
#ifndef LIANGDING_TREE_H
#define LIANGDING_TREE_H

#include <stdbool.h>
#include <stddef.h>

struct tree_row {
	const char *code;
	const char *parent; /* the code it is below, or NULL */
	const char *zh, *en;
};

struct tree {
	const char *name;
	bool parents; /* what has others below it may be chosen, too */
	const struct tree_row *rows;
	size_t n;
	const char *const *retired; /* codes, NULL behind them; NULL: none */
};

#define TREE(name, parents, rows) TREE_BUT(name, parents, rows, NULL)
#define TREE_BUT(name, parents, rows, retired)                                 \
	{                                                                      \
		name, parents, rows, sizeof(rows) / sizeof((rows)[0]), retired \
	}

/* The row of a code, or NULL. */
const struct tree_row *tree_find(const struct tree *tree, const char *code);
/* True when it has others below it. */
bool tree_is_parent(const struct tree *tree, const struct tree_row *row);
/* True when nothing new may have it. */
bool tree_is_retired(const struct tree *tree, const struct tree_row *row);
/* True when it is one to choose, but for those that are retired. */
bool tree_takes(const struct tree *tree, const struct tree_row *row);

#endif
