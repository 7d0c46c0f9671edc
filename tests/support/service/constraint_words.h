/* The words of a table of states against the constraint that guards the column. */
#ifndef CONSTRAINT_WORDS_H
#define CONSTRAINT_WORDS_H

#include "state_table.h"
#include "temp_db.h"

/* Fail the running test unless check constraint `name` lists exactly the table's words. */
void check_constraint_words(const struct temp_db *tdb, const char *name,
                            const struct state_table *table);

#endif
