/* Columns of numbers that one statement unnests. */
#ifndef COLUMN_H
#define COLUMN_H

#include <stddef.h>
#include <stdint.h>

/* Put `value` at place `count` of a column. Columns of one table grow together: each is given a
 * copy of the capacity they had, and the table takes the new one from the last of them. Never
 * fails. */
void column_add(int64_t **column, size_t cap, size_t count, int64_t value);

#endif
