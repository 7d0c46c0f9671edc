/* The closed lists of states and kinds, as a sheet, a feed or a page shows them: what a code means
 * where it stands, and how it is to be taken. A state is told three ways, by a sign, a word and a
 * tone, so that a grey print and a reader who tells no colours apart see the same. */
#ifndef STATE_WORDS_H
#define STATE_WORDS_H

#include <stddef.h>

#include "bytebuf.h"
#include "lang.h"

/* How a state is to be taken. Every tone but normal and muted has signs of its own. */
enum tone { TONE_NORMAL, TONE_GOOD, TONE_WARN, TONE_LATE, TONE_MUTED, TONE__COUNT };

/* One word of a closed list. */
struct word {
    const char *code; /* of a statement; NULL ends a list */
    enum tone tone;
    const char *sign;    /* before the word; "" for none */
    const char *zh, *en; /* NULL: the code means here what code_word() says of it anywhere */
};

/* With ":n": a code that may carry a number of days, as in "late:3". */
extern const struct word WORDS_PHASE_STATE[]; /* planned, active, over:n, done, done_late:n, ... */
extern const struct word WORDS_CYCLE_STATE[]; /* open, over:n, done, cancelled, none */
extern const struct word WORDS_DELIVERABLE[]; /* required, overdue:n, submitted, ... */
extern const struct word WORDS_DEADLINE[];    /* open, paused, breached:n, met, late:n, void */
extern const struct word WORDS_DEADLINE_KIND[];
extern const struct word WORDS_PARTY[];
extern const struct word WORDS_GRADE[];   /* 1 .. 5 */
extern const struct word WORDS_WEEKDAY[]; /* 1 (Monday) .. 7 */
extern const struct word WORDS_COUNTED[]; /* counted, skipped, due */
extern const struct word WORDS_BASIS[];   /* clause, reading, calendar, fact */
extern const struct word WORDS_CASE_TYPE[];
extern const struct word WORDS_PENALTY_STATE[];

/* The row of a list with this code; NULL for an unknown one. `len` bytes of `code` count. */
const struct word *word_find(const struct word *words, const char *code, size_t len);
/* The word alone, without sign or number. Static. */
const char *word_text(const struct word *word, enum lang lang);
/* Append sign, word and, unless `days` is NULL, that number of days: "▲ 迟 3 天". RC_TOO_LARGE at
 * the buffer's ceiling. */
MUST_CHECK rc_t word_say(const struct word *word, const char *days, enum lang lang,
                         struct bytebuf *out);

#endif
