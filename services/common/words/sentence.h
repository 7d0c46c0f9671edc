/* What a problem says to a person. Problems are English where they are made, for logs and for
 * programs; here they get their Chinese form, sentence by sentence. Pure: no locale, no I/O. */
#ifndef SENTENCE_H
#define SENTENCE_H

#include "lang.h"
#include "problem.h"

enum { SENTENCE_TEXT = 4 * PROBLEM_TEXT_MAX }; /* bytes that hold any sentence, with its NUL */

/* The text of `problem` in that language. A text that no table knows is quoted behind the
 * Chinese title of its result, so that no English sentence stands alone. Writes to `out`, which has
 * SENTENCE_TEXT bytes, and returns it; what does not fit is cut at a character boundary. */
const char *problem_say(const struct problem *problem, enum lang lang, char *out);
/* The same for a text without a result; one that no table knows stays as it is. `text` may not
 * overlap `out`. */
const char *sentence_say(const char *text, enum lang lang, char *out);
/* Short title of a result, for the head of a message. Static; RC_INTERNAL's outside the list. */
const char *rc_title(rc_t rc, enum lang lang);

#endif
