/* The closed word lists of the sheets: a code of the database, its text in both languages, its
 * tone. */
#ifndef WORDS_H
#define WORDS_H

#include "book.h"

extern const struct word WORDS_PHASE_STATE[]; /* planned, active, over:n, done, done_late:n, ... */
extern const struct word WORDS_CYCLE_STATE[]; /* open, done, cancelled, none */
extern const struct word WORDS_DELIVERABLE[]; /* required, overdue:n, submitted, ... */
extern const struct word WORDS_DEADLINE[];    /* open, paused, breached:n, met, late:n, void */
/* Each as a constraint of the schema has it; a code that is missing here is shown as it is. */
extern const struct word WORDS_DEADLINE_KIND[];
extern const struct word WORDS_PARTY[];
extern const struct word WORDS_GRADE[];   /* 1 .. 5 */
extern const struct word WORDS_WEEKDAY[]; /* 1 (Monday) .. 7 */
extern const struct word WORDS_COUNTED[]; /* counted, skipped, due */
extern const struct word WORDS_BASIS[];   /* clause, reading, calendar, fact */
extern const struct word WORDS_CASE_TYPE[];
extern const struct word WORDS_PENALTY_STATE[];

#endif
